"""From a page's tree to its comments as records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from lxml.html import HtmlElement

from leadtext.reading.comments.addressed import Said, mention_parents, quote_parents
from leadtext.reading.comments.bare_lines import wrap_bare_lines
from leadtext.reading.comments.blocks import SCHEMA_POSTS, Block, is_ping, known_blocks, post_blocks, schema_type
from leadtext.reading.comments.body import has_named_body, read_text
from leadtext.reading.comments.common_body import Signed, common_bodies
from leadtext.reading.comments.dom import Facts, Survey, survey_of, text_of
from leadtext.reading.comments.fields import Fields, own_facts, read_fields
from leadtext.reading.comments.flat import gather_flat_comments
from leadtext.reading.comments.interface import (
    LONGEST_ANNOUNCEMENT,
    announced_comments,
    is_placeholder,
    plain_words,
    without_numbering,
    without_repeated_ends,
)
from leadtext.reading.comments.notes import settle_notes
from leadtext.reading.comments.patterns import holds_post, in_context, repeated_blocks
from leadtext.reading.comments.quotes import without_quotes
from leadtext.reading.comments.section import outermost
from leadtext.reading.comments.threads import corrected_by_depth, depth_parents, link_parents, nested_parents
from leadtext.reading.dates import infer_day_first
from leadtext.records import LeftOut, Piece

__all__ = ["Found", "find_comments", "missing_comments"]


@dataclass(slots=True)
class Found:
    """What was found on a page.

    Attributes:
        comments: in the page's order.
        elements: the comments' elements, and those of what was left out, to be cut from the tree.
        left_out: what looked like a comment and is none.
        opening: a thread's first post, which is the publication; its element is in ``opening_facts``.
    """

    comments: list[Piece] = field(default_factory=list)
    elements: list[Facts] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    opening: Piece | None = None
    opening_facts: Facts | None = None


@dataclass(slots=True)
class _Read:
    block: Block
    fields: Fields
    text: str
    own: list[Facts]


def find_comments(tree: HtmlElement, survey: Survey, served: dt.datetime | None = None) -> tuple[Found, Survey]:
    """Every comment that the server wrote into the page.

    Args:
        tree: the page; comments whose byline and words only stand side by side are put into one element each.
        survey: what `dom.survey_of` knows of it.
        served: when it was served, as far as that is known; "3 days ago" is counted from it.

    Returns:
        What was found, and the survey of the tree as it then is.
    """
    if settle_notes(survey):
        survey = survey_of(tree)
    found, survey = _find_comments(tree, survey, served)
    if not found.comments and not found.left_out:
        # Machines' notes under an article without comments are told too.
        found.left_out = _read_blocks(survey, known_blocks(survey), served=served).left_out
    return found, survey


def _find_comments(tree: HtmlElement, survey: Survey, served: dt.datetime | None) -> tuple[Found, Survey]:
    read = partial(_read_blocks, served=served)
    if next(tree.iter("dt"), None) is not None and gather_flat_comments(survey, lists_only=True):
        survey = survey_of(tree)
    found = read(survey, known_blocks(survey))
    if found.comments and _signed(found) < LEAST_SIGNED and gather_flat_comments(survey):
        survey = survey_of(tree)
        found = read(survey, known_blocks(survey))
    if found.comments:
        found.opening, found.opening_facts = _asked_question(survey, found, served)
        if found.opening is None and _opens_thread(survey, found):
            return _first_post_apart(survey, found), survey
        return found, survey
    if wrap_bare_lines(survey):
        survey = survey_of(tree)
    posts = read(survey, post_blocks(survey))
    if len(posts.comments) > 1:
        return _first_post_apart(survey, posts), survey
    if gather_flat_comments(survey):
        survey = survey_of(tree)
        found = read(survey, known_blocks(survey))
        if _are_posts(survey, found):
            return _first_post_apart(survey, found), survey
        if found.comments:
            return found, survey
    found = read(survey, repeated_blocks(survey))
    is_thread = _are_posts(survey, found) or _are_whole_page(survey, found)
    return (_first_post_apart(survey, found) if is_thread else found), survey


_HEADING_TAGS = ("h2", "h3", "h4", "h5", "h6", "legend")


def missing_comments(survey: Survey, found: Found, read: int) -> LeftOut | None:
    """A note where one heading announces more comments than the page holds: they were never saved, or not found.

    Args:
        survey: the page, before anything was cut from it.
        found: what was found on it.
        read: how many comments were read.
    """
    starts = {facts.order for facts in found.elements}
    headings: dict[int, str] = {}
    inside_until = -1
    for facts in survey.facts:
        if facts.order in starts:
            inside_until = max(inside_until, facts.last)
        if facts.order <= inside_until or facts.element.tag not in _HEADING_TAGS or facts.chars > LONGEST_ANNOUNCEMENT:
            continue
        words = plain_words(text_of(facts.element))
        number = announced_comments(words)
        if number is not None:
            headings.setdefault(number, words)
    # Headings with several numbers belong to several articles.
    if len(headings) != 1:
        return None
    number, words = headings.popitem()
    if read + len(found.left_out) >= number:
        return None
    return LeftOut(words[:120], f"the page announces {number} comments, {read} found in it")


LEAST_SIGNED = 0.5
"""Share of comments with author or date; with less, the bylines stand beside what was taken for the comments."""


def _signed(found: Found) -> float:
    signed = sum(1 for piece in found.comments if piece.author is not None or piece.date is not None)
    return signed / len(found.comments)


def _are_posts(survey: Survey, found: Found) -> bool:
    """Whether what was found are a forum's posts, and no comments under an article."""
    blocks = found.elements
    return (
        len(found.comments) > 1
        and not in_context(survey, blocks[0])
        and all(holds_post(survey, facts) for facts in blocks)
    )


MOST_PROSE_BEFORE = 300
"""Characters in paragraphs before the first post; with more, an article stands above and the posts are about it."""


def _first_post_apart(survey: Survey, found: Found) -> Found:
    """A forum's first post is the publication, where no article stands above it."""
    first = found.elements[0]
    before = sum(facts.chars for facts in survey.facts[: first.order] if facts.element.tag == "p")
    if before > MOST_PROSE_BEFORE:
        return found
    opening, *others = found.comments
    found.comments = [
        replace(
            piece,
            reply_to=piece.reply_to - 1 if piece.reply_to is not None and piece.reply_to > 0 else None,
            place=f"comment {index}",
        )
        for index, piece in enumerate(others, start=1)
    ]
    found.opening, found.opening_facts = replace(opening, kind=None, place="", reply_to=None), first
    return found


MOST_WORDS_AROUND = 400
"""Characters outside of links that a forum's page says beside its posts; with more, there is an article somewhere."""


def _opens_thread(survey: Survey, found: Found) -> bool:
    """Whether the first of the comments is a forum's first post: its writer is named over it, and no article is there.

    Systems such as Invision and GitHub call all posts comments, the opening one too.
    """
    first = found.comments[0]
    if len(found.comments) < 2 or first.author is None or first.reply_to is not None:
        return False
    said, named = _said_around(survey, found)
    return named and said <= MOST_WORDS_AROUND


def _are_whole_page(survey: Survey, found: Found) -> bool:
    """Whether what was found is a thread of posts: nothing else is said or dated before them, nor called comments."""
    first = found.elements[0] if found.elements else None
    if first is None or len(found.comments) < 2 or in_context(survey, first):
        return False
    if any(facts.date and facts.chars and facts.last < first.order for facts in survey.facts[: first.order]):
        return False
    return _said_around(survey, found)[0] <= MOST_WORDS_AROUND


def _said_around(survey: Survey, found: Found) -> tuple[int, bool]:
    """The characters outside of the comments and of links, and whether the first one's writer is named before it."""
    first = found.comments[0]
    inside = sorted(found.elements, key=lambda facts: facts.order)
    said = survey.facts[0].chars - sum(facts.chars for facts in outermost(inside))
    linked, named, closed = 0, False, -1
    starts = {facts.order: facts.last for facts in inside}
    for facts in survey.facts:
        closed = max(closed, starts.get(facts.order, -1))
        if facts.order <= closed:
            continue
        if facts.element.tag == "a":
            linked += facts.chars
        named |= (
            facts.order < inside[0].order
            and first.author is not None
            and 0 < facts.chars <= len(first.author)
            and text_of(facts.element) == first.author
        )
    return said - linked, named


def _asked_question(survey: Survey, found: Found, served: dt.datetime | None) -> tuple[Piece | None, Facts | None]:
    """The question or first post that the comments answer, where schema.org types mark it."""
    comments = sorted(found.elements, key=lambda facts: facts.order)
    for facts in survey.facts:
        if "itemtype" not in facts.element.attrib and "typeof" not in facts.element.attrib:
            continue
        if schema_type(facts.element) not in SCHEMA_POSTS or any(survey.holds(c, facts) for c in comments):
            continue
        inside = [c for c in comments if survey.holds(facts, c)]
        own = list(own_facts(survey, facts, inside))
        fields = read_fields(facts, own, day_first=True, served=served)
        text = read_text(facts, own, inside, fields.elements)
        if text:
            return Piece(text=text, author=fields.author, date=fields.date, key=facts.element.get("id")), facts
    return None, None


def _read_blocks(survey: Survey, blocks: list[Block], *, served: dt.datetime | None) -> Found:
    found = Found()
    kept = [block for block in blocks if not block.wrapper]
    nested = _nested(kept)
    own_of = {id(block): list(own_facts(survey, block.facts, nested[id(block)])) for block in kept}
    day_first = _day_first(kept, own_of)
    numbered = sum(block.number is not None and block.facts.dates > 0 for block in kept) * 2 > len(kept)
    read: list[_Read] = []
    placed: list[Block] = []
    seen: set[tuple[str | None, str, str]] = set()
    fields_of = {
        id(block): read_fields(
            block.facts, without_quotes(block.facts, own_of[id(block)]), day_first=day_first, served=served
        )
        for block in kept
    }
    common = _common_bodies(kept, own_of, nested, fields_of)
    for block in kept:
        own, fields = own_of[id(block)], fields_of[id(block)]
        text = read_text(block.facts, own, nested[id(block)], fields.elements, common.get(id(block)))
        reason = _reason_against(block, fields, text, seen)
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
    texts = without_numbering(without_repeated_ends([item.text for item in read]))
    for item, text in zip(read, texts, strict=True):
        item.text = text
    parents = _parents(survey, blocks, placed, read)
    position = {id(item.block): index for index, item in enumerate(read)}
    for index, item in enumerate(read):
        parent = parents.get(id(item.block))
        reply_to = position.get(id(parent)) if parent is not None else None
        found.comments.append(
            Piece(
                text=item.text,
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

_NO_COMMENT = "neither author nor date"


def _reason_against(block: Block, fields: Fields, text: str, seen: set[tuple[str | None, str, str]]) -> str:
    """Why a block is no comment, or an empty text."""
    if not text:
        return "no text"
    if is_ping(block.facts) or text.startswith(("Pingback:", "Trackback:", "Ping:")) or _EXCERPT.match(text):
        return "a pingback or trackback"
    if is_placeholder(text):
        return "a deleted comment's placeholder"
    signed = fields.author is not None or fields.nobody or fields.date is not None
    if not signed and block.number is None and not block.by_schema:
        return _NO_COMMENT
    if block.number is None and (fields.author, fields.raw_date, text) in seen:
        return "the same comment again"
    return ""


def _header_of(own: list[Facts]) -> str:
    """The words of the elements that stand around author and date: where "in reply to" is written."""
    parts = []
    for facts in own:
        if facts.chars < 160 and (
            facts.author or facts.date or facts.naming.words & {"reply", "replyto", "parent", "meta"}
        ):
            parts.append(text_of(facts.element))
        if len(parts) > 12:
            break
    return " ".join(parts)


def _parents(survey: Survey, blocks: list[Block], placed: list[Block], read: list[_Read]) -> dict[int, Block]:
    """Each answer's parent: as the page names it, else by nesting, else by depth, else by whom it addresses.

    An answer to a deleted comment, which still has its place among the others, answers none of those before it.
    """
    kept = [item.block for item in read]
    named = link_parents(kept, {id(item.block): item.own for item in read})
    known = set(map(id, kept))
    parents = {answer: parent for answer, parent in nested_parents(survey, blocks).items() if id(parent) in known}
    parents = corrected_by_depth(placed, parents)
    if not parents:
        parents = depth_parents(placed)
    if not parents:
        said = [Said(i.block, i.fields.author, i.text, _header_of(i.own), i.own) for i in read]
        parents = {**quote_parents(said), **mention_parents(said)}
    return {answer: parent for answer, parent in {**parents, **named}.items() if id(parent) in known}
