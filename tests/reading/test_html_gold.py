"""The reader of web pages against pages whose articles and comments are known.

The pages in ``pages/`` were written for this test, one for each common way of marking up comments, with the facts of
each beside it. The floors stand in ``floors.json``; they may be raised, and lowered only with a word in the changelog.
The fingerprint keeps pages from going missing unseen: a new page changes it too, on purpose.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pytest

from reading.gold_pages import FLOORS as ALL_FLOORS
from reading.gold_pages import NAMES, PAGES, leaks, load, matched

FLOORS = ALL_FLOORS["html"]


@dataclass
class Score:
    """Counts over all gold pages."""

    right: int = 0
    found: int = 0
    expected: int = 0
    facts: dict[str, list[bool]] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)

    def add(self, fact: str, *, right: bool) -> None:
        self.facts.setdefault(fact, []).append(right)

    def share(self, fact: str) -> float:
        return sum(self.facts[fact]) / len(self.facts[fact])

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.expected)


@pytest.fixture(scope="module")
def score() -> Score:
    total = Score()
    for name in NAMES:
        page, facts = load(name)
        publication = page.publication
        article = publication.text if publication is not None else ""
        for fact in ("title", "author", "date"):
            got = getattr(publication, fact) if publication is not None else None
            total.add(fact, right=(str(got) if got is not None else None) == facts[fact])
        for held in facts["article_must_hold"]:
            total.add("article", right=held in article)
        total.leaks += [f"{name}: {words}" for words in facts["article_must_not_hold"] if words in article]
        pairs = matched(page.comments, facts["comments"])
        total.right += len(pairs)
        total.found += len(page.comments)
        total.expected += len(facts["comments"])
        for got_at, wanted_at in pairs.items():
            got, wanted = page.comments[got_at], facts["comments"][wanted_at]
            total.add("comment_author", right=got.author == wanted["author"])
            total.add("comment_date", right=(str(got.date) if got.date else None) == wanted["date"])
            total.add("comment_text", right=got.text == wanted["text"])
            total.add("reply_to", right=pairs.get(got.reply_to, got.reply_to) == wanted["reply_to"])
            total.add("role", right=got.role == wanted.get("role"))
            total.add("organisation", right=got.organisation == wanted.get("organisation"))
        for wanted in facts["comments"]:
            # a reader who begins with the article's words says the own ones at the end
            own = wanted["text"][-40:] if wanted.get("quotes_article") else wanted["text"][:40]
            if leaks(own, article):
                total.leaks.append(f"{name}: the comment {own!r} is in the article")
        for comment in page.comments:
            total.leaks += [
                f"{name}: the article's {held!r} is in a comment"
                for held in facts["article_must_hold"]
                if held in comment.text
            ]
    return total


def test_the_comments_of_all_pages_are_found(score: Score) -> None:
    assert score.expected >= FLOORS["comments"]
    assert score.f1 >= FLOORS["comment_f1"]


@pytest.mark.parametrize(
    "fact",
    [
        "comment_author",
        "comment_date",
        "comment_text",
        "reply_to",
        "role",
        "organisation",
        "title",
        "author",
        "date",
        "article",
    ],
)
def test_every_fact_is_right_as_often_as_its_floor_asks(score: Score, fact: str) -> None:
    assert score.share(fact) >= FLOORS[fact]


def test_nothing_leaks_between_article_and_comments(score: Score) -> None:
    assert len(score.leaks) <= FLOORS["leaks"], "\n".join(score.leaks)


def test_a_comment_of_one_character_counts_as_a_leak() -> None:
    assert leaks(".", "The lamp burns.\n\n.")
    assert leaks("5", "The lamp burns.\n\n5\n\nIt is old.")
    assert not leaks(".", "The lamp burns. It is old.")
    assert not leaks("5", "The lamp burns since 5 in the morning.")


def test_a_page_without_a_date_takes_its_earliest_comments_and_says_so() -> None:
    for name in NAMES:
        page, facts = load(name)
        assert page.publication is not None
        if facts["date"] is None:
            assert page.publication.date is None, name
        else:
            assert page.publication.date is not None, name
            assert page.publication.date.inferred == facts.get("inferred", False), name


def test_the_declared_language_is_kept() -> None:
    for name in NAMES:
        page, facts = load(name)
        assert page.publication is not None
        assert page.publication.language == facts["language"], name


def test_no_gold_page_went_missing() -> None:
    assert len(NAMES) >= FLOORS["pages"]
    parts = [
        hashlib.sha256((PAGES / f"{name}{end}").read_bytes()).hexdigest()
        for name in NAMES
        for end in (".html", ".json")
    ]
    fingerprint = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    assert fingerprint == FLOORS["fingerprint"], "the gold pages changed: write the new fingerprint into floors.json"
