"""Which comment answers which, by how the page nests or indents them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import CHILD_WORDS, word_set, words_of
from leadtext.reading.comments.dom import Facts, Survey, text_of
from leadtext.reading.comments.elsewhere import is_ping
from leadtext.reading.comments.parts_or_answers import Block

__all__ = ["corrected_by_depth", "depth_parents", "nested_parents"]

_MORE = word_set("more page pages hidden load rest paged")


class _Known(NamedTuple):
    """The comments by their elements, and by those too that stand around a comment and say nothing more."""

    blocks: Mapping[HtmlElement, Block]
    shells: Mapping[HtmlElement, Block]


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
    known = _Known(by_element, {**_shells(survey, by_element), **by_element})
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
            listed = _before_list(survey, start, stop, known, above)
            parent = listed if listed is not None else parent
        elif not block.outer.wrapper if block.outer is not None else False:
            # answers to the answer may stand in a list behind it, inside the same outer comment
            listed = _before_list(survey, start, stop, known, above)
            parent = listed if listed is not None else parent
        if parent is not None and parent is not block:
            parents[id(block)] = parent
    return {} if _are_unclosed(kept, parents) else parents


LEAST_UNCLOSED = 5
"""Comments in a chain in which each answers the one before it; fewer may be two readers' talk."""


def _are_unclosed(kept: list[Block], parents: Mapping[int, Block]) -> bool:
    """Whether each comment stands in a list of its own in the last one's, all called alike: they were never closed.

    Where a list is named after answers ("children") they are answers.
    """
    if len(kept) < LEAST_UNCLOSED or len(parents) < len(kept) - 1:
        return False
    lists = [block.element.getparent() for block in kept]
    if len({(holder.tag, holder.get("class")) for holder in lists}) > 1 or len(set(lists)) < len(lists):
        return False
    if not CHILD_WORDS.isdisjoint(word for token in lists[0].get("class", "").split() for word in words_of(token)):
        return False
    return all(holder.getparent() is outer for outer, holder in pairwise(lists))


def _shells(survey: Survey, by_element: Mapping[HtmlElement, Block]) -> dict[HtmlElement, Block]:
    """The elements right around a comment that say nothing more than it does."""
    shells: dict[HtmlElement, Block] = {}
    for element, block in by_element.items():
        for holder in islice(element.iterancestors(), MOST_SHELLS):
            facts = survey.by_element.get(holder)
            if facts is None or facts.chars != block.facts.chars or holder in by_element or holder.tag in _NO_SHELLS:
                break
            shells[holder] = block
    return shells


MOST_SHELLS = 3
_NO_SHELLS = ("body", "ol", "ul", "dl", "table", "tbody")


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
    known: _Known,
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
        if holder in known.blocks:
            break
        facts = survey.of(holder)
        if _may_hold_answers(facts):
            named = bool(facts.naming.words & CHILD_WORDS)
            found = _comment_before(survey, holder, known.shells if named else known.blocks, named=named)
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
    stated = [_stated_depth(block.element) for block in blocks]
    depths = [
        _default_depth(block.element) if depth is None else depth for block, depth in zip(blocks, stated, strict=True)
    ]
    return _parents_by(blocks, depths) if len(set(depths)) > 1 else {}


def corrected_by_depth(blocks: list[Block], parents: Mapping[int, Block]) -> dict[int, Block]:
    """Parents by nesting, where one list under a comment holds answers and the answers to those, each with its depth.

    Args:
        blocks: the comments, in the page's order.
        parents: their parents, as `nested_parents` gives them.
    """
    stated = [_stated_depth(block.element) for block in blocks]
    depths = [depth for depth in stated if depth is not None]
    if len(depths) < len(blocks) or not parents:
        return dict(parents)
    ranks = {depth: rank for rank, depth in enumerate(sorted(set(depths)))}
    depth_of = {id(block): ranks[depth] for block, depth in zip(blocks, depths, strict=True)}
    nearer = _parents_by(blocks, depths)
    return {
        answer: nearer.get(answer, parent) if depth_of[answer] - depth_of[id(parent)] > 1 else parent
        for answer, parent in parents.items()
    }


def _parents_by(blocks: list[Block], depths: list[float]) -> dict[int, Block]:
    """The parent of each comment: the last one before it that is less deep."""
    parents: dict[int, Block] = {}
    open_blocks: list[tuple[float, Block]] = []
    for block, depth in zip(blocks, depths, strict=True):
        while open_blocks and open_blocks[-1][0] >= depth:
            open_blocks.pop()
        if open_blocks:
            parents[id(block)] = open_blocks[-1][1]
        open_blocks.append((depth, block))
    return parents


_INDENT_TOKEN = re.compile(r"(?:^|[\s_-])(?:depth|indent|einzug|niveau)[-_]?(?P<depth>\d{1,2})(?=$|[\s_-])", re.I)
"""On the first element in a comment; a "level" there may be the writer's."""

_INDENTED = word_set("indented indent reply child nested subcomment antwort answer respuesta reponse")
"""At the end of one of a comment's class names ("comment--indented"): it answers the last one without."""


_PLACES = word_set("first last only nth")
"""Before "child": where an element stands in its list."""


def _stated_depth(element: HtmlElement) -> float | None:
    """How deep a comment says that it stands: itself, what is around it, or the first element in it."""
    for holder in (element, element.getparent() if element.tag != "li" else None):
        if holder is None:
            break
        for name in _DEPTH_ATTRIBUTES:
            value = holder.get(name, "")
            if value.isdigit() and len(value) < 4:
                return float(value)
        token = _DEPTH_TOKEN.search(holder.get("class", ""))
        if token is not None:
            return float(token["depth"] or token["letter"])
        indent = _INDENT.search(holder.get("style", ""))
        if indent is not None:
            return float(indent["size"])
    first = next((child for child in element if isinstance(child.tag, str)), None)
    if first is None:
        return None
    indent = _INDENT.search(first.get("style", "")) if element.tag == "tr" else None
    if indent is not None:
        return float(indent["size"])  # a row cannot be indented but by its first cell
    token = _INDENT_TOKEN.search(first.get("class", ""))
    return float(token["depth"]) if token is not None else None


def _answers_elsewhere(element: HtmlElement) -> bool:
    """Whether what is called an answer stands on the writer's own site: "Anna replied on anna.example", with a link."""
    byline = next((child for child in element if isinstance(child.tag, str) and text_of(child)), None)
    if byline is None or byline.tag == "p":
        return False
    links = (link for link in byline.iter("a") if "://" in link.get("href", ""))
    return any(link.get("href", "").partition("://")[2].partition("/")[0] == text_of(link) for link in links)


def _default_depth(element: HtmlElement) -> float:
    """A comment's depth where it states none: deeper where its name says that it is an answer."""
    tokens = map(words_of, element.get("class", "").split())
    if _answers_elsewhere(element):
        return 0.0
    if any(words and words[-1] in _INDENTED and words[0] not in _PLACES for words in tokens):
        return 1.0
    holder = element.getparent()
    if holder is not None and holder.tag == "div" and holder.get("align", "").lower() == "right":
        return 1.0  # a narrower box, as pages without stylesheets indent
    inner = next((e for e in element.iterdescendants() if e.get("indent", "").isdigit()), None)
    return float(inner.get("indent", "0")[:3]) if inner is not None else 0.0
