"""A comment's author: the name in its best-named element, else in its byline, else on its picture."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml.html import HtmlElement

from leadtext.reading.comments.bylines import first_piece, lone_name, name_beside, name_in_lines
from leadtext.reading.comments.class_names import AUTHOR_WORDS, DATE_WORDS, word_set, words_of
from leadtext.reading.comments.dom import BLOCK_TAGS, DATE_HINT, Facts, spaced_text_of, text_of
from leadtext.reading.comments.interface import is_interface_line, letters_of, plain_words
from leadtext.reading.comments.names import LONGEST_NAME, clean_name, without_dates
from leadtext.reading.comments.profile_cells import name_in_cell

__all__ = ["PROFILE_LINK", "find_author"]

_NOT_A_NAME = word_set(
    "avatar gravatar photo image img badge badges rank flair count stats reputation joined since "
    "signature sig location role position job journal organisation organization company affiliation employer "
    "rating votes score karma title actions links form reply replies quote body content text message list "
    "date time controls hide show login bio description moderator level status buttons button posts "
    "postcount messages meta publication publications homepage website follower followers stat caption"
)


_BEST_NAMES = word_set("fn username nickname nick screenname displayname pseudo pseudonym authorname postername")


_GOOD_NAMES = word_set("author authors auteur autor autora verfasser commenter commentator poster nom nombre creator")


PROFILE_LINK = re.compile(
    r"/(?:users?|u|profiles?|profil|perfil|members?|mitglied(?:er)?|membres?|authors?|autor(?:in|en|inn?en|a|es)?|auteure?s?|people|usuarios?)/"
    r"|(?:^|/)(?:user(?:info)?|member|profile)s?(?:\.php)?\?|viewprofile|member\.php|[?&]user(?:id)?=|/~[\w.-]+/?$|/@[\w.-]+/?(?:\?|$)|profile;u=",
    re.I,
)


_NAME_ATTRIBUTES = (
    "author",
    "data-author",
    "data-comment-author",
    "data-username",
    "data-user-name",
    "data-author-name",
    "data-name",
)


MOST_ELEMENTS = 60
"""Elements in one that holds the writer's name, with badges, buttons and a menu."""


def find_author(
    block: Facts, own: list[Facts], taken: list[HtmlElement], furniture: Collection[HtmlElement] = ()
) -> tuple[str | None, HtmlElement | None]:
    """The name that a comment is signed with.

    Args:
        block: the comment's element.
        own: what stands in it, but not in the comments nested in it.
        taken: elements in it that are known to hold something else, such as its date.
        furniture: elements whose words the page writes into each comment.

    Returns:
        The name as it is written there ("Anonymous" too) and the element that it was found in, where there is one.
    """
    small = (facts for facts in own if 0 < facts.chars <= 250 and facts.last - facts.order <= MOST_ELEMENTS)
    ranked = [(-rank, facts.order, facts) for facts in small if (rank := _author_rank(facts))]
    for _, _, facts in sorted(ranked, key=lambda item: item[:2]):
        if _stands_behind_in_brackets(facts.element):
            continue
        name = _name_in(facts.element, [*taken, *furniture])
        if name is not None:
            return name, facts.element
    name = _name_in_attributes(block, own)
    if name is not None:
        return name, None
    name, element = name_in_lines(own, furniture)
    beside, cell = name_in_cell(block, own)
    if cell is not None and (element is None or cell not in element.iterancestors()):
        name, element = beside, cell
    if name is None:
        name, element = _name_on_link(own)
    if name is None:
        name = _name_on_avatar(own)
    return (name, element) if name is not None else name_beside(own, taken, furniture)


def _name_on_link(own: list[Facts]) -> tuple[str | None, HtmlElement | None]:
    """The name on a link to the writer's own page: one marked as not to be followed, alone in its place."""
    for facts in own:
        link = facts.element
        relation = set(link.get("rel", "").split()) if link.tag == "a" else set()
        if not relation & {"nofollow", "external", "ugc"} or facts.chars > LONGEST_NAME:
            continue
        parent = link.getparent()
        words = text_of(link)
        if parent is not None and text_of(parent) == words and "://" in link.get("href", "") and "://" not in words:
            name = lone_name(words)
            if name is not None:
                return name, link
    return None, None


def _name_in_attributes(block: Facts, own: list[Facts]) -> str | None:
    for facts in own:
        content = facts.element.get("content")
        if content and facts.element.get("itemprop") in ("author", "creator", "name"):
            name = clean_name(content)
            if name is not None:
                return name
    for attribute in _NAME_ATTRIBUTES:
        value = block.element.get(attribute)
        name = clean_name(value) if value else None
        if name is not None:
            return name
    return None


def _author_rank(facts: Facts) -> int:
    element = facts.element
    attributes = element.attrib
    words = facts.naming.words
    prop = attributes.get("itemprop") or attributes.get("property") or attributes.get("rel") or ""
    if prop:
        if words_of(prop.split()[-1] if prop.strip() else "")[-1:] in (("author",), ("creator",)):
            return 9
        if prop == "name" or prop.endswith(":name"):
            return 8
    if words & _NOT_A_NAME and facts.chars <= LONGEST_NAME and _ends_as_author(element):
        return 7
    if words & _NOT_A_NAME and _ends_as_name(element):
        return 7  # "author_name has_title"
    if element.tag == "a" and words >= {"author", "homepage"} and not _SITE.search(text_of(element)):
        return 5
    if words & _NOT_A_NAME and not words & {"fn", "username"}:
        name_last = any(w in AUTHOR_WORDS for w in words) and words & {"meta", "body", "content", "text"}
        return 2 if name_last and element.tag != "p" and facts.authors == 1 else 0
    if words & _BEST_NAMES:
        return 8
    if words & {"name"} and words & (_GOOD_NAMES | {"user", "member", "comment", "display"}):
        return 8
    if words & _GOOD_NAMES:
        return 7
    if element.tag == "cite" and not _in_quote(element):
        return 6
    if words & AUTHOR_WORDS:
        return 5
    if element.tag == "a" and PROFILE_LINK.search(attributes.get("href", "")) and "://" not in text_of(element):
        return 4
    return 0


_SITE = re.compile(r"^(?:\W*(?:home\s?page|web\s?site|site|url|www)\b)|://|\.\w{2,4}/?$", re.IGNORECASE)
"""What a link to a writer's page says where it doesn't say the name."""


def _ends_as_author(element: HtmlElement) -> bool:
    """Whether a class says at its end that it is the author, whatever it begins with: "content-meta__author"."""
    for token in element.get("class", "").split():
        words = words_of(token)
        last = words[-2:-1] if words[-1:] == ("label",) else words[-1:]
        if len(words) > 1 and set(last) & {"author", "authorname", "username", "auteur", "autor", "commenter"}:
            return True
    return False


def _ends_as_name(element: HtmlElement) -> bool:
    """Whether a class is "author_name" or the like, whatever stands beside it."""
    tokens = (words_of(token) for token in element.get("class", "").split())
    return any(words[-1:] == ("name",) and set(words[:-1]) and set(words[:-1]) <= _WHOSE for words in tokens)


_WHOSE = word_set("author user comment commenter commentator member poster display screen")


def _in_quote(element: HtmlElement) -> bool:
    parent = element.getparent()
    for _ in range(3):
        if parent is None:
            return False
        if parent.tag in ("blockquote", "q"):
            return True
        parent = parent.getparent()
    return False


def _name_in(element: HtmlElement, taken: list[HtmlElement]) -> str | None:
    without = set(taken)
    for inner in element.iterdescendants():
        tag = inner.tag
        if not isinstance(tag, str):
            continue
        named = words_of(inner.get("class", ""))
        if (
            tag == "time"
            or (named and not _NOT_A_NAME.isdisjoint(named) and not ("name" in named and named[-1] in _WORDS))
            or (inner is not element and (_is_count(inner) or _stands_behind_in_brackets(inner)))
            or (named and not DATE_WORDS.isdisjoint(named))
        ):
            without.add(inner)
    if element.get("itemprop") in ("author", "creator"):
        for inner in element.iterdescendants():
            if inner.get("itemprop") == "name":
                return clean_name(inner.get("content") or text_of(inner))
    without |= _initials_in(element, without)
    alone = _name_alone(element, without)
    if alone is None and element.tag in ("td", "th"):
        alone = _first_line(element, without)
    line = spaced_text_of(element if alone is None else alone, without)
    if _is_name(element if alone is None else alone) and _DAY_OR_CLOCK.search(line) is None:
        return clean_name(line)  # "The 9.40", and no time of day behind a name
    dateless = without_dates(line)
    # "- Anna, Hull, 3/4/2010": who signs with the day signs with the town too
    return clean_name(dateless if dateless == line else first_piece(dateless.strip(" ,|·•")))


def _first_line(element: HtmlElement, without: set[HtmlElement]) -> HtmlElement | None:
    """The first of the boxes in a cell that says nothing beside them: name, rank and number of posts, each in one."""
    beside = (element.text, *(child.tail for child in element))
    if any(words is not None and words.strip() for words in beside):
        return None
    lines = [child for child in element if isinstance(child.tag, str) and text_of(child, without)]
    if len(lines) < 2 or any(line.tag not in BLOCK_TAGS for line in lines):
        return None
    return lines[0] if any(map(str.isalpha, text_of(lines[0], without))) else None


_WORDS = word_set("text content body")
"""Behind "name" ("user-name-text"): its words."""


def _name_alone(element: HtmlElement, without: set[HtmlElement]) -> HtmlElement | None:
    """The inner element that is the name, beside ranks, occupations and buttons, or None where all of it is the name.

    It is a link to the writer's profile, an element named "name", or a heading or bold words in a line of their own.
    """
    links: list[HtmlElement] = []
    named: list[HtmlElement] = []
    set_off: list[HtmlElement] = []
    for inner in element.iterdescendants():
        if not isinstance(inner.tag, str) or inner in without or not text_of(inner, without):
            continue
        if inner.tag == "a" and _leads_to_writer(inner):
            links.append(inner)
        words = [word for token in inner.get("class", "").split() for word in words_of(token)[-1:]]
        if not _NAMES.isdisjoint(words):
            named.append(inner)
        elif inner.tag in ("h3", "h4", "h5", "b", "strong", "cite"):
            set_off.append(inner)
    if links:
        return links[0]
    if len(named) == 1:
        return named[0]
    # "<b>Anna</b> Berg" is one name in one line; a rank stands in a line or an element of its own.
    first = set_off[0] if set_off else None
    return first if first is not None and (_says_by(first) or _stands_apart(first, element)) else None


def _leads_to_writer(link: HtmlElement) -> bool:
    """Whether a link leads to a member's page: by its address, or because it says the last step of that address."""
    words, address = text_of(link), link.get("href", "")
    if is_interface_line(words):
        return False
    own_page = len(words) > 1 and "://" not in words and letters_of(_last_step(address)) == letters_of(words)
    return own_page or PROFILE_LINK.search(address) is not None


def _last_step(address: str) -> str:
    """The last step of an address's path: "anna" of "/social/anna?action=comments"."""
    steps = re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/").split("/")
    return steps[-1] if len(steps) > 1 else ""


def _says_by(inner: HtmlElement) -> bool:
    """Whether "by" stands right before an element."""
    before, parent = inner.getprevious(), inner.getparent()
    words = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return _BY.search(words) is not None


_BY = re.compile(r"\b(?:by|von|par|por)\s*$", re.IGNORECASE)


_NAMES = word_set("name username nickname authorname displayname screenname fn nom nombre")


def _stands_apart(inner: HtmlElement, outer: HtmlElement) -> bool:
    """Whether no words of the same line stand beside an element."""
    while inner is not outer:
        behind, before = inner.getnext(), inner.getprevious()
        beside = (inner.tail or "") + (before.tail or "" if before is not None else inner.getparent().text or "")
        if any(character.isalnum() for character in beside):
            return False
        if behind is not None and behind.tag in ("a", "b", "i", "em", "strong") and not behind.attrib:
            return False
        inner = inner.getparent()
    return True


def _initials_in(element: HtmlElement, without: set[HtmlElement]) -> set[HtmlElement]:
    """The elements that stand for a picture: the initials of the name behind them."""
    found = set()
    for inner in element.iterdescendants():
        letters = (inner.text or "").strip() if isinstance(inner.tag, str) and len(inner) == 0 else ""
        if 0 < len(letters) < 4 and letters.isupper() and inner not in without:
            words = text_of(element, without | {inner}).split()
            if words and letters == "".join(word[0].upper() for word in words)[: len(letters)]:
                found.add(inner)
    return found


_DAY_OR_CLOCK = re.compile(rf"{DATE_HINT.pattern}|\d:\d\d|\d\s?h\s?\d\d|\d\s?(?:uhr\b|[ap]\.?m\b)", DATE_HINT.flags)


def _is_name(element: HtmlElement) -> bool:
    """Whether an element is a name and nothing else: a link, or one whose class ends in "name"."""
    if element.tag == "a":
        return True
    return any(words_of(token)[-1:] == ("name",) for token in element.get("class", "").split())


_IN_BRACKETS = re.compile(r"\([^()]+\)")


def _stands_behind_in_brackets(element: HtmlElement) -> bool:
    """Whether an element behind a name holds nothing but brackets, such as "(anna77)": a login, a rank or a town."""
    before = element.getprevious()
    if before is None or (before.tail or "").strip() or not text_of(before) or (element.tail or "").strip():
        return False
    return _IN_BRACKETS.fullmatch(text_of(element)) is not None


def _is_count(element: HtmlElement) -> bool:
    """Whether an element holds nothing but a number: a count of followers or points beside a name."""
    words = (element.text or "").strip()
    return bool(words) and len(element) == 0 and words.isdigit() and (element.getprevious() is not None)


_AVATAR = re.compile(
    r"^(?:(?:profilbild|avatar|profile\s+(?:picture|photo)|photo|picture|portrait|bild|foto|image)\s+(?:von|of|de|for|by)\s+)(?P<name>.+)$|^(?P<owner>.+?)['’]s\s+(?:avatar|picture|photo)$",
    re.I,
)


def _name_on_avatar(own: list[Facts]) -> str | None:
    for facts in own:
        if facts.element.tag == "img":
            match = _AVATAR.match(plain_words(facts.element.get("alt", "")))
            if match is not None:
                return clean_name(match["name"] or match["owner"])
    return None
