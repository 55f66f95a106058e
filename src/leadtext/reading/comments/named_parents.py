"""Which comment answers which, by what the page says: an attribute, or a link to the comment that is answered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from leadtext.reading.comments.dom import Facts, text_of
from leadtext.reading.comments.interface import letters_of, plain_words
from leadtext.reading.comments.name_frame import ANSWERING
from leadtext.reading.comments.parts_or_answers import Block

__all__ = ["IN_REPLY", "link_parents"]

_PARENT_ATTRIBUTES = ("parentid", "data-reply-to", "data-in-reply-to")
IN_REPLY = re.compile(ANSWERING, re.IGNORECASE)
_ORDINAL = re.compile(r"^(?:>>|[#№])\s?\d{1,5}\.?$")
"""A link such as "#3" or ">>3", where it leads to another comment than its own."""
_ORIGIN = re.compile(
    r"^\W*(?:ursprung|origin(?:al)?|origine|origen|parent|[üu]bergeordnet(?:er\s+kommentar)?)\W*$", re.I
)
"""A button that leads to the comment that is answered."""
_VIEW_POST = re.compile(r"^(?:view\s+post|beitrag\s+anzeigen|(?:voir|afficher)\s+le\s+message|ver\s+mensaje)$", re.I)
"""On the picture of a link in a quote box that leads to the quoted post."""
_FRAGMENT_NUMBER = re.compile(r"(\d+)(?:\D*)$")


def link_parents(
    blocks: list[Block],
    own_of: Mapping[int, list[Facts]],
    *,
    authors: Mapping[int, str | None] | None = None,
    newest_first: bool = False,
) -> dict[int, Block]:
    """Parents that the page names by id: data-parent="12", or a link "in reply to" that leads to #comment-12.

    Args:
        blocks: the comments, in the page's order.
        own_of: what stands in each.
        authors: who wrote each; a line that is a link to a comment with its writer's name ("to Anna:") tells too.
        newest_first: the page shows the newest on top, so that answers stand before what they answer.
    """
    by_number: dict[str, Block] = {}
    for block in blocks:
        for number in _numbers_of(block):
            by_number.setdefault(number, block)
    parents: dict[int, Block] = {}
    for block in blocks:
        parent = _named_parent(block, own_of[id(block)], by_number, authors or {})
        if parent is None or parent is block:
            continue
        if (parent.facts.order < block.facts.order) is not newest_first:
            parents[id(block)] = parent
    return parents


def _parent_values(block: Block) -> list[str]:
    """What attributes such as data-parent-id or data-parentpostingid say."""
    return [
        str(value)
        for element in {block.element: None, _shell_of(block): None}
        for name, value in element.attrib.items()
        if name in _PARENT_ATTRIBUTES or ("parent" in name and name.startswith("data-"))
    ]


def _shell_of(block: Block) -> HtmlElement:
    """The element right around a comment, where it holds nothing else; else the comment's own."""
    element = block.element
    alone = element.getprevious() is None and element.getnext() is None
    parent = element.getparent() if alone else None
    return parent if parent is not None else element


def _numbers_of(block: Block) -> list[str]:
    numbers = [block.number] if block.number is not None else []
    for name in (
        "data-comment-id",
        "data-comment",
        "data-id",
        "data-commentid",
        "data-post-id",
        "data-postingid",
        "thingid",
        "about",
        "id",
        "name",
    ):
        value = block.element.get(name) or (_shell_of(block).get(name) if name != "id" else None)
        if value:
            numbers.append(value)
            digits = _FRAGMENT_NUMBER.search(value)
            if digits is not None:
                numbers.append(digits[1])
    return numbers


def _named_parent(
    block: Block, own: list[Facts], by_number: Mapping[str, Block], authors: Mapping[int, str | None]
) -> Block | None:
    for value in _parent_values(block):
        digits = _FRAGMENT_NUMBER.search(value)
        found = by_number.get(value) or (by_number.get(digits[1]) if digits is not None else None)
        if found is not None and value not in ("", "0"):
            return found
    for facts in own:
        if "reply_of" in facts.element.get("rel", ""):
            # RDFa: sioc:reply_of names the page, and behind it the comment that is answered
            _, mark, fragment = facts.element.get("resource", "").partition("#")
            digits = _FRAGMENT_NUMBER.search(fragment)
            found = by_number.get(digits[1]) if mark and digits is not None else None
            if found is not None:
                return found
        if facts.element.tag != "a":
            continue
        target = facts.element.get("href", "").rpartition("#")[2]
        digits = _FRAGMENT_NUMBER.search(target)
        found = by_number.get(target) or (by_number.get(digits[1]) if digits is not None else None)
        if found is None or found is block or "#" not in facts.element.get("href", ""):
            continue
        words = text_of(facts.element)
        if (
            words.startswith(("@", "↑"))
            or (not words and any(_VIEW_POST.search(image.get("alt", "")) for image in facts.element.iter("img")))
            or _ORDINAL.match(words)
            or _ORIGIN.match(words)
            or IN_REPLY.search(words)
            or _says_reply_before(facts.element)
            or _addresses(facts.element, words, authors.get(id(found)))
        ):
            return found
    return None


LONGEST_ADDRESS = 20
"""Characters beside the name in "to Anna:", in whatever language."""


def _addresses(link: HtmlElement, words: str, author: str | None) -> bool:
    """Whether a link is a writer's name and stands alone in an element with no more than a word or two."""
    holder = link.getparent()
    if author is None or letters_of(words) != letters_of(author) or holder is None:
        return False
    line = plain_words(holder.text_content())
    alone = sum(1 for _ in holder.iter("a")) == 1
    return alone and len(words) < len(line) <= len(words) + LONGEST_ADDRESS


def _says_reply_before(link: HtmlElement) -> bool:
    previous = link.getprevious()
    before = previous.tail or "" if previous is not None else ""
    parent = link.getparent()
    if previous is None and parent is not None:
        before = parent.text or ""
    before = plain_words(before)[-60:]
    return before.endswith("@") or IN_REPLY.search(before) is not None
