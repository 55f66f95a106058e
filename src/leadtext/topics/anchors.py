"""Anchors: topics named in advance by a definition and a few phrases, with no labels needed.

A passage's score is how near it is to the anchor's phrases, and whether it says the anchor's own words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from leadtext.topics.words import STOP_WORDS

__all__ = ["AnchorShape", "anchor_scores", "shape_anchor"]

Floats = npt.NDArray[np.float32]

NEAREST_SEEDS = 3
"""A passage on an anchor is near to some of its phrases, not to all."""
WORD_WORTH = 0.25
MOST_WORDS = 2
THRESHOLD = 0.40
"""Set on the gold corpus's themes; see the figures in ARCHITECTURE.md."""
SHORTEST_STEM = 4
SUFFIX = re.compile(
    r"(fulness|iveness|ership|ations?|ately|ating|ated|ate|ness|ments?|ities|ity|ies|ing|ion|ers?|ed|es|ly|al|s|y|e)$"
)
WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class AnchorShape:
    """What an anchor's settings come down to.

    Attributes:
        seeds: the vectors of its phrases and its definition, shape (phrases, width).
        stems: the stems of the words that its name says, or that several of its phrases do.
        threshold: the score from which on a passage belongs to it.
    """

    seeds: Floats
    stems: frozenset[str]
    threshold: float = THRESHOLD

    @property
    def centroid(self) -> Floats:
        """The middle of its phrases, of length 1."""
        mean = self.seeds.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def shape_anchor(name: str, phrases: Sequence[str], vectors: Floats) -> AnchorShape:
    """An anchor from its settings.

    Args:
        name: its name.
        phrases: its seeds and its definition.
        vectors: their vectors of length 1, shape (phrases, width).
    """
    # Whoever names an anchor means the name's words; what phrases share by chance may be everyday words.
    counted = Counter(stem for phrase in phrases for stem in _stems(phrase, without=STOP_WORDS))
    stems = _stems(name) | {stem for stem, times in counted.items() if times >= 2}
    return AnchorShape(vectors, frozenset(stems))


def anchor_scores(anchor: AnchorShape, texts: Sequence[str], vectors: Floats) -> Floats:
    """How far passages belong to an anchor, shape (passages,).

    Args:
        anchor: the anchor.
        texts: passages.
        vectors: their vectors of length 1, shape (passages, width).
    """
    similar = np.sort(vectors @ anchor.seeds.T, axis=1)[:, -NEAREST_SEEDS:].mean(axis=1)
    said = np.array([min(MOST_WORDS, len(_stems(text) & anchor.stems)) for text in texts], dtype=np.float32)
    return np.asarray(similar + WORD_WORTH * said, dtype=np.float32)


def _stems(text: str, *, without: Collection[str] = ENGLISH_STOP_WORDS) -> set[str]:
    words = [word for word in WORD.findall(text.casefold()) if len(word) >= SHORTEST_STEM and word not in without]
    return {stem(word) for word in words}


def stem(word: str) -> str:
    """A word without its usual endings: "compassionate" and "compassion" are one."""
    cut = SUFFIX.sub("", word)
    return cut if len(cut) >= SHORTEST_STEM else word
