"""The stages: verbs on a study. Each does what is not yet done and returns what it did.

read ─▶ split ─▶ encode ─▶ frame, topic ─▶ arrange, trend ─▶ publish
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from leadtext import lazy

if TYPE_CHECKING:
    from leadtext.stages.arrange import arrange
    from leadtext.stages.encode import encode
    from leadtext.stages.evaluate import evaluate
    from leadtext.stages.frame import frame
    from leadtext.stages.label import hand_out, study_labels, take_in
    from leadtext.stages.publish import publish
    from leadtext.stages.read import read
    from leadtext.stages.reencode import reencode
    from leadtext.stages.refit import approve, drop, refit
    from leadtext.stages.rename import rename
    from leadtext.stages.run import STAGES, run
    from leadtext.stages.split import split
    from leadtext.stages.study import DATABASE_VARIABLE, Study, open_study
    from leadtext.stages.topic import topic
    from leadtext.stages.train import train
    from leadtext.stages.trend import trend
    from leadtext.stages.work import Outcome, Progress

__all__ = [
    "DATABASE_VARIABLE",
    "STAGES",
    "Outcome",
    "Progress",
    "Study",
    "approve",
    "arrange",
    "drop",
    "encode",
    "evaluate",
    "frame",
    "hand_out",
    "open_study",
    "publish",
    "read",
    "reencode",
    "refit",
    "rename",
    "run",
    "split",
    "study_labels",
    "take_in",
    "topic",
    "train",
    "trend",
]

# Imported when asked for: together they bring scikit-learn, Altair and more, which takes three seconds.
_HOMES = {
    "arrange": ("arrange",),
    "encode": ("encode",),
    "evaluate": ("evaluate",),
    "frame": ("frame",),
    "label": (
        "hand_out",
        "study_labels",
        "take_in",
    ),
    "publish": ("publish",),
    "read": ("read",),
    "reencode": ("reencode",),
    "refit": (
        "approve",
        "drop",
        "refit",
    ),
    "rename": ("rename",),
    "run": (
        "STAGES",
        "run",
    ),
    "split": ("split",),
    "study": (
        "DATABASE_VARIABLE",
        "Study",
        "open_study",
    ),
    "topic": ("topic",),
    "train": ("train",),
    "trend": ("trend",),
    "work": (
        "Outcome",
        "Progress",
    ),
}


class _Stages(ModuleType):
    """A verb and its module have one name, and here the name stands for the verb."""

    def __getattr__(self, name: str) -> Any:
        return lazy.attribute(__name__, _HOMES, name)

    def __setattr__(self, name: str, value: Any) -> None:
        # Python binds a module to its name in its package as soon as it is imported, and would hide the verb.
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Stages
