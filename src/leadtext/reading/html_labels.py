"""Whom a line names behind a label, as small sites sign their articles: "Text: Anna Berg", "Rédigé par Anna Berg"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import spaced_text_of, text_of
from leadtext.reading.comments.interface import is_anonymous, plain_words
from leadtext.reading.comments.names import clean_name, without_dates
from leadtext.reading.html_bylines import NO_PERSON
from leadtext.reading.html_places import (
    article_around,
    in_caption,
    in_card,
    in_other_article,
    in_side,
    is_small,
)
from leadtext.reading.html_writers import is_no_writer, looks_like_name
from leadtext.reading.signatures import is_role

__all__ = ["is_labelled", "is_signature", "labelled_writer"]

LONGEST_LINE = 160
"""Characters of a line in which an article is signed."""

_PICTURES = (
    r"(?:bild(?:er)?|fotos?|photos?|pictures?|images?|im[áa]genes"
    r"|fotograf[íi]as?|illustrations?|zeichnung(?:en)?|dessins?)"
)
_AND = r"\s*(?:&|und|and|et|y|u\.|\+|/|,)\s*"
_TEXT = r"(?:texte?|texto|words)"
_PIECE = (
    r"(?:report|bericht|story|artikel|article|art[íi]culo|beitrag"
    r"|cr[óo]nica|r[ée]cit|reportage|reportaje|compte[\s-]rendu)"
)
_WRITER = (
    r"(?:autor(?:in|en|es)?(?:/-?in(?:nen)?|\(in\))?|autoras?|authors?|auteure?s?|autrices?|sign[ée]e?|firmado|signed"
    r"|verfasser(?:in|/in)?|writer|r[ée]dacteur|r[ée]dactrice|redactora?)"
)
_DID = (
    r"(?:ein(?:e)?\s+)?(?:eingetragen|eingesandt|geschrieben|verfasst|eingestellt|erstellt|ver[öo]ffentlicht|gepostet|eingereicht|hinzugef[üu]gt|gesendet|bericht|beitrag|text|artikel|reportage)\s+von"
    r"|(?:this\s+|an?\s+)?(?:written|posted|submitted|added|contributed|published|reported|sent\s+in|entered|report|words|story|text|article|account|review)\s+by"
    r"|(?:(?:un\s+)?(?:article|texte|billet|r[ée]cit)\s+)?(?:r[ée]dig[ée]|[ée]crit|publi[ée]|propos[ée]|mis\s+en\s+ligne|post[ée]|ajout[ée]|envoy[ée]|transmis|sign[ée]|texte|article|r[ée]cit|billet)e?\s+(?:par|de)"
    r"|(?:publicad[oa]|escrit[oa]|redactad[oa]|enviad[oa]|colgad[oa]|subid[oa]|a[ñn]adid[oa]|firmad[oa]|texto|cr[óo]nica|art[íi]culo)\s+(?:por|de)"
)
_LABEL = re.compile(
    rf"""[\W_]*(?:{_PICTURES}\s*:\s*[^:]{{3,40}}?[,;|/·–-]\s*)?(?:
      (?P<writer>autor[:*_]in(?:nen)?\s*:?\s+ | (?:{_DID})\s*:?\s+ | {_WRITER}\s*:\s*)
    | (?:{_TEXT}|{_WRITER}|(?P<piece>{_PIECE}))(?:{_AND}{_PICTURES})?\s*:\s*(?:(?:by|von|par|por)\s+)?
    | {_PICTURES}{_AND}{_TEXT}\s*:\s*
    )(?P<rest>[^\W\d_].*)""",
    re.IGNORECASE | re.VERBOSE,
)
_DONE_ON = re.compile(
    r"(?:written|posted|submitted|added|published|geschrieben|verfasst|eingestellt|erstellt|ver[öo]ffentlicht|gepostet|eingetragen|publi[ée]e?|mise?\s+en\s+ligne|[ée]crit|r[ée]dig[ée]"
    r"|post[ée]|publicad[oa]|escrit[oa]|enviad[oa]|subid[oa])\W+(?:(?:on|am|um|at|le|el|den|[àa]|a\s+las)\b\W*){0,3}(?:by|von|par|por)\s+",
    re.IGNORECASE,
)
# "Pour la section, Anna Berg", "Für den Vorstand: Anna Berg"
_FOR = re.compile(
    r"\W*(?:pour|f[üu]r|for|por|p/)\s+(?:le|la|les|l['’]|den|die|das|the|el|los|las|our|notre|unseren?)\s?[\w'’-]*"
    r"(?:section|bureau|comit[ée]|conseil|[ée]quipe|association|r[ée]daction|direction|syndicat|paroisse|vorstand|verein|redaktion|team|gruppe|gemeinderat|pfarrei|fraktion"
    r"|committee|board|branch|club|group|parish|editors|junta|directiva|asociaci[óo]n|comisi[óo]n|comunidad|secci[óo]n|equipo|parroquia)(?:\s[\w'’-]+){0,3}\s*[,:–-]\s*(?P<rest>[^\W\d_].*)",
    re.IGNORECASE,
)
_BY = re.compile(r"\W*(?:(?:by|von|par|por)\s+|gez\.\s*|[–—-]+\s*)(?P<rest>[^\W\d_].*)", re.IGNORECASE)
_ENDS_NAME = re.compile(
    rf"\s*(?:[,;|•·/()\[\]<>«»“”\"]|\s[–—-]+\s|(?<=\w{{3}})\.(?:\s|$)|\s\d|:|\s(?:in|im|dans|en|under|unter|sous|bajo|vom|am|on|le|el|um|at|for|f[üu]r|pour|para)\s|\s{_PICTURES}\b|\s(?:datum|date|fecha|rubrik|rubrique|kategorie|category|categor[íi]a|section|secci[óo]n)\b).*$",
    re.IGNORECASE,
)
_AND_OTHERS = re.compile(r"\s+(?:&|and|und|et|y|e|u\.)\s+")


def _named(line: str, *, behind: bool = False) -> str | None:
    """The names behind a line's label, joined by "and", or None where it has none.

    "Report:" and "By" alone stand before other articles' titles too; behind a text they sign it.
    """
    if not 5 < len(line) <= LONGEST_LINE:
        return None
    dateless = plain_words(without_dates(line)).lstrip(" *·|–—-([")
    done = _DONE_ON.match(dateless) if plain_words(line) != dateless else None
    forms = (_LABEL, _FOR, _BY) if behind else (_LABEL, _FOR)
    match = next((match for form in forms if (match := form.fullmatch(line)) is not None), None)
    if done is not None:
        rest, loose = dateless[done.end() :], True
    elif match is None:
        return None
    else:
        rest, loose = match["rest"], match.re is _LABEL and match["writer"] is not None
        if match.re is _LABEL and match["piece"] is not None and not behind and without_dates(line) == line:
            return None
    parts = _AND_OTHERS.split(_ENDS_NAME.sub("", rest))
    names = [name for part in parts if (name := clean_name(part)) is not None and _is_person(name)]
    if len(names) == len(parts) and all(map(looks_like_name, names)):
        return " and ".join(names)
    # "Posted by tern_77": one word alone, where nothing but a day, a section or a role is behind it
    name = names[0] if loose and len(parts) == len(names) == 1 else ""
    return name if len(name) > 1 and " " not in name and (name[0].isupper() or not name.isalpha()) else None


def _is_person(name: str) -> bool:
    return not (is_no_writer(name) or NO_PERSON.search(name) or is_anonymous(name))


def is_labelled(box: HtmlElement) -> bool:
    """Whether a box says in one of its lines who wrote the article, behind a label."""
    inner = (element for element in box.iter() if isinstance(element.tag, str) and element.find("br") is not None)
    lines = [spaced_text_of(box), *chain.from_iterable(map(broken_lines, inner))]
    return any(_named(line) is not None for line in _joined_labels(lines))


def is_signature(line: str, author: str) -> bool:
    """Whether a line names the article's writer behind a label, with a role and a day at most."""
    return _named(line, behind=True) == author


LINES_AROUND = 60
"""Elements behind the headline, and before it, among which the line is looked for."""


def labelled_writer(headline: HtmlElement | None, body: HtmlElement | None) -> str | None:
    """Whom a line or a pair of cells around an article names behind a label, where all such lines name one.

    Args:
        headline: the headline's element.
        body: the element that holds most of the article's words.
    """
    alone = _alone_at_end(body)
    for place, behind in ((_around(headline), False), (_behind(headline, body), True)):
        names = {name for line in place if (name := _named(line, behind=behind)) is not None}
        if names:
            return names.pop() if len(names) == 1 else None
    return alone


_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)
_SIGNED = word_set("signature sign sig signed author autor autora auteur firma unterschrift verfasser right alignright")


def _alone_at_end(body: HtmlElement | None) -> str | None:
    """The full name that stands alone in a body's last line, at the right or with a role behind it, or None."""
    last = next((element for element in _last_of(body) if text_of(element)), None) if body is not None else None
    while last is not None and last is not body and last.tag in ("em", "i", "strong", "b", "span", "font"):
        outer = last.getparent()
        if outer is None or text_of(outer) != text_of(last):
            break
        last = outer
    if last is None or last is body or len(text_of(last)) > LONGEST_LINE or last.find(".//a") is not None:
        return None
    name, comma, role = text_of(last).partition(",")
    named = {word for token in last.get("class", "").split() for word in words_of(token)}
    at_right = last.get("align") == "right" or _RIGHT.search(last.get("style", "")) is not None or named & _SIGNED
    marked = is_role(role) if comma else bool(at_right)
    return name if marked and looks_like_name(name) and _is_person(name) else None


def _around(headline: HtmlElement | None) -> Iterator[str]:
    if headline is not None:
        yield from _lines(headline.xpath(f"following::*[position() <= {LINES_AROUND}]"), headline)
        yield from _lines(headline.xpath(f"preceding::*[position() <= {LINES_BEFORE}]"), headline)


LINES_BEFORE = 12


def _behind(headline: HtmlElement | None, body: HtmlElement | None) -> Iterator[str]:
    if body is not None:
        yield from _lines(_last_of(body), headline)
        yield from _lines(body.xpath(f"following::*[position() <= {LINES_AROUND}]"), headline)


MOST_BEHIND = 300
"""Characters behind the line that signs a text, in the text's own element."""


def _last_of(body: HtmlElement) -> Iterator[HtmlElement]:
    """A body's elements from its end on, as long as little stands behind them."""
    said = 0
    for element in reversed([*body.iterdescendants()]):
        said += len((element.tail or "").strip())
        if said > MOST_BEHIND:
            break
        yield element
        said += len((element.text or "").strip()) if isinstance(element.tag, str) else 0


MOST_IN_LINE = 12
"""Elements in a line: links, breaks, a picture."""


def _lines(elements: Iterable[HtmlElement], headline: HtmlElement | None) -> Iterator[str]:
    article = article_around(headline)
    for element in elements:
        if not isinstance(element.tag, str) or len(element) > MOST_IN_LINE or not is_small(element):
            continue
        if element.tag not in (
            "p",
            "div",
            "span",
            "em",
            "i",
            "b",
            "strong",
            "td",
            "th",
            "li",
            "dt",
            "dd",
            "small",
            "h4",
            "h5",
            "h6",
            "footer",
            "address",
        ):
            continue
        if in_side(element) or in_caption(element) or in_card(element, headline) or in_other_article(element, article):
            continue
        if _among_facts(element):
            continue
        if element.find("br") is not None:
            yield from _joined_labels(broken_lines(element))
            continue
        line = spaced_text_of(element)
        if element.tag in ("dt", "th", "td", "b", "strong", "span") and _WRITER_ALONE.fullmatch(line) is not None:
            beside = element.getnext()
            said = spaced_text_of(beside) if beside is not None else plain_words(element.tail or "")
            line = f"{line.rstrip(' :')}: {said}" if said else line
        if 5 < len(line) <= LONGEST_LINE:
            yield line


def broken_lines(element: HtmlElement) -> list[str]:
    """An element's words, a string for each line between its breaks."""
    lines = [element.text or ""]
    for part in element:
        if part.tag == "br":
            lines.append("")
        elif isinstance(part.tag, str):
            lines[-1] += f" {spaced_text_of(part)} "
        lines[-1] += part.tail or ""
    return [line for line in map(plain_words, lines) if line]


def _joined_labels(lines: list[str]) -> Iterator[str]:
    """The lines, each with the one before where that is a label alone."""
    for before, line in pairwise(["", *lines]):
        joined = f"{before.rstrip(' :')}: {line}" if _WRITER_ALONE.fullmatch(before) is not None else line
        if 5 < len(joined) <= LONGEST_LINE:
            yield joined


_WRITER_ALONE = re.compile(rf"\W*(?:{_WRITER}|{_TEXT}|{_PIECE})\W*", re.IGNORECASE)
_OF_WORK = re.compile(
    r"\b(?:isbn|publishers?|verlag|[ée]diteur|editorial|pages|seiten(?:zahl)?|p[áa]ginas|directed\s+by|director|regie|r[ée]alisat\w+|direcci[óo]n|genre"
    r"|g[ée]nero|release(?:d|\s+date)?|erscheinungs\w+|parution|spieldauer|dur[ée]e|duraci[óo]n|original\s+run|produced\s+by|music\s+by|language|sprache|langue|idioma)\b",
    re.IGNORECASE,
)
"""Of a book or film: what is told of it in one box with its author is nothing of whoever wrote on it."""
STEPS_TO_BOX = 4
LONGEST_BOX = 3000
"""Characters of a box of facts about a work."""


def _among_facts(element: HtmlElement) -> bool:
    """Whether an element stands in a table or list of facts about a book or film."""
    for outer in islice(element.iterancestors(), STEPS_TO_BOX):
        if outer.tag in ("table", "dl", "ul", "p", "tbody"):
            words = text_of(outer)
            return len(words) <= LONGEST_BOX and _OF_WORK.search(words) is not None
    return False
