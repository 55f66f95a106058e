"""Many files are read side by side as they are one after the other: the same documents, rejects and order."""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from leadtext.errors import SourceError, WorkerError
from leadtext.reading import read_documents
from leadtext.reading.answers import Answer, answer_of, line_of
from leadtext.reading.side_by_side import SideBySide
from leadtext.reading.worker import Job
from leadtext.records import Document, PartialDate, Reject
from leadtext.settings import SETTINGS_FILE
from leadtext.stages import open_study, read
from leadtext.store import sources, texts

PAGES = sorted((Path(__file__).parent / "reading" / "pages").glob("*.html"))[:12]


def lay_out(folder: Path, read_section: str = "") -> None:
    """A study of a dozen pages, of which one is broken, a ZIP archive, an empty file and a table."""
    inside = folder / "texts"
    inside.mkdir(parents=True)
    for page in PAGES[:6]:
        (inside / page.name).write_bytes(page.read_bytes())
    (inside / "broken.html").write_bytes(b"%PDF-1.4 this is no page")
    (inside / "empty.html").write_bytes(b"")
    with zipfile.ZipFile(inside / "more.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for page in PAGES[6:]:
            archive.writestr(page.name, page.read_bytes())
        archive.writestr("../outside.html", PAGES[0].read_bytes())
        archive.writestr("worse.html", b"\x00\x01\x02" * 500)
    (inside / "rows.csv").write_text("comment\nThe ferry was late again.\nSo was the tide.\n", encoding="utf-8")
    (folder / SETTINGS_FILE).write_text(
        f'[[sources]]\npath = "texts/"\ntext = "comment"\n{read_section}', encoding="utf-8"
    )


def read_study(folder: Path) -> tuple[list[Document], list[Reject], dict[str, int]]:
    with open_study(folder) as study:
        outcome = read(study)
        with study.database.read() as connection:
            return texts.documents(connection), sources.rejects(connection), dict(outcome.did)


@pytest.mark.parametrize("names", ["", "pseudonymise = true\n"])
def test_two_processes_read_what_one_does(tmp_path: Path, names: str) -> None:
    lay_out(tmp_path / "one", "[read]\nprocesses = 1\n" + names)
    lay_out(tmp_path / "two", "[read]\nprocesses = 2\n" + names)
    documents, rejects, did = read_study(tmp_path / "one")
    documents_of_two, rejects_of_two, did_of_two = read_study(tmp_path / "two")
    assert len(documents) > 30
    assert len(rejects) == 4
    assert did_of_two == did
    assert rejects_of_two == rejects
    if not names:  # each study has a key of its own
        assert documents_of_two == documents
    assert [document.text[:5] for document in documents_of_two] == [document.text[:5] for document in documents]
    assert read_study(tmp_path / "two")[2] == dict.fromkeys(did, 0)


def test_an_ended_process_leaves_the_study_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, "[read]\nprocesses = 2\n")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/bin/false")
        with open_study(tmp_path) as study:
            with pytest.raises(
                WorkerError, match=r"texts/\w+\.html: the process that read it was ended .*processes = 1"
            ):
                read(study)
            with study.database.read() as connection:
                assert texts.documents(connection) == []
    assert read_study(tmp_path)[2]["new documents"] > 30


def jobs(number: int) -> list[Job]:
    return [Job(PAGES[at % len(PAGES)], f"{at}.html", "article") for at in range(number)]


def test_a_process_killed_at_work_is_told_with_its_file() -> None:
    with SideBySide(1) as readers:
        answers = readers.read(jobs(40), lambda job: job)
        first, answer = next(answers)
        assert first.source == "0.html"
        assert answer is not None
        assert answer.documents
        [process] = readers._processes
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(WorkerError, match=r"\d+\.html: .*signal 9"):
            list(answers)


def test_no_process_outlives_its_work() -> None:
    with SideBySide(2) as readers:
        answers = readers.read(jobs(20), lambda job: job)
        next(answers)
        processes = list(readers._processes)
    assert processes
    assert all(process.poll() is not None for process in processes)


def test_answers_come_in_order_and_what_is_done_here_waits_its_turn() -> None:
    steps: list[Job | str] = list(jobs(9))
    steps.insert(4, "a table")
    taken: list[Job | str] = []

    def one_by_one():
        for step in steps:
            taken.append(step)
            yield step

    with SideBySide(2) as readers:
        answers = readers.read(one_by_one(), lambda step: step if isinstance(step, Job) else None)
        given = []
        for step, answer in answers:
            given.append(step)
            assert (answer is None) == (step == "a table")
            if step == "a table":
                assert taken == steps[:5]
    assert given == steps


def test_a_script_needs_no_guard_and_its_folder_is_no_place_to_import_from(tmp_path: Path) -> None:
    (tmp_path / "trafilatura.py").write_text("raise SystemExit('imported from the folder')\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    script = tmp_path / "elsewhere" / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from leadtext.reading.side_by_side import SideBySide\n"
        "from leadtext.reading.worker import Job\n"
        f"jobs = [Job(Path({str(PAGES[0])!r}), 'a.html', 'article')] * 2\n"
        "with SideBySide(2) as readers:\n"
        "    print([len(answer.documents) > 1 for _, answer in readers.read(jobs, lambda job: job)])\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[True, True]\n", "")


DOCUMENT = Document(
    "1",
    "comment",
    "A title",
    'Lines,\nquotes " and half a pair \ud83d.',
    "a.html",
    author="Zoë",
    date=PartialDate(dt.date(2014, 5, 1), "month", inferred=True),
    reply_to="0",
    position=3,
    pages=((0, 4), (120, 5)),
)


@pytest.mark.parametrize(
    "given",
    [
        Answer(),
        Answer((DOCUMENT, Reject("a.zip", "b.html", "it's empty"))),
        Answer(failure="Traceback:\n  somewhere"),
        *(Answer(tuple(read_documents(page, source=page.name, kind="article"))) for page in PAGES),
    ],
)
def test_what_a_process_says_of_a_file_is_one_line_of_json_that_gives_it_back(given: Answer) -> None:
    line = line_of(given)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert isinstance(json.loads(line), dict)
    assert answer_of(line) == given


def test_why_a_file_is_refused_comes_back_as_it_was() -> None:
    refused = answer_of(line_of(Answer(refused=SourceError("a.html: it's empty")))).refused
    assert isinstance(refused, SourceError)
    assert str(refused) == "a.html: it's empty"
    gone = answer_of(line_of(Answer(refused=FileNotFoundError(2, "No such file")))).refused
    assert isinstance(gone, FileNotFoundError)
    assert (gone.errno, gone.strerror) == (2, "No such file")


class Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch harm-was-done",)


def spoilt(**changes: object) -> bytes:
    told = json.loads(line_of(Answer((DOCUMENT,))))
    told["documents"][0] = [changes.get(str(at), value) for at, value in enumerate(told["documents"][0])]
    return json.dumps(told).encode() + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        pickle.dumps(Harm()) + b"\n",
        b"{}\n",
        b"[1, 2]\n",
        b'{"documents": [[1, 2, 3]], "refused": null, "system": null, "failure": ""}\n',
        spoilt(**{"1": "a programme"}),
        spoilt(**{"3": ["no text"]}),
        spoilt(**{"3": None}),
        spoilt(**{"8": ["5/2014", False]}),
        spoilt(**{"15": [[0]]}),
        b"[" * 100_000 + b"\n",
    ],
    ids=["a pickle", "nothing", "a list", "numbers", "a kind", "a list as text", "no text", "a date", "pages", "depth"],
)
def test_what_is_no_answer_is_told_with_its_file(line: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says = tmp_path / "says"
    (tmp_path / "line").write_bytes(line)
    says.write_text(f"#!/bin/sh\ncat '{tmp_path / 'line'}'\n", encoding="utf-8")
    says.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(says))
    monkeypatch.chdir(tmp_path)
    with SideBySide(1) as readers, pytest.raises(WorkerError, match=r"0\.html: the process that read it was ended"):
        list(readers.read(jobs(1), lambda job: job))
    assert not (tmp_path / "harm-was-done").exists()
