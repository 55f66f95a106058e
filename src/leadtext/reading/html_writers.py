"""Who of those that a page names wrote its article: what each source tells is weighed against the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.interface import letters_of
from leadtext.reading.signatures import is_role

__all__ = [
    "Told",
    "is_behind_name",
    "is_no_writer",
    "likeliest_writers",
    "looks_like_name",
    "owner_of",
    "posting_writer",
    "without_byline_words",
]


@dataclass(frozen=True, slots=True)
class Told:
    """Whom one source names.

    Attributes:
        names: in its order.
        weight: how far it is believed where no other agrees.
        by_page: whether readers see it; what only machines read is the other half.
    """

    names: Sequence[str]
    weight: float
    by_page: bool


AGREEMENT = 2.5
"""What a name gains that both machines and readers are told."""


def likeliest_writers(told: Sequence[Told]) -> list[str]:
    """The names of the source that is believed most, those before where two are believed alike."""
    known = [source for source in told if source.names]
    return list(max(known, key=lambda source: _belief(source, known)).names) if known else []


def _belief(source: Told, known: Sequence[Told]) -> float:
    own = set(map(letters_of, source.names))
    agrees = any(
        other.by_page != source.by_page and not own.isdisjoint(map(letters_of, other.names)) for other in known
    )
    return source.weight + AGREEMENT * agrees


# "Analysis by Anna Berg", "Article by: Anna Berg", and the words for an author in further languages
_BEFORE = re.compile(
    r"""^(?:
      (?:reported|story|analysis|exclusive|article|report|review|commentary|comment|opinion|column|words|text|essay|blog|post)\s+by\b\s*:?
    | (?:by\s+|von\s+|de\s+|por\s+)?(?:our|unsere[mr]?|notre|nuestr[oa])\s+(?:[\w-]+\s+)?
      [\w-]*(?:correspondent|correspondante?|corresponsal|korrespondent(?:in|en)?|mitarbeiter(?:in|s)?|redakteur(?:in|s)?|reporter(?:in|s)?)(?=\s)\s*:?
    | (?:автор\w*|autor(?:/?ka|zy)?|szerző|tekst|f[öo]rfattare|forfatter|redattore|redaktor)\s*:
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_BY = re.compile(r"^\W*(?:(?:written|posted|published|submitted)\s+)?(?:by|von|par|por)\b\s*:?\s+", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"^(?:[Dd]oor|[Aa]v|[Aa]f|di)\s+")
# Buttons and labels beside a name: "Anna Berg More from this author", "Anna Berg View Author Page"
_BUTTONS = re.compile(
    r"""(?:^|\s+)(?:
      more\s+(?:from|by|about|articles|stories|posts)\b | learn\s+more\b | all\s+(?:posts|articles|stories)\b
    | (?:view|see|read)\s+(?:all|more|author|profile|bio|posts|articles|full)\b
    | follow\b(?=\s+(?:@|on\b|me\b|us\b|her\b|him\b|author)|$)
    | mehr\s+(?:von|artikel|beitr[äa]ge)\b | alle\s+(?:artikel|beitr[äa]ge)\b | zum\s+profil\b
    | voir\s+(?:tous|plus|le\s+profil)\b | (?:suivre|suivez)\b | tous\s+(?:les|ses)\s+articles\b
    | ver\s+(?:m[áa]s|todos|perfil)\b | s[íi]gue(?:me|nos)\b | [→»›]
    ).*$""",
    re.IGNORECASE | re.VERBOSE,
)
# What stands behind two words and more: "Joe Friday" and "Guy In" are names.
_BEHIND = re.compile(
    r"""(?P<name>^\S+\s.*?\S)\s*[,|]?\s+(?:
      (?:mon|tues|wednes|thurs|fri|satur|sun)day\b
    | (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b
    | (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b
    | (?:lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)\b
    | @\w | (?:e-?mail|contact)(?=\s+(?:the|me|this|her|him)\b|$) | archives?$
    | (?:last\s+)?(?:updated|published|posted|modified)\b | special\s+to\b | (?:for|of)\s+the\b
    | envoy[ée]e?s?\s+sp[ée]cia(?:l|le|ux)\b | enviad[oa]s?\s+especial(?:es)?\b
    | (?-i:(?:in|from|à|en|aus)\s+[^\W\d_a-zß-ÿ][^\d,]*$)
    | (?-i:(?:The\s+)?Associated\s+Press|AP|AFP|UPI|EFE|dpa|Reuters|BBC|CNN|CBS|NBC|ABC|NPR|Bloomberg\s+News)(?:\s.*)?$
    | (?:(?:senior|chief|staff|guest|political|business|sports?|science|health|education|deputy|executive|managing
        |contributing|foreign|world|technology|tech|economics|environment|legal|national|media|arts|features
        |washington|online|news)\s+)+
      (?:correspondent|reporter|writer|editor|columnist|contributor|blogger|producer)s?\b
    ).*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SITE_BEHIND = re.compile(
    r"(?P<name>^\S+\s.*\S)\s+(?:www\.)?[\w-]{2,}\.(?:com|org|net|info|co\.uk|de|fr|es|pl|it|ru|hu)\b.*$", re.IGNORECASE
)
_TWICE = re.compile(r"\s*[,|]?\s+(?:by|von|par|por)\s+", re.IGNORECASE)


def without_byline_words(name: str) -> str:
    """A name without what bylines put around it: buttons, the site's address, a weekday, an office, itself again."""
    name = _SITE_BEHIND.sub(r"\g<name>", _BUTTONS.sub("", _BY.sub("", _BEFORE.sub("", name.strip()))))
    first, *again = _TWICE.split(name)
    name = first if again and all(letters_of(other) == letters_of(first) for other in again) else name
    label = _BEFORE_NAME.match(name)
    if label is not None and looks_like_name(name[label.end() :]):
        name = name[label.end() :]
    return _BEHIND.sub(r"\g<name>", name)


# "Anna Berg, Hull Daily Mail", "Anna Berg, USA TODAY", "Anna Berg, freelance"
_PAPER = re.compile(
    r"""^the\s | \b(?:today|daily|weekly|times|tribune|herald|gazette|chronicle|journal|telegraph|newspapers?|network
    |radio|tv|television|press|media|bureau|sun-times|post-\w+|columnist|blogger|producer|desk|associate|intern
    |freelance\w*)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def is_behind_name(part: str) -> bool:
    """Whether what stands behind a name and a comma is a paper's name or an office, and no second writer."""
    return _PAPER.search(part) is not None or is_role(part)


# Agencies and companies that pages give as their authors in place of people.
_AGENCY = re.compile(
    r"AP|UPI|PAP|EFE|ANSA|CTK|ČTK|MTI|BNS|LETA|TASR|SITA|STT|NTB|ANP|SDA|ATS|ABC|BBC|CNN|NBC|CBS|NPR|(?:ITAR-)?TASS"
    r"|ТАСС|РИА\s.+|Interfax|Xinhua|Bloomberg|Europa\sPress|Belga|Ritzau|Lusa|Kyodo|Agencias?|IANS|PTI",
)
_COMPANY = re.compile(
    r"""\bsp\.?\s?z\s?o\.?\s?o\b | \bs\.\s?a\.$ | \b(?:z\.?r\.?t|k\.?f\.?t)\.?$
    | \bsp[óo]łka\b | \bgr(?:upa|upo|oupe|uppe)\b
    | \b(?:llc|llp|plc|corp|corporation|holdings?|communications|services?|publish(?:ing|ers)|(?:news)?wires?)\b
    | \w{2,}\.(?:com|org|net|fr|de|es|it|pl|ru|hu|co\.uk)\b
    | \b(?:writers|correspondents?|contributors?|(?:news)?desk)$
    | ^the\s.*(?:post|mail|sun|star|times|guardian|independent)$""",
    re.IGNORECASE | re.VERBOSE,
)
_WIDGET = re.compile(
    r"""^(?:recommended|powered|sponsored|subscribe|click|related|trending|popular|most|latest|sign\s+(?:in|up)|log\s?in|share
      |view|learn|about\s+(?:the|this|us)|read\s+(?:more|next)|facebook|twitter|linkedin|instagram|google\+?|e-?mail|print|tweet)\b
    | \bpowered\s+by\b""",
    re.IGNORECASE | re.VERBOSE,
)


def is_no_writer(name: str) -> bool:
    """Whether a name is an agency's, a company's, or a widget's heading."""
    return any(found is not None for found in (_AGENCY.fullmatch(name), _COMPANY.search(name), _WIDGET.search(name)))


_PARTICLES = word_set("de del della di da dos du la le van von der den ten ter y e al el bin ibn af av zu")
LEAST_NAME_WORDS, MOST_NAME_WORDS = 2, 4


_NAME_WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")


def looks_like_name(words: str) -> bool:
    """Whether some words can be a person's full name: two to four with a capital letter, particles besides."""
    parts = words.split()
    own = [part for part in parts if part not in _PARTICLES]
    if not LEAST_NAME_WORDS <= len(own) <= MOST_NAME_WORDS or own[0] != parts[0] or is_no_writer(words):
        return False
    return all(_NAME_WORD.fullmatch(part) is not None and part[0].isupper() for part in own)


def owner_of(site: str, title: str) -> str | None:
    """Whose journal a page of a system for many belongs to: its site is called "Anna Berg on Svbtle"."""
    owned = _OWNED.fullmatch(site)
    return owned["name"] if owned is not None and title.endswith(owned["name"]) else None


_OWNED = re.compile(r"(?P<name>[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){1,3})\son\s\w+")


_POSTING = re.compile(
    r"(?P<name>\S.{0,60}?)\s(?:on|auf|sur|en)\s(?:Twitter|X|Instagram|Facebook|Mastodon|Threads|LinkedIn)\s?:\s?[\"“«„]"
)


def posting_writer(window: str) -> str | None:
    """Who wrote a short posting without a headline, as its window's title says: 'Anna Berg on Twitter: "..."'."""
    posting = _POSTING.match(window)
    return posting["name"] if posting is not None else None
