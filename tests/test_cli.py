"""The commands: what they print, what they refuse, and the exit codes that scripts rely on."""

from __future__ import annotations

import codecs
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from leadtext.stages.work import Outcome, counted
from leadtext.store import tables

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).parent / "leadtext"


def leadtext(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", **environment},
        check=False,
    )


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "study"
    shutil.copytree(Path(__file__).parent / "study", folder)
    done = leadtext("run", folder)
    assert done.returncode == 0, done.stderr
    return folder


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """What a refusal said: exit code 2, one message, no traceback."""
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("leadtext: ")
    return done.stderr


def test_a_new_study_can_be_run_at_once(tmp_path: Path) -> None:
    made = leadtext("init", tmp_path / "mine", "--title", 'A "fine" study')
    assert made.returncode == 0
    source = Path(__file__).parent / "study" / "publications" / "review.txt"
    shutil.copy(source, tmp_path / "mine" / "publications")
    done = leadtext("run", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine" / "site" / "index.html").is_file()


HEAVY = {
    "altair",
    "vl_convert",
    "sklearn",
    "skops",
    "spacy",
    "onnxruntime",
    "bertopic",
    "torch",
    "trafilatura",
    "alembic",
}


@pytest.mark.parametrize(
    ("command", "spared"),
    [
        (["--help"], HEAVY | {"pandas", "numpy", "sqlalchemy", "pydantic"}),
        (["status", "STUDY"], HEAVY | {"pandas", "scipy"}),
        (["history", "STUDY"], HEAVY | {"scipy"}),
        (["topics", "STUDY"], HEAVY),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_a_command_that_only_looks_imports_nothing_heavy(finished: Path, command: list[str], spared: set[str]) -> None:
    given = [str(finished) if word == "STUDY" else word for word in command]
    told = f"import sys; sys.argv = ['leadtext', *{given!r}]\nfrom leadtext.cli import main\n"
    told += f"try: main()\nexcept SystemExit: pass\nprint(sorted({spared!r} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_init_does_not_write_over_a_study(finished: Path) -> None:
    assert "a study in this folder already" in refused(leadtext("init", finished))


def test_run_says_what_it_did_and_then_that_nothing_is_left(finished: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(finished, tmp_path / "study")
    again = leadtext("run", copy)
    assert "no work was done" in again.stdout
    assert str(copy / "site" / "index.html") in again.stdout.replace("\n", "")


def test_run_speaks_json(finished: Path) -> None:
    said = json.loads(leadtext("run", finished, "--json").stdout)
    assert [stage["stage"] for stage in said["stages"]][0] == "read"
    assert said["site"].endswith("index.html")


def test_every_stage_tells_a_script_what_it_did_in_one_json_object(small_study: Path) -> None:
    table = small_study / "comments.csv"
    table.write_text(table.read_text("utf-8").replace("2010-05-04", "2091-05-04"), "utf-8")
    said = {}
    for stage in ("read", "split", "encode", "frame", "topic", "arrange", "trend", "publish"):
        done = leadtext(stage, small_study, "--json")
        assert done.returncode == 0, done.stderr
        said[stage] = json.loads(done.stdout)
        assert said[stage]["stage"] == stage
        assert said[stage]["seconds"] > 0
        assert {"did", "notes", "unanswered"} <= set(said[stage])
    assert said["read"]["did"]["flaws"] == 1
    assert "still to come" in said["read"]["rejected"][0]["reason"]
    assert said["split"]["did"]["documents"] == said["read"]["did"]["new documents"] > 13
    assert any(said["frame"]["did"].values())
    assert Path(said["publish"]["site"]).is_file()
    again = json.loads(leadtext("split", small_study, "--json").stdout)
    assert not any(again["did"].values())


def test_read_tells_a_script_of_a_page_what_was_found_and_left_out(finished: Path) -> None:
    said = json.loads(leadtext("read", finished / "publications" / "night-shift.html", "--json").stdout)
    [page] = said["files"]
    assert (page["name"], len(page["documents"]), page["rejected"]) == ("night-shift.html", 4, [])
    assert all(set(item) == {"what", "why"} for item in page["left_out"])


def test_read_shows_a_page_as_a_tree(finished: Path) -> None:
    shown = leadtext("read", finished / "publications" / "night-shift.html").stdout
    assert "What the night shift knows" in shown
    assert re.search(r"\n {2}article  ", shown)
    assert re.search(r"\n {6}comment  Desmond Apse +2012-03-15", shown)
    assert re.search(r"\n {10}comment  Farida Lunt", shown)


def test_what_read_shows_keeps_to_80_columns_in_a_pipe_and_every_text_to_its_place(tmp_path: Path) -> None:
    comment = (
        "<li class='comment' id='c{0}'><cite class='fn'>Desmond Apse</cite> <i class='date'>{0} May 2012</i><p>{1}</p>"
    )
    words = "Whoever is awake at three leads the ward, and nobody has to be asked who it is tonight."
    address = "https://example.org/" + "the-night-shift-and-what-it-knows/" * 3
    answers = f"{comment.format(3, words)}<ol>{comment.format(4, f'Read {address} first.')}</li></ol></li>"
    page = f"<h1>{words}</h1><p>{words} {words} {words}</p><ol class='comments'>{answers}</ol><p class='widget'>{words}</p>"
    lines = leadtext("read", write(tmp_path, "shift.html", page.encode()), COLUMNS="200").stdout.splitlines()
    assert [line.strip() for line in lines if len(line) > 80] == [address]
    assert {len(line) - len(line.lstrip()) for line in lines if line.lstrip().startswith("comment ")} == {6, 10}
    under = [at for at, line in enumerate(lines) if "comment " in line]
    assert {len(line) - len(line.lstrip()) for line in lines[under[0] + 1 : under[1]]} == {8}
    assert lines[1].startswith("  article  Whoever")
    assert lines[2].startswith(" " * len("  article  ") + "who")


def test_read_puts_answers_under_what_they_answer_where_the_newest_stands_on_top(tmp_path: Path) -> None:
    comment = "<li class='comment' id='comment-{0}'><cite class='fn'>{1}</cite> <i class='date'>{0} May 2012</i><p>{2}</p></li>"
    words = "<p>The ward works because the porters share the rota between them all week, and they like it.</p>" * 3
    answer = comment.format(4, "Bo", "In reply to <a href='#comment-3'>Ann</a></p><p>So they do.")
    page = f"<h1>The ward</h1>{words}<ol class='comments'>{answer}{comment.format(3, 'Ann', 'Yes, all of it.')}</ol>"
    shown = leadtext("read", write(tmp_path, "ward.html", page.encode())).stdout
    assert re.search(r"\n {6}comment  Ann.*\n {10}comment  Bo", shown, re.DOTALL)


def test_read_tells_what_was_left_out_by_its_reason_and_where_a_date_comes_from(tmp_path: Path) -> None:
    words = "<p>The ward works because the porters share the rota between them all week, and they like it.</p>" * 3
    pings = "".join(f"<li class='pingback' id='comment-{at}'><p>Pingback: Bells {at}</p></li>" for at in range(7))
    said = "<li class='comment' id='comment-9'><cite class='fn'>Ann</cite> <i class='date'>3 May 2012</i><p>Yes, all of it.</p></li>"
    page = f"<h1>The ward</h1>{words}<figure><figcaption>The rota on its nail</figcaption></figure><ol class='comments'>{said}{pings}</ol>"
    shown = leadtext("read", write(tmp_path, "ward.html", page.encode())).stdout
    assert "2012-05-03 (inferred: not after its first comment)" in shown
    assert "a caption:\n      The rota on its nail" in shown
    assert "a pingback or trackback (7):\n      Pingback: Bells 0" in shown
    assert "… and 2 more" in shown


def test_read_prints_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    text = "The ward\n\nThe \x1b]0;owned\x07\x1b[31m ward works because the porters share the rota between them all week.\n"
    shown = leadtext("read", write(tmp_path, "ward.txt", text.encode())).stdout
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_read_gives_json_lines_with_every_fact(finished: Path) -> None:
    lines = leadtext("read", finished / "publications" / "night-shift.html", "--jsonl").stdout.splitlines()
    documents = [json.loads(line) for line in lines]
    wanted = {"id", "kind", "title", "author", "role", "organisation", "date", "parent", "reply_to", "text"}
    assert all(wanted <= set(document) for document in documents)
    article, first, reply, last = documents
    assert (article["kind"], article["author"], article["date"]) == ("article", "Imogen Tarrant", "2012-03-14")
    assert first["parent"] == reply["parent"] == article["id"]
    assert reply["reply_to"] == first["id"]
    assert last["author"] is None


def test_read_on_a_study_reads_its_sources(small_study: Path) -> None:
    done = leadtext("read", small_study)
    assert done.returncode == 0
    assert "4 sources" in done.stderr


def test_read_takes_the_files_of_a_folder_that_a_run_takes(small_study: Path) -> None:
    folder = small_study / "publications"
    page = "<p>" + "Whoever is awake at three leads the ward, and nobody has to be asked. " * 4 + "</p>"
    for name in ("more/night_files/frame.html", "~$report.docx", ".hidden.html", "more/night.html", "report.doc"):
        write(folder, name, page.encode())
    shown = {line.split()[0] for line in leadtext("read", folder).stdout.splitlines() if line and line[0] != " "}
    leadtext("read", small_study)
    leadtext("export", small_study, "documents", "--out", small_study / "d.csv")
    read = set(pd.read_csv(small_study / "d.csv")["source"].str.rpartition("/")[2]) - {"comments.csv"}
    assert shown == read | {"report.doc"}
    assert "night.html" in shown


def test_a_frame_of_a_saved_page_that_is_gone_is_told_and_goes_when_its_folder_shows_what_it_is(
    small_study: Path,
) -> None:
    folder = small_study / "publications" / "night_files"
    page = "<p>" + "Whoever is awake at three leads the ward, and nobody has to be asked. " * 4 + "</p>"
    write(folder, "frame.html", page.encode())
    said = json.loads(leadtext("read", small_study, "--json").stdout)
    assert said["rejected"] == [], "a folder of such a name may be somebody's own"
    write(folder, "main.css", b"p { color: black }")
    said = json.loads(leadtext("read", small_study, "--json").stdout)
    assert said["did"]["removed documents"] == 1
    told = {reject["source"].rpartition("/")[2]: reject["reason"] for reject in said["rejected"]}
    assert "put the page beside the folder" in told["frame.html"]
    assert "put the page beside the folder" in " ".join(leadtext("read", folder.parent).stdout.split())


def test_a_round_of_coding_speaks_json(finished: Path, tmp_path: Path) -> None:
    copy, out = Path(shutil.copytree(finished, tmp_path / "study")), tmp_path / "round.csv"
    done = leadtext(
        "label", "export", copy, "--out", out, "--random", 5, "--uncertain", 2, "--disagreeing", 0, "--json"
    )
    said = json.loads(done.stdout)
    assert (said["stage"], said["file"], done.stderr) == ("label", str(out), "")
    assert said["did"] == {"drawn at random": 5, "uncertain": 2, "disagreeing": 0}
    rows = pd.read_csv(out, dtype=str, keep_default_na=False)
    rows.loc[rows["id"] != "", "coder"] = "ada"
    rows.to_csv(out, index=False)
    done = leadtext("label", "import", copy, out, "--json")
    assert json.loads(done.stdout)["did"] == {"labels": 7, "labels replaced": 0}
    assert done.stderr == ""


def test_the_stages_can_be_run_one_by_one(small_study: Path) -> None:
    for stage in ("read", "split", "encode", "frame", "topic", "arrange", "trend", "publish"):
        done = leadtext(stage, small_study)
        assert done.returncode == 0, (stage, done.stderr)
    assert (small_study / "site" / "index.html").is_file()


def test_status_counts_and_names_rejects(finished: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(finished, tmp_path / "study"))
    (copy / "publications" / "empty.pdf").write_bytes(b"")
    leadtext("read", copy)
    shown = leadtext("status", copy).stdout
    assert "3 publications, 13 comments" in shown
    assert "not read: publications/empty.pdf" in shown
    facts = json.loads(leadtext("status", copy, "--json").stdout)
    assert facts["rejected"][0]["source"] == "publications/empty.pdf"


def test_topics_tells_each_topic(finished: Path) -> None:
    shown = leadtext("topics", finished).stdout
    assert "compassion" in shown
    assert "novelty pool" in shown
    said = json.loads(leadtext("topics", finished, "--json").stdout)
    assert {"id", "name", "words", "passages", "history"} <= set(said["topics"][0])


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet", "jsonl"])
@pytest.mark.parametrize("table", list(tables.TABLES))
def test_every_table_is_exported_in_every_format(finished: Path, tmp_path: Path, table: str, format: str) -> None:
    out = tmp_path / f"{table}.{format}"
    done = leadtext("export", finished, table, "--format", format, "--out", out)
    assert done.returncode == 0, done.stderr
    # Without its mark Excel takes UTF-8 for the system's charset.
    assert out.read_bytes().startswith(codecs.BOM_UTF8) == (format == "csv")
    readers = {
        "csv": pd.read_csv,
        "xlsx": pd.read_excel,
        "parquet": pd.read_parquet,
        "jsonl": lambda file: pd.read_json(file, lines=True),
    }
    frame = readers[format](out)
    # Nobody has coded anything yet, and the sources are too small to tell rates of.
    assert len(frame) > 0 or table in {"labels", "rates"}
    assert "author" not in frame.columns


def test_what_a_spreadsheet_takes_for_a_formula_is_told_and_is_a_text_in_a_workbook(tmp_path: Path) -> None:
    said = ["=HYPERLINK(1)", "-1 from me", "+1", "@Jo, who says so?", "#N/A", "1e5", "A calm ward."]
    leadtext("init", tmp_path / "mine")
    table = tmp_path / "mine" / "said.csv"
    pd.DataFrame({"text": said}).to_csv(table, index=False)
    with (tmp_path / "mine" / "leadtext.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[[sources]]\npath = "said.csv"\nkind = "comment"\ntext = "text"\n')
    leadtext("read", tmp_path / "mine")
    plain, safe = tmp_path / "documents.csv", tmp_path / "documents.xlsx"
    told = leadtext("export", tmp_path / "mine", "documents", "--out", plain)
    assert "4 texts in it begin with = + - or @" in told.stdout
    assert pd.read_csv(plain, keep_default_na=False)["text"].tolist() == said
    told = leadtext("export", tmp_path / "mine", "documents", "--format", "xlsx", "--out", safe)
    assert "begin with" not in told.stdout
    assert pd.read_excel(safe, keep_default_na=False, dtype=str)["text"].tolist() == said
    again = leadtext("read", safe, "--text", "text", "--jsonl").stdout.splitlines()
    assert [json.loads(line)["text"] for line in again] == said
    sheet = openpyxl.load_workbook(safe)["table"]
    cells = {cell.value: cell for row in sheet for cell in row}
    assert all(cells[text].data_type == "s" for text in said)
    assert [bool(cells[text].quotePrefix) for text in said] == [True] * 4 + [False] * 3


def test_a_text_too_long_for_a_cell_is_refused_and_nothing_is_written(small_study: Path) -> None:
    (small_study / "publications" / "long.txt").write_text("The ward leads itself at night. " * 1200, "utf-8")
    leadtext("read", small_study)
    out = small_study / "documents.xlsx"
    said = refused(leadtext("export", small_study, "documents", "--format", "xlsx", "--out", out))
    assert re.search(r"documents\.xlsx: the text in row \d+ has 3\d,\d{3} characters", said)
    assert "take csv, parquet or jsonl" in said
    assert not list(small_study.glob("documents.xlsx*"))


def test_names_are_exported_only_when_asked_for(finished: Path, tmp_path: Path) -> None:
    leadtext("export", finished, "documents", "--names", "--out", tmp_path / "d.csv")
    assert "Desmond Apse" in (tmp_path / "d.csv").read_text("utf-8")


def test_one_of_a_thing_is_told_in_the_singular() -> None:
    did = {
        "new documents": 1,
        "rejects": 1,
        "passages moved": 2,
        "tags taken out": 1,
        "held against anchors": 1,
        "x": 0,
    }
    assert Outcome("read", did).words == (
        "1 new document, 1 reject, 2 passages moved, 1 tag taken out, 1 held against anchors"
    )
    assert counted(1, "passages would move") == "1 passage would move"


def test_tag_answers_every_passage(tmp_path: Path) -> None:
    rows = [
        {
            "id": "a",
            "text": "She arrived in January, took every hard decision herself and turned the failing trust round within "
            "a year.",
        },
        {"id": 7, "text": "The leaflet can be had in large print.", "title": "A notice"},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    done = leadtext("tag", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    assert (first["id"], first["frame"]) == ("a", "heroic")
    assert (second["id"], second["frame"]) == (7, "neither")
    assert set(first["signals"]) == {"heroic_endorsed", "heroic_rejected", "collective_endorsed", "collective_rejected"}
    assert 0 <= first["confidence"] <= 1
    assert isinstance(first["abstained"], bool)


def write(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


BAD_FILES = {
    "an empty file": ("page.html", b"", "empty"),
    "a binary file": ("page.txt", bytes(range(256)) * 50, "page.txt"),
    "a picture named as a page": ("page.html", b"\x89PNG\r\n\x1a\n" + bytes(500), "page.html"),
    "a truncated PDF": ("report.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "report.pdf"),
    "a Word file that is none": ("report.docx", b"PK\x03\x04 and nothing more", "report.docx"),
    "a feed that is none": ("feed.xml", b"<recipe>Flour and water</recipe>", "feed.xml"),
    "an unknown ending": ("notes.xyz", b"Some notes.", "no reader for .xyz"),
    "an old Word file": ("report.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
    "a table without being told its columns": ("comments.csv", b"a,b\n1,2\n", "which column holds the text"),
}


@pytest.mark.parametrize("case", BAD_FILES, ids=lambda case: case.replace(" ", "-"))
def test_a_file_that_cannot_be_read_is_refused_in_words(case: str, tmp_path: Path) -> None:
    name, content, words = BAD_FILES[case]
    assert words in refused(leadtext("read", write(tmp_path, name, content)))


def test_a_missing_file_is_refused() -> None:
    assert "no such file" in refused(leadtext("read", "nowhere/page.html"))


def test_a_missing_study_is_refused(tmp_path: Path) -> None:
    assert "no such folder" in refused(leadtext("run", tmp_path / "nowhere"))
    assert "leadtext init" in refused(leadtext("run", tmp_path))


def test_a_wrong_key_is_refused_with_the_nearest_known_one(small_study: Path) -> None:
    settings = small_study / "leadtext.toml"
    settings.write_text(settings.read_text("utf-8").replace("[publish]", "[publsh]"), "utf-8")
    said = refused(leadtext("run", small_study))
    assert "publsh" in said
    assert "did you mean 'publish'?" in said
    assert not (small_study / "leadtext.db").exists()


def test_a_table_without_the_named_column_stops_a_study_and_leaves_it_as_it_was(small_study: Path) -> None:
    assert leadtext("read", small_study).returncode == 0
    settings = small_study / "leadtext.toml"
    settings.write_text(settings.read_text("utf-8").replace('text = "comment"', 'text = "coment"'), "utf-8")
    for command in ("read", "run"):
        said = refused(leadtext(command, small_study))
        assert "leadtext.toml: comments.csv has no column coment for text" in said
        assert "Did you mean comment?" in said
    assert not (small_study / "site").exists()
    facts = json.loads(leadtext("status", small_study, "--json").stdout)
    assert (facts["comments"], facts["rejected"]) == (13, [])


def test_a_table_that_can_no_longer_be_read_keeps_what_was_read_of_it(small_study: Path) -> None:
    leadtext("read", small_study)
    (small_study / "comments.csv").write_bytes(b"")
    done = leadtext("read", small_study)
    assert done.returncode == 0
    assert "not read: comments.csv" in done.stdout
    assert "What was read of it before is kept." in done.stdout
    assert json.loads(leadtext("status", small_study, "--json").stdout)["comments"] == 13


def test_a_date_nobody_can_read_is_a_reject_and_the_comment_stays(small_study: Path) -> None:
    file = small_study / "comments.csv"
    file.write_text(file.read_text("utf-8").replace("2010-05-04", "some time in spring"), "utf-8")
    leadtext("read", small_study)
    facts = json.loads(leadtext("status", small_study, "--json").stdout)
    assert (facts["comments"], facts["rejects"], facts["flaws"]) == (13, 0, 1)
    assert "some time in spring" in facts["rejected"][0]["reason"]


def test_a_page_on_which_fewer_comments_are_found_than_it_announces_is_kept_with_a_flaw(small_study: Path) -> None:
    page = small_study / "publications" / "night-shift.html"
    text = page.read_text("utf-8")
    assert "<h2>3 comments</h2>" in text
    page.write_text(text.replace("<h2>3 comments</h2>", "<h2>25 comments</h2>"), "utf-8")
    shown = " ".join(leadtext("read", page).stdout.split())
    assert "kept, with a flaw: it says “25 comments”, but only 3 were found in it; the page is kept" in shown
    assert "announces" not in shown
    said = json.loads(leadtext("read", small_study, "--json").stdout)
    assert (said["did"]["rejects"], said["did"]["flaws"]) == (0, 1)
    assert "only 3 were found" in said["rejected"][0]["reason"]
    run = leadtext("run", small_study)
    assert "kept, with a flaw: publications/night-shift.html: it says “25 comments”" in run.stdout
    assert "not read" not in run.stdout
    listed = (small_study / "site" / "rejects.html").read_text("utf-8")
    assert "only 3 were found in it" in listed
    assert "could not be read, each" not in listed


def test_a_topic_s_story_says_that_earlier_periods_are_not_shown(small_study: Path) -> None:
    settings = (small_study / "leadtext.toml").read_text("utf-8")
    (small_study / "leadtext.toml").write_text(settings + '\n[trend]\nperiod = "month"\n', "utf-8")
    kind = ("bedside", "chapel", "harbour", "kitchen", "library", "market", "orchard", "pharmacy", "station", "theatre")
    with (small_study / "comments.csv").open("a", encoding="utf-8") as table:
        for month, place in enumerate(kind, start=1):
            table.write(f"k{month},2019-{month:02d}-03,,A nurse showed kindness and compassion at the {place} again.\n")
    leadtext("run", small_study, "--json")
    periods = json.loads(leadtext("topics", small_study, "compassion", "--json").stdout)["words_by_period"]
    shown = leadtext("topics", small_study, "compassion").stdout
    assert len(periods) > 8
    assert f"The latest 8 of {len(periods)} periods" in shown
    assert periods[0]["period"] not in shown
    assert all(not period["words"] for period in periods if period["passages"] == 1)
    assert "too few passages for words of its own (1 passage)" in " ".join(shown.split())


def test_what_is_kept_with_a_flaw_is_not_called_unread(small_study: Path) -> None:
    file = small_study / "comments.csv"
    file.write_text(file.read_text("utf-8").replace("2010-05-04", "2091-05-04"), "utf-8")
    (small_study / "publications" / "empty.pdf").write_bytes(b"")
    done = leadtext("read", small_study)
    assert re.search(r"\b1 rejects?, 1 flaws?\b", done.stderr)
    first, second = done.stdout.splitlines()
    assert first.startswith("not read: publications/empty.pdf")
    assert second.startswith("kept, with a flaw: comments.csv row 2: its date '2091-05-04' is still to come")
    assert "kept, with a flaw: comments.csv row 2" in leadtext("status", small_study).stdout


def test_the_settings_tell_how_a_table_s_dates_are_meant(small_study: Path) -> None:
    file, settings = small_study / "comments.csv", small_study / "leadtext.toml"
    file.write_text(file.read_text("utf-8").replace("2010-05-04", "05/04/2010"), "utf-8")
    meant = 'text = "comment"\nday_first = false'
    settings.write_text(settings.read_text("utf-8").replace('text = "comment"', meant), "utf-8")
    leadtext("read", small_study)
    leadtext("export", small_study, "documents", "--out", small_study / "d.csv")
    assert "2010-05-04" in (small_study / "d.csv").read_text("utf-8")


def test_a_table_in_another_charset_is_read(small_study: Path) -> None:
    file = small_study / "comments.csv"
    file.write_bytes(file.read_text("utf-8").replace("Nell Harker", "Zoë Harker").encode("cp1252"))
    leadtext("read", small_study)
    leadtext("export", small_study, "documents", "--names", "--out", small_study / "d.csv")
    assert "Zoë Harker" in (small_study / "d.csv").read_text("utf-8")


def test_passages_are_not_written_over_by_their_tags(tmp_path: Path) -> None:
    source = write(tmp_path, "in.jsonl", b'{"id": 1, "text": "A text."}\n')
    assert "name another file" in refused(leadtext("tag", source, source))
    assert source.read_bytes().startswith(b'{"id": 1, "text"')


def test_a_folder_is_no_file_to_export_to(finished: Path, tmp_path: Path) -> None:
    assert "this is a folder" in refused(leadtext("export", finished, "topics", "--out", tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_study_without_texts_says_so_and_is_not_published(tmp_path: Path) -> None:
    leadtext("init", tmp_path / "mine")
    done = leadtext("run", tmp_path / "mine")
    assert "the study holds no text yet" in " ".join(refused_after(done).split())
    assert "publish" not in done.stdout
    assert not (tmp_path / "mine" / "site").exists()
    assert "the study holds no text yet" in " ".join(refused_after(leadtext("publish", tmp_path / "mine")).split())


def test_a_study_of_which_nothing_could_be_read_says_so(tmp_path: Path) -> None:
    leadtext("init", tmp_path / "mine")
    (tmp_path / "mine" / "publications" / "empty.html").write_bytes(b"")
    assert "says why" in " ".join(refused_after(leadtext("run", tmp_path / "mine")).split())


WRONG_SETTINGS = {
    "a tagger that isn't there": ('[frame]\nmodel = "models/tonne"\n', "models/tonne: there is no such folder"),
    "an encoder that isn't there": ('[encode]\nmodel = "models/enc"\n', "models/enc: this is no encoder"),
    "another encoder's tagger": ('[frame]\nmodel = "tagger"\n', "this tagger was trained with the encoder other"),
    "a damaged tagger": ('[frame]\nmodel = "damaged"\n', "isn't what was trained"),
    "labels that aren't there": ('labels = "themes.csv"\n', "themes.csv: there is no such file of labels"),
    "labels that can't be used": ('labels = "comments.csv"\n', "no column is named as an anchor"),
    "a folder that is no site": ('out = "publications"\n', "files that are no leadtext site"),
}


@pytest.mark.parametrize("case", WRONG_SETTINGS)
def test_what_settings_name_is_looked_at_before_any_work(case: str, small_study: Path) -> None:
    added, words = WRONG_SETTINGS[case]
    for name, old, new in (("tagger", '"encoder": "', '"encoder": "other'), ("damaged", '"sha256": "', '"sha256": "x')):
        shutil.copytree(ROOT / "models" / "framing", small_study / name)
        facts = small_study / name / "model.json"
        facts.write_text(facts.read_text("utf-8").replace(old, new, 1), "utf-8")
    settings = (small_study / "leadtext.toml").read_text("utf-8")
    if "labels" in added:
        settings = settings.replace("[topic]\n", f"[topic]\n{added}")
    elif added.startswith("out"):
        settings = settings.replace("[publish]\n", f"[publish]\n{added}")
    else:
        settings += "\n" + added
    (small_study / "leadtext.toml").write_text(settings, "utf-8")
    done = leadtext("run", small_study, "--json")
    assert words in " ".join(refused_after(done).split())
    status = json.loads(leadtext("status", small_study, "--json").stdout)
    assert (status["publications"], status["comments"]) == (0, 0)


def refused_after(done: subprocess.CompletedProcess[str]) -> str:
    """What a refusal said that may have come after some work."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr


def test_settings_saved_with_a_byte_order_mark_are_read(small_study: Path) -> None:
    settings = small_study / "leadtext.toml"
    settings.write_bytes(b"\xef\xbb\xbf" + settings.read_bytes())
    assert leadtext("read", small_study).returncode == 0


def test_the_version_is_told() -> None:
    assert leadtext("--version").stdout == "leadtext 0.1.0\n"


def test_an_unknown_table_or_format_is_refused(finished: Path, tmp_path: Path) -> None:
    assert "did you mean topics?" in refused(leadtext("export", finished, "topcs", "--out", tmp_path / "t.csv"))
    assert "no format" in refused(leadtext("export", finished, "topics", "--format", "xls", "--out", tmp_path / "t"))
    assert "no such folder" in refused(leadtext("export", finished, "topics", "--out", tmp_path / "no" / "t.csv"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 1: this is no JSON object"),
        ('{"id": 1}', "line 1: 'text' is missing"),
        ('{"text": "a"}', "'id' is missing"),
    ],
)
def test_a_line_that_cannot_be_tagged_is_named_and_nothing_written(tmp_path: Path, line: str, words: str) -> None:
    said = refused(leadtext("tag", write(tmp_path, "in.jsonl", line.encode()), tmp_path / "out.jsonl"))
    assert words in said
    assert not (tmp_path / "out.jsonl").exists()


def test_a_database_of_a_newer_version_is_refused(finished: Path, tmp_path: Path) -> None:
    import sqlite3

    copy = Path(shutil.copytree(finished, tmp_path / "study"))
    with sqlite3.connect(copy / "leadtext.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "newer version of leadtext" in refused(leadtext("status", copy))


def test_a_study_on_postgresql_runs_by_one_variable(small_study: Path, postgresql: str) -> None:
    done = leadtext("run", small_study, LEADTEXT_DATABASE_URL=postgresql)
    assert done.returncode == 0, done.stderr
    assert not (small_study / "leadtext.db").exists()
    facts = json.loads(leadtext("status", small_study, "--json", LEADTEXT_DATABASE_URL=postgresql).stdout)
    assert facts["comments"] == 13
    assert facts["passages"] == sum(facts["frames"].values())


def test_nothing_is_printed_wider_than_a_terminal(finished: Path) -> None:
    for command in ("topics", "status"):
        lines = leadtext(command, finished).stdout.splitlines()
        long = [line for line in lines if len(line) > 80 and "sqlite" not in line]
        assert long == [], command
