"""Looking into a file without a study: what would be read from it, and what left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from leadtext.errors import SourceError
from leadtext.reading import (
    ARCHIVE_FORMATS,
    TABLE_FORMATS,
    documents_on,
    files_in,
    read_documents,
    read_members,
    read_pages,
)
from leadtext.records import Document, LeftOut, Reject

__all__ = ["Look", "look_into"]


@dataclass(frozen=True)
class Look:
    """What a file, or a file of an archive, holds."""

    name: str
    documents: tuple[Document, ...]
    left_out: tuple[LeftOut, ...] = ()
    rejects: tuple[Reject, ...] = ()


def look_into(path: Path, *, text_column: str | None = None, layout: Path | None = None) -> list[Look]:
    """What a file, or each file of a folder or archive, holds.

    Args:
        path: a file or folder.
        text_column: for a table, the column with the text.
        layout: a layout file for page captures.

    Raises:
        SourceError: the file is missing or can't be read. In a folder such files are given as rejects.
    """
    if not path.exists():
        raise SourceError(f"{path}: there is no such file or folder.")
    if path.is_dir():
        looks = []
        for file, reason in files_in(path):
            if reason:
                looks.append(Look(file.name, (), (), (Reject(file.name, "", reason),)))
                continue
            try:
                looks += _looks(file, text_column, layout)
            except SourceError as error:
                looks.append(Look(file.name, (), (), (Reject(file.name, "", str(error)),)))
        return looks
    return _looks(path, text_column, layout)


def _looks(path: Path, text_column: str | None, layout: Path | None) -> list[Look]:
    if path.suffix.lower() not in ARCHIVE_FORMATS:
        return [_look(path, path.name, text_column, layout)]
    looks = []
    for member in read_members(path, path.name):
        if isinstance(member, Reject):
            looks.append(Look(f"{path.name}/{member.place}", (), (), (member,)))
            continue
        name = f"{path.name}/{member.name}"
        try:
            looks.append(_look(member.data, name, text_column, layout))
        except SourceError as error:
            looks.append(Look(name, (), (), (Reject(name, "", str(error)),)))
    return looks


def _look(file: Path | bytes, name: str, text_column: str | None, layout: Path | None) -> Look:
    if PurePath(name).suffix.lower() in TABLE_FORMATS:
        from leadtext.reading.tables import Columns

        columns = None if text_column is None else Columns(text=text_column)
        return _look_of(name, read_documents(file, source=name, kind="comment", columns=columns))
    layouts = []
    if layout is not None:
        from leadtext.reading.capture import load_layout

        layouts = [load_layout(layout)]
    pages = read_pages(file if isinstance(file, bytes) else file.read_bytes(), name, layouts=layouts)
    items = (item for page in pages for item in documents_on(page, source=name, kind="article"))
    # Comments that were not found are told among the rejects.
    return _look_of(name, items, [left for page in pages for left in page.left_out if left.lacking is None])


def _look_of(name: str, items: Iterable[Document | Reject], left_out: Iterable[LeftOut] = ()) -> Look:
    found = list(items)
    return Look(
        name,
        tuple(item for item in found if isinstance(item, Document)),
        tuple(left_out),
        tuple(item for item in found if isinstance(item, Reject)),
    )
