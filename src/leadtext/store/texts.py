"""Documents and the passages cut from them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from leadtext.records import Document, PartialDate, Passage, digest
from leadtext.store import schema
from leadtext.store.sources import rejects

__all__ = [
    "Change",
    "add_passages",
    "counted",
    "counts",
    "document",
    "documents",
    "documents_of",
    "mark_split",
    "originals",
    "orphans",
    "pages_from",
    "passage_texts",
    "passages_by_id",
    "passages_of",
    "remove",
    "remove_passages",
    "remove_read_anew",
    "remove_source",
    "replace_source",
    "set_original",
    "set_words",
    "unsplit",
]

_Value = TypeVar("_Value")

# Databases limit how many values one statement may hold.
BATCH = 500
DOCUMENT_COLUMNS = (
    *("id", "kind", "title", "text", "source", "source_id", "author", "role", "organisation", "date", "date_inferred"),
    *("parent", "reply_to", "place", "position", "address", "language", "pages", "gone"),
)
"""The columns of a document as it was read, in the order of `_document_row`."""


@dataclass(frozen=True, slots=True)
class Change:
    """What reading a source again changed."""

    new: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: Change) -> Change:
        return Change(self.new + other.new, self.changed + other.changed, self.removed + other.removed)


def replace_source(
    connection: sa.Connection, place: str, found: Iterable[Document], *, keep_gone: bool = False
) -> Change:
    """Make a source's documents those that it holds now.

    Documents that are as they were keep their passages and all that follows from them. Those found are taken a few
    hundred at a time, and none is kept in memory.

    Args:
        place: the source.
        found: the documents that it holds now.
        keep_gone: keep what the source no longer shows, marked as gone, instead of taking it out.
    """
    table = schema.documents
    held: sa.Select[Any] = sa.select(*[table.c[column] for column in DOCUMENT_COLUMNS], table.c.split).where(_of(place))
    before = {row.id: row.gone for row in connection.execute(sa.select(table.c.id, table.c.gone).where(_of(place)))}
    new = changed = 0
    for batch in _batches(found):
        known = table.c.id.in_([document.id for document in batch])
        old = {row.id: row for row in connection.execute(held.where(known))} if before else {}
        added = []
        for document in batch:
            row = _document_row(document)
            there = old.pop(document.id, None)
            before.pop(document.id, None)
            if keep_gone and there is not None and _was_dated_better(there, row):
                row |= {"date": there.date, "date_inferred": True}
            if there is None:
                added.append(row | {"split": None})
            elif there[: len(DOCUMENT_COLUMNS)] != tuple(row.values()):
                split = there.split if there.text == document.text else None
                connection.execute(sa.update(table).where(table.c.id == there.id).values(**row, split=split))
                changed += 1
        if added:
            connection.execute(sa.insert(table), added)
        new += len(added)
    missing = [ident for ident, gone in before.items() if not (keep_gone and gone)]
    for identifiers in _batches(missing):
        here = table.c.id.in_(identifiers)
        connection.execute(
            sa.update(table).where(here).values(gone=True) if keep_gone else sa.delete(table).where(here)
        )
    return Change(new, changed, len(missing))


def _was_dated_better(there: sa.Row[Any], row: dict[str, Any]) -> bool:
    """Whether an earlier look at a page told a comment's day better: "3 days ago" is "2 weeks ago" now."""
    if there.kind != "comment" or not (there.date_inferred and (row["date"] is None or row["date_inferred"])):
        return False
    return len(there.date) >= len(row["date"] or "")


def _of(place: str) -> sa.ColumnElement[bool]:
    return schema.documents.c.source == place


def remove_read_anew(connection: sa.Connection) -> Change:
    """Take out what is marked as gone but still shown: it was only read another way (its author, by a new layout)."""
    gone, shown = schema.documents.alias(), schema.documents.alias()
    query = (
        sa.select(gone.c.id)
        .join(shown, sa.and_(shown.c.source == gone.c.source, shown.c.text == gone.c.text, sa.not_(shown.c.gone)))
        .where(gone.c.gone)
        .distinct()
    )
    found = list(connection.scalars(query))
    for batch in _batches(found):
        connection.execute(sa.delete(schema.documents).where(schema.documents.c.id.in_(batch)))
    return Change(removed=len(found))


def remove_source(connection: sa.Connection, place: str) -> Change:
    """Take out a source's documents."""
    return replace_source(connection, place, [])


def documents_of(connection: sa.Connection, place: str) -> int:
    """How many documents of a source there are."""
    table = schema.documents
    query = sa.select(sa.func.count()).select_from(table).where(table.c.source == place)
    return int(connection.scalar(query) or 0)


def unsplit(connection: sa.Connection, fingerprint: str) -> list[Document]:
    """The documents not yet cut in the way that the fingerprint stands for, the earliest first (see `_by_time`)."""
    table = schema.documents
    query = _by_time(sa.select(table), table).where(sa.or_(table.c.split.is_(None), table.c.split != fingerprint))
    return [_document(row) for row in connection.execute(query)]


def _by_time(query: sa.Select[Any], joined: sa.FromClause) -> sa.Select[Any]:
    """The query in the order in which documents were said: by date, then publications first; those without a date last.

    A comment without a date has its publication's, as in the trends. A publication is no later than the first comment
    under it: pages tell the day of their last change, too.
    """
    table, parent, under = schema.documents, schema.documents.alias(), schema.documents.alias()
    commented = sa.select(under.c.parent, sa.func.min(under.c.date).label("first")).group_by(under.c.parent).subquery()
    date = sa.func.coalesce(table.c.date, parent.c.date)
    said = sa.case((commented.c.first < date, commented.c.first), else_=date)
    return (
        query.select_from(
            joined.outerjoin(parent, parent.c.id == table.c.parent).outerjoin(
                commented, commented.c.parent == table.c.id
            )
        )
        .order_by(said.is_(None), said, sa.case((table.c.kind == "comment", 1), else_=0))
        .order_by(table.c.source, table.c.position, table.c.id)
    )


def originals(connection: sa.Connection) -> Iterator[tuple[str, str, str, str]]:
    """(text key, passage id, document id, text) of every passage that repeats no other."""
    table = schema.passages
    query = sa.select(table.c.key, table.c.id, table.c.document, table.c.text).where(table.c.duplicate_of.is_(None))
    for row in connection.execute(query.order_by(table.c.document, table.c.position)):
        yield row.key, row.id, row.document, row.text


def remove_passages(connection: sa.Connection, documents: Iterable[str]) -> None:
    """Take out some documents' passages, with all that follows from them."""
    table = schema.passages
    for batch in _batches(list(documents)):
        connection.execute(sa.delete(table).where(table.c.document.in_(batch)))


def add_passages(connection: sa.Connection, passages: Iterable[Passage]) -> None:
    """Keep passages."""
    table = schema.passages
    rows = [
        {
            "id": passage.id,
            "document": passage.document,
            "position": passage.position,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "key": passage.key,
            "hash": digest(passage.text),
            "duplicate_of": passage.duplicate_of,
        }
        for passage in passages
    ]
    if rows:
        connection.execute(sa.insert(table), rows)


def mark_split(connection: sa.Connection, documents: Iterable[str], fingerprint: str) -> None:
    """Note how these documents were cut."""
    table = schema.documents
    for batch in _batches(list(documents)):
        connection.execute(sa.update(table).where(table.c.id.in_(batch)).values(split=fingerprint))


def orphans(connection: sa.Connection) -> list[Passage]:
    """The passages marked as repeats of one that is no longer there, the earliest first (see `_by_time`)."""
    table, original = schema.passages, schema.passages.alias()
    joined = table.join(schema.documents, schema.documents.c.id == table.c.document).outerjoin(
        original, original.c.id == table.c.duplicate_of
    )
    query = (
        _by_time(sa.select(table), joined)
        .where(table.c.duplicate_of.is_not(None), original.c.id.is_(None))
        .order_by(table.c.position)
    )
    return [_passage(row) for row in connection.execute(query)]


def set_original(connection: sa.Connection, passage: str, original: str | None) -> None:
    """Say anew which passage this one repeats."""
    table = schema.passages
    connection.execute(sa.update(table).where(table.c.id == passage).values(duplicate_of=original))


def remove(connection: sa.Connection, documents: Iterable[str]) -> None:
    """Take out some documents, with their passages and all that follows from them."""
    table = schema.documents
    for batch in _batches(list(documents)):
        connection.execute(sa.delete(table).where(table.c.id.in_(batch)))


def set_words(connection: sa.Connection, document_id: str, *, author: str | None, text: str) -> None:
    """Give a document another author and text; with another text it has to be cut again."""
    table = schema.documents
    here = table.c.id == document_id
    connection.execute(sa.update(table).where(here, table.c.text != text).values(text=text, split=None))
    connection.execute(sa.update(table).where(here).values(author=author))


def documents(connection: sa.Connection) -> list[Document]:
    """Every document, publications before the comments under them."""
    table = schema.documents
    query = sa.select(table).order_by(table.c.source, table.c.position, table.c.id)
    return [_document(row) for row in connection.execute(query)]


def document(connection: sa.Connection, document_id: str) -> Document | None:
    """One document, or None where there is none of this id."""
    row = connection.execute(sa.select(schema.documents).where(schema.documents.c.id == document_id)).first()
    return None if row is None else _document(row)


def passages_of(connection: sa.Connection, document_id: str) -> list[Passage]:
    """A document's passages in order."""
    table = schema.passages
    query = sa.select(table).where(table.c.document == document_id).order_by(table.c.position)
    return [_passage(row) for row in connection.execute(query)]


def passage_texts(connection: sa.Connection, passages: Sequence[str]) -> list[str]:
    """The texts of some passages, in their order."""
    table = schema.passages
    found: dict[str, str] = {}
    for batch in _batches(list(passages)):
        rows = connection.execute(sa.select(table.c.id, table.c.text).where(table.c.id.in_(batch)))
        found.update({row.id: row.text for row in rows})
    return [found[passage] for passage in passages]


def passages_by_id(connection: sa.Connection, passages: Sequence[str]) -> list[Passage]:
    """Some passages, in the order given."""
    table = schema.passages
    found: dict[str, Passage] = {}
    for batch in _batches(list(passages)):
        rows = connection.execute(sa.select(table).where(table.c.id.in_(batch)))
        found.update({row.id: _passage(row) for row in rows})
    return [found[passage] for passage in passages]


def there_are_any(connection: sa.Connection) -> bool:
    """Whether the study holds a text."""
    return connection.execute(sa.select(schema.documents.c.id).limit(1)).first() is not None


def counted(connection: sa.Connection) -> int:
    """How many passages are counted: all but the repeats."""
    table = schema.passages
    return int(
        connection.scalar(sa.select(sa.func.count()).select_from(table).where(table.c.duplicate_of.is_(None))) or 0
    )


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many publications, comments, passages and repeats there are, what could not be read, and what is flawed."""
    documents_, passages = schema.documents, schema.passages
    by_kind: Counter[bool] = Counter()
    for row in connection.execute(
        sa.select(documents_.c.kind, sa.func.count().label("number")).group_by(documents_.c.kind)
    ):
        by_kind[row.kind == "comment"] += row.number
    all_passages = int(connection.scalar(sa.select(sa.func.count()).select_from(passages)) or 0)
    unique = counted(connection)
    refused = rejects(connection)
    flaws = sum(reject.is_kept for reject in refused)
    return {
        "publications": by_kind[False],
        "comments": by_kind[True],
        "passages": unique,
        "repeats": all_passages - unique,
        "rejects": len(refused) - flaws,
        "flaws": flaws,
    }


def _document_row(found: Document) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "title": found.title,
        "text": found.text,
        "source": found.source,
        "source_id": found.source_id,
        "author": found.author,
        "role": found.role,
        "organisation": found.organisation,
        "date": None if found.date is None else str(found.date),
        "date_inferred": found.date is not None and found.date.inferred,
        "parent": found.parent,
        "reply_to": found.reply_to,
        "place": found.place,
        "position": found.position,
        "address": found.address,
        "language": found.language,
        "pages": " ".join(f"{offset}:{page}" for offset, page in found.pages) or None,
        "gone": False,
    }


def _document(row: sa.Row[Any]) -> Document:
    return Document(
        id=row.id,
        kind=row.kind,
        title=row.title,
        text=row.text,
        source=row.source,
        source_id=row.source_id,
        author=row.author,
        role=row.role,
        organisation=row.organisation,
        date=None if row.date is None else PartialDate.from_iso(row.date, inferred=row.date_inferred),
        parent=row.parent,
        reply_to=row.reply_to,
        place=row.place,
        position=row.position,
        address=row.address,
        language=row.language,
        pages=pages_from(row.pages),
    )


def pages_from(text: str | None) -> tuple[tuple[int, int], ...]:
    """Where pages begin, from how the database writes it: "0:3 812:4"."""
    if text is None:
        return ()
    parts = (pair.partition(":") for pair in text.split())
    return tuple((int(offset), int(page)) for offset, _, page in parts)


def _passage(row: sa.Row[Any]) -> Passage:
    return Passage(
        id=row.id,
        document=row.document,
        position=row.position,
        start=row.start,
        end=row.end,
        text=row.text,
        key=row.key,
        duplicate_of=row.duplicate_of,
    )


def _batches(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    remaining = iter(values)
    while batch := list(itertools.islice(remaining, BATCH)):
        yield batch
