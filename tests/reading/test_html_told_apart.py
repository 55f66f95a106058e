"""What on a page is a comment, a name, a byline or a box beside the article, and what only looks like it."""

from __future__ import annotations

import pytest

from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, publication, read, signed

# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ('<span class="user"><a href="/profile/ann"><b>Ann Lee</b> <i>(annlee77)</i></a></span>', "Ann Lee"),
        ('<cite class="fn">Ann Lee (Pier Board)</cite>', "Ann Lee (Pier Board)"),
        ('<h4><a rel="nofollow" href="http://a.example">Ann Lee</a> <a href="#comment-3">#</a></h4>', "Ann Lee"),
        ('<h4><a href="/user/profile/4/">The 9.40</a> <span>says...</span></h4>', "The 9.40"),
        ('<span class="commentName">The 9.40</span>', "The 9.40"),
        ('<span class="comment-name">Ann Lee, 10:40</span>', "Ann Lee"),
        ('<a class="author" href="/user/4">Ann Lee 10:40</a>', "Ann Lee"),
    ],
)
def test_a_name_ends_where_its_element_does_and_a_login_or_clock_is_none_of_it(byline: str, name: str) -> None:
    (only,) = comments(f"<ol>{signed(3, byline, SAID[0])}</ol>")
    assert only.author == name
    assert only.text == SAID[0]


def test_a_spanish_or_french_month_before_its_day_dates_a_comment() -> None:
    block = "".join(
        f'<dl class="comment"><dt>Comentario por <a class="fn" href="/profile/{name}">{name}</a> el {day} a las 9:40pm</dt>'
        f"<dd>{text}</dd></dl>"
        for name, day, text in (("Ana", "abril 29, 2010", SAID[0]), ("Beto", "enero 3, 2010", SAID[1]))
    )
    assert [str(comment.date) for comment in comments(f"<div>{block}</div>")] == ["2010-04-29", "2010-01-03"]


def dated(article: str, *days: str) -> list[str]:
    items = "".join(signed(n, f"<b class='author'>{'ABC'[n]}</b>", SAID[n]) for n in range(len(days)))
    for number, day in enumerate(days):
        items = items.replace(f"{number} May 2012", day)
    page = read(f"{HEADLINE}<p class='byline'>By Anna Berg, {article}</p>{ARTICLE}<ol id='comments'>{items}</ol>")
    return [str(comment.date) for comment in page.comments]


@pytest.mark.parametrize("sign", ["/", ".", "-"])
def test_the_articles_day_in_words_says_which_number_is_the_month(sign: str) -> None:
    days = [f"9{sign}12{sign}2007 3:22pm", f"10{sign}2{sign}2007 4:40pm"]
    assert dated("September 12, 2007 at 3:05pm", *days) == ["2007-09-12", "2007-10-02"]
    assert dated("12 September 2007", *days) == ["2007-12-09", "2007-02-10"], "British words, British order"
    assert dated("December 9, 2007", *days) == ["2007-12-09", "2007-02-10"], "only the day first fits"
    assert dated("May 12, 2006", *days) == ["2007-12-09", "2007-02-10"], "neither fits"


def test_a_dotted_date_that_can_only_be_read_month_first_tells_of_the_others() -> None:
    assert dated("2007", "9.12.2007", "9.13.2007") == ["2007-09-12", "2007-09-13"]
    assert dated("2007", "9.12.2007", "9.13.2007", "30.9.2007")[0] == "2007-12-09", "who mixes them says nothing"
    assert dated("2007", "9.12.2007", "3.10.2007") == ["2007-12-09", "2007-10-03"]


# --- comments and what only looks like them ----------------------------------------------------------------------------

COMMENTARY = "<h1>The lamp at the end of the pier</h1>"


def many(container: str, end: str, *, numbers: bool = True, tag: str = "div") -> str:
    items = "".join(
        f'<{tag} class="comment"{f" id=comment-{day}" if numbers else ""}><b class="author">{name}</b> '
        f'<span class="date">{day} May 2012</span><p>{text}</p></{tag}>'
        for day, name, text in ((3, "Ann", SAID[0]), (4, "Bo", SAID[1]), (5, "Cy", SAID[2]))
    )
    return f"{container}{items}{end}"


def test_what_visitors_write_into_a_sidebar_is_no_comment_on_the_article() -> None:
    assert not comments(many('<div class="sidebar sidebar-left"><h2>Shout box</h2>', "</div>"))
    assert len(comments(many('<div class="sidebar"><div id="comments">', "</div></div>"))) == 3
    assert len(read(f'<div id="sidebar">{HEADLINE}{ARTICLE}{many("<div>", "</div>")}</div>').comments) == 3
    assert len(comments(many('<div class="with-sidebar">', "</div>"))) == 3


def test_a_commentary_of_the_papers_own_is_no_comment() -> None:
    teasers = "".join(
        f'<li class="comment comment-teaser"><h3><a href="/c/{n}">Another view of the lamp, {n}</a></h3>'
        f'<p class="comment-author">Ann Lee</p><time>{n} May 2012</time><p>{SAID[n]}</p></li>'
        for n in (0, 1, 2)
    )
    hero = f'<div class="hero--comment">{COMMENTARY}<span class="datetime">27 April 2012</span></div>'
    page = read(f'<article class="comment">{hero}{ARTICLE}</article><ol class="comments-list">{teasers}</ol>')
    assert not page.comments
    assert page.publication is not None
    assert page.publication.text.startswith("For sixty years")


def test_a_comment_with_a_heading_of_the_highest_rank_is_one() -> None:
    titled = f'<div class="comment"><h1>On the dog</h1><b class="author">Bo</b> <i class="date">4 May 2012</i><p>{SAID[1]}</p></div>'
    (only,) = read(f"<h2>The lamp at the end of the pier</h2>{ARTICLE}{titled}").comments
    assert (only.author, only.text) == ("Bo", SAID[1])


def test_pingbacks_are_told_by_their_heading_their_link_or_their_byline() -> None:
    link = "<a rel='external nofollow' href='http://b.example/7'>Pier Post » A lamp</a>"
    pings = (
        f"<h2>Trackbacks/Pingbacks</h2><ol class='pinglist'><li id='comment-7'>{link}</li></ol>"
        f"<ol><li class='comment' id='comment-8'>{link}</li><li class='comment' id='comment-9'><p class='by'>Pingback by {link}</p>"
        "<p class='info'>4 May 2012 @ 12:05</p><p>[...] as one reads there [...]</p></li></ol>"
    )
    page = read(HEADLINE + ARTICLE + many("<div id='comments'>", "</div>") + pings)
    assert [comment.author for comment in page.comments] == ["Ann", "Bo", "Cy"]
    assert {left.why for left in page.left_out} == {"a pingback or trackback"}


def test_a_reader_who_says_no_more_than_a_link_has_commented() -> None:
    byline = '<b class="author">Ann</b>'
    (only,) = comments(f"<ol>{signed(3, byline, '<a href=http://b.example/7>Pier Post » A lamp</a>')}</ol>")
    assert only.text == "Pier Post » A lamp"


def test_the_latest_comments_of_the_whole_site_are_none_of_the_pages() -> None:
    latest = '<div><h3>Latest comments</h3><div class="comments"><div class="comment"><b class="author">Dee</b>I play it...</div></div></div>'
    assert [c.author for c in comments(many("<div>", "</div>") + latest)] == ["Ann", "Bo", "Cy"]
    assert len(comments(many("<div><h3>Latest comments</h3><div>", "</div></div>"))) == 3


def test_an_advertisement_between_posts_is_left_out() -> None:
    advert = f'<div class="comment" id="comment-9"><b class="author">Advertisement</b> <i class="date">5 May 2012</i><p>{SAID[2]}</p></div>'
    page = read(HEADLINE + ARTICLE + many("<div>", advert + "</div>"))
    assert len(page.comments) == 3
    assert page.left_out[0].why == "an advertisement"


def test_a_box_named_after_all_comments_is_not_taken_for_one() -> None:
    block = "".join(
        f'<div class="cmntblk"><p>{text}</p><div class="cmntname">from: <b>{name}</b></div>'
        f'<div class="cmntdate">Posted on: May {day}, 2012 at 09:14 IST</div></div>'
        for day, name, text in ((3, "A. Lee", SAID[0]), (4, "Bo", SAID[1]), (5, "K.V. Cy", SAID[2]))
    )
    found = comments(f'<div id="comment-block"><h3>Comments:</h3>{block}</div>')
    assert [(c.author, c.text) for c in found] == [("A. Lee", SAID[0]), ("Bo", SAID[1]), ("K.V. Cy", SAID[2])]


def test_days_on_a_calendars_leaf_date_comments_that_nothing_names() -> None:
    block = "".join(
        f'<div class="comentariotexto"><div><p>2012</p><p>May {day}</p><p>07:2{day}a.m</p></div>'
        f'<div><p class="name"><span>{name}</span> dice:</p><p>{text}</p></div></div>'
        for day, name, text in ((3, "Ann", SAID[0]), (4, "Bo", SAID[1]))
    )
    found = comments(f'<div id="comentarios">{block}</div><div>1 May 2012</div><div>2 May 2012</div>')
    assert [(c.author, str(c.date), c.text) for c in found] == [
        ("Ann", "2012-05-03", SAID[0]),
        ("Bo", "2012-05-04", SAID[1]),
    ]


def test_one_name_among_the_comments_makes_no_comment() -> None:
    rules = '<div class="comments"><p>The house rules are kept by <span class="author">Ann Lee</span>, who reads everything.</p></div>'
    assert not comments(f"{rules}<div>1 May 2012</div><div>2 May 2012</div>")


def test_rows_of_a_table_with_a_button_each_are_comments() -> None:
    rows = "".join(
        f'<tr><td class="h"><a href="/userinfo.php?uid={day}">{name}</a></td><td class="h"><div class="comDate">'
        f'<span class="comDateCaption">Posted on:</span> {day}/5/2012 20:11</div></td></tr><tr><td><div class="comUserStat">'
        f'<span class="comUserStatCaption">From:</span> Hull</div></td><td><div class="comText">{text}</div></td></tr>'
        f"<tr><td></td><td><a href='/r?{day}'><img src='r.gif' alt='Reply'></a></td></tr>"
        for day, name, text in ((3, "ann7", SAID[0]), (4, "bo", SAID[1]), (5, "cy", SAID[2]))
    )
    found = comments(f"<table><tr><th>Author</th><th>Thread</th></tr>{rows}</table>")
    assert [(c.author, str(c.date), c.text) for c in found] == [
        ("ann7", "2012-05-03", SAID[0]),
        ("bo", "2012-05-04", SAID[1]),
        ("cy", "2012-05-05", SAID[2]),
    ]


def test_an_answer_named_after_comment_and_answer_is_a_comment() -> None:
    answer = f'<div class="LeserkommentarAntwort"><b class="Username">Bo</b><i class="Datum">4.5.2012</i><p>{SAID[1]}</p></div>'
    block = f'<div class="Leserkommentar"><b class="Username">Ann</b><i class="Datum">3.5.2012</i><p>{SAID[0]}</p>{answer}</div>'
    found = comments(f"<div>{block}</div>")
    assert [(c.author, c.text, c.reply_to) for c in found] == [("Ann", SAID[0], None), ("Bo", SAID[1], 0)]


def test_a_short_post_in_a_row_keeps_its_words() -> None:
    rows = "".join(
        f'<table class="post"><tr class="message"><td><b>{name}</b><span>{rank}</span></td><td><div>Posted on {day}-05-2012 '
        f"at 22:40:55 <a href='/r'>Reply</a></div><div><p>{text}</p></div></td></tr></table>"
        for day, name, rank, text in (
            (13, "ann7", "", SAID[1] * 4),
            (14, "bo", "has no lamp", SAID[1] * 2),
            (15, "cy", "", "bump :o"),
            (16, "dee", "", SAID[0]),
        )
    )
    page = read(f"<h1>The lamp at the end of the pier</h1><div>{rows}</div>")
    assert [(c.author, c.text) for c in page.comments] == [("bo", SAID[1] * 2), ("cy", "bump :o"), ("dee", SAID[0])]


def test_a_quote_under_the_word_quote_and_its_writer_in_bold_is_none_of_the_words() -> None:
    lead = "<div>quote</div><hr><div><b>Ann wrote:</b> "
    quote = f"<blockquote>{lead}{SAID[0]}</div><hr></blockquote>"
    own = f"<blockquote><div><b>The keeper wrote:</b> {SAID[2]}</div></blockquote>"
    block = signed(3, '<b class="author">Ann</b>', SAID[0]) + signed(
        4, '<b class="author">Bo</b>', f"{quote}<p>{SAID[1]}</p>{own}"
    )
    found = comments(f"<ol>{block}</ol>")
    assert found[1].text == f"{SAID[1]}\n\nThe keeper wrote: {SAID[2]}"
    assert found[1].reply_to == 0


def test_a_quote_that_begins_with_a_link_to_what_it_quotes_is_none_of_the_words() -> None:
    quote = f'<blockquote><p><strong><a href="#comment-3">Ann</a> :</strong><br>{SAID[0]}</p></blockquote>'
    own = f"<blockquote><p><strong>Keeper:</strong> {SAID[2]}</p></blockquote>"
    block = signed(3, '<b class="author">Ann</b>', SAID[0]) + signed(
        4, '<b class="author">Bo</b>', f"{quote}<p>{SAID[1]}</p>{own}"
    )
    found = comments(f"<ol>{block}</ol>")
    assert found[1].text == f"{SAID[1]}\n\nKeeper: {SAID[2]}"
    assert found[1].reply_to == 0


def test_a_full_stop_may_be_all_that_a_reader_says() -> None:
    found = comments(
        f"<ol>{signed(3, '<b class=author>Ann</b>', '.')}{signed(4, '<b class=author>Bo</b>', SAID[1])}</ol>"
    )
    assert [c.text for c in found] == [".", SAID[1]]


# --- the article's writer, day, headline and what stands beside it ------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "<div>Von Anna Berg am 14.6.12 in: <a href='/k'>Kino</a>, <a href='/u'>Uni</a> — Tags: <a href='/l'>Lampe</a></div>",
        "<p>Geschrieben am 4. Oktober 2012 von Anna Berg.</p>",
        "<p>Rédigé par Anna Berg, le 3 octobre 2012 – Classé dans : <a href='/v'>Vie</a></p>",
    ],
)
def test_a_line_under_an_entry_that_has_its_day_names_its_writer(line: str) -> None:
    assert publication(HEADLINE + ARTICLE + line).author == "Anna Berg"


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Easter the keepers had painted the lamp, and on 3 May 2012 they hung it up in the church for everybody.</p>",
        "<p>Von Menschen am Pier handelt die Ausstellung, die am 3. Mai 2012 im Rathaus eröffnet wird.</p>",
    ],
)
def test_a_sentence_that_begins_as_a_byline_does_names_nobody(line: str) -> None:
    found = publication(HEADLINE + ARTICLE + line)
    assert found.author is None
    assert line[3:20] in found.text


@pytest.mark.parametrize(
    "byline",
    [
        "<p>May 11, 2012 @ 9:58 pm · Filed by Anna Berg under <a href='/w'>Words</a></p>",
        "<span class='submitted'>12. März 2012 - 9:14 — Anna Berg</span>",
        "<div>By Anna Berg <span>•</span> 341 words on <a href='/o'>Lamps</a> <span>•</span> <a href='#r'>0 comments</a></div>",
        "<p class='author'>By: Anna Berg<br><a href='mailto:x'>berg@pier.example</a></p>",
        "<p class='author'>By <a href='/staff/berg'>Anna Berg</a>, Hull</p>",
        "<p class='author'>Von Anna Berg, Landesfunkhaus Hull</p>",
        "<div class='itemNav'><span class='author'>Anna Berg</span></div>",
    ],
)
def test_a_byline_gives_the_name_without_town_office_address_or_section(byline: str) -> None:
    title = "<h1><a href='/'>The Pier Post</a></h1><h2>The lamp at the end of the pier</h2>"
    assert publication(f"{title}{byline}{ARTICLE}").author == "Anna Berg"


def test_two_writers_of_two_names_each_are_both_kept() -> None:
    assert (
        publication(f"{HEADLINE}<p class='author'>By Anna Berg, Bo Lund</p>{ARTICLE}").author == "Anna Berg and Bo Lund"
    )


def test_a_byline_knows_better_than_a_meta_author_of_one_word() -> None:
    byline = "<span>Written by Anna Berg (secretary)</span>"
    head = "<meta name='author' content='Board'>"
    assert publication(f"{HEADLINE}{byline}{ARTICLE}", head=head).author == "Anna Berg"


@pytest.mark.parametrize(
    "day",
    [
        "<div>Hull, May 3, 2012</div><h1>The lamp at the end of the pier</h1>",
        "<div>3. Mai 2012 <h1>The lamp at the end of the pier</h1></div>",
        "<h1>The lamp at the end of the pier <span>May 3, 2012 10:29 AM <a href='/s'>Subscribe</a></span></h1>",
        "<h1>The lamp at the end of the pier</h1><dl><dd>1</dd><dd>2</dd><dd>3</dd><dd>4</dd><dd>5</dd><dd>6</dd><dd>7</dd>"
        "<dd>8</dd><dd>9</dd><dd>10</dd><dd>11</dd><dd><time itemprop='datePublished' datetime='2012-05-03'>on</time></dd></dl>",
    ],
)
def test_the_day_is_read_right_at_the_headline(day: str) -> None:
    latest = "<ul><li>4 May 2011 <a href='/a'>Another</a></li><li>9 May 2011 <a href='/b'>Third</a></li></ul>"
    assert str(publication(f"{day}{ARTICLE}<div>{latest}</div>").date) == "2012-05-03"


@pytest.mark.parametrize(
    ("heading", "window", "title"),
    [
        (
            "<h1>The lamps of old Hull</h1>",
            "At sea, by night and by day: The lamps of old Hull - The Pier Post",
            "The lamps of old Hull",
        ),
        ("<h2><a href='/l'>Lamps of Hull</a> (5. März 2012)</h2>", "Lamps of Hull | Pier Post", "Lamps of Hull"),
        (
            "<h1><a class='topic' href='/t'>Journal</a> Lamps of Hull</h1>",
            "Journal Lamps of Hull — Pier",
            "Lamps of Hull",
        ),
        (
            "<h1><a href='./'>The Pier Forum of Hull</a></h1>",
            "Lamps of Hull? - The Pier Forum of Hull",
            "Lamps of Hull?",
        ),
        ("<h1>Lamps of Hull (Part 2)</h1>", "Lamps of Hull (Part 2) | Pier Post", "Lamps of Hull (Part 2)"),
    ],
)
def test_a_headline_is_told_from_kicker_day_section_and_site(heading: str, window: str, title: str) -> None:
    assert publication(heading + ARTICLE, window).title == title


def test_the_site_and_its_section_before_a_title_are_none_of_it() -> None:
    menu = "<td><a href='/n'>News</a></td>"
    head = "<meta name='author' content='The Pier Club'>"
    window = "The Pier Club - News - A lamp at the end of the pier"
    assert (
        publication(f"<table><tr>{menu}</tr></table>{ARTICLE}", window, head).title == "A lamp at the end of the pier"
    )


ABOUT = "Audits lamps on weekdays, and has slept on 214 piers, which she can name."


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='about_the_author'><p>{ABOUT}</p></div>",
        f"<div class='Autorenbox'><h4>Anna Berg</h4><p>{ABOUT}</p></div>",
        f"<div><h3>About the author</h3><p>{ABOUT}</p></div>",
        f"<div class='infobox'><h4>Umfrage</h4><p>{ABOUT} Do you?</p></div>",
        f"<p>More<ul>{''.join(f'<li>{n}/3/2008 10:12:00 - <a href=/{n}>{ABOUT}</a></li>' for n in (1, 2, 3))}</ul>",
        "<center><small>Ads go away for members: audits lamps on weekdays</small></center>",
    ],
)
def test_boxes_on_the_author_polls_and_other_articles_are_none_of_the_article(box: str) -> None:
    found = publication(HEADLINE + ARTICLE + box)
    assert "lamps on weekdays" not in found.text
    assert "walked back in the dark" in found.text


@pytest.mark.parametrize(
    "section",
    [
        f"<section><h2>Umfrage</h2><p>We asked the keepers of all piers. {ABOUT}</p></section>",
        "<ul>"
        + "".join(f"<li>{n} May 2012: the keeper told <a href='/k'>the board</a> so. {ABOUT}</li>" for n in (3, 4, 5))
        + "</ul>",
    ],
)
def test_an_articles_own_section_and_list_stay(section: str) -> None:
    assert "lamps on weekdays" in publication(HEADLINE + ARTICLE + section + ARTICLE).text


# --- answers -----------------------------------------------------------------------------------------------------------


def held(kind: str, name: str, words: str) -> str:
    byline = f"<div class='by'><span class='comment_author_name'>{name}</span> said on 3 May 2012 at 11:45</div>"
    return f"<div class='{kind}'>{byline}<div class='words'><p>{words}</p></div></div>"


def test_the_answers_to_the_last_comment_are_comments_as_those_to_others_are() -> None:
    first = held("comment_item", "Ann", SAID[0]) + f"<div class='in'>{held('comment_answer', 'Bo', SAID[1])}</div>"
    last = (
        held("comment_item", "Cy", SAID[2]) + f"<div class='in'>{held('comment_answer', 'Di', 'By the ladder.')}</div>"
    )
    assert [comment.author for comment in comments(f"<div>{first}{last}</div>")] == ["Ann", "Bo", "Cy", "Di"]


def test_answers_elsewhere_on_the_page_are_no_comments() -> None:
    first = held("comment_item", "Ann", SAID[0]) + f"<div class='in'>{held('comment_answer', 'Bo', SAID[1])}</div>"
    last = held("comment_item", "Cy", SAID[2])
    aside = f"<div><h3>Answers of the week</h3>{held('comment_answer', 'Di', 'By the ladder.')}</div>"
    assert [comment.author for comment in comments(f"<div>{first}{last}</div>{aside}")] == ["Ann", "Bo", "Cy"]
