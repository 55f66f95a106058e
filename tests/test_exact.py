"""Scores have an interval even where every passage was right."""

from __future__ import annotations

import numpy as np
import pytest

from leadtext.framing import Codebook, GoldPassage
from leadtext.framing.agreement import agreement
from leadtext.framing.evaluation import Evaluation, evaluate
from leadtext.framing.exact import exact_f1, exact_share
from leadtext.framing.labels import Label
from leadtext.framing.training import _abstain_below

TONE = Codebook(
    name="tone",
    version="1",
    signals=("critical", "approving"),
    questions={"critical": "?", "approving": "?"},
    derived="tone",
    sides={"negative": ("critical",), "positive": ("approving",)},
    none="neutral",
    both="torn",
    themes={},
)


def labelled(number: int, *, documents: int, coders: int = 1) -> list[GoldPassage]:
    """Passages that are critical, approving and neither in turn, on which all coders agree."""
    found = []
    for at in range(number):
        signals = frozenset([("critical",), ("approving",), ()][at % 3])
        labels = tuple(Label(f"p{at}", f"coder {c}", TONE.key, "", signals) for c in range(coders))
        document = f"d{at % documents}"
        found.append(GoldPassage(f"p{at}", document, "", "", "comment", "", 2020, "", False, labels[0], labels))
    return found


def scored(passages: list[GoldPassage]) -> Evaluation:
    right = np.array([[0.9 if name in p.label.signals else 0.1 for name in TONE.signals] for p in passages])
    return evaluate(TONE, passages, right, dict.fromkeys(TONE.signals, 0.5))


def test_an_exact_share_is_clopper_and_pearson_s() -> None:
    assert exact_share(1.0, 58) == (pytest.approx(0.025 ** (1 / 58)), 1.0)
    assert exact_share(0.0, 58) == (0.0, pytest.approx(1 - 0.025 ** (1 / 58)))
    assert exact_share(0.2, 10) == (pytest.approx(0.0252, abs=1e-4), pytest.approx(0.5561, abs=1e-4))
    assert exact_share(0.0, 0) == (0.0, 1.0)


def test_an_exact_f1_is_that_of_the_share_s_ends() -> None:
    low = 0.025 ** (1 / 20)
    assert exact_f1(1.0, 20) == (pytest.approx(2 * low / (1 + low)), 1.0)
    assert exact_f1(0.0, 20)[0] == 0


def test_scores_without_an_error_have_intervals_with_a_width() -> None:
    found = scored(labelled(60, documents=60))
    assert (found.accuracy.value, found.accuracy.high) == (1.0, 1.0)
    assert found.accuracy.low == pytest.approx(0.025 ** (1 / 60))
    assert found.genres["comment"].low == found.accuracy.low
    one_in_three = 0.025 ** (1 / 20)
    assert found.signals["critical"].low == pytest.approx(2 * one_in_three / (1 + one_in_three))
    assert found.macro_f1.low == pytest.approx(found.signals["critical"].low)
    assert found.macro_f1.low < found.accuracy.low < 1


def test_many_passages_of_few_documents_are_worth_as_many_cases_as_documents() -> None:
    assert scored(labelled(60, documents=12)).accuracy.low == pytest.approx(0.025 ** (1 / 12))


def test_an_interval_with_a_width_is_the_bootstrap_s() -> None:
    passages = labelled(60, documents=60)
    wrong = np.array([[0.9 if name in p.label.signals else 0.1 for name in TONE.signals] for p in passages])
    wrong[::4] = 1 - wrong[::4]
    found = evaluate(TONE, passages, wrong, dict.fromkeys(TONE.signals, 0.5))
    assert 0.6 < found.accuracy.low < found.accuracy.value == 0.75 < found.accuracy.high < 0.9


def test_coders_who_agree_on_few_passages_may_yet_differ() -> None:
    few, many = (agreement(TONE, labelled(n, documents=n, coders=2))["tone"] for n in (12, 300))
    assert few.alpha == many.alpha == few.high == 1
    assert few.low < 0.7 < 0.95 < many.low < 1


def test_a_tagger_without_an_error_still_abstains_where_it_holds_its_tag_for_likelier_wrong() -> None:
    right, confidence = np.ones(100, dtype=np.bool_), np.linspace(0.3, 1, 100)
    assert _abstain_below(right, confidence) == 0.5
    # At least half of the passages are tagged, whatever the probabilities.
    assert _abstain_below(right, confidence / 4) == pytest.approx(np.sort(confidence / 4)[50], abs=1e-4)
