"""CSS selectors, as far as layouts of web pages need them, as XPath.

Known are type, ``*``, ``.class``, ``#id``, ``[name]``, ``[name=value]`` with ``~= ^= $= *=``, ``:first-child``,
``:last-child``, a space, ``>``, ``+``, ``~`` and the comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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


_COMBINATORS = {
    " ": "//",
    ">": "/",
    "+": "/following-sibling::*[1]/self::",
    "~": "/following-sibling::",
}
_TOKEN = re.compile(
    r"""(?P<combinator>\s*[>+~]\s*|\s+)
    | (?P<type>\*|[A-Za-z][\w-]*)
    | \#(?P<id>[\w-]+)
    | \.(?P<class>-?[A-Za-z_][\w-]*)
    | \[\s*(?P<name>[A-Za-z_][\w-]*)\s*(?:(?P<how>[~^$*]?=)\s*(?:["'](?P<quoted>[^"']*)["']|(?P<bare>[\w-]+))\s*)?\]
    | :(?P<place>first-child|last-child)""",
    re.VERBOSE,
)


def xpath_of(selector: str) -> str:
    """The XPath that finds, below an element, what a CSS selector finds.

    Raises:
        ValueError: the selector is none, or uses more of CSS than is known here; the message says what is wrong.
    """
    return " | ".join(_path(part.strip()) for part in selector.split(","))


def _path(selector: str) -> str:
    if not selector:
        raise ValueError("a selector is missing")
    path, tag, conditions = ".//", "", ""
    place = 0
    while place < len(selector):
        token = _TOKEN.match(selector, place)
        if token is None:
            raise ValueError(f"{selector[place:]!r} is no selector that is known here")
        place = token.end()
        if token["combinator"] is not None:
            if not tag and not conditions:
                raise ValueError("a combinator needs an element on its left")
            path += (tag if tag else "*") + conditions + _COMBINATORS[token["combinator"].strip() or " "]
            tag, conditions = "", ""
        elif token["type"] is not None:
            if tag or conditions:
                raise ValueError(f"{token['type']!r} stands behind a condition")
            tag = token["type"].lower()
        else:
            conditions += _condition(token)
    if not tag and not conditions:
        raise ValueError("an element is missing behind the combinator")
    return path + (tag if tag else "*") + conditions


def _condition(token: re.Match[str]) -> str:
    if token["id"] is not None:
        return f'[@id="{token["id"]}"]'
    if token["class"] is not None:
        return _has_word("class", token["class"])
    if token["place"] is not None:
        return "[not(preceding-sibling::*)]" if token["place"] == "first-child" else "[not(following-sibling::*)]"
    name, how = token["name"].lower(), token["how"]
    value = token["quoted"] if token["quoted"] is not None else token["bare"]
    if how is None:
        return f"[@{name}]"
    if how == "~=":
        return _has_word(name, value)
    return {
        "=": f'[@{name}="{value}"]',
        "^=": f'[starts-with(@{name}, "{value}")]',
        "$=": f'[substring(@{name}, string-length(@{name}) - {len(value) - 1}) = "{value}"]',
        "*=": f'[contains(@{name}, "{value}")]',
    }[how]


def _has_word(name: str, word: str) -> str:
    return f'[contains(concat(" ", normalize-space(@{name}), " "), " {word} ")]'
