"""A coding round: which passages people should code next.

A round has three parts. The *random* one keeps figures unbiased; the *uncertain* one, where the tagger is least sure,
teaches a tagger most (Lewis and Gale 1994); the *disagreeing* one settles what coders see differently, and looks around
passages on which label and tag differ.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["CODED_ENOUGH", "NEAR", "Candidate", "Round", "coded_threshold", "draw", "lot"]

NEAR = 0.5
"""The cosine from which on a passage lies near another; half of a topic's passages are as near to its middle."""
CODED_ENOUGH = 0.9
"""The part of the drawn passages that must be coded: those left out may be no random ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that can be coded.

    Attributes:
        confidence: how probable the tagger holds its frame.
        coded: whether anybody has coded it.
        divided: whether its coders disagree and nobody has settled it.
        near: its likeness to the nearest passage on which label and tag differ; 0 where there is none.
    """

    passage: str
    document: str
    confidence: float
    coded: bool = False
    divided: bool = False
    near: float = 0.0


@dataclass(frozen=True, slots=True)
class Round:
    """What a round asks for.

    Attributes:
        random: the passages that chance chose.
        uncertain: those of which the tagger is least sure.
        disagreeing: those on which coders disagree, and those near to where label and tag differ.
        threshold: every passage whose `lot` is at most this has been drawn, in this round or before.
    """

    random: tuple[str, ...]
    uncertain: tuple[str, ...]
    disagreeing: tuple[str, ...]
    threshold: float

    @property
    def passages(self) -> tuple[str, ...]:
        """All, in an order that tells nobody which part one belongs to."""
        return tuple(sorted((*self.random, *self.uncertain, *self.disagreeing), key=lambda p: _hashed("order", p)))


def lot(passage: str) -> float:
    """A passage's permanent random number, at least 0 and below 1.

    Drawing the passages with the least numbers is drawing at random; as the numbers stay, a later round draws on from
    there, passages that come into the study later are drawn with the same chance as all others, and one that was coded
    for another reason counts once its number is reached (permanent random numbers; Ohlsson 1995).
    """
    return _hashed("lot", passage) / 2**64


def draw(candidates: Sequence[Candidate], *, random: int, uncertain: int, disagreeing: int, before: float = 0) -> Round:
    """Choose the passages of a round.

    Documents take turns: a second passage of one is taken only when every other has given one, except in the random
    part, which must be left to chance.

    Args:
        candidates: every passage that can be coded.
        random: how many passages to draw at random from those that are not coded.
        uncertain: how many of those of which the tagger is least sure.
        disagreeing: how many of those on which coders disagree, or near to where label and tag differ.
        before: up to which `lot` passages were drawn in earlier rounds.
    """
    open_ = sorted((c for c in candidates if not c.coded), key=lambda c: lot(c.passage))
    drawn = open_[:random]
    threshold = before
    if drawn:
        threshold = 1.0 if len(drawn) == len(open_) else max(before, lot(drawn[-1].passage))
    taken = {c.passage for c in drawn}
    divided = [c for c in candidates if c.divided]
    near = [c for c in open_ if c.near >= NEAR and c.passage not in taken]
    settle = _spread(divided, disagreeing, key=lambda c: c.confidence)
    settle += _spread(near, disagreeing - len(settle), key=lambda c: -c.near)
    taken |= {c.passage for c in settle}
    unsure = _spread([c for c in open_ if c.passage not in taken], uncertain, key=lambda c: c.confidence)
    return Round(_ids(drawn), _ids(unsure), _ids(settle), threshold)


def coded_threshold(passages: Collection[str], coded: Collection[str], thresholds: Iterable[float]) -> float:
    """Up to which `lot` the random part is coded: the furthest round of whose passages nine in ten are.

    Args:
        passages: every passage that can be coded.
        coded: those that are coded.
        thresholds: where the rounds so far ended.

    Returns:
        0 where no round is coded.
    """
    for threshold in sorted(set(thresholds), reverse=True):
        drawn = [passage for passage in passages if lot(passage) <= threshold]
        if drawn and sum(passage in coded for passage in drawn) >= CODED_ENOUGH * len(drawn):
            return threshold
    return 0.0


def _spread(candidates: Sequence[Candidate], number: int, *, key: Callable[[Candidate], float]) -> list[Candidate]:
    """The first so many by a key, documents taking turns."""
    turns: Counter[str] = Counter()
    placed = []
    for candidate in sorted(candidates, key=lambda c: (key(c), c.passage)):
        placed.append((turns[candidate.document], candidate))
        turns[candidate.document] += 1
    return [candidate for _, candidate in sorted(placed, key=lambda pair: pair[0])][: max(0, number)]


def _ids(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(candidate.passage for candidate in candidates)


def _hashed(purpose: str, passage: str) -> int:
    return int.from_bytes(hashlib.sha256(f"leadtext {purpose} {passage}".encode()).digest()[:8], "big")
