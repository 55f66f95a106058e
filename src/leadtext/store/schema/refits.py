"""What would become of topics if a person approved it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, LargeBinary, String, Table, Text

from leadtext.store.schema.base import metadata

__all__ = ["proposal_events", "proposal_moves", "proposal_topics", "proposals"]

# What a refit, or the watch over the novelty pool, proposes. `basis` stands for the assignments that it was made from.
# At most one is open; the others were approved, dropped or replaced by a later one.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("origin", String(16), nullable=False),
    Column("made", String(32), nullable=False),
    Column("encoder", String(64), nullable=False),
    Column("basis", String(40), nullable=False),
    Column("state", String(16), nullable=False),
)

# A topic as it would be. `topic` is the standing topic that it carries on; None for a new one, until it is approved.
proposal_topics = Table(
    "proposal_topics",
    metadata,
    Column("proposal", Integer, ForeignKey("proposals.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("topic", Integer, ForeignKey("topics.id")),
    Column("name", Text, nullable=False),
    Column("words", JSON, nullable=False),
    Column("centroid", LargeBinary, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("size", Integer, nullable=False),
)

# What would become of a topic. `of` are the topics merged into it, `into` the places that its passages go to.
proposal_events = Table(
    "proposal_events",
    metadata,
    Column("proposal", Integer, ForeignKey("proposals.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("event", String(16), nullable=False),
    Column("topic", Integer, ForeignKey("topics.id")),
    Column("of", JSON, nullable=False),
    Column("into", JSON, nullable=False),
    Column("before", Integer, nullable=False),
    Column("moves", Integer, nullable=False),
    Column("state", String(16), nullable=False),
)

# A passage that an event would move, and where to; place None is the novelty pool.
proposal_moves = Table(
    "proposal_moves",
    metadata,
    Column("proposal", Integer, ForeignKey("proposals.id"), primary_key=True),
    Column("passage", String(60), ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("event", Integer, nullable=False),
    Column("place", Integer),
    Column("similarity", Float, nullable=False),
)
