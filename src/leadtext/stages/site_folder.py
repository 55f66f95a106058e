"""Where a site stands: what may be written over, and how a new one takes the place of the old in one step."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from leadtext.errors import StudyError

__all__ = ["MARKER_FILE", "beside", "check_place", "marker", "recover", "remove", "swap", "write_marker"]

MARKER_FILE = "leadtext-site.json"


def check_place(target: Path) -> None:
    """Refuse to put a site in the place of anything else.

    Raises:
        StudyError: a file stands there, or a folder of other files.
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise StudyError(f"{target}: this is a file, and the site is a folder; name another place as publish.out.")
    if not (target / MARKER_FILE).is_file() and any(target.iterdir()):
        raise StudyError(
            f"{target}: this folder holds files that are no leadtext site (it has no {MARKER_FILE}), and they are not "
            "overwritten; empty it, or name another folder as publish.out."
        )


def marker(folder: Path) -> Mapping[str, str]:
    """What a site says of itself; empty where a folder is none."""
    try:
        found = json.loads((folder / MARKER_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_marker(folder: Path, title: str, fingerprint: str) -> None:
    """Note that a folder is a site made by leadtext, and from what."""
    content = {"made by": "leadtext", "study": title, "fingerprint": fingerprint}
    (folder / MARKER_FILE).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def beside(target: Path, what: str) -> Path:
    """A hidden place in the same folder, so that moving from it is one step."""
    return target.with_name(f".{target.name}.{what}")


def recover(target: Path) -> None:
    """Put the old site back where a publish was killed between taking it away and setting the new one."""
    old = beside(target, "old")
    if not target.exists() and (old / MARKER_FILE).is_file():
        old.rename(target)


def swap(fresh: Path, target: Path) -> None:
    """Put a new site in its place, and take the old one away."""
    old = beside(target, "old")
    remove(old)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    remove(old)


def remove(folder: Path) -> None:
    """Take away a folder that leadtext made, or an empty one."""
    if not folder.exists():
        return
    check_place(folder)
    shutil.rmtree(folder)
