"""The files in a folder or archive that count: none that are hidden or that programs put beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

__all__ = ["LOST_FRAME", "files_in", "is_lost_frame", "is_passed_over", "pages_among", "saved_folders_among"]

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

STYLES_AND_SCRIPTS = (".css", ".js", ".download")
"""What browsers save with a page and nobody keeps among texts of their own; Chrome has "main.js.download"."""

LOST_FRAME = (
    "its folder holds the styles and scripts that a browser saved with a page, and the page isn't beside it, so it is "
    "taken for one of that page's frames; put the page beside the folder, or a text of your own into another folder."
)
"""Why a web page in such a folder isn't read."""


def files_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files in a folder and its folders that are to be read, in order, with and without a reader for them.

    Returns:
        Each file with why it isn't read all the same; an empty text where it is.
    """
    files = [(file, file.relative_to(folder).parts) for file in sorted(folder.rglob("*"))]
    pages = pages_among(parts for _, parts in files)
    saved = saved_folders_among(parts for _, parts in files)
    for file, parts in files:
        if not is_passed_over(parts, pages) and file.is_file():
            yield file, LOST_FRAME if is_lost_frame(parts, saved) else ""


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
    without the page may be somebody's own (see `is_lost_frame`).

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


def saved_folders_among(paths: Iterable[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    """The folders named as those of a page are, with styles or scripts in them, as `is_lost_frame` looks for them.

    Args:
        paths: the parts of each file's path inside the folder or archive.
    """
    return frozenset(
        tuple(parts[: depth + 1])
        for parts in paths
        if parts and parts[-1].lower().endswith(STYLES_AND_SCRIPTS)
        for depth, part in enumerate(parts[:-1])
        if part.casefold().endswith(OWN_FILES)
    )


def is_lost_frame(parts: Sequence[str], saved: Collection[tuple[str, ...]]) -> bool:
    """Whether a file that isn't passed over is a web page among the styles and scripts of one that isn't there.

    Args:
        parts: its path inside the folder or archive.
        saved: the folders there that a browser made (see `saved_folders_among`).
    """
    is_page = parts[-1].lower().endswith(PAGE_ENDINGS)
    return is_page and any(tuple(parts[:depth]) in saved for depth in range(1, len(parts)))
