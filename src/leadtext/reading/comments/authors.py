"""A comment's author: the name in its best-named element, else in its byline, else on its picture."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import AUTHOR_WORDS, DATE_WORDS, word_set, words_of
from leadtext.reading.comments.dom import Facts, spaced_text_of, text_of, visible
from leadtext.reading.comments.interface import is_interface_line, plain_words

__all__ = ["PROFILE_LINK", "clean_name", "find_author", "without_dates"]

LONGEST_NAME = 80
"""Characters; what is longer is no name."""


MOST_NAME_WORDS = 8
"""Words: "Prof. Dr. Anna Maria von der Heide (Universität Ulm)" is about the longest that commenters write."""


_NOT_A_NAME = word_set(
    "avatar gravatar photo image img badge badges rank flair count stats reputation joined since "
    "signature sig location role position job organisation organization company affiliation employer "
    "rating votes score karma title actions links form reply replies quote body content text message list "
    "date time controls hide show login bio description moderator level status buttons button posts "
    "postcount messages meta publication publications homepage website follower followers"
)


_BEST_NAMES = word_set("fn username nickname nick screenname displayname pseudo pseudonym authorname postername")


_GOOD_NAMES = word_set("author authors auteur autor autora verfasser commenter commentator poster nom nombre creator")


PROFILE_LINK = re.compile(
    r"/(?:users?|u|profiles?|profil|perfil|members?|mitglied(?:er)?|membres?|authors?|people|usuarios?)/"
    r"|(?:^|/)(?:user|member|profile)s?(?:\.php)?\?|viewprofile|member\.php|[?&]user(?:id)?=",
    re.I,
)


_NUMBERING = re.compile(r"^\s*(?:\#\s?\d{1,5}\s*[.:)|-]?\s+|\d{1,4}\s*[.)|:]\s+)")
_BEFORE_NAME = re.compile(
    r"""^[\s\W_]*?(?:
    (?:(?:posted|submitted|written|added|left|sent|asked|answered|replied|commented|started)\s+(?:by|from)
    |(?:kommentar|comment|commentaire|comentario|beitrag|antwort|message|reply)\s+(?:by|von|de|par|por|from)
    |(?:geschrieben|verfasst|eingereicht|gepostet|erstellt)\s+von
    |(?:publi[ée]|post[ée]|soumis|[ée]crit|envoy[ée]|r[ée]dig[ée])\s+par
    |(?:publicado|enviado|escrito)\s+por
    |post\s+author|beitragsautor(?:in)?|by|von|par|por|from|autor|auteur|author|name|nom|nombre|gast
      |guest)\s*[:\s]\s*)+""",
    re.IGNORECASE | re.VERBOSE,
)


_BEHIND_NAME = re.compile(
    r"""(?:
    \s*\((?:not\s+verified|nicht\s+(?:[üu]berpr[üu]ft|verifiziert)|non\s+v[ée]rifi[ée]|no\s+verificado|gast
      |guest|invit[ée]|author|autor(?:in)?|auteur)\)
    | [\s,|·–—-]+(?:says|said|wrote|writes|replied|commented|responded|asked|answered|sagt(?:e)?|schreibt
      |schrieb|meint(?:e)?|antwortet(?:e)?|kommentierte?|a\s+dit|dit|a\s+[ée]crit|[ée]crit|r[ée]pond|dice|dijo
      |escribi[óo]|ha\s+dicho|respondi[óo]|coment[óo])(?=$|[\s:,.…])
      (?:\s+(?:on|am|at|le|el|um|[àa]))?
    | [\s,|·–—-]+(?:post\s+author|beitragsautor(?:in)?|auteur\s+de\s+l['’]article|author|moderator|staff|admin)
    | \s+(?:on|am|at|um|le|el|den|der|vom|à|a\s+las)
    | \.{2,} | \s*[(\[][\s:,;)\]]* | [\s:,;|·•…»]+ | \s+[@>/–—-]+
    )+$""",
    re.IGNORECASE | re.VERBOSE,
)


_WHEN = re.compile(
    r"""
    \b(?:(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?
      |(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)s?
      |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
      |lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)\b[.,]?
      (?=\s*(?:,\s*)?(?:(?:the|den|der|le|el|at|um|[àa])\s+)?(?:\d|[a-zäéû]{3,10}\.?\s+\d))
    | (?:^|(?<=[\s,(|]))(?:mo|di|mi|do|fr|sa|so)[.,](?=\s*\d)
    | \b\d{4}-\d{2}-\d{2}(?:t[\d:.+z-]*)?
    | \b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}\b
    | \b\d{1,2}(?:st|nd|rd|th|er|\.)?[\s-]+(?:of\s+|de\s+)?[a-zäéû]{3,10}\.?,?[\s-]+(?:de\s+|del\s+)?\d{4}\b
    | \b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|juni|juli)[a-zä]*\.?\s+\d{1,2}(?:st
      |nd|rd|th)?,?(?:\s+\d{4})?\b
    | \b(?:vor|il\s+y\s+a|hace)\s+(?:\d+|einem|einer|un|una|une)\s+\w+
    | \b(?:\d+|an?|one)\s+(?:second|minute|hour|day|week|month|year|min|hr|yr)s?\s+ago
    | \b\d{1,2}\s?h\s?\d{2}\s?min\b
    | \b\d{1,2}\s?[:h.]\s?\d{2}(?::\d{2})?\s*(?:uhr|[ap]\.?\s?m\.?)?(?:\s?(?:gmt|utc|cest|cet|bst|est
      |pst))?\b\.? | \b\d{1,2}\s?[ap]m\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


_BYLINE_JOINTS = re.compile(
    r"^(?:on|am|at|um|le|el|à|@|posted|submitted|published|den|uhr|kl|a\s+las|las|h|[\W_])+$", re.I
)


_NAME_ATTRIBUTES = (
    "author",
    "data-author",
    "data-comment-author",
    "data-username",
    "data-user-name",
    "data-author-name",
    "data-name",
)


def find_author(block: Facts, own: list[Facts], taken: list[HtmlElement]) -> tuple[str | None, HtmlElement | None]:
    """The name that a comment is signed with.

    Args:
        block: the comment's element.
        own: what stands in it, but not in the comments nested in it.
        taken: elements in it that are known to hold something else, such as its date.

    Returns:
        The name as it is written there ("Anonymous" too) and the element that it was found in, where there is one.
    """
    ranked = [(-rank, facts.order, facts) for facts in own if (rank := _author_rank(facts)) and 0 < facts.chars <= 250]
    for _, _, facts in sorted(ranked, key=lambda item: item[:2]):
        name = _name_in(facts.element, taken)
        if name is not None:
            return name, facts.element
    name = _name_in_attributes(block, own)
    if name is not None:
        return name, None
    name, element = _name_in_lines(own)
    return (name, element) if name is not None else (_name_on_avatar(own), None)


def _name_in_attributes(block: Facts, own: list[Facts]) -> str | None:
    for facts in own:
        content = facts.element.get("content")
        if content and facts.element.get("itemprop") in ("author", "creator", "name"):
            name = clean_name(content)
            if name is not None:
                return name
    for attribute in _NAME_ATTRIBUTES:
        value = block.element.get(attribute)
        name = clean_name(value) if value else None
        if name is not None:
            return name
    return None


def _author_rank(facts: Facts) -> int:
    element = facts.element
    attributes = element.attrib
    words = facts.naming.words
    prop = attributes.get("itemprop") or attributes.get("property") or attributes.get("rel") or ""
    if prop:
        if words_of(prop.split()[-1] if prop.strip() else "")[-1:] in (("author",), ("creator",)):
            return 9
        if prop == "name" or prop.endswith(":name"):
            return 8
    if words & _NOT_A_NAME and not words & {"fn", "username"}:
        name_last = any(w in AUTHOR_WORDS for w in words) and words & {"meta", "body", "content", "text"}
        return 2 if name_last and element.tag != "p" and facts.authors == 1 else 0
    if words & _BEST_NAMES:
        return 8
    if words & {"name"} and words & (_GOOD_NAMES | {"user", "member", "comment", "display"}):
        return 8
    if words & _GOOD_NAMES:
        return 7
    if element.tag == "cite" and not _in_quote(element):
        return 6
    if words & AUTHOR_WORDS:
        return 5
    if element.tag == "a" and PROFILE_LINK.search(attributes.get("href", "")):
        return 4
    return 0


def _in_quote(element: HtmlElement) -> bool:
    parent = element.getparent()
    for _ in range(3):
        if parent is None:
            return False
        if parent.tag in ("blockquote", "q"):
            return True
        parent = parent.getparent()
    return False


def _name_in(element: HtmlElement, taken: list[HtmlElement]) -> str | None:
    without = set(taken)
    for inner in element.iterdescendants():
        tag = inner.tag
        if not isinstance(tag, str):
            continue
        named = words_of(inner.get("class", ""))
        if (
            tag == "time"
            or (named and not _NOT_A_NAME.isdisjoint(named))
            or (inner is not element and _is_count(inner))
            or (named and not DATE_WORDS.isdisjoint(named))
        ):
            without.add(inner)
    if element.get("itemprop") in ("author", "creator"):
        for inner in element.iterdescendants():
            if inner.get("itemprop") == "name":
                return clean_name(inner.get("content") or text_of(inner))
    return clean_name(without_dates(spaced_text_of(element, without)))


def _is_count(element: HtmlElement) -> bool:
    """Whether an element holds nothing but a number: a count of followers or points beside a name."""
    words = (element.text or "").strip()
    return bool(words) and len(element) == 0 and words.isdigit() and (element.getprevious() is not None)


def clean_name(text: str) -> str | None:
    """A person's name or nickname from a byline, or None where nothing like a name is left."""
    name = plain_words(text)
    if len(name) > LONGEST_NAME * 2:
        return None
    name = _BEFORE_NAME.sub("", _NUMBERING.sub("", name, count=1), count=1)
    name = _BEHIND_NAME.sub("", name, count=1).strip(' \t,;:|·•"“”„«»')
    name = name.removeprefix("— ").removeprefix("– ").removeprefix("- ")
    if not name or len(name) > LONGEST_NAME or len(name.split()) > MOST_NAME_WORDS:
        return None
    if not any(character.isalnum() for character in name) or is_interface_line(name):
        return None
    return name


def without_dates(text: str) -> str:
    """A byline without its date and time."""
    return plain_words(_WHEN.sub(" ", text)) if any(c.isdigit() for c in text) else text


_BYLINE_HEAD = re.compile(
    r"[\s\W]*(?:(?:says|said|wrote|writes|sagte?|schreibt|schrieb|meinte?|a\s+dit|a\s+[ée]crit|dit|dice|dijo|escribi[óo])\b)?[\s\W]*"
    r"(?:(?:posted|am|on|le|el|at|um|à|a\s+las)\b)?[\s,|(–—-]*",
    re.I,
)


def without_byline(line: str) -> str:
    """A comment's first line without the "wrote on 3 May 2012 at 10:20:" that stands before its words."""
    rest, dated = line, False
    while True:
        head = _BYLINE_HEAD.match(rest)
        start = head.end() if head is not None else 0
        when = _WHEN.match(rest, start)
        if when is None or when.end() == when.start():
            break
        rest, dated = rest[when.end() :], True
    return rest.lstrip(" \t:,;.|)–—-") if dated else line


_PAR_NAME = re.compile(r"(?:^|[\s,|–-])(?:par|by|von|por)\s+(?P<name>[^,|:]{2,60})[:,]?$", re.I)


_SAYS = re.compile(
    r"^(?P<name>.{1,60}?)\s+(?:says|said|wrote|writes|sagt(?:e)?|schreibt|schrieb|meint(?:e)?|a\s+dit|a\s+[ée]crit|dit|dice|dijo|escribi[óo])\b(?P<rest>.{0,60}?):?$",
    re.I,
)


LONGEST_BYLINE = 120
"""Characters of an element that holds a date; a longer one holds the comment's words too."""


def _name_in_lines(own: list[Facts]) -> tuple[str | None, HtmlElement | None]:
    """The name in a line such as "Anna Berg, 3 May 2012" or "Le 3 mai 2012, par Anna Berg"; or a bold one."""
    subject: tuple[str, HtmlElement] | None = None
    for facts in own:
        if not 1 < facts.chars <= 200 or not visible(facts.element):
            continue
        name: str | None = None
        line = spaced_text_of(facts.element)
        says = _SAYS.match(line)
        if says is not None and (not says["rest"].strip() or _BYLINE_JOINTS.match(without_dates(says["rest"]))):
            name = _lone_name(without_dates(says["name"]))
        elif facts.date or (facts.dates and facts.chars <= LONGEST_BYLINE and not _holds_paragraphs(facts)):
            rest = without_dates(line)
            by = _PAR_NAME.search(rest)
            name = clean_name(by["name"]) if by is not None else _lone_name(rest)
        elif facts.element.tag in ("b", "strong", "dt") and len(line) <= 60:
            name = clean_name(line)
        elif facts.element.tag in _HEADING_TAGS and len(line) <= 60 and subject is None:
            heading = clean_name(line)
            subject = (heading, facts.element) if heading is not None else None
        if name is not None and subject is not None and _is_name_like(subject[0]) and not _SIGNED.search(line):
            # "Anna Berg" over "Hamburg, 3 May 2012"
            return subject
        if name is not None:
            return name, facts.element
    return subject if subject is not None else (None, None)


# A line that says itself that a name follows: "Submitted by", "3 May 2012 - Anna Berg", or stands before: "says"
_SIGNED = re.compile(
    r"\b(?:by|von|par|por|says|said|wrote|schrieb|schreibt|sagt|dit|dice|dijo)\b|\d\s+[–—-]\s+[^\W\d]", re.I
)


def _is_name_like(heading: str) -> bool:
    """Whether a heading may be a name: one word, or a few that all begin with a capital letter."""
    words = heading.split()
    return len(words) == 1 or (len(words) < 5 and all(word[:1].isupper() for word in words))


def _holds_paragraphs(facts: Facts) -> bool:
    """Whether an element holds several paragraphs, or a heading: the byline, and a short comment's words behind it."""
    if any(child.tag in _HEADING_TAGS for child in facts.element):
        return True
    return facts.prose > 0 and sum(1 for _ in facts.element.iter("p")) > 1


_HEADING_TAGS = ("h2", "h3", "h4", "h5", "h6")
"""A heading is a name where no line under it is a byline; else it may be the comment's subject."""


# "Anna Berg | Reply", "Anna Berg, Hamburg"
_PIECES = re.compile(r"\s*[|·•]\s*|,\s+")


_LEADING_JOINTS = re.compile(r"^(?:(?:on|at|am|um|le|el|à|a\s+las|@)\s+)+", re.I)


def _lone_name(rest: str) -> str | None:
    if _BYLINE_JOINTS.match(rest):
        return None
    rest = _LEADING_JOINTS.sub("", rest.strip(" |·•/"))
    name = clean_name(_PIECES.split(rest, maxsplit=1)[0])
    if name is None or len(name.split()) > 5 or not any(character.isalpha() for character in name):
        return None
    return name


_AVATAR = re.compile(
    r"^(?:(?:profilbild|avatar|profile\s+(?:picture|photo)|photo|picture|portrait|bild|foto|image)\s+(?:von|of|de|for|by)\s+)(?P<name>.+)$|^(?P<owner>.+?)['’]s\s+(?:avatar|picture|photo)$",
    re.I,
)


def _name_on_avatar(own: list[Facts]) -> str | None:
    for facts in own:
        if facts.element.tag == "img":
            match = _AVATAR.match(plain_words(facts.element.get("alt", "")))
            if match is not None:
                return clean_name(match["name"] or match["owner"])
    return None
