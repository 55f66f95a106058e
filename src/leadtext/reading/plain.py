"""Markdown texts; plain text without markup is read as a page capture (`leadtext.reading.capture`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadtext.errors import SourceError
from leadtext.reading.decode import decode
from leadtext.reading.markup_text import html_paragraphs
from leadtext.reading.prose import Contents, read_contents
from leadtext.records import Page

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

MAX_MARKDOWN_BYTES = 5_000_000
"""Ten thick books; some nested markup takes the parser time that grows faster than the text."""

# Front matter as static site makers write it: "---", lines of "key: value", "---" (or "+++" and "key = value").
_FRONT_MATTER = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<inside>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<key>[A-Za-z_ -]{1,40}?)\s*[:=]\s*(?P<value>.*)")


def read_markdown(data: bytes, name: str) -> Page:
    """The publication in a Markdown text.

    Args:
        data: the file's bytes, in any usual character set.
        name: its name, for messages.

    Returns:
        The page, without comments. Front matter gives title, author and date; else the first heading is the
        title, and author and date are those that the first lines show.

    Raises:
        SourceError: the file is empty, binary, too large, or holds no paragraphs.
    """
    if len(data) > MAX_MARKDOWN_BYTES:
        raise SourceError(f"{name} is longer than {MAX_MARKDOWN_BYTES // 1_000_000} MB: divide it.")
    text = decode(data, name)
    contents = Contents()
    front = _FRONT_MATTER.match(text)
    if front is not None:
        _read_front_matter(contents, front["inside"])
        text = text[front.end() :]
    _read_tokens(contents, text)
    return read_contents(contents, name)


def _read_front_matter(contents: Contents, inside: str) -> None:
    fields: dict[str, str] = {}
    key = ""
    for line in inside.split("\n"):
        match = _FIELD.fullmatch(line.rstrip())
        item = re.fullmatch(r"\s+-\s+(?P<value>.+)", line)
        if item is not None and key:
            fields[key] = ", ".join(part for part in (fields[key], _unquoted(item["value"])) if part)
        elif match is not None:
            key = match["key"].strip().casefold()
            fields[key] = _unquoted(match["value"])
    contents.stated_title = fields.get("title", "")
    contents.title = contents.stated_title
    contents.stated_author = fields.get("author", fields.get("authors", ""))
    contents.stated_date = fields.get("date", fields.get("published", ""))
    contents.date_is_own = True


def _unquoted(value: str) -> str:
    parts = [part.strip().strip("\"'") for part in value.strip().strip("[]").split(",")]
    return ", ".join(parts) if value.strip().startswith("[") else value.strip().strip("\"'")


def _read_tokens(contents: Contents, text: str) -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(text)
    in_heading = in_table = False
    depth = 0
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            in_heading = token.type == "heading_open"
        elif token.type in {"table_open", "table_close"}:
            in_table = token.type == "table_open"
        elif token.type in {"list_item_open", "list_item_close"}:
            depth += 1 if token.type == "list_item_open" else -1
        elif token.type in {"fence", "code_block"}:
            contents.leave_out(" ".join(token.content.split()), "code")
        elif token.type == "html_block":
            for paragraph in html_paragraphs(token.content):
                contents.add(paragraph)
        elif token.type == "inline":
            words = _words(token.children if token.children is not None else ())
            if in_table:
                contents.leave_out(words, "table")
            elif in_heading:
                contents.add_heading(words)
            else:
                contents.add(words, item=depth > 0)


def _words(children: Sequence[Token]) -> str:
    """The words of a paragraph without its markup, pictures and tags."""
    parts: list[str] = []
    for child in children:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"} or (child.type == "html_inline" and "br" in child.content[:4]):
            parts.append(" ")
    return " ".join("".join(parts).split())
