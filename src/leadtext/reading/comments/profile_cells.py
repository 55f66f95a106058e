"""A comment's author in a row of a table: the first line of the cell beside the one with the day and the words.

Boards and portals put the writer's picture, rank, town and number of posts into a cell of their own, which no name
has to tell (ClanSphere, Web Wiz Forums, vBulletin 2 and hand-made guest books).
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from leadtext.reading.comments.dom import BLOCK_TAGS, Facts, text_of
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.comments.names import LONGEST_NAME, clean_name, without_dates

__all__ = ["first_line", "name_in_cell"]

# what stands around a day that names nobody: "Posted: 3 May 2012 Subject: The lamp", "# 1 - 3.5.2012 - 20:14 Uhr"
_LABELS = re.compile(
    r"\b(?:subject|title|titel|betreff|sujet|titre|asunto|t[íi]tulo)\s*:.*$"
    r"|\b(?:posted|written|sent|added|date|time|verfasst|geschrieben|erstellt|gesendet|eingetragen|datum|zeit|uhr|post[ée]e?|publi[ée]e?"
    r"|envoy[ée]e?|[ée]crit|publicado|enviado|escrito|fecha|hora|on|at|am|um|den|vom|le|el|[àa]|a\s+las|h|gmt|utc|ce?s?t"
    r"|post|message|comment|beitrag|kommentar|eintrag|nachricht|commentaire|comentario|mensaje|n[or°º]|nr)\b",
    re.IGNORECASE,
)

LONGEST_PROFILE = 300
"""Characters of a cell with a writer's name, rank and town."""


def name_in_cell(block: Facts, own: list[Facts]) -> tuple[str | None, HtmlElement | None]:
    """The name in the first of a row's two cells, and that cell, where the other holds a day without a name.

    Args:
        block: the comment's element.
        own: what stands in it.
    """
    row = block.element if block.element.tag == "tr" else next(block.element.iter("tr"), None)
    cells = [cell for cell in row if cell.tag in ("td", "th")] if row is not None else []
    facts_of = {facts.element: facts for facts in own}
    if len(cells) != 2 or any(cell not in facts_of for cell in cells):
        return None, None
    profile, words = (facts_of[cell] for cell in cells)
    if profile.dates or not words.dates or not 0 < profile.chars <= LONGEST_PROFILE or words.authors:
        return None, None
    dated = next(facts for facts in own if facts.date and words.order <= facts.order <= words.last)
    if any(map(str.isalpha, _LABELS.sub("", without_dates(first_line(dated.element))))):
        return None, None
    said = first_line(profile.element)
    name = clean_name(said) if len(said) <= LONGEST_NAME else None
    return (name, profile.element) if name is not None else (None, None)


def first_line(element: HtmlElement) -> str:
    """An element's words up to the first line break or block behind any."""
    words: list[str] = [element.text or ""]
    for child in element:
        if (child.tag == "br" or child.tag in BLOCK_TAGS) and "".join(words).strip():
            break
        words += [first_line(child) if child.tag in BLOCK_TAGS else _words_of(child), child.tail or ""]
    return plain_words(" ".join(words))


def _words_of(child: HtmlElement) -> str:
    return text_of(child) if isinstance(child.tag, str) else ""
