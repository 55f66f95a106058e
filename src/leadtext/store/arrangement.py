"""How topics and passages are arranged for reading: groups of topics, and the passages' places on the map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from leadtext.store import runs, schema

__all__ = [
    "Group",
    "MapPoint",
    "Rename",
    "add_groups",
    "add_points",
    "forget_points",
    "group_topics",
    "groups",
    "next_group_id",
    "note_rename",
    "points",
    "rename_group",
    "renames",
    "set_group_state",
    "unplaced",
]

RENAMES = "groups renamed"
"""The state's key for what people called groups; a group's names are no part of a topic's history."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of topics.

    Attributes:
        words: the words that tell it from the other groups.
        state: "active", or "dormant" once it has no topics; its id is not used again.
        topics: the ids of its topics.
    """

    id: int
    name: str
    words: tuple[str, ...]
    state: str = "active"
    born: str = ""
    topics: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rename:
    """That a person gave a group another name."""

    at: str
    group: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A passage's place on the map, from -1 to 1 each way."""

    passage: str
    x: float
    y: float
    landmark: bool


def groups(connection: sa.Connection) -> list[Group]:
    """Every group, by id, those that have no topics any more as well."""
    table, grouped = schema.topic_groups, schema.grouped
    members: dict[int, list[int]] = {}
    for row in connection.execute(sa.select(grouped).order_by(grouped.c.topic)):
        members.setdefault(row.group, []).append(row.topic)
    return [
        Group(row.id, row.name, tuple(row.words), row.state, row.born, tuple(members.get(row.id, ())))
        for row in connection.execute(sa.select(table).order_by(table.c.id))
    ]


def next_group_id(connection: sa.Connection) -> int:
    """The next group's id; an id is never used twice."""
    return int(connection.scalar(sa.select(sa.func.max(schema.topic_groups.c.id))) or 0) + 1


def add_groups(connection: sa.Connection, new: Sequence[Group]) -> None:
    """Keep new groups, without their topics."""
    rows = [{"id": g.id, "name": g.name, "words": list(g.words), "state": g.state, "born": g.born} for g in new]
    if rows:
        connection.execute(sa.insert(schema.topic_groups), rows)


def renames(connection: sa.Connection) -> list[Rename]:
    """The names that people gave to groups, the oldest first."""
    noted = runs.get_state(connection, RENAMES)
    return [] if noted is None else [Rename(**row) for row in json.loads(noted)]


def note_rename(connection: sa.Connection, new: Rename) -> None:
    """Keep that a person gave a group another name."""
    rows = [asdict(old) for old in (*renames(connection), new)]
    runs.set_state(connection, RENAMES, json.dumps(rows, ensure_ascii=False))


def rename_group(connection: sa.Connection, group: int, name: str) -> None:
    """Give a group another name."""
    table = schema.topic_groups
    connection.execute(sa.update(table).where(table.c.id == group).values(name=name))


def set_group_state(connection: sa.Connection, group: int, state: str) -> None:
    """Say whether a group is "active" or "dormant"."""
    table = schema.topic_groups
    connection.execute(sa.update(table).where(table.c.id == group).values(state=state))


def group_topics(connection: sa.Connection, group_of: Mapping[int, int]) -> None:
    """Say which topic stands in which group, in the place of all that was said before."""
    connection.execute(sa.delete(schema.grouped))
    rows = [{"topic": topic, "group": group} for topic, group in sorted(group_of.items())]
    if rows:
        connection.execute(sa.insert(schema.grouped), rows)


def points(connection: sa.Connection, *, landmarks: bool = False) -> list[MapPoint]:
    """The places on the map in the order of the texts, all of them or the landmarks alone."""
    table, passages = schema.map_points, schema.passages
    query = (
        sa.select(table.c.passage, table.c.x, table.c.y, table.c.landmark)
        .join(passages, passages.c.id == table.c.passage)
        .where(passages.c.duplicate_of.is_(None))
        .order_by(passages.c.document, passages.c.position)
    )
    if landmarks:
        query = query.where(table.c.landmark.is_(True))
    return [MapPoint(passage, x, y, landmark) for passage, x, y, landmark in connection.execute(query)]


def unplaced(connection: sa.Connection) -> list[str]:
    """The counted passages that have a topic, or are in the novelty pool, and no place on the map yet."""
    passages, table, assignments = schema.passages, schema.map_points, schema.assignments
    looked_at = sa.select(assignments.c.passage)
    query = (
        sa.select(passages.c.id)
        .outerjoin(table, table.c.passage == passages.c.id)
        .where(passages.c.duplicate_of.is_(None), table.c.passage.is_(None), passages.c.id.in_(looked_at))
        .order_by(passages.c.document, passages.c.position)
    )
    return [row.id for row in connection.execute(query)]


def add_points(connection: sa.Connection, new: Iterable[MapPoint]) -> None:
    """Keep passages' places."""
    rows = [{"passage": p.passage, "x": p.x, "y": p.y, "landmark": p.landmark} for p in new]
    if rows:
        connection.execute(sa.insert(schema.map_points), rows)


def forget_points(connection: sa.Connection) -> None:
    """Take the whole map away, so that it can be laid out anew."""
    connection.execute(sa.delete(schema.map_points))
