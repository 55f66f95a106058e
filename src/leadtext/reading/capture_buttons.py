"""The buttons below comments, and what of a page stands below all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadtext.reading.capture_lines import Line, is_furniture, is_sentence, plain_key

__all__ = ["ends_comments", "is_button", "without_footer"]

MOST_MENU_WORDS = 6
"""Words of a line of a page's footer: "About us", "Terms and conditions of use"."""

FEWEST_ALIKE = 2
"""So many comments that all end with a button show that the last one does too."""


def ends_comments(text: str) -> bool:
    """Whether a line stands below the comments of any site: "Leave a reply", "Related posts"."""
    return _ENDS.fullmatch(text) is not None


# What stands below the comments of any site.
_ENDS = re.compile(
    r"(?:(?:add|leave|post|write|submit|make) (?:a|your|an?other|new|a new) (?:comment|reply|response)s?|"
    r"have your say|join the (?:discussion|conversation)|comments (?:are|is) (?:now )?closed|"
    r"related (?:content|articles|posts|stories|reading)|most (?:read|popular|commented)|more from|share this|"
    r"you (?:may|might) also like|(?:recent|latest) (?:posts|comments|articles|entries|news)|archives|blogroll|"
    r"neueste (?:beiträge|kommentare)|(?:articles|commentaires) récents|(?:entradas|comentarios) recientes|"
    r"(?:load|show|view) (?:more|all|\d+).{0,20}(?:comments|replies|results).{0,20}|(?:older|newer|previous|next) "
    r"(?:comments|posts?|articles?)|your e-?mail address will not be published|required fields are marked|"
    r"(?:you must|please) (?:be logged|log|sign) ?in\b|skip to|back to top|©|all rights reserved|"
    r"sign up (?:to|for) our|subscribe to|kommentar schreiben|schreibe einen kommentar|laisser un commentaire|"
    r"deja (?:un|tu) comentario)(?:\W.{0,120})?",
    re.IGNORECASE,
)


_BELOW_A_COMMENT = re.compile(
    r"(?:reply(?: to .{1,60})?|quote|report(?: this)?(?: comment)?|like(?: \d+)?|\d+ likes?|flag|permalink|link|share|"
    r"recommend(?: \d+)?|log in to reply|edit|delete|top|collapse|expand|hide replies|show replies|antworten|répondre|"
    r"responder|melden|signaler|up ?vote|down ?vote|(?:reply ?)?\(?\d{1,5}\)?|was this .{1,30}\?)[.:|·]?",
    re.IGNORECASE,
)


def is_button(text: str) -> bool:
    """Whether a line is a button or counter that stands below comments."""
    return _BELOW_A_COMMENT.fullmatch(text) is not None or (len(text.split()) <= 6 and is_furniture(text))


def without_footer(lines: Sequence[Line], spans: Sequence[tuple[int, int]]) -> int:
    """Where the last comment ends: behind its button, where nothing but a menu stands below that.

    Where all other comments end with such a button, what stands below the last one's may be anything.

    Args:
        lines: the page's lines.
        spans: each comment's first line of text, and the line behind its last.

    Returns:
        The index of the line behind the last comment.
    """
    *others, (begin, end) = spans
    endings = [plain_key(lines[last - 1].text) for first, last in others if first < last]
    buttons = {key for key in endings if is_button(key)}
    alike = len(endings) >= FEWEST_ALIKE and all(is_button(key) for key in endings)
    for place in range(begin + 1, end):
        text = lines[place].text
        if not is_button(text) or (endings and plain_key(text) not in buttons):
            continue
        behind = lines[place + 1 : end]
        if behind and (alike or all(_is_menu(line.text) for line in behind)):
            return _behind_buttons(lines, place + 1, end)
    return end


def _behind_buttons(lines: Sequence[Line], place: int, end: int) -> int:
    """The line behind a row of a comment's buttons."""
    while place < end and is_button(lines[place].text):
        place += 1
    return place


def _is_menu(text: str) -> bool:
    return is_furniture(text) or (len(text.split()) <= MOST_MENU_WORDS and not is_sentence(text))
