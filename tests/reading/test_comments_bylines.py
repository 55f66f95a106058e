"""Names and days out of bylines that say more than both: addresses, votes, titles, a member's cell, notes on edits."""

from __future__ import annotations

import pytest

from leadtext.reading.comments.interface import strip_interface
from leadtext.reading.comments.names import clean_name
from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, read

NAMES = ("Ann", "Bo Berg", "Cy")


def found(block: str) -> list[tuple[str | None, str | None, str]]:
    """Author, day and words."""
    return [(c.author, str(c.date.day) if c.date else None, c.text) for c in comments(block)]


# --- names ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("votes", ["-2", "+10", "−3"])
def test_votes_are_no_name(votes: str) -> None:
    assert clean_name(votes) is None


@pytest.mark.parametrize("name", ["7b", "1971", "A-2", "Bo-1"])
def test_a_nickname_with_a_number_is_a_name(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    "behind", ["http://pier.example", "https://www.pier.example/lamp?x=1", "(http://pier.example)", "www.pier.example"]
)
def test_an_address_behind_a_name_is_none_of_it(behind: str) -> None:
    assert clean_name(f"Fiona McVey {behind}") == "Fiona McVey"


def test_one_letter_in_a_heading_signs() -> None:
    item = "<li><p class='permlink'><a href='#c{n}'>0{n}/05/2012</a></p><h4>{name}</h4><p>{text}</p></li>"
    block = "".join(
        item.format(n=n, name=name, text=text) for n, (name, text) in enumerate(zip("AJC", SAID, strict=True), start=1)
    )
    assert [name for name, _, _ in found(f"<h3>Comments</h3><ul class='comments'>{block}</ul>")] == ["A", "J", "C"]


def test_a_heading_over_one_word_that_is_signed_below_is_its_title() -> None:
    item = (
        "<div class='comment' id='comment-{n}'><h4>{title}</h4><p>{text}</p><p class='sig'><em>{name}, at 3:20 pm EDT on "
        "May {n}, 2012</em></p></div>"
    )
    said = (SAID[0], "Ha!", SAID[2])
    names = ("Ann Berg", "unapologetically tenured", "Cy")
    block = "".join(
        item.format(n=n, title=title, name=name, text=text)
        for n, (title, name, text) in enumerate(
            zip(("The keeper", "To Mr. Fennimore", "The ladder"), names, said, strict=True), start=1
        )
    )
    assert [(name, text) for name, _, text in found(block)] == list(zip(names, said, strict=True))


def test_a_heading_over_the_writers_town_and_day_is_the_name() -> None:
    item = "<div class='comment' id='comment-{n}'><h4>{name}</h4><p>Hull</p><p>Member, {n} May 2012</p><div class='text'>{text}</div></div>"
    block = "".join(
        item.format(n=n, name=name, text=text)
        for n, (name, text) in enumerate(zip(("Ann Berg", "Bo", "Cy"), SAID, strict=True), start=1)
    )
    assert [name for name, _, _ in found(block)] == ["Ann Berg", "Bo", "Cy"]


def titled(lines: list[str]) -> list[str | None]:
    item = "<div class='ligne-com'><div class='titresujet'>{}, le {} mars 2014 à 18h22</div><div class='textesujet'><p>{}</p></div></div>"
    rows = zip(lines, (*SAID, "And the oil?"), strict=False)
    block = "".join(item.format(line, n, text) for n, (line, text) in enumerate(rows, start=1))
    return [name for name, _, _ in found(f"<div class='bloc-commentaires'><h2>Commentaires</h2>{block}</div>")]


def test_bylines_that_begin_with_titles_name_the_writer_behind_by() -> None:
    lines = [
        "Avis favorable, avec réserve  , par Club d’astronomie du Revermont ",
        "Et le personnel ?  , par Mme Ferrand ",
        "Oui ",
        "Trois demandes  , par LPO groupe local ",
    ]
    assert titled(lines) == ["Club d’astronomie du Revermont", "Mme Ferrand", None, "LPO groupe local"]


def test_names_and_towns_before_a_day_stay_names() -> None:
    assert titled(["Anna Berg, Hull", "Bo, par la poste", "Cy, Bath", "Dee"]) == ["Anna Berg", "Bo", "Cy", "Dee"]


# --- a member's cell and a board's first post ------------------------------------------------------------------------------


def board(names: tuple[str, ...], head: str = "") -> str:
    row = (
        "<tr class='listpost-{turn}'><td colspan='2'><div class='listpost-date'>Verfasst am: 0{n}.05.2012 18:20</div></td></tr>"
        "<tr class='listpost-{turn}'><td class='listpost-user' rowspan='2'><div style='font-weight: bold'> {name} </div>"
        "<div>Lehrling</div><div>Dabei seit: 0{n}.10.2009</div><div>Beiträge: {n}4</div></td>"
        "<td class='listpost-text'>{text}<br><br>Beste Grüße, und danke für alles.</td></tr>"
        "<tr><td class='listpost-menu' colspan='2'><div class='button quote'><a href='/q{n}'>Zitieren</a> <a href='/p{n}'>Antworten</a></div></td></tr>"
    )
    rows = "".join(
        row.format(n=n, turn=("odd", "even")[n % 2], name=name, text=text)
        for n, (name, text) in enumerate(zip(names, SAID, strict=True), start=1)
    )
    return f"<table>{head}{rows}</table>"


HEAD = "<tr><th>Autor</th><th>Nachricht</th></tr>"


def test_a_threads_first_post_is_the_publication_and_a_members_first_line_the_name() -> None:
    page = read(f"<h2>The lamp</h2>{board(NAMES, HEAD)}")
    assert page.publication is not None
    assert page.publication.author == "Ann"
    assert SAID[0] in page.publication.text
    assert [c.author for c in page.comments] == ["Bo Berg", "Cy"]


def test_members_words_under_an_article_without_paragraphs_stay_comments() -> None:
    article = ARTICLE.replace("<p>", "").replace("</p>", "<br><br>")
    page = read(f"{HEADLINE}<div>{article}</div>{board(NAMES, HEAD)}")
    assert [c.author for c in page.comments] == list(NAMES)


# --- days ------------------------------------------------------------------------------------------------------------------


def later(title: str, text: str = SAID[0], more: str = "") -> str:
    return (
        f"<li class='comment' id='comment-1'><div class='author'><cite>Ann</cite> <abbr title='{title}'>19 minutes later:</abbr>{more}"
        f"</div><div class='content'><p>{text}</p></div></li>"
    )


def test_the_day_behind_how_much_later_a_comment_was_written_is_its_day() -> None:
    assert found(f"<ol>{later('2007-10-14T09:31:00+01:00')}</ol>") == [("Ann", "2007-10-14", SAID[0])]


def test_an_abbreviation_that_names_no_day_dates_nothing() -> None:
    assert [day for _, day, _ in found(f"<ol>{later('2007-10 and before')}</ol>")] == [None]


def test_a_day_in_the_byline_goes_before_one_behind_an_abbreviation() -> None:
    said = "It went out on <abbr title='1999-12-31'>the last night</abbr>."
    block = later("soon", said, "<span class='date'>3 May 2012</span>")
    assert [day for _, day, _ in found(f"<ol>{block}</ol>")] == ["2012-05-03"]


# --- notes on edits --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "Dieser Beitrag wurde am 12.07.2013 um 09:02 Uhr von redaktion bearbeitet.",
        "[Dieser Beitrag wurde 1 mal bearbeitet, zuletzt am 05.10.2009 um 21:10.]",
        "Last edited by Ann on 3 May 2012, 10:40; edited 2 times in total",
        "Ce message a été modifié par Ann le 03/05/2012 à 10:40.",
        "Dernière modification par Ann le 3 mai 2012 à 10:40",
        "Este mensaje ha sido editado por Ann el 03.05.2012.",
    ],
)
def test_a_note_on_an_edit_is_none_of_the_words(note: str) -> None:
    assert strip_interface([SAID[0], note]) == [SAID[0]]


@pytest.mark.parametrize(
    "line",
    [
        "Edited on 3 May 2012: I meant the pier.",
        "This post was edited by a fool in 1999. I saw it.",
        "The lamp was changed on 3 May 2012.",
        "Edited by whom?",
    ],
)
def test_what_a_reader_says_of_an_edit_stays(line: str) -> None:
    assert strip_interface([SAID[0], line]) == [SAID[0], line]
