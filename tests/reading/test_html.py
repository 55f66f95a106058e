"""What the reader of web pages does with a page, rule by rule; whole pages are scored in test_html_gold."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadtext.errors import SourceError
from leadtext.reading.html import LARGEST_PAGE, decode_html, read_html
from leadtext.reading.html_lines import is_byline
from leadtext.records import LeftOut, Page, Piece

ARTICLE = (
    "<h1>The lamp at the end of the pier</h1>"
    "<p>For sixty years the lamp at the end of the pier was lit by hand, every evening and in every weather.</p>"
    "<p>The keeper walked out with a ladder and a can of oil, and walked back in the dark, counting the planks.</p>"
    "<p>Nobody remembers who decided that a switch would do, or whether anybody asked the keeper about it.</p>"
)


def page(comments: str, head: str = "") -> Page:
    title = "<title>The lamp at the end of the pier</title>"
    html = f"<html lang='en'><head>{title}{head}</head><body>{ARTICLE}{comments}</body></html>"
    return read_html(html.encode(), "lamp.html")


def comment(number: int, author: str, text: str, inside: str = "", extra: str = "") -> str:
    return (
        f'<li class="comment {extra}" id="comment-{number}"><cite class="fn">{author}</cite> '
        f'<a class="comment-date" href="#comment-{number}">{number} May 2012 at 10:00</a>'
        f'<div class="comment-content"><p>{text}</p></div>{inside}</li>'
    )


def test_a_comment_has_author_date_and_text_of_its_own() -> None:
    (only,) = page(f"<ol class='commentlist'>{comment(3, 'Ann Lee', 'I knew the keeper.')}</ol>").comments
    assert only.author == "Ann Lee"
    assert only.date is not None
    assert only.date.day == dt.date(2012, 5, 3)
    assert only.text == "I knew the keeper."
    assert only.kind == "comment"


def test_the_article_holds_no_comment_and_no_heading() -> None:
    publication = page(f"<ol class='commentlist'>{comment(3, 'Ann Lee', 'I knew the keeper well.')}</ol>").publication
    assert publication is not None
    assert publication.title == "The lamp at the end of the pier"
    assert "I knew the keeper well." not in publication.text
    assert not publication.text.startswith("The lamp at the end of the pier")
    assert publication.text.count("\n\n") == 2


def test_a_reply_points_at_the_comment_it_answers() -> None:
    inner = f"<ul class='children'>{comment(4, 'Bo', 'So did I.')}</ul>"
    comments = page(
        f"<ol class='commentlist'>{comment(3, 'Ann', 'I knew him.', inner)}{comment(5, 'Cy', 'Who?')}</ol>"
    ).comments
    assert [c.reply_to for c in comments] == [None, 0, None]


def test_a_list_of_answers_behind_a_comment_answers_it() -> None:
    answers = f"<ul class='children'>{comment(4, 'Bo', 'So did I.')}{comment(5, 'Di', 'I did not.')}</ul>"
    comments = page(
        f"<ol class='commentlist'>{comment(3, 'Ann', 'I knew him.')}{answers}{comment(6, 'Cy', 'Who?')}</ol>"
    )
    assert [c.reply_to for c in comments.comments] == [None, 0, 0, None]


def test_a_flat_list_with_depths_is_a_thread_too() -> None:
    items = [(3, "Ann", 1), (4, "Bo", 2), (5, "Cy", 3), (6, "Di", 2), (7, "Ed", 1)]
    flat = "".join(comment(n, who, f"Words of {who}.", extra=f"depth-{depth}") for n, who, depth in items)
    assert [c.reply_to for c in page(f"<ol class='commentlist'>{flat}</ol>").comments] == [None, 0, 1, 0, None]


def test_an_addressed_comment_answers_the_latest_one_by_that_name() -> None:
    flat = comment(3, "Ann", "I knew him.") + comment(4, "Bo", "Who?") + comment(5, "Cy", "@Ann: what was he like?")
    assert [c.reply_to for c in page(f"<ol class='commentlist'>{flat}</ol>").comments] == [None, None, 0]


def test_pingbacks_and_deleted_comments_are_left_out_and_told() -> None:
    ping = '<li class="pingback" id="comment-8"><p>Pingback: <a href="http://x.example">Lamps of the coast</a></p></li>'
    gone = comment(9, "Di", "This comment has been deleted.")
    read = page(f"<ol class='commentlist'>{comment(3, 'Ann', 'I knew him.')}{ping}{gone}</ol>")
    assert len(read.comments) == 1
    assert [left.why for left in read.left_out] == ["a pingback or trackback", "a deleted comment's placeholder"]


def test_buttons_and_counters_are_no_words_of_a_reader() -> None:
    block = (
        '<div class="comment" id="comment-3"><b class="author">Ann</b> <span class="date">3 May 2012</span>'
        "<p>I knew the keeper.</p><p>3 likes</p>"
        "<a href='#'>Reply</a> <a href='#'>Report</a> <a href='#'>Antworten</a></div>"
    )
    (only,) = page(f"<div class='comments'>{block}</div>").comments
    assert only.text == "I knew the keeper."


@pytest.mark.parametrize(
    "byline",
    [
        "Ann Lee, 3 May 2012",
        "Posted by Ann Lee on May 3, 2012 at 10:20 am",
        "Ann Lee // May 3, 2012",
        "Ann Lee says: May 3, 2012 at 10:20 pm",
        "Comment by Ann Lee — Thursday, May 3, 2012 @ 10:20 am",
        "on 3 May 2012 at 10:20 Ann Lee wrote …",
        "#7 Ann Lee 03.05.2012 - 10:20",
        "3. Mai 2012 um 10:20 von Ann Lee",
        "Ann Lee schrieb am 03.05.2012 um 10:20 Uhr:",
        "Do, 2012-05-03 10:20 — Ann Lee",
        "Ann Lee, le 03/05/2012 à 10h20",
        "Ann Lee a dit : le 3 mai 2012 à 10 h 20 min",
        "7. Le jeudi 3 mai 2012 à 10:20, par Ann Lee",
        "Ann Lee dice: 3 mayo, 2012 a las 10:20",
        "Enviado por Ann Lee el 3 mayo 2012 - 10:20am.",
    ],
)
@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
def test_a_byline_is_read_however_it_is_worded(byline: str, behind: bool) -> None:
    parts = [f"<p class='m'>{byline}</p>", "<p>I knew the keeper, and his dog.</p>"]
    (only,) = page(
        f"<div id='comments'><div class='x'>{''.join(reversed(parts) if behind else parts)}</div></div>"
    ).comments
    assert only.author == "Ann Lee"
    assert only.date is not None
    assert only.date.day == dt.date(2012, 5, 3)
    assert only.text == "I knew the keeper, and his dog."


def test_blocks_of_no_known_name_are_found_by_their_shape() -> None:
    rows = "".join(
        f"<tr><td>{who}<br>0{day}.05.2012</td><td>{words}</td></tr>"
        for who, day, words in [
            ("Ann", 3, "I knew the keeper."),
            ("Bo", 4, "And I his dog, who was older than he was."),
        ]
    )
    comments = page(f"<h3>Comments</h3><table>{rows}</table>").comments
    assert [c.author for c in comments] == ["Ann", "Bo"]
    assert comments[1].text == "And I his dog, who was older than he was."


def test_a_list_of_dated_links_is_no_thread() -> None:
    links = "".join(
        f"<li><a href='/s{i}'>A story about gulls, part {i}</a> <time datetime='2012-05-0{i}'></time></li>"
        for i in (1, 2, 3)
    )
    assert page(f"<h3>More stories</h3><ul>{links}</ul>").comments == ()


def test_signed_teasers_under_an_article_are_no_posts() -> None:
    teasers = "".join(
        f"<div class='t'><a class='post-title' href='/{i}'>Gulls {i}</a><span class='author'>Ann Lee</span>"
        f"<span class='date'>{i} May 2012</span><div class='post-excerpt'>How the gulls were fed, and why.</div></div>"
        for i in range(1, 5)
    )
    assert page(f"<h3>More stories</h3>{teasers}").comments == ()


def test_a_recent_comments_box_holds_no_comments() -> None:
    item = "<li class='comment'><cite>Ann</cite> on <a href='/x#comment-1'>Gulls, 3 May 2012</a></li>"
    box = f"<aside class='widget widget_recent_comments'><ul>{item}</ul></aside>"
    assert page(box).comments == ()


def test_a_forums_quote_of_another_post_is_not_said_again() -> None:
    quote = "<blockquote class='bbCodeBlock--quote' data-quote='Ann'><p>I knew the keeper.</p></blockquote>"
    block = comment(3, "Ann", "I knew the keeper.") + comment(4, "Bo", f"{quote}And I his dog.")
    assert page(f"<ol class='commentlist'>{block}</ol>").comments[1].text == "And I his dog."


QUOTES = {
    "phpBB": "<blockquote><div><cite><a href='/u/1'>Ann</a> wrote: <a href='#'>↑</a> <span>3 May 2012, 10:00</span></cite>"
    "I knew the keeper.</div></blockquote>",
    "vBulletin": "<div style='margin:20px'><div class='smallfont'>Quote:</div><table><tr><td><div>Originally Posted by "
    "<strong>Ann</strong></div><div>I knew the keeper.</div></td></tr></table></div>",
    "JComments": "<span class='lead'>Quoting Ann:</span><blockquote><div>I knew the keeper.</div></blockquote>",
    "boxes named so": "<div class='quote-box'><div class='quote-author'>Quote from <a href='/user/ann'>Ann</a></div>"
    "<div class='quote-text'>I knew the keeper.</div></div>",
}


@pytest.mark.parametrize("board", QUOTES)
def test_a_quote_box_gives_a_comment_neither_words_nor_name_nor_day(board: str) -> None:
    block = comment(3, "Ann", "I knew the keeper.") + comment(4, "Bo", f"{QUOTES[board]}And I his dog.").replace(
        "<p>", "<div>"
    ).replace("</p>", "</div>")
    _, second = page(f"<ol class='commentlist'>{block}</ol>").comments
    assert (second.author, str(second.date), second.text) == ("Bo", "2012-05-04", "And I his dog.")


def test_two_paragraphs_of_which_the_first_names_a_post_are_no_quote_box() -> None:
    text = "</p><div><p>Originally posted by Ann, on paper.</p><p>And never answered.</p></div><p>"
    (only,) = page(f"<ol class='commentlist'>{comment(4, 'Bo', text)}</ol>").comments
    assert only.text == "Originally posted by Ann, on paper.\n\nAnd never answered."


def test_what_a_journal_makes_everybody_declare_is_no_word_of_a_response() -> None:
    text = "I knew the keeper.</p><p><strong>Competing interests:</strong> None declared"
    (only,) = page(f"<ol class='commentlist'>{comment(4, 'Bo', text)}</ol>").comments
    assert only.text == "I knew the keeper."


def test_tables_under_a_count_of_comments_are_comments_and_lists_indent_the_answers() -> None:
    def table(author: str, day: int, text: str) -> str:
        byline = f"<b>Re: The lamp</b> <font>(Score: 1)<br>by {author} on {day} May 2012 (10:00:07)<br></font>"
        return f"<table><tr><td>{byline}</td></tr><tr><td>{text}</td></tr></table><br><font>[ <a href='r'>Reply</a> ]</font>"

    first, answer = table("Ann", 3, "I knew the keeper."), table("Bo", 4, "And I knew his dog.")
    other = table("Anonymous", 5, "Where was the ladder kept?")
    block = f"<div><a href='/in'>Log in</a> | <b>3</b> Comments</div><div>{first}<ul>{answer}</ul>{other}</div>"
    found = page(block).comments
    assert [(c.author, c.text, c.reply_to) for c in found] == [
        ("Ann", "I knew the keeper.", None),
        ("Bo", "And I knew his dog.", 0),
        (None, "Where was the ladder kept?", None),
    ]


def test_a_readers_own_quotation_stays() -> None:
    block = comment(4, "Bo", "<blockquote>counting the planks</blockquote>I counted them too.")
    assert (
        page(f"<ol class='commentlist'>{block}</ol>").comments[0].text == "counting the planks\n\nI counted them too."
    )


def test_line_breaks_are_spaces_and_blank_lines_are_paragraphs() -> None:
    block = comment(3, "Ann", "One line<br>and the next.<br><br>A new thought.")
    assert page(f"<ol class='commentlist'>{block}</ol>").comments[0].text == "One line and the next.\n\nA new thought."


def test_somebody_without_a_name_has_none() -> None:
    assert page(f"<ol class='commentlist'>{comment(3, 'Anonymous', 'I knew him.')}</ol>").comments[0].author is None


def test_the_page_says_which_of_day_and_month_comes_first() -> None:
    def numbered(number: int, date: str) -> str:
        byline = f'<cite class="fn">A</cite><span class="date">{date}</span>'
        return f'<li class="comment" id="comment-{number}">{byline}<p>Words {number}.</p></li>'

    british = page(f"<ol class='commentlist'>{numbered(1, '03/04/2012')}</ol>").comments[0].date
    american = (
        page(f"<ol class='commentlist'>{numbered(1, '03/04/2012')}{numbered(2, '03/14/2012')}</ol>").comments[0].date
    )
    assert british is not None
    assert american is not None
    assert (british.day, american.day) == (dt.date(2012, 4, 3), dt.date(2012, 3, 4))


def test_a_page_without_a_date_is_not_younger_than_its_earliest_comment() -> None:
    publication = page(
        f"<ol class='commentlist'>{comment(9, 'Ann', 'Nine.')}{comment(3, 'Bo', 'Three.')}</ol>"
    ).publication
    assert publication is not None
    assert publication.date is not None
    assert publication.date.day == dt.date(2012, 5, 3)
    assert publication.date.inferred


def test_several_authors_are_joined_and_organisations_are_none() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "Article", "headline": "The lamp at the end of the pier", '
        '"author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Ek"}, '
        '{"@type": "Organization", "name": "The Pier Society"}], "datePublished": "2012-05-01T08:00:00Z"}</script>'
    )
    publication = page("", head).publication
    assert publication is not None
    assert publication.author == "Ann Lee and Bo Ek"
    assert str(publication.date) == "2012-05-01"


def test_the_title_comes_without_the_sites_name() -> None:
    html = b"<html><head><title>Gulls at noon | The Pier Post</title>"
    html += b"<meta property='og:site_name' content='The Pier Post'></head>"
    body = ARTICLE.replace("<h1>The lamp at the end of the pier</h1>", "").encode()
    publication = read_html(html + b"<body>" + body + b"</body></html>", "gulls.html").publication
    assert publication is not None
    assert publication.title == "Gulls at noon"


@pytest.mark.parametrize(
    ("charset", "declared"), [("utf-8", ""), ("cp1252", "<meta charset='iso-8859-1'>"), ("cp1252", ""), ("utf-16", "")]
)
def test_umlauts_survive_whatever_the_charset(charset: str, declared: str) -> None:
    words = "Für Müller wäre es schöner, wenn die Bäume größer wären und die Straße über die Brücke führte. " * 4
    assert "schöner, wenn die Bäume größer" in decode_html(
        f"<html><head>{declared}</head><p>{words}".encode(charset), "x"
    )


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x00\x00", b"   \n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), bytes(range(1, 32)) * 50]
)
def test_an_empty_or_binary_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"odd\.html"):
        read_html(data, "odd.html")


def test_a_page_beyond_the_limit_is_refused() -> None:
    with pytest.raises(SourceError, match="20 MB"):
        read_html(b"<p>x</p>" * (LARGEST_PAGE // 8 + 1), "large.html")


@pytest.mark.parametrize(
    "nested", [b"<div>", b"<b>", b"<div class=comment id=comment-1><b>A</b> 3 May 2012 ", b"<blockquote><ul><li>"]
)
def test_bottomless_nesting_ends(nested: bytes) -> None:
    assert _ends(nested * 100_000)


@pytest.mark.parametrize(
    "data",
    [
        b"<p>" + b"a" * 2_000_000,
        b"<div class='comment'>" + b"1.2.2012 " * 200_000,
        b"<title>" + b" - " * 200_000,
        b"<script type='application/ld+json'>" + b"[" * 200_000,
        b"<div class='" + b"comment " * 200_000,
        b"<a href='http://[::1/'>x</a><div class=comment id=comment-1><a href='http://[x#comment-1'>3 May 2012</a><b>A</b>b",
        b"<p>Hel\x00lo</p>" * 1000,
    ],
)
def test_huge_or_broken_pages_end(data: bytes) -> None:
    assert _ends(data)


def _ends(data: bytes) -> bool:
    try:
        return isinstance(read_html(data, "hostile.html"), Page)
    except SourceError:
        return True


_PIECES = [
    "<div class='comment' id='comment-1'>",
    "<li class='comment depth-2'>",
    "<ol class='commentlist'>",
    "</ol></li></div></p>",
    "<p>",
    "<br>",
    "<cite class='fn'>Ann</cite>",
    "<time datetime='2012-05-03'></time>",
    "3 May 2012",
    "<dl id='comments'><dt>",
    "<dd>",
    "Antworten",
    "@Ann: ",
    "<blockquote class='quote'>",
    "<article itemscope itemtype='http://schema.org/Comment'>",
    "<span itemprop='text'>",
    "<form><textarea></form>",
    "<h1>",
    "<table><tr><td>",
    "<div class='post' id='p12'>",
    "<a href='#comment-1'>",
    "<a href='http://[x'>",
    "\x00",
    "&#0;",
    "<!--",
    "-->",
    "<![CDATA[",
    '<script type="application/ld+json">{"@type": "Comment", "text": 3, "author": [[]]}</script>',
    '<script type="application/ld+json">{"@type": "Article", "headline": {}, "author": {"name": [1]}}</script>',
    "<meta charset='x'>",
    "<title>A | B</title>",
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=20)), max_size=60),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_no_page_ends_in_anything_but_a_page_or_a_refusal(pieces: list[str], charset: str) -> None:
    assert _ends("".join(pieces).encode(charset, "replace"))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_a_page_or_a_refusal(data: bytes) -> None:
    assert _ends(data)


@pytest.mark.parametrize(
    "heading", ["Readers' comments (4)", "4 comments", "4 responses to “The lamp”", "Kommentare: 4"]
)
def test_comments_that_a_heading_announces_but_the_page_lacks_are_told(heading: str) -> None:
    read = page(f"<h3>{heading}</h3><ol class='commentlist'>{comment(3, 'Ann', 'I knew him.')}</ol>")
    assert read.left_out == (LeftOut(heading, "the page announces 4 comments, 1 found in it", lacking=(4, 1)),)


def test_a_heading_whose_comments_are_all_there_is_no_news() -> None:
    one = comment(3, "Ann", "I knew him.")
    gone = comment(9, "Di", "This comment has been deleted.")
    read = page(f"<h3>2 comments</h3><ol class='commentlist'>{one}{gone}</ol>")
    assert [left.why for left in read.left_out] == ["a deleted comment's placeholder"]


def test_a_single_comment_of_no_known_name_is_found_under_its_heading() -> None:
    byline = "<p class='m'><strong>Ann Lee</strong> | 3-May-2012 7:02 pm</p>"
    item = f"<li>{byline}<p>I knew the keeper.</p><a href='#'>Unsuitable or offensive?</a></li>"
    (only,) = page(f"<div class='readerComments'><h2>Readers' comments (1)</h2><ul>{item}</ul></div>").comments
    assert (only.author, only.text) == ("Ann Lee", "I knew the keeper.")


def test_a_line_that_ends_all_comments_alike_is_the_pages() -> None:
    blocks = "".join(
        f'<div class="comment" id="comment-{n}"><b class="author">{who}</b> <span class="date">{n} May 2012</span>'
        f"<p>{who} knew the keeper.</p><p>Ring the bell for this</p></div>"
        for n, who in [(3, "Ann"), (4, "Bo"), (5, "Cy")]
    )
    texts = [found.text for found in page(f"<div class='comments'>{blocks}</div>").comments]
    assert texts == ["Ann knew the keeper.", "Bo knew the keeper.", "Cy knew the keeper."]


def test_readers_who_say_the_same_keep_their_words() -> None:
    flat = "".join(comment(n, who, "Hear, hear!") for n, who in [(3, "Ann"), (4, "Bo"), (5, "Cy")])
    assert [c.text for c in page(f"<ol class='commentlist'>{flat}</ol>").comments] == ["Hear, hear!"] * 3


@pytest.mark.parametrize(
    "byline",
    [
        "14 October, 2010 | By Ann Lee",
        "By Ann Lee, 3 April 2013",
        "Posted on 1st December 2017 by admin",
        "Submitted by Ann Lee on Tue, 05/06/2012 - 11:30",
        "Von Ann Lee am 3. Mai 2012",
        "Publié le 3 mai 2012 par Ann Lee",
        "Ann Lee, health editor, 3 May 2012",
    ],
)
def test_an_articles_byline_is_none_of_its_text(byline: str) -> None:
    html = f"<html><body>{ARTICLE.replace('</h1>', f'</h1><p>{byline}</p>')}</body></html>"
    publication = read_html(html.encode(), "lamp.html").publication
    assert publication is not None
    assert publication.text.startswith("For sixty years")
    assert publication.author in ("Ann Lee", None)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By May 2012 the pier had no lamp.", None),
        ("Ann Lee came back on 3 May 2012 and lit it.", "Ann Lee"),
        ("Posted to the pier, she lit the lamp.", "Ann Lee"),
        ("And so it was.", "Ann Lee"),
    ],
)
def test_a_sentence_that_begins_like_a_byline_stays(line: str, author: str | None) -> None:
    assert not is_byline(line, author)


def test_an_entry_is_dated_by_the_sentence_under_it_and_not_by_the_entry_before() -> None:
    before = "<p><a href='http://lamp.example/2012/04/02/ladder/'>The ladder</a></p>"
    under = "<p class='postmetadata'><small>This entry was posted on Thursday, May 3rd, 2012 at 5:48 pm and is filed.</small></p>"
    publication = page(before + under).publication
    assert publication is not None
    assert str(publication.date) == "2012-05-03"


def test_a_site_called_as_its_meta_author_has_the_author_of_its_byline() -> None:
    head = "<meta name='author' content='Harbour Friends'>"
    site = "<a href='/'><img src='logo.gif' alt='Harbour Friends'></a>"
    signed = page(f"{site}<p>Written by <a href='/who'>keeper7</a> on 3 May 2012</p>", head).publication
    own = page(site, head).publication
    assert signed is not None
    assert own is not None
    assert (signed.author, own.author) == ("keeper7", "Harbour Friends")


@pytest.mark.parametrize(
    "box",
    [
        "<div class='mid-inline-ad'><p>Stairlifts: free survey this month.</p></div>",
        "<div class='box'><h3>Related articles</h3><ul><li><a href='/2'>A free survey this month</a></li></ul></div>",
        "<table><tr><td><table width='150'><tr><td>Free survey this month</td></tr></table></td></tr></table>",
    ],
)
def test_boxes_beside_an_article_are_none_of_it(box: str) -> None:
    publication = page(
        box + "<p>The lamp itself was sold to a museum, where it is lit on Sundays and on request.</p>"
    ).publication
    assert publication is not None
    assert "survey this month" not in publication.text
    assert "lit on Sundays" in publication.text


FIGURES = (
    "<table width='180' border='1'><tr><th>Winter</th><th>Lamps lit</th></tr><tr><td>1951</td><td>forty-one</td></tr>"
    "<tr><td>1961</td><td>seventeen</td></tr></table>"
)


def test_a_narrow_table_of_figures_in_the_articles_own_cell_is_the_articles() -> None:
    words = (
        "The keepers wrote down every lamp that they lit, winter after winter, and never who had carried the oil up. "
    )
    html = (
        "<html><body><table width='760'><tr><td width='160'><table width='150'><tr><td><a href='/1'>News</a> of the "
        f"harbour</td></tr></table></td><td><h1>The lamp</h1><p>{words * 2}</p>{FIGURES}<p>{words}</p></td></tr></table>"
    )
    publication = read_html(html.encode(), "lamp.html").publication
    assert publication is not None
    assert "seventeen" in publication.text
    assert "News" not in publication.text


def test_an_article_that_is_a_narrow_table_in_a_cell_is_read() -> None:
    notice = "The lamp at Cray End is lit again from Sunday on. Whoever wants to help carries the oil up at six. "
    html = (
        "<html><body><h1>The lamp</h1><table width='760'><tr><td align='center'><table width='220'><tr><td>"
        f"{notice * 3}</td></tr></table></td></tr></table></body></html>"
    )
    publication = read_html(html.encode(), "lamp.html").publication
    assert publication is not None
    assert "carries the oil" in publication.text


RELATED_WORK = (
    "<h2>Related work</h2><p>Harbours had asked before who leads a lighthouse, and mostly answered with the keeper's "
    "name. Quill looked at the oil instead, and at those who carried it.</p><p>Related questions were put to the ferrymen, "
    "with the same result.</p><p>Related work on lightships is thin.</p>"
)


@pytest.mark.parametrize("holder", ["div class='related'", "section", "div class='section related'"])
def test_a_section_on_related_work_is_the_articles(holder: str) -> None:
    publication = page(f"<{holder}>{RELATED_WORK}</{holder.split(maxsplit=1)[0]}>").publication
    assert publication is not None
    for words in ("Harbours had asked before", "Related questions were put", "on lightships is thin"):
        assert words in publication.text


def test_a_box_of_related_articles_with_their_first_words_is_none_of_the_article() -> None:
    teaser = "<p><a href='/2'>Nine bells over the bar of the harbour</a> A teaser of some words.</p>"
    publication = page(f"<div class='related'><h3>Related</h3>{teaser * 3}</div><p>Related: Nine bells</p>").publication
    assert publication is not None
    assert "bells" not in publication.text


def answer(subject: str) -> Piece:
    block = f"<p>{subject}</p><p><cite>Ann</cite> <span class='date'>3 May 2012</span></p><p>I knew the keeper.</p>"
    (only,) = page(f"<div class='comments'><div class='comment' id='comment-3'>{block}</div></div>").comments
    return only


@pytest.mark.parametrize(
    "first",
    [
        "Re: your point about the oil",
        "Re: the comment above",
        "Re: Ann's point, I would rather ask who carried the oil up the stairs.",
        "Re: what the keeper said",
        "Re: #4",
    ],
)
def test_a_readers_sentence_that_begins_like_a_subject_stays(first: str) -> None:
    assert answer(first).text == f"{first}\n\nI knew the keeper."


@pytest.mark.parametrize("subject", ["Re: The lamp at Cray End", "AW: Das Licht am Pier", "Re: How many lamps?"])
def test_the_subject_that_a_board_repeats_is_none_of_an_answers_words(subject: str) -> None:
    assert answer(subject).text == "I knew the keeper."


@pytest.mark.parametrize(
    ("firma", "author"),
    [
        ("Por Remedios Ayala, 3 de abril de 2015", "Remedios Ayala"),
        ("BEATRIZ LLANOS.", "BEATRIZ LLANOS"),
        ("María de la Cruz", "María de la Cruz"),
        ("Firma la petición", None),
        ("La firma del convenio", None),
        ("Aceros Lara S.A.", None),
        ("Firma Electrónica", None),
    ],
)
def test_a_firma_is_a_signature_and_no_company_or_signing(firma: str, author: str | None) -> None:
    html = f"<html lang='es'><body><h1>El faro</h1><p class='firma'>{firma}</p>{WARD * 3}</body></html>"
    publication = read_html(html.encode(), "faro.html").publication
    assert publication is not None
    assert publication.author == author


def test_a_window_title_that_names_the_menus_section_is_no_headline() -> None:
    html = (
        "<html><head><title>Town of Cray: News</title></head><body><ul><li><a href='/'>Town</a></li><li><a href='/news'>News"
        f"</a></li></ul><h1>Water in the pool again</h1>{WARD * 3}</body></html>"
    )
    publication = read_html(html.encode(), "pool.html").publication
    assert publication is not None
    assert publication.title == "Water in the pool again"


def test_trackbacks_are_told_where_nobody_commented() -> None:
    read = page(
        "<div class='comments'><ol><li class='pingback' id='comment-9'><p>Pingback: Bells weekly</p></li></ol></div>"
    )
    assert read.comments == ()
    assert [(left.what, left.why) for left in read.left_out] == [("Pingback: Bells weekly", "a pingback or trackback")]


def test_a_lone_name_under_the_headline_is_the_authors() -> None:
    body = ARTICLE.replace("</h1>", "</h1><address><a rel='author'>Ann Lee</a></address><p>Ann Lee</p>")
    publication = read_html(f"<html><body>{body}</body></html>".encode(), "lamp.html").publication
    assert publication is not None
    assert publication.author == "Ann Lee"
    assert publication.text.startswith("For sixty years")


@pytest.mark.parametrize(
    "words",
    [
        "You need to enable JavaScript to run this app.",
        "Bitte aktivieren Sie JavaScript, um diese Seite zu sehen.",
        "Veuillez activer JavaScript pour continuer.",
        "JavaScript is disabled in your browser.",
    ],
)
def test_a_page_that_waits_for_its_script_is_refused_as_saved_without_its_text(words: str) -> None:
    html = f"<html><head><title>App</title></head><body><div id=root></div><noscript>{words}</noscript></body></html>"
    with pytest.raises(SourceError, match="without its text"):
        read_html(html.encode(), "app.html")


def test_the_foots_copyright_year_is_no_date() -> None:
    publication = page("<div id='foot'>Copyright 2014 The Pier Post. All rights reserved.</div>").publication
    assert publication is not None
    assert publication.date is None


def test_a_subject_over_a_byline_is_no_name() -> None:
    block = (
        "<div class='comment' id='comment-3'><h3>Lamps matter</h3><div class='submitted'>Submitted by Ann Lee on "
        "Wed, 06/06/2012</div><div class='content'><p>I knew the keeper.</p></div></div>"
    )
    assert page(f"<div class='comments'>{block}</div>").comments[0].author == "Ann Lee"


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("<b>Ann Lee</b>, Keeper, Pier Board | 3 May 2012", ("Keeper", "Pier Board")),
        ("<b>Ann Lee</b>, MD, Keeper, Pier Board | 3 May 2012", ("Keeper", "Pier Board")),
        ("Submitted by Ann Lee, Keeper, Pier Board on 3 May 2012", ("Keeper", "Pier Board")),
        ("<b>Ann Lee</b>, Keeper | 3 May 2012", ("Keeper", None)),
        ("<b>Ann Lee</b>, Bexhill | 3 May 2012", (None, None)),
        ("<b>Ann Lee</b>, London, UK | 3 May 2012", (None, None)),
        ("<b>Ann Lee</b> | 3 May 2012, 10:20", (None, None)),
        ("Ann Lee, Keeper, Pier Board | 3 May 2012", ("Keeper", "Pier Board")),
    ],
)
def test_role_and_organisation_are_read_where_a_byline_gives_both_or_says_which_it_is(
    byline: str, expected: tuple[str | None, str | None]
) -> None:
    (only,) = page(f"<div class='comment'><p>{byline}</p><p>I knew the keeper, and his dog.</p></div>").comments
    assert only.author == "Ann Lee"
    assert (only.role, only.organisation) == expected


def test_real_pages_are_read_whole() -> None:
    folder = os.environ.get("LEADTEXT_PAGES")
    if not folder:
        pytest.skip("LEADTEXT_PAGES names no folder of real pages")
    files = sorted((Path(folder) / "html").glob("*.html"))
    assert files
    for file in files:
        read = read_html(file.read_bytes(), file.name)
        assert read.publication is not None
        assert len(read.publication.text) > 200
        assert read.publication.title
        for found in read.comments:
            assert found.text
            # the end, because many comments begin by quoting the article
            assert found.text[-60:] not in read.publication.text or len(found.text) < 60


WARD = "<p>The ward works because the porters share the rota between them all week, and they like it.</p>"
LAST = "Nobody wants it otherwise, and so it goes on as it always did, whoever sits in the office upstairs."


@pytest.mark.parametrize(
    "between",
    [
        f"<img src='data:image/png;base64,{'a' * 10_500_000}'>",
        f"<script>{'a' * 10_500_000}</script>",
        f"<!--{'a' * 10_500_000}-->",
        "<font size=2>" * 350,
    ],
    ids=["picture", "script", "note", "tags never closed"],
)
def test_what_stands_behind_ten_megabytes_in_one_piece_or_many_open_tags_is_read_too(between: str) -> None:
    publication = read_html(f"<h1>The ward</h1>{WARD * 3}{between}<p>{LAST}</p>".encode(), "w.html").publication
    assert publication is not None
    assert publication.text.endswith(LAST)


def test_a_page_of_one_endless_line_is_read_whole() -> None:
    publication = read_html(
        f"<h1>The ward</h1><p>{'The ward works. ' * 700_000}The end.</p>".encode(), "line.html"
    ).publication
    assert publication is not None
    assert publication.text.endswith("The end.")


@pytest.mark.parametrize("depth", [450, 5_000])
def test_a_page_nested_deeper_than_any_is_refused_for_that(depth: int) -> None:
    with pytest.raises(SourceError, match="deep"):
        read_html(f"<h1>The ward</h1>{WARD * 3}{'<div>' * depth}{WARD}".encode(), "deep.html")


PROSE = "<p>" + "The rota was pinned up by the porters and never taken down again. " * 8 + "</p>"
GROWING = {
    "comments in one another": "<div class='comment author{at}' id='comment-{at}'><a href='/user/{at}'>A</a> <time>3 May 2012</time><p>Yes.</p>",
    "blocks of many names": "<div class='x{at}'><b>A</b> 3 May 2012 <p>some words</p></div>",
    "empty elements in an author's": "<div class='author'><b></b><b></b>",
    "how long ago": "<div class='comment' id='comment-{at}'><b class='fn'>A</b><span class='date'>1 year 1 year ago</span><p>Yes.</p></div>",
}


@pytest.mark.parametrize("kind", GROWING)
def test_a_page_made_to_take_long_takes_no_more_than_its_size(kind: str) -> None:
    def seconds(number: int) -> float:
        ends = "</div>" * 20 if kind in {"comments in one another", "empty elements in an author's"} else ""
        parts = [GROWING[kind].format(at=at) + (ends if at % 20 == 19 else "") for at in range(number)]
        page = f"<!-- saved date: Tue Mar 05 2019 --><html><body>{PROSE}{''.join(parts)}</body></html>".encode()
        began = time.process_time()
        read_html(page, "page.html")
        return time.process_time() - began

    small = seconds(500)
    assert seconds(3000) < 20 * small + 0.3
