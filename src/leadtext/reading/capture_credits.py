"""Who wrote what a saved page holds, when and under which title, from how the lines above and below it look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from leadtext.reading.capture_lines import (
    Block,
    closing_date,
    is_furniture,
    is_link,
    is_name,
    is_sentence,
    lone_date,
    plain_key,
    quoted,
)
from leadtext.reading.dates import parse_date
from leadtext.records import Kind, LeftOut, PartialDate

__all__ = [
    "CLOSING",
    "Article",
    "byline_place",
    "find_author",
    "find_date",
    "find_in_tail",
    "find_title",
    "is_byline",
    "people",
    "set_kind",
    "set_title",
    "split_role",
]

LONGEST_TITLE_WORDS = 25
LONGEST_HEAD = 200
"""Lines above the text in which the title is looked for; menus may be longer."""

LONGEST_BYLINE = 300
LONGEST_ROLE = 100
"""Characters; a longer line below an author's name is the article's standfirst."""

MOST_NOTES = 300
"""A page with more left-out lines is a dump: the notes stop there."""


@dataclass
class Article:
    """What stands for the publication on a page; filled step by step."""

    title: str = ""
    kind: Kind | None = None
    author: str | None = None
    role: str | None = None
    organisation: str | None = None
    date: PartialDate | None = None
    paragraphs: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave_out(self, what: str, why: str) -> None:
        """Note that something on the page is no part of the text."""
        if len(self.left_out) < MOST_NOTES:
            self.left_out.append(LeftOut(what if len(what) <= 200 else what[:199] + "…", why))


# Sections that magazines put before a title ("Features: Leading from behind"), with the genre they tell.
_GENRES: tuple[tuple[Kind, str], ...] = (
    ("blog", "blog|blogs|blog post|guest blog|our blog"),
    ("report", "report|reports|publication|research report|policy paper"),
    (
        "article",
        "feature|features|news|opinion|comment|analysis|interview|editorial|leader|article|articles|essay|column|"
        "viewpoint|perspective|profile|letters|in depth|long read|news analysis|press release|special report|"
        "case study",
    ),
)
_SECTIONS: dict[str, Kind] = {name: kind for kind, names in _GENRES for name in names.split("|")}
_SECTION = re.compile(
    r"(?P<section>" + "|".join(sorted(_SECTIONS, key=len, reverse=True)) + r")(?:\s*[:|]|\s+[–—-])\s+(?P<title>\S.*)",
    re.IGNORECASE,
)
# Headings of a text's first part, never its title.
_OPENING = re.compile(
    r"summary|overview|introduction|abstract|key (?:messages|points|findings)|background|foreword|contents|"
    r"executive summary|about (?:this report|the authors?)|authors?|details|description|at a glance"
)
# The labels of lists of topics, whose items look like titles.
_TOPICS = re.compile(r"(?:.{0,60}\b)?(?:topics?|tags?|categor(?:y|ies)|filed under|themes?|sections)")
_MASTHEAD = re.compile(r"\b(?:welcome to|official (?:web)?site|the (?:home|voice|magazine) of|website of)\b", re.I)
# "By Jo Marsh", "Written by: Jo Marsh", "Author: Jo Marsh", "Von Jo Marsh"
_BY = re.compile(
    r"(?:(?:written|posted|published|submitted|words|text|story|blog|report|article)\s+(?:on .{4,40}? )?)?"
    r"(?:by|authors?|von|par|por|autor(?:en|in)?|auteurs?)\b\s*:?\s+(?P<who>\S.*)",
    re.IGNORECASE,
)
# "The choir needs no conductor, argues Jo Marsh"
_SAYS = re.compile(
    r"\b(?:argues?|writes?|says?|explains?|asks?|reports?|suggests?|believes?|reflects?|warns?|by)\s+"
    r"(?P<who>[^,.;:]{3,80})[.]?$"
)
# "Jo Marsh and Ali Reid, directors at the Fund, look at ...": a sentence that says who writes about what.
# Verbs of news ("says", "finds") are not among them: their sentences report, they don't introduce.
_BYLINE = re.compile(
    r"(?P<who>[^,]{3,90}), (?P<role>[^,]{3,120}?),? (?:looks?|explains?|argues?|asks?|considers?|discuss(?:es)?|"
    r"describes?|reflects?|writes?|examines?|explores?|shares?|reviews?|introduces?|sets? out|outlines?|offers?|"
    r"makes? the case|takes? a look|investigates?)\b"
)
_ROLE = re.compile(
    r"\b(?:director|chief|chair(?:man|woman|person)?|president|fellow|professor|lecturer|nurse|doctor|consultant|"
    r"manager|head|editor|officer|executive|gp|secretary|adviser|advisor|researcher|analyst|lead|leader|matron|"
    r"midwife|registrar|partner|founder|associate|correspondent|reporter|minister|governor|trustee|ceo|surgeon|"
    r"physician|therapist|coach|student|writer|journalist|commissioner|member|coordinator|principal|dean)s?\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:(?:kind|best|warm|with|many|yours|very)\s+)*(?:regards|wishes|thanks|sincerely|faithfully|truly|yours|love)"
    r"\b[\w\s]{0,20},?",
    re.IGNORECASE,
)


def find_title(head: Sequence[Block], day_first: bool) -> int | None:
    """The line above the text that is most like a title."""
    keys = [plain_key(block.text) for block in head]
    near = keys[-LONGEST_HEAD:]
    best: tuple[float, int] | None = None
    for place in range(max(0, len(head) - LONGEST_HEAD), len(head)):
        block, text = head[place], head[place].text
        if block.bullet or block.words > LONGEST_TITLE_WORDS or not re.search(r"[^\W\d_]{2}", text):
            continue
        if (
            is_byline(text)
            or is_name(text)
            or _OPENING.fullmatch(keys[place]) is not None
            or keys[place] in _SECTIONS
            or lone_date(text, day_first=day_first) is not None
            or (is_furniture(text) and _SECTION.fullmatch(text) is None)
            or text.endswith(":")
            or is_link(text)
        ):
            continue
        score = 0.1 * place / len(head)  # of two alike, the one nearer to the text
        score += 4 * (_SECTION.fullmatch(text) is not None)
        score += 3 * (near.count(keys[place]) > 1 or any(_is_window_title(other, keys[place]) for other in near))
        score += 3 * (place + 1 < len(head) and _is_credit(head[place + 1].text, day_first))
        score += place > 0 and (
            keys[place - 1] in _SECTIONS or lone_date(head[place - 1].text, day_first=day_first) is not None
        )
        score += 3 <= block.words <= 12
        score -= 3 * text.endswith(".")
        score -= 2 * (_MASTHEAD.search(text) is not None)
        score -= quoted(text) is not None
        score -= 4 * any(_TOPICS.fullmatch(other) is not None for other in keys[max(0, place - 8) : place])
        if best is None or score > best[0]:
            best = (score, place)
    return None if best is None else best[1]


def _is_window_title(line: str, key: str) -> bool:
    """Whether a line is the title with the site's name behind it, as a window's bar shows it."""
    return len(key) > 8 and line.startswith((key + " | ", key + " - ", key + " – ", key + " — ", key + " » "))


def _is_credit(text: str, day_first: bool) -> bool:
    return is_byline(text) or is_name(text) or lone_date(text, day_first=day_first) is not None


def is_byline(text: str) -> bool:
    """Whether a line says "By ..." before names."""
    match = _BY.match(text) if len(text) <= LONGEST_BYLINE else None
    return match is not None and people(re.split(r" \| |, | on | in | - |\d", match["who"])[0]) is not None


def set_title(article: Article, text: str, day_first: bool) -> None:
    """Set the title without its section, and the genre that the section tells."""
    match = _SECTION.fullmatch(text)
    if match is None:
        article.title = text
        return
    article.kind = _SECTIONS[match["section"].casefold()]
    # "Blog: September 2013" has no other title.
    only_date = lone_date(match["title"], day_first=day_first) is not None
    article.title = text if only_date else match["title"]


def set_kind(article: Article, head: Sequence[Block], title: int) -> None:
    """The genre, where a title or the line above it tells it ("Blog", "Chief executive's blog")."""
    above = plain_key(head[title - 1].text) if title > 0 else ""
    if article.kind is None:
        article.kind = _SECTIONS.get(above)
    if article.kind is None and re.search(r"\bblog\b", above + " " + plain_key(article.title)):
        article.kind = "blog"


def find_date(article: Article, head: Sequence[Block], title: int | None, day_first: bool) -> None:
    """The date above the text: below the title, else above it, else in a byline or the title itself."""
    start = -1 if title is None else title
    for block in [*head[start + 1 :], *reversed(head[: max(start, 0)])]:
        date = lone_date(block.text, day_first=day_first)
        if date is not None and not re.search(r"updated|reviewed|modified|copyright|©", block.text, re.IGNORECASE):
            article.date = date
            return
    for block in head[start + 1 :]:
        article.date = closing_date(block.text, day_first=day_first)
        if article.date is None and (is_byline(block.text) or (block.words <= 12 and "|" in block.text)):
            article.date = parse_date(block.text, day_first=day_first)
        if article.date is not None:
            return
    article.date = parse_date(article.title, day_first=day_first) if re.search(r"\d{4}", article.title) else None


def people(text: str) -> str | None:
    """The names in "Jo Marsh, Ali Reid and Mo Kerr", as one text; None where any part is no name."""
    text = text.strip(" .,:;|")
    parts = [part for part in re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b)\s*", text) if part]
    if not parts or len(parts) > 12 or not all(is_name(part) for part in parts):
        return None
    return text


def split_role(text: str) -> tuple[str | None, str | None]:
    """The role and organisation in "Medical director, Fenwick Trust" or "Medical director at the Fenwick Trust".

    With several commas the organisation begins with the first part that sounds like one ("NHS", "Trust",
    "University"); else only the last part is it.
    """
    text = text.strip(" ,;")
    if not text:
        return None, None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 1:
        start = next((place for place in range(1, len(parts)) if _ORGANISATION.search(parts[place])), len(parts) - 1)
        return ", ".join(parts[:start]), ", ".join(parts[start:])
    match = re.fullmatch(
        r"(?P<role>.{3,120}?) (?:at|of the|for the|from) (?:the )?(?P<organisation>[A-Z].{1,120})", text
    )
    if match is not None and _ROLE.search(match["role"]):
        return match["role"], match["organisation"]
    if _ORGANISATION.search(text) and not _ROLE.search(text):
        return None, text
    return text, None


_ORGANISATION = re.compile(
    r"\b(?:NHS|Trust|Hospitals?|Universit(?:y|ies)|College|School|Ltd|Limited|LLP|plc|Inc|Council|Department|Ministry|"
    r"Foundation|Institute|Centre|Center|Authority|PCT|CCG|ICB|Board|Consult(?:ing|ancy)|Associates|Partners|Fund|"
    r"Association|Society|Royal|Service|Group|Academy|Agency|Federation|Confederation|Surgery|Practice|Network|"
    r"Company|Solutions|Alliance|Union|Commission|Charity|Infirmary|Clinic|Hospice|Community|Church)\b"
)


def find_author(article: Article, head: Sequence[Block], title: int | None) -> None:
    """The author above the text: after "By", on a line of names, or who "argues" in the standfirst."""
    start = -1 if title is None else title
    order = [*range(start + 1, len(head)), *range(start - 1, -1, -1)]
    for place in order:
        match = _BY.match(head[place].text) if len(head[place].text) <= LONGEST_BYLINE else None
        if match is not None and _take_author(article, match["who"]):
            return
    for place in order:
        who = people(head[place].text)
        if who is not None and (place == 0 or not head[place - 1].text.endswith(":") or _labels_author(head, place)):
            article.author = who
            _take_role_below(article, head, place)
            return
        if place > start and _take_author(article, head[place].text, needs_role=True):
            return
    for place in order:
        match = _SAYS.search(head[place].text) if len(head[place].text) <= LONGEST_BYLINE else None
        if match is not None and _take_author(article, match["who"]):
            return


def _labels_author(head: Sequence[Block], place: int) -> bool:
    return re.search(r"\b(?:author|writt?en|by)\b", head[place - 1].text, re.IGNORECASE) is not None


def _take_author(article: Article, text: str, *, needs_role: bool = False) -> bool:
    """Set author, role and organisation from "Jo Marsh, medical director, Fenwick Trust | 3 May 2011"."""
    text = re.split(r" \| | · | • | on \d| on [A-Z][a-z]+day| - |\d{1,2}[./ ]", text)[0].strip(" ,;:.")
    parts = text.split(",")
    for count in range(len(parts), 0, -1):
        who = people(",".join(parts[:count]))
        rest = ",".join(parts[count:]).strip()
        if who is None or (needs_role and not (rest and len(rest) <= 150 and _ROLE.search(rest))):
            continue
        article.author = who
        if rest and len(rest) <= 200 and not is_sentence(rest):
            article.role, article.organisation = split_role(rest)
        return True
    return False


def _take_role_below(article: Article, head: Sequence[Block], place: int) -> None:
    if place + 1 < len(head):
        text = head[place + 1].text
        short = len(text) <= LONGEST_ROLE and not is_sentence(text) and _SAYS.search(text) is None
        if short and _ROLE.search(text) and lone_date(text) is None:
            article.role, article.organisation = split_role(text)


def byline_place(article: Article, body: Sequence[Block]) -> int | None:
    """The index of the sentence at the text's beginning that only says who writes; sets the author from it."""
    for place, block in enumerate(body[:6]):
        single = len(block.text) <= LONGEST_BYLINE and ". " not in block.text
        match = _BYLINE.match(block.text) if single else None
        who = people(match["who"]) if match is not None else None
        if match is not None and who is not None and article.author in {None, who}:
            article.author = who
            article.role, article.organisation = split_role(match["role"])
            return place
        if block.is_prose:
            return None
    return None


def find_in_tail(article: Article, tail: Sequence[Block], day_first: bool) -> None:
    """Author and date from below the text: a signature, a note about the author, "Posted on ..."."""
    lines = [line for block in tail for line in block.lines]
    for place, line in enumerate(lines):
        if len(line) > LONGEST_BYLINE:
            continue
        if article.date is None and not re.search(r"updated|reviewed|©|copyright|next", line, re.IGNORECASE):
            article.date = lone_date(line, day_first=day_first)
        about = re.match(r"(?P<who>[^,.]{3,60}?),? (?:is|was) (?:an? |the )?(?P<role>[^.]{3,150})(?:\.|$)", line)
        if about is not None and people(about["who"]) is not None and _ROLE.search(about["role"]):
            if article.author is None:
                article.author = people(about["who"])
            if article.role is None and _same_person(article.author, about["who"]):
                article.role, article.organisation = split_role(about["role"])
        signed = people(line) is not None and (
            (place > 0 and CLOSING.fullmatch(lines[place - 1]) is not None)
            or (place + 1 < len(lines) and len(lines[place + 1]) <= 100 and _ROLE.search(lines[place + 1]) is not None)
        )
        if article.author is None and signed:
            article.author = people(line)
            if place + 1 < len(lines) and _ROLE.search(lines[place + 1]):
                article.role, article.organisation = split_role(lines[place + 1])
        by = _BY.match(line)
        if article.author is None and by is not None:
            _take_author(article, by["who"])


def _same_person(author: str | None, name: str) -> bool:
    return author is not None and author.split()[-1].casefold() == name.rsplit(maxsplit=1)[-1].casefold()
