"""What `leadtext read` prints of a file: its documents as a tree, and what was left out of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from leadtext.cli.console import escape, indented, out, print_json, refusal
from leadtext.cli.show import headed
from leadtext.records import Document, LeftOut, Reject

if TYPE_CHECKING:
    from leadtext.reading.show import Look

__all__ = ["as_json", "document_facts", "pages"]

TEASER = 160
"""Characters of a text that `leadtext read` shows."""

MOST_LEFT_OUT = 5
"""How many parts left out for one reason `leadtext read` shows."""

LEFT_OUT_TEASER = 70

DEEPEST = 6
"""Answers to answers further down stand no further to the right."""


def pages(looks: Sequence[Look], *, as_jsonl: bool) -> None:
    """Show what a reader found, as a tree or as JSON lines."""
    for look in looks:
        if as_jsonl:
            for document in look.documents:
                print_json(document_facts(document), indent=None)
            for reject in look.rejects:
                refusal(f"{reject.source} {reject.place}: {reject.reason}")
            continue
        indented(f"[bold]{escape(look.name)}[/]{_counted(look)}", 0)
        for document, depth in _in_threads(look.documents):
            _print_document(document, depth, _inferred_from(document, look.documents))
        _print_left_out(look.left_out, look.rejects)


def as_json(looks: Sequence[Look]) -> None:
    """Print what a reader found as one JSON object, with what it left out and why."""
    facts = [
        {
            "name": look.name,
            "documents": [document_facts(document) for document in look.documents],
            "left_out": [{"what": item.what, "why": item.why} for item in look.left_out],
            "rejected": [asdict(reject) for reject in look.rejects],
        }
        for look in looks
    ]
    print_json({"files": facts})


def _in_threads(documents: Sequence[Document]) -> list[tuple[Document, int]]:
    """Documents and how deep they stand: each followed by its comments, each comment by its answers.

    On a page with the newest comment on top answers stand before what they answer.
    """
    known = {document.id for document in documents}
    under: dict[str | None, list[Document]] = {}
    for document in documents:
        above = document.reply_to if document.reply_to is not None else document.parent
        under.setdefault(above if document.is_comment and above in known else None, []).append(document)
    ordered: list[tuple[Document, int]] = []
    seen: set[int] = set()
    # Comments that answer each other in a circle are reached from no root; they follow at the end.
    for roots in (under.get(None, []), documents):
        waiting = [(root, 0) for root in reversed(roots)]
        while waiting:
            document, depth = waiting.pop()
            if id(document) not in seen:
                seen.add(id(document))
                ordered.append((document, depth))
                waiting += [(answer, depth + 1) for answer in reversed(under.get(document.id, []))]
    return ordered


def _counted(look: Look) -> str:
    """How many comments a page has, where it has any."""
    comments = [document for document in look.documents if document.is_comment]
    answers = sum(document.reply_to is not None for document in comments)
    if not comments:
        return ""
    words = f"{len(comments):,} {'comment' if len(comments) == 1 else 'comments'}"
    return f"  [dim]{words}{f', {answers:,} of them answers' if answers else ''}[/]"


def document_facts(document: Document) -> dict[str, Any]:
    """A document as the JSON lines of ``leadtext read`` give it."""
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "author": document.author,
        "role": document.role,
        "organisation": document.organisation,
        "date": None if document.date is None else str(document.date),
        "date_inferred": document.date is not None and document.date.inferred,
        "parent": document.parent,
        "reply_to": document.reply_to,
        "text": document.text,
    }


def _inferred_from(document: Document, documents: Sequence[Document]) -> str:
    """Where a date comes from that the page doesn't give."""
    if document.date is None or not document.date.inferred:
        return ""
    days = [other.date.day for other in documents if other.parent == document.id and other.date is not None]
    if days and min(days) == document.date.day:
        return " (inferred: not after its first comment)"
    return " (inferred)"


def _print_document(document: Document, depth: int, inferred: str) -> None:
    indent = 2 + 4 * min(depth, DEEPEST)
    who = ", ".join(part for part in (document.author, document.role, document.organisation) if part)
    date = "no date" if document.date is None else f"{document.date}{inferred}"
    if document.is_comment:
        indented(f"{escape(who or 'no name')}  [dim]{date}[/]", indent, label="[cyan]comment[/]  ")
    else:
        title = escape(document.title or "untitled")
        indented(f"[bold]{title}[/]", indent, label=f"[cyan]{document.kind}[/]  ")
        place = f"  {escape(document.place)}" if document.pages else ""
        indented(f"{escape(who or 'no author')}  [dim]{date}{place}[/]", indent + 2)
    words = len(document.text.split())
    teaser = _cut(document.text, TEASER)
    indented(escape(f"{teaser} ({words:,} {'word' if words == 1 else 'words'})"), indent + 2)


def _cut(text: str, most: int) -> str:
    """The beginning of a text, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _print_left_out(left_out: Sequence[LeftOut], rejects: Sequence[Reject]) -> None:
    if left_out:
        out.print("  [dim]left out:[/]")
    by_reason: dict[str, list[str]] = {}
    for item in left_out:
        by_reason.setdefault(item.why, []).append(item.what)
    for why, whats in by_reason.items():
        number = f" ({len(whats):,})" if len(whats) > 1 else ""
        indented(f"[dim]{escape(why)}{number}:[/]", 4)
        for what in whats[:MOST_LEFT_OUT]:
            indented(f"[dim]{escape(_cut(what, LEFT_OUT_TEASER))}[/]", 6)
        if len(whats) > MOST_LEFT_OUT:
            indented(f"[dim]… and {len(whats) - MOST_LEFT_OUT:,} more[/]", 6)
    for reject in rejects:
        what = escape(f"{reject.place} {reject.reason}".strip())
        indented(f"[yellow]{headed(reject)} {what}[/]", 2)
