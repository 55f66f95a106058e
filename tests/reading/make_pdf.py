"""A small writer of PDFs, for tests: text at stated places, in three fonts, on as many pages as wanted."""

from __future__ import annotations

import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Put:
    """A line of text at a place: points from the left and from the bottom of an A4 page."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "F1"  # F1 regular, F2 bold; "ﬁ" and "ﬂ" are set as ligatures


# The ligatures stand at two codes that are otherwise unused.
ENCODING = "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [ 1 /fi /fl ] >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding 3 0 R >>"


LOCK = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'5A' * 32}> /U <{'A5' * 32}> >>"
"""As a PDF with a password says it; no password fits."""


def pdf(pages: list[list[Put]], info: dict[str, str] | None = None, *, locked: bool = False) -> bytes:
    """The PDF's bytes; a locked one opens with no password."""
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        3: ENCODING,
        4: FONT.format("Helvetica"),
        5: FONT.format("Helvetica-Bold"),
        6: "<< " + " ".join(f"/{key} ({_escaped(value)})" for key, value in (info or {}).items()) + " >>",
    }
    streams: dict[int, bytes] = {}
    kids = []
    for number, page in enumerate(pages):
        place = 7 + 2 * number
        kids.append(f"{place} 0 R")
        objects[place] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {place + 1} 0 R "
            "/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>"
        )
        content = "\n".join(
            f"BT /{put.font} {put.size} Tf 1 0 0 1 {put.x} {put.y} Tm ({_escaped(put.text)}) Tj ET" for put in page
        )
        streams[place + 1] = zlib.compress(content.encode("cp1252"))
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    if locked:
        objects[max({*objects, *streams}) + 1] = LOCK
    return _file(objects, streams, locked)


def _escaped(text: str) -> str:
    for old, new in (("\\", r"\\"), ("(", r"\("), (")", r"\)"), ("ﬁ", r"\001"), ("ﬂ", r"\002")):
        text = text.replace(old, new)
    return text


def _file(objects: dict[int, str], streams: dict[int, bytes], locked: bool) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = {}
    for number in sorted({*objects, *streams}):
        offsets[number] = len(out)
        if number in streams:
            body = f"<< /Length {len(streams[number])} /Filter /FlateDecode >>\nstream\n".encode()
            body += streams[number] + b"\nendstream"
        else:
            body = objects[number].encode("cp1252")
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    for number in sorted(offsets):
        out += b"%010d 00000 n \n" % offsets[number]
    lock = b"/Encrypt %d 0 R /ID [<00><00>] " % max(offsets) if locked else b""
    out += b"trailer << /Size %d /Root 1 0 R /Info 6 0 R %b>>\n" % (len(offsets) + 1, lock)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
