"""Texts that a page shows shortened, the whole of them beside it or hidden behind a button: the whole one stays.

Whatever the button says, the shortened text ends in dots, and the whole one begins as it does or goes on behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.dom import text_of, visible
from leadtext.reading.comments.interface import plain_words

__all__ = ["begins_another", "unfold"]

LEAST_SHARED = 15
"""Characters that a shortened text and the whole one begin with."""

LONGEST_BUTTON = 25
"""Characters behind the dots: "read more"."""

MOST_BETWEEN = 2
"""Elements between a shortened text and the whole one, such as the button."""

LONGEST_SHORT = 2_000
"""Characters of a shortened text."""

MOST_LINKED = 0.5
"""Share of a hidden element's words in links; with more it is a menu."""

_ENDS_IN_DOTS = re.compile(
    rf"(?P<said>.*?)\s*[\[(]?(?:\.{{3}}|…)[\])]?(?P<button>[^.…]{{0,{LONGEST_BUTTON}}})$", re.DOTALL
)
_NO_TEXTS = word_set("h1 h2 h3 h4 h5 h6 blockquote q a title option textarea input select form table tbody tr td")


def unfold(tree: HtmlElement, text: str) -> None:
    """Take out each shortened text whose whole is on the page too, and show the whole one.

    Args:
        tree: the page.
        text: its source; without dots nothing is looked for.
    """
    if "..." not in text and "…" not in text and "&hellip;" not in text:
        return
    for said in tree.xpath("//body//text()[contains(., '...') or contains(., '\u2026')]"):
        holder: HtmlElement = said.getparent()
        box = holder.getparent() if said.is_tail else holder
        if box is None or box.getroottree().getroot() is not tree:
            continue  # it was taken out with another
        if not (_goes_on(holder, is_tail=said.is_tail) or _unfold(box)) and box.getparent() is not None:
            _unfold(box.getparent())


def begins_another(text: str, others: Iterable[str]) -> bool:
    """Whether a text ends in dots, and a button perhaps, and one of the others begins as it does and goes on."""
    short = _ENDS_IN_DOTS.fullmatch(plain_words(text))
    if short is None or len(short["said"]) < LEAST_SHARED:
        return False
    said = short["said"].lstrip('„“"«» ')
    return any(_goes_further(plain_words(other), said) for other in others)


def _goes_further(words: str, said: str) -> bool:
    """Whether words begin with what a shortened text says, and say more there than dots."""
    rest = words[len(said) :].lstrip(" [(")
    return words.startswith(said) and bool(rest) and not rest.startswith(("...", "…"))


def _goes_on(holder: HtmlElement, *, is_tail: bool) -> bool:
    """Show what is hidden behind a text that ends in dots and a button, and take both of these out."""
    button = holder.getnext() if is_tail else next(holder.iterchildren(), None)
    rest = button.getnext() if button is not None else None
    if button is None or rest is None or button.tag not in _BUTTONS or (button.tail or "").strip() or visible(rest):
        return False
    said = (holder.tail if is_tail else holder.text) or ""
    shortened = _DOTS_LAST.search(said)
    if shortened is None or not isinstance(rest.tag, str) or not _is_prose(rest):
        return False
    if len(text_of(button)) > LONGEST_BUTTON:
        return False
    if is_tail:
        holder.tail = said[: shortened.start()] + " "
    else:
        holder.text = said[: shortened.start()] + " "
    button.drop_tree()
    _show(rest)
    _cut_button(rest)
    return True


_BUTTONS = word_set("a button span")
_DOTS_LAST = re.compile(r"\s*[\[(]?(?:\.{3}|…)[\])]?\s*$")


def _unfold(element: HtmlElement) -> bool:
    if element.tag in ("body", "html", "script", "style") or not visible(element):
        return False
    words = _words_of(element)
    short = _ENDS_IN_DOTS.fullmatch(words) if words else None
    if short is None or (short["said"] and element.tag in _NO_TEXTS):
        return False
    for whole in _beside(element):
        if _is_whole(element, whole, short["said"]):
            behind = list(element.itersiblings())
            for between in behind[: behind.index(whole)] if whole in behind else []:
                if between.tag in _BUTTONS and len(text_of(between)) <= LONGEST_BUTTON:
                    between.drop_tree()
            element.drop_tree()
            _show(whole)
            _cut_button(whole)
            return True
    return False


def _words_of(element: HtmlElement) -> str:
    """An element's words; none where it is long and can't be a shortened text."""
    words = plain_words(text_of(element))
    return words if len(words) <= LONGEST_SHORT else ""


def _beside(element: HtmlElement) -> list[HtmlElement]:
    behind = [e for e in element.itersiblings() if isinstance(e.tag, str)][: MOST_BETWEEN + 1]
    before = [e for e in element.itersiblings(preceding=True) if isinstance(e.tag, str)][: MOST_BETWEEN + 1]
    return [e for e in (*behind, *before) if e.tag not in _NO_TEXTS and e.tag not in ("script", "style", "br")]


def _is_whole(short: HtmlElement, whole: HtmlElement, said: str) -> bool:
    """Whether an element holds the whole of a text that ends in dots, or what follows behind dots that stand alone."""
    hidden = not visible(whole)
    if not said:  # "... read more" in an element of its own
        return hidden and whole.getprevious() is short and not (short.tail or "").strip() and _is_prose(whole)
    if len(said) < LEAST_SHARED or not (hidden or (short.get("class") and whole.get("class"))):
        return False
    return _goes_further(_hidden_words(whole), said)


def _hidden_words(element: HtmlElement) -> str:
    return plain_words(element.text_content())


def _is_prose(element: HtmlElement) -> bool:
    """Whether a hidden element holds words, and neither a menu nor a form."""
    if any(True for _ in element.iter("input", "textarea", "select", "button", "iframe", "ul", "ol")):
        return False
    said = len(_hidden_words(element))
    linked = sum(len(_hidden_words(link)) for link in element.iter("a"))
    return said > LONGEST_BUTTON and linked <= MOST_LINKED * said


_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*;?", re.IGNORECASE)


def _show(element: HtmlElement) -> None:
    element.attrib.pop("hidden", None)
    style = element.get("style")
    if style is not None:
        element.set("style", _HIDING.sub("", style))


def _cut_button(whole: HtmlElement) -> None:
    """Take out the link at the end of a whole text that folds it again."""
    links = [link for link in whole.iter("a", "button") if not (link.tail or "").strip()]
    last = links[-1] if links else None
    if last is None or len(text_of(last)) > LONGEST_BUTTON or "://" in last.get("href", ""):
        return
    words = text_of(whole)
    before = text_of(whole, {last}).rstrip()
    if words.endswith(text_of(last)) and before and not before[-1].isalnum() and before[-1] not in ",:;(":
        last.drop_tree()
