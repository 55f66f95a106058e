"""Rows of labels: what one coder answered on one passage, as a CSV, JSON or JSON-lines file holds it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadtext.errors import LabelError
from leadtext.framing.codebook import Codebook

__all__ = ["FORMATS", "NONE", "QUESTIONS", "THEMES", "Record", "Row", "as_cell", "flat_rows", "records", "row_facts"]

FORMATS = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")
LONGEST_CELL = 5_000_000
"""Characters; a longer cell is damage."""

TEXT = ("text", "data")
FACTS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "coder": ("coder", "annotator", "username", "user"),
    "at": ("at", "updated_at", "created_at"),
    "codebook": ("codebook",),
    "title": ("title",),
    "voice": ("voice",),
    "group": ("group", "document", "thread"),
    "genre": ("genre", "kind"),
}
"""What a row may tell beside text and answers, and the columns that tell it; the first that is there counts."""
LISTS = ("signals", "labels", "label", "choices", "choice")
"""Columns that name the signals that hold, as the exports of doccano (label) and Label Studio (choice) do."""
CODES = ("code", "label", "labels", "value", "choice")
"""Columns that name the one of many, beside the codebook's own name for it."""

THEMES = ("theme", "themes")
"""Columns and questions that name the codebook's themes."""
NONE = "none"
"""What a coder chooses where no signal holds, in tools that don't tell an empty answer from a passage not yet coded."""

QUESTIONS = "What each column asks. Nobody codes this row."
"""The text of the row under a round's headings, in which the codebook's questions stand; it is no passage."""

# What a spreadsheet takes for a formula, and shows as #NAME? or, where somebody meant harm, carries out.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_KEPT_FORMULA = re.compile(r"'+[=+\-@\t\r]")

Record = tuple[str, dict[str, Any]]
"""Where it stands in the file ("labels.csv, line 4"), and what by which column."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one coder answered on one passage.

    Attributes:
        where: file and line, for messages.
        answers: by question: a signal's name with a yes or no, or any other name with the signals that hold.
        id, coder, at, codebook, title, voice, group, genre: "" where the file doesn't say.
    """

    where: str
    text: str
    answers: Mapping[str, Any]
    id: str = ""
    coder: str = ""
    at: str = ""
    codebook: str = ""
    title: str = ""
    voice: str = ""
    group: str = ""
    genre: str = ""


def as_cell(text: str) -> str:
    """A text for the cell of a table that people open in a spreadsheet: with an apostrophe before what isn't a formula.

    `records` takes it off again.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _of_cell(cell: str) -> str:
    return cell[1:] if _KEPT_FORMULA.match(cell) else cell


def records(file: Path) -> list[Record]:
    """A file's records, each with its place.

    Raises:
        LabelError: the file is missing, empty, damaged or of no known format.
    """
    if not file.is_file():
        raise LabelError(f"{file}: there is no such {'file' if file.suffix else 'folder of labels'}.")
    if file.suffix.lower() not in FORMATS:
        raise LabelError(f"{file}: labels come as a folder, or as a file that ends in {', '.join(FORMATS)}.")
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LabelError(
            f"{file}, line {line}: this isn't UTF-8; save the file as UTF-8 (Excel: CSV UTF-8)."
        ) from error
    if file.suffix.lower() in (".csv", ".tsv"):
        found = _from_csv(file, content)
    elif file.suffix.lower() == ".json":
        found = _from_json(file, content)
    else:
        found = [
            (f"{file}, line {number}", _object(f"{file}, line {number}", line))
            for number, line in enumerate(content.split("\n"), start=1)
            if line.strip()
        ]
    if not found:
        raise LabelError(f"{file}: the file holds no labels.")
    return found


def _from_csv(file: Path, content: str) -> list[Record]:
    header = content.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    found: list[Record] = []
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            where = f"{file}, line {line}"
            line = reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [cell.strip() for cell in cells]
                twice = next((name for name in names if name and names.count(name) > 1), None)
                if twice is not None:
                    raise LabelError(f"{where}: two columns are called '{twice}'.")
                continue
            if len(cells) != len(names):
                raise LabelError(
                    f"{where}: the row has {len(cells)} cells where the first line names {len(names)} columns; put "
                    "texts that hold separators into double quotes."
                )
            if QUESTIONS not in cells:
                found.append((where, dict(zip(names, map(_of_cell, cells), strict=True))))
    except csv.Error as error:
        raise LabelError(f"{file}, line {line}: this is no CSV: {error}.") from error
    return found


def _from_json(file: Path, content: str) -> list[Record]:
    try:
        parsed = json.loads(content)
    except ValueError as error:
        raise LabelError(f"{file}: this is no JSON: {error}.") from error
    if isinstance(parsed, dict):
        # Argilla's older server answers with {"items": [...]} or {"records": [...]}.
        parsed = next((parsed[key] for key in ("items", "records") if isinstance(parsed.get(key), list)), parsed)
    if not isinstance(parsed, list) or not all(isinstance(item, dict) for item in parsed):
        raise LabelError(f"{file}: labels in JSON are a list of objects, one a passage; for JSON lines use .jsonl.")
    return [(f"{file}, record {number}", item) for number, item in enumerate(parsed, start=1)]


def _object(where: str, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise LabelError(f"{where}: this is no JSON object: {error}.") from error
    if not isinstance(row, dict):
        raise LabelError(f"{where}: this is no JSON object.")
    return row


def row_facts(record: Mapping[str, Any]) -> dict[str, str]:
    """What a record tells beside text and answers, by the fields of `Row`."""
    spelled = {str(name).strip().casefold(): value for name, value in record.items()}
    facts = {}
    for fact, columns in FACTS.items():
        told = (_plain(spelled[column]) for column in columns if column in spelled)
        facts[fact] = next((value for value in told if value), "")
    return facts


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list | bool) else str(value).strip()


def flat_rows(file: Path, found: Sequence[Record], codebook: Codebook) -> list[Row]:
    """Rows of a table, of doccano's JSON lines and of Label Studio's JSON-MIN: one record a passage and coder.

    Records that nobody has coded are left out: of a file with a column for the coder those without coder and answer; of
    one in which "none" is ever chosen those without an answer.

    Raises:
        LabelError: no column answers the codebook, or a row's text or id is missing.
    """
    columns = list(dict.fromkeys(name for _, record in found for name in record))
    answering = _answering(file, columns, found, codebook)
    themes = [name for name in columns if name.strip().casefold() in THEMES] if codebook.themes else []
    has_ids = any(name.strip().casefold() == "id" for name in columns)
    has_coders = any(name.strip().casefold() in FACTS["coder"] for name in columns)
    says_none = not codebook.one_of_many and any(
        _chosen(record.get(name)) == [NONE] for name in answering for _, record in found
    )
    rows = []
    for where, record in found:
        metadata: dict[str, Any] = next(
            (record[key] for key in ("meta", "metadata") if isinstance(record.get(key), dict)), {}
        )
        facts = row_facts({**metadata, **record})
        spelled = {name.strip().casefold(): value for name, value in record.items()}
        text = next((told for name in TEXT if (told := _plain(spelled.get(name)))), "")
        if not text:
            raise LabelError(f"{where}: the text is missing; each row needs one, in a column called 'text'.")
        if has_ids and not facts["id"]:
            raise LabelError(f"{where}: the id is missing; give every row one, or leave the column out.")
        answers = {name: record.get(name) for name in (*answering, *themes)}
        if (says_none or (has_coders and not facts["coder"])) and not any(map(_chosen, answers.values())):
            continue
        facts["coder"] = facts["coder"] if facts["coder"] else file.stem
        rows.append(Row(where, text, answers, **facts))
    return rows


def _chosen(answer: Any) -> list[str]:
    """What an answer holds, in lower case; nothing where it is empty."""
    if isinstance(answer, dict) and "choices" in answer:
        answer = answer["choices"]
    given = answer if isinstance(answer, list) else [answer]
    return [word for item in given if item is not None and (word := str(item).strip().casefold())]


def _answering(file: Path, columns: Sequence[str], found: Sequence[Record], codebook: Codebook) -> list[str]:
    """The columns that answer the codebook's questions."""
    asked = {named: column for column in columns if (named := codebook.named(column)) is not None}
    listed = [name for name in columns if any(isinstance(r.get(name), dict) and "choices" in r[name] for _, r in found)]
    if codebook.one_of_many:
        wanted = [name for name in (codebook.derived, *CODES, codebook.name) if name is not None]
        column = _first(columns, wanted)
        column = column if column is not None else next(iter(listed), None)
        if column is not None:
            return [column]
        raise LabelError(f"{file}: no column names the code; call it '{wanted[0]}'. The columns are {_told(columns)}.")
    if asked:
        missing = [name for name in codebook.signals if name not in asked]
        if missing:
            raise LabelError(
                f"{file}: the column for the signal '{missing[0]}' is missing; the columns are {_told(columns)}."
            )
        return list(asked.values())
    column = _first(columns, [*LISTS, codebook.name])
    column = column if column is not None else next(iter(listed), None)
    if column is None:
        raise LabelError(
            f"{file}: no column answers the codebook; it needs a yes/no column for each signal "
            f"({', '.join(codebook.signals)}). The columns are {_told(columns)}."
        )
    return [column]


def _first(columns: Sequence[str], wanted: Iterable[str]) -> str | None:
    spelled = {column.strip().casefold(): column for column in columns}
    return next((spelled[name.casefold()] for name in wanted if name.casefold() in spelled), None)


def _told(columns: Sequence[str]) -> str:
    shown = ", ".join(columns[:20])
    return shown if len(columns) <= 20 else f"{shown} and {len(columns) - 20} more"
