"""Comments as newspapers and portals show them: among profile boxes, badges, votes and buttons, named only in part."""

from __future__ import annotations

import pytest

from leadtext.reading.comments.years import yearless_day
from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, read

NAMES = ("Ann", "Bo", "Cleo")


def each(block: str) -> str:
    """Three blocks, with NAME, SAID, N put in."""
    return "".join(
        block.replace("NAME", name).replace("SAID", said).replace("N#", str(number))
        for number, (name, said) in enumerate(zip(NAMES, SAID, strict=True), start=4)
    )


def told(block: str) -> list[tuple[str | None, str]]:
    return [(piece.author, piece.text) for piece in comments(block)]


ALL = list(zip(NAMES, SAID, strict=True))

# --- what is named as a comment and is only a part of one ---------------------------------------------------------


@pytest.mark.parametrize(
    "block",
    [
        # only the words are called a comment
        "<li><div class='who'><a href='/profile/N#'>NAME</a> <i>N# May 2012, 10:40</i></div><div class='one-comment'>SAID</div></li>",
        # only the byline is
        "<li><div class='x_comment' id='x_comment_N#'><p><span class='author'>NAME</span><br><span class='date'>Hace una hora</span>"
        "</p></div><div class='x_text'><p>SAID</p></div></li>",
        # only a button is numbered as one
        "<li><div class='who'><b>NAME</b> <span class='day'>N# May 2012 10:40</span></div><p>SAID</p>"
        "<div><a>Responder</a><div id='denuncia_comentario_9N#'><span>Denunciar</span></div></div></li>",
    ],
)
def test_a_part_that_is_called_a_comment_leads_to_the_whole_of_it(block: str) -> None:
    assert told(f"<h2>Readers' comments (3)</h2><ol>{each(block)}</ol>") == ALL


def test_comments_of_guests_without_names_stay_what_they_are_called() -> None:
    block = each("<li class='comment' id='comment-N#'><div class='comment-text'>SAID</div></li>")
    events = each("<div class='event'><b>NAME</b> <i>N# May 2012</i><p>The pier is open in the evening.</p></div>")
    assert told(f"<h2>3 comments</h2><ol>{block}</ol><h2>Events</h2>{events}") == [(None, said) for said in SAID]


def test_a_reader_may_say_no_more_than_a_number_or_a_day() -> None:
    block = "<li class='comment' id='comment-N#'><b class='author'>NAME</b> <i class='date'>N# May 2012</i><div class='comment-text'>{}</div></li>"
    for said in ("9/11", "1912", "Never again!"):
        assert [piece.text for piece in comments(f"<ol>{each(block.format(said))}</ol>")] == [said] * 3


def test_an_article_in_two_layers_that_are_called_posts_is_no_comment() -> None:
    page = read(
        f"<div class='content post'>{HEADLINE}<div class='post-layout'><span class='author'>Ann Lee</span> "
        f"<span class='date'>3 May 2012</span>{ARTICLE}</div><span class='author'>Ann Lee</span> <i class='date'>4 May 2012</i></div>"
    )
    assert page.comments == ()
    assert page.publication is not None
    assert "ladder and a can of oil" in page.publication.text


def test_a_post_with_its_one_answer_in_it_is_no_layer_of_it() -> None:
    page = read(
        "<div class='post'><a class='author' href='/u/1'>Ann</a> <i class='date'>3 May 2012</i><p>Who lights the lamp now?</p>"
        "<div class='post'><a class='author' href='/u/2'>Bo</a> <i class='date'>4 May 2012</i><p>Nobody does, they have a switch now, "
        "and the oil is sold.</p></div></div>"
    )
    assert [piece.author for piece in page.comments] == ["Bo"]


def test_rules_tabs_and_notes_around_comments_that_were_never_loaded_are_none() -> None:
    box = (
        "<div class='comment-wrapper'><b>All comments</b><p>Sort by the newest or the oldest, or show those of members alone.</p>"
        "<div class='badge'>Badges: members with this badge speak often and well, and have been with us for years.</div>"
        "<p>Editors pick what they find relevant.</p><a>Sign in here</a></div>"
    )
    assert comments(f"<div>{box}</div>") == ()
    note = "<div class='comment'>To post a comment here you must <a href='/user/login'><b>sign in to Pier Post</b></a>.</div>"
    assert comments(note) == ()


def test_a_sentence_that_asks_for_an_opinion_is_no_comment() -> None:
    ask = "<div class='feedback'><p>Have feedback? Let <a class='user-handle' href='#'>@pier</a> know on the shore.</p></div>"
    assert comments(ask) == ()
    block = each(
        "<div class='note'><p>By <a class='user-handle' href='#'>NAME</a> of the town of Hull</p><p>SAID</p></div>"
    )
    assert [piece.author for piece in comments(f"<h3>Comments</h3>{block}")] == list(NAMES)


# --- a comment's words among what the page writes around them -----------------------------------------------------

MEMBER = (
    "<div class='comment' id='comment-N#'><div class='top'>{badge}<div class='author_name has_title'><div class='bold'>SUPER MEMBER</div>"
    "<a class='blue' href='/social/NAME?tab=1'>NAME</a><div class='bio'>Onward through the fog!</div><a href='/social/NAME'>9 fans</a>"
    "</div></div><div class='comment_body'><div class='comment_time'>{when}</div>SAID</div><a>Permalink</a></div>"
)


def test_badges_mottos_and_a_time_among_the_words_are_none_of_them() -> None:
    badge = "<div class='badge_note_text'>This member wants no badges</div>"
    for when in ("15 seconds ago (7:18 PM)", "3 May 2012, 10:40", "<time>2 godziny temu</time>"):
        assert told(each(MEMBER.format(badge=badge, when=when))) == ALL


def test_a_day_with_which_a_reader_begins_is_said_by_the_reader() -> None:
    said = "<p>On 3 May 1912 it burnt.</p><p>SAID</p>"
    block = f"<div class='comment' id='comment-N#'><b class='author'>NAME</b> <i class='date'>N# May 2012</i><div class='comment-text'>{said}</div></div>"
    assert told(each(block)) == [(name, f"On 3 May 1912 it burnt.\n\n{said}") for name, said in ALL]


def test_what_stands_in_most_comments_word_for_word_is_the_pages_in_any_language() -> None:
    block = (
        "<div class='comment' id='comment-N#'><dl><dt>Nick</dt><dd><span class='b'>NAME</span></dd><dt>Data dodania</dt>"
        "<dd>2012-05-0N# 10:40</dd></dl><div class='comment-text'>SAID <span class='more'><i>rozwiń komentarz</i></span></div>"
        "<span class='vote'>Oceń</span> <div class='bar'><span>Zgłoś</span> <span>Odpisz</span></div></div>"
    )
    assert told(each(block)) == ALL
    plain = "<li class='komentarz'><b class='author'>NAME</b> <i class='date'>2012-05-0N# 10:40</i><br>SAID<div class='bar'>Ocena Odpisz</div></li>"
    assert told(f"<ol id='comments'>{each(plain)}</ol>") == ALL


def test_what_all_readers_say_in_the_same_words_stays() -> None:
    block = (
        "<div class='comment' id='comment-N#'><b class='author'>NAME</b> <i class='date'>N# May 2012</i> <span class='town'>Hull</span>"
        "<div class='comment-text'>{}</div></div>"
    )
    assert told(each(block.format("<p>Rest in peace.</p>"))) == [(name, "Rest in peace.") for name in NAMES]
    kept = each(block.format("<p><b>No.</b></p><p>SAID</p>"))
    assert told(kept) == [(name, f"No.\n\n{said}") for name, said in ALL]


def test_one_writer_of_most_comments_keeps_the_name() -> None:
    block = each(
        "<div class='comment' id='comment-N#'><span class='user'>Ann</span> <i class='date'>N# May 2012</i><p>SAID</p></div>"
    )
    assert told(block) == [("Ann", said) for said in SAID]


def test_a_quote_headed_by_a_name_and_a_time_is_none_of_the_words() -> None:
    block = (
        "<div class='comment' id='comment-N#'><b class='author'>NAME</b> <i class='date'>N# May 2012</i><div class='comment-text'>"
        "<blockquote><div><cite>Dora: Oct. 9, 2010 - 7:56 AM EST</cite></div><p>It was the oil.</p></blockquote><p>SAID</p></div></div>"
    )
    assert told(each(block)) == ALL
    book = block.replace("Dora: Oct. 9, 2010 - 7:56 AM EST", "A. Lee: The Lamp, 1910")
    assert all("It was the oil." in text for _, text in told(each(book)))


def test_a_badge_explained_in_the_same_element_as_the_name_is_none_of_it() -> None:
    why = "What are these? Strikes! Earn three of them in a month, and you'll be sent away for a day. Want to be rid of them? Write well."
    block = (
        f"<div class='entry'><b>NAME <div class='strike'><span>{why}</span></div></b> <span>on <a href='/c/N#'>N# May 2012, 3:05 PM</a>"
        " said:</span><div class='comment-text'>SAID</div></div>"
    )
    assert told(f"<h2>3 comments</h2>{each(block)}") == ALL


def test_an_address_among_the_words_is_nobodys_name() -> None:
    block = (
        "<div class='comment' id='comment-N#'><b>NAME</b> <i>on N# May 2012 said:</i><div class='comment-text'>SAID "
        "<a href='http://a.example/user/9/lamp'>http://a.example/user/9/lamp</a></div></div>"
    )
    assert [piece.author for piece in comments(each(block))] == list(NAMES)


# --- days without a year ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "shown", "day"),
    [
        ("21 September 2011", "Sep 21, 3:05 PM", "2011-09-21"),
        ("21 September 2011", "22. Sept., 15:05 Uhr", "2011-09-22"),
        ("28 December 2011", "Jan 3, 3:05 PM", "2012-01-03"),
        ("1 January 2012", "Dec 31, 11:50 PM", "2011-12-31"),
        ("21 September 2011", "Sep 2, 3:05 PM", "2011-09-02"),
    ],
)
def test_a_day_without_a_year_takes_the_publications(published: str, shown: str, day: str) -> None:
    block = each(
        f"<div class='entry'><b>NAME</b> <span>on <a href='/c/N#'>{shown}</a> said:</span><div class='comment-text'>SAID</div></div>"
    )
    page = read(f"{HEADLINE}<p class='byline'>By Anna Berg, {published}</p>{ARTICLE}<h2>3 comments</h2>{block}")
    assert [(str(c.date), c.date is not None and c.date.inferred, c.author) for c in page.comments] == [
        (day, True, name) for name in NAMES
    ]
    without = read(f"{HEADLINE}{ARTICLE}<h2>3 comments</h2>{block}")
    assert [(c.date, c.text) for c in without.comments] == [(None, said) for said in SAID], "no year, no day"


@pytest.mark.parametrize(
    "words", ["Sep 21, 2011", "21 September 2011 15:05", "Sep 21 to Sep 24", "May I?", "31 June", "May 21, '11"]
)
def test_a_day_with_its_year_or_two_days_or_none_is_no_yearless_day(words: str) -> None:
    assert yearless_day(words) is None


# --- papers in other languages ------------------------------------------------------------------------------------

POLISH = "<div class='komentarz'><div class='gora'><span class='nick'>NAME</span> <i class='data'>N# godziny temu</i></div><div>SAID</div><a>zgłoś</a></div>"
BULGARIAN = "<li id='c88N#'><div>N#</div><a href='/profile/N#'>NAME</a><i class='time'>10:20, 1N# яну 12</i><p>SAID</p><u><a>Неуместен?</a></u></li>"
HUNGARIAN = (
    "<div class='hsz'><a href='/tag/N#'>NAME</a> <i>2012. január 1N#. 10:20</i><div>SAID</div><a>Válasz erre</a></div>"
)
RUSSIAN = "<div class='cm'><div>NAME</div><div>1N# января 2012, 10:20</div><div>SAID</div><div><a>Ответить</a> <a>Пожаловаться</a></div></div>"
CZECH = (
    "<div class='prispevek'><h4>NAME</h4><i class='datum'>1N#. 1. 2012 10:20</i><div>SAID</div><a>Reagovat</a></div>"
)
DUTCH = "<article class='reactie'><header><b>NAME</b> <time>1N# januari 2012 om 10:20</time></header><p>SAID</p><a>Ongewenst?</a></article>"


@pytest.mark.parametrize(
    ("heading", "block", "dated"),
    [
        ("Wasze opinie (3)", POLISH, False),
        ("Коментари", BULGARIAN, False),
        ("3 hozzászólás", HUNGARIAN, True),
        ("Комментарии", RUSSIAN, True),
        ("Diskuse", CZECH, True),
        ("Reacties", DUTCH, True),
    ],
)
def test_comments_are_read_under_headings_with_days_and_buttons_in_other_languages(
    heading: str, block: str, dated: bool
) -> None:
    found = comments(f"<div><h3>{heading}</h3><div class='list'>{each(block)}</div></div>")
    assert [(piece.author, piece.text) for piece in found] == ALL
    assert [str(piece.date) for piece in found] == ([f"2012-01-1{n}" for n in (4, 5, 6)] if dated else ["None"] * 3)


def test_other_articles_with_days_in_other_languages_are_no_comments() -> None:
    teaser = "<div class='news'><h4><a href='/1N#'>SAID The whole story of it</a></h4><i>1N# stycznia 2012</i> <b>NAME</b><p>SAID</p></div>"
    assert comments(f"<h3>Najnowsze wiadomości</h3>{each(teaser)}") == ()


def test_a_login_beside_the_day_is_a_name_and_a_button_that_all_share_is_none() -> None:
    block = (
        "<div class='e'><div>{}</div><div>1N# May 2012, 10:20</div><div>SAID</div><div><a>Rozwiń wątek</a></div></div>"
    )
    found = comments(f"<h3>Comments</h3>{each(block.format('anna_7N#'))}")
    assert [piece.author for piece in found] == ["anna_74", "anna_75", "anna_76"]
    assert all(piece.author is None for piece in comments(f"<h3>Comments</h3>{each(block.format('N#th'))}"))


def test_what_a_telephone_puts_under_a_comment_is_none_of_it() -> None:
    block = "<li class='comment' id='comment-N#'><b class='author'>NAME</b> <i class='date'>N# May 2012</i><div class='comment-text'>SAID{}</div></li>"
    for note in (
        "<br>--<br>Komentarz wysłany ze strony mobilnej<br>http://m.pier.example/",
        "<p>Sent from my telephone</p>",
    ):
        mixed = each(block.format(note)).replace(note, "", 2)
        assert told(f"<ol>{mixed}</ol>") == ALL
    said = " The letter was sent from my house in Hull."
    assert [text for _, text in told(f"<ol>{each(block.format(said))}</ol>")] == [words + said for words in SAID]


def test_a_commentary_that_is_called_a_comment_is_the_article() -> None:
    words = f"<p class='author'>Anna Berg</p><p class='date'>3 May 2012</p>{ARTICLE}{ARTICLE.replace('lamp', 'light')}"
    page = read(f"{HEADLINE}<div class='comment'>{words}</div>")
    assert page.comments == ()
    assert page.publication is not None
    assert "counting the planks" in page.publication.text
    picture = f"{HEADLINE}<img src='lamp.jpg'><h2>Comments</h2><div class='comment'>{words}</div>"
    assert len(read(picture).comments) == 1, "a long comment under a picture"
