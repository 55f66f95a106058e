"""Whom the lines around an article name as its writer, where no element is named after one."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote

from lxml.html import HtmlElement

from leadtext.reading.comments.authors import PROFILE_LINK
from leadtext.reading.comments.dom import spaced_text_of, text_of
from leadtext.reading.comments.interface import is_anonymous, letters_of, plain_words
from leadtext.reading.comments.names import clean_name, until_date, without_dates
from leadtext.reading.html_places import article_around, in_card, in_other_article, in_side, is_small
from leadtext.reading.html_writers import is_no_writer, looks_like_name, without_byline_words

__all__ = [
    "BYLINE",
    "CORRESPONDENT",
    "NO_PERSON",
    "announced_authors",
    "beside_day",
    "correspondents",
    "headline_row",
    "poster_of",
    "signer_of",
    "writers_under",
]

NO_PERSON = re.compile(
    r"^(?:https?:|www\.|@)|\b(?:redaktion|redaction|r[ée]daction|redacci[óo]n|editorial|editors?|staff|team|admin|administrator|webmaster|"
    r"newsroom|agentur(?:en)?|agency|press|dpa|afp|reuters|apa|presse|redakteur|gastbeitrag|guest\s+post|gmbh|ltd|inc|e\.\s?v\.|verlag|magazin|"
    r"universit\w+|\w*(?:gemeinde|verein|partei|funkhaus)|(?:rund|hör)funk\b|broadcasting|pfarrei|paroisse|mairie|ayuntamiento|asociaci[óo]n|institute?|institut|foundation|stiftung|trust|group|blog|news|zeitung|online|verband|association|department|office|reporters?|super\s?user)\d*\b|\.(?:com|de|org|net|at|ch|co\.uk|eu|fr|es)$",
    re.I,
)

BYLINE = re.compile(
    r"""^\W*(?:(?:(?:written|posted|published|submitted|filed|text|words|story|article|report|beitrag|artikel|billet|entrada
      |eingereicht|geschrieben|verfasst|gespeichert|ver[öo]ffentlicht|publi[ée]|soumis|post[ée]|r[ée]dig[ée]|publicado|enviado|escrito)\s+){1,2}
      (?:(?:on|am|um|at|le|el|den|[àa]|a\s+las)\b\W*){0,3}(?:(?:in|under|unter|dans|en)\s+\S.{0,40}?\s+)?)?
    (?:(?:by|von|par|por)\s*:?|autor(?:in)?\s*:|text\s*:|auteur\s*:|author\s*:)\s+
    (?P<name>[^\W\d_][^|•·–—\n]{2,80})$""",
    re.IGNORECASE | re.VERBOSE,
)
LINES_BEHIND_HEADLINE = 40
"""Elements behind the headline among which a line such as "By Anna Berg, 2 May 2011" is looked for."""


# "This entry was posted in Garden by Anna on Monday", "Dieser Beitrag wurde am 2. Mai von Anna veröffentlicht"
_ENTRY_WAS = re.compile(
    r"""\W*(?:this\s+(?:entry|post|article)\s+was|dieser\s+(?:beitrag|eintrag|artikel)\s+wurde
      |(?:cette\s+entr[ée]e|ce(?:t\s+article|\s+billet))\s+a\s+[ée]t[ée]|est[ae]\s+(?:entrada|art[íi]culo)\s+(?:fue|ha\s+sido))
    \s.{0,150}?\b(?:by|von|par|por)\s+(?P<name>\S.{0,60}?)
    (?:\s+(?:on|at|in|(?:and|y|et)\s+(?:is|was|est|tagged|filed)|am|um|unter|ver[öo]ffentlicht|geschrieben|verfasst|erstellt|le|dans|el|en)\b|(?<=\w{3})\.|[,|(]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
MOST_OF_ENTRY_LINE = 250
"""Characters of a line under an article in which its writer is looked for."""


def _entry_was_by(tree: HtmlElement) -> str | None:
    """Whom the line under an entry that tells when it was posted names, where all such lines name one."""
    names = set()
    for element in tree.iter("p", "small", "div", "footer", "span"):
        words = plain_words(text_of(element)[: 4 * MOST_OF_ENTRY_LINE]) if is_small(element) else ""
        match = _ENTRY_WAS.match(words[:MOST_OF_ENTRY_LINE])
        if match is not None and not in_side(element):
            names.add(match["name"].strip(" ,"))
    return names.pop() if len(names) == 1 else None


def announced_authors(headline: HtmlElement | None) -> list[str]:
    """The authors that a line under the headline names, where no element is named after them."""
    behind = headline.xpath(f"following::*[position() <= {LINES_BEHIND_HEADLINE}]") if headline is not None else []
    article = article_around(headline)
    for element in behind:
        if in_other_article(element, article):
            break
        line = plain_words(text_of(element)) if isinstance(element.tag, str) and len(element) < MOST_INSIDE else ""
        name = _name_on(line) if 5 < len(line) < LONGEST_BYLINE else None
        if name is None and "submitted" in element.get("class", "").split():
            name = _name_behind_day(line)
        if name is not None and not is_no_writer(without_byline_words(name)) and not in_card(element, headline):
            return [name]
    return []


MOST_INSIDE = 8
"""Elements in it: links to the sections, strokes, the number of comments."""

LONGEST_BYLINE = 120
"""Characters of a line under the headline that is a byline."""


def _name_on(line: str) -> str | None:
    """The name in a line that begins as a byline does, with its day or without."""
    pieces = [until_date(line) or "", *_STROKES.split(without_dates(line).strip(" ,|·–—-"))[:MOST_PIECES]]
    match = next((match for match in map(BYLINE.match, pieces) if match is not None), None)
    name = _BEHIND_BYLINE.sub("", match["name"]).strip(" ,.:/–—-") if match is not None else ""
    name = _LABEL_BEHIND.sub("", name)
    return name if name and name.count(" ") < 8 and _OF_MANY.match(name) is None else None


# "Anna Berg, Foto: Bo Lund", "Anna Berg Datum: 3.5.2012"
_LABEL_BEHIND = re.compile(
    r"\s*[,;/|–-]\s*(?:bild(?:er)?|fotos?|photos?|pictures?|images?|im[áa]genes|fotograf[íi]as?|illustrations?)\s*:.*$"
    r"|\s+(?:(?:rubrik|rubrique|kategorie|category|categor[íi]a|section|secci[óo]n|date)\s*:.*|(?:datum|fecha)\b.*)$",
    re.IGNORECASE,
)
# "por la junta directiva, Anna Berg"
_OF_MANY = re.compile(r"(?:la|le|les|el|los|las|the|our|der|die|das|dem|den|unsere[mn]?)\s(?=[a-zß-ÿ])")


def headline_row(tree: HtmlElement) -> str | None:
    """The words of the row over a table's first that is a byline with a day, as portals without headings have it."""
    for row in tree.iter("tr"):
        if not is_small(row) or next(row.iter("table"), None) is not None:
            continue
        line = spaced_text_of(row)
        if len(line) > LONGEST_BYLINE or without_dates(line) == line or _name_on(line) is None:
            continue
        over = next((before for before in row.itersiblings("tr", preceding=True) if text_of(before)), None)
        words = text_of(over) if over is not None and is_small(over) else ""
        return words if 5 < len(words) <= LONGEST_HEADLINE and without_dates(words) == words else None
    return None


LONGEST_HEADLINE = 150

_STROKES = re.compile(r"\s*[|•·¦]\s*|\s+(?:[—–*~»/-]|:{2,}|/{2})\s+")
MOST_PIECES = 3
"""Pieces of a line, parted by strokes or dots, among which the byline is looked for."""

# "Anna Berg unter Kino", "Anna Berg in Kino", but no "Anna in 't Veld"
_BEHIND_BYLINE = re.compile(
    r"(?i:\s+(?:under|unter|dans|sous|bajo|filed\s+(?:in|under)|posted\s+in|abgelegt\s+(?:in|unter)|class[ée]e?\s+dans|archivado\s+en)\s.*$)"
    r"|(?i:\s+(?:in|en|im|about|zu|sur|sobre))(?i:\s+(?:the|category|kategorie|rubrik|rubrique|categor[íi]a|secci[óo]n|section|ressort|la|el|los|las|le|les|der|die|das))*\s*:?\s+[“„«]?(?=[^\W\d_a-zà-ÿ]).*$"
    r"|(?i:,?\s+(?:on|am|um|at|le|el|den|à|a\s+las)$)"
)


def beside_day(headline: HtmlElement | None) -> list[str]:
    """The full name that stands alone before the day in a line under the headline, or on a line of its own over it.

    A section has a name too, but more links than one lead to it, or the page's menu does.
    """
    if headline is None:
        return []
    for element in headline.xpath(f"following::*[position() <= {ELEMENTS_BEHIND_HEADLINE}]"):
        line = plain_words(text_of(element)) if isinstance(element.tag, str) and len(element) < MOST_INSIDE else ""
        if not (element.text or "").strip() and len(element) and element[0].tag in ("div", "p", "ul", "time", "span"):
            continue
        if not 5 < len(line) < LONGEST_BYLINE or in_side(element) or without_dates(line) == line:
            continue
        broken = plain_words(element.text or "") if element.find("br") is not None else ""
        name = (broken or until_date(line) or "").strip(" ,|·–—-")
        others = (link for link in headline.getroottree().getroot().iter("a") if text_of(link) == name)
        is_person = looks_like_name(name) and not NO_PERSON.search(name)
        if is_person and all(element in link.iterancestors() for link in others):
            return [name]
    return []


# "De notre correspondante à Lesneven, Anna Berg", "Von unserem Korrespondenten Bo Lund, Hull"
CORRESPONDENT = re.compile(
    r"""\W*(?:
      (?i:de\s+notre\s+(?:correspondante?|envoy[ée]e?)|d['’]un[e]?\s+correspondante?)
    | (?i:von\s+unsere[mr]\s+[\w-]*(?:korrespondent|mitarbeiter|redakteur|reporter|redaktionsmitglied)(?:in|en)?)
    | (?i:(?:from|by)\s+our\s+(?:own\s+|special\s+)?(?:\w+\s+)?(?:correspondent|reporter))
    | (?i:(?:de|por)\s+nuestr[oa]\s+(?:corresponsal|enviad[oa]|redactora?))
    | (?i:od\s+naszego\s+korespondenta)
    )
    (?:\s(?i:sp[ée]ciale?|especial))?(?:\s(?:à|au|aux|en|in|aus|w|de|dans)\s[^,:\d]{2,40})?\s*[,:]?\s+
    (?P<name>[^\W\d_][\w'’.-]*(?:\s[\w'’.-]+){1,3})(?:,\s[^\d]{2,40})?\W*""",
    re.VERBOSE,
)
LONGEST_CREDIT = 120
"""Characters of a line that says which correspondent an article is by."""


def correspondents(tree: HtmlElement) -> list[str]:
    """Whom the one line that says "from our correspondent in Hull, Anna Berg" names."""
    names = set()
    for element in tree.iter("p", "div", "span", "em", "i", "b", "strong"):
        begins = (element.text or "").strip()[:LONGEST_CREDIT]
        if len(element) >= MOST_INSIDE or not begins or not is_small(element):
            continue
        line = plain_words(text_of(element)) if _CREDITED.match(begins) is not None else ""
        match = CORRESPONDENT.fullmatch(line) if 0 < len(line) <= LONGEST_CREDIT else None
        if match is not None and looks_like_name(match["name"]) and not in_side(element):
            names.add(match["name"])
    return list(names) if len(names) == 1 else []


_CREDITED = re.compile(r"\W*(?:de\s|d['’]un|von\s|from\s|by\s|por\s|od\s)", re.IGNORECASE)


def _name_behind_day(line: str) -> str | None:
    """The name behind the day as Drupal signs: "12 March 2009 - 9:14 — Anna Berg"."""
    dateless = without_dates(line)
    return dateless.strip(" |·–—-") if dateless != line and re.match(r"\W*[–—-]\s", dateless) else None


def writers_under(tree: HtmlElement, headline: HtmlElement | None = None) -> list[str]:
    """Whom the lines under an entry name as its writer, where all of them name one."""
    posted = _entry_was_by(tree)
    if posted is not None:
        return [posted]
    names = set()
    for element in tree.iter("p", "small", "div", "footer", "td", "li"):
        if _SAYS_BY.search(" ".join(islice(element.itertext(), MOST_TEXTS))) is None:
            continue
        line = plain_words(text_of(element)) if is_small(element) else ""
        if not 5 < len(line) <= MOST_UNDER:
            continue
        dateless = without_dates(line)
        match = _SIGNED_LINE.match(dateless) if dateless != line else None
        if match is not None and not in_side(element) and not in_card(element, headline):
            names.add(match["name"].strip(" .,"))
    return list(names) if len(names) == 1 else []


_SAYS_BY = re.compile(r"\b(?:by|von|par|por)\s", re.IGNORECASE)
MOST_TEXTS = 6
"""Texts between tags at the beginning of a line, among which "by" stands."""

MOST_UNDER = 400
"""Characters of a line under an entry with its writer, day, sections and tags."""

# "Von Anna am 14.6.07 in: Kino", "Rédigé par Anna Berg, le 3 octobre 2012 - Classé dans", without the day
_SIGNED_LINE = re.compile(
    r"""\W*(?:(?:written|posted|published|submitted|filed|eingereicht|geschrieben|verfasst|gespeichert|ver[öo]ffentlicht
      |publi[ée]|soumis|post[ée]|r[ée]dig[ée]|publicado|enviado|escrito|servido|firmado)\s+(?:(?:on|am|um|at|le|el|den|[àa]|a\s+las)\b\W*){0,3})?
    (?:by|von|par|por)\s+(?P<name>[^\W\d_][\w'’.-]*(?:\s+[\w'’.-]+){0,4}?)(?!\w)
    \W*(?:(?:on|am|um|at|le|el|den)\b\W*){0,2}
    (?:$|[|·•]|(?:a\s+las|[àa])(?:\W+(?:[|·•]|$))|(?:in|under|unter|dans|en|class\w*|filed|abgelegt|gespeichert|tags?|kategorien?|categor\w+)\b\W*:?\s)""",
    re.IGNORECASE | re.VERBOSE,
)


ELEMENTS_BEHIND_HEADLINE = 12
"""Elements behind the headline among which a poster's profile is looked for."""


def signer_of(headline: HtmlElement | None) -> str | None:
    """Whoever is named by a link to a writer's page around the headline, as under an entry, where but one is."""
    for box in islice(headline.iterancestors(), BOXES_AROUND) if headline is not None else ():
        if box.tag in ("body", "main", "html") or (box.tag == "td" and not text_of(headline)):
            break
        links = (link for link in box.iter("a") if PROFILE_LINK.search(link.get("href", "")) and not in_side(link))
        names = {name for link in links if (name := _named_by(link)) is not None and not in_card(link, headline)}
        if names:
            return names.pop() if len(names) == 1 else None
    return None


BOXES_AROUND = 2
"""Elements around the headline that may be the entry's own."""


def poster_of(headline: HtmlElement | None) -> str | None:
    """Whoever is named right behind the headline by a link to a profile: who posted it, on pages that say no "by"."""
    behind = headline.xpath(f"following::*[position() <= {ELEMENTS_TO_POSTER}]") if headline is not None else []
    for link in behind:
        if link.tag == "p" and len(text_of(link)) >= LEAST_PARAGRAPH:
            break  # the text has begun
        name = _named_by(link) if link.tag == "a" and PROFILE_LINK.search(link.get("href", "")) else None
        if name is not None and not in_side(link) and not in_card(link, headline):
            return name
    return None


ELEMENTS_TO_POSTER = 30
"""Elements behind the headline, and before the first paragraph, among which a poster's profile is looked for."""
LEAST_PARAGRAPH = 100
"""Characters."""


def _named_by(link: HtmlElement) -> str | None:
    """The name on a link to somebody's page, whose address has the name in it: "My account" leads to a page too."""
    name = clean_name(text_of(link))
    if name is None or letters_of(name) not in letters_of(unquote(link.get("href", ""))):
        return None
    return None if NO_PERSON.search(name.removeprefix("@")) or is_anonymous(name) or is_no_writer(name) else name
