"""Which passages are held out together: a voice at a time; without voices, fifths of whole documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from leadtext.framing.codebook import Codebook
from leadtext.framing.labels import GoldPassage

__all__ = ["folds", "has_voices"]

FOLDS = 5
MOST_VOICES = 200
"""More voices than this are authors' names rather than voices; each fold then holds out many of them."""


def has_voices(passages: Sequence[GoldPassage]) -> bool:
    """Whether the passages tell apart two voices or more, few enough to hold out each on its own."""
    return 1 < len({passage.voice for passage in passages}) <= MOST_VOICES


def folds(codebook: Codebook, passages: Sequence[GoldPassage]) -> npt.NDArray[np.str_]:
    """The fold in which each passage is held out, shape (passages,).

    A voice is a fold. Without voices there are five folds of whole groups (documents, threads, people; a passage
    without any is a group of its own), each with its part of every signal's cases: groups are dealt out signal by
    signal, the rarest first, to the fold that has the fewest of them. The same passages give the same folds.
    """
    if has_voices(passages):
        return np.array([passage.voice for passage in passages])
    many_voices = len({passage.voice for passage in passages}) > MOST_VOICES
    groups = [passage.voice if many_voices else passage.group for passage in passages]
    cases = Counter(name for passage in passages for name in passage.label.signals)
    rarest = sorted(codebook.signals, key=lambda name: cases[name])
    place = {name: at for at, name in enumerate(rarest)}
    stratum = dict.fromkeys(groups, len(rarest))
    for group, passage in zip(groups, passages, strict=True):
        stratum[group] = min([stratum[group], *(place[name] for name in passage.label.signals)])
    sizes = Counter(groups)
    names = sorted(stratum)
    order = np.random.default_rng(1).permutation(len(names))
    held = np.zeros((len(rarest) + 1, min(FOLDS, len(names))), dtype=np.intp)
    fold: dict[str, int] = {}
    for name in sorted((names[at] for at in order), key=lambda name: (stratum[name], -sizes[name])):
        alike, all_together = held[stratum[name]], held.sum(axis=0)
        fold[name] = min(range(held.shape[1]), key=lambda at: (alike[at], all_together[at], at))
        held[stratum[name], fold[name]] += sizes[name]
    return np.array([f"fold {fold[group] + 1}" for group in groups])
