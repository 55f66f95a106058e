"""Comparing ways of finding topics: the measures, the table, and what is said when it can't be made."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from leadtext.encoder import OnnxEncoder, default_folder
from leadtext.errors import LeadtextError, StudyError
from leadtext.stages.compare import Texts, compare, texts_of
from leadtext.topics.quality import agreement, coherence, diversity
from leadtext.topics.ways import WAYS

SAID = {
    "parking": ("The car park was full again.", "Parking costs too much at the hospital.", "No space to park the car."),
    "food": ("The dinner was cold.", "Lunch and dinner were tasteless.", "The food was cold and late."),
    "staff": ("The nurses were kind.", "A kind nurse held my hand.", "Nurses and doctors were friendly."),
}


def test_words_that_stand_together_are_coherent_and_others_are_not() -> None:
    texts = ["car park full", "car park shut", "cold dinner", "cold dinner late"]
    together, apart = coherence([["car", "park"], ["cold", "dinner"]], texts), coherence([["car", "dinner"]], texts)
    assert together == pytest.approx(1.0)
    assert apart == -1.0
    assert coherence([["car park", "car"]], texts) > 0.9
    assert coherence([["car"], []], texts) == 0.0


def test_the_same_words_everywhere_are_not_diverse() -> None:
    assert diversity([["car", "park"], ["car", "park"]]) == 0.5
    assert diversity([["car"], ["dinner"]]) == 1.0
    assert diversity([]) == 0.0


def test_agreement_does_not_ask_what_groups_are_called() -> None:
    assert agreement(["a", "a", "b", "b"], np.array([7, 7, -1, -1])) == pytest.approx(1.0)
    assert abs(agreement(np.arange(200) % 2, np.arange(200) // 100)) < 0.02


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("compare") / "comments.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["comment", "about"])
        for subject, texts in SAID.items():
            writer.writerows([f"{text} {tail}", subject] for text in texts for tail in ("Sad.", "So be it.", "Indeed!"))
    return file


@pytest.fixture(scope="module")
def given(table: Path) -> Texts:
    return texts_of(table, encoder=OnnxEncoder(default_folder()), text="comment", category=["about"])


def test_every_way_whose_packages_are_there_is_measured(given: Texts) -> None:
    found = {one.way: one for one in compare(given, repeats=1)}
    assert set(found) == {name for name, way in WAYS.items() if not way.missing}
    for one in found.values():
        assert one.topics >= 2
        assert 0 <= one.unassigned < 1
        assert -1 <= one.coherence <= 1
        assert one.seconds > 0
    assert found["leadtext"].agreement["about"] > 0.5


def test_a_way_that_is_unknown_or_not_installed_is_named(given: Texts) -> None:
    with pytest.raises(LeadtextError, match="'lda' is no way of finding topics; there are leadtext"):
        compare(given, ways=["lda"])
    missing = [name for name, way in WAYS.items() if way.missing]
    for name in missing:
        with pytest.raises(LeadtextError, match=r"optional set: pip install 'leadtext\[yardstick\]'"):
            compare(given, ways=[name])


def test_a_table_without_the_column_is_refused(table: Path) -> None:
    encoder = OnnxEncoder(default_folder())
    with pytest.raises(StudyError, match="no column 'text'; there are comment, about"):
        texts_of(table, encoder=encoder)
    with pytest.raises(StudyError, match="no such file or study"):
        texts_of(table.with_name("missing.csv"), encoder=encoder)


def test_the_command_prints_a_table_that_fits_a_terminal(table: Path) -> None:
    from test_cli import leadtext

    options = ("--text", "comment", "--category", "about", "--way", "leadtext", "--way", "kmeans", "--repeats", "1")
    shown = leadtext("compare", table, *options).stdout
    assert "kmeans" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    said = json.loads(leadtext("compare", table, *options, "--json").stdout)
    assert [one["way"] for one in said["ways"]] == ["leadtext", "kmeans"]
