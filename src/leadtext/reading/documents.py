"""Pages become documents: every text gets an id that stays while the text stays where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from leadtext.reading.dates import is_possible
from leadtext.reading.language import language_of
from leadtext.records import Document, Kind, Page, Piece, Reject, digest, text_key

__all__ = ["page_documents", "page_flaws", "row_documents"]


def page_documents(page: Page, *, source: str, kind: Kind) -> list[Document]:
    """The documents of a page: the publication, then its comments in the page's order.

    A publication's id follows from its source and its place there, so that it stays when the page grows. A comment's
    follows from the page, the author and the words, so that it stays when others come above it. A comment too short to
    show its language has that of the publication. A day that is still to come is no date (see `page_flaws`).

    Args:
        source: the page's place, a path inside the study or an address.
        kind: the genre of a publication that doesn't tell its own.
    """
    base = digest(source, page.publication.key or page.publication.place) if page.publication else digest(source)
    found = []
    language = None
    if page.publication is not None:
        language = language_of(page.publication.text, declared=page.publication.language)
        found.append(_document(page.publication, base, language, source=source, kind=page.publication.kind or kind))
    parent = base if page.publication is not None else None
    title = page.publication.title if page.publication is not None else ""
    ids = list(_comment_ids(page.comments, base))
    for position, (comment_id, comment) in enumerate(zip(ids, page.comments, strict=True), start=1):
        found.append(
            _document(
                comment,
                comment_id,
                language_of(comment.text, declared=comment.language, around=language),
                source=source,
                kind="comment",
                title=comment.title or title,
                parent=parent,
                reply_to=None if comment.reply_to is None else ids[comment.reply_to],
                position=position,
            )
        )
    return found


def page_flaws(page: Page, *, source: str) -> list[Reject]:
    """What on a page is kept with a flaw: the publication or a comment dated on a day that is still to come.

    Args:
        source: the page's place, a path inside the study or an address.
    """
    numbered = [(f"comment {number}", "the comment", comment) for number, comment in enumerate(page.comments, start=1)]
    found = [("", "the page", page.publication)] if page.publication is not None else []
    return [
        Reject(source, piece.place or place, f"its date {piece.date} is still to come; {what} is kept without a date")
        for place, what, piece in [*found, *numbered]
        if piece.date is not None and not piece.date.inferred and not is_possible(piece.date)
    ]


def row_documents(
    rows: Iterable[tuple[Piece, str | None] | Reject], *, source: str, kind: Kind, stand_under: bool = True
) -> Iterator[Document | Reject]:
    """The documents of a table, one a row; a reject too for a row that stands under one that isn't there.

    Rows that may stand under others are gone through twice, so that no text of them is kept: only their own ids, if one
    does. A row's id follows from its own id where the table has such a column, else from its words.

    Args:
        rows: each row's text, with the id of the row that it stands under, or, if that is a comment, that it answers;
            and what of the table can't be read, which is passed on. It must give the same each time.
        source: the table's place.
        kind: the genre of rows that don't tell their own.
        stand_under: whether rows can tell what they stand under.
    """
    named, languages = _named_rows(rows, kind) if stand_under else ({}, {})
    once: set[str] = set()
    times: Counter[str] = Counter()
    position = 0
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        piece, above = row
        position += 1
        parent, reply_to = above, None
        if above is not None and above not in named:
            reason = f"it stands under '{above}', but no row has this id; the row is kept, standing alone."
            yield Reject(source, piece.place, reason)
            parent = None
        # What stands under a comment answers it, and stands under the same publication.
        seen: set[str] = set()
        while parent in named and named[parent][0] == "comment":
            reply_to = parent if reply_to is None else reply_to
            seen.add(parent)
            parent = named[parent][1] if named[parent][1] not in seen else None
        if piece.key is not None:
            row_id = digest(source, "id", piece.key)
            if row_id in once:
                yield Reject(source, piece.place, f"a row above has the same id, '{piece.key}'; give each its own.")
                continue
            once.add(row_id)
        else:
            words = digest(source, piece.author or "", text_key(piece.text))
            row_id = digest(words, str(times[words] + (words in once)))
            times.update([words] if words in once else [])
            once.add(words)
        language = language_of(piece.text, declared=piece.language)
        yield _document(
            piece,
            row_id,
            languages.get(above) if language is None and above is not None else language,
            source=source,
            kind=piece.kind or kind,
            parent=None if parent is None else digest(source, "id", parent),
            reply_to=None if reply_to is None else digest(source, "id", reply_to),
            position=position,
        )


def _named_rows(
    rows: Iterable[tuple[Piece, str | None] | Reject], kind: Kind
) -> tuple[dict[str, tuple[Kind, str | None]], dict[str, str | None]]:
    """Of each row that has an id its genre, what it stands under, and its language; nothing where no row stands so."""
    named: dict[str, tuple[Kind, str | None]] = {}
    above_of = {row[1] for row in rows if not isinstance(row, Reject) and row[1] is not None}
    languages: dict[str, str | None] = {}
    if not above_of:
        return named, languages
    for row in rows:
        if not isinstance(row, Reject) and row[0].key in above_of and row[0].key is not None:
            named[row[0].key] = (row[0].kind or kind, row[1])
            languages[row[0].key] = language_of(row[0].text, declared=row[0].language)
    return named, languages


def _comment_ids(comments: Iterable[Piece], base: str) -> Iterator[str]:
    times: Counter[str] = Counter()
    for comment in comments:
        words = digest(base, comment.author or "", text_key(comment.text))
        yield digest(words, str(times[words]))
        times[words] += 1


def _document(
    piece: Piece,
    document_id: str,
    language: str | None,
    *,
    source: str,
    kind: Kind,
    title: str | None = None,
    parent: str | None = None,
    reply_to: str | None = None,
    position: int = 0,
) -> Document:
    return Document(
        id=document_id,
        kind=kind,
        title=piece.title if title is None else title,
        text=piece.text,
        source=source,
        author=piece.author,
        role=piece.role,
        organisation=piece.organisation,
        date=None if piece.date is None or not is_possible(piece.date) else piece.date,
        parent=parent,
        reply_to=reply_to,
        place=piece.place,
        position=position,
        address=piece.address,
        language=language,
        pages=piece.pages,
        source_id=piece.key,
    )
