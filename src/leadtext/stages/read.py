"""read: a study's sources become documents; what can't be read is recorded with its reason."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadtext.errors import SourceError
from leadtext.reading import ARCHIVE_FORMATS, TABLE_FORMATS, read_documents, read_members
from leadtext.records import Document, Kind, Reject, digest
from leadtext.settings import SETTINGS_FILE, SourceSettings
from leadtext.stages.feeds import LookedUp, feed_of, feed_place, keep, look_up
from leadtext.stages.layouts import SourceLayouts, layouts_of
from leadtext.stages.names import pseudonyms_of, replace_kept_names
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, now, unheard
from leadtext.store import DATABASE_FILE, Connection, sources, texts

if TYPE_CHECKING:
    from leadtext.reading.pseudonyms import Pseudonyms
    from leadtext.reading.tables import Columns

__all__ = ["read"]

# Changes with the readers, so that a study is read anew.
VERSION = "5"

# A file of more is no publication; tables and archives are streamed and may be larger.
LARGEST_FILE = 200_000_000
LARGEST_TABLE = 5_000_000_000
LARGEST_ARCHIVE = 4_000_000_000


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that a study's settings name, or one of an archive's, of which the bytes are given."""

    place: str
    path: Path
    settings: SourceSettings
    pseudonyms: Pseudonyms | None
    layouts: SourceLayouts
    data: bytes | None = None

    @property
    def is_archive(self) -> bool:
        return self.path.suffix.lower() in ARCHIVE_FORMATS

    def fingerprint(self) -> str:
        """The same while neither the file nor how it is to be read changes."""
        if self.data is not None:
            content = hashlib.sha256(self.data).hexdigest()
        else:
            with self.path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        named = "names" if self.pseudonyms is None else "pseudonyms"
        return digest(VERSION, content, self.settings.model_dump_json(), named, self.layouts.state)


@dataclass(slots=True)
class _Tally:
    """What reading files came to so far, and the fingerprints of what was read before and has not come up yet."""

    known: dict[str, str]
    change: texts.Change
    rejected: int
    sources: int

    def add(self, change: texts.Change, rejected: int) -> None:
        self.change, self.rejected, self.sources = self.change + change, self.rejected + rejected, self.sources + 1


def read(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Read the sources that are new or have changed, and take out those that are gone.

    What is on the web is fetched first, outside the one transaction in which everything is written. A host that
    doesn't answer stops nothing: it is a reject, a note and in the outcome's ``unanswered``.

    Args:
        study: an open study.
        progress: hears how many sources are looked through.

    Raises:
        SourceError: a source that the settings name isn't there.
        SettingsError: a layout that they name can't be used.
    """
    work = Work("read", study.settings)
    with study.database.one_run():
        pseudonyms = pseudonyms_of(study)
        files, feeds = _files(study, pseudonyms), _feeds(study)
        total = len(files) + len(feeds)
        looked_up = _look_up(study, feeds, lambda done: progress(done, total))
        with study.database.write() as connection:
            known = sources.fingerprints(connection)
            kept = keep(connection, looked_up)
            tally = _Tally(known, kept.change, kept.rejects, kept.sources)
            for done, found in enumerate(files, start=len(feeds) + 1):
                _read_if_new(connection, study, found, tally)
                progress(done, total)
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


def _read_if_new(connection: Connection, study: Study, found: _Found, tally: _Tally) -> None:
    """Read a file, or the files of an archive, that is new or has changed, and take it off those known before."""
    fingerprint = found.fingerprint()
    changed = tally.known.pop(found.place, None) != fingerprint
    if changed and found.is_archive:
        tally.add(*_read_archive(connection, study, found, fingerprint, tally))
    elif changed:
        tally.add(*_read_one(connection, found, fingerprint))
    elif found.is_archive:
        # As it was, so are the files in it.
        for place in [place for place in tally.known if place.startswith(found.place + "/")]:
            del tally.known[place]


def _read_archive(
    connection: Connection, study: Study, found: _Found, fingerprint: str, tally: _Tally
) -> tuple[texts.Change, int]:
    """Read those files of an archive that are new or have changed, each a source of its own; one at a time in memory.

    The archive itself is a source without documents, with the rejects of what can't be unpacked.
    """
    rejects: list[Reject] = []
    try:
        _check_size(found)
        for member in read_members(found.path, found.place):
            if isinstance(member, Reject):
                rejects.append(member)
                continue
            inner = replace(
                found, place=f"{found.place}/{member.name}", path=Path(found.place, member.name), data=member.data
            )
            _read_if_new(connection, study, inner, tally)
    except (SourceError, OSError) as error:
        rejects.append(_reject(found.place, error))
    change = texts.replace_source(connection, found.place, [])
    sources.replace_rejects(connection, found.place, rejects)
    sources.remember(connection, found.place, fingerprint=fingerprint, documents=0, at=now())
    return change, len(rejects)


def _read_one(connection: Connection, found: _Found, fingerprint: str) -> tuple[texts.Change, int]:
    rejects: list[Reject] = []
    documents = _documents(found, rejects)
    try:
        _check_size(found)
        # What can't be read as a whole says so before its first document is given, so nothing was written then.
        first = list(itertools.islice(documents, 1))
    except (SourceError, OSError) as error:
        # What was read of it before stays: a misspelt column must not empty a study.
        before = texts.documents_of(connection, found.place)
        reject = _reject(found.place, error)
        if before:
            reject = replace(reject, reason=f"{reject.reason} What was read of it before is kept.")
        sources.replace_rejects(connection, found.place, [reject])
        sources.remember(connection, found.place, fingerprint=fingerprint, documents=before, at=now())
        return texts.Change(), 1
    change = texts.replace_source(connection, found.place, itertools.chain(first, documents))
    sources.replace_rejects(connection, found.place, rejects)
    number = texts.documents_of(connection, found.place)
    sources.remember(connection, found.place, fingerprint=fingerprint, documents=number, at=now())
    return change, len(rejects)


def _documents(found: _Found, rejects: list[Reject]) -> Iterator[Document]:
    """A file's documents, one at a time; what in it can't be read is added to the rejects."""
    for item in read_documents(
        found.path if found.data is None else found.data,
        source=found.place,
        kind=_kind(found.settings, found.path),
        columns=_columns(found.settings),
        layouts=found.layouts.layouts,
        pseudonyms=found.pseudonyms,
    ):
        if isinstance(item, Reject):
            rejects.append(item)
        else:
            yield item


def _reject(place: str, error: SourceError | OSError) -> Reject:
    return Reject(place, "", str(error) if isinstance(error, SourceError) else f"{place}: {error.strerror}.")


def _check_size(found: _Found) -> None:
    """Refuse a file that is too large to be read; those of an archive have limits of their own."""
    if found.data is not None:
        return
    limit = LARGEST_TABLE if found.path.suffix.lower() in TABLE_FORMATS else LARGEST_FILE
    limit = LARGEST_ARCHIVE if found.is_archive else limit
    size = found.path.stat().st_size
    if size > limit:
        raise SourceError(f"{found.place}: the file has {size:,} bytes; leadtext reads files of up to {limit:,}.")


def _kind(settings: SourceSettings, path: Path) -> Kind:
    """The genre of what doesn't tell its own: as the settings say, else a table's rows are comments."""
    if settings.kind is not None:
        return settings.kind
    return "comment" if path.suffix.lower() in TABLE_FORMATS else "article"


def _columns(settings: SourceSettings) -> Columns | None:
    if settings.text is None:
        return None
    from leadtext.reading.tables import Columns

    return Columns(
        text=settings.text,
        date=settings.date,
        author=settings.author,
        role=settings.role,
        organisation=settings.organisation,
        title=settings.title,
        parent=settings.parent,
        id=settings.id,
    )


def _files(study: Study, pseudonyms: Pseudonyms | None) -> list[_Found]:
    """Every file that the settings name, in the order of its place; a file named twice is read once."""
    found: dict[str, _Found] = {}
    for number, settings in enumerate(study.settings.sources, start=1):
        if settings.path is None:
            continue
        path = study.folder / settings.path
        if not path.exists():
            raise SourceError(
                f"{study.folder / SETTINGS_FILE}: sources[{number}].path names {settings.path}, which isn't there; "
                "correct the path or put the file there."
            )
        layouts = layouts_of(study, settings)
        for file in _inside(path, study):
            place = _place(study.folder, file)
            found.setdefault(place, _Found(place, file, settings, pseudonyms, layouts))
    return [found[place] for place in sorted(found)]


def _inside(path: Path, study: Study) -> Iterator[Path]:
    """A file itself, or the files in a folder and its folders; hidden ones and the study's own are passed over."""
    if not path.is_dir():
        yield path
        return
    own = {study.folder / SETTINGS_FILE, study.folder / DATABASE_FILE}
    for file in sorted(path.rglob("*")):
        parts = file.relative_to(path).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        published = file.is_relative_to(study.site_folder)
        saved_with_a_page = any(part.endswith("_files") for part in parts[:-1])
        if not file.is_file() or hidden or published or saved_with_a_page or file in own:
            continue
        if not file.name.startswith(DATABASE_FILE):
            yield file


def _place(folder: Path, file: Path) -> str:
    inside = file.resolve()
    return inside.relative_to(folder.resolve()).as_posix() if inside.is_relative_to(folder.resolve()) else str(inside)
