"""What each part of a tagger adds, and what more labelling would: on the same folds as the tagger's own figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from leadtext.framing.codebook import Codebook
from leadtext.framing.evaluation import Evaluation, Score, evaluate
from leadtext.framing.finetuning import FineTuned
from leadtext.framing.folds import folds, splits
from leadtext.framing.gate import spared_on_others
from leadtext.framing.labels import GoldPassage
from leadtext.framing.tagger import Floats, head_scores
from leadtext.framing.trained import Compared, LearningPoint
from leadtext.framing.training import calibrated_on_others, fit_head, thresholds_for
from leadtext.framing.vocabulary import Chosen, Counted

__all__ = ["compare", "learning_curve"]

Rows = npt.NDArray[np.intp]
Vectors = npt.NDArray[np.float32]

VARIANTS: dict[str, tuple[str, ...]] = {
    "TF-IDF of words": ("words",),
    "TF-IDF of words and of spellings": ("words", "spellings"),
    "the encoder's vector": ("vector",),
    "words and vector": ("words", "vector"),
    "words, spellings and vector": ("words", "spellings", "vector"),
}
LAYERS_BESIDE = "words and vector"
"""What a tagger with layers reads beside them: they read word pieces, so that spellings add nothing."""

SHARES = (0.125, 0.25, 0.5, 0.75, 1.0)


def compare(
    codebook: Codebook, passages: Sequence[GoldPassage], vectors: Vectors, fine_tuned: FineTuned | None = None
) -> list[Compared]:
    """Score every way of tagging on the same folds, each calibrated and with thresholds of its own.

    Args:
        passages: the labelled passages.
        vectors: their vectors, shape (passages, width).
        fine_tuned: layers fine-tuned by the same folds; None leaves them out.
    """
    scores = {name: _scores(codebook, passages, vectors, parts) for name, parts in VARIANTS.items()}
    if fine_tuned is not None:
        layers = fine_tuned.held_out[:, :, None]
        scores["layers of its own, fine-tuned"] = layers
        for beside in ("words, spellings and vector", LAYERS_BESIDE):
            name = beside.replace(" and", ",") + " and layers"
            scores[name] = np.concatenate([scores[beside], layers], axis=2)
        gated = scores[name].copy()
        gated[spared_on_others(vectors, _truth(codebook, passages), folds(codebook, passages))] = np.nan
        scores[f"{name}, behind the gate"] = gated
    return [_compared(name, codebook, passages, scored) for name, scored in scores.items()]


def learning_curve(codebook: Codebook, passages: Sequence[GoldPassage], vectors: Vectors) -> list[LearningPoint]:
    """What the heads score when they are trained on parts of the labels, whole documents drawn at random.

    Layers are left out: fine-tuning each part again would take hours. Their curve is no flatter.

    Args:
        passages: the labelled passages.
        vectors: their vectors, shape (passages, width).
    """
    points = []
    for share in SHARES:
        kept: list[int] = []

        def part(rest: Rows, share: float = share, kept: list[int] = kept) -> Rows:
            groups = np.array([passages[row].group for row in rest])
            names = np.unique(groups)
            drawn = np.random.default_rng(1).permutation(names)[: max(1, round(share * len(names)))]
            rows = rest[np.isin(groups, drawn)]
            kept.append(len(rows))
            return rows

        scored = _scores(codebook, passages, vectors, ("words", "spellings", "vector"), part)
        found: Score = _compared("", codebook, passages, scored).all.macro_f1
        points.append(LearningPoint(round(float(np.mean(kept))), found.value, found.low, found.high))
    return points


def _scores(
    codebook: Codebook,
    passages: Sequence[GoldPassage],
    vectors: Vectors,
    parts: Sequence[str],
    part_of: Callable[[Rows], Rows] = lambda rest: rest,
) -> Floats:
    """Held-out scores of heads on some kinds of features, shape (passages, signals, 1)."""
    truth = _truth(codebook, passages)
    counted = Counted([passage.text for passage in passages])
    scores = np.zeros((*truth.shape, 1), dtype=np.float64)
    for test, rest in splits(passages, folds(codebook, passages)):
        rows = part_of(rest)
        chosen = counted.choose(rows)
        seen, unseen = _features(chosen, rows, vectors, parts), _features(chosen, test, vectors, parts)
        for column in range(truth.shape[1]):
            scores[test, column, 0] = head_scores(fit_head(seen, truth[rows, column]), unseen)
    return scores


def _truth(codebook: Codebook, passages: Sequence[GoldPassage]) -> npt.NDArray[np.bool_]:
    return np.array([[name in passage.label.signals for name in codebook.signals] for passage in passages])


def _features(chosen: Chosen, rows: Rows, vectors: Vectors, parts: Sequence[str]) -> csr_matrix:
    kept = [weighted for weighted in chosen.features.counted if weighted.kind in parts]
    blocks = [weighted.weights.transform(chosen.counts[weighted.kind][rows]) for weighted in kept]
    if "vector" in parts:
        blocks.append(csr_matrix(vectors[rows]))
    return hstack(blocks).tocsr()


def _compared(name: str, codebook: Codebook, passages: Sequence[GoldPassage], scores: Floats) -> Compared:
    truth = _truth(codebook, passages)
    held_out = calibrated_on_others(scores, truth, folds(codebook, passages))
    thresholds = thresholds_for(codebook, held_out, passages)

    def on(rows: list[int]) -> Evaluation | None:
        if not rows or len(rows) == len(passages):
            return None
        return evaluate(codebook, [passages[row] for row in rows], held_out[rows], thresholds)

    return Compared(
        name=name,
        all=evaluate(codebook, passages, held_out, thresholds),
        plain=on([at for at, passage in enumerate(passages) if not passage.hard]),
        hard=on([at for at, passage in enumerate(passages) if passage.hard]),
    )
