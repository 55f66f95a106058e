"""Web pages saved in a single file (MHTML): the page among its parts, read as any saved page."""

from __future__ import annotations

import base64
import datetime as dt
import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from leadtext.errors import SourceError
from leadtext.reading.html import LARGEST_PAGE, read_html
from leadtext.reading.relative_dates import served_at
from leadtext.records import Page

if TYPE_CHECKING:
    from leadtext.reading.capture_layout import Layout

__all__ = ["read_mhtml"]

LONGEST_HEAD = 16_384
"""Bytes of a part's header; the longest that is needed is an address."""

MOST_PARTS = 100
"""The page is the first part; this many are looked at in case that it isn't."""

DEEPEST = 3
"""Parts in one another: the page with its pictures, in one spelling of two, in a message."""

PACKED = 4
"""Quoted-printable takes at most three bytes for one, and ends of lines; base64 takes less."""

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_HTML = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class _Root:
    """The page as it was packed: its header and its bytes."""

    head: Message
    data: bytes


def read_mhtml(data: bytes, name: str, layouts: Sequence[Layout] = ()) -> Page:
    """Read a web page that a browser saved in a single file, as MHTML (RFC 2557).

    Its relative dates count from what the page itself tells, else from the day on which it was saved.

    Args:
        data: the file's bytes.
        name: its name for messages.
        layouts: the study's own layouts (see `leadtext.reading.html.read_html`).

    Raises:
        SourceError: there is no web page in it, or none that `read_html` reads.
    """
    head, begins = _head(data, 0, len(data))
    root = None if head is None else _root(head, data, begins, len(data), DEEPEST)
    if head is None or root is None:
        raise SourceError(
            f"{name}: there is no web page in this file; save the page again, as a single file or as HTML"
        )
    if len(root.data) > PACKED * LARGEST_PAGE:
        raise SourceError(
            f"{name}: the page is larger than {LARGEST_PAGE // 1_000_000} MB; save only what is to be read"
        )
    html = _unpacked(root)
    served = served_at(html.decode("utf-8", "replace"))
    page = read_html(
        html, name, layouts, served=_saved(head) if served is None else served, charset=_charset(root.head)
    )
    address = head["Snapshot-Content-Location"] or root.head["Content-Location"] or ""
    if page.publication is None or page.publication.address or not re.match(r"https?://[!-~]+$", str(address).strip()):
        return page
    return replace(page, publication=replace(page.publication, address=str(address).strip()))


def _head(data: bytes, begins: int, ends: int) -> tuple[Message | None, int]:
    """The header that stands at a place, and where what it heads begins; None where there is none."""
    found = _HEAD_END.search(data, begins, min(ends, begins + LONGEST_HEAD))
    if found is None:
        return None, begins
    head = data[begins : found.start()].lstrip(b"\r\n")
    return (BytesHeaderParser().parsebytes(head + b"\n\n") if head else None), found.end()


def _root(head: Message, data: bytes, begins: int, ends: int, deep: int) -> _Root | None:
    """The first web page from a place on, or the one that the header says to start with."""
    try:
        what, boundary, start = head.get_content_type(), head.get_boundary(), head.get_param("start")
    except ValueError:  # a number without end in a parameter's name
        return None
    if what in _HTML:
        return _Root(head, data[begins:ends])
    if not what.startswith("multipart/") or not boundary or deep == 0:
        return None
    first = None
    for part_begins, part_ends in _parts(data, begins, ends, boundary.encode("ascii", "replace")):
        part, content = _head(data, part_begins, part_ends)
        root = None if part is None else _root(part, data, content, part_ends, deep - 1)
        if part is None or root is None:
            continue
        if not start or part["Content-ID"] == start:
            return root
        first = root if first is None else first
    return first


def _parts(data: bytes, begins: int, ends: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Where the parts begin and end; one that is cut off ends with the file."""
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(?P<last>--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
    opened = None
    for number, mark in enumerate(line.finditer(data, begins, ends)):
        if opened is not None:
            yield opened, mark.start()
        opened = mark.end()
        if mark["last"] or number == MOST_PARTS:
            return
    if opened is not None:
        yield opened, ends


def _unpacked(root: _Root) -> bytes:
    packing = str(root.head["Content-Transfer-Encoding"] or "").strip().lower()
    if packing == "quoted-printable":
        return quopri.decodestring(root.data)
    if packing == "base64":
        packed = _NOT_BASE64.sub(b"", root.data)
        return base64.b64decode(packed + b"=" * (-len(packed) % 4) if len(packed) % 4 != 1 else packed[:-1])
    return root.data


def _charset(head: Message) -> str | None:
    try:
        return head.get_content_charset()
    except ValueError:
        return None


def _saved(head: Message) -> dt.datetime | None:
    """When the browser saved the page."""
    try:
        return parsedate_to_datetime(str(head["Date"])).replace(tzinfo=None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
