"""Word (DOCX) and OpenDocument (ODT) texts: their paragraphs and list items, without tables, notes and pictures."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from leadtext.errors import SourceError
from leadtext.reading.office_zip import check_office_zip, read_part, xml_of
from leadtext.reading.prose import Contents, read_contents
from leadtext.records import Page

__all__ = ["read_docx", "read_odt"]

_OLE = b"\xd0\xcf\x11\xe0"  # how old Word files begin, and encrypted new ones
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_docx(data: bytes, name: str) -> Page:
    """The publication in a Word document.

    Args:
        data: the document's bytes.
        name: its name, for messages.

    Returns:
        The page, without comments. Title, author and date are those that the first paragraphs show, else those of
        the file's properties; a date that only these give is marked as inferred.

    Raises:
        SourceError: the file is damaged, encrypted, an old DOC, beyond the limits, or holds no paragraphs.
    """
    with _archive(data, name, "word/document.xml") as archive:
        styles = _word_styles(archive, name)
        contents = _properties(archive, "docProps/core.xml", name)
        root = xml_of(read_part(archive, "word/document.xml", name), name)
    for paragraph, why in _word_paragraphs(root):
        text = _word_text(paragraph)
        properties = paragraph.find(f"{_W}pPr")
        style = _word_style(properties, styles)
        if why:
            contents.leave_out(text, why)
        elif style.startswith(("toc", "table of")):
            contents.leave_out(text, "table of contents")
        elif style == "title" and not contents.title:
            contents.title = text
        elif style.startswith(("heading", "überschrift", "titre", "título")) or _outlined(properties):
            contents.add_heading(text, top=style.endswith("1") or _outlined(properties, "0"))
        elif style.startswith(("caption", "header", "footer", "footnote", "endnote", "beschriftung")):
            contents.leave_out(text, "caption or note")
        else:
            listed = properties is not None and properties.find(f"{_W}numPr") is not None
            contents.add(_without_bullet(text), item=listed or style.startswith("list") or _is_bullet(text))
    return read_contents(contents, name)


def read_odt(data: bytes, name: str) -> Page:
    """The publication in an OpenDocument text; arguments, result and errors are those of `read_docx`."""
    with _archive(data, name, "content.xml") as archive:
        if "META-INF/manifest.xml" in archive.namelist():
            manifest = read_part(archive, "META-INF/manifest.xml", name)
            if b"encryption-data" in manifest:
                raise SourceError(f"{name} is encrypted: save it without a password.")
        contents = _properties(archive, "meta.xml", name)
        root = xml_of(read_part(archive, "content.xml", name), name)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise SourceError(f"{name} is no OpenDocument text: export it as ODT, DOCX or PDF.")
    parents = {
        style.get(f"{_STYLE}name", ""): style.get(f"{_STYLE}parent-style-name", "")
        for style in root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style")
    }
    for element, listed, why in _odt_paragraphs(body):
        text = _odt_text(element)
        style = element.get(f"{_TEXT}style-name", "")
        style = parents.get(style, style).casefold()
        if why:
            contents.leave_out(text, why)
        elif style == "title" and not contents.title:
            contents.title = text
        elif element.tag == f"{_TEXT}h" or style in {"heading", "subtitle"}:
            contents.add_heading(text, top=element.get(f"{_TEXT}outline-level") == "1")
        elif style.startswith(("caption", "header", "footer", "footnote", "endnote", "contents")):
            contents.leave_out(text, "caption or note")
        else:
            contents.add(_without_bullet(text), item=listed or _is_bullet(text))
    return read_contents(contents, name)


def _archive(data: bytes, name: str, must_hold: str) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        raise SourceError(f"{name} is an old Word document, or encrypted: save it as DOCX without a password.")
    check_office_zip(data, name, must_hold)
    return zipfile.ZipFile(BytesIO(data))


def _properties(archive: zipfile.ZipFile, part: str, name: str) -> Contents:
    """Title, author and date as the file's properties give them."""
    contents = Contents()
    if part not in archive.namelist():
        return contents
    for element in xml_of(read_part(archive, part, name), name).iter():
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        text = " ".join("".join(map(str, element.itertext())).split()) if tag else ""
        if tag == "title" and not contents.stated_title:
            contents.stated_title = text
        elif tag in {"creator", "initial-creator"} and text and not contents.stated_author:
            contents.stated_author = text.replace(";", ",")
        elif tag in {"created", "creation-date"}:
            contents.stated_date = text
    return contents


def _word_styles(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Each style's name by its id; both in lower case."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    styles: dict[str, str] = {}
    for style in xml_of(read_part(archive, "word/styles.xml", name), name).iter(f"{_W}style"):
        named = style.find(f"{_W}name")
        if named is not None:
            styles[style.get(f"{_W}styleId", "")] = named.get(f"{_W}val", "").casefold()
    return styles


def _word_paragraphs(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """A document's paragraphs in order, each with the reason for which it is no text, if there is one."""
    body = root.find(f"{_W}body")
    stack = [(body, "")] if body is not None else []
    while stack:
        element, why = stack.pop()
        if element.tag == f"{_W}p":
            yield element, why
            continue
        if element.tag == f"{_W}tbl":
            why = "table"
        elif element.tag == f"{_W}sdt":
            gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
            if gallery is not None and "contents" in gallery.get(f"{_W}val", "").casefold():
                why = "table of contents"
        stack.extend((child, why) for child in reversed(element) if isinstance(child.tag, str))


def _word_text(paragraph: etree._Element) -> str:
    """A paragraph's words; text boxes, which stand in a paragraph but are none of it, are passed over."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            parts.append(element.text if element.text is not None else "")
        elif element.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            parts.append(" ")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif element.tag not in _NO_WORDS and not _is_hidden(element):
            stack.extend(child for child in reversed(element) if isinstance(child.tag, str))
    return " ".join("".join(parts).split())


_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Among them what tracked changes took out, or moved away from here.
_NO_WORDS = {*(f"{_W}{tag}" for tag in ("drawing", "pict", "del", "moveFrom", "pPr")), _ALTERNATE}


def _is_hidden(run: etree._Element) -> bool:
    """Whether a run of words is formatted as hidden: neither shown nor printed."""
    hidden = run.find(f"{_W}rPr/{_W}vanish") if run.tag == f"{_W}r" else None
    return hidden is not None and hidden.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _word_style(properties: etree._Element | None, styles: dict[str, str]) -> str:
    style = properties.find(f"{_W}pStyle") if properties is not None else None
    if style is None:
        return ""
    ident = style.get(f"{_W}val", "")
    return styles.get(ident, ident.casefold())


def _outlined(properties: etree._Element | None, levels: str = "012345678") -> bool:
    """Whether a paragraph stands in the outline, on one of some levels: 0 is the first, and 9 is text."""
    level = properties.find(f"{_W}outlineLvl") if properties is not None else None
    return level is not None and level.get(f"{_W}val", "9") in levels


_ODT_LEFT_OUT = {
    f"{_TABLE}table": "table",
    f"{_TEXT}table-of-content": "table of contents",
    f"{_TEXT}bibliography": "references or notes",
    f"{_TEXT}alphabetical-index": "index",
    f"{_TEXT}illustration-index": "index",
    f"{_DRAW}frame": "caption or note",
}
_ODT_SKIPPED = {f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls", f"{_OFFICE}forms", f"{_OFFICE}annotation"}


def _odt_paragraphs(body: etree._Element) -> Iterator[tuple[etree._Element, bool, str]]:
    stack = [(body, False, "")]
    while stack:
        element, listed, why = stack.pop()
        if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield element, listed, why
        elif element.tag not in _ODT_SKIPPED:
            listed = listed or element.tag == f"{_TEXT}list-item"
            why = _ODT_LEFT_OUT.get(element.tag, why)
            stack.extend((child, listed, why) for child in reversed(element) if isinstance(child.tag, str))


_ODT_NO_TEXT = {f"{_TEXT}note", f"{_OFFICE}annotation", f"{_DRAW}frame", f"{_DRAW}custom-shape", f"{_TEXT}ruby-text"}


def _odt_text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    stack: list[etree._Element | str] = [paragraph]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            parts.append(element)
            continue
        if element is not paragraph and element.tail:
            parts_after: list[etree._Element | str] = [element.tail]
        else:
            parts_after = []
        stack.extend(parts_after)
        if not isinstance(element.tag, str) or element.tag in _ODT_NO_TEXT:
            continue
        if element.tag in {f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}:
            parts.append(" ")
            continue
        stack.extend(reversed(element))
        if element.text:
            parts.append(element.text)
    return " ".join("".join(parts).split())


_BULLET = re.compile(r"[•●◦‣▪■·⁃*–-]\s+(?=\S)")


def _is_bullet(text: str) -> bool:
    return _BULLET.match(text) is not None


def _without_bullet(text: str) -> str:
    return _BULLET.sub("", text, count=1) if _is_bullet(text) else text
