"""Framing: which signals a passage gives, and the frame that follows from them by the codebook's rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadtext import lazy

if TYPE_CHECKING:
    from leadtext.framing.codebook import Codebook, load_codebook
    from leadtext.framing.evaluation import Evaluation, evaluate
    from leadtext.framing.explanation import Explanation, explain
    from leadtext.framing.label_files import Labelled, load_labels
    from leadtext.framing.labels import GoldPassage, load_gold
    from leadtext.framing.tagger import Tag, Tagger
    from leadtext.framing.tagger_files import default_folder
    from leadtext.framing.trained import Trained
    from leadtext.framing.training import train

__all__ = [
    "Codebook",
    "Evaluation",
    "Explanation",
    "GoldPassage",
    "Labelled",
    "Tag",
    "Tagger",
    "Trained",
    "default_folder",
    "evaluate",
    "explain",
    "load_codebook",
    "load_gold",
    "load_labels",
    "train",
]

# Imported when asked for: scikit-learn takes a second to import, which reading labels should not wait for.
_HOMES = {
    "codebook": (
        "Codebook",
        "load_codebook",
    ),
    "evaluation": (
        "Evaluation",
        "evaluate",
    ),
    "explanation": (
        "Explanation",
        "explain",
    ),
    "label_files": (
        "Labelled",
        "load_labels",
    ),
    "labels": (
        "GoldPassage",
        "load_gold",
    ),
    "tagger": (
        "Tag",
        "Tagger",
    ),
    "tagger_files": ("default_folder",),
    "trained": ("Trained",),
    "training": ("train",),
}


def __getattr__(name: str) -> Any:
    return lazy.attribute(__name__, _HOMES, name)
