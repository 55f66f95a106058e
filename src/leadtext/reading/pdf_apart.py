"""A PDF's lines, read in a process of its own: PDFium itself bounds neither its memory nor its time, and may crash.

Two forms in a PDF of a kilobyte that draw each other twice make it ask for memory until the machine has none. A process
can be given limits, and one that ends takes nobody with it. What comes back is JSON: a PDF that took the library over
would have got no further than a process that can say lines.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from leadtext.errors import SourceError
from leadtext.reading.pdf_lines import PdfLine, PdfText, read_lines

__all__ = ["MOST_MEMORY", "MOST_SECONDS", "lines_apart", "main"]

MOST_MEMORY = 2_000_000_000
"""Bytes; where the system can't hold a process to them (macOS, Windows), the time alone is bounded."""

MOST_SECONDS = 120
"""Of a core. Ten million letters, the most that are read, take 60."""

LONGEST_WAIT = 1200
"""Seconds on the wall, for a machine that does ten other things."""


def lines_apart(data: bytes, name: str) -> PdfText:
    """The lines of a PDF, as `read_lines` gives them.

    Args:
        data: the PDF's bytes.
        name: its name, for messages.

    Raises:
        SourceError: where `read_lines` raises it, and where reading takes more memory or time than a report does.
    """
    if not sys.executable:  # Python inside another program, which can start no other
        return read_lines(data, name)
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        ended = subprocess.run(
            # -P: the folder that leadtext was called in, which may hold anything, is no place to import from.
            [sys.executable, "-P", "-c", "from leadtext.reading.pdf_apart import main; main()"],
            input=json.dumps(name).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            timeout=LONGEST_WAIT,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"{name} is not read after {LONGEST_WAIT // 60} minutes: print it anew, or divide it."
        ) from error
    if ended.returncode == 0 and ended.stdout:
        return _told(json.loads(ended.stdout))
    if -ended.returncode in _OUT_OF_TIME:
        raise SourceError(f"{name} takes more than {MOST_SECONDS} seconds to read: print it anew, or divide it.")
    raise SourceError(
        f"{name} takes more than {MOST_MEMORY // 1_000_000_000} GB of memory to read, or makes the PDF library fail: "
        "print it anew, or divide it."
    )


def _told(answer: dict[str, Any]) -> PdfText:
    """What the other process said, as `read_lines` gives or raises it."""
    if "refused" in answer:
        raise SourceError(answer["refused"])
    lines = [PdfLine(**line) for line in answer["lines"]]
    return PdfText(lines, answer["heights"], answer["metadata"])


_OUT_OF_TIME = (24,)  # SIGXCPU on Linux and macOS


def main() -> None:
    """Read the PDF on the input, and write its lines, or why there are none, to the output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    name = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    _bound()
    try:
        answer = asdict(read_lines(data, name))
    except SourceError as error:
        answer = {"refused": str(error)}
    answers.write(json.dumps(answer).encode())
    answers.close()


def _bound() -> None:
    """Let this process have no more than the limits."""
    if sys.platform == "win32":
        return
    import resource

    bounds = [(resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_CORE, 0)]
    bounds += [(resource.RLIMIT_AS, MOST_MEMORY)] if sys.platform == "linux" else []
    for what, most in bounds:
        allowed = resource.getrlimit(what)[1]  # nobody may raise what somebody else has lowered
        least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (least, allowed))
