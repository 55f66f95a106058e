"""The main job as a flow: a study's publications become its site, in the order of the stages.

`python flows/pipeline.py STUDY` runs it once, with a Prefect server of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from prefect import flow

from leadtext.errors import LeadtextError
from leadtext.stages import STAGES, open_study
from leadtext.stages.check import check
from leadtext.stages.publish import require_texts

from report import report
from tasks import TASKS


@flow(name="pipeline", flow_run_name="pipeline {study}", persist_result=False)
def pipeline(study: Path, publish: bool = True) -> str:
    """Read what is new, tag it, assign it to topics, count the trends and publish the site.

    One run at a time on a study: a second one fails at once and says so.

    Args:
        study: The study's folder, which holds a leadtext.toml.
        publish: Whether the site is written at the end.
    """
    with open_study(study) as opened, opened.database.one_run():
        check(opened)
        outcomes = []
        for stage in STAGES:
            if publish or stage != "publish":
                outcomes.append(TASKS[stage](opened))
            if stage == "read":
                require_texts(opened)
        return report(opened, outcomes)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python flows/pipeline.py STUDY")
    try:
        print(pipeline(Path(sys.argv[1])))
    except LeadtextError as error:
        print(f"leadtext: {error}", file=sys.stderr)
        sys.exit(2)
