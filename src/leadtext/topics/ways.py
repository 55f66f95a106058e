"""Ways of finding topics, to be compared: leadtext's own, those it was chosen from, and plain BERTopic as yardstick.

Each takes texts, vectors and a seed and gives every passage a group. Packages of the optional set "yardstick" are
imported by the ways that need them and by nothing else.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from leadtext.topics.fit import fit, wanted_number
from leadtext.topics.reduction import reduce, smooth
from leadtext.topics.words import topic_words

__all__ = ["WAYS", "Grouping", "Way"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

CONSENSUS_RUNS = 30
SMALLEST = 30
"""The least cluster of the second yardstick: BERTopic's own 10 gives a hundred topics on nine thousand comments."""


@dataclass(frozen=True)
class Grouping:
    """What a way found.

    Attributes:
        labels: each passage's topic, -1 for none, shape (passages,).
        words: each topic's words, the best first.
    """

    labels: Ints
    words: list[list[str]]


@dataclass(frozen=True)
class Way:
    """A way of finding topics: what it is, what it needs, and the function (texts, vectors, seed)."""

    about: str
    find: Callable[[Sequence[str], Floats, int], Grouping]
    needs: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The packages that it needs and that aren't installed."""
        return tuple(name for name in self.needs if importlib.util.find_spec(name) is None)


def _leadtext(texts: Sequence[str], vectors: Floats, seed: int) -> Grouping:
    found = fit(texts, vectors, seed=seed)
    return Grouping(np.where(found.belongs, found.places, -1), [list(topic.words) for topic in found.topics])


def _kmeans(texts: Sequence[str], vectors: Floats, seed: int, *, width: int, number: int | None = None) -> Grouping:
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA

    reduced = PCA(min(width, *vectors.shape), svd_solver="covariance_eigh").fit_transform(vectors)
    clusters = KMeans(min(number or wanted_number(len(texts)), len(texts) // 2), n_init=10, random_state=seed)
    return _told(texts, clusters.fit(reduced).labels_)


def _spherical(texts: Sequence[str], vectors: Floats, seed: int) -> Grouping:
    from sklearn.cluster import KMeans

    clusters = KMeans(wanted_number(len(texts)), n_init=10, random_state=seed)
    return _told(texts, clusters.fit(reduce(vectors)).labels_)


def _minibatch(texts: Sequence[str], vectors: Floats, seed: int) -> Grouping:
    from sklearn.cluster import MiniBatchKMeans

    clusters = MiniBatchKMeans(wanted_number(len(texts)), n_init=10, random_state=seed)
    return _told(texts, clusters.fit(smooth(reduce(vectors)).vectors).labels_)


def _ward(texts: Sequence[str], vectors: Floats, seed: int) -> Grouping:
    """Ward's method on five hundred small clusters; on single passages it needs their number squared."""
    from sklearn.cluster import AgglomerativeClustering, KMeans

    reduced = reduce(vectors)
    small = KMeans(min(500, len(texts) // 4), n_init=1, random_state=seed).fit(reduced)
    joined = AgglomerativeClustering(wanted_number(len(texts))).fit(small.cluster_centers_)
    return _told(texts, joined.labels_[small.labels_])


def _consensus(texts: Sequence[str], vectors: Floats, seed: int) -> Grouping:
    """Bagged clustering (Leisch 1999): the centres of many k-means on halves of the passages, joined by Ward."""
    from sklearn.cluster import AgglomerativeClustering, KMeans

    reduced, number = reduce(vectors), wanted_number(len(texts))
    random = np.random.default_rng(seed)
    centres = []
    for run in range(CONSENSUS_RUNS):
        half = random.choice(len(texts), len(texts) // 2, replace=False)
        centres.append(KMeans(2 * number, n_init=1, random_state=seed + run).fit(reduced[half]).cluster_centers_)
    every = np.concatenate(centres)
    joined = AgglomerativeClustering(number).fit(every).labels_
    begin = np.stack([every[joined == at].mean(axis=0) for at in range(number)])
    return _told(texts, KMeans(number, init=begin, n_init=1).fit(reduced).labels_)


def _evoc(texts: Sequence[str], vectors: Floats, seed: int) -> Grouping:
    from evoc import EVoC

    return _told(texts, EVoC(random_state=seed).fit_predict(vectors))


def _umap_hdbscan(texts: Sequence[str], vectors: Floats, seed: int) -> Grouping:
    from hdbscan import HDBSCAN

    reduced = _umap(seed).fit_transform(vectors)
    return _told(texts, HDBSCAN(min_cluster_size=SMALLEST).fit(reduced).labels_)


def _bertopic(texts: Sequence[str], vectors: Floats, seed: int) -> Grouping:
    """The script that everybody writes: BERTopic with its defaults, but for a seed."""
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    model = BERTopic(embedding_model=BaseEmbedder(), umap_model=_umap(seed))
    labels, _ = model.fit_transform(list(texts), vectors)
    words = [[word for word, _ in said if word] for topic, said in sorted(model.get_topics().items()) if topic >= 0]
    return Grouping(np.array(labels, dtype=np.intp), words)


def _umap(seed: int) -> Any:
    from umap import UMAP

    # BERTopic's own settings.
    return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed)


def _told(texts: Sequence[str], labels: npt.ArrayLike) -> Grouping:
    """Groups with the words that leadtext would tell them by."""
    groups = np.asarray(labels, dtype=np.intp)
    words = topic_words(texts, groups.tolist())
    return Grouping(groups, [said for topic, said in sorted(words.items()) if topic >= 0])


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "leadtext": Way("as a study's topics are found", _leadtext),
        "kmeans": Way("k-means on 50 principal components", lambda t, v, s: _kmeans(t, v, s, width=50)),
        "kmeans-50": Way("50 topics on 20 components", lambda t, v, s: _kmeans(t, v, s, width=20, number=50)),
        "spherical": Way("k-means on directions, not smoothed", _spherical),
        "minibatch": Way("mini-batch k-means, smoothed", _minibatch),
        "ward": Way("Ward's method on small clusters", _ward),
        "consensus": Way("the centres of 30 k-means, joined", _consensus),
        "evoc": Way("EVoC", _evoc, ("evoc",)),
        "umap-hdbscan": Way("UMAP and HDBSCAN, 30 at least", _umap_hdbscan, ("umap", "hdbscan")),
        "bertopic": Way("plain BERTopic", _bertopic, ("bertopic", "umap", "hdbscan")),
    }
)
"""The ways by name."""
