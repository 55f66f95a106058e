"""A page on the lamp at the end of a pier, put together for tests of what its parts are taken for."""

from __future__ import annotations

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
