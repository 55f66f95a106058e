"""Parts of the main job that a researcher starts alone."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from leadtext.stages import open_study

from report import proposal_report, report
from tasks import TASKS, refit_task


@flow(name="read", flow_run_name="read {study}", persist_result=False)
def read(study: Path) -> str:
    """Read a study's sources: what is new is added, what can't be read is listed with its reason.

    Args:
        study: The study's folder, which holds a leadtext.toml.
    """
    return _carry_out(study, "read")


@flow(name="tag", flow_run_name="tag {study}", persist_result=False)
def tag(study: Path) -> str:
    """Cut, encode and tag what was read, for instance after the tagger was trained anew.

    Args:
        study: The study's folder, which holds a leadtext.toml.
    """
    return _carry_out(study, "split", "encode", "frame")


@flow(name="publish", flow_run_name="publish {study}", persist_result=False)
def publish(study: Path) -> str:
    """Arrange the topics, count the trends and write the site, from what is tagged and assigned.

    Args:
        study: The study's folder, which holds a leadtext.toml.
    """
    return _carry_out(study, "arrange", "trend", "publish")


@flow(name="refit", flow_run_name="refit {study}", persist_result=False)
def refit(study: Path, fresh: bool = False) -> str:
    """Find the topics anew and propose what becomes of each; nothing changes until the proposal is approved.

    Args:
        study: The study's folder, which holds a leadtext.toml.
        fresh: Whether the fit begins from nothing, not from the standing topics.
    """
    with open_study(study) as opened, opened.database.one_run():
        return proposal_report(opened, refit_task(opened, fresh))


def _carry_out(study: Path, *stages: str) -> str:
    with open_study(study) as opened, opened.database.one_run():
        return report(opened, [TASKS[stage](opened) for stage in stages])
