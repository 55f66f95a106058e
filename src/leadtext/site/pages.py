"""The pages: what each shows and where it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadtext.site import places
from leadtext.site.asked import asked_of
from leadtext.site.cards import Card, Passages
from leadtext.site.content import Content, Mark, TopicEntry
from leadtext.site.lists import index_script, neighbours, period_links, titles_of, years_of
from leadtext.site.model_cards import card_page
from leadtext.site.movements import GROUPS, comparable, differences, movements, still, supported
from leadtext.site.render import Writer
from leadtext.site.tables import corrected_table, frame_table, topic_table
from leadtext.site.threads import PASSAGE_CHARACTERS, Work, pack, works
from leadtext.site.wording import GENRE_WORDS, STAGE_WORDS, TABLE_WORDS

__all__ = ["Built", "build"]

SUREST = 5
LISTED = 200
OTHER_TOPICS = "Like no others"


@dataclass(frozen=True, slots=True)
class Unsure:
    """How much of what is counted is a guess.

    Attributes:
        tagged: how many passages have a frame.
        share: of these, those on which the tagger would rather not say.
        by_frame: for each frame of which there are such passages, how many of all its passages they are.
    """

    tagged: int
    share: float
    by_frame: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What was written."""

    pages: int


def build(
    content: Content,
    folder: Path,
    *,
    period_of: Callable[[str], str | None],
    found: Sequence[Work] | None = None,
    earlier: Path | None = None,
    heard: Callable[[int, int], None] = lambda _done, _total: None,
) -> Built:
    """Write every page of a site, its stylesheet and script into a folder.

    Args:
        content: what the site shows.
        folder: where to; it must be there.
        period_of: the calendar period of a date as `str` writes it; None where it isn't known closely enough.
        found: the content's `works`, where they are known already.
        earlier: the folder of an earlier site, which may be missing: files that are the same there aren't written anew.
        heard: is told how many pages are written, and of about how many: long lists have more pages than one.
    """
    site = _Site(content, works(content) if found is None else found, folder, period_of, earlier=earlier, heard=heard)
    site.overview()
    site.frames()
    site.topics()
    site.documents()
    site.about()
    site.assets()
    return Built(site.writer.pages)


class _Site:
    """One site on its way into a folder."""

    def __init__(
        self,
        content: Content,
        found: Sequence[Work],
        folder: Path,
        period_of: Callable[[str], str | None],
        *,
        earlier: Path | None,
        heard: Callable[[int, int], None],
    ) -> None:
        self.content = content
        self.period_of = period_of
        self.works = found
        self.at = {thing: address for work in self.works for thing, address in work.places()}
        self.documents_by_id = {document.id: document for document in content.documents}
        self.titles = titles_of(self.works, content.documents)
        voices = [voice for work in self.works for page in work.pages for voice in page.voices]
        self.kinds = {voice.document.id: f"Comment {voice.number}" for voice in voices}
        self.who = {voice.document.id: voice.who for voice in voices}
        self.who |= {work.publication.id: work.who for work in self.works if work.publication is not None}
        self.topics_by_id = {topic.id: topic for topic in content.topics}
        self.counted = [mark for mark in content.marks if mark.duplicate_of is None]
        self.marks_by_id = {mark.id: mark for mark in content.marks}
        self.passages = Passages(self.topics_by_id, self.at)
        self.asked = asked_of(content.tagger.get("codebook", {}), list(content.frames))
        shared = {
            "passages": self.passages,
            "site": content,
            "genres": GENRE_WORDS,
            "at": self.at,
            "topic_of": self.topics_by_id,
            "asked": self.asked,
            "numbered": places.numbered,
            "topic_page": places.topic_page,
            "frame_page": places.frame_page,
            "last_run": max((run.ended for run in content.runs), default=""),
            "leadtext": content.runs[-1].version if content.runs else "",
        }
        least = len(content.lists) + len(content.topics) + len(content.frames) + len(self.works) + 7
        self.writer = Writer(folder, shared, earlier, lambda pages: heard(pages, max(pages, least)))

    def overview(self) -> None:
        """The first page."""
        spans, frames, ours = self.content.spans, self.asked.told, self.asked.ours
        put_right, corrected = supported(spans, self.content.points)
        alike = put_right if corrected >= set(GROUPS) else spans  # not what is counted in two ways
        self.writer.page(
            "index.html",
            "index",
            figure=self.content.figures.get("headline"),
            table=frame_table(self.content, ("publications", "comment")),
            corrected_table=corrected_table(self.content),
            span_table=frame_table(self.content, tuple(GROUPS), points=spans, linked=False),
            moved=movements(put_right, frames, corrected, framing=ours),
            differed=differences(alike, frames, corrected, framing=ours),
            still=still(frames, framing=ours),
            comparable=comparable(spans),
            by_people=[GROUPS[genre] for genre in GROUPS if genre in corrected],
            topics=self._by_size("emergent")[:10],
            anchors=self._by_size("anchor"),
            framing=self._framing(),
            own=self.content.own.get("evaluation", {}),
            unsure=_unsure(self.counted, list(self.content.frames)),
            years=years_of(self.content.documents),
        )

    def frames(self) -> None:
        """The frames together, each with all its passages, and each with those of every period."""
        by_frame: dict[str, list[Mark]] = {frame: [] for frame in self.content.frames}
        for mark in self.counted:
            if mark.frame in by_frame:
                by_frame[mark.frame].append(mark)
        for marks in by_frame.values():
            marks.sort(key=_surest)
        surest = {f: [m for m in marks if not m.abstained][:SUREST] for f, marks in by_frame.items()}
        self.writer.page(
            "frames/index.html",
            "frames",
            figures=self.content.figures,
            table=frame_table(self.content, ("report", "article", "blog", "comment")),
            surest={f: self.passages.cards(map(self._card, marks)) for f, marks in surest.items()},
            sizes={frame: len(marks) for frame, marks in by_frame.items()},
            unsure={frame: sum(m.abstained for m in marks) for frame, marks in by_frame.items()},
        )
        for frame, marks in by_frame.items():
            groups = self._by_period_and_group(marks)
            self._list(
                places.frame_page(frame),
                "frame",
                [self._card(mark) for mark in marks],
                frame=frame,
                periods=period_links(frame, groups),
                unsure=sum(mark.abstained for mark in marks),
            )
            for (period, group), inside in groups.items():
                self._list(
                    places.frame_period(frame, period, group),
                    "frame_period",
                    [self._card(mark) for mark in inside],
                    frame=frame,
                    period=period,
                    group=group,
                    other=len(groups.get((period, "comments" if group == "publications" else "publications"), ())),
                    neighbours=neighbours([p for p, g in groups if g == group], period),
                    link=places.frame_period,
                )

    def topics(self) -> None:
        """The registry, each topic with all its passages, and what is near to none."""
        framing = self._framing()
        self.writer.page(
            "topics/index.html",
            "topics",
            groups=self._groups(),
            anchors=self._by_size("anchor"),
            framing=framing,
            figure=self.content.figures.get("topics"),
            mapped="map" in self.content.figures,
        )
        if "map" in self.content.figures:
            self.writer.page("topics/map.html", "map", figure=self.content.figures["map"])
        for topic in self.content.topics:
            by_period: dict[str, list[tuple[str, float]]] = {}
            for passage, similarity in topic.passages:
                period = self._period(self.marks_by_id[passage])
                if period is not None:
                    by_period.setdefault(period, []).append((passage, similarity))
            self._list(
                places.topic_page(topic.id),
                "topic",
                self._members(topic.passages),
                topic=topic,
                without=topic.id,
                typical=self.passages.cards(
                    self._members((p, s) for p, s in topic.passages if p in topic.typical), without=topic.id
                ),
                figure=self.content.figures.get(f"topic-{topic.id}"),
                table=topic_table(self.content, topic.id),
                framing=framing.get(topic.id, {}),
                periods=[(period, len(by_period[period])) for period in sorted(by_period)],
                linked=set(by_period),
                link=places.topic_period,
            )
            for period, members in by_period.items():
                self._list(
                    places.topic_period(topic.id, period),
                    "topic_period",
                    self._members(members),
                    without=topic.id,
                    topic=topic,
                    period=period,
                    neighbours=neighbours(list(by_period), period),
                    link=places.topic_period,
                )
        self._list("topics/novelty.html", "novelty", self._members(self.content.novelty))

    def documents(self) -> None:
        """The list of documents, each document with its comments, and what could not be read."""
        rows = [(work, self._work_framing(work)) for work in self.works]
        pages = pack(rows, lambda _row: 1, most=LISTED) or [[]]
        years = sorted({date[:4] for work in self.works for date in work.dates if date}, reverse=True)
        for number, page in enumerate(pages, start=1):
            self.writer.page(
                places.numbered("documents/index.html", number),
                "documents",
                rows=page,
                number=number,
                pages=len(pages),
                base="documents/index.html",
                total=len(rows),
                years=years,
                kinds=[kind for kind in GENRE_WORDS if any(work.kind == kind for work in self.works)],
            )
        self.writer.file("assets/documents.js", index_script(self.works, names=self.content.names))
        for work, framing in rows:
            for number, part in enumerate(work.pages, start=1):
                self.writer.page(
                    places.numbered(work.address, number),
                    "document",
                    work=work,
                    part=part,
                    number=number,
                    pages=len(work.pages),
                    base=work.address,
                    framing=framing,
                )
        refused = pack(self.content.rejects, lambda reject: len(reject.reason) + 300, most=500) or [[]]
        for number, rejects in enumerate(refused, start=1):
            self.writer.page(
                places.numbered("rejects.html", number),
                "rejects",
                rejects=rejects,
                number=number,
                pages=len(refused),
                base="rejects.html",
            )

    def about(self) -> None:
        """The method, the tagger's figures and card, the tables."""
        self.writer.page(
            "about.html",
            "about",
            tables=[(table, TABLE_WORDS.get(table.name, "")) for table in self.content.tables],
            stages=[(run, STAGE_WORDS.get(run.stage, run.stage)) for run in self.content.runs],
            evaluation=self.content.tagger.get("evaluation", {}),
            own=self.content.own.get("evaluation", {}),
            own_agreed=self.content.own.get("agreement", {}).get(self.asked.variable),
        )
        if self.content.card:
            self.writer.page("card.html", "card", card=card_page(self.content.card))

    def assets(self) -> None:
        """Stylesheet and script; each frame's colour comes from the charts, so that they agree."""
        colours = "".join(
            f".frame-{places.slug(frame)} {{ --frame: {colour}; }}\n" for frame, colour in self.content.frames.items()
        )
        self.writer.asset("site.css", "\n" + colours)
        self.writer.asset("site.js")

    def _list(
        self, base: str, template: str, cards: Sequence[Card], *, without: int | None = None, **values: Any
    ) -> None:
        """Write a paged list of passages, on which a topic may go without saying."""
        cost = lambda card: len(card.mark.text) + PASSAGE_CHARACTERS  # noqa: E731
        pages = pack(cards, cost, most=self.content.page_size) or [[]]
        first = 1
        for number, page in enumerate(pages, start=1):
            address = places.numbered(base, number)
            self.writer.page(
                address,
                template,
                cards=self.passages.cards(page, without=without),
                number=number,
                pages=len(pages),
                base=base,
                total=len(cards),
                first=first,
                **values,
            )
            first += len(page)

    def _card(self, mark: Mark, similarity: float | None = None) -> Card:
        document = self.documents_by_id[mark.document]
        return Card(
            mark=mark,
            document=document,
            title=self.titles[document.id],
            href=self.at.get(mark.id, self.at.get(document.id, "documents/index.html")),
            kind=self.kinds.get(document.id, GENRE_WORDS[document.kind]),
            who=self.who.get(document.id, ""),
            similarity=similarity,
        )

    def _members(self, passages: Iterable[tuple[str, float]]) -> list[Card]:
        return [self._card(self.marks_by_id[passage], similarity) for passage, similarity in passages]

    def _by_size(self, kind: str) -> list[TopicEntry]:
        return sorted((t for t in self.content.topics if t.kind == kind), key=lambda t: (-len(t.passages), t.id))

    def _groups(self) -> list[tuple[str, list[TopicEntry]]]:
        """The emergent topics in their groups, the largest first; those that stand in none at the end."""
        groups: dict[str, list[TopicEntry]] = {}
        for topic in self._by_size("emergent"):
            groups.setdefault(topic.group, []).append(topic)
        alone = groups.pop("", [])
        ranked = sorted(groups.items(), key=lambda group: (-sum(len(t.passages) for t in group[1]), group[0]))
        return ranked + ([(OTHER_TOPICS if ranked else "", alone)] if alone else [])

    def _framing(self) -> dict[int, dict[str, int]]:
        """How many passages of each topic have each frame."""
        found: dict[int, dict[str, int]] = {}
        for topic in self.content.topics:
            counts = dict.fromkeys(self.content.frames, 0)
            for passage, _ in topic.passages:
                frame = self.marks_by_id[passage].frame
                if frame in counts:
                    counts[frame] += 1
            found[topic.id] = counts
        return found

    def _work_framing(self, work: Work) -> dict[str, int]:
        """How many passages of a publication and its comments have each frame."""
        counts = dict.fromkeys(self.content.frames, 0)
        for page in work.pages:
            for segment in (*page.segments, *(s for voice in page.voices for s in voice.segments)):
                if segment.mark is not None and segment.mark.frame in counts:
                    counts[segment.mark.frame] += 1
        return counts

    def _period(self, mark: Mark) -> str | None:
        date = self.documents_by_id[mark.document].date
        return None if date is None else self.period_of(str(date))

    def _by_period_and_group(self, marks: Iterable[Mark]) -> dict[tuple[str, str], list[Mark]]:
        groups: dict[tuple[str, str], list[Mark]] = {}
        for mark in marks:
            period = self._period(mark)
            if period is not None:
                group = "comments" if self.documents_by_id[mark.document].is_comment else "publications"
                groups.setdefault((period, group), []).append(mark)
        return dict(sorted(groups.items()))


def _unsure(marks: Iterable[Mark], frames: Sequence[str]) -> Unsure | None:
    """How much of some passages' frames is a guess; None where none has a frame."""
    framed = [mark for mark in marks if mark.frame is not None]
    if not framed:
        return None
    whole = Counter(mark.frame for mark in framed)
    few = Counter(mark.frame for mark in framed if mark.abstained)
    by_frame = tuple((frame, few[frame], whole[frame]) for frame in frames if few[frame])
    return Unsure(len(framed), few.total() / len(framed), by_frame)


def _surest(mark: Mark) -> tuple[bool, float, str]:
    return mark.abstained, -mark.confidence, mark.id
