"""Anchors: topics named in advance by a definition and a few phrases, with no labels needed.

A passage's score is how much nearer it is to the anchor's phrases than to everyday talk about a health service, and
whether it says the anchor's own terms. Labels, where there are any, sharpen it (`sharpening`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from leadtext.settings import Anchor
from leadtext.topics.background import BACKGROUND

__all__ = ["AnchorShape", "anchor_scores", "shape_anchor"]

Floats = npt.NDArray[np.float32]
Term = tuple[str, ...]

NEAREST = 3
"""A passage on an anchor is near to some of its phrases, not to all; so with the background."""
TERM_WORTH = 0.25
MOST_TERMS = 2
"""Both tried on a grid with the half of the coded themes that is for developing; see ARCHITECTURE.md."""
LONGEST_TERM = 3
"""Words. A longer seed shows what is meant, it isn't looked for as it stands."""
SHORTEST_STEM = 4
ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
BLANK = ""


@dataclass(frozen=True)
class AnchorShape:
    """What an anchor's settings come down to.

    Attributes:
        seeds: the vectors of its phrases and its definition, shape (phrases, width).
        against: those of the background and of what is unlike it, shape (sentences, width).
        terms: its name and its short seeds, as stems.
        unlike: short phrases in which such a term isn't meant, as stems.
        threshold: the score from which on a passage belongs to it.
    """

    seeds: Floats
    against: Floats
    terms: frozenset[Term]
    unlike: tuple[Term, ...]
    threshold: float

    @property
    def centroid(self) -> Floats:
        """The middle of its phrases, of length 1."""
        mean = self.seeds.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def shape_anchor(anchor: Anchor, encode: Callable[[Sequence[str]], Floats]) -> AnchorShape:
    """An anchor from its settings.

    Args:
        anchor: its name, definition, seeds and what is unlike it.
        encode: makes vectors of length 1, shape (texts, width).
    """
    phrases = [*anchor.seeds, anchor.definition]
    against = [*BACKGROUND, *anchor.unlike]
    vectors = encode([*phrases, *against])
    return AnchorShape(
        seeds=vectors[: len(phrases)],
        against=vectors[len(phrases) :],
        terms=frozenset(_terms((anchor.name, *anchor.seeds))),
        unlike=tuple(_terms(anchor.unlike)),
        threshold=anchor.threshold,
    )


def anchor_scores(anchor: AnchorShape, texts: Sequence[str], vectors: Floats) -> Floats:
    """How far passages belong to an anchor, shape (passages,).

    Args:
        anchor: the anchor.
        texts: passages.
        vectors: their vectors of length 1, shape (passages, width).
    """
    nearer = _nearest(vectors @ anchor.seeds.T) - _nearest(vectors @ anchor.against.T)
    said = np.array([min(MOST_TERMS, len(_said(_stems(text), anchor))) for text in texts], dtype=np.float32)
    return np.asarray(nearer + TERM_WORTH * said, dtype=np.float32)


def _nearest(similar: Floats) -> Floats:
    near = min(NEAREST, similar.shape[1])
    return np.asarray(np.partition(similar, -near, axis=1)[:, -near:].mean(axis=1), dtype=np.float32)


def _said(stems: Term, anchor: AnchorShape) -> frozenset[Term]:
    """The anchor's terms that stand in a text, but for those within a phrase that is unlike it."""
    if anchor.terms.isdisjoint(_runs(stems)):
        return frozenset()
    left = list(stems)
    for phrase in anchor.unlike:
        for start in range(len(left) - len(phrase) + 1):
            if tuple(left[start : start + len(phrase)]) == phrase:
                left[start : start + len(phrase)] = [BLANK] * len(phrase)
    return anchor.terms & _runs(tuple(left))


def _terms(phrases: Sequence[str]) -> list[Term]:
    found = [_stems(phrase) for phrase in phrases]
    return [stems for stems in found if 1 <= len(stems) <= LONGEST_TERM]


# A batch of passages is held against one anchor after another.
@lru_cache(maxsize=4096)
def _runs(stems: Term) -> frozenset[Term]:
    lengths = range(1, LONGEST_TERM + 1)
    return frozenset(stems[at : at + size] for size in lengths for at in range(len(stems) - size + 1))


@lru_cache(maxsize=4096)
def _stems(text: str) -> Term:
    return tuple(stem(word) for word in WORD.findall(text.casefold().replace("\u2019", "'")))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its inflection: "follow him" is found in "followed him", and "follower" not in "follow"."""
    word = word.removesuffix("'s")
    for ending, instead in ENDINGS:
        long_enough = len(word) - len(ending) + len(instead) >= SHORTEST_STEM
        if word.endswith(ending) and long_enough and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST_STEM else word
