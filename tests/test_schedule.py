"""The schedule, as README says it is started: on a real Prefect server, by a process that serves the flows."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[1]
SECTION = (ROOT / "README.md").read_text("utf-8").split("## Run by a schedule")[1].split("\n## ")[0]
START_SERVER, SERVE = (block.strip() for block in re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL))
PORT = "4200"
EVERY_MINUTE = "* * * * *"

pytestmark = pytest.mark.timeout(420)


def until(found: Callable[[], Any], what: str, processes: list[subprocess.Popen[bytes]], *, seconds: float) -> Any:
    """What is found, once it is; fails when a process has ended, or after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if answer := found():
                return answer
        except httpx.HTTPError:
            pass
        assert all(process.poll() is None for process in processes), f"a process ended before {what}"
        time.sleep(0.5)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


@pytest.fixture
def scheduled(small_study: Path, tmp_path: Path) -> Iterator[tuple[str, Path, list[subprocess.Popen[bytes]]]]:
    """The address of the server's API, the study that a schedule of every minute runs on, and both processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
    environment |= {"PATH": path, "PREFECT_HOME": str(tmp_path / "prefect")}
    api = f"http://127.0.0.1:{port}/api"
    processes: list[subprocess.Popen[bytes]] = []

    def start(command: str) -> None:
        with (tmp_path / f"{len(processes)}.log").open("wb") as log:
            processes.append(
                subprocess.Popen(
                    ["bash", "-c", command],
                    cwd=ROOT,
                    env=environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    try:
        start(f"{START_SERVER} --port {port}")
        until(lambda: httpx.get(f"{api}/health").is_success, "the server answers", processes, seconds=120)
        serve = SERVE.replace(PORT, port).replace("my-study", shlex.quote(str(small_study)))
        start(f"{serve} --cron '{EVERY_MINUTE}'")
        yield api, small_study, processes
    finally:
        for process in reversed(processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def test_a_schedule_fires_and_the_study_is_run(
    scheduled: tuple[str, Path, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    api, study, processes = scheduled

    def runs(*states: str) -> list[dict[str, Any]]:
        asked = {"flow_runs": {"state": {"type": {"any_": list(states)}}}}
        found: list[dict[str, Any]] = httpx.post(f"{api}/flow_runs/filter", json=asked).raise_for_status().json()
        return [run for run in found if run["auto_scheduled"]]

    waiting = until(lambda: runs("SCHEDULED"), "runs are scheduled", processes, seconds=120)
    assert all(run["parameters"]["study"] == str(study) for run in waiting)
    [first, *_] = until(lambda: runs("COMPLETED", "FAILED", "CRASHED"), "one has run", processes, seconds=240)
    assert first["state_type"] == "COMPLETED", first["state"]
    assert (study / "site" / "index.html").is_file()
    assert b"bulk DML" not in (tmp_path / "0.log").read_bytes()


def test_flows_are_not_served_to_a_server_that_nobody_started(small_study: Path, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, ROOT / "flows" / "serve.py", small_study],
        env=environment | {"PREFECT_HOME": str(tmp_path / "prefect")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "PREFECT_API_URL" in done.stderr
    assert "prefect server start" in done.stderr
