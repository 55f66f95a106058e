"""The stages: verbs on a study. Each does what is not yet done and returns what it did.

read ─▶ split ─▶ encode ─▶ frame, topic ─▶ arrange, trend ─▶ publish
"""

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
