"""Training a tagger: folds that leave a voice out, calibration and thresholds on what they say, then one last fit.

Calibration is Platt's (1999): a slope and an intercept for each signal, fitted on the scores of held-out voices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from leadtext.errors import LabelError
from leadtext.framing.codebook import Codebook
from leadtext.framing.evaluation import Evaluation, evaluate, f1_of_each
from leadtext.framing.labels import GoldPassage, fingerprint
from leadtext.framing.tagger import Floats, Tagger, calibrated, decide, head_scores
from leadtext.framing.vocabulary import Counted

__all__ = ["Trained", "train"]

MIN_PASSAGES = 100
MIN_CASES = 10
STRENGTH = 10.0
"""Inverse of the heads' regularisation; of 1, 3 and 10 it scored best on four held-out writers."""
WANTED_ACCURACY = 0.9
"""The tagger abstains as often as it must for the tags it gives to be right this often on held-out voices."""
LEAST_COVERAGE = 0.5
THRESHOLD_ROUNDS = 2


@dataclass(frozen=True)
class Trained:
    """A tagger and what it scored on voices that it had not seen."""

    tagger: Tagger
    evaluation: Evaluation
    parts: Mapping[str, Evaluation]
    voices: Mapping[str, float]
    data: str
    passages: int
    writers: int


def train(
    codebook: Codebook,
    passages: Sequence[GoldPassage],
    vectors: npt.NDArray[np.float32],
    *,
    encoder: str,
    progress: Callable[[int, int], None] | None = None,
) -> Trained:
    """Train a tagger on labelled passages.

    Args:
        passages: the labelled passages.
        vectors: their vectors, shape (passages, width).
        encoder: the fingerprint of the encoder that made the vectors.
        progress: called with (folds done, folds in all).

    Raises:
        LabelError: there are too few passages, or a signal has too few cases of either answer.
    """
    _check(codebook, passages)
    truth = np.array([[name in passage.label.signals for name in codebook.signals] for passage in passages])
    scores = _held_out_scores(codebook, passages, vectors, truth, progress)
    voices = np.array([passage.voice for passage in passages])
    held_out = np.zeros_like(scores)
    for voice in np.unique(voices):
        test = voices == voice
        for at in range(len(codebook.signals)):
            held_out[test, at] = calibrated(scores[test, at], _platt(scores[~test, at], truth[~test, at]))
    thresholds = _thresholds(codebook, held_out, passages)
    evaluation = evaluate(codebook, passages, held_out, thresholds)
    frames, confidence = decide(codebook, held_out, thresholds)
    right = np.array(
        [frame == codebook.derive(passage.label.signals) for frame, passage in zip(frames, passages, strict=True)]
    )
    everything = np.arange(len(passages))
    chosen = Counted([passage.text for passage in passages]).choose(everything)
    matrix = chosen.of(everything, vectors)
    data = fingerprint(codebook, passages)
    tagger = Tagger(
        codebook=codebook,
        features=chosen.features,
        heads={name: _head(matrix, truth[:, at]) for at, name in enumerate(codebook.signals)},
        calibration={name: _platt(scores[:, at], truth[:, at]) for at, name in enumerate(codebook.signals)},
        thresholds=thresholds,
        abstain_below=_abstain_below(right, confidence),
        encoder=encoder,
        fingerprint="",
        facts={"data": data, "passages": len(passages), "evaluation": evaluation.as_facts()},
    )
    return Trained(
        tagger=tagger,
        evaluation=evaluation,
        parts=_parts(codebook, passages, held_out, thresholds),
        voices={str(voice): round(float(right[voices == voice].mean()), 4) for voice in np.unique(voices)},
        data=data,
        passages=len(passages),
        writers=len({passage.writer for passage in passages}),
    )


def _check(codebook: Codebook, passages: Sequence[GoldPassage]) -> None:
    if len(passages) < MIN_PASSAGES:
        raise LabelError(
            f"there are {len(passages)} labelled passages; training needs {MIN_PASSAGES} or more to be worth anything."
        )
    for name in codebook.signals:
        cases = sum(name in passage.label.signals for passage in passages)
        if min(cases, len(passages) - cases) < MIN_CASES:
            raise LabelError(
                f"the signal '{name}' holds for {cases} of {len(passages)} passages; training needs {MIN_CASES} or "
                "more of either answer: label more, or take the signal out of the codebook."
            )
    if len({passage.voice for passage in passages}) < 2:
        raise LabelError("all passages have the same voice; the figures need a second one to be held out.")


def _held_out_scores(
    codebook: Codebook,
    passages: Sequence[GoldPassage],
    vectors: npt.NDArray[np.float32],
    truth: npt.NDArray[np.bool_],
    progress: Callable[[int, int], None] | None,
) -> Floats:
    """Every passage's scores by heads that saw neither its voice nor its document, shape (passages, signals)."""
    voices = np.array([passage.voice for passage in passages])
    groups = np.array([passage.group for passage in passages])
    scores = np.zeros(truth.shape, dtype=np.float64)
    names = np.unique(voices)
    counted = Counted([passage.text for passage in passages])
    for done, voice in enumerate(names, start=1):
        test = np.flatnonzero(voices == voice)
        rest = np.flatnonzero(~np.isin(groups, groups[test]))
        chosen = counted.choose(rest)
        seen, unseen = chosen.of(rest, vectors[rest]), chosen.of(test, vectors[test])
        for column in range(len(codebook.signals)):
            scores[test, column] = head_scores(_head(seen, truth[rest, column]), unseen)
        if progress is not None:
            progress(done, len(names))
    return scores


def _parts(
    codebook: Codebook, passages: Sequence[GoldPassage], held_out: Floats, thresholds: Mapping[str, float]
) -> dict[str, Evaluation]:
    """The figures on plain and on hard passages apart."""
    found = {}
    for name, hard in (("plain", False), ("hard", True)):
        rows = [at for at, passage in enumerate(passages) if passage.hard == hard]
        if rows:
            found[name] = evaluate(codebook, [passages[at] for at in rows], held_out[rows], thresholds)
    return found


def _head(matrix: csr_matrix, truth: npt.NDArray[np.bool_]) -> LogisticRegression:
    # Coordinate descent: on two busy cores a third of the time that L-BFGS takes, with the same scores.
    model = LogisticRegression(
        C=STRENGTH, class_weight="balanced", solver="liblinear", dual=True, max_iter=2000, random_state=1
    )
    return model.fit(matrix, truth)


def _platt(scores: Floats, truth: npt.NDArray[np.bool_]) -> tuple[float, float]:
    fitted = LogisticRegression(C=1e4, max_iter=2000).fit(scores.reshape(-1, 1), truth)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _thresholds(codebook: Codebook, probabilities: Floats, passages: Sequence[GoldPassage]) -> dict[str, float]:
    """The probabilities from which on signals are taken to hold: those that score best on held-out voices.

    Scored are the derived variable's macro-F1 and the mean of the signals' F1, evenly: by the first alone a signal is
    neglected wherever another of its side makes up for it. One signal's threshold is moved at a time.
    """
    place = {value: at for at, value in enumerate(codebook.values)}
    wanted = np.array([place[codebook.derive(passage.label.signals)] for passage in passages])
    truth = np.array([[name in passage.label.signals for name in codebook.signals] for passage in passages])
    thresholds = dict.fromkeys(codebook.signals, 0.5)

    def score(candidate: Mapping[str, float]) -> float:
        frames, _ = decide(codebook, probabilities, candidate)
        held = probabilities >= np.array([candidate[name] for name in codebook.signals])
        signals = [
            f1_of_each(truth[:, at].astype(np.intp), held[:, at].astype(np.intp), 2)[1]
            for at in range(len(codebook.signals))
        ]
        return float(np.mean(signals)) + float(
            f1_of_each(wanted, np.array([place[frame] for frame in frames]), len(place)).mean()
        )

    for _ in range(THRESHOLD_ROUNDS):
        for name in codebook.signals:
            candidates = [thresholds | {name: round(float(cut), 2)} for cut in np.arange(0.3, 0.71, 0.05)]
            # Of equals, the one nearest to one half.
            thresholds = max(candidates, key=lambda tried: (score(tried), -abs(tried[name] - 0.5)))
    return thresholds


def _abstain_below(right: npt.NDArray[np.bool_], confidence: Floats) -> float:
    order = np.argsort(-confidence, kind="stable")
    accuracy = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(accuracy >= WANTED_ACCURACY)
    kept = max(int(enough[-1]) + 1 if len(enough) else 0, round(LEAST_COVERAGE * len(order)))
    return 0.0 if kept >= len(order) else round(float(confidence[order[kept - 1]]), 4)
