"""The files that a study's settings name, and what is done with each that is new or has changed, in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadtext.errors import SourceError
from leadtext.reading import ARCHIVE_FORMATS, TABLE_FORMATS, files_in, read_documents, read_members
from leadtext.reading.worker import Job
from leadtext.records import Document, Kind, Reject, digest
from leadtext.settings import SETTINGS_FILE, SourceSettings
from leadtext.stages.layouts import SourceLayouts, layouts_of
from leadtext.stages.study import Study
from leadtext.store import DATABASE_FILE

if TYPE_CHECKING:
    from leadtext.reading.pseudonyms import Pseudonyms
    from leadtext.reading.tables import Columns

__all__ = ["FoundFile", "Step", "columns_of", "documents_in", "files_of", "job_of", "reject_of", "steps_of"]

# Changes with the readers, so that a study is read anew.
VERSION = "13"

# A file of more is no publication; tables and archives are streamed and may be larger.
LARGEST_FILE = 200_000_000
LARGEST_TABLE = 5_000_000_000
LARGEST_ARCHIVE = 4_000_000_000


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that a study's settings name, or one of an archive's, of which the bytes are given.

    Attributes:
        refused: why it isn't read, where what it lies among tells that it is no text.
    """

    place: str
    path: Path
    settings: SourceSettings
    pseudonyms: Pseudonyms | None
    layouts: SourceLayouts
    data: bytes | None = None
    refused: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether it holds other files."""
        return self.path.suffix.lower() in ARCHIVE_FORMATS

    def fingerprint(self) -> str:
        """The same while neither the file nor how it is to be read changes."""
        if self.data is not None:
            content = hashlib.sha256(self.data).hexdigest()
        else:
            with self.path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        named = "names" if self.pseudonyms is None else "pseudonyms"
        refused = (self.refused,) if self.refused else ()
        return digest(VERSION, content, self.settings.model_dump_json(), named, self.layouts.state, *refused)


@dataclass(frozen=True, slots=True)
class Step:
    """A file that is new or has changed; or an archive, behind all files in it.

    Attributes:
        number: which of the files that the settings name it is, or is in.
        file: itself.
        fingerprint: its own.
        rejects: of an archive, what in it can't be read.
    """

    number: int
    file: FoundFile
    fingerprint: str
    rejects: tuple[Reject, ...] = ()


def files_of(study: Study, pseudonyms: Pseudonyms | None) -> list[FoundFile]:
    """Every file that the settings name, in the order of its place; a file named twice is read once."""
    found: dict[str, FoundFile] = {}
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
        for file, refused in _inside(path, study):
            place = _place(study.folder, file)
            found.setdefault(place, FoundFile(place, file, settings, pseudonyms, layouts, refused=refused))
    return [found[place] for place in sorted(found)]


def _inside(path: Path, study: Study) -> Iterator[tuple[Path, str]]:
    """A file itself, or the files in a folder (see `files_in`); the study's own are passed over."""
    if not path.is_dir():
        yield path, ""
        return
    own = {study.folder / SETTINGS_FILE, study.folder / DATABASE_FILE}
    for file, refused in files_in(path):
        published = file.is_relative_to(study.site_folder)
        if not published and file not in own and not file.name.startswith(DATABASE_FILE):
            yield file, refused


def _place(folder: Path, file: Path) -> str:
    inside = file.resolve()
    return inside.relative_to(folder.resolve()).as_posix() if inside.is_relative_to(folder.resolve()) else str(inside)


def steps_of(files: Sequence[tuple[FoundFile, str]], known: dict[str, str]) -> Iterator[Step]:
    """What is to be done, file by file, an archive's after its files.

    Args:
        files: each with its fingerprint.
        known: the fingerprints of what was read before, by its place; what comes up is taken out.
    """
    for number, (file, fingerprint) in enumerate(files, start=1):
        yield from _steps(number, file, fingerprint, known)


def _steps(number: int, file: FoundFile, fingerprint: str, known: dict[str, str]) -> Iterator[Step]:
    changed = known.pop(file.place, None) != fingerprint
    if not file.is_archive:
        if changed:
            yield Step(number, file, fingerprint)
        return
    if not changed:
        # As it was, so are the files in it.
        for place in [place for place in known if place.startswith(file.place + "/")]:
            del known[place]
        return
    rejects: list[Reject] = []
    try:
        _check_size(file)
        for member in read_members(file.path, file.place):
            if isinstance(member, Reject):
                rejects.append(member)
                continue
            inner = replace(
                file, place=f"{file.place}/{member.name}", path=Path(file.place, member.name), data=member.data
            )
            yield from _steps(number, inner, inner.fingerprint(), known)
    except (SourceError, OSError) as error:
        rejects.append(reject_of(file.place, error))
    yield Step(number, file, fingerprint, tuple(rejects))


def job_of(step: Step) -> Job | None:
    """What another process may do of a step: read a file of publications; tables and archives are streamed here."""
    file = step.file
    if file.is_archive or file.refused or file.path.suffix.lower() in TABLE_FORMATS:
        return None
    try:
        _check_size(file)
    except (SourceError, OSError):
        return None
    return Job(
        file.path if file.data is None else file.data,
        file.place,
        _kind(file.settings, file.path),
        file.layouts.layouts,
        file.pseudonyms,
    )


def documents_in(file: FoundFile) -> Iterator[Document | Reject]:
    """A file's documents, one at a time, and what in it can't be read.

    Raises:
        SourceError: before the first document, where the file as a whole can't be read.
    """
    if file.refused:
        yield Reject(file.place, "", file.refused)
        return
    _check_size(file)
    yield from read_documents(
        file.path if file.data is None else file.data,
        source=file.place,
        kind=_kind(file.settings, file.path),
        columns=columns_of(file.settings),
        layouts=file.layouts.layouts,
        pseudonyms=file.pseudonyms,
    )


def reject_of(place: str, error: SourceError | OSError) -> Reject:
    """Why a file isn't read."""
    return Reject(place, "", str(error) if isinstance(error, SourceError) else f"{place}: {error.strerror}.")


def _check_size(found: FoundFile) -> None:
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


def columns_of(settings: SourceSettings) -> Columns | None:
    """The columns that a source's settings name; None where they name none."""
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
        day_first=settings.day_first,
    )
