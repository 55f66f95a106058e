"""Trends as they were last counted, and what they are counted from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields

import pandas as pd
import sqlalchemy as sa

from leadtext.store import schema
from leadtext.store.tags import in_languages

__all__ = [
    "PeriodWords",
    "Point",
    "countable",
    "period_words",
    "points",
    "replace",
    "replace_words",
    "table",
    "topics_of",
    "undated",
]


@dataclass(frozen=True, slots=True)
class Point:
    """One period's share of one value.

    Attributes:
        measure: "frame" or "topic", counted by tags; or "corrected", the frames' shares put right by people's labels.
        value: the frame's name or the topic's id.
        genre: the kind of document counted, or "all".
        period: "2014", "2014-Q2" or "2014-05"; of corrected shares also longer spans, "2009–2014".
        count: the passages that have the value by their tags or topics.
        passages: all passages of the period and genre, the denominator.
        documents: the documents that they come from.
        share: count / passages, or the corrected share; None in an empty period.
        low: lower end of the 95 % interval.
        high: upper end of the 95 % interval.
        thin: whether the period holds too few documents to lean on.
        labels: how many labels a corrected share rests on; None for others.
    """

    measure: str
    value: str
    genre: str
    period: str
    count: int
    passages: int
    documents: int
    share: float | None
    low: float | None
    high: float | None
    thin: bool
    labels: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """The words that tell a period of a topic from its others, and how many passages it has there."""

    topic: int
    period: str
    words: tuple[str, ...]
    passages: int


def countable(connection: sa.Connection, *, model: str, languages: Collection[str] | None = None) -> pd.DataFrame:
    """Every counted passage of a dated document: passage, document, genre, role, source, date, frame, framed.

    A comment without a date is counted with its publication: most are written within days of it.

    Args:
        model: the tagger whose frames are meant; a passage without its tag has None.
        languages: those in which passages are ``framed``, counted in the frames' denominators; by default all.
    """
    passages, documents, tags = schema.passages, schema.documents, schema.tags
    parent = documents.alias("parent")
    date = sa.func.coalesce(documents.c.date, sa.func.substr(parent.c.date, 1, 4))
    query = (
        sa.select(
            passages.c.id.label("passage"),
            passages.c.document,
            documents.c.kind.label("genre"),
            documents.c.role,
            documents.c.source,
            date.label("date"),
            tags.c.frame,
            sa.case((in_languages(languages), 1), else_=0).label("framed"),
        )
        .join(documents, documents.c.id == passages.c.document)
        .outerjoin(parent, parent.c.id == documents.c.parent)
        .outerjoin(tags, sa.and_(tags.c.passage == passages.c.id, tags.c.model == model))
        .where(passages.c.duplicate_of.is_(None), date.is_not(None))
        .order_by(passages.c.document, passages.c.position)
    )
    return pd.read_sql_query(query, connection).astype({"framed": bool})


def topics_of(connection: sa.Connection) -> pd.DataFrame:
    """Every assignment to a topic: passage, topic."""
    table = schema.assignments
    query = sa.select(table.c.passage, table.c.topic).where(table.c.topic.is_not(None))
    return pd.read_sql_query(query.order_by(table.c.passage, table.c.topic), connection)


def undated(connection: sa.Connection) -> int:
    """How many counted passages have no date, and so stand in no trend."""
    passages, documents = schema.passages, schema.documents
    parent = documents.alias("parent")
    query = (
        sa.select(sa.func.count())
        .select_from(passages)
        .join(documents, documents.c.id == passages.c.document)
        .outerjoin(parent, parent.c.id == documents.c.parent)
        .where(passages.c.duplicate_of.is_(None), documents.c.date.is_(None), parent.c.date.is_(None))
    )
    return int(connection.scalar(query) or 0)


def replace(connection: sa.Connection, found: Iterable[Point]) -> None:
    """Put these points in the place of all that were there."""
    connection.execute(sa.delete(schema.series))
    # `asdict` copies every value, which takes longer than the database.
    names = [field.name for field in fields(Point)]
    rows = [{name: getattr(point, name) for name in names} for point in found]
    if rows:
        connection.execute(sa.insert(schema.series), rows)


def points(connection: sa.Connection) -> list[Point]:
    """Every point, by measure, value, genre and period."""
    table = schema.series
    query = sa.select(table).order_by(table.c.measure, table.c.value, table.c.genre, table.c.period)
    names = [field.name for field in fields(Point)]
    return [Point(**{name: row[name] for name in names}) for row in connection.execute(query).mappings()]


def table(connection: sa.Connection) -> pd.DataFrame:
    """Every point, as `points` has them, a row each."""
    names = [field.name for field in fields(Point)]
    rows = [tuple(getattr(point, name) for name in names) for point in points(connection)]
    return pd.DataFrame(rows, columns=names)


def replace_words(connection: sa.Connection, found: Iterable[PeriodWords]) -> None:
    """Put these words of periods in the place of all that were there."""
    connection.execute(sa.delete(schema.period_words))
    rows = [{**asdict(told), "words": list(told.words)} for told in found]
    if rows:
        connection.execute(sa.insert(schema.period_words), rows)


def period_words(connection: sa.Connection) -> list[PeriodWords]:
    """The words of every topic's periods, in order."""
    table = schema.period_words
    rows = connection.execute(sa.select(table).order_by(table.c.topic, table.c.period))
    return [PeriodWords(row.topic, row.period, tuple(row.words), row.passages) for row in rows]
