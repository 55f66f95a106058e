"""What was counted, and what a stage worked from."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, String, Table, Text

from leadtext.store.schema.base import metadata

__all__ = ["runs", "series", "state"]

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
