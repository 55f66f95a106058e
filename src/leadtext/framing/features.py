"""How a passage becomes numbers: TF-IDF of what is counted in it, beside the encoder's vector."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

__all__ = ["SHAPES", "Features", "Weighted"]

SHAPES: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2)},
    "spellings": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}
"""What is counted of each kind of feature, as scikit-learn's CountVectorizer takes it."""


@dataclass(frozen=True)
class Weighted:
    """Counts of a fixed vocabulary, weighted by TF-IDF.

    The vocabulary is kept apart from the scikit-learn part: skops writes a record for every word.
    """

    kind: str
    vocabulary: tuple[str, ...]
    weights: TfidfTransformer

    @functools.cached_property
    def counter(self) -> CountVectorizer:
        """What counts the vocabulary in texts."""
        return CountVectorizer(vocabulary=self.vocabulary, **SHAPES[self.kind])

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """Weights of texts, shape (texts, vocabulary)."""
        return self.weights.transform(self.counter.transform(texts))


@dataclass(frozen=True)
class Features:
    """How a passage becomes numbers: TF-IDF of words, and of spellings unless layers read them, beside its vector.

    Attributes:
        counted: what is counted, one of each kind.
    """

    counted: tuple[Weighted, ...]

    @property
    def size(self) -> int:
        """How many features are made of words and spellings."""
        return sum(len(weighted.vocabulary) for weighted in self.counted)

    def of(self, texts: Sequence[str], vectors: npt.NDArray[np.float32]) -> csr_matrix:
        """The features of texts, shape (texts, features); ``vectors`` has shape (texts, width)."""
        return hstack([*(weighted.of(texts) for weighted in self.counted), csr_matrix(vectors)]).tocsr()
