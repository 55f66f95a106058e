"""The figures that say how good tags are, as far as there is anything to draw them from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadtext import charts, site
from leadtext.errors import LabelError
from leadtext.stages.base_rates import without_rates
from leadtext.stages.frame import framed_languages
from leadtext.stages.study import Study
from leadtext.store import Connection, base_rates, labels

__all__ = [
    "Drawn",
    "anchors_by_layers",
    "corrected_figure",
    "of_codebook",
    "own_scores",
    "source_rates",
    "tagger_card",
    "tagger_facts",
    "tagger_figures",
]

LONGEST_CARD = 200_000
"""Characters of a model card that are shown."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure for the site: what it is called, what is said under it, the chart for wide and for narrow screens."""

    title: str
    note: str
    charts: Sequence[charts.Chart | charts.Drawable]


def tagger_facts(study: Study) -> dict[str, Any]:
    """What the tagger's ``model.json`` tells; nothing where there is none to be read."""
    file = study.tagger_folder / "model.json"
    if not file.is_file():
        return {}
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def tagger_card(study: Study) -> str:
    """The model card beside the tagger, in Markdown; nothing where there is none to be read."""
    try:
        return (study.tagger_folder / "README.md").read_text(encoding="utf-8")[:LONGEST_CARD]
    except (OSError, ValueError):
        return ""


def of_codebook(found: set[str], study: Study) -> tuple[list[str], site.Asked, dict[str, Any]]:
    """The frames that were found in their codebook's order, what that codebook asks, and the facts of its tagger.

    There are no facts where the study names a tagger that can't have given these frames: they tell of other tags.
    """
    facts = tagger_facts(study)
    asked = site.asked_of(facts.get("codebook", {}), sorted(found))
    if facts and not asked.values:
        facts, asked = {}, site.asked_of({}, sorted(found))
    order = asked.values or tuple(asked.words)
    return [frame for frame in order if frame in found] + sorted(found - set(order)), asked, facts


def own_scores(connection: Connection, study: Study) -> dict[str, Any]:
    """What the tagger scored on passages of the study that people coded, with how well these agree.

    Returns:
        As `leadtext.stages.evaluate.Scored.as_facts`; nothing where too few that were drawn at random are coded.
    """
    # The tagger, which knows the codebook, takes a second to load.
    if not labels.there_are_any(connection):
        return {}
    # With scikit-learn, for which other publishes should not wait.
    from leadtext.stages.evaluate import study_scored

    try:
        return study_scored(connection, study).as_facts()
    except LabelError:
        return {}


def anchors_by_layers(study: Study) -> list[str]:
    """The topics named in advance that the tagger's layers tell, weighed with their phrases."""
    if study.layers_fingerprint is None:
        return []
    # With scikit-learn, as above.
    from leadtext.stages.anchors import told_by_layers

    return told_by_layers(study)


def source_rates(connection: Connection, study: Study, model: str) -> list[site.SourceRates]:
    """The base rates that tags follow, and the sources that have none; nothing where none has any of its own.

    Args:
        model: the fingerprint of the tagger whose tags are shown.
    """
    told = [
        site.SourceRates(rates.source, rates.kind, rates.passages, rates.rates)
        for rates in base_rates.of(connection, model)
        if rates.rates
    ]
    few = without_rates(connection, study.settings, model, languages=framed_languages(study))
    return [*told, *(site.SourceRates(*group, {}) for group in few)] if told else []


def tagger_figures(evaluation: Mapping[str, Any]) -> dict[str, Drawn]:
    """The charts of a tagger's evaluation, by name; those whose figures its ``model.json`` has.

    Args:
        evaluation: as ``model.json`` holds it: ``coverage``, ``reliability``, ``learning_curve``.
    """
    found = {}
    coverage = evaluation.get("coverage")
    if coverage:
        found["coverage"] = Drawn(
            "The surer, the more often right",
            "On passages that the tagger was not trained on. The further left, the more it abstains.",
            [charts.risk_coverage(coverage, narrow=narrow) for narrow in (False, True)],
        )
    bins = evaluation.get("reliability")
    if bins:
        found["reliability"] = Drawn(
            "What a probability is worth",
            "How often what the tagger says with some probability holds. On the dashed line it is as often as said.",
            [charts.reliability(bins, narrow=narrow) for narrow in (False, True)],
        )
    curve = evaluation.get("learning_curve")
    if curve:
        found["learning"] = Drawn(
            "How much more labelling would help",
            "What the tagger scores on passages held out (macro-F1), its layers left out, when it is trained on fewer "
            "and on all labelled passages, with 95 % intervals. While the curve rises, more labels help.",
            [charts.learning_curve(curve, narrow=narrow) for narrow in (False, True)],
        )
    return found


def corrected_figure(points: pd.DataFrame, frames: Sequence[str]) -> Drawn | None:
    """The shares corrected by people's labels in long spans of time; None where there are none.

    Args:
        points: the trend stage's points.
        frames: the frames to show.
    """
    shown = points[(points["measure"] == "corrected") & points["period"].str.contains("–")]
    if shown.empty:
        return None
    years = points.loc[points["measure"] == "frame", "period"].str[:4]
    whole = f"{years.min()}–{years.max()}" if len(years) else ""
    groups = [genre for genre in ("publications", "comment") if (shown["genre"] == genre).any()]
    return Drawn(
        "Corrected by people's labels",
        "Filled: the share as people would code it, with its 95 % interval. Hollow: what the tagger alone counts.",
        [
            charts.corrected_shares(shown, genres=groups or ["all"], frames=frames, whole=whole, narrow=narrow)
            for narrow in (False, True)
        ],
    )
