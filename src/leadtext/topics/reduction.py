"""Vectors as a clustering needs them: fewer numbers, and each passage drawn towards those it is most like.

A short passage's vector holds much that is its own. Its mean with its nearest neighbours' holds what they have in
common, so that other passages or another seed change less about where clusters come to lie (mean shift on neighbours:
Fukunaga and Hostetler 1975, doi:10.1109/TIT.1975.1055330; as smoothing before k-means: Wu et al. 2019, "Simplifying
graph convolutional networks"). ARCHITECTURE.md has the figures.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Smoothed", "reduce", "smooth"]

Floats = npt.NDArray[np.float32]

WIDTH = 60
NEIGHBOURS = 30
STEPS = 2
FEWEST_NEIGHBOURS = 3
SHARE = 0.01
"""In a small study a passage has fewer neighbours than that, a hundredth of all, or it would be drawn across topics."""
BLOCK = 1000
AT_ONCE = 2
"""So many blocks are looked at side by side."""


@dataclass(frozen=True)
class Smoothed:
    """Passages drawn towards their nearest neighbours.

    Attributes:
        vectors: of length 1 (0 where nothing is left), shape (passages, width).
        closeness: how near a passage's neighbours are, as their mean cosine similarity to it, shape (passages,).
    """

    vectors: Floats
    closeness: Floats


def reduce(vectors: Floats, *, width: int = WIDTH) -> Floats:
    """Keep the directions in which passages differ most.

    The first direction is left out: it is what all passages have in common, and says how much of it each has.

    Args:
        vectors: of length 1, shape (passages, width of the encoder).
        width: how many directions to keep.

    Returns:
        Vectors of length 1 (0 where nothing is left), shape (passages, width).
    """
    spread = (vectors.T @ vectors).astype(np.float64)
    _, directions = np.linalg.eigh(spread)
    kept = directions[:, ::-1][:, 1 : width + 1].astype(np.float32)
    return _of_length_1(vectors @ kept)


def smooth(reduced: Floats, *, neighbours: int = NEIGHBOURS, steps: int = STEPS) -> Smoothed:
    """Draw each passage towards its nearest neighbours.

    Args:
        reduced: vectors of length 1, shape (passages, width).
        neighbours: how many, itself among them; fewer in a small study.
        steps: how often; the neighbours stay those of the beginning.
    """
    from scipy.sparse import csr_matrix

    size = len(reduced)
    wanted = min(size, max(FEWEST_NEIGHBOURS, min(neighbours, round(size * SHARE))))
    near = np.empty((size, wanted), dtype=np.int32)
    likeness = np.empty((size, wanted), dtype=np.float32)

    def look_around(start: int) -> None:
        unlikeness = reduced[start : start + BLOCK] @ reduced.T
        np.negative(unlikeness, out=unlikeness)
        here = np.argpartition(unlikeness, wanted - 1, axis=1)[:, :wanted]
        near[start : start + BLOCK] = here
        likeness[start : start + BLOCK] = -np.take_along_axis(unlikeness, here, axis=1)

    # A block's neighbours are the same whoever finds them; each takes 12 bytes a pair while it is looked at.
    with ThreadPoolExecutor(AT_ONCE) as workers:
        list(workers.map(look_around, range(0, size, BLOCK)))
    rows = np.arange(0, size * wanted + 1, wanted)
    weights = csr_matrix((np.maximum(likeness, 0).ravel(), near.ravel(), rows), shape=(size, size))
    smoothed = reduced
    for _ in range(steps):
        smoothed = _of_length_1(weights @ smoothed)
    return Smoothed(smoothed, likeness.mean(axis=1))


def _of_length_1(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)
