"""The store: the study's database. Nobody else writes SQL.

`Database` opens it and hands out connections; the modules `sources`, `texts`, `vectors`, `tags`, `topics`, `series`
and `runs` hold the queries, each a function whose first argument is a connection.
"""

from sqlalchemy import Connection

from leadtext.store import runs, series, sources, tables, tags, texts, topics, vectors
from leadtext.store.database import DATABASE_FILE, Database

__all__ = [
    "DATABASE_FILE",
    "Connection",
    "Database",
    "runs",
    "series",
    "sources",
    "tables",
    "tags",
    "texts",
    "topics",
    "vectors",
]
