"""Feeds: the entries of an RSS or Atom file as publications, or as comments where it is a feed of comments."""

from __future__ import annotations

import io
import re
from typing import Any

from leadtext.errors import SourceError
from leadtext.reading.dates import parse_date
from leadtext.reading.markup_text import html_paragraphs
from leadtext.records import LeftOut, Page, PartialDate, Piece

__all__ = ["read_feed"]

MAX_FEED_BYTES = 20_000_000
"""Feeds of whole blogs with all their posts take some MB; feedparser needs a second for each."""

MAX_ENTRIES = 10_000
LONGEST_FIELD = 1_000
NOBODY = frozenset({"anonymous", "anonym", "anonyme", "anónimo", "admin", "guest"})

# Feeds that weblogs make of the comments under a post, or of all comments.
_COMMENT_FEED = re.compile(
    r"(?:comments? (?:on|for)|kommentare? (?:zu|für)|commentaires? (?:sur|pour)|comentarios? (?:en|de))\b", re.I
)
# What a weblog adds below each entry in its feed.
_ADDED = re.compile(
    r"The post .{1,300} (?:appeared first on|first appeared on) .{1,200}|(?:Continue reading|Read more|Weiterlesen|"
    r"Lire la suite|Seguir leyendo)\b.{0,200}|(?:\[…\]|\[\.\.\.\]|…)|Der Beitrag .{1,300} erschien zuerst auf .{1,200}",
    re.IGNORECASE,
)


def read_feed(data: bytes, name: str) -> list[Page]:
    """The entries of a feed, a page each, in the feed's order.

    The text is the entry's full content where the feed has it, else its summary. A feed of comments gives one
    page without a publication, its comments from the oldest on.

    Args:
        data: the feed's bytes; nothing is fetched.
        name: the file's name or address, for messages.

    Raises:
        SourceError: the bytes are no feed, one without entries, or beyond the limits.
    """
    if len(data) > MAX_FEED_BYTES:
        raise SourceError(f"{name} is longer than {MAX_FEED_BYTES // 1_000_000} MB: no feed is; divide it.")
    if b"<" not in data and not data.startswith(_GZIP):
        raise SourceError(f"{name} is no RSS or Atom feed: check the address, or save the feed again.")
    feed = _parsed(data, name)
    entries: list[Any] = list(feed.entries[:MAX_ENTRIES])
    if not entries or not feed.get("version"):
        what = "holds no entries" if feed.get("version") else "is no RSS or Atom feed"
        raise SourceError(f"{name} {what}: check the address, or save the feed again.")
    language = _text(feed.feed, "language")
    pieces: list[Piece] = []
    left_out: list[LeftOut] = []
    for number, entry in enumerate(entries, start=1):
        piece = _piece(entry, f"entry {number}", language)
        if piece.text:
            pieces.append(piece)
        else:
            left_out.append(LeftOut(piece.title or piece.place, "entry without a text"))
    if len(feed.entries) > MAX_ENTRIES:
        left_out.append(
            LeftOut(f"{len(feed.entries) - MAX_ENTRIES:,} entries", f"a feed's first {MAX_ENTRIES:,} are read")
        )
    if _COMMENT_FEED.match(_text(feed.feed, "title")):
        return [Page(None, tuple(_comment(piece) for piece in _oldest_first(pieces)), tuple(left_out))]
    pages = [Page(piece) for piece in pieces]
    return [*pages, Page(None, (), tuple(left_out))] if left_out else pages


# Entities of a feed's own, which feedparser leaves as they are; `<!ENTITY % ...` names a list of HTML's.
_ENTITY = re.compile(rb"<!ENTITY\s+[^%\s]")
LONGEST_TAG = 100_000
_GZIP = b"\x1f\x8b"
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{%d}" % LONGEST_TAG)


def _parsed(data: bytes, name: str) -> Any:
    import feedparser

    if data.startswith(_GZIP):
        raise SourceError(f"{name} is compressed (gzip): unpack it.")
    if _ENTITY.search(data) is not None:
        raise SourceError(f"{name} declares entities of its own, which no feed does: save it again.")
    if _LONG_TAG.search(data) is not None:
        raise SourceError(f"{name} holds a tag of more than {LONGEST_TAG:,} characters, which no feed does.")
    try:
        # A file object: given bytes, feedparser would take a short text for an address.
        return feedparser.parse(io.BytesIO(data))
    except Exception as error:  # its parsers let through whatever a damaged feed makes them stumble over
        raise SourceError(f"{name} is a damaged feed ({type(error).__name__}): save it again.") from error


def _piece(entry: Any, place: str, language: str) -> Piece:
    markup = max([*(_text(content, "value") for content in entry.get("content", [])), ""], key=len)
    if not markup.strip():
        markup = _text(entry, "summary")
    paragraphs = [text for text in html_paragraphs(markup) if _ADDED.fullmatch(text) is None]
    link = _text(entry, "link")
    address = link if link.startswith(("http://", "https://")) else ""
    title = _field(" ".join(html_paragraphs(_text(entry, "title"))))
    return Piece(
        "\n\n".join(paragraphs),
        title="" if title is None else title,
        author=_author(entry),
        date=_date(entry),
        place=place,
        key=_field(_text(entry, "id")) if _text(entry, "id") else _field(address),
        address=_field(address),
        language=_field(language),
    )


def _text(mapping: Any, key: str) -> str:
    """A field as text, empty where it is missing.

    dict's own get: feedparser's answers "updated" with "published", and warns that it does.
    """
    value = dict.get(mapping, key)
    return value if isinstance(value, str) else ""


def _author(entry: Any) -> str | None:
    names = dict.fromkeys(_text(author, "name") for author in entry.get("authors", []))
    text = _field(", ".join(name for name in names if name))
    if text is None:
        text = _field(_text(entry, "author"))
    return None if text is None or "@" in text or text.casefold() in NOBODY else text


def _date(entry: Any) -> PartialDate | None:
    for field in ("published", "created", "updated"):
        date = parse_date(_text(entry, field))
        if date is not None:
            return date
    return None


def _field(text: str) -> str | None:
    line = " ".join(text[:LONGEST_FIELD].split())
    return line if line else None


def _oldest_first(pieces: list[Piece]) -> list[Piece]:
    """The feed's order turned round where it has the newest first, as nearly all have."""
    days = [piece.date.day for piece in pieces if piece.date is not None]
    return pieces[::-1] if len(days) > 1 and days[0] >= days[-1] else pieces


def _comment(piece: Piece) -> Piece:
    return Piece(
        piece.text,
        kind="comment",
        author=piece.author,
        date=piece.date,
        place=piece.place,
        key=piece.key,
        address=piece.address,
        language=piece.language,
    )
