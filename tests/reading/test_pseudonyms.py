"""A study can do without its authors' names: everybody has a pseudonym, and the texts still answer one another."""

from __future__ import annotations

import re

import pytest

from leadtext.reading.pseudonyms import Pseudonyms
from leadtext.records import Page, Piece

HIDE = Pseudonyms("a study's key")


def address(text: str, *authors: str) -> str:
    """What becomes of a comment's text under comments by some authors."""
    pieces = [Piece("Well said.", author=author) for author in authors]
    return list(HIDE.pieces([*pieces, Piece(text, author="Wim Oort")]))[-1].text


def test_a_name_has_one_pseudonym_however_it_is_spelled() -> None:
    assert re.fullmatch(r"Reader [0-9A-F]{6}", HIDE.of("Farida Lunt"))
    assert HIDE.of("Farida Lunt") == HIDE.of("farida  LUNT") != HIDE.of("Farida Lunn")


def test_another_key_gives_other_pseudonyms() -> None:
    assert HIDE.of("Farida Lunt") != Pseudonyms("another key").of("Farida Lunt")


def test_a_pseudonym_stays_as_it_is() -> None:
    assert HIDE.of(HIDE.of("Farida Lunt")) == HIDE.of("Farida Lunt")
    once = address("@Farida Lunt: no.", "Farida Lunt")
    assert address(once) == once


def test_nobody_stays_nobody() -> None:
    page = HIDE.page(Page(Piece("A text."), (Piece("Well said."), Piece("@Anonymous: no."))))
    assert [page.publication.author, *(c.author for c in page.comments)] == [None] * 3  # type: ignore[union-attr]
    assert page.comments[1].text == "@Anonymous: no."


@pytest.mark.parametrize(
    ("text", "author", "rest"),
    [
        ("@Farida Lunt: I doubt it.", "Farida Lunt", ": I doubt it."),
        ("@farida lunt I doubt it.", "Farida Lunt", " I doubt it."),
        ("@Farida I doubt it.", "Farida Lunt", " I doubt it."),
        ("@Lunt, I doubt it.", "Farida Lunt", ", I doubt it."),
        ("@ Farida Lunt. I doubt it.", "Farida Lunt", ". I doubt it."),
        ("@Søren O'Hara-Bly you forget the porters.", "Søren O’Hara-Bly", " you forget the porters."),
    ],
)
def test_whom_a_comment_addresses_is_called_by_the_pseudonym(text: str, author: str, rest: str) -> None:
    found = address(text, author)
    assert found.lstrip("@ ") == HIDE.of(author) + rest
    assert found.startswith("@")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("@nurse_jan: no.", ": no."),
        ("@Jan Dorn you forget the porters.", " you forget the porters."),
        ("@Jan You forget the porters.", " You forget the porters."),
        ("@Jan. Porters know.", ". Porters know."),
    ],
)
def test_a_name_that_nobody_on_the_page_has_goes_as_well(text: str, rest: str) -> None:
    assert re.sub(r"^@Reader [0-9A-F]{6}", "", address(text)) == rest


def test_of_two_with_one_forename_the_later_is_meant() -> None:
    assert HIDE.of("Ann Orr") in address("@Ann no.", "Ann Bee", "Ann Orr")


def test_an_address_inside_a_text_and_an_article_are_left_alone() -> None:
    assert address("Write to porter@ward.example today.") == "Write to porter@ward.example today."
    page = HIDE.page(Page(Piece("@ward is a magazine.", author="Ada Kestrel")))
    assert page.publication is not None
    assert (page.publication.text, page.publication.author) == ("@ward is a magazine.", HIDE.of("Ada Kestrel"))
