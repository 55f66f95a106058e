"""Assigning passages to standing topics: the nearest one, if it is near enough by that topic's own measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Assigned", "Standing", "assign", "nearest"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Standing:
    """A topic as assignment needs it: where its middle is, and how near a passage must be."""

    id: int
    centroid: Floats
    threshold: float


@dataclass(frozen=True, slots=True)
class Assigned:
    """The topic of a passage, or None, with the cosine similarity to the nearest centroid."""

    topic: int | None
    similarity: float


def assign(vectors: Floats, topics: Sequence[Standing]) -> list[Assigned]:
    """Assign passages.

    Args:
        vectors: the passages' vectors of length 1, shape (passages, width).
        topics: the standing topics.

    Returns:
        For each passage the nearest topic if the passage is within its threshold, else None.
    """
    if not topics:
        return [Assigned(None, 0.0)] * len(vectors)
    index, similarity = nearest(vectors, np.stack([topic.centroid for topic in topics]))
    return [
        Assigned(topics[at].id if score >= topics[at].threshold else None, round(float(score), 4))
        for at, score in zip(index, similarity, strict=True)
    ]


def nearest(vectors: Floats, centroids: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """Each vector's nearest centroid and the cosine similarity to it; all of length 1."""
    similarities = vectors @ centroids.T
    index = similarities.argmax(axis=1)
    return index, similarities[np.arange(len(vectors)), index]
