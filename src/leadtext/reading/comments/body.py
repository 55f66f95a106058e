"""A comment's own words: without its byline, its buttons, and what it quotes from another comment."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import AUTHOR_WORDS, BODY_WORDS, DATE_WORDS, word_set, words_of
from leadtext.reading.comments.dom import BLOCK_TAGS, Facts, paragraphs_of, text_of, visible
from leadtext.reading.comments.interface import is_interface_line, strip_interface
from leadtext.reading.comments.name_frame import ANSWERING
from leadtext.reading.comments.names import LONGEST_WHEN, says_when, without_byline, without_byline_behind
from leadtext.reading.comments.quotes import is_quote_box, without_quotes

__all__ = ["has_named_body", "read_text", "says_whom"]

_BODY_PROPERTIES = (
    "text",
    "commentText",
    "articleBody",
    "content:encoded",
    "schema:text",
    "sioc:content",
    "description",
)
_NOISE_WORDS = word_set(
    "avatar gravatar actions action toolbar reply replies respond permalink rating ratings vote votes "
    "voting likes like dislike badge badges share sharing signature sig postersig flag report moderation "
    "moderator awaiting buttons button controls tools menu nav pager login quote-link edit edited "
    "lastedit attachments reactions says screen sr hidden toggle counter score karma flair stats links "
    "reputation tooltip count subscribe response replyto"
)
_NEVER_WORDS = word_set("signature sig postersig badge badges avatar gravatar tooltip bio")
"""In a name, that an element holds something about the writer, though "text" stands in it too."""
_HEADER_WORDS = word_set(
    "meta metadata header head footer foot info vcard author byline submitted attribution heading profile "
    "userinfo postprofile user"
)
_HEADINGS = word_set("h1 h2 h3 h4 h5 h6")


def has_named_body(block: Facts, own: list[Facts], found_in: list[HtmlElement]) -> bool:
    """Whether an element in a comment says by its name that it holds the words; for the arguments see `read_text`."""
    fields = {element for element in found_in if element is not block.element}
    return _body_of(_shown(without_quotes(block, own)), fields) is not None


def read_text(
    block: Facts,
    own: list[Facts],
    nested: list[Facts],
    found_in: list[HtmlElement],
    common: Facts | None = None,
    *,
    furniture: Collection[HtmlElement] = (),
) -> str:
    """The words of one comment.

    Args:
        block: the comment's element.
        own: what stands in it, but not in the comments nested in it.
        nested: the comments nested in it.
        found_in: the elements that author, date and the like were read from.
        common: the box that holds the words in all comments of the page, where no name says so.
        furniture: elements whose words the page writes into each comment; they stand only where nothing else is said.

    Returns:
        Paragraphs separated by a blank line; empty where nothing was written.
    """
    shut = {facts.element for facts in nested}
    text = _read(block, own, shut | set(furniture), found_in, common)
    return text or (_read(block, own, shut, found_in, common) if furniture else "")


def _read(
    block: Facts, own: list[Facts], shut: set[HtmlElement], found_in: list[HtmlElement], common: Facts | None
) -> str:
    fields = {element for element in found_in if element is not block.element}
    unquoted = without_quotes(block, own)
    shown = _shown(unquoted)
    named = _body_of(shown, fields)
    body = named if named is not None else common
    bodies = _paragraphs_named(body, shown, shut | fields) if body is not None else []
    text = "\n\n".join(filter(None, (_text_in(each, own, shut) for each in bodies)))
    if text:
        return text
    text = _text_beside_day(shown, own, shut | fields)
    if text:
        return text
    without = shut | _noise_in(block, own, set(found_in) | _author_cells(block, found_in))
    lines = paragraphs_of(block.element, without)
    if lines and block.element in found_in:
        lines[0] = without_byline(lines[0])
        lines[-1] = without_byline_behind(lines[-1])
    while len(lines) > 1 and (_VOTES.fullmatch(lines[0]) or _is_subject(lines[0])):
        lines.pop(0)
    marks = [line for line in lines if _MARKS.fullmatch(line)]
    lines = strip_interface(lines) or marks
    # words that show at a click: a comment that readers voted down
    return "\n\n".join(lines) if lines else _text_in(_body_of(unquoted, fields), own, shut)


def _paragraphs_named(body: Facts, shown: list[Facts], without: set[HtmlElement]) -> list[Facts]:
    """The element that is named as the words, and where it is a paragraph the ones beside it that are named alike.

    Each of a comment's paragraphs may be named so; and what holds paragraphs, and is one, ends before them.
    """
    if body.element.tag != "p":
        return [body]
    by_element = {facts.element: facts for facts in shown}
    found = [body]
    for element in body.element.itersiblings(preceding=True):
        if element.tag != "p" or not _is_alike(element, body.element) or element in without:
            break
        found[:0] = [by_element[element]] if element in by_element else []
    for element in body.element.itersiblings():
        if element.tag == "br" and not (element.tail or "").strip():
            continue
        facts = by_element.get(element)
        if element.tag != "p" or facts is None or element in without or facts.authors or facts.dates:
            break
        bare = not set(element.keys()) - _LOOKS and not _is_only_a_link(facts)
        if not bare and not _is_alike(element, body.element):
            break
        found.append(facts)
    return found


_LOOKS = word_set("style align dir lang")
"""Attributes that don't name an element."""


def _is_alike(element: HtmlElement, other: HtmlElement) -> bool:
    return all(element.get(name) == other.get(name) for name in ("class", "itemprop", "property"))


def _is_only_a_link(facts: Facts) -> bool:
    links = [len(link.text_content().strip()) for link in facts.element.iter("a")]
    return bool(links) and 2 * sum(links) > facts.chars


def _text_beside_day(shown: list[Facts], own: list[Facts], without: set[HtmlElement]) -> str:
    """The words of a box that is named after them, and in which only the day stands before or behind them."""
    for body in shown:
        if _body_rank(body) >= LEAST_RANK and body.chars and not body.authors and _day_in(body, own) is not None:
            return _text_in(body, own, without)
    return ""


LEAST_RANK = 2
"""Of an element's name, that it holds the words (see `_body_rank`)."""


def _day_in(body: Facts, own: list[Facts]) -> HtmlElement | None:
    """The element with the day at the beginning or the end of a comment's words, where there is one."""
    for facts in own:
        if not (body.order < facts.order <= body.last and facts.date and 0 < facts.chars <= LONGEST_WHEN):
            continue
        words, said = text_of(facts.element), text_of(body.element)
        is_day = says_when(words) or facts.element.tag == "time" or facts.naming.words & DATE_WORDS
        if is_day and len(words) < len(said) and (said.startswith(words) or said.endswith(words)):
            return facts.element
    return None


def _text_in(body: Facts | None, own: list[Facts], shut: set[HtmlElement]) -> str:
    if body is None:
        return ""
    day = _day_in(body, own)
    lines = paragraphs_of(body.element, shut | _noise_in(body, own, set()) | ({day} if day is not None else set()))
    return "\n\n".join(strip_interface(lines) or lines)


def _shown(own: list[Facts]) -> list[Facts]:
    """What stands in no element that the page hides."""
    shown, closed = [], -1
    for facts in own:
        if facts.order > closed and visible(facts.element):
            shown.append(facts)
        else:
            closed = max(closed, facts.last)
    return shown


_MARKS = re.compile(r"[.!?…]{1,5}")
"""All that some readers say: "." under an obituary."""

_VOTES = re.compile(r"[+\u2212-]?\d{1,5}")
"""A number alone over a comment's words."""

_SUBJECT = re.compile(r"(?:re|aw|antw|r[ée]p)\s?:\s.{1,150}", re.I)
"""The subject that a board writes over an answer."""

# "Re: your point about the rota", "Re: what he said", "Re: #4": a reader's own words. Titles begin with a capital.
_OWN_WORDS = re.compile(
    r"\w+\s?:\s+(?:(?i:your?s?|dein\w*|eu(?:er|re)\w*|votre|vos|vuestr\w+|you)\b|(?:the|my|his|her|their|this|that|these|those|what|why"
    r"|how|point|above|das|was|dies\w*|ton|ta|tes|ce|cet|cette|ces|tu|tus|su|sus|lo|est[aeo])\b|[#@]\w)",
)
LONGEST_TITLE_WORDS = 4
"""With more words than that before its full stop, a line is a sentence."""


def _is_subject(line: str) -> bool:
    """Whether a first line is the title of what is answered, and no sentence of the reader's that begins "Re:"."""
    if _SUBJECT.fullmatch(line) is None or _OWN_WORDS.match(line) is not None:
        return False
    return not (line.endswith((".", ",", ";", ":")) and len(line.split()) > LONGEST_TITLE_WORDS)


LONGEST_AUTHOR_CELL = 200
"""Characters of a table's cell with the writer's name, town and number of posts."""


def _author_cells(block: Facts, found_in: list[HtmlElement]) -> set[HtmlElement]:
    """The cells of a row that hold the byline, where another cell holds the words."""
    row = block.element
    if row.tag == "table":  # one for each post, with one row
        rows = list(row.iter("tr"))
        row = rows[0] if len(rows) == 1 else row
    if row.tag != "tr":
        return set()
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    longest = max(cells, key=lambda cell: len(cell.text_content()), default=None)
    return {
        cell
        for cell in cells
        if cell is not longest
        and any(found is cell or cell in found.iterancestors() for found in found_in)
        and len(cell.text_content()) <= LONGEST_AUTHOR_CELL
    }


MOST_BODIES = 40
"""Elements of one comment whose name says "text"; behind them nothing better comes."""


def _body_of(own: list[Facts], found_in: set[HtmlElement]) -> Facts | None:
    """The element that holds the words and nothing else, where its name says so."""
    best: Facts | None = None
    best_rank = tried = 0
    for facts in own:
        rank = _body_rank(facts)
        if rank == 0 or facts.chars == 0:
            continue
        if best is not None and (rank < best_rank or (rank == best_rank and facts.chars <= best.chars)):
            continue
        tried += 1
        if tried > MOST_BODIES:
            break
        if not _holds_byline(facts, own, found_in):
            best, best_rank = facts, rank
    return best


def _body_rank(facts: Facts) -> int:
    attributes = facts.element.attrib
    prop = attributes.get("itemprop") or attributes.get("property")
    if facts.naming.words & _NEVER_WORDS:
        return 0
    if prop in _BODY_PROPERTIES:
        return 3
    if facts.naming.words & _HEADER_ENDS and _is_named_header(facts.element):
        return 0
    if facts.naming.words & BODY_WORDS and facts.element.tag not in ("a", "span", "header", "footer", "h3", "h4"):
        return 2
    if facts.naming.words & BODY_WORDS and facts.element.tag == "span":
        return 1
    if "slot" in attributes and attributes["slot"] == "comment":
        return 2
    return 0


_HEADER_ENDS = word_set("header head heading footer foot")


def _is_named_header(element: HtmlElement) -> bool:
    """Whether a class says at its end that it stands over or under a text: "message-header"."""
    return any(_HEADER_ENDS.intersection(words_of(token)[-1:]) for token in element.get("class", "").split())


def _holds_byline(body: Facts, own: list[Facts], found_in: set[HtmlElement]) -> bool:
    for facts in own:
        if facts.order < body.order or facts.order > body.last:
            continue
        if facts.element.tag == "time" or facts.element in found_in:
            return True
        words = facts.naming.words
        if facts.element.tag in ("a", "p", "blockquote") and not facts.naming.part:
            continue
        if facts is not body and words and (words & DATE_WORDS or words & (AUTHOR_WORDS - {"member", "name"})):
            return True
    return False


def _noise_in(top: Facts, own: list[Facts], without: set[HtmlElement]) -> set[HtmlElement]:
    """The elements that hold none of the reader's words."""
    noise = set(without)
    is_body = not without
    for facts in own:
        if not top.order < facts.order <= top.last:
            continue
        element = facts.element
        if (
            _is_noise(facts, is_body=is_body)
            or (not is_body and _is_named_day(facts))
            or is_quote_box(facts, top)
            or says_whom(facts)
            or element.tag in _HEADINGS
            or (not is_body and facts.naming.words & _HEADER_WORDS and not facts.prose)
            or (not is_body and element.tag in ("header", "footer") and not facts.prose)
            or (element.tag == "a" and facts.chars < 60 and _is_button(element))
        ):
            noise.add(element)
    return noise


def _is_button(link: HtmlElement) -> bool:
    """Whether a link is one of the page's, such as "Reply": a reader's "report a footway" stands within a sentence."""
    if not is_interface_line(text_of(link)):
        return False
    previous, parent = link.getprevious(), link.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    return _BEFORE_WORDS.search(before) is None or _AFTER_WORDS.match(link.tail or "") is None


# a word before and one behind, or the sentence's end; strokes, brackets and full stops part buttons from words
_BEFORE_WORDS = re.compile(r"[^\W\d_][,:;]?\s+[“„\"«(]?$")
_AFTER_WORDS = re.compile(r"[”“\"»)]?(?:[.,;:!?]|\s+[^\W\d_])")


_WHOM = re.compile(rf"\W*{ANSWERING}\W", re.IGNORECASE)
LONGEST_WHOM = 80
"""Characters of "In reply to Anna Berg"."""


def says_whom(facts: Facts) -> bool:
    """Whether an element on a line of its own only says whom a comment answers, and begins no sentence."""
    element = facts.element
    if not 0 < facts.chars <= LONGEST_WHOM or element.tag in ("a", "blockquote"):
        return False
    words = element.text_content().strip()
    if _WHOM.match(words) is None:
        return False
    if words.endswith((".", "!", "?", ",")) and not element.get("class"):
        return False  # a reader's "In reply to your first point, no."
    following = element.getnext()
    ends = following is None or following.tag == "br" or following.tag in BLOCK_TAGS
    return element.tag in BLOCK_TAGS or (ends and not (element.tail or "").strip())


def _is_named_day(facts: Facts) -> bool:
    """Whether an element is called a day or a time and says little, be it in words that nobody reads as a date."""
    named = facts.element.tag == "time" or bool(facts.naming.words & _DAYS)
    return named and facts.chars <= LONGEST_WHEN and not facts.prose and any(map(str.isdigit, text_of(facts.element)))


_DAYS = word_set("date dates datetime time timestamp timeago datum fecha heure uhrzeit published dateline")


def _is_noise(facts: Facts, *, is_body: bool) -> bool:
    words = facts.naming.words
    if not words or not words & _NOISE_WORDS:
        return False
    return not facts.prose or (not is_body and facts.chars < 200)
