"""Comments in markup of no known name: repeated blocks of author, date and text.

Dates are the anchors. Dates of one shape are taken together; from each the elements around it are climbed in step,
as long as no two dates meet in one element: the last step is the block that repeats, whatever its name. Whether such
blocks are comments is then scored by what stands in and around them (the idea of mining data records by repeated
structure: Liu, Grossman and Zhai 2003, doi:10.1145/956750.956826). `flat` gathers those whose words stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from leadtext.reading.comments.authors import find_author
from leadtext.reading.comments.class_names import BODY_WORDS, COMMENT_ROOTS, POST_ROOTS, word_set, words_of
from leadtext.reading.comments.context import announces_comments, in_context, is_context
from leadtext.reading.comments.dom import DATE_HINT, SKIPPED_TAGS, Facts, Survey, text_of
from leadtext.reading.comments.elsewhere import in_widget, is_ping, is_sidebar, under_other_articles, without_recent
from leadtext.reading.comments.evidence import (
    HEADING_TAGS,
    announced,
    counted_before,
    form_behind,
    headed_by_links,
    hold_buttons,
    hold_named,
    in_sentence,
    lead_on,
    linked_share,
    show_clocks,
)
from leadtext.reading.comments.fields import own_facts, read_fields
from leadtext.reading.comments.interface import LONGEST_ANNOUNCEMENT, announced_comments
from leadtext.reading.comments.parts_or_answers import Block, set_outer
from leadtext.reading.comments.siblings import namesakes
from leadtext.reading.comments.stripes import in_turns

__all__ = [
    "LEAST_SCORE",
    "LEAST_TEXT",
    "Group",
    "follows_prose",
    "groups",
    "has_author",
    "holds_post",
    "repeated_blocks",
    "score_of",
]

LEAST_SCORE = 4
"""Points (see `score_of`): a heading that says "comments" and names give it, or all other signs together."""

LEAST_TEXT = 12
"""Characters that a block says beside its byline; "Thank you!" is about the shortest that is worth a record."""

MOST_LINKED = 0.5
"""Share of a block's characters in links; a list of articles is nearly all links, a comment has few."""

MOST_ANCHORS = 5000

_AWAY = word_set("nav header")


@dataclass(slots=True)
class Group:
    """Blocks of one shape: the climbed elements and the dates that they were climbed from.

    Where ``flat`` is true their words stand beside them; where ``striped`` is true two shapes take turns.
    """

    blocks: list[Facts]
    anchors: list[Facts]
    flat: bool = False
    striped: bool = False


def repeated_blocks(survey: Survey) -> list[Block]:
    """The repeated blocks that look most like comments, in the page's order; none where nothing does."""
    scored = [(score_of(survey, group), group) for group in groups(survey) if not group.flat]
    if max((score for score, _ in scored), default=0) < LEAST_SCORE:
        # names among what is called comments, whose days nobody can read
        named = [group for group in groups(survey, by_names=True) if in_context(survey, group.blocks[0])]
        scored = [(score_of(survey, group), group) for group in named if not group.flat and len(group.blocks) > 1]
    best_score, best = max(scored, key=lambda item: (item[0], len(item[1].blocks)), default=(0.0, None))
    if best is None or best_score < LEAST_SCORE:
        return []
    # Where answers stand in comments, some of the comments may look a little better than all of them.
    few = {facts.order for facts in best.anchors}
    wider = [group for score, group in scored if score >= best_score - MOST_LOST and few < _orders(group)]
    best = max(wider, key=lambda group: len(group.blocks), default=best)
    alike = best.blocks
    if len(best.blocks) > 1:  # what stands before them may be a thread's first post
        alike = [facts for facts in namesakes(survey, best.blocks) if facts.order >= best.blocks[0].order]
    blocks = [Block(facts, facts.naming.number) for facts in without_recent(survey, alike)]
    set_outer(blocks)
    return blocks


MOST_LOST = 1.0
"""Points that a group may score less than a part of it, and yet be taken."""


def _orders(group: Group) -> set[int]:
    return {facts.order for facts in group.anchors}


# --- groups ----------------------------------------------------------------------------------------------------------


def groups(survey: Survey, *, by_names: bool = False) -> list[Group]:
    """The repeated blocks around the page's dates, or its writers' names, in groups of one shape."""
    anchors = _anchors(survey, by_names=by_names)
    by_shape: dict[tuple[object, ...], list[Facts]] = {}
    for facts in anchors:
        by_shape.setdefault(_shape(survey, facts), []).append(facts)
    heading = _comments_heading(survey)
    groups = []
    shapes = [(members, False) for members in by_shape.values()] + [(turns, True) for turns in in_turns(by_shape)]
    for members, striped in shapes:
        # The article's own date may have the shape of the comments' dates, but stands before their heading.
        behind = [facts for facts in members if heading is not None and facts.order > heading]
        if 0 < len(behind) < len(members):
            groups += _climbed_groups(survey, behind)
        if len(members) > 1 or in_context(survey, members[0]):
            climbed = _climbed_groups(survey, members)
            for group in climbed:
                group.striped = striped
            groups += climbed
    return groups


def _comments_heading(survey: Survey) -> int | None:
    """The place of the last heading that announces comments by their number or alone, such as "2 responses to"."""
    for facts in reversed(survey.facts):
        if facts.element.tag not in HEADING_TAGS or facts.chars > LONGEST_ANNOUNCEMENT:
            continue
        if announced_comments(text_of(facts.element)) is not None:
            return facts.order
    return None


MOST_SPLITS = 6
"""How often dates of one shape are told apart by where they stand: comments, events, articles, an archive."""


def _climbed_groups(survey: Survey, anchors: list[Facts]) -> list[Group]:
    """All dates of one shape together, and without those that meet first: a list of events beside the comments."""
    groups: list[Group] = []
    rest = anchors
    for _ in range(MOST_SPLITS):
        group = _climbed(survey, rest)
        groups.append(group)
        shared: dict[HtmlElement, int] = {}
        for block in group.blocks:
            parent = block.element.getparent()
            shared[parent] = shared.get(parent, 0) + 1
        most = max(shared, key=lambda parent: shared[parent])
        if 1 < shared[most] < len(rest):
            together = [a for a, b in zip(group.anchors, group.blocks, strict=True) if b.element.getparent() is most]
            groups.append(_climbed(survey, together))
        left = [a for a, b in zip(group.anchors, group.blocks, strict=True) if shared[b.element.getparent()] == 1]
        if len(left) < 2 or len(left) == len(rest):
            break
        rest = left
    return groups


def _anchors(survey: Survey, *, by_names: bool) -> list[Facts]:
    """The innermost elements that show a date, outside of navigation and widgets; authors where there are no dates."""
    dates: list[Facts] = []
    authors: list[Facts] = []
    closed_until = -1
    for facts in survey.facts:
        if facts.order <= closed_until:
            continue
        tag = facts.element.tag
        is_shut = in_widget(facts) or is_sidebar(survey, facts) or (tag in ("li", "article") and is_ping(facts))
        if tag in SKIPPED_TAGS or (tag in _AWAY and facts.depth < 6) or is_shut:
            closed_until = facts.last
        elif facts.date and facts.chars <= 200 and _shows_date(facts) and _is_innermost(survey, facts):
            dates.append(facts)
        elif facts.author and facts.authors == 1 and 0 < facts.chars <= 80 and not in_sentence(facts.element):
            authors.append(facts)
        if len(dates) >= MOST_ANCHORS:
            break
    if by_names:
        return authors[:MOST_ANCHORS]
    return dates if len(dates) > 1 else [*dates, *authors[:MOST_ANCHORS]]


def _is_innermost(survey: Survey, facts: Facts) -> bool:
    """Whether no other date stands in an element; one that is only named so ("date-caption") is none."""
    return facts.dates == 1 or not any(inner.date and _shows_date(inner) for inner in survey.inside(facts))


def _shows_date(facts: Facts) -> bool:
    if facts.element.tag == "time" or facts.element.get("title"):
        return True
    return DATE_HINT.search(text_of(facts.element)) is not None


def _shape(survey: Survey, facts: Facts) -> tuple[object, ...]:
    parent = facts.element.getparent()
    is_known = parent is not None and parent in survey.by_element
    return (
        facts.element.tag,
        _class_words(facts.element),
        parent.tag if parent is not None else "",
        is_known and _class_words(parent),
    )


def _class_words(element: HtmlElement) -> frozenset[str]:
    """The words of an element's classes: its id is its own, and may be drawn by chance."""
    for token in element.get("class", "").split():
        words = frozenset(words_of(token)) - _VARYING
        if words:
            return words
    return frozenset()


_VARYING = word_set(
    "odd even alt first last depth level thread parent author admin op owner staff bypostauthor byuser new highlighted "
    "me"
)
"""Words that differ between the comments of one list."""


def _climbed(survey: Survey, anchors: list[Facts]) -> Group:
    level = [facts.element for facts in anchors]
    while True:
        above = [element.getparent() for element in level]
        if any(element is None or element.tag in ("body", "html", "tbody") for element in above):
            break
        if len(set(above)) < len(above) or (
            len(above) == 1 and (is_context(survey.of(above[0])) or _follows_heading(level[0]))
        ):
            break
        level = above
    blocks = [survey.of(element) for element in level]
    says = sorted(_said(block, anchor) for block, anchor in zip(blocks, anchors, strict=True))
    group = Group(blocks, anchors)
    parents = {block.element.getparent() for block in blocks}
    group.flat = len(parents) == 1 and (says[len(says) // 2] < 60 and _words_beside(survey, blocks))
    return group


def _follows_heading(element: HtmlElement) -> bool:
    """Whether an element stands right behind a heading that announces comments."""
    before = element.getprevious()
    return before is not None and announces_comments(before)


LONGEST_BYLINE = 40
"""Characters that a byline takes, where a block's date stands among its words."""


def _said(block: Facts, anchor: Facts) -> int:
    """How many characters a block says beside its date."""
    return block.chars - (anchor.chars if anchor is not block else min(LONGEST_BYLINE, block.chars))


def _words_beside(survey: Survey, blocks: list[Facts]) -> bool:
    """Whether most of the text stands between the blocks and not in them."""
    parent = survey.of(blocks[0].element.getparent())
    together = [block.element for block in blocks]
    if sum(_follows(survey, one, other) for one, other in pairwise(together)) * 2 > len(together):
        return False
    inside = sum(block.chars for block in blocks)
    return parent.chars - inside > inside * 0.5


def _follows(survey: Survey, one: HtmlElement, other: HtmlElement) -> bool:
    """Whether nothing is said between two siblings: there may be a rule or an anchor."""
    between: HtmlElement | None = one
    while between is not None and between is not other:
        facts = survey.by_element.get(between)
        if (between.tail or "").strip() or (between is not one and facts is not None and facts.chars):
            return False
        between = between.getnext()
    return between is other


# --- scores ----------------------------------------------------------------------------------------------------------


def score_of(survey: Survey, group: Group) -> float:
    """How much speaks for a group of repeated blocks being comments, in points."""
    blocks = group.blocks
    texts = [_said(block, anchor) for block, anchor in zip(blocks, group.anchors, strict=True)]
    long_enough = sum(1 for chars in texts if chars >= LEAST_TEXT)
    if long_enough < 0.7 * len(blocks) and not announced(survey, blocks):
        return 0
    if linked_share(blocks) > MOST_LINKED:
        return 0
    score = 0.0
    called = in_context(survey, blocks[0]) or is_context(blocks[0]) or hold_named(survey, blocks)
    if called or counted_before(survey, blocks):
        score += 3
    if len(blocks) > 2:
        score += 1
    sample = blocks[:20]
    if sum(1 for block in sample if block.authors) >= 0.7 * len(sample):
        score += 2
    elif sum(1 for block in sample if has_author(survey, block)) >= 0.7 * len(sample):
        score += 1
    else:
        score -= 2
    # Under an article's paragraphs such names are rather those of teasers of other articles ("post-excerpt").
    posts = 0 if follows_prose(survey, blocks[0]) else sum(1 for block in sample if holds_post(survey, block))
    if posts >= 0.7 * len(sample):
        score += 1
    if max(texts) > 2 * min(texts) + 20:
        score += 0.5
    if follows_prose(survey, blocks[0]):
        score += 0.5
    score += 1.5 * hold_buttons(blocks) + 1.0 * show_clocks(group.anchors) + form_behind(survey, blocks)
    if headed_by_links(blocks) or lead_on(blocks) or under_other_articles(blocks):
        score -= 4
    if any(_in_side(survey, block) for block in blocks[:1]):
        score -= 2
    return score


def holds_post(survey: Survey, facts: Facts) -> bool:
    """Whether something in an element is numbered or named as a forum's post ("post_message_7", "postbody")."""
    for inner in survey.inside(facts):
        words = inner.naming.words
        numbered_or_named = inner.naming.number is not None or words & BODY_WORDS
        if numbered_or_named and words & POST_ROOTS and not words & COMMENT_ROOTS and inner.chars:
            return True
    return False


def has_author(survey: Survey, block: Facts) -> bool:
    """Whether a block is signed, be it by "Anonymous"."""
    if block.authors:
        return True
    own = list(own_facts(survey, block, []))[:200]
    # "Anonymous" is no author, but it stands where a comment's author does.
    if find_author(block, [block, *own], [])[0] is not None:
        return True
    fields = read_fields(block, [block, *own], day_first=True)
    return fields.author is not None or fields.nobody


def follows_prose(survey: Survey, block: Facts) -> bool:
    """Whether an article's worth of paragraphs stands before a block."""
    before = 0
    for facts in survey.facts[: block.order]:
        if facts.element.tag == "p":
            before += facts.chars
            if before > 200:
                return True
    return False


def _in_side(survey: Survey, block: Facts) -> bool:
    for ancestor in block.element.iterancestors():
        if ancestor.tag in ("aside", "nav", "footer"):
            return True
        facts = survey.by_element.get(ancestor)
        if facts is not None and facts.naming.words & {"sidebar", "widget", "related", "teaser"}:
            # what holds most of the page is no side of it, whatever its name
            return 2 * facts.chars < survey.facts[0].chars
    return False
