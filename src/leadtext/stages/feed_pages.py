"""The pages that feeds lead to: one entry of a feed is fetched and read, or the feed's own words are taken for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from leadtext.errors import NetworkError, SourceError
from leadtext.reading import documents_on, page_documents
from leadtext.records import Document, Kind, Page, PartialDate, Piece, Reject
from leadtext.settings import SourceSettings
from leadtext.stages.layouts import SourceLayouts
from leadtext.stages.names import pseudonyms_of
from leadtext.stages.study import Study
from leadtext.stages.work import now
from leadtext.store import texts
from leadtext.store.sources import WebSource

if TYPE_CHECKING:
    from leadtext.reading.capture import Layout
    from leadtext.reading.feed_entries import Entry
    from leadtext.reading.web import Fetched, Fetcher

__all__ = ["Look", "Looker", "Task", "fetch", "today"]

CUT_SHORT = 0.5
"""A page with less than that of the words that are known of its article shows a notice or a teaser instead."""

HTML = frozenset({"", "text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a feed, or at one entry of it, came to.

    Attributes:
        source: what is to be noted of it.
        documents: those it holds now; None where they are as they were.
        rejects: what could not be read; None where that is as it was.
    """

    source: WebSource
    documents: Sequence[Document] | None = None
    rejects: Sequence[Reject] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An entry that is to be looked at.

    Attributes:
        entry: what the feed says of it now; None where it says nothing.
        known: what was noted of it; None for a new one.
        wanted: the fingerprint that it has when it has been read.
        again: whether it was read in full and is only looked at for late comments.
    """

    place: str
    entry: Entry | None
    known: WebSource | None
    wanted: str
    again: bool = False

    @property
    def address(self) -> str | None:
        """Where its page is; None where it has none."""
        if self.entry is not None:
            return self.entry.address
        return None if self.known is None else self.known.address


def fetch(fetcher: Fetcher, source: WebSource, *, anew: bool) -> Fetched:
    """Fetch a feed or a page, unless it is as it was when it was last looked at.

    Args:
        source: what was noted of it then.
        anew: whether it is to be had even so.
    """
    address = str(source.address)
    return (
        fetcher.fetch(address) if anew else fetcher.fetch(address, etag=source.etag, last_modified=source.last_modified)
    )


class Looker:
    """Looks at one feed's entries."""

    def __init__(
        self, study: Study, settings: SourceSettings, fetcher: Fetcher, layouts: SourceLayouts, *, anew: bool
    ) -> None:
        self.name = str(settings.feed)
        self._study = study
        self._kind: Kind = "article" if settings.kind is None else settings.kind
        self._fetcher = fetcher
        self._layouts = layouts.layouts
        self._anew = anew
        self._pseudonyms = pseudonyms_of(study)

    def look(self, task: Task) -> Look:
        """Fetch and read an entry's page.

        Raises:
            NetworkError: its host doesn't answer.
            SourceError: it can't be read.
        """
        source = self._source(task)
        if task.address is None:
            return self._from_feed(task, source)
        answer = fetch(self._fetcher, source, anew=not source.page_read)
        if answer.not_modified:
            return Look(source, rejects=[])
        _check_not_front_page(answer.address, asked=task.address)
        page = _read_page(answer, self._known_piece(task), self._layouts)
        documents, flaws = self._documents(page, task)
        source = replace(
            source,
            documents=len(documents),
            etag=answer.etag,
            last_modified=answer.last_modified,
            page_read=True,
        )
        return Look(source, documents, flaws)

    def do_without(self, task: Task, error: SourceError) -> Look:
        """Take the feed's own words where the page can't be had; leave what was read of it before."""
        source = self._source(task)
        if isinstance(error, NetworkError):
            source = replace(source, fingerprint="")
        return self._from_feed(task, source, Reject(task.place, "", str(error)))

    def postpone(self, task: Task) -> Look:
        """Take the feed's own words for now and note that the page has still to be fetched."""
        return self._from_feed(task, replace(self._source(task), fingerprint=""))

    def _from_feed(self, task: Task, source: WebSource, *rejects: Reject) -> Look:
        if task.entry is None or source.page_read:
            return Look(source, rejects=rejects)
        piece = replace(task.entry.piece, key=None, place="")
        if task.entry.is_comment or self._kind == "comment":
            page = Page(None, (piece,))
        elif piece.text:
            page = Page(piece)
        else:
            return Look(source, rejects=rejects)
        documents, flaws = self._documents(page, task)
        return Look(replace(source, documents=len(documents)), documents, [*rejects, *flaws])

    def _documents(self, page: Page, task: Task) -> tuple[list[Document], list[Reject]]:
        items = list(documents_on(page, source=task.place, kind=self._kind, pseudonyms=self._pseudonyms))
        documents = [item for item in items if isinstance(item, Document)]
        return documents, [item for item in items if isinstance(item, Reject)]

    def _source(self, task: Task) -> WebSource:
        """What is to be noted of an entry that was looked at."""
        source = WebSource(task.place, day=today().isoformat()) if task.known is None else task.known
        if task.entry is not None and task.entry.day is not None:
            source = replace(source, day=min(task.entry.day, today()).isoformat())
        if self._anew:
            # To be read anew it has to be had, even if it is as it was.
            source = replace(source, etag=None, last_modified=None)
        return replace(source, fingerprint=task.wanted, read_at=now(), address=task.address)

    def _known_piece(self, task: Task) -> Piece:
        """What is known of a publication before its page is read: the feed's words, else those of the last look."""
        before = self._before(task)
        if task.entry is None:
            return before
        piece = _written_by(task.entry.piece, before)
        return replace(
            piece,
            title=piece.title if piece.title else before.title,
            text=max(piece.text, before.text, key=_words),
            date=before.date if piece.date is None else piece.date,
        )

    def _before(self, task: Task) -> Piece:
        if task.known is None:
            return Piece("")
        [blank] = page_documents(Page(Piece("")), source=task.place, kind=self._kind)
        with self._study.database.read() as connection:
            document = texts.document(connection, blank.id)
        if document is None:
            return Piece("")
        return Piece(
            # Readers that have changed may well find less: what the earlier ones found is no measure then.
            "" if self._anew else document.text,
            title=document.title,
            author=document.author,
            role=document.role,
            organisation=document.organisation,
            date=document.date,
            language=document.language,
        )


def _read_page(answer: Fetched, known: Piece, layouts: Sequence[Layout]) -> Page:
    """The page of an entry, with what is known of it where it doesn't tell itself."""
    from leadtext.reading.html import read_html
    from leadtext.reading.web import web_address

    if answer.media_type not in HTML:
        raise SourceError(f"{answer.address}: this is {answer.media_type}, not a web page.")
    page = read_html(answer.data, answer.address, layouts, served=answer.served)
    read = Piece("") if page.publication is None else page.publication
    cut_short = _words(read.text) < CUT_SHORT * _words(known.text)
    publication = replace(
        _written_by(read, known),
        text=known.text if cut_short else read.text,
        title=read.title if read.title else known.title,
        date=_date(read.date, known.date),
        address=answer.address,
        language=known.language if read.language is None else read.language,
        key=None,
        place="",
    )
    comments = tuple(
        replace(comment, address=web_address(comment.address, answer.address)) for comment in page.comments
    )
    if not publication.text and not publication.title:
        return Page(None, comments)
    return Page(publication, comments)


def _written_by(piece: Piece, known: Piece) -> Piece:
    """A text with its writer as known of it, where it names none itself."""
    if piece.author is not None:
        return piece
    return replace(piece, author=known.author, role=known.role, organisation=known.organisation)


def _check_not_front_page(address: str, *, asked: str) -> None:
    """Many hosts lead from a page that was taken away to their front page, which is not the article."""
    found = urlsplit(address)
    if found.path in {"", "/"} and not found.query and urlsplit(asked).path not in {"", "/"}:
        raise SourceError(f"{asked}: the host leads to its front page instead.")


def _date(read: PartialDate | None, known: PartialDate | None) -> PartialDate | None:
    """A feed's date was made to be read by programs; a page's has to be found."""
    if known is not None and not known.inferred:
        return known
    return known if read is None else read


def _words(text: str) -> int:
    return len(text.split())


def today() -> dt.date:
    """The day that it is, by UTC."""
    return dt.datetime.now(dt.UTC).date()
