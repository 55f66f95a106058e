"""How much of reading hangs on names: the gold pages without the classes and ids that tell what an element is.

A page of a system that the reader has never seen is somewhere between these copies and the page itself. The floors
stand in ``floors.json`` under "unnamed".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest

from leadtext.errors import SourceError
from leadtext.reading.html import decode_html, read_html
from reading.gold_pages import FLOORS, NAMES, PAGES, facts_of, leaks, matched

_NAME = re.compile(r"""(?P<before>\s(?:class|id)=(["']))(?P<names>.*?)(?=\2)""", re.DOTALL)
_TELLING = re.compile(
    r"comment(?:aire|ario|ar)?s?|kommentare?|cmts?|posts?|message|reply|replies|respuestas?|antwort(?:en)?",
    re.IGNORECASE,
)


def without_telling_words(names: str) -> str:
    return _TELLING.sub("entity", names)


def hashed(names: str) -> str:
    return " ".join("x" + hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:5] for name in names.split())


@pytest.mark.parametrize("rename", [without_telling_words, hashed])
def test_comments_are_found_without_their_names(rename: Callable[[str], str]) -> None:
    floors = FLOORS["unnamed"][rename.__name__]
    right = found = expected = leaking = 0
    for name in NAMES:
        wanted = facts_of(name)["comments"]
        text = decode_html((PAGES / f"{name}.html").read_bytes(), name)
        text = _NAME.sub(lambda match: match["before"] + rename(match["names"]), text)
        try:
            page = read_html(text.encode(), name)
        except SourceError:
            expected += len(wanted)
            continue
        right += len(matched(page.comments, wanted))
        found += len(page.comments)
        expected += len(wanted)
        article = page.publication.text if page.publication is not None else ""
        said = [w["text"][:40] for w in wanted if not w.get("quotes_article")]
        leaking += any(leaks(words, article) for words in said)
        assert wanted or not page.comments, f"{name} has no comments"
    assert 2 * right / (found + expected) >= floors["comment_f1"]
    assert leaking <= floors["leaking_pages"]
