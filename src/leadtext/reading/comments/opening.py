"""What the comments of a page answer, where that is itself a post: a forum's first, or a question."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from leadtext.reading.comments.blocks import SCHEMA_POSTS, schema_type
from leadtext.reading.comments.body import read_text
from leadtext.reading.comments.context import in_context
from leadtext.reading.comments.dom import SKIPPED_TAGS, Facts, Survey, text_of
from leadtext.reading.comments.fields import own_facts, read_fields
from leadtext.reading.comments.patterns import holds_post
from leadtext.reading.comments.records import Found
from leadtext.reading.comments.section import outermost
from leadtext.records import Piece

__all__ = ["are_posts", "are_whole_page", "asked_question", "first_post_apart", "opens_thread"]


def are_posts(survey: Survey, found: Found) -> bool:
    """Whether what was found are a forum's posts, and no comments under an article."""
    blocks = found.elements
    return (
        len(found.comments) > 1
        and not in_context(survey, blocks[0])
        and (all(holds_post(survey, facts) for facts in blocks) or _tell_members(survey, blocks))
    )


_MEMBER = re.compile(
    r"(?:posts|beitr[äa]ge|messages|mensajes)\s*:\s*\d[\d.,\s]*"
    r"|(?:joined|member\s+since|registered|registriert|dabei|mitglied|anmeldung|inscrit|inscription|registrado|miembro\s+desde)\b.{0,12}:\s*\S.{0,30}",
    re.IGNORECASE,
)
"""What a board says of whoever wrote a post: "Posts: 2,871", "Dabei seit: 11.03.2006"."""

LONGEST_OF_MEMBER = 50
"""Characters of such a line."""


def _tell_members(survey: Survey, blocks: list[Facts]) -> bool:
    """Whether each block says how long its writer has been a member or how much they wrote, with no article before."""
    said = (sum(len(words.strip()) for words in _own_words(facts)) for facts in survey.facts[: blocks[0].order])
    if max(said, default=0) > MOST_PROSE_BEFORE:
        return False
    return all(
        any(
            inner.chars <= LONGEST_OF_MEMBER and _MEMBER.fullmatch(text_of(inner.element)) is not None
            for inner in survey.inside(facts)
        )
        for facts in blocks
    )


def _own_words(facts: Facts) -> list[str]:
    """The words right in an element, in no other: an article's may stand between line breaks alone."""
    if facts.element.tag in SKIPPED_TAGS:
        return []
    return [words for words in (facts.element.text, *(child.tail for child in facts.element)) if words is not None]


MOST_PROSE_BEFORE = 300
"""Characters in paragraphs before the first post; with more, an article stands above and the posts are about it."""


def first_post_apart(survey: Survey, found: Found) -> Found:
    """A forum's first post is the publication, where no article stands above it."""
    first = found.elements[0]
    before = sum(facts.chars for facts in survey.facts[: first.order] if facts.element.tag == "p")
    if before > MOST_PROSE_BEFORE:
        return found
    first_post, *others = found.comments
    opening = replace(first_post, title="")  # the page's title is the thread's
    found.yearless = found.yearless[1:]
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


def opens_thread(survey: Survey, found: Found) -> bool:
    """Whether the first of the comments is a forum's first post: its writer is named over it, and no article is there.

    Systems such as Invision and GitHub call all posts comments, the opening one too.
    """
    first = found.comments[0]
    if len(found.comments) < 2 or first.author is None or first.reply_to is not None:
        return False
    said, named = _said_around(survey, found)
    return named and said <= MOST_WORDS_AROUND


def are_whole_page(survey: Survey, found: Found) -> bool:
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


def asked_question(survey: Survey, found: Found, served: dt.datetime | None) -> tuple[Piece | None, Facts | None]:
    """The question or first post that the comments answer, where schema.org types mark it, and its element."""
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
