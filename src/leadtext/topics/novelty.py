"""What in the novelty pool is alike, and might be a topic that nobody has named yet."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from leadtext.topics.fit import middle

__all__ = ["alike"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

NEAR = 0.45
"""A passage nearer than that to the middle of others belongs with them; half of the topics of the demo study are no
stricter."""
ALIKE = 0.55
"""The mean similarity to their middle from which on passages are alike: that of the demo study's median topic."""
MOST_SEEDS = 2000
"""From no more passages than that a group is sought, evenly drawn, so that a pool of thousands takes seconds."""


def alike(vectors: Floats, *, least: int, around: Ints | None = None) -> list[Ints]:
    """Groups of passages that are alike.

    Args:
        vectors: the pool's vectors of length 1, shape (passages, width).
        least: how many passages make a group.
        around: the rows that a group must form around; by default any.

    Returns:
        The rows of each group, the closest group first; no row is in two.
    """
    seeds = np.arange(len(vectors)) if around is None else np.asarray(around, dtype=np.intp)
    if len(vectors) < least or len(seeds) == 0:
        return []
    seeds = seeds[:: -(-len(seeds) // MOST_SEEDS)]
    similarity = vectors[seeds] @ vectors.T
    closest = np.sort(similarity, axis=1)[:, -least:].mean(axis=1)
    free = np.ones(len(vectors), dtype=bool)
    groups: list[Ints] = []
    for at in np.argsort(-closest, kind="stable").tolist():
        if not free[seeds[at]] or free.sum() < least:
            continue
        members = np.argsort(-np.where(free, similarity[at], -2.0), kind="stable")[:least]
        for _ in range(3):
            near = vectors @ middle(vectors[members])
            members = np.flatnonzero(free & (near >= NEAR))
            if len(members) < least:
                break
        if len(members) >= least and float((vectors[members] @ middle(vectors[members])).mean()) >= ALIKE:
            groups.append(members)
            free[members] = False
    return groups
