"""From the elements that are taken for comments to comments as records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from leadtext.reading.comments.addressed import Said, mention_parents, quote_parents
from leadtext.reading.comments.body import has_named_body, read_text, says_whom
from leadtext.reading.comments.common_body import Signed, common_bodies
from leadtext.reading.comments.day_order import month_first_dates
from leadtext.reading.comments.dom import Facts, Survey, text_of, told_language
from leadtext.reading.comments.elsewhere import is_ping
from leadtext.reading.comments.fields import Fields, own_facts, read_fields
from leadtext.reading.comments.folded import begins_another
from leadtext.reading.comments.furniture import furniture_of
from leadtext.reading.comments.interface import (
    is_interface_line,
    is_placeholder,
    without_device,
    without_joint,
    without_numbering,
    without_repeated_ends,
)
from leadtext.reading.comments.name_frame import without_shared_words, without_towns
from leadtext.reading.comments.named_parents import link_parents
from leadtext.reading.comments.names import says_when
from leadtext.reading.comments.parts_or_answers import Block
from leadtext.reading.comments.quotes import without_quotes
from leadtext.reading.comments.threads import corrected_by_depth, depth_parents, nested_parents
from leadtext.reading.comments.titled_bylines import SignedLine, names_behind_titles
from leadtext.reading.comments.titles import own_title, without_shared_titles
from leadtext.reading.comments.years import YearlessDay
from leadtext.reading.dates import infer_day_first
from leadtext.records import LeftOut, Piece

__all__ = ["Found", "read_blocks"]


@dataclass(slots=True)
class Found:
    """What was found on a page.

    Attributes:
        comments: in the page's order.
        elements: the comments' elements, and those of what was left out, to be cut from the tree.
        left_out: what looked like a comment and is none.
        yearless: each comment's month and day where the page names no year with them.
        opening: a thread's first post, which is the publication; its element is in ``opening_facts``.
    """

    comments: list[Piece] = field(default_factory=list)
    elements: list[Facts] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    yearless: list[YearlessDay | None] = field(default_factory=list)
    opening: Piece | None = None
    opening_facts: Facts | None = None


@dataclass(slots=True)
class _Read:
    block: Block
    fields: Fields
    text: str
    own: list[Facts]


def read_blocks(survey: Survey, blocks: list[Block], *, served: dt.datetime | None) -> Found:
    """The comments that some elements hold, and whom each of them answers.

    Args:
        survey: the page.
        blocks: the elements that are taken for comments, in the page's order, and the wrappers around them.
        served: when the page was served, as far as that is known; "3 days ago" is counted from it.
    """
    found = Found()
    kept = [block for block in blocks if not block.wrapper]
    nested = _nested(kept)
    own_of = {id(block): list(own_facts(survey, block.facts, nested[id(block)])) for block in kept}
    day_first = _day_first(kept, own_of)
    language = told_language(survey.facts[0].element) if survey.facts else None
    numbered = sum(block.number is not None and block.facts.dates > 0 for block in kept) * 2 > len(kept)
    furniture = dict(zip(own_of, furniture_of(list(own_of.values())), strict=True))
    read: list[_Read] = []
    placed: list[Block] = []
    seen: set[tuple[str | None, str, str]] = set()
    fields_of = {
        id(block): read_fields(
            block.facts,
            without_quotes(block.facts, own_of[id(block)]),
            day_first=day_first,
            language=language,
            served=served,
            furniture=furniture[id(block)],
        )
        for block in kept
    }
    names = names_behind_titles([SignedLine(fields.author, fields.raw_date) for fields in fields_of.values()])
    names = without_towns(without_shared_words(names))
    for fields, name in zip(fields_of.values(), names, strict=True):
        fields.author = name
    shown = [(fields.date, fields.raw_date) for fields in fields_of.values()]
    if kept:
        days = month_first_dates(survey, kept[0].facts.order, shown)
        for fields, day in zip(fields_of.values(), days, strict=True):
            fields.date = day
    common = _common_bodies(kept, own_of, nested, fields_of)
    for block in kept:
        own, fields = own_of[id(block)], fields_of[id(block)]
        text = read_text(
            block.facts, own, nested[id(block)], fields.elements, common.get(id(block)), furniture=furniture[id(block)]
        )
        reason = _NO_COMMENT if _is_frame(block, fields, text, kept) else _reason_against(block, fields, text, seen)
        if numbered and block.facts.naming.loose and not (block.number or block.facts.dates or block.facts.authors):
            reason = _NO_COMMENT  # a box of the page among comments that all have their number and their day
        if reason != _NO_COMMENT:
            found.elements.append(block.facts)
            placed.append(block)
        if reason:
            if text and reason != _NO_COMMENT:
                found.left_out.append(LeftOut(text[:120], reason))
            continue
        if block.number is None:
            seen.add((fields.author, fields.raw_date, text))
        read.append(_Read(block, fields, text, own))
    read = _without_excerpts(read, found)
    texts = without_numbering(without_repeated_ends([without_joint(without_device(item.text)) for item in read]))
    for item, text in zip(read, texts, strict=True):
        item.text = text
    titles = without_shared_titles(
        [
            own_title(without_quotes(item.block.facts, item.own), item.fields.elements, item.fields.author, item.text)
            for item in read
        ]
    )
    parents = _parents(survey, blocks, placed, read)
    found.yearless = [item.fields.yearless for item in read]
    position = {id(item.block): index for index, item in enumerate(read)}
    for index, item in enumerate(read):
        parent = parents.get(id(item.block))
        reply_to = position.get(id(parent)) if parent is not None else None
        found.comments.append(
            Piece(
                text=item.text,
                title=titles[index],
                kind="comment",
                author=item.fields.author,
                role=item.fields.role,
                organisation=item.fields.organisation,
                date=item.fields.date,
                reply_to=reply_to if reply_to is not None and reply_to != index else None,
                place=f"comment {index + 1}",
                key=item.block.element.get("id"),
            )
        )
    return found


def _without_excerpts(read: list[_Read], found: Found) -> list[_Read]:
    """The comments without the excerpts of some that a page shows again: "The best comments", with dots at the end."""
    texts: dict[str | None, list[str]] = {}
    for item in read:
        texts.setdefault(item.fields.author, []).append(item.text)
    excerpts = {id(item) for item in read if begins_another(item.text, texts[item.fields.author])}
    found.left_out += [LeftOut(item.text[:120], "a comment's excerpt") for item in read if id(item) in excerpts]
    return [item for item in read if id(item) not in excerpts]


def _common_bodies(
    kept: Sequence[Block],
    own_of: Mapping[int, list[Facts]],
    nested: Mapping[int, list[Facts]],
    fields_of: Mapping[int, Fields],
) -> dict[int, Facts | None]:
    """The box with the words in each comment, where names don't tell it for most of them."""
    signed = [Signed(b.facts, own_of[id(b)], nested[id(b)], fields_of[id(b)].elements) for b in kept]
    named = sum(has_named_body(item.facts, list(item.own), list(item.found_in)) for item in signed)
    if 2 * named > len(kept):
        return {}
    return dict(zip(map(id, kept), common_bodies(signed), strict=True))


def _nested(kept: Sequence[Block]) -> dict[int, list[Facts]]:
    """The comments that stand directly in each comment."""
    nested: dict[int, list[Facts]] = {id(block): [] for block in kept}
    open_blocks: list[Block] = []
    for block in kept:
        while open_blocks and open_blocks[-1].facts.last < block.facts.order:
            open_blocks.pop()
        if open_blocks:
            nested[id(open_blocks[-1])].append(block.facts)
        open_blocks.append(block)
    return nested


def _day_first(kept: Sequence[Block], own_of: dict[int, list[Facts]]) -> bool:
    texts = [
        text_of(facts.element)[:200]
        for block in kept
        for facts in own_of[id(block)]
        if facts.date and facts.chars < 200
    ]
    return infer_day_first(texts)


_EXCERPT = re.compile(r"^\[?(?:\.{3}|…|&#8230;)\]?\s.{0,600}\s\[(?:\.{3}|…)\]$")
"""What another blog's machine cut from its article: "[…] as the Pier Post writes […]"."""

_PING = re.compile(
    r"(?:Pingback|Trackback|Ping):|(?i:pingback|trackback)\s+(?:by|from|von|de|par|por)\s+[^\n]{1,200}?(?:\s»\s|\s«\s|\[(?:\.{3}|…)\]|\n)"
)
"""How the note of another blog's machine begins: "Pingback: ...", "Pingback by Pier Post » The lamp"."""

_ADVERTISER = re.compile(
    r"(?:advertise(?:ment|r)s?|sponsored(?:\s+links?)?|anzeigen?|werbung|publicit[ée]s?|publicidad|anuncios?)",
    re.IGNORECASE,
)
"""Who "writes" the advertisement between a forum's posts."""

_NO_COMMENT = "neither author nor date"


def _reason_against(block: Block, fields: Fields, text: str, seen: set[tuple[str | None, str, str]]) -> str:
    """Why a block is no comment, or an empty text."""
    if not text or says_when(text):
        return "no text"
    if is_ping(block.facts) or _PING.match(text) or _EXCERPT.match(text):
        return "a pingback or trackback"
    if is_placeholder(text):
        return "a deleted comment's placeholder"
    if fields.author is not None and _ADVERTISER.fullmatch(fields.author):
        return "an advertisement"
    signed = fields.author is not None or fields.nobody or bool(fields.date or fields.yearless)
    if not signed and (block.number is None or is_interface_line(text)) and not block.by_schema:
        return _NO_COMMENT  # a button may be numbered as the comment that it stands under
    if block.number is None and (fields.author, fields.raw_date, text) in seen:
        return "the same comment again"
    return ""


LEAST_SHARE_SAID = 0.3
"""Share of a box's characters that must be a comment's words where the box has neither number nor day."""


def _is_frame(block: Block, fields: Fields, text: str, kept: Sequence[Block]) -> bool:
    """Whether a box, named loosely after comments, is the frame around them with its rules, tabs and notes.

    It has neither number nor day, and is the only such box without an element named after a writer, or mostly says
    something else than its words.
    """
    if not block.facts.naming.loose or block.number is not None or block.by_schema or fields.date or block.facts.dates:
        return False
    alone = len(kept) == 1 and not block.facts.authors and not block.signed
    return bool(text) and (alone or len(text) < LEAST_SHARE_SAID * block.facts.chars)


def _header_of(own: list[Facts]) -> str:
    """The words of the elements that stand around author and date: where "in reply to" is written."""
    parts = []
    for facts in own:
        if facts.chars < 160 and (
            facts.author
            or facts.date
            or facts.naming.words & {"reply", "replyto", "parent", "meta"}
            or says_whom(facts)
        ):
            parts.append(text_of(facts.element))
        if len(parts) > 12:
            break
    return " ".join(parts)


def _is_newest_first(read: list[_Read]) -> bool:
    """Whether each comment is older than the one before it, or as old, and the numbers of those of one day fall."""
    days = [item.fields.date.day for item in read if item.fields.date is not None]
    if len(days) < max(2, len(read)) or any(later > earlier for earlier, later in pairwise(days)):
        return False
    numbers = [int(number) for item in read if (number := item.block.number) is not None and number.isdigit()]
    falling = len(numbers) == len(read) and all(later < earlier for earlier, later in pairwise(numbers))
    return falling or (days[0] > days[-1] and len(numbers) < len(read))


def _parents(survey: Survey, blocks: list[Block], placed: list[Block], read: list[_Read]) -> dict[int, Block]:
    """Each answer's parent: as the page names it, else by nesting, else by depth, else by whom it addresses.

    An answer to a deleted comment, which still has its place among the others, answers none of those before it.
    """
    kept = [item.block for item in read]
    turned = _is_newest_first(read)
    named = link_parents(
        kept,
        {id(item.block): item.own for item in read},
        authors={id(item.block): item.fields.author for item in read},
        newest_first=turned,
    )
    known = set(map(id, kept))
    parents = {answer: parent for answer, parent in nested_parents(survey, blocks).items() if id(parent) in known}
    parents = corrected_by_depth(placed, parents)
    if not parents:
        parents = depth_parents(placed)
    if not parents:
        in_time = read[::-1] if turned else read
        said = [Said(i.block, i.fields.author, i.text, _header_of(i.own), i.own) for i in in_time]
        parents = {**quote_parents(said), **mention_parents(said)}
    return {answer: parent for answer, parent in {**parents, **named}.items() if id(parent) in known}
