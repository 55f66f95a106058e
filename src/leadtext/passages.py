"""Passages: a document's text cut into one to four sentences, with offsets, repeated text marked.

A passage never crosses a paragraph, save in a short comment, which is one passage as a whole.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from leadtext.alike import WORD, AlikeIndex, Known
from leadtext.records import Document, Passage, text_key

if TYPE_CHECKING:
    from spacy.lang.en import English

__all__ = ["Repeats", "cut", "sentence_spans"]

PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")

# A passage of fewer words is too common in itself ("Thank you") to be called a repeat of another document's.
REPEAT_WORDS = 8
# A pull quote may leave out or change a few words of the sentence that it repeats.
PULL_QUOTE_SHARE = 0.9
PULL_QUOTE_WORDS = 40
SHINGLE = 3
# Words that stand in more passages than this are a phrase of the document's, and tell nothing about quoting.
COMMON_SHINGLE = 20


def cut(document: Document, *, max_sentences: int = 4, max_words: int = 110) -> list[Passage]:
    """Cut a document into passages.

    Args:
        document: what to cut; its paragraphs are separated by blank lines.
        max_sentences: how many sentences a passage may hold.
        max_words: how many words a passage may hold; a single longer sentence stays whole.

    Returns:
        The passages in order; every character of a sentence is in exactly one of them.
    """
    paragraphs = _paragraph_spans(document.text)
    if document.is_comment and _is_one_passage(document.text, len(paragraphs), max_sentences, max_words):
        return [_passage(document, 0, *_stripped(document.text, 0, len(document.text)))]
    sentences = [
        [(start + left, start + right) for left, right in sentence_spans(document.text[start:end])]
        for start, end in paragraphs
    ]
    flat = [span for group in sentences for span in group]
    if document.is_comment and len(flat) <= max_sentences and _words(document.text) <= max_words:
        sentences = [flat]
    spans = [
        span
        for group in sentences
        for span in _pack(document.text, group, max_sentences=max_sentences, max_words=max_words)
    ]
    return [_passage(document, position, start, end) for position, (start, end) in enumerate(spans)]


# What may end a sentence, up to the word that then begins another; a text has no more sentences than these and one for
# each paragraph. Quotation marks, brackets and signs before numbers end none.
MAY_END = re.compile(r"""[^\w\s,;:'’"“”‘()\[\]&/%£$€+*#@–—-]\W*\w""")


def _is_one_passage(text: str, paragraphs: int, max_sentences: int, max_words: int) -> bool:
    """Whether a comment is so short that it is one passage wherever its sentences end; most are, and need no spaCy."""
    if len(text) > LONGEST_PART or not 0 < _words(text) <= max_words:
        return False
    return 0 < paragraphs + len(MAY_END.findall(text)) <= max_sentences


def _passage(document: Document, position: int, start: int, end: int) -> Passage:
    text = document.text[start:end]
    return Passage(
        id=f"{document.id}:{start}",
        document=document.id,
        position=position,
        start=start,
        end=end,
        text=text,
        key=text_key(text),
    )


def _paragraph_spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return [span for span in spans if text[span[0] : span[1]].strip()]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) offsets, without the white space around them.

    Made with spaCy's rule-based sentencizer on its blank English pipeline, so that nothing has to be downloaded.
    A full stop behind an initial, an abbreviation or before a lower-case letter ends no sentence.
    """
    spans: list[tuple[int, int]] = []
    for part in _limited(text):
        for sentence in _pipeline()(text[part[0] : part[1]]).sents:
            start = part[0] + sentence.start_char
            end = part[0] + sentence.end_char
            spans.append((start, end))
    return _mended(text, spans)


# So many passages are looked at together: all of a large study at once would take hundreds of megabytes.
TOGETHER = 5_000


class Repeats:
    """Knows the passages seen so far and marks those that repeat one of them.

    Marked are passages with the words of an earlier one (reposts, the same page saved twice), those of another document
    with nearly all the words of an earlier one (reposts that are cut, added to, misspelt or, if long, edited) and,
    within a publication, pull quotes: a short passage whose words nearly all stand, in order, in a longer one.
    """

    def __init__(self, known: Iterable[tuple[str, str, str, str]] = (), *, alike: bool = True) -> None:
        """Start from passages marked before.

        Args:
            known: (text key, passage id, document id, text) of every passage that repeats no other.
            alike: whether a passage of another document that has nearly all the words of an earlier one repeats it;
                else it must have the same.
        """
        self._near = alike
        self._known: dict[str, Known] = {}
        self._alike = AlikeIndex()
        rows = iter(known)
        while batch := list(itertools.islice(rows, TOGETHER)):
            held = [Known(passage, document) for _, passage, document, _ in batch]
            for (key, _, _, _), of_passage in zip(batch, held, strict=True):
                self._known.setdefault(key, of_passage)
            if alike:
                self._alike.add_all([text for _, _, _, text in batch], held)

    def mark(self, passages: list[Passage]) -> list[Passage]:
        """One document's passages, each with ``duplicate_of`` where it repeats another of it or one marked before.

        Args:
            passages: the passages of one document, in order; the documents' own order is that in which they were said.
        """
        quoted = _pull_quotes(passages)
        marked = []
        for passage in passages:
            original = quoted.get(passage.id)
            known = self._known.get(passage.key)
            if original is None and known is not None and _words(passage.text) >= REPEAT_WORDS:
                original = known.passage
            if original is None and self._near:
                sketch = self._alike.sketch(passage.text)
                original = self._alike.nearest(sketch, other_than=passage.document)
                if original is None:
                    self._alike.add(sketch, Known(passage.id, passage.document))
            if original is None:
                self._known.setdefault(passage.key, Known(passage.id, passage.document))
            marked.append(_with_original(passage, original))
        return marked


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
        if not own or not REPEAT_WORDS <= _words(passage.text) <= PULL_QUOTE_WORDS:
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


def _pack(
    text: str, sentences: list[tuple[int, int]], *, max_sentences: int, max_words: int
) -> Iterator[tuple[int, int]]:
    """Pack sentences into as few passages as hold them, of nearly equal length."""
    if not sentences:
        return
    words = [_words(text[start:end]) for start, end in sentences]
    wanted = max(-(-len(sentences) // max_sentences), -(-sum(words) // max_words))
    share = sum(words) / wanted
    first, held = 0, 0
    for at, count in enumerate(words):
        full = at - first == max_sentences or held + count > max_words
        # An even split reads better than one long passage and a left-over sentence.
        reached = wanted > 1 and held + count / 2 > share
        if at > first and (full or reached):
            yield sentences[first][0], sentences[at - 1][1]
            first, held = at, 0
        held += count
    yield sentences[first][0], sentences[-1][1]


def _words(text: str) -> int:
    return len(WORD.findall(text))


# spaCy refuses texts past a million characters; no sentence is that long.
LONGEST_PART = 100_000


def _limited(text: str) -> Iterator[tuple[int, int]]:
    for start in range(0, len(text), LONGEST_PART):
        yield start, min(start + LONGEST_PART, len(text))


ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|Rev|Sir|St|Gen|Col|Lt|Cllr|Hon|vs|cf|al|eg|ie|etc|approx|No|Vol|pp?|[Ff]ig|eds?)\.$"
)
OPENING_QUOTE = re.compile(r"\s([\"'“‘(\[]+)$")


def _mended(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Mend what the sentencizer got wrong: an abbreviation's full stop, an opening quotation mark left behind."""
    mended: list[tuple[int, int]] = []
    for start, end in spans:
        start, end = _stripped(text, start, end)
        if start == end:
            continue
        if mended:
            first, last = mended[-1]
            left_behind = OPENING_QUOTE.search(text[first:last])
            if left_behind is not None:
                start = first + left_behind.start(1)
                first, last = _stripped(text, first, start)
                mended[-1] = (first, last)
            wordless = WORD.search(text[start:end]) is None
            if wordless or ABBREVIATION.search(text[first:last]):
                mended[-1] = (first, end)
                continue
        mended.append((start, end))
    return mended


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip()) if part.strip() else end


@functools.cache
def _pipeline() -> English:
    # Imported when the first text is cut: most commands cut none.
    from spacy.lang.en import English

    pipeline = English()
    pipeline.max_length = LONGEST_PART + 1
    pipeline.add_pipe("sentencizer")
    return pipeline
