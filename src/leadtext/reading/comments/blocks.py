"""Which elements of a page are comments, told by class names, ids and schema.org types.

Themes name a comment's parts after the comment ("comment-author", "comment-body"), wrap it in several elements of
one name, and put answers inside or behind it. So candidates are taken by name first, and what stands in one another
is then sorted out by asking which of them has an author or a date of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice

from lxml.html import HtmlElement

from leadtext.reading.comments.authors import PROFILE_LINK
from leadtext.reading.comments.class_names import AUTHOR_WORDS, PING_WORDS, word_set, words_of
from leadtext.reading.comments.dom import DATE_HINT, Facts, Survey, text_of
from leadtext.reading.comments.elsewhere import of_this_page, under_other_articles
from leadtext.reading.comments.evidence import lead_on
from leadtext.reading.comments.name_frame import says_at
from leadtext.reading.comments.names import LONGEST_NAME, answerer_in
from leadtext.reading.comments.parts_or_answers import LONGEST_BYLINE, Block, resolve
from leadtext.reading.comments.siblings import built_alike, namesakes

__all__ = ["known_blocks", "post_blocks", "says_who_answers", "schema_type"]

ITEM_TAGS = word_set("div li article section tr td dd dl table ul blockquote aside details footer p")
SCHEMA_COMMENTS = word_set("Comment Answer UserComments CorrectionComment comment")
SCHEMA_POSTS = word_set("DiscussionForumPosting Question")


def known_blocks(survey: Survey) -> list[Block]:
    """The comments that class names, ids or schema.org types give away, in the page's order."""
    candidates = [Block(f, f.naming.number, by_schema=_schema_comment(f)) for f in survey.facts if _may_be_comment(f)]
    candidates = _on_this_page(survey, candidates)
    blocks = resolve(candidates)
    if not blocks:
        return []
    weak = _answers_among(survey, blocks) + _answers_around(survey, blocks)
    taken = {block.facts.order for block in (*blocks, *weak)}
    said = [block.facts for block in blocks if not block.wrapper and block.facts.naming.words.isdisjoint(PING_WORDS)]
    alike = built_alike(survey, said)
    weak += [Block(facts, facts.naming.number) for facts in alike if facts.order not in taken]
    return resolve(_in_order([*candidates, *weak])) if weak else blocks


def post_blocks(survey: Survey) -> list[Block]:
    """A forum's posts or the answers to a question: two or more elements of one name with author and date each."""
    by_name: dict[tuple[str, frozenset[str]], list[Facts]] = {}
    unsigned: dict[tuple[str, frozenset[str]], list[Facts]] = {}
    for facts in survey.facts:
        if not (facts.naming.weak and facts.element.tag in ITEM_TAGS and facts.dates and facts.chars):
            continue
        name = (facts.element.tag, _name_core(facts))
        if facts.authors or (facts.naming.number is not None and _links_profile(facts.element)):
            by_name.setdefault(name, []).append(facts)
        else:
            unsigned.setdefault(name, []).append(facts)
    candidates: list[Block] = []
    for name, signed in by_name.items():
        # among members' posts one by a guest, who has no profile
        classes = {facts.element.get("class") for facts in signed}
        guests = [
            facts
            for facts in unsigned.get(name, [])
            if facts.naming.number is not None or facts.element.get("class") in classes
        ]
        group = _without_layers(survey, signed + guests if len(guests) < len(signed) else signed)
        if len(group) > 1 and not _is_listing(group):
            group = namesakes(survey, group)
            candidates += [Block(f, f.naming.number) for f in group]
    return resolve(_on_this_page(survey, _in_order(candidates)))


def _without_layers(survey: Survey, group: list[Facts]) -> list[Facts]:
    """Leave out what holds nothing but another of the group and its frame: an article's layers are called posts too."""

    def is_layer(outer: Facts) -> bool:
        inner = [facts for facts in group if facts is not outer and survey.holds(outer, facts)]
        return len(inner) == 1 and outer.prose - inner[0].prose < LEAST_OF_OWN * inner[0].prose

    return [facts for facts in group if not is_layer(facts)]


LEAST_OF_OWN = 0.02
"""Characters in paragraphs that a post says beside the one answer in it, for each of the answer's."""


def _links_profile(element: HtmlElement) -> bool:
    return any(PROFILE_LINK.search(link.get("href", "")) for link in element.iterfind(".//a[@href]"))


def schema_type(element: HtmlElement) -> str:
    """The last word of an element's schema.org (or SIOC) type: "Comment" for "https://schema.org/Comment"."""
    kind = element.get("itemtype") or element.get("typeof") or ""
    return _last_word(kind.split()[0]) if kind.strip() else ""


def _last_word(kind: str) -> str:
    return kind.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def _schema_comment(facts: Facts) -> bool:
    attributes = facts.element.attrib
    if "itemtype" in attributes or "typeof" in attributes:
        kinds = (attributes.get("itemtype") or attributes.get("typeof") or "").split()
        return any(_last_word(kind) in SCHEMA_COMMENTS for kind in kinds)
    return attributes.get("itemprop") == "comment" and "itemscope" in attributes


_TEASERS = word_set("teaser teasers")
"""Beside "comment": a commentary that stands on another page, and of which this one says how it begins."""


def _may_be_comment(facts: Facts) -> bool:
    tag = facts.element.tag
    if facts.chars == 0 or (tag not in ITEM_TAGS and "-" not in tag):
        return False
    naming = facts.naming
    if naming.words & _TEASERS:
        return False
    if naming.item and not naming.form:
        return tag != "p" or naming.number is not None
    if naming.words & PING_WORDS and tag in ("li", "div", "article"):
        return True
    # a shop's system gives the type to the box with the writer's name alone
    is_writer = facts.author and not facts.dates and facts.chars <= LONGEST_NAME
    return not is_writer and _schema_comment(facts)


def _on_this_page(survey: Survey, candidates: list[Block]) -> list[Block]:
    kept = set(map(id, of_this_page(survey, [block.facts for block in candidates])))
    return [block for block in candidates if id(block.facts) in kept]


def _in_order(blocks: list[Block]) -> list[Block]:
    return sorted(blocks, key=lambda block: block.facts.order)


def _answers_among(survey: Survey, blocks: list[Block]) -> list[Block]:
    """Elements named "reply" or "answer" between the known comments, with an author and a date of their own."""
    first, last = blocks[0].facts.order, max(block.facts.last for block in blocks)
    orders = [block.facts.order for block in blocks]
    taken = set(orders)
    answers = []
    for facts in survey.facts[first : last + 1]:
        if facts.naming.weak and facts.order not in taken and facts.element.tag in ITEM_TAGS:
            holds_known = bisect_left(orders, facts.order) < bisect_right(orders, facts.last)
            signed = says_who_answers(facts.element)
            if facts.chars and (signed or (facts.authors and facts.dates and not holds_known)):
                answers.append(Block(facts, facts.naming.number, signed=signed))
    # the answers to the last comment are named as those to others, and stand with it
    named = {answer.facts.element.get("class") for answer in answers} - {None}
    around = survey.by_element.get(blocks[-1].facts.element.getparent()) if named else None
    for facts in survey.facts[last + 1 : around.last + 1] if around is not None else ():
        if facts.naming.weak and facts.element.get("class") in named and facts.authors and facts.dates:
            answers.append(Block(facts, facts.naming.number))
    return answers


def says_who_answers(element: HtmlElement) -> bool:
    """Whether an answer begins with a line such as "Reply by Anna Berg", or "3 May 2012, Anna Berg answered:"."""
    lines = [text_of(child) for child in islice(element.iterchildren("*"), LINES_OF_ANSWER)]
    if lines and answerer_in(lines[0]) is not None:
        return True
    said = next((line for line in lines if line), "")
    spoken = says_at(said) if len(said) <= LONGEST_BYLINE and DATE_HINT.search(said) is not None else None
    return spoken is not None and not said[spoken[1] :].strip(" :.…")


LINES_OF_ANSWER = 3
"""Elements at the beginning of an answer in which its byline stands."""


def _answers_around(survey: Survey, blocks: list[Block]) -> list[Block]:
    """The answers to a question, where the known comments stand under some of them: all of one name, or none."""
    by_name: dict[tuple[str, frozenset[str]], list[Facts]] = {}
    for facts in survey.facts:
        says = facts.dates or facts.prose  # tabs and counters are named after answers too
        if says and facts.naming.weak and facts.naming.words & _ANSWER_WORDS and facts.element.tag in ITEM_TAGS:
            by_name.setdefault((facts.element.tag, facts.naming.words & _ANSWER_WORDS), []).append(facts)
    found: list[Block] = []
    for group in by_name.values():
        holding = any(survey.holds(facts, block.facts) for facts in group for block in blocks)
        if holding and len(group) > 1 and all(f.dates and (f.authors or _links_profile(f.element)) for f in group):
            found += [Block(facts, facts.naming.number) for facts in group]
    known = {id(block.facts) for block in blocks}
    return [block for block in found if id(block.facts) not in known]


_ANSWER_WORDS = word_set("answer antwort reponse respuesta")


def _name_core(facts: Facts) -> frozenset[str]:
    return facts.naming.words & _POST_CORE


_POST_CORE = word_set("post message msg reply answer antwort beitrag posting reponse respuesta response mensaje")


def _names_author(link: HtmlElement, heading: HtmlElement) -> bool:
    words = {
        word for element in (link, heading) for token in element.get("class", "").split() for word in words_of(token)
    }
    return bool(words & AUTHOR_WORDS)


def _is_listing(group: list[Facts]) -> bool:
    """Whether these are teasers of several articles: each under a heading of its own that leads to another page."""
    # beside the article itself, which is called a post too
    teasers = [facts for facts in group if next(facts.element.iter("h1"), None) is None]
    if teasers and (lead_on(teasers) or under_other_articles(teasers)):
        return True
    headings = set()
    for facts in group:
        for link in facts.element.iterfind(".//a[@href]"):
            parent = link.getparent()
            if parent is not None and parent.tag in ("h1", "h2", "h3", "h4") and not _names_author(link, parent):
                page = link.get("href", "").partition("#")[0]
                headings.add((page, text_of(link)))
                break
    pages = {page for page, _ in headings if page}
    texts = {" ".join(words_of(text)).removeprefix("re ") for _, text in headings}
    return len(pages) > len(group) / 2 and len(texts) > len(group) / 2
