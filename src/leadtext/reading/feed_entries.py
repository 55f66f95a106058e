"""What a feed, or a sitemap, says of each page that it lists: enough to know which pages to fetch."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from leadtext.errors import SourceError
from leadtext.reading.dates import parse_date
from leadtext.reading.feed import _COMMENT_FEED, MAX_ENTRIES, MAX_FEED_BYTES, _comment, _parsed, _piece, _text
from leadtext.reading.web import web_address
from leadtext.records import Piece, digest

__all__ = ["Entry", "feed_entries"]

LONGEST_LANGUAGE = 16
"""Characters: no tag such as de-Latn-AT is longer; the database keeps no more."""

# Sitemaps as sitemaps.org describes them, whatever stands before their root element.
_SITEMAP = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)[\s>]")
_LOOKED_AT = 4096
# PostgreSQL's texts hold no NUL.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        key: the feed's own id of the entry; the same as long as the entry is.
        piece: what the feed itself tells of it; its text may be a summary, or empty.
        address: its page, where it has one.
        state: changes when the feed says that something about the entry did: its date of change, the number of
            comments, its title or text.
        day: the last day on which it was published or changed.
    """

    key: str
    piece: Piece
    address: str | None
    state: str
    day: dt.date | None

    @property
    def is_comment(self) -> bool:
        """Whether it is a reader's comment, from a feed of comments."""
        return self.piece.kind == "comment"


def feed_entries(data: bytes, name: str, base: str) -> list[Entry]:
    """The entries of an RSS or Atom feed or of a sitemap, the first 10,000 of them, each once.

    Args:
        data: the feed's bytes.
        name: the feed's address, for messages.
        base: the address that relative links start from.

    Raises:
        SourceError: it is neither feed nor sitemap, or beyond the limits.
    """
    if len(data) > MAX_FEED_BYTES:
        raise SourceError(f"{name} is longer than {MAX_FEED_BYTES // 1_000_000} MB: no feed is.")
    sitemap = _SITEMAP.search(data[:_LOOKED_AT])
    if sitemap is not None:
        found = _sitemap_entries(data, name, base)
    elif b"<" in data:
        found = _feed_entries(data, name, base)
    else:
        raise SourceError(f"{name} is no RSS or Atom feed and no sitemap: check the address.")
    entries: dict[str, Entry] = {}
    for entry in found:
        entries.setdefault(entry.key, entry)
    return list(entries.values())


def _feed_entries(data: bytes, name: str, base: str) -> Iterator[Entry]:
    feed = _parsed(data, name)
    if not feed.get("version"):
        raise SourceError(f"{name} is no RSS or Atom feed and no sitemap: check the address.")
    language = _text(feed.feed, "language")
    of_comments = _COMMENT_FEED.match(_text(feed.feed, "title")) is not None
    for number, entry in enumerate(feed.entries[:MAX_ENTRIES], start=1):
        address = web_address(_text(entry, "link"), base)
        piece = _clean(replace(_piece(entry, f"entry {number}", language), address=address))
        changed = _text(entry, "updated")
        days = [parse_date(text) for text in (changed, _text(entry, "published"), _text(entry, "created"))]
        yield Entry(
            key=_key(piece),
            piece=_comment(piece) if of_comments else piece,
            address=None if of_comments else address,
            state=digest(changed, _comment_count(entry), piece.title, piece.text),
            day=max((day.day for day in days if day is not None), default=None),
        )


def _sitemap_entries(data: bytes, name: str, base: str) -> Iterator[Entry]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{name} is a damaged sitemap: {error.msg}.") from error
    if root is None:
        raise SourceError(f"{name} is a damaged sitemap: there is nothing in it.")
    if etree.QName(root).localname == "sitemapindex":
        first = root.findtext("{*}sitemap/{*}loc", "").strip()
        raise SourceError(
            f"{name} is an index of sitemaps, which is not followed: name the sitemaps themselves, such as {first}."
        )
    for page in root.findall("{*}url")[:MAX_ENTRIES]:
        address = web_address(page.findtext("{*}loc"), base)
        if address is None:
            continue
        changed = (page.findtext("{*}lastmod") or "").strip()
        day = parse_date(changed)
        yield Entry(address, Piece("", address=address), address, digest(changed), None if day is None else day.day)


def _clean(piece: Piece) -> Piece:
    return replace(
        piece,
        text=_CONTROL.sub("", piece.text),
        title=_CONTROL.sub("", piece.title),
        author=None if piece.author is None else _CONTROL.sub("", piece.author),
        key=None if piece.key is None else _CONTROL.sub("", piece.key),
        language=piece.language if piece.language is not None and len(piece.language) <= LONGEST_LANGUAGE else None,
    )


def _key(piece: Piece) -> str:
    if piece.key:
        return piece.key
    return digest(piece.title, piece.text) if piece.address is None else piece.address


def _comment_count(entry: Any) -> str:
    """How many comments the feed counts under the entry: slash:comments in RSS, thr:total in Atom."""
    return _text(entry, "slash_comments") + "/" + _text(entry, "thr_total")
