"""One pass over a page's tree, so that everything asked of it later costs no second walk.

lxml elements are asked for their class, text and place many times over; `Survey` reads each once.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import (
    AUTHOR_WORDS,
    BODY_WORDS,
    DATE_WORDS,
    Naming,
    naming_of,
    word_set,
    words_of,
)
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.dates import DATE_ELSEWHERE

__all__ = [
    "BLOCK_TAGS",
    "DATE_HINT",
    "SKIPPED_TAGS",
    "Facts",
    "Survey",
    "paragraphs_of",
    "settle_forms",
    "spaced_text_of",
    "survey_of",
    "text_of",
    "told_language",
    "visible",
]

SKIPPED_TAGS = word_set(
    "script style template svg math textarea select option button input iframe object embed video audio "
    "canvas head title meta link noembed map progress datalist"
)
"""Tags that hold no words of a reader."""

BLOCK_TAGS = word_set(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figure figcaption "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)

DATE_HINT = re.compile(
    r"""(?<!\d)(?=\d)(?:"""
    + DATE_ELSEWHERE
    + r"""
    | \d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?['’]?\d{2,4}                  # 24.05.2014, 24/5/14, 24-5-’14
    | (?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}                            # 2014-05-24
    | \d{1,2}(?:st|nd|rd|th|er|\.)?[\s-]+(?:of\s+|de\s+)?(?:jan|feb|f[ée]v|mar|mär|mrz|apr|avr|abr|ma[iy]|jun|jui
      |jul|aug|ao[uû]|ago|sep|okt|oct|nov|de[czs]|d[ée]c|ene|jän|dic)\w*
    )
    | \b(?:jan|feb|f[ée]v|mar|mär|apr|avr|abr|mai|may|jun|jui|jul|aug|ao[uû]|ago|sep|okt|oct|nov|de[cz]|d[ée]c|dic
      |ene)\w*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:\d{1,2}:\d\d|(?:19|20)\d\d)
    | (?:19|20)\d\d\s+(?:jan|feb|mar|mär|apr|mai|may|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w{0,6}\.?\s+\d{1,2}\b
    | \b(?:vor|il\sy\sa|hace)\s+(?:\d+|einem|einer|un|una|une)\s+\w{2,10}  # vor 3 Tagen, il y a 2 ans
    | \b(?:\d+|an?|one)\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|mins?|hrs?|yrs?)\s+ago\b
    | \b(?:yesterday|today|gestern|heute|hier|aujourd['’]hui|ayer|hoy)\b.{0,6}\d{1,2}[:h.]\d\d
    """,
    re.IGNORECASE | re.VERBOSE,
)
LONGEST_DATE_TEXT = 160
"""Characters: a byline with a date is never longer; prose that names a day is."""


@dataclass(slots=True)
class Facts:
    """What is known of one element.

    Attributes:
        order: its place in the document.
        last: the place of the last element inside it.
        chars: how many characters of text it holds, with everything inside.
        naming: what its class and id say.
        author, date: whether it looks like an author's name or a date.
        authors, dates: how many such elements stand in it, itself among them.
    """

    element: HtmlElement
    order: int
    naming: Naming
    depth: int
    last: int = 0
    chars: int = 0
    author: bool = False
    date: bool = False
    authors: int = 0
    dates: int = 0
    prose: int = 0


@dataclass(slots=True)
class Survey:
    """Every element's facts, in the page's order."""

    facts: list[Facts] = field(default_factory=list)
    by_element: dict[HtmlElement, Facts] = field(default_factory=dict)

    def of(self, element: HtmlElement) -> Facts:
        """The facts of an element."""
        return self.by_element[element]

    def inside(self, facts: Facts) -> list[Facts]:
        """The facts of everything in an element, itself left out."""
        return self.facts[facts.order + 1 : facts.last + 1]

    def holds(self, outer: Facts, inner: Facts) -> bool:
        """Whether one element stands in the other, or is it."""
        return outer.order <= inner.order <= outer.last


LONGEST_ENTRY_FORM = 3000
"""Characters in a form to be filled in; more, or a date, and the form is wrapped around a page's own text."""


def settle_forms(tree: HtmlElement) -> None:
    """Take out the forms that wait to be filled in; a form around a whole page or post becomes a plain element."""
    for form in list(tree.iter("form")):
        fields = next(
            (e for e in form.iter("textarea", "input", "select") if e.get("type") not in ("hidden", "checkbox")), None
        )
        # a list of the comments that may be answered, each with its day, is none of what the form says
        words = "".join(form.xpath(".//text()[not(ancestor::select)]")) if len(form) < 400 else ""
        is_entry = (
            fields is not None and len(form) < 400 and len(words) < LONGEST_ENTRY_FORM and not DATE_HINT.search(words)
        )
        if is_entry and next(form.iter("article", "p", "blockquote"), None) is not None and len(words) > 600:
            is_entry = next(form.iter("textarea"), None) is not None
        if is_entry and next(form.iter("textarea"), None) is not None:
            form.clear(keep_tail=True)
        elif is_entry and form.getparent() is not None:
            form.drop_tree()
        else:
            form.tag = "div"


_NOTHING = Naming(frozenset())
_ROOTLIKE = ("html", "body", "head")


def survey_of(tree: HtmlElement) -> Survey:
    """Walk the tree once."""
    survey = Survey()
    open_facts: list[Facts] = []
    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            facts = _start(element, tag, len(survey.facts), len(open_facts))
            survey.facts.append(facts)
            survey.by_element[element] = facts
            open_facts.append(facts)
            skipped += tag in SKIPPED_TAGS
            if not skipped and element.text:
                facts.chars += len(element.text.strip())
                _look_at_text(facts, element.text)
            facts.authors += facts.author
            facts.dates += facts.date
            continue
        facts = open_facts.pop()
        facts.last = len(survey.facts) - 1
        skipped -= tag in SKIPPED_TAGS
        is_picture = facts.chars == 0 and "content" not in element.attrib
        if facts.author and (is_picture or (facts.authors > 1 and facts.prose)):
            # the writer's picture, or a comment called after its writer ("post_author") with name and words in it
            facts.author = False
            facts.authors -= 1
        if open_facts:
            outer = open_facts[-1]
            outer.chars += facts.chars
            outer.prose += facts.prose
            if tag in ("p", "blockquote"):
                outer.prose += facts.chars - facts.prose
            outer.authors += facts.authors
            outer.dates += facts.dates
            if not skipped and element.tail:
                outer.chars += len(element.tail.strip())
                before = outer.date
                _look_at_text(outer, element.tail)
                outer.dates += outer.date and not before
    return survey


def _start(element: HtmlElement, tag: str, order: int, depth: int) -> Facts:
    attributes = element.attrib
    naming = _NOTHING
    if tag not in _ROOTLIKE and (attributes or "-" in tag):
        classes, ident = attributes.get("class", ""), attributes.get("id", "")
        if "-" in tag:
            classes = f"{classes} {tag}"  # an element of the page's own, such as <my-comment>
        if classes or ident:
            naming = naming_of(classes, ident)
    facts = Facts(element, order, naming, depth)
    if tag == "time":
        facts.date = True
    elif tag == "cite":
        facts.author = True
    if attributes:
        prop = attributes.get("itemprop") or attributes.get("property")
        if prop:
            last_word = words_of(prop.split()[-1])[-1:] if prop.strip() else ()
            facts.author |= last_word in (("author",), ("creator",))
            facts.date |= last_word in (("created",), ("published",), ("date",), ("time",))
        if attributes.get("rel") == "author":
            facts.author = True
    if naming.words:
        if naming.words & AUTHOR_WORDS and not naming.item:
            facts.author |= not naming.words & BODY_WORDS or _ends_as_author(attributes.get("class", ""))
        if naming.words & DATE_WORDS and not naming.item and tag != "a":
            facts.date = True
    return facts


def _ends_as_author(classes: str) -> bool:
    """Whether a class says at its end that it is the writer, though it begins as the words: "message-username"."""
    ends = (words_of(token)[-1:] for token in classes.split())
    return any(end and end[0] in _NAME_ENDS for end in ends)


_NAME_ENDS = word_set("author authorname username nickname nick displayname name auteur autor commenter poster")


def _look_at_text(facts: Facts, text: str) -> None:
    if facts.date or len(text) > LONGEST_DATE_TEXT * 2:
        return
    stripped = text.strip()
    if not 5 < len(stripped) <= LONGEST_DATE_TEXT or _MAY_NAME_DAY.search(stripped) is None:
        return
    if DATE_HINT.search(stripped) is not None:
        facts.date = True


_MAY_NAME_DAY = re.compile(r"\d|\b(?:ago|vor|il\sy\sa|hace)\b", re.IGNORECASE)
"""Without a number or one of these words nothing is a day, which costs less to see."""


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
_LANGUAGE_METAS = (("content-language", "dc.language", "language"), ("og:locale",))


def told_language(tree: HtmlElement) -> str | None:
    """The language that a page says it is in, as BCP 47's primary tag ("pl"), or None where it says none."""
    told: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv") or meta.get("itemprop") or ""
        told.setdefault(name.lower(), meta.get("content") or "")
    metas = (next((told[name] for name in names if told.get(name)), "") for names in _LANGUAGE_METAS)
    for value in (tree.get("lang"), tree.get("xml:lang"), *metas):
        match = _LANGUAGE.match(value.strip()) if value else None
        if match is not None:
            return match[0].lower()
    return None


def visible(element: HtmlElement) -> bool:
    """Whether a reader sees an element, as far as its own attributes tell."""
    if element.tag in SKIPPED_TAGS:
        return False
    attributes = element.attrib
    if "hidden" in attributes:
        return False
    style = attributes.get("style")
    return style is None or _HIDDEN.search(style) is None


def text_of(element: HtmlElement, without: Container[HtmlElement] = ()) -> str:
    """An element's words on one line, without those of some elements in it."""
    return " ".join(paragraphs_of(element, without)).strip()


def spaced_text_of(element: HtmlElement, without: Container[HtmlElement] = ()) -> str:
    """A byline's words with a space between elements: pages part name and date by style alone."""
    return plain_words(" ".join(value for kind, value in _walk(element, without) if kind == "text"))


def paragraphs_of(element: HtmlElement, without: Container[HtmlElement] = ()) -> list[str]:
    """An element's words, a string for each paragraph.

    A block element or two line breaks in a row end a paragraph; one line break is a space.
    """
    paragraphs: list[str] = []
    current: list[str] = []
    breaks = 0

    def close() -> None:
        nonlocal breaks
        line = plain_words("".join(current))
        if line:
            paragraphs.append(line)
        current.clear()
        breaks = 0

    for kind, value in _walk(element, without):
        if kind == "text":
            if not value.isspace():
                breaks = 0
            current.append(value)
        elif kind == "break":
            breaks += 1
            current.append(" ")
            if breaks > 1:
                close()
        else:
            close()
    close()
    return paragraphs


def _walk(top: HtmlElement, without: Container[HtmlElement]) -> Iterator[tuple[str, str]]:
    """Texts, line breaks and block borders in the page's order; no recursion, so that no nesting is too deep."""
    stack: list[tuple[HtmlElement, bool]] = [(top, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag
        is_block = tag in BLOCK_TAGS
        if leaving:
            if is_block:
                yield "block", ""
            if element is not top and element.tail:
                yield "text", element.tail
            continue
        if element is not top and (not isinstance(tag, str) or element in without or not visible(element)):
            if is_block:
                yield "block", ""
            if element.tail:
                yield "text", element.tail
            continue
        if tag == "br":
            yield "break", ""
            if element.tail:
                yield "text", element.tail
            continue
        if is_block:
            yield "block", ""
        if element.text:
            yield "text", element.text
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
