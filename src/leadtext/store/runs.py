"""What was executed when, from what, and what a stage last worked from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from leadtext.store import schema

__all__ = ["Run", "all_runs", "get_state", "latest", "record", "set_state"]


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a stage that did something.

    Attributes:
        version: the version of leadtext.
        settings: the stage's settings as they were.
        models: the fingerprints of the models that it used, by their part.
        counts: what it did, in numbers.
    """

    id: int
    stage: str
    started: str
    ended: str
    version: str
    settings: Mapping[str, Any]
    models: Mapping[str, str]
    counts: Mapping[str, int]


def record(
    connection: sa.Connection,
    *,
    stage: str,
    started: str,
    ended: str,
    version: str,
    settings: Mapping[str, Any],
    models: Mapping[str, str],
    counts: Mapping[str, int],
) -> None:
    """Keep one execution."""
    connection.execute(
        sa.insert(schema.runs).values(
            stage=stage,
            started=started,
            ended=ended,
            version=version,
            settings=dict(settings),
            models=dict(models),
            counts=dict(counts),
        )
    )


def all_runs(connection: sa.Connection) -> list[Run]:
    """Every execution, oldest first."""
    return [
        Run(row.id, row.stage, row.started, row.ended, row.version, row.settings, row.models, row.counts)
        for row in connection.execute(sa.select(schema.runs).order_by(schema.runs.c.id))
    ]


def latest(connection: sa.Connection) -> dict[str, int]:
    """The id of each stage's last execution."""
    table = schema.runs
    query = sa.select(table.c.stage, sa.func.max(table.c.id).label("id")).group_by(table.c.stage)
    return {row.stage: row.id for row in connection.execute(query)}


def get_state(connection: sa.Connection, key: str) -> str | None:
    """What was last noted under a key."""
    return connection.scalar(sa.select(schema.state.c.value).where(schema.state.c.key == key))


def set_state(connection: sa.Connection, key: str, value: str) -> None:
    """Note something under a key, in the place of what stood there."""
    connection.execute(sa.delete(schema.state).where(schema.state.c.key == key))
    connection.execute(sa.insert(schema.state).values(key=key, value=value))
