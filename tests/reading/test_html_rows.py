"""Comments in striped rows, under labels and in boxes named after all of them; cards, machines' notes and columns that are none."""

from __future__ import annotations

import pytest

from leadtext.reading.comments.names import clean_name
from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, publication, read

LONG = " ".join(SAID) + " " + "The ladder hung at the harbour office until the flood of that winter took it. " * 3
FORM = "<form><textarea></textarea></form>"
WRITERS = ("Anna", "Bo", "Cora", "Dan")
WORDS = (LONG, SAID[1], LONG.replace("winter", "spring"), SAID[2])


def found(block: str) -> list[tuple[str | None, str, str]]:
    return [(comment.author, str(comment.date), comment.text) for comment in comments(block)]


EXPECTED = [
    (name, f"2009-05-0{day}", plain.strip()) for day, (name, plain) in enumerate(zip(WRITERS, WORDS, strict=True), 3)
]


# --- rows and lines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["# {} - 0{}.05.2009 - 20:14 Uhr", "Posted: 0{1}/05/2009 at 10:12 | Subject: Re: {0} lamps"]
)
def test_rows_striped_by_their_cells_hold_name_rank_and_town_in_a_cell_of_their_own(line: str) -> None:
    rows = "".join(
        f"<tr><td class='{stripe}'>{name}<br><br>Member<br>Ort: Hull<br>Posts: 37</td>"
        f"<td class='{stripe}'>{line.format(number, number + 2)}<hr><br>{words}</td></tr>"
        for number, (stripe, name, words) in enumerate(zip(("b", "c", "b", "c"), WRITERS, WORDS, strict=True), 1)
    )
    block = f"<table><tr><td colspan='2'>Comments: 4</td></tr>{rows}</table><form><textarea></textarea></form>"
    assert found(block) == EXPECTED


def test_of_a_cell_with_a_name_in_bold_the_rest_is_no_name() -> None:
    rows = "".join(
        f"<tr><td><font><b>{name}</b><br>aus Hull</font> <i>likes rain</i></td><td>Eintrag {day} vom 0{day}.05.2009<br>{words}</td></tr>"
        for day, (name, words) in enumerate(zip(WRITERS, WORDS, strict=True), 3)
    )
    assert [author for author, _, _ in found(f"<h3>Comments</h3><table>{rows}</table>")] == list(WRITERS)


def test_rows_of_a_table_of_results_are_no_comments() -> None:
    rows = "".join(
        f"<tr><td class='{stripe}'>Hull United</td><td class='{stripe}'>0{day}.05.2009<br>Won 3:2 at home, a fine match</td></tr>"
        for day, stripe in enumerate("bcbc", 3)
    )
    assert found(f"<table>{rows}</table>") == []


def test_a_byline_may_be_the_first_line_of_a_long_paragraph() -> None:
    block = "".join(
        f"<p><b>{name}</b> ({day}.5.2009):<br>{words}</p>"
        for day, (name, words) in enumerate(zip(WRITERS, WORDS, strict=True), 3)
    )
    assert found(f"<h3>Comments</h3>{block}") == EXPECTED


def test_the_entries_of_a_diary_are_the_article() -> None:
    page = read("<h1>A diary</h1>" + "".join(f"<p>{day} May 2012<br>{LONG}</p>" for day in (3, 4, 5)), "A diary")
    assert page.comments == ()
    assert page.publication is not None
    assert page.publication.text.count("ladder hung") == 9


def test_rules_and_anchors_between_comments_say_nothing() -> None:
    block = "".join(
        f"<a name='c{day}'></a><div><b>No. #{day} by {name}:</b><br><br>{words}<br><br><span>0{day}.05.2009 | 11:02</span></div><hr>"
        for day, (name, words) in enumerate(zip(WRITERS, (*SAID, "So it is."), strict=True), 3)
    )
    assert [(author, text) for author, _, text in found(block + FORM)] == list(
        zip(WRITERS, (*SAID, "So it is."), strict=True)
    )


# --- names of elements ----------------------------------------------------------------------------------------------------


def hentry(name: str, day: int, words: str, kind: str = "hentry") -> str:
    return (
        f"<div class='{kind}'><div class='comment_head'><span class='author'>{name}</span>, <abbr class='published' "
        f"title='2009-05-0{day}T08:41:00Z'>0{day}.05.2009 08:41</abbr></div><div class='comment_body'><p>{words}</p></div></div>"
    )


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_wrapper_with_a_heading_of_comments_is_none_itself(count: int) -> None:
    items = "".join(
        hentry(name, day, words) for name, day, words in zip(WRITERS[:count], (3, 4, 5), SAID, strict=False)
    )
    block = f"<div class='comment_wrapper'><h2>Diskussion</h2><div>{items}</div></div>"
    assert [author for author, _, _ in found(block)] == list(WRITERS[:count])


def test_answers_in_a_wrapper_do_not_hide_the_comments_that_they_answer() -> None:
    items = (
        hentry("Anna", 3, SAID[0]) + f"<div class='comment_replies'>{hentry('Bo', 4, SAID[1], 'hentry reply')}</div>"
    )
    items += hentry("Cora", 5, SAID[2]) + hentry("Dan", 6, "So it is.")
    got = comments(f"<div class='comment_wrapper'><h2>Diskussion</h2><div>{items}</div></div>")
    assert [(c.author, c.reply_to) for c in got] == [("Anna", None), ("Bo", 0), ("Cora", None), ("Dan", None)]


def drupal(name: str, day: int, words: str) -> str:
    return (
        f"<div class='comment comment-published'><div class='comment-inner'><strong class='name'>{name}</strong> "
        f"<span class='date'>0{day}.05.2009</span><div class='comment-text'><p>{words}</p></div></div></div>"
    )


def test_what_is_published_is_a_comment_and_a_day_alone_is_none() -> None:
    block = (
        drupal("Anna", 3, SAID[0])
        + f"<div class='indented'>{drupal('Bo', 4, SAID[1])}</div>"
        + drupal("Cora", 5, SAID[2])
    )
    got = comments(f"<div id='comments'>{block}</div>")
    assert [(c.author, c.text, c.reply_to) for c in got] == [
        ("Anna", SAID[0], None),
        ("Bo", SAID[1], 0),
        ("Cora", SAID[2], None),
    ]
    block = "".join(
        f"<div class='comment'><b class='author'>{name}</b><div class='comment-published'>0{day}.05.2009</div><p>{words}</p></div>"
        for day, (name, words) in enumerate(zip(WRITERS, SAID, strict=False), 3)
    )
    assert [text for _, _, text in found(block)] == list(SAID)


def test_a_list_of_answers_stands_behind_the_box_around_a_comment() -> None:
    def boxed(name: str, day: int, words: str) -> str:
        return f"<section><div class='comment-inner'><b class='author'>{name}</b> <span class='date'>{day} May 2009</span><p>{words}</p></div></section>"

    block = (
        boxed("Anna", 3, SAID[0]) + f"<div class='indented'>{boxed('Bo', 4, SAID[1])}</div>" + boxed("Cora", 5, SAID[2])
    )
    assert [c.reply_to for c in comments(f"<h2>Comments</h2>{block}")] == [None, 0, None]


# --- labels ---------------------------------------------------------------------------------------------------------------

LABELS = [
    ("Von:", "Am:", "0{}.05.2009", "Gast"),
    ("By:", "On:", "{} May 2009", "Guest"),
    ("De :", "Le :", "{} mai 2009", "Invité"),
    ("Por:", "El:", "{} de mayo de 2009", "Anónimo"),
    ("Auteur :", "Date :", "0{}/05/2009", "Anonyme"),
    ("Name:", "Datum:", "0{}.05.2009", "Anonym"),
]


@pytest.mark.parametrize(("by", "on", "day", "nobody"), LABELS)
@pytest.mark.parametrize("in_one_line", [True, False])
def test_a_label_before_the_day_is_no_name(*, by: str, on: str, day: str, nobody: str, in_one_line: bool) -> None:
    one = "<p>{by} {name} {on} {day}</p>"
    two = "<div><strong>{by}</strong> <span>{name}</span></div><div><strong>{on}</strong> <span>{day}</span></div>"
    block = "".join(
        "<div class='x'>"
        + (one if in_one_line else two).format(by=by, on=on, name=name, day=day.format(number))
        + f"<p>{words}</p></div>"
        for number, (name, words) in enumerate(zip(("Anna Berg", nobody, "Le Anh"), SAID, strict=True), 3)
    )
    expected = [("Anna Berg", "2009-05-03"), (None, "2009-05-04"), ("Le Anh", "2009-05-05")]
    assert [(author, date) for author, date, _ in found(f"<h3>Comments</h3>{block}")] == expected


@pytest.mark.parametrize("label", ["Am:", "Le :", "On:", "El:", "Datum:", "Ort:", "Location:", "Betreff:", "E-Mail:"])
def test_a_label_with_its_colon_is_no_name(label: str) -> None:
    assert clean_name(label) is None


def test_guest_before_what_the_words_are_about_is_no_name() -> None:
    assert clean_name("Guest on Chapter 1") is None
    assert clean_name("Gast Anna") == "Anna"


@pytest.mark.parametrize("name", ["Le Anh", "An", "Am Rand", "El Greco", "Ida Ort", "Time Bandit"])
def test_names_that_begin_or_end_as_labels_do(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    "line", ["#{1} ::: {0} ::: (view all by) ::: {2}:", "* {0} * {2} *", "{0} // {2}", "#{1} | {0} | {2}"]
)
def test_names_between_colons_stars_and_strokes(line: str) -> None:
    block = "".join(
        f"<div class='x'><span>{line.format(name, number, f'March {number}, 2007, 04:12 PM')}</span><p>{words}</p></div>"
        for number, (name, words) in enumerate(zip(("P. J. Whitlow", "joann", "Rikke Sand"), SAID, strict=True), 3)
    )
    assert [author for author, _, _ in found(f"<h3>Comments</h3>{block}")] == ["P. J. Whitlow", "joann", "Rikke Sand"]


@pytest.mark.parametrize("name", ["=== {} ===", "## {} ##", ">> {}", "++ {} ++", "~ {} ~"])
def test_ornaments_around_a_name(name: str) -> None:
    assert clean_name(name.format("Anna Berg")) == "Anna Berg"


@pytest.mark.parametrize("name", ["xX_anna_Xx", "AC/DC", "J*lia", "anna-berg", "_anna_"])
def test_signs_in_a_nickname_stay(name: str) -> None:
    assert clean_name(name) == name


# --- what is none ---------------------------------------------------------------------------------------------------------


def card(title: str, name: str, day: int, words: str, kind: str) -> str:
    heading = f"<h3>{title}</h3><p>{words}</p>"
    lead = {"linked": f"<a href='/{day}/'>{heading}</a>", "leading on": f"{heading}<a href='/{day}/'>Lire la suite</a>"}
    return f"<div class='post card'>{lead.get(kind, heading)}<span class='author'>{name}</span> <time>2009-05-0{day} 10:00</time></div>"


@pytest.mark.parametrize("kind", ["linked", "leading on", "headed"])
def test_cards_of_other_articles_are_no_comments_and_their_writers_not_the_articles(kind: str) -> None:
    cards = "".join(
        card(title, name, day, words, kind)
        for day, (title, name, words) in enumerate(zip(("Birds", "Dice", "Bells"), WRITERS, SAID, strict=False), 3)
    )
    page = read(HEADLINE + "<p>By Jo March</p>" + ARTICLE + f"<section><h2>More stories</h2>{cards}</section>")
    assert page.comments == ()
    assert page.publication is not None
    assert page.publication.author == "Jo March"


def test_a_writers_name_may_be_a_heading_in_a_link() -> None:
    block = "".join(
        f"<li class='x'><a href='/!a{day}/'><h4>{name}</h4></a><time>0{day}.05.2009, 10:12</time><div>{words}</div><a href='#'>antworten</a></li>"
        for day, (name, words) in enumerate(zip(WRITERS, SAID, strict=False), 3)
    )
    assert [author for author, _, _ in found(f"<h3>Comments</h3><ul>{block}</ul>")] == list(WRITERS[:3])


def test_long_comments_that_are_cut_are_comments() -> None:
    block = "".join(
        f"<div class='post'><span class='author'>{name}</span> <time>2009-05-0{day} 10:00</time><p>{words}</p>{more}</div>"
        for day, (name, words, more) in enumerate(
            zip(WRITERS, SAID, ("<a href='/c'>Read more</a>", "", ""), strict=False), 3
        )
    )
    assert len(found(f"<h3>Comments</h3>{block}")) == 3


@pytest.mark.parametrize(
    ("name", "words", "is_note"),
    [
        ("La tienda en orden » Enlaces de la semana", "[...] muy recomendable el texto sobre la lampara [...]", True),
        ("Pier Post » Blog Archive » The lamp", "... a fine piece on the lamp and what it cost...", True),
        ("Pier Post « Lampen", "[…] lesenswerter Text zur Lampe […]", True),
        ("Anna » Berg", "I read this twice and still disagree.", False),
        ("Anna Berg", "You wrote [...] and then [...] which I don't follow.", False),
    ],
)
def test_a_note_signed_with_blog_and_entry_that_quotes_it_is_a_trackback(name: str, words: str, is_note: bool) -> None:
    def item(number: int, signed: str, said: str) -> str:
        return f"<li id='comment-{number}'><cite>{signed}</cite> dijo:<br><small>{number} de mayo de 2009</small><p>{said}</p></li>"

    link = f"<a href='http://pier.example/' rel='external nofollow'>{name}</a>"
    page = read(
        HEADLINE
        + ARTICLE
        + f"<h2>2 comentarios</h2><ol class='commentlist'>{item(3, 'Bo', SAID[0])}{item(4, link, words)}</ol>"
    )
    assert [c.author for c in page.comments] == (["Bo"] if is_note else ["Bo", name])
    assert [note.why for note in page.left_out] == (["a pingback or trackback"] if is_note else [])


def test_a_link_within_a_readers_sentence_is_no_button() -> None:
    def said(words: str) -> str:
        block = f"<div class='comment'><b class='author'>Anna</b> <span class='date'>3 May 2009</span> {words}</div>"
        return comments(f"<h3>Comments</h3>{block}")[0].text

    assert said("See <a href='/f'>report a fault</a>, it works.") == "See report a fault, it works."
    assert said("I <a href='/f'>like</a> it, and so does Bo.") == "I like it, and so does Bo."
    assert said("It is brighter. <a href='#r'>Reply</a>") == "It is brighter."
    assert said("It is brighter.<p>Please <a href='/l'>log in</a> to reply.</p>") == "It is brighter."


# --- columns, headlines, writers ------------------------------------------------------------------------------------------

PRAISE = "<blockquote>Best Saturday of the month. <cite>Colin</cite></blockquote>"
LINKS = "".join(f"<li><a href='/{number}'>Something that was written in month {number}</a></li>" for number in range(9))


@pytest.mark.parametrize("name", ["id='Sidebar'", "id='gauche'", "class='left-column'", "id='rechts'"])
def test_a_column_named_after_its_side_is_none_of_the_article(name: str) -> None:
    article = publication(f"<div {name}>{PRAISE}<ul>{LINKS}</ul></div><div id='main'>{HEADLINE}{ARTICLE}</div>")
    assert "Best Saturday" not in article.text
    assert "counting the planks" in article.text


def test_an_article_in_short_paragraphs_at_the_left_stays() -> None:
    short = "".join(f"<p>The lamp number {number} was lit again and people came to see it.</p>" for number in range(8))
    news = "".join(f"<p>{'Something else happened in town today. ' * 3}{number}</p>" for number in range(12))
    article = publication(f"<div id='top'>{HEADLINE}</div><div id='left'>{short}</div><div id='right'>{news}</div>")
    assert "lamp number 7" in article.text


def test_a_portals_row_over_the_byline_is_the_headline() -> None:
    body = (
        "<a href='/news'>News</a><table><tr><td colspan='2'>The lamp at the end of the pier burns again</td></tr>"
        "<tr><td>von <a href='/u/2'>Thorsten Ruge</a></td><td>12.10.2009 - 18:45 Uhr</td></tr>"
        f"<tr><td colspan='2'>{ARTICLE}</td></tr></table>"
    )
    article = publication(body, "Harbour Club - News - Show")
    assert article.title == "The lamp at the end of the pier burns again"
    assert (article.author, str(article.date)) == ("Thorsten Ruge", "2009-10-12")


def test_a_wikis_window_names_its_page_and_not_the_headline() -> None:
    assert publication(HEADLINE + ARTICLE, "blog:lamp [Harbour Club]").title == "The lamp at the end of the pier"
    masthead = "<div><h1>Loose Ends</h1></div><p class='t'>The lamp burns again</p>"
    assert publication(masthead + ARTICLE, "The lamp burns again : Loose Ends").title.startswith("The lamp burns again")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Publicado el 19 octubre, 2021 por Elvira Montalbán en Oficios", "Elvira Montalbán"),
        ("Par Gwenaël Le Bris — publié le 31/05/2021 — 9 participants", "Gwenaël Le Bris"),
        ("Publié le 3 mai 2012 à 10:22 par Anna Berg dans Divers", "Anna Berg"),
        ("Geschrieben von Anna Berg am 3. Mai 2012 in Kategorie Kino", "Anna Berg"),
        ("Posted in Life by Anna Berg on 3 May 2012", "Anna Berg"),
        ("By Anna in 't Veld", "Anna in 't Veld"),
        ("By Anna Berg-Smith, 3 May 2012", "Anna Berg-Smith"),
        ("By En Vogue, 3 May 2012", "En Vogue"),
    ],
)
def test_a_section_or_a_stroke_ends_the_writers_name(line: str, name: str) -> None:
    assert publication(f"{HEADLINE}<p>{line}</p>{ARTICLE}").author == name


def test_the_line_under_an_entry_names_its_writer() -> None:
    posted = "<p>Posted at 07:45AM Oct 06, 2009 by <span>Martin Beale</span> in <a href='/l'>Life</a> | <a href='#c'>Comments[8]</a></p>"
    assert publication(f"<div>{HEADLINE}{ARTICLE}{posted}</div>").author == "Martin Beale"
    link = "<a href='/autor/wiebke_lauterbach'>Wiebke Lauterbach</a> | <a href='/?nr=2'>Dauerhafter Link</a>"
    assert publication(f"<div>{HEADLINE}{ARTICLE}{link}</div>").author == "Wiebke Lauterbach"
    account = "<a href='/autor/settings'>Mein Konto</a>"
    assert publication(f"<div>{HEADLINE}{ARTICLE}{account}</div>").author is None
