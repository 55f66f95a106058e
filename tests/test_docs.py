"""README tells what there is, and what it tells works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

import leadtext
from leadtext.cli.app import TABLES as TABLES_IN_HELP
from leadtext.cli.app import app
from leadtext.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent


def test_every_command_is_documented() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    table = README.split("## Commands")[1].split("## Settings")[0]
    assert [name for name in commands if f"`{name}`" not in table and f"leadtext {name}" not in table] == []


def test_every_setting_is_documented() -> None:
    table = README.split("## Settings")[1].split("## In a notebook")[0]
    for section, field in Settings.model_fields.items():
        kind = getattr(field.annotation, "__args__", (field.annotation,))[0]
        row = next(line for line in table.splitlines() if f"[{section}]" in line)
        assert [key for key in kind.model_fields if f"`{key}`" not in row] == [], section


def test_every_table_is_documented() -> None:
    from leadtext.store.tables import TABLES

    row = next(line for line in README.splitlines() if line.startswith("| `leadtext export STUDY TABLE"))
    assert [name for name in TABLES if not re.search(rf"\b{name}\b", row)] == []
    assert set(re.findall(r"\w+", TABLES_IN_HELP)) - {"or"} == set(TABLES)


def test_every_linked_file_is_there() -> None:
    for document in ROOT.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
            if "://" not in target:
                assert (ROOT / target).exists(), f"{document.name}: {target}"


def test_the_way_to_one_s_own_study_works_as_written(tmp_path: Path) -> None:
    section = README.split("## Your own study")[1].split("\n## ")[0]
    commands = [block.strip() for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)]
    settings = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    assert len(commands) == 3
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}

    def carry_out(command: str) -> str:
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    carry_out(commands[0])
    shutil.copy(ROOT / "tests/study/publications/night-shift.html", tmp_path / "my-study/publications/a-page.html")
    assert "Desmond Apse" in carry_out(commands[1])
    rows = (ROOT / "tests/study/comments.csv").read_text("utf-8").replace(",author,", ",name,")
    (tmp_path / "my-study" / "comments.csv").write_text(rows, "utf-8")
    with (tmp_path / "my-study" / "leadtext.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + re.sub(r"(?m)^ +", "", settings[0]))
    assert "could not be read" not in carry_out(commands[2])
    assert (tmp_path / "my-study" / "site" / "index.html").is_file()


def test_the_notebook_example_works_as_written(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"## In a notebook\n\n```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    monkeypatch.chdir(small_study.parent)
    small_study.rename(small_study.with_name("my-study"))
    names: dict[str, object] = {}
    exec(code[1], names)
    study = names["study"]
    trends = study.trends(by="genre")  # type: ignore[attr-defined]
    assert {"share", "low", "high", "passages"} <= set(trends.frame.columns)
    assert "<svg" in trends._repr_html_()
    assert "<svg" in study.trends("topic")._repr_html_()  # type: ignore[attr-defined]
    study.close()  # type: ignore[attr-defined]


def test_the_public_names_are_those_that_are_meant() -> None:
    assert sorted(leadtext.__all__) == ["LeadtextError", "open"]


def test_no_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in filter(None, listed):
        file = ROOT / name
        if file.suffix in {".onnx", ".skops", ".png", ".pdf", ".docx", ".odt", ".parquet", ".xlsx", ".zip", ".json"}:
            continue
        text = file.read_text("utf-8", errors="replace")
        assert (
            not re.search(r"https?://\S+/simple\b|--(?:extra-)?index-url|/root/|/home/\w+/", text)
            or name == __name__
            or (file == Path(__file__))
        ), name


def test_the_pinned_lists_pin_everything_by_hash() -> None:
    for name in ("run.txt", "test.txt"):
        lines = (ROOT / "requirements" / name).read_text("utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert all("==" in line and line.endswith("\\") for line in pins)
        for left_out in ("torch", "umap-learn", "hdbscan", "sentence-transformers", "transformers", "llvmlite"):
            assert not any(line.startswith(f"{left_out}==") for line in pins)


def test_the_project_s_version_is_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
