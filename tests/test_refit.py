"""A refit proposes; what was agreed on keeps its id, its name and its passages until a person says otherwise."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from leadtext.errors import ModelError, StoreLocked, StudyError
from leadtext.settings import SETTINGS_FILE
from leadtext.stages import STAGES, Outcome, approve, drop, open_study, refit, run
from leadtext.stages.export import export
from leadtext.store import proposals, tables, topics, versions
from leadtext.topics import Alignment, Standing, align
from leadtext.topics.novelty import alike

HERE = Path(__file__).parent
WIDTH = 24


def cloud(axis: int, size: int, *, towards: int | None = None, spread: float = 0.08) -> np.ndarray:
    """Vectors of length 1 round an axis, or half-way between two."""
    rng = np.random.default_rng(axis * 100 + size)
    middle = np.eye(WIDTH)[axis] + (0 if towards is None else np.eye(WIDTH)[towards])
    vectors = middle + rng.normal(0, spread, (size, WIDTH))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def topic(number: int, *axes: int) -> Standing:
    middle = np.eye(WIDTH, dtype=np.float32)[list(axes)].sum(axis=0)
    return Standing(number, middle / np.linalg.norm(middle), 0.5)


def kinds(alignment: Alignment) -> dict[int | None, str]:
    return {event.topic: event.kind for event in alignment.events}


def test_a_fit_that_finds_the_same_moves_nothing() -> None:
    vectors = np.concatenate([cloud(0, 20), cloud(1, 20)])
    found = align(vectors, [7] * 20 + [9] * 20, [topic(7, 0), topic(9, 1)], [topic(0, 1), topic(1, 0)])
    assert found.topics == (9, 7)
    assert kinds(found) == {7: "continued", 9: "continued"}
    assert not any(event.moves for event in found.events)


def test_a_topic_that_falls_in_two_is_split_and_its_larger_part_keeps_the_id() -> None:
    vectors = np.concatenate([cloud(0, 20), cloud(1, 12)])
    found = align(vectors, [7] * 32, [topic(7, 0, 1)], [topic(0, 1), topic(1, 0)])
    [event] = found.events
    assert (event.kind, event.topic, event.into) == ("split", 7, (1, 0))
    assert found.topics == (None, 7)
    assert {move.row for move in event.moves} == set(range(20, 32))
    assert found.sizes == (12, 20)


def test_two_topics_found_as_one_are_merged_into_the_larger() -> None:
    vectors = np.concatenate([cloud(0, 20), cloud(1, 12), cloud(5, 10)])
    held = [7] * 20 + [9] * 12 + [11] * 10
    found = align(vectors, held, [topic(7, 0), topic(9, 1), topic(11, 5)], [topic(0, 0, 1), topic(1, 5)])
    merged = next(event for event in found.events if event.kind == "merged")
    assert (merged.topic, merged.of, merged.before) == (7, (9,), 32)
    assert {move.row for move in merged.moves} == set(range(20, 32))
    assert kinds(found)[11] == "continued"


def test_what_only_the_pool_held_is_born() -> None:
    vectors = np.concatenate([cloud(0, 20), cloud(3, 9)])
    found = align(vectors, [7] * 20 + [None] * 9, [topic(7, 0)], [topic(0, 0), topic(1, 3)])
    assert kinds(found) == {7: "continued", None: "born"}
    assert {move.row for event in found.events for move in event.moves} == set(range(20, 29))


def test_a_topic_without_passages_falls_dormant_unless_its_middle_is_found_again() -> None:
    vectors = cloud(0, 20)
    standing = [topic(7, 0), topic(9, 4), topic(11, 5)]
    found = align(vectors, [7] * 20, standing, [topic(0, 0), topic(1, 5)])
    assert kinds(found) == {7: "continued", 9: "dormant", 11: "continued"}


def test_a_topic_that_goes_in_many_directions_falls_dormant() -> None:
    places = [topic(at, at) for at in range(12)]
    vectors = np.concatenate([cloud(0, 20), *[cloud(axis, 5) for axis in range(1, 12)]])
    found = align(vectors, [7] * 20 + [9] * 55, [topic(7, 0), topic(9, *range(1, 12))], places)
    assert kinds(found)[9] == "dormant"


def test_strays_at_the_edge_of_a_topic_stay_with_it() -> None:
    vectors = np.concatenate([cloud(0, 30), cloud(0, 4, towards=1, spread=0.02), cloud(1, 30)])
    held = [7] * 34 + [9] * 30
    # The new middle of the second lies so that the first's edge is nearer to it by a little.
    nearer = np.eye(WIDTH, dtype=np.float32)[1] + 0.1 * np.eye(WIDTH, dtype=np.float32)[0]
    places = [topic(0, 0), Standing(1, nearer / np.linalg.norm(nearer), 0.5)]
    assert (vectors[30:34] @ places[1].centroid > vectors[30:34] @ places[0].centroid).any()
    found = align(vectors, held, [topic(7, 0), topic(9, 1)], places)
    assert kinds(found) == {7: "continued", 9: "continued"}
    assert not any(event.moves for event in found.events)


def test_every_passage_that_moves_belongs_to_one_event() -> None:
    rng = np.random.default_rng(3)
    vectors = np.concatenate([cloud(axis % 6, 15, spread=0.3) for axis in range(12)])
    held = [None if rng.random() < 0.2 else int(number) for number in rng.integers(1, 6, len(vectors))]
    standing = [topic(number, number - 1, number) for number in range(1, 6)]
    places = [topic(at, at) for at in range(6)]
    found = align(vectors, held, standing, places)
    rows = [move.row for event in found.events for move in event.moves]
    assert len(rows) == len(set(rows))
    told = {t for event in found.events for t in (event.topic, *event.of)} - {None}
    assert told == {1, 2, 3, 4, 5}
    assert align(vectors, held, standing, places) == found


def test_passages_of_the_pool_that_are_alike_are_found_and_others_left() -> None:
    noise = np.random.default_rng(1).normal(0, 1, (40, WIDTH)).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    pool = np.concatenate([noise, cloud(2, 18, spread=0.2)])
    [group] = alike(pool, least=15)
    assert set(range(40, 58)) <= set(group.tolist())
    assert alike(pool, least=15, around=np.arange(0)) == []
    assert alike(noise, least=15) == []


# A study -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("refit") / "study"
    shutil.copytree(HERE / "study", folder)
    file = folder / SETTINGS_FILE
    file.write_text(file.read_text("utf-8").replace("number = 3", "number = 2"), "utf-8")
    with open_study(folder) as study:
        for stage in ("read", "split", "encode", "frame", "topic", "trend"):
            STAGES[stage](study)
    return folder


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "study"))


def setting(folder: Path, line: str) -> None:
    file = folder / SETTINGS_FILE
    file.write_text(file.read_text("utf-8").replace("[topic]\nnumber = 2\n", f"[topic]\n{line}\n"), "utf-8")


@pytest.fixture
def proposed(done: Path) -> Path:
    """A study with an open proposal, which has a split or a birth in it."""
    setting(done, "number = 6")
    assert "passages would move" in on(done, refit).did
    return done


def on(folder: Path, verb: Callable[..., Outcome], **options: object) -> Outcome:
    with open_study(folder) as study:
        return verb(study, **options)


def state(folder: Path) -> tuple[dict[str, int | None], dict[int, tuple[str, str]], int]:
    with open_study(folder) as study, study.database.read() as connection:
        names = {t.id: (t.name, t.state) for t in topics.all_topics(connection, kind="emergent")}
        return versions.held(connection), names, versions.current_version(connection)


def waiting(folder: Path) -> proposals.Proposal | None:
    with open_study(folder) as study, study.database.read() as connection:
        return proposals.open_proposal(connection)


def write(folder: Path, *texts: str) -> None:
    for number, text in enumerate(texts):
        (folder / "publications" / f"new-{number:02}.txt").write_text(f"A note\n\n{text}\n", "utf-8")


def take_in(folder: Path) -> Outcome:
    with open_study(folder) as study:
        return [STAGES[stage](study) for stage in ("read", "split", "encode", "topic")][-1]


def test_a_refit_of_an_unchanged_study_finds_nothing_to_approve(done: Path) -> None:
    before = state(done)
    outcome = on(done, refit)
    assert outcome.did["passages would move"] == 0
    assert "nothing to approve" in outcome.notes[0]
    assert waiting(done) is None
    assert state(done) == before


def test_a_refit_changes_nothing_until_it_is_approved(finished: Path, proposed: Path) -> None:
    assert waiting(proposed) is not None
    assert state(proposed) == state(finished)
    assert not on(proposed, STAGES["topic"]).worked
    assert state(proposed) == state(finished)


def test_an_approval_keeps_ids_and_names_and_gives_new_topics_new_ids(finished: Path, proposed: Path) -> None:
    on(proposed, approve)
    held, names, version = state(proposed)
    old_held, old_names, _ = state(finished)
    assert version == 2
    assert {number: name for number, (name, _) in names.items() if number in old_names} == {
        number: name for number, (name, _) in old_names.items()
    }
    with open_study(proposed) as study, study.database.read() as connection:
        anchors = [t.id for t in topics.all_topics(connection, kind="anchor")]
        told = topics.events(connection)
    new = set(names) - set(old_names)
    assert new
    assert min(new) > max(*old_names, *anchors)
    assert len({name for name, _ in names.values()}) == len(names)
    assert set(held) == set(old_held)
    assert {event.event for event in told if event.topic in new} == {"born"}
    assert waiting(proposed) is None


def test_every_passage_is_where_the_proposal_said(finished: Path, proposed: Path) -> None:
    found = waiting(proposed)
    assert found is not None
    with open_study(proposed) as study, study.database.read() as connection:
        moving = {m.passage for m in proposals.moves(connection, found.id, [e.number for e in found.events])}
    on(proposed, approve)
    before, after = state(finished)[0], state(proposed)[0]
    assert {passage for passage in before if before[passage] != after[passage]} == moving
    sizes = [sum(topic == number for topic in after.values()) for number in sorted(set(after.values()) - {None})]
    assert sorted(sizes) == sorted(entry.size for entry in found.topics)


def test_earlier_versions_can_be_exported(finished: Path, proposed: Path, tmp_path: Path) -> None:
    on(proposed, approve)
    with open_study(proposed) as study, study.database.read() as connection:
        first = tables.EARLIER["assignments"](connection, 1)
        second = tables.EARLIER["assignments"](connection, 2)
        old_topics = tables.EARLIER["topics"](connection, 1)
        assert export(study, "assignments", tmp_path / "old.csv", version=1) == len(first)
        with pytest.raises(StudyError, match="no version 3; there are 1 to 2"):
            export(study, "topics", tmp_path / "t.csv", version=3)
        with pytest.raises(StudyError, match="'tags' has no versions"):
            export(study, "tags", tmp_path / "t.csv", version=1)
    with open_study(finished) as study, study.database.read() as connection:
        assert first.equals(tables.EARLIER["assignments"](connection, 1))
        assert old_topics.equals(tables.EARLIER["topics"](connection, 1))
        assert list(first.columns) == list(tables.table(connection, "assignments").columns)
    held = dict(zip(second["passage"], second["topic"].astype(object), strict=True))
    assert {p: t if isinstance(t, int) else None for p, t in held.items()} == state(proposed)[0]


def test_trends_are_counted_anew_after_an_approval(proposed: Path) -> None:
    assert not on(proposed, STAGES["trend"]).worked
    on(proposed, approve)
    assert on(proposed, STAGES["trend"]).worked


def test_single_events_can_be_approved_and_the_others_stay_open(finished: Path, proposed: Path) -> None:
    found = waiting(proposed)
    assert found is not None
    first, *others = [event.number for event in found.events]
    on(proposed, approve, only=[first])
    left = waiting(proposed)
    assert left is not None
    assert [event.number for event in left.open_events] == others
    assert state(proposed)[2] == 2
    on(proposed, approve)
    piecewise = state(proposed)
    shutil.rmtree(proposed)
    shutil.copytree(finished, proposed)
    setting(proposed, "number = 6")
    on(proposed, refit)
    on(proposed, approve)
    assert state(proposed)[:2] == piecewise[:2]


def test_an_event_that_is_not_there_is_refused(proposed: Path) -> None:
    before = state(proposed)
    with pytest.raises(StudyError, match="no open event 77; the proposal's open events are 1, 2"):
        on(proposed, approve, only=[1, 77])
    with pytest.raises(StudyError, match="no event named"):
        on(proposed, approve, only=[])
    assert state(proposed) == before


def test_a_proposal_older_than_the_newest_texts_is_refused(proposed: Path) -> None:
    write(proposed, "The lift to the wards is out of order, and the bags of linen stand in the corridor.")
    take_in(proposed)
    before = state(proposed)
    with pytest.raises(StudyError, match="has changed since the proposal was made; refit again"):
        on(proposed, approve)
    assert state(proposed) == before
    on(proposed, refit)
    on(proposed, approve)


def test_a_proposal_older_than_another_approval_is_refused(proposed: Path) -> None:
    with open_study(proposed) as study, study.database.write() as connection:
        versions.begin_version(connection, "now", "somebody else's approval")
    with pytest.raises(StudyError, match="refit again"):
        on(proposed, approve)


def test_a_dropped_proposal_is_gone_and_a_later_refit_may_replace_an_open_one(finished: Path, proposed: Path) -> None:
    first = waiting(proposed)
    with pytest.raises(StudyError, match="a proposal is open: approve or drop it first"):
        on(proposed, refit)
    on(proposed, refit, replace=True)
    second = waiting(proposed)
    assert first is not None
    assert second is not None
    assert second.id > first.id
    assert [(e.event, e.topic, e.moves) for e in second.events] == [(e.event, e.topic, e.moves) for e in first.events]
    on(proposed, drop)
    assert waiting(proposed) is None
    assert state(proposed) == state(finished)
    for verb in (approve, drop):
        with pytest.raises(StudyError, match="no open proposal"):
            on(proposed, verb)


def test_topics_merged_into_others_keep_their_name_and_take_no_more_passages(done: Path) -> None:
    setting(done, "number = 6")
    on(done, refit)
    on(done, approve)
    file = done / SETTINGS_FILE
    file.write_text(file.read_text("utf-8").replace("number = 6", "number = 2"), "utf-8")
    before = state(done)[1]
    outcome = on(done, refit)
    assert outcome.did["merged"] == 1
    on(done, approve)
    held, names, version = state(done)
    resting = {number for number, (_, state_) in names.items() if state_ == "dormant"}
    assert version == 3
    assert len(resting) == 1
    assert {number: name for number, (name, _) in names.items()} == {n: name for n, (name, _) in before.items()}
    assert not resting & set(held.values())
    with open_study(done) as study, study.database.read() as connection:
        words = [t.words for t in topics.all_topics(connection) if t.id in resting][0]
    write(
        done, *[f"It is about {word} and {words[0]} that {number} letters spoke." for number, word in enumerate(words)]
    )
    take_in(done)
    assert not resting & set(state(done)[0].values())
    with open_study(done) as study, study.database.read() as connection:
        events = [event.event for event in topics.events(connection) if event.topic in resting]
    assert events[-1] == "merged"


def test_small_events_are_approved_by_the_settings_and_large_ones_left(done: Path) -> None:
    setting(done, 'number = 6\napprove = "small"\napprove_below = 0.0')
    outcome = on(done, refit)
    assert any("approved by topic.approve_below" in note for note in outcome.notes)
    left = waiting(done)
    assert left is not None
    assert left.open_events
    assert all(event.moves > 0 for event in left.open_events)
    on(done, approve)
    assert waiting(done) is None


CHESS = (
    "The chess club meets on Tuesdays, and its captain opens with the queen's pawn.",
    "A chess tournament was held: the youngest player took a rook and a bishop.",
    "In chess the endgame with king and pawn is what beginners lose.",
    "He castled early in the chess match and sacrificed a knight.",
    "The chess champion played twelve boards at once and lost one game.",
    "They study chess openings, the Sicilian above all, and play with clocks.",
    "A chess grandmaster came and showed the club a checkmate in four moves.",
    "Her chess rating rose after she won against the club's best player.",
    "The chess pieces were carved: queens, rooks and knights of walnut.",
    "The chess game ended in stalemate, for the black king had no move.",
)


def test_enough_of_a_kind_in_the_pool_proposes_a_topic_and_changes_nothing(done: Path) -> None:
    setting(done, "number = 2\nnovel = 8")
    standing = state(done)
    write(done, *CHESS)
    outcome = take_in(done)
    [note] = [note for note in outcome.notes if "alike" in note]
    assert "chess" in note
    held, names, version = state(done)
    assert (names, version) == standing[1:]
    assert {passage: held[passage] for passage in standing[0]} == standing[0]
    found = waiting(done)
    assert found is not None
    assert [event.event for event in found.events] == ["born"]
    on(done, approve)
    after, names, version = state(done)
    assert version == 2
    [born] = set(names) - set(standing[1])
    assert "chess" in names[born][0]
    assert {p: t for p, t in after.items() if t != born} == {p: t for p, t in held.items() if after[p] != born}


def test_a_topic_dropped_once_is_not_proposed_again_for_the_same_passages(done: Path) -> None:
    setting(done, "number = 2\nnovel = 8")
    write(done, *CHESS)
    take_in(done)
    on(done, drop)
    write(done, *CHESS, "Chess is played in the canteen at noon, and the queen is always lost first.")
    assert not [note for note in take_in(done).notes if "alike" in note]
    assert waiting(done) is None


def test_a_refit_throws_no_proposed_topic_away_and_after_its_drop_the_topic_is_proposed_again(done: Path) -> None:
    setting(done, "number = 6\nnovel = 8")
    write(done, *CHESS)
    take_in(done)
    with pytest.raises(StudyError, match=r"a proposal of a new topic \(.*chess.*\) is open"):
        on(done, refit)
    kept = waiting(done)
    assert kept is not None
    assert kept.origin == "novelty"
    on(done, refit, replace=True)
    on(done, drop)
    [note] = [note for note in on(done, STAGES["topic"]).notes if "alike" in note]
    assert "chess" in note
    again = waiting(done)
    assert again is not None
    assert [event.moves for event in again.events] == [event.moves for event in kept.events]
    on(done, drop)
    assert not on(done, STAGES["topic"]).notes
    assert waiting(done) is None


def test_a_study_that_cannot_be_refitted_says_why(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(done, "A word about the lift.")
    with open_study(done) as study:
        for stage in ("read", "split", "encode"):
            STAGES[stage](study)
        with pytest.raises(StudyError, match="1 passage has no topic yet"):
            refit(study)
        STAGES["topic"](study)
        monkeypatch.setitem(study.__dict__, "encoder_fingerprint", "another")
        with pytest.raises(ModelError, match="encoder"):
            refit(study)
    for file in (done / "publications").iterdir():
        if file.name != "new-00.txt":
            file.unlink()
    take_in(done)
    with pytest.raises(StudyError, match=r"refitted from 20 on \(topic.min_passages\)"):
        on(done, refit)


def test_a_study_without_topics_has_nothing_to_refit(small_study: Path) -> None:
    with pytest.raises(StudyError, match="no emergent topics to refit"):
        on(small_study, refit)


def test_two_refits_at_once_are_one_too_many(done: Path) -> None:
    with open_study(done) as first, open_study(done) as second, first.database.one_run():
        for verb in (refit, approve, drop):
            with pytest.raises(StoreLocked, match="another run"):
                verb(second)


KILLED = """
import os, signal, sys
from leadtext.stages import approve, open_study, refit
from leadtext.stages.work import Work
recorded = Work.record
def die(self, *given, **named):
    recorded(self, *given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
Work.record = die
with open_study(sys.argv[1]) as study:
    refit(study, replace=True) if sys.argv[2] == "refit" else approve(study)
"""


@pytest.mark.parametrize("verb", ["refit", "approve"])
def test_what_is_killed_leaves_nothing_behind(verb: str, proposed: Path) -> None:
    before, open_before = state(proposed), waiting(proposed)
    assert open_before is not None
    killed = subprocess.run([sys.executable, "-c", KILLED, proposed, verb], capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    assert state(proposed) == before
    open_after = waiting(proposed)
    assert open_after is not None
    assert (open_after.id, open_after.basis, open_after.events) == (
        open_before.id,
        open_before.basis,
        open_before.events,
    )
    on(proposed, approve)


def test_the_commands_show_what_would_change(proposed: Path) -> None:
    from test_cli import leadtext, refused

    shown = leadtext("proposal", proposed).stdout
    assert "moves" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    said = json.loads(leadtext("proposal", proposed, "--json").stdout)["proposal"]
    assert {"event", "passages_before", "moves", "into"} <= set(said["events"][0])
    assert "'two' is no event's number" in refused(leadtext("approve", proposed, "--only", "two"))
    done = leadtext("approve", proposed, "--only", "1,2", "--json")
    assert json.loads(done.stdout)["did"]["events approved"] == 2
    assert "There is no open proposal" in leadtext("proposal", proposed).stdout or leadtext("drop", proposed)


DEMO = HERE.parent / "corpora" / "demo"
GOAL = 0.95


def test_on_the_demo_study_topics_outlast_new_texts_and_a_refit(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns("site", "leadtext.db*")))
    late = sorted((folder / "publications").iterdir())[7::10] + sorted((folder / "blogs").iterdir())[7::10]
    for file in late:
        shutil.move(file, tmp_path / file.name)
    take_in(folder)
    for file in late:
        shutil.move(tmp_path / file.name, file)
    before = state(folder)
    take_in(folder)
    held = state(folder)
    assert all(held[0][passage] == topic for passage, topic in before[0].items())
    on(folder, refit, seed=2, replace=True)  # of the new texts the novelty pool may propose a topic
    found = waiting(folder)
    assert found is not None
    with open_study(folder) as study, study.database.read() as connection:
        moves = {m.passage: m for m in proposals.moves(connection, found.id, [e.number for e in found.events])}
    event = {e.number: e.event for e in found.events}
    on(folder, approve)
    after = state(folder)[0]
    old = [passage for passage, topic in before[0].items() if topic is not None]
    kept = [
        passage
        for passage in old
        if after[passage] == before[0][passage]
        or (event[moves[passage].event] in {"split", "merged"} and after[passage] is not None)
    ]
    assert len(kept) / len(old) >= GOAL


def test_a_run_after_an_approval_takes_it_up(proposed: Path) -> None:
    on(proposed, approve)
    with open_study(proposed) as study:
        outcomes = {outcome.stage: outcome for outcome in run(study)}
        again = run(study)
    assert outcomes["trend"].worked
    assert outcomes["publish"].worked
    assert not any(outcome.worked for outcome in again)
