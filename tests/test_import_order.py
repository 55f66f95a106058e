"""The parts of the library import one another one way only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[1] / "src" / "leadtext"

# A part imports only from lines above its own; parts of one line don't know each other.
ORDER = (
    {"errors", "lazy"},
    {"alike", "records", "networks"},
    {"settings"},
    {"reading", "passages", "encoder", "framing", "topics", "trends", "prevalence", "charts", "site", "store"},
    {"stages"},
    {"cli"},
)
LEVEL = {part: level for level, parts in enumerate(ORDER) for part in parts}
# The one pair of siblings of which one draws what the other puts on pages.
ALLOWED = {("site", "charts")}

MODULES = sorted(LIBRARY.rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are written in full"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(file: Path) -> str:
    return file.relative_to(LIBRARY).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(LIBRARY)))
def test_a_part_imports_only_what_stands_before_it(file: Path) -> None:
    part = part_of(file)
    if part == "__init__":
        return
    for name in imported(file):
        words = name.split(".")
        if words[0] != "leadtext" or len(words) < 2 or words[1] not in LEVEL or words[1] == part:
            continue
        allowed = LEVEL[words[1]] < LEVEL[part] or (part, words[1]) in ALLOWED
        assert allowed, f"{file.name} in {part} imports {name}"


def test_every_part_has_its_place() -> None:
    assert {part_of(file) for file in MODULES} - {"__init__"} == set(LEVEL)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(LIBRARY)))
def test_the_library_knows_nothing_of_prefect(file: Path) -> None:
    assert not [name for name in imported(file) if name.split(".")[0] == "prefect"]


def test_only_the_store_knows_the_database() -> None:
    for file in MODULES:
        if part_of(file) != "store":
            assert not [name for name in imported(file) if name.split(".")[0] in {"sqlalchemy", "alembic", "sqlite3"}]


def test_the_library_never_prints_outside_its_commands() -> None:
    for file in MODULES:
        if part_of(file) == "cli":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"{file}, line {node.lineno}"
