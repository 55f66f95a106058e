"""The rows of an XLSX workbook's first sheet, parsed as they come and never kept.

openpyxl builds a tree of each row and fills up whatever a file claims to have between two rows or cells; a file of a
few kilobytes can so take hours. Here expat's events become rows at once, within limits; openpyxl says which formats are
dates.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from leadtext.errors import SourceError
from leadtext.reading.office_zip import ZIP_ERRORS, check_office_zip, read_part, xml_of

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "read_sheet"]

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet can have in every office program."""

MOST_CELLS = 50_000_000
"""A million rows of fifty columns."""

LONGEST_CELL = 6_000_000
"""Characters of a cell that are kept: enough for whoever asks to see that it is too long. Excel writes up to 32,767."""

MOST_STRINGS, MOST_STRING_CHARACTERS = 5_000_000, 200_000_000
"""What cells share is kept while a sheet is read: 300,000 comments of 40 words have 80 million characters."""

MOST_ELEMENTS = 60_000_000
DEEPEST = 100
"""Elements in one another; a formatted text in a cell has six."""

LONGEST_TAG = 1_000_000
CHUNK_BYTES = 1 << 16

_SPACES = frozenset(
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"}
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class _Book(NamedTuple):
    """What of a workbook its first sheet needs."""

    sheet: str
    strings: list[str]
    dates: frozenset[int]
    spans: frozenset[int]
    from_1904: bool


def read_sheet(source: bytes | Path, name: str) -> Iterator[tuple[int, list[object]]]:
    """The rows of a workbook's first sheet that hold anything, each with its number.

    Args:
        source: the workbook's bytes, or its path.
        name: its name, for messages.

    Returns:
        An iterator of numbers, as a spreadsheet shows them, and values: texts, numbers, booleans, days and times, None
        for an empty cell. Of a formula the result that was saved is given, never the formula.

    Raises:
        SourceError: at once, where the file is no workbook, damaged or beyond the limits; while reading, where its
            sheet turns out to be so.
    """
    check_office_zip(source, name, "xl/workbook.xml")
    archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    try:
        book = _book(archive, name)
    except BaseException:
        archive.close()
        raise
    return _rows(archive, book, name)


def _book(archive: zipfile.ZipFile, name: str) -> _Book:
    parts = set(archive.namelist())
    root = xml_of(read_part(archive, "xl/workbook.xml", name), name)
    targets: dict[str, str] = {}
    shared, styles = "xl/sharedStrings.xml", "xl/styles.xml"
    if "xl/_rels/workbook.xml.rels" in parts:
        for link in xml_of(read_part(archive, "xl/_rels/workbook.xml.rels", name), name):
            kind, target = link.get("Type", "").rpartition("/")[2], link.get("Target", "")
            if link.get("TargetMode") == "External" or not target:
                continue
            part = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join("xl", target))
            if kind == "worksheet":
                targets[link.get("Id", "")] = part
            shared = part if kind == "sharedStrings" else shared
            styles = part if kind == "styles" else styles
    sheets = [
        targets[str(ident)]
        for sheet in root.iterfind("{*}sheets/{*}sheet")
        for key, ident in sheet.items()
        if str(key).endswith("}id") and targets.get(str(ident), "") in parts
    ]
    if not sheets:
        raise SourceError(f"{name} has no sheet: save it again.")
    properties = root.find("{*}workbookPr")
    dates, spans = _date_styles(archive, styles, name) if styles in parts else (frozenset(), frozenset())
    return _Book(
        sheets[0],
        _shared_strings(archive, shared, name) if shared in parts else [],
        dates,
        spans,
        properties is not None and properties.get("date1904") in {"1", "true"},
    )


def _date_styles(archive: zipfile.ZipFile, part: str, name: str) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the cell styles that show a number as a day or time, and as a span of time."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    root = xml_of(read_part(archive, part, name), name)
    formats = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    for own in root.iterfind("{*}numFmts/{*}numFmt"):
        formats[own.get("numFmtId", "")] = own.get("formatCode", "")[:200]
    used = [formats.get(style.get("numFmtId", "0"), "") for style in root.iterfind("{*}cellXfs/{*}xf")]
    dates = frozenset(number for number, code in enumerate(used) if is_date_format(code))
    return dates, frozenset(number for number in dates if is_timedelta_format(used[number]))


def _parse(archive: zipfile.ZipFile, part: str, name: str, parser: Any) -> Iterator[None]:
    """Feed a part to a parser, a piece at a time."""
    fed = 0
    try:
        with archive.open(part) as file:
            while piece := file.read(CHUNK_BYTES):
                fed += len(piece)
                parser.Parse(piece)
                yield
                if fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise SourceError(f"{name} holds a tag of more than a million characters, which no program writes.")
            parser.Parse(b"", True)
            yield
    except (*ZIP_ERRORS, expat.ExpatError) as error:
        raise SourceError(f"{name} is damaged ({part}: {error}): save it again.") from error


class _Text:
    """The text of an element and of those in it, as it comes; phonetic readings are passed over."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.depth = 0
        self.elements = 0
        self.parts: list[str] = []
        self.size = 0
        self.phonetic = 0
        self.collecting = False
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_type
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._said

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Hear that an element of the sheet begins."""
        raise NotImplementedError

    def end(self, tag: str) -> None:
        """Hear that it ends."""
        raise NotImplementedError

    def taken(self) -> str:
        """What was said since the last time."""
        text = "".join(self.parts)
        self.parts.clear()
        self.size = 0
        return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text

    def _started(self, named: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            what = f"more than {DEEPEST} elements in one another" if self.depth > DEEPEST else "too many elements"
            raise SourceError(f"{self.name} holds {what}, which no office program writes: save it again.")
        space, _, tag = named.rpartition(" ")
        if space in _SPACES:
            self.start(tag, attributes)

    def _ended(self, named: str) -> None:
        self.depth -= 1
        space, _, tag = named.rpartition(" ")
        if space in _SPACES:
            self.end(tag)

    def _said(self, text: str) -> None:
        if self.collecting and self.size < LONGEST_CELL:
            self.parts.append(text)
            self.size += len(text)

    def _refuse_type(self, *_: object) -> None:
        raise SourceError(f"{self.name} holds a document type, which no office program writes: save it again.")


class _Strings(_Text):
    """The texts that cells share."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.strings: list[str] = []
        self.characters = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "rPh":
            self.phonetic += 1
        elif tag == "t":
            self.collecting = self.phonetic == 0

    def end(self, tag: str) -> None:
        if tag == "t":
            self.collecting = False
        elif tag == "rPh":
            self.phonetic -= 1
        elif tag == "si":
            text = self.taken()
            self.strings.append(text)
            self.characters += len(text)
            if len(self.strings) > MOST_STRINGS or self.characters > MOST_STRING_CHARACTERS:
                raise SourceError(f"{self.name} holds more texts than a workbook may: divide it, or save it as CSV.")


def _shared_strings(archive: zipfile.ZipFile, part: str, name: str) -> list[str]:
    reader = _Strings(name)
    for _ in _parse(archive, part, name, reader.parser):
        pass
    return reader.strings


class _Sheet(_Text):
    """A sheet's rows: those that hold anything are put into ``rows``."""

    def __init__(self, book: _Book, name: str) -> None:
        super().__init__(name)
        self.book = book
        self.rows: list[tuple[int, list[object]]] = []
        self.row = 0
        self.cells: list[object] = []
        self.count = 0
        self.column = 0
        self.kind = "n"
        self.style = "0"
        self.filled = False
        self.value = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in {"v", "t"}:
            self.collecting = self.phonetic == 0 and (tag == "t") == (self.kind == "inlineStr")
        elif tag == "row":
            self._start_row(attributes.get("r"))
        elif tag == "rPh":
            self.phonetic += 1

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self.collecting = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            if self.filled:
                self.rows.append((self.row, self.cells))
            self.cells = []
        elif tag == "rPh":
            self.phonetic -= 1

    def _start_row(self, number: str | None) -> None:
        self.row = int(number) if number is not None and number.isdecimal() and len(number) < 12 else self.row + 1
        self.cells, self.column, self.filled = [], 0, False
        if self.row > MOST_ROWS:
            raise SourceError(f"{self.name} claims a row {self.row:,}; no sheet has more than {MOST_ROWS:,} rows.")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        place = attributes.get("r")
        self.column += 1
        if place is not None:
            found = _REFERENCE.fullmatch(place)
            self.column = _number_of(found[1]) if found is not None else MOST_COLUMNS + 1
        if self.column > MOST_COLUMNS:
            at = f" ({place[:20]})" if place is not None else ""
            raise SourceError(
                f"{self.name}, row {self.row}, has a cell{at} beyond the {MOST_COLUMNS:,} columns of any sheet."
            )

    def _end_cell(self) -> None:
        if not self.parts:
            return
        value = self._value(self.taken())
        if value is None or value == "":
            return
        if self.column > len(self.cells):
            self.count += self.column - len(self.cells)
            if self.count > MOST_CELLS:
                raise SourceError(f"{self.name} has more than {MOST_CELLS:,} cells: divide it, or save it as CSV.")
            self.cells.extend([None] * (self.column - len(self.cells)))
        self.cells[self.column - 1] = value
        self.filled = True

    def _value(self, text: str) -> object:
        if self.kind == "s":
            try:
                return self.book.strings[int(text)] if not text.startswith("-") else None
            except (ValueError, IndexError) as error:
                raise SourceError(
                    f"{self.name}, row {self.row}, is damaged (it names a text {text[:20]!r} that isn't there): save "
                    "it again."
                ) from error
        if self.kind == "b":
            return text.strip() in {"1", "true"}
        if self.kind != "n":
            return text
        try:
            number = float(text) if re.search("[.eE]", text) is not None else int(text)
        except ValueError:
            return text
        style = int(self.style) if self.style.isdecimal() and len(self.style) < 9 else 0
        return self._day(number, style) if style in self.book.dates else number

    def _day(self, number: float, style: int) -> object:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        epoch = MAC_EPOCH if self.book.from_1904 else WINDOWS_EPOCH
        try:
            return from_excel(number, epoch, timedelta=style in self.book.spans)
        except (OverflowError, ValueError):
            return number


def _number_of(letters: str) -> int:
    """A column's number: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _rows(archive: zipfile.ZipFile, book: _Book, name: str) -> Iterator[tuple[int, list[object]]]:
    with archive:
        sheet = _Sheet(book, name)
        for _ in _parse(archive, book.sheet, name, sheet.parser):
            yield from sheet.rows
            sheet.rows.clear()
