"""Themes that a tagger's layers tell beside the signals, for the anchors of their name.

A theme's score is weighed with that of its anchor's phrases, which know what is seldom said.
Who writes passages sees more themes in them than who reads them; so the codes of others count where there are some.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from leadtext.framing.codebook import Codebook
from leadtext.framing.folds import folds
from leadtext.framing.labels import ADJUDICATION, GoldPassage

__all__ = ["ThemeScale", "fit_theme_scales", "scales_of_facts", "theme_scales", "theme_truth", "themes_learnt"]

Floats = npt.NDArray[np.float64]

MIN_CASES = 100
CUTS = np.round(np.arange(0.15, 0.71, 0.025), 3)


@dataclass(frozen=True, slots=True)
class ThemeScale:
    """What makes of a theme's score, and of its phrases', whether the theme is there.

    Attributes:
        slope: of the layers' score in the log-odds.
        of_phrases: the slope of the score by the anchor's phrases; 0 where the theme had no anchor.
        intercept: of the same.
        anchor: the digest of the anchor whose phrases were used; "" where there was none.
        threshold: the probability from which on it is there: the one with the best F1 on passages held out.
        f1: what that scores on them.
        passages: in how many it is.
    """

    slope: float
    of_phrases: float
    intercept: float
    anchor: str
    threshold: float
    f1: float
    passages: int

    def probabilities(self, scores: npt.NDArray[np.floating[Any]], phrases: npt.NDArray[np.floating[Any]]) -> Floats:
        """The layers' and the phrases' scores of passages as probabilities, each of shape (passages,); NaN stays."""
        weighed = self.slope * scores.astype(np.float64) + self.of_phrases * phrases.astype(np.float64)
        return np.asarray(expit(weighed + self.intercept), dtype=np.float64)


def themes_learnt(codebook: Codebook, passages: Sequence[GoldPassage]) -> tuple[str, ...]:
    """The codebook's themes that enough passages have, and enough lack, to be learnt."""
    truth = theme_truth(tuple(codebook.themes), passages)
    least = np.minimum(truth.sum(axis=0), (~truth).sum(axis=0))
    return tuple(name for name, cases in zip(codebook.themes, least, strict=True) if cases >= MIN_CASES)


def theme_truth(names: Sequence[str], passages: Sequence[GoldPassage]) -> npt.NDArray[np.bool_]:
    """Which themes passages have: those that half of the coders who didn't write them saw, shape (passages, names)."""
    rows = []
    for passage in passages:
        said = [label.themes for label in passage.labels if label.coder not in {passage.writer, ADJUDICATION}]
        said = said or [passage.label.themes]
        rows.append([2 * sum(name in themes for themes in said) >= len(said) for name in names])
    return np.array(rows, dtype=bool).reshape(len(passages), len(names))


def fit_theme_scales(
    codebook: Codebook, passages: Sequence[GoldPassage], scores: Floats, phrases: Mapping[str, tuple[str, Floats]]
) -> dict[str, ThemeScale]:
    """Probabilities and thresholds from scores held out.

    Args:
        codebook: the codebook whose themes were learnt.
        passages: the labelled passages.
        scores: by the layers, shape (passages, themes learnt).
        phrases: for themes that have an anchor its digest and the scores by its phrases, shape (passages,).
    """
    names = themes_learnt(codebook, passages)
    truth = theme_truth(names, passages)
    fold = folds(codebook, passages)
    found = {}
    for at, name in enumerate(names):
        anchor, of_phrases = phrases.get(name, ("", np.zeros(len(passages), dtype=np.float64)))
        both = np.stack([scores[:, at], of_phrases.astype(np.float64)], axis=1)
        probabilities = np.zeros(len(truth), dtype=np.float64)
        for part in np.unique(fold):
            test = fold == part
            *slopes, intercept = _platt(both[~test], truth[~test, at])
            probabilities[test] = expit(both[test] @ np.array(slopes) + intercept)
        scored = {float(cut): float(f1_score(truth[:, at], probabilities >= cut)) for cut in CUTS}
        threshold = max(scored, key=lambda cut, scored=scored: scored[cut])  # type: ignore[misc]
        slope, of_each, intercept = _platt(both, truth[:, at])
        found[name] = ThemeScale(
            slope, of_each, intercept, anchor, threshold, round(scored[threshold], 4), int(truth[:, at].sum())
        )
    return found


def theme_scales(folder: Path, encoder: str) -> dict[str, ThemeScale]:
    """The themes that a tagger tells, without loading it, in the order of its scores.

    Args:
        folder: the tagger's folder.
        encoder: the fingerprint of the encoder that its layers would go on from.

    Returns:
        Empty where it tells none, was made for another encoder, or can't be read; loading it says which.
    """
    try:
        facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        fits = facts["encoder"] == encoder and facts.get("layers") is not None
        return scales_of_facts(facts.get("themes") or {}) if fits else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def scales_of_facts(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, ThemeScale]:
    """Scales as a model's ``model.json`` holds them."""
    return {name: ThemeScale(**scale) for name, scale in facts.items()}


def _platt(scores: Floats, truth: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Slopes of two scores, shape (passages, 2), and an intercept (Platt 1999)."""
    fitted = LogisticRegression(C=1e4, max_iter=2000).fit(scores, truth)
    return float(fitted.coef_[0, 0]), float(fitted.coef_[0, 1]), float(fitted.intercept_[0])
