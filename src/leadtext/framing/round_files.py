"""The passages of a coding round as files that people code in: a table, or a task file of a labelling tool.

None of them shows the tagger's answers, nor why a passage was chosen: a coder who sees them leans to them, and the
tagger's errors could no longer be told from its labels.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from leadtext.framing.codebook import Codebook
from leadtext.framing.label_rows import NONE, QUESTIONS, as_cell

__all__ = ["FORMATS", "Sheet", "round_files"]

FORMATS = ("csv", "label-studio", "argilla", "doccano")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A passage as a coder sees it.

    Attributes:
        answers: the beginning of the comment that it replies to; "" where it replies to none.
    """

    id: str
    text: str
    title: str
    answers: str


def round_files(codebook: Codebook, sheets: Sequence[Sheet], out: Path, *, format: str) -> dict[Path, str]:
    """What to write for a round, by file.

    Args:
        out: the file of passages; a tool's settings stand beside it.
        format: one of `FORMATS`. CSV is coded in a spreadsheet, with the codebook's questions under the headings;
            Label Studio gets tasks (JSON) and its labelling interface (XML), Argilla records and settings (JSON),
            doccano examples (JSON lines) and labels (JSON).
    """
    if format == "csv":
        return {out: _table(codebook, sheets)}
    if format == "label-studio":
        return {out: _json(_tasks(codebook, sheets)), _beside(out, "interface.xml"): _interface(codebook)}
    if format == "argilla":
        return {
            out: _json(_argilla_records(codebook, sheets)),
            _beside(out, "settings.json"): _json(_argilla(codebook)),
        }
    lines = "".join(json.dumps(_data(codebook, sheet) | {"label": []}, ensure_ascii=False) + "\n" for sheet in sheets)
    return {out: lines, _beside(out, "labels.json"): _json([{"text": name} for name in _choices(codebook)])}


def _beside(out: Path, ending: str) -> Path:
    return out.with_name(f"{out.stem}-{ending}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _data(codebook: Codebook, sheet: Sheet) -> dict[str, str]:
    return {
        "id": sheet.id,
        "text": sheet.text,
        "title": sheet.title,
        "answers": sheet.answers,
        "codebook": codebook.key,
    }


def _choices(codebook: Codebook) -> Mapping[str, str]:
    """What a coder can choose, with the question behind it."""
    chosen = dict(codebook.questions)
    return chosen if codebook.one_of_many else chosen | {NONE: "Does none of these hold?"}


def _table(codebook: Codebook, sheets: Sequence[Sheet]) -> str:
    """The passages under a row of the codebook's questions: who codes has them in view, and they come back unread."""
    asked = [str(codebook.derived)] if codebook.one_of_many else list(codebook.signals)
    columns = ["id", "title", "answers", "text", "coder", *asked, *(["themes"] if codebook.themes else []), "codebook"]
    written = io.StringIO()
    table = csv.DictWriter(written, columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerow(_questions(codebook))
    for sheet in sheets:
        table.writerow({name: as_cell(text) for name, text in _data(codebook, sheet).items()})
    return written.getvalue()


def _questions(codebook: Codebook) -> dict[str, str]:
    told = {"text": QUESTIONS, "coder": "Who coded the row?", "themes": ", ".join(codebook.themes)}
    if not codebook.themes:
        del told["themes"]
    if codebook.one_of_many:
        return told | {
            str(codebook.derived): "\n".join(f"{value}: {asked}" for value, asked in codebook.questions.items())
        }
    return told | {signal: f"{asked} (x where it does)" for signal, asked in codebook.questions.items()}


def _tasks(codebook: Codebook, sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    return [{"data": _data(codebook, sheet)} for sheet in sheets]


def _interface(codebook: Codebook) -> str:
    """Label Studio's labelling interface (https://labelstud.io/tags/choices)."""
    kind, needed = ("single", "true") if codebook.one_of_many else ("multiple", "false")
    name = str(codebook.derived) if codebook.one_of_many else "signals"
    lines = [
        "<View>",
        '  <Header value="$title" size="4"/>',
        '  <Text name="answers" value="$answers"/>',
        '  <Text name="text" value="$text"/>',
        f'  <Choices name={quoteattr(name)} toName="text" choice="{kind}" required="{needed}" showInline="false">',
        *_choice_lines(codebook.questions),
        "  </Choices>",
    ]
    if codebook.themes:
        lines += [
            '  <Choices name="themes" toName="text" choice="multiple" showInline="true">',
            *_choice_lines(codebook.themes),
            "  </Choices>",
        ]
    return "\n".join([*lines, "</View>"]) + "\n"


def _choice_lines(choices: Mapping[str, str]) -> list[str]:
    return [
        f"    <Choice value={quoteattr(_worded(name))} alias={quoteattr(name)} hint={quoteattr(question)}/>"
        for name, question in choices.items()
    ]


def _worded(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _argilla_records(codebook: Codebook, sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """Records as Argilla 2 reads them by ``dataset.records.from_json``."""
    return [
        {
            "id": sheet.id,
            "fields": {"text": sheet.text, "title": sheet.title, "answers": sheet.answers},
            "metadata": {"codebook": codebook.key},
        }
        for sheet in sheets
    ]


def _argilla(codebook: Codebook) -> dict[str, Any]:
    """A dataset's settings as Argilla 2 reads them by ``Settings.from_json``."""
    field = {"type": "text", "use_markdown": False}
    guidelines = "\n\n".join(f"**{_worded(name)}**: {asked}" for name, asked in codebook.questions.items())
    name = str(codebook.derived) if codebook.one_of_many else "signals"
    kind = "label_selection" if codebook.one_of_many else "multi_label_selection"
    questions = [_question(name, kind, _choices(codebook), needed=True)]
    if codebook.themes:
        questions.append(_question("themes", "multi_label_selection", codebook.themes, needed=False))
    return {
        "guidelines": guidelines,
        "fields": [
            {"name": "text", "title": "Passage", "required": True, "settings": field},
            {"name": "title", "title": "It stands under", "required": False, "settings": field},
            {"name": "answers", "title": "It replies to", "required": False, "settings": field},
        ],
        "questions": questions,
        "metadata": [],
        "vectors": [],
        "allow_extra_metadata": True,
        "distribution": {"strategy": "overlap", "min_submitted": 1},
    }


def _question(name: str, kind: str, choices: Mapping[str, str], *, needed: bool) -> dict[str, Any]:
    options = [{"value": value, "text": _worded(value), "description": asked} for value, asked in choices.items()]
    return {"name": name, "title": _worded(name), "required": needed, "settings": {"type": kind, "options": options}}
