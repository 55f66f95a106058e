"""The store keeps what the stages write, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from leadtext.errors import StoreError, StoreLocked, StoreVersion
from leadtext.passages import cut
from leadtext.records import Document, PartialDate, Reject
from leadtext.store import DATABASE_FILE, Database, labels, runs, schema, sources, tables, tags, texts, topics, vectors
from leadtext.store.database import MIGRATIONS, newest_revision

Opener = Callable[[], Database]


def publication(text: str = "A first paragraph. It has two sentences.\n\nA second one.", **facts: object) -> Document:
    given = {"id": "d1", "kind": "article", "title": "A title", "text": text, "source": "a.html"} | facts
    return Document(**given)  # type: ignore[arg-type]


def with_passages(database: Database, document: Document) -> list[str]:
    passages = cut(document)
    with database.write() as connection:
        texts.replace_source(connection, document.source, [document])
        texts.add_passages(connection, passages)
        texts.mark_split(connection, [document.id], "f")
    return [passage.id for passage in passages]


def test_a_document_comes_back_as_it_was(database: Database) -> None:
    date = PartialDate.from_iso("2014-05", inferred=True)
    document = publication(author="A. N. Other", role="nurse", date=date, language="en", address="https://x.example/")
    with database.write() as connection:
        texts.replace_source(connection, "a.html", [document])
    with database.read() as connection:
        assert texts.document(connection, "d1") == document


def test_a_source_read_again_unchanged_changes_nothing(database: Database) -> None:
    with_passages(database, publication())
    with database.write() as connection:
        change = texts.replace_source(connection, "a.html", [publication()])
        assert (change.new, change.changed, change.removed) == (0, 0, 0)
        assert texts.unsplit(connection, "f") == []


def test_a_document_whose_text_changed_waits_to_be_cut_anew(database: Database) -> None:
    with_passages(database, publication())
    with database.write() as connection:
        change = texts.replace_source(connection, "a.html", [publication("Something else.")])
        assert change.changed == 1
        assert [document.id for document in texts.unsplit(connection, "f")] == ["d1"]


def test_a_document_whose_date_was_corrected_keeps_its_passages(database: Database) -> None:
    with_passages(database, publication())
    with database.write() as connection:
        texts.replace_source(connection, "a.html", [publication(date=PartialDate.from_iso("2011"))])
        assert texts.unsplit(connection, "f") == []


def test_a_day_is_a_day_in_the_tables_and_a_month_or_year_none(database: Database) -> None:
    for name, date in (("a", "2011"), ("b", "2011-05-02"), ("c", None)):
        with_passages(
            database,
            publication(date=None if date is None else PartialDate.from_iso(date), id=name, source=f"{name}.txt"),
        )
    with database.read() as connection:
        for name in ("documents", "passages"):
            told = tables.table(connection, name).drop_duplicates("date")
            assert [None if pd.isna(date) else date for date in told["date"]] == ["2011", "2011-05-02", None]
            assert [None if pd.isna(day) else day for day in told["day"]] == [None, dt.date(2011, 5, 2), None]


def test_only_what_was_printed_has_pages_in_the_table_of_passages(database: Database) -> None:
    # The printed one stands amid others: a column that begins with nothing is read as one of numbers.
    for name, pages in (("a", ()), ("b", ((0, 7), (20, 8))), ("c", ())):
        with_passages(database, publication(pages=pages, id=name, source=f"{name}.pdf"))
    with database.read() as connection:
        table = tables.table(connection, "passages", names=False)
    shown = {document: list(rows["pages"]) for document, rows in table.groupby("document")}
    assert shown["b"][0].startswith("7")
    assert not any(shown["a"] + shown["c"])


def test_what_is_taken_out_takes_everything_that_follows_with_it(database: Database) -> None:
    passages = with_passages(database, publication())
    topic = topics.Topic(1, "emergent", "a, b, c", ("a",), "e", np.ones(4, dtype=np.float32), 0.5)
    with database.write() as connection:
        tags.add(connection, "m", [tags.StoredTag(passages[0], "heroic", 0.9, False, {"heroic_endorsed": 0.9})])
        topics.add_topics(connection, [topic])
        topics.assign(connection, [topics.Assignment(passages[0], 1, 0.8), topics.Assignment(passages[1], None, 0.1)])
        texts.remove_source(connection, "a.html")
    with database.read() as connection:
        assert tags.frames(connection) == {}
        assert topics.sizes(connection) == {}
        assert [topic.name for topic in topics.all_topics(connection)] == ["a, b, c"]


def test_what_a_page_no_longer_shows_can_be_kept_and_marked(database: Database) -> None:
    with_passages(database, publication())
    with database.write() as connection:
        texts.replace_source(connection, "a.html", [], keep_gone=True)
    with database.read() as connection:
        assert texts.document(connection, "d1") is not None
        assert connection.scalar(sa.select(schema.documents.c.gone)) is True


def test_a_failed_write_leaves_nothing_behind(database: Database) -> None:
    class Killed(BaseException):
        pass

    with pytest.raises(Killed), database.write() as connection:
        texts.replace_source(connection, "a.html", [publication()])
        sources.remember(connection, "a.html", fingerprint="f", documents=1, at="now")
        raise Killed
    with database.read() as connection:
        assert texts.documents(connection) == []
        assert sources.fingerprints(connection) == {}


def test_readers_see_the_state_before_a_write_until_it_is_done(open_database: Opener) -> None:
    writer, reader = open_database(), open_database()
    with writer.write() as connection:
        texts.replace_source(connection, "a.html", [publication()])
        with reader.read() as other:
            assert texts.documents(other) == []
    with reader.read() as other:
        assert len(texts.documents(other)) == 1


def test_a_second_run_on_the_same_study_is_refused(open_database: Opener) -> None:
    first, second = open_database(), open_database()
    with first.one_run():
        with first.one_run():
            pass
        with pytest.raises(StoreLocked, match="another run"), second.one_run():
            pass
    with second.one_run():
        pass


def test_vectors_come_back_in_the_order_asked_for(database: Database) -> None:
    first, second = with_passages(database, publication())
    made = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    with database.write() as connection:
        missing = vectors.missing(connection, "e")
        assert len(missing) == 2
        vectors.add(connection, "e", list(missing), made)
        assert vectors.missing(connection, "e") == {}
        assert len(vectors.missing(connection, "another encoder")) == 2
        assert vectors.of(connection, "e", [second, first]).tolist() == made[::-1].tolist()


def test_a_comment_is_tagged_under_the_title_of_its_publication(database: Database) -> None:
    comment = publication("I agree.", id="c1", kind="comment", title="", parent="d1")
    reply = publication("So do I.", id="c2", kind="comment", title="", parent="d1", reply_to="c1")
    with database.write() as connection:
        texts.replace_source(connection, "a.html", [publication(), comment, reply])
        texts.add_passages(connection, [*cut(comment), *cut(reply)])
    with database.read() as connection:
        waiting = {passage.text: passage for passage in tags.untagged(connection, "m")}
    assert waiting["So do I."].title == "A title"
    assert waiting["So do I."].answers == "I agree."
    assert waiting["I agree."].answers == ""


def test_publications_and_comments_are_counted_apart(database: Database) -> None:
    comment = publication("Thank you.", id="c1", kind="comment", title="", parent="d1")
    report = publication("A report.", id="r1", kind="report")
    with database.write() as connection:
        texts.replace_source(connection, "a.html", [publication(), report, comment])
        counts = texts.counts(connection)
    assert (counts["publications"], counts["comments"], counts["passages"]) == (2, 1, 0)


def test_rejects_of_a_source_are_replaced_when_it_is_read_again(database: Database) -> None:
    with database.write() as connection:
        sources.replace_rejects(connection, "t.csv", [Reject("t.csv", "row 2", "no text")])
        sources.replace_rejects(connection, "t.csv", [Reject("t.csv", "row 3", "no text")])
        sources.replace_rejects(connection, "u.csv", [Reject("u.csv", "", "empty")])
    with database.read() as connection:
        assert [(r.source, r.place) for r in sources.rejects(connection)] == [("t.csv", "row 3"), ("u.csv", "")]


def test_runs_tell_the_last_of_each_stage(database: Database) -> None:
    with database.write() as connection:
        for stage in ("read", "split", "read"):
            runs.record(
                connection, stage=stage, started="a", ended="b", version="1", settings={}, models={}, counts={"n": 1}
            )
        assert runs.latest(connection) == {"read": 3, "split": 2}


def test_labels_hold_while_their_passages_say_what_was_coded(database: Database) -> None:
    passage = with_passages(database, publication())[0]

    def label(coder: str, key: str, *signals: str) -> labels.StoredLabel:
        return labels.StoredLabel(passage, coder, "book", "1", key, "2026", signals, (), "chosen", None, "2026")

    with database.write() as connection:
        key = labels.passage_keys(connection, [passage, "nowhere:0"])[passage]
        labels.add(connection, [label("ada", key, "one"), label("ben", key), label("cy", "of other words")])
        labels.add(connection, [label("ben", key, "two")])
        labels.redraw(connection, [passage], 0.25)
    with database.read() as connection:
        held = labels.holding(connection, codebook="book", version="1")
        assert {(one.coder, one.signals) for one in held} == {("ada", ("one",)), ("ben", ("two",))}
        assert {(one.drawn, one.probability) for one in held} == {("random", 0.25)}
        assert labels.holding(connection, codebook="book", version="2") == []
        assert labels.strays(connection) == 1
    with database.write() as connection:
        texts.remove(connection, ["d1"])
    with database.read() as connection:
        assert labels.strays(connection) == 3


def test_the_migrations_make_the_schema_that_the_code_knows(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_the_newest_revision_is_told_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(open_database: Opener) -> None:
    with open_database().write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreVersion, match="newer version of leadtext"):
        open_database()


def test_a_locked_database_is_said_to_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadtext.store.database.LOCK_WAIT_SECONDS", 0.1)
    database = Database.in_folder(tmp_path)
    other = sqlite3.connect(tmp_path / DATABASE_FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLocked, match="locked by another process"), database.write():
        pass
    other.rollback()
    other.close()
    database.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE_FILE).write_text("This is not a database, however long it may look. " * 50)
    with pytest.raises(StoreError, match="no SQLite database"):
        Database.in_folder(tmp_path)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE_FILE) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match="tables that are not leadtext's"):
        Database.in_folder(tmp_path)


def test_an_unknown_kind_of_database_is_refused() -> None:
    with pytest.raises(StoreError, match="must be SQLite or PostgreSQL"):
        Database("mysql://localhost/x")


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(StoreError, match="127.0.0.1:1/"):
        Database("postgresql://leadtext@127.0.0.1:1/nothing")
