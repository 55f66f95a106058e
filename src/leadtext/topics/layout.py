"""The map of passages: landmarks are laid out together once, every other passage is placed among them.

A point that was placed stays where it is, whatever comes later: only its own nearest landmarks say where it goes. The
landmarks are laid out by t-SNE (van der Maaten 2014, "Accelerating t-SNE using tree-based algorithms") from their main
components; see ARCHITECTURE.md for the figures.
"""

from __future__ import annotations

import warnings

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

__all__ = ["choose_landmarks", "lay_out", "place"]

Floats = npt.NDArray[np.float32]
Coordinates = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.floating]

WIDTH = 50
"""How many main components neighbours are sought in: placed by all 384 numbers points are less trustworthy (0.82
against 0.84), since most of these tell noise."""
PERPLEXITY = 30.0
ANGLE = 0.8
ITERATIONS = 500
FEWEST = 12
"""From so many landmarks on t-SNE has neighbours to look at; fewer are laid out by their two main components."""
NEIGHBOURS = 25
SHARPNESS = 0.2
REACH = 0.05
"""A landmark speaks for places about so near to its own on the map."""
DIGITS = 4
PART = 2000


def choose_landmarks(passages: int, most: int, *, seed: int = 1) -> Ints:
    """Which of some passages are landmarks: all, or ``most`` drawn by chance; their rows in order."""
    if passages <= most:
        return np.arange(passages)
    drawn = np.random.default_rng(seed).choice(passages, most, replace=False)
    return np.sort(drawn)


def lay_out(vectors: Floats, *, seed: int = 1) -> Coordinates:
    """Lay out landmarks so that passages alike stand near to one another.

    Args:
        vectors: the landmarks' vectors of length 1, shape (landmarks, width).
        seed: of what is drawn by chance.

    Returns:
        Their coordinates, shape (landmarks, 2), within the circle of radius 1; the same for the same input, whatever
        the number of cores.
    """
    if len(vectors) == 0:
        return np.zeros((0, 2))
    # Sums over several threads differ in their last digits, and t-SNE makes whole worlds of such differences.
    with threadpool_limits(1):
        middle, axes = _components(vectors)
        reduced = ((vectors - middle) @ axes).astype(np.float32)
        if len(np.unique(reduced.round(4), axis=0)) < FEWEST:
            flat = np.zeros((len(vectors), 2))
            flat[:, : reduced.shape[1]] = reduced[:, :2]
            return _scaled(flat)
        from sklearn.manifold import TSNE

        start = reduced[:, :2] / (reduced[:, 0].std() or 1.0) * 1e-4
        model = TSNE(
            2,
            init=start,
            perplexity=min(PERPLEXITY, (len(vectors) - 1) / 3),
            angle=ANGLE,
            max_iter=ITERATIONS,
            random_state=seed,
            n_jobs=1,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _scaled(model.fit_transform(reduced))


def place(vectors: Floats, landmarks: Floats, coordinates: Coordinates) -> Coordinates:
    """Place passages among the landmarks: where most of the landmarks nearest to a passage stand together.

    The mean of the nearest ones' places would often lie between two crowds, near to nothing that is like the passage
    (trustworthiness 0.70 against 0.86).

    Args:
        vectors: the passages' vectors of length 1, shape (passages, width).
        landmarks: the landmarks' vectors, shape (landmarks, width).
        coordinates: the landmarks' coordinates, shape (landmarks, 2).

    Returns:
        Shape (passages, 2). A passage's place depends on itself and the landmarks alone.
    """
    if len(landmarks) == 0 or len(vectors) == 0:
        return np.zeros((len(vectors), 2))
    with threadpool_limits(1):
        middle, axes = _components(landmarks)
        known = (landmarks - middle) @ axes
        parts = [vectors[start : start + PART] for start in range(0, len(vectors), PART)]
        found = np.concatenate([_placed((part - middle) @ axes, known, coordinates) for part in parts])
    return np.asarray(found.round(DIGITS))


def _placed(here: Numbers, known: Numbers, coordinates: Coordinates) -> Coordinates:
    near = min(NEIGHBOURS, len(known))
    apart = (here**2).sum(axis=1)[:, None] + (known**2).sum(axis=1)[None, :] - 2 * here @ known.T
    nearest = np.sort(np.argpartition(apart, near - 1, axis=1)[:, :near], axis=1)
    distance = np.take_along_axis(apart, nearest, axis=1)
    weight = np.exp((distance.min(axis=1, keepdims=True) - distance) / SHARPNESS)
    places = coordinates[nearest]
    between = ((places[:, :, None, :] - places[:, None, :, :]) ** 2).sum(axis=3)
    closeness = np.exp(-between / (2 * REACH**2))
    densest = (closeness * weight[:, None, :]).sum(axis=2).argmax(axis=1)
    counts = closeness[np.arange(len(here)), densest] * weight
    return np.asarray((places * counts[:, :, None]).sum(axis=1) / counts.sum(axis=1, keepdims=True))


def _components(vectors: Floats) -> tuple[Floats, Floats]:
    """The middle of some vectors and their main components, shape (width, components)."""
    middle = vectors.mean(axis=0)
    spread = (vectors - middle).astype(np.float64)
    values, axes = np.linalg.eigh(spread.T @ spread)
    order = np.argsort(-values, kind="stable")[: min(WIDTH, len(vectors), vectors.shape[1])]
    axes = axes[:, order]
    # An axis may point either way; the larger of its ends is up.
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])] < 0, -1.0, 1.0)
    return middle, axes.astype(np.float32)


def _scaled(found: Numbers) -> Coordinates:
    found = np.asarray(found, dtype=np.float64) - np.asarray(found, dtype=np.float64).mean(axis=0)
    farthest = float(np.sqrt((found**2).sum(axis=1)).max())
    return np.asarray((found / farthest if farthest > 0 else found).round(DIGITS))
