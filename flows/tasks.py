"""The stages as Prefect tasks: few and coarse, since a task costs more than most stages' bookkeeping.

Prefect's result cache is off: a thin task's source doesn't change when the library does. What is done already the
stages know by themselves, from fingerprints in the study's database.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from weakref import WeakKeyDictionary

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from leadtext.stages import STAGES, Outcome, Study, refit

RETRY_DELAYS = (60, 300)
"""Seconds after which a host that didn't answer is asked again; the library itself tries for some seconds only."""


class Unanswered(Exception):
    """A host on the web didn't answer. What else there was has been read and kept."""


def carry_out(stage: str, study: Study) -> Outcome:
    """Carry out a stage and log what it did."""
    return _logged(STAGES[stage](study))


def _logged(outcome: Outcome) -> Outcome:
    logger = get_run_logger()
    logger.info("%s: %s", outcome.stage, outcome.words or "nothing new")
    for note in outcome.notes:
        logger.warning("%s: %s", outcome.stage, note)
    return outcome


def stage_task(stage: str):
    """A stage as a task of the same name; the one that reaches out to the web is tried again."""
    networked = stage == "read"

    @task(
        name=stage,
        task_run_name=stage,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(RETRY_DELAYS) if networked else 0,
        retry_delay_seconds=list(RETRY_DELAYS) if networked else None,
        retry_condition_fn=_is_unanswered if networked else None,
    )
    def carry_out_stage(study: Study) -> Outcome:
        return carry_out_until_answered(stage, study) if networked else carry_out(stage, study)

    return carry_out_stage


def carry_out_until_answered(stage: str, study: Study) -> Outcome:
    """Carry out a stage, as one of a task's tries.

    Raises:
        Unanswered: hosts didn't answer and the task has tries left. After the last one they are the outcome's notes.
    """
    outcome = carry_out(stage, study)
    if study in _earlier_tries:
        outcome = _together(_earlier_tries.pop(study), outcome)
    if outcome.unanswered and task_run.run_count <= len(RETRY_DELAYS):
        _earlier_tries[study] = outcome
        raise Unanswered(f"no answer from {', '.join(outcome.unanswered[:5])}")
    return outcome


_earlier_tries: WeakKeyDictionary[Study, Outcome] = WeakKeyDictionary()


def _together(first: Outcome, second: Outcome) -> Outcome:
    did = Counter(first.did)
    did.update(second.did)
    return replace(second, did=dict(did), seconds=first.seconds + second.seconds)


def _is_unanswered(_task: object, _run: object, state) -> bool:
    """Whether trying again can help: a host may come back, a wrong setting won't mend itself."""
    return isinstance(state.result(raise_on_failure=False), Unanswered)


@task(name="refit", task_run_name="refit", cache_policy=NO_CACHE, persist_result=False)
def refit_task(study: Study, fresh: bool) -> Outcome:
    """Refit the topics as a task."""
    return _logged(refit(study, fresh=fresh))


TASKS = {stage: stage_task(stage) for stage in STAGES}
"""Every stage's task, by its name."""
