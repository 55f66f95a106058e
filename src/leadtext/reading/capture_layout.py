"""Layouts of saved pages: TOML files that say, without code, how a family of pages sets its comments."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from leadtext.errors import SettingsError
from leadtext.reading.capture_credits import split_role
from leadtext.reading.capture_lines import Line, is_anonymous, is_name, is_sentence
from leadtext.reading.dates import parse_date
from leadtext.reading.selectors import SELECTOR_KEYS, Selectors, xpath_of

__all__ = [
    "FIELDS",
    "Head",
    "Layout",
    "Pattern",
    "Step",
    "load_layout",
    "match_head",
    "matches_any",
    "says_when",
    "shipped_layouts",
]

FIELDS = ("author", "role", "organisation", "date", "reply_to")
"""What a line of a comment's head may hold: ``{author}`` and so on. ``*`` stands for any text."""

LONGEST_HEAD_LINE = 200
"""No name, role or date is longer; longer lines are text."""

LONGEST_AUTHOR = 80
LONGEST_DATE = 80
MOST_AUTHOR_WORDS = 8

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a comment's head, or (``optional``) some lines that may be missing together.

    Attributes:
        patterns: what the lines look like, in order.
        literal: whether it has a line of the layout's own words, which no comment holds by chance.
        worded: whether there are any such words in it, be they amid a line ("{author} says").
    """

    patterns: tuple[Pattern, ...]
    optional: bool
    literal: bool
    worded: bool


Head = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a family of saved pages looks.

    Attributes:
        name: the layout's name.
        drop: lines that are cut wherever they stand.
        article_end: the first line below the article, where no comments follow.
        comments_begin: the line over the first comment.
        comments_end: the first line below the last comment.
        mark: whether each comment begins with a bullet.
        end: the line that ends each comment; none where the next one's head does.
        heads: the ways in which a comment's first lines may look; a comment marked or ended by a line may
            have none.
        html: where comments stand on a page saved as HTML.
    """

    name: str
    drop: tuple[Pattern, ...] = ()
    article_end: tuple[Pattern, ...] = ()
    comments_begin: tuple[Pattern, ...] = ()
    comments_end: tuple[Pattern, ...] = ()
    mark: bool = False
    end: tuple[Pattern, ...] = ()
    heads: tuple[Head, ...] = ()
    html: Selectors | None = None


_KEYS: dict[str, tuple[str, ...]] = {
    "": ("name", "about", "article", "comments", "comment", "html"),
    "html": SELECTOR_KEYS,
    "article": ("drop", "end"),
    "comments": ("begin", "end"),
    "comment": ("begins_with", "ends_with", "heads"),
}
_MARKS = ("", "bullet")


def load_layout(path: Path) -> Layout:
    """A layout that a person wrote.

    Args:
        path: a TOML file::

            name = "our journal"

            [article]
            drop = ["Advertisement"]                  # lines cut wherever they stand
            end = ["Related stories"]                 # the first line below the article

            [comments]
            begin = ["Readers' comments (*)"]         # the line over the first comment; * is any text
            end = ["Have your say"]

            [comment]
            begins_with = "bullet"                    # or "", where nothing marks a comment's beginning
            ends_with = ["* Report this comment"]
            heads = [                                 # the lines over a comment's text
                ["{author}", ["{role}, {organisation}"], "Comment date", "{date}"],
            ]                                         # an inner list may be missing as a whole

            [html]                                    # CSS selectors for the same page saved as HTML
            comment = "li.remark"                     # a whole comment; the others look inside it
            author = ".who"
            date = "time"
            text = ".what"
            role = ".job"
            organisation = ".at"
            reply = "a.answers"                       # a link to the comment that it answers, or its author's name

    Raises:
        SettingsError: the file is missing or no TOML, or holds a wrong key, field or value.
    """
    if not path.is_file():
        raise SettingsError(f"The layout {path} does not exist: correct its path, or write it.")
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no valid TOML ({error}): correct the line.") from error
    return _layout(content, str(path), path.stem)


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """The layouts that come with leadtext, by name."""
    folder = resources.files("leadtext.reading") / "layouts"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(_layout(tomllib.loads(file.read_text("utf-8")), file.name, file.name[:-5]) for file in files)


def matches_any(patterns: Sequence[Pattern], text: str) -> bool:
    """Whether a line looks like one of a layout's lines."""
    if len(text) > LONGEST_HEAD_LINE or not patterns:
        return False
    return _union(tuple(patterns)).fullmatch(_straight(text)) is not None


@lru_cache(maxsize=256)
def _union(patterns: tuple[Pattern, ...]) -> Pattern:
    """One pattern for several, which is many times faster on a long page."""
    union = "|".join(f"(?:{pattern.pattern})" for pattern in patterns)
    return re.compile(re.sub(r"\(\?P<\w+>", "(?:", union), re.IGNORECASE)


def match_head(head: Head, lines: Sequence[Line], start: int) -> tuple[dict[str, str], int] | None:
    """The fields of a comment's head, and the index of the line below it; None where the lines look otherwise."""
    fields: dict[str, str] = {}
    place = start
    labels = [step.patterns[0] for step in head if step.literal]
    for step in head:
        found = _match_step(step, lines, place, labels)
        if found is None:
            if step.optional:
                continue
            return None
        if fields.keys() & found[0].keys():
            return None
        fields |= found[0]
        place += found[1]
    return (fields, place) if place > start else None


def _match_step(
    step: Step, lines: Sequence[Line], start: int, labels: Sequence[Pattern]
) -> tuple[dict[str, str], int] | None:
    """The fields of a step and how many lines it takes: fewer than it has where a label's value is missing."""
    fields: dict[str, str] = {}
    for offset, pattern in enumerate(step.patterns):
        if start + offset >= len(lines):
            return None
        text = lines[start + offset].text
        if len(text) > LONGEST_HEAD_LINE:
            return None
        straight = _straight(text)
        if step.optional and offset > 0 and any(label.fullmatch(straight) for label in labels):
            return fields, offset
        match = pattern.fullmatch(straight)
        if match is None or not _plausible(match.groupdict()):
            return None
        # The fields are cut from the line as it stands: straightening changes no lengths.
        own = {field: text[match.start(field) : match.end(field)] for field in match.groupdict()}
        if "role" in own and text[match.end("role") :].startswith(", " + own.get("organisation", "\n")):
            role, organisation = split_role(text[match.start("role") : match.end("organisation")])
            own |= {"role": role or "", "organisation": organisation or ""}
        fields |= own
    return fields, len(step.patterns)


def _plausible(fields: dict[str, str]) -> bool:
    """Whether what stands at a field's place may be one: a date can be read, a name is short and no sentence."""
    author = fields.get("author")
    if author is not None and (
        len(author) > LONGEST_AUTHOR
        or len(author.split()) > MOST_AUTHOR_WORDS
        or (is_sentence(author) and not is_name(author))
    ):
        return False
    role = fields.get("role", "")
    if is_name(role) or is_anonymous(role):  # the line above it was the end of the comment before
        return False
    date = fields.get("date")
    if date is None:
        return True
    return len(date) <= LONGEST_DATE and says_when(date)


@lru_cache(maxsize=1024)
def says_when(text: str) -> bool:
    """Whether a text holds a day, or tells how long ago it was."""
    return parse_date(text) is not None or _RELATIVE.search(text) is not None


# A date that can't be kept, since nobody knows when the page was saved; but its place shows that it is one.
_RELATIVE = re.compile(
    r"\b\d{1,3} \w{1,10} ago\b|\ban? \w{1,10} ago\b|\byesterday\b|\bjust now\b|\bvor \w{1,8} \w{1,10}\b|"
    r"\bil y a \w{1,5} \w{1,10}\b|\bhace \w{1,5} \w{1,10}\b",
    re.IGNORECASE,
)


def _straight(text: str) -> str:
    return text.translate(_STRAIGHT)


_STRAIGHT = str.maketrans("‘’“”–—", "''\"\"--")


def _layout(content: dict[str, Any], file: str, name: str) -> Layout:
    _known_keys(content, "", file)
    for table in ("article", "comments", "comment", "html"):
        value = content.get(table, {})
        if not isinstance(value, dict):
            raise SettingsError(f"{file}: {table} must be a table: write [{table}] on a line of its own.")
        _known_keys(value, table, file)
    article, comments, comment = (content.get(table, {}) for table in ("article", "comments", "comment"))
    mark = comment.get("begins_with", "")
    if mark not in _MARKS:
        raise SettingsError(f'{file}: comment.begins_with is {mark!r}: "bullet" and "" are known.')
    return Layout(
        name=str(content.get("name", name)),
        drop=_patterns(article, "article", "drop", file),
        article_end=_patterns(article, "article", "end", file),
        comments_begin=_patterns(comments, "comments", "begin", file),
        comments_end=_patterns(comments, "comments", "end", file),
        mark=mark == "bullet",
        end=_patterns(comment, "comment", "ends_with", file),
        heads=_heads(comment.get("heads", []), file),
        html=_selectors(content["html"], file) if "html" in content else None,
    )


def _selectors(table: dict[str, Any], file: str) -> Selectors:
    if "comment" not in table:
        raise SettingsError(
            f'{file}: html.comment is missing: give the selector of a whole comment, such as "li.comment".'
        )
    paths = {}
    for key, value in table.items():
        try:
            paths[key] = xpath_of(value if isinstance(value, str) else "")
        except ValueError as error:
            raise SettingsError(
                f"{file}: html.{key} is {value!r}, which is no CSS selector that is known: {error}."
            ) from error
    return Selectors(**paths)


def _known_keys(table: dict[str, Any], where: str, file: str) -> None:
    for key in table:
        if key not in _KEYS[where]:
            full = f"{where}.{key}" if where else key
            raise SettingsError(f"{file}: unknown key {full}.{_nearest(key, _KEYS[where])}")


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word.casefold(), known, 1, 0.5)
    return f" Did you mean {near[0]}?" if near else f" Known here: {', '.join(known)}."


def _patterns(table: dict[str, Any], where: str, key: str, file: str) -> tuple[Pattern, ...]:
    value = table.get(key, [])
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise SettingsError(f'{file}: {where}.{key} must be a list of lines, such as ["Have your say"].')
    return tuple(_pattern(text, file, fields_allowed=False) for text in texts)


def _heads(value: Any, file: str) -> tuple[Head, ...]:
    wrong = SettingsError(
        f"{file}: comment.heads must be a list of heads, each a list of lines, "
        'such as [["{author}", "{date}"]]; lines that may be missing together stand in a list of their own.'
    )
    if not isinstance(value, list) or not all(isinstance(head, list) and head for head in value):
        raise wrong
    heads: list[Head] = []
    for head in value:
        steps: list[Step] = []
        for step in head:
            texts = step if isinstance(step, list) else [step]
            if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
                raise wrong
            steps.append(_step(texts, isinstance(step, list), file))
        heads.append(tuple(steps))
    return tuple(heads)


def _step(texts: list[str], optional: bool, file: str) -> Step:
    patterns = tuple(_pattern(text, file, fields_allowed=True) for text in texts)
    literal = any(_LABEL.match(text) is not None for text in texts)
    worded = any(re.search(r"\w", _PLACEHOLDER.sub("", text)) is not None for text in texts)
    return Step(patterns, optional, literal, worded)


# A line of the layout's own words, or one that begins with a label ("Comment date: {date}").
_LABEL = re.compile(r"[^{}*]*\w[^{}*]*(?::\s*\{|$)")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def _pattern(text: str, file: str, *, fields_allowed: bool) -> Pattern:
    """A line of a layout as a pattern: its words in any case, ``*`` any text, ``{field}`` what is wanted."""
    pattern = ""
    seen: set[str] = set()
    for place, part in enumerate(_PLACEHOLDER.split(plain_space(text))):
        if place % 2 == 0:
            pattern += re.escape(_straight(part)).replace(r"\*", ".*?")
            continue
        if not fields_allowed or part not in FIELDS:
            hint = _nearest(part, FIELDS) if fields_allowed else " Fields stand in comment.heads only."
            raise SettingsError(f"{file}: unknown field {{{part}}} in {text!r}.{hint}")
        if part in seen:
            raise SettingsError(f"{file}: {{{part}}} stands twice in {text!r}: name each field once.")
        seen.add(part)
        pattern += f"(?P<{part}>.+?)"
    return re.compile(pattern + r"\s*:?" * (not seen), re.IGNORECASE)


def plain_space(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())
