"""Comments told by what is made as they are, or shown a second time: siblings, columns, activity lists, open lists."""

from __future__ import annotations

import pytest

from reading.lamp_page import SAID, comments

NAMES = ("Ann", "Bo Berg", "Cy")


def signed(block: str) -> list[tuple[str | None, str, int | None]]:
    """Author, words and what each comment answers."""
    return [(c.author, c.text, c.reply_to) for c in comments(block)]


def known(number: int, name: str, text: str, href: str = "") -> str:
    link = f"<a href='{href}#comment-{number}'>May {number}, 2012</a>"
    return (
        f"<li class='comment' id='comment-{number}'><div class='comment-wrapper'><cite class='fn'>{name}</cite>"
        f"<p class='when'>{link}</p><div class='comment-content'><p>{text}</p></div></div></li>"
    )


COMMENTS = "".join(known(n, *both) for n, both in enumerate(zip(NAMES, SAID, strict=True), start=1))
THREE = [(name, text, None) for name, text in zip(NAMES, SAID, strict=True)]


# --- shown again, and other pages' --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Recent Comments in this Document",
        "Recent comments on this page",
        "Letzte Kommentare auf dieser Seite",
        "Derniers commentaires sur ce billet",
        "Últimos comentarios en esta entrada",
    ],
)
def test_what_an_activity_list_shows_again_is_read_once(heading: str) -> None:
    again = known(2, NAMES[1], SAID[1]).replace(" class='comment' id='comment-2'", "")
    block = f"<ol class='commentlist'>{COMMENTS}</ol><h3>{heading}</h3><div><ol>{again}</ol></div>"
    assert signed(block) == THREE


def test_the_only_list_under_such_a_heading_is_the_pages_own() -> None:
    assert signed(f"<h3>Latest comments on this walk</h3><ol class='commentlist'>{COMMENTS}</ol>") == THREE


def test_other_pages_comments_are_left_out_with_the_boxes_in_them() -> None:
    pages = ("/piers/", "/bells/", "/maps/")
    other = "".join(
        known(9, "Dee", f"Said of something else, {page}.", f"https://pier.example{page}").replace(
            " id='comment-9'", ""
        )
        for page in pages
    )
    block = f"<ol class='commentlist'>{COMMENTS}</ol><div><h3>Activity</h3><ol class='activity'>{other}</ol></div>"
    assert signed(block) == THREE


# --- siblings ------------------------------------------------------------------------------------------------------------


def plain(kind: str, name: str, text: str, day: int) -> str:
    return (
        f"<div class='{kind}'><h4>re: The lamp</h4><div class='commentssubhead'>{day} May 2012 by <a href='/user/{day}'>{name}</a>"
        f"</div><p>{text}</p></div>"
    )


def test_a_sibling_made_of_the_same_parts_is_a_comment_whatever_its_class() -> None:
    kinds = ("comment", "commentowner", "comment")
    block = "".join(
        plain(kind, name, text, day)
        for day, (kind, name, text) in enumerate(zip(kinds, NAMES, SAID, strict=True), start=1)
    )
    assert signed(f"<div id='comments'><h3>Comments</h3>{block}</div>") == THREE


def test_a_notice_of_other_parts_between_comments_is_none() -> None:
    notice = (
        "<div class='notice'><h4>The lamp room is shut</h4><p>Until 3 May 2012 the stairs are being mended.</p></div>"
    )
    block = plain("comment", NAMES[0], SAID[0], 1) + notice + plain("comment", NAMES[1], SAID[1], 2)
    assert signed(f"<div id='comments'><h3>Comments</h3>{block}</div>") == THREE[:2]


def test_a_first_post_made_as_the_comments_behind_it_is_not_drawn_in() -> None:
    first = plain("opening", "Dee", "A walk along the old pier, and what the lamp was for.", 1)
    block = first + plain("comment", NAMES[0], SAID[0], 2) + plain("comment", NAMES[1], SAID[1], 3)
    assert signed(f"<div id='comments'>{block}</div>") == THREE[:2]


def contribution(number: int, name: str, text: str, more: str = "") -> str:
    return (
        f"<div class='contrib{more}' id='contrib-{number}'><a class='pseudo' href='/m/{number}'>{name}</a>"
        f"<span class='quand'>{number} May 2012</span><div class='corps'><p>{text}</p></div></div>"
    )


def test_columns_for_and_against_hold_one_pages_comments() -> None:
    block = (
        f"<h2>4 contributions</h2><div class='best'><h3>First</h3>{contribution(1, 'Ann', SAID[0])}</div>"
        f"<div class='for'><h3>For</h3>{contribution(2, 'Bo', SAID[1])}"
        f"<div class='fil'>{contribution(3, 'Cy', SAID[2], ' contrib-reponse')}"
        f"{contribution(4, 'Dee', 'Nobody asked me either.', ' contrib-reponse')}</div></div>"
        f"<div class='against'><h3>Against</h3>{contribution(5, 'Eve', 'Put it out and save the oil.')}</div>"
    )
    assert [name for name, _, _ in signed(block)] == ["Ann", "Bo", "Cy", "Dee", "Eve"]


# --- lists that were never closed ------------------------------------------------------------------------------------------


def chained(name: str, count: int) -> str:
    item = "<div class='{}'><li id='comment-{}'><cite>{}</cite><p>{} It is the {}th time.</p><small>{} May 2012</small></li>"
    return "".join(item.format(name, n, f"Ann{'abcdefg'[n]}", SAID[0], n, n) for n in range(1, count + 1))


def test_lists_in_one_another_that_were_never_closed_make_no_answers() -> None:
    assert [parent for _, _, parent in signed(chained("commentlist", 6))] == [None] * 6


def test_lists_named_after_answers_make_a_chain_of_them() -> None:
    assert [parent for _, _, parent in signed(chained("children", 6))] == [None, 0, 1, 2, 3, 4]


# --- answers ---------------------------------------------------------------------------------------------------------------


def mentioned(kind: str, day: int, name: str, text: str, where: str = "") -> str:
    return (
        f"<li class='feedback-item feedback-item-{kind}'><h4>{name}{where}</h4><p class='date'>{day} May 2012</p>"
        f"<div class='message'><p>{text}</p></div></li>"
    )


def test_an_answer_on_a_site_of_the_writers_own_answers_the_page() -> None:
    where = " replied on <a href='https://bo.example/2012/lamp'>bo.example</a>"
    block = (
        mentioned("comment", 1, "Ann", SAID[0])
        + mentioned("reply", 2, "<a href='https://bo.example'>Bo Berg</a>", SAID[1], where)
        + mentioned("comment", 3, "Cy", SAID[2])
    )
    found = signed(f"<section class='feedback'><h3>Comments</h3><ul>{block}</ul></section>")
    assert [(text, parent) for _, text, parent in found] == [(text, None) for text in SAID]


def test_an_answer_with_a_link_in_its_words_answers_the_one_before() -> None:
    said = f"{SAID[1]} See <a href='http://pier.example/lamp'>pier.example</a>."
    block = mentioned("comment", 1, "Ann", SAID[0]) + mentioned("reply", 2, "Bo Berg", said)
    found = signed(f"<section class='feedback'><h3>Comments</h3><ul>{block}</ul></section>")
    assert [parent for _, _, parent in found] == [None, 0]


def test_what_is_called_an_answer_among_comments_answers_the_one_before() -> None:
    item = "<li class='comment comment-{}' id='comment-{}'><b class='author'>{}</b><i class='date'>{} May 2012</i><p>{}</p></li>"
    kinds = ("item", "reply", "item")
    block = "".join(
        item.format(kind, n, name, n, text)
        for n, (kind, name, text) in enumerate(zip(kinds, NAMES, SAID, strict=True), start=1)
    )
    assert [parent for _, _, parent in signed(f"<ul>{block}</ul>")] == [None, 0, None]


def test_rows_are_indented_by_their_first_cell() -> None:
    row = (
        "<tr><td style='padding-left:{}px'><p>No. {} <span class='wrote_on'>on {} May 2012</span> by <strong>{}</strong></p>"
        "<p>{}</p></td><td><a class='dislike' href='/vote?userid=nobody'>-2</a></td></tr>"
    )
    block = "".join(
        row.format(20 * depth, n, n, name, text)
        for n, (depth, name, text) in enumerate(zip((0, 1, 0), NAMES, SAID, strict=True), start=1)
    )
    assert signed(f"<h3>Comments (3)</h3><table>{block}</table>") == [
        (NAMES[0], SAID[0], None),
        (NAMES[1], SAID[1], 0),
        (NAMES[2], SAID[2], None),
    ]


# --- quotes ----------------------------------------------------------------------------------------------------------------


def quoting(quote: str, name: str = "Ann") -> str:
    item = "<div class='comment' id='comment-{}'><b class='author'>{}</b><i class='date'>{} May 2012</i><div class='text'>{}</div></div>"
    return item.format(1, name, 1, SAID[0]) + item.format(2, "Bo Berg", 2, quote + SAID[1])


def test_a_quote_under_a_line_that_the_board_named_is_none_of_the_words() -> None:
    quote = f"<blockquote><span class='formatter-title'>Ann wrote:</span><div><p>{SAID[0]}</p></div></blockquote>"
    assert signed(quoting(quote)) == [("Ann", SAID[0], None), ("Bo Berg", SAID[1], 0)]


def test_what_a_reader_quotes_from_a_book_stays_among_the_words() -> None:
    quote = "<blockquote><p>Stevenson wrote:</p><p>The tower is of granite, and stands.</p></blockquote>"
    assert "of granite" in signed(quoting(quote))[1][1]


def test_who_quotes_a_guest_answers_the_guest_whose_words_these_are() -> None:
    quote = f"<blockquote><span class='quote-title'>Guest wrote:</span><div><p>{SAID[0]}</p></div></blockquote>"
    assert signed(quoting(quote, "Guest")) == [(None, SAID[0], None), ("Bo Berg", SAID[1], 0)]


def test_a_guests_words_that_nobody_said_are_nobodys_to_answer() -> None:
    quote = "<blockquote><span class='quote-title'>Guest wrote:</span><div><p>Nobody ever mended the stairs.</p></div></blockquote>"
    assert signed(quoting(quote, "Guest"))[1][2] is None
