"""A page's title, author, date, language and address, from what it says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from lxml.html import HtmlElement

from leadtext.reading.comments.dom import told_language
from leadtext.reading.comments.linked_data import LinkedData
from leadtext.reading.html_author import read_author
from leadtext.reading.html_dates import read_day
from leadtext.reading.html_head import Head, canonical, host_of, read_head, site_names_of
from leadtext.reading.html_headline import read_headline
from leadtext.records import Kind, PartialDate

__all__ = ["Metadata", "read_metadata"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article."""

    title: str = ""
    author: str | None = None
    date: PartialDate | None = None
    kind: Kind | None = None
    language: str | None = None
    address: str | None = None
    description: str = ""


def read_metadata(
    tree: HtmlElement,
    linked: LinkedData,
    first_comment: dt.date | None,
    set_apart: Callable[[HtmlElement, str], None] | None = None,
) -> Metadata:
    """Title, author, date, language and address of a page.

    Args:
        tree: the page without its comments, so that no commenter is taken for the author.
        linked: its JSON-LD.
        first_comment: the day of the earliest comment; an article is not younger.
        set_apart: takes what stands beside the article out of the page, once its title is known: names and days
            there are other articles' or visitors'.

    JSON-LD is believed first, then <meta>, then what stands in the page, but where two agree against a third.
    """
    head = read_head(tree)
    site_names = site_names_of(tree, head, linked)
    address = _address(tree, head)
    title = read_headline(tree, head, linked, site_names)
    if set_apart is not None:
        set_apart(tree, title)
    return Metadata(
        title=title,
        author=read_author(tree, head, linked, site_names, title),
        date=read_day(tree, head, linked, address, title=title, first_comment=first_comment),
        kind=_kind(head, linked),
        language=told_language(tree),
        address=address,
        description=head.first("og:description", "description", "twitter:description"),
    )


def _kind(head: Head, linked: LinkedData) -> Kind | None:
    for article in linked.articles:
        kinds = article.get("@type")
        if "BlogPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            return "blog"
        if "Report" in (kinds if isinstance(kinds, list) else [kinds]):
            return "report"
    return "article" if linked.articles or head.first("og:type").lower() == "article" else None


def _address(tree: HtmlElement, head: Head) -> str | None:
    for value in (canonical(tree), head.first("og:url")):
        if value.startswith(("http://", "https://")) and host_of(value):
            return value
    return None
