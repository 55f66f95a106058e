"""Passages as pages show them: the card of a list, the marked piece of a document; each with its tag, codes and topics.

Put together here and not in templates, since a site shows every passage five times and templates take five times as
long. Addresses begin with ``@/``, which a page replaces by its way to the root.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadtext.records import Document
from leadtext.site import places
from leadtext.site.content import Mark, TopicEntry
from leadtext.site.threads import Segment, Voice, date_words

__all__ = ["Card", "Passages", "escaped"]

UNSURE = "The tagger would rather not say; this is the frame that it leans to, with its probability."


@dataclass(frozen=True, slots=True)
class Card:
    """A passage as lists show it."""

    mark: Mark
    document: Document
    title: str
    href: str
    kind: str
    who: str
    similarity: float | None = None


class Passages:
    """Writes passages; what a passage has in every list is put together once.

    Args:
        topics: by their ids.
        at: where each passage stands, from the site's root.
    """

    def __init__(self, topics: Mapping[int, TopicEntry], at: Mapping[str, str]) -> None:
        self._at = at
        self._chips = {
            number: f'<a class="chip {topic.kind}" href="@/{places.topic_page(number)}">{escaped(topic.name)}</a>\n'
            for number, topic in topics.items()
        }
        self._known: dict[str, tuple[str, str]] = {}

    def cards(self, cards: Iterable[Card], *, without: int | None = None) -> str:
        """The cards of a list, escaped.

        Args:
            cards: what to show.
            without: the topic that the list is of: it need not be named on each card.
        """
        return "".join([self._card(card, without) for card in cards])

    def segment(self, segment: Segment) -> str:
        """A piece of a document: a passage with what is known of it in the margin, or what stands between two."""
        words = "".join(f"<p>{escaped(paragraph)}</p>" for paragraph in segment.paragraphs)
        mark = segment.mark
        if mark is None:
            return f'<div class="between">{words}</div>\n'
        if mark.duplicate_of is not None:
            known = '<span class="tag untagged">repeat</span>\n'
            if mark.duplicate_of in self._at:
                known += f'<a href="@/{escaped(self._at[mark.duplicate_of])}">counted there</a>\n'
        else:
            known = _tag(mark) + _coded(mark) + self._topics(mark, None)
        if segment.pages:
            which = "pp." if "-" in segment.pages else "p."
            known += f'<span class="small">{which} {escaped(segment.pages.replace("-", "–"))}</span>\n'
        anchor = places.passage_anchor(mark.id)
        repeat = " repeat" if mark.duplicate_of is not None else ""
        return (
            f'<div class="passage {_edge(mark)}{repeat}" id="{anchor}">\n<div class="words">{words}</div>\n'
            f'<div class="margin">\n{known}<a class="pilcrow" href="#{anchor}" title="A link to this passage" '
            'aria-label="Link to this passage">¶</a>\n</div>\n</div>\n'
        )

    def voices(self, voices: Iterable[Voice], *, paged: bool, loose: bool) -> str:
        """Comments as they stand in their thread.

        Args:
            voices: what to show, in order.
            paged: whether the thread has several pages, so that an answered comment may stand on another.
            loose: whether they stand under no publication; then each may have a title.
        """
        return "".join([self._voice(voice, paged=paged, loose=loose) for voice in voices])

    def _voice(self, voice: Voice, *, paged: bool, loose: bool) -> str:
        document = voice.document
        number = f"Comment {voice.number}"
        told = f"{number} · " if voice.who else ""
        told += date_words(document.date)
        if document.date is not None and document.date.inferred:
            told += " (inferred)"
        if voice.answers is not None:
            href = f"@/{escaped(self._at[document.reply_to or ''])}" if paged else f"#{voice.answers[1]}"
            told += f' · answers <a href="{href}">comment {voice.answers[0]}</a>'
        if loose and document.title:
            told += f" · {escaped(document.title)}"
        words = "".join([self.segment(segment) for segment in voice.segments])
        return (
            f'<article class="comment depth-{voice.depth}" id="{places.document_anchor(document.id)}">\n'
            f"  <header><h3>{escaped(voice.who) or number}</h3>\n"
            f'  <p class="meta">{told}</p></header>\n  <div class="text">{words}</div>\n</article>\n'
        )

    def _card(self, card: Card, without: int | None) -> str:
        mark = card.mark
        if mark.id not in self._known:
            who = f" · {escaped(card.who)}" if card.who else ""
            self._known[mark.id] = (
                f'<li class="card {_edge(mark)}">\n<blockquote><p>{escaped(mark.text)}</p></blockquote>\n'
                f'<p class="source"><a href="@/{escaped(card.href)}">{escaped(card.title)}</a>\n'
                f'<span class="meta">{escaped(card.kind)}{who} · {date_words(card.document.date)}</span></p>\n'
                f'<p class="marks">{_tag(mark)}{_coded(mark)}',
                self._topics(mark, None),
            )
        start, topics = self._known[mark.id]
        near = ""
        if card.similarity is not None:
            near = (
                f'<span class="near" title="How near the passage is to the topic">nearness {card.similarity:.2f}</span>'
            )
        topics = topics if without is None else self._topics(mark, without)
        return f"{start}{near}{topics}</p>\n</li>\n"

    def _topics(self, mark: Mark, without: int | None) -> str:
        members = [member.topic for member in mark.members if member.topic != without]
        return "".join([self._chips[topic] for topic in members if topic in self._chips])


def escaped(text: str) -> str:
    """A text as a page may hold it, escaped as the templates do it; what they use is four times as slow."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


def _edge(mark: Mark) -> str:
    """The class that colours a passage's edge."""
    if mark.frame is None:
        return "untagged"
    return f"frame-{places.slug(mark.frame)}{' unsure' if mark.abstained else ''}"


def _tag(mark: Mark) -> str:
    if mark.frame is None:
        return '<span class="tag untagged">not tagged</span>\n'
    frame, page = places.slug(mark.frame), places.frame_page(mark.frame)
    unsure = " unsure" if mark.abstained else ""
    says = UNSURE if mark.abstained else "The tagger's frame, with its probability."
    name = escaped(mark.frame)
    words = f'uncertain <span class="lean">leans {name}</span>' if mark.abstained else name
    return (
        f'<a class="tag{unsure} frame-{frame}" href="@/{page}" title="{says}">{words} '
        f'<span class="p">{mark.confidence:.2f}</span></a>\n'
    )


def _coded(mark: Mark) -> str:
    if mark.coded is None:
        return ""
    return (
        f'<span class="coded frame-{places.slug(mark.coded.value)}" title="What counts is what most of them said, or '
        f'what was settled.">{escaped(mark.coded.words)}</span>\n'
    )
