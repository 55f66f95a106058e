"""Labels of one's own: any codebook, one file or a tool's export, several coders; and what is refused, in words."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from leadtext.encoder import OnnxEncoder, default_folder, models_folder
from leadtext.errors import LabelError, ModelError
from leadtext.framing import Codebook, Tagger, load_codebook, load_gold, load_labels
from leadtext.framing.agreement import agreement
from leadtext.framing.folds import FOLDS, folds
from leadtext.stages import evaluate, train
from test_cli import leadtext, refused

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "corpora" / "gold"
SHIPPED = models_folder() / "framing"

SIGNALS = """
name = "visits"
version = "2"
[[signals]]
name = "waiting"
question = "Is it about having to wait?"
[[signals]]
name = "staff_praised"
question = "Does it praise staff?"
"""
RULE = """
[derived]
name = "mood"
none = "neutral"
both = "torn"
sides = { sour = ["waiting"], sweet = ["staff_praised"] }
"""
VALUES = """
name = "topic"
version = "1"
variable = "topic"
[[values]]
name = "waiting"
question = "Is it mainly about waiting?"
[[values]]
name = "staff"
question = "Is it mainly about staff?"
[[values]]
name = "food"
question = "Is it mainly about food?"
"""
SAYINGS = {
    "waiting": (
        "We waited {n} hours to be seen.",
        "A wait of {n} weeks for a letter.",
        "The queue was {n} people long.",
    ),
    "staff": ("All {n} nurses were kind and gentle.", "Lovely staff, {n} of them.", "The {n} porters were so kind."),
    "food": ("The soup was cold {n} times.", "Breakfast came at {n} o'clock.", "I was served {n} cold dinners."),
}


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(default_folder())


@pytest.fixture
def books(tmp_path: Path) -> dict[str, Path]:
    written = {}
    for name, content in (("signals", SIGNALS), ("rule", SIGNALS + RULE), ("values", VALUES)):
        written[name] = tmp_path / f"{name}.toml"
        written[name].write_text(content, "utf-8")
    return written


def said(number: int = 150) -> list[tuple[str, list[str]]]:
    """Invented comments with what each is about."""
    chance = random.Random(1)
    made = []
    for at in range(number):
        about = chance.sample(list(SAYINGS), chance.choice((1, 1, 2)))
        made.append((" ".join(chance.choice(SAYINGS[what]).format(n=at + 2) for what in about), about))
    return made


def signal_rows(number: int = 150) -> list[dict[str, Any]]:
    return [
        {"id": f"p{at}", "text": text, "waiting": int("waiting" in about), "staff_praised": int("staff" in about)}
        for at, (text, about) in enumerate(said(number))
    ]


def as_csv(file: Path, rows: Sequence[dict[str, Any]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def as_lines(file: Path, rows: Sequence[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def holding(file: Path, codebook: Path) -> dict[str, set[str]]:
    return {passage.text: set(passage.label.signals) for passage in load_labels(file, codebook).passages}


# What comes in


def test_the_gold_codebook_is_read_as_ever() -> None:
    codebook = load_codebook(GOLD / "codebook.toml")
    assert (codebook.derived, codebook.one_of_many) == ("frame", False)
    assert codebook.values == ("heroic", "collective", "mixed", "neither")
    assert codebook.same_as(Tagger.load(SHIPPED).codebook)


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("yes", "no"), ("TRUE", "False"), ("x", "")])
def test_yes_and_no_are_written_in_any_usual_way(tmp_path: Path, books: dict[str, Path], yes: str, no: str) -> None:
    rows = [row | {name: yes if row[name] else no for name in ("waiting", "staff_praised")} for row in signal_rows(9)]
    found = holding(as_csv(tmp_path / "labels.csv", rows), books["signals"])
    for row in signal_rows(9):
        assert found[row["text"]] == {name for name in ("waiting", "staff_praised") if row[name]}


def test_json_lines_say_yes_with_true(tmp_path: Path, books: dict[str, Path]) -> None:
    rows = [row | {name: bool(row[name]) for name in ("waiting", "staff_praised")} for row in signal_rows(9)]
    assert holding(as_lines(tmp_path / "l.jsonl", rows), books["rule"]) == holding(
        as_csv(tmp_path / "l.csv", signal_rows(9)), books["rule"]
    )


def test_a_table_from_a_spreadsheet_may_have_semicolons_a_mark_and_other_spellings(
    tmp_path: Path, books: dict[str, Path]
) -> None:
    (tmp_path / "l.csv").write_bytes(
        '\ufeffText;Waiting;Staff praised;Remark\r\n"Late; and cold,\r\nand wet.";1;0;?\r\nKind.;0;1;\r\n'.encode()
    )
    assert holding(tmp_path / "l.csv", books["signals"]) == {
        "Late; and cold,\r\nand wet.": {"waiting"},
        "Kind.": {"staff_praised"},
    }


def test_one_column_names_the_code_of_a_one_of_many_codebook(tmp_path: Path, books: dict[str, Path]) -> None:
    rows = [{"text": text, "topic": about[0].title()} for text, about in said(9)]
    assert holding(as_csv(tmp_path / "l.csv", rows), books["values"]) == {t: {about[0]} for t, about in said(9)}


def label_studio(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": at,
            "data": {"text": row["text"], "genre": "comment"},
            "annotations": [
                {
                    "completed_by": {"id": 7, "email": "ann@example.org"},
                    "was_cancelled": False,
                    "created_at": "2026-03-01T10:00:00Z",
                    "result": [
                        {
                            "from_name": "about",
                            "to_name": "text",
                            "type": "choices",
                            "value": {"choices": [n for n in ("waiting", "staff_praised") if row[n]]},
                        }
                    ],
                },
                {"completed_by": 8, "was_cancelled": True, "result": []},
            ],
            "predictions": [{"result": [{"from_name": "about", "value": {"choices": ["nonsense"]}}]}],
        }
        for at, row in enumerate(rows)
    ]


def argilla_2(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": row["id"],
            "fields": {"text": row["text"]},
            "metadata": {"voice": "a"},
            "suggestions": {"about": {"value": ["nonsense"]}},
            "responses": {
                "about": [
                    {
                        "value": [n for n in ("waiting", "staff_praised") if row[n]],
                        "user_id": "u1",
                        "status": "submitted",
                    },
                    {"value": ["waiting"], "user_id": "u2", "status": "draft"},
                ]
            },
        }
        for row in rows
    ]


def argilla_1(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": row["id"],
            "fields": {"text": row["text"]},
            "responses": [
                {
                    "user_id": "u1",
                    "status": "submitted",
                    "values": {n: {"value": "yes" if row[n] else "no"} for n in ("waiting", "staff_praised")},
                }
            ],
        }
        for row in rows
    ]


def argilla_classified(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": row["id"],
            "text": row["text"],
            "annotation": [n for n in ("waiting", "staff_praised") if row[n]],
            "annotation_agent": "ann",
            "status": "Validated",
        }
        for row in rows
    ]


def doccano(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"id": at, "text": row["text"], "label": [n for n in ("waiting", "staff_praised") if row[n]], "Comments": []}
        for at, row in enumerate(rows)
    ]


def label_studio_minimal(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": at,
            "text": row["text"],
            "annotator": 7,
            "about": {"choices": [n for n in ("waiting", "staff_praised") if row[n]]},
        }
        for at, row in enumerate(rows)
    ]


TOOLS: dict[str, tuple[str, Callable[[Sequence[dict[str, Any]]], list[dict[str, Any]]], str]] = {
    "Label Studio": ("export.json", label_studio, "ann@example.org"),
    "Label Studio, minimal": ("export.json", label_studio_minimal, "7"),
    "Argilla 2": ("records.json", argilla_2, "u1"),
    "Argilla 2, lines": ("records.jsonl", argilla_2, "u1"),
    "Argilla 1": ("records.jsonl", argilla_1, "u1"),
    "Argilla, classification": ("records.jsonl", argilla_classified, "ann"),
    "doccano": ("admin.jsonl", doccano, "admin"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_an_export_says_what_a_table_says(tool: str, tmp_path: Path, books: dict[str, Path]) -> None:
    name, export, coder = TOOLS[tool]
    rows = signal_rows(12)
    if name.endswith(".json"):
        (tmp_path / name).write_text(json.dumps(export(rows)), "utf-8")
    else:
        as_lines(tmp_path / name, export(rows))
    assert holding(tmp_path / name, books["signals"]) == holding(as_csv(tmp_path / "l.csv", rows), books["signals"])
    passages = load_labels(tmp_path / name, books["signals"]).passages
    assert {label.coder for passage in passages for label in passage.labels} == {coder}


def test_tasks_that_nobody_finished_are_left_out_and_counted(tmp_path: Path, books: dict[str, Path]) -> None:
    tasks = label_studio(signal_rows(5))
    tasks[2]["annotations"] = []
    (tmp_path / "e.json").write_text(json.dumps(tasks), "utf-8")
    labelled = load_labels(tmp_path / "e.json", books["signals"])
    assert len(labelled.passages) == 4
    assert labelled.notes == ("1 record was left out: nobody has submitted an answer.",)


# Several coders


def coded(file: Path, answers: dict[str, str]) -> Path:
    rows = [
        {
            "id": "p",
            "text": "Kind, but we waited.",
            "coder": coder,
            "waiting": int("w" in said),
            "staff_praised": int("s" in said),
        }
        for coder, said in answers.items()
    ]
    return as_csv(file, rows)


@pytest.mark.parametrize(
    ("answers", "holds", "tied"),
    [
        ({"a": "w", "b": "ws", "c": "s"}, {"waiting", "staff_praised"}, ()),
        ({"a": "w", "b": "w", "c": ""}, {"waiting"}, ()),
        ({"a": "w", "b": "ws"}, {"waiting"}, ("staff_praised",)),
        ({"a": "w", "b": "ws", "adjudication": "s"}, {"staff_praised"}, ()),
    ],
    ids=["each signal by its own majority", "two against one", "a tie goes with one by chance", "adjudication wins"],
)
def test_most_coders_decide(
    answers: dict[str, str], holds: set[str], tied: tuple[str, ...], tmp_path: Path, books: dict[str, Path]
) -> None:
    labelled = load_labels(coded(tmp_path / "l.csv", answers), books["signals"])
    [passage] = labelled.passages
    assert passage.label.signals - set(tied) == holds
    assert passage.tied == tied
    assert len(passage.labels) == len(answers)
    notes = labelled.tie_notes("left out.")
    assert any("tie on 1 of 1 passage" in note and note.endswith("p.") for note in notes) == bool(tied)


def test_where_two_coders_disagree_neither_of_them_always_decides(tmp_path: Path, books: dict[str, Path]) -> None:
    rows = [
        {"id": f"p{at}", "text": f"Text {at}.", "coder": coder, "code": code}
        for at in range(200)
        for coder, code in (("Ann", "food"), ("Bo", "staff"))
    ]
    passages = load_labels(as_csv(tmp_path / "l.csv", rows), books["values"]).passages
    first = sum(passage.label.signals == {"food"} for passage in passages)
    assert 75 <= first <= 125
    turned = load_labels(as_csv(tmp_path / "t.csv", rows[::-1]), books["values"]).passages
    assert {p.id: p.label.signals for p in turned} == {p.id: p.label.signals for p in passages}


def test_of_many_ties_some_are_named_and_the_rest_counted(tmp_path: Path, books: dict[str, Path]) -> None:
    rows = [
        {"id": f"p{at}", "text": f"Text {at}.", "coder": coder, "code": code}
        for at in range(30)
        for coder, code in (("Ann", "food"), ("Bo", "staff"))
    ]
    [note] = load_labels(as_csv(tmp_path / "l.csv", rows), books["values"]).tie_notes("they are left out.")
    assert note.startswith("Coders tie on 30 of 30 passages; they are left out.")
    assert note.endswith("p11 and 18 more.")


def test_of_one_of_many_the_value_that_most_gave_counts(tmp_path: Path, books: dict[str, Path]) -> None:
    rows = [
        {"id": p, "text": f"Text {p}.", "coder": coder, "code": code}
        for p, codes in {"a": ("food", "staff", "staff"), "b": ("food", "staff", "waiting")}.items()
        for coder, code in zip("xyz", codes, strict=True)
    ]
    first, second = load_labels(as_csv(tmp_path / "l.csv", rows), books["values"]).passages
    assert (first.label.signals, first.tied) == ({"staff"}, ())
    assert second.tied == ("waiting", "staff", "food")
    assert len(second.label.signals) == 1


def test_agreement_is_of_all_coders_and_not_of_the_first_two(tmp_path: Path, books: dict[str, Path]) -> None:
    rows = [row | {"coder": coder} for row in signal_rows(30) for coder in "abc"]
    rows = [
        row | {"waiting": 1 - row["waiting"]} if row["coder"] == "c" and at % 2 else row for at, row in enumerate(rows)
    ]
    labelled = load_labels(as_csv(tmp_path / "l.csv", rows), books["signals"])
    found = agreement(labelled.codebook, labelled.passages)
    assert found["staff_praised"].alpha == 1
    assert 0 < found["waiting"].alpha < 0.8
    assert found["waiting"].coders == 3


# Folds


def book_and_passages(tmp_path: Path, book: Path, extra: Callable[[int], dict[str, str]]) -> tuple[Codebook, Any]:
    rows = [row | extra(at) for at, row in enumerate(signal_rows())]
    labelled = load_labels(as_csv(tmp_path / "folds.csv", rows), book)
    return labelled.codebook, labelled.passages


def test_without_voices_there_are_five_even_folds(tmp_path: Path, books: dict[str, Path]) -> None:
    codebook, passages = book_and_passages(tmp_path, books["signals"], lambda at: {})
    fold = folds(codebook, passages)
    assert len(set(fold)) == FOLDS
    for name in codebook.signals:
        cases = [
            sum(name in p.label.signals for p, f in zip(passages, fold, strict=True) if f == of) for of in set(fold)
        ]
        assert max(cases) - min(cases) <= 0.5 * max(cases)


def test_a_group_is_never_divided(tmp_path: Path, books: dict[str, Path]) -> None:
    codebook, passages = book_and_passages(tmp_path, books["signals"], lambda at: {"group": f"g{at % 17}"})
    fold = folds(codebook, passages)
    for group in {passage.group for passage in passages}:
        assert len({f for f, p in zip(fold, passages, strict=True) if p.group == group}) == 1


def test_the_same_words_are_never_on_both_sides(tmp_path: Path, books: dict[str, Path]) -> None:
    rows = [row | {"text": "Thank you all!"} if at % 10 == 0 else row for at, row in enumerate(signal_rows())]
    labelled = load_labels(as_csv(tmp_path / "l.csv", rows), books["signals"])
    fold = folds(labelled.codebook, labelled.passages)
    assert len({f for f, p in zip(fold, labelled.passages, strict=True) if p.text == "Thank you all!"}) == 1


def test_voices_are_held_out_one_by_one(tmp_path: Path, books: dict[str, Path]) -> None:
    codebook, passages = book_and_passages(tmp_path, books["signals"], lambda at: {"voice": f"v{at % 3}"})
    assert folds(codebook, passages).tolist() == [passage.voice for passage in passages]


# Training and scoring


@pytest.mark.parametrize("kind", ["signals", "rule", "values"])
def test_a_tagger_of_any_codebook_is_trained_and_scored(
    kind: str, tmp_path: Path, books: dict[str, Path], encoder: OnnxEncoder
) -> None:
    if kind == "values":
        labels = as_csv(
            tmp_path / "l.csv", [{"text": text, "topic": about[0]} for text, about in said() if len(about) == 1]
        )
    else:
        labels = as_csv(tmp_path / "l.csv", signal_rows())
    trained = train(labels, tmp_path / "mine", encoder=encoder, codebook=books[kind])
    assert trained.evaluation.macro_f1.value > 0.9
    assert trained.voices == {}
    assert (trained.evaluation.micro_f1 is not None) == (kind == "signals")
    tagger = Tagger.load(tmp_path / "mine")
    assert tagger.codebook.same_as(load_codebook(books[kind]))
    text = "We waited 14 hours, and the queue was 20 people long."
    tag = tagger.tag([text], encoder.encode([text]))[0]
    assert tag.holds == ("waiting",)
    assert tag.frame == {"signals": "", "rule": "sour", "values": "waiting"}[kind]
    card = (tmp_path / "mine" / "README.md").read_text("utf-8")
    assert "held-out documents" in card
    assert "corpora/gold" not in card
    scored = evaluate(tmp_path / "mine", labels, encoder=encoder)
    assert scored.evaluation.macro_f1.value > 0.95
    assert "trained on these very labels" in scored.notes[0]


def test_the_same_table_gives_the_same_files(tmp_path: Path, books: dict[str, Path], encoder: OnnxEncoder) -> None:
    labels = as_csv(tmp_path / "l.csv", signal_rows(120))
    for name in ("first", "second"):
        train(labels, tmp_path / name, encoder=encoder, codebook=books["signals"])
    for file in (tmp_path / "first").iterdir():
        assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes(), file.name


def test_of_one_of_many_values_the_likeliest_holds(books: dict[str, Path]) -> None:
    import numpy as np

    from leadtext.framing.tagger import decide

    codebook = load_codebook(books["values"])
    values, sure = decide(codebook, np.array([[0.1, 0.2, 0.1], [0.9, 0.1, 0.8]]), {})
    assert values == ["staff", "waiting"]
    assert sure.round(2).tolist() == [0.5, 0.5]


@pytest.fixture(scope="module")
def gold_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the gold passages as one table, a row a coder."""
    codebook, passages = load_gold(GOLD)
    rows = [
        {
            "id": p.id,
            "text": p.text,
            "coder": label.coder,
            "genre": p.genre,
            "group": p.group,
            "codebook": label.codebook,
        }
        | {name: int(name in label.signals) for name in codebook.signals}
        for p in passages[::40]
        for label in p.labels
    ]
    return as_csv(tmp_path_factory.mktemp("gold") / "labels.csv", rows)


def test_a_tagger_is_scored_beside_its_coders_agreement(gold_table: Path, encoder: OnnxEncoder) -> None:
    scored = evaluate(SHIPPED, gold_table, encoder=encoder)
    assert scored.evaluation.accuracy.value > 0.8
    assert set(scored.evaluation.genres) >= {"report", "comment"}
    assert set(scored.agreement) == {*scored.codebook.signals, "frame"}
    assert len(scored.evaluation.coverage) == 10
    assert scored.notes == ()
    json.dumps(scored.as_facts())


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    for given in ((tmp_path / "no", tmp_path / "x"), (tmp_path / "no",)):
        assert "no: there is no such folder" in refused(leadtext("evaluate", *given))


def test_evaluate_prints_figures_and_json(gold_table: Path) -> None:
    shown = leadtext("evaluate", SHIPPED, gold_table)
    assert shown.returncode == 0, shown.stderr
    for words in ("heroic_endorsed", "frame, macro-F1", "coders' alpha", "Calibration error", "Accuracy by genre"):
        assert words in shown.stdout
    facts = json.loads(leadtext("evaluate", SHIPPED, gold_table, "--json").stdout)
    assert facts["codebook"] == "leadership 1"
    assert facts["evaluation"]["macro_f1"]["low"] <= facts["evaluation"]["macro_f1"]["value"]
    assert facts["agreement"]["frame"]["alpha"] > 0.8


def test_a_tagger_for_another_codebook_is_refused(tmp_path: Path, books: dict[str, Path], encoder: OnnxEncoder) -> None:
    labels = as_csv(tmp_path / "l.csv", signal_rows(30))
    with pytest.raises(ModelError, match="answers the codebook 'leadership 1'.* but the labels answer 'visits 2'"):
        evaluate(SHIPPED, labels, encoder=encoder, codebook=books["signals"])
    named = as_csv(tmp_path / "named.csv", [row | {"codebook": "visits 2"} for row in signal_rows(30)])
    with pytest.raises(
        LabelError, match="line 2: the label answers the codebook 'visits 2', not 'leadership 1'|signal"
    ):
        evaluate(SHIPPED, named, encoder=encoder)


def test_a_tagger_for_another_encoder_is_refused(gold_table: Path, tmp_path: Path, encoder: OnnxEncoder) -> None:
    shutil.copytree(SHIPPED, tmp_path / "m")
    facts = json.loads((tmp_path / "m" / "model.json").read_text("utf-8"))
    (tmp_path / "m" / "model.json").write_text(json.dumps(facts | {"encoder": "0" * 16}), "utf-8")
    with pytest.raises(ModelError, match="trained with the encoder 0000000000000000"):
        evaluate(tmp_path / "m", gold_table, encoder=encoder)


def test_too_few_labels_say_nothing_of_a_tagger(tmp_path: Path, gold_table: Path, encoder: OnnxEncoder) -> None:
    lines = gold_table.read_text("utf-8")
    rows = list(csv.DictReader(lines.splitlines(keepends=True)))[:6]
    with pytest.raises(LabelError, match="figures need 20 or more"):
        evaluate(SHIPPED, as_csv(tmp_path / "few.csv", rows), encoder=encoder)


# Bad input: one clear sentence, nothing written


def changed(rows: list[dict[str, Any]], at: int, **change: Any) -> list[dict[str, Any]]:
    return [row | change if place == at else row for place, row in enumerate(rows)]


BAD_TABLES: dict[str, tuple[Callable[[], list[dict[str, Any]]], str]] = {
    "an unknown answer": (
        lambda: changed(signal_rows(), 1, waiting="perhaps"),
        "line 3: 'perhaps' in 'waiting' is neither",
    ),
    "a missing answer": (lambda: changed(signal_rows(), 1, waiting=""), "line 3: the answer to 'waiting' is missing"),
    "a missing id": (lambda: changed(signal_rows(), 4, id=" "), "line 6: the id is missing"),
    "a missing text": (lambda: changed(signal_rows(), 4, text=""), "line 6: the text is missing"),
    "a missing voice": (lambda: changed([r | {"voice": "v"} for r in signal_rows()], 4, voice=""), "line 6: the voice"),
    "a missing column": (
        lambda: [{k: v for k, v in r.items() if k != "waiting"} for r in signal_rows()],
        "the column for the signal 'waiting' is missing",
    ),
    "no column of answers": (lambda: [{"text": text} for text, _ in said()], "no column answers the codebook"),
    "an unknown signal": (
        lambda: [{"text": text, "label": "wating"} for text, _ in said()],
        "line 2: 'wating' is no signal of the codebook; did you mean 'waiting'",
    ),
    "twelve rows": (lambda: signal_rows(12), "there are 12 labelled passages"),
    "one class only": (lambda: [r | {"waiting": 0} for r in signal_rows()], "'waiting' holds for 0 of 150"),
    "one group only": (lambda: [r | {"group": "g"} for r in signal_rows()], "the same voice and document"),
    "all cases in one voice": (
        lambda: [r | {"voice": "ab"[r["waiting"]]} for r in signal_rows()],
        "without 'a' and its documents, the signal 'waiting' has cases of one answer only",
    ),
    "a contradiction": (
        lambda: [*signal_rows(), signal_rows()[3] | {"waiting": 1 - signal_rows()[3]["waiting"]}],
        "line 152: 'labels' coded the same passage differently in line 5",
    ),
    "two texts of one id": (
        lambda: changed(signal_rows(), 5, id="p2"),
        "line 7: the id 'p2' stands for another text|differently",
    ),
}


@pytest.mark.parametrize("case", BAD_TABLES)
@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_table_that_cannot_be_used_is_refused_by_line(
    case: str, ending: str, tmp_path: Path, books: dict[str, Path], encoder: OnnxEncoder
) -> None:
    rows, words = BAD_TABLES[case]
    file = tmp_path / f"labels.{ending}"
    (as_csv if ending == "csv" else as_lines)(file, rows())
    if ending == "jsonl":  # no line of names
        words = re.sub(r"(?<=line )\d+", lambda line: str(int(line.group()) - 1), words)
    with pytest.raises(LabelError, match=words) as refusal:
        train(file, tmp_path / "out", encoder=encoder, codebook=books["signals"])
    assert str(file) in str(refusal.value)
    assert not (tmp_path / "out").exists()


BAD_FILES = {
    "no file at all": ("l.csv", None, "there is no such file"),
    "an empty file": ("l.csv", b"", "the file holds no labels"),
    "names of columns and nothing else": ("l.csv", b"text,waiting,staff_praised\n", "the file holds no labels"),
    "another charset": ("l.csv", "text,waiting\nZo\xeb,1\n".encode("cp1252"), "line 2: this isn't UTF-8"),
    "a row of too many cells": (
        "l.csv",
        b"text,waiting,staff_praised\nGood, and kind,0,1\n",
        "line 2: the row has 4 cells where the first line names 3",
    ),
    "an open quotation mark": ("l.csv", b'text,waiting,staff_praised\n"Good,0,1\n', "line 2: this is no CSV"),
    "two columns of one name": ("l.csv", b"text,waiting,waiting\na,0,1\n", "two columns are called 'waiting'"),
    "a broken line": (
        "l.jsonl",
        b'{"text": "a", "waiting": 1, "staff_praised": 0}\n{"text"\n',
        "line 2: this is no JSON",
    ),
    "a line that is a list": ("l.jsonl", b"[1]\n", "line 1: this is no JSON object"),
    "broken JSON": ("l.json", b"[{", "this is no JSON"),
    "JSON that is no list": ("l.json", b'{"a": 1}', "a list of objects"),
    "an unknown ending": ("l.xlsx", b"PK", "or as a file that ends in .csv"),
    "an export with an unknown choice": (
        "l.json",
        json.dumps(label_studio(signal_rows(3))).replace('["waiting"]', '["weather"]').encode(),
        r"record \d: 'weather' is no signal",
    ),
    "an export that was meddled with": (
        "l.json",
        json.dumps(label_studio(signal_rows(3))).replace('"result": [{', '"result": ["none", {').encode(),
        "record 1: 'result' must be a list of objects",
    ),
    "an export without texts": (
        "l.json",
        json.dumps(label_studio(signal_rows(3))).replace('"text": "', '"words": "').encode(),
        "record 1: the text is missing; 'data' holds words, genre",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_cannot_be_read_is_refused_in_words(case: str, tmp_path: Path, books: dict[str, Path]) -> None:
    name, content, words = BAD_FILES[case]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(LabelError, match=words) as refusal:
        load_labels(tmp_path / name, books["signals"])
    assert name in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("rule", '["staff_praised"]', '["staff"]', "names 'staff', which is no signal"),
        ("rule", '["staff_praised"]', "[]", "the rule of side 'sweet' names no signal"),
        ("rule", "[derived]", "[derivd]", "'derivd' is no key of a codebook; did you mean 'derived'"),
        ("signals", '"staff_praised"', '"waiting"', "'waiting' stands in the codebook twice"),
        ("signals", '"staff_praised"', '"Staff praised"', "'signals.1.name'"),
        ("signals", "[[signals]]", "[[themes]]", "no key of a codebook|asks nothing"),
        ("signals", 'version = "2"', 'version = "2"\nvariable = "x"', "'variable' names the code of one-of-many"),
        ("values", '[[values]]\nname = "food"', '[[signals]]\nname = "food"', "not both"),
        ("values", 'version = "1"', "version = 1", "'version': input should be a valid string"),
        ("values", "name = ", "name : ", "this is no TOML file"),
    ],
)
def test_a_codebook_that_cannot_be_meant_is_refused(
    kind: str, old: str, new: str, words: str, tmp_path: Path, books: dict[str, Path]
) -> None:
    content = books[kind].read_text("utf-8")
    assert old in content
    books[kind].write_text(content.replace(old, new), "utf-8")
    with pytest.raises(LabelError, match=words) as refusal:
        load_labels(as_csv(tmp_path / "l.csv", signal_rows()), books[kind])
    assert str(books[kind]) in str(refusal.value)


@pytest.mark.parametrize(("code", "words"), [("", "the code is missing"), ("food#staff", r"2 codes \(food, staff\)")])
def test_of_one_of_many_there_must_be_exactly_one(
    code: str, words: str, tmp_path: Path, books: dict[str, Path]
) -> None:
    labels = as_csv(tmp_path / "l.csv", [{"text": "a b", "topic": "food"}, {"text": "c d", "topic": code}])
    with pytest.raises(LabelError, match=f"line 3: .*{words}"):
        load_labels(labels, books["values"])


def test_a_file_of_labels_needs_its_codebook_named(tmp_path: Path) -> None:
    labels = as_csv(tmp_path / "l.csv", signal_rows())
    assert "Name it with --codebook" in refused(leadtext("train", labels, "--out", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_coder_who_contradicts_themselves_in_a_folder_is_named(tmp_path: Path) -> None:
    shutil.copytree(GOLD, tmp_path / "gold")
    file = tmp_path / "gold" / "labels.jsonl"
    first = json.loads(file.read_text("utf-8").partition("\n")[0])
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(first | {"signals": ["heroic_endorsed"]}) + "\n")
    with pytest.raises(LabelError, match=f"'{first['coder']}' has coded the passage '{first['passage']}' before"):
        load_labels(tmp_path / "gold")


def test_a_tagger_that_nothing_follows_from_cannot_tag_a_study(
    small_study: Path, tmp_path: Path, books: dict[str, Path], encoder: OnnxEncoder
) -> None:
    train(as_csv(tmp_path / "l.csv", signal_rows()), tmp_path / "mine", encoder=encoder, codebook=books["signals"])
    with (small_study / "leadtext.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[frame]\nmodel = "{tmp_path / "mine"}"\n')
    assert "a study has nothing to count" in refused(leadtext("run", small_study, "--json"))


def test_passages_on_which_coders_tie_are_left_out_of_training(
    tmp_path: Path, books: dict[str, Path], encoder: OnnxEncoder
) -> None:
    rows = [row | {"coder": coder} for row in signal_rows() for coder in ("Ann", "Bo")]
    divided = [
        row | {"waiting": 1 - row["waiting"]} if row["coder"] == "Bo" and int(row["id"][1:]) < 20 else row
        for row in rows
    ]
    labels = as_csv(tmp_path / "l.csv", divided)
    trained = train(labels, tmp_path / "mine", encoder=encoder, codebook=books["rule"])
    assert trained.passages == 130
    assert trained.notes[0].startswith("Coders tie on 20 of 150 passages; the tagger isn't trained on them")
    assert "Coders tie on 20 of 150 passages" in (tmp_path / "mine" / "README.md").read_text("utf-8")
    facts = json.loads((tmp_path / "mine" / "model.json").read_text("utf-8"))
    assert facts["evaluation"]["agreement"]["waiting"][0] < 0.9, "agreement is that on all passages"
    scored = evaluate(tmp_path / "mine", labels, encoder=encoder)
    assert "trained on these very labels" in scored.notes[0]
    assert "by chance count" in scored.notes[1]
    assert scored.evaluation.passages == 150


def test_so_many_ties_that_too_little_is_left_are_told(
    tmp_path: Path, books: dict[str, Path], encoder: OnnxEncoder
) -> None:
    rows = [row | {"coder": coder, "waiting": int(coder == "Ann")} for row in signal_rows() for coder in ("Ann", "Bo")]
    with pytest.raises(LabelError, match=r"there are 0 labelled passages.*Coders tie on 150 of 150"):
        train(as_csv(tmp_path / "l.csv", rows), tmp_path / "out", encoder=encoder, codebook=books["signals"])


def test_a_tagger_that_stands_is_overwritten_only_when_asked(
    tmp_path: Path, books: dict[str, Path], encoder: OnnxEncoder
) -> None:
    labels = as_csv(tmp_path / "l.csv", signal_rows(120))
    train(labels, tmp_path / "mine", encoder=encoder, codebook=books["rule"])
    before = (tmp_path / "mine" / "model.json").read_bytes()
    other = as_csv(tmp_path / "o.csv", signal_rows(150))
    command = ("train", other, "--codebook", books["rule"], "--out", tmp_path / "mine")
    assert "train with --replace" in refused(leadtext(*command))
    assert (tmp_path / "mine" / "model.json").read_bytes() == before
    assert leadtext(*command, "--replace").returncode == 0
    assert (tmp_path / "mine" / "model.json").read_bytes() != before
    with pytest.raises(ModelError, match="files that are no tagger"):
        train(labels, tmp_path, encoder=encoder, codebook=books["rule"])
    with pytest.raises(ModelError, match="this is a file"):
        train(labels, labels, encoder=encoder, codebook=books["rule"], replace=True)
