"""The gold pages, what is to be found on each, and which of the comments read is which of those."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any

from leadtext.reading.html import read_html
from leadtext.records import Page, Piece

PAGES = Path(__file__).parent / "pages"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))

LEAST_ALIKE = 0.9
"""Share of characters that a comment read and one expected have in common to count as the same."""


def load(name: str) -> tuple[Page, dict[str, Any]]:
    return read_html((PAGES / f"{name}.html").read_bytes(), f"{name}.html"), facts_of(name)


def facts_of(name: str) -> dict[str, Any]:
    """What is to be found on a page."""
    facts: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    return facts


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()


def leaks(words: str, article: str) -> bool:
    """Whether a comment's words stand in an article: one character only as a paragraph or a mark of its own."""
    if len(words) > 1:
        return words in article
    apart = article.split() if not words.isalnum() and words not in "–—-|&" else article.split("\n\n")
    return words in apart


def matched(comments: tuple[Piece, ...], expected: list[dict[str, Any]]) -> dict[int, int]:
    """Which expected comment each read one is; none is taken twice."""
    pairs: dict[int, int] = {}
    for index, wanted in enumerate(expected):
        free = [i for i in range(len(comments)) if i not in pairs]
        best = max(free, key=lambda i: alike(comments[i].text, wanted["text"]), default=None)
        if best is not None and alike(comments[best].text, wanted["text"]) >= LEAST_ALIKE:
            pairs[best] = index
    return pairs
