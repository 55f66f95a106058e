"""How well coders agree: Krippendorff's alpha (2004), by the package krippendorff, with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np
import numpy.typing as npt

from leadtext.framing.codebook import Codebook
from leadtext.framing.exact import exact_share
from leadtext.framing.labels import ADJUDICATION, GoldPassage

__all__ = ["Agreement", "agreement"]

RESAMPLES = 200
NO_WIDTH = 1e-9


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha of coders, with its 95 % interval, on how many passages, by at most how many coders each.

    Where coders differ in no draw the lower end is what alpha would be if they did on as many of the passages as the
    exact binomial interval allows (Clopper and Pearson 1934).
    """

    alpha: float
    low: float
    high: float
    passages: int
    coders: int = 2


def agreement(codebook: Codebook, passages: Sequence[GoldPassage]) -> dict[str, Agreement]:
    """How well the coders of each passage agree, on each signal and on the derived variable.

    Args:
        passages: labelled passages, by any number of coders each; those with one coder are left out, and
            adjudications are no coder's.

    Returns:
        By signal and by the derived variable's name; empty where no passage has two coders.
    """
    coded = [
        answers
        for passage in passages
        if len(answers := [label.signals for label in passage.labels if label.coder != ADJUDICATION]) >= 2
    ]
    if not coded:
        return {}
    values = {value: at for at, value in enumerate(codebook.values)}
    codes = {name: _table([[int(name in said) for said in answers] for answers in coded]) for name in codebook.signals}
    if codebook.derived is not None:
        codes[codebook.derived] = _table([[values[codebook.derive(said)] for said in answers] for answers in coded])
    return {name: _agreement(table) for name, table in codes.items()}


def _table(codes: list[list[int]]) -> npt.NDArray[np.float64]:
    """Codes as a table, shape (passages, most coders that a passage has), NaN where a passage has fewer."""
    most = max(len(row) for row in codes)
    return np.array([row + [np.nan] * (most - len(row)) for row in codes], dtype=np.float64)


def _agreement(codes: npt.NDArray[np.float64]) -> Agreement:
    random = np.random.default_rng(1)
    draws = [_alpha(codes[random.integers(0, len(codes), size=len(codes))]) for _ in range(RESAMPLES)]
    low, high = (float(end) for end in np.quantile(draws, [0.025, 0.975]))
    if high - low < NO_WIDTH:
        low = min(low, _least(codes))
    return Agreement(_alpha(codes), low, high, len(codes), codes.shape[1])


def _least(codes: npt.NDArray[np.float64]) -> float:
    """Alpha's lower end where no draw has coders who differ: as if they did on as many passages as may well be."""
    known = codes[~np.isnan(codes)]
    _, held = np.unique(known, return_counts=True)
    by_chance = 1 - float((held * (held - 1)).sum()) / (len(known) * (len(known) - 1))
    if by_chance <= 0:
        return 0.0  # of one answer alone it can't be told whether they agree beyond chance
    differing = float((np.nanmin(codes, axis=1) != np.nanmax(codes, axis=1)).mean())
    return max(-1.0, 1 - exact_share(differing, len(codes))[1] / by_chance)


def _alpha(codes: npt.NDArray[np.float64]) -> float:
    if len(np.unique(codes[~np.isnan(codes)])) == 1:
        return 1.0  # nothing to disagree on, which the formula can't say
    return float(krippendorff.alpha(reliability_data=codes.T, level_of_measurement="nominal"))
