"""Trends: shares by calendar period, with intervals that respect documents."""

from __future__ import annotations

import numpy as np
import pytest

from leadtext.trends import likeness, period_of, periods_between, shares


@pytest.mark.parametrize(
    ("date", "period", "expected"),
    [
        ("2014-05-24", "year", "2014"),
        ("2014-05-24", "quarter", "2014-Q2"),
        ("2014-12", "quarter", "2014-Q4"),
        ("2014-05", "month", "2014-05"),
        ("2014", "month", None),
        ("2014", "year", "2014"),
    ],
)
def test_a_date_falls_into_its_period_if_it_is_known_closely_enough(date, period, expected) -> None:
    assert period_of(date, period) == expected


def test_periods_without_a_document_are_there_too() -> None:
    assert periods_between("2009", "2012") == ["2009", "2010", "2011", "2012"]
    assert periods_between("2014-Q3", "2015-Q2") == ["2014-Q3", "2014-Q4", "2015-Q1", "2015-Q2"]
    assert periods_between("2014-11", "2015-02") == ["2014-11", "2014-12", "2015-01", "2015-02"]


def test_a_share_counts_passages_and_names_its_denominator() -> None:
    [share] = shares(["a", "a", "a", "b"], np.array([[True], [False], [False], [True]]))
    assert (share.count, share.passages, share.documents, share.share) == (2, 4, 2, 0.5)
    assert share.low <= 0.5 <= share.high


def test_an_empty_period_has_no_share() -> None:
    [share] = shares([], np.zeros((0, 1), dtype=bool))
    assert (share.passages, share.share, share.low, share.high) == (0, None, None, None)


def test_nobody_is_not_nobody_for_certain() -> None:
    [few] = shares(["a", "b", "c"], np.zeros((3, 1), dtype=bool))
    [many] = shares([f"d{number}" for number in range(300)], np.zeros((300, 1), dtype=bool))
    assert few.low == many.low == 0
    assert few.high > 0.5
    assert many.high < 0.02


def test_passages_that_are_hardly_alike_within_documents_are_worth_more() -> None:
    documents, none = [str(number // 10) for number in range(40)], np.zeros((40, 1), dtype=bool)
    [at_worst] = shares(documents, none)
    [at_best] = shares(documents, none, alike=np.zeros(1))
    assert at_worst.high == pytest.approx(1 - 0.025 ** (1 / 4), abs=1e-5)
    assert at_best.high == pytest.approx(1 - 0.025 ** (1 / 40), abs=1e-5)


def test_likeness_tells_documents_of_one_mind_from_documents_of_chance() -> None:
    random = np.random.default_rng(5)
    documents = [str(number // 8) for number in range(1600)]
    of_one_mind = np.repeat(random.random(200) < 0.3, 8)
    by_chance = random.random(1600) < 0.3
    found = likeness(documents, np.stack([of_one_mind, by_chance], axis=1))
    assert found[0] == pytest.approx(1, abs=0.01)
    assert found[1] == pytest.approx(0, abs=0.06)


def test_the_same_data_gives_the_same_interval() -> None:
    values = np.arange(40)[:, None] % 3 == 0
    documents = [f"d{number // 4}" for number in range(40)]
    assert shares(documents, values) == shares(documents, values)


def test_passages_of_one_document_count_as_one_voice() -> None:
    values = np.array([[True]] * 20 + [[False]] * 20)
    [apart] = shares([str(number) for number in range(40)], values)
    [together] = shares([str(number // 10) for number in range(40)], values)
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_intervals_cover_what_they_say_they_cover() -> None:
    random, covered, studies = np.random.default_rng(3), 0, 400
    for study in range(studies):
        sizes = random.integers(1, 8, size=60)
        chance = np.repeat(random.beta(2, 6, size=60), sizes)
        documents = np.repeat([f"d{number}" for number in range(60)], sizes)
        held = random.random(sizes.sum()) < chance
        [share] = shares(list(documents), held[:, None], resamples=300, seed=study)
        covered += share.low <= 0.25 <= share.high
    assert covered / studies == pytest.approx(0.95, abs=0.03)


def drawn_one_by_one(held, sizes, resamples: int = 4000):
    random, cases = np.random.default_rng(8), len(sizes)
    drawn = [random.integers(cases, size=cases) for _ in range(resamples)]
    return np.quantile([held[rows].sum(axis=0) / sizes[rows].sum() for rows in drawn], [0.025, 0.975], axis=0)


def test_comments_of_one_passage_have_the_interval_that_drawing_each_of_them_gives() -> None:
    held = np.arange(600)[:, None] % np.array([3, 20, 100, 1]) == 0
    low, high = drawn_one_by_one(held, np.ones(600))
    for at, share in enumerate(shares([f"d{number}" for number in range(600)], held)[:3]):
        assert (share.low, share.high) == pytest.approx((low[at], high[at]), abs=0.002)


@pytest.mark.parametrize("alike", [True, False], ids=["few kinds of documents", "each a kind of its own"])
def test_documents_have_the_interval_that_drawing_each_of_them_gives(alike: bool) -> None:
    random = np.random.default_rng(4)
    sizes = np.full(300, 2) if alike else random.integers(1, 30, size=300)
    documents = np.repeat([f"d{number}" for number in range(300)], sizes)
    values = random.random((len(documents), 3)) < np.array([0.3, 0.05, 0.01])
    held = np.array([values[documents == f"d{number}"].sum(axis=0) for number in range(300)])
    low, high = drawn_one_by_one(held, sizes)
    for at, share in enumerate(shares(list(documents), values, resamples=4000)):
        assert (share.low, share.high) == pytest.approx((low[at], high[at]), abs=0.003)


def test_two_documents_that_happen_to_agree_prove_nothing() -> None:
    values = np.array([[True], [False], [False], [False]] * 2)
    [share] = shares(["a"] * 4 + ["b"] * 4, values)
    assert share.low < 0.05
    assert share.high > 0.7
