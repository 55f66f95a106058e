"""ZIP archives: every file in one is a source of its own, and nothing hostile gets further than a reject."""

from __future__ import annotations

import contextlib
import io
import stat
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtext.errors import SourceError
from leadtext.reading import archive, files_in, read_pages
from leadtext.reading.archive import Member, read_members
from leadtext.reading.folders import LOST_FRAME
from leadtext.reading.office import read_docx
from leadtext.reading.show import look_into
from leadtext.records import Page, Reject

PAGE = (Path(__file__).parents[1] / "study/publications/night-shift.html").read_bytes()
NOTE = b"# The spare key\n\nThe night sister keeps the spare key, and nobody on the corridor has ever asked her why.\n"


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # two files of one name
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def special(name: str, kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o777) << 16
    return info


def encrypted() -> bytes:
    data = bytearray(zipped(("a.md", NOTE)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def read(data: bytes) -> dict[str, str]:
    """Each member's name, with the reason where it is refused."""
    found = read_members(data, "a.zip")
    return {item.name if isinstance(item, Member) else item.place: getattr(item, "reason", "") for item in found}


def test_every_file_is_read_as_it_would_be_in_a_folder() -> None:
    pages = read_pages(zipped(("2012/night.html", PAGE), ("key.md", NOTE)), "a.zip")
    titles = [page.publication.title for page in pages if page.publication is not None]
    assert titles == ["What the night shift knows", "The spare key"]
    assert len(pages[0].comments) == len(read_pages(PAGE, "night.html")[0].comments) > 0


def test_an_archive_in_an_archive_is_read_and_one_in_that_is_not() -> None:
    inner = zipped(("c.md", NOTE))
    data = zipped(("b.zip", zipped(("inner/a.md", NOTE), ("deep.zip", inner))), ("z.md", NOTE))
    assert read(data) == {
        "b.zip/inner/a.md": "",
        "b.zip/deep.zip": "it is an archive in an archive in an archive: unpack it",
        "z.md": "",
    }


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped(("../a.md", NOTE)), "leads out of the archive"),
        (zipped(("b/../../a.md", NOTE)), "leads out of the archive"),
        (zipped(("..\\a.md", NOTE)), "leads out of the archive"),
        (zipped(("/etc/a.md", NOTE)), "absolute"),
        (zipped(("C:\\texts\\a.md", NOTE)), "absolute"),
        (zipped((special("a.md", stat.S_IFLNK), b"/etc/passwd")), "a link"),
        (zipped((special("a.md", stat.S_IFIFO), b"")), "device or pipe"),
        (zipped(("a\x1b[31m.md", NOTE)), "none that a file has"),
        (zipped(("a" * 600 + ".md", NOTE)), "none that a file has"),
        (encrypted(), "encrypted"),
        (zipped(("a.md", NOTE), packing=zipfile.ZIP_BZIP2), "unusual way"),
        (zipped(("a.md", b" " * 5_000_000)), "200 times its size"),
        (zipped(("a.zip", b"PK\x03\x04 no archive")), "no ZIP archive"),
    ],
)
def test_a_member_that_may_do_harm_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    [found] = read(data).values()
    assert reason in found


def test_a_damaged_member_spoils_no_other() -> None:
    data = zipped(("a.md", NOTE), ("b.md", NOTE * 2), packing=zipfile.ZIP_STORED).replace(NOTE, b"?" * len(NOTE), 1)
    found = read(data)
    assert "damaged" in found["a.md"]
    assert found["b.md"] == ""


def test_of_two_files_with_one_name_the_first_is_read() -> None:
    found = list(read_members(zipped(("a.md", NOTE), ("a.md", b"another")), "a.zip"))
    assert [type(item) for item in found] == [Member, Reject]


def test_what_systems_add_is_passed_over() -> None:
    assert read(zipped(("__MACOSX/._a.md", b"x"), (".DS_Store", b"x"), ("a.md", NOTE))) == {"a.md": ""}


@pytest.mark.parametrize(
    "own", ["a b_files", "a b.files", "a b-Dateien", "a b_fichiers", "A B_archivos", "a b_bestanden", "a b_files/in it"]
)
@pytest.mark.parametrize("page", ["a b.html", "a b.HTM"])
def test_the_files_of_a_saved_page_are_none_of_the_texts(own: str, page: str, tmp_path: Path) -> None:
    names = [f"x/{own}/frame.html", f"x/{page}", "x/another_files/report.html", f"{own}/report.html"]
    assert read(zipped(*((name, PAGE) for name in names))) == dict.fromkeys(names[1:], "")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    assert {file.relative_to(tmp_path).as_posix(): why for file, why in files_in(tmp_path)} == dict.fromkeys(
        names[1:], ""
    )


@pytest.mark.parametrize("added", ["main.css", "in it/vote.JS", "main.js.download"])
def test_frames_of_a_saved_page_that_is_not_there_are_told_and_not_read(added: str, tmp_path: Path) -> None:
    names = ["x/night_files/frame.html", "x/night_files/report.md", "x/own_files/report.html", "x/report.html"]
    found = read(zipped(*((name, PAGE) for name in [*names, f"x/night_files/{added}"])))
    assert found.pop(names[0]) == LOST_FRAME
    assert [found[name] for name in names[1:]] == ["", "", ""], "what a person may have put there is read"
    for name in [*names, f"x/night_files/{added}"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    told = {file.relative_to(tmp_path).as_posix(): why for file, why in files_in(tmp_path)}
    assert {name: told[name] for name in names} == dict.fromkeys(names, "") | {names[0]: LOST_FRAME}


def test_more_files_than_anyone_publishes_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive._Budget.__init__, "__defaults__", (3, archive.MAX_UNPACKED_BYTES))
    inner = zipped(*((f"{number}.md", NOTE) for number in range(5)))
    found = list(read_members(zipped(("a.zip", inner), ("b.md", NOTE)), "a.zip"))
    assert sum(isinstance(item, Member) for item in found) == 2  # the archive in it counts as well
    assert any(isinstance(item, Reject) and "more than" in item.reason for item in found)


def test_all_files_together_may_not_unpack_to_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive._Budget.__init__, "__defaults__", (9, 2 * len(NOTE)))
    found = read(zipped(("a.md", NOTE), ("b.md", NOTE), ("c.md", NOTE)))
    assert [bool(reason) for reason in found.values()] == [False, False, True]


def test_a_list_of_members_too_long_for_memory_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    # The file's tail, which is looked through for the list, is read in any case.
    monkeypatch.setattr(archive, "MAX_DIRECTORY_BYTES", 70_000)
    data = zipped(*((f"{number:0>100}.md", b"") for number in range(600)))
    with pytest.raises(SourceError, match="too long"):
        list(read_members(data, "a.zip"))


def test_one_member_at_a_time_is_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(zipped(*((f"{at}.md", bytes(range(256)) * 8_000) for at in range(12)), packing=zipfile.ZIP_STORED))
    tracemalloc.start()
    read_bytes = sum(len(item.data) for item in read_members(file, "a.zip") if isinstance(item, Member))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read_bytes == 12 * 256 * 8_000
    assert peak < read_bytes / 2


def test_no_archive_is_refused_as_a_whole() -> None:
    with pytest.raises(SourceError, match="no ZIP archive"):
        read_pages(b"plain text", "a.zip")


def test_an_office_file_with_unusual_packing_is_no_office_file() -> None:
    with pytest.raises(SourceError, match="no office program uses"):
        read_docx(zipped(("word/document.xml", b"<x/>"), packing=zipfile.ZIP_BZIP2), "a.docx")


def test_looking_into_an_archive_shows_each_file(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("b/night.html", PAGE), ("../x.md", NOTE), ("photo.jpg", b"\xff\xd8")))
    looks = {look.name: look for look in look_into(tmp_path / "a.zip")}
    assert looks["a.zip/b/night.html"].documents[0].source == "a.zip/b/night.html"
    assert "leads out" in looks["a.zip/../x.md"].rejects[0].reason
    assert "no reader for .jpg" in looks["a.zip/photo.jpg"].rejects[0].reason


ARCHIVE = zipped(("a.md", NOTE), ("b.zip", zipped(("c.txt", NOTE))), ("d.html", b"<p>" + NOTE + b"</p>"))


@settings(max_examples=150, deadline=3_000)
@given(st.binary(max_size=40), st.integers(0, len(ARCHIVE)), st.integers(0, 60))
def test_any_damage_gives_pages_or_a_refusal(noise: bytes, place: int, cut: int) -> None:
    with contextlib.suppress(SourceError), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        pages = read_pages(ARCHIVE[:place] + noise + ARCHIVE[place + cut :], "a.zip")
        assert all(isinstance(page, Page) for page in pages)
