"""The boxes in which a forum repeats another post: their words, names and dates are none of the comment's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import Facts, text_of
from leadtext.reading.comments.interface import is_interface_line, plain_words
from leadtext.reading.comments.names import without_dates

__all__ = ["LONGEST_LEAD", "first_quote", "is_quote_box", "without_quotes"]

_QUOTE_WORDS = word_set(
    "quote quotebox quoted bbcode bbquote zitat citation cita quotation quotecontent reply-quote quoteheader "
    "quotetop quotetitle quotemain quotebody quotetext quoteblock"
)
_BOX_TAGS = ("blockquote", "aside", "div", "fieldset", "table", "dl")

_WROTE = re.compile(
    r"(?:\bwrote(?:\son\b.{0,40})?|\bsaid|\bschrieb(?:\s.{0,40})?|\bhat\sgeschrieben|\bsagte|\ba\s[ée]crit|\bdit|\bescribi[óo]|\bdijo"
    r"|\bposted(?:\sby.{0,40})?)\s*(?::?\s*[↑»>]?\s*$|:\s*[↑»>]?\s*(?P<when>\S.{0,40})$)",
    re.I,
)
"""At the end of a quote's heading, or before the day on which the quoted post was written."""

_QUOTING = re.compile(
    r"(?:(?:quote|zitat|citation|cita)\s*:\s*)?"
    r"(?:quote\s+from|quoting|originally\s+posted\s+by|zitat\s+(?:von|aus)|zitiere|citation\s+(?:de|en\s+provenance\s+d[ue]\s.{1,40}?\sde)|cita\s+de|citando\s+a"
    r"|urspr[üu]nglich\s+(?:gepostet|geschrieben)\s+von|envoy[ée]\s+par|(?:originalmente\s+)?(?:publicado|escrito|iniciado)\s+por)"
    r"\s*:?\s*\S",
    re.I,
)
"""What a forum writes over the words that it put into a quote box."""

_BEGINS = re.compile(
    r"\s*(?:quot|zit|cit|originally|originalmente|urspr|envoy|publicado|escrito|iniciado)", re.IGNORECASE
)
"""How such a heading begins: most elements are told from a quote's box by their first word."""

LONGEST_LEAD = 80
"""Characters of the heading over a quote box: "Quoting Anna:"."""


def is_quote_box(facts: Facts, top: Facts) -> bool:
    """Whether a forum put another post's words here.

    It is a box named "quote" or headed "Originally posted by X", a blockquote headed "X wrote:", or such a heading
    right before a blockquote.

    Args:
        facts: the element's.
        top: the comment's, or its text's; a box is never all of it.
    """
    element = facts.element
    if facts.chars >= top.chars or not isinstance(element.tag, str):
        return False
    if element.tag in _BOX_TAGS and facts.naming.words & _QUOTE_WORDS and _named_quote(element):
        return True
    if element.tag in _BOX_TAGS[1:] and (_is_headed_box(element) or _holds_quoted_cell(element)):
        return True
    if element.tag != "blockquote":
        return _box_behind(element) is not None and _leads_quote(element)
    if _QUOTING.match(text_of(element, _quotes_in(element))[:LONGEST_LEAD]):
        return True
    if any(name in element.attrib for name in ("data-author", "data-quote", "data-username", "data-post")):
        return True
    before = element.getprevious()
    if before is not None and _leads_quote(before):
        return True
    if _names_writer(element) or _is_ruled_quote(element) or _is_titled(element):
        return True
    first = next((child for child in element.iterdescendants() if child.tag in ("cite", "header")), None)
    said = text_of(first) if first is not None else ""
    return _WROTE.search(said) is not None or _NAME_AND_TIME.match(said) is not None


_NAME_AND_TIME = re.compile(r"[^:]{1,40}:\s.{6,40}?\d{1,2}[:.h]\d\d\b.{0,20}$")
"""In a quote's `<cite>`, what a machine writes over it: "Anna: Oct. 9, 2010 - 7:56 AM"."""


def _names_writer(quote: HtmlElement) -> bool:
    """Whether a quote begins with a name in bold and a colon, or a link to the quoted comment: "Anna:"."""
    first = next((inner for inner in quote.iterdescendants() if inner.tag in ("b", "strong", "a")), None)
    if first is None or len(words := text_of(first)) > LONGEST_LEAD or not text_of(quote).startswith(words):
        return False
    if first.tag != "a" and not (words + (first.tail or "").lstrip()[:1]).endswith(":"):
        return False
    link = first if first.tag == "a" else first.find(".//a")
    return link is not None and _COMMENT_LINK.search(link.get("href", "")) is not None


def _is_ruled_quote(quote: HtmlElement) -> bool:
    """Whether a blockquote says that it is one, and then, in bold, whose words it holds: "quote", "Anna wrote:"."""
    held = [child for child in quote if isinstance(child.tag, str) and text_of(child)]
    if len(held) < 2 or (quote.text or "").strip() or _LABEL.fullmatch(text_of(held[0])) is None:
        return False
    first = next(held[1].iter("b", "strong"), None)
    words = text_of(first) if first is not None else ""
    return 0 < len(words) <= LONGEST_LEAD and text_of(held[1]).startswith(words) and _WROTE.search(words) is not None


def _is_titled(quote: HtmlElement) -> bool:
    """Whether a blockquote begins with "Anna wrote:" in an element that the board named."""
    first = next((child for child in quote if isinstance(child.tag, str) and text_of(child)), None)
    if first is None or first.tag not in ("span", "div", "p") or not first.get("class") or (quote.text or "").strip():
        return False
    words = text_of(first)
    return len(words) <= LONGEST_LEAD and len(words) < len(text_of(quote)) and _WROTE.search(words) is not None


_COMMENT_LINK = re.compile(
    r"#(?:[a-z]+[-_])*(?:comment|kommentar|comentario|commentaire|cmt|post|msg|p|c)[a-z]*[-_]?\d+$", re.IGNORECASE
)


def without_quotes(block: Facts, own: list[Facts]) -> list[Facts]:
    """What stands in a comment outside of its quote boxes: a quoted post's author and day aren't the comment's."""
    kept: list[Facts] = []
    closed = -1
    for facts in own:
        if facts.order <= closed:
            continue
        if is_quote_box(facts, block):
            closed = facts.last
            continue
        kept.append(facts)
    return kept


def first_quote(block: Facts, own: Sequence[Facts]) -> str:
    """The words of the first quote box in a comment, its heading among them; empty where there is none."""
    boxes = (facts.element for facts in own if is_quote_box(facts, block))
    # the button "Quote" may be called a quote too
    box = next((box for box in boxes if not is_interface_line(text_of(box))), None)
    if box is None:
        return ""
    behind = _box_behind(box)
    words = text_of(box)
    if behind is not None and len(words) <= LONGEST_LEAD:
        words = f"{words} {text_of(behind)}"
    named = next((box.get(name) for name in _QUOTED_WRITER if box.get(name)), None)
    return f"{named}: {words}" if named and named not in words[:LONGEST_LEAD] else words


_QUOTED_WRITER = ("data-author", "data-username")


def _box_behind(element: HtmlElement) -> HtmlElement | None:
    """The blockquote, or the box named "quote", that stands right behind an element or what is around it alone."""
    for _ in range(MOST_LAYERS):
        following, holder = element.getnext(), element.getparent()
        if (element.tail or "").strip() or holder is None:
            return None
        if following is not None and following.tag == "br" and not (following.tail or "").strip():
            following = following.getnext()
        if following is not None:
            is_box = following.tag in _BOX_TAGS and (_is_blockquote(following) or _named_quote(following))
            return following if is_box else None
        if element.getprevious() is not None or (holder.text or "").strip():
            return None
        element = holder
    return None


def _is_blockquote(element: HtmlElement) -> bool:
    return element.tag == "blockquote" or "blockquote" in element.get("class", "").split()


def _holds_quoted_cell(table: HtmlElement) -> bool:
    """Whether a table holds a cell named "quote" and over it nothing but whose words these are, as phpBB 2 has it."""
    if table.tag != "table":
        return False
    cell = next((cell for cell in table.iter("td") if _named_quote(cell)), None)
    heading = text_of(table, {cell}) if cell is not None else ""
    return 0 < len(heading) <= LONGEST_LEAD and (heading.endswith(":") or _QUOTING.match(heading) is not None)


def _named_quote(element: HtmlElement) -> bool:
    return any(_QUOTE_WORDS.intersection(words_of(token)) for token in element.get("class", "").split())


def _is_headed_box(element: HtmlElement) -> bool:
    """Whether a box holds a quote's heading and one element with its words alone, such as vBulletin's table."""
    begins = next((words for words in element.itertext() if not words.isspace()), "")
    if _BEGINS.match(begins) is None:
        return False
    inner = element
    for _ in range(MOST_LAYERS):
        held = [child for child in inner if isinstance(child.tag, str) and text_of(child)]
        loose = [inner.text, *(child.tail for child in inner)]
        if not 1 <= len(held) <= 2 or any(words is not None and words.strip() for words in loose):
            return False
        if len(held) == 1:
            inner = held[0]
            continue
        words = text_of(held[0])
        if held[0].tag in ("p", "blockquote") or len(words) > LONGEST_LEAD:
            return False
        return _QUOTING.match(words) is not None or (_LABEL.fullmatch(words) is not None and _is_headed_box(held[1]))
    return False


MOST_LAYERS = 5
"""Elements around a quote's heading: table, body, row, cell."""

_LABEL = re.compile(r"(?:quote|zitat|citation|cita)\s*:?", re.I)


def _leads_quote(element: HtmlElement) -> bool:
    """Whether an element before a blockquote only says whom it quotes: "Quoting Anna:"."""
    if (element.tail or "").strip() or element.tag not in ("span", "div", "p", "b", "strong", "cite", "small"):
        return False
    words = plain_words(text_of(element))
    if len(words) > LONGEST_LEAD:
        return False
    behind = _box_behind(element)
    if behind is not None and behind.tag != "blockquote" and (_named_quote(element) or _WROTE.search(words)):
        return True  # a box that the board calls a quote, and over it "Anna wrote on 3 May 2012:"
    if _QUOTING.match(words) is None:
        return False
    # "Quote from: Anna on March 03, 2012, 09:40:40 pm"
    return words.endswith(":") or without_dates(words) != words


def _quotes_in(element: HtmlElement) -> set[HtmlElement]:
    """The quote boxes inside an element."""
    return {
        inner
        for inner in element.iterdescendants("blockquote", "div", "table", "fieldset")
        if inner.tag == "blockquote" or _named_quote(inner)
    }
