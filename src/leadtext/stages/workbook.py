"""A table as a workbook (XLSX), in which a text is a text, whatever it begins with."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadtext.errors import StudyError

__all__ = ["formula_cells", "write_workbook"]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
LONGEST_CELL = 32_767
"""Characters that a cell holds; Excel cuts the rest off."""
MOST_ROWS = 1_048_575
"""Rows that a sheet holds below its headings."""

# Excel's files can't hold them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def formula_cells(frame: pd.DataFrame) -> int:
    """How many texts in a table a spreadsheet would take for formulas."""
    return sum(value.startswith(FORMULA) for column in frame for value in frame[column] if isinstance(value, str))


def write_workbook(frame: pd.DataFrame, file: Path, name: str) -> None:
    """Write a table as the one sheet of a workbook.

    Args:
        frame: the table.
        file: the file to write.
        name: what it will be called, for messages.

    Raises:
        StudyError: it has more rows, or a longer text, than a sheet holds.
    """
    from openpyxl import Workbook

    _check(frame, name)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("table")
    sheet.append([str(column) for column in frame])
    for row in frame.itertuples(index=False, name=None):
        sheet.append(list(_cells(sheet, row)))
    book.save(file)


def _check(frame: pd.DataFrame, name: str) -> None:
    instead = "take csv, parquet or jsonl."
    if len(frame) > MOST_ROWS:
        raise StudyError(f"{name}: the table has {len(frame):,} rows, and a sheet holds {MOST_ROWS:,}; {instead}")
    for column in frame:
        for number, value in enumerate(frame[column], start=2):
            if isinstance(value, str) and len(value) > LONGEST_CELL:
                raise StudyError(
                    f"{name}: the {column} in row {number:,} has {len(value):,} characters, and a cell of a workbook "
                    f"holds {LONGEST_CELL:,}; {instead}"
                )


def _cells(sheet: Any, row: tuple[Any, ...]) -> Iterator[Any]:
    """A row's values as openpyxl's write-only sheet takes them."""
    from openpyxl.cell import WriteOnlyCell

    for value in row:
        if isinstance(value, str):
            cell = WriteOnlyCell(sheet, value=_CONTROL.sub("\ufffd", value))
            # openpyxl takes "=..." for a formula and "#N/A" for an error.
            cell.data_type = "s"
            # The apostrophe that one would type: it stays a text when somebody edits the cell.
            cell.quotePrefix = value.startswith(FORMULA)
            yield cell
        elif isinstance(value, list | tuple | dict):
            yield str(value)
        else:
            plain = value.item() if isinstance(value, np.generic) else value
            yield None if plain is pd.NA or (isinstance(plain, float) and math.isnan(plain)) else plain
