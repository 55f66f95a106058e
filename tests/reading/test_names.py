"""Where a writer's name begins and ends in a line of the page's."""

from __future__ import annotations

import pytest

from leadtext.reading.comments.interface import is_anonymous
from leadtext.reading.comments.name_frame import without_shared_words, without_towns
from leadtext.reading.comments.names import clean_name
from leadtext.reading.html import read_html

FRAMES = [
    "{} say:",
    "{} says",
    "{} said...",
    "{} wrote the following:",
    "{} had this to say",
    "{} commented on",
    "{} adds",
    "{} Says:",
    "{} said in reply to Bo Lee...",
    "{} replied to Bo Lee:",
    "{} in response to Bo Lee",
    "{} → Bo Lee",
    "{} permalink",
    "{} | Link",
    "{} (not verified) say:",
    "{} (unregistered)",
    "{} (mail) (www):",
    "{}, moderator",
    "{} #4.1",
    "[{}",
    "[{}]",
    "#12 {}",
    "(3) {}",
    "No. 3: {}",
    "3. {}",
    "Comment #3 by {}",
    "Posted by: {}",
    "{} hat kommentiert:",
    "{} ergänzte am",
    "{} meint:",
    "{} fügte hinzu:",
    "{} antwortete auf Bo Lee",
    "{} als Antwort auf Bo Lee",
    "{} (nicht verifiziert)",
    "Eingestellt von {}",
    "Schrieb {}:",
    "{} a répondu à Bo",
    "{} a commenté",
    "{} écrit :",
    "{} en réponse à Bo",
    "Déposé par {}",
    "{} ha respondido:",
    "{} respondió a Bo el",
    "{} opina:",
    "{} dijo a las",
    "Escribió {}",
    "Servido por {}",
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", ["Anna Berg", "J.-L. Fabre", "Ms. T", "mbel7", "Élodie"])
def test_the_words_of_the_interface_are_none_of_a_name(frame: str, name: str) -> None:
    assert clean_name(frame.format(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "Anne Said",
        "Said Bouali",
        "Will Says",
        "Bill Posts",
        "Jean Dit",
        "Dice Man",
        "Paul Comment",
        "Dr. Link",
        "toon link",
        "Mary-Link",
        "The author",
        "No. 6",
        "Agent 47",
        "Peter from Hull",
        "Mike on the hill",
        "Mum (3 kids)",
        "Guest77",
        "The other one (retired)",
    ],
)
def test_a_name_may_hold_such_words(name: str) -> None:
    assert clean_name(name) == name


def test_of_two_verbs_behind_a_name_the_first_is_the_name() -> None:
    assert clean_name("Anne Said says:") == "Anne Said"
    assert clean_name("Will Says in reply to Anne Said") == "Will Says"


def test_the_last_word_of_all_names_is_the_pages_in_any_language() -> None:
    names = ["Anna Berg kirjoitti", "Matti kirjoitti", None, "Bo kirjoitti", "Anna Berg kirjoitti", "Cy Lee kirjoitti"]
    assert without_shared_words(names) == ["Anna Berg", "Matti", None, "Bo", "Anna Berg", "Cy Lee"]


@pytest.mark.parametrize(
    "names",
    [
        ["Anna Berg", "Bo Berg", "Cy Berg", "Di Berg"],  # a family
        ["Anna kirjoitti", "Bo kirjoitti"],  # chance
        ["anna k", "bo k", "kirjoitti", "cy k"],
        ["anna", "bo", "cy", "di"],
    ],
)
def test_names_that_differ_at_their_end_or_may_be_a_familys_stay(names: list[str]) -> None:
    assert without_shared_words(names) == names


@pytest.mark.parametrize(
    "name", ["Usuario desactivado", "Gelöschter Nutzer", "Utilisateur supprimé", "Deactivated user", "Unknown"]
)
def test_a_user_who_is_gone_has_no_name(name: str) -> None:
    assert is_anonymous(name)


@pytest.mark.parametrize("name", ["Unknown Pleasures", "Usuario77", "Lector", "Gelöscht am Rhein"])
def test_a_name_that_begins_so_is_one(name: str) -> None:
    assert not is_anonymous(name)


def read(*comments: str) -> list[tuple[str | None, str]]:
    items = "".join(f"<li class='comment' id='comment-{n}'>{comment}</li>" for n, comment in enumerate(comments, 1))
    article = "<h1>The lamp</h1>" + "<p>The keeper walked out with a ladder and a can of oil, every evening.</p>" * 3
    page = read_html(f"<html><body>{article}<ol id='comments'>{items}</ol></body></html>".encode(), "lamp.html")
    return [(comment.author, comment.text) for comment in page.comments]


def test_a_title_behind_a_mark_is_no_name() -> None:
    """As SPIP has them: a title in bold, and under it the day, and the name where there is one."""
    title = "<b>&gt; <a href='#1'>Ask for a term</a></b><br><small>20 November 2006 - 10:12{}</small>"
    words = "<p>Mind the half days, they took one away every year.</p>"
    signed = title.format(" - Posted by <span class='q'>Ann Lee</span>") + words
    assert [name for name, _ in read(signed, title.format("") + words)] == ["Ann Lee", None]


def test_a_login_in_brackets_behind_a_name_is_no_better_name() -> None:
    byline = "<div class='info'><span class='i-name'>{}</span> <span class='i-username'>({})</span></div>"
    said = "<span class='date'>11.02.2020</span><p class='text'>My mother is 84 and has no telephone.</p>"
    assert read(byline.format("Ann Lee", "a.lee") + said, byline.format("Bo", "bo1957") + said) == [
        ("Ann Lee", "My mother is 84 and has no telephone."),
        ("Bo", "My mother is 84 and has no telephone."),
    ]


def test_words_that_a_reader_repeats_from_somebody_sign_nothing() -> None:
    said = "<b>Ann Lee</b> <span>3 May 2012</span><p>{}</p>"
    words = "As my mother always said: never trust a ladder."
    assert read(said.format(words), said.format("And mine asks who held it.")) == [
        ("Ann Lee", words),
        ("Ann Lee", "And mine asks who held it."),
    ]


def test_a_page_that_gives_each_name_with_its_town_is_left_with_the_names() -> None:
    names = ["Anna from Hull", None, "bo from Leeds, UK", "Cy Lee from São Paulo", "Anna from Hull"]
    assert without_towns(names) == ["Anna", None, "bo", "Cy Lee", "Anna"]


@pytest.mark.parametrize(
    "names",
    [
        ["Anna from Hull", "Bo", "Tourist from Leeds", "Cy from York"],  # one is told without a town
        ["Anna from Hull", "Bo from Leeds"],  # chance
        ["Anna from Hull", "Bo from Hull", "Cy from Hull"],  # a club's
        ["Girl from nowhere", "Boy from nowhere", "Bo from far away"],
    ],
)
def test_a_town_in_some_readers_names_stays(names: list[str]) -> None:
    assert without_towns(names) == names
