"""The tagger's answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from leadtext.store import schema

__all__ = [
    "StoredTag",
    "Untagged",
    "abstentions",
    "add",
    "forget",
    "forget_of_sources",
    "forget_other_languages",
    "forget_other_models",
    "frames",
    "in_languages",
    "numbers",
    "other_languages",
    "untagged",
]


BATCH = 500
"""How many names stand in one statement."""


@dataclass(frozen=True, slots=True)
class Untagged:
    """A passage that waits for its tag, with the title that it stands under, and whose document's it is."""

    passage: str
    text: str
    title: str
    answers: str
    source: str
    kind: str


@dataclass(frozen=True, slots=True)
class StoredTag:
    """A tag as it is kept.

    Attributes:
        signals: the probability of each signal of the codebook.
        confidence: how probable the frame is.
        abstained: whether the tagger would rather not say.
    """

    passage: str
    frame: str
    confidence: float
    abstained: bool
    signals: dict[str, float] = field(default_factory=dict)


def in_languages(languages: Collection[str] | None) -> sa.ColumnElement[bool]:
    """The condition that a document is in one of some languages, or in none that is known; any, where None is given."""
    if languages is None:
        return sa.true()
    column = schema.documents.c.language
    known = [sa.or_(column == language, column.startswith(f"{language}-")) for language in sorted(languages)]
    return sa.or_(column.is_(None), *known)


def other_languages(connection: sa.Connection, languages: Collection[str] | None) -> dict[str, int]:
    """How many counted passages are in each language that is none of these, the most frequent first."""
    passages, documents = schema.passages, schema.documents
    number = sa.func.count().label("number")
    query = (
        sa.select(documents.c.language, number)
        .join(passages, passages.c.document == documents.c.id)
        .where(passages.c.duplicate_of.is_(None), sa.not_(in_languages(languages)))
        .group_by(documents.c.language)
        .order_by(number.desc(), documents.c.language)
    )
    return {row.language: row.number for row in connection.execute(query)}


def forget_other_languages(connection: sa.Connection, languages: Collection[str] | None) -> int:
    """Take out the tags of passages in other languages than these; how many they were."""
    passages, documents, tags = schema.passages, schema.documents, schema.tags
    others = (
        sa.select(passages.c.id)
        .join(documents, documents.c.id == passages.c.document)
        .where(sa.not_(in_languages(languages)))
    )
    deleted: sa.CursorResult[Any] = connection.execute(sa.delete(tags).where(tags.c.passage.in_(others)))
    return deleted.rowcount


def untagged(connection: sa.Connection, model: str, *, languages: Collection[str] | None = None) -> list[Untagged]:
    """The counted passages without a tag by this model, in order of their documents.

    Args:
        model: the tagger's fingerprint.
        languages: only documents in these, or in a language that isn't known; by default all.
    """
    passages, documents, tags = schema.passages, schema.documents, schema.tags
    parent, answered = documents.alias("parent"), documents.alias("answered")
    query = (
        sa.select(
            passages.c.id,
            passages.c.text,
            sa.func.coalesce(parent.c.title, documents.c.title).label("title"),
            sa.func.coalesce(answered.c.text, "").label("answers"),
            documents.c.source,
            documents.c.kind,
        )
        .join(documents, documents.c.id == passages.c.document)
        .outerjoin(parent, parent.c.id == documents.c.parent)
        .outerjoin(answered, answered.c.id == documents.c.reply_to)
        .outerjoin(tags, sa.and_(tags.c.passage == passages.c.id, tags.c.model == model))
        .where(passages.c.duplicate_of.is_(None), tags.c.passage.is_(None), in_languages(languages))
        .order_by(passages.c.document, passages.c.position)
    )
    return [
        Untagged(row.id, row.text, row.title, row.answers, row.source, row.kind) for row in connection.execute(query)
    ]


def numbers(connection: sa.Connection, *, languages: Collection[str] | None = None) -> dict[tuple[str, str], int]:
    """How many counted passages there are by source and kind of document.

    Args:
        languages: only documents in these, or in a language that isn't known; by default all.
    """
    passages, documents = schema.passages, schema.documents
    query = (
        sa.select(documents.c.source, documents.c.kind, sa.func.count().label("number"))
        .join(passages, passages.c.document == documents.c.id)
        .where(passages.c.duplicate_of.is_(None), in_languages(languages))
        .group_by(documents.c.source, documents.c.kind)
    )
    return {(row.source, row.kind): row.number for row in connection.execute(query)}


def add(connection: sa.Connection, model: str, tags: Iterable[StoredTag]) -> None:
    """Keep tags made by a model."""
    rows = [
        {
            "passage": tag.passage,
            "model": model,
            "signals": tag.signals,
            "frame": tag.frame,
            "confidence": tag.confidence,
            "abstained": tag.abstained,
        }
        for tag in tags
    ]
    if rows:
        connection.execute(sa.insert(schema.tags), rows)


def forget(connection: sa.Connection) -> int:
    """Take out all tags; how many they were."""
    return connection.execute(sa.delete(schema.tags)).rowcount


def forget_of_sources(connection: sa.Connection, sources: Collection[str], kind: str) -> int:
    """Take out the tags of some sources' documents of one kind; how many they were."""
    passages, documents, tags = schema.passages, schema.documents, schema.tags
    taken_out = 0
    named = sorted(sources)
    for start in range(0, len(named), BATCH):
        theirs = (
            sa.select(passages.c.id)
            .join(documents, documents.c.id == passages.c.document)
            .where(documents.c.source.in_(named[start : start + BATCH]), documents.c.kind == kind)
        )
        deleted: sa.CursorResult[Any] = connection.execute(sa.delete(tags).where(tags.c.passage.in_(theirs)))
        taken_out += deleted.rowcount
    return taken_out


def forget_other_models(connection: sa.Connection, model: str) -> int:
    """Take out the tags of every model but this one; how many they were."""
    return connection.execute(sa.delete(schema.tags).where(schema.tags.c.model != model)).rowcount


def abstentions(connection: sa.Connection) -> int:
    """How many passages the tagger would rather not have tagged."""
    query = sa.select(sa.func.count()).select_from(schema.tags).where(schema.tags.c.abstained.is_(True))
    return int(connection.scalar(query) or 0)


def frames(connection: sa.Connection) -> dict[str, int]:
    """How many counted passages have each frame."""
    tags = schema.tags
    query = sa.select(tags.c.frame, sa.func.count().label("number")).group_by(tags.c.frame).order_by(tags.c.frame)
    return {row.frame: row.number for row in connection.execute(query)}
