"""What every stage shares: its outcome, the clock, the record of its run."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import importlib.metadata
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from leadtext.settings import Settings
from leadtext.store import Connection, runs

__all__ = ["Outcome", "Progress", "Work", "counted", "now", "unheard", "unhurried", "version"]

Progress = Callable[[int, int], None]
"""Hears (done, of how many) while a stage works."""

NOUNS = re.compile(
    r"\b(document|event|label|page|passage|point|reject|repeat|row|source|table|tag|text|topic)s\b", re.ASCII
)
"""What stages count, as their outcomes name it."""

COLLECTED = (50_000, 20, 50)
"""How many new objects Python waits for before it looks for cycles among the youngest, and how many looks before it
looks among older ones. A study's records have no cycles, and every look goes through all of them."""


@dataclass(frozen=True)
class Outcome:
    """What a stage did.

    Attributes:
        stage: its name.
        did: what it did, in numbers with their words; all 0 where nothing was left to do.
        notes: what a person should know, a sentence each.
        seconds: how long it took.
        unanswered: the sources on the web whose host didn't answer; running the stage again may help.
    """

    stage: str
    did: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    unanswered: tuple[str, ...] = ()

    @property
    def worked(self) -> bool:
        """Whether there was anything to do."""
        return any(self.did.values())

    @property
    def words(self) -> str:
        """What it did as part of a sentence: "2 new documents, 1 reject"; nothing where there was nothing to do."""
        return ", ".join(counted(number, what) for what, number in self.did.items() if number)


def counted(number: int, what: str) -> str:
    """A number with what it counts, of which one has no plural.

    Args:
        what: it in the plural: "passages moved".
    """
    words = NOUNS.sub(r"\1", what, count=1) if number == 1 else what
    return f"{number:,} {words}"


class Work:
    """Keeps time for a stage and writes its run into the study's database.

    Args:
        stage: its name.
        settings: the study's.
        section: the section of the settings that it follows, where that isn't the stage's name.
    """

    def __init__(self, stage: str, settings: Settings, *, section: str | None = None) -> None:
        self.stage = stage
        self._section = stage if section is None else section
        self.started = now()
        self._settings = settings
        self._clock = time.monotonic()

    def outcome(self, did: Mapping[str, int] | None = None, *notes: str, unanswered: Iterable[str] = ()) -> Outcome:
        """What the stage did."""
        return Outcome(
            self.stage, {} if did is None else dict(did), notes, time.monotonic() - self._clock, tuple(unanswered)
        )

    def record(
        self, connection: Connection, did: Mapping[str, int], *, models: Mapping[str, str] | None = None
    ) -> None:
        """Write the run, in the same transaction as what it made."""
        runs.record(
            connection,
            stage=self.stage,
            started=self.started,
            ended=now(),
            version=version(),
            settings=getattr(self._settings, self._section).model_dump(mode="json"),
            models=models or {},
            counts=did,
        )


def unheard(_done: int, _total: int) -> None:
    """Progress that nobody listens to."""


@contextlib.contextmanager
def unhurried() -> Iterator[None]:
    """Let Python look for cycles less often, while a stage holds tens of thousands of records."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def now() -> str:
    """The time, to the second, in UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def version() -> str:
    """This leadtext's version."""
    return importlib.metadata.version("leadtext")
