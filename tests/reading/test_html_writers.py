"""Whom a newspaper's page names as its writer in other places than a byline, and whom it names besides.

Each rule has a page on which it would do harm.
"""

from __future__ import annotations

import datetime as dt

import pytest

from reading.lamp_page import ARTICLE, HEADLINE, publication


def author(body: str, head: str = "") -> str | None:
    return publication(body, head=head).author


LONG = ARTICLE + "".join(f"<p>The keeper counted plank number {n} on his way.</p>" for n in range(45))

# --- at the end of the text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signature", "name"),
    [
        ("<p>-- By Anna Berg <a href='https://example.org/anna'>Follow @anna</a></p>", "Anna Berg"),
        ("<p>등대는 매일 저녁 켜졌다.<br><br>김바다 기자 bada@example.com<br></p>", "김바다"),
        ("<p>[서울=박하늘 특파원]</p>", "박하늘"),
        ("<p>灯台は毎晩ともされた。(c)AFP/Anna BERG</p>", "Anna BERG"),
        ("<p>灯塔每天晚上都会亮起来。(王海)</p>", "王海"),
    ],
)
def test_a_signature_in_the_last_line_names_the_writer(signature: str, name: str) -> None:
    assert author(HEADLINE + LONG + signature) == name
    assert author(HEADLINE + "<p class='byline'>By Carl Dahl</p>" + LONG + signature) == "Carl Dahl"


@pytest.mark.parametrize(
    "line",
    [
        "<p>-- By the sea</p>",
        "<p>그는 김바다 기자에게 말했다.</p>",
        "<p>김바다 기자가 썼다.</p>",
        "<p>灯台は毎晩ともされた。(c)AFP</p>",
        "<p>灯塔每天晚上都会亮起来。(高清)</p>",
        "<p>灯塔每天晚上都会亮起来。(完)</p>",
        "<p>灯塔每天晚上都会亮起来。(新华社)</p>",
        "<p>灯塔(王海)每天晚上都会亮起来。</p>",
        "<p>-- By Anna Berg</p><p>-- By Carl Dahl</p>",
    ],
)
def test_a_last_line_that_is_no_signature_names_nobody(line: str) -> None:
    assert author(HEADLINE + LONG + line) is None


def test_a_signature_under_a_quotation_in_the_middle_is_not_the_writers() -> None:
    quoted = "<p>海上生明月。(李海)</p><p>-- By Anna Berg</p>"
    assert author(f"<div>{HEADLINE}{LONG}{quoted}{LONG}</div>") is None


# --- in boxes and captions ----------------------------------------------------------------------------------------------


def boxed(heading: str, link: str) -> str:
    box = f"<div class='block'><span>{heading}</span><div>{link} keeps lamps and lives in Hull.</div></div>"
    return f"<div>{HEADLINE}{ARTICLE}</div><div id='page_sidebar'>{box}</div>"


@pytest.mark.parametrize("heading", ["L'auteur", "About the author", "Die Autorin"])
def test_a_box_about_the_author_names_the_writer(heading: str) -> None:
    assert author(boxed(heading, "<a rel='author' href='/w/anna'>Anna Berg</a>")) == "Anna Berg"


def test_a_box_about_a_books_author_or_a_columnist_names_nobody() -> None:
    assert author(boxed("About the author", "<a href='/books/123'>Jane Austen</a>")) is None
    assert author(boxed("Our columnist", "<a rel='author' href='/w/anna'>Anna Berg</a>")) is None


BOTH = "<a rel='author' href='/w/anna'>Anna Berg</a> / <a rel='author' href='/w/carl'>Carl Dahl</a>"


def test_a_row_of_writers_and_comments_is_a_byline() -> None:
    row = f"<div class='byline_comments'><span>{BOTH}</span> <a href='#c' class='comments'>3</a></div>"
    picture = "<p class='figcaption'>The pier. / <span class='byline'>PIA FOTO</span></p>"
    assert author(HEADLINE + row + picture + ARTICLE) == "Anna Berg and Carl Dahl"


def test_a_photographer_in_a_caption_is_no_writer_but_a_headline_in_one_has_its_byline() -> None:
    credit = "<p class='figcaption'>The pier. / <span class='byline'>Pia Foto</span></p>"
    assert author(HEADLINE + credit + ARTICLE) is None
    hero = f"<div class='hero caption'>{HEADLINE}<span class='byline'>By Anna Berg</span></div>"
    assert author(hero + ARTICLE) == "Anna Berg"


def card(name: str, number: int) -> str:
    return (
        f"<div class='row'><div class='node'><h3><a href='/s/{number}'>Story number {number} of the pier</a></h3>"
        f"<div class='byline'>by <a href='/people/{name.replace(' ', '-').lower()}'>{name}</a> | Apr 1{number}, 2013</div></div></div>"
    )


def test_cards_in_boxes_of_their_own_name_other_articles_writers() -> None:
    cards = f"<div class='view'>{card('Anna Berg', 1)}{card('Carl Dahl', 2)}</div>"
    assert author(HEADLINE + ARTICLE + cards) is None
    one = f"<div class='view'><div>{HEADLINE}<div class='byline'>by Anna Berg</div></div></div>"
    assert author(one + ARTICLE + cards) == "Anna Berg"


# --- in the head --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("creator", "name"),
    [("Anna Berg", "Anna Berg"), ("@annaberg", None), ("Hull Daily Mail", None), ("annaberg", None)],
)
def test_a_full_name_in_place_of_an_account_is_the_writers_where_no_other_is_told(
    creator: str, name: str | None
) -> None:
    head = f"<meta name='twitter:creator' content='{creator}'>"
    assert author(HEADLINE + ARTICLE, head) == name
    assert author(f"{HEADLINE}<p class='byline'>By Carl Dahl</p>{ARTICLE}", head) == "Carl Dahl"


def test_a_desk_gives_way_to_the_person_who_signs() -> None:
    head = "<meta name='author' content='National Desk'>"
    byline = "<p class='author'><a href='/author/nationaldesk/'>National Desk</a></p>"
    assert author(f"{HEADLINE}{byline}{ARTICLE}<p>-- By Anna Berg</p>", head) == "Anna Berg"
    assert author(f"{HEADLINE}<p class='byline'>By Anna Deskau</p>{ARTICLE}") == "Anna Deskau"


def test_a_sites_address_in_a_byline_of_several_lines_does_not_hide_the_name() -> None:
    assert (
        author(f"{HEADLINE}<cite>By Anna Berg<br>Gazette.com<br><a href='/a'>Archive</a></cite>{ARTICLE}")
        == "Anna Berg"
    )


# --- days ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2014-06-29 20:08:00-0400", 29),
        ("2014-06-30T09:00:00-04:00", 30),
        ("2014-06-27T20:08:00-04:00", 30),
        ("2014-06-29", 30),
    ],
)
def test_the_marked_moment_tells_the_day_where_machines_are_told_the_same_in_utc(moment: str, day: int) -> None:
    head = "<meta name='sailthru.date' content='2014-06-30'>"
    byline = f"<p class='byline'>By Anna Berg on <time datetime='{moment}' pubdate>evening</time></p>"
    date = publication(HEADLINE + byline + ARTICLE, head=head).date
    assert date is not None
    assert date.day == dt.date(2014, 6, day)
