"""Comments as small sites and systems seldom seen write them: halves of one, signatures in bare lines, one box for all."""

from __future__ import annotations

import pytest

from leadtext.reading.comments.interface import announced_comments
from leadtext.reading.comments.names import clean_name, without_byline_behind
from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, read


def found(block: str) -> list[tuple[str | None, str | None, str, int | None]]:
    """Author, day, words and what each comment answers."""
    return [(c.author, str(c.date.day) if c.date else None, c.text, c.reply_to) for c in comments(block)]


# --- a comment in two halves -------------------------------------------------------------------------------------------


def test_a_name_in_a_paragraph_before_the_other_half_is_none_of_the_words() -> None:
    item = (
        "<article class='comment' id='comment-{n}'><p class='comment-author'><b class='fn'>{name}</b> says:</p>"
        "<div class='comment-wrapper'><p>{text}</p><time datetime='2015-06-0{n}'>June {n}, 2015</time></div></article>"
    )
    block = "".join(
        item.format(n=n, name=name, text=text) for n, (name, text) in enumerate(zip("AB", SAID, strict=False), start=1)
    )
    assert found(block) == [("A", "2015-06-01", SAID[0], None), ("B", "2015-06-02", SAID[1], None)]


def halves(number: int, name: str, text: str, answers: str = "") -> str:
    """The name in one box and the words and the day in another, which is named as a comment too."""
    return (
        f"<li class='comment' id='li-comment-{number}'><div class='row'><cite class='fn'>{name}</cite>"
        f"<div class='comment_wrap'><p>{text}</p><time datetime='2016-09-0{number}'>{number}.9.</time></div></div>{answers}</li>"
    )


def test_a_box_with_the_words_and_the_day_that_a_name_stands_before_is_no_answer_to_it() -> None:
    answer = f"<ul class='children'>{halves(2, 'Bo', SAID[1])}</ul>"
    block = f"<ol class='commentlist'>{halves(1, 'Ann', SAID[0], answer)}{halves(3, 'Cy', SAID[2])}</ol>"
    assert found(block) == [
        ("Ann", "2016-09-01", SAID[0], None),
        ("Bo", "2016-09-02", SAID[1], 0),
        ("Cy", "2016-09-03", SAID[2], None),
    ]


def test_an_answer_with_a_day_under_words_without_one_stays_an_answer() -> None:
    block = (
        f"<div class='comment' id='comment-1'><b class='author'>Ann</b><p>{SAID[0]}</p>"
        f"<div class='comment'><p>{SAID[1]}</p><span class='date'>3 May 2012</span></div></div>"
    )
    assert [(text, parent) for _, _, text, parent in found(block)] == [(SAID[0], None), (SAID[1], 0)]


def test_an_answer_with_a_day_under_short_words_in_no_paragraph_stays_an_answer() -> None:
    block = (
        f"<div class='comment' id='comment-1'><span class='author'>Ann</span><div>{SAID[0]}</div>"
        f"<div class='comment'><div>{SAID[2]}</div><span class='date'>3 May 2012</span></div></div>"
    )
    assert [(text, parent) for _, _, text, parent in found(block)] == [(SAID[0], None), (SAID[2], 0)]


# --- signed in the last line --------------------------------------------------------------------------------------------


SIGNATURES = [
    "<strong>{name}</strong> @ {day}",
    "{name}, {day}",
    "- {name} ({day})",
    "<a href='http://pier.example' rel='nofollow'>{name}</a> | {day} 10:40",
]


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("holder", ["li", "div class='comment'"])
def test_a_last_line_with_a_name_and_a_day_signs_the_words_before_it(holder: str, signature: str) -> None:
    days = ("2012-05-03", "2012-05-04", "2012-05-05")
    block = "".join(
        f"<{holder}>{text}<br>{signature.format(name=name, day=day)}</{holder.split(maxsplit=1)[0]}>"
        for text, name, day in zip(SAID, ("Ann", "Bo Berg", "Cy"), days, strict=True)
    )
    block = f"<div id='comments'><h3>Comments (3)</h3><ul>{block}</ul></div>"
    assert found(block) == [
        ("Ann", days[0], SAID[0], None),
        ("Bo Berg", days[1], SAID[1], None),
        ("Cy", days[2], SAID[2], None),
    ]


def test_news_with_a_name_and_a_day_in_the_last_line_sign_nobodys_article() -> None:
    item = "<li><a href='/{day}'>A walk along the old pier</a><br><i>Bo Berg</i>, {day} May 2012</li>"
    news = "".join(item.format(day=day) for day in (3, 9, 12))
    page = read(f"{HEADLINE}{ARTICLE}<h3>Comments (0)</h3><p>Nobody yet.</p><h3>News</h3><ul>{news}</ul>")
    assert page.comments == ()
    assert page.publication is not None
    assert page.publication.author is None


def test_a_byline_in_small_letters_under_the_words_is_not_their_first_line() -> None:
    cell = "<tr><td class='reac'>{}<br><small><i>{}</i>, le 0{}/05/2009 à 12h40</small></td></tr>"
    rows = (
        cell.format(text, name, n)
        for n, (text, name) in enumerate(zip(SAID, ("Ann", "Bo", "Cy"), strict=True), start=1)
    )
    block = f"<h3>Vos réactions (3)</h3><table>{''.join(rows)}</table>"
    assert [(author, text) for author, _, text, _ in found(block)] == list(zip(("Ann", "Bo", "Cy"), SAID, strict=True))


def test_the_dash_before_a_byline_is_none_of_the_words() -> None:
    item = "<div class='comment' id='comment-{n}'><span>{text}</span> – <a class='author'>Ann {n}</a> <i class='date'>{n} May 2012</i></div>"
    block = "".join(item.format(n=n, text=text) for n, text in enumerate(SAID, start=1))
    assert [text for _, _, text, _ in found(block)] == list(SAID)


def test_a_byline_in_one_line_with_the_words_ends_them() -> None:
    item = "<li class='comment' id='com{n}'>{text} — <a href='/user/{n}'>Ann {n}</a>, on 0{n}/05/2012</li>"
    block = "".join(item.format(n=n, text=text) for n, text in enumerate(SAID, start=1))
    assert [(day, text) for _, day, text, _ in found(f"<ul>{block}</ul>")] == [
        ("2012-05-01", SAID[0]),
        ("2012-05-02", SAID[1]),
        ("2012-05-03", SAID[2]),
    ]


@pytest.mark.parametrize("line", ["I was there on 3 May 2012", "That was, I think, on 3 May 2012", "3 May 2012"])
def test_a_day_in_a_readers_sentence_stays_in_it(line: str) -> None:
    assert without_byline_behind(line) == line


def test_a_last_line_that_names_a_day_is_the_readers_own() -> None:
    said = [f"{text}<br>We were there on 3 May 2012" for text in SAID]
    block = "".join(
        f"<li class='comment' id='comment-{n}'><b class='author'>Ann {n}</b><p></p>{text}</li>"
        for n, text in enumerate(said)
    )
    assert all(comment.text.endswith("We were there on 3 May 2012") for comment in comments(f"<ol>{block}</ol>"))


# --- what is named as one comment and holds all of them -----------------------------------------------------------------


@pytest.mark.parametrize(
    "box", ["id='commentaire_box'", "class='comment-panel'", "class='commentaire'", "id='comment'"]
)
def test_bylines_and_words_side_by_side_in_one_box_that_is_named_as_a_comment(box: str) -> None:
    byline = "<div class='commentaire_auteur'>Par {}, le 21/10/2013 - 21h14</div><p>{}</p>"
    block = "".join(byline.format(name, text) for name, text in zip(("Ann", "Bo", "Cy"), SAID, strict=True))
    page = read(f"{HEADLINE}{ARTICLE}<div {box}><div>Commentaires</div><div>{block}</div></div>")
    assert [(c.author, c.text) for c in page.comments] == list(zip(("Ann", "Bo", "Cy"), SAID, strict=True))
    assert page.publication is not None
    assert not any(said in page.publication.text for said in SAID)


def test_what_a_reader_copied_with_names_and_days_stays_one_comment() -> None:
    copied = "".join(
        f"<p><b>{name}</b>, {day} May 2012:</p><p>{text}</p>"
        for name, day, text in zip("ABD", "345", SAID, strict=True)
    )
    words = f"<div class='comment-text'><p>I found this in an old guest book:</p>{copied}</div>"
    block = f"<div class='comment'><b class='author'>Cy</b> <span class='date'>9 May 2013</span>{words}</div>"
    assert [(c.author, SAID[0] in c.text) for c in comments(f"<h3>Comments</h3>{block}")] == [("Cy", True)]


def test_a_byline_that_is_named_as_a_comment_is_none_though_the_words_name_a_day() -> None:
    item = (
        "<li id='comment-{n}'><div class='comment comment-wrap'><div class='comment-content'><div class='author-comment'>"
        "<cite class='fn'>{name}</cite> <span class='comment-meta'>{n} March 2014</span></div><p>{text}</p></div></div></li>"
    )
    said = [SAID[0], "Orders are taken until 15 April. There are <b>forty planks</b> left.", SAID[2]]
    items = (
        item.format(n=n, name=name, text=text)
        for n, name, text in zip((1, 2, 3), ("Ann", "Bo", "Cy"), said, strict=True)
    )
    assert [(author, day) for author, day, _, _ in found(f"<ol class='commentlist'>{''.join(items)}</ol>")] == [
        ("Ann", "2014-03-01"),
        ("Bo", "2014-03-02"),
        ("Cy", "2014-03-03"),
    ]


# --- questions and their answers --------------------------------------------------------------------------------------------


def answer(number: int, told: str, name: str, text: str, comment: str) -> str:
    return (
        f"<div class='post answer' id='post-id-{number}'><div class='answer-body'><div class='post-update-info'>"
        f"<p class='tip'>{told} <strong>2016-05-0{number}</strong></p><div class='user-info'><a href='/users/{number}/'>{name}</a>"
        f"</div></div><p>{text}</p></div><div class='comments'><div class='comment' id='comment-9{number}'><p>{comment}</p>"
        f"<a class='author' href='/users/9/'>Di</a> <span class='age'>(2016-05-08)</span></div></div></div>"
    )


@pytest.mark.parametrize("told", ["respondió", "answered", "beantwortet", "a répondu"])
def test_answers_between_tabs_that_are_named_so_too_and_days_in_a_box_named_after_updates(told: str) -> None:
    tabs = "<div class='tabBar tabBar-answer'><h2>2 answers</h2><a href='#'>oldest</a></div>"
    block = tabs + answer(1, told, "Ann", SAID[0], "I saw him too.") + answer(2, told, "Bo", SAID[1], "A good dog.")
    assert found(block) == [
        ("Ann", "2016-05-01", SAID[0], None),
        ("Di", "2016-05-08", "I saw him too.", 0),
        ("Bo", "2016-05-02", SAID[1], None),
        ("Di", "2016-05-08", "A good dog.", 2),
    ]


def test_the_day_of_an_edit_is_not_the_answers_own() -> None:
    edited = "<div class='post-update-info'>updated by <b>Ed</b> <strong>2016-06-30</strong></div>"
    item = answer(1, "answered", "Ann", SAID[0], "I saw him too.") + answer(2, "answered", "Bo", SAID[1], "A good dog.")
    block = item.replace("<div class='post-update-info'>", edited + "<div class='post-update-info'>")
    assert [day for author, day, _, _ in found(block) if author != "Di"] == ["2016-05-01", "2016-05-02"]


def test_a_lone_verb_is_the_readers_own() -> None:
    item = "<div class='comment' id='comment-{n}'><b class='author'>Ann</b> <i class='date'>{n} May 2012</i><p>{text}</p></div>"
    block = "".join(item.format(n=n, text=text) for n, text in enumerate((SAID[2], "Answered"), start=1))
    assert [text for _, _, text, _ in found(block)] == [SAID[2], "Answered"]


def test_answers_whose_writers_only_a_link_to_their_page_names() -> None:
    item = (
        "<li class='reponse' id='r{n}'><div class='post-update'>répondue le 0{n}/05/2012 par <a href='/membre/{n}'>{name}</a></div>"
        "<div class='contenu'><p>{text}</p></div><ul class='commentaires'><li class='commentaire' id='com{n}'>Oui. — "
        "<a href='/membre/9'>Di</a>, le 09/05/2012</li></ul></li>"
    )
    items = (
        item.format(n=n, name=name, text=text) for n, (name, text) in enumerate(zip("AB", SAID, strict=False), start=1)
    )
    assert found(f"<ol>{''.join(items)}</ol>") == [
        ("A", "2012-05-01", SAID[0], None),
        ("Di", "2012-05-09", "Oui.", 0),
        ("B", "2012-05-02", SAID[1], None),
        ("Di", "2012-05-09", "Oui.", 2),
    ]


# --- whom a comment answers ---------------------------------------------------------------------------------------------------


def listed(*said: tuple[str, str], shown: bool = False) -> str:
    items = (
        f"<div class='comment' id='comment-8{n}4'>{f'<a href=#c>#{n}</a>' if shown else ''}<span class='author'>{name}</span> "
        f"<span class='date'>{n} May 2012</span><div class='comment-text'>{text}</div></div>"
        for n, (name, text) in enumerate(said, start=1)
    )
    return f"<div id='comments'>{''.join(items)}</div>"


@pytest.mark.parametrize("line", ["En réponse à @Bo", "In reply to Bo", "Antwort auf Bo:", "En respuesta a Bo"])
def test_a_line_of_its_own_says_whom_a_comment_answers_whatever_its_name(line: str) -> None:
    whom = f"<div class='content-inresponseto'><p>{line}</p></div>"
    block = listed(("Ann", SAID[0]), ("Bo", SAID[1]), ("Cy", SAID[2]), ("Di", f"{whom}<p>Gone.</p>"))
    assert [(text, parent) for _, _, text, parent in found(block)][3] == ("Gone.", 1)


@pytest.mark.parametrize(
    ("text", "shown", "parent"),
    [
        ("Bo @2: where?", False, 1),
        ("Bo @2, where?", True, 1),
        ("@2: where?", True, 1),
        ("#2 is right.", True, 1),
        ("@2: where?", False, None),  # nobody knows what the reader counted
        ("Bo @1: where?", False, None),
        ("@9: where?", True, None),
        ("Meet @ 2 sharp.", False, None),
    ],
)
def test_a_number_behind_a_name_or_as_the_page_shows_it_is_the_comment_that_is_answered(
    text: str, shown: bool, parent: int | None
) -> None:
    block = listed(("Ann", SAID[0]), ("Bo", SAID[1]), ("Cy", text), shown=shown)
    assert found(block)[2][3] == parent


def test_numbers_that_fall_with_the_newest_comment_on_top_are_none_of_the_words() -> None:
    item = (
        "<div class='comment' id='c-9{n}'><a href='#c-9{n}'>#{n}</a> <b class='author'>{name}</b> "
        "<i class='date'>{n}.05.2012</i><p>{text}</p></div>"
    )
    said = ((3, "Cy", "@1: In the harbour."), (2, "Bo", SAID[1]), (1, "Ann", SAID[2]))
    block = "".join(item.format(n=n, name=name, text=text) for n, name, text in said)
    assert [(text, parent) for _, _, text, parent in found(f"<div id='comments'>{block}</div>")] == [
        ("@1: In the harbour.", 2),
        (SAID[1], None),
        (SAID[2], None),
    ]


# --- beside an article without comments ----------------------------------------------------------------------------------------


VISITS = "".join(
    f"<div class='visit'><b>{name}</b> ({day}/09/2009): What lovely bells.</div>"
    for name, day in (("Ann", 12), ("Bo", 30))
)


@pytest.mark.parametrize("heading", ["Libro de visitas", "Guest book", "Gästebuch", "Livre d'or"])
@pytest.mark.parametrize("before", ["<h3>Comentarios (0)</h3><p>Nadie.</p>", "<h3>Comments</h3>"])
def test_a_guest_book_beside_an_article_holds_none_of_its_comments(heading: str, before: str) -> None:
    page = read(f"<div>{HEADLINE}{ARTICLE}{before}</div><div id='der'><h4>{heading}</h4>{VISITS}</div>")
    assert page.comments == ()


def test_a_heading_in_another_column_announces_nothing_in_this_one() -> None:
    row = f"<table><tr><td>{HEADLINE}{ARTICLE}<h3>Comments</h3></td><td><h4>Greetings</h4>{VISITS}</td></tr></table>"
    assert read(row).comments == ()


def test_greetings_in_a_side_that_are_named_as_comments_are_none_where_the_page_says_it_has_none() -> None:
    greetings = VISITS.replace("visit", "comment")
    beside = f"<div id='right'><h3>Guest book</h3>{greetings}</div>"
    assert read(f"<div>{HEADLINE}{ARTICLE}<h3>0 comments</h3></div>{beside}").comments == ()
    assert len(read(f"<div>{HEADLINE}{ARTICLE}</div>{beside}").comments) == 2  # nothing else says whose they are


# --- names ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Museum Staff", "Museum Staff"),
        ("NHS Staff says:", "NHS Staff"),
        ("Nursing staff", "Nursing staff"),
        ("Anna Staff", "Anna"),
        ("Anna Berg, staff", "Anna Berg"),
        ("Guest runner", "Guest runner"),
        ("Guest: runner", "runner"),
        ("Gast Anna", "Anna"),
        ("guest anna77", "anna77"),
    ],
)
def test_who_signs_for_a_team_or_as_some_guest_keeps_both_words(line: str, name: str) -> None:
    assert clean_name(line) == name


@pytest.mark.parametrize(
    ("heading", "number"),
    [("Comments (1,204)", 1204), ("1.204 Kommentare", 1204), ("12 345 commentaires", 12345), ("2014 comments", 2014)],
)
def test_thousands_of_comments_are_announced_with_a_mark_between_the_digits(heading: str, number: int) -> None:
    assert announced_comments(heading) == number
