"""Where signals are rarer than in the tagger's corpus, its tags follow that."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import norm

from leadtext.framing import load_gold
from leadtext.framing.base_rates import FEWEST, adjusted, estimated_rates, rarer
from leadtext.settings import SETTINGS_FILE
from leadtext.stages import encode, frame, open_study, read, run, split
from leadtext.stages.tag import tag_file
from leadtext.store import base_rates, tables
from leadtext.store.base_rates import StoredRates

CORPUS = 0.2
APART = 2.5
"""How far the scores of passages with and without the signal lie apart, in standard deviations."""


def source(passages: int, rate: float, *, seed: int = 1) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Probabilities of one signal that are right in the corpus, of a source with another rate, and the truth."""
    random = np.random.default_rng(seed)
    holds = random.random(passages) < rate
    scores = random.normal(np.where(holds, APART, 0.0))
    with_it, without = norm.pdf(scores, APART) * CORPUS, norm.pdf(scores) * (1 - CORPUS)
    return (with_it / (with_it + without))[:, None], holds


@pytest.mark.parametrize("rate", [0.0, 0.01, 0.05, 0.2])
def test_a_source_s_rate_is_told_from_its_probabilities(rate: float) -> None:
    probabilities, holds = source(20_000, rate)
    (told,) = estimated_rates(probabilities, [CORPUS])
    assert told == pytest.approx(holds.mean(), abs=0.012)
    assert abs(probabilities.mean() - rate) > 3 * abs(told - rate) or rate == CORPUS


def test_in_a_source_without_the_signal_few_passages_get_it() -> None:
    probabilities, _ = source(1_000, 0.0)
    followed = adjusted(probabilities, [CORPUS], estimated_rates(probabilities, [CORPUS]))
    assert (probabilities > 0.4).mean() > 0.03
    assert (followed > 0.4).mean() < (probabilities > 0.4).mean() / 2


def test_probabilities_are_right_again_in_the_source() -> None:
    probabilities, holds = source(20_000, 0.05)
    followed = adjusted(probabilities, [CORPUS], estimated_rates(probabilities, [CORPUS]))
    for low, high in ((0.1, 0.3), (0.3, 0.6), (0.6, 0.9)):
        part = (followed[:, 0] >= low) & (followed[:, 0] < high)
        assert holds[part].mean() == pytest.approx(followed[part].mean(), abs=0.06)


def test_a_rate_is_never_raised() -> None:
    probabilities, _ = source(1_000, 0.6)
    rates = estimated_rates(probabilities, [CORPUS])
    assert rates[0] == CORPUS
    assert np.array_equal(adjusted(probabilities, [CORPUS], rates), probabilities)


def test_few_passages_hardly_move_a_rate() -> None:
    probabilities, _ = source(10, 0.0)
    assert estimated_rates(probabilities, [CORPUS])[0] > 0.9 * CORPUS


def test_each_signal_has_its_own_rate() -> None:
    rare, _ = source(5_000, 0.01)
    frequent, _ = source(5_000, CORPUS, seed=2)
    rates = estimated_rates(np.hstack([rare, frequent]), [CORPUS, CORPUS])
    assert rates[0] < 0.03
    assert rates[1] > 0.17


def test_sure_and_impossible_answers_are_borne() -> None:
    followed = adjusted(np.array([[0.0], [1.0]]), [CORPUS], [0.01])
    assert np.isfinite(followed).all()
    assert followed[1, 0] > 0.99


def test_only_what_is_rarer_by_half_is_said() -> None:
    assert rarer(["heroic_endorsed", "heroic_rejected"], [0.2, 0.2], [0.012, 0.15]) == "heroic endorsed 1.2%, not 20.0%"


GOLD = Path(__file__).parents[1] / "corpora" / "gold"


@pytest.fixture(scope="module")
def ordinary() -> list[str]:
    """Patients' comments without a side."""
    _, passages = load_gold(GOLD)
    spoken = [passage for passage in passages if "patient" in passage.voice and passage.genre == "comment"]
    return [passage.text for passage in spoken if not passage.label.signals and not passage.hard][:260]


SIDED = "What this trust needs is one strong chief executive with the courage to take the hard decisions alone."


def write(folder: Path, comments: list[str]) -> None:
    with (folder / "patients.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "comment"])
        rows.writerows(enumerate(comments))


@pytest.fixture
def patients(tmp_path: Path, ordinary: list[str]) -> Path:
    """A study of patients' comments, of which one takes a side."""
    (tmp_path / SETTINGS_FILE).write_text(
        '[[sources]]\npath = "patients.csv"\nkind = "comment"\ntext = "comment"\nid = "id"\n', "utf-8"
    )
    write(tmp_path, [SIDED, *ordinary[:120]])
    return tmp_path


def tagged(folder: Path) -> tuple[int, list[StoredRates], dict[str, dict[str, float]]]:
    """Run up to the tags: how many were made, the rates that stand, and the signals by the passage's text."""
    with open_study(folder) as study:
        for stage in (read, split, encode):
            stage(study)
        made = frame(study).did["passages"]
        with study.database.read() as connection:
            rates = base_rates.of(connection, study.tagger_fingerprint)
            passages = tables.table(connection, "passages", names=True)
            tags = tables.table(connection, "tags", names=True)
    texts = dict(zip(passages["id"], passages["text"], strict=True))
    columns = [name for name in tags if name.endswith(("_endorsed", "_rejected"))]
    return made, rates, {texts[row["passage"]]: {name: row[name] for name in columns} for _, row in tags.iterrows()}


def alone(folder: Path, text: str) -> dict[str, float]:
    """A passage's signals by the tagger's own rates."""
    (folder / "one.jsonl").write_text(json.dumps({"id": 1, "text": text}) + "\n", "utf-8")
    tag_file(folder / "one.jsonl", folder / "tag.jsonl")
    signals: dict[str, float] = json.loads((folder / "tag.jsonl").read_text("utf-8"))["signals"]
    return signals


def test_a_study_s_tags_follow_the_rates_of_their_source(patients: Path) -> None:
    made, rates, signals = tagged(patients)
    assert made == 121
    assert [(told.source, told.kind, told.passages) for told in rates] == [("patients.csv", "comment", 121)]
    plain = alone(patients, SIDED)
    for name, rate in rates[0].rates.items():
        assert 0 < rate < 0.15
        assert signals[SIDED][name] < plain[name]


def test_between_two_tellings_tags_stay_and_new_passages_follow_the_rates_that_stand(
    patients: Path, ordinary: list[str]
) -> None:
    _, rates, signals = tagged(patients)
    write(patients, [SIDED, *ordinary[:150]])
    made, later, after = tagged(patients)
    assert (made, later) == (30, rates)
    assert {text: after[text] for text in signals} == signals


def test_a_source_that_has_doubled_is_tagged_anew_by_its_new_rates(patients: Path, ordinary: list[str]) -> None:
    _, rates, _ = tagged(patients)
    write(patients, [SIDED, *ordinary])
    made, later, _ = tagged(patients)
    assert made == later[0].passages == len(ordinary) + 1
    assert all(later[0].rates[name] < rate for name, rate in rates[0].rates.items())


def test_a_study_may_keep_the_corpus_s_rates_and_take_them_up_again(patients: Path) -> None:
    _, rates, signals = tagged(patients)
    settings = (patients / SETTINGS_FILE).read_text("utf-8")
    (patients / SETTINGS_FILE).write_text(settings + '\n[frame]\nbase_rates = "corpus"\n', "utf-8")
    made, none, plain = tagged(patients)
    assert (made, none) == (121, [])
    assert plain[SIDED] == pytest.approx(alone(patients, SIDED), abs=0.02)  # vectors are kept in half precision
    (patients / SETTINGS_FILE).write_text(settings, "utf-8")
    assert tagged(patients) == (121, rates, signals)


def test_the_site_tells_the_rates_that_its_tags_follow(patients: Path) -> None:
    source = '[[sources]]\npath = "few.csv"\nkind = "comment"\ntext = "comment"\n'
    (patients / SETTINGS_FILE).write_text((patients / SETTINGS_FILE).read_text("utf-8") + source, "utf-8")
    (patients / "few.csv").write_text("comment\nThe car park was full when we came.\n", "utf-8")
    with open_study(patients) as study:
        run(study)
    about = (patients / "site" / "about.html").read_text("utf-8")
    assert "no finding" in about
    assert "Of fewer than 100 passages no rates are estimated" in about
    assert "few.csv (comment, 1)." in about
    assert re.search(r">patients\.csv</th><td>comment</td><td class=\"n\">121</td>", about)
    assert (patients / "site" / "tables" / "rates.csv").read_text("utf-8-sig").startswith("source,kind,passages,heroic")


def test_few_passages_tell_no_rates(patients: Path, ordinary: list[str]) -> None:
    write(patients, [SIDED, *ordinary[: FEWEST - 2]])
    _, rates, signals = tagged(patients)
    assert rates == []
    assert signals[SIDED] == pytest.approx(alone(patients, SIDED), abs=0.02)


def test_a_file_of_passages_is_a_source_too_and_may_be_tagged_by_the_corpus_s_rates(
    tmp_path: Path, ordinary: list[str]
) -> None:
    lines = [json.dumps({"id": at, "text": text}) for at, text in enumerate([SIDED, *ordinary])]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    followed = tag_file(tmp_path / "in.jsonl", tmp_path / "followed.jsonl")
    plain = tag_file(tmp_path / "in.jsonl", tmp_path / "plain.jsonl", base_rates="corpus")
    assert "heroic endorsed" in followed.notes[0]
    assert plain.notes == ()
    first, second = (
        json.loads((tmp_path / name).read_text("utf-8").splitlines()[0]) for name in ("followed.jsonl", "plain.jsonl")
    )
    assert second["signals"] == alone(tmp_path, SIDED)
    assert first["signals"]["heroic_endorsed"] < second["signals"]["heroic_endorsed"]
