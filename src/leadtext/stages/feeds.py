"""A study's sources on the web: what is new in its feeds is fetched and read, the rest is left as it was.

A part of the stage *read*, in two steps: `look_up` fetches and reads, which may take long, and `keep` writes what was
found, which doesn't.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from leadtext.errors import NetworkError, SourceError
from leadtext.reading import page_documents, page_flaws
from leadtext.records import Document, Kind, Page, PartialDate, Piece, Reject, digest
from leadtext.settings import SourceSettings
from leadtext.stages.layouts import SourceLayouts, layouts_of
from leadtext.stages.names import pseudonyms_of
from leadtext.stages.study import Study
from leadtext.stages.work import counted, now
from leadtext.store import Connection, sources, texts
from leadtext.store.sources import WebSource

if TYPE_CHECKING:
    from leadtext.reading.capture import Layout
    from leadtext.reading.feed_entries import Entry
    from leadtext.reading.web import Fetched, Fetcher

__all__ = ["Kept", "LookedUp", "feed_of", "feed_place", "keep", "look_up"]

# Changes with the readers, so that a feed's pages are read anew.
VERSION = "4"

PREFIX = "feed:"

MOST_PAGES = 500
"""Pages of one feed that one run fetches, at one second each; the rest is left to the next runs."""

MOST_SECONDS = 1800.0
"""What one run spends on one feed: a slow host must not keep the study from being read."""

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


@dataclass(slots=True)
class LookedUp:
    """What looking up one feed came to.

    Attributes:
        notes: what a person should know of it, a sentence each.
        unanswered: the places whose host didn't answer, or not now.
    """

    looks: list[Look] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was new in what was looked up."""

    sources: int
    change: texts.Change
    rejects: int
    flaws: int


@dataclass(frozen=True, slots=True)
class _Task:
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
        if self.entry is not None:
            return self.entry.address
        return None if self.known is None else self.known.address


def feed_place(address: str) -> str:
    """The place of a feed among a study's sources; its entries' places begin with it and a ``#``."""
    return PREFIX + address.partition("#")[0]


def feed_of(place: str) -> str:
    """The feed that a place is of, or is."""
    return place.partition("#")[0]


def look_up(study: Study, settings: SourceSettings, fetcher: Fetcher) -> LookedUp:
    """Fetch a feed, and the pages of those entries that are new, changed, or young enough for late comments.

    Nothing is written, and a failure is a reject, not an exception.

    Args:
        study: an open study.
        settings: a source with a feed.
        fetcher: what fetches; the same for all feeds of a run.
    """
    from leadtext.reading.feed_entries import feed_entries

    place = feed_place(str(settings.feed))
    with study.database.read() as connection:
        known = {
            found: source for found, source in sources.of_the_web(connection, place).items() if feed_of(found) == place
        }
    feed = known.pop(place, WebSource(place, address=place.removeprefix(PREFIX)))
    layouts = layouts_of(study, settings)
    reading = digest(VERSION, settings.model_dump_json(), str(study.settings.read.pseudonymise), layouts.state)
    anew = feed.fingerprint != reading
    found = LookedUp()
    try:
        answer = _fetch(fetcher, feed, anew=anew)
        entries = None if answer.not_modified else feed_entries(answer.data, str(feed.address), answer.address)
    except SourceError as error:
        found.looks.append(Look(replace(feed, read_at=now()), rejects=[Reject(place, "", str(error))]))
        found.notes.append(f"a feed could not be looked up: {error}")
        if isinstance(error, NetworkError):
            found.unanswered.append(place)
        return found
    read_now = replace(feed, fingerprint=reading, read_at=now(), etag=answer.etag, last_modified=answer.last_modified)
    found.looks.append(Look(read_now, rejects=[]))
    if entries is not None and settings.kind == "comment":
        entries = [replace(entry, address=None) for entry in entries]
    look_again_from = _today() - dt.timedelta(days=study.settings.read.look_again_days)
    tasks = list(_tasks(place, entries, known, reading, anew=anew, look_again_from=look_again_from))
    _carry_out(tasks, _Looker(study, settings, fetcher, layouts, anew=anew), found)
    return found


def keep(connection: Connection, looked_up: Sequence[LookedUp]) -> Kept:
    """Write what was found: documents that are new or changed, and what could not be read.

    What a page no longer shows is kept and marked as gone.
    """
    before: dict[str, list[Reject]] = {}
    for reject in sources.rejects(connection):
        before.setdefault(reject.source, []).append(reject)
    total, touched, rejected, flawed = texts.Change(), 0, 0, 0
    for look in (look for found in looked_up for look in found.looks):
        place, change, new = look.source.place, texts.Change(), list[Reject]()
        if look.documents is not None:
            change = texts.replace_source(connection, place, look.documents, keep_gone=True)
        if look.rejects is not None and list(look.rejects) != before.get(place, []):
            sources.replace_rejects(connection, place, look.rejects)
            new = list(look.rejects)
        sources.remember_web(connection, look.source)
        touched += change != texts.Change() or bool(new)
        flaws = sum(reject.is_kept for reject in new)
        total, rejected, flawed = total + change, rejected + len(new) - flaws, flawed + flaws
    return Kept(touched, total, rejected, flawed)


def _fetch(fetcher: Fetcher, source: WebSource, *, anew: bool) -> Fetched:
    address = str(source.address)
    return (
        fetcher.fetch(address) if anew else fetcher.fetch(address, etag=source.etag, last_modified=source.last_modified)
    )


def _tasks(
    feed: str,
    entries: Sequence[Entry] | None,
    known: Mapping[str, WebSource],
    reading: str,
    *,
    anew: bool,
    look_again_from: dt.date,
) -> Iterator[_Task]:
    """What there is to do: the feed's entries that are new or changed, then known ones that may have comments."""
    listed = {f"{feed}#{entry.key}": entry for entry in entries or ()}
    for place, entry in listed.items():
        source = known.get(place)
        wanted = digest(reading, entry.state)
        if source is None or source.fingerprint != wanted:
            yield _Task(place, entry, source, wanted)
    # The longest unseen first, so that each has its turn where a run can't look at all of them.
    for source in sorted(known.values(), key=lambda source: source.read_at):
        told = listed.get(source.place)
        if source.address is None or (told is not None and source.fingerprint != digest(reading, told.state)):
            continue
        if anew or not source.fingerprint:
            yield _Task(source.place, told, source, digest(reading, source.place))
        elif source.day is not None and dt.date.fromisoformat(source.day) > look_again_from:
            yield _Task(source.place, told, source, source.fingerprint, again=True)


def _carry_out(tasks: Sequence[_Task], looker: _Looker, found: LookedUp) -> None:
    started, fetched, left, failed = time.monotonic(), 0, 0, 0
    for task in tasks:
        if task.address is not None and (fetched == MOST_PAGES or time.monotonic() - started > MOST_SECONDS):
            if not task.again:
                left += 1
                found.looks.append(looker.postpone(task))
            continue
        fetched += task.address is not None
        try:
            found.looks.append(looker.look(task))
        except SourceError as error:
            failed += 1
            found.looks.append(looker.do_without(task, error))
            if isinstance(error, NetworkError):
                found.unanswered.append(task.place)
    if left:
        found.notes.append(
            f"{looker.name}: {counted(left, 'pages')} {'is' if left == 1 else 'are'} left for the next run to fetch."
        )
    if failed:
        found.notes.append(f"{looker.name}: {counted(failed, 'pages')} could not be read; `leadtext status` says why.")


class _Looker:
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

    def look(self, task: _Task) -> Look:
        """Fetch and read an entry's page.

        Raises:
            NetworkError: its host doesn't answer.
            SourceError: it can't be read.
        """
        source = self._source(task)
        if task.address is None:
            return self._from_feed(task, source)
        answer = _fetch(self._fetcher, source, anew=not source.page_read)
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

    def do_without(self, task: _Task, error: SourceError) -> Look:
        """Take the feed's own words where the page can't be had; leave what was read of it before."""
        source = self._source(task)
        if isinstance(error, NetworkError):
            source = replace(source, fingerprint="")
        return self._from_feed(task, source, Reject(task.place, "", str(error)))

    def postpone(self, task: _Task) -> Look:
        """Take the feed's own words for now and note that the page has still to be fetched."""
        return self._from_feed(task, replace(self._source(task), fingerprint=""))

    def _from_feed(self, task: _Task, source: WebSource, *rejects: Reject) -> Look:
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

    def _documents(self, page: Page, task: _Task) -> tuple[list[Document], list[Reject]]:
        hidden = page if self._pseudonyms is None else self._pseudonyms.page(page)
        flaws = page_flaws(hidden, source=task.place)
        return page_documents(hidden, source=task.place, kind=self._kind), flaws

    def _source(self, task: _Task) -> WebSource:
        """What is to be noted of an entry that was looked at."""
        source = WebSource(task.place, day=_today().isoformat()) if task.known is None else task.known
        if task.entry is not None and task.entry.day is not None:
            source = replace(source, day=min(task.entry.day, _today()).isoformat())
        if self._anew:
            # To be read anew it has to be had, even if it is as it was.
            source = replace(source, etag=None, last_modified=None)
        return replace(source, fingerprint=task.wanted, read_at=now(), address=task.address)

    def _known_piece(self, task: _Task) -> Piece:
        """What is known of a publication before its page is read: the feed's words, else those of the last look."""
        before = self._before(task)
        if task.entry is None:
            return before
        piece = task.entry.piece
        return replace(
            piece,
            title=piece.title if piece.title else before.title,
            text=max(piece.text, before.text, key=_words),
            author=before.author if piece.author is None else piece.author,
            date=before.date if piece.date is None else piece.date,
        )

    def _before(self, task: _Task) -> Piece:
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
        read,
        text=known.text if cut_short else read.text,
        title=read.title if read.title else known.title,
        author=known.author if read.author is None else read.author,
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


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
