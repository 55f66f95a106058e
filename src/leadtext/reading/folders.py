"""The files in a folder or archive that count: none that are hidden or that programs put beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

__all__ = ["files_in", "is_passed_over", "pages_among"]

PAGE_ENDINGS = (".html", ".htm", ".xhtml")

OWN_FILES = (
    "_files",
    ".files",
    "_file",
    "-dateien",
    "_dateien",
    "_fichiers",
    "_archivos",
    "_bestanden",
    "_arquivos",
    "_ficheiros",
    "-filer",
    "_filer",
    "_tiedostot",
    "_pliki",
    "_soubory",
    "_fitxers",
)
"""What browsers and Word, in their users' languages, add to a page's name for the folder of its pictures and frames."""


def files_in(folder: Path) -> Iterator[Path]:
    """The files in a folder and its folders that are to be read, in order, with and without a reader for them."""
    files = [(file, file.relative_to(folder).parts) for file in sorted(folder.rglob("*"))]
    pages = pages_among(parts for _, parts in files)
    for file, parts in files:
        if not is_passed_over(parts, pages) and file.is_file():
            yield file


def pages_among(paths: Iterable[Sequence[str]]) -> frozenset[str]:
    """The web pages among the files of a folder or archive, as `is_passed_over` looks for them.

    Args:
        paths: the parts of each file's path inside it.
    """
    found = ("/".join(parts).casefold() for parts in paths if parts and parts[-1].lower().endswith(PAGE_ENDINGS))
    return frozenset(path.rpartition(".")[0] for path in found)


def is_passed_over(parts: Sequence[str], pages: Collection[str]) -> bool:
    """Whether a file is none of the texts.

    So are hidden files, those that Word (``~$report.docx``) and macOS (``__MACOSX``) write for themselves, and those in
    the folder that a browser saves with a page, such as ``page_files`` beside ``page.html``. A folder of such a name
    without the page is somebody's own.

    Args:
        parts: its path inside the folder or archive.
        pages: the web pages there (see `pages_among`).
    """
    if any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
        return True
    for depth, part in enumerate(parts[:-1]):
        name = part.casefold()
        for added in OWN_FILES:
            if name.endswith(added) and "/".join([*parts[:depth], name.removesuffix(added)]).casefold() in pages:
                return True
    return False
