"""Where on the site each thing stands, as addresses from the site's root."""

from __future__ import annotations

import functools
import re
from urllib.parse import urlsplit

__all__ = [
    "document_anchor",
    "document_page",
    "frame_page",
    "frame_period",
    "loose_comments",
    "numbered",
    "passage_anchor",
    "slug",
    "topic_page",
    "topic_period",
    "web_address",
]

NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


@functools.lru_cache(maxsize=50_000)
def slug(text: str) -> str:
    """A text as part of a file's name or an anchor."""
    return NOT_IN_NAMES.sub("-", text).strip("-")


def numbered(page: str, number: int) -> str:
    """The n-th page of a list, from 1; the first has the list's own address."""
    return page if number == 1 else f"{page.removesuffix('.html')}-page-{number}.html"


def frame_page(frame: str) -> str:
    """All passages of a frame."""
    return f"frames/{slug(frame)}.html"


def frame_period(frame: str, period: str, genre: str) -> str:
    """A frame's passages of one period, in publications or in comments.

    Args:
        frame: the frame.
        period: "2014", "2014-Q2" or "2014-05".
        genre: "comment" for comments; anything else stands for publications.
    """
    group = "comments" if genre in {"comment", "comments"} else "publications"
    return f"frames/{slug(frame)}/{slug(period)}-{group}.html"


def topic_page(topic: int) -> str:
    """A topic's own page."""
    return f"topics/{topic}.html"


def topic_period(topic: int, period: str) -> str:
    """A topic's passages of one period."""
    return f"topics/{topic}/{slug(period)}.html"


def document_page(document: str) -> str:
    """A publication with the comments under it."""
    return f"documents/{slug(document)}.html"


def loose_comments(key: str) -> str:
    """The comments of one source that stand under no publication."""
    return f"documents/comments-{slug(key)}.html"


def document_anchor(document: str) -> str:
    """Where on its page a comment begins."""
    return f"d-{slug(document)}"


def passage_anchor(passage: str) -> str:
    """Where on its page a passage begins."""
    return f"p-{slug(passage)}"


def web_address(address: str | None) -> str | None:
    """An address that may be linked: of the web, and nothing else."""
    if address is None:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme.lower() in {"http", "https"} and parts.netloc else None
