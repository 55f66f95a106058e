"""The study's database: every table, with what a row means."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = [
    "anchored",
    "assignments",
    "base_rates",
    "documents",
    "grouped",
    "labels",
    "map_points",
    "metadata",
    "passages",
    "past_assignments",
    "past_topics",
    "period_words",
    "phrases",
    "proposal_events",
    "proposal_moves",
    "proposal_topics",
    "proposals",
    "rejects",
    "runs",
    "series",
    "sources",
    "state",
    "tags",
    "topic_events",
    "topic_groups",
    "topic_versions",
    "topics",
    "vectors",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A file, a feed or an entry of a feed, and the state in which it was last read. The last five columns are for the web:
# the address, what its host gave to ask for changes by, the last day on which the feed says that the entry was changed,
# and whether the entry's documents were read from its page (or from the feed's own words).
sources = Table(
    "sources",
    metadata,
    Column("place", String, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("documents", Integer, nullable=False),
    Column("read_at", String(32), nullable=False),
    Column("address", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("day", String(10)),
    Column("page_read", Boolean, nullable=False),
)

# What could not be read, and why. A source's rejects are replaced when it is read again.
rejects = Table(
    "rejects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False, index=True),
    Column("place", String, nullable=False),
    Column("reason", Text, nullable=False),
)

# Publications and comments. `gone` marks what its source no longer shows; it is kept and still counted.
documents = Table(
    "documents",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String, nullable=False, index=True),
    Column("author", Text),
    Column("role", Text),
    Column("organisation", Text),
    Column("date", String(10)),
    Column("date_inferred", Boolean, nullable=False),
    Column("parent", String(40), index=True),
    Column("reply_to", String(40)),
    Column("place", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("address", Text),
    Column("language", String(16)),
    Column("pages", Text),
    Column("gone", Boolean, nullable=False),
    Column("split", String(40)),
)

# `key` is the same for equal words, `hash` for equal characters; `duplicate_of` is where a repeat is counted.
passages = Table(
    "passages",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("document", String(40), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("key", String(40), nullable=False, index=True),
    Column("hash", String(40), nullable=False, index=True),
    Column("duplicate_of", String(60), index=True),
    Index("ix_passages_document", "document", "position"),
)

# A text's vector (float16), by the encoder that made it. Shared by all passages of that text.
vectors = Table(
    "vectors",
    metadata,
    Column("hash", String(40), primary_key=True),
    Column("encoder", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# The vector (float32) of a phrase that is no passage: an anchor's, or the everyday talk that anchors are held against.
phrases = Table(
    "phrases",
    metadata,
    Column("hash", String(40), primary_key=True),
    Column("encoder", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# A tagger's answer on a passage: a probability for each signal of its codebook, the frame that follows.
tags = Table(
    "tags",
    metadata,
    Column("passage", String(60), ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("model", String(64), primary_key=True),
    Column("signals", JSON, nullable=False),
    Column("frame", String(32), nullable=False, index=True),
    Column("confidence", Float, nullable=False),
    Column("abstained", Boolean, nullable=False),
)

# How often each signal holds in the documents of one kind of a source, as tags follow it; of how many passages that was
# told. No rates where tags follow the tagger's own.
base_rates = Table(
    "base_rates",
    metadata,
    Column("model", String(64), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("passages", Integer, nullable=False),
    Column("rates", JSON, nullable=False),
)

# A person's code of a passage, by a version of a codebook. `key` stands for the words that were coded: a label holds
# while they are the passage's, and is kept when its passage is taken out, for it is somebody's work. `drawn` is
# "random" where chance alone chose the passage, with that probability, else "chosen"; shares rest on the former only.
labels = Table(
    "labels",
    metadata,
    Column("passage", String(60), primary_key=True),
    Column("coder", Text, primary_key=True),
    Column("codebook", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("key", String(40), nullable=False),
    Column("at", Text, nullable=False),
    Column("signals", JSON, nullable=False),
    Column("themes", JSON, nullable=False),
    Column("drawn", String(16), nullable=False),
    Column("probability", Float),
    Column("taken_in", String(32), nullable=False),
)

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

# The tree of topics, for reading: groups with names of their own, and which topic stands in which. Topics that are like
# no others stand in none. An id is never used twice.
topic_groups = Table(
    "topic_groups",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("words", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("born", String(32), nullable=False),
)

grouped = Table(
    "grouped",
    metadata,
    Column("topic", Integer, ForeignKey("topics.id"), primary_key=True, autoincrement=False),
    Column("group", Integer, ForeignKey("topic_groups.id"), nullable=False),
)

# Where a passage stands on the map, from -1 to 1 each way; it stays there. The landmarks were laid out together, every
# other passage was placed among them.
map_points = Table(
    "map_points",
    metadata,
    Column("passage", String(60), ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("x", Float, nullable=False),
    Column("y", Float, nullable=False),
    Column("landmark", Boolean, nullable=False),
)

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

# Which passages were held against the anchors, and against what state of them.
anchored = Table(
    "anchored",
    metadata,
    Column("passage", String(60), ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
)

# A point of a trend: how many of a period's passages have a value, with a 95 % interval. `labels` is how many labels of
# people a corrected share rests on; None for what is counted by tags alone.
series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("measure", String(16), nullable=False),
    Column("value", String(64), nullable=False),
    Column("genre", String(16), nullable=False),
    Column("period", String(10), nullable=False),
    Column("count", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("share", Float),
    Column("low", Float),
    Column("high", Float),
    Column("thin", Boolean, nullable=False),
    Column("labels", Integer),
    Index("ix_series_measure", "measure", "value", "genre", "period"),
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

# What a stage last worked from, so that it can tell that nothing has changed.
state = Table(
    "state",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

# One execution of a stage, with everything needed to repeat it.
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stage", String(16), nullable=False),
    Column("started", String(32), nullable=False),
    Column("ended", String(32), nullable=False),
    Column("version", String(32), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("models", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
)
