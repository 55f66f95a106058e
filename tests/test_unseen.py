"""A model card tells what its tagger scores on labels that it was not trained on, and refuses those that it was."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from leadtext.encoder import OnnxEncoder, default_folder, models_folder
from leadtext.errors import LabelError
from leadtext.framing import GoldPassage, load_codebook
from leadtext.framing.agreement import agreement
from leadtext.framing.labels import Label
from leadtext.framing.unseen import parts_of, unseen_section, with_section
from leadtext.site.model_cards import card_page
from leadtext.stages.evaluate import Scored, evaluate, told_in_card

ROOT = Path(__file__).parents[1]
BOOK = load_codebook(ROOT / "corpora" / "gold" / "codebook.toml")
THRESHOLDS = dict.fromkeys(BOOK.signals, 0.5)
CARD = "# leadership\n\nIt tags.\n\n## Figures\n\nGood.\n\n## What it can't do\n\n- Irony.\n"


def passage(number: int, *signals: str, hard: bool = False, writer: str = "writer-a") -> GoldPassage:
    label = Label(f"p{number}", "one", BOOK.key, "", frozenset(signals), frozenset())
    other = replace(label, coder="two")
    return GoldPassage(
        id=label.passage,
        document=f"d{number}",
        text="Text.",
        title="",
        genre="",
        voice="",
        year=0,
        writer=writer,
        hard=hard,
        label=label,
        labels=(label, other),
        tied=False,
    )


def scored_on(passages: list[GoldPassage], given: list[tuple[str, ...]]) -> Scored:
    """Against passages to which a tagger is sure to give some signals."""
    probabilities = np.array([[0.9 if name in signals else 0.1 for name in BOOK.signals] for signals in given])
    parts = parts_of(BOOK, passages, probabilities, THRESHOLDS)
    writers = frozenset(passage.writer for passage in passages)
    coders = agreement(BOOK, passages)
    return Scored("t", BOOK, "d", parts["all"].evaluation, coders, (), parts, writers, unmet=True)


HEROIC = ("heroic_endorsed",)


@pytest.fixture
def scored() -> Scored:
    """30 plain passages without a side by one writer, of which 6 are given one; 20 hard ones with, by another, all right."""
    passages = [passage(number) for number in range(30)]
    passages += [passage(number, *HEROIC, hard=True, writer="writer-b") for number in range(30, 50)]
    return scored_on(passages, [HEROIC] * 6 + [()] * 24 + [HEROIC] * 20)


def test_figures_are_told_of_plain_and_hard_passages_and_of_each_writer_and_how_many_are_given_a_side(
    scored: Scored,
) -> None:
    assert list(scored.parts) == ["all", "plain", "hard", "writer-a", "writer-b"]
    everything, plain, hard = (scored.parts[name] for name in ("all", "plain", "hard"))
    assert (everything.evaluation.accuracy.value, plain.evaluation.accuracy.value) == (44 / 50, 24 / 30)
    assert (plain.sideless, hard.sideless, hard.given_a_side) == (30, 0, None)
    assert plain.given_a_side is not None
    assert plain.given_a_side.value == 6 / 30
    assert 0.05 < plain.given_a_side.low < 0.15 < 0.25 < plain.given_a_side.high < 0.4
    assert scored.as_facts()["parts"]["plain"]["given_a_side"]["value"] == 0.2


def test_parts_of_few_passages_are_not_told_of(scored: Scored) -> None:
    few = scored_on([passage(1, hard=True), *map(passage, range(2, 30))], [()] * 29)
    assert list(few.parts) == ["all", "plain"]


def written(scored: Scored, tmp_path: Path, labels: str) -> str:
    if not (tmp_path / "README.md").exists():
        (tmp_path / "README.md").write_text(CARD, "utf-8")
    return told_in_card(scored, tmp_path, Path(labels)).read_text("utf-8")


def test_a_standing_card_takes_a_section_for_each_set_of_labels_and_a_new_figure_the_old_ones_place(
    scored: Scored, tmp_path: Path
) -> None:
    card = written(scored, tmp_path, "corpora/unseen")
    headings = [line for line in card.splitlines() if line.startswith("#")]
    section = "## On labels that it was not trained on: unseen"
    assert headings == ["# leadership", "## Figures", section, "## What it can't do"]
    assert "50 passages by 2 writers, of whom it had read nothing" in card
    assert f"| plain | 30 | {scored.parts['plain'].evaluation.macro_f1} |" in card
    assert written(scored, tmp_path, "corpora/unseen") == card
    right = scored_on([*map(passage, range(40))], [()] * 40)
    assert "0.80" not in written(right, tmp_path, "corpora/unseen")
    both = written(right, tmp_path, "later.csv")
    assert both.count("## On labels") == 2
    assert both.endswith("\n\n## What it can't do\n\n- Irony.\n")
    assert with_section("# A card\n", ["## New", "", "Words.", ""]) == "# A card\n\n## New\n\nWords.\n"


def test_the_site_shows_the_section_as_tables(scored: Scored) -> None:
    section = unseen_section(BOOK, scored.parts, agreement={}, writers=2, unmet=False, labels="unseen")
    page = card_page("\n".join(section))
    assert page.count("<table") == 2
    assert "given a side" in page
    assert "of whom it had read nothing" not in page, "nobody knows who wrote what it was trained on"


def test_labels_by_a_writer_whom_the_tagger_was_trained_on_do_not_come_into_its_card(tmp_path: Path) -> None:
    gold, model = tmp_path / "gold", tmp_path / "framing"
    gold.mkdir()
    shutil.copy(ROOT / "corpora" / "gold" / "codebook.toml", gold)
    lines = (ROOT / "corpora" / "gold" / "passages.jsonl").read_text("utf-8").splitlines()[:25]
    kept = {json.loads(line)["id"] for line in lines}
    labels = (ROOT / "corpora" / "gold" / "labels.jsonl").read_text("utf-8").splitlines()
    (gold / "passages.jsonl").write_text("\n".join(lines), "utf-8")
    chosen = [line for line in labels if json.loads(line)["passage"] in kept]
    (gold / "labels.jsonl").write_text("\n".join(chosen), "utf-8")
    shutil.copytree(models_folder() / "framing", model)
    before = (model / "README.md").read_text("utf-8")
    found = evaluate(model, gold, encoder=OnnxEncoder(default_folder()))
    with pytest.raises(LabelError, match="was trained on passages by writer-"):
        told_in_card(found, model, gold)
    assert (model / "README.md").read_text("utf-8") == before
