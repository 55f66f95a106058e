"""Comments in markup of no known name: repeated blocks of author, date and text.

Dates are the anchors. Dates of one shape are taken together; from each the elements around it are climbed in step,
as long as no two dates meet in one element: the last step is the block that repeats, whatever its name. Whether such
blocks are comments is then scored by what stands in and around them (the idea of mining data records by repeated
structure: Liu, Grossman and Zhai 2003, doi:10.1145/956750.956826). Where a block holds only the byline and the
words stand beside it, the siblings up to the next byline are gathered into one new element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from leadtext.reading.comments.blocks import Block, in_widget, set_outer
from leadtext.reading.comments.class_names import COMMENT_ROOTS, word_set
from leadtext.reading.comments.dom import DATE_HINT, SKIPPED_TAGS, Facts, Survey, text_of
from leadtext.reading.comments.fields import own_facts, read_fields
from leadtext.reading.comments.interface import is_interface_line, plain_words

__all__ = ["gather_flat_comments", "repeated_blocks"]

LEAST_SCORE = 4
"""Points (see `_score`): a heading that says "comments" and names give it, or all other signs together without one."""

LEAST_TEXT = 12
"""Characters that a block says beside its byline; "Thank you!" is about the shortest that is worth a record."""

MOST_LINKED = 0.5
"""Share of a block's characters in links; a list of articles is nearly all links, a comment has few."""

MOST_ANCHORS = 5000

_CONTEXT_WORDS = COMMENT_ROOTS | word_set(
    "discussion diskussion forum respond disqus meinungen opiniones opinions views"
)
_HEADING = re.compile(
    r"""^\W*(?:\d+\s+|(?:your|reader|user|all|latest|the|die|les|los|unsere|alle|lesermeinungen|\w+)\s+)?
    (?:comments?|kommentare?|leserkommentare|lesermeinungen|commentaires?|comentarios?|responses?|replies|reactions?|r[ée]actions?|
    reaktionen|antworten|respuestas|r[ée]ponses|discussion|diskussion|meinungen|opiniones|thoughts|your\s+views|have\s+your\s+say|letters|leserbriefe|
    avis\s+des\s+lecteurs|was\s+(?:sie|unsere\s+leser)\s+.{0,30})\b.{0,80}$""",
    re.IGNORECASE | re.VERBOSE,
)
_AWAY = word_set("nav header")


@dataclass(slots=True)
class _Group:
    """Blocks of one shape: the climbed elements and the dates that they were climbed from."""

    blocks: list[Facts]
    anchors: list[Facts]
    flat: bool = False


def repeated_blocks(survey: Survey) -> list[Block]:
    """The repeated blocks that look most like comments, in the page's order; none where nothing does."""
    best: _Group | None = None
    best_score = LEAST_SCORE - 0.1
    for group in _groups(survey):
        if group.flat:
            continue
        score = _score(survey, group)
        if score > best_score or (score == best_score and best is not None and len(group.blocks) > len(best.blocks)):
            best, best_score = group, score
    if best is None:
        return []
    blocks = [Block(facts, facts.naming.number) for facts in best.blocks]
    set_outer(blocks)
    return blocks


def gather_flat_comments(survey: Survey, *, lists_only: bool = False) -> bool:
    """Put bylines and the words beside them into one element each, named "comment".

    Args:
        survey: the page.
        lists_only: look at definition lists alone.

    Returns:
        Whether the tree was changed; then it needs a new survey.
    """
    changed = False
    for group in _groups(survey):
        parent = group.blocks[0].element.getparent()
        if not group.flat or (lists_only and parent.tag != "dl"):
            continue
        runs = _runs(survey, parent, group)
        if len(runs) != len(group.blocks) or _flat_score(survey, group, runs) < LEAST_SCORE:
            continue
        for number, run in enumerate(runs, start=1):
            _wrap(run, number)
        changed = True
        break
    return changed


# --- groups ----------------------------------------------------------------------------------------------------------


def _groups(survey: Survey) -> list[_Group]:
    anchors = _anchors(survey)
    by_shape: dict[tuple[object, ...], list[Facts]] = {}
    for facts in anchors:
        by_shape.setdefault(_shape(survey, facts), []).append(facts)
    groups = []
    for members in by_shape.values():
        if len(members) > 1 or _in_context(survey, members[0]):
            groups += _climbed_groups(survey, members)
    return groups


MOST_SPLITS = 6
"""How often dates of one shape are told apart by where they stand: comments, events, articles, an archive."""


def _climbed_groups(survey: Survey, anchors: list[Facts]) -> list[_Group]:
    """All dates of one shape together, and without those that meet first: a list of events beside the comments."""
    groups: list[_Group] = []
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


def _anchors(survey: Survey) -> list[Facts]:
    """The innermost elements that show a date, outside of navigation and widgets; authors where there are no dates."""
    dates: list[Facts] = []
    authors: list[Facts] = []
    closed_until = -1
    for facts in survey.facts:
        if facts.order <= closed_until:
            continue
        tag = facts.element.tag
        if tag in SKIPPED_TAGS or (tag in _AWAY and facts.depth < 6) or in_widget(facts):
            closed_until = facts.last
        elif facts.date and facts.dates == 1 and facts.chars <= 200 and _shows_date(facts):
            dates.append(facts)
        elif facts.author and facts.authors == 1 and 0 < facts.chars <= 80:
            authors.append(facts)
        if len(dates) >= MOST_ANCHORS:
            break
    return dates if len(dates) > 1 else [*dates, *authors[:MOST_ANCHORS]]


def _shows_date(facts: Facts) -> bool:
    if facts.element.tag == "time" or facts.element.get("title"):
        return True
    return DATE_HINT.search(text_of(facts.element)) is not None


def _shape(survey: Survey, facts: Facts) -> tuple[object, ...]:
    parent = facts.element.getparent()
    words = survey.of(parent).naming.words if parent is not None and parent in survey.by_element else frozenset()
    return facts.element.tag, facts.naming.words - _VARYING, parent.tag if parent is not None else "", words - _VARYING


_VARYING = word_set("odd even alt first last depth level author admin op owner staff new highlighted")
"""Words that differ between the comments of one list."""


def _climbed(survey: Survey, anchors: list[Facts]) -> _Group:
    level = [facts.element for facts in anchors]
    while True:
        above = [element.getparent() for element in level]
        if any(element is None or element.tag in ("body", "html", "tbody") for element in above):
            break
        if len(set(above)) < len(above) or (len(above) == 1 and _is_context(survey.of(above[0]))):
            break
        level = above
    blocks = [survey.of(element) for element in level]
    says = sorted(_said(block, anchor) for block, anchor in zip(blocks, anchors, strict=True))
    group = _Group(blocks, anchors)
    parents = {block.element.getparent() for block in blocks}
    group.flat = len(parents) == 1 and (says[len(says) // 2] < 60 and _words_beside(survey, blocks))
    return group


LONGEST_BYLINE = 40
"""Characters that a byline takes, where a block's date stands among its words."""


def _said(block: Facts, anchor: Facts) -> int:
    """How many characters a block says beside its date."""
    return block.chars - (anchor.chars if anchor is not block else min(LONGEST_BYLINE, block.chars))


def _words_beside(survey: Survey, blocks: list[Facts]) -> bool:
    """Whether most of the text stands between the blocks and not in them."""
    parent = survey.of(blocks[0].element.getparent())
    together = [block.element for block in blocks]
    if sum(1 for one, other in pairwise(together) if one.getnext() is other) * 2 > len(together):
        return False
    inside = sum(block.chars for block in blocks)
    return parent.chars - inside > inside * 0.5


# --- scores ----------------------------------------------------------------------------------------------------------


def _score(survey: Survey, group: _Group) -> float:
    blocks = group.blocks
    texts = [_said(block, anchor) for block, anchor in zip(blocks, group.anchors, strict=True)]
    long_enough = sum(1 for chars in texts if chars >= LEAST_TEXT)
    if long_enough < 0.7 * len(blocks) or _linked_share(blocks) > MOST_LINKED:
        return 0
    score = 0.0
    if _in_context(survey, blocks[0]):
        score += 3
    if len(blocks) > 2:
        score += 1
    sample = blocks[:20]
    if sum(1 for block in sample if block.authors) >= 0.7 * len(sample):
        score += 2
    elif sum(1 for block in sample if _has_author(survey, block)) >= 0.7 * len(sample):
        score += 1
    else:
        score -= 2
    if max(texts) > 2 * min(texts) + 20:
        score += 0.5
    if _follows_prose(survey, blocks[0]):
        score += 0.5
    if _headed_by_links(blocks):
        score -= 4
    if any(_in_side(survey, block) for block in blocks[:1]):
        score -= 2
    return score


def _flat_score(survey: Survey, group: _Group, runs: list[list[HtmlElement]]) -> float:
    said = [sum(survey.of(e).chars for e in run if e in survey.by_element) for run in runs]
    if sum(1 for chars in said if chars >= LEAST_TEXT) < 0.7 * len(said):
        return 0
    score = 3.0 if _in_context(survey, group.blocks[0]) else 0.0
    authors = sum(
        1 for run in runs[:20] if any(_has_author(survey, survey.of(e)) for e in run if e in survey.by_element)
    )
    score += 2 if authors >= 0.7 * len(runs[:20]) else -2
    return score + (0.5 if len(runs) > 2 else 0) + (0.5 if _follows_prose(survey, group.blocks[0]) else 0)


def _linked_share(blocks: list[Facts]) -> float:
    total = linked = 0
    for block in blocks[:30]:
        total += block.chars
        for link in block.element.iter("a"):
            words = text_of(link)
            linked += 0 if is_interface_line(words) else len(words)
    return linked / total if total else 1.0


def _has_author(survey: Survey, block: Facts) -> bool:
    if block.authors:
        return True
    own = list(own_facts(survey, block, []))[:200]
    return read_fields(block, [block, *own], day_first=True).author is not None


LEAST_TITLE = 20
"""Characters; the first link of a teaser is its title, the first of a comment a name or a date."""


def _headed_by_links(blocks: list[Facts]) -> bool:
    """Whether most blocks begin with a title that leads to another page, as teasers of articles do."""
    headed = 0
    for block in blocks[:30]:
        for link in block.element.iter("a"):
            address, words = link.get("href", ""), text_of(link)
            if words:
                headed += not address.startswith("#") and len(words) >= LEAST_TITLE and not DATE_HINT.search(words)
                break
    return headed > len(blocks[:30]) / 2


def _follows_prose(survey: Survey, block: Facts) -> bool:
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
            return True
    return False


def _is_context(facts: Facts) -> bool:
    return facts.naming.container or bool(
        facts.naming.words & _CONTEXT_WORDS and not facts.naming.part and facts.element.tag != "body"
    )


def _in_context(survey: Survey, block: Facts) -> bool:
    """Whether the name of something around a block, or the heading before it, speaks of comments."""
    for ancestor in block.element.iterancestors():
        facts = survey.by_element.get(ancestor)
        if facts is None or ancestor.tag in ("body", "html"):
            break
        if _is_context(facts):
            return True
    headings = 0
    for facts in reversed(survey.facts[max(0, block.order - 60) : block.order]):
        if headings > 2:
            break
        if facts.element.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "strong", "b", "dt"):
            words = plain_words(text_of(facts.element))
            if 3 < len(words) < 100 and not survey.holds(block, facts):
                if _HEADING.match(words) is not None:
                    return True
                headings += 1
    return False


# --- flat layouts ----------------------------------------------------------------------------------------------------


def _runs(survey: Survey, parent: HtmlElement, group: _Group) -> list[list[HtmlElement]]:
    """The children of a flat list cut into one run a comment, with the byline at its beginning or its end."""
    bylines = {block.element for block in group.blocks}
    children = [child for child in parent if isinstance(child.tag, str)]
    first = next(i for i, child in enumerate(children) if child in bylines)
    last = max(i for i, child in enumerate(children) if child in bylines)
    before = [c for c in children[:first] if _speaks(survey, c) and c.tag not in ("h1", "h2", "h3")]
    behind = [c for c in children[last + 1 :] if _speaks(survey, c)]
    bylines = _with_leads(survey, children, bylines)
    first = next(i for i, child in enumerate(children) if child in bylines)
    last = max(i for i, child in enumerate(children) if child in bylines)
    runs: list[list[HtmlElement]] = []
    if before and not behind:
        start = max(children.index(before[0]), first - _gap(children, bylines) + 1)
        run: list[HtmlElement] = []
        for child in children[start : last + 1]:
            run.append(child)
            if child in bylines:
                runs.append(run)
                run = []
        return runs
    for child in children[first:]:
        if child in bylines:
            runs.append([child])
        elif runs:
            if (
                child.tag in ("h1", "h2")
                or (child.tag == "hr" and len(runs) == len(bylines))
                or _ends_list(survey, child)
            ):
                if len(runs) == len(bylines):
                    break
                continue
            runs[-1].append(child)
    return runs


def _gap(children: list[HtmlElement], bylines: set[HtmlElement]) -> int:
    """How many children there are from one byline to the next, mostly."""
    places = [place for place, child in enumerate(children) if child in bylines]
    gaps = sorted(behind - before for before, behind in pairwise(places))
    return gaps[len(gaps) // 2] if gaps else 2


def _with_leads(survey: Survey, children: list[HtmlElement], bylines: set[HtmlElement]) -> set[HtmlElement]:
    """The elements that each comment begins with: the names before the dates, where each date has one before it."""
    leads = []
    for before, child in pairwise(children):
        facts = survey.by_element.get(before)
        if child in bylines and facts is not None and 0 < facts.chars <= 80 and before not in bylines:
            leads.append(before)
    alike = {(lead.tag, lead.get("class")) for lead in leads}
    return set(leads) if len(leads) == len(bylines) and len(alike) == 1 else bylines


def _speaks(survey: Survey, element: HtmlElement) -> bool:
    facts = survey.by_element.get(element)
    return facts is not None and facts.chars >= LEAST_TEXT and not facts.naming.form


def _ends_list(survey: Survey, element: HtmlElement) -> bool:
    facts = survey.by_element.get(element)
    return facts is not None and (
        facts.naming.form or bool(facts.naming.words & {"pagination", "pager", "respond", "nav", "footer"})
    )


def _wrap(run: list[HtmlElement], number: int) -> None:
    parent = run[0].getparent()
    wrapper = etree.SubElement(parent, "div")
    wrapper.set("class", "comment")
    ident = next((e.get("id") or e.get("name") for e in run if (e.get("id") or e.get("name"))), None)
    wrapper.set("id", ident if ident is not None and any(c.isdigit() for c in ident) else f"gathered-comment-{number}")
    parent.remove(wrapper)
    parent.insert(parent.index(run[0]), wrapper)
    for element in run:
        wrapper.append(element)
        if element.tag == "dt":
            element.set("class", (element.get("class", "") + " comment-header").strip())
