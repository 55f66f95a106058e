"""The store: the study's database. Nobody else writes SQL.

`Database` opens it and hands out connections; the modules `sources`, `texts`, `vectors`, `tags`, `labels`, `topics`,
`versions`, `proposals`, `arrangement`, `series` and `runs` hold the queries, each a function whose first argument is
a connection.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from leadtext.store import (
    arrangement,
    labels,
    proposals,
    runs,
    sources,
    tags,
    texts,
    topics,
    vectors,
    versions,
)
from leadtext.store.database import DATABASE_FILE, Database

if TYPE_CHECKING:
    # Frames come with pandas, which takes half a second; ``from leadtext.store import tables`` imports them as well.
    from leadtext.store import series, tables

__all__ = [
    "DATABASE_FILE",
    "Connection",
    "Database",
    "arrangement",
    "labels",
    "proposals",
    "runs",
    "series",
    "sources",
    "tables",
    "tags",
    "texts",
    "topics",
    "vectors",
    "versions",
]
