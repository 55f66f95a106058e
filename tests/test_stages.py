"""A study, run and run again: each stage does what is not yet done, and only that."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from leadtext.encoder import models_folder
from leadtext.errors import ModelError, SourceError, StoreLocked
from leadtext.records import Document
from leadtext.settings import SETTINGS_FILE
from leadtext.stages import STAGES, Outcome, names, open_study, read, run, split
from leadtext.store import DATABASE_FILE, runs, schema, series, sources, tables, tags, texts, topics, vectors
from leadtext.topics import SHIPPED, anchor_scores, shape_anchor


def run_all(folder: Path) -> dict[str, Outcome]:
    with open_study(folder) as study:
        return {outcome.stage: outcome for outcome in run(study)}


def table(folder: Path, name: str):
    with open_study(folder) as study, study.database.read() as connection:
        return tables.table(connection, name, names=True)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished") / "study"
    shutil.copytree(Path(__file__).parent / "study", folder)
    run_all(folder)
    return folder


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    """A study that was run once, to do with as one likes."""
    return Path(shutil.copytree(finished, tmp_path / "study"))


def test_a_tagger_s_layers_read_only_what_they_have_not_read(done: Path) -> None:
    before = table(done, "tags").set_index("passage")
    with open_study(done) as study:
        assert study.layers_fingerprint is not None
        assert STAGES["encode"](study).did["texts"] == 0
        unread = sa.select(schema.vectors.c.hash).where(schema.vectors.c.encoder == study.layers_fingerprint).limit(3)
        with study.database.write() as connection:
            gone = [row.hash for row in connection.execute(unread)]
            here = schema.vectors.c.encoder == study.layers_fingerprint
            connection.execute(sa.delete(schema.vectors).where(here, schema.vectors.c.hash.in_(gone)))
            connection.execute(sa.delete(schema.tags))
        assert STAGES["frame"](study).did["passages"] == len(before)
        assert STAGES["encode"](study).did["texts"] == 0, "frame has had them read"
        with study.database.read() as connection:
            read_again = connection.execute(unread.with_only_columns(sa.func.count()).limit(None)).scalar()
            vectors_of_texts = connection.scalar(
                sa.select(sa.func.count()).where(schema.vectors.c.encoder == study.encoder_fingerprint)
            )
        assert read_again == vectors_of_texts
    pd.testing.assert_frame_equal(table(done, "tags").set_index("passage"), before)


def test_what_a_former_tagger_s_layers_said_goes_once_a_new_one_has_tagged(done: Path) -> None:
    mine = done / "tagger"
    shutil.copytree(models_folder() / "framing", mine)
    kept = schema.vectors.c.encoder
    with open_study(done) as study, study.database.write() as connection:
        shipped, encoder = study.layers_fingerprint, study.encoder_fingerprint
        texts_read = connection.scalar(sa.select(sa.func.count()).where(kept == encoder))
        # An encoder that the study had before, which a run names.
        vectors.add(connection, "former", ["x"], np.zeros((1, 4), dtype=np.float32))
        named = {"models": {"encoder": "former"}, "settings": {}, "counts": {}}
        runs.record(connection, stage="encode", started="", ended="", version="", **named)
    facts = json.loads((mine / "model.json").read_text("utf-8"))
    facts["entrance"] = None
    (mine / "model.json").write_text(json.dumps(facts), "utf-8")
    settings = done / "leadtext.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[frame]\nmodel = "tagger"\n', "utf-8")

    def counted() -> dict[str, int]:
        with open_study(done) as study, study.database.read() as connection:
            query = sa.select(kept, sa.func.count()).group_by(kept)
            return {row[0]: row[1] for row in connection.execute(query)}

    with open_study(done) as study:
        assert study.layers_fingerprint not in {shipped, None}
        STAGES["encode"](study)
        assert set(counted()) == {encoder, shipped, study.layers_fingerprint, "former"}
        assert STAGES["frame"](study).worked
        assert counted() == {encoder: texts_read, study.layers_fingerprint: texts_read, "former": 1}
        assert not STAGES["encode"](study).worked
        assert not STAGES["frame"](study).worked
        STAGES["topic"](study)


def test_one_run_goes_from_publications_to_a_site(finished: Path) -> None:
    with open_study(finished) as study, study.database.read() as connection:
        counts = texts.counts(connection)
        assert (counts["publications"], counts["comments"], counts["rejects"]) == (3, 13, 0)
        assert sum(tags.frames(connection).values()) == counts["passages"]
        assert {topic.name for topic in topics.all_topics(connection, kind="anchor")} >= {
            "compassion",
            "management",
            "followership",
        }
        assert topics.all_topics(connection, kind="emergent")
        assert series.points(connection)
    assert (finished / "site" / "index.html").is_file()


def test_a_comment_knows_its_article_and_what_it_answers(finished: Path) -> None:
    documents = table(finished, "documents").set_index("id")
    reply = documents[documents["author"] == "Farida Lunt"].iloc[0]
    assert documents.loc[reply["parent"], "title"] == "What the night shift knows"
    assert documents.loc[reply["reply_to"], "author"] == "Desmond Apse"
    assert reply["date"] == "2012-03-15"


def test_every_passage_is_a_part_of_its_document(finished: Path) -> None:
    documents = table(finished, "documents").set_index("id")
    for passage in table(finished, "passages").itertuples():
        assert documents.loc[passage.document, "text"][passage.start : passage.end] == passage.text


def test_a_second_run_on_an_unchanged_study_does_no_work(done: Path) -> None:
    before = (done / "site" / "index.html").stat().st_mtime_ns
    outcomes = run_all(done)
    assert list(outcomes) == list(STAGES)
    assert not [outcome for outcome in outcomes.values() if outcome.worked]
    assert (done / "site" / "index.html").stat().st_mtime_ns == before


def test_one_new_file_is_one_files_work(done: Path) -> None:
    tags_before = table(done, "tags").set_index("passage")
    assigned_before = table(done, "assignments")
    (done / "publications" / "late.txt").write_text(
        "A late word\n\n3 May 2016\n\nThe porters and nurses decide between them how the night is run. Nobody upstairs has to "
        "be asked, and in the morning the ward is quiet.\n",
        "utf-8",
    )
    outcomes = run_all(done)
    assert outcomes["read"].did["sources"] == 1
    assert outcomes["read"].did["new documents"] == 1
    assert outcomes["split"].did["documents"] == 1
    assert outcomes["encode"].did["texts"] == outcomes["frame"].did["passages"] == 1
    assert outcomes["topic"].did["topics born"] == 0
    assert outcomes["trend"].worked
    assert outcomes["publish"].worked
    tags_after = table(done, "tags").set_index("passage")
    assert tags_after.loc[tags_before.index].equals(tags_before)
    assigned_after = table(done, "assignments")
    assert assigned_after.merge(assigned_before).shape[0] == assigned_before.shape[0]


def test_a_changed_layout_reads_its_own_sources_anew_and_no_others(small_study: Path) -> None:
    page = "<html><title>Rota</title><body><main><h1>Rota</h1><p>%s</p></main><section><u>Ada</u><i>So we did.</i></section>"
    prose = "The porters wrote a rota for the lifts, and the board found out about it in the autumn. " * 6
    (small_study / "own").mkdir()
    (small_study / "own" / "rota.html").write_text(page % prose, "utf-8")
    (small_study / "ours.toml").write_text('[html]\ncomment = "section"\ntext = "i"', "utf-8")
    settings = small_study / "leadtext.toml"
    settings.write_text(
        settings.read_text("utf-8") + '\n[[sources]]\npath = "own/"\nlayout = "ours.toml"\n', encoding="utf-8"
    )
    with open_study(small_study) as study:
        read(study)
    (small_study / "ours.toml").write_text('[html]\ncomment = "section"\ntext = "i"\nauthor = "u"', "utf-8")
    with open_study(small_study) as study:
        outcome = read(study)
    assert outcome.did["sources"] == 1
    with open_study(small_study) as study, study.database.read() as connection:
        assert "Ada" in {document.author for document in texts.documents(connection)}


def test_a_file_taken_away_takes_its_documents_with_it(done: Path) -> None:
    (done / "publications" / "new-broom.md").unlink()
    outcomes = run_all(done)
    assert outcomes["read"].did["removed documents"] == 1
    assert "The new broom at Harrowgate Infirmary" not in set(table(done, "documents")["title"])
    assert not table(done, "passages")["text"].str.contains("Rowland Keel").any()


def test_each_file_of_an_archive_is_a_source_of_its_own(small_study: Path) -> None:
    def pack(*names: str) -> None:
        with zipfile.ZipFile(small_study / "publications" / "old.zip", "w") as archive:
            for name in names:
                archive.writestr(f"2009/{name}.md", f"# {name}\n\nThe {name} key hangs where everybody can reach it.\n")
            archive.writestr("../out.md", "# Out\n\nNobody reads what lies outside of the archive, and rightly.\n")

    pack("brass", "iron")
    with open_study(small_study) as study:
        assert read(study).did["rejects"] == 1
        assert not read(study).worked
        pack("brass", "silver")
        again = read(study)
        with study.database.read() as connection:
            [reject] = sources.rejects(connection)
    assert (reject.source, reject.place) == ("publications/old.zip", "../out.md")
    assert again.did["sources"] == 2, "the archive and the file that is new in it"
    assert (again.did["new documents"], again.did["removed documents"]) == (1, 1)
    found = table(small_study, "documents")["source"]
    assert set(found[found.str.contains("zip")]) == {
        "publications/old.zip/2009/brass.md",
        "publications/old.zip/2009/silver.md",
    }


def pseudonymise(folder: Path, wanted: str = "true") -> None:
    file = folder / SETTINGS_FILE
    settings = file.read_text("utf-8").partition("\n[read]")[0]
    file.write_text(f"{settings}\n[read]\npseudonymise = {wanted}\n", "utf-8")


def test_no_name_is_left_in_a_study_that_asks_for_pseudonyms(done: Path) -> None:
    named = table(done, "documents")
    authors = sorted(set(named["author"].dropna()))
    pseudonymise(done)
    assert run_all(done)["read"].did["sources"] == 4, "the setting's change reads everything anew"
    hidden = table(done, "documents")
    assert len(hidden) == len(named)
    assert hidden["author"].dropna().str.fullmatch(r"Reader [0-9A-F]{6}").all()
    assert hidden["author"].dropna().nunique() == len(authors)
    content = (done / "site" / "index.html").parent.rglob("*.html")
    assert not [author for author in authors for page in content if author in page.read_text("utf-8")]
    pseudonymise(done, "false")
    run_all(done)
    assert table(done, "documents")[["id", "author", "text"]].equals(named[["id", "author", "text"]])


def test_a_pseudonym_is_the_same_all_through_a_study_and_another_in_another(small_study: Path, tmp_path: Path) -> None:
    pseudonymise(small_study)
    other = Path(shutil.copytree(small_study, tmp_path / "other"))
    (small_study / "publications" / "again.md").write_text(
        "---\nauthor: Farida Lunt\n---\n\nI said it under the article and say it again: the night shift knows.\n",
        "utf-8",
    )
    found = []
    for folder in (small_study, other):
        with open_study(folder) as study:
            read(study)
        documents = table(folder, "documents").set_index("source")
        found.append(documents.loc[["publications/night-shift.html"]].sort_values("position")["author"].dropna())
    assert set(found[0]).isdisjoint(found[1])
    again = table(small_study, "documents").set_index("source").loc["publications/again.md", "author"]
    assert again in set(found[0])


def test_a_name_that_was_kept_and_is_shown_no_more_is_replaced_as_well(done: Path) -> None:
    gone = Document("gone", "comment", "", "@Wim Oort: no.", "feed:http://x/#1", author="Ada Kestrel", position=1)
    with open_study(done) as study, study.database.write() as connection:
        sources.remember(connection, "feed:http://x/", fingerprint="", documents=0, at="")
        texts.replace_source(connection, gone.source, [gone])
    pseudonymise(done)
    with open_study(done) as study:
        pseudonyms = names.pseudonyms_of(study)
    with open_study(done) as study, study.database.write() as connection:
        assert names.replace_kept_names(connection, pseudonyms) > 0
        assert names.replace_kept_names(connection, pseudonyms) == 0
        kept = texts.document(connection, "gone")
    assert kept is not None
    assert not re.search("Ada|Kestrel|Wim|Oort", f"{kept.author} {kept.text}")


GERMAN = (
    "# Die Nachtschicht\n\n3 May 2014\n\nWer nachts auf der Station entscheidet, steht in keinem Plan. Die Schwestern wissen, "
    "was zu tun ist, und niemand oben hat sie je danach gefragt.\n"
)


def test_what_is_not_in_english_is_kept_but_has_no_frame(done: Path) -> None:
    before = table(done, "trends").set_index(["measure", "value", "genre", "period"])["passages"]
    (done / "publications" / "nacht.md").write_text(GERMAN, "utf-8")
    outcomes = run_all(done)
    [note] = outcomes["frame"].notes
    assert "1 passage in other languages than English" in note
    assert "(de 1)" in note
    assert outcomes["frame"].did["passages"] == 0
    documents = table(done, "documents").set_index("source")
    assert documents.loc["publications/nacht.md", "language"] == "de"
    assert set(documents["language"].dropna()) == {"en", "de"}
    after = table(done, "trends").set_index(["measure", "value", "genre", "period"])["passages"]
    year = (slice(None), "article", "2014")
    assert (after.loc[("frame", *year)] == before.get(("frame", "heroic", "article", "2014"), 0)).all()
    assert (after.loc[("topic", *year)] == after.loc[("frame", *year)].iloc[0] + 1).all()


def test_other_languages_are_framed_where_the_study_asks_for_them(done: Path) -> None:
    (done / "publications" / "nacht.md").write_text(GERMAN, "utf-8")
    settings = done / SETTINGS_FILE
    english_only = settings.read_text("utf-8")
    run_all(done)
    settings.write_text(english_only + "\n[frame]\nall_languages = true\n", "utf-8")
    asked = run_all(done)
    assert (asked["frame"].did["passages"], asked["frame"].notes) == (1, ())
    assert asked["trend"].worked
    settings.write_text(english_only, "utf-8")
    back = run_all(done)
    assert back["frame"].did["tags taken out"] == 1
    assert back["trend"].worked


def test_a_changed_row_changes_only_itself(done: Path) -> None:
    file = done / "comments.csv"
    file.write_text(file.read_text("utf-8").replace("names of two", "names of three"), "utf-8")
    outcomes = run_all(done)
    assert outcomes["read"].did["changed documents"] == 1
    assert outcomes["read"].did["new documents"] == 0
    assert outcomes["frame"].did["passages"] == 1


def test_the_same_page_saved_twice_is_counted_once(done: Path) -> None:
    passages = table(done, "passages")
    counted = passages["duplicate_of"].isna().sum()
    shutil.copy(done / "publications" / "review.txt", done / "publications" / "review-again.txt")
    outcomes = run_all(done)
    assert outcomes["split"].did["repeats"] >= 7
    after = table(done, "passages")
    assert after["duplicate_of"].isna().sum() - counted <= 1
    (done / "publications" / "review.txt").unlink()
    run_all(done)
    kept = table(done, "passages")
    assert kept[kept["text"].str.startswith("Leadership in the best wards")]["duplicate_of"].isna().all()


def test_what_cannot_be_read_is_recorded_and_stops_nothing(done: Path) -> None:
    (done / "publications" / "empty.html").write_bytes(b"")
    (done / "publications" / "picture.txt").write_bytes(bytes(range(256)) * 20)
    (done / "publications" / "notes.xyz").write_text("What is this?")
    outcomes = run_all(done)
    assert outcomes["read"].did["rejects"] == 3
    with open_study(done) as study, study.database.read() as connection:
        rejects = {reject.source: reject.reason for reject in sources.rejects(connection)}
    assert "empty" in rejects["publications/empty.html"]
    assert "publications/picture.txt" in rejects
    assert "no reader" in rejects["publications/notes.xyz"]
    assert not run_all(done)["read"].worked


def test_a_run_with_a_new_passage_encodes_no_anchor_s_phrases_again(done: Path) -> None:
    late = "A late word\n\n3 May 2016\n\nThe porters and nurses decide between them how the night is run, and nobody asks.\n"
    (done / "publications" / "late.txt").write_text(late, "utf-8")
    with open_study(done) as study:
        for stage in ("read", "split", "encode"):
            STAGES[stage](study)
        study.__dict__["encoder"] = None
        assert STAGES["topic"](study).did["held against anchors"] == 1
    kept = table(done, "assignments")
    with open_study(done) as study:
        with study.database.write() as connection:
            connection.execute(sa.delete(schema.phrases))
            connection.execute(sa.delete(schema.anchored))
        STAGES["topic"](study)
    pd.testing.assert_frame_equal(table(done, "assignments"), kept)


def on_anchor(folder: Path, name: str) -> set[str]:
    with open_study(folder) as study, study.database.read() as connection:
        ids = {topic.name: topic.id for topic in topics.all_topics(connection, kind="anchor")}
    held = table(folder, "assignments")
    return set(held.loc[held["topic"] == ids[name], "passage"])


def test_an_anchor_that_ships_goes_by_the_tagger_s_layers_and_one_defined_anew_by_its_phrases(done: Path) -> None:
    with open_study(done) as study, study.database.read() as connection:
        [column] = [at for at, name in enumerate(study.tagger.themes) if name == "compassion"]
        scale, columns = study.tagger.themes["compassion"], len(study.tagger.themes)
        passages = sorted(set(table(done, "tags")["passage"]))
        scores = vectors.of(connection, study.layers_fingerprint or "", passages)[:, column - columns]
        shape = shape_anchor(next(anchor for anchor in SHIPPED if anchor.name == "compassion"), study.encoder.encode)
        found = texts.passage_texts(connection, passages)
        phrases = anchor_scores(shape, found, vectors.of(connection, study.encoder_fingerprint, passages))
    by_phrases = {passage for passage, score in zip(passages, phrases, strict=True) if score >= shape.threshold}
    probable = scale.probabilities(scores, phrases)
    read = {passage for passage, p in zip(passages, probable, strict=True) if not np.isnan(p)}
    told = {passage for passage, p in zip(passages, probable, strict=True) if p >= scale.threshold}
    assert read
    assert on_anchor(done, "compassion") == told | (by_phrases - read)
    settings = done / SETTINGS_FILE
    anew = '\n[[anchors]]\nname = "compassion"\ndefinition = "Night work."\nseeds = ["the night shift", "at three in the morning"]\n'
    settings.write_text(settings.read_text("utf-8") + anew, "utf-8")
    run_all(done)
    assert on_anchor(done, "compassion") != told | (by_phrases - read)


def test_an_anchor_of_the_study_s_own_is_held_against_everything(done: Path) -> None:
    settings = done / SETTINGS_FILE
    settings.write_text(
        settings.read_text("utf-8")
        + '\n[[anchors]]\nname = "night work"\ndefinition = "Working at night."\nseeds = ["the night shift", "at three in the morning"]\nthreshold = -0.1\n',
        "utf-8",
    )
    before = table(done, "topics").set_index("id")
    outcomes = run_all(done)
    after = table(done, "topics").set_index("id")
    assert outcomes["topic"].did["topics born"] == 0
    assert after.loc[before.index, "name"].equals(before["name"])
    [night] = [topic for topic in after.itertuples() if topic.name == "night work"]
    assert night.Index > before.index.max()
    assert night.passages >= 1


def test_a_topic_keeps_the_name_that_a_run_gave_it(done: Path) -> None:
    before = table(done, "topics")[["id", "name"]]
    for number in range(3):
        (done / "publications" / f"more-{number}.txt").write_text(
            f"More of it\n\n{number + 1} May 2016\n\nThe waiting list grew again and theatre {number} stood empty. It was a bad "
            "week for everybody on the ward and in the office.\n"
        )
    run_all(done)
    assert table(done, "topics")[["id", "name"]].equals(before)


def test_too_little_text_for_topics_is_said_plainly(done: Path) -> None:
    (done / DATABASE_FILE).unlink()
    settings = done / SETTINGS_FILE
    settings.write_text(settings.read_text("utf-8").replace("min_passages = 20", "min_passages = 500"), "utf-8")
    outcomes = run_all(done)
    assert any("looked for from 500 on" in note for note in outcomes["topic"].notes)
    assert (table(done, "topics")["kind"] == "anchor").all()


def test_two_runs_from_nothing_give_the_same_tables(finished: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(Path(__file__).parent / "study", again)
    run_all(again)
    for name in ("passages", "tags", "assignments", "trends"):
        assert table(again, name).equals(table(finished, name)), name
    assert table(again, "topics")["name"].equals(table(finished, "topics")["name"])


def test_a_missing_source_is_named(done: Path) -> None:
    shutil.rmtree(done / "publications")
    with open_study(done) as study, pytest.raises(SourceError, match=r"sources\[1\].path names publications/"):
        read(study)


def test_topics_of_another_encoder_are_refused(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_study(done) as study:
        monkeypatch.setitem(study.__dict__, "encoder_fingerprint", "another")
        with pytest.raises(ModelError, match="made with the encoder"):
            STAGES["topic"](study)


def test_a_study_at_work_refuses_a_second_run(done: Path) -> None:
    with open_study(done) as first, open_study(done) as second, first.database.one_run():
        with pytest.raises(StoreLocked, match="another run"):
            split(second)


KILLED = """
import os, signal, sys
from leadtext.stages import STAGES, open_study
from leadtext.stages.work import Work
stage = sys.argv[2]
recorded = Work.record
def die(self, connection, did, **models):
    recorded(self, connection, did, **models)
    if self.stage == stage:
        os.kill(os.getpid(), signal.SIGKILL)
Work.record = die
with open_study(sys.argv[1]) as study:
    for run in STAGES.values():
        run(study)
"""


@pytest.mark.parametrize("stage", list(STAGES))
def test_a_run_killed_in_any_stage_is_taken_up_again(stage: str, finished: Path, small_study: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, small_study, stage], capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    outcomes = run_all(small_study)
    # Vectors and the site are there already, since they are put in their place before the run is recorded.
    assert outcomes[stage].worked or stage in {"encode", "publish"}
    for name in ("passages", "tags", "assignments", "trends"):
        assert table(small_study, name).equals(table(finished, name)), name
