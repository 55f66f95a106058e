"""Templates into files: one environment, every value escaped, every address relative."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from leadtext.site import places
from leadtext.site.movements import percent, percent_interval
from leadtext.site.threads import date_words, year_of

__all__ = ["Writer", "version"]

FOLDER = Path(__file__).parent
ROOT_ADDRESS = 'href="@/'


def version() -> str:
    """A fingerprint of all that a page's look depends on: templates, stylesheet, script and this package's code."""
    seen = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file() and file.suffix in {".html", ".css", ".js", ".py"}:
            seen.update(file.relative_to(FOLDER).as_posix().encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()[:16]


class Writer:
    """Writes pages into a folder.

    Args:
        folder: the site's root.
        shared: what every template may use.
        earlier: an earlier site's root; of a file that is the same there a link is made, which takes a tenth of the
            time of a new file.
        heard: is told the number of pages written so far.
    """

    def __init__(
        self, folder: Path, shared: dict[str, Any], earlier: Path | None, heard: Callable[[int], None]
    ) -> None:
        self.folder = folder
        self.earlier = earlier
        self.pages = 0
        self._heard = heard
        self._made: set[Path] = set()
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            # Templates don't change while a site is written; looking at each for every page takes time.
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(shared)
        self._environment.filters.update(
            percent=percent,
            interval=percent_interval,
            date=date_words,
            year=year_of,
            number=_number,
            slug=places.slug,
            web=places.web_address,
            anchor=places.passage_anchor,
        )

    def page(self, address: str, template: str, **values: Any) -> None:
        """Write one page.

        Args:
            address: where, from the site's root.
            template: the template's name without its ending.
            values: what the template shows.
        """
        root = "../" * address.count("/")
        html = self._environment.get_template(f"{template}.html").render(
            root=root, address=address, rooted=_rooted(root), **values
        )
        self.file(address, re.sub(r"\n[ \t]*(?=\n)", "", html))
        self.pages += 1
        self._heard(self.pages)

    def file(self, address: str, text: str) -> None:
        """Write a file that is no page."""
        path = self.folder / address
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        # Texts from the web hold the oddest characters; a lone surrogate must not stop the site.
        content = text.encode("utf-8", errors="replace")
        if self.earlier is None or not _linked(self.earlier / address, path, content):
            path.write_bytes(content)

    def asset(self, name: str, more: str = "") -> None:
        """Copy a stylesheet or script, with something added at its end."""
        self.file(f"assets/{name}", (FOLDER / "assets" / name).read_text(encoding="utf-8") + more)


def _linked(earlier: Path, path: Path, content: bytes) -> bool:
    """Whether an earlier file with that content is at hand, and stands at the new path as well now."""
    try:
        known = earlier.lstat()
        if not stat.S_ISREG(known.st_mode) or known.st_size != len(content) or earlier.read_bytes() != content:
            return False
        path.hardlink_to(earlier)
    except OSError:  # there is none, or the file system knows no links
        return False
    return True


def _rooted(root: str) -> Callable[[str], Markup]:
    """A chart or passages for a page: markup of our own, its addresses made relative to the page."""
    return lambda markup: Markup(markup.replace(ROOT_ADDRESS, f'href="{root}'))  # noqa: S704


def _number(value: int) -> str:
    return f"{value:,}"
