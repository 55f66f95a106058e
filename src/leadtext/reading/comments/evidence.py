"""What speaks for repeated blocks being comments, whatever they are called: buttons, clocks; and against: links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.dom import DATE_HINT, Facts, Survey, spaced_text_of, text_of
from leadtext.reading.comments.interface import LONGEST_ANNOUNCEMENT, announced_comments, is_interface_line, plain_words
from leadtext.reading.comments.name_frame import says_at

__all__ = [
    "HEADING_TAGS",
    "announced",
    "counted_before",
    "form_behind",
    "headed_by_links",
    "hold_buttons",
    "hold_named",
    "holds_button",
    "in_sentence",
    "lead_on",
    "linked_share",
    "show_clocks",
]

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")

SHARE = 0.7
"""Share of the blocks that must have a sign, so that it counts for all of them."""

MOST_BLOCKS = 20
"""Blocks that are looked at."""

_BUTTON = re.compile(
    r"""\W*(?:repl(?:y|ies)(?:\s+(?:to|with|now)\b.{0,40})? | quote | report(?:\s.{0,30})? | flag(?:\s.{0,20})?
      | (?:un|dis)?like | (?:up|down)\s?vote | \#\s?\d{1,5}
    | (?:kommentar\s+|auf\s+(?:diesen|den)\s+(?:kommentar|beitrag)\s+)?(?:be)?antworten(?:\s.{0,30})?
    | zitieren | gef[äa]llt\s+mir
      | (?:kommentar|beitrag|missbrauch|verstoß)?\s?melden
    | r[ée]pondre(?:\s.{0,30})? | citer | signaler(?:\s.{0,30})? | alerter(?:\s.{0,30})? | j['’]aime
    | odpowiedz | zg[łl]o[śs](?:\s.{0,20})? | reagovat | v[áa]lasz(?:\s.{0,20})? | ответить | отговори | пожаловаться
    | rispondi | segnala(?:\s.{0,20})? | reageer | svara | anm[äa]l
    | responder(?:\s.{0,30})? | citar | denunciar(?:\s.{0,20})? | reportar(?:\s.{0,20})? | me\s+gusta
    )\W*(?:\(?\d+\)?\W*)?""",
    re.IGNORECASE | re.VERBOSE,
)
"""A link or button under a comment; none that stands under a teaser, such as "Share" or "Read more"."""

LONGEST_BUTTON = 50
"""Characters on it."""

_CLOCK = re.compile(
    r"(?<![\d.])(?:[01]?\d|2[0-3])\s?[:h.]\s?[0-5]\d(?![\d.])|\b(?:1[0-2]|[1-9])\s?[ap]\.?m\b", re.IGNORECASE
)


def hold_buttons(blocks: Sequence[Facts]) -> bool:
    """Whether nearly all blocks hold a link or button such as "Reply", "Quote" or "Report"."""
    sample = blocks[:MOST_BLOCKS]
    return sum(holds_button(block.element) for block in sample) >= SHARE * len(sample)


def holds_button(outer: HtmlElement) -> bool:
    """Whether an element holds a link, button or picture such as "Reply"."""
    for element in outer.iter("a", "button", "span", "li", "img"):
        words = plain_words(text_of(element)) if len(element) < 4 else ""
        for said in (words, *(element.get(name, "") for name in ("title", "aria-label", "alt"))):
            if 0 < len(said) <= LONGEST_BUTTON and _BUTTON.fullmatch(said) is not None:
                return True
    return False


def hold_named(survey: Survey, blocks: Sequence[Facts]) -> bool:
    """Whether nearly each block holds one element that is called a comment and says more than a number, none two."""
    sample = blocks[:MOST_BLOCKS]
    named = [
        [f for f in survey.inside(block) if f.naming.item and f.chars and f.element.tag != "a"] for block in sample
    ]
    if any(len(inside) > 1 for inside in named):
        return False
    words = [text_of(inside[0].element) if inside else "" for inside in named]
    telling = [said for said in words if len(said) >= LEAST_NAMED and announced_comments(said) is None]
    return len(telling) >= SHARE * len(sample)


LEAST_NAMED = 8
"""Characters in an element that is called a comment; "12" or "3 more" under a teaser counts them."""


def in_sentence(name: HtmlElement) -> bool:
    """Whether a name stands in a sentence, such as "Let @lamp know what you think", and signs nothing."""
    before, parent = name.getprevious(), name.getparent()
    said = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    behind = plain_words(name.tail or "")
    first = behind.partition(" ")[0]
    if (
        not any(map(str.isalpha, said))
        or len(behind.split()) < LEAST_BEHIND
        or not first.isalpha()
        or not first.islower()
    ):
        return False
    return first not in _JOINTS and says_at(f"x {behind}") is None and DATE_HINT.search(behind) is None


LEAST_BEHIND = 2
"""Words behind a name that go on with the sentence."""

_JOINTS = word_set("on at in from of via for and am um aus und le à de et el a en y")
"""What may stand between a name and the day, the town or a second name in a byline."""


def show_clocks(anchors: Sequence[Facts]) -> bool:
    """Whether nearly all dates of the blocks name the time of day too, as a machine writes it under a comment."""
    sample = anchors[:MOST_BLOCKS]
    return sum(_CLOCK.search(spaced_text_of(facts.element)) is not None for facts in sample) >= SHARE * len(sample)


def form_behind(survey: Survey, blocks: Sequence[Facts]) -> bool:
    """Whether a form for a text of one's own stands behind the last block."""
    last = blocks[-1].last
    return any(facts.element.tag == "form" for facts in survey.facts[last + 1 : last + 1 + ELEMENTS_BEHIND])


ELEMENTS_BEHIND = 30
"""Elements behind the last block among which the form is looked for."""


def announced(survey: Survey, blocks: list[Facts]) -> bool:
    """Whether the last heading before the blocks says that there are so many comments: then "Thanks!" is one too."""
    for facts in reversed(survey.facts[: blocks[0].order]):
        if facts.element.tag in HEADING_TAGS and 0 < facts.chars <= LONGEST_ANNOUNCEMENT:
            return announced_comments(text_of(facts.element)) == len(blocks)
    return False


LEAST_COUNTED = 3
"""Blocks; "2 comments" is said of many an article in a list."""
_COUNT = re.compile(
    r"(?<!\d)(?P<number>\d{1,5})\W{1,3}(?:comments?|kommentare?|commentaires?|comentarios?|responses|replies|antworten"
    r"|respuestas|r[ée]ponses)\W*$",
    re.IGNORECASE,
)


def counted_before(survey: Survey, blocks: list[Facts]) -> bool:
    """Whether a line right before the blocks says how many they are: "Log in | 6 comments", or "Comments: 6"."""
    if len(blocks) < LEAST_COUNTED:
        return False
    for facts in survey.facts[max(0, blocks[0].order - 60) : blocks[0].order]:
        if 0 < facts.chars <= LONGEST_ANNOUNCEMENT and not survey.holds(facts, blocks[0]):
            words = text_of(facts.element)
            count = _COUNT.search(words)
            if len(blocks) in (int(count["number"]) if count is not None else None, announced_comments(words)):
                return True
    return False


def linked_share(blocks: Sequence[Facts]) -> float:
    """The share of the blocks' characters that stand in links other than buttons: much of a list of articles."""
    total = linked = 0
    for block in blocks[:30]:
        total += block.chars
        for link in block.element.iter("a"):
            words = text_of(link)
            linked += 0 if is_interface_line(words) else len(words)
    return linked / total if total else 1.0


LEAST_TITLE = 20
"""Characters; the first link of a teaser is its title, the first of a comment a name or a date."""


def headed_by_links(blocks: Sequence[Facts]) -> bool:
    """Whether most blocks begin with a title that leads to another page, as teasers of articles do."""
    sample = blocks[:30]
    return sum(any(map(_is_title, _first_links(block.element))) for block in sample) > len(sample) / 2


def _first_links(element: HtmlElement) -> list[HtmlElement]:
    """The first link with words in an element, and the first in its headings."""
    links = (link for link in element.iter("a") if "href" in link.attrib and not is_interface_line(text_of(link)))
    in_headings = (link for heading in element.iter("h1", "h2", "h3") for link in heading.iter("a"))
    firsts = (next((link for link in each if text_of(link)), None) for each in (links, in_headings))
    return [link for link in firsts if link is not None]


def _is_title(link: HtmlElement) -> bool:
    words = text_of(link)
    address = link.get("href", "#")
    # a heading's link whose address a script puts in leads to another page too
    scripted = address == "#" and (link.getparent().tag in HEADING_TAGS or _says_on_what(link))
    leads_away = "#" not in address or scripted
    return leads_away and len(words) >= LEAST_TITLE and not DATE_HINT.search(words)


_ON_WHAT = re.compile(
    r"(?:^|\W)(?:(?:commented|comments|replied|wrote)\s+(?:on|in|at)|(?:kommentierte?|schrieb|schreibt)(?:\s+(?:zu|unter))?|zu|sur|sobre"
    r"|(?:a\s+)?(?:comment[ée]|r[ée]agi\s+[àa])|(?:coment[óo]|escribi[óo])\s+en|w\s+temacie)\s*:?\s*$",
    re.IGNORECASE,
)
"""Before the title of what somebody commented on, in a box of the comments of a whole site."""


def _says_on_what(link: HtmlElement) -> bool:
    before, parent = link.getprevious(), link.getparent()
    said = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    # a name alone stands before it; a reader's sentence has a day or a line's end before it
    names = [element.tag for element in link.itersiblings(preceding=True)]
    return _ON_WHAT.search(said) is not None and len(names) <= 1 and "br" not in names and len(said) <= LONGEST_JOINT


LONGEST_JOINT = 25
"""Characters of "commented on" with its spaces."""

_LEADS_ON = re.compile(
    r"""\W*(?:
    (?:read|learn|see|view|find\s+out)\s+(?:more|on|the\s+(?:full\s+|whole\s+)?(?:article|story|post|entry))(?:\s.{0,60})?
      | continue\s+reading(?:\s.{0,80})? | full\s+(?:story|article|post) | more\s*(?:\.{3}|…|»|›|→)
    | weiterlesen(?:\s.{0,80})? | mehr\s+(?:lesen|erfahren|dazu|informationen)
      | (?:zum|ganzen|vollst[äa]ndigen)\s+(?:artikel|beitrag|bericht)(?:\s+lesen)?
    | (?:lire|voir)\s+(?:la\s+suite|plus|l['’]article|le\s+(?:billet|r[ée]cit|texte|dossier))(?:\s.{0,60})?
      | en\s+savoir\s+plus
    | (?:leer|ver|saber)\s+(?:m[áa]s|(?:el\s+|la\s+)?(?:art[íi]culo|entrada|nota|noticia|relato)(?:\s+complet[oa])?)
      | (?:seguir|sigue|contin[úu]a(?:r)?)\s+leyendo(?:\s.{0,60})?
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
"""The link under what an article in a list begins with."""


def lead_on(blocks: Sequence[Facts]) -> bool:
    """Whether nearly all blocks are teasers: a link leads on to the rest on another page, or holds their heading."""
    sample = blocks[:MOST_BLOCKS]
    return sum(any(map(_leads_on, block.element.iter("a"))) for block in sample) >= SHARE * len(sample)


def _leads_on(link: HtmlElement) -> bool:
    address = link.get("href", "")
    heading = next(link.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    if heading is not None:
        title = len(text_of(heading))  # a writer's name, alone in a link, may be a heading
        return bool(address) and (title >= LEAST_TITLE or len(text_of(link)) >= title + LEAST_TITLE)
    if not address or "#" in address or address.lower().startswith("javascript:"):
        return False
    words = text_of(link)
    return len(words) <= LONGEST_ANNOUNCEMENT and _LEADS_ON.fullmatch(words) is not None
