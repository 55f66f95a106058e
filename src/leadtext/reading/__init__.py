"""Readers: a source's bytes become pages, and pages become documents with ids.

`read_file` chooses the reader by the file's ending. A reader takes bytes and a name for its messages; it knows no
study, no database and no network.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from leadtext.errors import SourceError
from leadtext.reading.documents import page_documents, row_documents
from leadtext.records import Document, Kind, Page, Piece, Reject

if TYPE_CHECKING:
    from leadtext.reading.capture import Layout
    from leadtext.reading.tables import Columns

__all__ = ["PAGE_FORMATS", "TABLE_FORMATS", "is_readable", "page_documents", "read_documents", "read_pages"]

# Modules are imported when a file of their format comes: a study of captures needs no PDF library in memory.
PAGE_FORMATS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        ".html": ("html", "read_html"),
        ".htm": ("html", "read_html"),
        ".xhtml": ("html", "read_html"),
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


def is_readable(path: Path) -> bool:
    """Whether there is a reader for a file's ending."""
    return path.suffix.lower() in {*PAGE_FORMATS, *FEED_FORMATS, *TABLE_FORMATS}


def read_pages(data: bytes, name: str, *, layouts: Sequence[Layout] = ()) -> list[Page]:
    """The pages that a file of one publication, or a feed, holds.

    Args:
        data: the file's bytes.
        name: the file's name; its ending tells the format.
        layouts: the study's own layouts for page captures.

    Raises:
        SourceError: the file can't be read, or there is no reader for its ending.
    """
    ending = Path(name).suffix.lower()
    if not data:
        raise SourceError(f"{name}: the file is empty; save it again.")
    if ending in FEED_FORMATS:
        from leadtext.reading.feed import read_feed

        return read_feed(data, name)
    if ending not in PAGE_FORMATS:
        raise SourceError(
            f"{name}: there is no reader for {ending or 'files without an ending'}; leadtext reads "
            f"{', '.join(sorted({*PAGE_FORMATS, *FEED_FORMATS, *TABLE_FORMATS}))}."
        )
    module, function = PAGE_FORMATS[ending]
    reader = getattr(importlib.import_module(f"leadtext.reading.{module}"), function)
    page: Page = reader(data, name, layouts) if module == "capture" else reader(data, name)
    return [page]


def read_documents(
    path: Path,
    *,
    source: str,
    kind: Kind,
    columns: Columns | None = None,
    layouts: Sequence[Layout] = (),
) -> Iterator[Document | Reject]:
    """The documents of a file, and what in it could not be read.

    Args:
        path: the file.
        source: what the documents name as their source.
        kind: the genre of what doesn't tell its own.
        columns: for a table, which column holds what.
        layouts: the study's own layouts for page captures.

    Raises:
        SourceError: the file as a whole can't be read.
    """
    if path.suffix.lower() not in TABLE_FORMATS:
        for page in read_pages(path.read_bytes(), path.name, layouts=layouts):
            yield from page_documents(page, source=source, kind=kind)
        return
    if columns is None:
        raise SourceError(
            f"{source}: a table needs to be told which column holds the text: --text COLUMN for a look, "
            'text = "..." in its [[sources]] for a study.'
        )
    from leadtext.reading.tables import read_table

    rows: list[tuple[Piece, str | None]] = []
    for row in read_table(path, source, columns):
        if isinstance(row, Reject):
            yield row
        else:
            rows.append((row.piece, row.parent))
    yield from row_documents(rows, source=source, kind=kind)
