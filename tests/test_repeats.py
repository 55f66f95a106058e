"""What another text says already is marked, and counted once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadtext
from leadtext import stages
from leadtext.alike import changes
from leadtext.passages import Repeats, cut
from leadtext.records import Document, Passage, digest


def document(text: str, *, kind: str = "article", id: str = "d") -> Document:
    return Document(id=id, kind=kind, title="", text=text, source="s")  # type: ignore[arg-type]


def test_a_pull_quote_is_marked_as_a_repeat_of_the_passage_it_quotes() -> None:
    body = "The peloton moves as one. Nobody in it can win alone, and everybody takes a turn at the front of the pack."
    quote = "Nobody in it can win alone, and everybody takes a turn at the front"
    marked = Repeats().mark(cut(document(f"{body}\n\n{quote}\n\nSomething quite different stands at the very end.")))
    assert [passage.duplicate_of for passage in marked] == [None, marked[0].id, None]


def test_a_repost_is_marked_whatever_its_quotation_marks_and_spacing() -> None:
    repeats = Repeats()
    first = repeats.mark(cut(document("“Everyone leads here,” she said, “from porter to professor.”", id="a")))
    again = repeats.mark(cut(document('"Everyone leads here,"  she said, "from porter to professor"', id="b")))
    assert again[0].duplicate_of == first[0].id


def test_short_thanks_are_nobody_s_repeat() -> None:
    repeats = Repeats()
    repeats.mark(cut(document("Thank you, very useful.", kind="comment", id="a")))
    [second] = repeats.mark(cut(document("Thank you, very useful.", kind="comment", id="b")))
    assert second.duplicate_of is None


LIFT = (
    "When the lift stopped the porters carried the beds up four floors, and by the evening there was a rota for it that "
    "nobody in the office had written, asked for or so much as heard of."
)


def marks(*texts: str, known: Repeats | None = None) -> list[str | None]:
    """What each text, a document of its own, is marked as a repeat of."""
    repeats = Repeats() if known is None else known
    return [repeats.mark(cut(document(text, id=f"d{at}")))[0].duplicate_of for at, text in enumerate(texts)]


def test_a_repost_with_small_edits_is_a_repeat() -> None:
    long = LIFT + " When I asked who led it, they laughed."
    assert marks(long, long.replace("evening", "night"), "Sad but true: " + long) == [None, "d0:0", "d0:0"]
    assert marks(LIFT, LIFT.replace("porters", "portres"), LIFT.replace(" so much as", "")) == [None, "d0:0", None]


def test_a_short_passage_with_another_word_in_it_is_a_text_of_its_own() -> None:
    shared = (
        "We share decisions between nurses and managers, and each team leads its own improvement. So I think, at least."
    )
    assert marks(shared, shared.replace("nurses", "teachers")) == [None, None]
    months = (
        "Change came from the nurses on the ground who were trusted to try things out. It took 16 months to notice."
    )
    assert marks(months, months.replace("16", "23")) == [None, None]
    assert marks(months, months.replace("notice", "fail")) == [None, None]


def test_what_is_cut_short_or_added_to_is_a_repeat() -> None:
    shared = "We share decisions between nurses and managers, and each team leads its own improvement, year by year."
    assert marks(shared, shared + " So there.", "Hear, hear. " + shared) == [None, "d0:0", "d0:0"]


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("the team leads itself", "the team leads itself", 0),
        ("the team leads itself", "a team leads itself", 0),
        ("the organisation leads itself", "the organization leads itself", 0),
        ("the well-being of a nurse", "the wellbeing of a nurse", 0),
        ("the team leads itself", "the team leads itself at last", 0),
        ("so the team leads itself", "the team leads itself so", 0),
        ("so the team leads itself", "the team leads itself badly", 1),
        ("the team leads itself", "the boss leads itself", 1),
        ("the team always leads itself", "the team leads itself", 1),
        ("it is moral to lead", "it is amoral to lead", 1),
        ("16 teams lead", "17 teams lead", 1),
        ("the team leads itself", "one strong boss commands everyone", 5),
    ],
)
def test_words_that_matter_are_counted_where_they_differ(one: str, other: str, number: int) -> None:
    assert changes(one.split(), other.split()) == number
    assert changes(other.split(), one.split()) == number


def test_only_the_same_words_are_a_repeat_where_that_is_asked_for() -> None:
    known = Repeats(alike=False)
    assert marks(LIFT, "Sad but true: " + LIFT, LIFT.upper(), known=known) == [None, None, "d0:0"]


def repeats_in(folder: Path, **rows: str) -> dict[str, str | None]:
    """The repeats of a study with comments of these names and dates in a table, each with what it repeats."""
    lines = [f"{name},{date},{LIFT!r}" for name, date in rows.items()]
    (folder / "comments.csv").write_text("id,date,text\n" + "\n".join(lines).replace("'", '"'), "utf-8")
    (folder / "leadtext.toml").write_text(
        '[[sources]]\npath = "comments.csv"\nkind = "comment"\ntext = "text"\ndate = "date"\nid = "id"\n', "utf-8"
    )
    study = leadtext.open(folder)
    stages.read(study)
    stages.split(study)
    names = {digest("comments.csv", "id", name): name for name in rows}
    table = study.table("passages")
    study.close()
    return {
        names[row.document]: names[row.duplicate_of.partition(":")[0]] if isinstance(row.duplicate_of, str) else None
        for row in table.itertuples()
    }


def test_the_earliest_copy_counts_and_one_without_a_date_only_where_no_other_has_one(tmp_path: Path) -> None:
    found = repeats_in(tmp_path, undated="", late="2018-01-13", year="2015", early="2012-10-10")
    assert found == {"undated": "early", "late": "early", "year": "early", "early": None}


def test_a_copy_that_counts_goes_on_counting_when_an_earlier_one_is_read_in_a_later_run(tmp_path: Path) -> None:
    assert repeats_in(tmp_path, late="2018-01-13") == {"late": None}
    assert repeats_in(tmp_path, late="2018-01-13", early="2012-10-10") == {"late": None, "early": "late"}


def test_where_the_copy_that_counts_is_taken_out_the_earliest_of_the_others_counts(tmp_path: Path) -> None:
    repeats_in(tmp_path, first="2010-02-01", late="2018-01-13", early="2012-10-10")
    assert repeats_in(tmp_path, late="2018-01-13", early="2012-10-10") == {"late": "early", "early": None}


def test_what_denies_what_the_other_says_is_no_repeat() -> None:
    assert marks(LIFT, LIFT.replace("there was a rota", "there was not a rota")) == [None, None]


def test_a_text_that_shares_a_sentence_s_half_is_no_repeat() -> None:
    assert (
        marks(LIFT, LIFT[:75] + " while the director gave an interview about resilience in the car park.") == [None] * 2
    )


def test_short_passages_must_be_the_same_to_be_repeats() -> None:
    assert marks(
        "The porters wrote that rota by themselves, nobody else.", "The porters wrote that rota by themselves, all."
    ) == [
        None,
        None,
    ]


def test_like_passages_of_one_document_are_its_own_affair() -> None:
    again = cut(document(f"{LIFT}\n\n{LIFT.replace('evening', 'late night').replace('office', 'board')}"))
    assert [passage.duplicate_of for passage in Repeats().mark(again)] == [None, None]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 30), st.sampled_from(["tea", "rain", "", "a bed"])), max_size=12
    )
)
@settings(max_examples=60, deadline=None)
def test_going_on_from_what_is_known_marks_what_one_go_would(edits: list[tuple[int, int, str]]) -> None:
    bases = [LIFT, LIFT.upper(), LIFT[40:] + " It held all winter.", "Nothing of the kind. " * 8]
    passages = []
    for at, (base, place, word) in enumerate(edits):
        words = bases[base].split()
        words[place % len(words)] = word
        passages.append(cut(document(" ".join(words), id=f"d{at}")))
    at_once = Repeats()
    expected = [passage for part in passages for passage in at_once.mark(part)]
    found: list[Passage] = []
    for part in passages:
        known = [(p.key, p.id, p.document, p.text) for p in reversed(found) if p.duplicate_of is None]
        found += Repeats(known).mark(part)
    assert found == expected
