"""How well a tagger does: scores with intervals, calibration, risk against coverage, by genre and voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from leadtext.framing.codebook import Codebook
from leadtext.framing.exact import exact_f1, exact_share
from leadtext.framing.labels import GoldPassage
from leadtext.framing.tagger import decide, holding

__all__ = ["Bin", "Evaluation", "Score", "calibration_error", "evaluate", "f1_of_each", "reliability", "share"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
RESAMPLES = 500
NO_WIDTH = 1e-9
BINS = 10


@dataclass(frozen=True, slots=True)
class Score:
    """A figure with its 95 % interval: from a bootstrap over documents, or the exact one where draws don't differ."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers with like probabilities.

    Attributes:
        said: their probability on average.
        held: the share of them that came true.
        passages: how many answers there are.
    """

    said: float
    held: float
    passages: int


@dataclass(frozen=True)
class Evaluation:
    """What a tagger scored on passages that it was not trained on.

    Attributes:
        passages: how many passages.
        macro_f1: the mean of the derived variable's F1 over its values; without such a variable, over the signals.
        accuracy: the share of passages given the right value; without a derived variable, every right answer.
        signals: each signal's F1.
        signal_cases: how many passages have each signal.
        calibration_error: the expected calibration error of the signals' probabilities (10 bins of equal size).
        reliability: the signals' probabilities against what held, in 10 bins of equal size.
        coverage: (share of passages tagged, accuracy on them) as the tagger abstains less and less.
        genres: accuracy by genre.
        values: each value's F1; empty without a derived variable.
        micro_f1: F1 of all signals' answers together; only without a derived variable.
    """

    passages: int
    macro_f1: Score
    accuracy: Score
    values: Mapping[str, float]
    signals: Mapping[str, Score]
    signal_cases: Mapping[str, int]
    calibration_error: float
    reliability: Sequence[Bin]
    coverage: Sequence[tuple[float, float]]
    genres: Mapping[str, Score]
    micro_f1: Score | None = None

    def as_facts(self) -> dict[str, Any]:
        """The figures as plain numbers, for ``model.json``."""
        facts: dict[str, Any] = _rounded(asdict(self))
        return {name: fact for name, fact in facts.items() if fact is not None}


def evaluate(
    codebook: Codebook, passages: Sequence[GoldPassage], probabilities: Floats, thresholds: Mapping[str, float]
) -> Evaluation:
    """Score probabilities against labels.

    Args:
        passages: the labelled passages.
        probabilities: the signals' probabilities by a tagger that didn't see them, shape (passages, signals).
        thresholds: for each signal the probability from which on it holds.
    """
    truth = np.array([[name in passage.label.signals for name in codebook.signals] for passage in passages])
    frames, confidence = decide(codebook, probabilities, thresholds)
    held = holding(codebook, probabilities, thresholds)
    place = {value: at for at, value in enumerate(codebook.values)}
    if codebook.derived is None:
        wanted = given = np.zeros(len(passages), dtype=np.intp)
        right = (truth == held).all(axis=1)
    else:
        wanted = np.array([place[codebook.derive(passage.label.signals)] for passage in passages])
        given = np.array([place[frame] for frame in frames])
        right = wanted == given
    resamples = _resamples([passage.group for passage in passages])

    _, document = np.unique([passage.group for passage in passages], return_inverse=True)

    def scored(of: Callable[[Rows], float], rows: Rows, exact: Callable[[Rows], tuple[float, float]]) -> Score:
        inside = np.zeros(len(passages), dtype=bool)
        inside[rows] = True
        draws = [of(kept) for sample in resamples if len(kept := sample[inside[sample]])]
        low, high = (float(end) for end in np.quantile(draws, [0.025, 0.975]))
        if high - low < NO_WIDTH:
            bottom, top = exact(rows)
            low, high = min(low, bottom), max(high, top)
        return Score(of(rows), low, high)

    def exact_of(wants: Flags, gives: Flags, rows: Rows) -> tuple[float, float]:
        """F1's exact interval from answers of shape (passages, ...); a document is one case, however long it is."""
        any_ = wants[rows] | gives[rows]
        cases = len(np.unique(document[rows][any_.reshape(len(rows), -1).any(axis=1)]))
        return exact_f1(float((wants[rows] & gives[rows]).sum() / max(1, any_.sum())), cases)

    def macro(rows: Rows) -> float:
        if codebook.derived is None:
            return float(_signals_f1(truth[rows], held[rows]).mean())
        each = f1_of_each(wanted[rows], given[rows], len(place))
        # A value that neither occurs nor is given says nothing of the tagger.
        return float(each[np.union1d(wanted[rows], given[rows])].mean())

    def exact_macro(rows: Rows) -> tuple[float, float]:
        # The mean of the ends: wider than the mean's own interval would be, for a mean spreads no more than its parts.
        if codebook.derived is None:
            answers = [(truth[:, at], held[:, at]) for at in range(len(codebook.signals))]
            answers = [(wants, gives) for wants, gives in answers if (wants[rows] | gives[rows]).any()]
        else:
            answers = [(wanted == at, given == at) for at in np.union1d(wanted[rows], given[rows])]
        ends = [exact_of(wants, gives, rows) for wants, gives in answers] or [(0.0, 1.0)]
        return float(np.mean([low for low, _ in ends])), float(np.mean([high for _, high in ends]))

    def micro(rows: Rows) -> float:
        both = int(truth[rows].sum()) + int(held[rows].sum())
        return 2 * int((truth[rows] & held[rows]).sum()) / max(both, 1)

    def accuracy(rows: Rows) -> float:
        return float(right[rows].mean())

    def exact_accuracy(rows: Rows) -> tuple[float, float]:
        return exact_share(float(right[rows].mean()), len(np.unique(document[rows])))

    everything = np.arange(len(passages))
    signals = {}
    for at, name in enumerate(codebook.signals):

        def signal_f1(rows: Rows, at: int = at) -> float:
            return float(f1_of_each(truth[rows, at].astype(np.intp), held[rows, at].astype(np.intp), 2)[1])

        signals[name] = scored(signal_f1, everything, partial(exact_of, truth[:, at], held[:, at]))
    each = f1_of_each(wanted, given, len(place)) if place else np.zeros(0)
    genres = np.array([passage.genre for passage in passages])
    return Evaluation(
        passages=len(passages),
        macro_f1=scored(macro, everything, exact_macro),
        accuracy=scored(accuracy, everything, exact_accuracy),
        values={value: float(score) for value, score in zip(codebook.values, each, strict=True)},
        signals=signals,
        signal_cases={name: int(truth[:, at].sum()) for at, name in enumerate(codebook.signals)},
        calibration_error=calibration_error(truth.ravel(), probabilities.ravel()),
        reliability=reliability(truth.ravel(), probabilities.ravel()),
        coverage=_coverage(right, confidence),
        genres={
            str(genre): scored(accuracy, np.flatnonzero(genres == genre), exact_accuracy)
            for genre in np.unique(genres)
            if genre
        },
        micro_f1=scored(micro, everything, partial(exact_of, truth, held)) if codebook.derived is None else None,
    )


def share(holds: npt.NDArray[np.bool_], groups: Sequence[str]) -> Score:
    """The share of passages of which something holds, with its interval.

    Args:
        holds: whether it does, shape (passages,).
        groups: what of each passage is drawn together (see `GoldPassage.group`).
    """
    draws = [float(holds[sample].mean()) for sample in _resamples(groups)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return Score(float(holds.mean()), float(low), float(high))


def f1_of_each(wanted: Rows, given: Rows, values: int) -> Floats:
    """Each value's F1, shape (values,); 0 for a value that neither occurs nor is given.

    Args:
        wanted: the right values, as numbers from 0.
        given: those given.
        values: how many values there are.
    """
    table = np.bincount(wanted * values + given, minlength=values * values).reshape(values, values)
    both = table.sum(axis=0) + table.sum(axis=1)
    return np.asarray(2 * np.diag(table) / np.maximum(both, 1), dtype=np.float64)


def _signals_f1(truth: npt.NDArray[np.bool_], held: npt.NDArray[np.bool_]) -> Floats:
    """F1 of each signal that occurs or is given, from answers of shape (passages, signals)."""
    both = truth.sum(axis=0) + held.sum(axis=0)
    return np.asarray((2 * (truth & held).sum(axis=0) / np.maximum(both, 1))[both > 0], dtype=np.float64)


def calibration_error(truth: npt.NDArray[np.bool_], probabilities: Floats, *, bins: int = BINS) -> float:
    """The expected calibration error: how far stated probabilities are from what happens, on average.

    Bins hold equally many cases (Nguyen and O'Connor 2015), since most probabilities are small.

    Args:
        truth: whether it held, shape (cases,).
        probabilities: what was said, shape (cases,).
        bins: how many bins.
    """
    gaps = [abs(found.said - found.held) * found.passages for found in reliability(truth, probabilities, bins=bins)]
    return float(sum(gaps) / len(truth))


def reliability(truth: npt.NDArray[np.bool_], probabilities: Floats, *, bins: int = BINS) -> list[Bin]:
    """Stated probabilities beside what happened, in bins of equally many cases; arguments of `calibration_error`."""
    order = np.argsort(probabilities, kind="stable")
    return [
        Bin(float(probabilities[part].mean()), float(truth[part].mean()), len(part))
        for part in np.array_split(order, bins)
        if len(part)
    ]


def _coverage(right: npt.NDArray[np.bool_], confidence: Floats) -> list[tuple[float, float]]:
    order = np.argsort(-confidence, kind="stable")
    curve = []
    for tenth in range(1, 11):
        kept = order[: max(1, round(len(order) * tenth / 10))]
        curve.append((tenth / 10, float(right[kept].mean())))
    return curve


def _resamples(groups: Sequence[str]) -> list[npt.NDArray[np.intp]]:
    """Rows of documents drawn with replacement, as often as there are documents."""
    names, index = np.unique(np.array(groups), return_inverse=True)
    rows = [np.flatnonzero(index == at) for at in range(len(names))]
    random = np.random.default_rng(1)
    return [
        np.concatenate([rows[at] for at in random.integers(0, len(rows), size=len(rows))]) for _ in range(RESAMPLES)
    ]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
