"""A process that reads files for another one: jobs come on its input, what was read goes to its output, until it ends.

It is a plain Python process and no copy of the one that started it, so that neither a script nor a notebook is run
again in it, on any system. What a library prints goes to the errors, not among the answers, which are JSON (see
`leadtext.reading.answers`).
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from leadtext.errors import SourceError
from leadtext.reading import read_documents
from leadtext.reading.answers import Answer, line_of
from leadtext.records import Kind

if TYPE_CHECKING:
    from leadtext.reading.capture import Layout
    from leadtext.reading.pseudonyms import Pseudonyms

__all__ = ["Job", "main"]


@dataclass(frozen=True, slots=True)
class Job:
    """A file of publications that is to be read (see `leadtext.reading.read_documents`)."""

    file: Path | bytes
    source: str
    kind: Kind
    layouts: tuple[Layout, ...] = ()
    pseudonyms: Pseudonyms | None = None

    @property
    def size(self) -> int:
        """The bytes that it takes in memory until it is read."""
        return len(self.file) if isinstance(self.file, bytes) else 0


def answer(job: Job) -> Answer:
    """Read a file."""
    try:
        found = read_documents(
            job.file, source=job.source, kind=job.kind, layouts=job.layouts, pseudonyms=job.pseudonyms
        )
        return Answer(tuple(found))
    except (SourceError, OSError) as error:
        return Answer(refused=error)
    except Exception:
        return Answer(failure=traceback.format_exc())


def main() -> None:
    """Answer jobs until the input ends."""
    answers: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        answers.write(line_of(answer(job)))
        answers.flush()
