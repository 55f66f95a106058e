"""The words that tell classes of passages apart: the periods of a topic, the groups of topics.

Class-based TF-IDF (Grootendorst 2022, doi:10.48550/arXiv.2203.05794), written out: BERTopic's takes seconds to import,
and every run that counts a new period would pay for them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from leadtext.topics.words import STOP_WORDS, WORD_PATTERN, without_echoes

__all__ = ["telling_words"]

Floats = npt.NDArray[np.float64]
Class = TypeVar("Class", bound=Hashable)

WORDS_KEPT = 8
FEWEST = 2
"""A word that a single passage of the class says tells that passage, and not the class."""


def telling_words(texts: Sequence[str], classes: Sequence[Class], *, most: int = WORDS_KEPT) -> dict[Class, list[str]]:
    """The words that tell each class from the others.

    Args:
        texts: passages.
        classes: the class of each.
        most: how many words are wanted.

    Returns:
        For each class its words, the most telling first; each stands in two passages of the class or more, so that a
        class of a single passage has none.
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    names = list(dict.fromkeys(classes))
    counter = CountVectorizer(stop_words=STOP_WORDS, token_pattern=WORD_PATTERN)
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # scikit-learn's only way of saying that nothing but stop words is left
        return {name: [] for name in names}
    index = {name: at for at, name in enumerate(names)}
    rows = np.array([index[name] for name in classes])
    member = csr_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(len(names), len(rows)))
    in_class = (member @ counts).toarray()
    passages = (member @ (counts > 0).astype(np.float64)).toarray()
    weights = _class_tfidf(in_class) * np.sqrt(passages)
    vocabulary = counter.get_feature_names_out()
    found = {}
    for name, at in index.items():
        told = np.where(passages[at] >= FEWEST, weights[at], 0.0)
        best = np.argsort(-told, kind="stable")[: most * 3]
        telling = without_echoes([int(word) for word in best if told[word] > 0], vocabulary)
        found[name] = [str(vocabulary[word]) for word in telling[:most]]
    return found


def _class_tfidf(counts: Floats) -> Floats:
    """The weight of each word in each class, shape (classes, words)."""
    totals = counts.sum(axis=1, keepdims=True)
    frequency = np.sqrt(counts / np.where(totals > 0, totals, 1))
    rarity = np.log1p(totals.mean() / np.maximum(counts.sum(axis=0), 1))
    return np.asarray(frequency * rarity)
