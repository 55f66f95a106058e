"""label: rounds of coding a study's own passages go out and come back; what they say counts, and what is wrong is told."""

from __future__ import annotations

import codecs
import csv
import json
import random
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leadtext.errors import LabelError, StudyError
from leadtext.framing.label_rows import records
from leadtext.framing.round_files import Sheet, round_files
from leadtext.framing.rounds import Candidate, coded_threshold, draw, lot
from leadtext.records import Document, PartialDate, text_key
from leadtext.stages import Study, hand_out, open_study, publish, study_labels, take_in, trend
from leadtext.stages.evaluate import evaluate_study
from leadtext.stages.stories import stories
from leadtext.store import labels, series, tags, texts, topics, vectors
from leadtext.store.labels import StoredLabel
from test_cli import leadtext, refused
from test_site import passages_of

SIGNALS = ("heroic_endorsed", "heroic_rejected", "collective_endorsed", "collective_rejected")
YEARS = range(2012, 2018)
DOCUMENTS, PARAGRAPHS = 120, 6
# By its number in the document: what a passage says, as everybody would code it.
TRUTH = {0: "heroic_endorsed", 1: "collective_endorsed"}


def said(text: str) -> str | None:
    """The one signal that holds by a made passage's own words; None where none does."""
    return next((signal for signal in SIGNALS if signal in text), None)


def fill(study: Study) -> None:
    """Documents whose passages say what holds, and tags that get every tenth heroic passage wrong."""
    chance = random.Random(3)
    made = []
    for number in range(DOCUMENTS):
        paragraphs = []
        for at in range(PARAGRAPHS):
            signal = chance.choice([*SIGNALS[:3], None, None, None])
            paragraphs.append(f"Paragraph {number} {at} says {signal or 'nothing'} of leading.")
        made.append(
            Document(
                id=f"d{number:03}",
                kind="comment" if number % 2 else "report",
                title=f"On {number}",
                text="\n\n".join(paragraphs),
                source="made",
                date=PartialDate.from_iso(str(YEARS[number % len(YEARS)])),
                position=number,
            )
        )
    frame_of = {"heroic_endorsed": "heroic", "heroic_rejected": "collective", "collective_endorsed": "collective"}
    with study.database.write() as connection:
        texts.replace_source(connection, "made", made)
        passages = [passage for document in made for passage in passages_of(document)]
        texts.add_passages(connection, passages)
        given = []
        for at, passage in enumerate(passages):
            holds = said(passage.text)
            holds = None if holds == "heroic_endorsed" and at % 10 == 0 else holds
            chances = {signal: 0.9 if signal == holds else 0.05 for signal in SIGNALS}
            given.append(
                tags.StoredTag(passage.id, frame_of.get(str(holds), "neither"), 0.5 + at % 97 / 200, False, chances)
            )
        tags.add(connection, study.tagger_fingerprint, given)
        encoder = study.tagger.encoder
        hashes = list(vectors.missing(connection, encoder))
        random_vectors = np.random.default_rng(1).normal(size=(len(hashes), 8)).astype(np.float32)
        vectors.add(connection, encoder, hashes, random_vectors / np.linalg.norm(random_vectors, axis=1)[:, None])


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "leadtext.toml").write_text('[study]\ntitle = "Made"\n[[sources]]\npath = "texts"\n', "utf-8")
    with open_study(folder) as study:
        fill(study)
    return folder


@pytest.fixture
def folder(_filled: Path, tmp_path: Path) -> Path:
    here = tmp_path / "study"
    here.mkdir()
    for file in _filled.iterdir():
        if file.is_file():
            (here / file.name).write_bytes(file.read_bytes())
    return here


@pytest.fixture
def study(folder: Path) -> Iterator[Study]:
    with open_study(folder) as opened:
        yield opened


Row = dict[str, str]


def handed_out(study: Study, file: Path, **sizes: int) -> list[Row]:
    hand_out(study, file, **({"random": 0, "uncertain": 0, "disagreeing": 0} | sizes))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        questions, *rows = csv.DictReader(lines)
    assert questions["id"] == ""
    return rows


def code(rows: Sequence[Row], file: Path, coder: str = "ada", say: Callable[[str], str | None] = said) -> Path:
    """Code a table as its coder would."""
    coded = []
    for row in rows:
        holds = say(row["text"])
        coded.append(row | {"coder": coder} | {signal: "x" if signal == holds else "" for signal in SIGNALS})
    return written(coded, file)


def written(rows: Sequence[Row], file: Path) -> Path:
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return file


def everything(study: Study) -> list[StoredLabel]:
    book = study.tagger.codebook
    with study.database.read() as connection:
        return labels.holding(connection, codebook=book.name, version=book.version)


def reasons(study: Study) -> dict[str, str]:
    return {label.passage: label.drawn for label in everything(study)}


# What a round asks for.


def test_chance_alone_chooses_the_random_part_and_every_document_may_give_any_number() -> None:
    candidates = [Candidate(f"d{at // 10}:{at}", f"d{at // 10}", 0.5) for at in range(2000)]
    found = draw(candidates, random=400, uncertain=0, disagreeing=0)
    assert found.threshold == pytest.approx(0.2, abs=0.02)
    assert {c.passage for c in candidates if lot(c.passage) <= found.threshold} == set(found.random)
    assert len({passage.partition(":")[0] for passage in found.random}) < 400


def test_a_later_round_draws_on_where_the_last_one_ended() -> None:
    candidates = [Candidate(f"d{at}:0", f"d{at}", 0.5) for at in range(300)]
    first = draw(candidates, random=50, uncertain=0, disagreeing=0)
    coded = [Candidate(c.passage, c.document, 0.5, coded=c.passage in first.random) for c in candidates]
    second = draw(coded, random=50, uncertain=0, disagreeing=0, before=first.threshold)
    both = draw(candidates, random=100, uncertain=0, disagreeing=0)
    assert set(first.random) | set(second.random) == set(both.random)
    assert second.threshold == both.threshold


def test_passages_that_came_later_are_drawn_with_the_same_chance() -> None:
    old = [Candidate(f"d{at}:0", f"d{at}", 0.5) for at in range(300)]
    first = draw(old, random=150, uncertain=0, disagreeing=0)
    new = [Candidate(f"e{at}:0", f"e{at}", 0.5) for at in range(300)]
    rest = [Candidate(c.passage, c.document, 0.5, coded=c.passage in first.random) for c in old]
    second = draw([*rest, *new], random=150, uncertain=0, disagreeing=0, before=first.threshold)
    assert sum(passage.startswith("e") for passage in second.random) == pytest.approx(150, abs=20)


def test_the_uncertain_come_first_and_documents_take_turns() -> None:
    candidates = [Candidate(f"d{at // 10}:{at}", f"d{at // 10}", 0.3 + at / 1000) for at in range(200)]
    found = draw(candidates, random=0, uncertain=20, disagreeing=0)
    assert sorted(found.uncertain) == sorted(f"d{at // 10}:{at}" for at in range(0, 200, 10))


def test_where_coders_differ_a_passage_is_offered_again_and_where_label_and_tag_differ_its_neighbours_are() -> None:
    candidates = [
        Candidate("a:0", "a", 0.9, coded=True, divided=True),
        Candidate("b:0", "b", 0.9, coded=True),
        Candidate("c:0", "c", 0.9, near=0.8),
        Candidate("d:0", "d", 0.9, near=0.6),
        Candidate("e:0", "e", 0.2),
    ]
    assert draw(candidates, random=0, uncertain=0, disagreeing=2).disagreeing == ("a:0", "c:0")
    assert (
        draw(candidates, random=0, uncertain=1, disagreeing=9).passages
        != draw(candidates, random=0, uncertain=0, disagreeing=9).passages
    )


def test_a_round_counts_once_nine_in_ten_of_its_passages_are_coded() -> None:
    passages = [f"d{at}:0" for at in range(1000)]
    ordered = sorted(passages, key=lot)
    ends = [lot(ordered[99]), lot(ordered[199])]
    assert coded_threshold(passages, set(ordered[:89]), ends) == 0
    assert coded_threshold(passages, set(ordered[:150]), ends) == ends[0]
    assert coded_threshold(passages, set(ordered[10:195]), ends) == ends[1]


# Out and in again.


def test_a_coded_table_comes_back_as_labels_with_who_when_and_how_drawn(study: Study, tmp_path: Path) -> None:
    rows = handed_out(study, tmp_path / "round.csv", random=30, uncertain=20)
    assert len(rows) == 50
    assert "heroic" not in "".join(rows[0][column] for column in ("title", "coder", *SIGNALS))
    rows[0]["themes"] = "Compassion; management"
    outcome = take_in(study, code(rows, tmp_path / "coded.csv"))
    assert outcome.did["labels"] == 50
    found = everything(study)
    assert Counter(label.drawn for label in found) == {"random": 30, "chosen": 20}
    for label in found:
        assert (label.coder, label.codebook, label.version) == ("ada", "leadership", "1")
        assert (label.probability is not None) == (label.drawn == "random")
    assert {label.themes for label in found if label.passage == rows[0]["id"]} == {("compassion", "management")}
    text_of = {row["id"]: row["text"] for row in rows}
    assert all(label.signals == tuple(filter(None, [said(text_of[label.passage])])) for label in found)


def test_a_spreadsheet_finds_no_formula_in_a_round_and_texts_come_back_as_they_are(
    study: Study, tmp_path: Path
) -> None:
    texts = ["=1+1", "- no", "+1 from me", "@Jo it isn't", "'-ish", "'tis so", "\tx", "plain = text", "''=x"]
    sheets = [Sheet(str(number), text, text, text) for number, text in enumerate(texts)]
    [(out, content)] = round_files(study.tagger.codebook, sheets, tmp_path / "round.csv", format="csv").items()
    out.write_text(content, "utf-8-sig", newline="\n")
    with out.open(encoding="utf-8-sig", newline="") as lines:
        _, *rows = csv.DictReader(lines)
    assert [row["text"] for row in rows] == [
        "'=1+1",
        "'- no",
        "'+1 from me",
        "'@Jo it isn't",
        "''-ish",
        "'tis so",
        "'\tx",
        "plain = text",
        "'" * 3 + "=x",
    ]
    assert [(record["text"], record["title"], record["answers"]) for _, record in records(out)] == [
        (text, text, text) for text in texts
    ]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig"])
def test_a_sheet_carries_the_questions_and_comes_back_from_a_spreadsheet(
    study: Study, tmp_path: Path, charset: str
) -> None:
    sheet = tmp_path / "round.csv"
    handed_out(study, sheet, random=10)
    assert sheet.read_bytes().startswith(codecs.BOM_UTF8)
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        questions, *rows = csv.DictReader(lines)
    for signal, asked in study.tagger.codebook.questions.items():
        assert asked in questions[signal]
    # Whoever fills in a column from top to bottom codes the questions' row too.
    done = written([questions | {"coder": "ada"}, *[row | {"coder": "ada"} for row in rows]], tmp_path / "coded.csv")
    done.write_text(done.read_text("utf-8"), encoding=charset)
    assert take_in(study, done).did["labels"] == 10


def test_taking_a_file_in_again_changes_nothing(study: Study, tmp_path: Path) -> None:
    file = code(handed_out(study, tmp_path / "round.csv", random=10), tmp_path / "coded.csv")
    take_in(study, file)
    before = everything(study)
    again = take_in(study, file)
    assert not again.worked
    assert everything(study) == before
    assert any("in the study already" in note for note in again.notes)


def test_a_repeat_is_never_handed_out(study: Study, tmp_path: Path) -> None:
    with study.database.write() as connection:
        texts.set_original(connection, "d001:0", "d000:0")
    rows = handed_out(study, tmp_path / "round.csv", random=10_000)
    assert len(rows) == DOCUMENTS * PARAGRAPHS - 1
    assert "d001:0" not in {row["id"] for row in rows}


def test_a_label_of_an_uncertain_passage_counts_as_random_once_chance_reaches_it(study: Study, tmp_path: Path) -> None:
    take_in(study, code(handed_out(study, tmp_path / "first.csv", uncertain=60), tmp_path / "one.csv"))
    assert set(reasons(study).values()) == {"chosen"}
    rows = handed_out(study, tmp_path / "second.csv", random=300)
    assert not set(reasons(study)) & {row["id"] for row in rows}
    take_in(study, code(rows, tmp_path / "two.csv"))
    reached = Counter(reasons(study).values())["random"]
    assert reached > 300
    with study.database.read() as connection:
        assert len(study_labels(connection, study).random) == reached


def test_rows_that_nobody_coded_are_left_out(study: Study, tmp_path: Path) -> None:
    rows = handed_out(study, tmp_path / "round.csv", random=20)
    half = code(rows[:10], tmp_path / "half.csv")
    with half.open(encoding="utf-8", newline="") as lines:
        coded = list(csv.DictReader(lines))
    outcome = take_in(study, written([*coded, *rows[10:]], tmp_path / "coded.csv"))
    assert outcome.did["labels"] == 10
    assert "10 records were left out" in " ".join(outcome.notes)


def label_studio(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Label Studio exports of tasks that one person has annotated."""
    done = []
    for number, task in enumerate(rows, start=1):
        holds = said(task["data"]["text"])
        result = [{"from_name": "signals", "to_name": "text", "type": "choices", "value": {"choices": [holds]}}]
        annotation = {"completed_by": {"email": "ada"}, "result": result if holds else [], "was_cancelled": False}
        done.append({"id": number, "annotations": [annotation], "predictions": [], **task})
    return done


def argilla(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Argilla 2 exports of records that one person has answered."""
    return [
        record | {"responses": {"signals": [{"value": [said(record["fields"]["text"]) or "none"], "user_id": "ada"}]}}
        for record in rows
    ]


def doccano(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What doccano exports: the metadata's id takes the place of its own."""
    return [row | {"label": [said(row["text"]) or "none"]} for row in rows]


@pytest.mark.parametrize(
    ("format", "ending", "beside", "tool"),
    [
        ("label-studio", ".json", "interface.xml", label_studio),
        ("argilla", ".json", "settings.json", argilla),
        ("doccano", ".jsonl", "labels.json", doccano),
    ],
)
def test_a_round_goes_through_a_labelling_tool_and_back(
    format: str, ending: str, beside: str, tool: Callable[[list[dict[str, Any]]], Any], study: Study, tmp_path: Path
) -> None:
    out = tmp_path / f"round{ending}"
    hand_out(study, out, format=format, random=12, uncertain=8, disagreeing=0)
    settings = (tmp_path / f"round-{beside}").read_text("utf-8")
    assert all(signal in settings for signal in SIGNALS)
    content = out.read_text("utf-8")
    assert "confidence" not in content
    assert "random" not in content
    lines = content.splitlines() if ending == ".jsonl" else []
    rows = tool([json.loads(line) for line in lines] if lines else json.loads(content))
    coded = tmp_path / f"ada{ending}"
    dumped = "\n".join(json.dumps(row) for row in rows) if lines else json.dumps(rows)
    coded.write_text(dumped, "utf-8")
    assert take_in(study, coded).did["labels"] == 20
    found = everything(study)
    assert {label.coder for label in found} == {"ada"}
    with study.database.read() as connection:
        text_of = {p.passage: p.text for p in labels.codable(connection, study.tagger_fingerprint)}
    assert all(label.signals == tuple(filter(None, [said(text_of[label.passage])])) for label in found)


def test_label_studio_is_given_an_interface_that_is_xml_and_names_every_question(study: Study, tmp_path: Path) -> None:
    hand_out(study, tmp_path / "round.json", format="label-studio", random=2, uncertain=0, disagreeing=0)
    interface = ElementTree.parse(tmp_path / "round-interface.xml").getroot()
    choices = [choice.get("alias") for choice in interface.findall("Choices[@name='signals']/Choice")]
    assert choices == list(SIGNALS)
    assert all(choice.get("hint", "").endswith("?") for choice in interface.findall("Choices[@name='signals']/Choice"))


# Several coders.


def test_coders_who_differ_are_seen_and_an_adjudication_settles_it(study: Study, tmp_path: Path) -> None:
    rows = handed_out(study, tmp_path / "round.csv", random=30)
    take_in(study, code(rows, tmp_path / "ada.csv", "ada"))
    contrary = {row["id"] for row in rows[:3]}
    by_ben = code(rows, tmp_path / "ben.csv", "ben")
    changed = [
        row | ({"heroic_endorsed": "" if row["heroic_endorsed"] else "x"} if row["id"] in contrary else {})
        for row in csv.DictReader(by_ben.read_text("utf-8").splitlines())
    ]
    take_in(study, written(changed, by_ben))
    shown = json.loads(leadtext("label", "show", study.folder, "--json").stdout)
    assert shown["coders"] == {"ada": 30, "ben": 30}
    assert shown["agreement"]["heroic_endorsed"]["alpha"] < 1 == shown["agreement"]["collective_endorsed"]["alpha"]
    again = handed_out(study, tmp_path / "second.csv", disagreeing=3)
    assert {row["id"] for row in again} == contrary
    take_in(study, code(again, tmp_path / "settled.csv", "adjudication"))
    with pytest.raises(StudyError, match="no passage left"):
        handed_out(study, tmp_path / "third.csv", disagreeing=0)
    with study.database.read() as connection:
        settled = {passage.id: passage for passage in study_labels(connection, study).passages}
    assert all(settled[passage].label.coder == "adjudication" for passage in contrary)


# What labels are for.


def coded_study(study: Study, tmp_path: Path, number: int) -> None:
    take_in(study, code(handed_out(study, tmp_path / "round.csv", random=number), tmp_path / "coded.csv"))


def points(study: Study) -> list[series.Point]:
    with study.database.read() as connection:
        return series.points(connection)


def test_trends_are_corrected_where_there_are_labels_enough(study: Study, tmp_path: Path) -> None:
    coded_study(study, tmp_path, 300)
    outcome = trend(study)
    assert outcome.did["corrected points"] > 0
    found = points(study)
    put_right = {(p.genre, p.value): p for p in found if p.measure == "corrected" and p.period == "2012–2017"}
    with study.database.read() as connection:
        texts_of = [p.text for p in labels.codable(connection, study.tagger_fingerprint)]
    heroic = np.mean([said(text) == "heroic_endorsed" for text in texts_of])
    point = put_right["all", "heroic"]
    assert point.labels == 300
    assert point.low <= heroic <= point.high
    assert abs(point.share - heroic) < abs(point.count / point.passages - heroic)
    assert sum(
        put_right["all", frame].share for frame in ("heroic", "collective", "mixed", "neither")
    ) == pytest.approx(1)
    assert {p.labels for p in found if p.measure == "frame"} == {None}
    assert {p.period for p in found if p.measure == "corrected"} >= {"2012", "2012–2013", "2012–2017"}
    assert not trend(study).worked


def test_labels_that_were_not_drawn_at_random_correct_nothing(study: Study, tmp_path: Path) -> None:
    take_in(study, code(handed_out(study, tmp_path / "round.csv", uncertain=300), tmp_path / "coded.csv"))
    outcome = trend(study)
    assert [p for p in points(study) if p.measure == "corrected"] == []
    assert any("No share is corrected" in note for note in outcome.notes)


def test_a_round_that_is_half_coded_corrects_nothing_and_says_so(study: Study, tmp_path: Path) -> None:
    rows = handed_out(study, tmp_path / "round.csv", random=300)
    take_in(study, code(rows[:150], tmp_path / "coded.csv"))
    outcome = trend(study)
    assert [p for p in points(study) if p.measure == "corrected"] == []
    assert any("150 passages drawn at random are not coded yet" in note for note in outcome.notes)


def test_new_labels_make_trends_be_counted_anew(study: Study, tmp_path: Path) -> None:
    trend(study)
    assert not trend(study).worked
    coded_study(study, tmp_path, 100)
    assert trend(study).worked


def side_of(study: Study, number: int) -> str:
    with study.database.read() as connection:
        [story] = [one for one in stories(connection, study) if one.topic.id == number]
    return story.side


def test_a_topic_s_side_is_told_as_people_would_code_it_where_they_coded_enough_of_it(
    study: Study, tmp_path: Path
) -> None:
    with study.database.write() as connection:
        coded = labels.codable(connection, study.tagger_fingerprint)
        heroic = [p.passage for p in coded if said(p.text) == "heroic_endorsed"]
        few = [p.passage for p in coded if said(p.text) is None][:20]
        topics.add_topics(
            connection,
            [topics.Topic(at, "emergent", f"topic {at}", ("a",), "e", np.ones(8, np.float32), 0.5) for at in (1, 2)],
        )
        held = [(passage, 1) for passage in heroic] + [(passage, 2) for passage in few]
        topics.assign(connection, [topics.Assignment(passage, topic, 0.9) for passage, topic in held])
    counted = side_of(study, 1)
    assert counted.startswith("Its passages are more often heroic, 9")
    coded_study(study, tmp_path, 400)
    by_people = side_of(study, 1)
    assert by_people.startswith("As people would code them, its passages are more often heroic, 100 %")
    assert side_of(study, 2).startswith("By the tagger's count, as too few of them are coded to correct it, ")


def test_corrected_trends_are_a_measure_of_their_own(study: Study, tmp_path: Path) -> None:
    coded_study(study, tmp_path, 300)
    trend(study)
    found = study.trends("corrected", by="genre")
    assert set(found.frame["measure"]) == {"corrected"}
    assert {"share", "low", "high", "labels"} <= set(found.frame.columns)
    assert "<svg" in found._repr_html_()
    assert "labels" not in study.trends().frame.columns or study.trends().frame["labels"].isna().all()


def test_a_study_tells_how_well_the_tagger_does_here(study: Study, tmp_path: Path) -> None:
    coded_study(study, tmp_path, 300)
    found = evaluate_study(study)
    assert found.evaluation.passages == 300
    with study.database.read() as connection:
        given = {p.passage: p for p in labels.codable(connection, study.tagger_fingerprint)}
    drawn = {label.passage for label in everything(study)}
    wrong = np.mean(
        [given[p].signals["heroic_endorsed"] < 0.5 and said(given[p].text) == "heroic_endorsed" for p in drawn]
    )
    assert found.evaluation.accuracy.value == pytest.approx(1 - wrong, abs=0.005)
    assert "accuracy" in leadtext("evaluate", study.folder).stdout


def test_the_site_tells_first_how_well_the_tagger_does_here(study: Study, tmp_path: Path) -> None:
    def said_on(page: str) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", (study.site_folder / page).read_text("utf-8")).split())

    coded_study(study, tmp_path, 15)
    publish(study)
    assert "study's own passages" not in said_on("about.html")
    (tmp_path / "round.csv").unlink()
    coded_study(study, tmp_path, 285)
    publish(study)
    found, about = evaluate_study(study).evaluation, said_on("about.html")
    share = f"{found.accuracy.value * 100:.0f} %"
    here = (
        f"passages of this study that were drawn at random. The tagger gave the frame that they gave to {share} of them"
    )
    assert here in about
    assert about.index(here) < about.index("labelled passages that it was not trained on")
    assert "No passage has two coders" in about
    assert "label a random hundred" not in about
    assert f"passages drawn at random, {share}" in said_on("index.html")


def test_labels_can_be_taken_home(study: Study, tmp_path: Path) -> None:
    coded_study(study, tmp_path, 20)
    table = study.table("labels")
    assert len(table) == 20
    assert {"passage", "coder", "codebook", "version", "at", *SIGNALS, "themes", "drawn", "probability"} <= set(table)
    assert table[list(SIGNALS)].isin([0, 1]).all(axis=None)
    assert set(table["coder"]) == {"coder 1"}
    assert set(study.table("labels", names=True)["coder"]) == {"ada"}


def test_a_passage_that_is_read_anew_has_its_labels_still_and_one_that_changed_has_not(
    study: Study, tmp_path: Path
) -> None:
    coded_study(study, tmp_path, 10_000)
    with study.database.read() as connection:
        document = texts.document(connection, "d000")
    assert document is not None
    with study.database.write() as connection:
        texts.remove_passages(connection, ["d000"])
    assert len(everything(study)) == (DOCUMENTS - 1) * PARAGRAPHS
    kept = passages_of(document)
    changed = kept[0].__class__(
        **{name: getattr(kept[0], name) for name in kept[0].__slots__}
        | {"text": "Something else.", "key": text_key("Something else.")}
    )
    with study.database.write() as connection:
        texts.add_passages(connection, [changed, *kept[1:]])
    assert len(everything(study)) == DOCUMENTS * PARAGRAPHS - 1
    with study.database.read() as connection:
        assert labels.strays(connection) == 1


# What is refused.


def broken(study: Study, tmp_path: Path, change: Callable[[list[Row]], list[Row]], name: str = "coded.csv") -> str:
    rows = handed_out(study, tmp_path / "round.csv", random=5)
    file = code(rows, tmp_path / name)
    with file.open(encoding="utf-8", newline="") as lines:
        coded = list(csv.DictReader(lines))
    written(change(coded), file)
    with pytest.raises(LabelError) as refusal:
        take_in(study, file)
    assert everything(study) == []
    return str(refusal.value)


def test_what_is_wrong_with_a_coded_file_is_told_and_nothing_is_written(study: Study, tmp_path: Path) -> None:
    def first(**cells: str) -> Callable[[list[Row]], list[Row]]:
        return lambda rows: [rows[0] | cells, *rows[1:]]

    for number, (change, words) in enumerate(
        [
            (first(heroic_endorsed="perhaps"), "'perhaps' in 'heroic_endorsed' is neither yes nor no"),
            (first(themes="football"), "'football' is no theme of the codebook"),
            (first(id=""), "line 2: the id is missing"),
            (first(id="nowhere:0"), "the study has no passage 'nowhere:0'"),
            (first(text="Quite another text."), "says something else in the study"),
            (first(codebook="leadership 2"), "answers the codebook 'leadership 2', not 'leadership 1'"),
            (
                lambda rows: [*rows, rows[0] | {"heroic_rejected": "x" if rows[0]["heroic_rejected"] == "" else ""}],
                "'ada' coded the same passage differently in line 2",
            ),
            (lambda rows: [{k: v for k, v in row.items() if k != "id"} for row in rows], "the ids are missing"),
            (lambda rows: [row | {"coder": "", **dict.fromkeys(SIGNALS, "")} for row in rows], "nobody has coded"),
        ]
    ):
        part = tmp_path / str(number)
        part.mkdir()
        assert words in broken(study, part, change)


def test_a_coder_who_says_otherwise_later_is_asked_before_anything_is_replaced(study: Study, tmp_path: Path) -> None:
    rows = handed_out(study, tmp_path / "round.csv", random=5)
    take_in(study, code(rows, tmp_path / "one.csv"))
    later = code(rows, tmp_path / "two.csv", say=lambda _text: "heroic_rejected")
    with pytest.raises(LabelError, match="'ada' has coded the passage .* before, and differently"):
        take_in(study, later)
    assert take_in(study, later, replace=True).did["labels replaced"] > 0
    assert {label.signals for label in everything(study)} == {("heroic_rejected",)}


def test_a_name_for_the_coder_is_taken_only_where_the_file_has_none(study: Study, tmp_path: Path) -> None:
    rows = handed_out(study, tmp_path / "round.csv", random=5)
    named = code(rows, tmp_path / "named.csv", "ada")
    with pytest.raises(LabelError, match="names its coders itself"):
        take_in(study, named, coder="ben")
    unnamed = [
        {k: v for k, v in row.items() if k != "coder"} for row in csv.DictReader(named.read_text("utf-8").splitlines())
    ]
    take_in(study, written(unnamed, tmp_path / "unnamed.csv"), coder="ben")
    assert {label.coder for label in everything(study)} == {"ben"}


def test_a_round_is_not_written_over_a_file_and_an_unknown_format_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("codes", "utf-8")

    def asked(out: Path, *more: str) -> str:
        return refused(leadtext("label", "export", folder, "--out", out, *more))

    assert "somebody's codes" in asked(tmp_path / "there.csv")
    assert (tmp_path / "there.csv").read_text("utf-8") == "codes"
    assert "is no format" in asked(tmp_path / "a.csv", "--format", "xls")
    assert "no such folder" in asked(tmp_path / "no" / "a.csv")


def test_figures_of_a_study_need_passages_drawn_at_random(study: Study, tmp_path: Path) -> None:
    take_in(study, code(handed_out(study, tmp_path / "round.csv", uncertain=50), tmp_path / "coded.csv"))
    with pytest.raises(LabelError, match="0 passages that were drawn at random"):
        evaluate_study(study)


def test_the_commands_of_a_round_work_as_written(folder: Path) -> None:
    section = (Path(__file__).parents[1] / "README.md").read_text("utf-8").split("## Rounds of coding")[1]
    commands = section.split("```sh\n")[1].split("```")[0].strip().splitlines()
    assert [command.split()[1] for command in commands] == ["label", "label", "label", "evaluate", "run"]
    here = folder.rename(folder.with_name("my-study")).parent
    # The made study has no texts to read, so its last line isn't for it.
    for command in commands[:-1]:
        if command.split()[2] == "import":
            with (here / "round-1.csv").open(encoding="utf-8-sig", newline="") as lines:
                _questions, *rows = csv.DictReader(lines)
            code(rows, here / "round-1.csv")
        done = leadtext(*command.split()[1:], cwd=here)
        assert done.returncode == 0, done.stderr
    assert "frame, accuracy" in done.stdout
    assert "prediction-powered" in section
