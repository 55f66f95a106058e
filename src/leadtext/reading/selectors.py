"""The CSS selectors of layouts of web pages, as XPath."""

from __future__ import annotations

import re
from dataclasses import dataclass

import cssselect
from cssselect import HTMLTranslator, SelectorError

__all__ = ["SELECTOR_KEYS", "Selectors", "xpath_of"]

SELECTOR_KEYS = ("comment", "author", "date", "text", "role", "organisation", "reply")
"""What a layout may give a selector for; ``comment`` finds whole comments, the others look inside each of them."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """XPaths by what they find; the empty one finds nothing."""

    comment: str
    author: str = ""
    date: str = ""
    text: str = ""
    role: str = ""
    organisation: str = ""
    reply: str = ""


_POSITION = re.compile(r"<EOF at \d+>")


def xpath_of(selector: str) -> str:
    """The XPath that finds, below an element, what a CSS selector finds.

    Raises:
        ValueError: the selector is none, or uses what has no like in XPath 1.0; the message says what is wrong.
    """
    translator = HTMLTranslator()
    try:
        parsed = cssselect.parse(selector)
        for part in parsed:
            if part.pseudo_element is not None:
                raise ValueError(f"::{part.pseudo_element} is no element of the page")
        return " | ".join(translator.selector_to_xpath(part, prefix="descendant::") for part in parsed)
    except SelectorError as error:
        message = _POSITION.sub(r"its end", str(error)).rstrip(".")
        raise ValueError(message[:1].lower() + message[1:]) from error
