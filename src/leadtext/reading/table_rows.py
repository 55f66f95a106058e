"""The rows of a table file, whatever its format, as mappings from column to value."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from leadtext.errors import SourceError
from leadtext.reading.decode import charset_of, decode

__all__ = ["TABLE_FORMATS", "Record", "open_table"]

MAX_CSV_CELL = 6_000_000
"""Characters; the csv module's own limit of 131,072 is less than a report in a cell takes."""

LONGEST_LINE = 20_000_000
"""Characters of a line, which is held in memory: twice as many as the longest text with everything around it."""

SAMPLE_BYTES = 65_536
CHUNK_BYTES = 1_000_000
DELIMITERS = (",", ";", "\t", "|")
HEADER_WITHIN = 20
"""Rows: a workbook may begin with a title and an empty row above the columns' names."""

MAX_COLUMNS = 2_000
MAX_ROW_GROUP_BYTES = 2_000_000_000
BATCH_ROWS = 50
"""Rows of a Parquet file in memory at a time: few, since a long cell that repeats is stored once."""

MAX_BATCH_BYTES = 200_000_000
MAX_UNPACKED, MAX_RATIO = 200_000_000, 200
"""Bytes from which on rows may not be worth more than so many times the file; text is packed to a tenth."""

READ_BYTES = 1 << 16
"""Bytes of each column of a Parquet file that are held at a time, instead of all columns of a row group."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its values by column, where it stands, and what is wrong with it, if it can't be read."""

    place: str
    values: Mapping[str, object]
    damage: str | None = None


def open_table(source: bytes | Path, name: str) -> Iterator[Record]:
    """The rows of a table, from the first below its columns' names on.

    Raises:
        SourceError: the file is missing, of no known format, empty or damaged.
    """
    if isinstance(source, Path) and not source.is_file():
        raise SourceError(f"{name} does not exist: correct the path.")
    extension = Path(name).suffix.casefold()
    if extension not in TABLE_FORMATS:
        known = ", ".join(TABLE_FORMATS)
        raise SourceError(f"{name} is no table that can be read: its extension is none of {known}.")
    return TABLE_FORMATS[extension](source, name)


def _open(source: bytes | Path) -> IO[bytes]:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _text_lines(source: bytes | Path, name: str) -> io.TextIOWrapper:
    """The file as text, after a look at whether it is any."""
    with _open(source) as file:
        sample = file.read(SAMPLE_BYTES)
    if len(sample) == SAMPLE_BYTES:  # not cut amid a character, unless there is no line end at all
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    decode(sample, name)
    charset = charset_of(sample) or "utf-8"
    if charset == "utf-8" and not _is_utf8(source):
        charset = "cp1252"
    return io.TextIOWrapper(_open(source), encoding=charset, errors="replace", newline="")


def _is_utf8(source: bytes | Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with _open(source) as file:
        try:
            while chunk := file.read(CHUNK_BYTES):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    return True


def _csv(source: bytes | Path, name: str) -> Iterator[Record]:
    # The limit belongs to the whole process; it is raised, never lowered, so nobody else is harmed.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CSV_CELL))
    with _text_lines(source, name) as lines:
        sample = lines.read(SAMPLE_BYTES)
    delimiter = "\t" if name.casefold().endswith(".tsv") else _delimiter(sample)
    return _csv_rows(_text_lines(source, name), delimiter, name)


class _LineTooLong(Exception):
    """A line is longer than `LONGEST_LINE`."""


def _lines_within(lines: io.TextIOWrapper) -> Iterator[str]:
    """A file's lines; the csv module would take any one of them into memory whole."""
    while line := lines.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise _LineTooLong
        yield line


def _csv_rows(lines: io.TextIOWrapper, delimiter: str, name: str) -> Iterator[Record]:
    with lines:
        reader = csv.reader(_lines_within(lines), delimiter=delimiter)
        header: list[str] | None = None
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _LineTooLong) as error:
                long = f"its line has more than {LONGEST_LINE:,} characters"
                why = long if isinstance(error, _LineTooLong) else f"it is damaged ({error})"
                yield Record(f"row {number}", {}, f"{why}; nothing from there on is read")
                return
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(cells, name)
                continue
            yield Record(f"row {number}", _by_column(header, cells))


def _delimiter(sample: str) -> str:
    """The delimiter that divides the first rows most evenly into most columns."""

    def evenness(delimiter: str) -> tuple[int, int]:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)][:-1][:50]
        rows = rows or [next(csv.reader(sample.splitlines()[:1], delimiter=delimiter), [])]
        width = len(rows[0])
        return (sum(len(row) == width for row in rows) if width > 1 else 0), width

    return max(DELIMITERS, key=evenness)


def _header(cells: Sequence[object], name: str) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise SourceError(f"{name} has more than {MAX_COLUMNS:,} columns: it is no table of documents.")
    return ["" if cell is None else " ".join(str(cell).lstrip("\ufeff").split()) for cell in cells]


def _by_column(header: Sequence[str], cells: Sequence[object]) -> dict[str, object]:
    values: dict[str, object] = {}
    for column, cell in zip(header, cells, strict=False):
        if column and column not in values:
            values[column] = cell
    for column in header[len(cells) :]:
        if column:
            values.setdefault(column, None)
    return values


def _xlsx(source: bytes | Path, name: str) -> Iterator[Record]:
    from leadtext.reading.workbook import read_sheet

    return _xlsx_rows(read_sheet(source, name), name)


def _xlsx_rows(rows: Iterator[tuple[int, list[object]]], name: str) -> Iterator[Record]:
    header: list[str] | None = None
    seen_rows = False
    for number, cells in rows:
        filled = sum(cell is not None and str(cell).strip() != "" for cell in cells)
        if filled == 0:
            continue
        # A lone cell above a wider row is the sheet's title, not the columns' names.
        if header is None or (filled > 1 == len(header) and not seen_rows and number <= HEADER_WITHIN):
            header = _header(cells, name)
            continue
        seen_rows = True
        yield Record(f"row {number}", _by_column(header, cells))


def _jsonl(source: bytes | Path, name: str) -> Iterator[Record]:
    return _jsonl_rows(_text_lines(source, name))


def _jsonl_rows(lines: io.TextIOWrapper) -> Iterator[Record]:
    with lines:
        number = 0
        while line := lines.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                yield Record(f"line {number}", {}, f"it has more than {LONGEST_LINE:,} characters")
                while line and not line.endswith("\n"):
                    line = lines.readline(LONGEST_LINE)
                continue
            if line.strip():
                yield _json_record(line, f"line {number}")


def _json_record(line: str, place: str) -> Record:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Record(place, {}, f"it is no JSON ({error})")
    if not isinstance(value, dict):
        return Record(place, {}, 'it is no JSON object, such as {"text": "…"}')
    return Record(place, value)


def _parquet(source: bytes | Path, name: str) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pa.BufferReader(source) if isinstance(source, bytes) else str(source)
        file = pq.ParquetFile(opened, buffer_size=READ_BYTES, pre_buffer=False)
        groups = [file.metadata.row_group(number).total_byte_size for number in range(file.metadata.num_row_groups)]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(name, error) from error
    if max(groups, default=0) > MAX_ROW_GROUP_BYTES:
        raise SourceError(f"{name} packs more than 2 GB into one row group: write it in smaller ones.")
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    return _parquet_rows(file, name, max(MAX_UNPACKED, MAX_RATIO * size))


def _parquet_rows(file: Any, name: str, limit: int) -> Iterator[Record]:
    import pyarrow as pa

    number = unpacked = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            size = sum(map(_size, batch.columns))
            unpacked += size
            if size > MAX_BATCH_BYTES or unpacked > limit:
                raise SourceError(
                    f"{name}, row {number + 1}: from here on it unpacks to more than {MAX_RATIO} times its size, as "
                    "only a bomb does."
                )
            for values in batch.to_pylist():
                number += 1
                yield Record(f"row {number}", values)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise _damaged(f"{name}, row {number + 1},", error) from error
    finally:
        file.close()


def _size(column: Any) -> int:
    """The bytes of a column's values, each counted, however few of them differ."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    try:
        lengths = pc.binary_length(column.dictionary)
    except pa.ArrowNotImplementedError:  # numbers and the like, each of a few bytes
        return int(column.nbytes)
    total = pc.sum(pc.take(lengths, column.indices)).as_py()
    return 0 if total is None else int(total)


def _damaged(name: str, error: Exception) -> SourceError:
    reason = " ".join(str(error).split())[:120]
    return SourceError(f"{name} is damaged or not of its format ({type(error).__name__}: {reason}): save it again.")


TABLE_FORMATS: dict[str, Callable[[bytes | Path, str], Iterator[Record]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".txt": _csv,
    ".xlsx": _xlsx,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".parquet": _parquet,
}
