"""Newspapers' comments whose lines say whom they answer, when without a year, and in boxes at the right; their articles."""

from __future__ import annotations

import pytest

from leadtext.reading.comments.interface import is_placeholder
from leadtext.reading.comments.years import yearless_day
from leadtext.reading.dates import parse_date
from leadtext.reading.html import read_html
from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, publication, read, signed

HEAD = "<meta property='article:published_time' content='2012-05-03T10:00:00+02:00'>"


def replies(block: str) -> list[tuple[str | None, str, int | None]]:
    return [(piece.author, piece.text, piece.reply_to) for piece in comments(block)]


# --- whom a comment answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["Antwort auf", "En réponse à", "w odpowiedzi na", "odpowiedź do", "En respuesta a", "In reply to"]
)
@pytest.mark.parametrize(
    "line", ["<i class='x'>WHOM Ann</i><br>", "<p class='x'>WHOM Ann</p>", "<em>WHOM Ann</em><br/>"]
)
def test_a_line_that_says_whom_a_comment_answers_is_none_of_its_words(said: str, line: str) -> None:
    block = (
        f"<li class='comment' id='comment-4'><b class='author'>Ann</b> <i class='date'>4 May 2012</i><br>{SAID[0]}</li>"
        f"<li class='comment' id='comment-5'><b class='author'>Bo</b> <i class='date'>5 May 2012</i><br>{line.replace('WHOM', said)}{SAID[1]}</li>"
    )
    assert [(piece.author, piece.text) for piece in comments(f"<ol>{block}</ol>")] == [
        ("Ann", SAID[0]),
        ("Bo", SAID[1]),
    ]


def test_a_reader_may_begin_with_what_is_answered() -> None:
    words = "<i>In reply to your question</i>, no. The lamp was sold with the ladder in the year of the flood, and the keeper went to sea."
    block = (
        f"<li class='comment' id='comment-4'><b class='author'>Ann</b> <i class='date'>4 May 2012</i><br>{words}</li>"
    )
    assert [piece.text for piece in comments(f"<ol>{block}</ol>")] == [words.replace("<i>", "").replace("</i>", "")]


LINKED = "<div class='comment' id='comment-{n}'><b class='author'>{name}</b> {to} <i class='date'>{n} May 2012</i><p class='text'>{said}</p></div>"


def test_a_link_with_its_writers_name_leads_to_the_comment_that_is_answered() -> None:
    whole = "".join(
        LINKED.format(n=n, name=name, to=to, said=said)
        for n, name, to, said in (
            (4, "Ann", "", SAID[0]),
            (5, "Bo", "<span class='to'>do <a href='#comment-4'>Ann</a>:</span>", SAID[1]),
            (6, "Cleo", "<span class='nav'><a href='#comment-5'>Bo</a> | <a href='#comment-4'>Ann</a></span>", SAID[2]),
        )
    )
    assert [reply for *_, reply in replies(whole)] == [None, 0, None]


def test_a_name_that_is_linked_in_a_sentence_is_nobody_who_is_answered() -> None:
    words = "I think that <a href='#comment-4'>Ann</a> has the ladder in her own yard."
    whole = LINKED.format(n=4, name="Ann", to="", said=SAID[0]) + LINKED.format(n=5, name="Bo", to="", said=words)
    assert [reply for *_, reply in replies(whole)] == [None, None]


BYLINE = "<table id='comment{n}'><tr><td>{name}</td><td><div class='date_comment'><a href='#comment{n}'>{n} May 2012 at 10:06</a></div></td></tr></table>"
WORDS = "<table><tr><td><div id='comment{n}_show' class='single_comment'>{said}</div></td></tr></table>"


def tables(*numbers: int) -> str:
    names = {14: "Ann Berg", 15: "Bo Lund", 16: "Cleo Dane", 17: "Dan Eck"}
    return "".join((BYLINE + WORDS).format(n=n, name=names[n], said=[*SAID, "..."][n - 14]) for n in numbers)


def test_answers_in_a_box_at_the_right_behind_what_they_answer_are_comments_of_their_own() -> None:
    block = f"<div class='all_comments'><b>Comments</b>{tables(14)}<div align='right'>{tables(15, 16)}</div>{tables(17)}</div>"
    assert replies(block) == [
        ("Ann Berg", SAID[0], None),
        ("Bo Lund", SAID[1], 0),
        ("Cleo Dane", SAID[2], 0),
        ("Dan Eck", "...", None),
    ]


def test_whole_comments_in_a_box_at_the_right_answer_the_one_before() -> None:
    def one(n: int) -> str:
        return LINKED.format(n=n, name=("Ann", "Bo", "Cleo")[n - 4], to="", said=SAID[n - 4])

    answered = f"<div>{one(4)}<div align='right'>{one(5)}</div>{one(6)}</div>"
    assert [reply for *_, reply in replies(answered)] == [None, 0, None]
    all_right = f"<div align='right'>{one(4)}{one(5)}{one(6)}</div>"
    assert [reply for *_, reply in replies(all_right)] == [None, None, None]


# --- days -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "day"),
    [
        ("12 maj 12:34", (5, 12)),
        ("12 maja, 12:34", (5, 12)),
        ("3 września 8:15", (9, 3)),
        ("3 grudzień", (12, 3)),
        ("5 июня 12:00", (6, 5)),
        ("12 maja 2014", None),
        ("3 lis i jeden pies", None),
        ("12 set points", None),
    ],
)
def test_a_day_without_a_year_is_read_in_other_languages(byline: str, day: tuple[int, int] | None) -> None:
    assert yearless_day(byline) == day


@pytest.mark.parametrize(
    ("language", "head", "date"),
    [
        ("pl", "", "2011-11-05"),
        ("hr-HR", "", "2011-10-05"),
        ("", "<meta http-equiv='Content-Language' content='pl'>", "2011-11-05"),
        ("", "<meta property='og:locale' content='hr_HR'>", "2011-10-05"),
        ("", "", "None"),
        ("en", "", "None"),
    ],
)
def test_a_month_whose_name_means_two_is_that_of_the_pages_language(language: str, head: str, date: str) -> None:
    block = signed(4, "<b class='author'>Ann</b>", SAID[0]).replace("4 May 2012", "5. listopada 2011, 10:20")
    body = f"{HEADLINE}<p class='meta'>5. listopada 2011</p>{ARTICLE}<ol>{block}</ol>"
    page = read_html(f"<html lang='{language}'><head>{head}</head><body>{body}</body></html>".encode(), "lamp.html")
    assert page.publication is not None
    assert [str(page.publication.date), *(str(piece.date) for piece in page.comments)] == [date, date]


def test_a_day_without_a_year_is_in_the_month_that_the_language_means() -> None:
    assert yearless_day("5 listopada, 10:20", "pl") == (11, 5)
    assert yearless_day("5. listopada, 10:20", "hr") == (10, 5)
    assert yearless_day("5 listopada, 10:20") is None


@pytest.mark.parametrize(
    ("byline", "day"),
    [
        ("a posté le 13-mai-12 à 09:42", "2012-05-13"),
        ("13-mai-12", "2012-05-13"),
        ("le 13 mai 12 à 9h42", "2012-05-13"),
        ("24-May-14 by Ann", "2014-05-24"),
        ("12 paź 2014", "2014-10-12"),
        ("14 mai 12 commentaires", "None"),
        ("room 3-may-125", "None"),
    ],
)
def test_a_day_with_two_digits_of_its_year_is_read_between_hyphens_or_before_its_time(byline: str, day: str) -> None:
    assert str(parse_date(byline)) == day


def test_comments_whose_day_stands_with_a_verb_before_their_words_are_read() -> None:
    block = "".join(
        f"<li class='reac' id='r445670{n}'><span><a href='#'>Pour</a> {n} <a href='#'>Contre</a> 0</span> <b class='pseudo'>{name}</b> "
        f"a posté le 1{n}-mai-12 à 09:42<br>{said}<br><a href='#form'>Répondre</a></li>"
        for n, name, said in zip((4, 5, 6), ("Ann", "Bo", "Cleo"), SAID, strict=True)
    )
    found = comments(f"<h3>Les réactions (3)</h3><ul>{block}</ul>")
    assert [(piece.author, str(piece.date), piece.text) for piece in found] == [
        (name, f"2012-05-1{n}", said) for n, name, said in zip((4, 5, 6), ("Ann", "Bo", "Cleo"), SAID, strict=True)
    ]


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<div class='x'><p itemprop='commentText'>One lamp.</p><p itemprop='commentText'>Two lamps.</p></div>",
        "<div class='x'><p class='text'>One lamp.</p><p class='text'>Two lamps.</p></div>",
        "<p class='comment-text'>One lamp.</p><p>Two lamps.</p>",
    ],
)
def test_all_paragraphs_of_a_comment_are_read_where_each_is_named(body: str) -> None:
    block = f"<li class='comment' id='comment-4'><b class='author'>Ann</b> <i class='date'>4 May 2012</i>{body}<p class='foot'>A badge.</p></li>"
    assert [piece.text for piece in comments(f"<ol>{block}</ol>")] == ["One lamp.\n\nTwo lamps."]


def test_what_stands_behind_the_words_and_is_a_link_is_none_of_them() -> None:
    body = "<p class='comment-text'>One lamp.</p><p><a href='/all'>All that Ann has said</a></p>"
    block = f"<li class='comment' id='comment-4'><b class='author'>Ann</b> <i class='date'>4 May 2012</i>{body}</li>"
    assert [piece.text for piece in comments(f"<ol>{block}</ol>")] == ["One lamp."]


@pytest.mark.parametrize("said", [".", "...", "…", "!!!", "Touché.", "+1"])
def test_a_comment_of_a_word_or_a_mark_is_one(said: str) -> None:
    block = f"<li class='comment' id='comment-4'><b class='author'>Ann</b> <i class='date'>4 May 2012</i><div class='text'>{said}</div></li>"
    assert [piece.text for piece in comments(f"<ol>{block}</ol>")] == [said]


@pytest.mark.parametrize(
    "notice",
    [
        "Ce commentaire a été supprimé par le modérateur.",
        "Wpis został usunięty przez moderatora, ponieważ naruszał regulamin forum.",
        "This comment was left by a user who has been blocked by our staff.",
        "Questo commento è stato rimosso.",
        "Deze reactie is verwijderd door de redactie.",
    ],
)
def test_a_notice_in_a_deleted_comments_place_is_none(notice: str) -> None:
    assert is_placeholder(notice)


@pytest.mark.parametrize(
    "said",
    [
        "This post was written by a user who has been blocked? I doubt it, since they answered me yesterday and the day before, and promised to come again with the ladder and the can of oil, which they did.",
        "Wpis usunięty? Szkoda.",
    ],
)
def test_who_speaks_of_a_deleted_comment_says_something(said: str) -> None:
    assert not is_placeholder(said)


def test_who_withholds_a_name_has_none() -> None:
    block = f"<li class='comment' id='comment-4'><h4 class='username'>Name withheld</h4> <i class='date'>4 May 2012</i><p class='text'>{SAID[0]}</p></li>"
    assert [(piece.author, piece.text) for piece in comments(f"<ol>{block}</ol>")] == [(None, SAID[0])]


# --- articles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "<p class='sig'>De notre correspondante à Lesneven, Anna Berg</p>",
        "<p>Von unserem Korrespondenten Anna Berg, Hull</p>",
        "<p>From our own correspondent in Hull, Anna Berg</p>",
        "<p class='d'>3.05.2012, 10:24 <span>· von Pier-Online-Redakteurin <a href='/autoren/?id=8'>Anna Berg</a></span></p>",
    ],
)
def test_correspondents_and_editors_are_an_articles_writers(line: str) -> None:
    found = publication(HEADLINE + line + ARTICLE)
    assert found.author == "Anna Berg"
    assert "Berg" not in found.text


def test_a_sentence_of_a_correspondents_is_nobodys_signature() -> None:
    words = "<p>From our correspondent in Hull, Anna Berg had heard that the keeper of the lamp would never come back to it.</p>"
    assert publication(HEADLINE + ARTICLE + words).author is None


@pytest.mark.parametrize(
    "line",
    [
        "• DOWNLOAD The Pier Post news app on your tablet or phone here",
        "Téléchargez l'application du Phare",
        "Anna Berg - The Pier Post",
        "by Anna Berg [Design, Play]",
        "Created on 3 May 2012 - Updated 4 May 2012",
        "May 3, 2012 Article Start Page 1 of 1",
        "The lamp in the evening. Photo: Bo Lund",
        "ber/dpa © PIER Online 2012",
        "Les réactions sont modérées a posteriori par la rédaction du Phare.",
        "To see and add comments you need to be signed in.",
        "Los comentarios publicados son de exclusiva responsabilidad de sus autores.",
    ],
)
def test_lines_about_the_page_are_none_of_the_article(line: str) -> None:
    middle = ARTICLE.replace("</p><p>The keeper", f"</p><p>{line}</p><p>The keeper")
    found = publication(
        f"{HEADLINE}<p class='byline'>By <a rel='author'>Anna Berg</a></p><div class='body'>{middle}</div>"
    )
    assert line not in found.text
    assert "counting the planks" in found.text


@pytest.mark.parametrize(
    "line",
    [
        "Download speeds on the pier are slow, and the app of the harbour master never loads at all.",
        "Get the lamp and apply the oil to it every evening.",
        "Anna Berg - who kept the lamp - never spoke of it.",
        "He pointed to the photo: It showed nobody.",
        "The rules say © and nothing else. Nobody asked why.",
        "Page 3 of 12 was missing from the keeper's book.",
        "To write comments on the wall the keeper logged in his book first, and nobody read them.",
    ],
)
def test_sentences_that_begin_like_them_are_the_articles(line: str) -> None:
    middle = ARTICLE.replace("</p><p>The keeper", f"</p><p>{line}</p><p>The keeper")
    assert (
        line
        in publication(
            f"{HEADLINE}<p class='byline'>By <a rel='author'>Anna Berg</a></p><div class='body'>{middle}</div>"
        ).text
    )


def test_a_row_of_networks_is_none_of_the_article_and_a_list_of_them_in_it_stays() -> None:
    row = "<ul class='x'><li>Facebook 87</li><li>Twitter 12</li><li>Buy the paper</li></ul>"
    assert "Facebook" not in publication(f"<main>{HEADLINE}{row}{ARTICLE}</main>").text
    told = "<ul><li>Facebook, where the keeper never wrote a line of his own</li><li>Twitter, where he wrote two of them</li></ul>"
    assert (
        "Facebook, where"
        in publication(f"<main>{HEADLINE}{ARTICLE}{told}{ARTICLE.replace('lamp', 'light')}</main>").text
    )


@pytest.mark.parametrize(
    "line",
    ["Créé le 03-05-2012 à 18h04 - Mis à jour le 04-05-2012 à 09h10", "3 May 2012, 18:04 | Last updated 4 May 2012"],
)
def test_the_day_before_that_of_a_change_is_the_articles(line: str) -> None:
    clock = "<div><span>24 May 2012, 08:15</span></div>"
    assert str(publication(f"{clock}{HEADLINE}<p class='x'>{line}</p>{ARTICLE}").date) == "2012-05-03"


def test_a_title_of_the_windows_that_an_element_repeats_is_the_headline() -> None:
    title = "Pier - Features - The lamp at the end of the pier"
    named = "<span class='newsTitle'>The lamp at the end of the pier</span>"
    found = read(f"<div>{named}{ARTICLE}<h1>What was lost</h1><p>Nobody knows.</p></div>", title=title).publication
    assert found is not None
    assert found.title == "The lamp at the end of the pier"


@pytest.mark.parametrize("joint", ["commented on", "kommentierte", "zu", "sur", "comentó en"])
def test_what_readers_said_elsewhere_on_the_site_is_no_comment(joint: str) -> None:
    elsewhere = "".join(
        f"<li><b>{name}</b> {joint} <a href='#'>The harbour in the year {n} and its boats</a> <time datetime='2012-05-0{n}T10:20:00'>2 hours ago</time><br>{said}</li>"
        for n, name, said in zip((4, 5, 6), ("Ann", "Bo", "Cleo"), SAID, strict=True)
    )
    assert comments(f"<div><h4>Latest from the community</h4><ul>{elsewhere}</ul></div>") == ()


def test_a_comment_that_links_what_it_speaks_of_is_one() -> None:
    block = "".join(
        f"<li><b>{name}</b> <time datetime='2012-05-0{n}T10:20:00'>2 hours ago</time><br>{said} I wrote on <a href='#'>The harbour and all of its boats</a> too.</li>"
        for n, name, said in zip((4, 5, 6), ("Ann", "Bo", "Cleo"), SAID, strict=True)
    )
    assert len(comments(f"<div><h4>Comments</h4><ul>{block}</ul></div>")) == 3
