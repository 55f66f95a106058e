"""What a page's head says, and what its site is called."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.dom import text_of
from leadtext.reading.comments.interface import letters_of, plain_words
from leadtext.reading.comments.linked_data import LinkedData

__all__ = ["SEPARATORS", "Head", "canonical", "host_of", "is_home", "read_head", "site_names_of"]


@dataclass(slots=True)
class Head:
    """The page's <meta> values by name, the first of each; authors may be several."""

    values: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)

    def first(self, *names: str) -> str:
        """The value of the first of some names that has one, or an empty text."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


_AUTHOR_META = re.compile(r"(?:^|[.:_-])(?:author|byline|byl)$")
_AUTHOR_METAS = word_set(
    "author authors article:author dc.creator dc:creator dcterms.creator citation_author byl parsely-author "
    "sailthru.author og:author"
)


def read_head(tree: HtmlElement) -> Head:
    """The <meta> values of a page."""
    head = Head()
    for meta in tree.iter("meta"):
        name = (
            meta.get("property") or meta.get("name") or meta.get("http-equiv") or meta.get("itemprop") or ""
        ).lower()
        content = plain_words(meta.get("content") or "")
        if not name or not content:
            continue
        head.values.setdefault(name, content)
        if (name in _AUTHOR_METAS or _AUTHOR_META.search(name)) and content not in head.authors:
            head.authors.append(content)
    return head


SEPARATORS = re.compile(r"\s+(?:[|•·—–»«:~/‹›⋆]|-{1,2}|::)\s+|\s*\|\s*|:\s+(?=\S+\.\w{2,3}$)")


def site_names_of(tree: HtmlElement, head: Head, linked: LinkedData) -> set[str]:
    """The names by which a page calls its site, as `letters_of` writes them."""
    names = {head.first("og:site_name"), head.first("application-name"), head.first("publisher", "dc.publisher")}
    for article in linked.articles[:3]:
        publisher = article.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.add(publisher["name"])
    address = head.first("og:url") or canonical(tree)
    host = host_of(address)
    if host:
        names.add(host)
        names.add(host.removeprefix("www."))
        names.add(host.removeprefix("www.").rpartition(".")[0])
    host = host or _commonest_host(tree)
    for link in tree.iter("a"):
        leads_home = link.get("rel") == "home" or is_home(link.get("href", ""))
        if leads_home and (not host or _same_site(host_of(link.get("href", "")), host)):
            words = plain_words(text_of(link))
            if not words:
                words = next((plain_words(image.get("alt", "")) for image in link.iter("img")), "")
            if 2 < len(words) < 60:
                names.add(words)
    # A <meta> author whose name the window's title begins with is the site, or a writer's own.
    names |= {name for name in head.authors[:1] if _begins_window(name, tree)}
    return {letters_of(name) for name in names if letters_of(name)}


LEAST_LINKS, MOST_LINKS = 4, 200
"""Links by which a page that does not give its address is known."""


def _commonest_host(tree: HtmlElement) -> str:
    """The host that most of a page's links lead to, or an empty text where few lead to any."""
    addresses = (link.get("href", "") for link in islice(tree.iter("a"), MOST_LINKS))
    hosts = Counter(host_of(address) for address in addresses if address.startswith(("http:", "https:")))
    host, links = next(iter(hosts.most_common(1)), ("", 0))
    return host if links >= LEAST_LINKS and 2 * links > hosts.total() else ""


def _same_site(linked: str, host: str) -> bool:
    """Whether a link's host is the page's, or one above or beside it; links without a host lead to the page's."""
    ends = [name.split(".")[-2:] for name in (linked, host)]
    return not linked or ends[0] == ends[1]


def _begins_window(name: str, tree: HtmlElement) -> bool:
    title = next(tree.iter("title"), None)
    pieces = SEPARATORS.split(plain_words(title.text_content())) if title is not None else []
    return len(pieces) > 1 and pieces[0] == name


def is_home(address: str) -> bool:
    """Whether a link leads to a site's first page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.path in ("./", "index.php", "./index.php", "index.html", "index.htm") and not parts.query:
        return not parts.fragment
    return parts.path in ("/", "") and not parts.fragment and not parts.query and bool(parts.path or parts.netloc)


def canonical(tree: HtmlElement) -> str:
    """The address that a page gives as its own, or an empty text."""
    return next((link.get("href", "") for link in tree.iter("link") if link.get("rel") == "canonical"), "")


def host_of(address: str) -> str:
    """An address's host, or an empty text."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
