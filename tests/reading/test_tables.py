"""Tables: a row is a document, whatever wrote the table."""

import contextlib
import datetime as dt
import io
import json
import tracemalloc
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtext.errors import ColumnError, SourceError
from leadtext.reading import read_documents
from leadtext.reading.tables import Columns, Row, read_table
from leadtext.records import Document, Reject

COLUMNS = Columns(
    text="comment",
    date="submitted",
    author="name",
    role="role",
    organisation="org",
    parent="page",
    id="id",
    kind="kind",
)
HEADER = ["id", "comment", "submitted", "name", "role", "org", "page", "kind"]
ROWS = [
    [
        "7",
        "Nobody leads here.\nWe take turns.\n\nAnd we like it.",
        "24/05/2014",
        "Ada Kestrel",
        "porter",
        "Fenn",
        "p1",
        "comment",
    ],
    ["8", "Schöne Grüße, said the “matron”", "3 May 2011", "Anonymous", None, None, "p1", "Comments"],
]


def as_csv(delimiter=",", charset="utf-8", rows=ROWS, header=HEADER):
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode(charset)


def as_xlsx(rows=ROWS, header=HEADER):
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_jsonl(rows=ROWS):
    return "\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in rows).encode()


def as_parquet(rows=ROWS):
    out = io.BytesIO()
    pq.write_table(pa.table({name: [row[place] for row in rows] for place, name in enumerate(HEADER)}), out)
    return out.getvalue()


FORMATS = {
    "t.csv": as_csv(),
    "semicolons.csv": as_csv(";"),
    "excel.csv": as_csv(";", "utf-8-sig"),
    "old.csv": as_csv(",", "cp1252"),
    "utf16.csv": as_csv("\t", "utf-16"),
    "t.tsv": as_csv("\t"),
    "t.xlsx": as_xlsx(),
    "t.jsonl": as_jsonl(),
    "t.parquet": as_parquet(),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_documents(name):
    first, second = read_table(FORMATS[name], name, COLUMNS)
    assert isinstance(first, Row)
    assert first.piece.text == "Nobody leads here. We take turns.\n\nAnd we like it."
    assert (first.piece.author, first.piece.role, first.piece.organisation) == ("Ada Kestrel", "porter", "Fenn")
    assert (str(first.piece.date), first.piece.kind) == ("2014-05-24", "comment")
    assert (first.piece.key, first.parent) == ("7", "p1")
    assert second.piece.text == "Schöne Grüße, said the “matron”"
    assert (second.piece.author, second.piece.role, second.piece.kind) == (None, None, "comment")


@pytest.mark.parametrize("name", FORMATS)
def test_a_path_is_read_like_its_bytes(name, tmp_path):
    (tmp_path / name).write_bytes(FORMATS[name])
    assert list(read_table(tmp_path / name, name, COLUMNS)) == list(read_table(FORMATS[name], name, COLUMNS))


def test_a_row_stands_where_a_spreadsheet_shows_it():
    for name in ("t.csv", "t.xlsx"):
        assert [row.piece.place for row in read_table(FORMATS[name], name, COLUMNS)] == ["row 2", "row 3"]
    assert [row.piece.place for row in read_table(FORMATS["t.jsonl"], "t.jsonl", COLUMNS)] == ["line 1", "line 2"]


def test_numbers_and_days_of_a_workbook_are_read_as_meant():
    data = as_xlsx([[12.0, "A text.", dt.datetime(2014, 5, 24, 15, 5), "A B", "", "", 3, "blog"]])
    (row,) = read_table(data, "t.xlsx", COLUMNS)
    assert (row.piece.key, row.parent, str(row.piece.date), row.piece.kind) == ("12", "3", "2014-05-24", "blog")


def test_a_title_above_a_workbooks_header_is_passed_over():
    book = openpyxl.Workbook()
    for cells in (["Comments, as exported"], [], ["id", "comment"], [1, "A text."]):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    (row,) = read_table(out.getvalue(), "t.xlsx", Columns(text="comment", id="id"))
    assert row.piece.text == "A text."


def test_a_column_that_is_not_there_is_named_with_the_nearest():
    for name, data in FORMATS.items():
        with pytest.raises(SourceError, match=rf"{name} has no column coment .*Did you mean comment\?"):
            read_table(data, name, Columns(text="coment"))


def test_a_columns_case_and_spaces_do_not_matter():
    (row,) = read_table(b"Free Text,b\nhello there,2\n", "t.csv", Columns(text="free_text"))
    assert row.piece.text == "hello there"


def test_a_row_without_a_text_is_rejected_and_the_others_stay():
    found = list(read_table(b"text,n\nhello,1\n  ,2\n...,3\nbye,4\n", "t.csv", Columns(text="text", id="n")))
    assert [row.piece.key for row in found if isinstance(row, Row)] == ["1", "4"]
    assert [(reject.place, "no text" in reject.reason) for reject in found if isinstance(reject, Reject)] == [
        ("row 3", True),
        ("row 4", True),
    ]


def test_a_date_nobody_can_read_is_told_and_the_row_kept():
    note, row = read_table(b"text,d\nhello,soonish\n", "t.csv", Columns(text="text", date="d"))
    assert isinstance(note, Reject)
    assert "soonish" in note.reason
    assert (row.piece.text, row.piece.date) == ("hello", None)


def test_a_column_without_a_date_in_it_is_refused_as_the_wrong_one() -> None:
    rows = [[str(at), "A text.", f"Ada {at}", None, None, None, None, None] for at in range(20)]
    with pytest.raises(
        ColumnError, match=r"no date in column 'submitted' could be read, of 20 .*'Ada 0'.*right column"
    ):
        list(read_table(as_csv(rows=rows), "t.csv", COLUMNS))
    few = list(read_table(as_csv(rows=rows[:19]), "t.csv", COLUMNS))
    assert sum(isinstance(row, Reject) for row in few) == 19
    rows[7][2] = "3 May 2011"
    kept = [row for row in read_table(as_csv(rows=rows), "t.csv", COLUMNS) if not isinstance(row, Reject)]
    assert [str(row.piece.date) for row in kept if row.piece.date is not None] == ["2011-05-03"]


def test_days_that_a_workbook_counts_are_read_where_the_whole_column_is_so() -> None:
    def dates(*written: str) -> list[str | None]:
        rows = [[str(at), "A text.", date, None, None, None, None, None] for at, date in enumerate(written)]
        found = [row for row in read_table(as_csv(rows=rows), "t.csv", COLUMNS) if not isinstance(row, Reject)]
        return [None if row.piece.date is None else str(row.piece.date) for row in found]

    assert dates("42000", "41234.75", "") == ["2014-12-27", "2012-11-21", None]
    assert dates("42000", "3 May 2011") == [None, "2011-05-03"]
    assert dates("42000", "7") == [None, None]


@pytest.mark.parametrize("numbers", [range(1, 40), range(20_000, 20_040), range(99_000, 99_040)])
def test_other_numbers_are_no_days(numbers: range) -> None:
    rows = [[str(at), "A text.", str(at), None, None, None, None, None] for at in numbers]
    with pytest.raises(ColumnError, match="is it the right column"):
        list(read_table(as_csv(rows=rows), "t.csv", COLUMNS))


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_a_date_that_is_still_to_come_is_told_and_the_row_kept(name):
    rows = [["1", "hello", "04/03/2091"], ["2", "bye", dt.date(2091, 3, 4) if name == "t.xlsx" else "2091-03-04"]]
    make = {"t.csv": as_csv, "t.xlsx": as_xlsx}[name]
    found = list(read_table(make(rows=rows, header=HEADER[:3]), name, Columns(text="comment", date="submitted")))
    assert [row.piece.date for row in found if isinstance(row, Row)] == [None, None]
    notes = [note for note in found if isinstance(note, Reject)]
    assert [note.place for note in notes] == ["row 2", "row 3"]
    assert all("2091" in note.reason and "still to come" in note.reason and note.is_kept for note in notes)


def test_a_kind_nobody_knows_is_told_and_the_row_kept():
    note, row = read_table(b"text,k\nhello,sermon\n", "t.csv", Columns(text="text", kind="k"))
    assert "sermon" in note.reason
    assert row.piece.kind is None


def test_the_other_dates_of_a_column_decide_an_ambiguous_one():
    american, british = (
        b"text;d\nhello;03/04/2012\nbye;05/24/2012\n",
        b"text;d\nhello;03/04/2012\nbye;24/05/2012\n",
    )
    assert str(next(read_table(american, "t.csv", Columns(text="text", date="d"))).piece.date) == "2012-03-04"
    assert str(next(read_table(british, "t.csv", Columns(text="text", date="d"))).piece.date) == "2012-04-03"


def dates_and_notes(dates, **facts):
    data = "\n".join(["text,d", *(f"Text {number},{date}" for number, date in enumerate(dates))]).encode()
    found = list(read_table(data, "t.csv", Columns(text="text", date="d", **facts)))
    read = [None if row.piece.date is None else str(row.piece.date) for row in found if isinstance(row, Row)]
    return read, [note.reason for note in found if isinstance(note, Reject)]


def test_the_order_of_day_and_month_is_told_by_the_whole_column():
    dates, notes = dates_and_notes([*["03/04/2012"] * 2000, "05/24/2012"])
    assert (dates[0], dates[-1], notes) == ("2012-03-04", "2012-05-24", [])
    dates, notes = dates_and_notes(["", *["2012-04-03"] * 10, "03/04/2012"])
    assert (dates[-1], notes) == ("2012-04-03", [])


def test_where_a_column_has_both_orders_the_day_comes_first_and_the_others_are_told():
    dates, [note] = dates_and_notes(["13/04/2020", "04/13/2020", "05/06/2020"])
    assert dates == ["2020-04-13", None, "2020-06-05"]
    assert "'04/13/2020' has the month first, but the column is read day first" in note
    assert "`day_first = false`" in note


def test_the_settings_say_which_order_is_meant():
    dates, [note] = dates_and_notes(["13/04/2020", "04/13/2020", "05/06/2020"], day_first=False)
    assert dates == [None, "2020-04-13", "2020-05-06"]
    assert "'13/04/2020' has the day first" in note
    assert dates_and_notes(["04/13/2020", "05/06/2020"], day_first=True)[0] == [None, "2020-06-05"]


def test_a_broken_line_of_json_is_rejected_and_the_others_stay():
    data = b'{"t": "one"}\n{"t": \n[1]\n' + b"[" * 100_000 + b'\n\n{"t": "two", "u": 1}\n'
    found = list(read_table(data, "t.jsonl", Columns(text="t")))
    assert [row.piece.text for row in found if isinstance(row, Row)] == ["one", "two"]
    assert [reject.place for reject in found if isinstance(reject, Reject)] == ["line 2", "line 3", "line 4"]


def test_short_and_long_rows_do_no_harm():
    found = list(read_table(b"a,text,b\n1\n1,hello\n1,bye,2,3,4\n", "t.csv", Columns(text="text", id="b")))
    assert [(row.piece.text, row.piece.key) for row in found if isinstance(row, Row)] == [("hello", None), ("bye", "2")]


def test_a_whole_report_fits_into_a_cell():
    text = "A long report. " * 60_000
    (row,) = read_table(f'text,n\n"{text}",1\n'.encode(), "t.csv", Columns(text="text"))
    assert len(row.piece.text) > 800_000


def bomb():
    out = io.BytesIO(as_xlsx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(400_000_000))
    return out.getvalue()


def with_entities():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx())) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            new.writestr(part, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("t.csv", b"", "empty"),
        ("t.csv", b"text\n", "no rows"),
        ("t.csv", as_xlsx(), "ZIP"),
        ("t.csv", b"text\x00,b\nx,y", "NUL"),
        ("t.xlsx", b"text,b\nx,y", "damaged"),
        ("t.xlsx", as_xlsx()[:-300], "damaged"),
        ("t.xlsx", b"", "damaged"),
        ("t.parquet", as_parquet()[:-30], "damaged"),
        ("t.parquet", b"", "damaged"),
        ("t.jsonl", b"", "empty"),
        ("t.sav", b"x", "extension"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(name, data, reason):
    with pytest.raises(SourceError, match=reason) as refusal:
        list(read_table(data, name, Columns(text="text")))
    assert name in str(refusal.value)


def test_bombs_are_refused_unopened():
    with pytest.raises(SourceError, match="unpack"):
        list(read_table(bomb(), "t.xlsx", Columns(text="text")))
    with pytest.raises(SourceError, match="document type"):
        list(read_table(with_entities(), "t.xlsx", Columns(text="text")))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        read_table(tmp_path / "none.csv", "none.csv", Columns(text="text"))


def test_memory_stays_flat_however_long_the_table(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("text,n\n")
        for number in range(60_000):
            file.write(f"Somebody said this about the rota and its makers,{number}\n")
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_table(path, "long.csv", Columns(text="text", id="n")))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 60_000
    assert peak < 8_000_000


@settings(max_examples=150, deadline=3_000)
@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=40), st.integers(0, 6_000), st.integers(0, 40))
def test_any_damage_gives_rows_rejects_or_a_refusal(name, noise, place, cut):
    data = FORMATS[name]
    place %= len(data)
    damaged = data[:place] + noise + data[place + cut :]
    with contextlib.suppress(SourceError):
        for row in read_table(damaged, name, COLUMNS):
            assert isinstance(row, Row | Reject)


def test_a_table_costs_little_memory_for_a_row_however_long_its_text_is() -> None:
    def peak(rows: int) -> int:
        table = "text,author\n" + "".join(f"{'the porters wrote the rota ' * 20}{at},A{at % 9}\n" for at in range(rows))
        data = table.encode()
        tracemalloc.start()
        for _ in read_documents(data, source="a.csv", kind="comment", columns=Columns(text="text", author="author")):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    longest_row = 600
    assert peak(8_000) - peak(4_000) < 4_000 * longest_row / 4


def test_a_row_with_the_id_of_one_above_is_rejected_and_the_first_kept() -> None:
    found = list(
        read_documents(
            b"id,text\n1,We wrote the rota.\n1,Nobody signed it.\n2,It held.\n",
            source="a.csv",
            kind="comment",
            columns=Columns(text="text", id="id"),
        )
    )
    assert [item.text for item in found if isinstance(item, Document)] == ["We wrote the rota.", "It held."]
    [reject] = [item for item in found if isinstance(item, Reject)]
    assert (reject.place, "same id" in reject.reason) == ("row 3", True)
