"""The registry of topics, what became of each, and which passages belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from leadtext.store import schema
from leadtext.store.versions import current_version

__all__ = [
    "Assignment",
    "Topic",
    "TopicEvent",
    "TopicKind",
    "add_events",
    "add_topics",
    "all_topics",
    "assign",
    "assigned_passages",
    "events",
    "mark_anchored",
    "next_id",
    "set_state",
    "set_words",
    "sizes",
    "unanchored",
    "unassign_anchors",
    "unassigned",
    "update_anchor",
]

Floats = npt.NDArray[np.float32]
TopicKind = Literal["emergent", "anchor"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as the registry keeps it: id and name are for good.

    Attributes:
        kind: "emergent" where the texts gave it, "anchor" where a person did.
        named_by: "words" or "person"; a person's name is never overwritten.
        words: its most telling words, the first the most.
        centroid: the middle of its passages' vectors, length 1.
        threshold: the cosine similarity to the centroid from which on a passage belongs to it.
        fingerprint: of what an anchor was made from; empty for an emergent topic.
        since: the version of the topics since which it is what it is; the store sets it.
    """

    id: int
    kind: TopicKind
    name: str
    words: tuple[str, ...]
    encoder: str
    centroid: Floats
    threshold: float
    definition: str = ""
    named_by: str = "words"
    state: str = "active"
    fingerprint: str = ""
    born: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True)
class TopicEvent:
    """Something that happened to a topic."""

    topic: int
    event: str
    at: str
    detail: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A passage's place: a topic, or None for the novelty pool, with the cosine similarity to it."""

    passage: str
    topic: int | None
    similarity: float


def all_topics(connection: sa.Connection, *, kind: TopicKind | None = None) -> list[Topic]:
    """Every topic of the registry, by id."""
    table = schema.topics
    query = sa.select(table).order_by(table.c.id)
    if kind is not None:
        query = query.where(table.c.kind == kind)
    return [_topic(row) for row in connection.execute(query)]


def next_id(connection: sa.Connection) -> int:
    """The next id; an id is never used twice."""
    return int(connection.scalar(sa.select(sa.func.max(schema.topics.c.id))) or 0) + 1


def add_topics(connection: sa.Connection, topics: Sequence[Topic]) -> None:
    """Put new topics into the registry, as of the current version."""
    since = current_version(connection)
    rows = [
        {
            "id": topic.id,
            "kind": topic.kind,
            "name": topic.name,
            "named_by": topic.named_by,
            "definition": topic.definition,
            "words": list(topic.words),
            "encoder": topic.encoder,
            "centroid": topic.centroid.astype("<f4").tobytes(),
            "threshold": topic.threshold,
            "state": topic.state,
            "fingerprint": topic.fingerprint,
            "born": topic.born,
            "since": since,
        }
        for topic in topics
    ]
    if rows:
        connection.execute(sa.insert(schema.topics), rows)


def update_anchor(connection: sa.Connection, topic: Topic) -> None:
    """Redefine an anchor; its id and name stay."""
    table = schema.topics
    connection.execute(
        sa.update(table)
        .where(table.c.id == topic.id)
        .values(
            definition=topic.definition,
            encoder=topic.encoder,
            centroid=topic.centroid.astype("<f4").tobytes(),
            threshold=topic.threshold,
            state=topic.state,
            fingerprint=topic.fingerprint,
        )
    )


def set_words(connection: sa.Connection, topic: int, words: Sequence[str]) -> None:
    """Say anew which words tell a topic; its name stays."""
    table = schema.topics
    connection.execute(sa.update(table).where(table.c.id == topic).values(words=list(words)))


def set_state(connection: sa.Connection, topic: int, state: str) -> None:
    """Say whether a topic is "active" or "dormant"."""
    connection.execute(sa.update(schema.topics).where(schema.topics.c.id == topic).values(state=state))


def add_events(connection: sa.Connection, events: Iterable[TopicEvent]) -> None:
    """Write into topics' histories."""
    rows = [{"topic": e.topic, "event": e.event, "at": e.at, "detail": e.detail} for e in events]
    if rows:
        connection.execute(sa.insert(schema.topic_events), rows)


def events(connection: sa.Connection) -> list[TopicEvent]:
    """Every topic's history, oldest first."""
    table = schema.topic_events
    rows = connection.execute(sa.select(table).order_by(table.c.id))
    return [TopicEvent(row.topic, row.event, row.at, row.detail) for row in rows]


def unassigned(connection: sa.Connection) -> list[tuple[str, str]]:
    """(id, text) of the counted passages that no stage has looked at for emergent topics yet."""
    passages = schema.passages
    query = (
        sa.select(passages.c.id, passages.c.text)
        .where(passages.c.duplicate_of.is_(None), passages.c.id.not_in(_looked_at("emergent")))
        .order_by(passages.c.document, passages.c.position)
    )
    return [(row.id, row.text) for row in connection.execute(query)]


def unanchored(connection: sa.Connection, fingerprint: str) -> list[str]:
    """The counted passages not yet held against the anchors in the state that the fingerprint stands for."""
    passages, anchored = schema.passages, schema.anchored
    query = (
        sa.select(passages.c.id)
        .outerjoin(anchored, sa.and_(anchored.c.passage == passages.c.id, anchored.c.fingerprint == fingerprint))
        .where(passages.c.duplicate_of.is_(None), anchored.c.passage.is_(None))
        .order_by(passages.c.document, passages.c.position)
    )
    return [row.id for row in connection.execute(query)]


def mark_anchored(connection: sa.Connection, passages: Sequence[str], fingerprint: str) -> None:
    """Note that these passages were held against the anchors in this state."""
    table = schema.anchored
    for start in range(0, len(passages), 500):
        connection.execute(sa.delete(table).where(table.c.passage.in_(passages[start : start + 500])))
    if passages:
        connection.execute(sa.insert(table), [{"passage": passage, "fingerprint": fingerprint} for passage in passages])


def assign(connection: sa.Connection, assignments: Iterable[Assignment]) -> None:
    """Keep assignments, as of the current version."""
    since = current_version(connection)
    rows = [{"passage": a.passage, "topic": a.topic, "similarity": a.similarity, "since": since} for a in assignments]
    if rows:
        connection.execute(sa.insert(schema.assignments), rows)


def unassign_anchors(connection: sa.Connection, passages: Sequence[str]) -> None:
    """Take these passages out of every anchor."""
    table, topics = schema.assignments, schema.topics
    anchors = sa.select(topics.c.id).where(topics.c.kind == "anchor")
    for start in range(0, len(passages), 500):
        here = table.c.passage.in_(passages[start : start + 500])
        connection.execute(sa.delete(table).where(here, table.c.topic.in_(anchors)))


def assigned_passages(connection: sa.Connection, topic: int | None) -> list[str]:
    """The passages of a topic, or of the novelty pool, the nearest first."""
    table = schema.assignments
    here = table.c.topic.is_(None) if topic is None else table.c.topic == topic
    query = sa.select(table.c.passage).where(here).order_by(table.c.similarity.desc(), table.c.passage)
    return [row.passage for row in connection.execute(query)]


def sizes(connection: sa.Connection) -> dict[int | None, int]:
    """How many passages each topic has; None is the novelty pool."""
    table = schema.assignments
    query = sa.select(table.c.topic, sa.func.count().label("number")).group_by(table.c.topic)
    return {row.topic: row.number for row in connection.execute(query)}


def _looked_at(kind: TopicKind) -> sa.Select[Any]:
    table, topics = schema.assignments, schema.topics
    return (
        sa.select(table.c.passage)
        .outerjoin(topics, topics.c.id == table.c.topic)
        .where(sa.or_(table.c.topic.is_(None), topics.c.kind == kind))
    )


def _topic(row: sa.Row[Any]) -> Topic:
    return Topic(
        id=row.id,
        kind=row.kind,
        name=row.name,
        words=tuple(row.words),
        encoder=row.encoder,
        centroid=np.frombuffer(row.centroid, dtype="<f4"),
        threshold=row.threshold,
        definition=row.definition,
        named_by=row.named_by,
        state=row.state,
        fingerprint=row.fingerprint,
        born=row.born,
        since=row.since,
    )
