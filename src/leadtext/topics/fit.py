"""Fitting emergent topics, once; from then on passages are assigned to what was found.

The fit is BERTopic's (Grootendorst 2022, doi:10.48550/arXiv.2203.05794), with two parts of our own: the vectors are
reduced and smoothed (`topics/reduction.py`), and clustered with k-means, which leaves no passage out. Then those whose
neighbours are farthest are left to the novelty pool; how near a later passage must be to count is each topic's own
threshold. ARCHITECTURE.md says what this was chosen from, and by which figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadtext.topics.assignment import nearest
from leadtext.topics.reduction import Smoothed, reduce, smooth
from leadtext.topics.start import cluster
from leadtext.topics.words import name_from, topic_words

__all__ = ["Fit", "Found", "fit", "middle", "threshold_of", "wanted_number"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

SMALLEST = 6
"""A cluster of fewer passages is no topic; its passages look for another."""
ALIKE = 0.93
"""Middles of this cosine similarity are of one topic; on the demo study the two most alike topics have 0.83."""
LONELY = 0.2
"""The share of a fit's passages that belong to no topic: those whose neighbours are farthest, near to nothing in
particular."""
LEFT_OUT = 0.15
"""The share of a topic's own passages that are below its threshold for later ones."""
LEAST_SIMILAR = 0.3
"""No topic takes passages less similar than that to its middle; of random pairs of gold passages one in twenty
has more than 0.34."""
MOST_TOPICS = 120
SAMPLE = 20_000
"""A fit looks at no more passages than that; the rest are assigned."""


@dataclass(frozen=True)
class Found:
    """A topic that a fit found.

    Attributes:
        words: its most telling words.
        name: the name made from them.
        centroid: the middle of its passages' vectors, of length 1.
        threshold: the cosine similarity from which on a passage belongs to it.
        size: how many of the passages that the fit looked at belong to it.
    """

    name: str
    words: tuple[str, ...]
    centroid: Floats
    threshold: float
    size: int


@dataclass(frozen=True)
class Fit:
    """What a fit found.

    Attributes:
        topics: the largest first.
        places: for each passage the place of its topic among them, shape (passages,): the cluster it was found in, or,
            for one that the fit did not look at, the nearest topic.
        similarities: the cosine similarity of each passage to its topic's middle, shape (passages,).
        belongs: whether each passage belongs to its topic, or is near to nothing in particular, shape (passages,).
    """

    topics: tuple[Found, ...]
    places: Ints
    similarities: Floats
    belongs: npt.NDArray[np.bool_]


def wanted_number(passages: int) -> int:
    """How many topics to look for: a third of the square root of the passages, between 4 and 120.

    By this a study of 1,000 passages has about 11 topics and one of 9,000 about 32. More of them agree less with known
    categories and less with one another from one fit to the next; see ARCHITECTURE.md.
    """
    return max(4, min(MOST_TOPICS, round(math.sqrt(passages) / 3)))


def fit(
    texts: Sequence[str], vectors: Floats, *, number: int | None = None, seed: int = 1, start: Ints | None = None
) -> Fit:
    """Find topics. The same passages give the same topics, however many cores there are.

    Args:
        texts: passages, at least one.
        vectors: their vectors of length 1, shape (passages, width).
        number: how many topics to look for; by default it follows the number of passages.
        seed: of the sample and the clustering.
        start: the group that each passage is in already, for a fit that stays near to them where it can; then there
            are by default no fewer topics than groups.
    """
    from threadpoolctl import threadpool_limits

    # Sums over several cores add up in another order, and a passage between two topics would fall to either side.
    with threadpool_limits(1):
        return _fit(texts, vectors, number=number, seed=seed, start=start)


def _fit(texts: Sequence[str], vectors: Floats, *, number: int | None, seed: int, start: Ints | None) -> Fit:
    rows = _sample(len(texts), seed)
    seen_texts, seen = [texts[at] for at in rows], vectors[rows]
    start = None if start is None else start[rows]
    wanted = wanted_number(len(texts)) if start is None else max(wanted_number(len(texts)), len(np.unique(start)))
    smoothed, labels = _modelled(
        seen_texts, seen, number=min(number or wanted, len(np.unique(seen, axis=0))), seed=seed, start=start
    )
    labels = _merge_alike(_settle(labels, seen), seen)
    close = smoothed.closeness >= np.quantile(smoothed.closeness, LONELY, method="lower")
    words = topic_words(seen_texts, labels.tolist())
    names, sizes = np.unique(labels, return_counts=True)
    ordered = names[np.lexsort((names, -sizes))]
    found: list[Found] = []
    for label in ordered.tolist():
        members = seen[labels == label]
        centroid = middle(members)
        name = name_from(words[label], [topic.name for topic in found])
        size = int(close[labels == label].sum())
        found.append(Found(name, tuple(words[label]), centroid, threshold_of(members, centroid), size))
    return _placed(found, vectors, rows, np.argsort(ordered)[np.searchsorted(names, labels)], close)


class _Smoothing:
    """What BERTopic reduces vectors by."""

    def fit(self, vectors: Floats, y: object = None) -> _Smoothing:
        """Reduce and smooth; BERTopic asks for the result by `transform`."""
        self.smoothed = smooth(reduce(vectors))
        return self

    def transform(self, _: Floats) -> Floats:
        """The vectors that were fitted."""
        return self.smoothed.vectors


@dataclass
class _Clusters:
    """What BERTopic clusters by."""

    number: int
    seed: int
    start: Ints | None

    def fit(self, reduced: Floats, y: object = None) -> _Clusters:
        """Cluster; BERTopic reads ``labels_``."""
        self.labels_ = cluster(reduced, self.number, seed=self.seed, start=self.start)
        return self


def _modelled(
    texts: Sequence[str], vectors: Floats, *, number: int, seed: int, start: Ints | None
) -> tuple[Smoothed, Ints]:
    """The smoothed vectors, and the topic of each passage as BERTopic numbers them."""
    # Imported where topics are found, since it takes two seconds; passages are assigned without it.
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from sklearn.feature_extraction.text import CountVectorizer

    if number < 2:
        return smooth(reduce(vectors)), np.zeros(len(texts), dtype=np.intp)
    smoothing = _Smoothing()
    model = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=smoothing,
        hdbscan_model=_Clusters(number, seed, start),
        # Words are weighed when clusters are settled. Here any will do, and two for every text, since BERTopic can't
        # do with fewer.
        vectorizer_model=CountVectorizer(analyzer=lambda text: ["<", *text.split(), ">"]),
    )
    topics, _ = model.fit_transform(list(texts), vectors)
    return smoothing.smoothed, np.array(topics, dtype=np.intp)


def _placed(found: list[Found], vectors: Floats, rows: Ints, seen: Ints, close: npt.NDArray[np.bool_]) -> Fit:
    """The fit, with a place for every passage; ``seen`` and ``close`` are of the rows that it looked at."""
    centroids = np.stack([topic.centroid for topic in found])
    places, similarities = nearest(vectors, centroids)
    belongs = similarities >= np.array([topic.threshold for topic in found])[places]
    places[rows], belongs[rows] = seen, close
    similarities[rows] = np.einsum("ij,ij->i", vectors[rows], centroids[seen])
    return Fit(tuple(found), places, similarities, belongs)


def _sample(size: int, seed: int) -> Ints:
    if size <= SAMPLE:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).choice(size, SAMPLE, replace=False))


def _settle(labels: Ints, vectors: Floats) -> Ints:
    """Give the passages of clusters that are too small to be topics to the nearest of the others."""
    names, sizes = np.unique(labels, return_counts=True)
    large = names[sizes >= SMALLEST]
    if len(large) == 0 or len(large) == len(names):
        return labels
    centroids = np.stack([middle(vectors[labels == name]) for name in large])
    settled = labels.copy()
    stray = ~np.isin(labels, large)
    settled[stray] = large[(vectors[stray] @ centroids.T).argmax(axis=1)]
    return settled


def _merge_alike(labels: Ints, vectors: Floats) -> Ints:
    """Make one topic of clusters that no reader could tell apart: those whose middles nearly coincide."""
    names = np.unique(labels)
    centroids = np.stack([middle(vectors[labels == name]) for name in names])
    merged = labels.copy()
    for at in range(len(names)):
        alike = np.flatnonzero(centroids[:at] @ centroids[at] >= ALIKE)
        if len(alike):
            merged[labels == names[at]] = merged[labels == names[alike[0]]][0]
    return merged


def middle(vectors: Floats) -> Floats:
    """The middle of some passages' vectors, of length 1."""
    mean = vectors.mean(axis=0, dtype=np.float64)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length > 0 else mean, dtype=np.float32)


def threshold_of(members: Floats, centroid: Floats) -> float:
    """The cosine similarity to a topic's middle from which on a passage belongs to it, by its members' own."""
    # A little below 1, so that identical passages stay in whatever the rounding.
    return min(0.999, max(LEAST_SIMILAR, round(float(np.quantile(members @ centroid, LEFT_OUT)), 4)))
