"""The registry of topics: what each is and was, and which passages are its own."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from leadtext.store.schema.base import metadata

__all__ = [
    "anchored",
    "assignments",
    "past_assignments",
    "past_topics",
    "period_words",
    "topic_events",
    "topic_versions",
    "topics",
]

# The registry. A topic keeps its id and name for good; a name given by a person is never overwritten. `since` is the
# version since which its words and its middle are what they are.
topics = Table(
    "topics",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("named_by", String(16), nullable=False),
    Column("definition", Text, nullable=False),
    Column("words", JSON, nullable=False),
    Column("encoder", String(64), nullable=False),
    Column("centroid", LargeBinary, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("born", String(32), nullable=False),
    Column("since", Integer, nullable=False),
)

# The versions of the emergent topics: the first is the fit, each further one an approval.
topic_versions = Table(
    "topic_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)

# What a topic was from version `since` until version `until`; its row in the registry says what it was from then on.
past_topics = Table(
    "past_topics",
    metadata,
    Column("topic", Integer, ForeignKey("topics.id"), primary_key=True),
    Column("until", Integer, primary_key=True, autoincrement=False),
    Column("since", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("words", JSON, nullable=False),
    Column("centroid", LargeBinary, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("state", String(16), nullable=False),
)

# What became of a topic, one row an event, never changed.
topic_events = Table(
    "topic_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("topic", Integer, ForeignKey("topics.id"), nullable=False, index=True),
    Column("event", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)

# A passage's topic. Topic None is the novelty pool: looked at, near to no standing topic. `since` is the version of the
# emergent topics in which it was assigned.
assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("passage", String(60), ForeignKey("passages.id", ondelete="CASCADE"), nullable=False),
    Column("topic", Integer, ForeignKey("topics.id")),
    Column("similarity", Float, nullable=False),
    Column("since", Integer, nullable=False),
    Index("ix_assignments_passage", "passage"),
    Index("ix_assignments_topic", "topic"),
)

# Where a passage was from version `since` until version `until`, before an approval moved it.
past_assignments = Table(
    "past_assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("passage", String(60), ForeignKey("passages.id", ondelete="CASCADE"), nullable=False),
    Column("topic", Integer, ForeignKey("topics.id")),
    Column("similarity", Float, nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer, nullable=False),
    Index("ix_past_assignments_passage", "passage"),
)

# Which passages were held against the anchors, and against what state of them.
anchored = Table(
    "anchored",
    metadata,
    Column("passage", String(60), ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
)

# The words that tell a period of a topic from its others; they stand in that period's passages.
period_words = Table(
    "period_words",
    metadata,
    Column("topic", Integer, ForeignKey("topics.id"), primary_key=True, autoincrement=False),
    Column("period", String(10), primary_key=True),
    Column("words", JSON, nullable=False),
    Column("passages", Integer, nullable=False),
)
