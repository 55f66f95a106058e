"""Office files as ZIP archives: opened only when they are what they say, within limits."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import IO

from lxml import etree

from leadtext.errors import SourceError

__all__ = ["MAX_PART_BYTES", "MAX_UNPACKED_BYTES", "ZIP_ERRORS", "check_office_zip", "read_part", "xml_of"]

MAX_UNPACKED_BYTES = 300_000_000
"""A hundred thousand comments take some 60 MB in a workbook; more than this is a bomb."""

MAX_PART_BYTES = 50_000_000
"""The XML of a thousand pages of text takes some 10 MB."""

MAX_TAGS = 3_000_000
"""Word writes a dozen tags for a few words; a thousand pages have one million. A tree of these takes 1 GB."""

MAX_PARTS = 20_000
"""A document with ten thousand pictures has no more parts."""

_PROLOGUE = 65_536
"""A document type with its entities stands before the first element."""

# RuntimeError: encrypted; NotImplementedError (one of them): an unknown packing; EOFError: truncated
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, KeyError)
"""What a damaged archive makes zipfile raise."""


def check_office_zip(source: bytes | Path, name: str, must_hold: str) -> None:
    """Refuse what is no office file, or would unpack to more than the limits.

    Args:
        source: the file's bytes or its path.
        name: its name, for the message.
        must_hold: a part without which it is not of its format.

    Raises:
        SourceError: the file is no archive, damaged, encrypted, too large when unpacked, or lacks the part.
    """
    file: IO[bytes] | Path = BytesIO(source) if isinstance(source, bytes) else source
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"{name} is damaged or not of its format ({error}): save it again.") from error
    with archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            limit = MAX_UNPACKED_BYTES // 1_000_000
            raise SourceError(f"{name} would unpack to more than {limit} MB: divide it, or save it as CSV or text.")
        if must_hold not in archive.namelist():
            raise SourceError(f"{name} is damaged or not of its format (it lacks {must_hold}): save it again.")
        # Only these are unpacked no further than they are read; others may fill the memory at once.
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
            raise SourceError(f"{name} is packed in a way that no office program uses: save it again.")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _check_part(archive, part, name)


def read_part(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    """A part's bytes, unpacked no further than the limit.

    Raises:
        SourceError: the part is missing, damaged, encrypted or too large.
    """
    try:
        with archive.open(part) as file:
            data = file.read(MAX_PART_BYTES + 1)
    except ZIP_ERRORS as error:
        raise SourceError(f"{name} is damaged ({part}: {error}): save it again.") from error
    if len(data) > MAX_PART_BYTES:
        raise SourceError(f"{name} holds more than {MAX_PART_BYTES // 1_000_000} MB of text: divide it.")
    return data


def xml_of(data: bytes, name: str) -> etree._Element:
    """The root of a part's XML, without anything from outside it.

    Raises:
        SourceError: the part is no XML, holds a document type, or is beyond the limits: of tags, and those of libxml2
            on depth (256 elements in one another) and on one paragraph's text (10 MB).
    """
    if data.count(b"<") > MAX_TAGS:
        raise SourceError(f"{name} holds more than {MAX_TAGS:,} tags: divide it, or save it as text.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{name} {_reason(str(error))}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(_DOCUMENT_TYPE.format(name=name))
    return root


_DOCUMENT_TYPE = "{name} holds a document type, which no office program writes: save it again."


def _reason(error: str) -> str:
    """What is wrong with a part, as a person needs to know it."""
    said = error.casefold()
    if "amplification" in said or ("entity" in said and "loop" in said):
        return "holds entities that unfold to more than any text, as only a bomb does."
    if "depth" in said:
        return "holds more than 256 elements in one another, which no office program writes."
    if "too long" in said:
        return "holds a paragraph of more than 10 MB: divide it, or save it as text."
    return f"is damaged ({error[:120]}): save it again."


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Refuse a part with a document type: no office program writes one, and entity bombs need it."""
    try:
        with archive.open(part) as file:
            prologue = file.read(_PROLOGUE)
    except ZIP_ERRORS as error:
        raise SourceError(f"{name} is damaged ({part.filename}: {error}): save it again.") from error
    if b"<!DOCTYPE" in prologue or b"<!ENTITY" in prologue:
        raise SourceError(_DOCUMENT_TYPE.format(name=f"{name} ({part.filename})"))
