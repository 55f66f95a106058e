"""How the commands print: to a person's terminal or to a script, and the bars of long work."""

from __future__ import annotations

import json as jsonlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich import markup
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from leadtext.stages import Outcome
    from leadtext.stages.work import Progress as Listener

__all__ = ["Bars", "err", "escape", "indented", "line", "out", "print_json", "print_outcome", "progress", "refusal"]

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

PIPED_WIDTH = 80
"""Columns of what goes into a pipe or file, whatever the terminal that it is sent from has."""

LEAST_WIDTH = 30
"""Columns that a text deep in a tree has; a line is rather too long than a word wide."""

# What a terminal would obey, and marks that turn the direction of all that follows.
_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """A text as it may be printed: neither Rich nor a terminal finds anything to obey in it."""
    return markup.escape(_ORDERS.sub("", text))


def line(text: str) -> None:
    """Print a line."""
    out.print(escape(text))


def indented(marked: str, indent: int, *, label: str = "") -> None:
    """Print a text that keeps its place: wrapped at the terminal's width, its lines one under another.

    A word that is wider than that, such as an address, stays whole.

    Args:
        marked: the text, in Rich's markup.
        indent: columns before the text, or before its label.
        label: what stands before its first line, in markup too.
    """
    head = Text(" " * indent) + Text.from_markup(label)
    width = max((out.width if out.is_terminal else PIPED_WIDTH) - head.cell_len, LEAST_WIDTH)
    for number, part in enumerate(_wrapped(Text.from_markup(marked), width)):
        before = head if number == 0 else Text(" " * head.cell_len)
        out.print(before + part, soft_wrap=True)


def _wrapped(text: Text, width: int) -> Iterator[Text]:
    # Rich either breaks long words or wraps nothing.
    breaks, used = [], 0
    for word in re.finditer(r"\S+\s*", text.plain):
        if used and used + cell_len(word[0].rstrip()) > width:
            breaks.append(word.start())
            used = 0
        used += cell_len(word[0])
    for part in text.divide(breaks):
        part.rstrip()
        yield part


def refusal(reason: str) -> None:
    """Print why something wasn't done."""
    err.print(f"[bold red]leadtext:[/] {escape(reason)}", soft_wrap=True)


class Bars:
    """Progress bars on stderr, and the outcomes of stages; silent where a script listens."""

    def __init__(self, bars: Progress | None) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def listener(self, name: str) -> Listener:
        """What a stage tells its progress to."""

        def hear(done: int, total: int) -> None:
            if self._bars is None:
                return
            if name not in self._tasks:
                self._tasks[name] = self._bars.add_task(name, total=total)
            self._bars.update(self._tasks[name], completed=done, total=total)

        return hear

    def outcome(self, outcome: Outcome) -> None:
        """Show what a stage did."""
        if self._bars is None:
            return
        if outcome.stage in self._tasks:
            self._bars.remove_task(self._tasks.pop(outcome.stage))
        self._bars.console.print(_outcome_line(outcome))
        for note in outcome.notes:
            self._bars.console.print(f"          [yellow]{escape(note)}[/]")

    def ended(self, outcome: Outcome) -> None:
        """Show what the one stage of a command did: a line, or JSON where a script listens."""
        if self._bars is None:
            print_outcome(outcome)
        else:
            self.outcome(outcome)


@contextmanager
def progress(quiet: bool) -> Iterator[Bars]:
    """Bars while long work goes on."""
    if quiet:
        yield Bars(None)
        return
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        yield Bars(bars)


def _outcome_line(outcome: Outcome) -> str:
    if not outcome.worked:
        return f"[bold]{outcome.stage:<8}[/]  [dim]nothing new[/]"
    return f"[bold]{outcome.stage:<8}[/]  {escape(outcome.words)}  [dim]{outcome.seconds:.1f} s[/]"


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print a value for a script to read."""
    out.file.write(jsonlib.dumps(value, ensure_ascii=False, indent=indent) + "\n")


def print_outcome(outcome: Outcome, **more: Any) -> None:
    """Print for a script what a stage did, as one JSON object.

    Args:
        more: what else it should know.
    """
    print_json(asdict(outcome) | more)
