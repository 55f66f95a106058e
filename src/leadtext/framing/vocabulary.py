"""Choosing vocabularies for training: texts are counted once; every fold chooses from its own part of the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from leadtext.framing.features import SHAPES, Features, Weighted

__all__ = ["Chosen", "Counted"]

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which of the words seen are kept: in how many texts they must and may stand, and how many at most."""

    in_texts: int
    in_share: float
    most: int


CHOICES = {"words": _Choice(2, 0.5, 200_000), "spellings": _Choice(3, 1.0, 20_000)}
"""20,000 spellings scored as well as 60,000 on held-out writers, in a third of the space."""


class Counted:
    """Texts with everything in them counted, so that choosing a vocabulary again costs little.

    Args:
        texts: all passages that folds will be drawn from.
        kinds: what is counted of them, of `SHAPES`.
    """

    def __init__(self, texts: Sequence[str], kinds: Sequence[str] = tuple(SHAPES)) -> None:
        self._counts: dict[str, csr_matrix] = {}
        self._names: dict[str, npt.NDArray[np.object_]] = {}
        for kind in kinds:
            counter = CountVectorizer(**SHAPES[kind])
            self._counts[kind] = counter.fit_transform(texts).tocsr()
            self._names[kind] = counter.get_feature_names_out()

    def choose(self, rows: Rows) -> Chosen:
        """The vocabulary that these texts alone would have chosen, ready to be used on all."""
        kept = {kind: self._kept(kind, rows) for kind in self._counts}
        weighted = tuple(
            Weighted(
                kind,
                tuple(self._names[kind][kept[kind]].tolist()),
                TfidfTransformer(sublinear_tf=True).fit(self._counts[kind][rows][:, kept[kind]]),
            )
            for kind in self._counts
        )
        return Chosen(Features(weighted), {kind: self._counts[kind][:, kept[kind]] for kind in self._counts})

    def _kept(self, kind: str, rows: Rows) -> Rows:
        counts, choice = self._counts[kind][rows], CHOICES[kind]
        in_texts = np.asarray((counts > 0).sum(axis=0)).ravel()
        kept = np.flatnonzero((in_texts >= choice.in_texts) & (in_texts <= choice.in_share * len(rows)))
        if len(kept) > choice.most:
            often = np.asarray(counts.sum(axis=0)).ravel()[kept]
            kept = np.sort(kept[np.argsort(-often, kind="stable")[: choice.most]])
        return kept


@dataclass(frozen=True)
class Chosen:
    """A chosen vocabulary, with its counts in all texts, so that none has to be read again.

    Attributes:
        features: what was chosen, as a tagger keeps it.
        counts: for each kind the counts of what was chosen, shape (texts, vocabulary).
    """

    features: Features
    counts: dict[str, csr_matrix]

    def of(self, rows: Rows, vectors: npt.NDArray[np.float32]) -> csr_matrix:
        """The features of some of the texts, as `Features.of` would give them.

        Args:
            rows: which texts.
            vectors: the vectors of those, shape (rows, width).
        """
        blocks = [part.weights.transform(self.counts[part.kind][rows]) for part in self.features.counted]
        return hstack([*blocks, csr_matrix(vectors)]).tocsr()
