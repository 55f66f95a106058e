"""Texts that a page shows shortened, with the whole of them hidden or beside, and comments that it shows twice."""

from __future__ import annotations

import pytest

from reading.lamp_page import ARTICLE, HEADLINE, comments, publication

SHORT = "I knew the keeper of the lamp and his dog"
REST = "who is buried under the ladder, where the planks are new."


def told(*bodies: str) -> list[str]:
    blocks = "".join(
        f"<li class='comment' id='comment-{n}'><b class='author'>{name}</b> <i class='date'>{n} May 2012</i>{body}</li>"
        for n, (name, body) in enumerate(zip(("Ann", "Bo", "Cleo"), bodies, strict=False), start=4)
    )
    return [piece.text for piece in comments(f"<ol>{blocks}</ol>")]


@pytest.mark.parametrize("button", ["read more", "mehr lesen", "lire la suite", "rozwiń", "больше", "»"])
@pytest.mark.parametrize(
    "body",
    [
        "<p class='text teaser'>SHORT ... <a href='/c/4'>MORE</a></p><p class='text full' style='display:none'>SHORT, REST <a href='#'>LESS</a></p>",
        "<p class='text full' hidden>SHORT, REST <a href='#'>LESS</a></p><p class='text teaser'>SHORT… <a href='/c/4'>MORE</a></p>",
        "<div class='text'>SHORT, <span class='m'>... <a href='#'>MORE</a></span><span class='r' style='display: none'>REST</span></div>",
        "<div class='text'>SHORT, … <a href='#'>MORE</a><span style='display:none'>REST</span></div>",
        "<div class='text'>SHORT, <a href='#'>... MORE</a><span style='display:none'>REST</span></div>",
        "<div class='short'><p>SHORT ...</p></div><a href='#'>MORE</a><div class='whole' style='visibility:hidden'><p>SHORT, REST</p></div>",
        "<div class='short'>SHORT [...]</div><div class='whole'>SHORT, REST</div>",
    ],
)
def test_the_whole_of_a_shortened_text_is_read_whatever_its_button_says(body: str, button: str) -> None:
    body = body.replace("SHORT", SHORT).replace("REST", REST).replace("MORE", button).replace("LESS", "x")
    assert told(body, "<p class='text'>Where is the ladder?</p>") == [f"{SHORT}, {REST}", "Where is the ladder?"]


def test_what_is_hidden_beside_a_text_that_ends_in_dots_and_is_none_of_it_stays_hidden() -> None:
    menu = f"<div class='text'>{SHORT}... <a href='#'>More</a><ul style='display:none'><li><a>Share</a></li><li><a>Report it to the harbour</a></li></ul></div>"
    links = f"<div class='text'>{SHORT}... <a href='#'>More</a><span style='display:none'><a>Share this</a> <a>Report this to us</a></span></div>"
    form = f"<div class='text'>{SHORT}...</div><div style='display:none'>Write to the harbour master<input name='x'> about this comment</div>"
    note = f"<div class='text'>{SHORT}...</div><div style='display:none'>Your report of this comment was sent to the harbour master.</div>"
    assert told(menu, links, form) == [f"{SHORT}..."] * 3
    assert told(note) == [f"{SHORT}..."]


def test_a_reader_who_quotes_what_follows_says_both() -> None:
    twice = f"<div class='text'><p>{SHORT}...</p><p>{SHORT}, you say, and nobody asked you.</p></div>"
    assert told(twice) == [f"{SHORT}...\n\n{SHORT}, you say, and nobody asked you."]
    quoted = f"<div class='text'><blockquote>{SHORT}...</blockquote><p>No.</p></div>"
    assert told(quoted) == [f"{SHORT}...\n\nNo."]


def test_a_tooltip_with_the_beginning_of_what_is_answered_says_nothing() -> None:
    tip = f"<span class='tip' style='display:none'>{SHORT}...</span>"
    assert told(f"<p class='text'>{SHORT}, {REST}</p>", f"{tip}<p class='text'>Where is the ladder?</p>") == [
        f"{SHORT}, {REST}",
        "Where is the ladder?",
    ]


def test_the_best_comments_shown_again_as_excerpts_are_read_once() -> None:
    best = (
        "<div class='best'><h3>The best comments</h3><div class='comment'><b class='author'>Ann</b> <i class='date'>4 May 2012</i>"
        f"<p class='text'>{SHORT}... <a href='#comment-4'>The whole comment</a></p></div></div>"
    )
    whole = (
        f"<div class='comment' id='comment-4'><b class='author'>Ann</b> <i class='date'>4 May 2012</i><p class='text'>{SHORT}, {REST}</p></div>"
        "<div class='comment' id='comment-5'><b class='author'>Bo</b> <i class='date'>5 May 2012</i><p class='text'>No...</p></div>"
        f"<div class='comment' id='comment-6'><b class='author'>Cleo</b> <i class='date'>5 May 2012</i><p class='text'>{SHORT}...</p></div>"
    )
    found = comments(f"{best}<h3>Comments</h3>{whole}")
    assert [(piece.author, piece.text) for piece in found] == [
        ("Ann", f"{SHORT}, {REST}"),
        ("Bo", "No..."),
        ("Cleo", f"{SHORT}..."),
    ]


def test_an_article_that_breaks_off_and_goes_on_loses_nothing() -> None:
    text = publication(
        f"{HEADLINE}{ARTICLE}<p>And then he said ...</p><p>that the dog had known it all along, and nobody else.</p>"
    ).text
    assert "And then he said" in text
    assert "the dog had known" in text
