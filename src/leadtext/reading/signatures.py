"""Name, role and organisation out of one line: "Posted 12 May 2011. Jo Marsh, medical director, Fenwick Trust"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from leadtext.reading.capture_lines import is_name, is_sentence
from leadtext.reading.comments.names import without_dates
from leadtext.records import LeftOut, Page, Piece

__all__ = ["Signature", "is_role", "sign_page", "signatures_in", "split_signature"]

LONGEST_SIGNATURE = 220
"""Characters; a longer line is a sentence."""

LONGEST_PART = 90
MOST_PART_WORDS = 10
"""Of a role or an organisation."""

BEHIND_NAME = "behind a writer's name"
"""Why a town or degree is left out."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a line says of a writer.

    Attributes:
        name: the writer's.
        role: as the line writes it, or None.
        organisation: the same.
        dropped: what stands there too and is neither, such as a town or a degree.
    """

    name: str
    role: str | None = None
    organisation: str | None = None
    dropped: tuple[str, ...] = ()


_OCCUPATION = re.compile(
    r"""\b(?:(?:non-?\s?executive\s+)?directors?|chief|chair(?:man|woman|person)?|(?:vice-?\s?)?presidents?|fellow|professor|lecturer
    |reader\s+(?:in|of)|nurses?|doctor|consultant|manager|head\s+of|headteacher|editor|officer|executive|gp|secretary|advis[eo]r
    |researcher|analyst|lead(?:er)?(?:\s+for)?|matron|midwi(?:fe|ves)|registrar|partner|founder|associate|correspondent|reporter
    |minister|governor|trustee|ceo|surgeon|physician|practitioner|coach|student|writer|author|journalist|commissioner|member
    |coordinator|co-ordinator|principal|dean|porter|engineer|teacher|driver|architect|accountant|solicitor|barrister|lawyer
    |pharmacist|dentist|optometrist|paramedic|carer|clerk|surveyor|treasurer|master|assistant|specialist|technician|scientist
    |\w{2,}(?:ologist|iatrist|thetist|therapist|iatrician|etician|ician|nomist|graphist|ographer)|worker|keeper|retired|emeritus
    |\w*[äa]rzt(?:in)?|\w*pfleger(?:in)?|krankenschwester|hebamme|\w*lehrer(?:in)?|gesch[äa]ftsf[üu]hrer(?:in)?
    |\w*leiter(?:in)?|redakteur(?:in)?|vorstand|vorsitzende[r]?|referent(?:in)?|direktor(?:in)?|sprecher(?:in)?
    |infirmi[eè]re?s?|m[ée]decin|directeur|directrice|chef\s+de|cadre|sage-femme|professeure?|journaliste|pr[ée]sidente?|enseignante?
    |m[ée]dic[oa]|enfermer[oa]|directora?|profesora?|jef[ea]|periodista|presidenta|matrona|maestr[oa])\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ORGANISATION = re.compile(
    r"\b(?:NHS|Trust|Hospitals?|Universit(?:y|ies)|College|School|Ltd|Limited|LLP|plc|Inc|Council|Department|Ministry|"
    r"Foundation|Institute|Centre|Center|Authority|PCT|CCG|ICB|Board|Consult(?:ing|ancy)|Associates|Partners|Fund|"
    r"Association|Society|Service|Group|Academy|Agency|Federation|Confederation|Surgery|Practice|Network|"
    r"Company|Solutions|Alliance|Union|Commission|Charity|Infirmary|Clinic|Hospice|Church|Library|Libraries|"
    r"\w*[Kk]linik(?:um)?|\w*[Kk]rankenhaus|Universit[äa]t|Hochschule|GmbH|Stiftung|Verband|Institut|Charit[ée]|"
    r"H[ôo]pital|Universit[ée]|CHU|Fondation|Clinique|Universidad|Fundaci[óo]n|Cl[íi]nica|Instituto)\b"
)
_ACRONYM = re.compile(r"(?:the\s+)?[A-Z][A-Z&.]{1,7}")
_DEGREE = re.compile(
    r"(?:(?:Ph\.?\s?D|D\.?\s?Phil|M\.?D|MBA|MPH|LL\.?[BM]|[BM]\.?\s?(?:Sc|A|Ed|Phil)|RN|[FM]RC\w{1,5}|[MCO]BE|Esq|Jr|Sr)"
    r"\.?[\s,]*)+",
    re.IGNORECASE,
)
# What a line says before the name: "Editorial. Published 10 May 2011.", without the day
_POSTED = re.compile(
    r"^\W*(?:[^\W\d_]{3,20}\.\s+)?(?:posted|published|submitted|written|added|sent|updated|ver[öo]ffentlicht|geschrieben|eingereicht"
    r"|publi[ée]|post[ée]|[ée]crit|envoy[ée]|publicado|enviado|escrito)\b\s*(?:(?:on|am|le|el)\b)?\s*[.,:;|·–—-]*\s*"
    r"(?:(?:by|von|par|por)\b\s*:?\s*)?",
    re.IGNORECASE,
)
_BY = re.compile(r"^\W*(?:by|von|par|por|words|text)\b\s*:?\s+", re.IGNORECASE)
_TAIL = re.compile(r"\s*(?:[|·•]|\s[–—-]\s).*$")
# "medical director at the Fenwick Trust", "director of the Fenwick Trust"
_AT = re.compile(
    r"(?P<role>.{2,80}?)\s+(?:at|of the|for the|from|beim?|der|am)\s+(?:the\s+)?(?P<organisation>\S.{1,100})"
)
_NAMES_TOO = frozenset({"dean", "master", "porter", "driver", "clerk", "coach", "carer", "fellow", "keeper", "teacher"})
"""Occupations that are names too: "Anna Berg, Dean Smith" and "Anna Berg, Bo Porter" are two writers each."""


def without_posted(line: str) -> str:
    """A writer's line without "Posted 12 May 2011." before the name; as it is where nothing such stands there."""
    rest = _POSTED.sub("", without_dates(line), count=1)
    return rest if rest != without_dates(line) else line


def split_signature(line: str) -> Signature | None:
    """What a line says of its writer; None where it names no role and no organisation for sure.

    A part is a role by a word for a title or occupation in it, and an organisation by a word such as "Trust" or
    "University" or as an acronym.

    Args:
        line: one line, such as a comment's signature or an article's byline.
    """
    if len(line) > LONGEST_SIGNATURE or "," not in line:
        return None
    text = _TAIL.sub("", _BY.sub("", without_posted(line), count=1)).strip(" .,;:")
    dateless = without_dates(text).strip(" .,;:")
    name, *parts = [part.strip(" .;:") for part in dateless.split(",")]
    parts = [part for part in parts if part]
    if not parts or not is_name(name) or _begins_as_role(name) or any(map(_is_no_part, parts)):
        return None
    roles: list[str] = []
    organisations: list[str] = []
    dropped: list[str] = []
    for part in parts:
        if _DEGREE.fullmatch(part) is not None:
            dropped.append(part)
        elif _is_organisation(part):
            organisations.append(part)
        elif not organisations and is_role(part):
            roles.append(part)
        elif _is_person(part):
            return None
        elif organisations:
            organisations.append(part)  # "Fenn Hospital, Leeds"
        else:
            dropped.append(part)
    if roles and not organisations:
        at = _AT.fullmatch(roles[-1])
        if at is not None and _is_organisation(at["organisation"]):
            roles[-1], organisations = at["role"], [at["organisation"]]
    if not roles and not organisations:
        return None
    return Signature(name, ", ".join(roles) or None, ", ".join(organisations) or None, tuple(dropped))


def _is_no_part(part: str) -> bool:
    return (
        len(part) > LONGEST_PART
        or len(part.split()) > MOST_PART_WORDS
        or any(character.isdigit() for character in part)
        or is_sentence(part)
        or re.search(r"\b(?:is|are|was|were|has|have|had|says?|said|argues?|writes?|explains?|looks?)\b", part)
        is not None
    )


def is_role(part: str) -> bool:
    """Whether a part of a writer's line is an occupation, and no name that is one too."""
    return _OCCUPATION.search(part) is not None and not _is_person(part)


def _is_organisation(part: str) -> bool:
    """Whether a part names an organisation and no role in it: "Fenwick Trust", not "director of the Fenwick Trust"."""
    if _ACRONYM.fullmatch(part) is not None:
        return part.casefold() not in _NO_ACRONYMS
    found = _ORGANISATION.search(part)
    role = _OCCUPATION.search(part)
    return found is not None and (role is None or role.start() > found.start())


_NO_ACRONYMS = frozenset(
    {"gp", "ceo", "cfo", "coo", "md", "uk", "u.k", "usa", "us", "u.s", "eu", "nsw", "the uk", "the us", "the usa"}
)
"""Titles and countries."""


def _is_person(part: str) -> bool:
    """Whether a part is another writer's name."""
    occupation = _OCCUPATION.search(part)
    return is_name(part) and (occupation is None or occupation[0].casefold() in _NAMES_TOO)


def _begins_as_role(name: str) -> bool:
    occupation = _OCCUPATION.match(name)
    return occupation is not None and occupation[0].casefold() not in _NAMES_TOO


def signatures_in(lines: Iterable[str]) -> dict[str, Signature]:
    """The signatures among some lines, by the writer's name; of several of one writer the shortest line's.

    A longer one may go on with what the writer says.
    """
    found: dict[str, Signature] = {}
    for line in sorted(set(lines), key=len):
        signature = split_signature(line)
        if signature is not None:
            found.setdefault(signature.name, signature)
    return found


def sign_page(page: Page, article: Mapping[str, Signature], comments: Mapping[str, Signature]) -> Page:
    """The page with roles and organisations taken out of its writers' lines.

    Args:
        page: a page as it was read.
        article: the signatures in the lines around its article, by name.
        comments: those in its comments.

    Returns:
        The page; what behind a name is neither role nor organisation is told as left out.
    """
    left_out: list[LeftOut] = []
    publication = page.publication and _signed(page.publication, article, left_out)
    signed = tuple(_signed(comment, comments, left_out) for comment in page.comments)
    if publication == page.publication and signed == page.comments:
        return page
    return replace(page, publication=publication, comments=signed, left_out=(*page.left_out, *left_out))


def _signed(piece: Piece, known: Mapping[str, Signature], left_out: list[LeftOut]) -> Piece:
    if piece.author is None or piece.role is not None or piece.organisation is not None:
        return piece
    author = without_posted(piece.author)
    author = piece.author if author == piece.author else author.strip(" .,;:") or piece.author
    signature = split_signature(author) or known.get(author) or _of_joined(author, known)
    if signature is None:
        return piece if author == piece.author or not is_name(author) else replace(piece, author=author)
    left_out += [LeftOut(part, BEHIND_NAME) for part in signature.dropped]
    return replace(piece, author=signature.name, role=signature.role, organisation=signature.organisation)


_JOINED = re.compile(r"\s+and\s+|,\s*")


def _of_joined(author: str, known: Mapping[str, Signature]) -> Signature | None:
    """The signature whose parts were taken for several writers: "J. Okafor and non-executive director"."""
    parts = {part.strip().casefold() for part in _JOINED.split(author)}
    for signature in known.values():
        own = (signature.name, signature.role or "", signature.organisation or "", *signature.dropped)
        of_line = {part.strip().casefold() for words in own for part in _JOINED.split(words)}
        # one part alone must be the role or the organisation, and none that a writer may be called
        tells = len(parts) > 1 or _OCCUPATION.search(author) or _ORGANISATION.search(author)
        if tells and parts <= of_line:
            return signature
    return None
