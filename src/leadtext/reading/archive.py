"""ZIP archives: their members one at a time, within limits; whatever is odd about one is a reject with its reason.

Nothing is ever written to a disk, so no name in an archive can reach a file; odd names are refused all the same,
because they become the places by which a study cites its sources.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from leadtext.errors import SourceError
from leadtext.reading.folders import LOST_FRAME, is_lost_frame, is_passed_over, pages_among, saved_folders_among
from leadtext.records import Reject

__all__ = ["ARCHIVE_FORMATS", "Member", "read_members"]

ARCHIVE_FORMATS = frozenset({".zip"})
"""Formats that hold files, by ending."""

MAX_MEMBERS = 20_000
"""Ten years of a daily paper's commented articles are fewer; more belong into a folder."""

MAX_MEMBER_BYTES = 100_000_000
"""A report with pictures has some 20 MB. One member at a time is held in memory."""

MAX_UNPACKED_BYTES = 4_000_000_000
"""All members of one archive together: 20,000 pages of 200 KB."""

MAX_RATIO = 200
"""Pages are packed to a tenth, very repetitive tables to a fiftieth; a bomb's zeros to a thousandth."""

RATIO_FROM = 1_000_000
"""Bytes: a smaller member does no harm, however well it is packed."""

MAX_DIRECTORY_BYTES = 8_000_000
"""An archive's list of 20,000 members takes 4 MB with names of 150 characters."""

MAX_DEPTH = 1
"""An archive in an archive is read (a bundle of downloads); one in that is not."""

LONGEST_NAME = 500
PART_BYTES = 1_000_000

# RuntimeError: a wrong password; NotImplementedError (one of them): an unknown packing; EOFError: truncated
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, KeyError, OverflowError)
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        name: its path in the archive; for a file of an archive in the archive ``bundle.zip/page.html``.
        data: its bytes.
    """

    name: str
    data: bytes


@dataclass(slots=True)
class _Budget:
    """What of an archive, with those in it, may still be unpacked."""

    members: int = MAX_MEMBERS
    size: int = MAX_UNPACKED_BYTES


class _WaryFile(io.BufferedReader):
    """A file of which nobody reads more at once than an archive's list of members may take."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile("its list of members is too long")
        return super().read(size)


def read_members(source: bytes | Path, name: str) -> Iterator[Member | Reject]:
    """The files in a ZIP archive, one at a time, in the archive's order.

    Hidden files, what macOS adds and the files saved with a page are passed over, as they are in a folder.

    Args:
        source: the archive's bytes, or its path.
        name: its name, for messages and as the rejects' source.

    Returns:
        An iterator. Each file gives a `Member`; one that is encrypted, a link, damaged, over a limit, packed in an
        unusual way, or named so that it would lie outside the archive gives a `Reject` (its place is the name).

    Raises:
        SourceError: at the first member, where this is no archive or a damaged one.
    """
    yield from _members(source, name, "", 0, _Budget())


def _members(source: bytes | Path, name: str, inside: str, depth: int, budget: _Budget) -> Iterator[Member | Reject]:
    shown = name if not inside else f"{name}/{inside.rstrip('/')}"
    raw = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb", buffering=0)
    with raw, _WaryFile(raw) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (*_DAMAGE, NotImplementedError) as error:
            raise SourceError(f"{shown} is no ZIP archive, or a damaged one ({error}): save it again.") from error
        with archive:
            seen: set[str] = set()
            paths = [info.filename.replace("\\", "/") for info in archive.infolist()]
            pages = pages_among(_parts(path) for path in paths)
            saved = saved_folders_among(_parts(path) for path in paths)
            for info, path in zip(archive.infolist(), paths, strict=True):
                if info.is_dir() or is_passed_over(_parts(path), pages):
                    continue
                budget.members -= 1
                if budget.members < 0:
                    yield Reject(name, "", f"{name} holds more than {MAX_MEMBERS:,} files: divide it; the rest is left")
                    return
                reason = _reason_against(info, path, budget)
                if not reason and path in seen:
                    reason = "an earlier file of the archive has the same name"
                if not reason and is_lost_frame(_parts(path), saved):
                    reason = LOST_FRAME
                if reason:
                    yield Reject(name, _printable(inside + path), reason)
                    continue
                seen.add(path)
                data = _unpacked(archive, info)
                if isinstance(data, str):
                    yield Reject(name, inside + path, data)
                    continue
                budget.size -= len(data)
                yield from _opened(Member(inside + path, data), name, depth, budget)


def _opened(member: Member, name: str, depth: int, budget: _Budget) -> Iterator[Member | Reject]:
    """A member itself, or the members of the archive that it is."""
    if PurePosixPath(member.name).suffix.lower() not in ARCHIVE_FORMATS:
        yield member
    elif depth == MAX_DEPTH:
        yield Reject(name, member.name, "it is an archive in an archive in an archive: unpack it")
    else:
        try:
            yield from _members(member.data, name, member.name + "/", depth + 1, budget)
        except SourceError as error:
            yield Reject(name, member.name, str(error))


def _parts(path: str) -> list[str]:
    """The parts of a name in an archive, as far as it is one that a file has."""
    return [part for part in path[:LONGEST_NAME].split("/") if part not in {"", ".", ".."}]


def _reason_against(info: zipfile.ZipInfo, path: str, budget: _Budget) -> str:
    """Why a member isn't unpacked; nothing where it may be."""
    parts = path.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if ".." in parts:
        return "its path leads out of the archive (..)"
    if path.startswith("/") or (len(parts[0]) > 1 and parts[0][1] == ":"):
        return "its path is absolute"
    if len(path) > LONGEST_NAME or not path.isprintable() or "" in parts or "." in parts:
        return "its name is none that a file has"
    if stat.S_ISLNK(kind):
        return "it is a link"
    if kind not in {0, stat.S_IFREG}:
        return "it is no file but a device or pipe"
    if info.flag_bits & 0x1:
        return "it is encrypted: unpack it with its password"
    if info.compress_type not in _PACKINGS:
        return "it is packed in an unusual way: pack it as ZIP programs do by default"
    if info.file_size > MAX_MEMBER_BYTES:
        return f"it would unpack to more than {MAX_MEMBER_BYTES // 1_000_000} MB"
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size:
        return f"it would unpack to more than {MAX_RATIO} times its size, as only a bomb does"
    if info.file_size > budget.size:
        return f"the archive would unpack to more than {MAX_UNPACKED_BYTES // 1_000_000_000} GB: divide it"
    return ""


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | str:
    """A member's bytes, no more than it says that it has; else the reason in words."""
    unpacked = bytearray()
    try:
        with archive.open(info) as file:
            while part := file.read(PART_BYTES):
                unpacked += part
                if len(unpacked) > info.file_size:
                    return "it unpacks to more than it says"
    except (*_DAMAGE, NotImplementedError) as error:
        return f"it is damaged ({error})"
    if len(unpacked) != info.file_size:
        return "it is damaged (cut short)"
    return bytes(unpacked)


def _printable(path: str) -> str:
    """A name as messages may hold it."""
    shown = "".join(character if character.isprintable() else "�" for character in path)
    return shown if len(shown) <= LONGEST_NAME else shown[:LONGEST_NAME] + "…"
