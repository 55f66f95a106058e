"""Serve the flows from this machine: `python flows/serve.py STUDY [--cron "0 6 * * *"]`.

The pipeline runs by schedule, to take in new publications; every flow can be started from Prefect's page. The schedule
stays when this process is stopped and started again. One run at a time: further ones wait.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from prefect import serve
from prefect.settings import get_current_settings

import parts
from pipeline import pipeline
from train import train

DAILY = "0 6 * * *"
NO_SERVER = (
    "leadtext: no Prefect server is named, and one that lives as long as this process keeps no schedule; start one "
    "with `prefect server start --host 127.0.0.1`, set PREFECT_API_URL=http://127.0.0.1:4200/api and serve again."
)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Serve leadtext's flows from this machine.")
    parser.add_argument("study", type=Path, help="the study that the schedule runs on")
    parser.add_argument("--cron", default=DAILY, help=f'when to look for new publications, in UTC (default "{DAILY}")')
    arguments = parser.parse_args()
    if get_current_settings().api.url is None:
        print(NO_SERVER, file=sys.stderr)
        sys.exit(2)
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
