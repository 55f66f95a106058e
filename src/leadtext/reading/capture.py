"""Page captures: pages saved from a browser as plain text, menus, pull quotes and report buttons and all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadtext.errors import SourceError
from leadtext.reading.capture_article import read_article
from leadtext.reading.capture_comments import Comments, earliest_date, read_comments
from leadtext.reading.capture_layout import Layout, load_layout, matches_any, shipped_layouts
from leadtext.reading.capture_lines import Block, Line, blocks_of, is_furniture, is_sentence, lines_of
from leadtext.reading.dates import infer_day_first
from leadtext.reading.decode import decode
from leadtext.records import LeftOut, Page, PartialDate, Piece

__all__ = ["NO_LAYOUT", "Layout", "best_comments", "load_layout", "read_capture"]

MAX_LINES = 100_000
"""Ten times the longest page with comments that was seen; beyond it a text file is a dump of something."""

LONGEST_DATE_LINE = 100
"""Only short lines say how a page writes its dates."""

LEAST_WORDS = 4
"""A line of fewer words is no sentence that says anything, however it ends ("Learn more.")."""

NO_LAYOUT = "comments that no layout describes"

MOST_PROSE_BELOW = 0.5
"""A heading "Comments" with more text below it than half of that above is a heading of the article."""


def read_capture(data: bytes, name: str, layouts: Sequence[Layout] = ()) -> Page:
    """The publication and comments of a page that was saved as plain text, or of any plain text.

    The layouts given and those that come with leadtext are tried, and the one that finds most comments is taken
    (of several, the one that knows most of them; of equals, the given ones first). A text in which none finds
    any is a publication without comments.

    Args:
        data: the file's bytes, in any usual character set.
        name: the file's name, for messages.
        layouts: further layouts, such as `load_layout` reads from a study's folder.

    Returns:
        The page. A publication without a date of its own, or with one after its earliest comment, has that
        comment's date, marked as inferred.

    Raises:
        SourceError: the file is empty, binary, too large, or holds nothing but a site's own lines.
    """
    lines = lines_of(decode(data, name))
    if len(lines) > MAX_LINES:
        raise SourceError(f"{name} has {len(lines):,} lines, more than a page has: give it as a table or in parts.")
    day_first = infer_day_first(line.text for line in lines if len(line.text) <= LONGEST_DATE_LINE)
    known = (*layouts, *shipped_layouts())
    comments = best_comments(lines, known, day_first)
    unread = ""
    if comments is None:
        comments = _without_comments(lines, known)
        unread = _announced(comments)
    drop = [pattern for layout in known for pattern in layout.drop]
    above = [line for line in lines[: comments.begin] if not matches_any(drop, line.text)]
    article = read_article(blocks_of(above), day_first=day_first)
    # In a file of a few short sentences none is long enough to be surely prose; taken are those that are sentences.
    paragraphs = article.paragraphs or [block.text for block in blocks_of(above) if _is_short_sentence(block)]
    text = "\n\n".join(paragraphs)
    if not text and not comments.pieces:
        raise SourceError(f"{name} holds no text but menus and headings: save the page again, with its article.")
    publication = Piece(
        text,
        title=article.title,
        kind=article.kind,
        author=article.author,
        role=article.role,
        organisation=article.organisation,
        date=_publication_date(article.date, earliest_date(comments.pieces, day_first=day_first)),
    )
    left_out = [item for item in article.left_out if item.what not in text]
    return Page(publication, tuple(comments.pieces), (*left_out, *comments.left_out), unread)


def _announced(comments: Comments) -> str:
    """The heading that tells of comments which no layout describes, where anything stands below it."""
    left = comments.left_out
    return left[0].what if len(left) > 1 and left[0].why == NO_LAYOUT and re.search("[1-9]", left[0].what) else ""


def _is_short_sentence(block: Block) -> bool:
    return block.words >= LEAST_WORDS and is_sentence(block.text) and not is_furniture(block.text)


def best_comments(lines: Sequence[Line], layouts: Sequence[Layout], day_first: bool) -> Comments | None:
    """The comments of the layout that finds most; None where none finds any."""
    best: Comments | None = None
    for layout in layouts:
        found = read_comments(lines, layout, day_first=day_first)
        if found is not None and (best is None or _worth(found) > _worth(best)):
            best = found
    return best


def _worth(comments: Comments) -> tuple[int, int]:
    return len(comments.pieces), comments.fields


def _without_comments(lines: Sequence[Line], layouts: Sequence[Layout]) -> Comments:
    """Where the article ends on a page in which no layout finds a comment."""
    words = [len(line.text.split()) for line in lines]
    total, above = sum(words), 0
    begins = [pattern for layout in layouts for pattern in layout.comments_begin]
    enders = [pattern for layout in layouts for pattern in (*layout.article_end, *layout.comments_end)]
    for place, line in enumerate(lines):
        below = total - above
        opens, ends = matches_any(begins, line.text), matches_any(enders, line.text)
        if above > 0 and (opens or ends) and below <= MOST_PROSE_BELOW * above:
            why = NO_LAYOUT if opens else "below the article"
            return Comments(place, left_out=[LeftOut(other.text[:200], why) for other in lines[place:]])
        above += words[place]
    return Comments(len(lines))


def _publication_date(own: PartialDate | None, earliest: PartialDate | None) -> PartialDate | None:
    if own is None or (earliest is not None and earliest.day < own.day):
        return earliest
    return own
