"""Labels of one's own: one CSV or JSON-lines file, or an export of Label Studio, Argilla or doccano.

Several coders a passage are the normal case: their labels are kept, and what counts is settled (see `labels.settled`).
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadtext.errors import LabelError
from leadtext.framing.codebook import Codebook, load_codebook
from leadtext.framing.label_exports import argilla_rows, is_argilla, is_label_studio, label_studio_rows
from leadtext.framing.label_rows import NONE, THEMES, Row, flat_rows, records
from leadtext.framing.labels import GoldPassage, Label, load_gold, settled

__all__ = ["TIES_COUNT", "Labelled", "load_labels"]

YES = {"1", "1.0", "yes", "y", "true", "x"}
NO = {"0", "0.0", "no", "n", "false"}
NAMED_AT_MOST = 12
"""Ids that a note names; the rest are counted."""
TIES_COUNT = "there the answers of a coder drawn by chance count."
"""What figures make of ties: without the passages that people find hard they would flatter."""


@dataclass(frozen=True)
class Labelled:
    """Labelled passages with their codebook.

    Attributes:
        passages: each with the label that counts and every coder's.
        notes: what else a person should know of them, a sentence each: rows left out.
    """

    codebook: Codebook
    passages: Sequence[GoldPassage]
    notes: tuple[str, ...]

    @property
    def tied(self) -> tuple[str, ...]:
        """The passages on which coders are divided evenly, and nobody settled it."""
        return tuple(passage.id for passage in self.passages if passage.tied)

    def tie_notes(self, what: str) -> tuple[str, ...]:
        """A note that names the passages on which coders tie and says what becomes of them; none where none do."""
        tied = self.tied
        if not tied:
            return ()
        more = len(tied) - NAMED_AT_MOST
        named = ", ".join(tied[:NAMED_AT_MOST]) + (f" and {more:,} more" if more > 0 else "")
        return (
            f"Coders tie on {len(tied):,} of {_counted(len(self.passages), 'passage')}; {what} A label by the coder "
            f"'adjudication' settles one: {named}.",
        )


def load_labels(labels: Path, codebook: Path | Codebook | None = None) -> Labelled:
    """Read labelled passages from a folder or from one file.

    Args:
        labels: a folder with ``passages.jsonl`` and ``labels.jsonl``; or a CSV or JSON-lines file with ``text`` and
            either a yes/no column for each signal or one column naming the code, and if known ``id``, ``coder``,
            ``at``, ``title``, ``voice``, ``group``, ``genre``, ``themes``; or an export of Label Studio, Argilla or
            doccano whose choices are named as the codebook's signals.
        codebook: the codebook, or its file; by default the ``codebook.toml`` in the folder.

    Raises:
        LabelError: the labels or the codebook can't be used; the message names file and line.
    """
    book = load_codebook(codebook) if isinstance(codebook, Path) else codebook
    if labels.is_dir():
        book, passages = load_gold(labels, book)
        return Labelled(book, passages, ())
    found = records(labels)
    if book is None:
        raise LabelError(f"{labels}: which codebook do these labels answer? Name it with --codebook codebook.toml.")
    if is_label_studio(found[0][1]):
        rows = label_studio_rows(found)
    elif is_argilla(found[0][1]):
        rows = argilla_rows(found)
    else:
        rows = flat_rows(labels, found, book)
    uncoded = len({where for where, _ in found} - {row.where for row in rows})
    notes = [f"{_counted(uncoded, 'record', 'was')} left out: nobody has submitted an answer."] if uncoded else []
    labels_of, repeated = _labels(book, rows)
    if repeated:
        notes.append(f"{_counted(repeated, 'row', 'was')} left out: the same coder said the same of the same passage.")
    passages = _passages(book, rows, labels_of)
    return Labelled(book, passages, tuple(notes))


def _counted(number: int, noun: str, verb: str = "") -> str:
    """A number with its noun and, if given, "was" or "were"."""
    some = f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
    return f"{some} {verb if number == 1 else 'were'}" if verb else some


def _labels(codebook: Codebook, rows: Sequence[Row]) -> tuple[dict[str, list[Label]], int]:
    """Each passage's labels, one a coder, in the order of the file; and how many rows only repeat another."""
    marked_no = _marked_no(codebook, rows)
    labels: dict[str, list[Label]] = {}
    before: dict[tuple[str, str], tuple[str, Label]] = {}
    repeated = 0
    for row in rows:
        if row.codebook and row.codebook not in (codebook.key, codebook.name):
            raise LabelError(f"{row.where}: the label answers the codebook '{row.codebook}', not '{codebook.key}'.")
        key = _passage_id(row)
        signals = _signals(codebook, row, marked_no)
        label = Label(key, row.coder, codebook.key, row.at, signals, _themes(codebook, row))
        if (key, row.coder) not in before:
            before[key, row.coder] = (row.where, label)
            labels.setdefault(key, []).append(label)
            continue
        where, earlier = before[key, row.coder]
        if (earlier.signals, earlier.themes) != (label.signals, label.themes):
            place = where.rpartition(", ")[2]
            hint = "keep one." if row.id else "keep one, or give the rows ids if they are two passages."
            raise LabelError(
                f"{row.where}: '{row.coder}' coded the same passage differently in {place} (here {_said(label)}, "
                f"there {_said(earlier)}); {hint}"
            )
        repeated += 1
    return labels, repeated


def _said(label: Label) -> str:
    return ", ".join([*(sorted(label.signals) if label.signals else [NONE]), *sorted(label.themes)])


def _passage_id(row: Row) -> str:
    return row.id if row.id else _text_key(row.text)


def _text_key(text: str) -> str:
    """An id that follows from the words alone: two rows of the same words are then one passage."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return "text-" + hashlib.sha256((words if words else text).encode()).hexdigest()[:12]


def _marked_no(codebook: Codebook, rows: Sequence[Row]) -> set[str]:
    """The questions to which a no is ever written out; an empty answer to one is a missing answer, not a no."""
    return {
        question
        for row in rows
        for question, answer in row.answers.items()
        if not codebook.one_of_many and codebook.named(question) is not None and _word(answer) in NO
    }


def _signals(codebook: Codebook, row: Row, marked_no: set[str]) -> frozenset[str]:
    """The signals that hold by a row's answers."""
    holding = set()
    questions: Mapping[str, Any] = {**dict.fromkeys(marked_no), **row.answers}
    for question, answer in questions.items():
        signal = None if codebook.one_of_many else codebook.named(question)
        if signal is not None:
            if _yes(row.where, question, answer, marked_no):
                holding.add(signal)
        elif question.strip().casefold() not in THEMES:
            holding |= _named_in(row.where, codebook, _listed(answer))
    if codebook.one_of_many and len(holding) != 1:
        said = (
            "the code is missing" if not holding else f"there are {len(holding)} codes ({', '.join(sorted(holding))})"
        )
        raise LabelError(f"{row.where}: {said}; of this codebook's values exactly one holds.")
    return frozenset(holding)


def _named_in(where: str, codebook: Codebook, values: list[str]) -> set[str]:
    """The signals that a list names; none where it says so."""
    if not codebook.one_of_many and NONE in (value.casefold() for value in values) and codebook.named(NONE) is None:
        if len(values) > 1:
            raise LabelError(f"{where}: '{NONE}' and others are chosen together ({', '.join(values)}); keep either.")
        return set()
    return {_named(where, codebook, value) for value in values}


def _themes(codebook: Codebook, row: Row) -> frozenset[str]:
    """The themes that a row names; nothing where the codebook has none."""
    named = [
        value
        for question, answer in row.answers.items()
        if question.strip().casefold() in THEMES
        for value in _listed(answer)
    ]
    known = {theme.casefold(): theme for theme in codebook.themes}
    if not known:
        return frozenset()
    for value in named:
        if value.casefold() not in known:
            raise LabelError(
                f"{row.where}: '{value}' is no theme of the codebook; they are {', '.join(codebook.themes)}."
            )
    return frozenset(known[value.casefold()] for value in named)


def _word(answer: Any) -> str:
    if isinstance(answer, dict) and "choices" in answer:
        answer = answer["choices"]
    if isinstance(answer, list) and len(answer) <= 1:
        answer = answer[0] if answer else None
    return "" if answer is None else str(answer).strip().casefold()


def _yes(where: str, question: str, answer: Any, marked_no: set[str]) -> bool:
    word = _word(answer)
    if word in YES:
        return True
    if word in NO:
        return False
    if word:
        raise LabelError(f"{where}: '{_word(answer)}' in '{question}' is neither yes nor no; write 1 or 0.")
    if question in marked_no:
        raise LabelError(f"{where}: the answer to '{question}' is missing; elsewhere a no is written out.")
    return False


def _listed(answer: Any) -> list[str]:
    """The names in an answer: a list, one name, or several in one cell (doccano puts # between them)."""
    if isinstance(answer, dict) and "choices" in answer:
        answer = answer["choices"]
    if answer is None:
        return []
    names = answer if isinstance(answer, list) else re.split(r"[#;|,]", str(answer))
    return [str(name).strip() for name in names if str(name).strip()]


def _named(where: str, codebook: Codebook, written: str) -> str:
    signal = codebook.named(written)
    if signal is not None:
        return signal
    near = difflib.get_close_matches(written.casefold(), codebook.signals, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"they are {', '.join(codebook.signals)}."
    raise LabelError(f"{where}: '{written}' is no {codebook.noun} of the codebook; {hint}")


def _passages(codebook: Codebook, rows: Sequence[Row], labels: Mapping[str, list[Label]]) -> list[GoldPassage]:
    of_passage: dict[str, list[Row]] = {}
    for row in rows:
        of_passage.setdefault(_passage_id(row), []).append(row)
    _check_all_or_none("voice", [(row.where, row.voice) for row in rows])
    _check_all_or_none("group", [(row.where, row.group) for row in rows])
    any_genre = any(row.genre for row in rows)
    passages = []
    for key, same in of_passage.items():
        first = same[0]
        other = next((row for row in same if _text_key(row.text) != _text_key(first.text)), None)
        if other is not None:
            raise LabelError(f"{other.where}: the id '{key}' stands for another text in {first.where}.")
        label, tied = settled(codebook, labels[key])
        passages.append(
            GoldPassage(
                id=key,
                # The same words in two rows must never be divided between training and testing.
                document=first.group if first.group else _text_key(first.text),
                text=first.text,
                title=first.title,
                genre=first.genre if first.genre or not any_genre else "unknown",
                voice=first.voice,
                year=0,
                writer="",
                hard=False,
                label=label,
                labels=tuple(labels[key]),
                tied=tied,
            )
        )
    return passages


def _check_all_or_none(column: str, told: Sequence[tuple[str, str]]) -> None:
    if any(value for _, value in told):
        where = next((where for where, value in told if not value), None)
        if where is not None:
            raise LabelError(f"{where}: the {column} is missing; give every row one, or leave the column out.")
