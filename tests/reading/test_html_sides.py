"""Lists with answers, pages with the newest comment on top, and the boxes and columns beside an article."""

from __future__ import annotations

import pytest

from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, publication, read, signed


def replies(block: str) -> list[tuple[str | None, int | None]]:
    return [(comment.author, comment.reply_to) for comment in comments(block)]


# --- whose answer -------------------------------------------------------------------------------------------------------


def answering(number: int, name: str, day: str, text: str, parent: str = "") -> str:
    return (
        f"<article class='comment' id='comment{number}'>{parent}<p>{text}</p><footer><span class='author'>{name}</span> "
        f"<span class='date'>{day}</span></footer></article>"
    )


def test_with_the_newest_on_top_an_answer_stands_before_what_it_answers() -> None:
    link = "<p class='ref'>Antwort auf <a href='#comment{}'>[{}]</a> vom 14.03.2022 um 15:40</p>"
    items = [
        answering(4, "Di", "15.03.2022", SAID[2], link.format(2, "Bo")),
        answering(3, "Cy", "14.03.2022", SAID[0], link.format(1, "Ann")),
        answering(2, "Bo", "14.03.2022", SAID[1]),
        answering(1, "Ann", "14.03.2022", "Where did the dog go?"),
    ]
    block = "<section id='comments'>{}</section>"
    assert replies(block.format("".join(items))) == [("Di", 2), ("Cy", 3), ("Bo", None), ("Ann", None)]
    assert replies(block.format("".join(items[::-1]))) == [("Ann", None), ("Bo", None), ("Cy", 0), ("Di", 1)]


def test_a_link_to_a_later_comment_is_no_answer_where_the_oldest_is_on_top() -> None:
    link = "<p>Antwort auf <a href='#comment2'>Bo</a></p>"
    block = answering(1, "Ann", "14.03.2022", SAID[0], link) + answering(2, "Bo", "15.03.2022", SAID[1])
    assert replies(f"<section id='comments'>{block}</section>") == [("Ann", None), ("Bo", None)]


def test_a_name_said_on_top_means_the_nearest_older_comment() -> None:
    items = [
        answering(3, "Cy", "16.03.2022", "@Ann: " + SAID[2]),
        answering(2, "Bo", "15.03.2022", SAID[1]),
        answering(1, "Ann", "14.03.2022", SAID[0]),
    ]
    assert replies(f"<section id='comments'>{''.join(items)}</section>")[0] == ("Cy", 2)


def bare(name: str, verb: str, text: str) -> str:
    return (
        f"<a name='6041'></a><div class='commentDate'>am Mittwoch, 18.02.2004 um 7:52 AM, <a href='http://{name}.example/'>{name}</a> "
        f"{verb}:</div><div class='commentTitle'></div>{text}<br><div class='small'><a href='/c'>auf diesen kommentar antworten</a></div>"
    )


def test_answers_in_boxes_among_comments_that_stand_in_none() -> None:
    block = bare("ann", "schrieb", SAID[0]) + bare("bo", "schrieb", SAID[1])
    block += f"<div class='reply'>{bare('cy', 'antwortete', SAID[2])}</div>" + bare("di", "schrieb", "And the dog?")
    page = read(f"<table><tr><td>{HEADLINE}<p><span class='storyText'>{ARTICLE}</span></p>{block}</td></tr></table>")
    assert [(c.author, c.text, c.reply_to) for c in page.comments] == [
        ("ann", SAID[0], None),
        ("bo", SAID[1], None),
        ("cy", SAID[2], 1),
        ("di", "And the dog?", None),
    ]


def test_answers_whose_writers_are_named_so_do_not_stand_for_all_comments() -> None:
    byline = "<div class='meta'><span class='author'>{}</span> wrote <span class='date'>18.02.2004</span>:</div>{}<br>"
    block = byline.format("Ann", SAID[0]) + byline.format("Bo", SAID[1])
    block += f"<div class='reply'>{byline.format('Cy', SAID[2])}</div>" + byline.format("Di", "And the dog?")
    block += f"<div class='reply'>{byline.format('Ed', 'There was no dog.')}</div>"
    found = read(f"<div>{HEADLINE}{ARTICLE}<h3>Comments</h3>{block}</div>").comments
    assert [(c.author, c.reply_to) for c in found] == [("Ann", None), ("Bo", None), ("Cy", 1), ("Di", None), ("Ed", 3)]


# --- what is no comment -----------------------------------------------------------------------------------------------------

LATEST = (
    "<aside><div class='sidebar'><h2>{}</h2><ul class='rcw-comments'>"
    "<li><div class='rcw-author'><a href='/7'>Dee</a> wrote on 17 November 2014</div><p>Your quinces have saved me ...</p></li>"
    "<li><div class='rcw-author'>Ed wrote on 15 November 2014</div><p>We put ginger in, but then the ...</p></li></ul></div></aside>"
)


def test_a_page_without_comments_has_none_where_its_side_shows_the_sites_latest() -> None:
    assert comments("<div id='comments'><h4>No comments:</h4></div>" + LATEST.format("Latest comments")) == ()


def test_an_excerpt_that_leads_to_a_comment_elsewhere_is_none_of_the_pages() -> None:
    gadget = "".join(
        f"<div class='plugin_comment_wrap'><span class='plugin_comment_author'>{name}</span> on <a href='/archives/{n % 1000}-x.html#c{n}'>"
        f"Storm {n}</a> <span class='plugin_comment_date'>15.11.2009 20:11</span><div class='plugin_comment_body'>I heard [...]</div></div>"
        for name, n in (("Fred", 8902), ("Ute", 8895))
    )
    found = comments(
        f"<ol>{signed(3, '<b class=author>Ann</b>', SAID[0])}</ol><div><h3>Comments</h3><div>{gadget}</div></div>"
    )
    assert [comment.author for comment in found] == ["Ann"]


def test_a_form_that_lists_the_comments_to_answer_is_none() -> None:
    form = (
        "<form method='post'><dl><dt class='commentsLabel'><label>Name</label></dt><dd><input type='text'></dd><dt><label>Reply to</label></dt>"
        "<dd><select><option>#1: Ann on 16.10.2009 22:14</option></select></dd><dt>Comment</dt><dd><textarea></textarea>"
        "<div class='comment_spamblock'>Please type what you see in the picture.</div></dd></dl></form>"
    )
    found = comments(f"<ol>{signed(3, '<b class=author>Ann</b>', SAID[0])}</ol>{form}")
    assert [comment.author for comment in found] == ["Ann"]


def test_an_entry_about_letters_is_no_list_of_letters() -> None:
    box = "<div class='author-info'><div class='author-description'><h3>By Anna Berg</h3><p>Anna Berg edited three papers.</p></div></div>"
    entry = (
        f"<article class='post-914 post type-post hentry category-press tag-leserbriefe'><header>{HEADLINE}"
        f"<p><span class='entry-date'>6 November 2013</span></p></header><div class='content'>{ARTICLE}{box}</div></article>"
    )
    page = read(entry)
    assert not page.comments
    assert page.publication is not None
    assert "walked back in the dark" in page.publication.text


# --- what is none of the article ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "box",
    [
        "<div class='box'><div class='box-header'>À propos</div><div><p>I have slept on 214 piers, nothing is urgent.</p></div></div>",
        "<section class='subscription'><p>The best of 214 piers, each Friday.</p></section>",
        "<p>Recibe «El Muelle», nuestra newsletter de los viernes, y 214 piers.</p>",
        "<p>Sendung: 214 piers, 14.03.2022, 19:30 Uhr</p>",
        "<div class='signature_div'>_________<br>A drop of oil and 214 piers.</div>",
    ],
)
def test_mottos_programmes_and_letters_to_subscribe_to_are_none_of_the_article(box: str) -> None:
    found = publication(HEADLINE + ARTICLE + box)
    assert "214 piers" not in found.text
    assert "walked back in the dark" in found.text


@pytest.mark.parametrize(
    "section",
    [
        "<section><h2>About</h2><p>We went and slept on 214 piers in all weathers, to see what the lamps are like at night.</p></section>",
        "<p>Their signature dish is served on 214 piers, and each of them says that it was the first to have it.</p>",
        "<p>The broadcast: on 214 piers they listened, and nobody spoke until the lamp was lit again at ten.</p>",
        "<p>Recevez une lettre sur 214 piers: that was all that the keeper's last notice to his children said that night, in his own hand.</p>",
    ],
)
def test_an_article_may_speak_of_them(section: str) -> None:
    assert "214 piers" in publication(HEADLINE + ARTICLE + section + ARTICLE).text


def test_a_narrow_column_of_links_is_none_of_the_article_and_names_no_writer() -> None:
    links = "".join(f"<a href='/{n}'>Storm {n}</a>, by <a href='/u/{n}'>Ann Lee</a>: 214 piers<br>" for n in range(3))
    page = f"<table><tr><td width='180'>{links}</td><td>{HEADLINE}{ARTICLE}{ARTICLE}</td></tr></table>"
    found = publication(page)
    assert "214 piers" not in found.text
    assert found.author is None


def test_a_table_of_figures_in_an_article_stays() -> None:
    table = "<table><tr><td width='150'>Piers with a keeper</td><td>214 piers</td></tr><tr><td width='150'>Others</td><td>3</td></tr></table>"
    assert "214 piers" in publication(HEADLINE + ARTICLE + table + ARTICLE).text


# --- who wrote it, and when --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "<p class='posted'>Posted by Anna Berg on Tuesday, 19 May 2009 at 10:58pm BST | <a href='/t'>TrackBack</a></p>",
        "<p class='foot'>servido por <strong>Anna Berg</strong> a las 11:20 PM | <a href='#c'>6 comentarios</a></p>",
        "<p><strong>Autor : </strong><a href='http://b.example' rel='author external'>Anna Berg</a></p>",
    ],
)
def test_a_line_under_an_entry_names_its_writer_before_its_stroke(line: str) -> None:
    assert publication(HEADLINE + ARTICLE + line).author == "Anna Berg"


def test_the_writer_of_a_teaser_is_not_the_articles() -> None:
    teaser = "<article class='manualteaser'><p>Trams run again. <span class='author'>By Tom Garz</span></p></article>"
    assert publication(f"<article>{HEADLINE}{ARTICLE}</article><section>{teaser}</section>").author is None
    own = f"<article>{HEADLINE}<span class='author'>By Anna Berg</span>{ARTICLE}</article>"
    assert publication(f"{own}<section>{teaser}</section>").author == "Anna Berg"


def test_the_day_behind_article_of_is_the_articles() -> None:
    teasers = "<div><p><span class='date'>21. 2. 2010</span> Numbers that are called</p></div>"
    note = "<div id='notes'>~ Artikel vom 14. 3. 2010 – 2047 Zeichen</div>"
    assert str(publication(HEADLINE + 5 * ARTICLE + note + teasers).date) == "2010-03-14"


@pytest.mark.parametrize(
    ("heading", "window", "title"),
    [
        (
            "<h2><span class='emphasis'>Piers without staff<span>:</span></span> <span>The last lamp of the pier</span></h2>",
            "Piers without staff: The last lamp of the pier",
            "The last lamp of the pier",
        ),
        ("<h1>Piers: the last lamp</h1>", "Piers: the last lamp", "Piers: the last lamp"),
        (
            "<h1>The last lamp <span class='comments-link'><a href='#c'>9</a></span></h1>",
            "The last lamp | The Pier",
            "The last lamp",
        ),
        ("<h1>Class of 99</h1>", "Class of 99 | The Pier", "Class of 99"),
        (
            "<h1>The last lamp at sea</h1>",
            "The last lamp at sea - Committee for the defence of public piers of the Upper Valley",
            "The last lamp at sea",
        ),
        (
            "<h1 class='weblogtitle'><a href='/'>pier</a></h1><span class='storyTitle'>Sundry</span>",
            "pier: Sundry",
            "Sundry",
        ),
        (
            "<div id='logo'><h1 class='pageTitle'><a href='index.php?page=Index'>Friends of Lamps</a></h1></div><h2>The lamp stops at night</h2>",
            "The lamp stops at night - Wall lamps - Friends of Lamps",
            "The lamp stops at night",
        ),
    ],
)
def test_a_headline_without_overline_count_and_site(heading: str, window: str, title: str) -> None:
    assert publication(heading + ARTICLE, window).title == title


def test_hatoms_published_dates_an_entry_in_any_time_zone() -> None:
    stated = "<h3><abbr class='published' title='2009-10-16T21:07:00CEST'>Friday</abbr></h3>"
    assert str(publication(f"{stated}{HEADLINE}{ARTICLE}").date) == "2009-10-16"


def test_the_one_calendars_leaf_dates_an_entry() -> None:
    leaf = "<div class='cal'><span>{}</span> <span>Mar</span> <span>2012</span></div>"
    page = f"<h1>The lamp</h1>{'<p></p>' * 20}<div>{{}}</div>{ARTICLE}"
    assert str(publication(page.format(leaf.format(10))).date) == "2012-03-10"
    assert publication(page.format(leaf.format(10) + leaf.format(12))).date is None, "two leaves date two entries"


# --- without telling names ----------------------------------------------------------------------------------------------------------


def block(number: int, day: str, stripe: str) -> str:
    return (
        f"<li class='{stripe}'><h4>{number}. <a href='/u/{number}'>reader{number}</a> - {day} at 09:12 am</h4>"
        f"<div class='q'><p>{SAID[number % 3]} Number {number} says so.</p></div><a href='/r'>Report abuse</a></li>"
    )


@pytest.mark.parametrize("day", ["January 14, 2010", "2010 September 14", "27 Mrz. 2012"])
def test_stripes_make_no_two_lists_of_one(day: str) -> None:
    items = "".join(block(number, day, ("x1", "x2")[number % 2]) for number in range(1, 7))
    found = comments(f"<div><ol>{items}</ol></div>")
    assert [comment.author for comment in found] == [f"reader{number}" for number in range(1, 7)]
    assert all(comment.date is not None for comment in found)
