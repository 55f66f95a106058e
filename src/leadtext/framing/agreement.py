"""How well coders agree: Krippendorff's alpha (2004), by the package krippendorff, with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np
import numpy.typing as npt

from leadtext.framing.codebook import Codebook
from leadtext.framing.labels import ADJUDICATION, GoldPassage

__all__ = ["Agreement", "agreement"]

RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha of two codings, with its 95 % interval, and on how many passages."""

    alpha: float
    low: float
    high: float
    passages: int


def agreement(codebook: Codebook, passages: Sequence[GoldPassage]) -> dict[str, Agreement]:
    """How well the first two coders of each passage agree, on each signal and on the derived variable.

    Args:
        passages: labelled passages; those with one coder are left out.

    Returns:
        By signal and by the derived variable's name; empty where no passage has two coders.
    """
    pairs = []
    for passage in passages:
        coders = [label for label in passage.labels if label.coder != ADJUDICATION]
        if len(coders) >= 2:
            pairs.append((coders[0].signals, coders[1].signals))
    if not pairs:
        return {}
    values = {value: at for at, value in enumerate(codebook.values)}
    codes = {
        name: np.array([[int(name in first), int(name in second)] for first, second in pairs])
        for name in codebook.signals
    }
    codes[codebook.derived] = np.array(
        [[values[codebook.derive(first)], values[codebook.derive(second)]] for first, second in pairs]
    )
    return {name: _agreement(coded) for name, coded in codes.items()}


def _agreement(codes: npt.NDArray[np.int64]) -> Agreement:
    random = np.random.default_rng(1)
    draws = [_alpha(codes[random.integers(0, len(codes), size=len(codes))]) for _ in range(RESAMPLES)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return Agreement(_alpha(codes), float(low), float(high), len(codes))


def _alpha(codes: npt.NDArray[np.int64]) -> float:
    if len(np.unique(codes)) == 1:
        return 1.0  # nothing to disagree on, which the formula can't say
    return float(krippendorff.alpha(reliability_data=codes.T, level_of_measurement="nominal"))
