"""Topics stand in groups and passages on a map; both stay as they are when more come."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from leadtext.stages import STAGES, Outcome, arrange, open_study
from leadtext.stages.rename import rename_group
from leadtext.store import Database, arrangement, texts, topics
from leadtext.topics.contrast import telling_words
from leadtext.topics.groups import Leaf, carried_on, group, join
from leadtext.topics.layout import choose_landmarks, lay_out, place

HERE = Path(__file__).parent
WIDTH = 32


def crowd(axis: int, size: int, *, seed: int = 1, spread: float = 0.1) -> np.ndarray:
    """Vectors of length 1 round an axis."""
    vectors = np.eye(WIDTH)[axis] + np.random.default_rng(seed * 100 + axis).normal(0, spread, (size, WIDTH))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def leaf(number: int, axis: int, *words: str, towards: int | None = None) -> Leaf:
    middle = np.eye(WIDTH)[axis] + (0 if towards is None else 0.8 * np.eye(WIDTH)[towards])
    return Leaf(number, words, (middle / np.linalg.norm(middle)).astype(np.float32))


CROWDS = np.concatenate([crowd(axis, 30) for axis in range(8)])
CROWD_OF = np.repeat(np.arange(8), 30)


# The map -------------------------------------------------------------------------------------------------------------


def test_passages_that_are_alike_stand_near_to_one_another() -> None:
    found = lay_out(CROWDS)
    assert np.abs(found).max() <= 1
    assert trustworthiness(CROWDS, found, n_neighbors=10, metric="cosine") > 0.95


def test_a_new_passage_is_placed_in_its_own_crowd() -> None:
    landmarks = lay_out(CROWDS)
    new = np.concatenate([crowd(axis, 5, seed=9) for axis in range(8)])
    places = place(new, CROWDS, landmarks)
    nearest = ((places[:, None] - landmarks[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (CROWD_OF[nearest] == np.repeat(np.arange(8), 5)).mean() >= 0.95


def test_where_a_passage_is_placed_does_not_depend_on_what_comes_with_it() -> None:
    landmarks = lay_out(CROWDS[::2])
    together = place(CROWDS[1::2], CROWDS[::2], landmarks)
    alone = np.concatenate([place(vector[None], CROWDS[::2], landmarks) for vector in CROWDS[1::2]])
    assert np.abs(together - alone).max() < 0.001


@pytest.mark.parametrize("vectors", [CROWDS[:1], CROWDS[:5], np.repeat(CROWDS[:1], 40, axis=0), CROWDS[:0]])
def test_hardly_anything_or_the_same_again_and_again_has_a_map_too(vectors: np.ndarray) -> None:
    found = lay_out(vectors)
    assert found.shape == (len(vectors), 2)
    assert np.isfinite(found).all()
    assert np.isfinite(place(CROWDS[:3], vectors, found)).all()


def test_landmarks_are_drawn_by_chance_and_the_same_each_time() -> None:
    assert choose_landmarks(10, 100).tolist() == list(range(10))
    drawn = choose_landmarks(1000, 100)
    assert len(set(drawn.tolist())) == 100
    assert np.array_equal(drawn, choose_landmarks(1000, 100))


LAID_OUT = """
import sys
import numpy as np
from leadtext.topics.layout import lay_out, place
vectors = np.random.default_rng(1).normal(size=(400, 64)).astype(np.float32)
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
found = lay_out(vectors[:300])
sys.stdout.write(np.concatenate([found, place(vectors[300:], vectors[:300], found)]).tobytes().hex())
"""


def test_the_map_is_the_same_whatever_the_number_of_cores() -> None:
    said = set()
    for cores in ("1", "4"):
        environment = {**os.environ, "OMP_NUM_THREADS": cores, "OPENBLAS_NUM_THREADS": cores}
        done = subprocess.run([sys.executable, "-c", LAID_OUT], env=environment, capture_output=True, check=True)
        said.add(done.stdout)
    assert len(said) == 1


# The tree ------------------------------------------------------------------------------------------------------------

MONEY = [leaf(1, 0, "pay", "award"), leaf(2, 0, "pay", "pensions", towards=1), leaf(3, 0, "budget", towards=2)]
WARDS = [leaf(4, 8, "ward", "sister"), leaf(5, 8, "ward", "night", towards=9), leaf(6, 8, "beds", towards=10)]


def test_topics_that_are_alike_stand_in_one_group() -> None:
    assert sorted(group([*MONEY, *WARDS], number=2)) == [(1, 2, 3), (4, 5, 6)]


def test_a_topic_like_no_others_stands_in_no_group() -> None:
    assert sorted(group([*MONEY, *WARDS, leaf(7, 20, "chess")], number=3)) == [(1, 2, 3), (4, 5, 6)]


def test_few_topics_need_no_groups() -> None:
    assert group(MONEY) == []


def test_a_new_topic_joins_the_group_that_it_is_like_or_none() -> None:
    groups = {7: MONEY, 9: WARDS}
    assert join(leaf(10, 8, "ward", "rota"), groups) == 9
    assert join(leaf(11, 25, "chess"), groups) is None


def test_a_group_made_anew_carries_on_the_one_that_it_shares_most_topics_with() -> None:
    assert carried_on({7: [1, 2, 3], 9: [4, 5, 6]}, [(4, 5, 6, 8), (1, 9, 10, 11), (12, 13)]) == [9, None, None]


def test_words_tell_a_class_only_if_they_stand_in_it() -> None:
    told = telling_words(
        ["The strike goes on.", "A strike over pay.", "The pandemic wards.", "Pandemic pay.", "One more strike."],
        [2010, 2010, 2020, 2020, 2021],
    )
    assert told[2010][0] == "strike"
    assert told[2020][0] == "pandemic"
    assert "pandemic" not in told[2010]
    assert "wards" not in told[2020], "a single passage says it"
    assert told[2021] == [], "a single passage tells itself, and no class"
    assert telling_words(["the of and"], ["one"]) == {"one": []}


# The store -----------------------------------------------------------------------------------------------------------


def test_groups_and_places_come_back_as_they_were(database: Database) -> None:
    from test_store import publication, with_passages

    passages = with_passages(database, publication())
    vector = np.ones(4, dtype=np.float32) / 2
    with database.write() as connection:
        topics.add_topics(connection, [topics.Topic(1, "emergent", "a, b", ("a",), "e", vector, 0.5)])
        topics.assign(connection, [topics.Assignment(passage, 1, 0.9) for passage in passages])
        arrangement.add_groups(connection, [arrangement.Group(1, "letters", ("a", "b"), born="now")])
        arrangement.group_topics(connection, {1: 1})
        assert arrangement.unplaced(connection) == passages
        arrangement.add_points(connection, [arrangement.MapPoint(passages[0], 0.25, -1.0, True)])
    with database.read() as connection:
        assert arrangement.groups(connection) == [arrangement.Group(1, "letters", ("a", "b"), "active", "now", (1,))]
        assert arrangement.points(connection) == [arrangement.MapPoint(passages[0], 0.25, -1.0, True)]
        assert arrangement.unplaced(connection) == passages[1:]
        assert arrangement.next_group_id(connection) == 2


# A study -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arrange") / "study"
    shutil.copytree(HERE / "study", folder)
    settings = folder / "leadtext.toml"
    settings.write_text(settings.read_text("utf-8").replace("number = 3", "number = 8"), "utf-8")
    with open_study(folder) as study:
        for stage in ("read", "split", "encode", "topic", "arrange"):
            STAGES[stage](study)
    return folder


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "study"))


def places(folder: Path) -> dict[str, tuple[float, float]]:
    with open_study(folder) as study, study.database.read() as connection:
        return {point.passage: (point.x, point.y) for point in arrangement.points(connection)}


def take_in(folder: Path, text: str) -> Outcome:
    (folder / "publications" / "new.txt").write_text(f"A note\n\n{text}\n", "utf-8")
    with open_study(folder) as study:
        return [STAGES[stage](study) for stage in ("read", "split", "encode", "topic", "arrange")][-1]


def test_every_counted_passage_has_a_place_and_nothing_is_done_twice(done: Path) -> None:
    with open_study(done) as study:
        assert not arrange(study).worked
        with study.database.read() as connection:
            assert len(arrangement.points(connection)) == texts.counted(connection)


def test_old_points_do_not_move_when_new_passages_are_placed(done: Path) -> None:
    before = places(done)
    outcome = take_in(done, "The porters were asked to lead the morning meeting, and all of them did it well.")
    after = places(done)
    assert outcome.did["passages placed"] == len(after) - len(before) == 1
    assert {passage: after[passage] for passage in before} == before


def test_the_map_can_be_laid_out_anew_when_a_person_asks_for_it(done: Path) -> None:
    before = places(done)
    with open_study(done) as study:
        assert arrange(study, anew=True).did["passages placed"] == len(before)
    # The same passages and the same seed give the same map.
    assert places(done) == before


def test_a_group_keeps_its_name_and_topics_while_a_topic_rests(done: Path) -> None:
    with open_study(done) as study, study.database.write() as connection:
        vector = np.eye(384, dtype=np.float32)
        first = topics.next_id(connection)
        new = [
            topics.Topic(first + at, "emergent", f"topic {at}", (f"w{at}",), study.encoder_fingerprint, row, 0.5)
            for at, row in enumerate([vector[0], *[vector[0] * 0.9 + vector[at] * 0.43 for at in (1, 2, 3)]])
        ]
        topics.add_topics(connection, new)
        arrangement.add_groups(connection, [arrangement.Group(77, "made by hand", ("w",), born="now")])
        arrangement.group_topics(connection, {topic.id: 77 for topic in new[:3]})
    with open_study(done) as study:
        from leadtext.stages.arrange import STATE
        from leadtext.store import runs

        with study.database.write() as connection:
            known = [t.id for t in topics.all_topics(connection, kind="emergent") if t.id != new[3].id]
            runs.set_state(connection, STATE, str(known))
            topics.set_state(connection, new[0].id, "dormant")
        arrange(study)
        with study.database.read() as connection:
            [kept] = [g for g in arrangement.groups(connection) if g.id == 77]
    assert (kept.name, kept.state) == ("made by hand", "active")
    assert kept.topics == (new[1].id, new[2].id, new[3].id)


def test_a_group_keeps_the_name_that_a_person_gave_it(done: Path) -> None:
    from test_cli import leadtext, refused

    with open_study(done) as study:
        with study.database.write() as connection:
            for old in arrangement.groups(connection):
                arrangement.set_group_state(connection, old.id, "dormant")
            arrangement.add_groups(connection, [arrangement.Group(78, "room, desk", ("w",), born="now")])
            ids = [topic.id for topic in topics.all_topics(connection, kind="emergent")]
            arrangement.group_topics(connection, dict.fromkeys(ids, 78))
    assert "name given" in leadtext("rename", done, "Room, desk", "Where  people work", "--group").stderr
    assert "Where people work" in leadtext("topics", done).stdout
    assert "there is no group 'nothing'; there are 78" in refused(leadtext("rename", done, "nothing", "a", "--group"))
    assert "can't be a name" in refused(leadtext("rename", done, "78", "7", "--group"))
    told = " ".join(leadtext("history", done).stdout.split())
    assert "renamed the group 78 from “room, desk” to “Where people work”, by a person" in told
    [renamed] = json.loads(leadtext("history", done, "--json").stdout)["groups"]
    assert (renamed["group"], renamed["before"], renamed["after"]) == (78, "room, desk", "Where people work")
    with open_study(done) as study:
        assert not rename_group(study, 78, "Where people work").worked
        arrange(study)
        with study.database.read() as connection:
            [kept] = [group for group in arrangement.groups(connection) if group.id == 78]
    assert kept.name == "Where people work"
