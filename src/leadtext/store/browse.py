"""What the pages that people browse are made from: read-only, whole tables in one order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from leadtext.records import Document, Passage
from leadtext.store import schema
from leadtext.store.tags import StoredTag
from leadtext.store.texts import _document, _passage
from leadtext.store.topics import Assignment

__all__ = ["LastRun", "all_tags", "assignments", "documents", "last_runs", "passages", "tag_models"]


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last execution of a stage that did something."""

    stage: str
    id: int
    ended: str
    version: str
    models: Mapping[str, str]


def documents(connection: sa.Connection) -> list[Document]:
    """Every document: by source, a publication before the comments under it."""
    table = schema.documents
    query = sa.select(table).order_by(table.c.source, table.c.position, table.c.id)
    return [_document(row) for row in connection.execute(query)]


def passages(connection: sa.Connection) -> list[Passage]:
    """Every passage, repeats as well, by document and position."""
    table = schema.passages
    query = sa.select(table).order_by(table.c.document, table.c.position)
    return [_passage(row) for row in connection.execute(query)]


def tag_models(connection: sa.Connection) -> list[str]:
    """The fingerprints of the taggers that have tags here, the one with most tags first."""
    table = schema.tags
    number = sa.func.count().label("number")
    query = sa.select(table.c.model, number).group_by(table.c.model).order_by(number.desc(), table.c.model)
    return [row.model for row in connection.execute(query)]


def all_tags(connection: sa.Connection, model: str) -> dict[str, StoredTag]:
    """The tags that one tagger gave, by passage; without the signals' probabilities, which no page shows."""
    table = schema.tags
    query = sa.select(table.c.passage, table.c.frame, table.c.confidence, table.c.abstained)
    rows = connection.execute(query.where(table.c.model == model).order_by(table.c.passage))
    return {passage: StoredTag(passage, frame, confidence, abstained) for passage, frame, confidence, abstained in rows}


def assignments(connection: sa.Connection) -> list[Assignment]:
    """Every assignment, to a topic or the novelty pool, the nearest passages first."""
    table = schema.assignments
    query = sa.select(table.c.passage, table.c.topic, table.c.similarity)
    rows = connection.execute(query.order_by(table.c.similarity.desc(), table.c.passage, table.c.topic))
    return [Assignment(passage, topic, similarity) for passage, topic, similarity in rows]


def last_runs(connection: sa.Connection) -> dict[str, LastRun]:
    """Each stage's last execution."""
    table = schema.runs
    newest = sa.select(sa.func.max(table.c.id)).group_by(table.c.stage)
    query = sa.select(table).where(table.c.id.in_(newest)).order_by(table.c.id)
    return {
        row.stage: LastRun(row.stage, row.id, row.ended, row.version, row.models) for row in connection.execute(query)
    }
