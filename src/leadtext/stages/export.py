"""export: a table of the study into a file."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from leadtext.errors import StudyError
from leadtext.stages.study import Study
from leadtext.stages.work import counted
from leadtext.stages.workbook import formula_cells, write_workbook
from leadtext.store import Connection, tables, versions

__all__ = ["CSV_ENCODING", "FORMATS", "earlier_table", "export"]

FORMATS = ("csv", "xlsx", "parquet", "jsonl")
CSV_ENCODING = "utf-8-sig"
"""With the byte order mark without which Excel takes a table for one in the system's charset."""


def export(
    study: Study,
    table: str,
    out: Path,
    *,
    format: str = "csv",
    names: bool = False,
    version: int | None = None,
    by: Sequence[str] = (),
    notes: list[str] | None = None,
) -> int:
    """Write one of the study's tables into a file.

    Args:
        study: an open study.
        table: documents, passages, tags, labels, topics, assignments, trends, words, map, history or versions.
        out: the file; it is there whole or not at all.
        format: csv, xlsx, parquet or jsonl. Texts are as they are in each; in a workbook they are no formulas.
        names: whether authors' names are in it.
        version: topics or assignments to emergent topics as they were in an earlier version of the topics.
        by: for trends: the dimensions to cross, such as genre and role; topics and frames are then counted by them.
        notes: hears what a person should know of the file.

    Returns:
        How many rows were written.

    Raises:
        StudyError: there is no such table, format or version, the file's folder is missing, or a workbook can't hold
            the table.
    """
    _known(table, tuple(tables.TABLES), "table")
    _known(format, FORMATS, "format")
    if out.is_dir():
        raise StudyError(f"{out}: this is a folder; name the file to write, such as {out / f'{table}.{format}'}.")
    if not out.parent.is_dir():
        raise StudyError(f"{out.parent}: there is no such folder to write {out.name} into.")
    if by and table != "trends":
        raise StudyError(f"'{table}' can't be counted by {', '.join(by)}; trends can.")
    if version is not None:
        frame = earlier_table(study, table, version)
    else:
        with study.database.read() as connection:
            frame = _crossed(connection, study, by) if by else tables.table(connection, table, names=names)
    part = out.with_name(out.name + ".part")
    if format == "csv":
        frame.to_csv(part, index=False, encoding=CSV_ENCODING)
        formulas = formula_cells(frame)
        if formulas and notes is not None:
            notes.append(
                f"{counted(formulas, 'texts')} in it {'begins' if formulas == 1 else 'begin'} with = + - or @, which a "
                "spreadsheet takes for a formula: to open it in one, take --format xlsx."
            )
    elif format == "xlsx":
        write_workbook(frame, part, out.name)
    elif format == "parquet":
        frame.to_parquet(part, index=False)
    else:
        days = {name: frame[name].map(str, na_action="ignore").astype(object) for name in frame if name == "day"}
        frame.assign(**days).to_json(part, orient="records", lines=True, force_ascii=False)
    os.replace(part, out)
    return len(frame)


def earlier_table(study: Study, table: str, version: int) -> pd.DataFrame:
    """The emergent topics, or the passages' topics, as they were in an earlier version of the topics.

    Args:
        study: an open study.
        table: "topics" or "assignments".
        version: which; a version's sizes, names and passages are those of its last day.

    Raises:
        StudyError: the table has no versions, or not this one.
    """
    with study.database.read() as connection:
        _kept(connection, table, version)
        return tables.EARLIER[table](connection, version)


def _crossed(connection: Connection, study: Study, by: Sequence[str]) -> pd.DataFrame:
    """Both measures by some dimensions, those that they can be crossed with."""
    from leadtext.stages.crossings import MEASURES, countable, crossed

    counted = countable(connection, study)
    measures = [measure for measure in MEASURES if measure not in by] or MEASURES[:1]
    return pd.concat([crossed(counted, study, measure, by) for measure in measures], ignore_index=True)


def _kept(connection: Connection, table: str, version: int) -> None:
    if table not in tables.EARLIER:
        raise StudyError(f"'{table}' has no versions; {' and '.join(tables.EARLIER)} have.")
    last = versions.current_version(connection)
    if not 1 <= version <= last:
        known = "there are none yet" if last == 0 else "there is version 1" if last == 1 else f"there are 1 to {last}"
        raise StudyError(f"the topics have no version {version}; {known}.")


def _known(given: str, known: tuple[str, ...], what: str) -> None:
    if given not in known:
        near = difflib.get_close_matches(given, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
        raise StudyError(f"'{given}' is no {what}; {hint}")
