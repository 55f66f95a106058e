"""Topics: found once, told by their words, and from then on only assigned to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from leadtext.encoder import OnnxEncoder, default_folder
from leadtext.topics import SHIPPED, Standing, anchor_scores, assign, name_from, shape_anchor, topic_words
from leadtext.topics.fit import fit, wanted_number

PAY = [
    "The pay rise for nurses was two per cent.",
    "Pay in band five has fallen behind prices.",
    "Nurses want better pay.",
]
PARKING = ["Parking costs four pounds a day.", "The car park was full at seven.", "Parking fines for night staff."]
RECORDS = ["The computer lost the record.", "Records are typed into a slow computer.", "A new computer for records."]


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(default_folder())


def corpus() -> list[str]:
    return [f"{text} {tail}" for text in [*PAY, *PARKING, *RECORDS] for tail in ("Again.", "Really.", "They said so.")]


def test_topics_are_what_the_passages_speak_about(encoder: OnnxEncoder) -> None:
    found = fit(corpus(), encoder.encode(corpus()), number=3)
    assert len(found.topics) == 3
    said = {word for topic in found.topics for word in topic.words[:3]}
    assert any("pay" in word for word in said)
    assert any("parking" in word for word in said)
    assert any("computer" in word or "record" in word for word in said)


def test_the_same_passages_give_the_same_topics(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode(corpus())
    first, second = fit(corpus(), vectors, number=3), fit(corpus(), vectors, number=3)
    assert [topic.name for topic in first.topics] == [topic.name for topic in second.topics]
    assert all(np.array_equal(a.centroid, b.centroid) for a, b in zip(first.topics, second.topics, strict=True))


@pytest.mark.parametrize(
    "texts",
    [
        ["One passage.", "Another passage here.", "A third about parking."],
        ["The very same passage."] * 40,
        ["the and of it"] * 10 + ["is was were been"] * 10,
    ],
    ids=["three passages", "all identical", "nothing but stop words"],
)
def test_hardly_any_text_gives_hardly_any_topics_and_no_failure(encoder: OnnxEncoder, texts: list[str]) -> None:
    found = fit(texts, encoder.encode(texts), number=4)
    assert 1 <= len(found.topics) <= 4
    assert all(topic.name for topic in found.topics)
    assert len(found.places) == len(texts)


def test_a_passage_goes_to_the_nearest_topic_that_takes_it(encoder: OnnxEncoder) -> None:
    pay, parking = (encoder.encode(texts).mean(axis=0) for texts in (PAY, PARKING))
    standing = [Standing(7, pay / np.linalg.norm(pay), 0.4), Standing(9, parking / np.linalg.norm(parking), 0.4)]
    texts = ["Staff want a fair pay award.", "There is nowhere to park a car.", "Henry VIII had six wives."]
    assert [assigned.topic for assigned in assign(encoder.encode(texts), standing)] == [7, 9, None]


def test_without_topics_everything_is_new(encoder: OnnxEncoder) -> None:
    assert [assigned.topic for assigned in assign(encoder.encode(PAY), [])] == [None] * 3


def test_words_say_a_thing_once() -> None:
    words = topic_words(
        ["Waiting lists grow. A waiting list is long."] * 3 + ["Trust boards meet. The trust met."] * 3,
        [1] * 3 + [2] * 3,
    )
    parts = [part.removesuffix("s") for word in words[1] for part in word.split()]
    assert len(parts) == len(set(parts))


def test_words_of_a_topic_are_said_together() -> None:
    together = "budget deficit savings treasury forecast audit ledger invoice surplus loan"
    strays = ["kettle", "badger", "violin", "pepper", "saddle"]
    # Each stray is said more often than all but one of the words that go together.
    money = [together] * 6 + ["budget"] * 3 + [stray for stray in strays for _ in range(7)]
    words = topic_words(money + ["Nurses walk to wards."] * 20, [1] * len(money) + [2] * 20)
    assert set(words[1]) == set(together.split())


def test_a_word_that_goes_with_the_first_alone_leads_a_topic_s_words_nowhere() -> None:
    together = "budget deficit savings treasury forecast audit ledger invoice surplus loan"
    money = [together] * 6 + ["budget speech"] * 7
    words = topic_words(money + ["Nurses walk to wards."] * 20, [1] * len(money) + [2] * 20)
    assert set(words[1]) == set(together.split())


def test_a_name_is_not_given_twice() -> None:
    assert name_from(["pay", "band", "rise", "union"]) == "pay, band, rise"
    assert name_from(["pay", "band", "rise", "union"], ["pay, band, rise"]) == "union, pay, band"
    sibling = "teachers, improvement, leads"
    words = ["teachers", "improvement", "leads", "managers team", "school"]
    assert name_from(words, [sibling]) == "managers team, teachers, improvement"
    assert name_from(words[:3], [sibling]) == "teachers, improvement, leads (2)"
    assert name_from([], ["unnamed"]) != "unnamed"


def test_the_number_of_topics_follows_the_number_of_passages() -> None:
    assert wanted_number(10) == 4
    assert wanted_number(900) < wanted_number(9_000) < wanted_number(90_000) < wanted_number(900_000) == 120


@pytest.mark.parametrize(
    ("anchor", "on_it", "off_it"),
    [
        (0, "She was treated with such kindness and compassion in her last days.", "The lift is out of order again."),
        (1, "Managers chase targets and fill in performance returns all day.", "We walked along the canal on Sunday."),
        (
            2,
            "Nobody will follow a leader whom they don't trust; followers choose.",
            "Theatre four was closed for repair.",
        ),
    ],
    ids=["compassion", "management", "followership"],
)
def test_the_anchors_that_ship_know_their_subject(encoder: OnnxEncoder, anchor: int, on_it: str, off_it: str) -> None:
    shape = shape_anchor(SHIPPED[anchor], encoder.encode)
    on, off = anchor_scores(shape, [on_it, off_it], encoder.encode([on_it, off_it]))
    assert on >= shape.threshold > off


def clouds(groups: int, each: int, *, seed: int = 1, spread: float = 0.6) -> np.ndarray:
    """Made vectors of length 1 around some middles that stand apart, as (groups x each) rows."""
    random = np.random.default_rng(seed)
    middles = random.normal(size=(groups, 64))
    made = np.repeat(middles / np.linalg.norm(middles, axis=1, keepdims=True), each, axis=0)
    made = made + spread * random.normal(size=made.shape) / 8 + 0.3
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def test_a_fit_tells_groups_apart_and_leaves_out_what_is_like_nothing() -> None:
    stray = np.random.default_rng(3).normal(size=(30, 64)).astype(np.float32)
    vectors = np.concatenate([clouds(5, 60), stray / np.linalg.norm(stray, axis=1, keepdims=True)])
    found = fit(["word"] * len(vectors), vectors, number=5)
    for start in range(0, 300, 60):
        places, times = np.unique(found.places[start : start + 60], return_counts=True)
        assert times.max() >= 57, places
    assert found.belongs[300:].mean() < 0.1
    assert 0.7 < found.belongs.mean() < 0.85


def test_neither_a_seed_nor_a_twentieth_of_the_texts_less_changes_much() -> None:
    from leadtext.topics.quality import agreement

    vectors = clouds(12, 60, spread=1.2)
    texts = ["word"] * len(vectors)
    first, other = fit(texts, vectors, number=12), fit(texts, vectors, number=12, seed=2)
    rows = np.sort(np.random.default_rng(2).choice(len(vectors), int(0.95 * len(vectors)), replace=False))
    part = fit([texts[row] for row in rows], vectors[rows], number=12)
    assert agreement(first.places, other.places) > 0.9
    assert agreement(first.places[rows], part.places) > 0.9


ONE_FIT = """
import sys, numpy as np
sys.path.insert(0, sys.argv[1])
from test_topics import clouds
from leadtext.records import digest
from leadtext.topics.fit import fit
found = fit([f"word{at % 7}" for at in range(2000)], clouds(20, 100, spread=2.0), number=15)
middles = [topic.centroid.tobytes().hex() for topic in found.topics]
print(digest(*map(str, found.places), *map(str, found.belongs), *middles))
"""


def test_the_number_of_cores_changes_nothing() -> None:
    said = set()
    for cores in ("1", "2", "3"):
        limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), cores)
        done = subprocess.run(
            [sys.executable, "-c", ONE_FIT, str(Path(__file__).parent)],
            env={**os.environ, **limits},
            capture_output=True,
            text=True,
            check=True,
        )
        said.add(done.stdout)
    assert len(said) == 1


def test_texts_on_one_thing_are_few_topics(encoder: OnnxEncoder) -> None:
    texts = [f"Parking at the hospital cost {pounds} pounds today." for pounds in range(2, 42)]
    found = fit(texts, encoder.encode(texts))
    assert len(found.topics) <= 4
    assert all("parking" in " ".join(topic.words) for topic in found.topics)


def test_a_fit_that_looks_at_a_sample_places_every_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = clouds(5, 200)
    monkeypatch.setattr("leadtext.topics.fit.SAMPLE", 300)
    found = fit(["word"] * 1000, vectors, number=5)
    assert len(found.places) == 1000
    for start in range(0, 1000, 200):
        assert np.unique(found.places[start : start + 200], return_counts=True)[1].max() >= 190
    assert found.belongs.mean() > 0.7
