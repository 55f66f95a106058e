"""Passages: a document's text cut into one to four sentences, with offsets, repeated text marked."""

from leadtext.passages.cutting import cut, sentence_spans
from leadtext.passages.repeats import Repeats

__all__ = ["Repeats", "cut", "sentence_spans"]
