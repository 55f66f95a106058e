"""Saved web pages: the article by trafilatura, and every comment under it as a record of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import charset_normalizer
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from leadtext.errors import SourceError
from leadtext.reading.comments import find_comments, missing_comments
from leadtext.reading.comments.dom import Survey, settle_forms, survey_of
from leadtext.reading.comments.folded import unfold
from leadtext.reading.comments.linked_data import linked_comments, read_linked_data
from leadtext.reading.comments.section import cut_after_comments, cut_comments
from leadtext.reading.comments.titles import titled_apart
from leadtext.reading.comments.years import with_years
from leadtext.reading.html_article import read_article
from leadtext.reading.html_columns import cut_columns
from leadtext.reading.html_layout import selected_comments
from leadtext.reading.html_metadata import Metadata, read_metadata
from leadtext.reading.html_signatures import article_signatures, comment_signatures
from leadtext.reading.relative_dates import served_at
from leadtext.reading.signatures import sign_page
from leadtext.records import LeftOut, Page, PartialDate, Piece

if TYPE_CHECKING:
    from leadtext.reading.capture_layout import Layout

__all__ = ["LARGEST_PAGE", "MOST_ELEMENTS", "decode_html", "read_html"]

LARGEST_PAGE = 20_000_000
"""Bytes. The largest saved pages with images inlined stay below; what is larger is no page that a person read."""

MOST_ELEMENTS = 150_000
"""Elements. A thread of 5,000 comments has about 100,000; more only costs time."""

DEEPEST = 400
"""Elements in one another, as where an old board never closed its tags; walks up from each take time with the depth."""

_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
    b"\x7fELF",
    b"BM",
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")

_NO_CHARSETS = (
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "utf_7",
    "utf7",
    "utf_16",
    "utf_16le",
    "utf_16be",
)
"""Names that can't be meant: no browser takes them for a page, or whoever reads the declaration sees they are wrong."""

DECLARATION_WITHIN = 4096
"""Bytes; browsers look for the charset in the first 1024, but saved pages put comments in front."""

BINARY_SHARE = 0.05
"""More control bytes than that among the first 8 KB are no text in any charset."""


def read_html(
    data: bytes,
    name: str,
    layouts: Sequence[Layout] = (),
    *,
    served: dt.datetime | None = None,
    charset: str | None = None,
) -> Page:
    """Read a saved web page.

    Args:
        data: the page's bytes.
        name: the page's name for messages.
        layouts: the study's own layouts; the comments are those that the first finds whose selectors find any.
        served: when the page was served, where its host said so; dates such as "3 days ago" are counted from it, or
            from the day that the page itself gives.
        charset: the character set that whatever the page came in names.

    Returns:
        The article (in a forum: the first post) and the comments under it, with what was left out.

    Raises:
        SourceError: the page is empty, no text, too large, or holds neither article nor comments.
    """
    text = decode_html(data, name, charset=charset)
    tree = _parse(text, name)
    settle_forms(tree)
    unfold(tree, text)
    survey = survey_of(tree)
    if len(survey.facts) > MOST_ELEMENTS:
        raise SourceError(
            f"{name}: the page has more than {MOST_ELEMENTS:,} elements; save only the part that is to be read"
        )
    if max((facts.depth for facts in survey.facts), default=0) > DEEPEST:
        raise _too_deep(name)
    linked = read_linked_data(tree)
    own = (selected_comments(survey, layout.html) for layout in layouts if layout.html is not None)
    selected = next((found for found in own if found.comments), None)
    if selected is None:
        found, survey = find_comments(tree, survey, served if served is not None else served_at(text))
    else:
        found = selected
    comments = found.comments or linked_comments(linked)
    missing = missing_comments(survey, found, len(comments))
    if missing is not None:
        found.left_out.append(missing)
    signatures = comment_signatures(survey, found.elements)
    cut_comments(survey, found.elements, found.opening_facts)
    _cut_machinery(tree)
    publication = found.opening
    set_apart = partial(cut_columns, notes=found.left_out) if publication is None else None
    metadata = read_metadata(tree, linked, _first_day(comments), set_apart)
    bylines = article_signatures(tree, metadata.title) if publication is None else signatures
    if publication is None:
        cut_after_comments(survey, found.elements)
        publication = _publication(tree, survey, metadata, found.left_out)
    elif not publication.title:
        publication = _titled(publication, metadata)
    comments = titled_apart(with_years(comments, found.yearless, publication.date), publication.title)
    publication = _dated(publication, comments)
    if not publication.text and not comments:
        raise SourceError(
            f"{name}: no article and no comments were found; save the page with its text, not only its frame"
        )
    if not comments and _waits_for_script(publication.text):
        raise SourceError(
            f"{name}: the page was saved without its text, which a script writes into it; open it in a browser, wait "
            f"until the text shows, and save it then"
        )
    shown = publication if publication.text or publication.title else None
    return sign_page(Page(shown, tuple(comments), tuple(found.left_out)), bylines, signatures)


# "You need to enable JavaScript", "Bitte aktivieren Sie JavaScript", "JavaScript est désactivé"
_NEEDS_SCRIPT = re.compile(
    r"\b(?:enabl|activ|aktivier|turn\s+on|requir|needs?\b|habilit|ben[öo]tig|n[ée]cessit|without|ohne|sans|sin)\w*\W.{0,60}\bjava\s?script\b"
    r"|\bjava\s?script\b.{0,60}\b(?:enabl|disabl|activ|aktivier|deaktiv|d[ée]sactiv|desactiv|requir|necess|n[ée]cess|turned|habilit"
    r"|erforderlich|ben[öo]tig)",
    re.IGNORECASE,
)
MOST_WITHOUT_TEXT = 300
"""Characters; a page that says more than that beside its word on scripts has its text."""


def _waits_for_script(text: str) -> bool:
    """Whether all that a page says is that nothing shows without its script."""
    return len(text) <= MOST_WITHOUT_TEXT and _NEEDS_SCRIPT.search(text) is not None


def decode_html(data: bytes, name: str, *, charset: str | None = None) -> str:
    """A page's text: UTF-8 where it is valid, else by the declared charset, else by what the bytes look like.

    Args:
        data: the page's bytes.
        name: the page's name for messages.
        charset: what is declared outside of the page, which goes before what the page declares.

    Raises:
        SourceError: there is nothing, too much, or no text.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise SourceError(f"{name}: the file is empty; save the page again")
    if len(data) > LARGEST_PAGE:
        raise SourceError(f"{name}: the page is larger than {LARGEST_PAGE // 1_000_000} MB; save it without its images")
    if data.startswith(_SIGNATURES):
        raise SourceError(
            f"{name}: this is no web page but a binary file; give it its right ending or save the page again"
        )
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, "replace")
    head = data[:8192]
    control = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32)))
    if control > len(head) * BINARY_SHARE:
        raise SourceError(
            f"{name}: this is no web page but binary data; give the file its right ending or save the page again"
        )
    return _decoded(data, charset)


def _decoded(data: bytes, charset: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:DECLARATION_WITHIN])
    if charset is None and declared is not None:
        charset = declared[1].decode("ascii").lower()
    if charset is not None:
        # Browsers read Latin-1 as Windows-1252, and pages mean it: curly quotation marks.
        charset = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(charset, charset)
        if charset.replace("-", "_") not in _NO_CHARSETS:
            try:
                return data.decode(charset, "strict" if charset.startswith("utf") else "replace")
            except (LookupError, UnicodeError):
                pass
    if _nearly_utf8(data):
        return data.decode("utf-8", "replace")
    guess = charset_normalizer.from_bytes(data[:200_000]).best()
    return data.decode(guess.encoding if guess is not None else "cp1252", "replace")


def _nearly_utf8(data: bytes) -> bool:
    """Whether a few broken bytes only spoil UTF-8: a page cut off, or an advertisement in another charset."""
    sample = data[:500_000].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    beyond_ascii = sum(1 for character in sample if character > "\x7f")
    return broken * 5 < beyond_ascii


def _parse(text: str, name: str) -> HtmlElement:
    text = _CONTROL.sub("", _XML_DECLARATION.sub("", text))
    # Without huge_tree libxml2 ends the page, in silence, at the first 10 MB in one piece (a picture inside the page)
    # and at 256 levels of nesting (tags that old boards never close); with it at 2,048.
    parser = HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceError(f"{name}: the page can't be parsed as HTML; save it again") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise _too_deep(name)
    return tree


def _too_deep(name: str) -> SourceError:
    return SourceError(
        f"{name}: the page's elements stand in one another more than {DEEPEST:,} deep; save only the part that is to "
        "be read"
    )


def _cut_machinery(tree: HtmlElement) -> None:
    """Take out what no reader sees, so that no date is found in a script's address and nobody walks over it."""
    for element in list(tree.iter("script", "style", "svg", "template")):
        if element.getparent() is not None:
            element.drop_tree()


def _first_day(comments: list[Piece]) -> dt.date | None:
    days = [piece.date.day for piece in comments if piece.date is not None and piece.date.precision == "day"]
    return min(days, default=None)


def _publication(tree: HtmlElement, survey: Survey, metadata: Metadata, left_out: list[LeftOut]) -> Piece:
    return Piece(
        text=read_article(tree, survey, metadata.title, metadata.author, left_out, description=metadata.description),
        title=metadata.title,
        kind=metadata.kind,
        author=metadata.author,
        date=metadata.date,
        address=metadata.address,
        language=metadata.language,
    )


def _titled(piece: Piece, metadata: Metadata) -> Piece:
    return Piece(
        text=piece.text,
        title=metadata.title,
        kind=metadata.kind,
        author=piece.author,
        role=piece.role,
        organisation=piece.organisation,
        date=piece.date if piece.date is not None else metadata.date,
        key=piece.key,
        address=metadata.address,
        language=metadata.language,
    )


def _dated(piece: Piece, comments: list[Piece]) -> Piece:
    """The publication with its earliest comment's date where it has none: it is not younger than that."""
    first_day = _first_day(comments)
    if piece.date is not None or first_day is None:
        return piece
    return Piece(
        text=piece.text,
        title=piece.title,
        kind=piece.kind,
        author=piece.author,
        role=piece.role,
        organisation=piece.organisation,
        date=PartialDate(first_day, inferred=True),
        key=piece.key,
        address=piece.address,
        language=piece.language,
    )
