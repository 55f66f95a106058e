"""Framing: which signals a passage gives, and the frame that follows from them by the codebook's rule."""

from leadtext.framing.codebook import Codebook, load_codebook
from leadtext.framing.evaluation import Evaluation, evaluate
from leadtext.framing.labels import GoldPassage, load_gold
from leadtext.framing.tagger import Tag, Tagger, default_folder
from leadtext.framing.training import Trained, train

__all__ = [
    "Codebook",
    "Evaluation",
    "GoldPassage",
    "Tag",
    "Tagger",
    "Trained",
    "default_folder",
    "evaluate",
    "load_codebook",
    "load_gold",
    "train",
]
