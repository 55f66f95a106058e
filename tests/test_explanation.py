"""Explanations: which words and sentences pushed a signal, adding up to what the tagger says, quick enough for a page."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from scipy.special import logit

from leadtext.cli import explained
from leadtext.encoder import OnnxEncoder, default_folder, models_folder
from leadtext.framing import Explanation, Tagger
from leadtext.stages import Outcome
from leadtext.stages.encode import encode_for
from leadtext.stages.study import layers_of
from leadtext.stages.tag import Explained, explain_passage, tag_file
from test_cli import leadtext

BOTH = (
    "The age of the saviour chief executive is over; no one person can fix a hospital. The survey was sent to 1,200 "
    "staff in March. Leadership must be shared: everybody on the ward leads, from the porter to the consultant."
)


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(default_folder())


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load(models_folder() / "framing")


def by_signal(tagger: Tagger, encoder: OnnxEncoder, text: str) -> dict[str, Explanation]:
    return {found.signal: found for found in explain_passage(tagger, encoder, text)}


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        "Top-down, top-down, TOP-DOWN! It's  the “great man” theory\nagain - and again & again.",
        "İstanbul's one strong leader, Æthelred, took a 2nd, 3rd and 4th grip.",
        "No.",
        "…",
    ],
    ids=["prose", "punctuation and repeats", "letters that change length", "one word", "no word"],
)
def test_words_meaning_and_start_add_up_to_what_the_tagger_says(
    text: str, tagger: Tagger, encoder: OnnxEncoder
) -> None:
    vectors, scores = encode_for(encoder, layers_of(tagger), [text])
    tag = tagger.tag([text], vectors, scores)[0]
    exact = tagger.probabilities([text], vectors, scores)[0]
    for found, probability in zip(explain_passage(tagger, encoder, text), exact, strict=True):
        assert found.probability == tag.signals[found.signal]
        added = found.start + found.meaning + sum(word.log_odds for word in found.words)
        assert added == pytest.approx(float(logit(probability)), abs=0.005)


def test_words_and_sentences_stand_where_the_passage_has_them(tagger: Tagger, encoder: OnnxEncoder) -> None:
    for found in explain_passage(tagger, encoder, BOTH):
        assert [word.text for word in found.words][:5] == ["The", "age", "of", "the", "saviour"]
        assert len(found.sentences) == 3
        for push in (*found.words, *found.sentences):
            assert BOTH[push.start : push.end] == push.text


def test_the_sentence_that_takes_a_side_pushes_its_signal(tagger: Tagger, encoder: OnnxEncoder) -> None:
    found = by_signal(tagger, encoder, BOTH)

    def strongest(signal: str) -> int:
        pushes = [sentence.log_odds for sentence in found[signal].sentences]
        return pushes.index(max(pushes))

    assert strongest("heroic_rejected") == 0
    assert strongest("collective_endorsed") == 2


def test_a_sentence_s_effect_is_what_is_lost_without_it(tagger: Tagger, encoder: OnnxEncoder) -> None:
    found = by_signal(tagger, encoder, BOTH)["heroic_rejected"]
    first = found.sentences[0]
    rest = by_signal(tagger, encoder, BOTH[first.end :].strip())["heroic_rejected"]
    assert logit(found.probability) - logit(rest.probability) == pytest.approx(first.log_odds, abs=0.02)


def test_a_single_sentence_has_the_whole_effect(tagger: Tagger, encoder: OnnxEncoder) -> None:
    found = by_signal(tagger, encoder, "Everybody on the ward leads.")["collective_endorsed"]
    [sentence] = found.sentences
    assert sentence.log_odds == pytest.approx(found.meaning + sum(word.log_odds for word in found.words), abs=0.01)


def test_the_strongest_words_push_either_way(tagger: Tagger, encoder: OnnxEncoder) -> None:
    found = by_signal(tagger, encoder, BOTH)["heroic_rejected"]
    pushes = [abs(word.log_odds) for word in found.strongest(6)]
    assert pushes == sorted(pushes, reverse=True)
    assert "saviour" in [word.text for word in found.strongest(6)]


def test_an_explanation_is_quick_enough_for_a_page(tagger: Tagger, encoder: OnnxEncoder) -> None:
    explain_passage(tagger, encoder, BOTH)
    times = []
    for _ in range(15):
        start = time.perf_counter()
        explain_passage(tagger, encoder, BOTH)
        times.append(time.perf_counter() - start)
    # The quickest: others may be using the machine.
    assert min(times) < 0.25


def test_tag_explains_when_asked(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": BOTH}) + "\n", "utf-8")
    assert leadtext("tag", tmp_path / "in.jsonl", tmp_path / "plain.jsonl").returncode == 0
    assert leadtext("tag", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--explain").returncode == 0
    plain, told = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("plain.jsonl", "out.jsonl"))
    why = told.pop("why")
    assert told == plain
    assert set(why) == set(plain["signals"])
    assert [sentence["text"][:7] for sentence in why["heroic_rejected"]["sentences"]] == [
        "The age",
        "The sur",
        "Leaders",
    ]
    assert {"text", "start", "end", "log_odds"} == set(why["heroic_rejected"]["words"][0])


LINES = (
    {"id": "en", "text": BOTH},
    {
        "id": "de",
        "text": "Führung ist hier eine gemeinsame Aufgabe, und niemand wartet auf den einen, der alles für uns weiß.",
    },
    {"id": "said", "text": "Hero wanted, apply within.", "language": "fr-FR"},
    {"id": "short", "text": "Bravo, Madame!"},
)


def tagged(folder: Path, **options: Any) -> tuple[Outcome, dict[str, dict[str, Any]]]:
    (folder / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), "utf-8")
    outcome = tag_file(folder / "in.jsonl", folder / "out.jsonl", **options)
    return outcome, {row["id"]: row for row in map(json.loads, (folder / "out.jsonl").read_text("utf-8").splitlines())}


def test_a_line_in_another_language_gets_no_frame_and_says_so_unless_all_languages_are_asked_for(
    tmp_path: Path,
) -> None:
    outcome, rows = tagged(tmp_path)
    assert {name: row["language"] for name, row in rows.items()} == {
        "en": "en",
        "de": "de",
        "said": "fr",
        "short": None,
    }
    assert {name for name, row in rows.items() if row["frame"] is None} == {"de", "said"}
    assert rows["de"]["signals"] == {}
    assert outcome.did["passages"] == 2
    assert any("(de 1, fr 1) got no frame; --all-languages" in note for note in outcome.notes)
    outcome, rows = tagged(tmp_path, all_languages=True)
    assert all(row["frame"] for row in rows.values())
    assert rows["de"]["language"] == "de"
    assert not any("language" in note for note in outcome.notes)


def test_on_the_screen_a_passage_is_explained_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found: list[Explained] = []
    tagged(tmp_path, why=True, heard=found.append)
    assert [passage.id for passage in found] == ["en", "short"]
    explained.explained(found)
    said = capsys.readouterr().out
    [strongest] = [w for w in found[0].why if w.probability == max(w.probability for w in found[0].why)]
    lead = max(strongest.sentences, key=lambda sentence: sentence.log_odds)
    flat = " ".join(said.split())
    assert f"{strongest.signal.replace('_', ' ')} {strongest.probability:.2f}: because of “{lead.text[:40]}" in flat
    assert all(len(line) <= 80 for line in said.splitlines())
