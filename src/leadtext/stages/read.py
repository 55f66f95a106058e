"""read: a study's sources become documents; what can't be read is recorded with its reason."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leadtext.errors import ColumnError, SettingsError, SourceError
from leadtext.reading import TABLE_FORMATS
from leadtext.records import Document, Reject
from leadtext.settings import SETTINGS_FILE, SourceSettings
from leadtext.stages.feeds import LookedUp, feed_of, feed_place, keep, look_up
from leadtext.stages.names import pseudonyms_of, replace_kept_names
from leadtext.stages.read_files import FoundFile, Step, documents_in, files_of, job_of, reject_of, steps_of
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, now, unheard
from leadtext.store import Connection, sources, texts

if TYPE_CHECKING:
    from leadtext.reading.answers import Answer

__all__ = ["read"]


@dataclass(slots=True)
class _Tally:
    """What reading files came to so far, and the fingerprints of what was read before and has not come up yet."""

    known: dict[str, str]
    change: texts.Change
    rejected: int
    flawed: int
    sources: int

    def add(self, change: texts.Change, rejects: Sequence[Reject]) -> None:
        flaws = sum(reject.is_kept for reject in rejects)
        self.change, self.sources = self.change + change, self.sources + 1
        self.rejected, self.flawed = self.rejected + len(rejects) - flaws, self.flawed + flaws


def read(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Read the sources that are new or have changed, and take out those that are gone.

    What is on the web is fetched first, outside the one transaction in which everything is written. A host that
    doesn't answer stops nothing: it is a reject, a note and in the outcome's ``unanswered``.

    Args:
        study: an open study.
        progress: hears how many sources are looked through.

    Raises:
        SourceError: a source that the settings name isn't there.
        SettingsError: a layout that they name can't be used, or a table lacks a column that they name; the study is
            left as it was.
    """
    work = Work("read", study.settings)
    with study.database.one_run():
        pseudonyms = pseudonyms_of(study)
        files, feeds = files_of(study, pseudonyms), _feeds(study)
        total = len(files) + len(feeds)
        looked_up = _look_up(study, feeds, lambda done: progress(done, total))
        with study.database.write() as connection:
            known = sources.fingerprints(connection)
            kept = keep(connection, looked_up)
            tally = _Tally(known, kept.change, kept.rejects, kept.flaws, kept.sources)
            _read_files(connection, study, files, tally, lambda done: progress(len(feeds) + done, total))
            # What is left was read once and is named by no setting, or isn't there, any more.
            for place in known:
                if feed_of(place) not in feeds:
                    tally.change = tally.change + texts.remove_source(connection, place)
                    sources.forget(connection, place)
            renamed = replace_kept_names(connection, pseudonyms)
            tally.change = tally.change + texts.Change(changed=renamed) + texts.remove_read_anew(connection)
            did = {
                "sources": tally.sources,
                "new documents": tally.change.new,
                "changed documents": tally.change.changed,
                "removed documents": tally.change.removed,
                "rejects": tally.rejected,
                "flaws": tally.flawed,
            }
            if any(did.values()):
                work.record(connection, did)
    notes = [note for found in looked_up for note in found.notes]
    if total == 0:
        notes.append(f"There is nothing to read: {SETTINGS_FILE} names no source, or its folders hold no files yet.")
    return work.outcome(did, *notes, unanswered=[place for found in looked_up for place in found.unanswered])


def _feeds(study: Study) -> dict[str, SourceSettings]:
    """Every feed that the settings name, by its place; a feed named twice is looked up once."""
    found: dict[str, SourceSettings] = {}
    for settings in study.settings.sources:
        if settings.feed is not None:
            found.setdefault(feed_place(settings.feed), settings)
    return found


def _look_up(study: Study, feeds: Mapping[str, SourceSettings], heard: Callable[[int], None]) -> list[LookedUp]:
    if not feeds:
        return []
    from leadtext.reading.web import Fetcher

    limits = study.settings.read
    looked_up = []
    with Fetcher(
        allow_hosts=limits.allow_hosts,
        seconds_between_requests=limits.seconds_between_requests,
        timeout=limits.timeout,
    ) as fetcher:
        for done, settings in enumerate(feeds.values(), start=1):
            looked_up.append(look_up(study, settings, fetcher))
            heard(done)
    return looked_up


def _read_files(
    connection: Connection, study: Study, files: Sequence[FoundFile], tally: _Tally, heard: Callable[[int], None]
) -> None:
    """Read the files that are new or have changed, side by side where they are many."""
    printed = [(file, file.fingerprint()) for file in files]
    changed = [file for file, fingerprint in printed if tally.known.get(file.place) != fingerprint]
    number = _processes(study.settings.read.processes, changed)
    with contextlib.ExitStack() as stack:
        steps = steps_of(printed, tally.known)
        answered: Iterable[tuple[Step, Answer | None]] = ((step, None) for step in steps)
        if number > 1:
            from leadtext.reading.side_by_side import SideBySide

            answered = stack.enter_context(SideBySide(number)).read(steps, job_of)
        for step, answer in answered:
            if step.file.is_archive:
                tally.add(*_keep_archive(connection, step))
            else:
                try:
                    tally.add(*_keep_documents(connection, step, answer))
                except ColumnError as error:
                    raise SettingsError(f"{study.folder / SETTINGS_FILE}: {error}") from error
            heard(step.number)
    if files:
        heard(len(files))


LEAST_BYTES = 4_000_000
"""Bytes of new files; fewer are read sooner by one process than by others that have to start first."""

PACKED = 5
"""What an archive of pages holds, in its own size."""


def _processes(wanted: int | None, changed: Sequence[FoundFile]) -> int:
    """How many processes read: as many as the settings say, else as there are cores, else one where files are few."""
    from leadtext.reading.side_by_side import cores

    pages = [file for file in changed if file.path.suffix.lower() not in TABLE_FORMATS]
    number = cores() if wanted is None else wanted
    if len(pages) < 2 and not any(file.is_archive for file in pages):
        return 1
    size = sum(file.path.stat().st_size * (PACKED if file.is_archive else 1) for file in pages)
    return number if sys.executable and (wanted is not None or size >= LEAST_BYTES) else 1


def _keep_archive(connection: Connection, step: Step) -> tuple[texts.Change, Sequence[Reject]]:
    """An archive is a source without documents, with the rejects of what can't be unpacked."""
    change = texts.replace_source(connection, step.file.place, [])
    sources.replace_rejects(connection, step.file.place, step.rejects)
    sources.remember(connection, step.file.place, fingerprint=step.fingerprint, documents=0, at=now())
    return change, step.rejects


def _keep_documents(connection: Connection, step: Step, answer: Answer | None) -> tuple[texts.Change, list[Reject]]:
    place, rejects = step.file.place, list[Reject]()
    documents = _apart(_given(step, answer), rejects)
    try:
        # What can't be read as a whole says so before its first document is given, so nothing was written then.
        first = list(itertools.islice(documents, 1))
    except ColumnError:
        raise
    except (SourceError, OSError) as error:
        # What was read of it before stays: a file saved badly must not empty a study.
        before = texts.documents_of(connection, place)
        reject = reject_of(place, error)
        if before:
            reject = replace(reject, reason=f"{reject.reason} What was read of it before is kept.")
        sources.replace_rejects(connection, place, [reject])
        sources.remember(connection, place, fingerprint=step.fingerprint, documents=before, at=now())
        return texts.Change(), [reject]
    change = texts.replace_source(connection, place, itertools.chain(first, documents))
    sources.replace_rejects(connection, place, rejects)
    number = texts.documents_of(connection, place)
    sources.remember(connection, place, fingerprint=step.fingerprint, documents=number, at=now())
    return change, rejects


def _given(step: Step, answer: Answer | None) -> Iterator[Document | Reject]:
    """What a file holds, as another process has read it, or as it is read now."""
    if answer is None:
        yield from documents_in(step.file)
        return
    if answer.refused is not None:
        raise answer.refused
    yield from answer.documents


def _apart(items: Iterator[Document | Reject], rejects: list[Reject]) -> Iterator[Document]:
    """The documents, one at a time; what can't be read is added to the rejects."""
    for item in items:
        if isinstance(item, Reject):
            rejects.append(item)
        else:
            yield item
