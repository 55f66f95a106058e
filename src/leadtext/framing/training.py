"""Training a tagger: folds that leave writers, voices or documents out, calibration and thresholds on them, then one
last fit.

Calibration is Platt's (1999): weights and an intercept for each signal, fitted on held-out scores. Where the tagger has
layers of its own, their score stands beside the head's, so that the same regression weighs the two (stacking; Wolpert
1992, doi:10.1016/S0893-6080(05)80023-1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from leadtext.errors import LabelError
from leadtext.framing.codebook import Codebook
from leadtext.framing.evaluation import Evaluation, evaluate, f1_of_each
from leadtext.framing.features import SHAPES
from leadtext.framing.finetuning import FineTuned
from leadtext.framing.folds import folds, has_voices, has_writers, splits
from leadtext.framing.gate import Entrance, fit_gate, spared_on_others
from leadtext.framing.labels import GoldPassage, fingerprint
from leadtext.framing.tagger import Floats, Tagger, calibrated, decide, head_scores, holding
from leadtext.framing.themes import fit_theme_scales
from leadtext.framing.trained import VOICE_PASSAGES, Trained, VoiceScore
from leadtext.framing.vocabulary import Counted

__all__ = [
    "calibrated_on_others",
    "check_enough",
    "fit_head",
    "thresholds_for",
    "train",
]

MIN_PASSAGES = 100
MIN_CASES = 10
STRENGTH = 10.0
"""Inverse of the heads' regularisation; of 1, 3 and 10 it scored best on four held-out writers."""
WANTED_ACCURACY = 0.9
"""The tagger abstains as often as it must for the tags it gives to be right this often on held-out voices."""
LEAST_COVERAGE = 0.5
EVEN = 0.5
"""A tagger that need not abstain to be right so often on held-out voices does where its tag is less probable than not:
it will meet other texts."""
THRESHOLD_ROUNDS = 2
CUTS = [round(float(cut), 2) for cut in np.arange(0.3, 0.71, 0.05)]
CUTS_ALONE = [round(float(cut), 2) for cut in np.arange(0.1, 0.71, 0.05)]
"""Where no variable follows from the signals, rare ones may hold early: the best threshold is half the best F1
(Lipton et al. 2014)."""


def train(
    codebook: Codebook,
    passages: Sequence[GoldPassage],
    vectors: npt.NDArray[np.float32],
    *,
    encoder: str,
    fine_tuned: FineTuned | None = None,
    phrases: Mapping[str, tuple[str, Floats]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Trained:
    """Train a tagger on labelled passages.

    Args:
        passages: the labelled passages.
        vectors: their vectors, shape (passages, width).
        encoder: the fingerprint of the encoder that made the vectors.
        fine_tuned: layers fine-tuned on the same passages by the same folds; None for a tagger without.
        phrases: for themes that have an anchor its digest and the scores of passages by its phrases, shape (passages,).
        progress: called with (folds done, folds in all).

    Raises:
        LabelError: there are too few passages, or a signal has too few cases of either answer.
    """
    check_enough(codebook, passages)
    truth = np.array([[name in passage.label.signals for name in codebook.signals] for passage in passages])
    fold = folds(codebook, passages)
    kinds = tuple(SHAPES) if fine_tuned is None else ("words",)
    scores = _held_out_scores(codebook, passages, vectors, truth, fold, kinds=kinds, progress=progress)[:, :, None]
    entrance = None
    if fine_tuned is not None:
        scores = np.concatenate([scores, fine_tuned.held_out[:, :, None]], axis=2)
        spared = spared_on_others(vectors, truth, fold)
        gate = fit_gate(vectors, truth)
        if gate is not None and spared.any():
            scores[spared] = np.nan
            entrance = Entrance(gate, dict(zip(codebook.signals, _shares(truth[spared]), strict=True)))
    held_out = calibrated_on_others(scores, truth, fold)
    thresholds = thresholds_for(codebook, held_out, passages)
    evaluation = evaluate(codebook, passages, held_out, thresholds)
    frames, confidence = decide(codebook, held_out, thresholds)
    if codebook.derived is None:
        right = (holding(codebook, held_out, thresholds) == truth).all(axis=1)
    else:
        right = np.array(
            [frame == codebook.derive(passage.label.signals) for frame, passage in zip(frames, passages, strict=True)]
        )
    everything = np.arange(len(passages))
    chosen = Counted([passage.text for passage in passages], kinds).choose(everything)
    matrix = chosen.of(everything, vectors)
    data = fingerprint(codebook, passages)
    tagger = Tagger(
        codebook=codebook,
        features=chosen.features,
        heads={name: fit_head(matrix, truth[:, at]) for at, name in enumerate(codebook.signals)},
        calibration={name: _platt(scores[:, at], truth[:, at]) for at, name in enumerate(codebook.signals)},
        thresholds=thresholds,
        abstain_below=_abstain_below(right, confidence),
        encoder=encoder,
        fingerprint="",
        facts={
            "data": data,
            "passages": len(passages),
            "writers": _by_writer(passages, right),
            "evaluation": evaluation.as_facts(),
        },
        layers=None if fine_tuned is None else fine_tuned.network,
        entrance=entrance,
        themes={}
        if fine_tuned is None or not fine_tuned.themes.shape[1]
        else fit_theme_scales(codebook, passages, fine_tuned.themes, phrases or {}),
    )
    return Trained(
        tagger=tagger,
        evaluation=evaluation,
        parts=_parts(codebook, passages, held_out, thresholds),
        voices=_by_voice(passages, right),
        data=data,
        passages=len(passages),
        writers=len({passage.writer for passage in passages}),
        by_writer=has_writers(passages),
        spared=float(np.isnan(scores[:, 0, 0]).mean()),
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
    for held_out, rest in splits(passages, fold):
        for name in codebook.signals:
            if len({name in passages[at].label.signals for at in rest}) < 2:
                raise LabelError(
                    f"without '{fold[held_out[0]]}' and its documents, the {codebook.noun} '{name}' has cases of one "
                    "answer only; label more of it elsewhere, or leave the column of voices or groups out."
                )


def _held_out_scores(
    codebook: Codebook,
    passages: Sequence[GoldPassage],
    vectors: npt.NDArray[np.float32],
    truth: npt.NDArray[np.bool_],
    fold: npt.NDArray[np.str_],
    *,
    kinds: Sequence[str],
    progress: Callable[[int, int], None] | None,
) -> Floats:
    """Every passage's scores by heads that saw neither its fold nor its document, shape (passages, signals)."""
    scores = np.zeros(truth.shape, dtype=np.float64)
    counted = Counted([passage.text for passage in passages], kinds)
    parts = len(np.unique(fold))
    for done, (test, rest) in enumerate(splits(passages, fold), start=1):
        chosen = counted.choose(rest)
        seen, unseen = chosen.of(rest, vectors[rest]), chosen.of(test, vectors[test])
        for column in range(len(codebook.signals)):
            scores[test, column] = head_scores(fit_head(seen, truth[rest, column]), unseen)
        if progress is not None:
            progress(done, parts)
    return scores


def _by_voice(passages: Sequence[GoldPassage], right: npt.NDArray[np.bool_]) -> dict[str, VoiceScore]:
    """The score of each voice with passages enough; empty where passages tell no voices apart."""
    if not (has_voices(passages) or has_writers(passages)):
        return {}
    voices = np.array([passage.voice for passage in passages])
    names, sizes = np.unique(voices, return_counts=True)
    return {
        str(name): VoiceScore(int(size), round(float(right[voices == name].mean()), 4))
        for name, size in zip(names, sizes, strict=True)
        if size >= VOICE_PASSAGES or not has_writers(passages)
    }


def _by_writer(passages: Sequence[GoldPassage], right: npt.NDArray[np.bool_]) -> dict[str, dict[str, float]]:
    """How many passages each writer wrote, and the share of right tags on them; empty where no writers are told."""
    if not has_writers(passages):
        return {}
    writers = np.array([passage.writer for passage in passages])
    return {
        str(name): {"passages": int((writers == name).sum()), "right": round(float(right[writers == name].mean()), 4)}
        for name in np.unique(writers)
    }


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


def fit_head(matrix: csr_matrix, truth: npt.NDArray[np.bool_]) -> LogisticRegression:
    """A signal's head, trained on features of shape (passages, features)."""
    # Coordinate descent: on two busy cores a third of the time that L-BFGS takes, with the same scores.
    model = LogisticRegression(
        C=STRENGTH, class_weight="balanced", solver="liblinear", dual=True, max_iter=2000, random_state=1
    )
    return model.fit(matrix, truth)


def calibrated_on_others(scores: Floats, truth: npt.NDArray[np.bool_], fold: npt.NDArray[np.str_]) -> Floats:
    """Held-out scores as probabilities, each fold calibrated on the others.

    Args:
        scores: shape (passages, signals, scores of each); NaN for passages that a gate let by, whose probabilities are
            each signal's share among those.
        truth: which signals hold, shape (passages, signals).
        fold: shape (passages,).

    Returns:
        Shape (passages, signals).
    """
    held_out = np.zeros(truth.shape, dtype=np.float64)
    read = ~np.isnan(scores[:, 0, 0])
    for name in np.unique(fold):
        test = fold == name
        held_out[test & ~read] = _shares(truth[~test & ~read])
        for at in range(truth.shape[1]):
            weights = _platt(scores[~test, at], truth[~test, at])
            held_out[test & read, at] = calibrated(scores[test & read, at], weights)
    return held_out


def _shares(truth: npt.NDArray[np.bool_]) -> Floats:
    """How often each signal holds, shape (signals,); never quite never (Laplace's rule)."""
    return np.asarray((truth.sum(axis=0) + 1) / (len(truth) + 2), dtype=np.float64)


def _platt(scores: Floats, truth: npt.NDArray[np.bool_]) -> tuple[float, ...]:
    """Weights and an intercept for scores of shape (passages, scores), from those that aren't NaN."""
    read = ~np.isnan(scores[:, 0])
    scores, truth = scores[read], truth[read]
    fitted = LogisticRegression(C=1e4, max_iter=2000).fit(scores, truth)
    return (*(float(weight) for weight in fitted.coef_[0]), float(fitted.intercept_[0]))


def thresholds_for(codebook: Codebook, probabilities: Floats, passages: Sequence[GoldPassage]) -> dict[str, float]:
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
    least = round(LEAST_COVERAGE * len(order))
    kept = max(int(enough[-1]) + 1 if len(enough) else 0, least)
    # That all were right here says nothing of other texts: what the tagger itself holds likelier wrong is never sure.
    if kept >= len(order):
        return round(min(EVEN, float(confidence[order[least - 1]])), 4)
    return round(float(confidence[order[kept - 1]]), 4)
