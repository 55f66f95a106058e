"""How topics are grouped and where passages stand on the map."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, Text

from leadtext.store.schema.base import metadata

__all__ = ["grouped", "map_points", "topic_groups"]

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
