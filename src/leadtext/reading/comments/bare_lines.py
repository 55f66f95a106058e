"""Comments that are only lines between line breaks: bylines and words put into elements of their own.

Guest books and hand-made pages write "<b>Anna</b> (3 May 2005):<br>Well said.<hr>". Nothing holds such a comment
together, so the lines are wrapped: each byline, and the words between two of them. `flat` then gathers them.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from leadtext.reading.comments.bylines import is_name_like, lone_name
from leadtext.reading.comments.context import in_context
from leadtext.reading.comments.dom import BLOCK_TAGS, DATE_HINT, SKIPPED_TAGS, Facts, Survey, text_of
from leadtext.reading.comments.interface import letters_of, plain_words
from leadtext.reading.comments.names import without_dates

__all__ = ["wrap_bare_lines", "wrap_signatures"]

LONGEST_BYLINE = 120
"""Characters of a line that is a byline and nothing else."""

LEAST_LINES = 2
"""Bylines in one element; one may be the article's own."""


def wrap_bare_lines(survey: Survey) -> bool:
    """Wrap lines, where two or more of one element are bylines with a date.

    Args:
        survey: the page.

    Returns:
        Whether the tree was changed; then it needs a new survey.
    """
    changed = False
    for facts in survey.facts:
        element = facts.element
        if not facts.dates or element.tag in ("p", "ul", "ol", "table", "tr", "dl"):
            continue
        if sum(1 for child in element if child.tag in ("br", "hr")) < LEAST_LINES:
            continue
        lines = _lines(element)
        bylines = [_is_byline(line) for line in lines]
        if sum(bylines) >= LEAST_LINES:
            _rebuild(element, lines, bylines)
            changed = True
    changed = _wrap_first_lines(survey) or changed
    return wrap_signatures(_called_comments(survey)) or changed


_ONE_COMMENT = ("td", "dd", "div", "li", "blockquote", "p")


def _wrap_first_lines(survey: Survey) -> bool:
    """Wrap the first line of elements that begin with a byline and go on with words, where two or more do alike."""
    alike: dict[tuple[str, int], list[tuple[HtmlElement, list[_Line], list[bool]]]] = {}
    for facts in survey.facts:
        element = facts.element
        if not facts.date or element.tag not in _ONE_COMMENT or facts.chars <= LEAST_SAID:
            continue
        if any(child.tag in BLOCK_TAGS and child.tag != "hr" for child in element):
            continue
        lines = _lines(element)
        first = next((place for place, line in enumerate(lines) if not _is_blank(line)), 0)
        is_signed = _is_byline(lines[first]) and (
            element.tag in _CELLS or lone_name(without_dates(_words(lines[first])))
        )
        if is_signed and not all(map(_is_blank, lines[first + 1 :])):
            wrapped = [place == first for place in range(len(lines))]
            alike.setdefault((element.tag, facts.depth), []).append((element, lines, wrapped))
    changed = False
    for members in alike.values():
        if len(members) < LEAST_LINES:
            continue
        for element, lines, wrapped in members:
            element.tag = "div" if element.tag == "p" else element.tag
            _rebuild(element, lines, wrapped)
        changed = True
    return changed


def _called_comments(survey: Survey) -> Iterable[Facts]:
    """The elements with a day among their own words that stand where comments do: other lists are none of ours."""
    return (facts for facts in survey.facts if _may_be_signed(facts) and in_context(survey, facts))


def _may_be_signed(facts: Facts) -> bool:
    return facts.date and facts.dates == 1 and facts.element.tag in _ONE_COMMENT and facts.chars > LEAST_SAID


def wrap_signatures(among: Iterable[Facts]) -> bool:
    """Wrap the last line of elements that end with a name and a day, where most of those that are alike do.

    A line such as "<b>Anna</b> @ 2009-10-18" behind a comment's words stands in no element of its own.

    Args:
        among: the elements that may be comments.

    Returns:
        Whether the tree was changed; then it needs a new survey.
    """
    alike: dict[tuple[str, str, int], list[tuple[HtmlElement, list[_Line], int | None]]] = {}
    for facts in among:
        element = facts.element
        if not _may_be_signed(facts):
            continue
        lines = _lines(element)
        last = next((place for place in range(len(lines) - 1, -1, -1) if not _is_blank(lines[place])), 0)
        is_signed = _is_signature(lines[last]) and not all(map(_is_blank, lines[:last]))
        key = (element.tag, element.get("class", ""), facts.depth)
        alike.setdefault(key, []).append((element, lines, last if is_signed else None))
    changed = False
    for members in alike.values():
        signed = [(element, lines, last) for element, lines, last in members if last is not None]
        if len(signed) < max(LEAST_LINES, LEAST_SHARE_SIGNED * len(members)):
            continue
        for element, lines, last in signed:
            element.tag = "div" if element.tag == "p" else element.tag
            _rebuild(element, lines, [place == last for place in range(len(lines))])
        changed |= bool(signed)
    return changed


LEAST_SHARE_SIGNED = 0.7
"""Share of the elements alike that end with a name and a day."""


def _is_signature(line: _Line) -> bool:
    """Whether a line is a name and a day alone: the name in an element of its own, or as names are written."""
    if not _is_byline(line):
        return False
    name = lone_name(without_dates(_words(line)))
    if name is None:
        return False
    set_off = (text_of(part) for part in line if not isinstance(part, str) and part.tag in _SET_OFF)
    return any(letters_of(words) == letters_of(name) for words in set_off) or is_name_like(name)


_SET_OFF = ("a", "b", "strong", "em", "i", "cite", "span")


LEAST_SAID = 10
"""Characters of an element with a day that says anything beside it."""

_CELLS = ("td", "dd")
"""What may hold the day and the words alone, with the name in the cell before."""


def _is_blank(line: _Line) -> bool:
    return not any(map(str.isalnum, _words(line)))


def _words(line: _Line) -> str:
    return plain_words(" ".join(part if isinstance(part, str) else text_of(part) for part in line))


_NO_WORDS = BLOCK_TAGS | SKIPPED_TAGS | {"br"}

_Line = list[HtmlElement | str]
"""What stands in one line: words and inline elements; or one block, or one line break, alone."""


def _lines(element: HtmlElement) -> list[_Line]:
    lines: list[_Line] = [[element.text or ""]]
    for child in element:
        if not isinstance(child.tag, str):
            lines[-1].append(child.tail or "")
        elif child.tag in BLOCK_TAGS or child.tag in ("br", "hr"):
            lines += [[child], [child.tail or ""]]
        else:
            lines[-1] += [child, child.tail or ""]
    return lines


def _is_byline(line: _Line) -> bool:
    if any(not isinstance(part, str) and part.tag in _NO_WORDS for part in line):
        return False
    words = _words(line)
    if not 5 < len(words) <= LONGEST_BYLINE or DATE_HINT.search(words) is None:
        return False
    # an unclosed <font> around a table is no line
    return not any(inner.tag in BLOCK_TAGS for part in line if not isinstance(part, str) for inner in part.iter())


def _rebuild(element: HtmlElement, lines: list[_Line], bylines: list[bool]) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None
    words: HtmlElement | None = None
    for line, is_byline in zip(lines, bylines, strict=True):
        first = line[0]
        if is_byline:
            _fill(etree.SubElement(element, "div"), line)
            words = None
        elif not isinstance(first, str) and (first.tag in BLOCK_TAGS or first.tag == "hr"):
            first.tail = None
            element.append(first)
            words = None
        else:
            if words is None:
                if _is_empty(line):
                    continue
                words = etree.SubElement(element, "div")
            _fill(words, line)


def _is_empty(line: _Line) -> bool:
    return all(not part.strip() if isinstance(part, str) else part.tag == "br" for part in line)


def _fill(holder: HtmlElement, line: _Line) -> None:
    for part in line:
        if not isinstance(part, str):
            part.tail = None
            holder.append(part)
        elif len(holder):
            holder[-1].tail = (holder[-1].tail or "") + part
        else:
            holder.text = (holder.text or "") + part
