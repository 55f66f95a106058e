"""Bylines and words that only stand side by side, put into one element a comment.

Where a repeated block (see `patterns`) holds only the byline and the words stand beside it, the siblings up to the
next byline are gathered into one new element, which is then read as any comment is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from leadtext.reading.comments.blocks import says_who_answers
from leadtext.reading.comments.class_names import BODY_WORDS, CHILD_WORDS, COMMENT_ROOTS, POST_ROOTS
from leadtext.reading.comments.common_body import name_of
from leadtext.reading.comments.context import announces_comments, in_context
from leadtext.reading.comments.dom import Facts, Survey, text_of
from leadtext.reading.comments.evidence import HEADING_TAGS, holds_button
from leadtext.reading.comments.interface import is_interface_line
from leadtext.reading.comments.patterns import (
    LEAST_SCORE,
    LEAST_TEXT,
    Group,
    follows_prose,
    groups,
    has_author,
    score_of,
)

__all__ = ["answer_bylines", "gather_flat_comments"]


def gather_flat_comments(
    survey: Survey, *, lists_only: bool = False, within: Sequence[Facts] | None = None, least: int = 1
) -> bool:
    """Put bylines and the words beside them into one element each, named "comment".

    Args:
        survey: the page.
        lists_only: look at definition lists alone.
        within: look at bylines in these elements alone, where they hold no other day.
        least: bylines that there must be.

    Returns:
        Whether the tree was changed; then it needs a new survey.
    """
    best: tuple[float, list[list[HtmlElement]]] = (0.0, [])
    found = groups(survey)
    whole = [group for group in found if not group.flat and score_of(survey, group) >= LEAST_SCORE]
    for group in found:
        parent = group.blocks[0].element.getparent()
        if not group.flat or (lists_only and parent.tag != "dl") or any(_is_less(group, other) for other in whole):
            continue
        if len(group.blocks) < least:
            continue
        if within is not None and not any(_holds_undated(survey, facts, survey.of(parent)) for facts in within):
            continue
        runs = _runs(survey, parent, group)
        score = _flat_score(survey, group, runs) if len(runs) == len(group.blocks) else 0.0
        if score >= LEAST_SCORE and score > best[0]:
            best = score, runs
    for number, run in enumerate(best[1], start=1):
        _wrap(run, number)
    return bool(best[1])


def _holds_undated(survey: Survey, outer: Facts, inner: Facts) -> bool:
    """Whether one element holds another, and no day beside it: a comment with a day of its own may hold copied ones."""
    return survey.holds(outer, inner) and outer.dates == inner.dates


def _is_less(group: Group, other: Group) -> bool:
    """Whether bylines are every other row of a striped list whose rows hold the words, or the one over such a list."""
    if not other.striped or len(other.blocks) < 3:
        return False
    rows = {block.order for block in other.blocks}
    return len(group.blocks) == 1 or {block.order for block in group.blocks} < rows


def answer_bylines(survey: Survey, posts: Sequence[Facts]) -> bool:
    """Whether posts are only the answers to comments whose bylines and words stand side by side around them.

    Args:
        survey: the page.
        posts: elements named as posts or answers, with author and date each.
    """
    parents = {facts.element.getparent() for facts in posts}
    if len(parents) > 1 or any(facts.naming.words.isdisjoint(CHILD_WORDS) for facts in posts):
        return False
    apart = [g for g in groups(survey) if g.flat and all(not survey.holds(p, b) for p in posts for b in g.blocks)]
    return any(len(group.blocks) > 1 and group.blocks[0].element.getparent() in parents for group in apart)


def _flat_score(survey: Survey, group: Group, runs: list[list[HtmlElement]]) -> float:
    said = [sum(survey.of(e).chars for e in run if e in survey.by_element) for run in runs]
    if sum(1 for chars in said if chars >= LEAST_TEXT) < 0.7 * len(said):
        return 0
    called = all(block.naming.part and block.naming.words & COMMENT_ROOTS for block in group.blocks)  # "comment-date"
    score = 3.0 if called or in_context(survey, group.blocks[0]) or _hold_posts(survey, runs) else 0.0
    authors = sum(
        1 for run in runs[:20] if any(has_author(survey, survey.of(e)) for e in run if e in survey.by_element)
    )
    score += 2 if authors >= 0.7 * len(runs[:20]) else -2
    # a table of its own is a comment already, a row of one or a line is its byline
    score += 1.5 * (group.blocks[0].element.tag != "table" and _hold_buttons(runs))
    return score + (0.5 if len(runs) > 2 else 0) + (0.5 if follows_prose(survey, group.blocks[0]) else 0)


def _hold_buttons(runs: list[list[HtmlElement]]) -> bool:
    """Whether nearly each run holds a button such as "Reply", be it a picture."""
    sample = runs[:20]
    return sum(any(map(holds_button, run)) for run in sample) >= 0.7 * len(sample)


def _hold_posts(survey: Survey, runs: list[list[HtmlElement]]) -> bool:
    """Whether each run holds exactly one element that is numbered as a forum's post or message."""
    for run in runs:
        numbers = {facts.naming.number for e in run if e in survey.by_element for facts in _numbered_posts(survey, e)}
        if len(numbers) != 1:
            return False
    return True


def _numbered_posts(survey: Survey, element: HtmlElement) -> list[Facts]:
    facts = survey.of(element)
    return [
        inner
        for inner in (facts, *survey.inside(facts))
        if inner.naming.number is not None and inner.naming.words & POST_ROOTS and inner.chars
    ]


def _runs(survey: Survey, parent: HtmlElement, group: Group) -> list[list[HtmlElement]]:
    """The children of a flat list cut into one run a comment, with the byline at its beginning or its end."""
    bylines = {block.element for block in group.blocks}
    children = [child for child in parent if isinstance(child.tag, str)]
    first = next(i for i, child in enumerate(children) if child in bylines)
    last = max(i for i, child in enumerate(children) if child in bylines)
    before = [c for c in children[:first] if _speaks(survey, c) and c.tag not in ("h1", "h2", "h3")]
    behind = [c for c in children[last + 1 :] if _speaks(survey, c)]
    runs: list[list[HtmlElement]] = []
    if before and (not behind or _signs_below(children, bylines)):
        start = _first_words(children, bylines, children.index(before[0]))
        run: list[HtmlElement] = []
        for child in children[start : last + 1]:
            run.append(child)
            if child in bylines:
                runs.append(run)
                run = []
        return runs
    bylines = _with_leads(survey, children, bylines)
    first = next(i for i, child in enumerate(children) if child in bylines)
    for child in children[first:]:
        if child in bylines:
            runs.append([child])
        elif runs:
            if child.tag in HEADING_TAGS and len(runs) == len(bylines) and is_interface_line(text_of(child)):
                break
            if (
                child.tag in ("h1", "h2")
                or (child.tag == "hr" and len(runs) == len(bylines))
                or _ends_list(survey, child)
            ):
                if len(runs) == len(bylines):
                    break
                continue
            runs[-1].append(child)
    return runs


def _signs_below(children: list[HtmlElement], bylines: set[HtmlElement]) -> bool:
    """Whether bylines stand under the words: at the right, behind a dash, or each with a rule right behind it."""
    places = [place for place, child in enumerate(children) if child in bylines]
    ruled = sum(children[place + 1].tag == "hr" for place in places if place + 1 < len(children))
    ruled -= sum(children[place - 1].tag == "hr" for place in places if place)
    signed = sum(_is_signature(children[place]) for place in places)
    return children[places[0] - 1].tag not in HEADING_TAGS and 2 * max(ruled, signed) > len(places)


_TO_THE_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)


def _is_signature(byline: HtmlElement) -> bool:
    to_the_right = byline.get("align", "").lower() == "right" or _TO_THE_RIGHT.search(byline.get("style", ""))
    return bool(to_the_right) or text_of(byline).startswith(("—", "–", "-"))


def _first_words(children: list[HtmlElement], bylines: set[HtmlElement], earliest: int) -> int:
    """Where the words over the first byline begin: behind the heading of the comments, else by the others' length."""
    first = next(place for place, child in enumerate(children) if child in bylines)
    border = next((place for place in range(first - 1, -1, -1) if children[place].tag in _BORDERS), -1)
    if border >= 0 and announces_comments(children[border]):
        return border + 1
    return max(earliest, first - _gap(children, bylines) + 1, border + 1 if border < first - 1 else 0)


_BORDERS = ("h1", "h2", "h3", "h4", "h5", "h6", "hr")


def _gap(children: list[HtmlElement], bylines: set[HtmlElement]) -> int:
    """How many children there are from one byline to the next, mostly."""
    places = [place for place, child in enumerate(children) if child in bylines]
    gaps = sorted(behind - before for before, behind in pairwise(places))
    return gaps[len(gaps) // 2] if gaps else 2


def _with_leads(survey: Survey, children: list[HtmlElement], bylines: set[HtmlElement]) -> set[HtmlElement]:
    """The elements that each comment begins with: the names before the dates, where each date has one before it."""
    leads = []
    for before, child in pairwise(children):
        facts = survey.by_element.get(before)
        if child not in bylines or before in bylines or facts is None or facts.naming.words & BODY_WORDS:
            continue
        if 0 < facts.chars <= 80 and not _begins_with_button(before):
            leads.append(before)
    if 2 * sum(text_of(lead).endswith((".", "!", "?")) for lead in leads) > len(leads):
        return bylines  # these are sentences; of names only "Ann B." ends so
    alike = {(lead.tag, lead.get("class")) for lead in leads}
    return set(leads) if len(leads) == len(bylines) and len(alike) == 1 else bylines


def _begins_with_button(element: HtmlElement) -> bool:
    """Whether a row begins with a link such as "Quote": it closes the post before, and no name begins the next."""
    first = next((inner for inner in element.iter("a", "button") if text_of(inner)), None)
    if first is None or not is_interface_line(text_of(first)):
        return False
    return text_of(element).startswith(text_of(first))


def _speaks(survey: Survey, element: HtmlElement) -> bool:
    facts = survey.by_element.get(element)
    return facts is not None and facts.chars >= LEAST_TEXT and not facts.naming.form


def _ends_list(survey: Survey, element: HtmlElement) -> bool:
    facts = survey.by_element.get(element)
    return facts is not None and (
        facts.naming.form or bool(facts.naming.words & {"pagination", "pager", "respond", "nav", "footer"})
    )


def _wrap(run: list[HtmlElement], number: int) -> None:
    parent = run[0].getparent()
    wrapper = etree.SubElement(parent, "div")
    wrapper.set("class", "comment")
    ident = next((e.get("id") or e.get("name") for e in run if (e.get("id") or e.get("name"))), None)
    wrapper.set("id", ident if ident is not None and any(c.isdigit() for c in ident) else f"gathered-comment-{number}")
    parent.remove(wrapper)
    parent.insert(parent.index(run[0]), wrapper)
    for element in run:
        wrapper.append(element)
        if element is not run[0] and element.tag in _BOXES:
            _wrap_answers(run[0], element)
        if element is not run[0] and element.tag in _BOXES and says_who_answers(element):
            element.set("class", (element.get("class", "") + " comment").strip())
        if element.tag == "dt":
            element.set("class", (element.get("class", "") + " comment-header").strip())


def _wrap_answers(byline: HtmlElement, box: HtmlElement) -> None:
    """Put the answers in a box behind a comment's words into one element each, where all begin as the comment does."""
    runs: list[list[HtmlElement]] = []
    for child in [child for child in box if isinstance(child.tag, str)]:
        if _is_like(byline, child):
            runs.append([child])
        elif runs:
            runs[-1].append(child)
        elif text_of(child):
            return
    for number, run in enumerate(runs, start=1):
        _wrap(run, number)


def _is_like(byline: HtmlElement, other: HtmlElement) -> bool:
    """Whether an element is called as a comment's byline is, but for the comment's number."""
    if other.tag != byline.tag or name_of(other) != name_of(byline):
        return False
    own, its = byline.get("id", ""), other.get("id", "")
    return own != its and _DIGITS.search(own) is not None and _DIGITS.sub("#", own) == _DIGITS.sub("#", its)


_DIGITS = re.compile(r"\d+")

_BOXES = ("div", "li", "blockquote", "section", "article", "table")
"""Around an answer, among comments that stand in no box."""
