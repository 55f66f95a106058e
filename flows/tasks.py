"""The stages as Prefect tasks: few and coarse, since a task costs more than most stages' bookkeeping.

Prefect's result cache is off: a thin task's source doesn't change when the library does. What is done already the
stages know by themselves, from fingerprints in the study's database.
"""

from __future__ import annotations

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from leadtext.stages import STAGES, Outcome, Study

RETRIES = 3
"""How often a stage that reaches out to the network is tried again, after 10, 60 and 300 seconds."""
RETRY_DELAYS = (10, 60, 300)


def carry_out(stage: str, study: Study) -> Outcome:
    """Carry out a stage and log what it did."""
    outcome = STAGES[stage](study)
    logger = get_run_logger()
    done = ", ".join(f"{number:,} {what}" for what, number in outcome.did.items() if number)
    logger.info("%s: %s", stage, done or "nothing new")
    for note in outcome.notes:
        logger.warning("%s: %s", stage, note)
    return outcome


def stage_task(stage: str, *, networked: bool = False):
    """A stage as a task of the same name."""

    @task(
        name=stage,
        task_run_name=stage,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=RETRIES if networked else 0,
        retry_delay_seconds=list(RETRY_DELAYS) if networked else None,
        retry_condition_fn=_may_pass if networked else None,
    )
    def carry_out_stage(study: Study) -> Outcome:
        return carry_out(stage, study)

    return carry_out_stage


def _may_pass(_task: object, _run: object, state) -> bool:
    """Whether trying again can help: the network may come back, a wrong setting won't mend itself."""
    from leadtext.errors import LeadtextError, NetworkError

    try:
        state.result()
    except NetworkError:
        return True
    except LeadtextError:
        return False
    except Exception:
        return True
    return False


TASKS = {stage: stage_task(stage, networked=stage == "read") for stage in STAGES}
"""Every stage's task, by its name."""
