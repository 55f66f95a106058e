"""Readers: a source's bytes become pages, and pages become documents with ids.

`read_file` chooses the reader by the file's ending. A reader takes bytes and a name for its messages; it knows no
study, no database and no network.
"""

from __future__ import annotations

import collections
import importlib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from leadtext.errors import SourceError
from leadtext.reading.archive import ARCHIVE_FORMATS, read_members
from leadtext.reading.documents import page_documents, page_flaws, row_documents
from leadtext.reading.folders import files_in
from leadtext.records import Document, Kind, LeftOut, Page, Piece, Reject

if TYPE_CHECKING:
    from leadtext.reading.capture import Layout
    from leadtext.reading.pseudonyms import Pseudonyms
    from leadtext.reading.tables import Columns

__all__ = [
    "ARCHIVE_FORMATS",
    "PAGE_FORMATS",
    "TABLE_FORMATS",
    "documents_on",
    "files_in",
    "page_documents",
    "page_flaws",
    "read_documents",
    "read_members",
    "read_pages",
]

# Modules are imported when a file of their format comes: a study of captures needs no PDF library in memory.
PAGE_FORMATS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        ".html": ("html", "read_html"),
        ".htm": ("html", "read_html"),
        ".xhtml": ("html", "read_html"),
        ".mhtml": ("mhtml", "read_mhtml"),
        ".mht": ("mhtml", "read_mhtml"),
        ".txt": ("capture", "read_capture"),
        ".md": ("plain", "read_markdown"),
        ".markdown": ("plain", "read_markdown"),
        ".pdf": ("pdf", "read_pdf"),
        ".docx": ("office", "read_docx"),
        ".odt": ("office", "read_odt"),
    }
)
"""Formats that hold one publication, by ending: the module and function that read them."""

FEED_FORMATS = frozenset({".xml", ".rss", ".atom"})
TABLE_FORMATS = frozenset({".csv", ".tsv", ".xlsx", ".jsonl", ".parquet"})
"""Formats that hold a document in every row; their columns must be named."""

READABLE = frozenset({*PAGE_FORMATS, *FEED_FORMATS, *TABLE_FORMATS, *ARCHIVE_FORMATS})

SAVED_ANEW: Mapping[str, str] = MappingProxyType({".doc": ".docx", ".rtf": ".docx", ".xls": ".xlsx"})
"""Formats that no reader knows, and those in which the programs that wrote them can save them."""


def read_pages(data: bytes, name: str, *, layouts: Sequence[Layout] = ()) -> list[Page]:
    """The pages that a file of one publication, a feed, or an archive of such files holds.

    Args:
        data: the file's bytes.
        name: the file's name; its ending tells the format.
        layouts: the study's own layouts for page captures and web pages.

    Returns:
        The pages in the file's order. What of an archive can't be read is told as left out, on a page of its own.

    Raises:
        SourceError: the file can't be read, or there is no reader for its ending.
    """
    ending = Path(name).suffix.lower()
    if not data:
        raise SourceError(f"{name}: the file is empty; save it again.")
    if ending in ARCHIVE_FORMATS:
        return list(_pages_of_members(data, name, layouts))
    if ending in FEED_FORMATS:
        from leadtext.reading.feed import read_feed

        return [_signed(page) for page in read_feed(data, name)]
    if ending in SAVED_ANEW:
        raise SourceError(
            f"{name}: there is no reader for {ending}; open it in Word, Excel or LibreOffice and save it as "
            f"{SAVED_ANEW[ending]}."
        )
    if ending not in PAGE_FORMATS:
        raise SourceError(
            f"{name}: there is no reader for {ending or 'files without an ending'}; leadtext reads "
            f"{', '.join(sorted(READABLE))}."
        )
    module, function = PAGE_FORMATS[ending]
    reader = getattr(importlib.import_module(f"leadtext.reading.{module}"), function)
    page: Page = reader(data, name, layouts) if module in {"capture", "html", "mhtml", "pdf"} else reader(data, name)
    return [_signed(page)]


def documents_on(
    page: Page, *, source: str, kind: Kind, pseudonyms: Pseudonyms | None = None
) -> Iterator[Document | Reject]:
    """The documents of a page, as every page becomes them, and what of it could not be read.

    Roles and organisations are taken out of its writers' lines, then pseudonyms take the place of their names.

    Args:
        page: a page of a file, or one that was fetched.
        source: the page's place, a path inside the study or an address.
        kind: the genre of a publication that doesn't tell its own.
        pseudonyms: what gives pseudonyms.
    """
    signed = _signed(page)
    hidden = signed if pseudonyms is None else pseudonyms.page(signed)
    yield from page_flaws(hidden, source=source)
    yield from page_documents(hidden, source=source, kind=kind)
    yield from _unread_comments(page, source)


def _signed(page: Page) -> Page:
    from leadtext.reading.signatures import sign_page

    return sign_page(page, {}, {})


def _unread_comments(page: Page, source: str) -> Iterator[Reject]:
    """That a page tells of comments which were not found, where it does."""
    if page.unread:
        reason = (
            f"it says “{page.unread}”; the article is kept, without the comments, which can't be told apart: save the "
            "page as HTML from the browser, or write a layout for it."
        )
        yield Reject(source, "", reason)
    for left in page.left_out:
        if left.lacking is not None:
            _, found = left.lacking
            number = "none was" if found == 0 else "only one was" if found == 1 else f"only {found:,} were"
            reason = (
                f"it says “{left.what}”, but {number} found in it; the page is kept: open all of its comments in the "
                "browser before you save it, or write a layout for it."
            )
            yield Reject(source, "", reason)


def _pages_of_members(data: bytes, name: str, layouts: Sequence[Layout]) -> Iterator[Page]:
    for member in read_members(data, name):
        if isinstance(member, Reject):
            yield Page(None, (), (LeftOut(member.place, member.reason),))
            continue
        try:
            yield from read_pages(member.data, member.name, layouts=layouts)
        except SourceError as error:
            yield Page(None, (), (LeftOut(member.name, str(error)),))


def read_documents(
    file: Path | bytes,
    *,
    source: str,
    kind: Kind,
    columns: Columns | None = None,
    layouts: Sequence[Layout] = (),
    pseudonyms: Pseudonyms | None = None,
) -> Iterator[Document | Reject]:
    """The documents of a file that is no archive, and what in it could not be read.

    Args:
        file: the file, or its bytes where it is one of an archive's (see `read_members`).
        source: what the documents name as their source; of bytes, its ending tells the format.
        kind: the genre of what doesn't tell its own.
        columns: for a table, which column holds what.
        layouts: the study's own layouts for page captures and web pages.
        pseudonyms: what gives pseudonyms, which take the place of authors' names.

    Raises:
        SourceError: the file as a whole can't be read.
    """
    path = PurePath(source) if isinstance(file, bytes) else file
    if path.suffix.lower() not in TABLE_FORMATS:
        data = file if isinstance(file, bytes) else file.read_bytes()
        for page in read_pages(data, path.name, layouts=layouts):
            yield from documents_on(page, source=source, kind=kind, pseudonyms=pseudonyms)
        return
    if columns is None:
        raise SourceError(
            f"{source}: a table needs to be told which column holds the text: --text COLUMN for a look, "
            'text = "..." in its [[sources]] for a study.'
        )
    from leadtext.reading.table_rows import open_table
    from leadtext.reading.tables import ordered, read_table

    settled = ordered(file, source, columns)

    def rows() -> Iterator[tuple[Piece, str | None] | Reject]:
        for row in read_table(file, source, settled):
            yield row if isinstance(row, Reject) else (row.piece, row.parent)

    stand_under = settled.parent is not None
    if not stand_under:
        # What is damaged further down is so before the first document is given.
        collections.deque(open_table(file, source), maxlen=0)
    yield from row_documents(_TableRows(rows, pseudonyms), source=source, kind=kind, stand_under=stand_under)


class _TableRows:
    """A table's rows, read from the file each time that they are gone through, so that they needn't be kept."""

    def __init__(
        self, rows: Callable[[], Iterator[tuple[Piece, str | None] | Reject]], pseudonyms: Pseudonyms | None
    ) -> None:
        self._rows = rows
        self._pseudonyms = pseudonyms
        self._called: dict[str, str] = {}
        if pseudonyms is not None:
            self._called = pseudonyms.called(row[0].author for row in rows() if not isinstance(row, Reject))

    def __iter__(self) -> Iterator[tuple[Piece, str | None] | Reject]:
        if self._pseudonyms is None:
            yield from self._rows()
            return
        said, kept = itertools.tee(self._rows())
        hidden = self._pseudonyms.pieces((row[0] for row in said if not isinstance(row, Reject)), self._called)
        for row in kept:
            yield row if isinstance(row, Reject) else (next(hidden), row[1])
