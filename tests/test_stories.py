"""Topics are called what people call them, and tell their story: since when, how they moved, who speaks of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from leadtext import charts
from leadtext.errors import StudyError
from leadtext.records import Document, PartialDate, Passage, text_key
from leadtext.settings import SETTINGS_FILE
from leadtext.stages import STAGES, Study, open_study, publish, rename
from leadtext.stages.crossings import DIMENSIONS, countable, crossed
from leadtext.stages.export import earlier_table, export
from leadtext.stages.period_words import words_by_period
from leadtext.stages.stories import Story, stories
from leadtext.store import Connection, Database, arrangement, proposals, runs, series, tags, texts, topics, versions
from test_refit import approve, on, refit, setting
from test_site import EVIL, FRAMES, Links, fill, text_of

HERE = Path(__file__).parent
VECTOR = np.ones(4, dtype=np.float32) / 2


# Names ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories") / "study"
    shutil.copytree(HERE / "study", folder)
    # Two topics, so that a refit that asks for more has something to propose.
    file = folder / SETTINGS_FILE
    file.write_text(file.read_text("utf-8").replace("number = 3", "number = 2"), "utf-8")
    with open_study(folder) as study:
        for stage in ("read", "split", "encode", "frame", "topic", "arrange", "trend"):
            STAGES[stage](study)
    return folder


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "study"))


def registry(folder: Path) -> dict[int, topics.Topic]:
    with open_study(folder) as study, study.database.read() as connection:
        return {topic.id: topic for topic in topics.all_topics(connection)}


def test_a_name_that_a_person_gave_is_never_overwritten(done: Path) -> None:
    on(done, rename, topic=1, name="  The night   shift ")
    setting(done, "number = 6")
    on(done, refit)
    on(done, approve)
    after = registry(done)
    assert (after[1].name, after[1].named_by) == ("The night shift", "person")
    assert after[2].named_by == "words"


def test_a_topic_is_found_by_its_id_or_its_name_in_any_case(done: Path) -> None:
    on(done, rename, topic=registry(done)[1].name.upper(), name="One")
    on(done, rename, topic="one", name="Another")
    assert registry(done)[1].name == "Another"


def test_the_history_keeps_both_names(done: Path) -> None:
    old = registry(done)[1].name
    assert on(done, rename, topic=1, name="Rotas").worked
    assert not on(done, rename, topic=1, name="Rotas").worked
    with open_study(done) as study:
        told = study.table("history")
    [event] = told[told["event"] == "renamed"].to_dict("records")
    assert event["topic"] == 1
    assert old in event["detail"]
    assert "Rotas" in event["detail"]


def test_an_earlier_version_has_the_names_of_its_time(done: Path) -> None:
    old = registry(done)[1].name
    setting(done, "number = 6")
    on(done, refit)
    on(done, approve)
    on(done, rename, topic=1, name="Rotas")
    with open_study(done) as study:
        before = earlier_table(study, "topics", 1).set_index("id")["name"]
        held = earlier_table(study, "assignments", 1)
        now = earlier_table(study, "topics", 2).set_index("id")["name"]
        made = study.table("versions")
    assert before[1] == old
    assert set(held[held["topic"] == 1]["name"]) == {old}
    assert now[1] == "Rotas"
    assert made["version"].tolist() == [1, 2]
    assert made["topics"].tolist() == [len(before), len(now)]
    assert len(now) > len(before)


def test_a_renamed_topic_does_not_make_a_proposal_stale(done: Path) -> None:
    setting(done, "number = 6")
    on(done, refit)
    on(done, rename, topic=1, name="Rotas")
    with open_study(done) as study, study.database.read() as connection:
        waiting = proposals.open_proposal(connection)
    assert waiting is not None
    assert {entry.name for entry in waiting.topics if entry.topic == 1} <= {"Rotas"}
    on(done, approve)
    assert registry(done)[1].name == "Rotas"


def test_what_cannot_be_a_name_or_a_topic_is_refused_with_the_nearest_known(done: Path) -> None:
    before = {number: topic.name for number, topic in registry(done).items()}
    wrong = before[1].split(", ")[0][:-1] + "x, something"
    cases: list[tuple[str | int, str, str]] = [
        (1, "", "can't be a name"),
        (1, "42", "can't be a name"),
        (1, "x\x00y", "can't be a name"),
        (1, "x" * 81, "81 characters"),
        (1, before[2].upper(), "has the name"),
        ("compassion", "Kindness", "is an anchor"),
        (99, "Ninety-nine", "there is no topic '99'"),
        (before[1][:-2], "Another", f"did you mean 1 ({before[1]})"),
        (wrong, "Another", "there is no topic"),
    ]
    for topic, name, reason in cases:
        with pytest.raises(StudyError) as refused:
            on(done, rename, topic=topic, name=name)
        assert reason in str(refused.value)
    assert {number: topic.name for number, topic in registry(done).items()} == before


def test_the_commands_tell_rename_and_remember(done: Path) -> None:
    from test_cli import leadtext, refused

    assert "name given" in leadtext("rename", done, "1", "Rotas, nights & days").stderr
    shown = leadtext("topics", done, "1").stdout
    assert shown.startswith("1  Rotas, nights & days")
    assert "renamed from" in shown
    for arguments in (["topics", done], ["topics", done, "1"], ["history", done], ["topics", done, "--version", "1"]):
        lines = leadtext(*arguments).stdout.splitlines()
        assert all(len(line) <= 80 for line in lines), arguments
    said = json.loads(leadtext("history", done, "1", "--json").stdout)
    assert [event["event"] for event in said["events"]] == ["born", "renamed"]
    assert "no version 5" in refused(leadtext("topics", done, "--version", "5"))


def test_renaming_works_on_every_database(database: Database) -> None:
    with database.write() as connection:
        versions.begin_version(connection, "now", "the first fit")
        topics.add_topics(connection, [topics.Topic(1, "emergent", "a, b", ("a", "b"), "e", VECTOR, 0.5)])
        versions.begin_version(connection, "later", "refit")
        versions.revise(connection, 1, name="Letters", named_by="person")
        versions.revise(connection, 1, state="dormant")
    with database.read() as connection:
        [topic] = topics.all_topics(connection)
        assert (topic.name, topic.named_by, topic.state) == ("Letters", "person", "dormant")
        from leadtext.store.tables import EARLIER

        assert EARLIER["topics"](connection, 1)["name"].tolist() == ["a, b"]
        assert EARLIER["topics"](connection, 2)["name"].tolist() == ["Letters"]


# Shares by group -----------------------------------------------------------------------------------------------------


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "leadtext.toml").write_text(
        '[study]\ntitle = "Leading"\n[[sources]]\npath = "texts/"\n[[sources]]\npath = "table.csv"\n'
    )
    return open_study(tmp_path)


def write_texts(connection: Connection, rows: list[tuple[str, str, str | None, str, str, list[int]]]) -> None:
    """Documents of one passage each: (year, kind, role, frame, text, topics)."""
    by_source: dict[str, list[Document]] = {}
    passages, held, given = [], [], []
    for at, (year, kind, role, frame, text, of) in enumerate(rows):
        number = f"{at:016}"
        source = "table.csv" if kind == "comment" else f"texts/{year}.html"
        by_source.setdefault(source, []).append(
            Document(number, kind, f"Title {at}", text, source, role=role, date=PartialDate.from_iso(year))  # type: ignore[arg-type]
        )
        passages.append(Passage(f"{number}:0", number, 0, 0, len(text), text, text_key(text)))
        held += [topics.Assignment(f"{number}:0", topic, 0.9) for topic in of]
        given.append(tags.StoredTag(f"{number}:0", frame, 0.9, False, {}))
    for source, documents in by_source.items():
        texts.replace_source(connection, source, documents)
    texts.add_passages(connection, passages)
    tags.add(connection, "model", given)
    named = [("pay, award", "emergent"), ("wards, beds", "emergent"), ("compassion", "anchor")]
    topics.add_topics(
        connection,
        [
            topics.Topic(at, kind, name, tuple(name.split(", ")), "e", VECTOR, 0.5, born="2026-01-02T10:00:00+00:00")  # type: ignore[arg-type]
            for at, (name, kind) in enumerate(named, start=1)
        ],
    )
    topics.assign(connection, held)


def letters(year: str, kind: str, number: int, topic: int, *, frame: str = "neither", role: str | None = None):
    words = {1: "Pay and the award of pay", 2: "Wards and beds"}.get(topic, "Nothing in particular")
    return [
        (year, kind, role, frame, f"{words}, {kind} {at} of {year}, {role} {frame}.", [topic] if topic else [])
        for at in range(number)
    ]


ROWS = [
    *letters("2010", "article", 30, 1, frame="heroic"),
    *letters("2010", "article", 60, 0),
    *letters("2010", "comment", 30, 2, role="Ward Sister"),
    *letters("2010", "comment", 2, 2, role="ward  sister"),
    *letters("2012", "comment", 30, 1, frame="collective", role="GP"),
    *letters("2012", "comment", 10, 0),
    *letters("2015", "comment", 40, 1, frame="collective"),
    *letters("2015", "article", 5, 0),
]


@pytest.fixture
def counted(study: Study) -> Study:
    with study.database.write() as connection:
        write_texts(connection, ROWS)
    return study


def shares(study: Study, measure: str, *by: str) -> pd.DataFrame:
    return study.trends(measure, by=by).frame


def one(frame: pd.DataFrame, /, **wanted: object) -> dict[str, object]:
    found = frame
    for column, value in wanted.items():
        found = found[found[column] == value]
    [row] = found.to_dict("records")
    return row


def test_a_topic_s_share_is_of_the_group_s_passages_of_the_period(counted: Study) -> None:
    found = shares(counted, "topic", "genre")
    row = one(found, value="1", genre="article", period="2010")
    assert (row["count"], row["passages"], row["documents"], row["topic"], row["name"]) == (30, 90, 90, 1, "pay, award")
    assert row["share"] == pytest.approx(1 / 3, abs=1e-6)
    assert row["low"] < row["share"] < row["high"]
    assert one(found, value="1", genre="comment", period="2010")["count"] == 0


def test_empty_periods_are_shown_as_empty_and_thin_ones_marked(counted: Study) -> None:
    found = shares(counted, "topic", "genre")
    empty = one(found, value="1", genre="article", period="2013")
    assert empty["passages"] == 0
    assert pd.isna(empty["share"])
    assert sorted(set(found["period"])) == [str(year) for year in range(2010, 2016)]
    assert one(found, value="1", genre="article", period="2015")["thin"]
    assert not one(found, value="1", genre="article", period="2010")["thin"]


def test_groups_can_be_crossed(counted: Study) -> None:
    found = shares(counted, "topic", "frame", "genre")
    row = one(found, value="1", frame="collective", genre="comment", period="2012")
    assert (row["count"], row["passages"]) == (30, 30)
    row = one(found, value="1", frame="neither", genre="comment", period="2012")
    assert (row["count"], row["passages"]) == (0, 10)
    split = shares(counted, "frame", "topic", "type")
    row = one(split, value="heroic", name="pay, award", type="publication", period="2010")
    assert (row["count"], row["passages"], row["topic"]) == (30, 30, 1)


def test_a_role_is_one_role_however_it_is_spelled(counted: Study) -> None:
    found = shares(counted, "topic", "role")
    row = one(found, value="2", role="Ward Sister", period="2010")
    assert (row["count"], row["passages"]) == (32, 32)
    assert set(found["role"]) == {"Ward Sister", "GP", "not given"}


def test_rare_roles_are_counted_together(counted: Study) -> None:
    assert set(counted.trends("topic", by="role", most=1).frame["role"]) == {"Ward Sister", "others", "not given"}


def test_a_source_is_an_entry_of_the_settings(counted: Study) -> None:
    assert set(shares(counted, "topic", "source")["source"]) == {"texts/", "table.csv"}


def test_a_grouping_that_is_not_there_is_refused_with_the_nearest(counted: Study, tmp_path: Path) -> None:
    for call, reason in [
        (lambda: shares(counted, "topic", "gener"), "did you mean genre"),
        (lambda: shares(counted, "topik", "genre"), "did you mean topic"),
        (lambda: shares(counted, "frame", "frame"), "can't be counted by frame"),
        (lambda: shares(counted, "frame", "role", "role"), "named twice"),
        (lambda: export(counted, "tags", tmp_path / "t.csv", by=["role"]), "trends can"),
    ]:
        with pytest.raises(StudyError, match=reason):
            call()


def test_an_export_holds_both_measures_by_the_groups_asked_for(counted: Study, tmp_path: Path) -> None:
    export(counted, "trends", tmp_path / "t.csv", by=["genre", "role"])
    found = pd.read_csv(tmp_path / "t.csv")
    assert set(found["measure"]) == {"frame", "topic"}
    assert {"genre", "role", "period", "share", "low", "high", "passages", "thin"} <= set(found.columns)


@pytest.mark.parametrize("by", [[], *[[one] for one in DIMENSIONS if one != "topic"]])
def test_a_study_without_texts_has_no_shares_and_no_failure(study: Study, by: list[str]) -> None:
    with study.database.read() as connection:
        assert crossed(countable(connection, study), study, "topic", by).empty


def test_the_words_of_a_period_occur_in_that_period(counted: Study) -> None:
    with counted.database.read() as connection:
        table = countable(connection, counted).table
        found = words_by_period(connection, table)
        text_of_ = {
            p: t.casefold()
            for p, t in zip(table["passage"], texts.passage_texts(connection, table["passage"].tolist()), strict=True)
        }
        members = series.topics_of(connection).merge(table, on="passage")
    assert {(told.topic, told.period) for told in found} == {(1, "2010"), (1, "2012"), (1, "2015"), (2, "2010")}
    for told in found:
        here = members[(members["topic"] == told.topic) & (members["period"] == told.period)]
        assert told.passages == len(here)
        assert told.words
        for word in told.words:
            assert any(word in text_of_[passage] for passage in here["passage"])


# Stories -------------------------------------------------------------------------------------------------------------


def told(study: Study) -> dict[int, Story]:
    with study.database.read() as connection:
        return {story.topic.id: story for story in stories(connection, study)}


def test_a_story_tells_since_when_who_speaks_and_on_which_side(counted: Study) -> None:
    story = told(counted)[1]
    assert story.passages == 100
    assert "from 2010 to 2015" in story.since
    assert "found on 2 January 2026" in story.since
    assert "more frequent in comments" in story.speakers
    assert "GP (100 %" in story.speakers
    assert "more often heroic" in story.side
    assert "rose from" in story.course
    assert "in 2012–2013" in story.course
    assert len(story.typical) == 2
    assert all("Pay" in passage.text for passage in story.typical)


def test_a_story_says_steady_where_nothing_moved_beyond_its_uncertainty(study: Study) -> None:
    years = [str(year) for year in range(2010, 2018)]
    with study.database.write() as connection:
        write_texts(connection, [row for y in years for t in (1, 2) for row in letters(y, "comment", 12, t)])
    story = told(study)[1]
    assert "held steady" in story.course
    assert story.brief.startswith("Steady")
    assert "no side more than" in story.side or story.side == ""


def test_a_topic_without_passages_has_a_story_too(counted: Study) -> None:
    story = told(counted)[3]
    assert story.passages == 0
    assert story.since.startswith("It was named in the settings") or "named in the settings" in story.since
    assert (story.course, story.side, story.typical) == ("", "", ())


def test_what_became_of_a_topic_is_told_in_order(counted: Study) -> None:
    with counted.database.write() as connection:
        topics.add_events(
            connection,
            [
                topics.TopicEvent(1, "born", "2026-01-02T10:00:00+00:00", "found in 60 passages"),
                topics.TopicEvent(1, "renamed", "2026-02-02T10:00:00+00:00", "from “a” to “b”, by a person"),
                topics.TopicEvent(1, "dormant", "2026-03-02T10:00:00+00:00", "no longer found by a refit"),
            ],
        )
    assert told(counted)[1].became == (
        "2026-01-02 born: found in 60 passages",
        "2026-02-02 renamed from “a” to “b”, by a person",
        "2026-03-02 fell dormant: no longer found by a refit",
    )


# The site ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "leadtext.toml").write_text('[study]\ntitle = "Leading"\n[publish]\npage_size = 10\n')
    with open_study(tmp_path) as study:
        with study.database.write() as connection:
            fill(connection)
            waiting = arrangement.unplaced(connection)
            arrangement.add_points(
                connection,
                [arrangement.MapPoint(p, np.cos(at), np.sin(at), True) for at, p in enumerate(waiting)],
            )
            arrangement.add_groups(connection, [arrangement.Group(1, f"chiefs {EVIL}", ("chief",), born="now")])
            arrangement.group_topics(connection, {1: 1})
            series.replace_words(connection, [series.PeriodWords(1, "2010", ("helm", "chief"), 4)])
            topics.add_events(connection, [topics.TopicEvent(1, "renamed", "2026-05-01T10:00:00+00:00", "from a to b")])
        publish(study)
    return tmp_path / "site"


def test_a_topic_s_page_tells_its_story(site: Path) -> None:
    page = site / "topics" / "1.html"
    said = " ".join(text_of(page).split())
    for words in (
        "In short",
        "from 2010 to 2019",
        "in the group",
        "renamed",
        "How it is framed over time",
        "helm, chief",
    ):
        assert words in said
    assert "<script>alert" not in page.read_text("utf-8")
    drawn = page.read_text("utf-8")
    assert drawn.count('<svg class="spark"') >= len(FRAMES) - 1 + 2
    assert "passages in" in drawn


def test_topics_stand_in_their_groups_and_lead_to_the_map(site: Path) -> None:
    page = site / "topics" / "index.html"
    assert "chiefs <script>" in text_of(page).replace("  ", " ") or "chiefs" in text_of(page)
    assert "topics/map.html" in " ".join(Links(page).targets)


def test_every_point_of_the_map_leads_to_its_passage(site: Path) -> None:
    page = site / "topics" / "map.html"
    links = [target for target in Links(page).targets if "#p-" in target]
    assert len(links) > 30
    for target in set(links):
        file, _, anchor = target.partition("#")
        assert anchor in Links((page.parent / file).resolve()).ids
    assert "In 2012" in page.read_text("utf-8")


def test_a_large_map_is_drawn_in_part_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadtext.stages import topic_pages

    monkeypatch.setattr(topic_pages, "DRAWN", 20)
    (tmp_path / "leadtext.toml").write_text('[study]\ntitle = "Leading"\n')
    with open_study(tmp_path) as study:
        with study.database.write() as connection:
            fill(connection)
            waiting = arrangement.unplaced(connection)
            arrangement.add_points(
                connection, [arrangement.MapPoint(p, 0.1, at / 99, True) for at, p in enumerate(waiting)]
            )
        publish(study)
    assert f"20 of {len(waiting)}" in text_of(tmp_path / "site" / "topics" / "map.html")


def names_on(points: pd.DataFrame, names: dict[str, str]) -> list[str]:
    from test_charts import drawn
    from test_charts import texts as texts_of

    shown = texts_of(drawn(charts.passage_map(points, ["group"], names)))
    return [text for text in shown if text in names.values()]


def test_names_on_the_map_do_not_cover_each_other() -> None:
    rows = [(0.0, 0.0, str(topic), "group", "words") for topic in range(9) for _ in range(3)]
    points = pd.DataFrame(rows, columns=["x", "y", "topic", "group", "told"])
    shown = set(names_on(points, {str(topic): f"topic number {topic}" for topic in range(9)}))
    assert 1 <= len(shown) < 9
    assert "topic number 0" in shown


def test_a_small_panel_shows_gaps_and_thin_periods() -> None:
    table = pd.DataFrame(
        [
            ("2010", 0.2, 0.1, 0.3, False, 4, 20, 9),
            ("2011", 0.1, 0.0, 0.3, True, 1, 10, 2),
            ("2012", None, None, None, True, 0, 0, 0),
            ("2013", 0.4, 0.2, 0.6, False, 8, 20, 9),
        ],
        columns=["period", "share", "low", "high", "thin", "count", "passages", "documents"],
    )
    rows = table.to_dict("records")
    drawn = charts.spark(rows, charts.scale_end(rows), label="a & b")
    assert (drawn.count("<circle"), drawn.count('class="thin"'), drawn.count("<polyline")) == (3, 1, 1)
    assert "a &amp; b" in drawn
    assert "4 of 20 passages" in drawn


def test_a_notebook_shows_groups_of_a_topic(counted: Study) -> None:
    assert "<svg" in charts.svg(counted.trends("topic", by=["genre", "frame"]).chart())
    assert "<svg" in charts.svg(counted.trends("frame", by="type").chart())


def test_the_site_is_published_anew_after_a_renaming(done: Path) -> None:
    with open_study(done) as study:
        publish(study)
        rename(study, 1, "Rotas")
        assert publish(study).worked
        assert not publish(study).worked
        with study.database.read() as connection:
            assert "rename" in runs.latest(connection)
    assert "Rotas" in text_of(done / "site" / "topics" / "1.html")
