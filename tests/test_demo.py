"""The demo study, read file by file, gives exactly what its facts say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from leadtext.reading.show import look_into
from leadtext.records import Document

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
