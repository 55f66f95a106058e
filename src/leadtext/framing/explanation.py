"""Why a passage was tagged so: which sentences and which words pushed each signal up or down.

The heads are linear, so a word's push on them is exact: its share of the score, the sum over the features that it takes
part in (itself, its pairs with its neighbours, its spellings) of weight times value. Its push on the tagger's layers is
what their score loses when the states that the encoder's lower layers made of the word are left out, and a sentence's
push on everything together what is lost when the sentence is (Li, Monroe and Jurafsky 2016,
doi:10.48550/arXiv.1612.08220). What is left is the meaning of the whole. Of a passage that the gate spares the tagger,
nothing pushes: what it is about was enough.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.special import expit, logit

from leadtext.framing.features import Weighted
from leadtext.framing.gate import Entrance
from leadtext.framing.tagger import Tagger, head_scores

__all__ = ["Explanation", "Push", "explain"]

Floats = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]
Leave = Callable[[Sequence[tuple[int, int]]], Floats]
Spans = Sequence[tuple[int, int]]

CHUNK = re.compile(r"\S+")
# Punctuation around a word is not shown with it, though its spelling may count.
WORD = re.compile(r"\w(?:.*\w)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Push:
    """How far a word or a sentence moves a signal.

    Attributes:
        text: the word or sentence.
        start: where it begins in the passage.
        end: where it ends.
        log_odds: the push in the signal's calibrated log-odds; above 0 it speaks for the signal.
    """

    text: str
    start: int
    end: int
    log_odds: float


@dataclass(frozen=True)
class Explanation:
    """What moved one signal on one passage.

    Attributes:
        signal: the signal.
        probability: its calibrated probability.
        threshold: the probability from which on it is taken to hold.
        words: every word of the passage in order, with its push.
        sentences: every sentence in order; its push is what the log-odds lose when it is left out.
        meaning: what the passage as a whole adds to the log-odds beyond its words, by the encoder and by layers.
        start: the log-odds before anything is read. ``start + meaning + all words`` are the signal's log-odds.
        spared: whether the passage was let by unread, since nothing holds of passages about such matters.
    """

    signal: str
    probability: float
    threshold: float
    words: tuple[Push, ...]
    sentences: tuple[Push, ...]
    meaning: float
    start: float
    spared: bool = False

    def strongest(self, number: int) -> tuple[Push, ...]:
        """The words that push hardest, either way, the hardest first."""
        pushing = [word for word in self.words if word.log_odds != 0]
        return tuple(sorted(pushing, key=lambda word: -abs(word.log_odds))[:number])


def explain(
    tagger: Tagger,
    text: str,
    *,
    encode: Encode,
    sentences: Spans,
    read: Encode | None = None,
    leave: Leave | None = None,
) -> tuple[Explanation, ...]:
    """Explain a passage's tag, signal by signal in the codebook's order.

    Args:
        tagger: the tagger whose tag is explained.
        text: the passage.
        encode: makes vectors of texts, shape (texts, width), by the tagger's encoder; it is called once.
        read: gives the scores of the tagger's layers, shape (texts, signals); None where it has none. It is called
            once, with the passage and the passage less each sentence.
        leave: gives the layers' scores of the passage with a part of it left out, for each of some parts given as
            (start, end), shape (parts, signals); None where there are no layers. It is called once, with the words.
        sentences: the sentences as (start, end) offsets in the passage.
    """
    rest = [_without(text, span) for span in sentences]
    # Of a passage of one sentence nothing is left; a text without words has no features to encode.
    left = [other for other in rest if other]
    chunks = [(match.start(), match.end()) for match in CHUNK.finditer(text)]
    vectors = encode([text, *left])
    if tagger.entrance is not None and tagger.entrance.gate.spares(vectors[:1])[0]:
        return _unread(tagger, tagger.entrance, text, chunks, sentences)
    layer_scores = None if read is None else read([text, *left])
    wordless = leave(chunks) if leave is not None and len(chunks) > 1 else None
    matrix = tagger.features.of([text, *left], vectors)
    shares = _shares(tagger, text, chunks, matrix[0])
    found = []
    for at, name in enumerate(tagger.codebook.signals):
        head, (slope, *of_layers, intercept) = tagger.heads[name], tagger.calibration[name]
        weights = np.asarray(head.coef_[0], dtype=np.float64)
        log_odds = slope * head_scores(head, matrix) + intercept
        start = float(slope * head.intercept_[0] + intercept)
        pushes = slope * (shares @ weights[: shares.shape[1]])
        if layer_scores is not None:
            said = of_layers[0] * layer_scores[:, at].astype(np.float64)
            log_odds = log_odds + said
            if wordless is not None:
                pushes = pushes + said[0] - of_layers[0] * wordless[:, at]
        without = iter(log_odds[1:])
        effects = [float(log_odds[0]) - (float(next(without)) if other else start) for other in rest]
        found.append(
            Explanation(
                signal=name,
                probability=round(float(expit(log_odds[0])), 4),
                threshold=float(tagger.thresholds[name]),
                words=tuple(_word(text, chunk, push) for chunk, push in zip(chunks, pushes, strict=True)),
                sentences=tuple(
                    Push(text[first:last], first, last, round(effect, 4))
                    for (first, last), effect in zip(sentences, effects, strict=True)
                ),
                meaning=round(float(log_odds[0] - start - pushes.sum()), 4),
                start=round(start, 4),
            )
        )
    return tuple(found)


def _unread(tagger: Tagger, entrance: Entrance, text: str, chunks: Spans, sentences: Spans) -> tuple[Explanation, ...]:
    """What is said of a passage that the tagger was spared."""
    return tuple(
        Explanation(
            signal=name,
            probability=round(entrance.shares[name], 4),
            threshold=float(tagger.thresholds[name]),
            words=tuple(_word(text, chunk, 0.0) for chunk in chunks),
            sentences=tuple(Push(text[first:last], first, last, 0.0) for first, last in sentences),
            meaning=0.0,
            start=round(float(logit(entrance.shares[name])), 4),
            spared=True,
        )
        for name in tagger.codebook.signals
    )


def _without(text: str, span: tuple[int, int]) -> str:
    return f"{text[: span[0]].rstrip()} {text[span[1] :].lstrip()}".strip()


def _word(text: str, chunk: tuple[int, int], push: float) -> Push:
    inner = WORD.search(text[chunk[0] : chunk[1]])
    first = chunk[0] + (inner.start() if inner is not None else 0)
    last = chunk[0] + (inner.end() if inner is not None else chunk[1] - chunk[0])
    return Push(text[first:last], first, last, round(float(push), 4))


def _shares(tagger: Tagger, text: str, chunks: Spans, row: csr_matrix) -> csr_matrix:
    """Which part of each feature's value is each word's, shape (words of the passage, features made of words).

    A feature that occurs several times is divided evenly among the occurrences; a pair of words between the two.
    """
    size = tagger.features.size
    value = {int(at): float(held) for at, held in zip(row.indices, row.data, strict=True) if at < size}
    occurrences: list[tuple[int, tuple[int, ...]]] = []
    first = 0
    for weighted in tagger.features.counted:
        seen = SEEN[weighted.kind](weighted, text, chunks)
        occurrences += _occurrences(weighted, seen, first)
        first += len(weighted.vocabulary)
    times = Counter(column for column, _ in occurrences)
    parts = [
        (value[column] / times[column] / len(holders), at, column)
        for column, holders in occurrences
        if column in value
        for at in holders
    ]
    data, rows, columns = zip(*parts, strict=True) if parts else ((), (), ())
    return csr_matrix((data, (rows, columns)), shape=(len(chunks), size))


def _spoken(words: Weighted, text: str, chunks: Spans) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Words and pairs of neighbours, as the tagger counts them, each with the chunks that hold it."""
    tokenize = words.counter.build_tokenizer()
    spoken = [(word, at) for at, (first, last) in enumerate(chunks) for word in tokenize(text[first:last].lower())]
    for word, at in spoken:
        yield word, (at,)
    for (word, at), (following, after) in itertools.pairwise(spoken):
        yield f"{word} {following}", (at, after)


def _spelled(spellings: Weighted, text: str, chunks: Spans) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Parts of words, as the tagger counts them, each with the chunk that holds it."""
    analyze = spellings.counter.build_analyzer()
    for at, (first, last) in enumerate(chunks):
        for part in analyze(text[first:last]):
            yield part, (at,)


SEEN = {"words": _spoken, "spellings": _spelled}
"""How each kind of what is counted is found in a text, of `SHAPES`."""


def _occurrences(
    weighted: Weighted, seen: Iterable[tuple[str, tuple[int, ...]]], first: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Of what was seen, the features of the tagger, as their columns from ``first`` on."""
    columns = weighted.counter.vocabulary_
    for name, holders in seen:
        if name in columns:
            yield first + int(columns[name]), holders
