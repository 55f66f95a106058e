"""Files that somebody made in order to do harm: each ends as a refusal with its true reason, at once and in little memory."""

import contextlib
import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leadtext.errors import SourceError
from leadtext.reading.feed import MAX_ENTRIES, read_feed
from leadtext.reading.office import read_docx, read_odt
from leadtext.reading.pdf import read_pdf
from leadtext.reading.tables import Columns, Row, read_table
from leadtext.records import Reject

MOST_SECONDS = 15
"""Of this process; none of these took more than 3 when they were written."""

TEXT = Columns(text="text")
DEEP = 100_000
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]>"
)
FAR = f"<!-- {'x' * 70_000} -->"
"""Pushes what follows out of where a look at a part's beginning would see it."""


@pytest.fixture(autouse=True)
def _in_little_time() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < MOST_SECONDS


def zipped(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


# --- workbooks -------------------------------------------------------------------------------------------------------

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="{{sheet}}"/>'
    f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="{{strings}}"/></Relationships>'
)


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<worksheet {MAIN}><sheetData><row r="1">{cell("A1", "text")}</row>'
ROW = f'<row r="2">{cell("A2", "The ward works.")}</row>'
TAIL = "</sheetData></worksheet>"
STRINGS = f"<sst {MAIN}><si><t>text</t></si></sst>"


def workbook(
    rows: str = ROW,
    *,
    before: str = "",
    strings: str | bytes = STRINGS,
    sheet_at: str = "worksheets/sheet1.xml",
    strings_at: str = "sharedStrings.xml",
    packing: int = zipfile.ZIP_DEFLATED,
    more: dict[str, str] | None = None,
) -> bytes:
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(sheet=sheet_at, strings=strings_at),
        f"xl/{strings_at}": strings,
        "xl/worksheets/sheet1.xml": before + HEAD + rows + TAIL,
    }
    return zipped({**parts, **(more or {})}, packing)


BOMB = ENTITIES + STRINGS.replace("text", "&k;")
WORKBOOKS = {
    "entities in the shared texts": (workbook(strings=BOMB), "document type"),
    "entities behind a long note": (workbook(strings=FAR + BOMB), "document type"),
    "entities in UTF-16": (
        workbook(strings=('<?xml version="1.0" encoding="utf-16"?>' + BOMB).encode("utf-16")),
        "document type",
    ),
    "entities in a part of another name": (workbook(strings=BOMB, strings_at="texts.bin"), "document type"),
    "an entity of the sheet": (workbook(before=FAR + ENTITIES), "document type"),
    "a sheet out of the file": (workbook(sheet_at="../../../../etc/passwd"), "no sheet"),
    "a row a billion rows down": (workbook(f'<row r="1000000000">{cell("A1000000000", "x")}</row>'), "claims a row"),
    "empty rows without end": (workbook("<row/>" * 1_100_000), "claims a row"),
    "a cell in no column": (workbook(f'<row r="2">{cell("ZZZZZZ2", "x")}</row>'), "beyond the 16,384 columns"),
    "a row of a million cells": (workbook(f"<row>{'<c/>' * 1_000_000}</row>"), "beyond the 16,384 columns"),
    "rows as wide as can be": (
        workbook(
            "".join(f'<row r="{at}">{cell(f"XFD{at}", "x")}{cell(f"A{at}", "y")}</row>' for at in range(2, 3_200))
        ),
        "columns|cells",
    ),
    "bottomless nesting": (workbook("<a>" * 1_000_000), "in one another"),
    "an attribute without end": (workbook(f'<row spans="{"1" * 30_000_000}"></row>'), "tag of more than"),
    "a text that isn't there": (workbook('<row r="2"><c r="A2" t="s"><v>99</v></c></row>'), "'99' that isn't there"),
    "not to its end": (workbook()[:-400], "damaged"),
    "an odd packing": (workbook(packing=zipfile.ZIP_LZMA), "packed in a way"),
    "zeros": (workbook(more={"xl/zeros.xml": "\0" * 301_000_000}), "unpack to more than"),
}


@pytest.mark.parametrize("attack", WORKBOOKS)
def test_a_hostile_workbook_is_refused_for_what_it_is(attack: str) -> None:
    data, reason = WORKBOOKS[attack]
    with pytest.raises(SourceError, match=reason) as refusal:
        list(read_table(data, "odd.xlsx", TEXT))
    assert "odd.xlsx" in str(refusal.value)


def test_an_endless_cell_is_a_rejected_row_and_the_next_is_read() -> None:
    endless = f'<row r="2">{cell("A2", "word " * 6_000_000)}</row>'
    rows = list(read_table(workbook(endless + ROW.replace("2", "3")), "t.xlsx", TEXT))
    assert [type(row) for row in rows] == [Reject, Row]
    assert "5,000,000 characters" in rows[0].reason


def test_a_formula_is_never_read_only_what_it_gave() -> None:
    formula = '<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x.example","y")</f><v>The ward.</v></c></row>'
    nothing = '<row r="3"><c r="A3"><f>cmd|"/c calc"!A1</f></c></row>'
    (row,) = read_table(workbook(formula + nothing), "t.xlsx", TEXT)
    assert row.piece.text == "The ward."


def test_paths_that_lead_out_of_a_workbook_lead_nowhere(tmp_path: Path) -> None:
    (row,) = read_table(workbook(more={"../../../evil.xml": "<x/>"}), "t.xlsx", TEXT)
    assert row.piece.text == "The ward works."


# --- other tables ----------------------------------------------------------------------------------------------------


def test_a_csv_line_without_end_is_told_with_what_it_costs() -> None:
    rows = list(read_table(("text,a\nThe ward works.,1\n" + "wo\0rd " * 4_000_000).encode(), "t.csv", TEXT))
    assert [type(row) for row in rows] == [Row, Reject]
    assert rows[1].place == "row 3"
    assert "20,000,000 characters; nothing from there on is read" in rows[1].reason


@pytest.mark.parametrize("data", [b"word " * 5_000_000, b"," * 25_000_000], ids=["words", "commas"])
def test_a_csv_file_of_one_line_without_end_is_refused_for_that(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"row 1.*20,000,000"):
        list(read_table(data, "t.csv", TEXT))


def test_a_json_line_without_end_is_rejected_alone_or_refused_if_there_is_nothing_else() -> None:
    endless = b'{"text": "' + b"word " * 5_000_000 + b'"}\n'
    rows = list(read_table(endless + b'{"text": "The ward works."}\n', "t.jsonl", TEXT))
    assert [type(row) for row in rows] == [Reject, Row]
    with pytest.raises(SourceError, match=r"line 1.*20,000,000"):
        list(read_table(endless, "t.jsonl", TEXT))


def test_half_a_character_that_json_names_is_none_in_the_text() -> None:
    (row,) = read_table(b'{"text": "The ward \\ud800 works \\u0000 well."}', "t.jsonl", TEXT)
    assert row.piece.text.encode() == "The ward � works well.".encode()


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def test_a_parquet_file_that_repeats_a_long_text_ends_as_a_bomb() -> None:
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["word " * 1_000_000]))
    with pytest.raises(SourceError, match="200 times its size"):
        list(read_table(parquet(pa.table({"text": long})), "t.parquet", TEXT))


def test_a_parquet_footer_that_lies_is_refused() -> None:
    data = parquet(pa.table({"text": ["The ward works."] * 100}))
    for length in (0xFFFFFFFF, 0x7FFFFFFF, 10):
        with pytest.raises(SourceError, match="damaged"):
            list(read_table(data[:-8] + length.to_bytes(4, "little") + b"PAR1", "t.parquet", TEXT))
    foot = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    for place in range(foot, len(data) - 8, 7):
        with contextlib.suppress(SourceError):
            list(read_table(data[:place] + b"\xff" + data[place + 1 :], "t.parquet", TEXT))


# --- documents -------------------------------------------------------------------------------------------------------

ODT_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
)
ODT_TAIL = "</office:text></office:body></office:document-content>"
WORD_HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
WORD_TAIL = "</w:body></w:document>"
SAID = "The ward works because the porters and the nurses share the rota between them all week."
TABLES = "<table:table><table:table-row><table:table-cell>"
WORD_TABLES = "<w:tbl><w:tr><w:tc>"


def odt(inside: str, before: str = "") -> bytes:
    return zipped({"content.xml": before + ODT_HEAD + inside + ODT_TAIL})


def word(inside: str, before: str = "") -> bytes:
    return zipped({"word/document.xml": before + WORD_HEAD + inside + WORD_TAIL})


OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
DOCUMENTS = {
    "odt: entities": (read_odt, odt("<text:p>&k;</text:p>", ENTITIES), "document type"),
    "odt: entities behind a long note": (read_odt, odt("<text:p>&k;</text:p>", FAR + ENTITIES), "entities"),
    "odt: a file from outside": (read_odt, odt(f"<text:p>{SAID} &f;</text:p>", FAR + OUTSIDE), "document type"),
    "odt: tables in tables": (read_odt, odt(TABLES * DEEP), "in one another"),
    "odt: empty paragraphs": (read_odt, odt("<text:p/>" * 3_100_000), "tags"),
    "odt: too much text": (read_odt, odt(f"<text:p>{SAID}</text:p>" * 600_000), "50 MB"),
    "odt: one endless paragraph": (
        read_odt,
        odt(f"<text:p>{'word ' * 2_500_000}</text:p>"),
        "paragraph of more than 10 MB",
    ),
    "odt: without its text": (
        read_odt,
        zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "lacks content",
    ),
    "docx: entities": (read_docx, word("<w:p>&k;</w:p>", ENTITIES), "document type"),
    "docx: entities behind a long note": (read_docx, word("<w:p>&k;</w:p>", FAR + ENTITIES), "entities|damaged"),
    "docx: tables in tables": (read_docx, word(WORD_TABLES * DEEP), "in one another"),
    "docx: empty paragraphs": (read_docx, word("<w:p/>" * 3_100_000), "tags"),
    "docx: without its text": (read_docx, zipped({"word/styles.xml": "<x/>"}), "lacks word/document"),
}


@pytest.mark.parametrize("attack", DOCUMENTS)
def test_a_hostile_document_is_refused_for_what_it_is(attack: str) -> None:
    reader, data, reason = DOCUMENTS[attack]
    with pytest.raises(SourceError, match=reason):
        reader(data, "odd.file")


# --- PDF -------------------------------------------------------------------------------------------------------------

LINE = b"BT /F1 12 Tf 50 700 Td (The ward works because the porters share the rota all week.) Tj ET "


def stream(data: bytes, facts: str = "") -> bytes:
    return f"<<{facts}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def pdf(
    content: bytes = LINE, *, pages: str = "/Kids[3 0 R]/Count 1", trailer: str = "", more: tuple[bytes, ...] = ()
) -> bytes:
    resources = "<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages{pages}>>".encode(),
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources{resources}>>".encode(),
        stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, data in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    size, table = len(objects) + 1, len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode() + b"".join(
        f"{at:010} 00000 n \n".encode() for at in places
    )
    more_of_it = trailer.replace("TABLE", str(table))
    return out + f"trailer<</Size {size}/Root 1 0 R{more_of_it}>>\nstartxref\n{table}\n%%EOF".encode()


LOOP = stream(b"/X Do /X Do ", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
LOCK = f"<</Filter/Standard/V 2/R 3/Length 128/P -44/O({'a' * 32})/U({'b' * 32})>>".encode()
PDFS = {
    "a form that draws itself twice": (pdf(LINE + b"/X Do", more=(LOOP,)), "memory"),
    "encrypted": (pdf(more=(LOCK,), trailer="/Encrypt 6 0 R/ID[(a)(a)]"), "encrypted"),
    "a million pages in a loop": (pdf(pages="/Kids[2 0 R 3 0 R]/Count 1000000"), "pages"),
    "pages that aren't there": (pdf(pages="/Kids[3 0 R]/Count 1900"), "damaged"),
    "nothing but NULs": (b"%PDF-1.7\n" + bytes(5_000_000), "truncated or no PDF"),
}


@pytest.mark.parametrize("attack", PDFS)
def test_a_hostile_pdf_is_refused_for_what_it_is(attack: str) -> None:
    data, reason = PDFS[attack]
    if reason == "memory" and sys.platform != "linux":
        pytest.skip("only Linux holds a process to an amount of memory")
    with pytest.raises(SourceError, match=reason):
        read_pdf(data, "odd.pdf")


def test_a_cross_reference_table_that_names_itself_as_the_one_before_is_read_once() -> None:
    publication = read_pdf(pdf(trailer="/Prev TABLE"), "loop.pdf").publication
    assert publication is not None
    assert publication.text.startswith("The ward works")


# --- feeds -----------------------------------------------------------------------------------------------------------

FEED = "<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
ITEM = "<item><title>T</title><description>The ward works.</description></item>"
FEEDS = {
    "entities": ((ENTITIES + FEED.format(items="<item><description>&k;</description></item>")).encode(), "entities"),
    "a file from outside": ((OUTSIDE + FEED.format(items=ITEM)).encode(), "entities"),
    "compressed": (b"\x1f\x8b\x08" + bytes(1000), "compressed"),
    "a tag without end": (FEED.format(items="<item " + "a='1' " * 100_000 + "/>").encode(), "tag of more than"),
}


@pytest.mark.parametrize("attack", FEEDS)
def test_a_hostile_feed_is_refused_for_what_it_is(attack: str) -> None:
    data, reason = FEEDS[attack]
    with pytest.raises(SourceError, match=reason):
        read_feed(data, "odd.xml")


def test_a_feed_that_names_the_lists_of_html_entities_is_a_feed() -> None:
    old = (
        '<!DOCTYPE rdf [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://x.example/l.ent">]>'
    )
    (page,) = read_feed((old + FEED.format(items=ITEM)).encode(), "old.xml")
    assert page.publication is not None


def test_entries_beyond_the_limit_are_told() -> None:
    pages = read_feed(FEED.format(items=ITEM * (MAX_ENTRIES + 3)).encode(), "long.xml")
    assert len(pages) == MAX_ENTRIES + 1
    assert pages[-1].left_out[-1].what == "3 entries"


# --- memory ----------------------------------------------------------------------------------------------------------

_PEAK = """
import json, sys
from leadtext.errors import SourceError
from leadtext.reading import read_documents
from leadtext.reading.tables import Columns
from pathlib import Path
try:
    found = [type(item).__name__ for item in read_documents(
        Path(sys.argv[1]), source=sys.argv[1], kind="comment", columns=Columns(text="text"))]
except SourceError as error:
    found = str(error)
highest = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([found, int(highest.split()[1])]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its memory at its highest")
@pytest.mark.parametrize("kind", ["cell.xlsx", "rows.xlsx", "line.csv", "texts.xlsx"])
def test_a_hostile_table_is_read_in_little_memory(kind: str, tmp_path: Path) -> None:
    many = f"<sst {MAIN}>{'<si><t/></si>' * 6_000_000}</sst>"
    data = {
        "cell.xlsx": lambda: workbook(f'<row r="2">{cell("A2", "word " * 10_000_000)}</row>'),
        "rows.xlsx": lambda: workbook("<row></row>" * 2_000_000),
        "line.csv": lambda: b"text,a\n" + b"," * 100_000_000,
        "texts.xlsx": lambda: workbook(strings=many),
    }[kind]()
    file = tmp_path / kind
    file.write_bytes(data)
    ended = subprocess.run([sys.executable, "-c", _PEAK, str(file)], capture_output=True, check=True, timeout=120)
    _, kilobytes = json.loads(ended.stdout)
    assert kilobytes < 300_000
