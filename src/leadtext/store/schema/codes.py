"""What a tagger and what people say of passages."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, Text

from leadtext.store.schema.base import metadata

__all__ = ["base_rates", "labels", "tags"]

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
