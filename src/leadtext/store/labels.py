"""People's labels of the study's own passages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from leadtext.store import schema
from leadtext.store.tags import in_languages

__all__ = [
    "Codable",
    "StoredLabel",
    "add",
    "codable",
    "coded",
    "holding",
    "of_passages",
    "passage_keys",
    "redraw",
    "strays",
    "there_are_any",
]

BATCH = 500


@dataclass(frozen=True, slots=True)
class StoredLabel:
    """A label as it is kept.

    Attributes:
        codebook: the codebook's name.
        version: the codebook's version.
        key: stands for the words that were coded.
        at: when it was coded, as the coder's tool says; "" where it doesn't.
        drawn: "random" where chance alone chose the passage, else "chosen".
        probability: with which chance chose it; None where it was chosen otherwise.
        taken_in: when it came into the study.
    """

    passage: str
    coder: str
    codebook: str
    version: str
    key: str
    at: str
    signals: tuple[str, ...]
    themes: tuple[str, ...]
    drawn: str
    probability: float | None
    taken_in: str


@dataclass(frozen=True, slots=True)
class Codable:
    """A counted passage that a tagger has tagged, with what a coder needs to see."""

    passage: str
    document: str
    text: str
    title: str
    answers: str
    genre: str
    signals: dict[str, float]
    frame: str
    confidence: float


def codable(connection: sa.Connection, model: str, *, languages: Collection[str] | None = None) -> list[Codable]:
    """Every passage that can be coded: counted, tagged, in order of documents.

    Args:
        model: the tagger's fingerprint.
        languages: only documents in these, or in a language that isn't known; by default all.
    """
    passages, documents, tags = schema.passages, schema.documents, schema.tags
    parent, answered = documents.alias("parent"), documents.alias("answered")
    query = (
        sa.select(
            passages.c.id,
            passages.c.document,
            passages.c.text,
            sa.func.coalesce(parent.c.title, documents.c.title).label("title"),
            sa.func.coalesce(answered.c.text, "").label("answers"),
            documents.c.kind,
            tags.c.signals,
            tags.c.frame,
            tags.c.confidence,
        )
        .join(documents, documents.c.id == passages.c.document)
        .outerjoin(parent, parent.c.id == documents.c.parent)
        .outerjoin(answered, answered.c.id == documents.c.reply_to)
        .join(tags, sa.and_(tags.c.passage == passages.c.id, tags.c.model == model))
        .where(passages.c.duplicate_of.is_(None), in_languages(languages))
        .order_by(passages.c.document, passages.c.position)
    )
    return [
        Codable(
            row.id, row.document, row.text, row.title, row.answers, row.kind, row.signals, row.frame, row.confidence
        )
        for row in connection.execute(query)
    ]


def holding(connection: sa.Connection, *, codebook: str, version: str) -> list[StoredLabel]:
    """The labels by a version of a codebook that hold: their passages are there, with the words that were coded.

    In the order in which they were taken in and coded.
    """
    table, passages = schema.labels, schema.passages
    query = (
        sa.select(table)
        .join(passages, sa.and_(passages.c.id == table.c.passage, passages.c.key == table.c.key))
        .where(table.c.codebook == codebook, table.c.version == version)
        .order_by(table.c.taken_in, table.c.at, table.c.passage, table.c.coder)
    )
    return [_label(row) for row in connection.execute(query)]


def coded(connection: sa.Connection) -> int:
    """How many passages people have coded, by any codebook."""
    table = schema.labels
    return int(connection.scalar(sa.select(sa.func.count(sa.distinct(table.c.passage)))) or 0)


def there_are_any(connection: sa.Connection) -> bool:
    """Whether anybody has coded anything."""
    return coded(connection) > 0


def strays(connection: sa.Connection) -> int:
    """How many labels wait for a passage that is no longer there, or says something else now."""
    table, passages = schema.labels, schema.passages
    query = (
        sa.select(sa.func.count())
        .select_from(table)
        .outerjoin(passages, sa.and_(passages.c.id == table.c.passage, passages.c.key == table.c.key))
        .where(passages.c.id.is_(None))
    )
    return int(connection.scalar(query) or 0)


def of_passages(
    connection: sa.Connection, passages: Iterable[str], *, codebook: str, version: str
) -> dict[tuple[str, str], StoredLabel]:
    """The labels that some passages have by a version of a codebook, by passage and coder."""
    table = schema.labels
    found = {}
    wanted = sorted(set(passages))
    for start in range(0, len(wanted), BATCH):
        query = sa.select(table).where(
            table.c.passage.in_(wanted[start : start + BATCH]), table.c.codebook == codebook, table.c.version == version
        )
        found.update({(row.passage, row.coder): _label(row) for row in connection.execute(query)})
    return found


def passage_keys(connection: sa.Connection, passages: Iterable[str]) -> dict[str, str]:
    """What stands for the words of those among some passages that the study has, by their ids."""
    table = schema.passages
    found: dict[str, str] = {}
    wanted = sorted(set(passages))
    for start in range(0, len(wanted), BATCH):
        query = sa.select(table.c.id, table.c.key).where(table.c.id.in_(wanted[start : start + BATCH]))
        found.update({row.id: row.key for row in connection.execute(query)})
    return found


def add(connection: sa.Connection, labels: Iterable[StoredLabel]) -> None:
    """Keep labels; one by the same coder of the same passage by the same codebook gives way."""
    table = schema.labels
    rows = [asdict(label) | {"signals": list(label.signals), "themes": list(label.themes)} for label in labels]
    for row in rows:
        same = [table.c[name] == row[name] for name in ("passage", "coder", "codebook", "version")]
        connection.execute(sa.delete(table).where(*same))
    if rows:
        connection.execute(sa.insert(table), rows)


def redraw(connection: sa.Connection, passages: Collection[str], probability: float) -> None:
    """Note of every label whether its passage is now among those that chance alone chose.

    Args:
        passages: the ids of those passages.
        probability: with which each was chosen.
    """
    table = schema.labels
    coded = {row.passage for row in connection.execute(sa.select(table.c.passage).distinct())}
    connection.execute(sa.update(table).values(drawn="chosen", probability=None))
    drawn = sorted(coded & set(passages))
    for start in range(0, len(drawn), BATCH):
        here = table.c.passage.in_(drawn[start : start + BATCH])
        connection.execute(sa.update(table).where(here).values(drawn="random", probability=probability))


def _label(row: Any) -> StoredLabel:
    facts = {field: getattr(row, field) for field in StoredLabel.__dataclass_fields__}
    label = StoredLabel(**facts)
    return replace(label, signals=tuple(row.signals), themes=tuple(row.themes))
