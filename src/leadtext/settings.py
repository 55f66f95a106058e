"""A study's settings: what its ``leadtext.toml`` may say, one section a stage, every value with a default.

Unknown keys are refused with the key, the file and the nearest known one.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from leadtext.errors import SettingsError, StudyError
from leadtext.records import Kind

__all__ = [
    "SETTINGS_FILE",
    "Anchor",
    "ArrangeSettings",
    "BaseRates",
    "EncodeSettings",
    "FrameSettings",
    "PublishSettings",
    "ReadSettings",
    "Settings",
    "SourceSettings",
    "SplitSettings",
    "StudySettings",
    "TopicSettings",
    "TrendSettings",
    "load_settings",
]

SETTINGS_FILE = "leadtext.toml"

AT_LINE = re.compile(r"\(at line (\d+)")
CURLY = re.compile(r"[“”„‟‘’«»]")
CURLY_BEGINS = re.compile(rf"[=\[,]\s*{CURLY.pattern}")
ESCAPED_WRONG = re.compile(r"Unescaped|hex value|scalar value")
ONE_OF_SEVERAL = re.compile(r"\s*\[(sources|anchors)\]\s*(?:#|$)")
BACKSLASHES = (
    "a backslash between double quotes means something else in TOML; write a path in single quotes, as in "
    "'C:\\texts', or with forward slashes"
)
TWO_BRACKETS = "is written [[{}]], in two brackets, since there may be several"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class StudySettings(_Section):
    """``[study]``: what the study is called.

    ``key`` names its schema in a shared PostgreSQL database; by default it is the folder's name.
    """

    title: str = "A leadtext study"
    description: str = ""
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,50}$")] | None = None


class SourceSettings(_Section):
    """``[[sources]]``: a folder or file of publications, a table, or a feed.

    ``path`` names a file or folder inside the study, or an absolute one; ``feed`` an address. The keys from ``text``
    to ``id`` name the columns of a table; ``day_first`` says how dates such as 03/04/2012 in it are meant, where the
    column doesn't tell.
    """

    path: str | None = None
    feed: str | None = None
    kind: Kind | None = None
    layout: str | None = None
    text: str | None = None
    date: str | None = None
    author: str | None = None
    role: str | None = None
    organisation: str | None = None
    title: str | None = None
    parent: str | None = None
    id: str | None = None
    day_first: bool | None = None

    @model_validator(mode="after")
    def _one_place(self) -> SourceSettings:
        if (self.path is None) == (self.feed is None):
            raise ValueError("a source needs either a path or a feed")
        # "C:\\texts" is valid, with a tab in it.
        if any(ord(letter) < ord(" ") for letter in self.place):
            raise ValueError(BACKSLASHES)
        if self.feed is not None and not self.feed.lower().startswith(("http://", "https://")):
            raise ValueError("a feed is an http or https address; a saved one is a path")
        return self

    @property
    def place(self) -> str:
        """The path or address as the settings give it."""
        return self.path if self.path is not None else str(self.feed)


class ReadSettings(_Section):
    """``[read]``: how sources are read.

    ``allow_hosts`` names hosts on private or loopback addresses (``name`` or ``name:port``) that feeds may be fetched
    from. ``look_again_days``: pages of a feed's entries younger than that are looked at again at every run, because
    comments arrive late. ``processes``: how many files are read side by side; as many as there are cores where it pays
    (at 4 MB and more that are new), one after the other with 1. ``seconds_between_requests`` is the least time between
    two requests to one host, ``timeout`` the seconds that an answer is waited for.
    """

    allow_hosts: tuple[str, ...] = ()
    look_again_days: Annotated[int, Field(ge=0, le=36_500)] = 30
    processes: Annotated[int, Field(ge=1, le=64)] | None = None
    seconds_between_requests: Annotated[float, Field(ge=0, le=60)] = 1.0
    timeout: Annotated[float, Field(gt=0, le=600)] = 20.0
    pseudonymise: bool = False


class SplitSettings(_Section):
    """``[split]``: the size of a passage, and what repeats another.

    ``repeats`` says what of another document is counted once with an earlier passage: what has nearly all of its words,
    or all ("alike"), or only what has the same words ("same").
    """

    max_sentences: Annotated[int, Field(ge=1, le=10)] = 4
    max_words: Annotated[int, Field(ge=20, le=400)] = 110
    repeats: Literal["alike", "same"] = "alike"


class EncodeSettings(_Section):
    """``[encode]``: the encoder, a folder with ``model.onnx`` and ``tokenizer.json``; the one shipped by default."""

    model: str | None = None
    threads: Annotated[int, Field(ge=1, le=256)] | None = None


BaseRates = Literal["source", "corpus"]


class FrameSettings(_Section):
    """``[frame]``: the tagger, a folder with ``model.skops``; the one shipped by default.

    ``all_languages`` tags documents in other languages than English as well, which the models don't know.
    ``base_rates`` says by what rates of the signals tags are given: those told from each source's own texts, where they
    are rarer than in the corpus that the tagger was trained on ("source"), or always that corpus's ("corpus").
    """

    model: str | None = None
    all_languages: bool = False
    base_rates: BaseRates = "source"


class TopicSettings(_Section):
    """``[topic]``: how emergent topics are fitted, once, and passages assigned to them.

    ``number`` is how many topics to look for; by default it follows the number of passages. ``approve`` says who
    approves what a refit proposes: a person everything, or ("small") the refit itself those events that move no more
    than the share ``approve_below`` of all passages. ``novel`` is how many passages of the novelty pool must be alike
    for a new topic to be proposed. ``labels`` is a file or folder of passages labelled with themes, which sharpen the
    anchors of their name.
    """

    number: Annotated[int, Field(ge=2, le=500)] | None = None
    min_passages: Annotated[int, Field(ge=10)] = 60
    seed: int = 1
    approve: Literal["person", "small"] = "person"
    approve_below: Annotated[float, Field(ge=0, le=1)] = 0.01
    novel: Annotated[int, Field(ge=6)] = 15
    labels: str | None = None


class ArrangeSettings(_Section):
    """``[arrange]``: how topics and passages are arranged for reading.

    ``groups`` is how many groups of topics to make; by default it follows the number of topics. ``landmarks`` is how
    many passages the map is laid out from; ``seed`` draws them.
    """

    groups: Annotated[int, Field(ge=2, le=100)] | None = None
    landmarks: Annotated[int, Field(ge=100, le=10_000)] = 1000
    seed: int = 1


class TrendSettings(_Section):
    """``[trend]``: the calendar period that is counted by, and how intervals are drawn."""

    period: Literal["year", "quarter", "month"] = "year"
    resamples: Annotated[int, Field(ge=100, le=20_000)] = 1000
    seed: int = 1
    thin: Annotated[int, Field(ge=1)] = 20


class PublishSettings(_Section):
    """``[publish]``: the site. ``names`` shows authors' names on it; ``out`` is its folder."""

    names: bool = False
    out: str = "site"
    page_size: Annotated[int, Field(ge=10, le=1000)] = 50


class Anchor(_Section):
    """``[[anchors]]``: a topic named in advance, with a definition and a few phrases that show it.

    A seed of up to three words is also a term: saying it, in whatever ending, counts. ``unlike`` are phrases that sound
    like the anchor and aren't meant. ``threshold`` is the score from which on a passage belongs to it; more takes less,
    and by default it follows the number of phrases (0.1 for five, 0.25 for fifty).
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    definition: str
    seeds: Annotated[tuple[str, ...], Field(min_length=1)]
    unlike: tuple[str, ...] = ()
    threshold: Annotated[float, Field(ge=-1, le=2)] | None = None


class Settings(_Section):
    """A whole ``leadtext.toml``."""

    study: StudySettings = StudySettings()
    sources: tuple[SourceSettings, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    read: ReadSettings = ReadSettings()
    split: SplitSettings = SplitSettings()
    encode: EncodeSettings = EncodeSettings()
    frame: FrameSettings = FrameSettings()
    topic: TopicSettings = TopicSettings()
    arrange: ArrangeSettings = ArrangeSettings()
    trend: TrendSettings = TrendSettings()
    publish: PublishSettings = PublishSettings()


def load_settings(folder: Path) -> Settings:
    """The settings of the study in a folder.

    Args:
        folder: the study's folder, which holds a ``leadtext.toml``.

    Raises:
        StudyError: the folder is missing or holds no ``leadtext.toml``.
        SettingsError: the file is no TOML, or a key or value in it is wrong.
    """
    file = folder / SETTINGS_FILE
    if folder.is_file():
        raise StudyError(f"{folder}: this is a file; a study is the folder that holds a {SETTINGS_FILE}.")
    if not folder.is_dir():
        raise StudyError(f"{folder}: there is no such folder; `leadtext init {folder}` makes a study there.")
    if not file.is_file():
        raise StudyError(
            f"{folder}: the folder holds no {SETTINGS_FILE}, so it is no study; `leadtext init {folder}` writes one."
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: this is not UTF-8 text; save it as UTF-8.") from error
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        slip = _slip(text, str(error))
        raise SettingsError(
            f"{file}, {slip}" if slip is not None else f"{file}: this is not valid TOML: {error}."
        ) from error
    except ValidationError as error:
        raise SettingsError(f"{file}: {_first_problem(error)}") from error


def _slip(text: str, error: str) -> str | None:
    """What commonly goes wrong in TOML, in words, with its line; None where it is something else."""
    at = AT_LINE.search(error)
    lines = list(enumerate(text.splitlines(), start=1))
    here = [(number, line) for number, line in lines if at is None or number == int(at[1])]
    for number, line in here:
        if CURLY_BEGINS.search(line) or (CURLY.search(line) and line.count('"') % 2):
            return f"line {number}: curly quotation marks don't count in TOML; write straight ones (\") on both sides."
    unclosed = _unclosed(lines, error, None if at is None else int(at[1]))
    if unclosed is not None:
        return unclosed
    if ESCAPED_WRONG.search(error) and at is not None:
        return f"line {at[1]}: {BACKSLASHES}."
    for number, line in lines:
        listed = ONE_OF_SEVERAL.match(line)
        if listed and ("twice" in error or "overwrite" in error or "mutate" in error):
            return f"line {number}: [{listed[1]}] {TWO_BRACKETS.format(listed[1])}."
    return None


def _unclosed(lines: list[tuple[int, str]], error: str, at: int | None) -> str | None:
    """A text whose closing quotation mark is missing, with its line; None where it is something else."""
    mark = "'" if error.startswith('Expected "\'"') else '"'
    if not error.startswith(("Illegal character '\\n'", "Unterminated string", 'Expected "\'"')):
        return None
    if at is None:
        if any(mark * 3 in line for _, line in lines):
            return None
        at = next((number for number, line in lines if line.count(mark) % 2), None)
    else:
        line = dict(lines).get(at, "")
        mark = mark if line.count(mark) % 2 else "'"
    if at is None:
        return None
    return f"line {at}: the closing quotation mark is missing; write one ({mark}) where the text ends."


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    location = problem["loc"]
    if problem["type"] == "extra_forbidden":
        known = sorted(_section_at(location[:-1]).model_fields)
        near = difflib.get_close_matches(str(location[-1]), known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"the known keys are {', '.join(known)}."
        return f"unknown key '{_spell(location)}'; {hint}"
    if problem["type"] == "tuple_type" and isinstance(problem.get("input"), dict) and len(location) == 1:
        return f"[{location[0]}] {TWO_BRACKETS.format(location[0])}."
    reason = problem["msg"].removeprefix("Value error, ")
    given = problem.get("input")
    shown = f" (it is {given!r})" if isinstance(given, str | int | float | bool | dt.date) else ""
    return f"the value of '{_spell(location)}' can't be used: {reason[0].lower()}{reason[1:]}{shown}."


def _spell(location: tuple[int | str, ...]) -> str:
    """A key as a person finds it in the file: ``sources[2].kind``, counted from 1."""
    spelled = ""
    for part in location:
        if isinstance(part, int):
            spelled += f"[{part + 1}]"
        else:
            spelled += f".{part}" if spelled else part
    return spelled


def _section_at(location: tuple[int | str, ...]) -> type[BaseModel]:
    section: type[BaseModel] = Settings
    for part in location:
        if isinstance(part, str):
            annotation: Any = section.model_fields[part].annotation
            section = getattr(annotation, "__args__", (annotation,))[0]
    return section
