"""How the reader of web pages does with markup that it has no name for: what tells comments, names and answers then."""

from __future__ import annotations

import pytest

from leadtext.reading.html import read_html
from leadtext.records import Page, Piece

ARTICLE = (
    "<p>For sixty years the lamp at the end of the pier was lit by hand, every evening and in every weather.</p>"
    "<p>The keeper walked out with a ladder and a can of oil, and walked back in the dark, counting the planks.</p>"
    "<p>Nobody remembers who decided that a switch would do, or whether anybody asked the keeper about it.</p>"
)
HEADLINE = "<h1>The lamp at the end of the pier</h1>"
SAID = ("I knew the keeper of the lamp.", "And I knew his dog, who is buried under the ladder.", "Where is the ladder?")


def read(body: str, title: str = "The lamp at the end of the pier") -> Page:
    html = f"<html lang='en'><head><title>{title}</title></head><body>{body}</body></html>"
    return read_html(html.encode(), "lamp.html")


def comments(block: str) -> tuple[Piece, ...]:
    return read(HEADLINE + ARTICLE + block).comments


def publication(body: str, title: str = "The lamp at the end of the pier") -> Piece:
    found = read(body, title).publication
    assert found is not None
    return found


def numbered(number: int, author: str, text: str, extra: str = "", inside: str = "") -> str:
    return (
        f'<div class="comment {extra}" id="comment-{number}"><span class="author">{author}</span>'
        f'<span class="date">{number} May 2012</span><div class="text">{text}</div>{inside}</div>'
    )


# --- names -----------------------------------------------------------------------------------------------------------


def test_a_messages_writer_is_told_by_the_end_of_a_name() -> None:
    block = "".join(
        f'<div class="x-message x-message-level{level}"><b class="x-message-username">{name}</b>'
        f'<i class="x-message-date">{level + 3} May 2012</i><div class="x-message-body">{text}</div></div>'
        for level, name, text in ((0, "Ann", SAID[0]), (1, "Bo", SAID[1]))
    )
    found = comments(f"<div>{block}</div>")
    assert [(c.author, c.text, c.reply_to) for c in found] == [("Ann", SAID[0], None), ("Bo", SAID[1], 0)]


def test_a_writers_picture_makes_no_second_comment() -> None:
    def item(number: int, name: str, text: str, inside: str = "") -> str:
        return (
            f'<li class="comment" id="comment-{number}"><img class="comment-author-image" alt="{name}">'
            f'<div class="comment-box"><h5 class="comment-name">{name}</h5><span class="comment-date">{number} May 2012'
            f'</span><div class="comment-content">{text}</div></div>{inside}</li>'
        )

    answers = f'<ol class="comment-replies">{item(4, "Bo", SAID[1])}</ol>'
    found = comments(f"<ol>{item(3, 'Ann', SAID[0], answers)}</ol>")
    assert [(c.author, c.reply_to) for c in found] == [("Ann", None), ("Bo", 0)]


def test_a_stressed_word_is_no_name() -> None:
    block = (
        '<div class="comment" id="comment-3"><a class="author-homepage" href="http://a.example">Ann, keeper</a> '
        '<span class="comment-date">3 May 2012</span><div class="comment-body">It was <strong>the oil</strong>.</div></div>'
    )
    (only,) = comments(block)
    assert (only.author, only.text) == ("Ann, keeper", "It was the oil.")


def test_a_nickname_may_begin_like_guest() -> None:
    names = [c.author for c in comments(numbered(3, "guest77", SAID[0]) + numbered(4, "Guest 77", SAID[1]))]
    assert names == ["guest77", None]


def test_a_sign_before_the_name_and_counts_beside_it_are_no_part_of_it() -> None:
    block = "".join(
        f'<div class="comment" id="comment-{n}"><p class="info"><a href="#comment-{n}">#{n}</a> <time>{n} May 2012 @ 10:12'
        f"</time> {name} says:</p><p>{text}</p></div>"
        for n, name, text in ((3, "Ann", SAID[0]), (4, "Bo", SAID[1]))
    )
    assert [c.author for c in comments(block)] == ["Ann", "Bo"]


def test_classes_of_style_sheets_say_nothing_of_the_words() -> None:
    block = "".join(
        f'<li class="comment"><a class="person text-info" href="/u/{name}">@{name}</a><span class="badge">English</span>'
        f'<b>{n}0</b> <span data-tippy-content="{n} May 2012 at 9:14">3 years ago</span><div class="md">{text}</div></li>'
        for n, name, text in ((3, "ann_l", SAID[0]), (4, "bo_t", SAID[1]))
    )
    found = comments(f"<ul class='comments'>{block}</ul>")
    assert [(c.author, str(c.date)) for c in found] == [("@ann_l", "2012-05-03"), ("@bo_t", "2012-05-04")]


TITLES = ("the ladder", "Tuesday?", "Lamps")
SIGNED = (("Ann Berg", 3), ("someone from the pier", 4), ("Cy", 5))


@pytest.mark.parametrize(
    "form",
    [
        "<h3>{title}</h3><p>{text}</p><div class='item-foot'>Posté par {name}, {day} mai 2012 à 18:25</div>",
        "<h4>{title}</h4><p>{text}</p><p>Posted by {name} on {day} May 2012</p>",
        "<p>{text} <b>Truly so</b>.</p><p>Posted by {name} on {day} May 2012</p>",
        "<p><b>Note:</b> the day on which it happened was a Tuesday. {text}</p><p>by {name} on {day} May 2012</p>",
    ],
)
def test_who_signs_under_the_words_is_the_writer_whatever_stands_over_them(form: str) -> None:
    block = "".join(
        f"<li class='comment'>{form.format(title=title, text=text, name=name, day=day)}</li>"
        for title, text, (name, day) in zip(TITLES, SAID, SIGNED, strict=True)
    )
    found = comments(f"<ul>{block}</ul>")
    assert [c.author for c in found] == [name for name, _ in SIGNED]


def test_a_heading_right_over_town_and_day_is_the_writer() -> None:
    block = "".join(
        f"<li class='comment'><h4>{name}</h4><p>Leeds, {day} May 2012</p><p>{text}</p></li>"
        for name, day, text in zip(("Ann Berg", "Bo Lee"), (3, 4), SAID, strict=False)
    )
    assert [c.author for c in comments(f"<ul>{block}</ul>")] == ["Ann Berg", "Bo Lee"]


RULE = "<hr size='1'>"
FOOT = "<p>Your opinion? Write to the webmaster, who puts it here as soon as he is back from the pier.</p>"


@pytest.mark.parametrize(
    ("form", "foot"),
    [
        ("<p>{text}</p><p align='right'><i>{name}, Leeds, {day} May 2012</i></p>", FOOT),
        ("<p>{text}</p><p><i>{name}, {day} May 2012</i></p><hr>", FOOT),
        ("<p>{text}</p><p>And that is all.</p><p><i>{name}, {day} May 2012</i></p><hr>", FOOT),
        ("<p>{text}</p><p><i>{name}, {day} May 2012</i></p>", ""),
        ("<p><i>{name}, {day} May 2012</i></p><p>{text}</p><hr>", FOOT),
    ],
)
def test_paragraphs_are_given_to_the_name_under_them_or_over_them(form: str, foot: str) -> None:
    said = [text * 3 for text in SAID]
    people = (("Ann Berg", 3), ("Bo", 4), ("Cy", 5))
    block = "".join(form.format(text=text, name=name, day=day) for text, (name, day) in zip(said, people, strict=True))
    found = read(f"<table><tr><td>{HEADLINE}{ARTICLE}<h2>Comments</h2>{block}{foot}</td></tr></table>")
    assert [(c.author, str(c.date)) for c in found.comments] == [(name, f"2012-05-0{day}") for name, day in people]
    assert all(c.text.startswith(text) for c, text in zip(found.comments, said, strict=True))
    assert found.publication is not None
    assert not any(text in found.publication.text for text in SAID)


# --- answers ---------------------------------------------------------------------------------------------------------


def test_an_answer_to_a_deleted_comment_answers_nobody_before_it() -> None:
    gone = numbered(4, "Bo", "This comment has been deleted.", "level-0")
    found = comments(
        numbered(3, "Ann", SAID[0], "level-0")
        + gone
        + numbered(5, "Cy", SAID[1], "level-1")
        + numbered(6, "Di", SAID[2], "level-2")
    )
    assert [(c.author, c.reply_to) for c in found] == [("Ann", None), ("Cy", None), ("Di", 1)]


def test_answers_in_one_list_under_a_comment_may_answer_one_another() -> None:
    def box(number: int, name: str, depth: int) -> str:
        return (
            f'<div class="comment-item" id="comment-{number}"><div class="area reply_indent_{depth}"><b class="author">'
            f'{name}</b><i class="date">{number} May 2012</i><div class="text">{SAID[depth]}</div></div></div>'
        )

    group = f'<div class="replies">{box(4, "Bo", 1)}{box(5, "Cy", 2)}</div>'
    found = comments(f"<section>{box(3, 'Ann', 0)}{group}</section><section>{box(6, 'Di', 0)}</section>")
    assert [(c.author, c.reply_to) for c in found] == [("Ann", None), ("Bo", 0), ("Cy", 1), ("Di", None)]


def test_who_quotes_a_comment_answers_it() -> None:
    def quoting(name: str, words: str) -> str:
        return f'<div class="quotebox"><cite>{name} wrote:</cite><blockquote>{words}</blockquote></div>'

    found = comments(
        numbered(3, "Ann", SAID[0])
        + numbered(4, "Bo", SAID[1])
        + numbered(5, "Cy", quoting("Ann", "the keeper of the lamp") + "Did you?")
        + numbered(6, "Di", quoting("Ann", "who is buried under the ladder") + "That was not Ann.")
        + numbered(7, "Ed", quoting("Somebody", "the keeper of the lamp") + "Who?")
    )
    assert [c.reply_to for c in found] == [None, None, 0, None, None]
    assert found[2].text == "Did you?"


@pytest.mark.parametrize(
    "box",
    [
        # Simple Machines 1 and 2, phpBB 2, Invision 1, 2 and 4, YaBB
        "<div class='quoteheader'><a href='#m1'>Quote from: Ann on May 03, 2012, 10:20:00 AM</a></div>"
        "<div class='quote'>{words}</div>",
        "<div class='quoteheader'><div class='topslice_quote'><a href='#m1'>Quote from: Ann on May 03, 2012, 10:20:00 AM</a></div>"
        "</div><blockquote class='bbc_standard_quote'>{words}</blockquote>",
        "<table><tr><td><span><b>Ann wrote:</b></span></td></tr><tr><td class='quote'>{words}</td></tr></table>",
        "<div class='quotetop'>QUOTE(Ann @ May 3 2012, 10:20 AM)</div><div class='quotemain'>{words}</div>",
        "<p class='citation'>Ann, on 03 May 2012 - 10:20 AM, said:</p><div class='blockquote'><div class='quote'>{words}</div></div>",
        "<blockquote data-author='Ann'><p>{words}</p></blockquote>",
        "<b>Ann wrote on May 3<sup>rd</sup>, 2012 at 10:20am:</b><br><div class='quote'>{words}</div>",
    ],
)
def test_the_heading_of_a_quote_belongs_to_it_on_any_board(box: str) -> None:
    quoting = box.format(words="the keeper of the lamp")
    found = comments(numbered(3, "Ann", SAID[0]) + numbered(4, "Bo", quoting + "Did you?"))
    assert [(c.author, str(c.date), c.text, c.reply_to) for c in found[1:]] == [("Bo", "2012-05-04", "Did you?", 0)]


def test_a_comment_may_be_called_after_whom_it_is_by_and_name_in_rdfa_what_it_answers() -> None:
    def box(number: int, name: str, by: str, answers: int) -> str:
        return (
            f'<div class="comment {by} clearfix" about="/comment/{number}#comment-{number}" typeof="sioc:Post sioct:Comment">'
            f'<h3>Lamps {number}</h3><div class="submitted">Submitted by <span class="username">{name}</span> on {number} May 2012</div>'
            f'<div class="content"><span rel="sioc:reply_of" resource="/lamps"></span>'
            f'<span rel="sioc:reply_of" resource="/comment/{answers}#comment-{answers}"></span><p>{SAID[0]}</p></div></div>'
        )

    found = comments(
        f'<div id="comments">{box(3, "Ann", "comment-by-anonymous", 0)}{box(4, "Bo", "comment-by-node-author", 3)}'
        f"{box(5, 'Cy', 'comment-by-viewer', 3)}</div>"
    )
    assert [(c.author, c.reply_to) for c in found] == [("Ann", None), ("Bo", 0), ("Cy", 0)]


def test_an_answer_may_name_its_writer_and_no_day() -> None:
    answer = (
        '<div class="reply"><p class="info">Reply by Bo Lind</p><div class="comment"><p>He had two.</p></div></div>'
    )
    found = comments(numbered(3, "Ann", SAID[0], inside=answer) + numbered(4, "Cy", SAID[1]))
    assert [(c.author, c.text, c.reply_to) for c in found] == [
        ("Ann", SAID[0], None),
        ("Bo Lind", "He had two.", 0),
        ("Cy", SAID[1], None),
    ]


# --- words -----------------------------------------------------------------------------------------------------------


def test_a_hidden_box_is_no_comment_s_text_unless_it_is_all_there_is() -> None:
    hidden = '<div class="content" style="display:none">Messages: 214. Thanks received: 23. Warnings: 0.</div>'
    assert comments(numbered(3, "Ann", hidden + SAID[0]))[0].text == SAID[0]
    voted_down = f'<div class="text" style="display: none">{SAID[0]}</div>'
    block = (
        '<div class="comment" id="comment-3"><span class="author">Ann</span><span class="date">3 May 2012</span>'
        f"{voted_down}</div>"
    )
    assert comments(block)[0].text == SAID[0]


def test_a_box_of_the_page_among_numbered_comments_is_none() -> None:
    box = '<div class="commentBox"><small><b>The Fine Print:</b> Comments belong to whoever wrote them.</small></div>'
    found = comments(box + numbered(3, "Ann", SAID[0]) + numbered(4, "Bo", SAID[1]))
    assert [c.author for c in found] == ["Ann", "Bo"]


# --- blocks without a name -------------------------------------------------------------------------------------------


def unnamed(button: str, rank: str = "") -> str:
    names = ("Ann Lee", "Bo Lind", "Cy Orr")
    return "".join(
        f'<div class="zk"><div class="q1">{name}{rank}</div><div class="q2">{day} May 2012 at 10:0{day}</div>'
        f'<div class="q3">{text}</div><div class="q4">{button}</div></div>'
        for day, name, text in zip((3, 4, 5), names, SAID, strict=True)
    )


def test_buttons_and_a_form_behind_them_tell_that_blocks_are_comments() -> None:
    form = "<form><textarea name='t'></textarea><input type='submit'></form>"
    found = comments(f"<div>{unnamed('<a href=r>Reply</a> <a href=f>Report</a>')}</div>{form}")
    assert [(c.author, c.text) for c in found] == list(zip(("Ann Lee", "Bo Lind", "Cy Orr"), SAID, strict=True))


def test_teasers_of_other_articles_are_none() -> None:
    teasers = "".join(
        f'<div class="zk"><a href="/a{day}">Another lamp, another pier, day {day}</a><div>{day} May 2012</div>'
        f"<div>{text}</div><div><a href='/a{day}'>Read more</a></div></div>"
        for day, text in zip((3, 4, 5), SAID, strict=True)
    )
    assert comments(f"<div>{teasers}</div>") == ()


def test_the_first_of_a_page_s_posts_is_the_publication() -> None:
    page = read(f"{HEADLINE}<div>{unnamed('<a href=r>Quote</a> <a href=f>Report</a>')}</div>")
    assert page.publication is not None
    assert (page.publication.author, page.publication.text) == ("Ann Lee", SAID[0])
    assert [c.author for c in page.comments] == ["Bo Lind", "Cy Orr"]


def test_the_box_with_the_words_stands_at_the_same_place_in_all_comments() -> None:
    names = ("Ann Lee", "Bo Lind", "Cy Orr")
    block = "".join(
        f'<div class="comment" id="comment-{day}"><div class="q1"><span class="author">{name}</span><em>Town: Hull</em>'
        f'<em>Letters: {day}</em></div><span class="date">{day} May 2012</span><div class="q3">{text * 2}</div></div>'
        for day, name, text in zip((3, 4, 5), names, SAID, strict=True)
    )
    assert [c.text for c in comments(block)] == [text * 2 for text in SAID]


# --- the article -----------------------------------------------------------------------------------------------------


def test_a_heading_that_is_a_day_is_no_headline() -> None:
    body = "<h1><a href='/'>Pier Post</a></h1><h2 class='date'>Monday, May 3, 2012</h2><h3>The lamp</h3>" + ARTICLE
    assert publication(body, "Pier Post « The lamp").title == "The lamp"


def test_a_thread_s_mark_is_no_part_of_its_headline() -> None:
    body = "<h1><span class='label'>Solved</span> How to light the lamp</h1>" + ARTICLE
    assert publication(body, "How to light the lamp - Pier forum").title == "How to light the lamp"


def test_an_entry_s_day_stands_in_the_first_line_under_its_headline() -> None:
    body = (
        "<h1><a href='/'>Pier Post</a></h1><h3><a href='/story?sid=17/06/14/1702238'>The lamp of the pier</a></h3>"
        "<div>posted by <a href='/~gull/'>gull</a> on Wednesday June 14 2017, @07:12PM<br>from the lamp dept.</div>"
    )
    found = publication(body + ARTICLE, "The lamp of the pier | Pier Post")
    assert (found.author, str(found.date)) == ("gull", "2017-06-14")


def test_who_posted_is_named_by_the_profile_behind_the_headline() -> None:
    body = f"{HEADLINE}<div><a href='/u/gull_77'>@gull_77</a> to <a href='/c/lamps'>Lamps</a></div>"
    assert publication(body + ARTICLE).author == "@gull_77"


def test_a_box_about_the_author_is_none_of_the_article() -> None:
    box = "<div class='writer'><img src='a.jpg'><p>Ann Lee edits the Pier Post from a kitchen table.</p></div>"
    found = publication(f"<article>{HEADLINE}<p class='byline'>By Ann Lee</p>{ARTICLE}{box}</article>")
    assert found.author == "Ann Lee"
    assert "kitchen table" not in found.text


@pytest.mark.parametrize(
    "line",
    [
        "<a href='/l'>Log in</a> or <a href='/r'>register</a> to post comments",
        "<a href='/l'>Identifiez-vous</a> ou <a href='/r'>créez un compte</a> pour publier des commentaires",
        "Vous devez être connecté pour poster un commentaire",
        "<a href='/l'>Anmelden</a> oder <a href='/r'>registrieren</a>, um Kommentare zu schreiben",
        "Inicie sesión o regístrese para comentar",
    ],
)
def test_what_a_site_asks_of_those_who_want_to_comment_is_none_of_the_article(line: str) -> None:
    found = publication(f"<div>{HEADLINE}{ARTICLE}<ul><li><span>{line}</span></li></ul></div>")
    assert found.text.endswith("asked the keeper about it.")


def test_a_window_named_after_the_site_tells_that_its_meta_author_is_the_site() -> None:
    head = "<meta name='author' content='Friends of the Pier'><title>Friends of the Pier - The lamp</title>"

    def author(byline: str) -> str | None:
        body = f"<h1>The lamp</h1>{byline}{ARTICLE}"
        page = read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "lamp.html")
        return page.publication.author if page.publication is not None else None

    assert author("<p><font size='1'>3 May 2012, by Ann Berg</font></p>") == "Ann Berg"
    assert author("") == "Friends of the Pier"


def test_who_created_the_article_is_its_author_and_who_created_a_picture_is_not() -> None:
    picture = "<div itemscope itemtype='http://schema.org/ImageObject'><span itemprop='creator'>Cy Lens</span></div>"
    signed = "<div>Posted by <span itemprop='creator'>gull</span> at 16:58</div>"
    assert publication(HEADLINE + picture + ARTICLE + signed).author == "gull"
    assert publication(HEADLINE + picture + ARTICLE).author is None


def test_entries_of_a_blog_are_none_though_they_have_clocks_and_buttons() -> None:
    entries = "".join(
        f'<div class="zk"><a href="/by/ann">Ann Lee</a><h2><a href="/entry/{day}">The lamp on day {day} of the month</a></h2><div>{day} May 2012 at '
        f"10:0{day} by Ann Lee</div><div>{text * 3}</div><a href='#'>Like</a> <a href='#'>Flag</a></div>"
        for day, text in zip((3, 4, 5), SAID, strict=True)
    )
    assert read(f"<h1>Pier Post</h1><div>{entries}</div>", "Pier Post").comments == ()


# --- numbers, sections and signatures of pages that came last --------------------------------------------------------


@pytest.mark.parametrize("by", ["De", "By", "Von", "Par"])
def test_a_number_and_a_by_before_a_name_are_none_of_it(by: str) -> None:
    found = comments(
        "<ul>"
        + "".join(
            f'<li id="c{number}" class="comment"><p class="comment-info"><a href="#c{number}">{number}</a> {by} {name} - '
            f'<time datetime="2016-11-0{number}">0{number}/11/2016</time></p><div class="comment-content">{text}</div></li>'
            for number, name, text in ((1, "Ann", SAID[0]), (2, "De Boer", SAID[1]))
        )
        + "</ul>"
    )
    assert [(c.author, c.text) for c in found] == [("Ann", SAID[0]), ("De Boer", SAID[1])]


@pytest.mark.parametrize("button", ["Ursprung", "Parent", "Origine"])
def test_a_button_that_leads_to_what_is_answered_makes_an_answer(button: str) -> None:
    found = comments(
        numbered(1, "Ann", SAID[0])
        + numbered(2, "Bo", SAID[1])
        + numbered(3, "Cy", SAID[2], inside=f'<a href="#comment-3">Link</a> <a href="#comment-1">{button}</a>')
    )
    assert [c.reply_to for c in found] == [None, None, 0]


def test_what_stands_among_the_trackbacks_is_no_comment() -> None:
    ping = numbered(1, "The Pier Post", "<details><summary>Show preview</summary>The keeper has retired</details>")
    page = read(
        HEADLINE
        + ARTICLE
        + f'<div id="trackbacks">{ping}</div><div id="comments">{numbered(2, "Ann", SAID[0])}{numbered(3, "Bo", SAID[1])}</div>'
    )
    assert [c.text for c in page.comments] == [SAID[0], SAID[1]]
    assert [note.why for note in page.left_out] == ["a pingback or trackback"]


def test_comments_in_a_section_of_trackbacks_that_was_never_closed_are_read() -> None:
    found = comments(
        f'<div id="trackbacks"><h3>Trackbacks</h3><div id="comments">{numbered(2, "Ann", SAID[0])}{numbered(3, "Bo", SAID[1])}</div>'
    )
    assert [c.author for c in found] == ["Ann", "Bo"]


def test_whoever_signs_as_nobody_without_a_day_has_written_a_comment() -> None:
    found = comments(
        "".join(
            f'<div class="comment-wrapper"><div class="comment-content"><p>{text}</p></div>'
            f'by <span class="comment-author">{name}</span></div>'
            for name, text in zip(("Ann", "Anonymous", "Cy"), SAID, strict=True)
        )
    )
    assert [(c.author, c.text) for c in found] == [("Ann", SAID[0]), (None, SAID[1]), ("Cy", SAID[2])]


def test_notes_that_say_something_are_comments_and_likes_are_nothing() -> None:
    def note(kind: str, name: str, rest: str) -> str:
        return f'<li class="note {kind}"><span class="action"><a href="/{name}">{name}</a> {rest}</span></li>'

    page = read(
        HEADLINE
        + ARTICLE
        + '<ol class="notes">'
        + note("like", "ann", "likes this")
        + note("reply", "bo", f'said: <span class="answer_content">{SAID[0]}</span>')
        + note("reblog", "cy", f"reblogged this from ann and added:</span><blockquote>{SAID[1]}</blockquote><span>")
        + note("reblog", "di", "reblogged this from cy")
        + "</ol>"
    )
    assert [(c.author, c.text) for c in page.comments] == [("bo", SAID[0]), ("cy", SAID[1])]
    assert page.publication is not None
    assert "this" not in page.publication.text.rsplit("\n\n", 1)[-1].split()
    assert not any(said in page.publication.text for said in SAID)


def test_footnotes_are_no_comments() -> None:
    notes = "".join(
        f'<li class="note"><a href="#r{n}">back</a> <blockquote>{said}</blockquote></li>' for n, said in enumerate(SAID)
    )
    assert comments(f'<ol class="notes">{notes}</ol>') == ()


def test_ids_drawn_by_chance_tell_no_comments_apart() -> None:
    items = "".join(
        f'<li id="{key}"><p><b>{name}</b> wrote:</p><p>{text}</p><p class="w"><a href="#{key}">Link</a> | {day} May 2012, 9:14</p></li>'
        for key, name, text, day in zip(("xkqa", "xbvo", "xzie"), ("Ann", "Bo", "Cy"), SAID, (3, 4, 5), strict=True)
    )
    found = comments(f"<h3>3 comments</h3><ol>{items}</ol>")
    assert [(c.author, c.text) for c in found] == list(zip(("Ann", "Bo", "Cy"), SAID, strict=True))


# --- whose the article is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "byline",
    [
        '<div class="byline"><div><a href="/pier/">The Pier</a></div>By <a href="/pier/ann-lee/54"><span>Ann Lee</span></a></div>',
        '<p class="author">Ann Lee / Redacción</p>',
    ],
)
def test_a_section_or_an_office_beside_a_name_is_no_part_of_it(byline: str) -> None:
    assert publication(HEADLINE + byline + ARTICLE).author == "Ann Lee"


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted by Ann on Monday, February 11th, 2008 at 7:42 am and is filed under Lamps. You can follow any "
        "responses to this entry through the feed.",
        "Dieser Beitrag wurde am 11. Februar 2008 von Ann veröffentlicht.",
        "Cette entrée a été publiée dans Lampes par Ann. Mettez-la en favori.",
        "Esta entrada fue publicada en Faros por Ann el 11 febrero, 2008.",
        "This entry was posted in Lamps by Ann. Bookmark the permalink.",
    ],
)
def test_the_line_under_an_entry_names_its_writer(line: str) -> None:
    assert publication(HEADLINE + ARTICLE + f"<p class='postmetadata'><small>{line}</small></p>").author == "Ann"


def test_a_last_line_on_the_author_is_none_of_the_article() -> None:
    byline = '<p class="byline">By Ann Lee</p>'
    told = "<p><em>Ann Lee</em> writes from the pier and keeps bees, badly.</p>"
    kept = "<p>Ann Lee was the last who was asked, and nobody wrote down what she said.</p>"
    assert "bees" not in publication(HEADLINE + byline + ARTICLE + told).text
    assert "wrote down" in publication(HEADLINE + byline + ARTICLE + kept).text
