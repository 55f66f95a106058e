"""read: a study's sources become documents; what can't be read is recorded with its reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadtext.errors import SourceError
from leadtext.reading import TABLE_FORMATS, read_documents
from leadtext.records import Document, Kind, Reject, digest
from leadtext.settings import SETTINGS_FILE, SourceSettings
from leadtext.stages.feeds import LookedUp, feed_of, feed_place, keep, look_up
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, now, unheard
from leadtext.store import DATABASE_FILE, Connection, sources, texts

if TYPE_CHECKING:
    from leadtext.reading.capture import Layout
    from leadtext.reading.tables import Columns

__all__ = ["read"]

# Changes with the readers, so that a study is read anew.
VERSION = "1"

# A file of more is no publication; tables are streamed and may be larger.
LARGEST_FILE = 200_000_000
LARGEST_TABLE = 5_000_000_000


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that a study's settings name."""

    place: str
    path: Path
    settings: SourceSettings

    def fingerprint(self) -> str:
        """The same while neither the file nor how it is to be read changes."""
        with self.path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        return digest(VERSION, content, self.settings.model_dump_json())


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
    files, feeds = _files(study), _feeds(study)
    total = len(files) + len(feeds)
    with study.database.one_run():
        looked_up = _look_up(study, feeds, lambda done: progress(done, total))
        with study.database.write() as connection:
            known = sources.fingerprints(connection)
            kept = keep(connection, looked_up)
            change, rejected, read_now = kept.change, kept.rejects, kept.sources
            for done, found in enumerate(files, start=len(feeds) + 1):
                fingerprint = found.fingerprint()
                if known.pop(found.place, None) != fingerprint:
                    step, refused = _read_one(connection, study, found, fingerprint)
                    change, rejected, read_now = change + step, rejected + refused, read_now + 1
                progress(done, total)
            # What is left was read once and is named by no setting, or isn't there, any more.
            for place in known:
                if feed_of(place) not in feeds:
                    change = change + texts.remove_source(connection, place)
                    sources.forget(connection, place)
            did = {
                "sources": read_now,
                "new documents": change.new,
                "changed documents": change.changed,
                "removed documents": change.removed,
                "rejects": rejected,
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


def _read_one(connection: Connection, study: Study, found: _Found, fingerprint: str) -> tuple[texts.Change, int]:
    documents: list[Document] = []
    rejects: list[Reject] = []
    try:
        _check_size(found)
        for item in read_documents(
            found.path,
            source=found.place,
            kind=_kind(found.settings, found.path),
            columns=_columns(found.settings),
            layouts=_layouts(study, found.settings),
        ):
            if isinstance(item, Reject):
                rejects.append(item)
            else:
                documents.append(item)
    except (SourceError, OSError) as error:
        reason = str(error) if isinstance(error, SourceError) else f"{found.place}: {error.strerror}."
        # What was read of it before stays: a misspelt column must not empty a study.
        before = texts.documents_of(connection, found.place)
        rejects = [Reject(found.place, "", f"{reason} What was read of it before is kept." if before else reason)]
        sources.replace_rejects(connection, found.place, rejects)
        sources.remember(connection, found.place, fingerprint=fingerprint, documents=before, at=now())
        return texts.Change(), 1
    change = texts.replace_source(connection, found.place, documents)
    sources.replace_rejects(connection, found.place, rejects)
    sources.remember(connection, found.place, fingerprint=fingerprint, documents=len(documents), at=now())
    return change, len(rejects)


def _check_size(found: _Found) -> None:
    limit = LARGEST_TABLE if found.path.suffix.lower() in TABLE_FORMATS else LARGEST_FILE
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


def _layouts(study: Study, settings: SourceSettings) -> list[Layout]:
    if settings.layout is None:
        return []
    from leadtext.reading.capture import load_layout

    return [load_layout(study.folder / settings.layout)]


def _files(study: Study) -> list[_Found]:
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
        for file in _inside(path, study):
            place = _place(study.folder, file)
            found.setdefault(place, _Found(place, file, settings))
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
