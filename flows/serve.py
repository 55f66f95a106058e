"""Serve the flows from this machine: `python flows/serve.py STUDY [--cron "0 6 * * *"]`.

The pipeline runs by schedule, to take in new publications; every flow can be started from Prefect's page. The schedule
stays when this process is stopped and started again. One run at a time: further ones wait.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from prefect import serve

import parts
from pipeline import pipeline
from train import train

DAILY = "0 6 * * *"


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Serve leadtext's flows from this machine.")
    parser.add_argument("study", type=Path, help="the study that the schedule runs on")
    parser.add_argument("--cron", default=DAILY, help=f'when to look for new publications (default "{DAILY}")')
    arguments = parser.parse_args()
    study = str(arguments.study.resolve())
    serve(
        pipeline.to_deployment("new-publications", cron=arguments.cron, parameters={"study": study}, tags=["leadtext"]),
        *[
            part.to_deployment("on-demand", parameters={"study": study}, tags=["leadtext"])
            for part in (parts.read, parts.tag, parts.publish, parts.refit)
        ],
        train.to_deployment("on-demand", tags=["leadtext"]),
        # Paused schedules would stay off after a restart.
        pause_on_shutdown=False,
        limit=1,
    )


if __name__ == "__main__":
    main()
