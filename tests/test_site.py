"""The site: what a person finds on its pages, and that publishing is safe and exact."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from leadtext import charts
from leadtext import site as site_package
from leadtext.errors import StudyError
from leadtext.prevalence import LEAST_LABELS
from leadtext.records import Document, PartialDate, Passage, Reject, text_key
from leadtext.site import movements, places
from leadtext.site.cards import escaped
from leadtext.site.threads import pack
from leadtext.stages import Study, open_study, publish
from leadtext.stages.quality import tagger_figures
from leadtext.stages.site_folder import MARKER_FILE
from leadtext.store import Connection, base_rates, labels, runs, series, sources, tags, texts, topics

EVIL = "<script>alert('here')</script>"
SETTINGS = '[study]\ntitle = "Leading & following"\n[publish]\npage_size = 10\n'
YEARS = range(2010, 2020)
FRAMES = ("heroic", "collective", "mixed", "neither")


@given(st.text(alphabet="ab&<>'\"#;39 é", max_size=40))
def test_passages_are_escaped_as_the_templates_escape(text: str) -> None:
    assert escaped(text) == str(escape(text))


def passages_of(document: Document) -> list[Passage]:
    """A passage for every paragraph."""
    found, at = [], 0
    for position, paragraph in enumerate(document.text.split("\n\n")):
        end = at + len(paragraph)
        found.append(Passage(f"{document.id}:{at}", document.id, position, at, end, paragraph, text_key(paragraph)))
        at = end + 2
    return found


def documents() -> list[Document]:
    found = []
    for year in YEARS:
        publication = f"{year}aaaaaaaaaaaa"
        found.append(
            Document(
                id=publication,
                kind="report" if year % 2 else "article",
                title=f"On leading {year} {EVIL if year == 2019 else ''}",
                text=f"In {year} one strong chief took the helm.\n\nIn {year} everybody led.\n\n{EVIL} it is {year}.",
                source=f"texts/{year}.html",
                author=f"Ada Author{year}" + (EVIL if year == 2019 else ""),
                organisation="The Institute",
                date=PartialDate.from_iso(f"{year}-03-04"),
                address="javascript:alert(1)" if year == 2018 else f"https://example.org/{year}?a=1&b=2",
            )
        )
        for number, (answers, text) in enumerate(
            [(None, f"First of {year}. {EVIL}"), (1, f"Second of {year}."), (2, f"Third of {year}.")], start=1
        ):
            found.append(
                Document(
                    id=f"{year}cccccccc{number}",
                    kind="comment",
                    title=f"On leading {year}",
                    text=text,
                    source=f"texts/{year}.html",
                    author=f"Ben Commenter{year}",
                    role="Nurse" if number == 2 else None,
                    date=PartialDate.from_iso(str(year)),
                    parent=publication,
                    reply_to=None if answers is None else f"{year}cccccccc{answers}",
                    position=number,
                )
            )
    found.append(Document("looseloose", "comment", "", "On its own.", "table.csv", position=1, place="row 2"))
    return found


def fill(connection: Connection) -> None:
    """Put into a study what its stages would have made, without their models."""
    everything = documents()
    for source in sorted({document.source for document in everything}):
        texts.replace_source(connection, source, [d for d in everything if d.source == source])
    sources.replace_rejects(connection, "texts/bad.pdf", [Reject("texts/bad.pdf", "page 2", f"damaged {EVIL}")])
    flaw = "nobody can read its date 'soonish'; the row is kept without a date"
    sources.replace_rejects(connection, "table.csv", [Reject("table.csv", "row 2", flaw)])
    made = [passage for document in everything for passage in passages_of(document)]
    repeat = made[1]
    made[-1] = Passage(**{f: getattr(made[-1], f) for f in made[-1].__slots__} | {"duplicate_of": repeat.id})
    texts.add_passages(connection, made)
    counted = [passage for passage in made if passage.duplicate_of is None]
    given = {passage.id: FRAMES[at % 4] for at, passage in enumerate(counted)}
    tags.add(
        connection,
        "model",
        [tags.StoredTag(p.id, given[p.id], 0.4 + at % 50 / 100, at % 7 == 0, {}) for at, p in enumerate(counted)],
    )
    vector = np.ones(4, dtype=np.float32) / 2
    topics.add_topics(
        connection,
        [
            topics.Topic(1, "emergent", "chief, helm", ("chief", "helm"), "encoder", vector, 0.5, born="2026-01-01"),
            topics.Topic(
                2, "anchor", "followership", ("led",), "encoder", vector, 0.5, "Being led.", born="2026-01-01"
            ),
        ],
    )
    topics.add_events(connection, [topics.TopicEvent(1, "born", "2026-01-01T10:00:00+00:00", "found in 60 passages")])
    topics.assign(
        connection,
        [topics.Assignment(p.id, 1 if at % 3 else None, 0.9 - at / 1000) for at, p in enumerate(counted)]
        + [topics.Assignment(p.id, 2, 0.5) for p in counted[::10]],
    )
    year_of = {document.id: str(document.date)[:4] for document in everything if document.date is not None}
    kind_of = {document.id: document.kind for document in everything}
    points = []
    for measure, value in [*(("frame", frame) for frame in FRAMES), ("topic", "1"), ("topic", "2")]:
        for genre in ("all", "publications", "report", "article", "blog", "comment"):
            for year in map(str, YEARS):
                here = [
                    p.id
                    for p in counted
                    if year_of.get(p.document) == year
                    and (
                        genre in ("all", kind_of[p.document])
                        or (genre == "publications" and kind_of[p.document] != "comment")
                    )
                ]
                count = len([p for p in here if given[p] == value]) if measure == "frame" else len(here) // 2
                share = count / len(here) if here else None
                ends = (None, None) if share is None else (max(0.0, share - 0.1), min(1.0, share + 0.1))
                points.append(
                    series.Point(measure, value, genre, year, count, len(here), len(here) // 2, share, *ends, False)
                )
    series.replace(connection, points)
    record(connection, "trend")


def record(connection: Connection, stage: str) -> None:
    at = "2026-01-01T10:00:00+00:00"
    runs.record(
        connection, stage=stage, started=at, ended=at, version="1", settings={}, models={}, counts={"points": 1}
    )


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    (folder / "leadtext.toml").write_text(SETTINGS)
    with open_study(folder) as study:
        with study.database.write() as connection:
            fill(connection)
        assert publish(study).worked
    return folder


@pytest.fixture(scope="module")
def site(_published: Path) -> Path:
    return _published / "site"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    (tmp_path / "leadtext.toml").write_text(SETTINGS)
    with open_study(tmp_path) as opened:
        yield opened


@pytest.fixture
def filled(study: Study) -> Study:
    with study.database.write() as connection:
        fill(connection)
    return study


class Links(HTMLParser):
    def __init__(self, page: Path) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.headings = 0
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.targets += [str(given[name]) for name in ("href", "src") if given.get(name)]
        self.ids += [str(given["id"])] if given.get("id") else []
        self.headings += tag == "h1"


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def text_of(page: Path) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8")))


def test_every_link_leads_to_something_that_is_there(site: Path) -> None:
    links = {page: Links(page) for page in pages(site)}
    for page, found in links.items():
        for target in found.targets:
            parts = urlsplit(target)
            if parts.scheme:
                assert parts.scheme == "https", f"{page}: {target}"
                continue
            aim = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert aim.is_file(), f"{page}: {target}"
            if parts.fragment and aim.suffix == ".html":
                assert parts.fragment in links[aim].ids, f"{page}: {target}"


def test_nothing_is_taken_from_the_network(site: Path) -> None:
    for page in pages(site):
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', page.read_text("utf-8"))
        assert not [address for address in loaded if urlsplit(address).scheme or address.startswith("//")]
    assert "http" not in (site / "assets" / "site.css").read_text("utf-8")


def test_what_strangers_wrote_is_shown_and_never_run(site: Path) -> None:
    for page in pages(site):
        assert EVIL not in page.read_text("utf-8"), page
    document = (site / places.document_page("2019aaaaaaaaaaaa")).read_text("utf-8")
    assert document.count("&lt;script&gt;") >= 3


def test_addresses_of_other_kinds_than_the_web_are_not_linked(site: Path) -> None:
    assert "javascript:" not in (site / places.document_page("2018aaaaaaaaaaaa")).read_text("utf-8")
    linked = (site / places.document_page("2017aaaaaaaaaaaa")).read_text("utf-8")
    assert 'href="https://example.org/2017?a=1&amp;b=2" rel="external noopener noreferrer nofollow"' in linked


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http:", ""]
)
def test_an_address_that_is_none_of_the_web_is_refused(address: str) -> None:
    assert places.web_address(address) is None


def test_names_are_left_out_unless_asked_for(site: Path) -> None:
    for file in site.rglob("*"):
        if file.suffix in {".html", ".js", ".csv", ".json"}:
            said = file.read_text("utf-8")
            assert "Ada Author" not in said, file
            assert "Ben Commenter" not in said, file
    assert "author" not in pd.read_parquet(site / "tables" / "documents.parquet").columns
    document = text_of(site / places.document_page("2011aaaaaaaaaaaa"))
    assert "Comment 1" in document
    assert "Nurse" in document
    assert "The Institute" in document


def test_names_are_shown_where_the_settings_ask_for_them(filled: Study) -> None:
    (filled.folder / "leadtext.toml").write_text(SETTINGS + "names = true\n")
    with open_study(filled.folder) as named:
        publish(named)
    document = filled.site_folder / places.document_page("2011aaaaaaaaaaaa")
    assert "Ada Author2011" in text_of(document)
    assert "Ben Commenter2011, Nurse" in text_of(document)
    assert "author" in pd.read_csv(filled.site_folder / "tables" / "documents.csv").columns


def test_the_overview_tells_how_much_there_is(site: Path) -> None:
    said = " ".join(text_of(site / "index.html").split())
    for counted in ("Publications 10", "Comments 31", "Passages 60", "Repeats, counted once 1", "Not readable 1"):
        assert counted in said
    assert "Leading & following" in said
    assert "between 2010 and 2019" in said


def test_the_overview_says_how_much_is_a_guess(site: Path) -> None:
    said = " ".join(text_of(site / "index.html").split())
    assert "The tagger is unsure of 15 % of these passages (3 of 15 heroic, 2 of 15 collective, " in said


def test_dashes_are_explained_only_where_something_is_dashed(site: Path) -> None:
    shown = [site / "index.html", site / "topics" / "index.html", *(site / "documents").rglob("*.html")]
    texts = [page.read_text("utf-8") for page in shown]
    with_key = [text for text in texts if 'class="key"' in text]
    dashed = [re.search(r'class="(tag|passage[^"]*) unsure', text) is not None for text in with_key]
    assert set(dashed) == {True, False}
    assert dashed == ["dashed: uncertain" in text for text in with_key]


def test_every_page_has_one_heading_a_way_back_and_is_small(site: Path) -> None:
    for page in pages(site):
        links = Links(page)
        assert links.headings == 1, page
        assert any(target.endswith("index.html") for target in links.targets), page
        assert page.stat().st_size < 500_000, page
        assert len(links.ids) == len(set(links.ids)), page


def test_from_a_curve_the_passages_are_two_clicks_away(site: Path) -> None:
    overview = (site / "index.html").read_text("utf-8")
    points = re.findall(r'<a href="(frames/[^"]+)"[^>]*><path role="graphics-symbol"', overview)
    assert "frames/heroic/2012-publications.html" in points
    period = Links(site / "frames/heroic/2012-publications.html")
    [passage] = [target for target in period.targets if "#p-" in target]
    path, anchor = passage.split("#")
    assert anchor in Links((site / "frames/heroic" / path).resolve()).ids


def test_a_document_is_shown_with_its_passages_marked_and_its_comments_as_a_thread(site: Path) -> None:
    page = (site / places.document_page("2012aaaaaaaaaaaa")).read_text("utf-8")
    assert re.search(r'class="passage frame-\w+[^"]*" id="p-2012aaaaaaaaaaaa-0"', page)
    assert re.findall(r'class="comment depth-(\d)"', page) == ["0", "1", "2"]
    assert 'answers <a href="#d-2012cccccccc2">comment 2</a>' in page


def test_where_the_tagger_would_rather_not_say_the_passage_is_shown_as_uncertain(site: Path) -> None:
    pattern = re.compile(r'class="tag unsure frame-\w+".*?>uncertain <span class="lean">leans \w+</span>')
    assert pattern.search((site / places.document_page("2010aaaaaaaaaaaa")).read_text("utf-8"))


def test_a_frames_passages_are_listed_on_pages_the_surest_first(site: Path) -> None:
    first = (site / places.frame_page("heroic")).read_text("utf-8")
    second = (site / "frames/heroic-page-2.html").read_text("utf-8")
    assert first.count('<li class="card') == 10
    sure = [
        float(p)
        for page in (first, second)
        for p in re.findall(r'<li class="card frame-heroic">.*?class="p">([\d.]+)', page, re.S)
    ]
    assert sure == sorted(sure, reverse=True)
    assert 'aria-current="page">2</span>' in second


def test_a_topic_has_its_id_words_story_chart_framing_and_passages(site: Path) -> None:
    page = site / places.topic_page(1)
    said = text_of(page)
    for words in ("Topic 1", "found in the texts", "chief, helm", "born : found in 60 passages", "nearest first"):
        assert words in " ".join(said.split()), words
    assert "<svg " in page.read_text("utf-8")
    near = [float(n) for n in re.findall(r"nearness ([\d.]+)", page.read_text("utf-8"))]
    assert near == sorted(near, reverse=True)
    assert "Being led." in text_of(site / places.topic_page(2))


def test_what_is_near_to_no_topic_has_its_page(site: Path) -> None:
    assert "Novelty pool" in text_of(site / "topics/novelty.html")


def test_what_could_not_be_read_is_told_with_its_reason(site: Path) -> None:
    said = text_of(site / "rejects.html")
    assert "texts/bad.pdf" in said
    assert "damaged <script>" in said


def test_what_is_kept_with_a_flaw_is_counted_apart(site: Path) -> None:
    overview, said = text_of(site / "index.html"), text_of(site / "rejects.html")
    assert re.search(r"Not readable\s+1\b", overview)
    assert re.search(r"Kept, with a flaw\s+1\b", overview)
    assert "1 thing in the sources could not be read" in said
    assert "1 text is kept and counted, with a flaw" in said


def test_comments_without_a_publication_have_a_place(site: Path) -> None:
    [page] = list((site / "documents").glob("comments-*.html"))
    assert "Comments in table.csv" in text_of(page)
    assert "On its own." in text_of(page)


def test_a_repeat_is_marked_and_leads_to_where_it_is_counted(site: Path) -> None:
    [page] = list((site / "documents").glob("comments-*.html"))
    assert 'href="../documents/2010aaaaaaaaaaaa.html#p-2010aaaaaaaaaaaa-' in page.read_text("utf-8")


def test_the_list_of_documents_counts_as_many_passages_as_the_overview(site: Path) -> None:
    told = json.loads((site / "assets" / "documents.js").read_text("utf-8").partition("=")[2].rstrip().rstrip(";"))
    assert sum(row[6] for row in told) == 60
    assert "Passages 60" in " ".join(text_of(site / "index.html").split())


def test_the_tables_can_be_taken_home_in_both_formats(site: Path) -> None:
    for name in ("documents", "passages", "tags", "topics", "assignments", "trends"):
        csv, parquet = (
            pd.read_csv(site / "tables" / f"{name}.csv"),
            pd.read_parquet(site / "tables" / f"{name}.parquet"),
        )
        assert list(csv.columns) == list(parquet.columns)
        assert len(csv) == len(parquet) > 0


def test_the_page_about_the_study_says_what_intervals_and_corrected_rows_are(site: Path) -> None:
    about = " ".join(text_of(site / "about.html").split())
    assert "fewer than ten documents" in about
    assert "Clopper and Pearson 1934" in about
    assert "count divided by passages is what it counts alone" in about


def test_colours_on_pages_are_those_of_the_charts(site: Path) -> None:
    style = (site / "assets/site.css").read_text("utf-8")
    for frame in FRAMES:
        assert f".frame-{frame} {{ --frame: {charts.FRAME_COLOURS[frame]}; }}" in style


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_equal_studies_give_equal_sites(filled: Study, tmp_path: Path) -> None:
    publish(filled, out=tmp_path / "one")
    publish(filled, out=tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_second_publish_does_nothing_and_says_so(filled: Study) -> None:
    assert publish(filled).worked
    before = (filled.site_folder / "index.html").stat().st_mtime_ns
    again = publish(filled)
    assert not again.worked
    assert dict(again.did) == {"pages": 0, "tables": 0}
    assert (filled.site_folder / "index.html").stat().st_mtime_ns == before


def test_a_publish_after_a_run_writes_the_site_anew_and_keeps_nothing_old(filled: Study) -> None:
    publish(filled)
    (filled.site_folder / "stale.html").write_text("old")
    with filled.database.write() as connection:
        record(connection, "trend")
    assert publish(filled).worked
    assert not (filled.site_folder / "stale.html").exists()
    assert not [entry.name for entry in filled.folder.iterdir() if entry.name.startswith(".site")]


def test_pages_that_stay_the_same_are_not_written_anew_and_changed_ones_are(filled: Study, tmp_path: Path) -> None:
    publish(filled)
    site = filled.site_folder
    (site / "frames" / "index.html").write_text("put here by hand")
    untouched = (site / "topics" / "index.html").stat()
    with filled.database.write() as connection:
        record(connection, "trend")
    publish(filled)
    assert (site / "topics" / "index.html").stat().st_ino == untouched.st_ino
    # Neither shares its content with a file outside the site.
    assert {file.stat().st_nlink for file in site.rglob("*") if file.is_file()} == {1}
    publish(filled, out=tmp_path / "whole")
    assert contents(site) == contents(tmp_path / "whole")


def test_a_run_is_recorded_only_for_a_site_that_was_written(filled: Study) -> None:
    publish(filled)
    publish(filled)
    with filled.database.read() as connection:
        written = [run for run in runs.all_runs(connection) if run.stage == "publish"]
    assert len(written) == 1
    assert written[0].counts["pages"] == len(pages(filled.site_folder))


def test_a_folder_that_is_no_site_is_never_touched(filled: Study, tmp_path: Path) -> None:
    precious = tmp_path / "thesis"
    precious.mkdir()
    (precious / "chapter.txt").write_text("four years of work")
    with pytest.raises(StudyError, match=r"thesis: .*no leadtext site.*name another folder"):
        publish(filled, out=precious)
    with pytest.raises(StudyError, match="this is a file"):
        publish(filled, out=precious / "chapter.txt")
    assert contents(precious) == {"chapter.txt": b"four years of work"}


def test_a_study_is_never_overwritten_by_its_own_site(filled: Study) -> None:
    with pytest.raises(StudyError, match="no leadtext site"):
        publish(filled, out=filled.folder)


def test_an_empty_folder_may_become_the_site(filled: Study, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    publish(filled, out=tmp_path / "new")
    assert json.loads((tmp_path / "new" / MARKER_FILE).read_text())["made by"] == "leadtext"


def test_a_publish_that_fails_half_way_leaves_the_old_site(filled: Study) -> None:
    publish(filled)
    before = contents(filled.site_folder)
    with filled.database.write() as connection:
        record(connection, "trend")

    def killed(pages: int, _total: int) -> None:
        if pages == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(filled, progress=killed)
    assert contents(filled.site_folder) == before
    assert publish(filled).worked
    assert not [entry.name for entry in filled.folder.iterdir() if entry.name.startswith(".site")]


def test_a_publish_killed_between_taking_the_old_site_away_and_setting_the_new_one_is_mended(filled: Study) -> None:
    publish(filled)
    filled.site_folder.rename(filled.folder / ".site.old")
    assert not publish(filled).worked
    assert (filled.site_folder / "index.html").is_file()


def test_a_place_that_cannot_be_written_is_told_in_words(filled: Study, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StudyError, match=r"can't be written there.*name another folder"):
        publish(filled, out=tmp_path / "file" / "site")


def test_a_study_on_postgresql_has_the_same_pages(
    site: Path, tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADTEXT_DATABASE_URL", postgresql)
    (tmp_path / "leadtext.toml").write_text(SETTINGS.replace("[publish]", 'key = "site_pages"\n[publish]'))
    with open_study(tmp_path) as shared:
        with shared.database.write() as connection:
            fill(connection)
        publish(shared)
    assert set(contents(tmp_path / "site")) == set(contents(site))


def test_points_older_than_the_passages_lead_nowhere_wrong(filled: Study) -> None:
    with filled.database.write() as connection:
        texts.remove_source(connection, "texts/2012.html")
        record(connection, "read")
    publish(filled)
    overview = filled.site_folder / "index.html"
    assert "2012" in text_of(overview)
    assert not [target for target in Links(overview).targets if "2012" in target]


def test_a_study_without_texts_has_no_site(study: Study) -> None:
    with pytest.raises(StudyError, match="the study holds no text yet"):
        publish(study)
    assert not study.site_folder.exists()


def test_a_study_that_is_read_and_not_yet_counted_has_a_site_that_says_so(study: Study) -> None:
    with study.database.write() as connection:
        texts.replace_source(connection, "a.html", [Document("a", "article", "On leading", "Words.", "a.html")])
    assert publish(study).worked
    assert "No trends are counted yet" in text_of(study.site_folder / "index.html")
    assert "On leading" in text_of(study.site_folder / "documents/index.html")
    assert "Everything in the sources could be read" in text_of(study.site_folder / "rejects.html")


def test_a_site_stays_in_reach_with_a_long_report_and_many_comments(study: Study) -> None:
    words = "Leading is work that people do together, day after day, on the ward. " * 6
    report = Document("long", "report", "Long", "\n\n".join([words.strip()] * 900), "long.pdf")
    comments = [
        Document(f"c{n}", "comment", "", f"Comment {n}. {words}", "long.pdf", parent="long", position=n)
        for n in range(1, 400)
    ]
    with study.database.write() as connection:
        texts.replace_source(connection, "long.pdf", [report, *comments])
        texts.add_passages(connection, [p for d in (report, *comments) for p in passages_of(d)])
    publish(study)
    for page in pages(study.site_folder):
        assert page.stat().st_size < 500_000, page
    parts = sorted((study.site_folder / "documents").glob("long*.html"))
    assert len(parts) > 1
    assert sum(page.read_text("utf-8").count('id="p-') for page in parts) == 900 + 399


def test_an_anchor_of_many_phrases_folds_them(filled: Study) -> None:
    phrases = tuple(f"phrase {at}" for at in range(20))
    vector = np.ones(4, dtype=np.float32) / 2
    anchor = topics.Topic(3, "anchor", "kindness", phrases, "encoder", vector, 0.5, "Being kind.", born="2026-01-01")
    with filled.database.write() as connection:
        topics.add_topics(connection, [anchor])
    publish(filled)
    folded = re.search(
        r"<details>(.*?)</details>", (filled.site_folder / "topics/3.html").read_text("utf-8"), re.DOTALL
    )
    assert folded is not None
    assert "The 20 phrases that it is shown by" in folded[1]
    assert "phrase 0; phrase 1" in folded[1]
    assert "<details>" not in (filled.site_folder / "topics/2.html").read_text("utf-8").partition("In short")[0]


def test_pages_are_packed_by_number_and_by_size() -> None:
    assert pack(range(5), lambda _: 1, most=2) == [[0, 1], [2, 3], [4]]
    assert pack([5, 5, 9, 1], lambda size: size, most=10, limit=10) == [[5, 5], [9, 1]]
    assert pack([50], lambda size: size, most=10, limit=10) == [[50]]


def spans(*rows: tuple[str, str, str, float, float, float]) -> pd.DataFrame:
    names = ("value", "genre", "period", "share", "low", "high")
    return pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows])


def test_only_what_goes_beyond_its_uncertainty_is_said() -> None:
    moved = spans(
        ("heroic", "publications", "2009–2013", 0.30, 0.25, 0.36),
        ("heroic", "publications", "2014–2018", 0.10, 0.06, 0.15),
        ("heroic", "publications", "2019–2023", 0.24, 0.18, 0.30),
        ("heroic", "comment", "2009–2013", 0.30, 0.20, 0.40),
        ("heroic", "comment", "2014–2018", 0.22, 0.12, 0.32),
    )
    assert [m.sentence for m in movements.movements(moved, ["heroic"])] == [
        "Heroic framing in publications fell from 30 % (25–36) in 2009–2013 to 10 % (6–15) in 2014–2018, then rose to "
        "24 % (18–30) in 2019–2023."
    ]


def test_what_moved_is_told_as_people_would_code_it_where_labels_correct_every_span() -> None:
    counted = spans(
        ("heroic", "publications", "2009–2013", 0.30, 0.25, 0.36),
        ("heroic", "publications", "2014–2018", 0.10, 0.06, 0.15),
        ("heroic", "comment", "2009–2013", 0.30, 0.25, 0.36),
        ("heroic", "comment", "2014–2018", 0.10, 0.06, 0.15),
    )
    put_right = counted.assign(measure="corrected", share=[0.20, 0.21, 0.40, 0.15], low=0.1, high=0.5)
    everywhere, groups = movements.supported(counted, put_right)
    assert groups == {"publications", "comment"}
    assert movements.movements(everywhere, ["heroic"], groups) == []
    in_comments = put_right[put_right["genre"] == "comment"].assign(low=[0.3, 0.1], high=[0.5, 0.2])
    some, groups = movements.supported(counted, pd.concat([in_comments, put_right[:1]]))
    assert [m.sentence for m in movements.movements(some, ["heroic"], groups)] == [
        "Heroic framing in publications fell from 30 % (25–36) in 2009–2013 to 10 % (6–15) in 2014–2018.",
        "Heroic framing in comments, as people would code it, fell from 40 % (30–50) in 2009–2013 to 15 % (10–20) in "
        "2014–2018.",
    ]


def test_where_publications_and_comments_differ_is_said() -> None:
    differ = spans(
        ("collective", "publications", "2009–2013", 0.30, 0.25, 0.36),
        ("collective", "comment", "2009–2013", 0.10, 0.05, 0.15),
    )
    assert [m.sentence for m in movements.differences(differ, ["collective"])] == [
        "In 2009–2013, collective framing was more frequent in publications, 30 % (25–36), than in comments, "
        "10 % (5–15)."
    ]


SIGNALS = {"critical": "Does it criticise?", "approving": "Does it approve?"}
TONE = {
    "name": "tone",
    "signals": list(SIGNALS),
    "questions": SIGNALS,
    "derived": "tone",
    "sides": {"negative": ["critical"], "positive": ["approving"]},
    "none": "neutral",
    "both": "torn",
}
ONE_OF = TONE | {"name": "mood", "derived": "code", "sides": {}, "none": "", "both": "", "one_of_many": True}
OTHERS = [(TONE, ("negative", "positive", "torn", "neutral")), (ONE_OF, ("critical", "approving"))]


def of_another_codebook(codebook: dict[str, object], frames: tuple[str, ...], folder: Path, *groups: str) -> Path:
    """A site of a study whose first value falls from all to nothing in some groups, and whose second rises so."""
    found = [
        (value, group, years, *((0.9, 0.8, 1.0) if (at == 0) == (value == frames[0]) else (0.0, 0.0, 0.1)))
        for value in frames[:2]
        for group in groups
        for at, years in enumerate(("2009–2013", "2014–2018"))
    ]
    content = site_package.Content(
        "A study",
        tagger={"codebook": codebook},
        frames=dict.fromkeys(frames, "#000000"),
        spans=spans(*found).assign(measure="frame", passages=50, documents=50, count=10, thin=False),
    )
    folder.mkdir()
    site_package.build(content, folder, period_of=lambda date: date[:4])
    return folder


@pytest.mark.parametrize(("codebook", "frames"), OTHERS)
def test_a_codebook_of_ones_own_is_told_in_its_own_words(
    codebook: dict[str, object], frames: tuple[str, ...], tmp_path: Path
) -> None:
    site = of_another_codebook(codebook, frames, tmp_path / "site", "comment", "publications")
    overview, about = (" ".join(text_of(site / page).split()) for page in ("index.html", "about.html"))
    told = f"The share of {frames[0]} passages in comments fell from 90 % (80–100) in 2009–2013 to 0 % (0–10)"
    assert told in overview
    assert f"The share of {frames[1]} passages in publications rose from 0 %" in overview
    assert "In no span of years did publications and comments differ" in overview
    assert all(question in about for question in SIGNALS.values())
    said = "".join(text_of(page).lower() for page in pages(site))
    assert "heroic" not in said
    assert "collective" not in said
    assert "leadership" not in said


def test_comments_without_publications_are_held_against_nothing(tmp_path: Path) -> None:
    site = of_another_codebook(*OTHERS[0], tmp_path / "site", "comment")
    assert "publications and comments differ" not in text_of(site / "index.html")


def test_nothing_is_said_to_stand_still_where_there_is_one_span() -> None:
    assert movements.comparable(spans(("heroic", "comment", "2009–2013", 0.3, 0.2, 0.4))) == (False, False)
    assert "neutral" in movements.still(["critical", "approving", "neutral"], framing=False)


def test_frames_that_the_study_s_tagger_doesn_t_give_are_not_explained_by_its_codebook() -> None:
    asked = site_package.asked_of(TONE, ["heroic", "neither"])
    assert (asked.ours, asked.words, asked.told) == (False, {}, ("heroic", "neither"))


def test_of_tags_by_another_tagger_than_the_study_names_its_figures_are_not_told(filled: Study, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(filled.tagger_folder, mine)
    facts = json.loads((mine / "model.json").read_text("utf-8"))
    (mine / "model.json").write_text(json.dumps(facts | {"codebook": TONE}), "utf-8")
    (tmp_path / "leadtext.toml").write_text(f'{SETTINGS}[frame]\nmodel = "{mine}"\n')
    with filled.database.write() as connection:
        rates = base_rates.StoredRates("texts/", "report", 200, {"heroic_endorsed": 0.1})
        base_rates.keep(connection, "model", rates)
    with open_study(tmp_path) as study:
        publish(study)
    about = " ".join(text_of(tmp_path / "site" / "about.html").split())
    assert "does it endorse heroic leadership" in about
    assert "The figures of the tagger are not at hand here." in about
    assert "Does it criticise?" not in about


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def browse(address: str, folder: Path, *more: str) -> str:
    if BROWSER is None:
        pytest.skip("no chromium is installed")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    command += ["--disable-component-update", "--disable-sync", f"--user-data-dir={folder}", "--dump-dom"]
    done = subprocess.run([*command, *more, address], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_browser_opens_the_overview_from_disk_and_draws_the_chart(site: Path, tmp_path: Path) -> None:
    seen = browse((site / "index.html").as_uri(), tmp_path / "profile")
    assert "<h1>Leading &amp; following</h1>" in seen
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in seen


def test_a_browser_runs_no_script_from_a_comment_and_offers_the_search(site: Path, tmp_path: Path) -> None:
    document = browse((site / places.document_page("2019aaaaaaaaaaaa")).as_uri(), tmp_path / "one")
    assert "&lt;script&gt;alert" in document
    assert "<script>alert" not in document
    listed = browse((site / "documents/index.html").as_uri(), tmp_path / "two")
    assert re.search(r'<form id="tools"(?![^>]*hidden)', listed)
    assert '<button type="button">Title</button>' in listed


def test_the_list_of_documents_can_be_searched_and_sorted(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    listed = tmp_path / "site" / "documents" / "index.html"
    use = """<script>window.addEventListener("load", function () {
      document.forms[0].elements.words.value = "LEADING 201";
      document.forms[0].elements.kind.value = "article";
      document.forms[0].dispatchEvent(new Event("input"));
      setTimeout(function () { document.querySelectorAll("thead button")[0].click(); }, 300);
    });</script></body>"""
    listed.write_text(listed.read_text("utf-8").replace("</body>", use), "utf-8")
    seen = browse(listed.as_uri(), tmp_path / "profile", "--virtual-time-budget=3000")
    assert "5 found" in seen
    rows = re.findall(r'<tr data-href="documents/(\d{4})', seen)
    assert rows == ["2010", "2012", "2014", "2016", "2018"]


def test_what_people_coded_stands_beside_the_tag() -> None:
    assert site_package.Coded("heroic", 1, (("heroic", 1),)).words == "coded by 1 person as heroic"
    assert site_package.Coded("heroic", 3, (("heroic", 2), ("mixed", 1))).words == (
        "coded by 3 people as heroic (2 heroic, 1 mixed)"
    )
    assert site_package.Coded("mixed", 2, (("heroic", 2),), settled=True).words == (
        "coded by 2 people, settled as mixed (2 heroic)"
    )


def test_a_study_with_labels_shows_them_and_the_shares_they_correct(filled: Study) -> None:
    book = filled.tagger.codebook
    with filled.database.write() as connection:
        passages = [p for d in documents() for p in passages_of(d)][:3]
        labels.add(
            connection,
            [
                labels.StoredLabel(
                    p.id, coder, book.name, book.version, p.key, "2026", ("heroic_endorsed",), (), "random", 0.5, "2026"
                )
                for p in passages
                for coder in ("ada", "ben")
            ],
        )
        corrected = [
            series.Point("corrected", frame, group, "2010–2019", 20, 60, 30, 0.25, 0.2, 0.35, False, labels=44)
            for frame in FRAMES
            for group in ("publications", "comment")
        ]
        series.replace(connection, [*series.points(connection), *corrected])
        record(connection, "label")
    publish(filled)
    shown = "".join(text_of(page) for page in pages(filled.folder / "site" / "documents"))
    assert "coded by 2 people as heroic" in " ".join(shown.split())
    overview = " ".join(text_of(filled.folder / "site" / "index.html").split())
    assert "As people would code it" in overview
    assert "Publications: 44 labels" in overview
    assert "20–35" in overview


def test_without_labels_nothing_is_said_to_be_corrected(site: Path) -> None:
    assert "As people would code it" not in text_of(site / "index.html")
    about = " ".join(text_of(site / "about.html").split())
    assert "This study has not labels enough for them yet." in about
    assert f"({LEAST_LABELS} of a period and group" in about


def test_the_page_about_the_study_says_that_no_person_coded_what_the_shipped_tagger_learnt_from(site: Path) -> None:
    said = " ".join(text_of(site / "about.html").split())
    assert "No person wrote or coded those passages." in said
    assert "Two coders" not in said
    assert 'href="card.html"' in (site / "about.html").read_text("utf-8")
    card = (site / "card.html").read_text("utf-8")
    assert "<h2>Tagger for the codebook leadership 1</h2>" in card
    assert re.search(r'<th scope="row">heroic_endorsed</th><td class="n">[\d,]+</td>', card)


def test_of_a_tagger_of_ones_own_the_page_says_no_more_than_is_known(filled: Study, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(filled.tagger_folder, mine)
    (mine / "README.md").write_text(f"# Mine {EVIL}\n\nBy **two** nurses; *p* < `0.1`\n\n- one\n- two\n", "utf-8")
    (tmp_path / "leadtext.toml").write_text(f'{SETTINGS}[frame]\nmodel = "{mine}"\n')
    with open_study(tmp_path) as study:
        publish(study)
    about, card = text_of(tmp_path / "site" / "about.html"), (tmp_path / "site" / "card.html").read_text("utf-8")
    assert "No person" not in about
    assert "Who wrote and coded those passages the tagger's figures don't tell." in about
    assert EVIL not in card
    assert "<p>By <strong>two</strong> nurses; <em>p</em> &lt; <code>0.1</code></p>" in card
    assert "<ul><li>one</li><li>two</li></ul>" in card


def test_charts_of_the_tagger_are_shown_as_far_as_its_facts_have_them() -> None:
    assert tagger_figures({}) == {}
    curve = [{"passages": 500, "macro_f1": 0.5, "low": 0.4, "high": 0.6}]
    bins = [{"said": 0.1, "held": 0.2, "passages": 50}]
    found = tagger_figures({"coverage": [[1.0, 0.8]], "reliability": bins, "learning_curve": curve})
    assert list(found) == ["coverage", "reliability", "learning"]
    assert list(tagger_figures({"learning_curve": curve, "reliability": []})) == ["learning"]
