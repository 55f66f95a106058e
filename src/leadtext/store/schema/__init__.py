"""The study's database: every table, with what a row means."""

from __future__ import annotations

from leadtext.store.schema.arrangement import grouped, map_points, topic_groups
from leadtext.store.schema.base import metadata
from leadtext.store.schema.codes import base_rates, labels, tags
from leadtext.store.schema.refits import proposal_events, proposal_moves, proposal_topics, proposals
from leadtext.store.schema.registry import (
    anchored,
    assignments,
    past_assignments,
    past_topics,
    period_words,
    topic_events,
    topic_versions,
    topics,
)
from leadtext.store.schema.texts import documents, passages, phrases, rejects, sources, vectors
from leadtext.store.schema.work import runs, series, state

__all__ = [
    "anchored",
    "assignments",
    "base_rates",
    "documents",
    "grouped",
    "labels",
    "map_points",
    "metadata",
    "passages",
    "past_assignments",
    "past_topics",
    "period_words",
    "phrases",
    "proposal_events",
    "proposal_moves",
    "proposal_topics",
    "proposals",
    "rejects",
    "runs",
    "series",
    "sources",
    "state",
    "tags",
    "topic_events",
    "topic_groups",
    "topic_versions",
    "topics",
    "vectors",
]
