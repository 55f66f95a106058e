"""Lists for pages: which there are, what they are called, how one leads to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from leadtext.records import Document
from leadtext.site import places
from leadtext.site.content import Mark, TopicEntry
from leadtext.site.threads import Work, date_words

__all__ = ["index_script", "neighbours", "period_links", "period_lists", "titles_of", "years_of"]


def period_lists(
    documents: Sequence[Document],
    marks: Sequence[Mark],
    topics: Iterable[TopicEntry],
    period_of: Callable[[str], str | None],
) -> frozenset[str]:
    """The addresses of the lists of passages by period that a site of these will have.

    Args:
        documents: every document.
        marks: every passage.
        topics: every topic.
        period_of: the calendar period of a date as `str` writes it; None where it isn't known closely enough.
    """
    found = set()
    kinds = {document.id: document.kind for document in documents}
    dates = {document.id: str(document.date) for document in documents if document.date is not None}
    periods = {mark.id: period_of(dates[mark.document]) for mark in marks if mark.document in dates}
    for mark in marks:
        period = periods.get(mark.id)
        if period is not None and mark.frame is not None and mark.duplicate_of is None:
            found.add(places.frame_period(mark.frame, period, kinds[mark.document]))
    for topic in topics:
        own = {periods.get(passage) for passage, _ in topic.passages}
        found |= {places.topic_period(topic.id, period) for period in own if period is not None}
    return frozenset(found)


def titles_of(found: Sequence[Work], documents: Iterable[Document]) -> dict[str, str]:
    """What each document is called: a comment by its publication."""
    titles = {work.publication.id: work.title for work in found if work.publication is not None}
    return {d.id: titles.get(d.id) or titles.get(d.parent or "") or d.title.strip() or d.source for d in documents}


def period_links(
    frame: str, groups: Mapping[tuple[str, str], Sequence[Mark]]
) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """For each period its lists: (group, how many, address)."""
    periods = sorted({period for period, _ in groups})
    return [
        (
            period,
            [
                (group, len(groups.get((period, group), ())), places.frame_period(frame, period, group))
                for group in ("publications", "comments")
            ],
        )
        for period in periods
    ]


def neighbours(periods: Sequence[str], here: str) -> tuple[str | None, str | None]:
    """The period before and the one after."""
    ordered = sorted(set(periods))
    at = ordered.index(here)
    return ordered[at - 1] if at else None, ordered[at + 1] if at + 1 < len(ordered) else None


def years_of(documents: Iterable[Document]) -> str:
    """The years that documents come from, as people write a span; empty where no date is known."""
    years = sorted({document.date.day.year for document in documents if document.date is not None})
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def index_script(found: Sequence[Work], *, names: bool) -> str:
    """What the script searches in: a row for each document."""
    rows = []
    for work in found:
        document = work.publication
        searched = [work.title, *([document.organisation] if document is not None and document.organisation else [])]
        if names and document is not None and document.author:
            searched.append(document.author)
        shown = _date_range(work)
        rows.append(
            [
                work.title,
                work.address,
                work.kind,
                work.dates[1],
                shown,
                work.comments,
                work.passages,
                " ".join(searched),
            ]
        )
    listed = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    return f"window.leadtextDocuments = [\n{listed}\n];\n"


def _date_range(work: Work) -> str:
    if work.publication is not None:
        return date_words(work.publication.date)
    first, last = (date[:4] for date in work.dates)
    return first if first == last else f"{first}–{last}"
