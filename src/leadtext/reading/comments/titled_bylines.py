"""Names out of bylines that begin with a comment's title: "Well said, by Anna Berg, on 3 May 2012".

One such line may be anybody's name and town; where a page's comments mostly are signed so, it is the page's form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leadtext.reading.comments.interface import plain_words
from leadtext.reading.comments.names import clean_name, until_date

__all__ = ["SignedLine", "names_behind_titles"]

_TITLE_AND_NAME = re.compile(
    r"\S.*?\s*[,|–—-]\s*(?:by|von|par|por)\s+(?P<name>\S[^|]{0,80}?)\s*[,|–—-]?\s*(?:on|am|vom|den|le|el)?$",
    re.IGNORECASE,
)
"""A byline before its day, with a stroke or a comma before the "by"."""

LEAST_LINES = 3
"""Bylines of that form on a page."""

LEAST_SHARE = 0.5
"""Share of a page's bylines that must have it."""


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A comment's name, as it was found, and the line that its day was found in."""

    name: str | None
    line: str


def names_behind_titles(signed: Sequence[SignedLine]) -> list[str | None]:
    """Each comment's name, where the page's bylines have the title first; elsewhere the names as they were found.

    A line without a "by" then holds the title alone: who wrote so gave no name.

    Args:
        signed: of each comment on the page.
    """
    before = [plain_words(until_date(plain_words(item.line)) or "") for item in signed]
    found = [_TITLE_AND_NAME.fullmatch(line) for line in before]
    titled = sum(match is not None for match in found)
    if titled < max(LEAST_LINES, LEAST_SHARE * len(signed)):
        return [item.name for item in signed]
    names: list[str | None] = []
    for item, line, match in zip(signed, before, found, strict=True):
        if match is not None:
            names.append(clean_name(match["name"]))
        else:
            names.append(None if item.name is not None and line.startswith(item.name) else item.name)
    return names
