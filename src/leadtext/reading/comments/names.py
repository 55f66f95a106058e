"""A name out of the words of a byline, and a byline without its date."""

from __future__ import annotations

import re

from leadtext.reading.comments.interface import is_anonymous, is_interface_line, plain_words
from leadtext.reading.comments.name_frame import SPOKE, without_frame
from leadtext.reading.dates import DATE_ELSEWHERE

__all__ = [
    "LONGEST_NAME",
    "LONGEST_WHEN",
    "answerer_in",
    "clean_name",
    "says_when",
    "until_date",
    "without_byline",
    "without_byline_behind",
    "without_dates",
]


LONGEST_NAME = 80
"""Characters; what is longer is no name."""


LONGEST_ABBREVIATION = 5
"""Characters of a name's last word with its full stop, such as "Prof."; behind a longer one the byline ends."""


MOST_NAME_WORDS = 8
"""Words: "Prof. Dr. Anna Maria von der Heide (Universität Ulm)" is about the longest that commenters write."""


_WHEN = re.compile(
    r"""
    \((?:gmt|utc|(?:\w+\s){1,2}(?:standard|daylight|summer)\s+time)\b[^()]{0,30}\)
    | \b(?:(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?
      |(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)s?
      |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
      |lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)\b[.,]?
      (?=\s*(?:,\s*)?(?:(?:the|den|der|le|el|at|um|[àa])\s+)?(?:\d|[a-zäéû]{3,10}\.?\s+\d))
    | (?:^|(?<=[\s,(|]))(?:mo|di|mi|do|fr|sa|so)[.,](?=\s*\d)
    | \b\d{4}-\d{2}-\d{2}(?:t[\d:.+z-]*)?
    | \b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?['’]?\d{2,4}\b
    | \b\d{1,2}(?:st|nd|rd|th|er|\.)?[\s-]+(?:of\s+|de\s+)?[a-zäéû]{3,10}\.?,?[\s-]+(?:de\s+|del\s+)?\d{4}\b
    | \b\d{1,2}-[a-zäéû]{3,10}\.?-\d{2}\b
    | \b(?:jan(?:uary|uar|vier|v)?|feb(?:ruary|ruar|rero|r)?|f[ée]v(?:rier|r)?|mar(?:ch|s|zo|z)?|mär(?:z)?|apr(?:il)?
      |avr(?:il)?|abr(?:il)?|may|mai|mayo|june?|juni|juin|junio|jul[yi]?|juil(?:let)?|julio|aug(?:ust)?|ao[uû]t
      |ago(?:sto)?|sep(?:t|tember|tembre|tiembre)?|o[ck]t(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|de[cz](?:ember)?
      |d[ée]c(?:embre)?|dic(?:iembre)?|ene(?:ro)?)\.?\s+\d{1,2}(?:st|nd|rd|th)?
      (?!\d|\s?[./-]\s?\d{1,2}\s?[./-]),?(?:\s+\d{4})?\b  # but no Mary, and no April before 13/06/05
    | \b(?:vor|il\s+y\s+a|hace)\s+(?:\d+|einem|einer|un|una|une)\s+\w+
    | \b(?:\d+|an?|one)\s+(?:second|minute|hour|day|week|month|year|min|hr|yr)s?\s+ago
    | \b\d{1,2}\s?h\s?\d{2}\s?min\b
    | (?<!\d)(?=\d)(?:"""
    + DATE_ELSEWHERE
    + r""")
    | \b\d{1,2}\s?[:h.]\s?\d{2}(?::\d{2})?\s*(?:uhr|[ap]\.?\s?m\.?)?(?:\s?(?:gmt|utc|cest|cet|bst|est
      |pst))?\b\.? | \b\d{1,2}\s?[ap]m\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


_DASHES = re.compile(r"^[—–-]{1,3}\s+")
# "=== Anna ===", ">> Anna", "++ Anna ++"
_ORNAMENTS = re.compile(r"^[=+#>*~<|:/_-]{1,5}\s+|\s+[=+#<>*~|:/_-]{1,5}$")
# What stands before a name and is none: the label's element may be called "by".
_JOINT = re.compile(r"(?:by|von|par|por|de|from|per)\W*", re.IGNORECASE)
# A label before a day, a town or an address: with its colon no name, though "Le" and "An" may be one
_LABEL = re.compile(
    r"\W*(?:am|um|on|at|le|el|den|vom|date|datum|zeit|time|uhrzeit|heure|fecha|hora|posted|geschrieben|verfasst|erstellt|written"
    r"|publi[ée]|post[ée]|[ée]crit|publicado|enviado|escrito|in|aus|ort|wohnort|stadt|from|location|lieu|ville|ciudad|lugar"
    r"|e-?mail|web\s?(?:site|seite)?|home\s?page|url|site|page|seite|sitio|blog|titel|title|titre|t[íi]tulo|betreff|subject|sujet|asunto"
    r"|text|texte|texto|message|nachricht|mensaje|comment|kommentar|commentaire|comentario|rating|bewertung|note|nota|ip|id|age|alter|[âa]ge|edad"
    r")\s*:\s*",
    re.IGNORECASE,
)
# "Guest on Chapter 1": what the words are about, where nobody's name stands before
_ABOUT = re.compile(r"(?:on|zu|auf|sur|sobre)\s")
# "14 Likes", "3 mois", "-2": a count beside the name
_COUNTED = re.compile(
    r"[+−±-]\d+$|[+-]?\d+\s+(?:likes?|points?|votes?|repl(?:y|ies)|comments?|years?|months?|weeks?|days?|hours?|minutes?|min"
    r"|jahre?|monate?|wochen?|tage?|stunden?|minuten?|ans?|mois|semaines?|jours?|heures?|años?|mes(?:es)?|semanas?|d[íi]as?|horas?)\b",
    re.IGNORECASE,
)


def clean_name(text: str) -> str | None:
    """A person's name or nickname from a byline, or None where nothing like a name is left."""
    name = plain_words(text)
    if len(name) > LONGEST_NAME * 2 or _LABEL.fullmatch(name):
        return None
    if is_anonymous(name):
        return name  # "Name withheld", whose first word is no label
    name = without_frame(name)
    if name.endswith(".") and len(name.split()[-1]) > LONGEST_ABBREVIATION:
        name = name[:-1]
    name = _ORNAMENTS.sub("", _DASHES.sub("", name))
    if not name or len(name) > LONGEST_NAME or len(name.split()) > MOST_NAME_WORDS:
        return None
    if not any(character.isalnum() for character in name) or is_interface_line(name) or _JOINT.fullmatch(name):
        return None
    if _ABOUT.match(name) or _COUNTED.match(name):
        return None
    return name


_ANSWER_BY = re.compile(
    r"(?:reply|response|answer|antwort|r[ée]ponse|respuesta)\s+(?:by|from|von|vom|de|par|por)\s+(?P<name>\S.{1,80})",
    re.I,
)


def answerer_in(line: str) -> str | None:
    """The name in a line that says nothing but "Reply by Anna Berg"."""
    match = _ANSWER_BY.fullmatch(line)
    return clean_name(match["name"]) if match is not None else None


def without_dates(text: str) -> str:
    """A byline without its date and time."""
    return plain_words(_WHEN.sub(" ", text)) if any(c.isdigit() for c in text) else text


def says_when(text: str) -> bool:
    """Whether a text is nothing but a day or time: "3 May 2012, 10:40", "Hace una hora"."""
    rest = _WHEN.sub(" ", text) if LEAST_WHEN <= len(text) <= LONGEST_WHEN else text
    return rest != text and not any(map(str.isalnum, rest))


LEAST_WHEN, LONGEST_WHEN = 7, 60
"""Characters of a day and a time; a reader may well write "9/11", or "10.40"."""


def until_date(text: str) -> str | None:
    """What stands before a byline's date: "Posted by Anna on" for "Posted by Anna on 3 May in Travels"."""
    when = _WHEN.search(text)
    return plain_words(text[: when.start()]) if when is not None else None


_BYLINE_HEAD = re.compile(
    rf"[\s\W]*(?:(?:{SPOKE})\b)?[\s\W]*"
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


# a dash, a stroke or a bracket between the words and the byline behind them
_BEFORE_BYLINE = re.compile(r"\s*(?:[—–|(]|(?<=\s)-(?=\s))[\s,;]*(?:(?:on|am|le|el|at|um|den|vom)\s+)?$", re.IGNORECASE)


def without_byline_behind(line: str) -> str:
    """A comment's last line without the "— Anna, 3 May 2012" behind its words, from which the name has been taken."""
    start = len(line)
    for when in reversed(list(_WHEN.finditer(line))):
        if any(map(str.isalnum, line[when.end() : start])):
            break
        start = when.start()
    joint = _BEFORE_BYLINE.search(line[:start]) if start < len(line) else None
    return line[: joint.start()] if joint is not None and joint.start() else line
