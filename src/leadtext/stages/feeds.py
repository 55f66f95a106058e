"""A study's sources on the web: what is new in its feeds is fetched and read, the rest is left as it was.

A part of the stage *read*, in two steps: `look_up` fetches and reads, which may take long, and `keep` writes what was
found, which doesn't.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from leadtext.errors import NetworkError, SourceError
from leadtext.records import Reject, digest
from leadtext.settings import SourceSettings
from leadtext.stages.feed_pages import Look, Looker, Task, fetch, today
from leadtext.stages.layouts import layouts_of
from leadtext.stages.study import Study
from leadtext.stages.work import counted, now
from leadtext.store import Connection, sources, texts
from leadtext.store.sources import WebSource

if TYPE_CHECKING:
    from leadtext.reading.feed_entries import Entry
    from leadtext.reading.web import Fetcher

__all__ = ["Kept", "LookedUp", "feed_of", "feed_place", "keep", "look_up"]

# Changes with the readers, so that a feed's pages are read anew.
VERSION = "7"

PREFIX = "feed:"

MOST_PAGES = 500
"""Pages of one feed that one run fetches, at one second each; the rest is left to the next runs."""

MOST_SECONDS = 1800.0
"""What one run spends on one feed: a slow host must not keep the study from being read."""


@dataclass(slots=True)
class LookedUp:
    """What looking up one feed came to.

    Attributes:
        notes: what a person should know of it, a sentence each.
        unanswered: the places whose host didn't answer, or not now.
    """

    looks: list[Look] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was new in what was looked up."""

    sources: int
    change: texts.Change
    rejects: int
    flaws: int


def feed_place(address: str) -> str:
    """The place of a feed among a study's sources; its entries' places begin with it and a ``#``."""
    return PREFIX + address.partition("#")[0]


def feed_of(place: str) -> str:
    """The feed that a place is of, or is."""
    return place.partition("#")[0]


def look_up(study: Study, settings: SourceSettings, fetcher: Fetcher) -> LookedUp:
    """Fetch a feed, and the pages of those entries that are new, changed, or young enough for late comments.

    Nothing is written, and a failure is a reject, not an exception.

    Args:
        study: an open study.
        settings: a source with a feed.
        fetcher: what fetches; the same for all feeds of a run.
    """
    from leadtext.reading.feed_entries import feed_entries

    place = feed_place(str(settings.feed))
    with study.database.read() as connection:
        known = {
            found: source for found, source in sources.of_the_web(connection, place).items() if feed_of(found) == place
        }
    feed = known.pop(place, WebSource(place, address=place.removeprefix(PREFIX)))
    layouts = layouts_of(study, settings)
    reading = digest(VERSION, settings.model_dump_json(), str(study.settings.read.pseudonymise), layouts.state)
    anew = feed.fingerprint != reading
    found = LookedUp()
    try:
        answer = fetch(fetcher, feed, anew=anew)
        entries = None if answer.not_modified else feed_entries(answer.data, str(feed.address), answer.address)
    except SourceError as error:
        found.looks.append(Look(replace(feed, read_at=now()), rejects=[Reject(place, "", str(error))]))
        found.notes.append(f"a feed could not be looked up: {error}")
        if isinstance(error, NetworkError):
            found.unanswered.append(place)
        return found
    read_now = replace(feed, fingerprint=reading, read_at=now(), etag=answer.etag, last_modified=answer.last_modified)
    found.looks.append(Look(read_now, rejects=[]))
    if entries is not None and settings.kind == "comment":
        entries = [replace(entry, address=None) for entry in entries]
    look_again_from = today() - dt.timedelta(days=study.settings.read.look_again_days)
    tasks = list(_tasks(place, entries, known, reading, anew=anew, look_again_from=look_again_from))
    _carry_out(tasks, Looker(study, settings, fetcher, layouts, anew=anew), found)
    return found


def keep(connection: Connection, looked_up: Sequence[LookedUp]) -> Kept:
    """Write what was found: documents that are new or changed, and what could not be read.

    What a page no longer shows is kept and marked as gone.
    """
    before: dict[str, list[Reject]] = {}
    for reject in sources.rejects(connection):
        before.setdefault(reject.source, []).append(reject)
    total, touched, rejected, flawed = texts.Change(), 0, 0, 0
    for look in (look for found in looked_up for look in found.looks):
        place, change, new = look.source.place, texts.Change(), list[Reject]()
        if look.documents is not None:
            change = texts.replace_source(connection, place, look.documents, keep_gone=True)
        if look.rejects is not None and list(look.rejects) != before.get(place, []):
            sources.replace_rejects(connection, place, look.rejects)
            new = list(look.rejects)
        sources.remember_web(connection, look.source)
        touched += change != texts.Change() or bool(new)
        flaws = sum(reject.is_kept for reject in new)
        total, rejected, flawed = total + change, rejected + len(new) - flaws, flawed + flaws
    return Kept(touched, total, rejected, flawed)


def _tasks(
    feed: str,
    entries: Sequence[Entry] | None,
    known: Mapping[str, WebSource],
    reading: str,
    *,
    anew: bool,
    look_again_from: dt.date,
) -> Iterator[Task]:
    """What there is to do: the feed's entries that are new or changed, then known ones that may have comments."""
    listed = {f"{feed}#{entry.key}": entry for entry in entries or ()}
    for place, entry in listed.items():
        source = known.get(place)
        wanted = digest(reading, entry.state)
        if source is None or source.fingerprint != wanted:
            yield Task(place, entry, source, wanted)
    # The longest unseen first, so that each has its turn where a run can't look at all of them.
    for source in sorted(known.values(), key=lambda source: source.read_at):
        told = listed.get(source.place)
        if source.address is None or (told is not None and source.fingerprint != digest(reading, told.state)):
            continue
        if anew or not source.fingerprint:
            yield Task(source.place, told, source, digest(reading, source.place))
        elif source.day is not None and dt.date.fromisoformat(source.day) > look_again_from:
            yield Task(source.place, told, source, source.fingerprint, again=True)


def _carry_out(tasks: Sequence[Task], looker: Looker, found: LookedUp) -> None:
    started, fetched, left, failed = time.monotonic(), 0, 0, 0
    for task in tasks:
        if task.address is not None and (fetched == MOST_PAGES or time.monotonic() - started > MOST_SECONDS):
            if not task.again:
                left += 1
                found.looks.append(looker.postpone(task))
            continue
        fetched += task.address is not None
        try:
            found.looks.append(looker.look(task))
        except SourceError as error:
            failed += 1
            found.looks.append(looker.do_without(task, error))
            if isinstance(error, NetworkError):
                found.unanswered.append(task.place)
    if left:
        found.notes.append(
            f"{looker.name}: {counted(left, 'pages')} {'is' if left == 1 else 'are'} left for the next run to fetch."
        )
    if failed:
        found.notes.append(f"{looker.name}: {counted(failed, 'pages')} could not be read; `leadtext status` says why.")
