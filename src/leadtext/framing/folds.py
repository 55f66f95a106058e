"""Which passages are held out together: whole writers where they are known; else a voice at a time; else documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from leadtext.framing.codebook import Codebook
from leadtext.framing.labels import GoldPassage

__all__ = ["folds", "has_voices", "has_writers", "splits"]

Rows = npt.NDArray[np.intp]

FOLDS = 5
MOST_VOICES = 200
"""More voices than this are authors' names rather than voices; each fold then holds out many of them."""


def has_voices(passages: Sequence[GoldPassage]) -> bool:
    """Whether the passages tell apart two voices or more, few enough to hold out each on its own."""
    return 1 < len({passage.voice for passage in passages}) <= MOST_VOICES


def has_writers(passages: Sequence[GoldPassage]) -> bool:
    """Whether it is known who wrote each passage, and enough people did for folds of whole writers."""
    writers = {passage.writer for passage in passages}
    return "" not in writers and len(writers) >= FOLDS


def folds(codebook: Codebook, passages: Sequence[GoldPassage]) -> npt.NDArray[np.str_]:
    """The fold in which each passage is held out, shape (passages,).

    Where writers are known, five folds of whole writers: a tagger meets texts by others than those it was trained on,
    and one writer gives many voices the same turns of phrase. Else a voice is a fold. Without voices there are five
    folds of whole groups (documents, threads, people; a passage without any is a group of its own). Writers and groups
    are dealt out so that each fold has its part of every signal's cases: signal by signal, the rarest first, to the
    fold that has the fewest of them. The same passages give the same folds.
    """
    if has_writers(passages):
        return _dealt(codebook, passages, [passage.writer for passage in passages])
    if has_voices(passages):
        return np.array([passage.voice for passage in passages])
    many_voices = len({passage.voice for passage in passages}) > MOST_VOICES
    return _dealt(codebook, passages, [passage.voice if many_voices else passage.group for passage in passages])


def splits(passages: Sequence[GoldPassage], fold: npt.NDArray[np.str_]) -> Iterator[tuple[Rows, Rows]]:
    """For each fold, the rows that are held out and those that share neither fold nor document with them."""
    groups = np.array([passage.group for passage in passages])
    for name in np.unique(fold):
        test = np.flatnonzero(fold == name)
        yield test, np.flatnonzero(~np.isin(groups, groups[test]))


def _dealt(codebook: Codebook, passages: Sequence[GoldPassage], groups: Sequence[str]) -> npt.NDArray[np.str_]:
    """Folds of whole groups, each group named for every passage."""
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
