"""Small sites' articles: what their houses say around them is none of them, and who signed them is told.

Each rule has a page on which it would do harm.
"""

from __future__ import annotations

import pytest

from leadtext.reading.html import read_html
from leadtext.records import Piece
from reading.lamp_page import ARTICLE, HEADLINE

WINDOW = "<title>The lamp at the end of the pier</title>"


def publication(html: str) -> Piece:
    found = read_html(html.encode(), "site.html").publication
    assert found is not None
    return found


def page(body: str, head: str = WINDOW) -> Piece:
    return publication(f"<html><head>{head}</head><body>{body}</body></html>")


WHOLE = page(f"<div id='content'>{HEADLINE}{ARTICLE}</div>").text


# --- columns ------------------------------------------------------------------------------------------------------------

BOXES = {
    "opening hours": "<h4>Opening hours</h4><p>Tuesday to Saturday, ten until four, closed in January.</p>",
    "Sprechstunde": "<h4>Ansprechpartnerin</h4><p>Prof. Dr. Irene Kalt<br>Raum 2.114<br>Sprechstunde mittwochs nach Anmeldung</p>",
    "livre d'or": "<b>Le livre d'or</b><p><i>Sympathique club, très bon accueil. Bernard</i></p>",
    "visitas": "<h4>Libro de visitas</h4><div><b>Asunción</b> (12/09/2009): Un abrazo a mi pueblo desde lejos.</div>",
    "Losung": "<b>Losung der Woche</b><p>Seid fröhlich in der Hoffnung, geduldig in Trübsal.</p>",
    "Termine": "<h3>Termine</h3><p>20.05. Seniorennachmittag<br>23.05. Pfarrfest auf der Wiese</p>",
    "members": "<h3>Why I joined</h3><blockquote><p>The branch had it sorted in four days.</p><p>Mick, driver, joined 12/02/2006</p></blockquote>",
    "products": "<h3>Related products</h3><p>Storm lantern, 19.99 pounds, in stock</p>",
    "calendar": "<div class='caption'>Février 2013</div><table><tr><td>1</td><td>2</td></tr><tr><td>8</td><td>9</td></tr></table>",
}
MORE = "<h4>More</h4><ul><li><a href='/a'>A net</a> 14 Feb 2011</li><li><a href='/b'>A bell</a> 20 Dec 2010</li></ul>"


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize(
    "layout",
    [
        "<div id='main'>{article}</div><div id='rightcol'>{boxes}</div>",
        "<div id='rand'>{boxes}</div><div id='inhalt'>{article}</div>",
        "<table><tr><td id='izq'>{boxes}</td><td>{article}</td></tr></table>",
        "<table><tr><td>{article}</td><td class='droite'>{boxes}</td></tr></table>",
    ],
)
def test_columns_of_boxes_are_told_by_their_place(layout: str, box: str) -> None:
    found = page(layout.format(article=HEADLINE + ARTICLE, boxes=box + MORE))
    assert found.text == WHOLE
    assert found.date is None
    assert found.author is None


def test_what_a_column_says_of_the_articles_writer_is_read() -> None:
    cell = "<td width='150'><b>Autor:</b><br>Anna Berg<br><a href='/a'>Pier</a> <a href='/b'>Hull</a> <a href='/c'>Sea</a></td>"
    assert page(f"<table><tr>{cell}<td>{HEADLINE}{ARTICLE}</td></tr></table>").author == "Anna Berg"


def test_an_articles_second_half_in_a_column_of_its_own_stays() -> None:
    half = (
        "<h3>Afterwards</h3><p>"
        + "The keeper went home by the long way and told nobody what he had seen. " * 6
        + "</p>"
    )
    found = page(f"<table><tr><td>{HEADLINE}{ARTICLE}</td><td>{half}<h3>Years later</h3>{half}</td></tr></table>")
    assert found.text.count("told nobody") >= 6


def test_sections_of_an_article_under_headings_of_their_own_stay() -> None:
    parts = "".join(
        f"<div><h3>Night {n}</h3><p>The lamp went out at {n} and was lit again.</p></div>" for n in range(1, 5)
    )
    assert "The lamp went out at 3" in page(f"<div id='main'>{HEADLINE}{ARTICLE}{parts}</div>").text


# --- boxes behind the text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Next Runs",
        "Upcoming events",
        "Termine dieser Woche",
        "Nächste Termine",
        "Prochains rendez-vous",
        "Próximos actos",
        "Öffnungszeiten",
    ],
)
@pytest.mark.parametrize("box", ["<h2>{0}</h2><ul>{1}</ul>", "<div class='box'><h3>{0}</h3><ul>{1}</ul></div>"])
def test_a_box_of_dates_behind_the_text_is_none_of_it(heading: str, box: str) -> None:
    lines = "<li>Dienstag, 19 Uhr: Probe des Kirchenchors</li><li>16 Aug 2009 Beck and Back, led by Ian</li>"
    found = page(f"<div id='main'>{HEADLINE}<div class='text'>{ARTICLE}</div>{box.format(heading, lines)}</div>")
    assert found.text == WHOLE


def test_a_months_leaf_is_none_of_the_text_and_a_table_of_figures_is() -> None:
    weeks = "".join("<tr>" + "".join(f"<td>{day}</td>" for day in range(n, n + 7)) + "</tr>" for n in (1, 8, 15, 22))
    assert page(f"<div id='main'>{HEADLINE}{ARTICLE}<table>{weeks}</table></div>").text == WHOLE
    figures = "<table><tr><td>Lamps</td><td>1</td></tr><tr><td>Keepers</td><td>2</td></tr></table>"
    assert "Keepers" in page(f"<div id='main'>{HEADLINE}{ARTICLE}{figures}</div>").text


@pytest.mark.parametrize(
    "line",
    [
        "Gelesen: 312 mal",
        "Dernière mise à jour : 18/05/2010",
        "Nächster Beitrag: Neues Labor für Mörtelproben",
        "Verantwortlich im Sinne des Presserechts: Bo Lund, Hafenstraße 3",
    ],
)
def test_a_line_on_the_page_behind_the_text_is_none_of_it(line: str) -> None:
    assert page(f"<div id='main'>{HEADLINE}{ARTICLE}<p>{line}</p></div>").text == WHOLE


def test_the_hours_of_a_show_in_its_own_article_stay() -> None:
    hours = "<h3>Opening hours</h3><p>The show is open daily from ten to five, and on Fridays until nine.</p>"
    assert "Fridays until nine" in page(f"<div id='main'>{HEADLINE}<div class='text'>{ARTICLE}{hours}</div></div>").text


# --- notices ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "notice",
    [
        "You must be logged in to post a comment.",
        "Members may log in to leave one.",
        "There are no comments on this story. Members may log in to leave one.",
        "Only registered users can comment. Register now",
        "Du musst registriert und eingeloggt sein um Kommentare schreiben zu können. jetzt registrieren",
        "Bitte melden Sie sich an, um einen Kommentar zu schreiben. Anmelden",
        "Bisher keine Kommentare vorhanden.",
        "Vous devez être connecté pour poster un commentaire - identifiez-vous ou inscrivez-vous ici",
        "Connectez-vous pour réagir à cet article.",
        "Aucun commentaire pour le moment. Soyez le premier à réagir !",
        "Todavía no hay comentarios. ¡Sé el primero!",
        "Para comentar debes iniciar sesión.",
        "Inicia sesión o regístrate para comentar",
        "Los comentarios están cerrados.",
    ],
)
def test_a_notice_on_commenting_is_none_of_the_text(notice: str) -> None:
    assert page(f"<div id='main'>{HEADLINE}{ARTICLE}<p>{notice}</p></div>").text == WHOLE


@pytest.mark.parametrize(
    "sentence",
    [
        "Residents must register by Friday if they want to comment on the plan.",
        "You must register by Friday to comment on the plan.",
        "Wer bis 3. Mai einen Kommentar zum Plan abgeben will, muss sich im Rathaus anmelden.",
        "The keeper said that nobody could log in or post a comment for a week.",
        "No comments were heard when the lamp went out for the last time.",
    ],
)
def test_a_sentence_on_commenting_elsewhere_stays(sentence: str) -> None:
    assert sentence in page(f"<div id='main'>{HEADLINE}{ARTICLE}<p>{sentence}</p></div>").text


# --- writers ------------------------------------------------------------------------------------------------------------

SIGNATURES = [
    "Text: Anna Berg",
    "Text &amp; Bild: Anna Berg",
    "Texte et photos : Anna Berg",
    "Text: Anna Berg, Fotos: Bo Lund",
    "Foto: Bo Lund, Text: Anna Berg",
    "Words: Anna Berg. Run of 5 July 2009, written up the same evening.",
    "Report: Anna Berg, branch secretary. 28th May 2008",
    "Bericht von Anna Berg",
    "Eingetragen von: Anna Berg",
    "Autor/in: Anna Berg",
    "Autor:in: Anna Berg",
    "Verfasserin: Anna Berg, 3. Mai 2012",
    "Mis en ligne le mardi 18 mai 2021 par Anna Berg, déléguée",
    "Pour la section, Anna Berg, 14 novembre 2018",
    "Article rédigé par Anna Berg",
    "Auteure : Anna Berg",
    "Publicado por: Anna Berg",
    "Texto y fotos: Anna Berg",
    "Por la junta directiva, Anna Berg",
    "gez. Anna Berg, 1. Vorsitzende",
    "Signé : Anna Berg",
]


@pytest.mark.parametrize("line", SIGNATURES)
def test_a_line_behind_the_text_names_its_writer(line: str) -> None:
    inside = f"<div id='main'>{HEADLINE}<div class='text'>{ARTICLE}<p><em>{line}</em></p></div></div>"
    below = f"<div id='main'>{HEADLINE}<div class='text'>{ARTICLE}</div><div>{line}</div><a href='/'>Back</a></div>"
    assert [page(body).author for body in (inside, below)] == ["Anna Berg", "Anna Berg"]


@pytest.mark.parametrize(
    "cells",
    [
        "<table><tr><th>Autor</th><td>Anna Berg</td></tr><tr><th>Rubrik</th><td>Hafen</td></tr></table>",
        "<dl><dt>Author</dt><dd>Anna Berg</dd><dt>Section</dt><dd>Harbour</dd></dl>",
        "<p><b>Auteur :</b> Anna Berg</p>",
        "<ul><li>Autora: Anna Berg</li><li>Sección: Puerto</li></ul>",
    ],
)
def test_a_pair_of_cells_names_the_writer(cells: str) -> None:
    assert page(f"<div id='main'>{HEADLINE}{cells}{ARTICLE}</div>").author == "Anna Berg"


@pytest.mark.parametrize(
    "line",
    [
        "Foto: Anna Berg",
        "Text: Psalm 23",
        "Story: Pier Lamp Mended",
        "Bericht: Sitzung der Gruppe",
        "Por la mañana, Anna Berg",
        "Autor: Redaktion",
    ],
)
def test_a_label_before_something_else_names_nobody(line: str) -> None:
    assert page(f"<div id='main'>{HEADLINE}<p>{line}</p>{ARTICLE}</div>").author is None


def test_a_name_alone_at_the_texts_end_signs_it() -> None:
    for line in ("<p align='right'>Anna Berg</p>", "<p class='signature'>Anna Berg</p>", "<p>Anna Berg, secretary</p>"):
        assert page(f"<div id='main'>{HEADLINE}<div class='text'>{ARTICLE}{line}</div></div>").author == "Anna Berg"
    for line in ("<p>Town Hall, Hull</p>", "<p><b>Molo Lamp</b></p>", "<p align='right'><a href='/'>Read More</a></p>"):
        assert page(f"<div id='main'>{HEADLINE}<div class='text'>{ARTICLE}{line}</div></div>").author is None


def test_a_writers_cell_ends_where_the_days_begins() -> None:
    cells = "<table><tr><td>Autor:</td><td>Anna Berg</td><td>Datum:</td><td>03.05.2012</td></tr></table>"
    found = page(f"<div id='main'>{HEADLINE}{cells}{ARTICLE}</div>")
    assert (found.author, str(found.date.day) if found.date else "") == ("Anna Berg", "2012-05-03")


def test_the_author_of_a_book_is_not_the_articles() -> None:
    book = "<table><tr><th>Author</th><td>Anna Berg</td></tr><tr><th>Publisher</th><td>Molo</td></tr><tr><th>Pages</th><td>300</td></tr></table>"
    assert page(f"<div id='main'>{HEADLINE}{book}{ARTICLE}</div>").author is None


def test_a_post_authors_link_over_the_headline_names_the_writer() -> None:
    info = "<div class='post_info'>9 noviembre 2014 de <a class='post_author_link' href='/author/anna/'>Anna Berg</a></div>"
    assert page(f"<article>{info}{HEADLINE}{ARTICLE}</article>").author == "Anna Berg"
    more = "<a class='author_link' href='/news/'>All our news</a>"
    assert page(f"<article>{more}{HEADLINE}{ARTICLE}</article>").author is None


# --- headlines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("leaf", ["22 Sep", "24 janv.", "3 May 2012"])
def test_a_days_leaf_in_the_heading_is_none_of_the_headline(leaf: str) -> None:
    heading = (
        f"<h2 class='entry_title'><span class='date entry_date'>{leaf}</span> The lamp at the end of the pier</h2>"
    )
    assert page(f"<article>{heading}{ARTICLE}</article>").title == "The lamp at the end of the pier"


def test_a_heading_that_is_about_a_day_keeps_it() -> None:
    heading = "<h1>What <span class='date'>9 November 1989</span> meant for the lamp at the pier</h1>"
    head = "<title>What 9 November 1989 meant for the lamp at the pier</title>"
    assert page(f"<div id='main'>{heading}{ARTICLE}</div>", head).title.startswith("What 9 November 1989 meant")


def test_the_sites_name_is_no_headline_where_the_window_only_names_the_site() -> None:
    body = f"<header><h1 class='marca'>Club del Faro</h1></header><article><h2 class='entrada-titulo'>La lámpara del muelle</h2>{ARTICLE}</article>"
    assert page(body, "<title>Blog del Club del Faro</title>").title == "La lámpara del muelle"
    body = f"<div class='header'><h1>The lamp of the pier</h1></div><div>{ARTICLE}</div><h2 class='post-title'>Another</h2>"
    assert page(body, "<title>The lamp of the pier - Club</title>").title == "The lamp of the pier"


def test_a_bold_line_over_the_text_is_the_headline_where_the_page_has_no_headings() -> None:
    menu = "<td><a href='/news.php'>News</a><br><a href='/t.php'>Tables</a></td>"
    body = (
        "<table><tr><td><b>Annual dinner and the lost cup</b></td></tr><tr><td>"
        + "The lamp was lit again by hand. " * 20
    )
    signed = "</td></tr><tr><td><table><tr><td><i>Posted on 14 Mar 2004 by Anna Berg</i></td><td>5 Comments</td></tr></table></td></tr></table>"
    found = page(f"<table><tr>{menu}<td>{body}{signed}</td></tr></table>", "<title>Pier Club :: News</title>")
    assert (found.title, found.author) == ("Annual dinner and the lost cup", "Anna Berg")
