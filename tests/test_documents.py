"""Pages and rows become documents that know what they stand under."""

from __future__ import annotations

import datetime as dt

from leadtext.reading import page_documents, page_flaws, row_documents
from leadtext.records import Document, Page, PartialDate, Piece, Reject


def comment(text: str, **facts: object) -> Piece:
    return Piece(text=text, kind="comment", **facts)  # type: ignore[arg-type]


def test_a_comment_keeps_its_id_when_newer_ones_are_put_above_it() -> None:
    article = Piece(text="An article.", title="A title", kind="article")
    first, late = comment("First!", author="Ann"), comment("Late.", author="Bob")
    before = page_documents(Page(article, (first,)), source="a.html", kind="article")
    after = page_documents(Page(article, (late, first)), source="a.html", kind="article")
    assert before[1].id == after[2].id
    assert len({document.id for document in after}) == 3


def test_the_same_words_by_the_same_author_twice_are_two_comments() -> None:
    article = Piece(text="An article.", kind="article")
    found = page_documents(Page(article, (comment("Thanks."), comment("Thanks."))), source="a.html", kind="article")
    assert len({document.id for document in found}) == 3


def test_a_row_under_a_comment_answers_it_under_the_same_publication() -> None:
    rows = [
        (Piece(text="An article.", kind="article", key="1"), None),
        (comment("I agree.", key="2"), "1"),
        (comment("I don't.", key="3"), "2"),
    ]
    article, first, reply = [d for d in row_documents(rows, source="t.csv", kind="comment") if isinstance(d, Document)]
    assert (first.parent, first.reply_to) == (article.id, None)
    assert (reply.parent, reply.reply_to) == (article.id, first.id)


def test_a_row_keeps_the_id_that_its_table_gives_it() -> None:
    rows = [(Piece("A text.", key="nr 7"), None), (Piece("Another."), None)]
    found = list(row_documents(rows, source="t.csv", kind="comment"))
    assert [document.source_id for document in found if isinstance(document, Document)] == ["nr 7", None]


def test_a_row_under_one_that_is_not_there_is_kept_and_said() -> None:
    found = list(row_documents([(comment("Hello.", key="1", place="row 1"), "99")], source="t.csv", kind="comment"))
    [reject] = [item for item in found if isinstance(item, Reject)]
    [document] = [item for item in found if isinstance(item, Document)]
    assert "'99'" in reject.reason
    assert document.parent is None


def test_rows_that_answer_each_other_in_circles_are_read_all_the_same() -> None:
    circle = {"1": "2", "2": "3", "3": "2", "4": "4"}
    rows = [(comment(key, key=key), above) for key, above in circle.items()]
    assert len(list(row_documents(rows, source="t.csv", kind="comment"))) == 4


def test_a_day_that_is_still_to_come_is_no_date_and_is_told() -> None:
    today = dt.datetime.now(dt.UTC).date()
    article = Piece("Text.", title="T", date=PartialDate(dt.date(2091, 3, 4)))
    early = Piece("Soon.", date=PartialDate(today + dt.timedelta(days=2)))
    late = Piece("Late.", date=PartialDate(dt.date(2091, 3, 4)))
    page = Page(article, (early, late))
    dates = [document.date for document in page_documents(page, source="a.html", kind="article")]
    assert dates == [None, early.date, None]
    found = page_flaws(page, source="a.html")
    assert [(flaw.place, flaw.is_kept) for flaw in found] == [("", True), ("comment 2", True)]
    assert all("2091-03-04 is still to come" in flaw.reason for flaw in found)
