"""Comments as small sites and systems seldom seen write them: halves of one, signatures in bare lines, one box for all."""

from __future__ import annotations

import pytest

from reading.lamp_page import ARTICLE, HEADLINE, SAID, comments, read


def found(block: str) -> list[tuple[str | None, str | None, str, int | None]]:
    """Author, day, words and what each comment answers."""
    return [(c.author, str(c.date.day) if c.date else None, c.text, c.reply_to) for c in comments(block)]


# --- a comment in two halves -------------------------------------------------------------------------------------------


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
        f"<{holder}>{text}<br>{signature.format(name=name, day=day)}</{holder.split()[0]}>"
        for text, name, day in zip(SAID, ("Ann", "Bo Berg", "Cy"), days, strict=True)
    )
    block = f"<div id='comments'><h3>Comments (3)</h3><ul>{block}</ul></div>"
    assert found(block) == [
        ("Ann", days[0], SAID[0], None),
        ("Bo Berg", days[1], SAID[1], None),
        ("Cy", days[2], SAID[2], None),
    ]


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
    assert page.publication is not None and not any(said in page.publication.text for said in SAID)


def test_what_a_reader_copied_with_names_and_days_stays_one_comment() -> None:
    copied = "".join(
        f"<p><b>{name}</b>, {day} May 2012:</p><p>{text}</p>" for name, day, text in zip("AB", "34", SAID, strict=False)
    )
    words = f"<div class='comment-text'><p>I found this in an old guest book:</p>{copied}</div>"
    block = f"<div class='comment'><b class='author'>Cy</b> <span class='date'>9 May 2013</span>{words}</div>"
    assert [(c.author, SAID[0] in c.text) for c in comments(f"<h3>Comments</h3>{block}")] == [("Cy", True)]
