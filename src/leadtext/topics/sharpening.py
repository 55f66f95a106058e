"""Labels, where a theme has some, sharpen its anchor: they set its threshold and may tilt its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

__all__ = ["FEWEST_CASES", "Sharpening", "sharpen"]

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

FEWEST_CASES = 10
"""Labelled passages on the theme, and as many off it; fewer say nothing that the phrases don't."""
FOLDS = 5
REGULARISATION = 20.0
"""Inverse, for vectors of length 1; of 5, 20 and 60 the best on the gold corpus's themes."""
LEAST_GAIN = 0.03
"""In F1. A smaller one is as likely chance: a threshold moved for it lost 0.05 on other documents."""
WORTHS = (0.0, 0.03, 0.05, 0.08)
THRESHOLDS = 100


@dataclass(frozen=True)
class Sharpening:
    """What labels add to an anchor's score.

    Attributes:
        weights: of a passage's vector, shape (width,).
        intercept: beside them.
        worth: of the log-odds that follow, in the anchor's score; 0 where labels only set the threshold.
        threshold: the score from which on a passage belongs to the anchor.
        before: F1 on the labels without them.
        after: with them, each passage scored by what the other documents' labels taught.
    """

    weights: Floats
    intercept: float
    worth: float
    threshold: float
    before: float
    after: float

    def added(self, vectors: Floats) -> Floats:
        """What is added to the scores of passages, shape (passages,)."""
        return np.asarray(self.worth * (vectors @ self.weights + self.intercept), dtype=np.float32)


def sharpen(
    scores: Floats, vectors: Floats, holds: Bools, groups: Sequence[str], *, threshold: float
) -> Sharpening | None:
    """Learn from labels how an anchor's score should be taken.

    A logistic regression on the vectors is held against documents that it hasn't seen; it counts as much as serves F1
    there, which may be nothing.

    Args:
        scores: the anchor's own, shape (passages,).
        vectors: the passages', of length 1, shape (passages, width).
        holds: whether the theme was coded, shape (passages,).
        groups: the document of each passage.
        threshold: the anchor's own.

    Returns:
        What labels add; None where they are too few, or help nothing.
    """
    if min(holds.sum(), (~holds).sum()) < FEWEST_CASES or len(set(groups)) < FOLDS:
        return None
    odds = np.zeros(len(scores), dtype=np.float32)
    for seen, held_out in GroupKFold(FOLDS).split(vectors, holds, groups):
        if holds[seen].all() or not holds[seen].any():
            return None
        odds[held_out] = _fit(vectors[seen], holds[seen]).decision_function(vectors[held_out])
    before = _f1(holds, scores >= threshold)
    found: list[tuple[float, float, float]] = []
    for worth in WORTHS:
        tilted = scores + worth * odds
        for cut in np.quantile(tilted, np.linspace(0.01, 0.995, THRESHOLDS)):
            found.append((_f1(holds, tilted >= cut), worth, float(cut)))
    after, worth, cut = max(found, key=lambda one: (one[0], -one[1]))
    if after < before + LEAST_GAIN:
        return None
    model = _fit(vectors, holds)
    return Sharpening(
        weights=np.asarray(model.coef_[0], dtype=np.float32),
        intercept=float(model.intercept_[0]),
        worth=worth,
        threshold=cut,
        before=before,
        after=after,
    )


def _fit(vectors: Floats, holds: Bools) -> LogisticRegression:
    return LogisticRegression(C=REGULARISATION, max_iter=1000).fit(vectors, holds)


def _f1(holds: Bools, said: Bools) -> float:
    both = int((holds & said).sum())
    return 2 * both / max(1, int(holds.sum()) + int(said.sum()))
