"""A study's sources on the web: what is new is read, what was read stays, and nothing is fetched for nothing."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pytest
import sqlalchemy as sa

from leadtext.reading import web
from leadtext.records import Document, PartialDate
from leadtext.settings import SETTINGS_FILE
from leadtext.stages import Outcome, feeds, open_study, read
from leadtext.store import DATABASE_FILE, Database, schema, sources, texts
from web_server import Answer, Host, serve

TODAY = dt.datetime.now(dt.UTC).date()
LONG_AGO = dt.date(2014, 5, 24)


@dataclass
class Post:
    """A post of the weblog that these tests read."""

    name: str
    day: dt.date = TODAY
    summary: str = "Who leads on a ward at night, and who is asked."
    comments: list[tuple[str, str]] = field(default_factory=list)
    counted: int | None = None
    author: str = "Orla Finch"

    @property
    def article(self) -> str:
        return (
            f"The {self.name} began as a rumour among the porters and was a rule by the summer. Nobody had signed it, "
            "and yet every ward sister between the two stairwells kept to it without being told.\n\n"
            "What the board calls leadership had little to do with it. The people who move beds at four in the "
            "morning found out what worked, told the next shift, and let the next shift change it again."
        )

    def page(self) -> str:
        comments = "".join(
            f'<li class="comment" id="comment-{number}"><article><footer><b class="fn">{escape(who)}</b> '
            f'<time datetime="2014-06-0{number}T10:00:00Z">{number} June 2014</time></footer>'
            f'<div class="comment-content"><p>{escape(text)}</p></div></article></li>'
            for number, (who, text) in enumerate(self.comments, start=1)
        )
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in self.article.split("\n\n"))
        return (
            f'<html lang="en"><head><title>{self.name}</title></head><body><article class="post"><h1>{self.name}</h1>'
            f'<div class="entry-content">{paragraphs}</div></article><section id="comments"><h2>Comments</h2>'
            f'<ol class="comment-list">{comments}</ol></section></body></html>'
        )

    def item(self, address: str) -> str:
        date = email.utils.format_datetime(dt.datetime.combine(self.day, dt.time(), dt.UTC))
        counted = "" if self.counted is None else f"<slash:comments>{self.counted}</slash:comments>"
        return (
            f"<item><title>{self.name}</title><link>{address}</link><guid>post:{self.name}</guid>"
            f"<pubDate>{date}</pubDate><author>{escape(self.author)}</author>{counted}"
            f"<description>{escape(self.summary)}</description></item>"
        )


class Weblog:
    """A weblog on a host, with a feed, and the study that reads it."""

    def __init__(self, host: Host, folder: Path) -> None:
        self.host = host
        self.folder = folder
        self.posts: list[Post] = []
        self.settle()

    def settle(self, source: str | None = None, read: str = "") -> None:
        """Write the study's settings."""
        source = f'feed = "{self.host.address("/feed.xml")}"' if source is None else source
        (self.folder / SETTINGS_FILE).write_text(
            (f"[[sources]]\n{source}\n" if source else "")
            + f'[read]\nallow_hosts = ["{self.host.name}"]\nseconds_between_requests = 0\n{read}',
            encoding="utf-8",
        )

    def publish(self, *posts: Post) -> None:
        """Publish these posts, or what has changed of them."""
        self.posts = [post for post in self.posts if post not in posts] + list(posts)
        for post in posts:
            self.host.put(f"/{post.name}", post.page())
        items = "".join(post.item(f"/{post.name}") for post in self.posts)
        self.host.put(
            "/feed.xml",
            '<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>Night Notes</title>'
            f"<link>{self.host.address('/')}</link>{items}</channel></rss>",
            "application/rss+xml",
        )

    def read(self) -> Outcome:
        with open_study(self.folder) as study:
            return read(study)

    def documents(self) -> list[Document]:
        with open_study(self.folder) as study, study.database.read() as connection:
            return texts.documents(connection)

    def comments(self) -> dict[str | None, str]:
        return {document.author: document.text for document in self.documents() if document.is_comment}

    def gone(self) -> set[str]:
        table = schema.documents
        with open_study(self.folder) as study, study.database.read() as connection:
            return set(connection.scalars(sa.select(table.c.author).where(table.c.gone)))

    def rejects(self) -> dict[str, str]:
        with open_study(self.folder) as study, study.database.read() as connection:
            return {reject.source: reject.reason for reject in sources.rejects(connection)}

    def place(self, name: str = "") -> str:
        return f"feed:{self.host.address('/feed.xml')}" + (f"#post:{name}" if name else "")


@pytest.fixture
def weblog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Weblog]:
    monkeypatch.setattr(web, "BACKOFF_SECONDS", (0.0, 0.0))
    with serve() as host:
        yield Weblog(host, tmp_path)


COMMENTS = [
    ("Ines Harrow", "On our ward the rule came from the cleaners, and it took the managers a year to notice it."),
    ("Tomas Quill", "A rule that nobody signed is a rule that nobody answers for, and I have seen where that ends."),
]
LATE = ("Greta Lunn", "I come late to this, but the same thing happened to us when the lifts were out all winter.")


def test_an_entry_s_page_is_read_with_its_comments(weblog: Weblog) -> None:
    post = Post("bed-rule", LONG_AGO, comments=COMMENTS)
    weblog.publish(post)
    outcome = weblog.read()
    assert outcome.did["new documents"] == 3
    article, *comments = weblog.documents()
    assert article.text == post.article
    assert (article.title, article.author, str(article.date)) == ("bed-rule", "Orla Finch", "2014-05-24")
    assert (article.address, article.source) == (weblog.host.address("/bed-rule"), weblog.place("bed-rule"))
    assert [(comment.author, comment.text) for comment in comments] == COMMENTS
    assert {comment.parent for comment in comments} == {article.id}


def test_role_and_organisation_are_read_out_of_a_feed_s_byline_as_out_of_a_page_s(weblog: Weblog) -> None:
    line = "Orla Finch, medical director, Fenwick Trust"
    weblog.publish(Post("bed-rule", author=line), Post("lifts", author=line))
    weblog.host.pages["/lifts"] = Answer(status=404)
    weblog.read()
    written = {(document.author, document.role, document.organisation) for document in weblog.documents()}
    assert written == {("Orla Finch", "medical director", "Fenwick Trust")}
    # A page that the feed lists no more is looked at again, and its writer is known from then.
    weblog.posts.clear()
    weblog.publish(Post("stairs", author=line))
    weblog.host.put("/bed-rule", Post("bed-rule", comments=COMMENTS).page())
    assert weblog.read().did["new documents"] == 3
    found = [document for document in weblog.documents() if not document.is_comment]
    assert {(document.author, document.role, document.organisation) for document in found} == written
    weblog.settle(read="pseudonymise = true")
    weblog.read()
    plain = Post("rota")
    weblog.publish(plain)
    weblog.read()
    named = {document.author for document in weblog.documents() if not document.is_comment}
    assert len(named) == 1
    assert {document.role for document in weblog.documents() if document.title != "rota"} >= {"medical director"}


def test_an_unchanged_feed_costs_one_request(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", LONG_AGO), Post("lifts", LONG_AGO))
    assert weblog.read().worked
    assert weblog.host.paths() == ["/feed.xml", "/bed-rule", "/lifts"]
    before = weblog.documents()
    assert not weblog.read().worked
    assert weblog.host.paths() == ["/feed.xml"]
    assert weblog.documents() == before


def test_only_what_is_new_is_fetched(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", LONG_AGO))
    weblog.read()
    weblog.host.paths()
    weblog.publish(Post("lifts", LONG_AGO))
    assert weblog.read().did["new documents"] == 1
    assert weblog.host.paths() == ["/feed.xml", "/lifts"]


def test_an_entry_that_leaves_the_feed_stays_in_the_study(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", LONG_AGO))
    weblog.read()
    weblog.posts.clear()
    weblog.publish(Post("lifts", LONG_AGO))
    weblog.read()
    assert {document.title for document in weblog.documents()} == {"bed-rule", "lifts"}
    assert weblog.gone() == set()


def test_late_comments_under_a_young_entry_are_added(weblog: Weblog) -> None:
    young, old = Post("bed-rule", TODAY - dt.timedelta(days=20), comments=COMMENTS), Post("lifts", LONG_AGO)
    weblog.publish(young, old)
    weblog.read()
    before = weblog.documents()
    weblog.host.paths()
    assert not weblog.read().worked
    assert weblog.host.paths() == ["/feed.xml", "/bed-rule"]
    young.comments = [*COMMENTS, LATE]
    weblog.host.put("/bed-rule", young.page())
    outcome = weblog.read()
    assert (outcome.did["new documents"], outcome.did["changed documents"]) == (1, 0)
    assert [document for document in weblog.documents() if document.author != LATE[0]] == before
    assert weblog.comments()[LATE[0]] == LATE[1]


def test_how_long_pages_are_looked_at_again_is_a_setting(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", TODAY))
    weblog.settle(read="look_again_days = 0")
    weblog.read()
    weblog.read()
    assert weblog.host.paths().count("/bed-rule") == 1


def test_a_feed_that_counts_more_comments_has_the_page_looked_at_again(weblog: Weblog) -> None:
    post = Post("bed-rule", LONG_AGO, comments=COMMENTS, counted=2)
    weblog.publish(post)
    weblog.read()
    post.comments, post.counted = [*COMMENTS, LATE], 3
    weblog.publish(post)
    assert weblog.read().did["new documents"] == 1


def test_a_comment_that_disappeared_is_kept_and_marked(weblog: Weblog) -> None:
    post = Post("bed-rule", comments=[*COMMENTS, LATE])
    weblog.publish(post)
    weblog.read()
    post.comments = COMMENTS[:1]
    weblog.publish(post)
    weblog.read()
    assert set(weblog.comments()) == {"Ines Harrow", "Tomas Quill", "Greta Lunn"}
    assert weblog.gone() == {"Tomas Quill", "Greta Lunn"}
    post.comments = COMMENTS
    weblog.publish(post)
    weblog.read()
    assert weblog.gone() == {"Greta Lunn"}


def test_a_page_that_cannot_be_had_leaves_the_feed_s_own_words(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule"), Post("lifts"))
    weblog.host.pages["/bed-rule"] = Answer(status=404)
    weblog.host.put("/lifts", b"%PDF-1.7", "application/pdf")
    outcome = weblog.read()
    assert {document.text for document in weblog.documents()} == {Post("").summary}
    assert {document.author for document in weblog.documents()} == {"Orla Finch"}
    assert outcome.did["rejects"] == 2
    assert "HTTP 404" in weblog.rejects()[weblog.place("bed-rule")]
    assert "application/pdf, not a web page" in weblog.rejects()[weblog.place("lifts")]
    assert not weblog.read().worked


def test_a_page_that_comes_back_takes_the_place_of_the_feed_s_words(weblog: Weblog) -> None:
    post = Post("bed-rule", LONG_AGO, comments=COMMENTS)
    weblog.publish(post)
    weblog.host.pages["/bed-rule"] = Answer(status=503)
    outcome = weblog.read()
    assert outcome.unanswered == (weblog.place("bed-rule"),)
    [before] = weblog.documents()
    assert before.text == post.summary
    weblog.publish(post)
    outcome = weblog.read()
    assert (outcome.did["new documents"], outcome.did["changed documents"]) == (2, 1)
    assert (weblog.documents()[0].id, weblog.documents()[0].text) == (before.id, post.article)
    assert weblog.rejects() == {}


def test_a_page_that_is_taken_away_is_kept_as_it_was(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", comments=COMMENTS))
    weblog.read()
    before = weblog.documents()
    weblog.host.pages["/bed-rule"] = Answer(status=302, headers={"Location": "/"})
    weblog.host.put("/", "<h1>Welcome</h1><p>This weblog has moved to another place, and we are glad that you came.")
    assert weblog.read().did["rejects"] == 1
    assert weblog.documents() == before
    assert weblog.gone() == set()
    assert "front page" in weblog.rejects()[weblog.place("bed-rule")]


def test_a_page_that_shows_a_teaser_does_not_shorten_the_article(weblog: Weblog) -> None:
    post = Post("bed-rule", comments=COMMENTS)
    weblog.publish(post)
    weblog.read()
    weblog.host.put("/bed-rule", "<html><body><article><p>Please subscribe to read all of this.</p></article></html>")
    weblog.read()
    assert weblog.documents()[0].text == post.article


def test_a_feed_that_cannot_be_had_stops_nothing_and_loses_nothing(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", LONG_AGO))
    weblog.read()
    feed = weblog.host.pages["/feed.xml"]
    before = weblog.documents()
    weblog.host.pages["/feed.xml"] = Answer(status=500)
    weblog.settle(f'feed = "{weblog.host.address("/feed.xml")}"\n[[sources]]\npath = "late.txt"')
    (weblog.folder / "late.txt").write_text("A late word\n\nThe porters decide between them how the night is run.\n")
    outcome = weblog.read()
    assert outcome.did["new documents"] == 1
    assert outcome.unanswered == (weblog.place(),)
    assert "HTTP 500" in weblog.rejects()[weblog.place()]
    assert any("could not be looked up" in note for note in outcome.notes)
    assert [document for document in weblog.documents() if document.source != "late.txt"] == before
    assert not weblog.read().worked
    weblog.host.pages["/feed.xml"] = feed
    weblog.read()
    assert weblog.rejects() == {}


def test_a_page_in_place_of_a_feed_is_said_to_be_none(weblog: Weblog) -> None:
    weblog.host.put("/feed.xml", "<html><body><p>Our feed has moved.</p></body></html>")
    outcome = weblog.read()
    assert outcome.unanswered == ()
    assert "no RSS or Atom feed" in weblog.rejects()[weblog.place()]


def test_a_feed_taken_out_of_the_settings_takes_its_documents_with_it(weblog: Weblog) -> None:
    post = Post("bed-rule", comments=COMMENTS)
    weblog.publish(post, Post("lifts"))
    weblog.read()
    post.comments = []
    weblog.publish(post)
    weblog.host.pages["/lifts"] = Answer(status=404)
    weblog.read()
    assert weblog.gone()
    assert weblog.rejects()
    weblog.settle("")
    assert weblog.read().did["removed documents"] == 4
    assert weblog.documents() == []
    assert weblog.rejects() == {}
    assert not weblog.read().worked


def test_a_feed_whose_settings_change_is_read_anew(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", LONG_AGO))
    weblog.read()
    weblog.settle(f'feed = "{weblog.host.address("/feed.xml")}"\nkind = "blog"')
    weblog.read()
    assert [document.kind for document in weblog.documents()] == ["blog"]


def test_a_feed_s_pages_are_read_with_its_layout_and_anew_when_that_changes(weblog: Weblog) -> None:
    marked = "".join(f"<section><u>{name}</u><i>{text}</i></section>" for name, text in COMMENTS)
    post = Post("bed-rule", LONG_AGO)
    weblog.publish(post)
    weblog.host.put("/bed-rule", post.page().replace("<section", f"<div>{marked}</div><section", 1))
    (weblog.folder / "ours.toml").write_text('[html]\ncomment = "section"\ntext = "i"', "utf-8")
    weblog.settle(f'feed = "{weblog.host.address("/feed.xml")}"\nlayout = "ours.toml"')
    weblog.read()
    assert [d.author for d in weblog.documents() if d.is_comment] == [None, None]
    (weblog.folder / "ours.toml").write_text('[html]\ncomment = "section"\ntext = "i"\nauthor = "u"', "utf-8")
    weblog.read()
    assert weblog.comments() == dict(COMMENTS)
    assert not weblog.read().worked


def test_a_feed_of_comments_gives_comments(weblog: Weblog) -> None:
    weblog.publish(Post("ines"), Post("tomas", summary="I have seen where that ends."))
    feed = weblog.host.pages["/feed.xml"]
    assert isinstance(feed, Answer)
    weblog.host.put("/feed.xml", feed.body.replace(b"Night Notes", b"Comments on: The bed rule"))
    weblog.read()
    assert weblog.host.paths() == ["/feed.xml"]
    assert all(document.is_comment for document in weblog.documents())
    assert {document.text for document in weblog.documents()} == {Post("").summary, "I have seen where that ends."}


def test_a_sitemap_names_pages_as_well(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", comments=COMMENTS))
    page = weblog.host.address("/bed-rule")
    weblog.host.put(
        "/feed.xml",
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{page}</loc><lastmod>2014-05-24</lastmod></url><url><loc>javascript:alert(1)</loc></url></urlset>",
        "application/xml",
    )
    assert weblog.read().did["new documents"] == 3
    assert weblog.documents()[0].address == page
    assert not weblog.read().worked
    assert weblog.host.paths() == ["/feed.xml", "/bed-rule", "/feed.xml"]


def test_an_address_that_is_none_is_never_kept(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule"))
    feed = weblog.host.pages["/feed.xml"]
    assert isinstance(feed, Answer)
    weblog.host.put("/feed.xml", feed.body.replace(b"<link>/bed-rule", b"<link>javascript:alert(1)"))
    weblog.read()
    assert [(document.address, document.text) for document in weblog.documents()] == [(None, Post("").summary)]


def test_more_pages_than_a_run_fetches_are_left_to_the_next(weblog: Weblog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_PAGES", 2)
    posts = [Post(name, LONG_AGO) for name in ("bed-rule", "lifts", "rota")]
    weblog.publish(*posts)
    outcome = weblog.read()
    assert weblog.host.paths() == ["/feed.xml", "/bed-rule", "/lifts"]
    assert any("1 page is left" in note for note in outcome.notes)
    weblog.read()
    assert weblog.host.paths() == ["/feed.xml", "/rota"]
    assert {document.text for document in weblog.documents()} == {post.article for post in posts}
    weblog.read()
    assert weblog.host.paths() == ["/feed.xml"]


def test_the_database_is_free_while_pages_are_fetched(weblog: Weblog) -> None:
    post = Post("bed-rule")
    weblog.publish(post)
    free: list[bool] = []

    def page() -> Answer:
        other = sqlite3.connect(weblog.folder / DATABASE_FILE, timeout=0, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
        free.append(True)
        return Answer(post.page().encode())

    weblog.host.pages["/bed-rule"] = page
    weblog.read()
    assert free == [True]
    assert weblog.rejects() == {}


def test_a_private_feed_is_refused_with_the_setting_that_allows_it(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule"))
    file = weblog.folder / SETTINGS_FILE
    file.write_text(file.read_text("utf-8").replace("allow_hosts", "# allow_hosts"), "utf-8")
    weblog.read()
    assert "read.allow_hosts" in weblog.rejects()[weblog.place()]
    assert weblog.host.asked == []


def test_what_is_noted_of_a_feed_comes_back_as_it_was(database: Database) -> None:
    feed = sources.WebSource("feed:http://a.example/", "f", address="http://a.example/", etag='"1"')
    entry = sources.WebSource("feed:http://a.example/#1%_", "g", 3, "now", "http://a.example/1", day="2014-05-24")
    with database.write() as connection:
        for noted in (feed, entry, sources.WebSource("feed:http://A.example/")):
            sources.remember_web(connection, noted)
        sources.remember(connection, "a.html", fingerprint="h", documents=1, at="now")
    with database.read() as connection:
        found = sources.of_the_web(connection, "feed:http://a.example/")
    assert list(found.values()) == [feed, entry]


def test_what_is_marked_as_gone_goes_with_its_source(database: Database) -> None:
    comment = Document("c1", "comment", "", "I saw it.", "feed:http://a.example/#1")
    with database.write() as connection:
        texts.replace_source(connection, comment.source, [comment])
        texts.replace_source(connection, comment.source, [], keep_gone=True)
        texts.remove_source(connection, comment.source)
    with database.read() as connection:
        assert texts.documents(connection) == []


def test_a_comment_s_day_is_not_lost_when_the_page_tells_it_less_well(database: Database) -> None:
    def dated(date: PartialDate | None) -> Document:
        return Document("c1", "comment", "", "I saw it.", "feed:http://a.example/#1", date=date)

    three_days_ago = PartialDate(dt.date(2019, 3, 2), inferred=True)
    three_weeks_ago = PartialDate(dt.date(2019, 3, 1), "month", inferred=True)
    stated = PartialDate(dt.date(2019, 3, 3))
    seen = []
    for date in (three_weeks_ago, three_days_ago, three_weeks_ago, None, stated):
        with database.write() as connection:
            texts.replace_source(connection, "feed:http://a.example/#1", [dated(date)], keep_gone=True)
            [document] = texts.documents(connection)
        seen.append(document.date)
    assert seen == [three_weeks_ago, three_days_ago, three_days_ago, three_days_ago, stated]


def test_how_long_ago_is_counted_from_the_host_s_own_clock(weblog: Weblog) -> None:
    post = Post("bed-rule", comments=COMMENTS)
    weblog.publish(post)
    weblog.host.put("/bed-rule", re.sub(r"<time datetime.*?</time>", "<time>3 years ago</time>", post.page()))
    weblog.read()
    dates = [document.date for document in weblog.documents() if document.is_comment]
    assert dates == [PartialDate(dt.date(TODAY.year - 3, 1, 1), "year", inferred=True)] * 2


def test_a_feed_s_authors_have_pseudonyms_where_the_study_asks_for_them(weblog: Weblog) -> None:
    weblog.publish(Post("bed-rule", LONG_AGO, comments=[*COMMENTS, ("Wim Oort", "@Ines not on ours, it did not.")]))
    weblog.read()
    weblog.publish(Post("bed-rule", LONG_AGO, comments=COMMENTS))
    weblog.settle(read="pseudonymise = true")
    weblog.read()
    documents = weblog.documents()
    assert len(documents) == 4, "the comment that is shown no more is kept"
    assert all(re.fullmatch("Reader [0-9A-F]{6}", str(document.author)) for document in documents)
    [answer] = [document.text for document in documents if "not on ours" in document.text]
    [gone] = weblog.gone()
    ines = {document.text: document.author for document in documents}[COMMENTS[0][1]]
    assert answer == f"@{ines} not on ours, it did not."
    weblog.settle()
    weblog.read()
    assert set(weblog.comments()) == {COMMENTS[0][0], COMMENTS[1][0], gone}
