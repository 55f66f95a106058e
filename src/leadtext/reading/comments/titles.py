"""The title that a reader gave a comment, which stands over its words and is none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import AUTHOR_WORDS, word_set
from leadtext.reading.comments.dom import Facts, text_of, visible
from leadtext.reading.comments.interface import announced_comments, is_interface_line, letters_of
from leadtext.reading.comments.names import without_dates
from leadtext.records import Piece

__all__ = ["own_title", "titled_apart", "without_shared_titles"]

_TITLE_WORDS = word_set("title titel titre titulo subject betreff sujet asunto headline")
_NO_TITLE_WORDS = AUTHOR_WORDS | word_set("usertitle job rank role badge reply count number")
_HEADINGS = word_set("h2 h3 h4 h5 h6")
_LABEL = re.compile(r"(?:title|titel|titre|t[íi]tulo|subject|betreff|sujet|asunto)\s*:\s*", re.IGNORECASE)
_MARKS = re.compile(r"(?:\[\^\]|#|\d{1,4}[.)])\s*")
"""Before a title: the comment's number, or a button that leads to the one that it answers."""
_SCORE = re.compile(r"\s*\(Score:[^()]{1,30}\)$")
"""Behind a title, as Slash and its children write it."""
_NO_TITLE = re.compile(
    r"[(\[]?(?:no\s+(?:title|subject)|untitled|ohne\s+(?:titel|betreff)|kein(?:en)?\s+(?:titel|betreff)|sans\s+(?:titre|sujet|objet)|sin\s+(?:t[íi]tulo|asunto))[)\]]?",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?:(?:re|aw|antw|r[ée]p)\s?:\s*)+", re.IGNORECASE)
LEAST_TITLE, LONGEST_TITLE = 4, 150
"""Characters."""


def own_title(own: Sequence[Facts], fields: Collection[HtmlElement], author: str | None, text: str) -> str:
    """The title over one comment's words, or an empty text.

    Args:
        own: what stands in the comment and in none of its quotes.
        fields: the elements that author, date and the like were read from.
        author: the comment's.
        text: its words; what they begin with is no title of their own.
    """
    said, name = letters_of(text), letters_of(author) if author is not None else ""
    for facts in own:
        named = facts.naming.words & _TITLE_WORDS and not facts.naming.words & _NO_TITLE_WORDS
        if not (named or facts.element.tag in _HEADINGS) or not LEAST_TITLE <= facts.chars <= LONGEST_TITLE:
            continue
        if facts.authors or facts.dates or not visible(facts.element):
            continue
        around = list(facts.element.iterancestors())
        if any(element in fields for element in (*facts.element.iter(), *around)):
            continue
        if any(element.tag == "blockquote" for element in around):
            continue
        words = _SCORE.sub("", _LABEL.sub("", _unmarked(text_of(facts.element)), count=1))
        letters = letters_of(words)
        if not letters or (name and name in letters) or _NO_TITLE.fullmatch(words):
            continue
        # A machine's title is what the words begin with; a heading may stand in the middle of them.
        if said.startswith(letters) or (not named and letters in said):
            continue
        if (
            words.startswith(("@", "#"))
            or words.endswith(":")
            or is_interface_line(words)
            or announced_comments(words) is not None
            or without_dates(words) != words
        ):
            continue
        return words
    return ""


def _unmarked(words: str) -> str:
    while (mark := _MARKS.match(words)) is not None and mark.end() < len(words):
        words = words[mark.end() :]
    return words


def without_shared_titles(titles: Sequence[str]) -> list[str]:
    """Titles without those that stand over half of the comments or more, which the page writes over each.

    Args:
        titles: each comment's, in the page's order; empty where it has none.
    """
    times = Counter(titles)
    return [title if times[title] == 1 or 2 * times[title] < len(titles) else "" for title in titles]


def titled_apart(comments: Sequence[Piece], publication: str) -> list[Piece]:
    """Comments whose title is the publication's, or answers it, without it.

    Args:
        comments: in the page's order.
        publication: its title.
    """
    whole = letters_of(publication)
    return [
        replace(piece, title="") if piece.title and letters_of(_ANSWER.sub("", piece.title)) in whole else piece
        for piece in comments
    ]
