"""Framing: which signals a passage gives, and the frame that follows from them by the codebook's rule."""

from leadtext.framing.codebook import Codebook, load_codebook
from leadtext.framing.evaluation import Evaluation, evaluate
from leadtext.framing.explanation import Explanation, explain
from leadtext.framing.label_files import Labelled, load_labels
from leadtext.framing.labels import GoldPassage, load_gold
from leadtext.framing.tagger import Tag, Tagger, default_folder
from leadtext.framing.training import Trained, train

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
