"""What a page tells machines about itself as JSON-LD: its article, its author and date, and sometimes its comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.interface import is_anonymous, is_placeholder, plain_words
from leadtext.reading.dates import parse_date
from leadtext.records import Piece

__all__ = ["LinkedData", "linked_comments", "names_of", "read_linked_data"]

LARGEST_SCRIPT = 2_000_000
"""Characters; a page's own description is never longer."""

MOST_NODES = 20_000
"""JSON objects; what comes behind them is not looked at."""

_ARTICLE_TYPES = word_set(
    "Article NewsArticle BlogPosting Report OpinionNewsArticle ReportageNewsArticle AnalysisNewsArticle "
    "ReviewNewsArticle TechArticle ScholarlyArticle SocialMediaPosting DiscussionForumPosting Recipe "
    "Question BackgroundNewsArticle"
)
_PAGE_TYPES = word_set("WebPage ItemPage QAPage AboutPage Blog CreativeWork")
_COMMENT_TYPES = word_set("Comment Answer UserComments")
_CONTROL = re.compile(r"[\x00-\x1f]")
_TAG = re.compile(r"<[^<>]{1,200}>")
_BREAKS = re.compile(r"</p\s*>|<br\s*/?>\s*<br\s*/?>|\n\s*\n", re.I)


@dataclass(slots=True)
class LinkedData:
    """The page's JSON-LD objects: those of articles, of pages, the comments, and all by their @id."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    parent_of: dict[int, dict[str, Any]] = field(default_factory=dict)


def read_linked_data(tree: HtmlElement) -> LinkedData:
    """All JSON-LD of a page; what is no JSON is passed over."""
    linked = LinkedData()
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", "") or not script.text or len(script.text) > LARGEST_SCRIPT:
            continue
        for node, outer in _nodes(_loaded(script.text)):
            _sort_in(linked, node, outer)
    return linked


def _loaded(text: str) -> object:
    cleaned = _CONTROL.sub(" ", text).strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    cleaned = cleaned.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    try:
        return json.loads(cleaned)
    except (ValueError, RecursionError):
        return None


def _nodes(top: object) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Every object in a JSON value, in order, with the object around it; no recursion, at most `MOST_NODES`."""
    stack: list[tuple[object, dict[str, Any] | None]] = [(top, None)]
    seen = 0
    while stack and seen < MOST_NODES:
        value, outer = stack.pop()
        if isinstance(value, dict):
            seen += 1
            yield value, outer
            stack.extend((inner, value) for inner in reversed(list(value.values())) if isinstance(inner, dict | list))
        elif isinstance(value, list):
            stack.extend((inner, outer) for inner in reversed(value))


def _sort_in(linked: LinkedData, node: dict[str, Any], outer: dict[str, Any] | None) -> None:
    ident = node.get("@id")
    if isinstance(ident, str) and len(node) > 1:
        linked.by_id.setdefault(ident, node)
    types = _types(node)
    if types & _COMMENT_TYPES:
        linked.comments.append(node)
        if outer is not None:
            linked.parent_of[id(node)] = outer
    elif types & _ARTICLE_TYPES and (
        "headline" in node or "datePublished" in node or "dateCreated" in node or "name" in node
    ):
        linked.articles.append(node)
    elif types & _PAGE_TYPES:
        linked.pages.append(node)


def _types(node: dict[str, Any]) -> set[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {value.rpartition("/")[2] for value in kinds if isinstance(value, str)}


def names_of(linked: LinkedData, value: object) -> list[str]:
    """The names of persons in an "author" value: a string, an object, a reference, or a list of these."""
    values = value if isinstance(value, list) else [value]
    names = []
    for item in values[:20]:
        entry = item
        if isinstance(entry, dict) and "name" not in entry and isinstance(entry.get("@id"), str):
            entry = linked.by_id.get(entry["@id"], entry)
        if isinstance(entry, dict):
            if _types(entry) & {"Organization", "NewsMediaOrganization", "Corporation", "WebSite"}:
                continue
            entry = entry.get("name")
        if isinstance(entry, list) and entry:
            entry = entry[0]
        if isinstance(entry, str) and entry.strip():
            names.append(plain_words(unescape(entry)))
    return names


def linked_comments(linked: LinkedData) -> list[Piece]:
    """The comments that a page carries only as JSON-LD, in its order."""
    pieces: list[Piece] = []
    position: dict[int, int] = {}
    for node in linked.comments:
        text = _text_of(node)
        if not text or is_placeholder(text):
            continue
        names = names_of(linked, node.get("author") if "author" in node else node.get("creator"))
        author = names[0] if names and not is_anonymous(names[0]) else None
        moment = next(
            (node[key] for key in ("dateCreated", "datePublished", "commentTime", "dateModified") if key in node), None
        )
        position[id(node)] = len(pieces)
        pieces.append(
            Piece(
                text=text,
                kind="comment",
                author=author,
                date=parse_date(moment) if isinstance(moment, str) else None,
                reply_to=_parent_position(linked, node, position),
                place=f"comment {len(pieces) + 1}",
                key=node["@id"] if isinstance(node.get("@id"), str) else None,
            )
        )
    return pieces


def _parent_position(linked: LinkedData, node: dict[str, Any], position: dict[int, int]) -> int | None:
    parent = node.get("parentItem")
    if isinstance(parent, dict) and isinstance(parent.get("@id"), str):
        named = linked.by_id.get(parent["@id"])
        if named is not None and id(named) in position:
            return position[id(named)]
    outer = linked.parent_of.get(id(node))
    return position.get(id(outer)) if outer is not None else None


def _text_of(node: dict[str, Any]) -> str:
    value = next(
        (node[key] for key in ("text", "commentText", "articleBody", "description") if isinstance(node.get(key), str)),
        "",
    )
    paragraphs = [plain_words(unescape(_TAG.sub(" ", part))) for part in _BREAKS.split(value)]
    return "\n\n".join(part for part in paragraphs if part)
