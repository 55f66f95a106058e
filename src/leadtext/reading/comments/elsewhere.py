"""What is named as a comment and is none of this page's: widgets, sidebars, trackbacks, other pages' comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import (
    COMMENT_ROOTS,
    LIVE_WORDS,
    PING_WORDS,
    RECENT_WORDS,
    REVIEW_WORDS,
    word_set,
    words_of,
)
from leadtext.reading.comments.dom import SKIPPED_TAGS, Facts, Survey, paragraphs_of, text_of
from leadtext.reading.comments.interface import LONGEST_ANNOUNCEMENT, announced_comments

__all__ = [
    "GUEST_BOOK",
    "OTHER_ARTICLES",
    "RECENT",
    "in_widget",
    "is_ping",
    "is_sidebar",
    "of_this_page",
    "under_other_articles",
    "without_recent",
]

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def of_this_page(survey: Survey, candidates: Sequence[Facts]) -> list[Facts]:
    """Those of some elements that are no form, and stand in no widget, sidebar, article or list of other pages."""
    shut = [f for f in survey.facts if f.element.tag in SKIPPED_TAGS or in_widget(f) or is_sidebar(survey, f)]
    kept: list[Facts] = []
    position, closed_until = 0, -1
    for facts in candidates:
        while position < len(shut) and shut[position].order <= facts.order:
            closed_until = max(closed_until, shut[position].last)
            position += 1
        if facts.order > closed_until:
            kept.append(facts)
    return _without_article(survey, without_recent(survey, _without_foreign_lists(kept)))


def in_widget(facts: Facts) -> bool:
    """Whether an element is a list of recent comments, of reviews or testimonials, or a live ticker."""
    words = facts.naming.words
    if not words:
        return False
    if words & RECENT_WORDS and (
        words & {"comment", "comments", "recentcomments", "kommentare", "kommentar", "commentaires", "comentarios"}
        or words & {"lastcomments", "jcomments"}
    ):
        return True
    if "live" in words and words & LIVE_WORDS:
        return True
    return bool(words & REVIEW_WORDS) and not facts.naming.item


MOST_OF_PAGE = 0.5
"""Share of the page's characters; what holds more is no side of it, whatever its name."""


def is_sidebar(survey: Survey, facts: Facts) -> bool:
    """Whether an element is a column beside the article, where visitors chat or praise the house, and no more.

    One that holds most of the page is none, nor is one with a section that is named after the comments.
    """
    if "sidebar" not in facts.naming.words or facts.element.tag in ("body", "html"):
        return False
    tokens = (words_of(token) for token in (*facts.element.get("class", "").split(), facts.element.get("id", "")))
    if not any("sidebar" in words and _SIDES.issuperset(words) for words in tokens):
        return False
    if facts.chars >= MOST_OF_PAGE * survey.facts[0].chars:
        return False
    return not any(inner.naming.container and not in_widget(inner) for inner in survey.inside(facts))


_SIDES = word_set(
    "sidebar left right first second third primary secondary main column area region layout wrapper inner"
)


RECENT = re.compile(
    r"\W*(?:(?:recent|latest|last|newest)\s+(?:comments?|replies)|(?:neu(?:e)?ste|letzte|aktuelle)\s+(?:leser)?kommentare"
    r"|(?:derniers|nouveaux)\s+commentaires|commentaires\s+r[ée]cents|[úu]ltimos\s+comentarios|comentarios\s+recientes)"
    r"(?:\s+(?:in|on|from|zu|zum|auf|aus|sur|dans|de|en|sobre)\s+\S.{0,40})?\W*",
    re.IGNORECASE,
)
"""The heading of a box with the comments of a whole site, and now and then of a page's own."""

GUEST_BOOK = re.compile(
    r"\W*(?:(?:our|unser|notre|nuestro|le|el|das|the)\s+)?(?:guest\s?-?book|visitors['’]?\s+book|g[äa]stebuch|livre\s+d['’]or"
    r"|libro\s+de\s+(?:visitas|firmas|invitados)|shout\s?box)\b.{0,20}",
    re.IGNORECASE,
)
"""The heading of a box in which visitors greet the house."""

OTHER_ARTICLES = re.compile(
    r"\W*(?:(?:related|more|similar|other|further)\s+(?:articles?|stories|news|links|reads|reading|entries|from\s.{1,40}|in\s.{1,40})"
    r"|(?:related|similar)\s+(?:posts?|content)|read\s+(?:more|next|also)|see\s+also|keep\s+reading|up\s+next|you\s+(?:may|might)\s+(?:also\s+)?(?:like|enjoy).{0,30}"
    r"|recommended(?:\s+(?:for\s+you|reading|articles?|stories))?|(?:most\s+(?:read|popular)|popular|latest)(?:\s+(?:articles?|stories|news))?"
    r"|(?:verwandte|[äa]hnliche)\s+(?:artikel|beitr[äa]ge|themen|links)|(?:weitere|andere|neueste|aktuelle)\s+(?:artikel|themen|links|nachrichten|meldungen|berichte)"
    r"|(?:mehr\s+)?zum\s+thema|mehr\s+(?:dazu|aus\s.{1,40})|lesen\s+sie\s+auch|auch\s+(?:interessant|lesenswert)|das\s+k[öo]nnte\s+.{0,30}interessieren|meistgelesen(?:e\s+artikel)?"
    r"|(?:articles?|sujets?|billets?)\s+(?:similaires?|li[ée]s|connexes|r[ée]cents)|[àa]\s+lire\s+(?:aussi|[ée]galement)|lire\s+aussi|voir\s+aussi|sur\s+le\s+m[êe]me\s+(?:sujet|th[èe]me)"
    r"|(?:d['’]autres|autres|derniers)\s+(?:articles|billets|r[ée]cits|voyages|dossiers|actualit[ée]s).{0,40}|dans\s+la\s+m[êe]me\s+rubrique|(?:les\s+)?plus\s+lus|vous\s+aimerez\s+aussi"
    r"|(?:art[íi]culos|noticias|temas|enlaces|entradas)\s+(?:relacionad[oa]s|similares|recientes)|(?:otr[oa]s|m[áa]s)\s+(?:art[íi]culos|noticias|temas|entradas|historias|relatos)"
    r"|m[áa]s\s+en\s.{1,40}|(?:tambi[ée]n\s+)?te\s+(?:puede|podr[íi]a)\s+interesar|te\s+recomendamos|lo\s+m[áa]s\s+le[íi]do|lee\s+tambi[ée]n|sigue\s+leyendo)\W*",
    re.IGNORECASE,
)
"""The heading of a box of other articles. "Weitere Beiträge", "More posts" may stand over a thread's answers."""


def under_other_articles(found: Sequence[Facts]) -> bool:
    """Whether the first of some elements stands right under a heading such as "Related articles"."""
    for holder in islice(found[0].element.iterancestors(), STEPS_TO_HEADING) if found else ():
        if holder.tag == "body":
            return False
        before = _speaks_before(found[0], holder)
        if before is not None and before.tag in _HEADINGS and OTHER_ARTICLES.fullmatch(text_of(before)) is not None:
            return True
    return False


def _speaks_before(facts: Facts, holder: HtmlElement) -> HtmlElement | None:
    """The element with words right before the one of a holder's children in which an element stands."""
    child = facts.element
    while child.getparent() is not holder:
        child = child.getparent()
    siblings = child.itersiblings(preceding=True)
    return next((before for before in siblings if isinstance(before.tag, str) and text_of(before)), None)


STEPS_TO_HEADING = 3
"""Elements around a comment before which the heading of a box of recent comments is looked for."""


def without_recent(survey: Survey, found: list[Facts]) -> list[Facts]:
    """Leave out what stands under "Latest comments", where that is in a side or more of them stand elsewhere.

    What visitors wrote under "Guest book" beside an article is left out too.
    """
    found = _without_guest_book(survey, found) if found else found
    recent = [facts for facts in found if any(map(_is_recent, islice(facts.element.iterancestors(), STEPS_TO_HEADING)))]
    recent += [f for f in found if _is_recent(f.element) and any(f is not r and survey.holds(f, r) for r in recent)]
    gone = set(map(id, recent))
    kept = [facts for facts in found if id(facts) not in gone]
    aside = bool(recent) and all(_in_side(survey, facts) for facts in recent)
    return kept if aside or len(kept) > len(gone) else found


def _without_guest_book(survey: Survey, found: list[Facts]) -> list[Facts]:
    """Leave out what stands under "Guest book", where the page has comments elsewhere or says that it has none."""
    greetings: list[tuple[int, int]] = []
    nothing = False
    for facts in survey.facts:
        if facts.element.tag in _HEADINGS and 0 < facts.chars <= LONGEST_ANNOUNCEMENT:
            words = text_of(facts.element)
            nothing |= announced_comments(words) == 0
            if GUEST_BOOK.fullmatch(words) is not None:
                greetings.append((facts.order, survey.of(facts.element.getparent()).last))
    kept = [facts for facts in found if not any(first < facts.order <= last for first, last in greetings)]
    return kept if kept or nothing else found


def _in_side(survey: Survey, facts: Facts) -> bool:
    """Whether something around an element, that holds less than half of the page, is called a side or widgets."""
    for holder in facts.element.iterancestors():
        around = survey.by_element.get(holder)
        if holder.tag in ("body", "main", "article") or around is None:
            return False
        if around.chars < MOST_OF_PAGE * survey.facts[0].chars and (
            holder.tag in ("aside", "footer") or around.naming.words & {"sidebar", "widget", "footer"}
        ):
            return True
    return False


def _is_recent(holder: HtmlElement) -> bool:
    """Whether the heading right before an element says "Latest comments"."""
    before = holder.getprevious()
    return before is not None and before.tag in _HEADINGS and RECENT.fullmatch(text_of(before)) is not None


def _without_foreign_lists(found: list[Facts]) -> list[Facts]:
    """Leave out lists whose permalinks lead to several other pages, with all in them: recent comments of the site."""
    by_list: dict[HtmlElement, list[Facts]] = {}
    for facts in found:
        holder = facts.element.getparent()
        if holder is not None:
            by_list.setdefault(holder, []).append(facts)
    foreign: set[HtmlElement] = set()
    for holder, members in by_list.items():
        pages: set[str] = set()
        for facts in members:
            pages |= _pages_linked(facts.element)
        if len(members) > 1 and len(pages) > 1 and len(pages) * 2 >= len(members):
            foreign.add(holder)
    if not foreign:
        return found
    return [facts for facts in found if foreign.isdisjoint(facts.element.iterancestors())]


_COMMENT_PAGE = ("comment-page-", "comments-page-", "kommentarseite-")


_COMMENT_FRAGMENT = re.compile(r"(?:comments?|kommentar|commentaire|comentario|cmt|com|c)[-_]?\d", re.IGNORECASE)


def _pages_linked(element: HtmlElement) -> set[str]:
    """The pages that a comment's permalinks stand on."""
    pages = set()
    for link in element.iterfind(".//a[@href]"):
        address = link.get("href", "")
        page, mark, fragment = address.partition("#")
        if not mark or not page or _COMMENT_FRAGMENT.match(fragment) is None:
            continue
        try:
            path = urlsplit(page).path
        except ValueError:
            continue
        if any(digits and digits in path for digits in re.findall(r"\d+", fragment)):
            continue  # an address of the comment's own, such as /comment/12#comment-12
        steps = [step for step in path.split("/") if step and not step.startswith(_COMMENT_PAGE)]
        pages.add("/".join(steps))
    return pages


def _without_article(survey: Survey, candidates: list[Facts]) -> list[Facts]:
    """Leave out what holds the page's one headline: a commentary of the paper's own is called a comment too."""
    headlines = [facts for facts in survey.facts if facts.element.tag == "h1" and facts.chars]
    if len(headlines) != 1:
        return candidates
    before = sum(facts.chars for facts in survey.facts[: headlines[0].order] if facts.element.tag == "p")
    if before >= LEAST_PROSE_BEFORE:
        return candidates  # a comment's title
    return [facts for facts in candidates if facts.naming.number or not survey.holds(facts, headlines[0])]


LEAST_PROSE_BEFORE = 200
"""Characters in paragraphs before a heading that show it to be no headline."""


def is_ping(facts: Facts) -> bool:
    """Whether a block is a trackback or pingback: a machine's note that somebody linked here."""
    element = facts.element
    is_named = bool(facts.naming.words & PING_WORDS) or _among_pings(element)
    return is_named or _only_links(element) or _is_excerpt_of_entry(facts)


STEPS_TO_SECTION = 3
"""Elements around a note in which the section of trackbacks is looked for."""


def _among_pings(element: HtmlElement) -> bool:
    """Whether an element stands in a section that is called trackbacks and nothing else."""
    if _PINGS.fullmatch(_heading_before(element)):
        return True
    for holder in islice(element.iterancestors(), STEPS_TO_SECTION):
        words = words_of(holder.get("id", ""))
        if not COMMENT_ROOTS.isdisjoint(words):
            break  # the comments, in a section that was never closed
        if words and PING_WORDS.issuperset(words):
            return True
    return False


_PINGS = re.compile(r"\W*(?:(?:trackbacks?|pingbacks?|pings?|linkbacks?|and|und|et|y|\d+)(?:\W+|$))+", re.IGNORECASE)


def _heading_before(element: HtmlElement) -> str:
    """The words of the heading right before the list that an element stands in, or an empty text."""
    holder = element.getparent()
    before = holder.getprevious() if holder is not None and holder.tag in ("ol", "ul", "dl") else None
    return text_of(before) if before is not None and before.tag in _HEADINGS else ""


def _only_links(element: HtmlElement) -> bool:
    """Whether all that an element says is a link to a blog's entry, such as "Pier Post » The lamp"."""
    links = [link for link in element.iter("a") if text_of(link)]
    if len(links) != 1 or "://" not in links[0].get("href", ""):
        return False
    words = text_of(links[0])
    return words == text_of(element) and _BLOG_AND_ENTRY.search(words) is not None


_BLOG_AND_ENTRY = re.compile(r"\w\W*\s[»«]\s\W*\w")

LONGEST_PING = 1000
"""Characters of a note with what a machine cut out of another blog's entry."""

_DOTS = r"(?:\[\s?(?:\.{3}|…)\s?\]|\.{3}|…)"
_CUT_OUT = re.compile(rf"{_DOTS}\s*\S.*\S\s*{_DOTS}", re.DOTALL)


def _is_excerpt_of_entry(facts: Facts) -> bool:
    """Whether a note is signed with a blog's and its entry's names ("Pier Post » The lamp") and quotes the entry."""
    if not 0 < facts.chars <= LONGEST_PING:
        return False
    links = (link for link in facts.element.iter("a") if "://" in link.get("href", ""))
    signed = any(
        _BLOG_AND_ENTRY.search(words) is not None for words in map(text_of, links) if len(words) <= LONGEST_TITLE
    )
    return signed and any(_CUT_OUT.fullmatch(said) is not None for said in paragraphs_of(facts.element))


LONGEST_TITLE = 200
"""Characters of a blog's and its entry's names together."""
