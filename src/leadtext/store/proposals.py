"""Proposals of what should become of the emergent topics; nothing of them holds until it is approved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from leadtext.store import schema

__all__ = [
    "Proposal",
    "ProposedEvent",
    "ProposedMove",
    "ProposedTopic",
    "add",
    "close",
    "last_decision",
    "moves",
    "open_proposal",
    "refused_passages",
    "rename_topic",
    "set_basis",
    "set_events",
    "set_topic",
]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ProposedTopic:
    """A topic as it would be after the approval of everything.

    Attributes:
        place: its number in the proposal.
        topic: the standing topic that it carries on; None for a new one, until it is approved.
        name: the standing topic's name, or the name that the new one would get.
        size: how many passages it would hold.
    """

    place: int
    topic: int | None
    name: str
    words: tuple[str, ...]
    centroid: Floats
    threshold: float
    size: int


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """What would become of a topic.

    Attributes:
        number: by which a person approves it.
        event: "continued", "split", "merged", "born" or "dormant".
        topic: the standing topic it happens to; None for "born".
        of: for "merged", the topics whose passages it would take.
        into: the places that passages would be in afterwards.
        before: how many passages the topic has, with those merged into it.
        moves: how many passages the event would move.
        state: "open", "approved" or "dropped".
    """

    number: int
    event: str
    topic: int | None
    of: tuple[int, ...]
    into: tuple[int, ...]
    before: int
    moves: int
    state: str = "open"


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """A passage that an event would move to a place, None for the novelty pool."""

    event: int
    passage: str
    place: int | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal.

    Attributes:
        origin: "refit", or "novelty" where the watch over the novelty pool made it.
        basis: stands for the assignments that it was made from; see `versions.basis`.
    """

    id: int
    origin: str
    made: str
    encoder: str
    basis: str
    topics: tuple[ProposedTopic, ...]
    events: tuple[ProposedEvent, ...]

    @property
    def open_events(self) -> tuple[ProposedEvent, ...]:
        """The events that nobody has decided on yet."""
        return tuple(event for event in self.events if event.state == "open")


def add(
    connection: sa.Connection,
    *,
    origin: str,
    made: str,
    encoder: str,
    basis: str,
    topics: Sequence[ProposedTopic],
    events: Sequence[ProposedEvent],
    moves: Iterable[ProposedMove],
) -> int:
    """Keep a proposal, in the place of the one that was open; its id."""
    close(connection, "replaced")
    table = schema.proposals
    number = int(connection.scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1
    connection.execute(
        sa.insert(table).values(id=number, origin=origin, made=made, encoder=encoder, basis=basis, state="open")
    )
    for into, rows in (
        (schema.proposal_topics, [_topic_row(number, topic) for topic in topics]),
        (schema.proposal_events, [_event_row(number, event) for event in events]),
        (
            schema.proposal_moves,
            [
                {
                    "proposal": number,
                    "passage": m.passage,
                    "event": m.event,
                    "place": m.place,
                    "similarity": m.similarity,
                }
                for m in moves
            ],
        ),
    ):
        if rows:
            connection.execute(sa.insert(into), rows)
    return number


def open_proposal(connection: sa.Connection) -> Proposal | None:
    """The proposal that waits for a decision, or None."""
    table, topics, events = schema.proposals, schema.proposal_topics, schema.proposal_events
    row = connection.execute(sa.select(table).where(table.c.state == "open")).first()
    if row is None:
        return None
    topic_rows = connection.execute(sa.select(topics).where(topics.c.proposal == row.id).order_by(topics.c.place))
    event_rows = connection.execute(sa.select(events).where(events.c.proposal == row.id).order_by(events.c.number))
    return Proposal(
        id=row.id,
        origin=row.origin,
        made=row.made,
        encoder=row.encoder,
        basis=row.basis,
        topics=tuple(
            ProposedTopic(
                r.place, r.topic, r.name, tuple(r.words), np.frombuffer(r.centroid, dtype="<f4"), r.threshold, r.size
            )
            for r in topic_rows
        ),
        events=tuple(
            ProposedEvent(r.number, r.event, r.topic, tuple(r.of), tuple(r.into), r.before, r.moves, r.state)
            for r in event_rows
        ),
    )


def last_decision(connection: sa.Connection) -> tuple[int, str, str] | None:
    """The newest proposal's id, origin and state; None where there was none yet."""
    table = schema.proposals
    row = connection.execute(sa.select(table).order_by(table.c.id.desc()).limit(1)).first()
    return None if row is None else (int(row.id), row.origin, row.state)


def moves(connection: sa.Connection, proposal: int, events: Sequence[int]) -> list[ProposedMove]:
    """The passages that some of a proposal's events would move."""
    table = schema.proposal_moves
    here = sa.and_(table.c.proposal == proposal, table.c.event.in_(events))
    rows = connection.execute(sa.select(table).where(here).order_by(table.c.event, table.c.passage))
    return [ProposedMove(row.event, row.passage, row.place, row.similarity) for row in rows]


def set_topic(connection: sa.Connection, proposal: int, place: int, topic: int) -> None:
    """Note the id that a proposed topic was given."""
    table = schema.proposal_topics
    here = sa.and_(table.c.proposal == proposal, table.c.place == place)
    connection.execute(sa.update(table).where(here).values(topic=topic))


def set_events(connection: sa.Connection, proposal: int, events: Sequence[int], state: str) -> None:
    """Note what was decided on some events."""
    table = schema.proposal_events
    here = sa.and_(table.c.proposal == proposal, table.c.number.in_(events))
    connection.execute(sa.update(table).where(here).values(state=state))


def rename_topic(connection: sa.Connection, topic: int, name: str) -> None:
    """Let the proposals that carry a standing topic on call it by its new name."""
    table = schema.proposal_topics
    connection.execute(sa.update(table).where(table.c.topic == topic).values(name=name))


def set_basis(connection: sa.Connection, proposal: int, basis: str) -> None:
    """Say anew from which assignments a proposal's open events follow, after others of its events were approved."""
    connection.execute(sa.update(schema.proposals).where(schema.proposals.c.id == proposal).values(basis=basis))


def close(connection: sa.Connection, state: str) -> None:
    """Close the open proposal, if there is one: "approved", "dropped" or "replaced"."""
    connection.execute(sa.update(schema.proposals).where(schema.proposals.c.state == "open").values(state=state))


def refused_passages(connection: sa.Connection) -> set[str]:
    """The passages of topics that the novelty watch proposed and a person dropped."""
    table, kept = schema.proposals, schema.proposal_moves
    query = (
        sa.select(kept.c.passage)
        .join(table, table.c.id == kept.c.proposal)
        .where(table.c.origin == "novelty", table.c.state == "dropped")
    )
    return {row.passage for row in connection.execute(query)}


def _topic_row(proposal: int, topic: ProposedTopic) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "place": topic.place,
        "topic": topic.topic,
        "name": topic.name,
        "words": list(topic.words),
        "centroid": topic.centroid.astype("<f4").tobytes(),
        "threshold": topic.threshold,
        "size": topic.size,
    }


def _event_row(proposal: int, event: ProposedEvent) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "number": event.number,
        "event": event.event,
        "topic": event.topic,
        "of": list(event.of),
        "into": list(event.into),
        "before": event.before,
        "moves": event.moves,
        "state": event.state,
    }
