"""Page captures: what a person sees on a page that was saved as text, and nothing else."""

import contextlib
import json
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtext.errors import SettingsError, SourceError
from leadtext.reading.capture import load_layout, read_capture
from leadtext.records import Page

CAPTURES = Path(__file__).parent / "captures"
EXPECTED = json.loads((CAPTURES / "expected.json").read_text("utf-8"))
REAL_PAGES = os.environ.get("LEADTEXT_PAGES")
INTERFACE_WORDS = re.compile(
    r"report this comment|add your comment|comment date|leave a reply|have your say|^reply$|read more$|skip to|cookies",
    re.IGNORECASE | re.MULTILINE,
)


def read(name: str) -> Page:
    return read_capture((CAPTURES / name).read_bytes(), name)


@pytest.fixture(params=sorted(EXPECTED))
def capture(request):
    return read(request.param), EXPECTED[request.param]


def test_the_publication_is_found(capture):
    page, expected = capture
    publication = page.publication
    assert publication is not None
    assert (publication.title, publication.author) == (expected["title"], expected["author"])
    for field in ("role", "organisation", "kind"):
        if field in expected:
            assert getattr(publication, field) == expected[field]
    if expected["date"] is None:
        assert publication.date is None
    else:
        assert (str(publication.date), publication.date.inferred) == (expected["date"], expected["inferred"])


def test_the_article_holds_its_own_words_and_no_others(capture):
    page, expected = capture
    for text in expected["holds"]:
        assert text in page.publication.text
    for text in expected["holds_not"]:
        assert text.casefold() not in page.publication.text.casefold()


def test_every_comment_is_a_record_of_its_own(capture):
    page, expected = capture
    assert [comment.author for comment in page.comments] == expected["comment_authors"]
    for key, field in (("comment_roles", "role"), ("comment_organisations", "organisation")):
        if key in expected:
            assert [getattr(comment, field) for comment in page.comments] == expected[key]
    if "comment_dates" in expected:
        assert [str(comment.date) for comment in page.comments] == expected["comment_dates"]
    for index, text in expected.get("comment_texts", {}).items():
        assert page.comments[int(index)].text == text
    assert all(comment.kind == "comment" for comment in page.comments)


def test_a_reply_points_at_the_comment_it_answers(capture):
    page, expected = capture
    if "replies" in expected:
        assert [comment.reply_to for comment in page.comments] == expected["replies"]


def test_no_text_holds_the_sites_own_words(capture):
    page, _ = capture
    for piece in (page.publication, *page.comments):
        assert INTERFACE_WORDS.search(piece.text) is None
        assert "  " not in piece.text
        assert "\n\n\n" not in piece.text
        assert not any(line.startswith(("•", "-", "*")) for line in piece.text.split("\n"))


def test_what_was_left_out_is_told_with_its_reason():
    notes = {(note.what, note.why) for note in read("journal-rota.txt").left_out}
    assert ("A biro behind the ear", "heading or caption") in notes
    assert any(what.startswith("“Nobody asked Bren") and "repeats" in why for what, why in notes)
    grip = read("institute-distributed.txt").left_out
    assert any(note.why == "signature" for note in grip)
    assert any(note.why == "link" for note in grip)


def test_a_count_that_the_page_announces_wrongly_is_told():
    text = (CAPTURES / "journal-rota.txt").read_text("utf-8").replace("comments (6)", "comments (7)")
    notes = read_capture(text.encode(), "page.txt").left_out
    assert [(note.what, note.lacking) for note in notes if note.lacking is not None] == [
        ("Readers' comments (7)", (7, 6))
    ]


PAGE = """Our masthead
Leading at night

{top}

The night sister has the only key to the blanket store, and she has decided for eleven winters who gets two.

{middle}

Nobody has ever complained of her decisions, and nobody above band seven has ever been asked to make one of them.

{bottom}
"""


def page(top="", middle="", bottom=""):
    return read_capture(PAGE.format(top=top, middle=middle, bottom=bottom).encode(), "page.txt")


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Kestrel",
        "Ada Kestrel",
        "Written by: Ada Kestrel | 3 May 2011",
        "By Ada Kestrel, ward clerk, Fenn Hospital",
    ],
)
def test_an_author_is_found_however_the_page_names_her(line):
    assert page(top=line).publication.author == "Ada Kestrel"


def test_several_authors_are_kept_together():
    assert (
        page(top="By Ada Kestrel, Bo Lindqvist and Chidi Eze").publication.author
        == "Ada Kestrel, Bo Lindqvist and Chidi Eze"
    )


@pytest.mark.parametrize(
    "line", ["3 May 2011", "Published: Tuesday 3 May 2011, 09:12", "03/05/2011", "Ada Kestrel | May 3, 2011"]
)
def test_the_date_line_dates_the_article(line):
    assert str(page(top=line).publication.date) == "2011-05-03"


def test_a_page_dated_after_its_comments_was_dated_by_the_browser():
    comments = "Comments\n\nJo Marsh\nComment date\n4 May 2011\nQuite so."
    publication = page(top="Wednesday 1 June 2022", bottom=comments).publication
    assert (str(publication.date), publication.date.inferred) == ("2011-05-04", True)


def test_a_quotation_from_elsewhere_stays_and_a_pull_quote_goes():
    text = page(
        middle="“She knows the cold spots of every ward,” \n\n“Nobody has ever complained of her decisions”"
    ).publication.text
    assert "cold spots" in text
    assert text.count("complained of her decisions") == 1


def test_headings_and_captions_go_and_lists_stay():
    text = page(middle="What we saw\n\n• two blankets for bay four\n• none for the registrar").publication.text
    assert "What we saw" not in text
    assert "two blankets for bay four\n\nnone for the registrar" in text


def test_lines_of_a_song_are_one_paragraph():
    text = page(middle="Blow the lamp out\nTurn the key\nTwo for granny\nOne for me").publication.text
    assert "\n\nBlow the lamp out Turn the key Two for granny One for me\n\n" in text


def test_what_stands_below_the_article_goes():
    text = page(
        bottom="Related articles\n\nHow to lead a choir\n\nA choir is led from the back row, as our reader found."
    )
    assert "choir" not in text.publication.text


TWO_COMMENTS = """2 comments

Jo Marsh says:
4 May 2011 at 9:12
Quite so.
Reply

Bo Lindqvist says:
5 May 2011 at 10:00
I keep the other key.
Top marks to her

"""


@pytest.mark.parametrize(
    "footer",
    [
        "Reply\n\nAbout us Contact Privacy Cookies",
        "Reply\n\nAbout us\nContact\nTerms of the house\nCookies",
        "Reply\nReport\n\nHome | About us\n© 2011 Fenn Hospital. Registered charity 12345.",
    ],
)
def test_a_pages_footer_is_none_of_its_last_comment(footer):
    found = page(bottom=TWO_COMMENTS + footer)
    assert found.comments[-1].text == "I keep the other key. Top marks to her"
    assert {note.why for note in found.left_out if note.what in footer.split("\n")} <= {"button", "below the comments"}
    assert any(note.why == "below the comments" for note in found.left_out)


def test_what_a_reader_writes_below_a_word_like_a_button_stays():
    comments = TWO_COMMENTS.replace(
        "Top marks to her", "Reply\n\nThat is what she said to me, and I have done so ever since."
    )
    assert "ever since." in page(bottom=comments).comments[-1].text


def test_a_page_without_a_layout_of_its_own_keeps_its_comments_out_of_the_article():
    read_page = page(bottom="Comments\n\n<<1>> kestrel_a // tue\nvery true this")
    assert "very true" not in read_page.publication.text
    assert any(note.why == "comments that no layout describes" for note in read_page.left_out)


def test_plain_prose_without_any_furniture_is_read_whole():
    text = "One paragraph of a few words only.\n\nAnother, by way of conversation, of some more."
    assert read_capture(text.encode(), "note.txt").publication.text == text


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_character_set_does_not_matter(charset):
    text = (CAPTURES / "german-blog.txt").read_text("utf-8")
    assert read_capture(text.encode(charset), "seite.txt").publication.title == "Führung ohne Chef"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "ZIP"),
        (b"some text\x00with a NUL", "NUL"),
        (bytes(range(256)) * 40, "NUL|binary|character set"),
        (b"Menu\n\nHome | News\n\nSearch\n", "no text but menus"),
        (b"1\n" * 200_000, "lines"),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(data, reason):
    with pytest.raises(SourceError, match=reason) as refusal:
        read_capture(data, "odd.txt")
    assert "odd.txt" in str(refusal.value)


LAYOUT = """
name = "parish letter"
[article]
drop = ["Advertisement*"]
end = ["Church notices"]
[comments]
begin = ["Letters received (*)"]
end = ["Letters are read out on Sundays"]
[comment]
heads = [["From {author}", ["of {organisation}", "{role}"], "dated {date}"]]
"""
LETTERS = """The bell rope

The bell rope has been mended by three of us, none of whom was asked to and each of whom says that another began it.
Advertisement: ropes

Letters received (2)
From Ada Kestrel
dated 3 May 2011
I began it.
From Bo Lindqvist
of the Ropewalk
foreman
dated 4.5.11
@Ada Kestrel you did not

Letters are read out on Sundays
Coffee follows
"""


def test_a_researcher_describes_a_new_layout_without_code(tmp_path):
    (tmp_path / "parish.toml").write_text(LAYOUT, "utf-8")
    found = read_capture(LETTERS.encode(), "letter.txt", [load_layout(tmp_path / "parish.toml")])
    first, second = found.comments
    assert (first.author, str(first.date), first.text) == ("Ada Kestrel", "2011-05-03", "I began it.")
    assert (second.role, second.organisation, second.reply_to) == ("foreman", "the Ropewalk", 0)
    assert "Advertisement" not in found.publication.text
    assert str(found.publication.date) == "2011-05-03"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('nmae = "x"', "nmae.*Did you mean name"),
        ('[comments]\nbegins = ["x"]', "comments.begins.*Did you mean begin"),
        ('[comment]\nheads = [["{autor}"]]', "autor.*Did you mean author"),
        ('[comments]\nbegin = ["{author}"]', "comment.heads only"),
        ("[comment]\nheads = 3", "list of heads"),
        ("[comment]\nheads = [[[]]]", "list of heads"),
        ('[comment]\nheads = [["{author} {author}"]]', "twice"),
        ('[comment]\nbegins_with = "star"', "begins_with"),
        ("comments = 3", "must be a table"),
        ("[comments]\nbegin = 3", "list of lines"),
        ("name = ", "no valid TOML"),
    ],
)
def test_a_wrong_layout_says_what_is_wrong_and_what_was_meant(tmp_path, content, says):
    path = tmp_path / "mine.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=says) as refusal:
        load_layout(path)
    assert "mine.toml" in str(refusal.value)


def test_a_missing_layout_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load_layout(tmp_path / "nowhere.toml")


PIECES = st.sampled_from(
    ["Comments", "Readers' comments (3)", "• ", "Report this comment", "Jo Marsh", "Position", "Comment date", "Reply",
     "3 May 2011", "\n", "\n\n", "“", "”", "@Jo ", "Leave a reply", "By ", ": ", " | ", "a sentence that ends.",
     "\x0b", "é"]
)  # fmt: skip


@settings(max_examples=150, deadline=2_000)
@given(st.lists(PIECES | st.text(max_size=8), max_size=60))
def test_any_text_is_read_or_refused(pieces):
    try:
        found = read_capture("".join(pieces).encode("utf-8", "replace"), "any.txt")
    except SourceError:
        return
    assert all(comment.text.strip() for comment in found.comments)
    assert all(comment.reply_to is None or comment.reply_to < place for place, comment in enumerate(found.comments))


@settings(max_examples=100, deadline=2_000)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(SourceError):
        assert isinstance(read_capture(data, "any.txt"), Page)


@pytest.mark.parametrize(
    "unit", ["Jo Marsh\n\n1 May 2011\n\n", "• Report this comment\n", "“quote”\n\n", "a | ", "@", '"']
)
def test_endless_pages_take_bounded_time(unit):
    start = time.process_time()
    with contextlib.suppress(SourceError):
        read_capture(("A page of a few words.\n\nComments\n" + unit * 10_000).encode(), "endless.txt")
    assert time.process_time() - start < 10


@pytest.mark.skipif(not REAL_PAGES, reason="LEADTEXT_PAGES names no folder of real pages")
def test_real_pages_are_read_as_a_person_reads_them():
    folder = Path(REAL_PAGES)
    for name, expected in json.loads((folder / "expected.json").read_text("utf-8")).items():
        found = read_capture((folder / name).read_bytes(), name)
        publication = found.publication
        assert publication.title == expected["title"]
        assert (expected["author"] is None) is (publication.author is None)
        assert expected["author"] is None or expected["author"] in publication.author
        assert publication.date.day.year == expected["year"]
        assert "date" not in expected or str(publication.date) == expected["date"]
        assert [comment.author for comment in found.comments] == expected["comment_authors"]
        assert len(found.comments) == expected["comments"]
        for key, field in (
            ("comment_roles", "role"),
            ("comment_organisations", "organisation"),
            ("comment_dates", "date"),
        ):
            if key in expected:
                assert [str(getattr(comment, field)) for comment in found.comments] == expected[key]
        for text in expected["article_must_hold"]:
            assert text in publication.text
        for text in expected["article_must_not_hold"]:
            assert text not in publication.text
        assert not any(INTERFACE_WORDS.search(piece.text) for piece in (publication, *found.comments))
