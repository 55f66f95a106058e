"""Tables: one row a document, from CSV, XLSX, JSON lines or Parquet, row by row in flat memory."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from leadtext.errors import ColumnError, SourceError
from leadtext.reading.dates import is_possible, order_told, parse_date
from leadtext.reading.table_rows import Record, open_table
from leadtext.records import KINDS, Kind, PartialDate, Piece, Reject

__all__ = ["Columns", "Row", "check_columns", "ordered", "read_table"]

LOOK_AHEAD = 500
"""Rows read ahead, to see which columns there are and how the dates are written."""

FEWEST_DATES = 20
"""Filled cells of a column of dates of which none can be read: then it is another column, not so many slips."""

SERIAL_FROM, SERIAL_ORIGIN = 25_569, dt.date(1899, 12, 30)
"""Workbooks write days as numbers of days; less than 1970's first are taken for numbers of another kind."""

LONGEST_CELL = 5_000_000
"""Characters: five long novels. A longer cell is damage."""

LONGEST_FIELD = 1_000
"""Characters of a name, role, title or id."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns to read.

    Attributes:
        text: the document's text; rows without one are rejected.
        date: its date, in any usual spelling.
        author: who wrote it.
        role: the author's role.
        organisation: the author's organisation.
        title: its title.
        parent: the id, title or address of the publication that a comment stands under.
        id: the row's own id.
        kind: its genre: report, article, blog or comment.
        day_first: no column, but whether 03/04/2012 in the column of dates is 3 April; None leaves it to `ordered`.
        serial: no column, but whether the dates are days counted as workbooks do (42000 is 27 December 2014); None
            leaves it to `ordered`.
    """

    text: str
    date: str | None = None
    author: str | None = None
    role: str | None = None
    organisation: str | None = None
    title: str | None = None
    parent: str | None = None
    id: str | None = None
    kind: str | None = None
    day_first: bool | None = None
    serial: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its text and what its parent column names."""

    piece: Piece
    parent: str | None = None


def read_table(source: bytes | Path, name: str, columns: Columns) -> Iterator[Row | Reject]:
    """The rows of a table, one at a time.

    Args:
        source: the table's bytes, or its path, which is read row by row.
        name: its name; the extension tells the format (csv, tsv, txt, xlsx, jsonl, ndjson, parquet).
        columns: which columns to read.

    Returns:
        An iterator. Each row with a text gives a `Row` (its place is the row that a spreadsheet shows, "row 12").
        A row without a text, or one that is damaged, gives a `Reject`; so does a date or genre that nobody can
        read, beside the row, which is kept without it.

    Raises:
        ColumnError: at once, where the table lacks a named column, or no date in that of dates can be read.
        SourceError: at once, where it is empty, damaged, or of another format; while reading, where it turns out to
            be damaged further down.
    """
    columns = ordered(source, name, columns)
    records, found = _opened(source, name, columns)
    return _read_rows(records, found, name, day_first=columns.day_first is not False, serial=columns.serial is True)


def ordered(source: bytes | Path, name: str, columns: Columns) -> Columns:
    """The columns, with what the whole column of dates tells: the order of day and month, and whether days are counted.

    It is month first where some dates can only be read so (04/13/2020) and none only day first; else the British
    order. The whole table is gone through, unless its first rows write their dates in no order that could be mistaken.

    Raises:
        ColumnError: as `read_table`.
        SourceError: as `read_table`.
    """
    if columns.date is None:
        return columns
    if columns.serial is None:
        columns = replace(columns, serial=_is_serial(source, name, columns))
    if columns.day_first is not None:
        return columns
    records, found = _opened(source, name, columns)
    dates = (date for record in records if (date := _cell(record.values.get(found["date"]))))
    ahead = {order_told(date) for date in itertools.islice(dates, LOOK_AHEAD)}
    if ahead <= {None}:
        return replace(columns, day_first=True)
    told = ahead.union(map(order_told, dates))
    return replace(columns, day_first="month first" not in told or "day first" in told)


def check_columns(source: bytes | Path, name: str, columns: Columns) -> None:
    """See that a table has the named columns, from its first rows.

    Raises:
        ColumnError: it lacks one.
        SourceError: it is empty, damaged, or of another format.
    """
    _opened(source, name, columns)


def _is_serial(source: bytes | Path, name: str, columns: Columns) -> bool:
    """Whether every date in its column is a number of days; the first that can be read otherwise tells that none is."""
    records, found = _opened(source, name, columns)
    filled, first, serial = 0, "", True
    for record in records:
        value = record.values.get(found["date"])
        written = _cell(value)
        if not written:
            continue
        if isinstance(value, dt.date) or parse_date(written) is not None:
            return False
        filled, first = filled + 1, first or written
        serial = serial and _counted_day(written) is not None
    if filled >= FEWEST_DATES and not serial:
        raise ColumnError(
            f"{name}: no date in column {found['date']!r} could be read, of {filled:,} that are filled (the first is "
            f"{first[:60]!r}); is it the right column for date?"
        )
    return filled > 0 and serial


def _counted_day(written: str) -> PartialDate | None:
    """The day that a workbook counts so, whatever the time of day behind the point."""
    whole, _, rest = written.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) == 5 and (not rest or rest.isdigit())):
        return None
    day = PartialDate(SERIAL_ORIGIN + dt.timedelta(days=int(whole)))
    return day if int(whole) >= SERIAL_FROM and is_possible(day) else None


def _opened(source: bytes | Path, name: str, columns: Columns) -> tuple[Iterator[Record], dict[str, str]]:
    """A table's rows, and for each wanted field the column's name as the table writes it."""
    records = open_table(source, name)
    ahead = list(itertools.islice(records, LOOK_AHEAD))
    known: dict[str, None] = {}
    for record in ahead:
        known.update(dict.fromkeys(record.values))
    if not known:
        damaged = next((record for record in ahead if record.damage is not None), None)
        if damaged is not None:
            raise SourceError(f"{name}, {damaged.place}, can't be read, and nothing else was: {damaged.damage}.")
        raise SourceError(f"{name} holds no rows: give it a line with the columns' names, and rows below it.")
    return itertools.chain(ahead, records), _find_columns(columns, list(known), name)


def _find_columns(columns: Columns, known: Sequence[str], name: str) -> dict[str, str]:
    """For each wanted field the column's name as the table writes it."""
    found: dict[str, str] = {}
    by_plain_name = {_plain(column): column for column in reversed(known)}
    for field in fields(columns):
        wanted = getattr(columns, field.name)
        if wanted is None or field.name in ("day_first", "serial"):
            continue
        column = wanted if wanted in known else by_plain_name.get(_plain(wanted))
        if column is None:
            listed = ", ".join(known[:20]) + (", …" if len(known) > 20 else "")
            near = difflib.get_close_matches(_plain(wanted), list(by_plain_name), 1, 0.5)
            hint = f" Did you mean {by_plain_name[near[0]]}?" if near else ""
            raise ColumnError(f"{name} has no column {wanted} for {field.name}; its columns are {listed}.{hint}")
        found[field.name] = column
    return found


def _plain(column: str) -> str:
    return " ".join(column.casefold().replace("_", " ").split())


def _read_rows(
    records: Iterator[Record], columns: Mapping[str, str], name: str, *, day_first: bool, serial: bool
) -> Iterator[Row | Reject]:
    for record in records:
        if record.damage is not None:
            yield Reject(name, record.place, record.damage)
            continue
        values = {field: record.values.get(column) for field, column in columns.items()}
        text = _paragraphs(_cell(values["text"]))
        if not any(character.isalnum() for character in text):
            yield Reject(name, record.place, f"its column {columns['text']} holds no text")
            continue
        if len(text) > LONGEST_CELL:
            yield Reject(name, record.place, f"its text has more than {LONGEST_CELL:,} characters")
            continue
        written = values.get("date")
        date = _counted_day(_cell(written)) if serial else _date(written, day_first)
        flaw = _flaw(_cell(values.get("date")), date, day_first)
        if flaw:
            yield Reject(name, record.place, f"{flaw}; the row is kept without a date")
            date = None
        kind = _kind(values.get("kind"))
        if kind is None and _cell(values.get("kind")):
            wrong = _cell(values["kind"])[:60]
            yield Reject(
                name, record.place, f"its kind {wrong!r} is none of {', '.join(KINDS)}; the row is kept without it"
            )
        piece = Piece(
            text,
            title=_short(values.get("title")) or "",
            kind=kind,
            author=_author(values.get("author")),
            role=_short(values.get("role")),
            organisation=_short(values.get("organisation")),
            date=date,
            place=record.place,
            key=_short(values.get("id")),
        )
        yield Row(piece, _short(values.get("parent")))


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Half of a character, which JSON can name and no file or database can hold.
_HALVES = re.compile("[\ud800-\udfff]")


def _cell(value: object) -> str:
    """A cell as text: a number without a needless ".0", nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return _HALVES.sub("\ufffd", _CONTROLS.sub("", str(value))).strip()


def _paragraphs(text: str) -> str:
    """The text with single spaces, and an empty line between its paragraphs."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n[^\S\n]*\n\s*", text.replace("\r\n", "\n")))
    return "\n\n".join(part for part in paragraphs if part)


def _short(value: object) -> str | None:
    if value is None:
        return None
    text = " ".join(_cell(value)[:LONGEST_FIELD].split())
    return text if text else None


_NOBODY = frozenset({"anonymous", "anonym", "anonyme", "anónimo", "guest", "gast", "n/a", "none", "null", "nan", "-"})


def _author(value: object) -> str | None:
    text = _short(value)
    return None if text is None or text.casefold() in _NOBODY else text


def _flaw(written: str, date: PartialDate | None, day_first: bool) -> str:
    """What is wrong with a date, as it is written and as it was read; nothing where it is good, or there is none."""
    shown = repr(written[:60])
    if date is not None:
        return "" if is_possible(date) else f"its date {shown} is still to come"
    if written and parse_date(written, day_first=day_first) is not None:
        first, second = ("month", "day") if day_first else ("day", "month")
        said = f"day_first = {'false' if day_first else 'true'}"
        return f"its date {shown} has the {first} first, but the column is read {second} first (`{said}` turns that)"
    return f"nobody can read its date {shown}" if written else ""


def _date(value: object, day_first: bool) -> PartialDate | None:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return parse_date(value.isoformat())
    return parse_date(_cell(value), day_first=day_first, in_order=True)


def _kind(value: object) -> Kind | None:
    text = _cell(value).casefold().removesuffix("s")
    return text if text in KINDS else None
