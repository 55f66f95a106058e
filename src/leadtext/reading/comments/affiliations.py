"""What an unlabelled byline says of its writer: "Mary Smith, Staff nurse, Hull | 6 May 2011"."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import AUTHOR_WORDS, BODY_WORDS, word_set
from leadtext.reading.comments.dom import Facts, spaced_text_of, text_of
from leadtext.reading.comments.interface import is_interface_line, plain_words
from leadtext.reading.comments.names import clean_name, without_dates

__all__ = ["find_affiliation", "organisation_behind"]

LONGEST_BYLINE = 200
"""Characters from a writer's name to the date behind it."""

LONGEST_PART = 80
"""Characters of a role or an organisation."""

MOST_PART_WORDS = 9
"""Words of one; what is longer is a sentence."""

# What a byline says before the name, where the name is in no element of its own.
_SIGNED_BY = re.compile(
    r"^\W*(?:(?:posted|submitted|written|sent|added|commented)\s+by|comment\s+by|geschrieben\s+von|eingereicht\s+von"
    r"|(?:publi[ée]|post[ée]|soumis|envoy[ée])\s+par|(?:publicado|enviado|escrito)\s+por)\s*:?\s+",
    re.IGNORECASE,
)
# What ends the words about a writer, where the date has been taken out.
_END = re.compile(r"\s*(?:[|·•]|\s[–—-]\s|\s(?:on|am|le|el|at|um|says|said|wrote|writes|schrieb|schreibt)\b).*$", re.I)
# Degrees and honours behind a name are neither role nor organisation.
_DEGREE = re.compile(
    r"^(?:(?:Ph\.?\s?D|D\.?\s?Phil|M\.?D|MBA|MPH|LL\.?[BM]|[BM]\.?\s?(?:Sc|A|Ed|Phil)|RN|[FM]RC\w{1,5}|[MCO]BE|Esq|Jr|Sr)\.?\s*)+$",
    re.IGNORECASE,
)
_COUNTRIES = word_set(
    "uk usa us england scotland wales ireland canada australia germany deutschland austria österreich switzerland "
    "schweiz france frankreich suisse belgique spain españa spanien méxico mexico argentina chile colombia india"
)


def find_affiliation(author: str, own: list[Facts]) -> tuple[str | None, str | None]:
    """Role and organisation, where the byline gives them behind the name, separated by commas, before the date.

    Args:
        author: the writer's name, as it was found.
        own: what stands in the comment.

    Returns:
        Both, or neither: one word behind a name may be a role, an employer or a town.
    """
    for facts in own:
        if not facts.date or facts.chars > LONGEST_BYLINE:
            continue
        line = spaced_text_of(facts.element)
        signed = _SIGNED_BY.match(line)
        if signed is None and not _begins_with_element(facts.element, author):
            continue
        start = line.find(author, signed.end() if signed is not None else 0)
        behind = (
            line[start + len(author) :].lstrip() if 0 <= start <= (signed.end() if signed is not None else 1) else ""
        )
        if behind.startswith(","):
            return _role_and_organisation(behind[1:])
    for facts in own:
        if facts.naming.words & AUTHOR_WORDS and facts.chars <= LONGEST_BYLINE and len(facts.element) <= MOST_LINES * 2:
            role, organisation = _in_lines(facts.element, author)
            if role is not None:
                return role, organisation
    return None, None


LEAST_LINES, MOST_LINES = 3, 6
"""Lines under a name in a journal: position, institution, town; of two the second may be either of the last."""


def _in_lines(signature: HtmlElement, author: str) -> tuple[str | None, str | None]:
    """Role and organisation of a signature in lines: the name, the position, the institution, the town."""
    if not _begins_with_element(signature, author):
        return None, None
    lines = [""]
    for child in list(signature)[1:]:
        if child.tag == "br":
            lines.append(child.tail or "")
        elif isinstance(child.tag, str):
            lines[-1] += " " + text_of(child) + (child.tail or "")
    before, *parts = [plain_words(line).strip(" ,;") for line in lines]
    if before or (signature[0].tail or "").strip() or not LEAST_LINES <= len(parts) <= MOST_LINES:
        return None, None
    return (parts[0], parts[1]) if all(map(_may_be_part, parts)) else (None, None)


def _may_be_part(words: str) -> bool:
    """Whether words may be a role, an organisation or a town, and no sentence, number or button."""
    return (
        0 < len(words) <= LONGEST_PART
        and len(words.split()) <= MOST_PART_WORDS
        and not any(character.isdigit() for character in words)
        and not is_interface_line(words)
    )


def _begins_with_element(line: HtmlElement, author: str) -> bool:
    """Whether a byline begins with an element that holds the name and nothing else."""
    first = next((child for child in line if isinstance(child.tag, str) and text_of(child)), None)
    return (
        first is not None
        and not (line.text or "").strip()
        and first.tag in ("b", "strong", "a", "span", "cite", "em", "i")
        and clean_name(text_of(first)) == author
    )


def _role_and_organisation(words: str) -> tuple[str | None, str | None]:
    dateless = without_dates(words)
    if dateless == words:
        return None, None
    parts = [part.strip(" .;:-–—") for part in _END.sub("", dateless).split(",")]
    parts = [part for part in parts if part and _DEGREE.match(part) is None]
    if len(parts) < 2 or parts[1].casefold() in _COUNTRIES:
        return None, None
    if not all(map(_may_be_part, parts)):
        return None, None
    return parts[0], ", ".join(parts[1:])


def organisation_behind(role: HtmlElement, own: list[Facts]) -> HtmlElement | None:
    """The unnamed line right behind a writer's role, where the comment's words stand in an element of their own.

    Args:
        role: the element that names the role.
        own: what stands in the comment.
    """
    line = role.getnext()
    if line is None or line.tag not in ("div", "p", "span") or line.attrib or (role.tail or "").strip():
        return None
    text = text_of(line)
    if not 1 < len(text) <= LONGEST_BYLINE or text.endswith((".", "!", "?")) or any(c.isdigit() for c in text):
        return None
    return line if any(facts.naming.words & BODY_WORDS and facts.element is not line for facts in own) else None
