"""What a process that reads files says of each, as a line of JSON.

Files made to do harm are parsed in these processes. One that was taken over must get no further than to say documents,
which pickle wouldn't hold it to: whoever loads a pickle runs what it names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from leadtext.errors import SourceError
from leadtext.records import KINDS, Document, PartialDate, Reject

__all__ = ["Answer", "answer_of", "line_of"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file gave.

    Attributes:
        documents: the documents and what in it could not be read.
        refused: why the file as a whole could not be read.
        failure: what went wrong in the reader itself, as Python tells it.
    """

    documents: tuple[Document | Reject, ...] = ()
    refused: SourceError | OSError | None = None
    failure: str = ""


_NAMES = tuple(field.name for field in fields(Document))
_VALUES = attrgetter(*_NAMES)
_KIND, _DATE, _POSITION, _PAGES = map(_NAMES.index, ("kind", "date", "position", "pages"))
_TEXTS = tuple(at for at, name in enumerate(_NAMES) if name not in ("date", "position", "pages"))
_NEVER_NONE = tuple(map(_NAMES.index, ("id", "title", "text", "source", "place")))


def line_of(answer: Answer) -> bytes:
    """An answer as one line, with its end."""
    refused = answer.refused
    told = {
        "documents": [_told(item) for item in answer.documents],
        "refused": str(refused) if isinstance(refused, SourceError) else None,
        "system": [refused.errno, refused.strerror] if isinstance(refused, OSError) else None,
        "failure": answer.failure,
    }
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _told(item: Document | Reject) -> list[Any]:
    if isinstance(item, Reject):
        return [item.source, item.place, item.reason]
    values = list(_VALUES(item))
    date: PartialDate | None = values[_DATE]
    values[_DATE] = None if date is None else [str(date), date.inferred]
    return values


def answer_of(line: bytes) -> Answer:
    """The answer that a line holds.

    Raises:
        ValueError: the line is none that `line_of` writes.
    """
    told = json.loads(line)
    try:
        documents = tuple(_item_of(values) for values in told["documents"])
        refused, system, failure = told["refused"], told["system"], told["failure"]
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("this is no answer") from error
    if system is not None:
        number, words = system
        _check(isinstance(number, int | None) and isinstance(words, str | None))
        return Answer(documents, OSError(number, words), str(failure))
    return Answer(documents, None if refused is None else SourceError(str(refused)), str(failure))


def _item_of(values: Sequence[Any]) -> Document | Reject:
    if len(values) == _REJECT:
        _check(all(isinstance(value, str) for value in values))
        return Reject(*values)
    given = list(values)
    _check(len(given) == len(_NAMES) and given[_KIND] in KINDS and type(given[_POSITION]) is int)
    _check(all(given[at] is None or isinstance(given[at], str) for at in _TEXTS))
    _check(None not in [given[at] for at in _NEVER_NONE])
    if given[_DATE] is not None:
        day, inferred = given[_DATE]
        given[_DATE] = PartialDate.from_iso(day, inferred=bool(inferred))
    given[_PAGES] = tuple((int(offset), int(page)) for offset, page in given[_PAGES])
    return Document(*given)


_REJECT = len(fields(Reject))


def _check(is_so: bool) -> None:
    if not is_so:
        raise ValueError("this is no answer")
