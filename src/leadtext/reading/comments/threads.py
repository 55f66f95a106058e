"""Which comment answers which."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from leadtext.reading.comments.blocks import Block, is_ping
from leadtext.reading.comments.class_names import CHILD_WORDS, word_set, words_of
from leadtext.reading.comments.dom import Facts, Survey, text_of
from leadtext.reading.comments.interface import plain_words

__all__ = ["depth_parents", "link_parents", "mention_parents", "nested_parents"]

_MORE = word_set("more page pages hidden load rest paged")


def nested_parents(survey: Survey, blocks: list[Block]) -> dict[int, Block]:
    """Parents by nesting: a comment inside another, inside its wrapper, or in a list of answers behind it.

    Args:
        survey: the page.
        blocks: its comments, in the page's order.

    Returns:
        The parent of each answer, by ``id`` of the answer's block.
    """
    kept = [block for block in blocks if not block.wrapper]
    by_element: dict[HtmlElement, Block] = {block.element: block for block in blocks if not is_ping(block.facts)}
    first_in = _first_comments(kept)
    parents: dict[int, Block] = {}
    above: dict[HtmlElement, Block | None] = {}
    for block in kept:
        parent = _outer_comment(block, first_in)
        start = block
        while start.outer is not None and start.outer.wrapper and first_in.get(id(start.outer)) is block:
            start = start.outer
        stop = start.outer.element if start.outer is not None else None
        if parent is None or (block.outer is not None and block.outer.wrapper):
            listed = _before_list(survey, start, stop, by_element, above)
            parent = listed if listed is not None else parent
        elif not block.outer.wrapper if block.outer is not None else False:
            # answers to the answer may stand in a list behind it, inside the same outer comment
            listed = _before_list(survey, start, stop, by_element, above)
            parent = listed if listed is not None else parent
        if parent is not None and parent is not block:
            parents[id(block)] = parent
    return parents


def _first_comments(kept: list[Block]) -> dict[int, Block]:
    """The first comment in each wrapper of one comment and its answers: the one that the others in it answer.

    A wrapper whose like is not on the page may be the list of all comments, and says nothing.
    """
    first: dict[int, Block] = {}
    wrappers: dict[int, Block] = {}
    members: dict[int, int] = {}
    for block in kept:
        outer = block.outer
        if outer is not None and outer.wrapper:
            members[id(outer)] = members.get(id(outer), 0) + 1
        while outer is not None and outer.wrapper and id(outer) not in first:
            first[id(outer)] = block
            wrappers[id(outer)] = outer
            outer = outer.outer
    alike: dict[tuple[str, bool], int] = {}
    for wrapper in wrappers.values():
        alike[_kind(wrapper)] = alike.get(_kind(wrapper), 0) + 1
    return {
        key: block
        for key, block in first.items()
        if alike[_kind(wrappers[key])] > 1 or (not wrappers[key].facts.naming.loose and members.get(key, 0) < 3)
    }


def _kind(wrapper: Block) -> tuple[str, bool]:
    return wrapper.element.tag, wrapper.facts.naming.loose


def _outer_comment(block: Block, first_in: Mapping[int, Block]) -> Block | None:
    outer = block.outer
    while outer is not None:
        if not outer.wrapper:
            return outer
        first = first_in.get(id(outer))
        if first is not None and first is not block and first.facts.order < block.facts.order:
            holder = first.element.getparent()
            if holder is outer.element or holder is not block.element.getparent():
                return first
        outer = outer.outer
    return None


def _before_list(
    survey: Survey,
    block: Block,
    stop: HtmlElement | None,
    by_element: Mapping[HtmlElement, Block],
    above: dict[HtmlElement, Block | None],
) -> Block | None:
    """The comment in front of the list of answers that a comment stands in."""
    holder = block.element.getparent()
    passed: list[HtmlElement] = []
    found: Block | None = None
    while holder is not None and holder is not stop:
        if holder in above:
            found = above[holder]
            break
        passed.append(holder)
        if holder in by_element:
            break
        facts = survey.of(holder)
        if _may_hold_answers(facts):
            found = _comment_before(survey, holder, by_element, named=bool(facts.naming.words & CHILD_WORDS))
            if found is not None:
                break
        holder = holder.getparent()
    for element in passed:
        above[element] = found
    return found


def _may_hold_answers(facts: Facts) -> bool:
    return facts.element.tag in ("ul", "ol", "div", "section", "dl", "li", "blockquote", "article") and not (
        facts.naming.words & _MORE
    )


MOST_STEPS_BACK = 50
"""Elements before a list of answers among which the comment that they answer is looked for."""


def _comment_before(
    survey: Survey, holder: HtmlElement, by_element: Mapping[HtmlElement, Block], *, named: bool
) -> Block | None:
    """The nearest comment among the elements before a list of answers.

    Without a telling name only a comment right in front of the list counts, with nothing but its buttons between.
    """
    for steps, before in enumerate(holder.itersiblings(preceding=True)):
        block = by_element.get(before)
        if block is not None:
            return _inner_comment(block, before, by_element)
        if steps > MOST_STEPS_BACK or not (named or (holder.tag in _INDENTING and _is_only_links(survey, before))):
            return None
    return None


_INDENTING = ("ul", "ol", "dl", "blockquote")


def _is_only_links(survey: Survey, element: HtmlElement) -> bool:
    """Whether an element says nothing, or nothing outside of links: "[ Reply | Parent ]"."""
    facts = survey.by_element.get(element)
    if facts is None or not facts.chars:
        return not (element.tail or "").strip()
    if facts.chars > MOST_BUTTONS:
        return False
    links = set(element.iter("a"))
    return element not in links and not any(
        letter.isalnum() for letter in text_of(element, links) + (element.tail or "")
    )


MOST_BUTTONS = 120
"""Characters of the buttons under a comment."""


def _inner_comment(block: Block, element: HtmlElement, by_element: Mapping[HtmlElement, Block]) -> Block | None:
    if not block.wrapper:
        return block
    for inner in element.iterdescendants():
        candidate = by_element.get(inner)
        if candidate is not None and not candidate.wrapper:
            return candidate
    return None


# --- flat lists -----------------------------------------------------------------------------------------------------

_DEPTH_TOKEN = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z])(?=(?-i:[A-Z])))(?:depth|level|lvl|indent|niveau|ebene|nivel|stufe|tiefe|lv)(?:[-_]{1,2})?(?P<depth>\d{1,2})(?=$|[\s_-])"
    r"|(?:^|\s)[ild](?P<letter>\d)(?=$|\s)",
    re.I,
)
_INDENT = re.compile(
    r"(?:margin|padding)(?:-left|-inline-start)?\s*:\s*(?:0\s+0\s+0\s+)?(?P<size>\d{1,4}(?:\.\d+)?)\s*(?:px|r?em|%)",
    re.I,
)
_DEPTH_ATTRIBUTES = ("data-depth", "data-level", "data-indent", "depth", "aria-level", "indent", "data-nesting-level")


def depth_parents(blocks: list[Block]) -> dict[int, Block]:
    """Parents by depth, where the comments stand in one flat list but tell how far each is indented."""
    depths = [_depth_of(block) for block in blocks]
    known = [depth for depth in depths if depth is not None]
    if len(known) < len(blocks) or len(set(known)) < 2:
        return {}
    parents: dict[int, Block] = {}
    open_blocks: list[tuple[float, Block]] = []
    for block, depth in zip(blocks, known, strict=True):
        while open_blocks and open_blocks[-1][0] >= depth:
            open_blocks.pop()
        if open_blocks:
            parents[id(block)] = open_blocks[-1][1]
        open_blocks.append((depth, block))
    return parents


_INDENTED = word_set("indented indent reply child nested subcomment antwort answer respuesta reponse")
"""At the end of one of a comment's class names ("comment--indented"): it answers the last one without."""


def _depth_of(block: Block) -> float | None:
    element: HtmlElement | None = block.element
    for step in range(3):
        if element is None:
            break
        for name in _DEPTH_ATTRIBUTES:
            value = element.get(name, "")
            if value.isdigit() and len(value) < 4:
                return float(value)
        token = _DEPTH_TOKEN.search(element.get("class", ""))
        if token is not None:
            return float(token["depth"] or token["letter"])
        indent = _INDENT.search(element.get("style", ""))
        if indent is not None:
            return float(indent["size"])
        element = element.getparent() if step == 0 and element.tag != "li" else None
    if any(words and words[-1] in _INDENTED for words in map(words_of, block.element.get("class", "").split())):
        return 1.0
    inner = next((e for e in block.element.iterdescendants() if e.get("indent", "").isdigit()), None)
    return float(inner.get("indent", "0")[:3]) if inner is not None else 0.0


# --- what the page or the reader says -----------------------------------------------------------------------------

_PARENT_ATTRIBUTES = ("parentid", "data-reply-to", "data-in-reply-to")
_IN_REPLY = re.compile(
    r"(?:in\s+reply\s+to|replying\s+to|reply\s+to|replied\s+to|(?:als\s+)?antwort\s+auf|antwortet(?:e)?(?:\s+auf)?|en\s+r[ée]ponse\s+[àa]|r[ée]pond\s+[àa]|en\s+respuesta\s+a|responde\s+a)",
    re.I,
)
_ORDINAL = re.compile(r"^(?:>>|[#№])\s?\d{1,5}\.?$")
"""A link such as "#3" or ">>3", where it leads to another comment than its own."""
_VIEW_POST = re.compile(r"^(?:view\s+post|beitrag\s+anzeigen|(?:voir|afficher)\s+le\s+message|ver\s+mensaje)$", re.I)
"""On the picture of a link in a quote box that leads to the quoted post."""
_FRAGMENT_NUMBER = re.compile(r"(\d+)(?:\D*)$")


def link_parents(blocks: list[Block], own_of: Mapping[int, list[Facts]]) -> dict[int, Block]:
    """Parents that the page names by id: data-parent="12", or a link "in reply to" that leads to #comment-12."""
    by_number: dict[str, Block] = {}
    for block in blocks:
        for number in _numbers_of(block):
            by_number.setdefault(number, block)
    parents: dict[int, Block] = {}
    for block in blocks:
        parent = _named_parent(block, own_of[id(block)], by_number)
        if parent is not None and parent is not block and parent.facts.order < block.facts.order:
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


def _named_parent(block: Block, own: list[Facts], by_number: Mapping[str, Block]) -> Block | None:
    for value in _parent_values(block):
        digits = _FRAGMENT_NUMBER.search(value)
        found = by_number.get(value) or (by_number.get(digits[1]) if digits is not None else None)
        if found is not None and value not in ("", "0"):
            return found
    for facts in own:
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
            or _IN_REPLY.search(words)
            or _says_reply_before(facts.element)
        ):
            return found
    return None


def _says_reply_before(link: HtmlElement) -> bool:
    previous = link.getprevious()
    before = previous.tail or "" if previous is not None else ""
    parent = link.getparent()
    if previous is None and parent is not None:
        before = parent.text or ""
    before = plain_words(before)[-60:]
    return before.endswith("@") or _IN_REPLY.search(before) is not None


_MENTION = re.compile(r"^@\s?(?P<rest>\S.{0,80})", re.DOTALL)
_REPLY_WORDS = re.compile(
    _IN_REPLY.pattern + r"[\s:]*(?:the\s+comment\s+(?:by|of)\s+)?[@„“\"«]?(?P<rest>.{1,80})", re.I | re.DOTALL
)


def mention_parents(
    blocks: list[Block], authors: list[str | None], texts: list[str], headers: list[str]
) -> dict[int, Block]:
    """Parents that a comment names: "@Anna" at its beginning, or "in reply to Anna" in its byline.

    The latest earlier comment by that name is meant.
    """
    parents: dict[int, Block] = {}
    latest: dict[str, Block] = {}
    for block, author, text, header in zip(blocks, authors, texts, headers, strict=True):
        match = _REPLY_WORDS.search(header) or _MENTION.match(text)
        if match is not None:
            parent = _named(match["rest"], latest)
            if parent is not None:
                parents[id(block)] = parent
        if author is not None:
            latest[author.casefold()] = block
    return parents


def _named(rest: str, latest: Mapping[str, Block]) -> Block | None:
    """The comment by the longest name that the words begin with."""
    words = rest.casefold()
    for name in sorted(latest, key=len, reverse=True):
        if words.startswith(name) and not words[len(name) : len(name) + 1].isalnum():
            return latest[name]
    return None
