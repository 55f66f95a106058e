"""Bytes to text: the character set is found out, and what is no text is refused."""

from __future__ import annotations

import codecs
import re

from leadtext.errors import SourceError

__all__ = ["MAX_TEXT_BYTES", "charset_of", "decode"]

MAX_TEXT_BYTES = 50_000_000
"""No page or article is longer; a file beyond it is a dump, to be given as a table or in parts."""

SAMPLE_BYTES = 20_000
"""Enough bytes for a guess at an unknown character set, few enough that the guess is quick."""

MAX_CONTROL_SHARE = 0.01
"""Text holds hardly any control characters; programs, pictures and compressed data are full of them."""

MAX_WESTERN_SHARE = 0.25
"""English, German, French and Spanish have few accented letters; other scripts are nearly all beyond ASCII."""

GOOD_TO_BROKEN = 20
"""A file with so many good UTF-8 characters to one broken one is UTF-8 that somebody damaged."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_STARTS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "compressed"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3\x00", "a database"),
)
# Control characters that no text holds: all but tab, line feed, vertical tab, form feed, return and escape.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    r"""The text that some bytes spell, with ``\n`` at the line ends and without a byte order mark.

    A byte order mark decides, else UTF-8, where it fits, else what the file declares, else Windows-1252 for
    what looks Western, else charset-normalizer's guess.

    Args:
        data: the file's bytes.
        name: the file's name, for the message.
        declared: the character set that the file or its server names, if any.

    Raises:
        SourceError: the file is empty, too large, binary, or in no character set that can be told.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise SourceError(
            f"{name} is {len(data) // 1_000_000} MB long, and a text may have {MAX_TEXT_BYTES // 1_000_000} MB: "
            "divide it, or give it as a table."
        )
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise SourceError(f"{name} is empty: save it again, or remove it.")
    for start, what in _BINARY_STARTS:
        if data.startswith(start):
            raise SourceError(f"{name} is {what}, not text: give it the extension of its format.")
    text = _decoded(data, declared)
    if text is None:
        raise SourceError(f"{name} is in no character set that can be told: save it as UTF-8.")
    if "\x00" in text:
        raise SourceError(f"{name} holds NUL bytes and so is no text: save it as UTF-8 text.")
    if len(_CONTROLS.findall(text)) > max(2, MAX_CONTROL_SHARE * len(text)):
        raise SourceError(f"{name} is binary, not text: save it as UTF-8 text.")
    text = _LINE_ENDS.sub("\n", _CONTROLS.sub("", text))
    if not text.strip():
        raise SourceError(f"{name} holds no text: save it again, or remove it.")
    return text


def _decoded(data: bytes, declared: str | None) -> str | None:
    charset = charset_of(data, declared=declared)
    return None if charset is None else data.decode(charset, "replace")


def charset_of(data: bytes, *, declared: str | None = None) -> str | None:
    """The name of the character set that some bytes are in, as `decode` finds it; None where it can't be told."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return charset
    utf16 = _utf16_without_mark(data)
    if utf16 is not None:
        return utf16
    tolerant = data.decode("utf-8", "replace")
    broken = tolerant.count("\ufffd")
    if broken == 0 or broken * GOOD_TO_BROKEN < sum(ord(character) > 127 for character in tolerant) - broken:
        return "utf-8"
    if declared is not None and _is_charset(declared):
        return declared
    sample = data[:SAMPLE_BYTES]
    if sum(byte > 127 for byte in sample) <= MAX_WESTERN_SHARE * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # slow to import, and hardly ever needed

    best = from_bytes(sample).best()
    return None if best is None else best.encoding


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of Western text has a NUL at every other place."""
    sample = data[:2_000]
    half = len(sample) // 2
    if half < 2 or b"\x00" not in sample:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _is_charset(label: str) -> bool:
    """Whether Python knows it as the name of a character set (and not of a transformation such as zlib)."""
    try:
        return codecs.lookup(label)._is_text_encoding
    except (LookupError, ValueError):
        return False
