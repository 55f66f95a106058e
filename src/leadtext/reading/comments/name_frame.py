"""The words that a page's interface puts around a writer's name: "says", "in reply to", "permalink", "(not verified)".

They are lists in four languages, and `without_shared_words` finds those of any other by what a page's names share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadtext.reading.comments.class_names import word_set

__all__ = ["ANSWERING", "SPOKE", "says_at", "without_frame", "without_shared_words", "without_towns"]

SPOKE = (
    # English
    r"says?|said|writes?|wrote|written|replie[sd]|respond(?:s|ed)|comments|commented|commenting"
    r"|add(?:s|ed)|ask(?:s|ed)|answer(?:s|ed)|post(?:s|ed)|note[sd]|state[sd]|remark(?:s|ed)|observe[sd]|opine[sd]"
    r"|had\s+this\s+to\s+say|has\s+(?:said|written|commented)"
    # German
    r"|sagte?|schreibt|schrieb|meinte?|kommentierte?|antwortete?|erwiderte?|erg[äa]nzte?|f[üu]gte?\s+hinzu"
    r"|fragte?|bemerkte?|postete?|(?:hat|hatte)\s+(?:gesagt|geschrieben|gemeint|kommentiert|geantwortet|erg[äa]nzt|gefragt)"
    # French
    r"|(?:a|avait)\s+(?:dit|[ée]crit|r[ée]pondu|comment[ée]|ajout[ée]|r[ée]agi|post[ée]|demand[ée]|publi[ée])"
    r"|dit|[ée]crit|r[ée]pond(?:ait)?|commente|ajoute|r[ée]agit|demande"
    # Spanish
    r"|(?:ha|hab[íi]a)\s+(?:dicho|escrito|comentado|respondido|contestado|opinado|a[ñn]adido)"
    r"|dice|dijo|escrib(?:e|i[óo])|coment[aóo]|respond(?:e|i[óo])|contest[aóo]|opin[aóo]|a[ñn]ad(?:e|i[óo])|pregunt[aóo]"
)
"""That somebody says something, without regard to case."""

ANSWERING = (
    r"(?:in\s+(?:reply|response|answer)\s+to|repl(?:y|ying|ied)\s+to|respond(?:ing|ed|s)?\s+to"
    r"|(?:als\s+)?antwort\s+(?:auf|an)|antwortet(?:e)?(?:\s+(?:auf|an))?|erwidert(?:e)?\s+auf"
    r"|en\s+r[ée]ponse\s+[àa]|r[ée]pond(?:\s+|u\s+)[àa]|en\s+respuesta\s+a|respond(?:e|i[óo]|iendo)\s+a|contest[aóo]\s+a"
    r"|(?:w\s+)?odpowied(?:ź|z|zi)\s+(?:na|do|dla)|in\s+risposta\s+a|em\s+resposta\s+a|(?:als\s+)?reactie\s+op|(?:som\s+)?svar\s+(?:till|til|på))"
)
"""That somebody answers somebody, whose name follows."""

_VERB = re.compile(rf"(?<=\S)[\s,|·–—-]+(?P<verb>{SPOKE})(?=$|[\s:,.…])", re.IGNORECASE)
# "on", "at", "the following", "in reply to Anna": what may follow "said" where its day has been taken out
_TAIL = re.compile(
    rf"""(?:[\s:,.…|·–—-]+
    | (?:on|at|am|um|den|vom|le|el|the|[àa]|a\s+las?|this|that|the\s+following|so|back|again|here|dazu|dies|folgendes
      |hier|ceci|ici|esto|lo\s+siguiente|aqu[íi]|uhr|h|by|via)\b
    | (?:{ANSWERING}|(?:to|an|auf|[àa]|a)\b)\s*:?\s*@?\S.{{0,80}} )*$""",
    re.IGNORECASE | re.VERBOSE,
)


def says_at(line: str) -> tuple[int, int] | None:
    """Where the verb stands in "Anna says", or None where nothing says that somebody speaks.

    A verb with a capital letter may be a name ("Anne Said", "Will Says"): it is one but where a colon, dots or a
    "on" follow, or all of the line is in capitals.
    """
    for verb in _VERB.finditer(line):
        words, behind = verb["verb"], line[verb.end() :]
        if words[0].islower() or line.isupper() or _FOLLOWS_VERB.match(behind):
            return verb.start(), verb.end()
    return None


_FOLLOWS_VERB = re.compile(r"\s*(?::|\.{2,}|…)|\s+(?:on|at|am|um|le|el|a\s+las|[àa])\b|\s+\d", re.IGNORECASE)


# "#3 Anna", "3. Anna", "(3) Anna", "No. 3: Anna", and "3 De Anna", where "de" alone may begin a name
_NUMBERING = re.compile(
    r"^\s*(?:(?:\#|№|n[or°º]\.?\s\#?|nr\.?\s\#?)\s?\d{1,5}(?:\.\d{1,4})*\s*[.:)|-]?\s+|\d{1,4}\s*[.)|:]\s+|[(\[]\d{1,5}[)\]][.:]?\s*"
    r"|\d{1,4}\s+(?:de|by|von|par|por|from)\s+(?=\S))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"""^[\s\W_]*?(?:
    (?:(?:posted|submitted|written|added|left|sent|asked|answered|replied|commented|started|shared|created|contributed|said)
      \s+(?:by|from)
    |(?:kommentar|comment|commentaire|comentario|beitrag|antwort|message|reply|response|note|eintrag|nachricht|r[ée]ponse
      |respuesta|mensaje|nota|avis|question|answer)\s+(?:\#?\d+\s+)?(?:by|von|vom|de|par|por|from)
    |(?:geschrieben|verfasst|eingereicht|eingestellt|gepostet|erstellt|hinterlassen|gesendet|ver[öo]ffentlicht|kommentiert)\s+von
    |(?:publi[ée]e?|post[ée]e?|soumis|[ée]crit|envoy[ée]e?|r[ée]dig[ée]e?|d[ée]pos[ée]e?|laiss[ée]e?|ajout[ée]e?|propos[ée]e?)\s+par
    |(?:publicado|enviado|escrito|comentado|dejado|a[ñn]adido|servido|firmado)\s+por | dice\s+ser
    |(?:escribi[óo]|dijo|coment[óo]|respondi[óo]|opin[óo]|schrieb|sagte|meinte|antwortete|kommentierte|wrote)(?=\s+[^\W\d_])
    |(?!(?:gast|guest)\s*\d+\W*$)
      (?:post\s+author|beitragsautor(?:in)?|by|von|par|por|from|autor|auteur|author|name|nom|nombre
      |(?:gast|guest)(?!\W+(?:on|at|am|um|den|vom|date|datum)\W*$|\s+(?!(?:on|about|re|zu)\s)(?-i:[a-zäöü]+)(?:\s|$)))
    )\s*[:\s]\s* | (?:text|de|verfasser(?:in)?|nick(?:name)?|pseudo|user(?:name)?|usuario|poster)\s*:\s*)+""",
    re.IGNORECASE | re.VERBOSE,
)
_TEAMS = word_set(
    "museum library archive archives gallery school college university hospital clinic ward practice trust charity "
    "council office shop store editorial magazine newspaper news press radio website site blog forum web support "
    "customer service services club society theatre centre center zoo park nursing medical clinical teaching academic "
    "technical the our"
)
# "Museum Staff", "NHS Staff" sign for a house; behind other names it is a badge
_NO_TEAM = r"(?-i:(?<![A-Z]{2}))" + "".join(rf"(?<!\b{word})" for word in sorted(_TEAMS))
# What may stand behind a name in any number: a status or an address in brackets, buttons, offices, a number, joints.
_BEHIND = re.compile(
    rf"""(?:
    (?<=\S)\s*[(\[](?:(?:not\s+|un)verified|verified|nicht\s+(?:[üu]berpr[üu]ft|verifiziert|registriert|angemeldet)
      |non\s+(?:v[ée]rifi[ée]|inscrit|connect[ée])|no\s+(?:verificado|registrado)
      |(?:un|not\s+)registered|(?:not\s+)?logged\s+in|gast|guest|visitor|besucher|invit[ée]|visiteur|invitado|visitante
      |author|autor(?:in)?|auteur|inactive|inaktiv|deleted|profil\s+(?:gel[öo]scht|supprim[ée])|offline|online
      |e?-?mail|www|web\s?(?:site)?|url|home\s?page|site|link|profile?|blog)[)\]]
    | \s*\([^()\s]+@[^()\s]+\) | \s+[(\[<]?(?:https?://|www\.)\S+
    | [\s,(–—-]+{ANSWERING}\s*:?\s*@?\S.{{0,80}} | \s+[→▸►⇒↪➜▶]\s*\S.{{0,80}}
    | (?:\s*[|·•]|\s+[–—-])\s*(?:reply|quote|perma-?link|link|edit|report|like
      |antworten|zitieren|melden|r[ée]pondre|citer|signaler|responder|citar)
    | \s+(?:perma-?link|permanent\s+link|direktlink|lien\s+permanent|enlace\s+permanente)
    | (?<!^the)(?<!^an)(?<!^a)(?<!^der)(?<!^die)(?<!^l[ea])(?<!^el)
      [\s,|·–—-]+(?:post\s+author|beitragsautor(?:in)?|auteur\s+de\s+l['’]article|autor\s+del\s+(?:art[íi]culo|blog)
      |author|moderator|admin)
    | {_NO_TEAM}(?:[\s,|·–—-]+(?-i:Staff|STAFF)|\s*[,|·–—-]\s*staff)
    | \s+(?:on|am|at|um|le|el|den|der|vom|à|a\s+las)
    | [\s,]+(?:date|datum|fecha|time|zeit|posted|written|geschrieben|verfasst|erstellt|publi[ée]|post[ée]|[ée]crit
      |publicado|enviado|escrito)(?:\s+(?:on|am|le|el))?\s*:
    | \.{{2,}} | \s*\(\s*\#?\d+\s*\) | \s+\#\s?\d+(?:\.\d+)* | \s*[(\[][\s:,;)\]]* | [\s:,;|·•…»]+ | \s+[@>/\#¶–—-]+
    )+$""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS = ' \t,;:|·•"“”„«»'
_IN_BRACKETS = re.compile(r"[(\[](?P<name>[^()\[\]]+)[)\]]")


def without_frame(line: str) -> str:
    """A name without the words of the interface before and behind it.

    Args:
        line: a byline with single spaces, its day taken out: "3. Posted by Anna Berg (not verified) says:".
    """
    name = _BEFORE.sub("", _NUMBERING.sub("", line, count=1).removeprefix("@ "), count=1)
    speaks = False
    while True:
        shorter = _BEHIND.sub("", name)
        verb = says_at(name) if not speaks else None
        if verb is not None and _TAIL.match(name, verb[1]):
            shorter, speaks = name[: verb[0]], True
        if shorter == name:
            break
        name = shorter
    name = name.strip(_ENDS)
    wrapped = _IN_BRACKETS.fullmatch(name)
    if wrapped is not None:
        return wrapped["name"].strip(_ENDS)
    return name[1:].lstrip() if name.startswith("[") and "]" not in name else name


LEAST_NAMES = 4
"""Different names on a page; two or three may share a word by chance."""

_LEAST_LEFT = 2
"""Characters that are left of each name."""


def without_shared_words(names: Sequence[str | None]) -> list[str | None]:
    """Names without the last word, written small, that all of a page's names share: "Anna kirjoitti", "Bo kirjoitti".

    Whatever the language, it is the page's. A word with a capital letter may be a family's name.

    Args:
        names: of each comment, or None where it has none.
    """
    known = {name for name in names if name}
    while len(known) >= LEAST_NAMES:
        ends = {name.rpartition(" ")[2] for name in known}
        end = next(iter(ends))
        if len(ends) > 1 or not end.strip(":").isalpha() or not end.islower():
            break
        shorter = {name: name.removesuffix(end).rstrip(_ENDS) for name in known}
        if any(len(name) < _LEAST_LEFT for name in shorter.values()):
            break
        names = [shorter[name] if name else name for name in names]
        known = set(shorter.values())
    return list(names)


_FROM_TOWN = re.compile(r"(?P<name>\S.*?)\s+from\s+(?P<town>[A-ZÀ-Þ][^\d\n]*)")
LEAST_FROM_TOWN = 3


def without_towns(names: Sequence[str | None]) -> list[str | None]:
    """Names without the towns behind them, where the page's form for all of them is "Anna from Hull".

    One who calls himself "Tourist from Hull" among others is called that.

    Args:
        names: of each comment, or None where it has none.
    """
    found = {name: _FROM_TOWN.fullmatch(name) for name in names if name}
    towns = {match["town"] for match in found.values() if match is not None}
    if len(found) < LEAST_FROM_TOWN or len(towns) < 2 or None in found.values():
        return list(names)
    return [match["name"] if name and (match := found[name]) is not None else name for name in names]
