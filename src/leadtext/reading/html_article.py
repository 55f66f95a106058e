"""An article's own text, by trafilatura, without headings, captions, author boxes and prompts."""

from __future__ import annotations

import re
from itertools import islice

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import Facts, Survey, text_of
from leadtext.reading.comments.interface import is_interface_line, plain_words
from leadtext.reading.comments.names import without_dates
from leadtext.reading.comments.section import cut
from leadtext.records import LeftOut

__all__ = ["is_byline", "read_article"]

_CAPTION_TAGS = ("figcaption",)


MOST_BLOCKS = 2000
"""Blocks of text; with more, trafilatura's second opinions are not asked for: their time grows with the square."""


MOST_TABLES = 30
"""Tables in one another; of more, trafilatura reads none: its time for each grows with all that are in it."""


def _nests(tree: HtmlElement) -> bool:
    """Whether tables stand in one another deeper than any layout has them."""
    return bool(tree.xpath(f"boolean(//table[count(ancestor::table) > {MOST_TABLES}])"))


def read_article(
    tree: HtmlElement, survey: Survey, title: str, author: str | None, left_out: list[LeftOut] | None = None
) -> str:
    """The article's paragraphs.

    Args:
        tree: the page, without its comments.
        survey: the page's elements (those that were cut among them).
        title: the headline, which is not repeated in the text.
        author: whoever wrote it, whose byline is none of the text.
        left_out: where to note the boxes and lines that are left out.

    Uses trafilatura (Barbaresi 2021, doi:10.18653/v1/2021.acl-demo.15).
    """
    _cut_menus(survey)
    notes = left_out if left_out is not None else []
    _cut_asides(survey, author, notes)
    many = next(islice(tree.iter("p", "div", "li", "td", "blockquote"), MOST_BLOCKS, None), None) is not None
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=not _nests(tree), fast=many)
    body = None if document is None or isinstance(document, dict) else document.body
    if body is None:
        return ""
    paragraphs = []
    for line in _paragraphs(body):
        if _is_aside(line, title):
            notes += (
                [LeftOut(line[:NOTED], "a line about the page")] if line != title and _is_worth_a_note(line) else []
            )
        elif not is_byline(line, author):
            paragraphs.append(line)
    while paragraphs and _is_dateline(paragraphs[0]):
        paragraphs.pop(0)
    if len(paragraphs) > 1 and author is not None and _ends_on_author(paragraphs[-1], author):
        notes.append(LeftOut(paragraphs.pop()[:NOTED], "a line about the author"))
    return "\n\n".join(paragraphs)


MOST_ASIDE = 0.4
"""Share of the page's paragraphs; more under a name like "sidebar" is no aside."""


LEAST_PARAGRAPH = 100
"""Characters in one piece; a page without a headline begins there."""

LEAST_MENU_LINKS = 3
MOST_MENU_ELEMENTS = 100
LONGEST_MENU = 200
"""Characters of a line of links over the headline, as pages without stylesheets have it."""


def _cut_menus(survey: Survey) -> None:
    """Take out the rows of links over the headline, or the first paragraph, that no name says to be a menu."""
    first = next((facts for facts in survey.facts if facts.element.tag == "h1"), None) or next(
        (facts for facts in survey.facts if len((facts.element.text or "").strip()) >= LEAST_PARAGRAPH), None
    )
    doomed = []
    for facts in survey.facts[: first.order] if first is not None else ():
        if facts.element.tag not in ("p", "td", "center", "div", "font", "li") or not 0 < facts.chars <= LONGEST_MENU:
            continue
        if facts.last - facts.order > MOST_MENU_ELEMENTS:
            continue
        links = [inner.chars for inner in survey.inside(facts) if inner.element.tag == "a" and inner.chars]
        if len(links) >= LEAST_MENU_LINKS and sum(links) >= 0.8 * facts.chars:
            doomed.append(facts.element)
    cut(doomed)


NOTED = 120
"""Characters of what is left out that a note of it gives."""

LEAST_WORDS_NOTED = 4


def _is_worth_a_note(words: str) -> bool:
    """Whether anybody would miss some words: buttons and labels are fewer."""
    return len(words.split()) >= LEAST_WORDS_NOTED


def _cut_asides(survey: Survey, author: str | None, notes: list[LeftOut]) -> None:
    total = survey.facts[0].prose if survey.facts else 0
    doomed: list[tuple[Facts, str]] = []
    for facts in survey.facts:
        named = facts.element.get("class", "").split() if "related" in facts.naming.words else []
        if ("related",) in map(words_of, named) and _is_prose(survey, facts):
            del facts.element.attrib["class"]  # trafilatura would cut it for its name alone
        elif facts.element.tag in _CAPTION_TAGS:
            doomed.append((facts, "a caption"))
        elif _is_narrow_box(survey, facts):
            doomed.append((facts, "a narrow box beside the article"))
        elif (
            facts.naming.words
            and facts.element.tag not in ("body", "main", "article")
            and facts.prose <= total * MOST_ASIDE
        ):
            tokens = facts.element.get("class", "").lower().split()
            is_advert = facts.chars <= LONGEST_ADVERT and any(words_of(token)[-1:] in _ADVERTS for token in tokens)
            called = next((token for token in tokens if token in _WHOLE_TOKENS), None)
            if is_advert:
                doomed.append((facts, "an advertisement"))
            elif called is not None:
                doomed.append((facts, f'a box that the page calls "{called}"'))
            elif _is_headed_list(survey, facts):
                doomed.append((facts, "a box of other articles"))
            elif author is not None and _tells_of_author(facts, author):
                doomed.append((facts, "a box about the author"))
    behind = -1
    for facts, why in doomed:
        # What stands in a box that is gone needs no note of its own, nor does what was cut as a comment before.
        if facts.order > behind and facts.element.getroottree().getroot() is survey.facts[0].element:
            behind = facts.last
            words = text_of(facts.element)
            notes += [LeftOut(words[:NOTED], why)] if _is_worth_a_note(words) else []
    cut(facts.element for facts, _ in doomed)


_WHOLE_TOKENS = word_set(
    "wp-caption-text caption caption-text image-caption newsletter newsletter-signup share sharing "
    "sharedaddy addtoany_share_save_container related related-posts relatedposts jp-relatedposts "
    "related-articles side sidebar author-box authorbox author-bio breadcrumb breadcrumbs post-tags taglist toc "
    "cookie-notice advert advertisement share-buttons social-share"
)


LONGEST_ADVERT = 600
"""Characters of an advertisement's words."""

LONGEST_AUTHOR_BOX = 800
"""Characters of what a page says of whoever wrote the article."""

_AUTHOR_BOX = word_set("writer author authors bio biography contributor autor autora autorin verfasser auteur")


def _tells_of_author(facts: Facts, author: str) -> bool:
    """Whether a box is named after the author and a sentence in it begins with the author's name."""
    if facts.element.tag not in ("div", "section", "aside", "footer", "p") or not facts.naming.words & _AUTHOR_BOX:
        return False
    if not len(author) < facts.chars <= LONGEST_AUTHOR_BOX:
        return False
    return re.search(rf"(?:^|[.!?:]\s+){re.escape(author)}\s+\w", text_of(facts.element)) is not None


LONGEST_AUTHOR_LINE = 400
"""Characters of a last paragraph that tells who wrote the article."""

_IS_SOMEBODY = (
    "is|writes|lives|works|teaches|ist|schreibt|lebt|arbeitet|est|vit|écrit|travaille|es|escribe|vive|trabaja"
)


def _ends_on_author(paragraph: str, author: str) -> bool:
    """Whether a last paragraph tells of whoever wrote the article: "Anna Berg writes from Hull and keeps bees." """
    if len(paragraph) > LONGEST_AUTHOR_LINE:
        return False
    names = "|".join(re.escape(name) for name in author.split(" and ") if " " in name)
    return bool(names) and re.match(rf"(?:{names}),?\s+(?:{_IS_SOMEBODY})\b", paragraph) is not None


_ADVERTS = tuple(
    (word,) for word in ("ad", "ads", "advert", "adverts", "advertisement", "anzeige", "werbung", "publicidad")
)

NARROWEST_BOX, WIDEST_BOX = 100, 220
"""Pixels; so wide are the boxes beside an article on pages that are laid out with tables."""


LEAST_TEXT_AROUND = 200
"""Characters of words of its own, outside of tables, that show a cell to be the article's and no column of boxes."""


def _is_narrow_box(survey: Survey, facts: Facts) -> bool:
    """Whether a table inside a page's table is one of the boxes in the columns beside the article.

    A table of figures in the article's own cell is none, nor is one that holds most of what the page says.
    """
    element = facts.element
    width = element.get("width", "") if element.tag == "table" else ""
    if not (width.isdecimal() and len(width) == 3 and NARROWEST_BOX <= int(width) <= WIDEST_BOX):
        return False
    holder = element.getparent()
    if not 0 < facts.chars <= LONGEST_LIST or holder is None or holder.tag != "td":
        return False
    if facts.chars > survey.facts[0].chars * MOST_ASIDE:
        return False
    return not (_is_grid(element) and _text_around(element) >= LEAST_TEXT_AROUND)


def _is_grid(table: HtmlElement) -> bool:
    """Whether a table has two rows or more of two or more cells, without links: figures, and no box."""
    rows = [row for row in table.iter("tr") if sum(cell.tag in ("td", "th") for cell in row) > 1]
    return len(rows) > 1 and next(table.iter("a"), None) is None


def _text_around(table: HtmlElement) -> int:
    """The characters of the words and paragraphs that stand beside a table in the same cell."""
    holder = table.getparent()
    words = holder.text or ""
    for beside in holder:
        if isinstance(beside.tag, str) and beside.tag != "table":
            words += beside.text_content()
        words += beside.tail or ""
    return len(" ".join(words.split()))


LEAST_PROSE, LEAST_SAID = 200, 60
"""Characters in paragraphs of so many, that tell a section "Related work" from a box."""


def _is_prose(survey: Survey, facts: Facts) -> bool:
    """Whether a box called "related" is a section of the article: paragraphs, at most every other with a link."""
    inside = survey.inside(facts)
    said = [inner.chars for inner in inside if inner.element.tag == "p" and inner.chars >= LEAST_SAID]
    links = sum(inner.element.tag == "a" for inner in inside)
    return sum(said) >= max(LEAST_PROSE, facts.chars / 2) and 2 * links <= len(said)


LONGEST_LIST = 1000
"""Characters of a list of other articles."""

_OTHER_ARTICLES = re.compile(
    r"(?:(?:related|more|similar)\s+(?:articles?|stories|posts?|news|links)|read\s+more|see\s+also"
    r"|(?:verwandte|[äa]hnliche|weitere)\s+(?:artikel|beitr[äa]ge|themen|links)|(?:mehr\s+)?zum\s+thema|mehr\s+dazu"
    r"|(?:articles?|sujets?)\s+(?:similaires?|li[ée]s|connexes)|[àa]\s+lire\s+(?:aussi|[ée]galement)|sur\s+le\s+m[êe]me\s+sujet"
    r"|(?:art[íi]culos|noticias|temas|enlaces)\s+relacionad[oa]s)\W*",
    re.IGNORECASE,
)


def _is_headed_list(survey: Survey, facts: Facts) -> bool:
    """Whether a box is nothing but a heading such as "Related articles" and links."""
    if not 0 < facts.chars <= LONGEST_LIST or facts.element.tag not in ("div", "section", "aside"):
        return False
    inside = [inner for inner in survey.inside(facts) if inner.chars]
    heading = next((inner for inner in inside if inner.element.tag in ("h2", "h3", "h4", "h5", "h6")), None)
    if heading is None or heading.order > facts.order + 3:
        return False
    linked = sum(inner.chars for inner in inside if inner.element.tag == "a")
    return _OTHER_ARTICLES.fullmatch(text_of(heading.element)) is not None and 2 * linked > facts.chars - heading.chars


_INLINE_TAGS = word_set("hi ref del lb cell span a b i em strong u s sub sup small mark q abbr cite")
"""Tags of trafilatura's result, and of HTML that it left as it was, that end no paragraph; a table's row is one."""


def _paragraphs(body: etree._Element) -> list[str]:
    """The lines of trafilatura's result, headings left out."""
    lines: list[str] = []
    current: list[str] = []
    headings = 0

    def close() -> None:
        line = plain_words("".join(current))
        if line:
            lines.append(line)
        current.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        inline = element.tag in _INLINE_TAGS
        if not inline:
            close()
        if event == "start":
            headings += element.tag == "head"
            words = element.text
            if element.tag in ("lb", "cell"):
                current.append(" ")
        else:
            headings -= element.tag == "head"
            words = element.tail if element is not body else None
        if words and not headings:
            current.append(words)
    close()
    return lines


LONGEST_BYLINE = 160
"""Characters; what is longer is prose, whatever it begins with."""

MOST_NAME_WORDS = 6
"""Words that may be left of a byline once its date is taken out: "Anna Maria von der Heide"."""

# "Posted on 1 May by", "Von", "Submitted by": what a byline begins with.
_BYLINE_BEGIN = re.compile(
    r"^\W*(?:by|von|par|por|(?:posted|published|submitted|written|ver[öo]ffentlicht|geschrieben|eingereicht"
    r"|publi[ée]|post[ée]|soumis|[ée]crit|publicado|enviado|escrito)\b)",
    re.IGNORECASE,
)
_POSTED_BY = re.compile(r"^(?:posted|submitted|published|written)\s+by\s+\S", re.IGNORECASE)
_BYLINE_WORDS = re.compile(
    r"\b(?:by|on|at|in|and|last|first|posted|published|submitted|written|updated|date|author|admin|staff"
    r"|von|am|um|uhr|und|ver[öo]ffentlicht|geschrieben|eingereicht|datum|autor(?:in)?"
    r"|par|le|à|et|publi[ée]|post[ée]|soumis|[ée]crit|auteur|por|el|y|publicado|enviado|escrito)\b",
    re.IGNORECASE,
)


def is_byline(line: str, author: str | None) -> bool:
    """Whether a line only says who wrote the article and when: nothing, or a name behind "by", is left without that."""
    if len(line) > LONGEST_BYLINE:
        return False
    dateless = without_dates(line)
    rest = dateless
    for name in author.split(" and ") if author is not None else []:
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", rest, flags=re.IGNORECASE)
    says_who_or_when = rest != line
    if author is not None and _POSTED_BY.match(line) and line.split(maxsplit=2)[2].startswith(author):
        return True
    rest = _BYLINE_WORDS.sub(" ", rest)
    words = re.findall(r"[^\W_]+", rest)
    if says_who_or_when and not words:
        return True
    # Somebody's name that was not taken for the author's: told by the date beside it.
    named = words and len(words) <= MOST_NAME_WORDS and all(word[:1].isupper() for word in words)
    return bool(named) and dateless != line and _BYLINE_BEGIN.match(line) is not None


def _is_dateline(line: str) -> bool:
    """Whether a first line is a date and a few words that are no sentence: "Ann Lee, health editor, 3 May 2012"."""
    dateless = without_dates(line)
    return dateless != line and len(dateless.split()) <= MOST_NAME_WORDS and not line.endswith((".", "!", "?", ":"))


_ASIDE_LINE = re.compile(
    r"""^(?:
    (?:read|see)\s+(?:more|also|next)\b.{0,150} | related(?:\s+(?:posts?|articles?|stories|topics?
      |content))?\s*:?.{0,100}
    | (?:lesen\s+sie\s+auch|mehr\s+zum\s+thema|auch\s+interessant|das\s+k[öo]nnte\s+(?:sie|dich).{0,40}
      |weiterlesen|verwandte\s+(?:artikel|beitr[äa]ge)|[äa]hnliche\s+beitr[äa]ge)\b.{0,120}
    | (?:à\s+lire\s+(?:aussi|[ée]galement)|lire\s+aussi|articles?\s+similaires?)\b.{0,120} | (?:leer\s+m[áa]s
      |lea\s+tambi[ée]n|te\s+puede\s+interesar|art[íi]culos?\s+relacionados?)\b.{0,120}
    | (?:share|teilen|partager|compartir)(?:\s+(?:this|on|via|diesen|auf|cet|sur|en|mit)\b.{0,60})?
    | (?:sign\s+up|subscribe)\s+(?:to|for)\b.{0,120} | (?:newsletter\s+abonnieren|melde[n]?\s+(?:sie\s+sich
      |dich)\s+.{0,40}newsletter).{0,80}
    | (?:photo|image|picture|foto|bild|cr[ée]dits?|copyright)\s*(?:credit|by|von|de)?\s*:.{0,120}
    | (?:quelle|bildquelle|source|fuente)s?\s*:.{0,100} | .{0,60}[–|(-]\s*(?:photo|image|picture|foto|bild
      |quelle|source|cr[ée]dits?)s?\s*:.{0,80}
    | (?:want|sign\s+up|subscribe|get|join|start|never\s+miss)\b.{0,160}\b(?:newsletters?|subscri\w+
      |mailing\s+list|inbox)\b.{0,120}
    | (?:kategorisiert|abgelegt|ver[öo]ffentlicht|verschlagwortet|publi[ée]|class[ée]|publicado
      |archivado)\s+(?:unter|in|mit|dans|en|sous)\b.{0,160}
    | \d+\s+(?:points?|votes?|views?|comments?|kommentare|commentaires|comentarios)\b.{0,80}
    | (?:average|moyenne|durchschnitt|rating|bewertung|note|valoraci[óo]n)\b.{0,60}\d(?:[.,]\d+)?\s*/\s*\d+\W*
    | .{0,120}\|\s*\d+\s+(?:comments?|kommentare?|commentaires?|comentarios?) | \[[^\[\]]{1,60}\|[^\[\]]{1,60}\]
    | (?:the\s+comments\s+are\s+(?:owned|the\s+property)|f[üu]r\s+den\s+inhalt\s+der\s+kommentare\s+sind
      |les\s+commentaires\s+appartiennent|los\s+comentarios\s+son\s+propiedad)\b.{0,160}
    | be\s+the\s+first\s+to\s.{1,40} | no\s+(?:labels|tags|categories)
    | (?:older|newer|previous|next|«|‹|←)\W+(?:posts?|entries|entry|articles?)?.{0,120}(?:newer|next|»|›|→)\W*
    | (?:advertisement|anzeige|werbung|publicit[ée]|publicidad) | (?:posted|filed)\s+(?:in|under)\b.{0,120}
      | (?:tags?|topics)\s*:.{0,200} | first\s+(?:posted|published)
      | (?:kategorien?|categor(?:y|ies)|schlagw[öo]rter)\s*:.{0,200}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)


# "Related work on the subject is thin.", which is said of something, and names no other article.
_RELATED_SENTENCE = re.compile(
    r"related\s+(?!(?:posts?|articles?|stories|topics?|content)\s*:)[^:|]{20,}[.!?]$", re.IGNORECASE
)


def _is_aside(line: str, title: str) -> bool:
    if len(line) < 250 and _ASIDE_LINE.match(line) is not None and _RELATED_SENTENCE.match(line) is None:
        return True
    return is_interface_line(line) or (bool(title) and line == title)
