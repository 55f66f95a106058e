"""Anchors: a definition and a few phrases find a theme; labels, where there are some, sharpen it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leadtext.encoder import OnnxEncoder, default_folder, models_folder
from leadtext.errors import LabelError
from leadtext.framing import load_gold
from leadtext.settings import Anchor
from leadtext.stages import encode, frame, open_study, publish, read, split, topic
from leadtext.stages.themes import sharpened
from leadtext.topics import SHIPPED, AnchorShape, anchor_scores, shape_anchor

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
PARKING = Anchor(
    name="parking",
    definition="Parking at the hospital: permits, fines and full car parks.",
    seeds=("car park", "parking permit", "nowhere to leave the car"),
)


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(default_folder())


@pytest.fixture(scope="module")
def shapes(encoder: OnnxEncoder) -> dict[str, AnchorShape]:
    return {anchor.name: shape_anchor(anchor, encoder.encode) for anchor in SHIPPED}


@pytest.fixture(scope="module")
def coded() -> list[dict[str, Any]]:
    """The passages whose themes were coded anew, with text and group."""
    passages = {passage.id: passage for passage in load_gold(GOLD)[1]}
    rows = [json.loads(line) for line in (GOLD / "themes.jsonl").read_text("utf-8").splitlines()]
    return [{**row, "text": passages[row["passage"]].text, "group": passages[row["passage"]].group} for row in rows]


def belongs(shape: AnchorShape, encoder: OnnxEncoder, text: str) -> bool:
    return bool(anchor_scores(shape, [text], encoder.encode([text]))[0] >= shape.threshold)


def f1(holds: np.ndarray, said: np.ndarray, weights: np.ndarray) -> float:
    return float(2 * weights[holds & said].sum() / (weights[holds].sum() + weights[said].sum()))


def test_the_halves_of_the_coded_themes_share_no_document(coded: list[dict[str, Any]]) -> None:
    develop, report = ({row["group"] for row in coded if row["half"] == half} for half in ("develop", "report"))
    assert not develop & report
    assert len({row["passage"] for row in coded}) == len(coded)


def test_the_anchors_that_ship_score_no_worse_than_their_floors(
    encoder: OnnxEncoder, shapes: dict[str, AnchorShape], coded: list[dict[str, Any]]
) -> None:
    floors = json.loads((Path(__file__).parent / "anchor_floors.json").read_text("utf-8"))
    rows = [row for row in coded if row["half"] == "report"]
    assert len(rows) >= floors["passages"]
    texts = [row["text"] for row in rows]
    vectors, weights = encoder.encode(texts), np.array([row["weight"] for row in rows])
    for name, shape in shapes.items():
        holds = np.array([name in row["themes"] for row in rows])
        said = anchor_scores(shape, texts, vectors) >= shape.threshold
        assert f1(holds, said, weights) >= floors["f1"][name], name


def test_a_short_seed_counts_in_whatever_ending_it_is_said(
    encoder: OnnxEncoder, shapes: dict[str, AnchorShape]
) -> None:
    assert belongs(shapes["followership"], encoder, "They followed her out of the room, every one, and never knew why.")
    assert belongs(shapes["compassion"], encoder, "What we saw on both wards was kindness, nothing less.")


def test_what_sounds_like_an_anchor_and_is_not_meant_stays_off_it(
    encoder: OnnxEncoder, shapes: dict[str, AnchorShape]
) -> None:
    assert not belongs(shapes["followership"], encoder, "Thanks to my followers on Twitter for the cake recipe.")
    assert not belongs(shapes["management"], encoder, "The pain management clinic moved to the second floor in May.")


def test_a_passage_may_belong_to_several_anchors(encoder: OnnxEncoder, shapes: dict[str, AnchorShape]) -> None:
    text = "The managers think of targets and paperwork, and nobody has any kindness or compassion left for patients."
    assert belongs(shapes["compassion"], encoder, text)
    assert belongs(shapes["management"], encoder, text)
    assert not belongs(shapes["followership"], encoder, text)


def test_a_study_names_an_anchor_by_three_phrases(encoder: OnnxEncoder) -> None:
    shape = shape_anchor(PARKING, encoder.encode)
    assert belongs(shape, encoder, "I drove round the car parks for forty minutes and missed my appointment.")
    assert belongs(shape, encoder, "They fined me for leaving my car outside the maternity entrance.")
    assert not belongs(shape, encoder, "The nurse was kind and the operation went well.")
    assert not belongs(shape, encoder, "Two consultants and a bishop were asked to review the pay of directors.")


def test_labels_sharpen_an_anchor(
    encoder: OnnxEncoder, shapes: dict[str, AnchorShape], coded: list[dict[str, Any]], tmp_path: Path
) -> None:
    labels = tmp_path / "themes.jsonl"
    develop = [row for row in coded if row["half"] == "develop"]
    rows = [{"text": row["text"], "group": row["group"], "themes": row["themes"]} for row in develop]
    labels.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    made, notes = sharpened({"compassion": shapes["compassion"]}, labels, encoder)
    assert "493 labelled passages" in notes[0]
    held_out = [row for row in coded if row["half"] == "report"]
    texts = [row["text"] for row in held_out]
    vectors, weights = encoder.encode(texts), np.array([row["weight"] for row in held_out])
    holds = np.array(["compassion" in row["themes"] for row in held_out])
    before, after = (
        f1(holds, anchor_scores(shape, texts, vectors) >= shape.threshold, weights)
        for shape in (shapes["compassion"], made["compassion"])
    )
    assert after > before + 0.02


def test_a_handful_of_labels_changes_nothing_and_says_so(
    encoder: OnnxEncoder, shapes: dict[str, AnchorShape], tmp_path: Path
) -> None:
    labels = tmp_path / "themes.csv"
    labels.write_text("text,compassion\nShe was kind to us.,1\nThe lift is broken.,0\n", "utf-8")
    made, notes = sharpened(shapes, labels, encoder)
    assert all(made[name] is shape for name, shape in shapes.items())
    assert "compassion has 2 labelled passages, 1 of them on it: too few" in notes[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,kindness\nShe was kind.,1\n", "no column is named as an anchor"),
        ("text,compassion\nShe was kind.,perhaps\n", "line 2: 'perhaps' under 'compassion' is neither yes nor no"),
        ("text,compassion\n,1\n", "line 2: the row has no text"),
    ],
    ids=["no column of an anchor's", "no answer", "no text"],
)
def test_labels_that_cannot_be_used_are_refused(
    encoder: OnnxEncoder, shapes: dict[str, AnchorShape], tmp_path: Path, content: str, said: str
) -> None:
    labels = tmp_path / "themes.csv"
    labels.write_text(content, "utf-8")
    with pytest.raises(LabelError, match=said):
        sharpened(shapes, labels, encoder)


def test_an_anchor_s_own_threshold_takes_less(encoder: OnnxEncoder) -> None:
    text = "They fined me for leaving my car outside the maternity entrance."
    strict = PARKING.model_copy(update={"threshold": 1.5})
    shape = shape_anchor(strict, encoder.encode)
    assert not belongs(shape, encoder, text)
    assert belongs(replace(shape, threshold=0.0), encoder, text)


def test_with_another_tagger_a_run_and_the_site_say_what_tells_the_anchors_that_ship(tmp_path: Path) -> None:
    def said(settings: str, model: Path | None = None) -> tuple[str, str]:
        folder = tmp_path / ("mine" if model else "shipped")
        folder.mkdir()
        (folder / "a.txt").write_text("Nurses were kind to her.\n", "utf-8")
        (folder / "leadtext.toml").write_text(f'[[sources]]\npath = "a.txt"\nkind = "report"\n{settings}', "utf-8")
        with open_study(folder) as study:
            for stage in (read, split, encode, frame):
                stage(study)
            notes = topic(study).notes
            publish(study)
        return " ".join(notes), (folder / "site" / "about.html").read_text("utf-8")

    notes, about = said("")
    assert "another tagger" not in notes
    assert "the tagger decides too on compassion, management, followership" in about
    model = tmp_path / "model"
    shutil.copytree(models_folder() / "framing", model)
    notes, _ = said(f'[frame]\nmodel = "{model}"\n', model)
    assert "With another tagger than the one that ships, compassion, management, followership are told" in notes
