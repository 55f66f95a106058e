"""Prevalence: shares corrected by labels, whose intervals hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from leadtext.prevalence import LEAST_DOCUMENTS, LEAST_LABELS, Sample, corrected, enough, trust

STUDIES = 1500
# Between these coverage is within 2 % of what is promised, give or take what chance does to so many studies (± 1.1 %).
LEAST, MOST = 0.93, 0.97


def study(
    random: np.random.Generator,
    *,
    documents: int = 300,
    size: float = 6,
    share: float = 0.25,
    alike: float = 0.15,
    found: float = 0.75,
    right_to_leave: float = 0.9,
    labels: int = 100,
) -> Sample:
    """Passages whose documents differ, a tagger that errs both ways, and labels of some passages drawn at random.

    Args:
        size: passages of a document, on average; a few have many.
        share: of all passages of such documents, how many have the value.
        alike: the intraclass correlation of a document's passages.
        found: how many of those that have it the tagger tags.
        right_to_leave: how many of those that don't it leaves untagged.
    """
    sizes = random.geometric(1 / size, size=documents)
    of_document = random.beta(share * (1 - alike) / alike, (1 - share) * (1 - alike) / alike, size=documents)
    document = np.repeat(np.arange(documents), sizes)
    held = random.random(len(document)) < of_document[document]
    tagged = np.where(held, random.random(len(document)) < found, random.random(len(document)) > right_to_leave)
    drawn = random.choice(len(document), size=min(labels, len(document)), replace=False)
    return Sample(document.tolist(), tagged[:, None], drawn, held[drawn, None])


def coverage(share: float, **facts: float) -> float:
    random = np.random.default_rng(7)
    covered = 0
    for _ in range(STUDIES):
        [found] = corrected(study(random, share=share, **facts))
        covered += found.low <= share <= found.high
    return covered / STUDIES


@pytest.mark.parametrize(
    ("what", "facts"),
    [
        ("as it mostly is", {"share": 0.25}),
        ("many labels", {"share": 0.25, "labels": 400}),
        ("few labels", {"share": 0.25, "labels": 30, "found": 0.6, "right_to_leave": 0.8}),
        ("a tagger worth nothing", {"share": 0.25, "found": 0.3, "right_to_leave": 0.7}),
        ("documents of one mind", {"share": 0.25, "alike": 0.5, "documents": 100}),
        ("twenty long documents", {"share": 0.25, "documents": 20, "size": 40, "alike": 0.3}),
        ("a rare frame", {"share": 0.05, "right_to_leave": 0.97}),
        ("a rare frame that the tagger sees everywhere", {"share": 0.03, "right_to_leave": 0.85, "labels": 200}),
        ("a small period, all of it coded", {"share": 0.25, "documents": 30, "size": 2, "labels": 60}),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_intervals_cover_what_they_promise(what: str, facts: dict[str, float]) -> None:
    assert LEAST <= coverage(**facts) <= MOST


@pytest.mark.parametrize(
    "facts",
    [
        {"share": 0.02, "right_to_leave": 0.985, "labels": 30},
        {"share": 0.25, "found": 0.97, "right_to_leave": 0.99, "labels": 50},
    ],
    ids=["hardly ever there", "a tagger that hardly errs"],
)
def test_where_errors_are_too_rare_to_be_seen_intervals_are_rather_too_wide(facts: dict[str, float]) -> None:
    assert coverage(**facts) >= LEAST


def test_the_tagger_s_own_count_is_often_outside() -> None:
    random = np.random.default_rng(7)
    samples = [study(random, share=0.05, right_to_leave=0.9, labels=300) for _ in range(200)]
    naive = [float(sample.tagged.mean()) for sample in samples]
    put_right = [corrected(sample)[0].share for sample in samples]
    assert np.mean(naive) > 0.12
    assert np.mean(put_right) == pytest.approx(0.05, abs=0.005)


def test_a_good_tagger_makes_labels_worth_more() -> None:
    random = np.random.default_rng(7)
    samples = [study(random, found=0.95, right_to_leave=0.97, labels=150) for _ in range(100)]
    both = [(corrected(sample)[0], corrected(sample, trusted=0)[0]) for sample in samples]
    assert sum(c.high - c.low for c, _ in both) < 0.7 * sum(alone.high - alone.low for _, alone in both)


def test_a_tagger_is_trusted_as_far_as_it_tells_something() -> None:
    random = np.random.default_rng(7)
    good = [trust(study(random, found=0.95, right_to_leave=0.98, labels=200)) for _ in range(30)]
    useless = [trust(study(random, found=0.3, right_to_leave=0.7, labels=200)) for _ in range(30)]
    assert np.mean(good) > 0.8
    assert np.mean(useless) < 0.15


def test_shares_of_frames_that_exclude_each_other_sum_to_one() -> None:
    random = np.random.default_rng(7)
    said, tags = random.integers(0, 4, size=400), random.integers(0, 4, size=400)
    tags[:250] = said[:250]
    drawn = random.choice(400, size=80, replace=False)
    one_of = np.eye(4, dtype=bool)
    found = corrected(Sample([str(at // 5) for at in range(400)], one_of[tags], drawn, one_of[said[drawn]]))
    assert sum(one.share for one in found) == pytest.approx(1, abs=1e-5)
    assert {(one.labels, one.documents) for one in found} == {(80, len({at // 5 for at in drawn}))}


def test_labels_of_everything_are_the_share_itself() -> None:
    sample = study(np.random.default_rng(7), documents=40, size=3, labels=10_000)
    [found] = corrected(sample)
    assert found.share == pytest.approx(sample.said.mean(), abs=1e-6)
    assert 0 <= found.low < found.share < found.high <= 1


def test_few_labels_or_few_documents_are_not_enough() -> None:
    random = np.random.default_rng(7)
    assert enough(study(random, labels=LEAST_LABELS))
    assert not enough(study(random, labels=LEAST_LABELS - 1))
    assert not enough(study(random, documents=LEAST_DOCUMENTS - 1, size=60))
