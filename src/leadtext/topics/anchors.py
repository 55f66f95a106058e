"""Anchors: topics named in advance by a definition and a few phrases, with no labels needed.

A passage's score is how much nearer it is to the anchor's phrases than to everyday talk about a health service, and
whether it says the anchor's own terms. Labels, where there are any, sharpen it (`sharpening`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from leadtext.settings import Anchor
from leadtext.topics.background import BACKGROUND
from leadtext.topics.sharpening import Sharpening

__all__ = ["AnchorShape", "anchor_scores", "shape_anchor"]

Floats = npt.NDArray[np.float32]
Term = tuple[str, ...]

NEAREST = 3
"""A passage on an anchor is near to some of its phrases, not to all; so with the background."""
BACKGROUND_WORTH = 0.6
TERM_WORTH = 0.25
MOST_TERMS = 2
"""Both tried on a grid with the half of the coded themes that is for developing; see ARCHITECTURE.md."""
FEW_PHRASES = 6
FEW_PHRASES_THRESHOLD = 0.10
"""Tried on three themes given by a definition and five phrases each; the anchors that ship have their own."""
EVERYDAY = 2
"""Background sentences that a word must stand in to be no term by itself."""
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
        sharpening: what labels add to its score, where there are any.
    """

    seeds: Floats
    against: Floats
    terms: frozenset[Term]
    unlike: tuple[Term, ...]
    threshold: float
    sharpening: Sharpening | None = None

    @property
    def centroid(self) -> Floats:
        """The middle of its phrases, of length 1."""
        mean = self.seeds.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first words of its terms."""
        return frozenset(term[0] for term in self.terms)


def shape_anchor(
    anchor: Anchor, encode: Callable[[Sequence[str]], Floats], background: Floats | None = None
) -> AnchorShape:
    """An anchor from its settings.

    Args:
        anchor: its name, definition, seeds and what is unlike it.
        encode: makes vectors of length 1, shape (texts, width).
        background: the vectors of `BACKGROUND`, where they have been made before.
    """
    phrases = [*anchor.seeds, anchor.definition]
    vectors = encode([*phrases, *anchor.unlike])
    everyday = encode(BACKGROUND) if background is None else background
    return AnchorShape(
        seeds=vectors[: len(phrases)],
        against=np.concatenate([everyday, vectors[len(phrases) :]]),
        terms=frozenset(_terms((anchor.name, *anchor.seeds))),
        unlike=tuple(_terms(anchor.unlike)),
        threshold=_threshold(len(phrases)) if anchor.threshold is None else anchor.threshold,
    )


def anchor_scores(anchor: AnchorShape, texts: Sequence[str], vectors: Floats) -> Floats:
    """How far passages belong to an anchor, shape (passages,).

    Args:
        anchor: the anchor.
        texts: passages.
        vectors: their vectors of length 1, shape (passages, width).
    """
    nearer = _nearest(vectors @ anchor.seeds.T) - BACKGROUND_WORTH * _nearest(vectors @ anchor.against.T)
    said = np.array([min(MOST_TERMS, len(_said(_stems(text), anchor))) for text in texts], dtype=np.float32)
    learnt = 0 if anchor.sharpening is None else anchor.sharpening.added(vectors)
    return np.asarray(nearer + TERM_WORTH * said + learnt, dtype=np.float32)


def _nearest(similar: Floats) -> Floats:
    near = min(NEAREST, similar.shape[1])
    return np.asarray(np.partition(similar, -near, axis=1)[:, -near:].mean(axis=1), dtype=np.float32)


def _said(stems: Term, anchor: AnchorShape) -> set[Term]:
    """The anchor's terms that stand in a text, but for those within a phrase that is unlike it."""
    if anchor.heads.isdisjoint(stems):
        return set()
    left = list(stems)
    for phrase in anchor.unlike:
        if phrase[0] not in stems:
            continue
        for start in range(len(left) - len(phrase) + 1):
            if tuple(left[start : start + len(phrase)]) == phrase:
                left[start : start + len(phrase)] = [BLANK] * len(phrase)
    begun = [at for at, word in enumerate(left) if word in anchor.heads]
    lengths = range(1, LONGEST_TERM + 1)
    return {run for at in begun for size in lengths if (run := tuple(left[at : at + size])) in anchor.terms}


def _threshold(phrases: int) -> float:
    """The more phrases there are, the nearer the nearest of them is to anything: two seeds 0.05, five 0.10."""
    return FEW_PHRASES_THRESHOLD + 0.05 * float(np.log2(phrases / FEW_PHRASES))


def _terms(phrases: Sequence[str]) -> list[Term]:
    found = [_stems(phrase) for phrase in phrases]
    return [stems for stems in found if 1 <= len(stems) <= LONGEST_TERM and stems not in _everyday()]


@lru_cache(maxsize=1)
def _everyday() -> frozenset[Term]:
    """Single words of everyday talk: "staff" tells nothing, even where an anchor is called "staffing"."""
    counted = Counter(word for sentence in BACKGROUND for word in set(_stems(sentence)))
    return frozenset((word,) for word, times in counted.items() if times >= EVERYDAY)


# A batch of passages is held against one anchor after another.
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
