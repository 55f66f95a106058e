"""The lines of a saved page, and what a single line looks like: a name, a heading, site furniture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from leadtext.reading.dates import parse_date
from leadtext.records import PartialDate

__all__ = [
    "Block",
    "Line",
    "blocks_of",
    "closing_date",
    "is_anonymous",
    "is_furniture",
    "is_heading",
    "is_link",
    "is_name",
    "is_sentence",
    "lines_of",
    "lone_date",
    "parts_of",
    "plain_key",
    "quoted",
]

LONGEST_HEADING_WORDS = 14
LONGEST_HEADING = 110
"""Characters; longer lines without a full stop are paragraphs whose writer forgot it."""

WRAPPED_WIDTH = 150
"""No program that wraps lines makes them longer: a block with a longer line holds a paragraph a line."""

PARAGRAPH_WORDS = 20
"""A block of so many words, ending as a sentence does, is surely prose."""

LONGEST_FURNITURE_WORDS = 45
"""A longer text that mentions cookies or newsletters may be somebody's argument about them."""

LONGEST_CALL_WORDS = 16
"""A longer text that begins like a button ("Read more ...") is a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something.

    Attributes:
        text: with single spaces, without its bullet.
        bullet: whether it begins with one.
        blank_before: whether it begins the page or stands below an empty line.
    """

    text: str
    bullet: bool = False
    blank_before: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines with no empty line between them: a paragraph, a heading, a verse, an item of a list."""

    lines: tuple[str, ...]
    bullet: bool = False

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.lines)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(line.split()) for line in self.lines)

    @property
    def is_prose(self) -> bool:
        """Whether it is surely a paragraph of the text: long enough, ending as sentences do, no furniture."""
        return self.words >= PARAGRAPH_WORDS and is_sentence(self.text) and not is_furniture(self.text)


_BULLET = re.compile(r"[•●◦‣▪■·⁃*-]\s+(?=\S)")
_TABBED = re.compile(r"\s*\t\s*")  # menus come as one line, their items divided by tabs
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything, with their bullets taken off."""
    lines: list[Line] = []
    blank = True
    for raw in _INVISIBLE.sub("", text).split("\n"):
        content = " ".join((_TABBED.sub(" | ", raw.strip()) if raw.strip().count("\t") > 1 else raw).split())
        if not content:
            blank = True
            continue
        mark = _BULLET.match(content)
        lines.append(Line(content[mark.end() :] if mark is not None else content, mark is not None, blank))
        blank = False
    return lines


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The lines put together: a new block after an empty line and at a bullet."""
    blocks: list[Block] = []
    together: list[Line] = []
    for line in lines:
        if together and (line.blank_before or line.bullet):
            blocks += _divided(together)
            together = []
        together.append(line)
    if together:
        blocks += _divided(together)
    return blocks


def _divided(lines: list[Line]) -> list[Block]:
    if max(len(line.text) for line in lines) <= WRAPPED_WIDTH:
        return [Block(tuple(line.text for line in lines), lines[0].bullet)]
    return [Block((line.text,), lines[0].bullet and place == 0) for place, line in enumerate(lines)]


_CLOSERS = "\"'’”»“‘)]*†¹²³"


_PARTS = re.compile(r"\s+[|·•]\s+")


def parts_of(text: str) -> list[str]:
    """The parts of a line that bars or dots divide ("3 May 2011 | By Jo Marsh")."""
    return [part for part in _PARTS.split(text) if part]


def is_sentence(text: str) -> bool:
    """Whether it ends as a sentence does."""
    return text.rstrip(_CLOSERS + " ").endswith((".", "!", "?", "…", "。"))


def is_heading(block: Block) -> bool:
    """Whether it is a short line of its own that ends like no sentence: a heading, caption, label or menu item."""
    return (
        len(block.lines) == 1
        and not block.bullet
        and len(block.text) <= LONGEST_HEADING
        and block.words <= LONGEST_HEADING_WORDS
        and not is_sentence(block.text)
    )


# What only a web site says of itself. Short texts that hold it are furniture.
_SITE = re.compile(
    r"\b(?:accept(?:ing)?|enable|disable|uses?|using|manage|our|block(?:ing)?) (?:\w+ )?cookies\b|"
    r"\bcookie (?:policy|notice|settings|preferences)\b|\bcookies (?:help|allow|on (?:this|our))\b|"
    r"\b(?:sets?|setting|called|these) cookies\b|"
    r"\b(?:your|another|newer|older|modern|this) browser\b|\bjavascript\b|\bskip to\b|\btoggle\b|\bsitemap\b|"
    r"\b(?:sign|log|logged) ?in (?:to|or|each|here)\b|\brss\b|\bprivacy (?:policy|notice|statement)\b|"
    r"\bterms (?:and|&|of) (?:conditions|use|service)\b|\ball rights reserved\b|^©|\bcopyright ©? ?\d{4}\b|"
    r"\bregistered (?:charity|company|office)\b|\bpowered by \w+$|\bback to (?:the )?top\b|"
    r"\b(?:this|our) (?:e-?mail )?newsletter\b|\bour (?:weekly|daily|monthly|free) (?:e-?mail|newsletter|update)|"
    r"\bfollowing (?:topics?|tags?):|\bdatenschutzerkl|\bmentions légales\b|\bpolítica de privacidad\b|"
    r"\b(?:views? and news|news and views) from\b",
    re.IGNORECASE,
)
# How a web site calls its reader to do something: furniture where a short text begins so.
_CALL = re.compile(
    r"(?:please )?(?:(?:sign|log) ?(?:in|up|on|out)\b|subscribe\b|register (?:now|here|for|to)\b|follow (?:us|@)|"
    r"find us on\b|like us on\b|share (?:this|on|via|with)\b|print (?:this|page)\b|e-?mail this\b|click (?:here|on)\b|"
    r"read (?:more|the full|full|next|our|also)\b|learn more\b|find out more\b|discover more\b|(?:view|see|show) "
    r"(?:all|more|\d)|download (?:the|this|our|a|pdf|now)\b|get (?:rss|our|the latest|updates|alerts)\b|join (?:us|our "
    r"mailing)|jump to\b|(?:main )?menu\b|news ?feeds?\b|e-?newsletters?\b|advertis\w+|contact us\b|donate\b|"
    r"topics?:|tags?:|categor(?:y|ies):|filed under\b|tagged\b|reading time\b|\d+ ?min(?:ute)?s?'? read\b|"
    r"page \d+ of \d+|latest news\b|all the latest\b|back to\b|you (?:must|need to|have to) (?:be |sign|log|register)|"
    r"have your say\b|(?:anmelden|mehr lesen|s'inscrire|en savoir plus|leer más|iniciar? sesión)\b)",
    re.IGNORECASE,
)
# Whole lines that are buttons, labels of a page or links to its neighbours.
_BUTTON = re.compile(
    r"(?:home|search|menu|close|print|e-?mail|share|tweet|facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|"
    r"google ?\+|mastodon|bluesky|instagram|youtube|copy link|save|like|likes?|reply|report|top|next|previous|prev|"
    r"back|more|contact( us)?|about( us)?|accessibility|help|faqs?|comments?|advertisement|sponsored|image|photo|"
    r"listen|watch|bookmark|favourite|follow|unfollow|related|tags?|topics?)(?: \(?\d+\)?)?[:>»›]?|"
    r"[\d.,]+ (?:shares?|likes?|views?|comments?|replies|responses)|(?:comments?|shares?|views?) ?\(?\d*\)?|"
    r"(?:photo(?:graph)?|image|picture|credit|source|illustration)s?(?: credit| by)?: .{0,80}|"
    r"(?:[^>»›|/]{1,40}\s+[>»›|/]\s+)+[^>»›|/]{0,80}",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Whether it is the web site that speaks: menus, cookie notices, calls to subscribe, breadcrumbs."""
    words = len(text.split())
    if len(text) > 400 or words > LONGEST_FURNITURE_WORDS:
        return False
    if _BUTTON.fullmatch(text) is not None or _SITE.search(text) is not None:
        return True
    return words <= LONGEST_CALL_WORDS and _CALL.match(text) is not None


_LINK = re.compile(r"[<(\[]?(?:https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64})[>)\]]?", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Whether it is an address and nothing else."""
    return len(text) <= 2_000 and _LINK.fullmatch(text) is not None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAME_TITLES = _words(
    """mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron rev revd hon rt cllr herr frau mme m"""
)
_PARTICLES = _words("""de der den del della di da dos du la le van von zu zum bin ibn al el ap ter ten y und e and""")
_LETTERS_AFTER = _words("""mbe obe cbe kcb dbe kbe frcp frcgp phd md mp rn ma msc bsc qc kc jr sr ii iii""")
# Words of headings and of short remarks ("Well Said", "Integrated Care"): a line that holds one names nobody.
_NOT_NAMES = _words(
    """
    academy agency association bulletin center centre college commission company council courier daily
    federation foundation fund gazette group institute journal limited ltd magazine media network networks
    online society times union weekly
    a about absolutely after again against agree agreed all also always amazing an annual any are article
    as ask at author authors award back bad be better between beyond blog board boards brilliant britain
    but by can care change chief clinical collective comment comments committee communication community
    compassion compassionate conference content could culture data date dear department development
    digital director doctors does done education email engagement equality events every everyone exactly
    excellent executive fair features finally finance first for forward found from fully general good
    governance government great group guidance had has have health healthcare hear heard hello help her
    here his home hospital hospitals how human i if improvement in indeed innovation inspection integrated
    integration interesting introduction is issue it its job join just key kind know latest leader leaders
    leadership leading learning let letter like local made make management manager managers many me
    medical medicine meet mental messages might more most much my national never new news next nhs no
    nonsense not now nurse nurses nursing of off ok on one only opinion or organisation organisational
    organisations other our out over overview page part patient patients people perhaps performance
    personal policy position practice press primary priorities professional programme public published
    quality question questions quite rather read reader really recent reform regulation related report
    reports research resources response results review right rubbish safety same say secondary seriously
    service services shame share should show simply site so social some sorry speaking spot staff still
    strategy summary support system systems talk tax team teams thank thanks that the their them then
    there they thing things think this those time to today together too topic topics totally training true
    trust trusts truth uk understanding university update us value values very view views vision want was
    way we welcome well wellbeing were what when where which who why with women work workforce
    working world would wow year years yes you your
    """
)
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.?|[^\W\d_][^\W\d_]*(?:['’.-][^\W\d_]+)*)")


def is_name(text: str, *, fewest_words: int = 2) -> bool:
    """Whether a line looks like one person's name: some capitalised words, none of them a common word.

    Args:
        text: a line.
        fewest_words: how many words a name must have here; one is right only where names are expected.
    """
    words = text.replace(",", " ").split()
    core = [word for word in words if _bare(word) not in _NAME_TITLES | _LETTERS_AFTER]
    if not (fewest_words <= len(core) <= 5 and len(text) <= 60):
        return False
    for place, word in enumerate(core):
        if _bare(word) in _NOT_NAMES or _NAME_WORD.fullmatch(word) is None:
            return False
        if not word[0].isupper() and (_bare(word) not in _PARTICLES or place == len(core) - 1):
            return False
    # NHS ENGLAND is no person, nor is a run of initials; JANE DOE may be.
    return any(len(_bare(word)) > 2 for word in core)


_ANONYMOUS = _words("anonymous anonym anonyme anónimo anónima anonimo guest gast invité invitado unknown n/a")


def is_anonymous(text: str) -> bool:
    """Whether it stands for no name where a name is expected."""
    return text.casefold().strip(" .,:;|-–—") in _ANONYMOUS


def _bare(word: str) -> str:
    return word.casefold().strip(".,'’()")


_DATE_WORDS = re.compile(
    r"\b(?:first|last|date|dated|published|publication|posted|submitted|updated|modified|reviewed|created|written|on|"
    r"at|the|am|pm|um|uhr|le|el|de|of|st|nd|rd|th|gmt|bst|utc|by|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|"
    r"sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|"
    r"july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)


def lone_date(text: str, *, day_first: bool = True) -> PartialDate | None:
    """The date of a line that holds a date and hardly anything else ("Published: 3 May 2011, 09:12")."""
    if len(text) > 60 or not any(character.isdigit() for character in text):
        return None
    date = parse_date(text, day_first=day_first)
    if date is None:
        return None
    left_over = re.findall(r"[^\W\d_]{2,}", _DATE_WORDS.sub(" ", text))
    return date if len(left_over) <= 1 else None  # one: a month or weekday in another language


_SEPARATOR = re.compile(r"\s*[,|·•–—]\s+|\s+-\s+")


def closing_date(text: str, *, day_first: bool = True) -> PartialDate | None:
    """The date at the end of a line that is no sentence ("Fenwick Institute, 14 September 2010")."""
    if len(text) > LONGEST_HEADING or is_sentence(text):
        return None
    for separator in [None, *_SEPARATOR.finditer(text)]:
        date = lone_date(text[0 if separator is None else separator.end() :], day_first=day_first)
        if date is not None:
            return date
    return None


_QUOTED = re.compile(r"[\"“”„«‘'’»]\s*(?P<inside>.+?)\s*[\"”“»’'«‘][.,]?", re.DOTALL)


def quoted(text: str) -> str | None:
    """What stands between the quotation marks of a line that is wholly in them, else None."""
    match = _QUOTED.fullmatch(text)
    if match is None:
        return None
    inside = match["inside"]
    # “One,” she said, “and two” begins and ends with marks, but is not one quotation.
    return None if re.search(r"[”»]\W.*[“«]", inside) is not None else inside


def plain_key(text: str) -> str:
    """A line for comparing: lower case, straight quotation marks, single spaces, no accents or end marks."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("‘", "'"))
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split()).rstrip(" :.,…")
