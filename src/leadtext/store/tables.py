"""The tables that a researcher takes home: one flat frame each, for CSV, Parquet and JSON lines."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import sqlalchemy as sa

from leadtext.store import schema

__all__ = ["NAME_COLUMNS", "TABLES", "table"]

# Columns that may name a person; left out unless asked for.
NAME_COLUMNS = ("author",)


def table(connection: sa.Connection, name: str, *, names: bool = False) -> pd.DataFrame:
    """One of the study's tables.

    Args:
        name: one of `TABLES`.
        names: whether the columns that name persons are in it.

    Raises:
        KeyError: there is no such table.
    """
    frame = TABLES[name](connection)
    return frame if names else frame.drop(columns=[column for column in NAME_COLUMNS if column in frame])


def _documents(connection: sa.Connection) -> pd.DataFrame:
    table = schema.documents
    columns = [column for column in table.c if column.name != "split"]
    return pd.read_sql_query(sa.select(*columns).order_by(table.c.source, table.c.position, table.c.id), connection)


def _passages(connection: sa.Connection) -> pd.DataFrame:
    passages, documents = schema.passages, schema.documents
    query = (
        sa.select(
            passages.c.id,
            passages.c.document,
            documents.c.kind.label("genre"),
            documents.c.date,
            passages.c.position,
            passages.c.start,
            passages.c.end,
            passages.c.text,
            passages.c.duplicate_of,
        )
        .join(documents, documents.c.id == passages.c.document)
        .order_by(documents.c.source, documents.c.position, documents.c.id, passages.c.position)
    )
    return pd.read_sql_query(query, connection)


def _tags(connection: sa.Connection) -> pd.DataFrame:
    tags = schema.tags
    frame = pd.read_sql_query(sa.select(tags).order_by(tags.c.passage), connection)
    signals = pd.DataFrame(list(frame.pop("signals")), index=frame.index)
    return pd.concat([frame, signals], axis="columns")


def _topics(connection: sa.Connection) -> pd.DataFrame:
    topics, assignments = schema.topics, schema.assignments
    sizes = sa.select(assignments.c.topic, sa.func.count().label("passages")).group_by(assignments.c.topic).subquery()
    query = (
        sa.select(
            topics.c.id,
            topics.c.kind,
            topics.c.name,
            topics.c.named_by,
            topics.c.definition,
            topics.c.words,
            topics.c.state,
            topics.c.born,
            topics.c.threshold,
            sa.func.coalesce(sizes.c.passages, 0).label("passages"),
        )
        .outerjoin(sizes, sizes.c.topic == topics.c.id)
        .order_by(topics.c.id)
    )
    frame = pd.read_sql_query(query, connection)
    frame["words"] = [", ".join(words) for words in frame["words"]]
    return frame


def _assignments(connection: sa.Connection) -> pd.DataFrame:
    assignments, topics = schema.assignments, schema.topics
    query = (
        sa.select(assignments.c.passage, assignments.c.topic, topics.c.name, topics.c.kind, assignments.c.similarity)
        .outerjoin(topics, topics.c.id == assignments.c.topic)
        .order_by(assignments.c.passage, assignments.c.topic)
    )
    frame = pd.read_sql_query(query, connection)
    frame["topic"] = frame["topic"].astype("Int64")
    return frame


def _trends(connection: sa.Connection) -> pd.DataFrame:
    series, topics = schema.series, schema.topics
    query = (
        sa.select(*[column for column in series.c if column.name != "id"], topics.c.name.label("topic"))
        .outerjoin(topics, sa.and_(series.c.measure == "topic", sa.cast(topics.c.id, sa.String) == series.c.value))
        .order_by(series.c.measure, series.c.value, series.c.genre, series.c.period)
    )
    return pd.read_sql_query(query, connection)


TABLES: dict[str, Callable[[sa.Connection], pd.DataFrame]] = {
    "documents": _documents,
    "passages": _passages,
    "tags": _tags,
    "topics": _topics,
    "assignments": _assignments,
    "trends": _trends,
}
"""The tables by name, each with the query that makes it."""
