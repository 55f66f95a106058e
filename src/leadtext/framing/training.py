"""Training a tagger: folds that leave voices or documents out, calibration and thresholds on them, then one last fit.

Calibration is Platt's (1999): a slope and an intercept for each signal, fitted on the scores of held-out voices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from leadtext.errors import LabelError
from leadtext.framing.codebook import Codebook
from leadtext.framing.evaluation import Evaluation, evaluate, f1_of_each
from leadtext.framing.folds import folds, has_voices
from leadtext.framing.labels import GoldPassage, fingerprint
from leadtext.framing.tagger import Floats, Tagger, calibrated, decide, head_scores, holding
from leadtext.framing.vocabulary import Counted

__all__ = ["Trained", "check_enough", "train"]

MIN_PASSAGES = 100
MIN_CASES = 10
STRENGTH = 10.0
"""Inverse of the heads' regularisation; of 1, 3 and 10 it scored best on four held-out writers."""
WANTED_ACCURACY = 0.9
"""The tagger abstains as often as it must for the tags it gives to be right this often on held-out voices."""
LEAST_COVERAGE = 0.5
THRESHOLD_ROUNDS = 2
CUTS = [round(float(cut), 2) for cut in np.arange(0.3, 0.71, 0.05)]
CUTS_ALONE = [round(float(cut), 2) for cut in np.arange(0.1, 0.71, 0.05)]
"""Where no variable follows from the signals, rare ones may hold early: the best threshold is half the best F1
(Lipton et al. 2014)."""


@dataclass(frozen=True)
class Trained:
    """A tagger and what it scored on voices that it had not seen.

    Attributes:
        voices: the share of right tags by voice; empty where folds were of documents.
        notes: what a person should know of the labels, a sentence each.
    """

    tagger: Tagger
    evaluation: Evaluation
    parts: Mapping[str, Evaluation]
    voices: Mapping[str, float]
    data: str
    passages: int
    writers: int
    notes: tuple[str, ...] = ()


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
    check_enough(codebook, passages)
    truth = np.array([[name in passage.label.signals for name in codebook.signals] for passage in passages])
    fold = folds(codebook, passages)
    scores = _held_out_scores(codebook, passages, vectors, truth, fold, progress=progress)
    held_out = np.zeros_like(scores)
    for name in np.unique(fold):
        test = fold == name
        for at in range(len(codebook.signals)):
            held_out[test, at] = calibrated(scores[test, at], _platt(scores[~test, at], truth[~test, at]))
    thresholds = _thresholds(codebook, held_out, passages)
    evaluation = evaluate(codebook, passages, held_out, thresholds)
    frames, confidence = decide(codebook, held_out, thresholds)
    if codebook.derived is None:
        right = (holding(codebook, held_out, thresholds) == truth).all(axis=1)
    else:
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
        voices={str(name): round(float(right[fold == name].mean()), 4) for name in np.unique(fold)}
        if has_voices(passages)
        else {},
        data=data,
        passages=len(passages),
        writers=len({passage.writer for passage in passages}),
    )


def check_enough(codebook: Codebook, passages: Sequence[GoldPassage]) -> None:
    """Refuse labels that nothing can be learnt from.

    Raises:
        LabelError: there are too few passages, a signal has too few cases of either answer, or all of a signal's
            cases stand in one voice or document, so that none is left to train on when that is held out.
    """
    if len(passages) < MIN_PASSAGES:
        raise LabelError(
            f"there are {len(passages)} labelled passages; training needs {MIN_PASSAGES} or more to be worth anything."
        )
    for name in codebook.signals:
        cases = sum(name in passage.label.signals for passage in passages)
        if min(cases, len(passages) - cases) < MIN_CASES:
            raise LabelError(
                f"the {codebook.noun} '{name}' holds for {cases} of {len(passages)} passages; training needs "
                f"{MIN_CASES} or more of either answer: label more, or take the {codebook.noun} out of the codebook."
            )
    fold = folds(codebook, passages)
    if len(np.unique(fold)) < 2:
        raise LabelError("all passages have the same voice and document; the figures need a second to be held out.")
    for held_out, rest in _splits(passages, fold):
        for name in codebook.signals:
            if len({name in passages[at].label.signals for at in rest}) < 2:
                raise LabelError(
                    f"without '{fold[held_out[0]]}' and its documents, the {codebook.noun} '{name}' has cases of one "
                    "answer only; label more of it elsewhere, or leave the column of voices or groups out."
                )


def _splits(
    passages: Sequence[GoldPassage], fold: npt.NDArray[np.str_]
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """For each fold, the rows that are held out and those that share neither fold nor document with them."""
    groups = np.array([passage.group for passage in passages])
    for name in np.unique(fold):
        test = np.flatnonzero(fold == name)
        yield test, np.flatnonzero(~np.isin(groups, groups[test]))


def _held_out_scores(
    codebook: Codebook,
    passages: Sequence[GoldPassage],
    vectors: npt.NDArray[np.float32],
    truth: npt.NDArray[np.bool_],
    fold: npt.NDArray[np.str_],
    *,
    progress: Callable[[int, int], None] | None,
) -> Floats:
    """Every passage's scores by heads that saw neither its voice nor its document, shape (passages, signals)."""
    scores = np.zeros(truth.shape, dtype=np.float64)
    counted = Counted([passage.text for passage in passages])
    parts = len(np.unique(fold))
    for done, (test, rest) in enumerate(_splits(passages, fold), start=1):
        chosen = counted.choose(rest)
        seen, unseen = chosen.of(rest, vectors[rest]), chosen.of(test, vectors[test])
        for column in range(len(codebook.signals)):
            scores[test, column] = head_scores(_head(seen, truth[rest, column]), unseen)
        if progress is not None:
            progress(done, parts)
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
    neglected wherever another of its side makes up for it. One signal's threshold is moved at a time. Where nothing
    follows from the signals, each one's F1 alone is scored.
    """
    if codebook.one_of_many:
        return dict.fromkeys(codebook.signals, 0.5)  # the likeliest value holds; see `holding`
    if codebook.derived is None:
        return _thresholds_alone(codebook, probabilities, passages)
    place = {value: at for at, value in enumerate(codebook.values)}
    wanted = np.array([place[codebook.derive(passage.label.signals)] for passage in passages])
    truth = np.array([[name in passage.label.signals for name in codebook.signals] for passage in passages])
    thresholds = dict.fromkeys(codebook.signals, 0.5)

    def score(candidate: Mapping[str, float]) -> float:
        frames, _ = decide(codebook, probabilities, candidate)
        held = holding(codebook, probabilities, candidate)
        signals = [
            f1_of_each(truth[:, at].astype(np.intp), held[:, at].astype(np.intp), 2)[1]
            for at in range(len(codebook.signals))
        ]
        return float(np.mean(signals)) + float(
            f1_of_each(wanted, np.array([place[frame] for frame in frames]), len(place)).mean()
        )

    for _ in range(THRESHOLD_ROUNDS):
        for name in codebook.signals:
            candidates = [thresholds | {name: cut} for cut in CUTS]
            # Of equals, the one nearest to one half.
            thresholds = max(candidates, key=lambda tried: (score(tried), -abs(tried[name] - 0.5)))
    return thresholds


def _thresholds_alone(codebook: Codebook, probabilities: Floats, passages: Sequence[GoldPassage]) -> dict[str, float]:
    thresholds = {}
    for at, name in enumerate(codebook.signals):
        truth = np.array([name in passage.label.signals for passage in passages], dtype=np.intp)
        found = {
            cut: float(f1_of_each(truth, (probabilities[:, at] >= cut).astype(np.intp), 2)[1]) for cut in CUTS_ALONE
        }
        thresholds[name] = max(CUTS_ALONE, key=lambda cut, found=found: (found[cut], -abs(cut - 0.5)))  # type: ignore[misc]
    return thresholds


def _abstain_below(right: npt.NDArray[np.bool_], confidence: Floats) -> float:
    order = np.argsort(-confidence, kind="stable")
    accuracy = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(accuracy >= WANTED_ACCURACY)
    kept = max(int(enough[-1]) + 1 if len(enough) else 0, round(LEAST_COVERAGE * len(order)))
    return 0.0 if kept >= len(order) else round(float(confidence[order[kept - 1]]), 4)
