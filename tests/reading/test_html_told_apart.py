"""What on a page is a comment, a name, a byline or a box beside the article, and what only looks like it."""

from __future__ import annotations

import pytest

from leadtext.reading.html import read_html
from leadtext.records import Page, Piece

ARTICLE = (
    "<p>For sixty years the lamp at the end of the pier was lit by hand, every evening and in every weather.</p>"
    "<p>The keeper walked out with a ladder and a can of oil, and walked back in the dark, counting the planks.</p>"
    "<p>Nobody remembers who decided that a switch would do, or whether anybody asked the keeper about it.</p>"
)
HEADLINE = "<h1>The lamp at the end of the pier</h1>"
SAID = ("I knew the keeper of the lamp.", "And I knew his dog, who is buried under the ladder.", "Where is the ladder?")


def read(body: str, title: str = "The lamp at the end of the pier", head: str = "") -> Page:
    html = f"<html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read_html(html.encode(), "lamp.html")


def comments(block: str) -> tuple[Piece, ...]:
    return read(HEADLINE + ARTICLE + block).comments


def publication(body: str, title: str = "The lamp at the end of the pier", head: str = "") -> Piece:
    found = read(body, title, head).publication
    assert found is not None
    return found


def signed(number: int, byline: str, text: str) -> str:
    return (
        f'<li class="comment" id="comment-{number}">{byline} <span class="date">{number} May 2012</span>'
        f'<div class="comment-text">{text}</div></li>'
    )


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ('<span class="user"><a href="/profile/ann"><b>Ann Lee</b> <i>(annlee77)</i></a></span>', "Ann Lee"),
        ('<cite class="fn">Ann Lee (Pier Board)</cite>', "Ann Lee (Pier Board)"),
        ('<h4><a rel="nofollow" href="http://a.example">Ann Lee</a> <a href="#comment-3">#</a></h4>', "Ann Lee"),
        ('<h4><a href="/user/profile/4/">The 9.40</a> <span>says...</span></h4>', "The 9.40"),
        ('<span class="commentName">The 9.40</span>', "The 9.40"),
        ('<span class="comment-name">Ann Lee, 10:40</span>', "Ann Lee"),
        ('<a class="author" href="/user/4">Ann Lee 10:40</a>', "Ann Lee"),
    ],
)
def test_a_name_ends_where_its_element_does_and_a_login_or_clock_is_none_of_it(byline: str, name: str) -> None:
    (only,) = comments(f"<ol>{signed(3, byline, SAID[0])}</ol>")
    assert only.author == name
    assert only.text == SAID[0]


def test_a_spanish_or_french_month_before_its_day_dates_a_comment() -> None:
    block = "".join(
        f'<dl class="comment"><dt>Comentario por <a class="fn" href="/profile/{name}">{name}</a> el {day} a las 9:40pm</dt>'
        f"<dd>{text}</dd></dl>"
        for name, day, text in (("Ana", "abril 29, 2010", SAID[0]), ("Beto", "enero 3, 2010", SAID[1]))
    )
    assert [str(comment.date) for comment in comments(f"<div>{block}</div>")] == ["2010-04-29", "2010-01-03"]
