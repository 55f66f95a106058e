"""PDF reports: the paragraphs as their writer meant them, and nothing that the page adds."""

import contextlib
import time
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadtext.reading.pdf
from leadtext.errors import SourceError
from leadtext.reading import page_documents, read_documents
from leadtext.reading.pdf import read_pdf
from leadtext.reading.pdf_lines import read_lines
from leadtext.records import Document, Page
from reading.make_pdf import Put, pdf

FILLER = [
    "The sluice was mended on a Friday by two porters and a physio,",
    "none of whom had been asked to, and each of whom said afterwards",
    "that one of the others had begun. The ward kept the spanner.",
]


def column(lines, x=72, top=700, size=11, pitch=14, font="F1"):
    return [Put(x, top - pitch * number, line, size, font) for number, line in enumerate(lines)]


def page(number, body):
    return [Put(72, 810, "The Lowther Institute", 8), *body, Put(290, 30, str(number), 9)]


REPORT = pdf(
    [
        page(
            1,
            [
                Put(72, 740, "Who mends the sluice", 24, "F2"),
                Put(72, 700, "By Tamsin Okafor and Bo Lindqvist", 11),
                Put(72, 680, "September 2013", 11),
                *column(FILLER, top=640),
            ],
        ),
        page(
            2,
            [
                Put(72, 760, "Contents", 16, "F2"),
                *column(
                    ["Foreword ............ 3", "What the porters did ............ 3", "Three kinds of team ..... 4"],
                    top=720,
                ),
            ],
        ),
        page(
            3,
            [
                Put(72, 760, "What the porters did", 16, "F2"),
                *column(
                    ["First there was no deﬁnition of a ﬂood, and no inter-", "esting theory of one. A well-"], top=730
                ),
                *column(["known theory came later, with interesting ﬁgures. It said that", "water runs down"], top=702),
                Put(72, 60, "1. A flood is water in a place where nobody wants it.", 8),
            ],
        ),
        page(
            4,
            [
                *column(["and that those below look up. A well-known porter agreed.", "    "], top=760),
                *column(["• He carried a mop.", "• He carried another one for"], top=720),
                Put(83, 692, "whoever came by."),
                Put(72, 660, "Figure 1: Mops by band", 9),
                *column(["A new paragraph begins behind a wider gap, and the one", "above it is over."], top=600),
            ],
        ),
    ],
    {"Title": "Microsoft Word - final_v3.docx", "Author": "okafort", "CreationDate": "D:20200102030405Z"},
)


@pytest.fixture(scope="module")
def report():
    return read_pdf(REPORT, "report.pdf")


def test_title_author_and_date_are_those_that_the_first_page_shows(report):
    publication = report.publication
    assert (publication.title, publication.author) == ("Who mends the sluice", "Tamsin Okafor and Bo Lindqvist")
    assert (str(publication.date), publication.date.inferred) == ("2013-09", False)
    assert publication.place == "pages 1-4"


def test_lines_become_paragraphs(report):
    paragraphs = report.publication.text.split("\n\n")
    assert paragraphs == [
        " ".join(FILLER),
        "First there was no definition of a flood, and no interesting theory of one. A well-known theory came later, "
        "with interesting figures. It said that water runs down and that those below look up. A well-known porter "
        "agreed.",
        "He carried a mop.",
        "He carried another one for whoever came by.",
        "A new paragraph begins behind a wider gap, and the one above it is over.",
    ]


def test_what_the_page_adds_is_left_out_with_its_reason(report):
    reasons = {note.what: note.why for note in report.left_out}
    assert reasons["The Lowther Institute"] == "running head"
    assert reasons["Contents"] == "table of contents"
    assert reasons["What the porters did"] == "heading or label"
    assert reasons["A flood is water in a place where nobody wants it."] == "footnote"
    assert reasons["Figure 1: Mops by band"] in {"caption or note", "heading or label"}


def two_columns(interleaved):
    left = column([f"Left {number} goes on a while and ends{'.' if number == 9 else ''}" for number in range(10)], x=60)
    right = column(
        [f"right {number} goes on a while and ends{'.' if number == 9 else ''}" for number in range(10)], x=320
    )
    body = [put for pair in zip(left, right, strict=True) for put in pair] if interleaved else [*left, *right]
    return pdf([[Put(60, 740, "A title across both of the columns, set large", 20, "F2"), *body]])


@pytest.mark.parametrize("interleaved", [False, True])
def test_two_columns_are_read_one_after_the_other(interleaved):
    publication = read_pdf(two_columns(interleaved), "columns.pdf").publication
    assert publication.title == "A title across both of the columns, set large"
    text = publication.text
    assert text.index("Left 9") < text.index("right 0")
    places = [text.index(f"{side} {number}") for side in ("Left", "right") for number in range(10)]
    assert places == sorted(places)


def test_a_paragraph_that_a_page_breaks_goes_on_behind_the_running_head():
    pages = [
        page(
            number,
            column([f"Page {number} begins here and tells of the mop and goes on", "until it breaks off in the"]),
        )
        for number in (1, 2, 3)
    ]
    text = read_pdf(pdf(pages), "broken.pdf").publication.text
    assert "breaks off in the Page 2" in text
    assert "Institute" not in text


def test_a_paragraph_may_begin_with_an_indent():
    lines = [Put(72, 700, "One paragraph runs for two lines in all and stops right at the edge of it."),
             Put(72, 686, "It stops here, with a second line as long as the first, give or take a mop."),
             Put(90, 672, "Another begins moved in, as books have it, and it goes on to the end, too."),
             Put(72, 658, "And stops.")]  # fmt: skip
    assert len(read_pdf(pdf([lines]), "indent.pdf").publication.text.split("\n\n")) == 2


def test_the_metadata_help_where_the_page_is_silent():
    info = {"Title": "Who mends the sluice", "Author": "Tamsin Okafor", "CreationDate": "D:20130902101112Z"}
    publication = read_pdf(pdf([column(FILLER)], info), "plain.pdf").publication
    assert (publication.title, publication.author) == ("Who mends the sluice", "Tamsin Okafor")
    assert (str(publication.date), publication.date.inferred) == ("2013-09-02", True)
    assert publication.place == "page 1"


def test_references_are_no_text():
    last = [
        Put(72, 760, "References", 16, "F2"),
        *column(["Okafor, T. (2012) Who holds the rota? Fenwick: Slow Press."]),
    ]
    text = read_pdf(pdf([column(FILLER), column(FILLER), last]), "references.pdf").publication.text
    assert "Slow Press" not in text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html>no PDF</html>", "truncated or no PDF"),
        (REPORT[:300], "truncated or no PDF"),
        (pdf([column(FILLER)], locked=True), "encrypted"),
        (pdf([[]]), "pictures.*OCR"),
        (pdf([[Put(72, 700, "Only a heading", 20)]]), "no paragraphs"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, reason):
    with pytest.raises(SourceError, match=reason) as refusal:
        read_pdf(data, "odd.pdf")
    assert "odd.pdf" in str(refusal.value)


def test_a_page_crammed_with_letters_ends_in_bounded_time():
    crowded = [Put(10 + place % 500, 20 + place % 800, "mop " * 30, 4) for place in range(500)]
    start = time.process_time()
    with contextlib.suppress(SourceError):
        read_pdf(pdf([crowded]), "crowded.pdf")
    assert time.process_time() - start < 15


@settings(max_examples=120, deadline=5_000)
@given(st.binary(max_size=40), st.integers(0, len(REPORT)), st.integers(0, 200))
def test_any_damage_gives_a_page_or_a_refusal(noise, place, cut):
    # In this process: a crash must not hide behind the other one's end, and starting it takes longer than reading.
    with mock.patch.object(leadtext.reading.pdf, "lines_apart", read_lines), contextlib.suppress(SourceError):
        assert isinstance(read_pdf(REPORT[:place] + noise + REPORT[place + cut :], "any.pdf"), Page)


def test_a_page_printed_by_a_browser_in_two_columns_is_read_as_it_was_written():
    publication = read_pdf((Path(__file__).parent / "files" / "kettle.pdf").read_bytes(), "kettle.pdf").publication
    assert (publication.title, publication.author) == ("The kettle and the board", "Cressida Bellweather")
    assert (str(publication.date), publication.date.inferred) == ("2012-01-11", False)
    paragraphs = publication.text.split("\n\n")
    assert [paragraph.split()[0] for paragraph in paragraphs] == ["There", "People", "When", "I", "It"]
    assert all(paragraph.endswith(".") for paragraph in paragraphs)
    assert "productive minutes of the organisation's day" in paragraphs[0]
    assert "-" not in publication.text


def test_a_passage_of_a_pdf_can_be_cited_by_its_pages(report):
    [document] = page_documents(report, source="report.pdf", kind="report")
    assert [number for _, number in document.pages] == [1, 3, 4], "the contents on page 2 are left out"
    turned = {number: offset for offset, number in document.pages}[4]
    assert document.text[turned:].startswith("and that those below look up.")
    assert document.pages_of(turned, turned + 9) == "4"
    assert document.pages_of(turned - 9, turned + 9) == "3-4"
    assert document.pages_of(0, 9) == "1"


def test_a_text_without_printed_pages_has_none_to_be_cited_by():
    assert Document("1", "report", "", "No pages here.", "a.txt").pages_of(0, 5) == ""


PRINTED = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("name", "comments"),
    [
        (
            "printed_blogger.pdf",
            [
                ("Hilltop Farm", "2009-10-12", "Send him here next. I have forty, in feet and inches."),
                ("Jo", "2009-10-12", "Did he leave the clipboard?"),
                ("Jam Jar", "2009-10-14", "He did, Jo. It hangs in the shed now."),
            ],
        ),
        (
            "printed_wordpress.pdf",
            [
                ("Gaëlle", "2013-05-03", "Quelqu’un commande toujours, même sans le dire."),
                ("Rémi", "2013-05-03", "Alors qui donc, ce jour-là ?"),
                ("Visiteur du soir", "2013-05-20", "Merci pour la balade."),
            ],
        ),
    ],
)
def test_the_comments_of_a_page_that_a_browser_printed_are_records(name, comments):
    found = read_pdf((PRINTED / name).read_bytes(), name)
    assert [(comment.author, str(comment.date), comment.text) for comment in found.comments] == comments
    assert all(comment.kind == "comment" for comment in found.comments)
    assert not any(comment.text in found.publication.text for comment in found.comments)


def test_a_printed_page_has_neither_the_day_nor_the_address_of_its_printing():
    found = read_pdf((PRINTED / "printed_blogger.pdf").read_bytes(), "printed.pdf")
    assert found.publication.date.day.year == 2009
    assert "journal.example" not in found.publication.text


CHROME = {"Creator": "Mozilla/5.0 (X11) Chrome/120.0", "CreationDate": "D:20200102030405Z"}


def below_filler(*lines, top=640):
    return [*column(FILLER, top=700), *column(lines, top=top)]


@pytest.mark.parametrize(
    "lines",
    [
        ["2 comments", "Ada Kestrel says:", "3 May 2011 at 9:12", "I lent it.", "Bo says:", "4 May 2011 at 10:00", "So."],
        ["Comments (2)", "Ada Kestrel", "3 May 2011", "I lent it.", "Reply", "Bo", "4 May 2011", "So.", "Reply"],
        ["2 thoughts on Mops", "I lent it.", "Posted by: Ada Kestrel | 03 May 2011 at 09:12 PM", "So.",
         "Posted by: Bo | 04 May 2011 at 10:00 AM"],
        ["2 Comments:", "Ada Kestrel said...", "I lent it.", "9:12 PM, May 03, 2011", "Bo said...", "So.", "4 May 2011"],
        ["Kommentare", "1. Ada Kestrel sagt:", "3. Mai 2011 um 21:12", "I lent it.", "Antworten", "2. Bo sagt:",
         "4. Mai 2011 um 9:12", "So.", "Antworten"],
        ["2 commentaires", "Par Ada Kestrel le 3 mai 2011 à 9h12", "I lent it.", "Par Bo le 4 mai 2011 à 10h00", "So."],
    ],
)  # fmt: skip
def test_comments_are_told_by_their_days_however_the_page_sets_them(lines):
    found = read_pdf(pdf([below_filler(*lines)], CHROME), "printed.pdf")
    assert [(comment.author, str(comment.date), comment.text) for comment in found.comments] == [
        ("Ada Kestrel", "2011-05-03", "I lent it."),
        ("Bo", "2011-05-04", "So."),
    ]
    assert found.publication.text == " ".join(FILLER)
    assert (str(found.publication.date), found.publication.date.inferred) == ("2011-05-03", True)


def test_comments_that_cannot_be_told_apart_are_left_out_and_told():
    lines = [
        "3 comments",
        "Ada Kestrel @ the sluice",
        "I lent it to the ward and want it back.",
        "Bo @ the ward",
        "So.",
    ]
    found = read_pdf(pdf([below_filler(*lines)], CHROME), "printed.pdf")
    assert found.comments == ()
    assert "Kestrel" not in found.publication.text
    assert found.unread == "3 comments"
    assert any(note.what.startswith("Ada Kestrel") for note in found.left_out)
    article, told = read_documents(pdf([below_filler(*lines)], CHROME), source="printed.pdf", kind="article")
    assert "Kestrel" not in article.text
    assert "3 comments" in told.reason


@pytest.mark.parametrize(
    "lines",
    [
        ["Comments", "The board met on 3 May 2011 and heard two nurses."],
        ["Discussion", "Ada Kestrel, 3 May 2011", "We found the ward without a mop, and the porters without a rota."],
        ["12 comments were received by 3 May 2011, of which four came from wards."],
        ["“I lent it to the ward,” says", "Ada Kestrel, and the board agreed on 3 May 2011."],
    ],
)
def test_a_report_that_speaks_of_comments_has_none(lines):
    found = read_pdf(pdf([below_filler(*lines)]), "report.pdf")
    assert found.comments == ()
    assert found.unread == ""
    assert lines[-1].split(",")[0].split()[-1] in found.publication.text


def test_a_bubble_above_the_article_begins_no_comments():
    body = [Put(72, 760, "The mop", 24, "F2"), Put(72, 730, "2 comments"), Put(72, 712, "Ada Kestrel, 1 May 2011")]
    found = read_pdf(pdf([[*body, *column(FILLER, top=680)]], CHROME), "printed.pdf")
    assert found.comments == ()
    assert "spanner" in found.publication.text
