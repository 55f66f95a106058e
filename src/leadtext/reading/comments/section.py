"""Cutting the comments out of a page, so that none of them is taken for the article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import PING_WORDS, word_set
from leadtext.reading.comments.dom import Facts, Survey
from leadtext.reading.comments.elsewhere import in_widget

__all__ = ["cut", "cut_after_comments", "cut_comments", "outermost"]

_SECTION_TAGS = word_set("div section aside ol ul dl footer table article form p h2 h3 h4 span")
_THREAD_IDS = word_set(
    "respond disqus_thread disqus comments-form commentform fbcomments fb-comments livefyre-comments"
)


def cut_comments(survey: Survey, comments: list[Facts], keep: Facts | None = None) -> None:
    """Take the comments, what is only around them, and every other comment section out of the tree.

    Args:
        survey: the page.
        comments: the comments' elements.
        keep: an element that must stay (a thread's first post).
    """
    doomed = [facts.element for facts in comments if keep is None or not survey.holds(facts, keep)]
    said = _Said(comments)
    headline = next((facts for facts in survey.facts if facts.element.tag == "h1" and facts.chars), None)
    for facts in survey.facts:
        if (
            headline is not None
            and _names_commentary(facts)
            and survey.holds(facts, headline)
            and not said.inside(facts)
        ):
            continue  # a commentary is called a comment too, and a box with its headline
        if _is_section(facts) and not _holds_article(facts, said) and not _inside_keep(survey, facts, keep):
            doomed.append(facts.element)
    if keep is None and comments:
        doomed += _around_comments(survey, comments)
    cut(doomed)


MOST_AROUND = 500
"""Characters of headings, rules of the house and buttons that stand around the comments in one element with them."""


def _around_comments(survey: Survey, comments: list[Facts]) -> list[HtmlElement]:
    """The largest element that holds nothing but the comments and a few words around them, below an article."""
    outer = outermost(sorted(comments, key=lambda facts: facts.order))
    said = sum(facts.chars for facts in outer)
    found = None
    for element in outer[0].element.iterancestors():
        facts = survey.by_element.get(element)
        if facts is None or element.tag in ("body", "html", "main"):
            break
        if facts.last < outer[-1].last:
            continue
        if facts.chars - said > MOST_AROUND or next(element.iter("h1"), None) is not None:
            break
        found = facts
    if found is None:
        return []
    before = sum(facts.chars for facts in survey.facts[: found.order] if facts.element.tag == "p")
    return [found.element] if before >= LEAST_PROSE_BEFORE else []


LEAST_PROSE_BEFORE = 200
"""Characters in paragraphs before the comments; with less, the article may stand behind them."""


def cut_after_comments(survey: Survey, comments: list[Facts]) -> None:
    """Take out what follows the last comment: related stories, the archive, the page's foot.

    Nothing is cut where more paragraphs stand behind the comments than before them.
    """
    if not comments:
        return
    first, last = comments[0].order, max(facts.last for facts in comments)
    before = sum(facts.chars for facts in survey.facts[:first] if facts.element.tag == "p")
    behind = sum(_said_in(facts) for facts in survey.facts[last + 1 :] if facts.element.tag == "p")
    if before < LEAST_PROSE_BEFORE or behind > before:
        return
    position = last + 1
    doomed = []
    while position < len(survey.facts):
        doomed.append(survey.facts[position].element)
        position = survey.facts[position].last + 1
    cut(doomed)


def _said_in(paragraph: Facts) -> int:
    """The characters of a paragraph outside of links: titles of other articles are no article."""
    return paragraph.chars - sum(len(link.text_content().strip()) for link in paragraph.element.iter("a"))


def cut(elements: Iterable[HtmlElement]) -> None:
    """Remove elements and leave the text behind them where it is."""
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _inside_keep(survey: Survey, facts: Facts, keep: Facts | None) -> bool:
    return keep is not None and (survey.holds(keep, facts) or survey.holds(facts, keep))


def _is_section(facts: Facts) -> bool:
    element = facts.element
    if element.tag not in _SECTION_TAGS:
        return False
    naming = facts.naming
    if naming.words & _BYLINES and facts.chars <= LONGEST_BYLINE and element.find(".//a[@rel='author']") is not None:
        return False  # "byline-and-comments": the writer's name, the day, how many comments there are
    if element.get("id") in _THREAD_IDS or in_widget(facts):
        return True
    return naming.container or naming.form or (naming.item and facts.chars > 0) or bool(naming.words & PING_WORDS)


_BYLINES = word_set("byline firma")
LONGEST_BYLINE = 200
"""Characters of a row with an article's writer, its day and the number of comments."""


def _names_commentary(facts: Facts) -> bool:
    """Whether an element's name is that of one comment, of no list and no form."""
    return facts.naming.item and not facts.naming.container and not facts.naming.form and facts.naming.number is None


LEAST_ARTICLE_PROSE = 250
"""Characters in paragraphs outside the comments: more than that under a name like "comments" is the article."""


def _holds_article(facts: Facts, said: _Said) -> bool:
    inside = said.inside(facts)
    return facts.prose - inside > LEAST_ARTICLE_PROSE and (
        next(facts.element.iter("h1"), None) is not None or facts.prose > inside
    )


class _Said:
    """How much prose the comments hold, added up once for all elements that are asked about."""

    def __init__(self, comments: list[Facts]) -> None:
        outer = outermost(sorted(comments, key=lambda facts: facts.order))
        self._orders = [facts.order for facts in outer]
        prose = (facts.prose if facts.element.tag != "p" else facts.chars for facts in outer)
        self._sums = [0, *accumulate(prose)]

    def inside(self, facts: Facts) -> int:
        """The characters of prose in the comments that begin in an element."""
        first, behind = bisect_left(self._orders, facts.order), bisect_right(self._orders, facts.last)
        return self._sums[behind] - self._sums[first]


def outermost(comments: list[Facts]) -> list[Facts]:
    """Those of some elements, in the page's order, that stand in no other of them."""
    outer: list[Facts] = []
    for facts in comments:
        if not outer or outer[-1].last < facts.order:
            outer.append(facts)
    return outer
