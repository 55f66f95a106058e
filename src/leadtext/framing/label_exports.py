"""Exports of labelling tools as rows of labels: Label Studio's JSON, Argilla's records.

Formats as documented at https://labelstud.io/guide/task_format and
https://docs.argilla.io/latest/reference/argilla/records/records/, and as Argilla 1 wrote them. (doccano's JSON lines
and Label Studio's JSON-MIN are flat, and read as a table is.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leadtext.errors import LabelError
from leadtext.framing.label_rows import Record, Row, row_facts
from leadtext.framing.labels import ADJUDICATION

__all__ = ["argilla_rows", "is_argilla", "is_label_studio", "label_studio_rows"]


def is_label_studio(record: Mapping[str, Any]) -> bool:
    """Whether a record is a task of Label Studio."""
    return isinstance(record.get("data"), dict) and isinstance(record.get("annotations"), list)


def is_argilla(record: Mapping[str, Any]) -> bool:
    """Whether a record is one of Argilla: of version 2, of its feedback datasets or its text classification before."""
    feedback = isinstance(record.get("fields"), dict) and "responses" in record
    return feedback or ("annotation" in record and ("annotation_agent" in record or "inputs" in record))


def label_studio_rows(found: Sequence[Record]) -> list[Row]:
    """One row for each submitted annotation of each task; one marked as ground truth is an adjudication.

    Raises:
        LabelError: a task's text or id is missing.
    """
    rows = []
    for where, task in found:
        if not is_label_studio(task):
            raise LabelError(f"{where}: this is no task of Label Studio: it lacks 'data' or 'annotations'.")
        data = task["data"]
        facts = _facts(where, data, task.get("id"))
        text = _text(where, data, "data")
        for annotation in _objects(where, task["annotations"], "annotations"):
            if annotation.get("was_cancelled"):
                continue
            coder = ADJUDICATION if annotation.get("ground_truth") else _person(annotation.get("completed_by"))
            at = annotation.get("updated_at") or annotation.get("created_at") or ""
            answers: dict[str, list[Any]] = {}
            for result in _objects(where, annotation.get("result"), "result"):
                value = result.get("value")
                if isinstance(value, dict) and isinstance(value.get("choices"), list):
                    answers.setdefault(str(result.get("from_name", "choices")), []).extend(value["choices"])
            rows.append(
                Row(where, text, answers if answers else {"choices": []}, **facts | {"coder": coder, "at": str(at)})
            )
    return rows


def argilla_rows(found: Sequence[Record]) -> list[Row]:
    """One row for each person's submitted responses to each record; drafts, discards and suggestions are no labels.

    Raises:
        LabelError: a record's text or id is missing.
    """
    rows = []
    for where, record in found:
        if not is_argilla(record):
            raise LabelError(f"{where}: this is no record of Argilla: it lacks 'fields' or 'responses'.")
        metadata = record["metadata"] if isinstance(record.get("metadata"), dict) else {}
        known = next((record[key] for key in ("external_id", "id", "_server_id") if record.get(key) is not None), None)
        facts = _facts(where, metadata, known)
        if "fields" in record:
            text = _text(where, record["fields"], "fields")
            by_person: dict[str, dict[str, Any]] = {}
            for person, question, value in _responses(where, record["responses"]):
                by_person.setdefault(person, {})[question] = value
        else:
            inputs = record.get("inputs")
            text = _text(where, {**(inputs if isinstance(inputs, dict) else {}), **_texts(record)}, "inputs")
            by_person = {}
            if record["annotation"] is not None and record.get("status", "Validated") == "Validated":
                by_person[_person(record.get("annotation_agent"))] = {"label": record["annotation"]}
        at = record.get("updated_at") or record.get("event_timestamp") or record.get("inserted_at") or ""
        for person, answers in by_person.items():
            rows.append(Row(where, text, answers, **facts | {"coder": person, "at": str(at)}))
    return rows


def _responses(where: str, responses: Any) -> Iterator[tuple[str, str, Any]]:
    """(person, question, answer) of the submitted responses, by question (Argilla 2) or by person (Argilla 1)."""
    if isinstance(responses, dict):
        for question, given in responses.items():
            for response in _objects(where, given, question):
                if response.get("status", "submitted") == "submitted":
                    yield _person(response.get("username") or response.get("user_id")), question, response.get("value")
        return
    for response in _objects(where, responses, "responses"):
        if response.get("status", "submitted") == "submitted":
            values = response.get("values")
            for question, answer in values.items() if isinstance(values, dict) else ():
                value = answer.get("value") if isinstance(answer, dict) else answer
                yield _person(response.get("username") or response.get("user_id")), question, value


def _objects(where: str, value: Any, called: str) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise LabelError(f"{where}: '{called}' must be a list of objects, as the tool exports it.")
    return value


def _facts(where: str, told: Mapping[str, Any], known: Any) -> dict[str, str]:
    facts = row_facts(told)
    if not facts["id"] and known is not None:
        facts["id"] = str(known)
    if not facts["id"]:
        raise LabelError(f"{where}: the id is missing.")
    return facts


def _texts(record: Mapping[str, Any]) -> dict[str, str]:
    return {"text": record["text"]} if isinstance(record.get("text"), str) else {}


def _text(where: str, fields: Mapping[str, Any], called: str) -> str:
    text = fields.get("text")
    if text is None and len(fields) == 1:
        text = next(iter(fields.values()))
    if not isinstance(text, str) or not text.strip():
        raise LabelError(
            f"{where}: the text is missing; '{called}' holds {', '.join(fields) or 'nothing'}, not 'text'."
        )
    return text.strip()


def _person(who: Any) -> str:
    """A coder's name as the tool gives it: an id, an address, or an object with either."""
    if isinstance(who, dict):
        who = who.get("email") or who.get("username") or who.get("id")
    return "annotator" if who is None or who == "" else str(who)
