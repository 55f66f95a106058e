"""Notes under a post that say who liked it, who passed it on and what they added: the last are comments.

Blogs of the kind of Tumblr list all of these alike, the words in a quote box or behind "Anna said:", without a day.
"""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.dom import Survey, text_of
from leadtext.reading.comments.names import clean_name

__all__ = ["settle_notes"]

_KINDS = word_set("like reblog reply answer")
"""Beside "note" in a class: what the note is about. A list of footnotes has none of them."""


def settle_notes(survey: Survey) -> bool:
    """Make comments of the notes that say something, and take the others out.

    Args:
        survey: the page.

    Returns:
        Whether the tree was changed; then it needs a new survey.
    """
    changed = False
    for facts in survey.facts:
        if facts.element.tag not in ("ol", "ul") or "notes" not in facts.element.get("class", "").split():
            continue
        notes = [item for item in facts.element if "note" in item.get("class", "").split()]
        if not any(_KINDS.intersection(note.get("class", "").split()) for note in notes):
            continue
        changed = True
        for note in notes:
            words, name = _words_in(note), _name_in(note)
            if words is None or name is None:
                note.drop_tree()
            else:
                _rebuild(note, words, name)
    return changed


def _words_in(note: HtmlElement) -> HtmlElement | None:
    """The element with what somebody added, or None where nothing was."""
    for inner in note.iter("blockquote", "span", "div"):
        said = inner.tag == "blockquote" or "answer_content" in inner.get("class", "").split()
        if said and text_of(inner):
            return inner
    return None


def _name_in(note: HtmlElement) -> str | None:
    """Whose note it is: the first link with words."""
    return next((clean_name(text_of(link)) for link in note.iter("a") if text_of(link)), None)


def _rebuild(note: HtmlElement, words: HtmlElement, name: str) -> None:
    words.tail = None
    words.tag = "div"
    words.set("class", "comment-text")
    for child in list(note):
        note.remove(child)
    note.text = None
    note.set("class", "comment")
    author = etree.SubElement(note, "cite")
    author.set("class", "comment-author")
    author.text = name
    note.append(words)
