"""Finds passages that say nearly what an earlier one says, whatever their number."""

from __future__ import annotations

import itertools
import math
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

__all__ = ["WORD", "AlikeIndex", "Known", "Sketch", "changes"]

WORD = re.compile(r"\w[\w'’-]*")

# Of fewer words too little is left when one is changed, and two people may well say the same.
ALIKE_WORDS = 12
# The share of two passages' runs of three words that both have; what they don't share is then looked at word by word.
ALIKE = 0.7
# One word in so many may be another one. A shorter passage with a changed word is a text of its own: two people who
# agree, or one who turns the other's words round. Of 78 twins of the gold corpus that are as alike as this and say
# something else, 11 are taken for repeats (one in 20 words: 28; one in 30: 18; none: 9, which are cut short).
WORDS_A_CHANGE = 40
# An edit may put these in or leave them out.
SLIGHT = frozenset(("a", "an", "the", "and", "as", "at", "by", "for", "in", "of", "on", "that", "to", "which", "with"))
# Fewer letters make another word when one of them changes.
SPELT = 4
# A prime; at 100,000 passages two entries in five share a slot with another.
SLOTS = 4_194_301
# How many of their rarest shingles two passages must share to be compared: with 3 it takes half the time of 1.
SHARED = 3
# A text with one "not" more says something else, however alike it looks; framing is stance.
NEGATIONS = frozenset(
    ("no", "not", "never", "nobody", "none", "nothing", "nor", "neither", "without", "cannot", "hardly", "nowhere")
)


@dataclass(frozen=True, slots=True)
class Known:
    """A passage that was seen, and its document."""

    passage: str
    document: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """What two texts are compared by.

    Attributes:
        shingles: each run of three words as one number, ascending; words that were met late, rare ones, have high ones.
        words: each word as a number, in order.
        negations: how many words deny something.
    """

    shingles: npt.NDArray[np.uint64]
    words: npt.NDArray[np.uint32]
    negations: int


class _Codes(dict[str, int]):
    """A number for each word, in the order in which they are met.

    Attributes:
        denying: for each number whether its word denies something.
    """

    def __init__(self) -> None:
        super().__init__()
        self.denying = bytearray()

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        self.denying.append(word in NEGATIONS or word.endswith("n't"))
        return number


class AlikeIndex:
    """Finds the earlier passage that is most like a new one: exactly, by the Jaccard index of their runs of words.

    Two sets with an index of at least t share k of the first n - ⌈t·n⌉ + k of their n members in any fixed order
    (prefix filtering; Chaudhuri et al. 2006, doi:10.1109/ICDE.2006.9; with k above 1 by Wang et al. 2012,
    doi:10.1145/2213836.2213847), so only those are looked up. With the rarest first little is compared for nothing.
    """

    def __init__(self) -> None:
        self._words = _Codes()
        self._spelling: list[str] = []
        self._sketches: list[Sketch] = []
        self._known: list[Known] = []
        # A hash table of chains: for each slot the last entry, for each entry the one before it and whose it is. Two
        # shingles in one slot only cost a comparison; a dict of lists took ten times the memory.
        self._last = array("i", [-1]) * SLOTS
        self._before = array("i")
        self._whose = array("i")

    def sketch(self, text: str) -> Sketch | None:
        """A text's sketch; None for one that is too short."""
        words = WORD.findall(text.casefold().replace("’", "'"))
        if len(words) < ALIKE_WORDS:
            return None
        codes = [self._words[word] for word in words]
        ids = np.array(codes, dtype=np.uint64)
        denying = self._words.denying
        return Sketch(np.unique(_runs(ids)), ids.astype(np.uint32), sum([denying[code] for code in codes]))

    def add(self, sketch: Sketch | None, known: Known) -> None:
        """Know a passage from now on."""
        if sketch is None:
            return
        number = len(self._known)
        self._known.append(known)
        self._sketches.append(sketch)
        for slot in _slots(_rarest(sketch)).tolist():
            self._before.append(self._last[slot])
            self._last[slot] = len(self._whose)
            self._whose.append(number)

    def add_all(self, texts: Sequence[str], known: Sequence[Known]) -> None:
        """Know many passages from now on, in half the time that one after another would take."""
        found = [(sketch, of) for sketch, of in zip(self._sketched(texts), known, strict=True) if sketch is not None]
        if found:
            self._enter([sketch for sketch, _ in found], [of for _, of in found])

    def _sketched(self, texts: Sequence[str]) -> list[Sketch | None]:
        words = [WORD.findall(text.casefold().replace("’", "'")) for text in texts]
        long = [at for at, said in enumerate(words) if len(said) >= ALIKE_WORDS]
        sketches: list[Sketch | None] = [None] * len(texts)
        if not long:
            return sketches
        lengths = np.array([len(words[at]) for at in long])
        said = itertools.chain.from_iterable(words[at] for at in long)
        ids = np.fromiter(map(self._words.__getitem__, said), dtype=np.uint64, count=int(lengths.sum()))
        starts = np.cumsum(lengths) - lengths
        denied = np.add.reduceat(np.frombuffer(bytes(self._words.denying), dtype=np.uint8)[ids], starts, dtype=np.intp)
        runs, numbers = _runs(ids), ids.astype(np.uint32)
        whose = np.repeat(np.arange(len(long)), lengths)
        inside = whose[:-2] == whose[2:]
        runs, whose = runs[inside], whose[:-2][inside]
        order = np.lexsort((runs, whose))
        runs, whose = runs[order], whose[order]
        first = np.append(True, (runs[1:] != runs[:-1]) | (whose[1:] != whose[:-1]))
        runs, ends = runs[first], np.cumsum(np.bincount(whose[first], minlength=len(long))).tolist()
        said_by = np.split(numbers, starts[1:])
        for at, start, end, said_here, denials in zip(long, [0, *ends], ends, said_by, denied.tolist(), strict=False):
            sketches[at] = Sketch(runs[start:end], said_here, denials)
        return sketches

    def _enter(self, sketches: Sequence[Sketch], known: Sequence[Known]) -> None:
        rarest = [_rarest(sketch) for sketch in sketches]
        whose = np.repeat(np.arange(len(sketches)), [len(runs) for runs in rarest]) + len(self._known)
        slots = _slots(np.concatenate(rarest))
        entries = np.arange(len(slots)) + len(self._whose)
        last = np.frombuffer(self._last, dtype=np.intc)
        order = np.argsort(slots, kind="stable")
        slots, entries = slots[order], entries[order]
        same = slots[1:] == slots[:-1]
        before = np.empty(len(slots), dtype=np.intc)
        before[order] = np.where(np.append(False, same), np.append(-1, entries[:-1]), last[slots])
        ends = np.append(~same, True)
        last[slots[ends]] = entries[ends]
        self._before.frombytes(before.tobytes())
        self._whose.frombytes(whose.astype(np.intc).tobytes())
        self._sketches += sketches
        self._known += known

    def nearest(self, sketch: Sketch | None, *, other_than: str) -> str | None:
        """The passage of another document that is most like this one, of equals the one with the lesser id."""
        if sketch is None:
            return None
        shared: dict[int, int] = {}
        for slot in _slots(_rarest(sketch)).tolist():
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
            if share < ALIKE or (best is not None and (-share, known.passage) > best):
                continue
            if self._says_the_same(sketch, self._sketches[number]):
                best = (-share, known.passage)
        return None if best is None else best[1]

    def _says_the_same(self, one: Sketch, other: Sketch) -> bool:
        """Whether one is the other with parts cut, added or misspelt, and as few other words as its length allows."""
        if len(self._spelling) < len(self._words):
            self._spelling = list(self._words)
        first, second = ([self._spelling[code] for code in sketch.words.tolist()] for sketch in (one, other))
        return changes(first, second) <= min(len(first), len(second)) // WORDS_A_CHANGE


def changes(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words that matter are others in two texts, and how many gaps one has amid the other.

    Nothing counts that one of them has before or behind all of the other, or has at the other end, nor a spelling.
    """
    found, ends = 0, (list[str](), list[str]())
    for what, start, end, there, behind in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        here, other_s = one[start:end], other[there:behind]
        if what == "equal" or _spelt_alike(here, other_s):
            continue
        weighty = [[word for word in part if word not in SLIGHT] for part in (here, other_s)]
        if here and other_s:
            found += max(map(len, weighty))
        elif (start, there) == (0, 0) or (end, behind) == (len(one), len(other)):
            ends[0].extend(weighty[0])
            ends[1].extend(weighty[1])
        else:
            found += any(weighty)
    cut_and_added = all(ends) and sorted(ends[0]) != sorted(ends[1])
    return found + (max(map(len, ends)) if cut_and_added else 0)


def _spelt_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    if "".join(one).replace("-", "") == "".join(other).replace("-", ""):
        return True
    return len(one) == len(other) and all(map(_one_word, one, other))


def _one_word(one: str, other: str) -> bool:
    """Whether one is the other with a letter more, less or changed, or two turned round; never the first letter."""
    if one == other:
        return True
    if one[0] != other[0] or min(len(one), len(other)) < SPELT or not (one.isalpha() and other.isalpha()):
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def _runs(ids: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Each run of three words as one number."""
    return (ids[:-2] << np.uint64(42)) ^ (ids[1:-1] << np.uint64(21)) ^ ids[2:]


def _rarest(sketch: Sketch) -> npt.NDArray[np.uint64]:
    """The shingles of which a passage that is like this one must hold `SHARED`."""
    number = len(sketch.shingles)
    return sketch.shingles[-(number - math.ceil(ALIKE * number) + SHARED) :]


def _slots(shingles: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
    return (shingles % np.uint64(SLOTS)).astype(np.intp)


def _alike(one: Sketch, other: Sketch) -> float:
    """The Jaccard index of two texts' runs of three words; 0 where one denies more than the other."""
    lengths = len(one.shingles), len(other.shingles)
    if one.negations != other.negations or min(lengths) < ALIKE * max(lengths):
        return 0.0
    shared = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    return shared / (sum(lengths) - shared)
