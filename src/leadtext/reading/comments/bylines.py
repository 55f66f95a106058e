"""A comment's author where no element is named after it: the name in a byline, or in bold over the words."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import AUTHOR_WORDS, BODY_WORDS, word_set, words_of
from leadtext.reading.comments.dom import BLOCK_TAGS, Facts, spaced_text_of, text_of, visible
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.comments.name_frame import ANSWERING, SPOKE, says_at
from leadtext.reading.comments.names import answerer_in, clean_name, until_date, without_dates

__all__ = ["first_piece", "is_name_like", "lone_name", "name_beside", "name_in_lines"]

_BYLINE_JOINTS = re.compile(
    r"^(?:on|am|at|um|le|el|à|@|posted|submitted|published|written|sent|added|post[ée]e?|publi[ée]e?|soumis|[ée]crit|envoy[ée]"
    r"|r[ée]dig[ée]|d[ée]pos[ée]|geschrieben|verfasst|eingereicht|gepostet|publicado|enviado|escrito|den|uhr|kl|a\s+las|las|h|par|por|by|von|mis|jour|updated|edited|modifi[ée]e?|ge[äa]ndert|bearbeitet|actualizado|\d{1,4}[.)]|[\W_])+$",
    re.I,
)


_PAR_NAME = re.compile(r"(?:^|[\s,|–-])(?:par|by|von|por)\s+(?P<name>[^,|:]{2,60})[:,]?$", re.I)


_ANSWERS = re.compile(rf"\s*(?:{ANSWERING}|to|an|auf|[àa])\s[^.!?]{{1,60}}(?:\.{{3}}|[…:])?$", re.IGNORECASE)
"""What follows "said" where it is said to somebody, "in reply to Anna..."; with a full stop behind it is a sentence."""


_SUBJECTS = word_set("title titre titulo titel subject sujet asunto betreff")
"""In bold, and named so: what a message is about."""

LONGEST_BYLINE = 120
"""Characters of an element that holds a date; a longer one holds the comment's words too."""


def name_in_lines(own: list[Facts], furniture: Collection[HtmlElement] = ()) -> tuple[str | None, HtmlElement | None]:
    """The name in a line such as "Anna Berg, 3 May 2012" or "Le 3 mai 2012, par Anna Berg"; or a bold one.

    Args:
        own: what stands in a comment.
        furniture: elements whose words the page writes into each comment.
    """
    subject: tuple[str, HtmlElement] | None = None
    bold: tuple[str, HtmlElement] | None = None
    bodies = [facts for facts in own if facts.naming.part and facts.naming.words & BODY_WORDS]
    # verbs and buttons behind a name ("a écrit :", "Reply") tell where it ends, labels before it ("Nick") don't
    labels = {element for element in furniture if element.tag in _LABEL_TAGS}
    for facts in own:
        if bold is None and facts.chars > LONGEST_BYLINE and facts.element.tag in ("b", "strong"):
            bold = _name_before_box(facts.element)
        if not _may_be_byline(facts) or facts.element in labels or not visible(facts.element):
            continue
        name: str | None = None
        alone = False
        words = {body.element for body in bodies if facts.order < body.order <= facts.last}
        words |= {inner for inner in facts.element.iterdescendants("b", "strong") if _is_subject(inner)}
        words |= labels
        line = spaced_text_of(facts.element, words)
        says = says_at(line) if not any(body.order < facts.order <= body.last for body in bodies) else None
        behind = without_dates(line[says[1] :]) if says is not None else ""
        if says is not None and (not behind.strip(" :") or _BYLINE_JOINTS.match(behind) or _ANSWERS.match(behind)):
            name = lone_name(without_dates(line[: says[0]]))
        elif facts.date or (facts.dates and facts.chars <= LONGEST_BYLINE and not _holds_paragraphs(facts)):
            set_off = _name_set_off(facts.element)
            if set_off is not None:
                # of a row with the name in one cell and the words in another only the name is the byline
                beside = without_dates(line).replace(set_off[0], "", 1)
                is_more = facts.element.tag in _ROWS or sum(map(str.isalpha, beside)) > MOST_BESIDE_NAME
                return bold or (set_off[0], set_off[1] if is_more else facts.element)
            rest = without_dates(line)
            by = _PAR_NAME.search(until_date(line) or "") or _PAR_NAME.search(rest)
            name = lone_name(rest) if by is None else clean_name(by["name"])
            # "Le 3 mai 2012 par le contrôleur": nothing but a day and a name
            alone = by is not None and _BYLINE_JOINTS.match(by.string[: by.start("name")].strip()) is not None
            if by is not None and not alone and name is not None and not is_name_like(name):
                name = None
        elif _is_subject(facts.element):
            continue
        elif (answerer := answerer_in(line)) is not None:
            return answerer, facts.element
        elif facts.element.tag in ("b", "strong", "dt") and len(line) <= 60 and bold is None:
            stressed = any(_words_before(body, facts) for body in bodies) or _in_sentence(facts.element)
            shown = clean_name(line) if not stressed else None
            bold = (shown, facts.element) if shown is not None else None
            if bold is not None and subject is not None and is_name_like(subject[0]):
                bold = subject
        elif facts.element.tag in _HEADING_TAGS and len(line) <= 60 and subject is None:
            heading = clean_name(line)
            subject = (heading, facts.element) if heading is not None else None
        if name is not None and bold is not None:
            # in bold over words that are signed "by Anna Berg, 3 May 2012" stands a title, or what they begin with
            begins = alone or len((bold[1].tail or "").strip()) > LONGEST_BEFORE_NAME
            return (name, facts.element) if begins and _words_between(own, bold[1], facts) else bold
        if name is not None and subject is not None and is_name_like(subject[0]) and not _SIGNED.search(line):
            # "Anna Berg" right over "Hamburg, 3 May 2012"; over words signed "Anna Berg, 3 May 2012" it is a title
            return subject if not _words_between(own, subject[1], facts) else (name, facts.element)
        if name is not None:
            return name, facts.element
    return bold or subject or (None, None)


def _may_be_byline(facts: Facts) -> bool:
    """Whether an element is as long as a byline: one letter only where it is a heading, for one who signs as "J"."""
    return 1 < facts.chars <= 200 or (facts.chars == 1 and facts.element.tag in _HEADING_TAGS)


def _name_before_box(bold: HtmlElement) -> tuple[str, HtmlElement] | None:
    """The name in bold before a box in the same element, in which the page explains a badge of the writer's."""
    first = next((child for child in bold if isinstance(child.tag, str)), None)
    words = plain_words(bold.text or "")
    if first is None or first.tag not in BLOCK_TAGS or not is_name_like(words):
        return None
    name = clean_name(words)
    return (name, bold) if name is not None else None


_LABEL_TAGS = ("dt", "th", "label")

LEAST_WORDS = 12
"""Characters that a comment says between its title and the line that signs it."""


def _words_between(own: list[Facts], title: HtmlElement, byline: Facts) -> bool:
    """Whether a comment's words stand between an element and the byline."""
    if len((title.tail or "").strip()) >= LEAST_WORDS:
        return True
    start = next((facts.last for facts in own if facts.element is title), byline.order)
    return any(
        start < facts.order
        and facts.last < byline.order
        and not facts.dates
        and (facts.chars >= LEAST_WORDS or _is_exclaimed(facts))
        for facts in own
    )


def _is_exclaimed(facts: Facts) -> bool:
    """Whether a paragraph is a short comment, such as "Ha!", and no rank or town."""
    return facts.element.tag == "p" and _EXCLAIMED.search(text_of(facts.element)) is not None


_EXCLAIMED = re.compile(r"\w[!?…][\"”»)]?$")


LONGEST_BEFORE_NAME = 40
"""Characters that may stand before a name in bold in one line with it: "12. Written by"."""


def _in_sentence(element: HtmlElement) -> bool:
    """Whether so much stands before an element in its line that it is stressed among a comment's words."""
    said = 0
    before_it = element.getprevious()
    if _SENTENCE_END.search((before_it.tail if before_it is not None else element.getparent().text) or ""):
        return True
    while element.tag not in BLOCK_TAGS and said <= LONGEST_BEFORE_NAME:
        for before in element.itersiblings(preceding=True):
            said += len((before.tail or "").strip())
            if before.tag == "br" or before.tag in BLOCK_TAGS:
                return said > LONGEST_BEFORE_NAME
            said += len(text_of(before)) if isinstance(before.tag, str) else 0
        element = element.getparent()
        said += len((element.text or "").strip())
    return said > LONGEST_BEFORE_NAME


_SENTENCE_END = re.compile(r"\w{3}[.!?…][\"”»)]?\s*$")


def _words_before(body: Facts, facts: Facts) -> bool:
    """Whether an element stands among a comment's words, behind the first of them: no name, but what is stressed."""
    if not body.order < facts.order <= body.last:
        return False
    element = facts.element
    while element is not body.element:
        before = list(element.itersiblings(preceding=True))
        tails = [sibling.tail for sibling in before]
        if any(words and words.strip() for words in (element.getparent().text, *tails)) or any(map(text_of, before)):
            return True
        element = element.getparent()
    return False


_ROWS = ("table", "tbody", "tr")
MOST_BESIDE_NAME = 40
"""Letters of a byline beside the name and the day; with more it is a short comment with its byline."""


def _name_set_off(byline: HtmlElement) -> tuple[str, HtmlElement] | None:
    """The one name in bold in a byline: "De <strong>Anna Berg</strong> 10H24 03/05/2010"."""
    bold = [inner for inner in byline.iterdescendants("b", "strong", "cite") if not _is_subject(inner)]
    words = text_of(bold[0]) if len(bold) == 1 else ""
    if without_dates(words) != words or not any(letter.isalpha() for letter in words):
        return None
    name = clean_name(words)
    return (name, bold[0]) if name is not None else None


def _is_subject(element: HtmlElement) -> bool:
    """Whether an element is what a message is about ("Re: Beds", "> Beds", or so named), or an address in brackets."""
    words = {word for token in element.get("class", "").split() for word in words_of(token)}
    return bool(words & _SUBJECTS and not words & AUTHOR_WORDS) or _SUBJECT_LINE.match(text_of(element)) is not None


_SUBJECT_LINE = re.compile(r"(?:re|aw|antw|r[ée]p|fw|tr)\s?:\s|>\s|\(\S+@\S+\)$", re.I)


# A line that says itself that a name follows: "Submitted by", "3 May 2012 - Anna Berg", or stands before: "says"
_SIGNED = re.compile(rf"\b(?:by|von|par|por|{SPOKE})\b|\d\s+[–—-]\s+[^\W\d]", re.I)


def is_name_like(words: str) -> bool:
    """Whether words may be a name: one word, or a few that begin with capital letters but for a "van der"."""
    parts = words.split()
    small = [part for part in parts if not part[:1].isupper()]
    return len(parts) == 1 or (len(parts) < 6 and len(small) < len(parts) and all(p in _PARTICLES for p in small))


_PARTICLES = word_set("von van der den de del la le di da du zu zur of the und and y et &")


def _holds_paragraphs(facts: Facts) -> bool:
    """Whether an element holds several paragraphs, or a heading: the byline, and a short comment's words behind it."""
    if any(child.tag in _HEADING_TAGS for child in facts.element) or _says_before_break(facts.element):
        return True
    return facts.prose > 0 and sum(1 for _ in facts.element.iter("p")) > 1


def _says_before_break(element: HtmlElement) -> bool:
    """Whether a sentence stands in a line of its own before the byline: "Well said.<br><small>Anna, 3 May</small>"."""
    said = element.text or ""
    for child in element:
        if child.tag == "br" and len(said.strip()) >= LEAST_WORDS and _SENTENCE_END.search(said):
            return True
        said = f"{said} {text_of(child) if isinstance(child.tag, str) else ''}{child.tail or ''}"
    return False


_HEADING_TAGS = ("h2", "h3", "h4", "h5", "h6")
"""A heading is a name where no line under it is a byline; else it may be the comment's subject."""


# "Anna Berg | Reply", "Anna Berg, Hamburg", "Anna Berg ::: view all by"
_PIECES = re.compile(r"\s*[|·•]\s*|,\s+|\s+(?::{2,}|/{2,}|[*~¦»]+)(?:\s+|$)")


# "#12 ::: Anna Berg", "12 | Anna Berg"
_WITHOUT_LETTERS = re.compile(r"^\W*\d{1,5}\W*\s(?::{2,}|/{2,}|[|·•*~¦»])\s+")
_LEADING_JOINTS = re.compile(r"^(?:(?:on|at|am|um|le|el|à|a\s+las|@)[\s,]+)+", re.I)


def first_piece(line: str) -> str:
    """What stands before the first stroke, dot or comma of a byline."""
    return _PIECES.split(line, maxsplit=1)[0]


def lone_name(rest: str) -> str | None:
    """The name at the beginning of a byline whose date has been taken out, or None where there is none."""
    if _BYLINE_JOINTS.match(rest):
        return None
    rest = _LEADING_JOINTS.sub("", _WITHOUT_LETTERS.sub("", rest.strip(" |·•/*~¦»")))
    name = clean_name(first_piece(rest))
    if name is None or len(name.split()) > 5 or not any(character.isalpha() for character in name):
        return None
    return name


_LOGIN = re.compile(r"[^\W\d_]{3,}[\w.-]*\d")
"""A name such as "anna_77", and no "3rd" or "12h"."""

FARTHEST_BESIDE = 8
"""Elements between a day and the name beside it."""

LONGEST_BESIDE = 40
"""Characters of a name that nothing says to be one."""


def name_beside(
    own: list[Facts], dates: list[HtmlElement], furniture: Collection[HtmlElement] = ()
) -> tuple[str | None, HtmlElement | None]:
    """A name alone in an element right before the day, or right behind it, where nothing calls it a name.

    Args:
        own: what stands in a comment.
        dates: the elements in it that show its day.
        furniture: elements whose words the page writes into each comment.
    """
    places = [facts.order for facts in own if facts.element in dates]
    if not places:
        return None, None
    nearest: tuple[int, str, HtmlElement] | None = None
    for facts in own:
        distance = facts.order - places[0]
        if not -FARTHEST_BESIDE <= distance <= FARTHEST_BESIDE or not 1 < facts.chars <= LONGEST_BESIDE:
            continue
        if facts.element in furniture:
            continue
        words = text_of(facts.element)
        if any(child.tail and child.tail.strip() for child in facts.element) or words.endswith((".", "!", "?", ":")):
            continue
        with_number = any(map(str.isdigit, words)) and _LOGIN.fullmatch(words) is None
        name = clean_name(words) if is_name_like(words) and not with_number else None
        rank = -distance if distance < 0 else distance + FARTHEST_BESIDE
        if name is not None and facts.element not in dates and (nearest is None or rank < nearest[0]):
            nearest = (rank, name, facts.element)
    return (nearest[1], nearest[2]) if nearest is not None else (None, None)
