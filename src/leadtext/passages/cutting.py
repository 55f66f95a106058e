"""Documents cut into passages of one to four sentences, with offsets.

A passage never crosses a paragraph, save in a short comment, which is one passage as a whole.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadtext.records import Document, Passage, text_key

if TYPE_CHECKING:
    from spacy.lang.en import English

__all__ = ["WORD", "count_words", "cut", "sentence_spans"]

PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
WORD = re.compile(r"\w[\w'’-]*")


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
    if document.is_comment and len(flat) <= max_sentences and count_words(document.text) <= max_words:
        sentences = [flat]
    spans = [
        span
        for group in sentences
        for span in _pack(document.text, group, max_sentences=max_sentences, max_words=max_words)
    ]
    return [_passage(document, position, start, end) for position, (start, end) in enumerate(spans)]


# What may end a sentence; a text has no more sentences than these and one for each paragraph.
MAY_END = re.compile(r"[^\w\s,;:'’()\-]")


def _is_one_passage(text: str, paragraphs: int, max_sentences: int, max_words: int) -> bool:
    """Whether a comment is so short that it is one passage wherever its sentences end; most are, and need no spaCy."""
    return 0 < paragraphs + len(MAY_END.findall(text)) <= max_sentences and 0 < count_words(text) <= max_words


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


def _pack(
    text: str, sentences: list[tuple[int, int]], *, max_sentences: int, max_words: int
) -> Iterator[tuple[int, int]]:
    """Pack sentences into as few passages as hold them, of nearly equal length."""
    if not sentences:
        return
    words = [count_words(text[start:end]) for start, end in sentences]
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


def count_words(text: str) -> int:
    """How many words a text has."""
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
