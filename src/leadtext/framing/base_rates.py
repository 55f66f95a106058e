"""Base rates: how often each signal holds in a source, told from a tagger's own probabilities.

A tagger's probabilities hold where signals are as frequent as in the corpus that it was trained on. In a source where
they are much rarer, such as patients' comments on their care, most of what it tags would be errors. So the rates are
estimated from the source's texts alone, and its probabilities follow them.

Method: Saerens, Latinne and Decaestecker 2002 (doi:10.1162/089976602753284446), expectation-maximisation for each
signal, with the training corpus's rate as the prior, worth `PRIOR` passages. Rates are lowered only: where a source is
full of passages that take a side by hints the method's assumption (that passages of a signal look alike everywhere)
fails, and raised rates made the tags worse (figures in ARCHITECTURE.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["FEWEST", "PRIOR", "adjusted", "estimated_rates", "rarer"]

Floats = npt.NDArray[np.float64]

FEWEST = 100
"""Of fewer passages no rates are told: they would hardly differ from the corpus's."""
PRIOR = 200
"""How many passages of the source weigh as much as the training corpus."""
ROUNDS = 500
CLOSE = 1e-7
LEAST = 1e-6
"""No probability is taken to be surer than this, so that odds stay finite."""


def estimated_rates(probabilities: Floats, corpus: Sequence[float]) -> Floats:
    """How often each signal holds in a source; never more often than in the training corpus.

    Args:
        probabilities: the tagger's, of the source's passages, shape (passages, signals).
        corpus: how often each signal holds in the training corpus, shape (signals,).

    Returns:
        Shape (signals,).
    """
    before = np.asarray(corpus, dtype=np.float64)
    rates = before.copy()
    for _ in range(ROUNDS):
        expected = adjusted(probabilities, corpus, rates).sum(axis=0)
        found = np.minimum((expected + PRIOR * before) / (len(probabilities) + PRIOR), before)
        done = np.abs(found - rates).max(initial=0.0) < CLOSE
        rates = found
        if done:
            break
    return rates


def adjusted(probabilities: Floats, corpus: Sequence[float], rates: Sequence[float] | Floats) -> Floats:
    """Probabilities as they are where signals have other rates than in the training corpus (Bayes' rule).

    Args:
        probabilities: shape (passages, signals).
        corpus: the rates in the training corpus, shape (signals,).
        rates: the rates to adjust to, shape (signals,).

    Returns:
        Shape (passages, signals).
    """
    before = np.clip(np.asarray(corpus, dtype=np.float64), LEAST, 1 - LEAST)
    after = np.clip(np.asarray(rates, dtype=np.float64), LEAST, 1 - LEAST)
    sure = np.clip(probabilities, LEAST, 1 - LEAST)
    odds = sure / (1 - sure) * (after / (1 - after)) / (before / (1 - before))
    return np.where(after == before, probabilities, odds / (1 + odds))


def rarer(signals: Sequence[str], corpus: Sequence[float], rates: Sequence[float] | Floats) -> str:
    """Which signals are rarer by half or more, and how much, in words; "" where none is."""
    return ", ".join(
        f"{name.replace('_', ' ')} {here:.1%}, not {there:.1%}"
        for name, there, here in zip(signals, corpus, rates, strict=True)
        if here <= there / 2
    )
