"""An article's own text, by trafilatura, without headings, captions, author boxes and prompts."""

from __future__ import annotations

from itertools import islice

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.dom import Survey
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.html_body import lead_before, mend_paragraphs, without_strangers
from leadtext.reading.html_boxes import cut_boxes, cut_menus
from leadtext.reading.html_house import is_notice
from leadtext.reading.html_lines import (
    NOTED,
    ends_on_author,
    is_aside,
    is_byline,
    is_dateline,
    is_house_rule,
    is_worth_a_note,
)
from leadtext.records import LeftOut

__all__ = ["read_article"]


MOST_BLOCKS = 2000
"""Blocks of text; with more, trafilatura's second opinions are not asked for: their time grows with the square."""


MOST_TABLES = 30
"""Tables in one another; of more, trafilatura reads none: its time for each grows with all that are in it."""


def _nests(tree: HtmlElement) -> bool:
    """Whether tables stand in one another deeper than any layout has them."""
    return bool(tree.xpath(f"boolean(//table[count(ancestor::table) > {MOST_TABLES}])"))


def read_article(
    tree: HtmlElement,
    survey: Survey,
    title: str,
    author: str | None,
    left_out: list[LeftOut] | None = None,
    *,
    description: str = "",
) -> str:
    """The article's paragraphs.

    Args:
        tree: the page, without its comments.
        survey: the page's elements (those that were cut among them).
        title: the headline, which is not repeated in the text.
        author: whoever wrote it, whose byline is none of the text.
        left_out: where to note the boxes and lines that are left out.
        description: what the page's <meta> says that it is about.

    Uses trafilatura (Barbaresi 2021, doi:10.18653/v1/2021.acl-demo.15).
    """
    mend_paragraphs(tree)
    cut_menus(survey)
    notes = left_out if left_out is not None else []
    cut_boxes(survey, author, notes)
    many = next(islice(tree.iter("p", "div", "li", "td", "blockquote"), MOST_BLOCKS, None), None) is not None
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=not _nests(tree), fast=many)
    body = None if document is None or isinstance(document, dict) else document.body
    if body is None:
        return ""
    paragraphs = []
    for line in _paragraphs(body):
        if is_aside(line, title):
            notes += [LeftOut(line[:NOTED], "a line about the page")] if line != title and is_worth_a_note(line) else []
        elif not is_byline(line, author):
            paragraphs.append(line)
    while paragraphs and is_dateline(paragraphs[0]):
        paragraphs.pop(0)
    while len(paragraphs) > 1 and (is_house_rule(paragraphs[-1]) or is_notice(paragraphs[-1])):
        notes.append(LeftOut(paragraphs.pop()[:NOTED], "a rule for comments"))
    paragraphs, strange = without_strangers(paragraphs, tree)
    notes += [LeftOut(line[:NOTED], "a box of other articles") for line in strange if is_worth_a_note(line)]
    lead = lead_before(paragraphs, tree, title, description)
    if lead is not None:
        paragraphs.insert(0, lead)
    if len(paragraphs) > 1 and author is not None and ends_on_author(paragraphs[-1], author):
        notes.append(LeftOut(paragraphs.pop()[:NOTED], "a line about the author"))
    return "\n\n".join(paragraphs)


_INLINE_TAGS = word_set("hi ref del lb cell span a b i em strong u s sub sup small mark q abbr cite")
"""Tags of trafilatura's result, and of HTML that it left as it was, that end no paragraph; a table's row is one."""


def _paragraphs(body: etree._Element) -> list[str]:
    """The lines of trafilatura's result, headings left out."""
    lines: list[str] = []
    current: list[str] = []
    headings = 0

    def close() -> None:
        line = plain_words("".join(current))
        if line.strip("\ufeff\u200b"):
            lines.append(line)
        current.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        inline = element.tag in _INLINE_TAGS
        if not inline:
            close()
        if event == "start":
            headings += element.tag == "head"
            words = element.text
            if element.tag in ("lb", "cell"):
                current.append(" ")
        else:
            headings -= element.tag == "head"
            words = element.tail if element is not body else None
        if words and not headings:
            current.append(words)
    close()
    return lines
