"""The tables that a researcher takes home: one flat frame each, for CSV, Parquet and JSON lines."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from leadtext.records import pages_on
from leadtext.store import schema
from leadtext.store.texts import pages_from

__all__ = ["EARLIER", "NAME_COLUMNS", "TABLES", "table"]

# Columns that may name a person; left out unless asked for.
NAME_COLUMNS = ("author",)
# One whose persons must be told apart all the same: they are numbered, in their order, unless names are asked for.
CODERS = "coder"
SETTLED = "adjudication"
# As Parquet has it: a day, or nothing, also where no document has one.
DAY = pd.ArrowDtype(pa.date32())


def table(connection: sa.Connection, name: str, *, names: bool = False) -> pd.DataFrame:
    """One of the study's tables.

    Args:
        name: one of `TABLES`.
        names: whether the columns that name persons are in it.

    Raises:
        KeyError: there is no such table.
    """
    frame = TABLES[name](connection)
    if names:
        return frame
    if CODERS in frame:
        people = [coder for coder in dict.fromkeys(frame[CODERS]) if coder != SETTLED]
        frame[CODERS] = frame[CODERS].map(
            {coder: f"coder {at}" for at, coder in enumerate(people, 1)} | {SETTLED: SETTLED}
        )
    return frame.drop(columns=[column for column in NAME_COLUMNS if column in frame])


def _documents(connection: sa.Connection) -> pd.DataFrame:
    table = schema.documents
    columns = [column for column in table.c if column.name not in ("split", "pages")]
    query = sa.select(*columns).order_by(table.c.source, table.c.position, table.c.id)
    return _with_days(pd.read_sql_query(query, connection))


def _with_days(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with the days as days beside the dates as texts; none where only a month or year is known."""
    exact = [isinstance(date, str) and len(date) == len("2014-05-24") for date in frame["date"]]
    days = [dt.date.fromisoformat(date) if known else None for date, known in zip(frame["date"], exact, strict=True)]
    frame.insert(list(frame).index("date") + 1, "day", pd.Series(days, dtype=DAY, index=frame.index))
    return frame


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
            documents.c.pages.label("pages"),
        )
        .join(documents, documents.c.id == passages.c.document)
        .order_by(documents.c.source, documents.c.position, documents.c.id, passages.c.position)
    )
    frame = pd.read_sql_query(query, connection)
    # Where only some documents have pages, pandas may read the others' as NaN.
    begins = [begin if isinstance(begin, str) else None for begin in frame["pages"]]
    places = zip(begins, frame["start"], frame["end"], strict=True)
    frame["pages"] = [pages_on(pages_from(begin), start, end) for begin, start, end in places]
    return _with_days(frame)


def _tags(connection: sa.Connection) -> pd.DataFrame:
    tags = schema.tags
    frame = pd.read_sql_query(sa.select(tags).order_by(tags.c.passage), connection)
    signals = pd.DataFrame(list(frame.pop("signals")), index=frame.index)
    return pd.concat([frame, signals], axis="columns")


def _rates(connection: sa.Connection) -> pd.DataFrame:
    """How often signals hold in each source by its tags' base rates, which follow them: a column for each signal."""
    rates = schema.base_rates
    columns = [rates.c.source, rates.c.kind, rates.c.passages, rates.c.rates]
    frame = pd.read_sql_query(sa.select(*columns).order_by(rates.c.source, rates.c.kind), connection)
    signals = pd.DataFrame(list(frame.pop("rates")), index=frame.index)
    return pd.concat([frame, signals], axis="columns")


def _labels(connection: sa.Connection) -> pd.DataFrame:
    labels = schema.labels
    columns = [column for column in labels.c if column.name != "key"]
    query = sa.select(*columns).order_by(labels.c.passage, labels.c.taken_in, labels.c.coder, labels.c.version)
    frame = pd.read_sql_query(query, connection)
    held, themes = list(frame.pop("signals")), frame.pop("themes")
    # A yes/no column for each signal that anybody found, or that the tagger knows.
    asked = connection.scalar(sa.select(schema.tags.c.signals).limit(1))
    for name in dict.fromkeys([*(asked or ()), *sorted({name for signals in held for name in signals})]):
        frame[name] = [int(name in signals) for signals in held]
    return frame.assign(themes=[", ".join(named) for named in themes])


def _topics(connection: sa.Connection) -> pd.DataFrame:
    topics, assignments, grouped, groups = schema.topics, schema.assignments, schema.grouped, schema.topic_groups
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
            groups.c.name.label("group"),
        )
        .outerjoin(sizes, sizes.c.topic == topics.c.id)
        .outerjoin(grouped, grouped.c.topic == topics.c.id)
        .outerjoin(groups, groups.c.id == grouped.c.group)
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
        sa.select(*[column for column in series.c if column.name != "id"], topics.c.id.label("topic"), topics.c.name)
        .outerjoin(topics, sa.and_(series.c.measure == "topic", sa.cast(topics.c.id, sa.String) == series.c.value))
        .order_by(series.c.measure, series.c.value, series.c.genre, series.c.period)
    )
    frame = pd.read_sql_query(query, connection)
    frame["topic"] = frame["topic"].astype("Int64")
    return frame


def _history(connection: sa.Connection) -> pd.DataFrame:
    events, topics = schema.topic_events, schema.topics
    query = (
        sa.select(events.c.at, events.c.topic, topics.c.name, events.c.event, events.c.detail)
        .join(topics, topics.c.id == events.c.topic)
        .order_by(events.c.id)
    )
    return pd.read_sql_query(query, connection)


def _versions(connection: sa.Connection) -> pd.DataFrame:
    """The versions of the emergent topics, each with how many active topics and assigned passages it had at its end."""
    table = schema.topic_versions
    frame = pd.read_sql_query(sa.select(table).order_by(table.c.version), connection)
    earlier = [_earlier_topics(connection, version) for version in frame["version"]]
    frame["topics"] = [int((then["state"] == "active").sum()) for then in earlier]
    frame["passages"] = [int(then["passages"].sum()) for then in earlier]
    return frame


def _map(connection: sa.Connection) -> pd.DataFrame:
    points, assignments, topics = schema.map_points, schema.assignments, schema.topics
    emergent = (
        sa.select(assignments.c.passage, topics.c.id, topics.c.name)
        .join(topics, topics.c.id == assignments.c.topic)
        .where(topics.c.kind == "emergent")
        .subquery()
    )
    query = (
        sa.select(points, emergent.c.id.label("topic"), emergent.c.name)
        .outerjoin(emergent, emergent.c.passage == points.c.passage)
        .order_by(points.c.passage)
    )
    frame = pd.read_sql_query(query, connection).astype({"landmark": bool})
    frame["topic"] = frame["topic"].astype("Int64")
    return frame


def _words(connection: sa.Connection) -> pd.DataFrame:
    words, topics = schema.period_words, schema.topics
    query = (
        sa.select(words.c.topic, topics.c.name, words.c.period, words.c.passages, words.c.words)
        .join(topics, topics.c.id == words.c.topic)
        .order_by(words.c.topic, words.c.period)
    )
    frame = pd.read_sql_query(query, connection)
    frame["words"] = [", ".join(told) for told in frame["words"]]
    return frame


def _earlier_topics(connection: sa.Connection, version: int) -> pd.DataFrame:
    """The emergent topics as they were in a version; how many passages each had is of that version's last day."""
    topics, past = schema.topics, schema.past_topics
    columns = ("id", "name", "words", "state", "threshold")
    now = sa.select(*[topics.c[name] for name in columns]).where(topics.c.kind == "emergent", topics.c.since <= version)
    then = sa.select(past.c.topic.label("id"), *[past.c[name] for name in columns[1:]]).where(
        past.c.since <= version, past.c.until >= version
    )
    frame = pd.concat([pd.read_sql_query(query, connection) for query in (now, then)], ignore_index=True)
    frame["words"] = [", ".join(words) for words in frame["words"]]
    sizes = _earlier_sizes(connection, version)
    frame["passages"] = [sizes[topic] for topic in frame["id"].tolist()]
    return frame.sort_values("id", ignore_index=True)


def _earlier_sizes(connection: sa.Connection, version: int) -> Counter[int]:
    """How many passages each topic had in a version."""
    sizes: Counter[int] = Counter()
    for table in (schema.assignments, schema.past_assignments):
        held = [table.c.since <= version, table.c.topic.is_not(None)]
        if table is schema.past_assignments:
            held.append(table.c.until >= version)
        query = sa.select(table.c.topic, sa.func.count()).where(*held).group_by(table.c.topic)
        for topic, number in connection.execute(query):
            sizes[topic] += number
    return sizes


def _earlier_assignments(connection: sa.Connection, version: int) -> pd.DataFrame:
    """The passages' emergent topics, or the novelty pool, as they were in a version, by the names of that time."""
    topics, past = schema.topics, schema.past_topics
    then = sa.select(past.c.topic, past.c.name).where(past.c.since <= version, past.c.until >= version)
    names = {row.topic: row.name for row in connection.execute(then)}
    found = []
    for table in (schema.assignments, schema.past_assignments):
        held = [table.c.since <= version, sa.or_(table.c.topic.is_(None), topics.c.kind == "emergent")]
        if table is schema.past_assignments:
            held.append(table.c.until >= version)
        query = (
            sa.select(table.c.passage, table.c.topic, topics.c.name, topics.c.kind, table.c.similarity)
            .outerjoin(topics, topics.c.id == table.c.topic)
            .where(*held)
        )
        found.append(pd.DataFrame([dict(row) for row in connection.execute(query).mappings()]))
    columns = ["passage", "topic", "name", "kind", "similarity"]
    frame = pd.concat([part for part in found if len(part)] or [pd.DataFrame(columns=columns)], ignore_index=True)
    frame["name"] = [names.get(topic, name) for topic, name in zip(frame["topic"], frame["name"], strict=True)]
    frame["topic"] = frame["topic"].astype("Int64")
    return frame.sort_values("passage", ignore_index=True)


TABLES: dict[str, Callable[[sa.Connection], pd.DataFrame]] = {
    "documents": _documents,
    "passages": _passages,
    "tags": _tags,
    "rates": _rates,
    "labels": _labels,
    "topics": _topics,
    "assignments": _assignments,
    "trends": _trends,
    "words": _words,
    "map": _map,
    "history": _history,
    "versions": _versions,
}
"""The tables by name, each with the query that makes it."""


EARLIER: dict[str, Callable[[sa.Connection, int], pd.DataFrame]] = {
    "topics": _earlier_topics,
    "assignments": _earlier_assignments,
}
"""The tables that have versions, each with the query that makes an earlier one."""
