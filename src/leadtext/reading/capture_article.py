"""The publication on a saved page: its paragraphs, divided from menus, headings, captions and pull quotes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from leadtext.reading.capture_credits import (
    CLOSING,
    LONGEST_BYLINE,
    Article,
    byline_place,
    find_author,
    find_date,
    find_in_tail,
    find_title,
    is_byline,
    people,
    set_kind,
    set_title,
)
from leadtext.reading.capture_lines import (
    Block,
    is_furniture,
    is_heading,
    is_link,
    is_name,
    is_sentence,
    lone_date,
    parts_of,
    plain_key,
    quoted,
)

__all__ = ["read_article"]

FEWEST_PROSE_WORDS = 5
"""Where a page has no long paragraph, a sentence of so many words is taken for its text."""

PULL_QUOTE_OVERLAP = 0.6
"""A pull quote repeats the article up to some words: this share of its pairs of words stands there, while a
quotation from elsewhere shares hardly any."""

VERSE_RUN = 4
"""So many short lines in a row, each with an empty line around it, are a verse, not so many headings."""

LONGEST_VERSE = 200
"""Lines; longer runs are no verse but a list of links, and counting on would take its time."""

VERSE_WORDS = 3
"""The lines of a verse have more words on average than menu items."""

# What stands below an article and leads elsewhere: everything under it is left out.
_ELSEWHERE = re.compile(
    r"(?:related|more (?:from|on|about|like|stories|news|articles|blogs)|most (?:read|popular|commented)|latest|recent|"
    r"you (?:may|might) (?:also )?(?:like|be interested)|also (?:in|on)|see also|further reading|recommended|keep up|"
    r"explore|share this|tags?|topics?|categor(?:y|ies)|about the author|notes for editors|other (?:blogs|articles|"
    r"news)|previous (?:post|article)|next (?:post|article)|archives?|blogroll|sponsored|popular|what(?:'|’)s new|"
    r"stay (?:in touch|connected)|get in touch|sign up|subscribe|references|bibliography|notes)\b.{0,60}",
    re.IGNORECASE,
)


def read_article(blocks: Sequence[Block], *, title: str | None = None, day_first: bool = True) -> Article:
    """The publication that a page's blocks hold, comments and their heading already taken away.

    The first long paragraph divides the page: above it stand menus, title, author and date; below it the text,
    to the last paragraph before the site's own lines begin again.

    Args:
        blocks: the page's blocks in order.
        title: the title, where the file itself tells it; the blocks then begin below it.
        day_first: how 03/04/2012 is read.
    """
    article = Article()
    first = _first_prose(blocks)
    if first is None:
        article.title = "" if title is None else title
        article.paragraphs = [block.text for block in blocks if not is_furniture(block.text)]
        return article
    above = [_credits_apart(block) for block in blocks[:first]]
    head = [Block((line,), block.bullet) for block in above for line in block.lines]
    place = find_title(head, day_first) if title is None else None
    if place is not None or title is not None:
        set_title(article, head[place].text if place is not None else str(title), day_first)
    if place is not None:
        set_kind(article, head, place)
    find_date(article, head, place, day_first)
    find_author(article, head, place)
    _note_head(article, head[: place + 1 if place is not None else 0], place)
    below = _blocks_below(above, place)
    body = [*below, *blocks[first:]]
    byline = byline_place(article, body)
    if byline is not None:
        article.leave_out(body[byline].text, "byline")
        body = body[:byline] + body[byline + 1 :]
    before_prose = len(below) - (byline is not None and byline < len(below))
    end = _end_of_text(body, before_prose)
    find_in_tail(article, body[max(end - 2, before_prose) :], day_first)
    _fill_paragraphs(article, body, end, before_prose, day_first)
    return article


def _first_prose(blocks: Sequence[Block]) -> int | None:
    for place, block in enumerate(blocks):
        if block.is_prose and not block.bullet:
            return place
    for place, block in enumerate(blocks):
        if block.words >= FEWEST_PROSE_WORDS and is_sentence(block.text) and not is_furniture(block.text):
            return place
    return None


def _note_head(article: Article, above: Sequence[Block], title: int | None) -> None:
    for place, block in enumerate(above):
        if place != title:
            article.leave_out(block.text, "above the article")


def _credits_apart(block: Block) -> Block:
    """The block with a line for each part of "3 May 2011 | By Jo Marsh"."""
    lines: list[str] = []
    for line in block.lines:
        parts = parts_of(line)
        credits = [part for part in parts if is_byline(part) or is_name(part) or lone_date(part) is not None]
        lines += parts if len(parts) > 1 and credits else [line]
    return replace(block, lines=tuple(lines))


def _blocks_below(blocks: Sequence[Block], title: int | None) -> list[Block]:
    """The blocks between the title's line and the first paragraph, as they stood on the page."""
    to_skip = 0 if title is None else title + 1
    below: list[Block] = []
    for block in blocks:
        if to_skip >= len(block.lines):
            to_skip -= len(block.lines)
            continue
        rest = block.lines[to_skip:]
        if any(is_byline(line) or is_name(line) or lone_date(line) is not None for line in rest):
            below += [Block((line,), block.bullet) for line in rest]
        else:
            below.append(replace(block, lines=rest))
        to_skip = 0
    return below


def _end_of_text(body: Sequence[Block], below: int) -> int:
    """The index behind the last block of the text; what follows is the site's again."""
    last = 0
    words_before = [0, *itertools.accumulate(block.words for block in body)]
    for place, block in enumerate(body):
        # A heading such as "Further reading" may stand amid a text, but not before its last third.
        if (
            place >= below < last
            and _ELSEWHERE.fullmatch(block.text) is not None
            and is_heading(block)
            and (words_before[-1] - words_before[place + 1]) * 2 <= words_before[place] - words_before[below]
        ):
            break
        if block.is_prose or (len(block.lines) > 1 and not _is_menu(block)) or (block.bullet and block.words > 5):
            last = place + 1
    for place in range(last, len(body)):
        if is_heading(body[place]) or is_furniture(body[place].text) or is_link(body[place].text):
            run = _verse_run(body, place, len(body))
            if run == 0:
                return place
            return place + run
    return len(body)


def _is_menu(block: Block) -> bool:
    return block.words < VERSE_WORDS * len(block.lines) or any(is_furniture(line) for line in block.lines)


def _verse_run(body: Sequence[Block], start: int, end: int) -> int:
    """How many lines of verse begin here, each with an empty line around it; 0 where there are too few."""
    run = 0
    for block in body[start : min(end, start + LONGEST_VERSE)]:
        if not is_heading(block) or is_furniture(block.text) or is_link(block.text) or quoted(block.text) is not None:
            break
        run += 1
    if run < VERSE_RUN or sum(block.words for block in body[start : start + run]) < (VERSE_WORDS + 1) * run:
        return 0
    return run


def _fill_paragraphs(article: Article, body: Sequence[Block], end: int, above: int, day_first: bool) -> None:
    """Take the blocks before ``end`` as paragraphs or note why not; ``above``: how many precede the prose."""
    pairs = _pairs_of_words(block.text for block in body if quoted(block.text) is None)
    place = 0
    while place < end:
        block = body[place]
        run = _verse_run(body, place, end) if place >= above and is_heading(block) else 0
        if run:
            article.paragraphs.append(" ".join(other.text for other in body[place : place + run]))
            place += run
            continue
        quote = quoted(block.text) if len(block.lines) == 1 else None
        if quote is not None and _overlap(quote, pairs) >= PULL_QUOTE_OVERLAP:
            why: str | None = "pull quote that repeats the article"
        elif lone_date(block.text, day_first=day_first) is not None:
            why = "date line"
        else:
            why = _why_not(block, body[place + 1] if place + 1 < end else None, article.author, place < above)
        if why is None:
            article.paragraphs.append(block.text)
        else:
            article.leave_out(block.text, why)
        place += 1
    for block in body[end:]:
        article.leave_out(block.text, "below the article")


def _why_not(block: Block, following: Block | None, author: str | None, above: bool) -> str | None:
    """Why a block within the text is no paragraph of it; None where it is one."""
    text = block.text
    if is_link(text):
        return "link"
    if block.words <= 12 and (is_byline(text) or (author is not None and people(text) == author)):
        return "byline"
    if is_furniture(text) or (len(block.lines) > 1 and above and _is_menu(block)):
        return "site furniture"
    if above and block.bullet and block.words < 6 and not is_sentence(text):
        return "site furniture"
    if CLOSING.fullmatch(text) is not None:
        return "signature"
    if author is not None and block.words <= 40 and _is_note_about(author, text):
        return "note about the author"
    if len(text) <= LONGEST_BYLINE and text.endswith(":") and len(block.lines) == 1 and not block.bullet:
        leads_on = following is not None and (following.bullet or len(following.lines) > 1 or quoted(following.text))
        return None if leads_on and block.words >= 4 and not above else ("label" if block.words <= 12 else None)
    if is_heading(block) and quoted(text) is None:
        return "heading or caption"
    return None


def _is_note_about(author: str, text: str) -> bool:
    surnames = [part.split()[-1] for part in re.split(r",| and | & ", author) if part.split()]
    match = re.match(r"(?P<who>[^,.]{3,60}?),? (?:is|are|was|works) ", text)
    return (
        match is not None
        and any(match["who"].endswith(surname) for surname in surnames)
        and is_name(re.split(r" and | & ", match["who"])[0])
    )


def _pairs_of_words(texts: Iterable[str]) -> set[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for text in texts:
        words = re.findall(r"\w+", plain_key(text))
        pairs.update(itertools.pairwise(words))
    return pairs


def _overlap(quote: str, pairs: set[tuple[str, str]]) -> float:
    words = re.findall(r"\w+", plain_key(quote))
    own = list(itertools.pairwise(words))
    return sum(pair in pairs for pair in own) / len(own) if own else 0.0
