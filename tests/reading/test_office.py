"""Word, OpenDocument and Markdown texts: their own marks tell what is text."""

import contextlib
import datetime as dt
import io
import time
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtext.errors import SourceError
from leadtext.reading.office import read_docx, read_odt
from leadtext.reading.plain import read_markdown
from leadtext.records import Page

FIRST = "The night sister has the only key to the blanket store, and for eleven winters she has decided who gets two."
LAST = "Nobody above band seven has ever been asked to make one of her decisions, and nobody has offered to, either."


def word(title="Keys to the store", byline="By Ada Kestrel and Bo Lindqvist", date="May 2011", author="someone"):
    document = docx.Document()
    document.core_properties.title = "Microsoft Word - draft.docx"
    document.core_properties.author = author
    document.core_properties.created = dt.datetime(2020, 1, 2)
    if title:
        document.add_paragraph(title, style="Title")
    for line in (byline, date):
        if line:
            document.add_paragraph(line)
    document.add_heading("What we saw", level=1)
    document.add_paragraph(FIRST)
    document.add_paragraph("two blankets for bay four", style="List Bullet")
    document.add_paragraph("none for the registrar", style="List Number")
    document.add_paragraph("Figure 1: The key", style="Caption")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Blankets by bay"
    last = document.add_paragraph()
    last.add_run(LAST[:30]).bold = True
    last.add_run(LAST[30:])
    return document


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)
ODT_BODY = f"""<text:p text:style-name="P1">Keys to the store</text:p>
<text:p>By Ada Kestrel and Bo Lindqvist</text:p><text:p>May 2011</text:p>
<text:h text:outline-level="1">What we saw</text:h>
<text:p>{FIRST[:20]}<text:span>{FIRST[20:]}</text:span><text:note><text:note-body><text:p>A footnote.</text:p></text:note-body></text:note></text:p>
<text:list><text:list-item><text:p>two blankets<text:s/>for bay four</text:p></text:list-item>
<text:list-item><text:p>none for the registrar</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Blankets by bay</text:p></table:table-cell></table:table-row></table:table>
<text:p>{LAST}<office:annotation><text:p>A note by an editor</text:p></office:annotation></text:p>"""


def odt(body=ODT_BODY, meta="<dc:title>x.odt</dc:title><meta:creation-date>2020-01-02</meta:creation-date>", extra=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:automatic-styles>"
            '<style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles>'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "meta.xml", f"<office:document-meta {NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>"
        )
        for part, content in extra:
            archive.writestr(part, content)
    return out.getvalue()


MARKDOWN = f"""# Keys to the store

By Ada Kestrel and Bo Lindqvist

May 2011

## What we saw

{FIRST.replace("only key", "*only* [key](https://example.org)")}

- two blankets for
  bay four
- none for **the** registrar

| bay | blankets |
| --- | --- |
| Blankets by bay | 2 |

```
code = 1
```
![a picture](key.png)

{LAST}
"""

DOCUMENTS = {
    "a.docx": (read_docx, saved(word())),
    "a.odt": (read_odt, odt()),
    "a.md": (read_markdown, MARKDOWN.encode()),
}


@pytest.fixture(params=sorted(DOCUMENTS))
def publication(request):
    reader, data = DOCUMENTS[request.param]
    return reader(data, request.param)


def test_every_format_gives_the_same_publication(publication):
    found = publication.publication
    assert (found.title, found.author) == ("Keys to the store", "Ada Kestrel and Bo Lindqvist")
    assert (str(found.date), found.date.inferred) == ("2011-05", False)
    assert found.text.split("\n\n") == [FIRST, "two blankets for bay four", "none for the registrar", LAST]


def test_headings_tables_and_notes_are_told_as_left_out(publication):
    reasons = {note.what: note.why for note in publication.left_out}
    assert reasons["What we saw"] == "heading"
    assert reasons["Blankets by bay"] == "table" or "Blankets by bay" in " ".join(reasons)
    assert not any("footnote" in what or "editor" in what for what in publication.publication.text.split("\n\n"))


def test_words_taken_out_moved_away_or_hidden_are_none_of_the_text():
    document = word()
    changed = document.add_paragraph("The porters moved ")
    parts = {"ins": "all the beds ", "del": "no beds ", "moveFrom": "as ever ", "moveTo": "at four."}
    for tag, words in parts.items():
        change = changed._p.makeelement(qn(f"w:{tag}"), {})
        run = changed.add_run(words)._r
        changed._p.append(change)
        change.append(run)
    changed.add_run("Nobody prints this.").font.hidden = True
    changed.add_run(" It went well.").font.hidden = False
    text = read_docx(saved(document), "a.docx").publication.text
    assert text.endswith("The porters moved all the beds at four. It went well.")


def test_properties_help_where_the_text_is_silent():
    document = word(title="", byline="", date="", author="Ada Kestrel")
    document.add_heading("What we did", level=1)
    document.core_properties.title = "Keys to the store"
    found = read_docx(saved(document), "a.docx").publication
    assert (found.title, found.author) == ("Keys to the store", "Ada Kestrel")
    assert (str(found.date), found.date.inferred) == ("2020-01-02", True)


@pytest.mark.parametrize("heading", ["What we saw on the ward", "Executive summary"])
def test_a_lone_heading_above_everything_is_the_title_unless_it_names_a_section(heading):
    document = docx.Document()
    document.core_properties.title = "Keys to the store"
    document.add_heading(heading, level=1)
    document.add_paragraph(FIRST)
    document.add_heading("The key", level=2)
    document.add_paragraph(LAST)
    page = read_docx(saved(document), "a.docx")
    shown = "Keys to the store" if heading == "Executive summary" else heading
    assert page.publication.title == shown
    assert (heading in [note.what for note in page.left_out]) == (shown != heading)


def test_a_title_that_a_program_made_up_is_none():
    document = word(title="", byline="", date="")
    assert read_docx(saved(document), "a.docx").publication.title == "What we saw"


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 'Keys to the store'\nauthor: Ada Kestrel\ndate: 2011-05-03\n---\n",
        '---\ntitle: "Keys to the store"\nauthors:\n  - Ada Kestrel\ndate: 3 May 2011\nlayout: post\n---\n',
        '+++\ntitle = "Keys to the store"\nauthor = "Ada Kestrel"\ndate = 2011-05-03T10:00:00Z\n+++\n',
        "---\r\ntitle: Keys to the store\r\nauthor: [Ada Kestrel]\r\ndate: 2011-05-03\r\n---\r\n",
    ],
)
def test_front_matter_gives_title_author_and_date(front):
    found = read_markdown(f"{front}\n{FIRST}\n".encode(), "a.md").publication
    assert (found.title, found.author, str(found.date)) == ("Keys to the store", "Ada Kestrel", "2011-05-03")
    assert found.text == FIRST


def bomb():
    out = io.BytesIO(saved(word()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros.bin", bytes(400_000_000))
    return out.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><x>&a;&b;</x>'


@pytest.mark.parametrize(
    ("reader", "data", "reason"),
    [
        (read_docx, b"", "damaged"),
        (read_docx, b"plain text", "damaged"),
        (read_docx, saved(word())[:2_000], "damaged"),
        (read_docx, odt(), "lacks word/document.xml"),
        (read_docx, b"\xd0\xcf\x11\xe0" + bytes(600), "old Word document, or encrypted"),
        (read_docx, saved(docx.Document()), "no paragraphs"),
        (read_docx, bomb(), "unpack"),
        (read_odt, saved(word()), "lacks content.xml"),
        (read_odt, odt(body=""), "no paragraphs"),
        (read_odt, odt(body="<text:p>unclosed"), "damaged"),
        (read_odt, odt(extra=[("META-INF/manifest.xml", "<m><encryption-data/></m>")]), "encrypted"),
        (read_odt, odt(extra=[("styles.xml", ENTITIES)]), "document type"),
        (read_markdown, b"", "empty"),
        (read_markdown, b"# Only a heading\n", "no paragraphs"),
        (read_markdown, b"text\x00", "NUL"),
        (read_markdown, b"a" * 6_000_000, "longer than"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(reader, data, reason):
    with pytest.raises(SourceError, match=reason) as refusal:
        reader(data, "odd.file")
    assert "odd.file" in str(refusal.value)


def test_deep_nesting_ends_as_a_refusal_or_a_page():
    with contextlib.suppress(SourceError):
        read_odt(
            odt(body="<text:section>" * 5_000 + f"<text:p>{FIRST}</text:p>" + "</text:section>" * 5_000), "deep.odt"
        )


@pytest.mark.parametrize("unit", ["> ", "- ", "[", "*a ", "![", "`", "<div>", "|a", "# a\n", "&", "<!--"])
def test_hostile_markdown_ends_in_bounded_time(unit):
    start = time.process_time()
    with contextlib.suppress(SourceError):
        read_markdown((unit * 20_000 + "\n\n" + FIRST).encode(), "hostile.md")
    assert time.process_time() - start < 15


@settings(max_examples=120, deadline=3_000)
@given(st.sampled_from(sorted(DOCUMENTS)), st.binary(max_size=40), st.integers(0, 40_000), st.integers(0, 100))
def test_any_damage_gives_a_page_or_a_refusal(name, noise, place, cut):
    reader, data = DOCUMENTS[name]
    place %= len(data)
    with contextlib.suppress(SourceError):
        assert isinstance(reader(data[:place] + noise + data[place + cut :], name), Page)
