"""The demo study, read file by file, gives exactly what its facts say."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from leadtext.reading.show import look_into
from leadtext.records import Document
from leadtext.stages import open_study, publish

DEMO = Path(__file__).parents[1] / "corpora" / "demo"
FACTS: dict[str, Any] = json.loads((DEMO / "facts.json").read_text("utf-8"))
PAGES = [facts for facts in FACTS["publications"] if not facts["file"].endswith(".xml")]


def looked_at(facts: dict[str, Any]) -> tuple[Document, list[Document]]:
    [look] = look_into(DEMO / facts["file"])
    publication = next(document for document in look.documents if not document.is_comment)
    return publication, [document for document in look.documents if document.is_comment]


@pytest.mark.parametrize("facts", PAGES, ids=lambda facts: facts["file"])
def test_a_publication_s_title_author_and_date_are_found(facts: dict[str, Any]) -> None:
    publication, _ = looked_at(facts)
    assert publication.title == facts["title"]
    assert publication.author == facts["author"]
    assert str(publication.date) == facts["date"]


@pytest.mark.parametrize("facts", [f for f in PAGES if f["comment_list"]], ids=lambda facts: facts["file"])
def test_every_comment_is_found_with_its_facts(facts: dict[str, Any]) -> None:
    _, comments = looked_at(facts)
    places = {comment.id: at for at, comment in enumerate(comments)}
    found = [
        {
            "author": comment.author,
            "role": comment.role,
            "organisation": comment.organisation,
            "date": None if comment.date is None else str(comment.date),
        }
        for comment in comments
    ]
    wanted = [{key: comment[key] for key in found[0]} for comment in facts["comment_list"]]
    assert found == wanted
    for comment, expected in zip(comments, facts["comment_list"], strict=True):
        answered = None if comment.reply_to is None else places[comment.reply_to]
        # Some pages link an answer, on others only its first words name whom it answers.
        assert answered in {expected["reply_to"], expected.get("addresses")}


def test_the_demo_holds_enough_to_show_a_movement() -> None:
    years = {facts["date"][:4] for facts in FACTS["publications"]}
    assert len(FACTS["publications"]) >= 40
    assert sum(len(facts["comment_list"]) for facts in FACTS["publications"]) >= 250
    assert {str(year) for year in range(2009, 2026)} == years


LATE = (
    "survey-late,2025-11-03,,Ward clerk,,What makes a good chief executive?,"
    "Here is what a late comment says: nobody leads alone and everybody on the ward has a hand in it.\n"
)


def files_of(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_the_demo_is_published_whole_and_a_later_run_s_site_is_what_a_fresh_one_would_be(tmp_path: Path) -> None:
    from test_cli import leadtext

    study = Path(shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns("site", "leadtext.db*")))
    for later in (False, True):
        if later:
            with (study / "comments.csv").open("a", encoding="utf-8") as rows:
                rows.write(LATE)
        done = leadtext("run", study, "--json")
        assert done.returncode == 0, done.stderr
        did = {outcome["stage"]: outcome["did"] for outcome in json.loads(done.stdout)["stages"]}
        assert did["read"]["rejects"] == 0
        assert did["split"]["documents"] == did["read"]["new documents"]
        assert did["publish"]["pages"] > 300
    assert did["read"]["new documents"] == did["encode"]["texts"] == did["frame"]["passages"] == 1
    with open_study(study) as opened:
        publish(opened, out=tmp_path / "fresh")
    later_run, fresh = files_of(study / "site"), files_of(tmp_path / "fresh")
    assert "what a late comment says" in "".join(
        page.decode() for page in later_run.values() if b"late comment" in page
    )
    assert later_run.keys() == fresh.keys()
    assert [name for name in later_run if later_run[name] != fresh[name]] == []
    pages = {name: page.decode() for name, page in later_run.items() if name.endswith(".html")}
    for name, page in pages.items():
        for address in set(re.findall(r'\shref="([^"#:]+)', page)):
            if address.startswith(("http", "mailto")):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            assert target in later_run, f"{name} leads to {address}"
