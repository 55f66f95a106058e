"""Which elements hold the names of an article's writers, by what they call themselves and by what stands around."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from leadtext.reading.comments.authors import PROFILE_LINK
from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import text_of
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.comments.names import until_date, without_dates

__all__ = ["BY", "MOST_BEFORE", "byline_rank", "follows_by"]

_BYLINE_TAGS = word_set("a span div p address cite strong b em li meta h3 h4 small")
_NO_BYLINE = word_set(
    "avatar image bio box description social job title comment comments date role photo about info link "
    "links list posts dropdown facebook twitter tweet linkedin email print"
)


def byline_rank(element: HtmlElement) -> int:
    """How surely an element holds an article's writers: from 5 for a property made for it down to 1 for a link behind
    "by"; 0 where it holds none."""
    attributes = element.attrib
    if not attributes:
        return 0
    if attributes.get("itemprop") == "author" or "author" in attributes.get("rel", "").split():
        return 5
    if attributes.get("itemprop") == "creator" and not _of_picture(element):
        return 4
    if "-" in element.tag:
        return 5 if "author" in attributes and {"post", "article"} & set(words_of(element.tag)) else 0
    if element.tag not in _BYLINE_TAGS:
        return 0
    rank = 0
    for token in attributes.get("class", "").split():
        words = frozenset(words_of(token))
        if words & _NO_BYLINE and not (words & _NO_BYLINE == {"link"} and _leads_to_writer(element)):
            continue
        if "fn" in words or {"author", "name"} <= words or {"byline", "name"} <= words:
            rank = max(rank, 4)
        elif words & {"author", "auteur", "autor", "autorin", "verfasser"}:
            rank = max(rank, 3)
        elif words & {"byline", "authors", "writer", "username"} or (words == {"firma"} and _signs(element)):
            rank = max(rank, 2)
    if rank == 0 and element.tag == "a" and follows_by(element) and not _in_sentence(element):
        return 1
    return rank


def _leads_to_writer(element: HtmlElement) -> bool:
    """Whether what is called an author's link is one to a writer's page: "post_author_link"."""
    return element.tag == "a" and PROFILE_LINK.search(element.get("href", "")) is not None


MOST_IN_LINE = 160
"""Characters around a link in a byline, with its day, its sections and the number of comments."""


def _in_sentence(link: HtmlElement) -> bool:
    """Whether a link stands in running text, between one line's end and the next."""
    parent = link.getparent()
    before, behind = "", link.tail or ""
    for other in link.itersiblings(preceding=True):
        before = (other.tail or "") + before
        if other.tag in _ENDS_LINE:
            break
        before = text_of(other) + " " + before if isinstance(other.tag, str) else before
    else:
        before = ((parent.text or "") if parent is not None else "") + before
    for other in link.itersiblings():
        if other.tag in _ENDS_LINE:
            break
        behind += f" {text_of(other)} {other.tail or ''}" if isinstance(other.tag, str) else ""
    before, behind = plain_words(before), plain_words(behind)
    if _ENTRY_WAS.match(before) is not None:
        return False
    return len(before) + len(behind) > MOST_IN_LINE or len(without_dates(before).split()) > MOST_BEFORE_NAME


_ENDS_LINE = word_set("br p div ul ol table h1 h2 h3")
MOST_BEFORE_NAME = 5
"""Words before a writer's name with the "by", but where they say how an entry was posted."""
_ENTRY_WAS = re.compile(
    r"\W*(?:(?:this|dieser|cette|cet|ce|est[ae])\s+(?:entry|post|article|beitrag|eintrag|artikel|entr[ée]e|article|billet|entrada"
    r"|art[íi]culo)\b|(?:posted|published|written|submitted|filed)\b)",
    re.IGNORECASE,
)


_SIGNED_BY = re.compile(r"\W*(?:(?:firmad[oa]\s+)?por\b|(?:firma|texto|autora?)\s*:)", re.IGNORECASE)
_PARTICLES = word_set("de del la las los y e i da do van von")
_COMPANY = re.compile(r"\bS\.?\s?[AL]\.?(?:\s?U\.?)?$")
MOST_SIGNATURE_WORDS = 8


def _signs(element: HtmlElement) -> bool:
    """Whether a "firma" on a page that calls itself Spanish is a signature, and no company, signing or call to sign."""
    root = element.getroottree().getroot()
    if not str(root.get("lang") or "es").lower().startswith("es"):
        return False
    line = text_of(element)
    before = until_date(line)
    line = _SIGNED_BY.sub("", without_dates(line) if before is None or not before.strip() else before, count=1)
    words = re.findall(r"[^\W\d_]+", line)
    if not 0 < len(words) <= MOST_SIGNATURE_WORDS or words[0].lower().startswith("firm"):
        return False
    return _COMPANY.search(line.strip()) is None and all(word[0].isupper() or word in _PARTICLES for word in words)


def _of_picture(element: HtmlElement) -> bool:
    """Whether a schema.org property belongs to a picture or film in the article, and not to the article."""
    item = next((outer for outer in element.iterancestors() if "itemscope" in outer.attrib), None)
    return item is not None and _PICTURES.search(item.get("itemtype", "")) is not None


_PICTURES = re.compile(r"/(?:\w*(?:Image|Video|Audio|Media)\w*|Photograph)/?$")


_OFFICE = (
    r"(?:\s+[\w-]*(?:redakteur|reporter|korrespondent|mitarbeiter|autor)(?:in)?|\s+(?:(?:staff|senior|our)\s+)?(?:writer|reporter|correspondent)"
    r"|\s+(?:notre\s+)?(?:journaliste|correspondante?)|\s+(?:nuestr[oa]\s+)?(?:corresponsal|redactora?))?"
)
BY = re.compile(rf"(?:^|[\s|·–—-])(?:(?:by|von|par|por){_OFFICE}|autor(?:in)?:|author:|auteur\s*:|text:)\s*$", re.I)
"""The word "by" before a name, and an office between the two: "von Sport-Redakteurin"."""
MOST_BEFORE = 50
"""Characters before a name in which the word "by" is looked for."""


_MAKER = re.compile(
    r"design|template|theme|power|host|photo|foto|image|illustrat|bild|made|built|develop|translat|[üu]bersetz|traduit|traducid",
    re.I,
)
"""Before "by", these name whoever made the page, a picture or a translation, and not the text."""


def follows_by(link: HtmlElement) -> bool:
    """Whether the word "by" stands right before a link, or before the elements around the link alone."""
    element = link
    for _ in range(MOST_AROUND_LINK):
        previous, parent = element.getprevious(), element.getparent()
        before = previous.tail if previous is not None else parent.text if parent is not None else ""
        if previous is not None or parent is None or (before and before.strip()):
            return bool(before) and BY.search(before[-MOST_BEFORE:]) is not None and _MAKER.search(before[-60:]) is None
        element = parent
    return False


MOST_AROUND_LINK = 3
"""Elements around a link to a writer's profile with nothing before it."""
