"""The gate of a tagger with layers: which passages need not be read, by their vector alone.

Most passages of a study are about something else; the cheapest cascade (Viola and Jones 2001,
doi:10.1109/CVPR.2001.990517) lets those by and says of them what held of such passages in training.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import logit
from sklearn.linear_model import LogisticRegression

__all__ = ["BELOW", "Entrance", "Gate", "fit_gate", "spared_on_others"]

BELOW = 0.1
"""How probable it must be that any signal holds for a passage to be read."""
STRENGTH = 10.0

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Gate:
    """Tells from a text's vector alone whether a tagger need read it.

    Attributes:
        weights: of a logistic regression on the vector, shape (width,).
        intercept: of the same.
        below: the log-odds of anything holding of a text, under which it is spared.
    """

    weights: npt.NDArray[np.float64]
    intercept: float
    below: float

    def spares(self, vectors: Vectors) -> npt.NDArray[np.bool_]:
        """Which texts need not be read, shape (texts,); ``vectors`` has shape (texts, width).

        Vectors are rounded to float16 first, as a study keeps them, so that a text is spared there and elsewhere alike.
        """
        rounded = vectors.astype(np.float16).astype(np.float64)
        # A sum of its own for each text: a product of matrices may differ in the last place with the number of texts.
        return np.array([float(np.dot(row, self.weights)) + self.intercept < self.below for row in rounded], dtype=bool)


@dataclass(frozen=True)
class Entrance:
    """What a tagger with layers makes of passages before it reads them.

    Attributes:
        gate: tells which passages need not be read.
        shares: how often each signal holds of those, by name; what is said of them.
    """

    gate: Gate
    shares: Mapping[str, float]

    def as_facts(self) -> dict[str, Any]:
        """As a model's ``model.json`` holds it."""
        gate = self.gate
        return {
            "weights": gate.weights.tolist(),
            "intercept": gate.intercept,
            "below": gate.below,
            "shares": dict(self.shares),
        }

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Entrance:
        """What `as_facts` gave."""
        gate = Gate(np.array(facts["weights"], dtype=np.float64), float(facts["intercept"]), float(facts["below"]))
        return cls(gate, {name: float(share) for name, share in facts["shares"].items()})


def fit_gate(vectors: Vectors, truth: npt.NDArray[np.bool_]) -> Gate | None:
    """A gate trained on labelled passages.

    Args:
        vectors: their vectors, shape (passages, width).
        truth: which signals hold, shape (passages, signals).

    Returns:
        None where some signal holds of every passage, or none of any: nothing tells them apart.
    """
    anything = truth.any(axis=1)
    if anything.all() or not anything.any():
        return None
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(vectors.astype(np.float64), anything)
    weights = np.round(model.coef_[0].astype(np.float64), 6)
    return Gate(weights, round(float(model.intercept_[0]), 6), float(logit(BELOW)))


def spared_on_others(
    vectors: Vectors, truth: npt.NDArray[np.bool_], fold: npt.NDArray[np.str_]
) -> npt.NDArray[np.bool_]:
    """Which passages are let by, each fold by a gate trained on the others, shape (passages,).

    Args:
        vectors: shape (passages, width).
        truth: which signals hold, shape (passages, signals).
        fold: shape (passages,).
    """
    spared = np.zeros(len(truth), dtype=bool)
    for name in np.unique(fold):
        test = fold == name
        gate = fit_gate(vectors[~test], truth[~test])
        if gate is not None:
            spared[test] = gate.spares(vectors[test])
    return spared
