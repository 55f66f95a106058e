"""init: a new study's folder."""

from __future__ import annotations

from pathlib import Path

from leadtext.errors import StudyError
from leadtext.settings import SETTINGS_FILE

__all__ = ["init"]

TEMPLATE = """\
# A leadtext study. Every setting that isn't here has a default; README.md lists them all.

[study]
title = {title}

# A folder or file of saved publications: html, txt, md, pdf, docx, odt.
[[sources]]
path = "publications/"
kind = "article"            # report | article | blog: the genre of what doesn't tell its own

# A table: one row a document (csv, xlsx, jsonl, parquet). Name the columns that hold what.
# [[sources]]
# path = "comments.csv"
# kind = "comment"
# text = "comment"
# date = "submitted"

# A topic that you name in advance; compassion, management and followership are there already.
# [[anchors]]
# name = "speaking up"
# definition = "Raising concerns at work, and what happens to those who do."
# seeds = ["raising a concern", "whistleblowers", "afraid to speak up"]
"""


def init(folder: Path, *, title: str = "My study") -> Path:
    """Make a study's folder with settings to fill in and a folder for publications.

    Args:
        folder: where; made if it isn't there.
        title: what the study is called.

    Raises:
        StudyError: the folder holds a study already, or can't be made.
    """
    if (folder / SETTINGS_FILE).exists():
        raise StudyError(f"{folder}: there is a study in this folder already; name another.")
    try:
        (folder / "publications").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyError(f"{folder}: the folder can't be made: {error.strerror}.") from error
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    (folder / SETTINGS_FILE).write_text(TEMPLATE.format(title=quoted), encoding="utf-8")
    return folder
