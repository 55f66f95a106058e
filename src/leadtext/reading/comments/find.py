"""From a page's tree to its comments: the ways of finding them, one after the other."""

from __future__ import annotations

import datetime as dt
from functools import partial

from lxml.html import HtmlElement

from leadtext.reading.comments.bare_lines import wrap_bare_lines, wrap_signatures
from leadtext.reading.comments.blocks import known_blocks, post_blocks
from leadtext.reading.comments.context import announces_comments
from leadtext.reading.comments.dom import Survey, survey_of, text_of
from leadtext.reading.comments.flat import answer_bylines, gather_flat_comments
from leadtext.reading.comments.interface import LONGEST_ANNOUNCEMENT, announced_comments, plain_words
from leadtext.reading.comments.notes import settle_notes
from leadtext.reading.comments.opening import are_posts, are_whole_page, asked_question, first_post_apart, opens_thread
from leadtext.reading.comments.parts import is_article, lack_parts, wholes_of
from leadtext.reading.comments.parts_or_answers import Block
from leadtext.reading.comments.patterns import repeated_blocks
from leadtext.reading.comments.records import Found, read_blocks
from leadtext.records import LeftOut

__all__ = ["find_comments", "missing_comments"]


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
        found.left_out = read_blocks(survey, known_blocks(survey), served=served).left_out
    return found, survey


def _find_comments(tree: HtmlElement, survey: Survey, served: dt.datetime | None) -> tuple[Found, Survey]:
    read = partial(read_blocks, served=served)
    if next(tree.iter("dt"), None) is not None and gather_flat_comments(survey, lists_only=True):
        survey = survey_of(tree)
    known = known_blocks(survey)
    if is_article(survey, known):
        for name in ("class", "id"):  # by which whoever reads the article would leave it out
            known[0].element.attrib.pop(name, None)
        survey = survey_of(tree)
        known = known_blocks(survey)
    if wrap_signatures(block.facts for block in known):
        survey = survey_of(tree)
        known = known_blocks(survey)
    found = read(survey, known)
    outer = [block for block in known if block.outer is None]
    if found.comments and _may_hold_all(outer):
        least = len(found.comments) if any(_is_headed(survey, block) for block in outer) else 2 * len(outer) + 1
        one = found
        if all(block.facts.naming.loose for block in outer):
            found = _of_which_each_is_one(survey, found, least, read(survey, repeated_blocks(survey)))
        within = [block.facts for block in outer]
        if found is one and gather_flat_comments(survey, within=within, least=max(least, LEAST_FLAT)):
            survey = survey_of(tree)
            known = known_blocks(survey)
            found = read(survey, known)
    if found.comments and lack_parts(known, found):
        found = wholes_of(survey, known, found, read(survey, repeated_blocks(survey)))
    if found.comments and _signed(found) < LEAST_SIGNED and gather_flat_comments(survey):
        survey = survey_of(tree)
        found = read(survey, known_blocks(survey))
    if found.comments:
        found.opening, found.opening_facts = asked_question(survey, found, served)
        if found.opening is None and opens_thread(survey, found):
            return first_post_apart(survey, found), survey
        return found, survey
    if wrap_bare_lines(survey):
        survey = survey_of(tree)
    posts = read(survey, post_blocks(survey))
    if len(posts.comments) > 1 and not answer_bylines(survey, posts.elements):
        return first_post_apart(survey, posts), survey
    if gather_flat_comments(survey):
        survey = survey_of(tree)
        found = read(survey, known_blocks(survey))
        if are_posts(survey, found):
            return first_post_apart(survey, found), survey
        if found.comments:
            return found, survey
    found = read(survey, repeated_blocks(survey))
    if not found.comments and len(posts.comments) > 1:
        return first_post_apart(survey, posts), survey
    is_thread = are_posts(survey, found) or are_whole_page(survey, found)
    return (first_post_apart(survey, found) if is_thread else found), survey


LEAST_FLAT = 2
"""Bylines with words beside them in what is named as one comment, so that each of them is one."""


def _may_hold_all(outer: list[Block]) -> bool:
    """Whether what is named as a comment may be what holds all of them: loosely named, or the only one of its name."""
    if any(block.number is not None or block.by_schema for block in outer):
        return False
    return len(outer) == 1 or all(block.facts.naming.loose for block in outer)


def _of_which_each_is_one(survey: Survey, found: Found, least: int, inside: Found) -> Found:
    """What was found, or at least so many comments in it, where its name ("comment-block") means all of them."""
    held = all(any(survey.holds(holder, inner) for holder in found.elements) for inner in inside.elements)
    return inside if held and len(inside.comments) >= max(least, len(found.comments), 1) else found


def _is_headed(survey: Survey, block: Block) -> bool:
    """Whether what is named as a comment begins with a heading such as "Comments" before any day."""
    for facts in survey.inside(block.facts):
        if facts.date:
            return False
        if announces_comments(facts.element):
            return True
    return False


LEAST_SIGNED = 0.5
"""Share of comments with author or date; with less, the bylines stand beside what was taken for the comments."""


def _signed(found: Found) -> float:
    signed = sum(1 for piece in found.comments if piece.author is not None or piece.date is not None)
    return signed / len(found.comments)


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
    return LeftOut.unfound(words[:120], number, read)
