"""Passages that repeat an earlier one: reposts, nearly equal texts, pull quotes."""

from __future__ import annotations

import itertools
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadtext.passages.cutting import WORD, count_words
from leadtext.records import Passage

__all__ = ["Repeats"]

# A passage of fewer words is too common in itself ("Thank you") to be called a repeat of another document's.
REPEAT_WORDS = 8
# A pull quote may leave out or change a few words of the sentence that it repeats.
PULL_QUOTE_SHARE = 0.9
PULL_QUOTE_WORDS = 40
SHINGLE = 3
# Words that stand in more passages than this are a phrase of the document's, and tell nothing about quoting.
COMMON_SHINGLE = 20
# Of fewer words too little is left when one is changed, and two people may well say the same.
ALIKE_WORDS = 12
# The share of two passages' runs of three words that both have. On the gold corpus 0.7 finds every passage of twenty
# words and more in which one word was changed, half of the shorter ones, and takes 7 of 404 twins that were edited to
# say something else for repeats (0.6: 23), and nothing besides.
ALIKE = 0.7
# A prime; at 100,000 passages two entries in five share a slot with another.
SLOTS = 4_194_301
# So many passages are sketched together; their words are all in memory then.
PART = 5000
# How many of their rarest shingles two passages must share to be compared: with 3 it takes half the time of 1.
SHARED = 3
# A text with one "not" more says something else, however alike it looks; framing is stance.
NEGATIONS = frozenset(
    ("no", "not", "never", "nobody", "none", "nothing", "nor", "neither", "without", "cannot", "hardly", "nowhere")
)


@dataclass(frozen=True, slots=True)
class _Known:
    passage: str
    document: str


class Repeats:
    """Knows the passages seen so far and marks those that repeat one of them.

    Marked are passages with the words of an earlier one (reposts, the same page saved twice), those with nearly all
    the words of an earlier one of another document (reposts with small edits) and, within a publication, pull quotes:
    a short passage whose words nearly all stand, in order, in a longer one.
    """

    def __init__(self, known: Iterable[tuple[str, str, str, str]] = ()) -> None:
        """Start from passages marked before.

        Args:
            known: (text key, passage id, document id, text) of every passage that repeats no other.
        """
        self._known: dict[str, _Known] = {}
        self._alike = _AlikeIndex()
        every = iter(known)
        while part := list(itertools.islice(every, PART)):
            sketches = self._alike.sketches([text for _, _, _, text in part])
            for (key, passage, document, _), sketch in zip(part, sketches, strict=True):
                self._known.setdefault(key, _Known(passage, document))
                self._alike.add(sketch, passage, document)

    def mark(self, passages: list[Passage]) -> list[Passage]:
        """One document's passages, each with ``duplicate_of`` where it repeats another.

        Args:
            passages: the passages of one document, in order.
        """
        return self.mark_each([passages])

    def mark_each(self, documents: Iterable[list[Passage]]) -> list[Passage]:
        """The passages of several documents, one after the other, as `mark` gives them.

        Args:
            documents: the passages of each document, in order.
        """
        marked, waiting = [], iter(documents)
        while part := list(itertools.islice(waiting, PART)):
            sketches = iter(self._alike.sketches([passage.text for passages in part for passage in passages]))
            for passages in part:
                quoted = _pull_quotes(passages)
                for passage in passages:
                    marked.append(self._marked(passage, quoted.get(passage.id), next(sketches)))
        return marked

    def _marked(self, passage: Passage, original: str | None, sketch: _Sketch | None) -> Passage:
        known = self._known.get(passage.key)
        if original is None and known is not None and count_words(passage.text) >= REPEAT_WORDS:
            original = known.passage
        if original is None:
            original = self._alike.nearest(sketch, other_than=passage.document)
            if original is None:
                self._alike.add(sketch, passage.id, passage.document)
        if original is None:
            self._known.setdefault(passage.key, _Known(passage.id, passage.document))
        return _with_original(passage, original)


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What two texts are compared by.

    Attributes:
        shingles: each run of three words as one number, ascending; words that were met late, rare ones, have high ones.
        negations: how many words deny something.
    """

    shingles: npt.NDArray[np.uint64]
    negations: int


class _AlikeIndex:
    """Finds the earlier passage that is most like a new one: exactly, by the Jaccard index of their runs of words.

    Two sets with an index of at least t share k of the first n - ⌈t·n⌉ + k of their n members in any fixed order
    (prefix filtering; Chaudhuri et al. 2006, doi:10.1109/ICDE.2006.9; with k above 1 by Wang et al. 2012,
    doi:10.1145/2213836.2213847), so only those are looked up. With the rarest first little is compared for nothing.
    """

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        # Whether each of them denies something.
        self._denies = bytearray()
        self._sketches: list[_Sketch] = []
        self._known: list[_Known] = []
        # A hash table of chains: for each slot the last entry, for each entry the one before it and whose it is. Two
        # shingles in one slot only cost a comparison; a dict of lists took ten times the memory.
        self._last = array("i", [-1]) * SLOTS
        self._before = array("i")
        self._whose = array("i")

    def sketches(self, texts: Sequence[str]) -> list[_Sketch | None]:
        """The sketches of texts, all together, which is faster; None for one that is too short."""
        said = [WORD.findall(text.casefold().replace("’", "'")) for text in texts]
        long = [at for at, words in enumerate(said) if len(words) >= ALIKE_WORDS]
        if not long:
            return [None] * len(texts)
        known, codes = len(self._words), self._words
        flat = np.array([codes.setdefault(word, len(codes)) for at in long for word in said[at]], dtype=np.uint64)
        self._denies.extend(w in NEGATIONS or w.endswith("n't") for w in itertools.islice(codes, known, None))
        lengths = np.array([len(said[at]) for at in long])
        denials = np.frombuffer(self._denies, dtype=np.uint8)[flat]
        starts = np.cumsum(lengths) - lengths
        negations = np.add.reduceat(denials.astype(np.int64), starts).tolist()
        shingles = (flat[:-2] << np.uint64(42)) ^ (flat[1:-1] << np.uint64(21)) ^ flat[2:]
        whose = np.repeat(np.arange(len(long)), lengths)
        inside = whose[:-2] == whose[2:]
        shingles, whose = shingles[inside], whose[:-2][inside]
        order = np.lexsort((shingles, whose))
        shingles, whose = shingles[order], whose[order]
        first = np.append(True, (shingles[1:] != shingles[:-1]) | (whose[1:] != whose[:-1]))
        shingles, whose = shingles[first], whose[first]
        found: list[_Sketch | None] = [None] * len(texts)
        parts = np.split(shingles, np.flatnonzero(np.diff(whose)) + 1)
        for at, own, denied in zip(long, parts, negations, strict=True):
            found[at] = _Sketch(own.copy(), denied)
        return found

    def add(self, sketch: _Sketch | None, passage: str, document: str) -> None:
        """Know a passage from now on."""
        if sketch is None:
            return
        number = len(self._known)
        self._known.append(_Known(passage, document))
        self._sketches.append(sketch)
        for slot in _rarest(sketch):
            self._before.append(self._last[slot])
            self._last[slot] = len(self._whose)
            self._whose.append(number)

    def nearest(self, sketch: _Sketch | None, *, other_than: str) -> str | None:
        """The passage of another document that is most like this one, of equals the one with the lesser id."""
        if sketch is None:
            return None
        shared: dict[int, int] = {}
        for slot in _rarest(sketch):
            entry = self._last[slot]
            while entry >= 0:
                shared[self._whose[entry]] = shared.get(self._whose[entry], 0) + 1
                entry = self._before[entry]
        best: tuple[float, str] | None = None
        for number, times in shared.items():
            known = self._known[number]
            if times < SHARED or known.document == other_than:
                continue
            share = _alike(sketch, self._sketches[number])
            if share >= ALIKE and (best is None or (-share, known.passage) < best):
                best = (-share, known.passage)
        return None if best is None else best[1]


def _rarest(sketch: _Sketch) -> list[int]:
    """The slots of the shingles of which a passage that is like this one must hold `SHARED`."""
    number = len(sketch.shingles)
    wanted = number - math.ceil(ALIKE * number) + SHARED
    found: list[int] = (sketch.shingles[-wanted:] % np.uint64(SLOTS)).tolist()
    return found


def _alike(one: _Sketch, other: _Sketch) -> float:
    """The Jaccard index of two texts' runs of three words; 0 where one denies more than the other."""
    lengths = len(one.shingles), len(other.shingles)
    if one.negations != other.negations or min(lengths) < ALIKE * max(lengths):
        return 0.0
    shared = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    return shared / (sum(lengths) - shared)


def _with_original(passage: Passage, original: str | None) -> Passage:
    return Passage(
        id=passage.id,
        document=passage.document,
        position=passage.position,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        key=passage.key,
        duplicate_of=original,
    )


def _pull_quotes(passages: list[Passage]) -> dict[str, str]:
    """The passages that repeat part of another of the same document, each with that other's id."""
    if len(passages) < 2:
        return {}
    shingles = {passage.id: _shingles(passage.text) for passage in passages}
    holders: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        for shingle in shingles[passage.id]:
            holders.setdefault(shingle, []).append(passage)
    quotes: dict[str, str] = {}
    for passage in passages:
        own = shingles[passage.id]
        if not own or not REPEAT_WORDS <= count_words(passage.text) <= PULL_QUOTE_WORDS:
            continue
        hits: dict[str, int] = {}
        for shingle in own:
            for holder in holders[shingle][:COMMON_SHINGLE]:
                if holder.id != passage.id and holder.id not in quotes and len(holder.text) >= len(passage.text):
                    hits[holder.id] = hits.get(holder.id, 0) + 1
        best = max(hits, key=lambda holder: hits[holder], default=None)
        if best is not None and hits[best] >= PULL_QUOTE_SHARE * len(own):
            quotes[passage.id] = best
    return quotes


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in WORD.findall(text)]
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
