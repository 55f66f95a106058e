"""Who wrote a page's article, from what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from leadtext.reading.comments.authors import PROFILE_LINK
from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import text_of
from leadtext.reading.comments.interface import is_anonymous, letters_of, plain_words
from leadtext.reading.comments.linked_data import LinkedData, names_of
from leadtext.reading.comments.names import clean_name
from leadtext.reading.html_byline_rank import BY, MOST_BEFORE, byline_rank, follows_by
from leadtext.reading.html_bylines import (
    NO_PERSON,
    announced_authors,
    beside_day,
    correspondents,
    poster_of,
    signer_of,
    writers_under,
)
from leadtext.reading.html_columns import body_of
from leadtext.reading.html_ends import boxed_writer, signed_at_end
from leadtext.reading.html_head import SEPARATORS, Head
from leadtext.reading.html_labels import labelled_writer
from leadtext.reading.html_places import (
    article_around,
    headline_of,
    in_caption,
    in_card,
    in_other_article,
    in_side,
    is_column,
    is_small,
)
from leadtext.reading.html_writers import (
    Told,
    is_behind_name,
    is_no_writer,
    likeliest_writers,
    looks_like_name,
    owner_of,
    posting_writer,
    without_byline_words,
)
from leadtext.reading.signatures import without_posted

__all__ = ["read_author"]

_JOINED = re.compile(
    r"\s*(?:;|\s+/\s+|\s+(?:and|und|et|y|&|\+|with|mit)\s+|,(?!\s*(?:jr|sr|phd|md|mba|msc|ba|ma|dr|prof)\b)(?:\s*(?:and|und|et|y|&)\s)?)\s*",
    re.I,
)
_BYLINE_TAIL = re.compile(
    r"\s*(?:\||[–—·•]|\(|\s--?\s|/(?=[A-Z]{2,5}$)|,?\s+(?:on|am|le|el)\s+\d|,\s*\d|\s\d{1,2}[./]).*$", re.I
)
MOST_AUTHORS = 8


def read_author(tree: HtmlElement, head: Head, linked: LinkedData, site_names: set[str], title: str = "") -> str | None:
    """The names of whoever wrote the article, joined by "and".

    Args:
        tree: the page without its comments.
        head: its <meta> values.
        linked: its JSON-LD.
        site_names: what the site calls itself, as `letters_of` writes it.
        title: the article's headline.
    """
    window = next((plain_words(element.text_content()) for element in tree.iter("title")), "")
    poster = posting_writer(window)
    if poster is not None:
        return poster
    headline = headline_of(tree, title)
    linked_names = (_persons(names_of(linked, article.get("author")), site_names) for article in linked.articles)
    names = _persons([text for text in head.authors if not _names_site_first(text, tree, site_names)], site_names)
    # Where the site is called as its <meta> author, a byline knows better; without one it is a writer's own site.
    is_site = bool(names) and _is_site(names[0], tree, site_names)
    sure = bool(names) and (len(names) > 1 or (" " in names[0] and not is_site))
    # A journal called after its writer: who is named twice is no publisher.
    own = {letters_of(name) for name in head.authors}
    announced = _persons(announced_authors(headline), site_names - own)
    # "By Anna Berg" under the headline knows better than a <meta> author of one word, such as "Board"
    full = any(" " in name for name in announced)
    writers = likeliest_writers(
        [
            Told(next(filter(None, linked_names), []), 10, by_page=False),
            Told(names, 8 if sure else 2 if is_site else 4, by_page=False),
            Told(_persons(_named_creator(head), site_names), 2, by_page=False),
            Told(_persons(_shown_authors(tree, headline), site_names), 6, by_page=True),
            Told(announced, 5 if full else 3, by_page=True),
        ]
    )
    # whoever signs under an entry is its writer, though the journal be called after them
    writers = writers or _persons(writers_under(tree, headline), set()) or _persons(beside_day(headline), site_names)
    writers = writers or correspondents(tree)
    if not writers and (labelled := labelled_writer(headline, body_of(tree))) is not None:
        return labelled
    return (
        " and ".join(writers)
        or poster_of(headline)
        or signer_of(headline)
        or boxed_writer(tree)
        or signed_at_end(tree)
        or _journal_owner(tree)
        or owner_of(head.first("og:site_name"), head.first("og:title"))
    )


def _named_creator(head: Head) -> list[str]:
    """The full name that is given in place of a writer's account, where it is no paper's."""
    name = head.first("twitter:creator")
    return [name] if looks_like_name(name) and not is_behind_name(name) else []


def _is_site(name: str, tree: HtmlElement, site_names: set[str]) -> bool:
    """Whether a name is the site's: one by which it calls itself, or a piece of the window's title."""
    window = next((title.text_content() for title in tree.iter("title")), "")
    return letters_of(name) in site_names | {letters_of(piece) for piece in SEPARATORS.split(window)[:6]}


def _names_site_first(text: str, tree: HtmlElement, site_names: set[str]) -> bool:
    """Whether a <meta> author is the publisher with its town: "The Herald, Leeds, England"."""
    first, comma, _ = text.partition(",")
    window = next((plain_words(title.text_content()) for title in tree.iter("title")), "")
    return bool(comma) and (letters_of(first) in site_names or window.endswith(first.strip()))


def _journal_owner(tree: HtmlElement) -> str | None:
    """Whoever signs as the poster where the journal is called after its writer, or has the page's one author box."""
    signed: list[str] = []
    boxed: list[str] = []
    for element in tree.iter("a", "b", "span", "div", "h2", "h3", "h4", "p", "strong"):
        words = {word for token in element.get("class", "").split() for word in words_of(token)}
        if not words & {"poster", "ljuser", "author"} or not is_small(element) or len(text_of(element)) > 60:
            continue
        name = clean_name(text_of(element))
        if name is None or NO_PERSON.search(name) or is_no_writer(name) or is_anonymous(name):
            continue
        if words & {"poster", "ljuser"}:
            signed.append(name)
        elif "name" in words:
            boxed.append(name)
    for names in (signed, boxed):
        if len(set(names)) == 1:
            return names[0]
    return None


def _persons(texts: list[str], site_names: set[str]) -> list[str]:
    names: list[str] = []
    for text in texts:
        for part in _parts_of(without_posted(_EMAIL.sub(" ", text))):
            name = clean_name(without_byline_words(_BYLINE_TAIL.sub("", part)))
            if (
                name is None
                or is_no_writer(name)
                or "@" in name
                or len(name) < 2
                or NO_PERSON.search(name)
                or is_anonymous(name)
            ):
                continue
            if letters_of(name) in site_names and (" " not in name or is_behind_name(name) or name.endswith(" Post")):
                continue
            if len(name.split()) > 5 or (any(c.isdigit() for c in name) and not _is_nickname(name)):
                continue
            if name not in names:
                names.append(name)
    return names[:MOST_AUTHORS]


_EMAIL = re.compile(r"\S+@\S+\.\S+")


def _parts_of(text: str) -> Iterator[str]:
    """The names that are joined in a byline, without the town behind a name: "Anna Berg, Hull"."""
    before, start = "", 0
    joint = ""
    for match in (*_JOINED.finditer(text), None):
        part = text[start : match.start()] if match is not None else text[start:]
        behind = joint in (",", "/") and " " in before
        if not (behind and (" " not in part.strip() or is_behind_name(part.strip()))):
            yield part
        before = part.strip()
        if match is not None:
            joint, start = match[0].strip(), match.end()


LONGEST_NICKNAME = 30


def _is_nickname(name: str) -> bool:
    """Whether a word with digits may be a name ("tern_77"), and is no date, price or number of an issue."""
    return (
        name[0].isalpha()
        and sum(character.isalpha() for character in name) > 2
        and len(name) <= LONGEST_NICKNAME
        and all(character.isalnum() or character in "_.-" for character in name)
    )


def _shown_authors(tree: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """The authors that the page shows: the best-named elements, outside sidebars."""
    ranked: list[tuple[int, str, HtmlElement]] = []
    inside: list[tuple[int, str, HtmlElement]] = []
    article = article_around(headline)
    for element in tree.iter():
        rank = byline_rank(element) if isinstance(element.tag, str) else 0
        if rank == 0 or not is_small(element):
            continue
        text = element.get("author" if "-" in element.tag else "content", "") or _named_in(element)
        if in_caption(element):
            continue
        if 1 < len(text) < 120 and not in_side(element) and not in_other_article(element, article):
            ranked.append((rank, text, element))
            if article is not None and article in element.iterancestors():
                inside.append((rank, text, element))
    # Other articles on the page have authors too; the headline's own article is believed first.
    ranked = inside or ranked
    if len(ranked) <= MOST_BYLINES:
        ranked = [found for found in ranked if not any(map(is_column, found[2].iterancestors("td")))]
        ranked = [found for found in ranked if not in_card(found[2], headline)]
    if not ranked:
        return []
    best = max(rank for rank, *_ in ranked)
    found = [(text, element) for rank, text, element in ranked if rank == best]
    texts = [text for text, element in found if _stands_beside(element, found[0][1])]
    return list(dict.fromkeys(texts))[:3] if len(set(texts)) <= 3 else []


MOST_APART = 4
"""Elements around two names in one byline, in a list or in boxes of their own."""


def _stands_beside(element: HtmlElement, first: HtmlElement) -> bool:
    """Whether a byline's element stands in the same place as the page's first, and belongs to no other article."""
    around = [*islice(first.iterancestors(), MOST_APART)]
    return element is first or any(outer in around for outer in islice(element.iterancestors(), MOST_APART))


MOST_BYLINES = 20
"""Bylines of which it is asked whether they stand in a column of boxes; of more on a page nothing can be told."""


def _named_in(byline: HtmlElement) -> str:
    """A byline's words, or those of the links to its writers' profiles alone."""
    links = [link for link in byline.iter("a") if text_of(link)]
    marked = _marked_in(byline)
    if marked:
        return marked
    profiles = [link for link in links if PROFILE_LINK.search(link.get("href", ""))]
    if profiles:
        return " and ".join(dict.fromkeys(map(text_of, profiles)))
    # "Opinion By Anna Berg", where the section's name stands in the byline: names begin with the link behind "by"
    named = next((text_of(link) for link in links if follows_by(link)), "")
    words = text_of(byline)
    return words[words.index(named) :] if named in words else words


_MARKS = word_set("a b strong em i span")
_BETWEEN = re.compile(r"\W*(?:and|und|et|y|e|i|a|og|och)?\W*", re.IGNORECASE)


def _marked_in(byline: HtmlElement) -> str:
    """The names that elements mark right behind a byline's "by", or an empty text: "Par <b>Anna Berg</b> à Lille"."""
    names: list[str] = []
    if BY.search((byline.text or "")[-MOST_BEFORE:]) is not None:
        for part in byline:
            if part.tag not in _MARKS or " " not in text_of(part):
                break
            names.append(text_of(part))
            if not (part.tail or "").strip() or _BETWEEN.fullmatch(part.tail) is None:
                break
    return " and ".join(names)
