"""The comments on a saved page: where they begin, what heads them, what of their lines is text."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from leadtext.reading.capture_buttons import ends_comments, is_button, without_footer
from leadtext.reading.capture_layout import Layout, match_head, matches_any
from leadtext.reading.capture_lines import Line, is_anonymous, is_link, is_name, lone_date, plain_key
from leadtext.reading.comments.interface import announced_comments
from leadtext.reading.dates import parse_date
from leadtext.reading.signatures import split_signature
from leadtext.records import LeftOut, PartialDate, Piece

__all__ = [
    "Comments",
    "add_piece",
    "earliest_date",
    "own_paragraphs",
    "read_comments",
]

LONGEST_SIGNATURE = 80
LONGEST_ADDRESS = 120
MOST_NAME_WORDS = 8
_NOBODY = "\n"  # stands for all anonymous authors, and is nobody's name
LINES_BEFORE_FIRST = 8
"""Lines between the comments' heading and the first of them: "Sort by", "Add your comment"."""


# "@Anonymous (4 Feb 2013, 10:18 AM): ..."
_DATED_ADDRESS = re.compile(r"@[^()\n]{1,80}\((?P<when>[^()\n]{4,40})\)")


class _Authors:
    """Who wrote the comments so far, so that "@Name" finds that author's latest one at once."""

    def __init__(self) -> None:
        self._latest: dict[tuple[str, dt.date | None], int] = {}

    def add(self, place: int, piece: Piece) -> None:
        """Note that the comment at ``place`` is ``piece``."""
        day = None if piece.date is None else piece.date.day
        for name in {_NOBODY} if piece.author is None else _names(piece.author):
            self._latest[name, None] = self._latest[name, day] = place

    def answered(self, text: str, day_first: bool) -> int | None:
        """Which earlier comment a text that begins with "@Name" answers, by the longest name that fits."""
        if not text.startswith("@"):
            return None
        words = _name_words(text[1:LONGEST_ADDRESS])
        when = _DATED_ADDRESS.match(text)
        date = parse_date(when["when"], day_first=day_first) if when is not None else None
        for count in range(min(len(words), MOST_NAME_WORDS), 0, -1):
            name = _NOBODY if count == 1 and is_anonymous(words[0]) else " ".join(words[:count])
            for day in (None if date is None else date.day, None):
                place = self._latest.get((name, day))
                if place is not None:
                    return place
        return None


def _names(author: str) -> set[str]:
    """What one may call an author: the whole name, or the first or last word of it."""
    words = _name_words(author)
    return {" ".join(words[:MOST_NAME_WORDS]), *(word for word in (*words[:1], *words[-1:]) if len(word) > 2)}


def _name_words(text: str) -> list[str]:
    return re.findall(r"\w+", plain_key(text))


@dataclass
class Comments:
    """The comments that a layout finds on a page.

    Attributes:
        begin: the index of the line over them, or of the first comment's own first line.
        pieces: the comments, in the page's order.
        left_out: what in and below them is no comment's text.
    """

    begin: int
    pieces: list[Piece] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    authors: _Authors = field(default_factory=_Authors)

    @property
    def fields(self) -> int:
        """How much is known of the comments: what the best of several layouts has most of."""
        known = ((piece.author, piece.role, piece.organisation, piece.date) for piece in self.pieces)
        return sum(sum(value is not None for value in values) for values in known)


@dataclass(frozen=True, slots=True)
class _Span:
    """A comment's lines: its head's fields, and where its text begins and ends."""

    fields: dict[str, str]
    start: int
    begin: int
    end: int


def read_comments(lines: Sequence[Line], layout: Layout, *, day_first: bool) -> Comments | None:
    """The comments on a page as one layout describes them; None where it finds none."""
    spans = _closed_spans(lines, layout) if layout.end else _headed_spans(lines, layout)
    if not spans:
        return None
    if not layout.end:
        end = without_footer(lines, [(span.begin, span.end) for span in spans])
        spans[-1] = replace(spans[-1], end=end)
    first = spans[0].start
    begin = _heading_above(lines, layout, first)
    comments = Comments(first if begin is None else begin)
    for span in spans:
        _add_comment(comments, lines, span, layout, day_first)
    if not comments.pieces:
        return None
    if begin is not None:
        _note_announced(comments, lines[begin].text)
    for line in lines[spans[-1].end :]:
        comments.left_out.append(LeftOut(line.text[:200], "below the comments"))
    return comments


def _heading_above(lines: Sequence[Line], layout: Layout, first: int) -> int | None:
    """The index of the line that opens the comments, the last such line above the first comment."""
    for place in range(first - 1, -1, -1):
        if matches_any(layout.comments_begin, lines[place].text):
            return place
    return None


def _closed_spans(lines: Sequence[Line], layout: Layout) -> list[_Span]:
    """Comments that are each ended by a line of the page."""
    closings = [place for place, line in enumerate(lines) if matches_any(layout.end, line.text)]
    if not closings:
        return []
    begin = _heading_above(lines, layout, closings[0])
    if begin is None and not layout.mark:
        return []
    start = _last_marked(lines, closings[0]) if begin is None else begin + 1
    spans: list[_Span] = []
    for closing in closings:
        first = start
        if layout.mark:  # what stands above the mark is no comment's: "Sort by: newest first"
            first = next((place for place in range(start, closing) if lines[place].bullet), start)
        if first < closing:
            fields, text = _own_head(lines, layout, first, closing)
            spans.append(_Span(fields, first, text, closing))
        start = closing + 1
    return spans


def _last_marked(lines: Sequence[Line], below: int) -> int:
    return next((place for place in range(below - 1, -1, -1) if lines[place].bullet), below)


def _own_head(lines: Sequence[Line], layout: Layout, start: int, end: int) -> tuple[dict[str, str], int]:
    """The fields of a marked comment's head and where its text begins; a comment may have no head."""
    best: tuple[dict[str, str], int] = ({}, start)
    for head in layout.heads:
        found = match_head(head, lines, start)
        if found is None or found[1] <= best[1] or found[1] >= end:
            continue
        sure = "date" in found[0] or any(step.literal for step in head)
        alone = lines[found[1]].blank_before and _names_author(found[0].get("author", ""))
        if sure or alone:
            best = found
    return best


def _names_author(text: str) -> bool:
    return is_anonymous(text) or is_name(text, fewest_words=1) or split_signature(text) is not None


def _headed_spans(lines: Sequence[Line], layout: Layout) -> list[_Span]:
    """Comments that begin with a head and go on to the next one."""
    surest = [number for number, head in enumerate(layout.heads) if any(step.literal for step in head)]
    labels = [step.patterns[0] for number in surest for step in layout.heads[number] if step.literal]
    if labels and not any(matches_any(labels, line.text) for line in lines):
        surest = []
    begins = [place for place, line in enumerate(lines) if matches_any(layout.comments_begin, line.text)]
    found: list[tuple[int, int, int, dict[str, str]]] = []  # start, text's begin, number of the head, fields
    place = 0 if surest else (begins[0] + 1 if begins else len(lines))
    while place < len(lines):
        after_begin = bool(begins) and place > begins[0]
        head = _head_at(lines, layout, place, after_begin=after_begin, surest=surest)
        if head is not None and found and head[0] == found[-1][1]:
            # A comment has a text: what seems to be the next one's first line may be all of it.
            shorter = _head_at(lines, layout, place + 1, after_begin=after_begin, surest=surest)
            head = shorter if shorter is not None and shorter[1] == head[1] else head
        if head is None:
            place += 1
        else:
            found.append(head)
            place = head[1]
    found = _uniform(found, surest)
    if begins:  # heads above the comments' own heading are the article's
        begin = _begin_of(begins, [head[0] for head in found])
        found = [head for head in found if head[0] > begin]
    spans: list[_Span] = []
    for number, (start, text, _, fields) in enumerate(found):
        end = found[number + 1][0] if number + 1 < len(found) else _last_line(lines, layout, text)
        spans.append(_Span(fields, start, text, end))
    return spans


def _begin_of(begins: Sequence[int], heads: Sequence[int]) -> int:
    """Which of the lines that may open the comments does: the first with a comment's head close below it.

    A menu may hold the same word, and so may a comment.
    """
    for begin in begins:
        place = bisect.bisect_right(heads, begin)
        if place < len(heads) and heads[place] - begin <= LINES_BEFORE_FIRST:
            return begin
    return max((begin for begin in begins if heads and begin < heads[0]), default=-1)


def _head_at(
    lines: Sequence[Line], layout: Layout, place: int, *, after_begin: bool, surest: Sequence[int]
) -> tuple[int, int, int, dict[str, str]] | None:
    best: tuple[int, int, int, dict[str, str]] | None = None
    if place >= len(lines):
        return None
    for number, head in enumerate(layout.heads):
        if number not in surest and (not after_begin or any(step.literal for step in head)):
            continue
        apart = lines[place].blank_before or lines[place].bullet or any(step.worded for step in head)
        if number not in surest and not apart:
            continue
        match = match_head(head, lines, place)
        if match is None or (best is not None and match[1] <= best[1]):
            continue
        fields, text = match
        author = fields.get("author", "Anonymous")
        if number not in surest and not (_names_author(author) or len(author.split()) == 1):
            continue
        if number not in surest and lone_date(fields.get("date", "")) is None and not _is_relative(fields):
            continue
        best = (place, text, number, fields)
    return best


def _is_relative(fields: dict[str, str]) -> bool:
    return parse_date(fields.get("date", "")) is None


def _uniform(
    found: list[tuple[int, int, int, dict[str, str]]], surest: Sequence[int]
) -> list[tuple[int, int, int, dict[str, str]]]:
    """Without the heads that look otherwise than most: "In Leeds, May 2011" within a text is none."""
    counts = Counter(number for _, _, number, _ in found if number not in surest)
    if not counts:
        return found
    usual = counts.most_common(1)[0][0]
    return [head for head in found if head[2] in surest or head[2] == usual or "reply_to" in head[3]]


def _last_line(lines: Sequence[Line], layout: Layout, start: int) -> int:
    """The index of the first line below the last comment."""
    for place in range(start, len(lines)):
        text = lines[place].text
        if matches_any(layout.comments_end, text) or ends_comments(text):
            return place
    return len(lines)


def _add_comment(comments: Comments, lines: Sequence[Line], span: _Span, layout: Layout, day_first: bool) -> None:
    author = _author(span.fields.get("author"))
    kept = _own_text(comments, list(lines[span.begin : span.end]), layout, author)
    text = "\n\n".join(own_paragraphs(kept))
    if not text:
        if lines[span.start].text:
            comments.left_out.append(LeftOut(lines[span.start].text[:200], "comment without a text"))
        return
    role, organisation = ((span.fields.get(key) or "").strip(" ,;") or None for key in ("role", "organisation"))
    date = parse_date(span.fields.get("date", ""), day_first=day_first)
    piece = Piece(text, kind="comment", author=author, role=role, organisation=organisation, date=date)
    add_piece(comments, piece, day_first, answered=span.fields.get("reply_to"))


def add_piece(comments: Comments, piece: Piece, day_first: bool, *, answered: str | None = None) -> None:
    """Add a comment behind the others, and find which of them it answers, by its "@Name" or ``answered``'s name."""
    reply_to = comments.authors.answered(piece.text if answered is None else f"@{answered}", day_first)
    comments.pieces.append(replace(piece, reply_to=reply_to, place=f"comment {len(comments.pieces) + 1}"))
    comments.authors.add(len(comments.pieces) - 1, comments.pieces[-1])


def _author(text: str | None) -> str | None:
    if text is None:
        return None
    text = text.strip(" ,:;|–—-")
    return None if not text or is_anonymous(text) else text


def _own_text(comments: Comments, lines: list[Line], layout: Layout, author: str | None) -> list[Line]:
    """A comment's lines without buttons, links standing alone and the author's name signed below."""
    kept: list[Line] = []
    blank = False
    for line in lines:
        blank = blank or line.blank_before
        if is_link(line.text) or matches_any(layout.drop, line.text):
            comments.left_out.append(LeftOut(line.text[:200], "link" if is_link(line.text) else "site furniture"))
            continue
        kept.append(Line(line.text, line.bullet, blank))
        blank = False
    while kept and _is_button(kept[-1].text, layout):
        comments.left_out.append(LeftOut(kept.pop().text[:200], "button"))
    while kept and _is_button(kept[0].text, layout):
        comments.left_out.append(LeftOut(kept.pop(0).text[:200], "button"))
    if len(kept) > 1 and _is_signature(kept[-1].text, author):
        comments.left_out.append(LeftOut(kept.pop().text, "signature"))
    return kept


def _is_button(text: str, layout: Layout) -> bool:
    return is_button(text) or matches_any(layout.comments_end, text)


def _is_signature(text: str, author: str | None) -> bool:
    if author is None or len(text) > LONGEST_SIGNATURE:
        return False
    signed = plain_key(text).strip(" -–—~*")
    name = plain_key(author)
    return signed in {name, name.split()[0] if name.split() else name} or signed.startswith(name + ",")


def own_paragraphs(lines: Sequence[Line]) -> list[str]:
    """The lines put together to paragraphs: a new one below an empty line and at a bullet."""
    paragraphs: list[list[str]] = []
    for line in lines:
        if not paragraphs or line.blank_before or line.bullet:
            paragraphs.append([])
        paragraphs[-1].append(line.text)
    return [" ".join(texts) for texts in paragraphs]


def earliest_date(comments: Sequence[Piece], *, day_first: bool) -> PartialDate | None:
    """The earliest date that the comments have or, where they have none, that one of them answers to."""
    dates = [comment.date for comment in comments if comment.date is not None]
    if not dates:
        for comment in comments:
            match = _DATED_ADDRESS.match(comment.text)
            date = parse_date(match["when"], day_first=day_first) if match is not None else None
            if date is not None:
                dates.append(date)
    if not dates:
        return None
    first = min(dates, key=lambda date: date.day)
    return PartialDate(first.day, first.precision, inferred=True)


def _note_announced(comments: Comments, heading: str) -> None:
    """Say where the page announces another number of comments than stand on it."""
    number, found = announced_comments(heading), len(comments.pieces)
    if number is not None and number > found:
        comments.left_out.append(LeftOut.unfound(heading, number, found))
    elif number is not None and number < found:
        comments.left_out.append(LeftOut(heading, f"{found} comments stand on the page"))
