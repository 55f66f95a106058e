"""A study's topics and another encoder: refused until they are carried over, and the same topics afterwards."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from leadtext.encoder import default_folder
from leadtext.errors import ModelError
from leadtext.settings import SETTINGS_FILE
from leadtext.stages import STAGES, open_study, reencode
from leadtext.store import topics, versions

HERE = Path(__file__).parent


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """A study with topics whose settings now name another encoder."""
    folder = Path(shutil.copytree(HERE / "study", tmp_path / "study"))
    with open_study(folder) as study:
        for stage in ("read", "split", "encode", "topic"):
            STAGES[stage](study)
    other = Path(shutil.copytree(default_folder(), folder / "encoder"))
    facts = json.loads((other / "encoder.json").read_text("utf-8"))
    (other / "encoder.json").write_text(json.dumps(facts | {"max_tokens": 12}), "utf-8")
    with (folder / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('\n[encode]\nmodel = "encoder"\n')
    return folder


def state(folder: Path) -> tuple[dict[str, int | None], list[tuple[int, str, tuple[str, ...]]]]:
    with open_study(folder) as study, study.database.read() as connection:
        known = [(t.id, t.name, t.words) for t in topics.all_topics(connection, kind="emergent")]
        return versions.held(connection), known


def test_topics_of_another_encoder_are_refused_with_the_command_that_carries_them_over(moved: Path) -> None:
    with open_study(moved) as study:
        STAGES["encode"](study)
        with pytest.raises(ModelError, match="`leadtext reencode .*study` carries them over"):
            STAGES["topic"](study)


def test_carried_over_topics_are_the_same_and_take_new_passages(moved: Path) -> None:
    before = state(moved)
    with open_study(moved) as study:
        assert reencode(study).did["topics"] == len(before[1])
    assert state(moved) == before
    note = "Managers were too far away from the wards, and the chief executive never came."
    (moved / "publications" / "late.txt").write_text(f"A late note\n\n{note}\n", "utf-8")
    with open_study(moved) as study:
        for stage in ("read", "split", "encode", "topic"):
            STAGES[stage](study)
        assert reencode(study).did == {"texts": 0, "topics": 0}
        with study.database.read() as connection:
            known = topics.all_topics(connection, kind="emergent")
            assert {t.encoder for t in known} == {study.encoder_fingerprint}
            assert [v.detail for v in versions.versions(connection)][-1].startswith("carried over to the encoder")
    held = state(moved)[0]
    assert {passage: held[passage] for passage in before[0]} == before[0]
    assert len(held) > len(before[0])
