"""A tagger's model card as part of a page: the Markdown that cards are written in, and no more of it."""

from __future__ import annotations

import itertools
import re

from leadtext.site.cards import escaped

__all__ = ["card_page"]

ROW = re.compile(r"^\|(.*)\|\s*$")
RULE = re.compile(r"^\|[\s:|-]+\|\s*$")
HEADING = re.compile(r"^(#{1,4})\s+(.*)$")
ITEM = "- "
INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])"), r"<em>\1</em>"),
)


def card_page(markdown: str) -> str:
    """A model card as HTML, everything in it escaped; its headings stand one lower, under the page's own.

    Args:
        markdown: headings, paragraphs, lists and tables, with code, bold and italic words in them.
    """
    lines = [line.rstrip() for line in markdown.splitlines()]
    return "".join(_block(kind, list(part)) for kind, part in itertools.groupby(lines, _kind))


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if HEADING.match(line):
        return "heading"
    if ROW.match(line):
        return "table"
    return "list" if line.startswith(ITEM) else "text"


def _block(kind: str, lines: list[str]) -> str:
    if kind == "heading":
        found = [HEADING.match(line) for line in lines]
        ranked = [(min(len(match[1]) + 1, 5), _inline(match[2])) for match in found if match is not None]
        return "".join(f"<h{rank}>{words}</h{rank}>\n" for rank, words in ranked)
    if kind == "table":
        return _table(lines)
    if kind == "list":
        return "<ul>" + "".join(f"<li>{_inline(line.removeprefix(ITEM))}</li>" for line in lines) + "</ul>\n"
    return f"<p>{_inline(' '.join(lines))}</p>\n" if kind == "text" else ""


def _table(lines: list[str]) -> str:
    right = [cell.strip().endswith(":") for line in lines if RULE.match(line) for cell in _cells(line)]
    written = []
    for number, line in enumerate(line for line in lines if not RULE.match(line)):
        cells = []
        for at, cell in enumerate(_cells(line)):
            tag = "th" if number == 0 or at == 0 else "td"
            scope = f' scope="{"col" if number == 0 else "row"}"' if tag == "th" else ""
            numeric = ' class="n"' if at < len(right) and right[at] else ""
            cells.append(f"<{tag}{scope}{numeric}>{_inline(cell.strip())}</{tag}>")
        written.append(f"<tr>{''.join(cells)}</tr>\n")
    body = "".join(written[1:])
    return (
        f'<div class="scroll"><table class="numbers"><thead>{written[0]}</thead><tbody>{body}</tbody></table></div>\n'
    )


def _cells(line: str) -> list[str]:
    match = ROW.match(line)
    return [] if match is None else match[1].split("|")


def _inline(text: str) -> str:
    written = escaped(text)
    for pattern, tag in INLINE:
        written = pattern.sub(tag, written)
    return written
