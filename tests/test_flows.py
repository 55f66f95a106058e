"""The flows, on a real Prefect server: order, artifacts, refusals, schedules."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from leadtext.errors import SourceError, StoreLocked, StudyError
from leadtext.stages import STAGES, Outcome, open_study

ROOT = Path(__file__).parents[1]

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(scope="module")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    from pipeline import pipeline

    folder = tmp_path_factory.mktemp("flow") / "study"
    shutil.copytree(ROOT / "tests" / "study", folder)
    return folder, pipeline(folder)


def artifact(key: str) -> str:
    """What stands on Prefect's page under a key."""
    from prefect.artifacts import Artifact

    found = Artifact.get(key)
    assert found is not None
    return str(found.data)


def test_the_pipeline_makes_the_site_and_reports(run_once: tuple[Path, str]) -> None:
    folder, text = run_once
    assert (folder / "site" / "index.html").is_file()
    for stage in STAGES:
        assert f"| {stage} |" in text
    assert artifact("leadtext-run") == text


def test_a_second_run_says_that_there_was_nothing_to_do(run_once: tuple[Path, str]) -> None:
    from pipeline import pipeline

    assert "no work was done" in pipeline(run_once[0])


def test_the_report_lists_what_could_not_be_read(run_once: tuple[Path, str], tmp_path: Path) -> None:
    from parts import read

    folder = Path(shutil.copytree(run_once[0], tmp_path / "study"))
    (folder / "publications" / "empty.html").write_bytes(b"")
    assert "| publications/empty.html |" in read(folder)


def test_a_part_can_be_run_alone(small_study: Path) -> None:
    from parts import read, tag

    read(small_study)
    assert "| frame |" in tag(small_study)


def test_a_refit_leaves_its_proposal_on_prefect_s_page(run_once: tuple[Path, str], tmp_path: Path) -> None:
    from parts import refit

    folder = Path(shutil.copytree(run_once[0], tmp_path / "study"))
    settings = folder / "leadtext.toml"
    settings.write_text(settings.read_text("utf-8").replace("number = 3", "number = 8"), "utf-8")
    text = refit(folder)
    assert re.search(r"\| (split|born|merged) \|", text)
    assert artifact("leadtext-proposal") == text


def test_a_study_at_work_refuses_a_second_flow(run_once: tuple[Path, str]) -> None:
    from pipeline import pipeline

    with open_study(run_once[0]) as study, study.database.one_run(), pytest.raises(StoreLocked, match="another run"):
        pipeline(run_once[0])


def test_a_flow_on_a_folder_that_is_no_study_fails_with_its_reason(tmp_path: Path) -> None:
    from pipeline import pipeline

    with pytest.raises(StudyError, match="no leadtext.toml"):
        pipeline(tmp_path)


def test_parameters_explain_themselves_on_prefect_s_page() -> None:
    from prefect.utilities.callables import parameter_schema

    import parts
    from pipeline import pipeline
    from train import train

    for flow in (pipeline, parts.read, parts.tag, parts.publish, parts.refit, train):
        schema = parameter_schema(flow.fn).model_dump()
        for name in schema["properties"]:
            assert schema["properties"][name].get("description"), f"{flow.name}: {name}"
        assert inspect.getdoc(flow.fn)


def test_no_task_s_result_is_cached() -> None:
    from prefect.cache_policies import NO_CACHE

    from tasks import TASKS

    assert list(TASKS) == list(STAGES)
    assert all(task.cache_policy == NO_CACHE and not task.persist_result for task in TASKS.values())


def read_in_a_flow(folder: Path) -> Outcome:
    from prefect import flow

    from tasks import TASKS

    @flow
    def reads() -> Outcome:
        with open_study(folder) as study:
            return TASKS["read"].with_options(retry_delay_seconds=0)(study)

    return reads()


def test_a_host_that_does_not_answer_is_asked_again(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tasks

    tries = iter([Outcome("read", {"sources": 1}, unanswered=("feed:x",)), Outcome("read", {"sources": 2})])
    monkeypatch.setattr(tasks, "STAGES", {"read": lambda _study: next(tries)})
    outcome = read_in_a_flow(small_study)
    assert outcome.did == {"sources": 3}
    assert next(tries, None) is None


def test_a_host_that_never_answers_fails_no_run(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tasks

    tries: list[object] = []
    never = Outcome("read", notes=("no answer",), unanswered=("feed:x",))
    monkeypatch.setattr(tasks, "STAGES", {"read": lambda study: tries.append(study) or never})
    outcome = read_in_a_flow(small_study)
    assert outcome.notes == ("no answer",)
    assert len(tries) == 1 + len(tasks.RETRY_DELAYS)


def test_a_setting_that_cannot_be_used_is_not_tried_again(small_study: Path) -> None:
    shutil.rmtree(small_study / "publications")
    with pytest.raises(SourceError, match="isn't there"):
        read_in_a_flow(small_study)


def test_the_schedule_outlives_the_process_that_serves_it(monkeypatch: pytest.MonkeyPatch, small_study: Path) -> None:
    import serve as served

    given: dict[str, object] = {}
    monkeypatch.setattr(served, "serve", lambda *deployments, **options: given.update(options, all=deployments))
    monkeypatch.setattr("sys.argv", ["serve.py", str(small_study), "--cron", "30 5 * * 1"])
    served.main()
    assert given["pause_on_shutdown"] is False
    assert given["limit"] == 1
    by_name = {deployment.flow_name: deployment for deployment in given["all"]}
    assert set(by_name) == {"pipeline", "read", "tag", "publish", "refit", "train"}
    assert by_name["pipeline"].schedules[0].schedule.cron == "30 5 * * 1"
    assert by_name["pipeline"].parameters["study"] == str(small_study)


def test_every_deployment_names_a_flow_that_is_there() -> None:
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    for deployment in deployments:
        file, name = deployment["entrypoint"].split(":")
        assert f"def {name}(" in (ROOT / file).read_text("utf-8")
