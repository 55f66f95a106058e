"""Fitting emergent topics with BERTopic, once; from then on passages are assigned to what was found.

BERTopic is installed its light way, without UMAP, HDBSCAN and torch: it reduces the vectors by PCA and clusters them
with scikit-learn's k-means, which leaves no passage out; how near a passage must be to count is each topic's own
threshold, set here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadtext.topics.start import StartedKMeans
from leadtext.topics.words import name_from, topic_words

__all__ = ["Found", "fit", "middle", "threshold_of", "wanted_number"]

Floats = npt.NDArray[np.float32]

PCA_WIDTH = 50
SMALLEST = 6
"""A cluster of fewer passages is no topic; its passages look for another."""
ALIKE = 0.93
"""Middles of this cosine similarity are of one topic; on the demo study the two most alike topics have 0.83."""
LEFT_OUT = 0.15
"""The share of a topic's own passages that may fall below its threshold: they are near to nothing in particular."""
LEAST_SIMILAR = 0.3
"""No topic takes passages less similar than that to its middle; of random pairs of gold passages one in twenty
has more than 0.34."""
MOST_TOPICS = 120
SAMPLE = 50_000
"""A fit looks at no more passages than that; the rest are assigned."""


@dataclass(frozen=True)
class Found:
    """A topic that a fit found.

    Attributes:
        words: its most telling words.
        name: the name made from them.
        centroid: the middle of its passages' vectors, of length 1.
        threshold: the cosine similarity from which on a passage belongs to it.
        size: how many passages of the fit are near enough to belong to it.
    """

    name: str
    words: tuple[str, ...]
    centroid: Floats
    threshold: float
    size: int


def wanted_number(passages: int) -> int:
    """How many topics to look for: the square root of a third of the passages, between 4 and 120.

    By this a study of 1,000 passages has about 18 topics and one of 9,000 about 55, each of a size to read.
    """
    return max(4, min(MOST_TOPICS, round(math.sqrt(passages / 3))))


def fit(
    texts: Sequence[str],
    vectors: Floats,
    *,
    number: int | None = None,
    seed: int = 1,
    start: npt.NDArray[np.intp] | None = None,
) -> list[Found]:
    """Find topics.

    Args:
        texts: passages.
        vectors: their vectors of length 1, shape (passages, width).
        number: how many topics to look for; by default it follows the number of passages.
        seed: of the sample and the clustering.
        start: the group that each passage is in already, for a fit that stays near to them where it can; then there
            are by default no fewer topics than groups.

    Returns:
        The topics, the largest first.
    """
    rows = _sample(len(texts), seed)
    texts, vectors = [texts[at] for at in rows], vectors[rows]
    distinct = len(np.unique(vectors, axis=0))
    if start is not None:
        start = start[rows]
    wanted = wanted_number(len(texts)) if start is None else max(wanted_number(len(texts)), len(np.unique(start)))
    labels = _cluster(texts, vectors, min(number or wanted, distinct), seed, start)
    labels = _merge_alike(_settle(labels, vectors), vectors)
    words = topic_words(texts, labels.tolist())
    found: list[Found] = []
    sizes = {int(label): int((labels == label).sum()) for label in np.unique(labels)}
    for label in sorted(sizes, key=lambda label: (-sizes[label], label)):
        members = vectors[labels == label]
        centroid = middle(members)
        name = name_from(words[label], [topic.name for topic in found])
        threshold = threshold_of(members, centroid)
        near_enough = int((members @ centroid >= threshold).sum())
        found.append(Found(name, tuple(words[label]), centroid, threshold, near_enough))
    return found


def _sample(size: int, seed: int) -> npt.NDArray[np.intp]:
    if size <= SAMPLE:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).choice(size, SAMPLE, replace=False))


def _cluster(
    texts: Sequence[str], vectors: Floats, number: int, seed: int, start: npt.NDArray[np.intp] | None
) -> npt.NDArray[np.intp]:
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.feature_extraction.text import CountVectorizer

    if number < 2:
        return np.zeros(len(texts), dtype=np.intp)
    clusters = KMeans(number, n_init=10, random_state=seed)
    model = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=PCA(min(PCA_WIDTH, len(texts), vectors.shape[1]), svd_solver="full", random_state=seed),
        hdbscan_model=clusters if start is None else StartedKMeans(number, start, seed=seed),
        # Words are weighed when the clusters are settled; here any token will do, so that no text is without one.
        vectorizer_model=CountVectorizer(token_pattern=r"\S+"),  # noqa: S106
    )
    topics, _ = model.fit_transform(list(texts), vectors)
    return np.array(topics, dtype=np.intp)


def _settle(labels: npt.NDArray[np.intp], vectors: Floats) -> npt.NDArray[np.intp]:
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


def _merge_alike(labels: npt.NDArray[np.intp], vectors: Floats) -> npt.NDArray[np.intp]:
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
