"""The title that a reader gave a comment is kept, and is none of its words; what the page writes over each is no title."""

from __future__ import annotations

import pytest

from leadtext.reading.documents import page_documents
from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, read, signed

TITLES = ("The dog's grave", "Re: The dog's grave", "One question")


def thread(over: str, *titles: str) -> str:
    blocks = []
    for number, (said, title) in enumerate(zip(SAID, titles, strict=True), start=4):
        block = signed(number, over.replace("TITLE", title) + f"<b class='author'>Ann {number}</b>", said)
        blocks.append(block)
    return f"<h2>3 comments</h2><ol>{''.join(blocks)}</ol>"


def titles(over: str, *given: str) -> list[str]:
    found = comments(thread(over, *given))
    assert [piece.text for piece in found] == list(SAID)
    return [piece.title for piece in found]


@pytest.mark.parametrize(
    "over",
    [
        "<h3>TITLE</h3>",
        "<h4><a href='#c1'>TITLE</a></h4>",
        "<div class='comment-title'>TITLE</div>",
        "<p class='betreff'>Betreff: TITLE</p>",
        "<h3 class='subject'>1. TITLE</h3>",
        "<h3>[^] # TITLE (Score:5, Informative)</h3>",
    ],
)
def test_the_title_over_a_comment_is_its_own(over: str) -> None:
    assert titles(over, *TITLES) == list(TITLES)


@pytest.mark.parametrize(
    "given",
    [
        ("A comment by a reader",) * 3,
        ("The lamp at the end of the pier", "Re: The lamp at the end of the pier", "AW: The lamp at the end"),
        ("I knew the keeper", "And I knew his dog", "Where is"),
        ("Ann 4 wrote:", "Ann 5 wrote:", "Ann 6 wrote:"),
        ("[ohne Titel]", "No title", "...."),
        ("3 comments", "12 comments", "Reply"),
    ],
)
def test_what_a_page_writes_over_comments_is_no_title(given: tuple[str, ...]) -> None:
    assert titles("<h3 class='comment-title'>TITLE</h3>", *given) == ["", "", ""]


def test_a_member_s_rank_and_a_quoted_title_are_no_titles() -> None:
    assert titles("<h5 class='usertitle'>TITLE</h5>", "Old hand", "New here", "Keeper of keys") == ["", "", ""]
    quoted = "<blockquote><h4>TITLE</h4>We never had one.</blockquote>"
    assert titles(quoted, "On ladders", "On lamps", "On oil") == ["", "", ""]


def test_a_comment_s_record_has_its_own_title_else_the_publication_s() -> None:
    page = read(HEADLINE + ARTICLE + thread("<h3>TITLE</h3>", "The dog's grave", "Reply", "Re: The dog's grave"))
    made = page_documents(page, source="lamp.html", kind="article")
    publication = "The lamp at the end of the pier"
    assert [document.title for document in made] == [publication, "The dog's grave", publication, "Re: The dog's grave"]


def test_a_thread_is_called_as_its_page_and_told_in_its_language_whatever_its_first_post_is_titled() -> None:
    posts = "".join(
        f"<div class='post' id='p{number}'><h3>{title}</h3><p class='author'><b>Ann {number}</b> {number} May 2012</p>"
        f"<div class='content'>{said}</div></div>"
        for number, (said, title) in enumerate(zip(SAID, TITLES, strict=True), start=4)
    )
    page = read(f"{HEADLINE}<div id='page-body'>{posts}</div>")
    assert page.publication is not None
    assert (page.publication.title, page.publication.language) == ("The lamp at the end of the pier", "en")
    assert [piece.title for piece in page.comments] == list(TITLES[1:])
