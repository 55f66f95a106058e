"""The versions of the emergent topics: each approval makes one, and what was before it can still be looked up.

Only what an approval changes is kept twice: a topic's earlier words and middle, a passage's earlier place. Anchors have
no versions; they follow the settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from leadtext.records import digest
from leadtext.store import schema

__all__ = [
    "TopicVersion",
    "basis",
    "begin_version",
    "current_version",
    "held",
    "move",
    "revise",
    "versions",
]

Floats = npt.NDArray[np.float32]
BATCH = 500


@dataclass(frozen=True, slots=True)
class TopicVersion:
    """A version of the emergent topics, and what made it."""

    version: int
    at: str
    detail: str


def current_version(connection: sa.Connection) -> int:
    """The version of the emergent topics; 0 before there are any."""
    return int(connection.scalar(sa.select(sa.func.max(schema.topic_versions.c.version))) or 0)


def versions(connection: sa.Connection) -> list[TopicVersion]:
    """Every version, oldest first."""
    table = schema.topic_versions
    rows = connection.execute(sa.select(table).order_by(table.c.version))
    return [TopicVersion(row.version, row.at, row.detail) for row in rows]


def begin_version(connection: sa.Connection, at: str, detail: str) -> int:
    """Begin a version: what is written from now on belongs to it."""
    version = current_version(connection) + 1
    connection.execute(sa.insert(schema.topic_versions).values(version=version, at=at, detail=detail))
    return version


def held(connection: sa.Connection) -> dict[str, int | None]:
    """Each counted passage's emergent topic, None for the novelty pool, in the order of the texts."""
    passages, table = schema.passages, schema.assignments
    query = (
        sa.select(table.c.passage, table.c.topic)
        .join(passages, passages.c.id == table.c.passage)
        .where(passages.c.duplicate_of.is_(None), _emergent())
        .order_by(passages.c.document, passages.c.position)
    )
    return {row.passage: row.topic for row in connection.execute(query)}


def basis(connection: sa.Connection) -> str:
    """The same while every counted passage is where it was, in the same version of the topics."""
    places = sorted(f"{passage} {topic}" for passage, topic in held(connection).items())
    return digest(str(current_version(connection)), *places)


def revise(
    connection: sa.Connection,
    topic: int,
    *,
    name: str | None = None,
    named_by: str | None = None,
    words: Sequence[str] | None = None,
    centroid: Floats | None = None,
    threshold: float | None = None,
    state: str | None = None,
    encoder: str | None = None,
) -> None:
    """Change what a topic is in the present version, and keep what it was in the one before; the id stays.

    A name given here is a person's: nothing else changes names.
    """
    table, past = schema.topics, schema.past_topics
    version = current_version(connection)
    old = connection.execute(sa.select(table).where(table.c.id == topic)).one()
    if old.since < version:
        kept = {name: getattr(old, name) for name in ("since", "name", "words", "centroid", "threshold", "state")}
        connection.execute(sa.insert(past).values(topic=topic, until=version - 1, **kept))
    connection.execute(
        sa.update(table)
        .where(table.c.id == topic)
        .values(
            name=old.name if name is None else name,
            named_by=old.named_by if named_by is None else named_by,
            words=old.words if words is None else list(words),
            centroid=old.centroid if centroid is None else centroid.astype("<f4").tobytes(),
            threshold=old.threshold if threshold is None else threshold,
            state=old.state if state is None else state,
            encoder=old.encoder if encoder is None else encoder,
            since=version,
        )
    )


def move(connection: sa.Connection, moves: Mapping[str, tuple[int | None, float]]) -> None:
    """Give passages another emergent topic in the version that has begun, and keep where they were.

    Args:
        moves: for each passage its topic, None for the novelty pool, with the similarity to it.
    """
    table, past = schema.assignments, schema.past_assignments
    version = current_version(connection)
    for batch in _batches(list(moves)):
        here = sa.and_(table.c.passage.in_(batch), _emergent())
        rows = connection.execute(sa.select(table).where(here, table.c.since < version)).mappings().all()
        earlier = [{k: row[k] for k in ("passage", "topic", "similarity", "since")} for row in rows]
        if earlier:
            connection.execute(sa.insert(past), [{**row, "until": version - 1} for row in earlier])
        connection.execute(sa.delete(table).where(here))
        connection.execute(
            sa.insert(table),
            [
                {"passage": passage, "topic": moves[passage][0], "similarity": moves[passage][1], "since": version}
                for passage in batch
            ],
        )


def _emergent() -> sa.ColumnElement[bool]:
    """Of the assignments, those to emergent topics and to the novelty pool."""
    table, topics = schema.assignments, schema.topics
    return sa.or_(table.c.topic.is_(None), table.c.topic.in_(sa.select(topics.c.id).where(topics.c.kind == "emergent")))


def _batches(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
