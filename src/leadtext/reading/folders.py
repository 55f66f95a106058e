"""The files in a folder or archive that count: none that are hidden or that programs put beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["files_in", "is_passed_over"]


def files_in(folder: Path) -> Iterator[Path]:
    """The files in a folder and its folders that are to be read, in order, with and without a reader for them."""
    for file in sorted(folder.rglob("*")):
        if not is_passed_over(file.relative_to(folder).parts) and file.is_file():
            yield file


def is_passed_over(parts: Sequence[str]) -> bool:
    """Whether a file is none of the texts.

    So are hidden files, those in the folder ``page_files`` that a browser saves with a page, and those that Word
    (``~$report.docx``) and macOS (``__MACOSX``) write for themselves.

    Args:
        parts: its path inside the folder or archive.
    """
    own = any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
    return own or any(part.endswith("_files") for part in parts[:-1])
