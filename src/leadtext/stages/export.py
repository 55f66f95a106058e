"""export: a table of the study into a file."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from leadtext.errors import StudyError
from leadtext.stages.study import Study
from leadtext.store import Connection, tables, versions

__all__ = ["FORMATS", "export"]

FORMATS = ("csv", "parquet", "jsonl")


def export(
    study: Study, table: str, out: Path, *, format: str = "csv", names: bool = False, version: int | None = None
) -> int:
    """Write one of the study's tables into a file.

    Args:
        study: an open study.
        table: documents, passages, tags, topics, assignments or trends.
        out: the file; it is there whole or not at all.
        format: csv, parquet or jsonl.
        names: whether authors' names are in it.
        version: topics or assignments to emergent topics as they were in an earlier version of the topics.

    Returns:
        How many rows were written.

    Raises:
        StudyError: there is no such table, format or version, or the file's folder is missing.
    """
    _known(table, tuple(tables.TABLES), "table")
    _known(format, FORMATS, "format")
    if out.is_dir():
        raise StudyError(f"{out}: this is a folder; name the file to write, such as {out / f'{table}.{format}'}.")
    if not out.parent.is_dir():
        raise StudyError(f"{out.parent}: there is no such folder to write {out.name} into.")
    with study.database.read() as connection:
        if version is None:
            frame = tables.table(connection, table, names=names)
        else:
            _kept(connection, table, version)
            frame = tables.EARLIER[table](connection, version)
    part = out.with_name(out.name + ".part")
    if format == "csv":
        frame.to_csv(part, index=False)
    elif format == "parquet":
        frame.to_parquet(part, index=False)
    else:
        frame.to_json(part, orient="records", lines=True, force_ascii=False)
    os.replace(part, out)
    return len(frame)


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
