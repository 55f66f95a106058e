"""Languages are told apart by their function words; what can't be told is left open."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadtext.framing import load_gold
from leadtext.reading.capture import read_capture
from leadtext.reading.documents import page_documents, row_documents
from leadtext.reading.html import read_html
from leadtext.reading.language import LEAST_WORDS, detect, language_of
from leadtext.records import Page, Piece

HERE = Path(__file__).parent
ENGLISH = "The porters know which lift will stop, and nobody in the office has ever asked them about it."
SPOKEN = {
    "en": ENGLISH,
    "de": "Die Pförtner wissen, welcher Aufzug stehen bleibt, und im Büro hat sie noch nie jemand danach gefragt.",
    "fr": "Les brancardiers savent quel ascenseur va tomber en panne, et personne au bureau ne le leur a demandé.",
    "es": "Los celadores saben qué ascensor se va a parar, y en la oficina nadie les ha preguntado nunca por ello.",
    "it": "I portantini sanno quale ascensore si fermerà, e in ufficio nessuno gliel'ha mai chiesto, come se non ci fossero.",
    "nl": "De portiers weten welke lift blijft hangen, en op kantoor heeft nog nooit iemand het aan hen gevraagd.",
}
POLISH = (
    "Portierzy wiedzą, która winda stanie, a w biurze nikt ich nigdy o to nie zapytał. Kiedy pada śnieg, noszą wszystko "
    "po schodach i nikomu się nie skarżą, bo wiedzą, że na górze i tak nikt nie słucha. Tak było zawsze, mówi najstarszy "
    "z nich, i tak już zostanie, dopóki ktoś z dyrekcji nie utknie między piętrami."
)


@pytest.mark.parametrize("language", sorted(SPOKEN))
def test_each_of_six_languages_is_known_by_one_sentence(language: str) -> None:
    assert detect(SPOKEN[language]) == language


@pytest.mark.parametrize(
    "text", ["Bravo, madame la directrice!", "", "12 34 56", "Ward 4, Ward 5, Ward 6, Ward 7, Ward 8"]
)
def test_what_is_too_short_or_no_language_stays_open(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    "text", [POLISH, "Носильщики знают, какой лифт остановится.", "护工们知道哪部电梯会停下来没有人问过他们"]
)
def test_a_language_that_is_none_of_the_six_is_not_taken_for_one(text: str) -> None:
    assert detect(text) == "und"


def test_the_declared_language_holds_unless_a_long_text_says_otherwise() -> None:
    assert language_of(SPOKEN["de"], declared="en-GB") == "en", "one German sentence on an English page"
    assert language_of(" ".join([SPOKEN["de"]] * 4), declared="en-GB") == "de"
    assert language_of(POLISH, declared="pl") == "pl"
    assert language_of("Dim yn Saesneg, mae hynny'n sicr.", declared="cy_GB") == "cy"
    assert language_of(ENGLISH, declared="not a language tag") == "en"


def test_a_short_comment_is_in_the_language_of_its_publication() -> None:
    page = Page(Piece(SPOKEN["de"]), (Piece("Bravo!"), Piece(SPOKEN["fr"])))
    found = page_documents(page, source="a.html", kind="article")
    assert [document.language for document in found] == ["de", "de", "fr"]


def test_a_short_row_is_in_the_language_of_the_row_that_it_answers() -> None:
    rows = [(Piece("Genau so ist es.", key="2"), "1"), (Piece(SPOKEN["de"], key="1"), None), (Piece("Quite so."), None)]
    assert [row.language for row in row_documents(rows, source="a.csv", kind="comment")] == ["de", "de", None]


def test_one_word_of_another_language_tells_nothing() -> None:
    assert detect("Made my day. Bitte trotzdem irgendwann ölen lassen.") is None
    assert detect("Made my day, and please have it oiled some day.") == "en"


def test_letters_that_a_language_does_not_have_speak_against_it() -> None:
    assert detect("Za to dam się posiekać i to na każdym boisku, które mi wskażesz.") is None
    assert detect("I went to see Mr Wałęsa and Ms Škvorecká at the town hall, and they were in.") == "en"


def test_on_the_gold_pages_no_language_is_taken_for_another() -> None:
    told = long = 0
    for file in sorted((HERE / "pages").glob("*.html")):
        page = read_html(file.read_bytes(), file.name)
        publication = [] if page.publication is None else [page.publication]
        for piece in (*publication, *page.comments):
            if len(piece.text.split()) >= LEAST_WORDS:
                found = detect(piece.text)
                written = file.stem[-2:] if file.stem[-2:] in SPOKEN else "und"
                assert found in {written, None}, piece.text
                long, told = long + 1, told + (found is not None)
    assert told / long >= 0.98


def test_page_captures_are_in_the_language_that_they_are_written_in() -> None:
    for file in sorted((HERE / "captures").glob("*.txt")):
        publication = read_capture(file.read_bytes(), file.name).publication
        assert publication is not None
        assert detect(publication.text) == ("de" if file.stem.startswith("german") else "en"), file.name


def test_english_passages_are_not_taken_for_foreign_ones() -> None:
    gold = [p.text for p in load_gold(HERE.parents[1] / "corpora" / "gold")[1] if len(p.text.split()) >= LEAST_WORDS]
    found = [detect(text) for text in gold]
    assert set(found) <= {"en", None}
    assert found.count("en") / len(found) >= 0.99
