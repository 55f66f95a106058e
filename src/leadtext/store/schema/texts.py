"""What a study has read: its sources, the documents in them, their passages and vectors."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from leadtext.store.schema.base import metadata

__all__ = ["documents", "passages", "phrases", "rejects", "sources", "vectors"]

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

# Publications and comments. `source_id` is what their source calls them (a table's column of ids). `gone` marks what
# its source no longer shows; it is kept and still counted.
documents = Table(
    "documents",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String, nullable=False, index=True),
    Column("source_id", Text),
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
