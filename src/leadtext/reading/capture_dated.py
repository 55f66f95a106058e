"""Comments on a page that no layout describes, told by their days: a short line with a day heads each, or ends it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leadtext.reading.capture_buttons import ends_comments, is_button, without_footer
from leadtext.reading.capture_comments import Comments, add_piece, own_paragraphs
from leadtext.reading.capture_layout import says_when
from leadtext.reading.capture_lines import Line, is_anonymous, is_link, is_sentence, plain_key
from leadtext.reading.comments.interface import is_interface_line, is_placeholder
from leadtext.reading.comments.names import clean_name, without_dates
from leadtext.reading.dates import parse_date
from leadtext.records import LeftOut, PartialDate, Piece

__all__ = ["read_dated_comments", "says_who"]

LONGEST_ANCHOR = 120
"""Characters of a line that tells a comment's day."""

MOST_WORDS_BESIDE = 7
"""Words beside the day: a name and "says", "Permalink"; more are a sentence that tells of a day."""

MOST_NAME_WORDS = 6

FEWEST_REPEATS = 3
"""A short line at the edge of so many comments is a button, whatever it says."""

MOST_REPEATED_WORDS = 4

_SPEAKS = (
    r"(?:says?|said|wrote|writes|sagte?|hat\s+gesagt|schreibt|schrieb|meinte?|a\s+dit|dit|a\s+[ée]crit|dice|dijo"
    r"|escribi[óo])"
)
_SPEAKER = re.compile(
    rf"(?:#?\d{{1,4}}[.):]?\s+)?(?P<who>\S.{{0,60}}?)\s+{_SPEAKS}\s?(?:[:…,]|\.{{2,3}})?(?:\s+(?:on|am|le|el))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:#\s?)?\d{1,4}(?:\.\d{1,3})*[.)]?")
_NUMBERED = re.compile(r"(?:#\s?\d{1,4}(?:\.\d{1,3})*[.):]?|\d{1,4}[.)])\s+(?:[–—-]\s+)?(?=\S)")
# "Unbekannt20. August 2018", where a browser set two words with no space between them
_GLUED = re.compile(
    r"(?<=[^\W\d_])(?=\d{1,2}(?:\.|st|nd|rd|th)?\s[^\W\d_]{3,10}\.?,?\s\d{4})"
    r"|(?<=[^\W\d_])(?=\d{1,2}[./]\d{1,2}[./]\d{4})"
)
_BESIDE = re.compile(r"\s*\([^()]{0,40}\)\s*|\s*[|·•¶#\[\]]\s*|\s+[–—-](?:\s+|$)|^[–—-]\s+|\s*@\s*$|^@\s")
# What binds a name to the day beside it, and is neither.
_JOINT = (
    r"(?:(?:posted|submitted|written|added|commented|published|eingereicht|gespeichert|geschrieben|verfasst"
    r"|ver[öo]ffentlicht|post[ée]|"
    r"publi[ée]|[ée]crit|soumis|envoy[ée]|r[ée]dig[ée]|publicado|enviado|escrito|on|at|by|am|um|von|den|der|le|[àa]|par|el|por|a\s+las|las|en|"
    r"uhr|kl|ist|est|gmt|utc|bst|cest|cet|p\.?\s?m\.?|a\.?\s?m\.?|edit|permalink|permalien|link|"
    r"from|quote|h|min|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|mon|tue|wed|thu|fri|sat"
    r"|sun)\b[.:]?|[,;:.@–—-])"
)
_JOINTS_BEFORE = re.compile(rf"(?:\s*{_JOINT}\s*)+(?=\s|$|(?<=\s)\S)", re.IGNORECASE)
_JOINTS_BEHIND = re.compile(rf"(?:\s+{_JOINT})+\s*$|[,;:]\s*$", re.IGNORECASE)
_SIGNED = re.compile(r"\W*(?:from|by|von|par|por|name|posted by|author)\b\s*:?\s+(?=\S)|[–—-]+\s*(?=\S)", re.IGNORECASE)
_AVATAR = re.compile(r"(?:avatar|gravatar|profilbild|portrait)\b(?:\s(?:of|von|de)\s.{1,60})?$", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"(?:blogger|openid|anonymous)\s+(?=\S)", re.IGNORECASE)  # as Blogger says what account it is


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A line that tells when a comment was written: its day, and who wrote it where that stands in the line too."""

    place: int
    date: PartialDate | None
    author: str | None


def says_who(text: str) -> str | None:
    """The name in a line that says nothing but "Anna Berg says:"."""
    match = _SPEAKER.fullmatch(text)
    name = _name(match["who"]) if match is not None else None
    return name


def read_dated_comments(
    lines: Sequence[Line], begin: int, *, announced: int | None, day_first: bool
) -> Comments | None:
    """The comments below a heading, by their days.

    Args:
        lines: the page's lines.
        begin: the index of the comments' heading.
        announced: how many comments the page says that there are.
        day_first: how 03/04/2012 is read.

    Returns:
        The comments, or None where no lines with days stand below, or no texts beside them.
    """
    anchors, end = _anchors(lines, begin, day_first)
    if not anchors:
        return None
    best: tuple[float, list[_Span]] | None = None
    ways = [_headed(lines, begin, anchors, end), _footed(lines, begin, anchors)]
    ways += [_spoken(lines, begin, anchors, end, day_above=above) for above in (True, False)]
    for read in ways:
        read = [span for span in read if not _is_removed(lines[span[2] : span[3]])]
        spans = read[:announced]  # what stands below them has days too: the latest articles
        score = _fitness(lines, begin, spans, announced)
        if spans and (best is None or score > best[0]):
            best = score, spans
    if best is None:
        return None
    author, date, first, _ = best[1][-1]
    end = without_footer(lines, [span[2:] for span in best[1]])
    best[1][-1] = (author, date, first, end)
    comments = Comments(begin)
    repeated = _repeated(lines, best[1])
    for span in best[1]:
        _add(comments, lines, span, repeated, day_first)
    if not comments.pieces:
        return None
    below = max(span[3] for span in best[1])
    comments.left_out += [LeftOut(line.text[:200], "below the comments") for line in lines[below:]]
    return comments


def _fitness(lines: Sequence[Line], begin: int, spans: Sequence[_Span], announced: int | None) -> float:
    """How well a way to read the lines fits them: each comment has a name, words, and no other's name at its end."""
    good = 0.0
    for author, date, first, last in spans:
        inside = [line.text for line in lines[first:last] if not _is_interface(line.text)]
        good += (author is not None) + 0.2 * (date is not None)
        if not inside:
            good -= 1
        else:
            stray = sum(says_who(text) is not None for text in inside)
            ends = is_sentence(inside[-1]) or len(inside[-1].split()) > MOST_NAME_WORDS
            good += 0.5 * ends - stray - (inside[-1].endswith(":") and len(inside) > 1)
    if spans:  # what stands above the first comment is the site's, and short
        above = [line.text for line in lines[begin + 1 : min(span[2] for span in spans)]]
        good -= sum(is_sentence(text) and len(text.split()) > MOST_NAME_WORDS for text in above[:-1])
    return good - (0 if announced is None else 0.5 * abs(len(spans) - announced))


_Span = tuple[str | None, PartialDate | None, int, int]


def _anchors(lines: Sequence[Line], begin: int, day_first: bool) -> tuple[list[_Anchor], int]:
    """The lines with days below a heading, and where the comments end: the site goes on behind the last of them."""
    anchors: list[_Anchor] = []
    for place in range(begin + 1, len(lines)):
        if anchors and ends_comments(lines[place].text):
            return anchors, place
        anchor = _anchor(lines[place].text, place, day_first)
        if anchor is not None:
            anchors.append(anchor)
    return anchors, len(lines)


def _anchor(text: str, place: int, day_first: bool) -> _Anchor | None:
    if len(text) > LONGEST_ANCHOR or not any(character.isdigit() for character in text):
        return None
    line = _GLUED.sub(" ", text)
    date = parse_date(line, day_first=day_first)
    rest = without_dates(line)
    # A month alone is a line of the archives, a clock alone a button.
    if rest == line or not says_when(line) or (date is not None and date.precision != "day"):
        return None
    rest = _NUMBERED.sub("", rest, count=1)
    pieces = [_without_joints(piece) for piece in _BESIDE.split(rest) if piece]
    beside = [piece for piece in pieces if piece and not _is_interface(piece) and _NUMBER.fullmatch(piece) is None]
    words = sum(len(piece.split()) for piece in beside)
    if words > MOST_WORDS_BESIDE or (is_sentence(text) and words > 3 and not text.endswith("…")):
        return None
    return _Anchor(place, date, _name(beside[0]) if beside else None)


def _without_joints(text: str) -> str:
    """What stands beside a day without "posted", "on" and "by"."""
    words = text.strip(" ,;:")
    words = _JOINTS_BEFORE.sub("", words, count=1) if _JOINTS_BEFORE.match(words) else words
    return _JOINTS_BEHIND.sub("", words).strip(" ,;:")


def _name(text: str) -> str | None:
    name = clean_name(_BEFORE_NAME.sub("", text, count=1) if not is_anonymous(text) else text)
    if name is None or len(name.split()) > MOST_NAME_WORDS or (is_sentence(name) and len(name.split()) > 3):
        return None
    return name


def _is_removed(lines: Sequence[Line]) -> bool:
    """Whether a comment says only that it was taken away."""
    text = " ".join(line.text for line in lines if not _is_interface(line.text))
    return len(text) <= LONGEST_REMOVAL and is_placeholder(text)


LONGEST_REMOVAL = 250
"""Characters of "This comment was removed by a moderator", with its reason."""


def _is_interface(text: str) -> bool:
    return (
        _AVATAR.match(text) is not None
        or is_interface_line(text)
        or is_button(text)
        or is_link(text)
        or _NUMBER.fullmatch(text) is not None
    )


def _headed(lines: Sequence[Line], begin: int, anchors: Sequence[_Anchor], end: int) -> list[_Span]:
    """Each comment below its day; the name in the day's line, above it, or below."""
    heads: list[tuple[int, str | None, PartialDate | None, int]] = []
    above = begin
    for anchor in anchors:
        start, author = anchor.place, anchor.author
        if author is None:
            start, author = _name_above(lines, anchor.place, above)
        heads.append((start, author, anchor.date, anchor.place + 1))
        above = anchor.place
    starts = [head[0] for head in heads[1:]] + [end]
    return [
        (author, date, first, max(first, last)) for (_, author, date, first), last in zip(heads, starts, strict=True)
    ]


MOST_ABOVE = 3
"""Lines above a day among which the name is looked for, buttons passed over."""


def _name_above(lines: Sequence[Line], place: int, above: int) -> tuple[int, str | None]:
    for other in range(place - 1, max(above, place - 1 - MOST_ABOVE), -1):
        text = lines[other].text
        if _is_interface(text) and not is_anonymous(text):
            continue
        stated = says_who(text)
        name = stated if stated is not None else _name(_NUMBERED.sub("", text, count=1))
        return (other, name) if name is not None or is_anonymous(text) else (place, None)
    return place, None


def _footed(lines: Sequence[Line], begin: int, anchors: Sequence[_Anchor]) -> list[_Span]:
    """Each comment above its day, signed in the day's line or in the one above it."""
    spans: list[_Span] = []
    first = begin + 1
    for anchor in anchors:
        last, author = anchor.place, anchor.author
        if author is None and last - 1 > first:
            signed = _SIGNED.match(lines[last - 1].text)
            text = lines[last - 1].text
            name = _name(text[signed.end() :] if signed is not None else text)
            if name is not None and (signed is not None or not is_sentence(text)):
                last, author = last - 1, name
        spans.append((author, anchor.date, first, last))
        first = anchor.place + 1
    return spans


def _spoken(lines: Sequence[Line], begin: int, anchors: Sequence[_Anchor], end: int, *, day_above: bool) -> list[_Span]:
    """Each comment below "Anna Berg says:", its day, if it has one, above its words or below them."""
    speakers = [place for place in range(begin + 1, end) if says_who(lines[place].text) is not None]
    spans: list[_Span] = []
    if not speakers:
        return spans
    for place, following in zip(speakers, [*speakers[1:], end], strict=True):
        inside = [anchor for anchor in anchors if place < anchor.place < following]
        first, last = place + 1, following
        if inside and day_above:
            first = inside[0].place + 1
        elif inside:
            last = inside[0].place
        spans.append((says_who(lines[place].text), inside[0].date if inside else None, first, last))
    return spans


def _repeated(lines: Sequence[Line], spans: Sequence[_Span]) -> set[str]:
    """The short lines that stand at the edges of several comments."""
    counts: Counter[str] = Counter()
    for _, _, first, last in spans:
        inside = lines[first:last]
        edges = {plain_key(line.text) for line in (*inside[:2], *inside[-3:])}
        counts.update(key for key in edges if len(key.split()) <= MOST_REPEATED_WORDS)
    return {key for key, count in counts.items() if count >= FEWEST_REPEATS}


def _add(comments: Comments, lines: Sequence[Line], span: _Span, repeated: set[str], day_first: bool) -> None:
    author, date, first, last = span
    kept = list(lines[first:last])

    def is_site(line: Line) -> bool:
        return _is_interface(line.text) or plain_key(line.text) in repeated

    while kept and is_site(kept[0]):
        comments.left_out.append(LeftOut(kept.pop(0).text[:200], "button"))
    while kept and is_site(kept[-1]):
        comments.left_out.append(LeftOut(kept.pop().text[:200], "button"))
    text = "\n\n".join(own_paragraphs(kept)).removeprefix(f"{len(comments.pieces) + 1}. ")
    if not text:
        return
    named = None if author is None or is_anonymous(author) else author
    add_piece(comments, Piece(text, kind="comment", author=named, date=date), day_first)
