"""run: every stage in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from leadtext.stages.arrange import arrange
from leadtext.stages.check import check
from leadtext.stages.encode import encode
from leadtext.stages.frame import frame
from leadtext.stages.publish import publish, require_texts
from leadtext.stages.read import read
from leadtext.stages.split import split
from leadtext.stages.study import Study
from leadtext.stages.topic import topic
from leadtext.stages.trend import trend
from leadtext.stages.work import Outcome, Progress, unheard, unhurried

__all__ = ["STAGES", "Stage", "run"]


class Stage(Protocol):
    """A verb on a study."""

    def __call__(self, study: Study, *, progress: Progress = unheard) -> Outcome:
        """Do what is not yet done."""
        ...


STAGES: Mapping[str, Stage] = MappingProxyType(
    {
        "read": read,
        "split": split,
        "encode": encode,
        "frame": frame,
        "topic": topic,
        "arrange": arrange,
        "trend": trend,
        "publish": publish,
    }
)
"""The stages by name, in the order in which one builds on the other."""


def run(
    study: Study,
    *,
    progress_of: Callable[[str], Progress] | None = None,
    after: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Run every stage; each does only what is not yet done.

    Args:
        study: an open study.
        progress_of: gives the listener for a stage's progress.
        after: hears each stage's outcome as it ends.

    Returns:
        What each stage did, in order.

    Raises:
        LeadtextError: something that the settings name can't be used, and nothing was done (see `check`).
        StudyError: after its sources were read, the study holds no text.
    """
    outcomes = []
    with study.database.one_run(), unhurried():
        check(study)
        for name, stage in STAGES.items():
            outcome = stage(study, progress=unheard if progress_of is None else progress_of(name))
            outcomes.append(outcome)
            if after is not None:
                after(outcome)
            if name == "read":
                require_texts(study)
    return outcomes
