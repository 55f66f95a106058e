"""Choosing vocabularies for training: texts are counted once; every fold chooses from its own part of the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from leadtext.framing.tagger import SHAPES, Features, Weighted

__all__ = ["Counted"]

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
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts: dict[str, csr_matrix] = {}
        self._names: dict[str, npt.NDArray[np.object_]] = {}
        for kind, shape in SHAPES.items():
            counter = CountVectorizer(**shape)
            self._counts[kind] = counter.fit_transform(texts).tocsr()
            self._names[kind] = counter.get_feature_names_out()

    def features(self, rows: Rows) -> Features:
        """The features that these texts alone would have chosen."""
        return Features(*[self._weighted(kind, rows) for kind in SHAPES])

    def _weighted(self, kind: str, rows: Rows) -> Weighted:
        counts, choice = self._counts[kind][rows], CHOICES[kind]
        in_texts = np.asarray((counts > 0).sum(axis=0)).ravel()
        kept = np.flatnonzero((in_texts >= choice.in_texts) & (in_texts <= choice.in_share * len(rows)))
        if len(kept) > choice.most:
            often = np.asarray(counts.sum(axis=0)).ravel()[kept]
            kept = np.sort(kept[np.argsort(-often, kind="stable")[: choice.most]])
        weights = TfidfTransformer(sublinear_tf=True).fit(counts[:, kept])
        return Weighted(kind, tuple(self._names[kind][kept].tolist()), weights)
