"""What stands in one another under the names of comments: the same comment twice, a part of it, or an answer to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from leadtext.reading.comments.dom import Facts, spaced_text_of
from leadtext.reading.comments.names import clean_name, without_dates

__all__ = ["LONGEST_BYLINE", "Block", "resolve", "set_outer"]

LONGEST_BYLINE = 120
"""Characters of a line that says who wrote a comment and when."""


@dataclass(slots=True)
class Block:
    """One element that is taken for a comment.

    Attributes:
        facts: the element's.
        number: the digits of its id, where it has one.
        outer: the block or wrapper that it stands in.
        wrapper: it only holds a comment and the answers to it.
        by_schema: a schema.org type says that it is a comment.
        signed: a line in it says whose answer it is, though no element is named after an author or a day.
    """

    facts: Facts
    number: str | None = None
    outer: Block | None = None
    wrapper: bool = False
    by_schema: bool = False
    signed: bool = False

    @property
    def element(self) -> HtmlElement:
        """The element itself."""
        return self.facts.element


def resolve(candidates: list[Block]) -> list[Block]:
    """Sort out candidates that stand in one another: the same comment twice, a part of it, or an answer to it.

    Returns:
        Comments and the wrappers around them, in the page's order; each with the one that it stands in as ``outer``.
    """
    blocks = _same_numbers_merged(candidates)
    set_outer(blocks)
    inner_of: dict[int, list[Block]] = {id(block): [] for block in blocks}
    for block in blocks:
        if block.outer is not None:
            inner_of[id(block.outer)].append(block)
    unsigned = _rarely_signed(blocks)
    gone = _parts_among(blocks, inner_of, unsigned)
    bylines = _mostly_parts(blocks, gone)
    if bylines:
        gone = _parts_among(blocks, inner_of, unsigned | bylines)
    for block in blocks:
        while block.outer is not None and id(block.outer) in gone:
            block.outer = gone[id(block.outer)]
    return [block for block in blocks if id(block) not in gone]


def _parts_among(
    blocks: list[Block], inner_of: Mapping[int, list[Block]], parts: set[tuple[str, str]]
) -> dict[int, Block]:
    """The blocks that are only parts of others, by ``id``, and the comment that each is a part of.

    Args:
        blocks: in the page's order; those that only hold comments are marked as wrappers.
        inner_of: what stands directly in each.
        parts: names of elements that are parts wherever they stand.
    """
    gone: dict[int, Block] = {}
    signs: dict[int, int] = {}
    for block in reversed(blocks):
        # inner ones first: what is a part of a comment gives its author and date to it
        inner = inner_of[id(block)]
        own = block.facts.authors + block.facts.dates - sum(other.facts.authors + other.facts.dates for other in inner)
        own += block.signed
        signs[id(block)] = own
        block.wrapper = False
        if not inner:
            continue
        if own == 0:
            if _is_shell(block, inner):
                gone[id(inner[0])] = block
                signs[id(block)] += signs[id(inner[0])]
            else:
                block.wrapper = True
            continue
        for other in inner:
            is_part = not _stands_alone(other, block, signs) or _completes(other, block, inner)
            if is_part or (other.number is None and _class_of(other) in parts):
                gone[id(other)] = block
                signs[id(block)] += signs[id(other)]
    return gone


def _mostly_parts(blocks: list[Block], gone: Mapping[int, Block]) -> set[tuple[str, str]]:
    """The names of bylines that stand as answers in a few comments, as a day among the words there is another sign."""
    counted: dict[tuple[str, str], list[bool]] = {}
    for block in blocks:
        if block.number is None and not block.facts.prose and block.facts.chars <= LONGEST_BYLINE:
            counted.setdefault(_class_of(block), []).append(id(block) in gone)
    return {name for name, parts in counted.items() if len(parts) / 2 < sum(parts) < len(parts)}


def _class_of(block: Block) -> tuple[str, str]:
    return block.element.tag, block.element.get("class", "")


def _rarely_signed(blocks: list[Block]) -> set[tuple[str, str]]:
    """The names of elements that mostly hold neither author nor date: a comment's words, be there a day among them."""
    signed: dict[tuple[str, str], int] = {}
    for block in blocks:
        has_signs = block.signed or block.facts.authors + block.facts.dates > 0
        signed[_class_of(block)] = signed.get(_class_of(block), 0) + (1 if has_signs else -1)
    return {name for name, more in signed.items() if more < 0}


def _is_shell(outer: Block, inner: list[Block]) -> bool:
    """Whether an empty element is the same comment as the first in it, and not a list of several."""
    first = inner[0]
    if outer.facts.naming.loose or first.number is not None or first.wrapper or first.by_schema:
        return False
    alike = [
        b
        for b in inner[1:]
        if b.element.getparent() is first.element.getparent() and b.element.tag == first.element.tag
    ]
    return not alike


def _stands_alone(inner: Block, outer: Block, signs: dict[int, int]) -> bool:
    """Whether an element in a comment is an answer to it and not a part of it."""
    if inner.wrapper:
        return True
    if inner.number is not None and outer.number is not None:
        return True
    if signs[id(inner)] == 0:
        return False
    return signs[id(outer)] > 0 or inner.number is not None


def _completes(first: Block, outer: Block, inner: list[Block]) -> bool:
    """Whether the first element in a comment holds its words and the day or the name that it lacks itself.

    Args:
        first: one of ``inner``.
        outer: the comment.
        inner: what is named as a comment and stands directly in it.
    """
    if first is not inner[0] or first.number is not None or first.wrapper or first.by_schema:
        return False
    authors, dates, chars = (
        getattr(outer.facts, what) - sum(getattr(other.facts, what) for other in inner)
        for what in ("authors", "dates", "chars")
    )
    is_other_half = not (authors and first.facts.authors) and not (dates and first.facts.dates)
    if not is_other_half or chars > LONGEST_BYLINE or not first.facts.chars:
        return False
    line = without_dates(spaced_text_of(outer.element, {other.element for other in inner}))
    return not any(map(str.isalpha, line)) or (clean_name(line) is not None and _SENTENCE.search(line) is None)


_SENTENCE = re.compile(r"\w{3}[.!?…](?:\s|$)")
"""What a reader says ends so; of names only some, shorter abbreviations do."""


def _same_numbers_merged(candidates: list[Block]) -> list[Block]:
    """Leave out an element inside another of the same number: li#li-comment-7 holds article#comment-7."""
    kept: list[Block] = []
    ends: dict[str, int] = {}
    for block in candidates:
        number = block.number
        if number is not None:
            if ends.get(number, -1) >= block.facts.order:
                continue
            ends[number] = block.facts.last
        kept.append(block)
    return kept


def set_outer(blocks: list[Block]) -> None:
    """Tell each block which of the others it stands in."""
    open_blocks: list[Block] = []
    for block in blocks:
        while open_blocks and open_blocks[-1].facts.last < block.facts.order:
            open_blocks.pop()
        block.outer = open_blocks[-1] if open_blocks else None
        block.wrapper = False
        open_blocks.append(block)
