"""What was read when, and what could not be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

import sqlalchemy as sa

from leadtext.records import Reject
from leadtext.store import schema

__all__ = [
    "WebSource",
    "fingerprints",
    "forget",
    "of_the_web",
    "rejects",
    "remember",
    "remember_web",
    "replace_rejects",
]


@dataclass(frozen=True, slots=True)
class WebSource:
    """A feed, or an entry of one, and the state in which it was last read.

    Attributes:
        fingerprint: of what was read; empty where it has still to be read.
        documents: how many documents it gave.
        read_at: when it was last looked up.
        address: where it is on the web; None for an entry without a page.
        etag: what its host gave to ask for changes by, as is ``last_modified``.
        day: the last day on which the feed says that the entry was published or changed.
        page_read: whether its documents are from its page, not from the feed's own words.
    """

    place: str
    fingerprint: str = ""
    documents: int = 0
    read_at: str = ""
    address: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    day: str | None = None
    page_read: bool = False


def fingerprints(connection: sa.Connection) -> dict[str, str]:
    """Every source read so far, with the fingerprint of what was read."""
    table = schema.sources
    return {row.place: row.fingerprint for row in connection.execute(sa.select(table.c.place, table.c.fingerprint))}


def remember(connection: sa.Connection, place: str, *, fingerprint: str, documents: int, at: str) -> None:
    """Note that a file was read in this state."""
    remember_web(connection, WebSource(place, fingerprint, documents, at))


def of_the_web(connection: sa.Connection, prefix: str) -> dict[str, WebSource]:
    """The sources whose place begins with a prefix, by place, with all that was noted of them."""
    table = schema.sources
    columns = [table.c[field.name] for field in fields(WebSource)]
    query = sa.select(*columns).where(table.c.place.startswith(prefix, autoescape=True)).order_by(table.c.place)
    found = (WebSource(**row._mapping) for row in connection.execute(query))
    # SQLite doesn't tell capitals from small letters here, and addresses do.
    return {source.place: source for source in found if source.place.startswith(prefix)}


def remember_web(connection: sa.Connection, source: WebSource) -> None:
    """Note that a source was looked up and is in this state."""
    table = schema.sources
    connection.execute(sa.delete(table).where(table.c.place == source.place))
    connection.execute(sa.insert(table).values(**asdict(source)))


def forget(connection: sa.Connection, place: str) -> None:
    """Take out a source that is there no more, with its rejects."""
    connection.execute(sa.delete(schema.sources).where(schema.sources.c.place == place))
    connection.execute(sa.delete(schema.rejects).where(schema.rejects.c.source == place))


def replace_rejects(connection: sa.Connection, source: str, found: Iterable[Reject]) -> None:
    """Put these rejects in the place of the source's earlier ones."""
    table = schema.rejects
    connection.execute(sa.delete(table).where(table.c.source == source))
    rows = [{"source": reject.source, "place": reject.place, "reason": reject.reason} for reject in found]
    if rows:
        connection.execute(sa.insert(table), rows)


def rejects(connection: sa.Connection) -> list[Reject]:
    """Everything that could not be read, by source."""
    table = schema.rejects
    query = sa.select(table).order_by(table.c.source, table.c.id)
    return [Reject(row.source, row.place, row.reason) for row in connection.execute(query)]
