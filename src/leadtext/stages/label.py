"""label: people code some of a study's passages; rounds go out as files, and coded files come back in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from leadtext.errors import LabelError, StudyError
from leadtext.framing import Codebook, GoldPassage, load_labels
from leadtext.framing.label_files import TIES_COUNT
from leadtext.framing.labels import ADJUDICATION, Label, settled
from leadtext.framing.round_files import FORMATS, Sheet, round_files
from leadtext.framing.rounds import Candidate, Round, coded_threshold, draw, lot
from leadtext.records import text_key
from leadtext.site import Coded
from leadtext.stages.frame import framed_languages
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Work, counted, now
from leadtext.store import Connection, labels, runs, vectors
from leadtext.store.labels import Codable, StoredLabel

__all__ = ["FORMATS", "StudyLabels", "hand_out", "said_by_people", "study_labels", "take_in"]

THRESHOLDS = "label.drawn"
BATCH = 5000
ANSWERS_SHOWN = 500
"""Characters of the comment that one replies to that a coder sees."""


@dataclass(frozen=True)
class StudyLabels:
    """People's labels of a study's passages, by its codebook.

    Attributes:
        passages: the coded passages, each with the label that counts and every coder's.
        random: those that chance chose; figures rest on them alone.
        drawn: every passage that chance chose, coded or not yet, as far as its rounds are coded.
        waiting: how many passages of further rounds, drawn at random as well, are not yet coded.
        coders: how many passages each person coded.
        strays: how many labels wait for passages that are no longer there, or say something else now.
    """

    codebook: Codebook
    passages: Sequence[GoldPassage]
    random: frozenset[str]
    drawn: frozenset[str]
    waiting: int
    coders: Mapping[str, int]
    strays: int


def study_labels(connection: Connection, study: Study) -> StudyLabels:
    """The labels of a study's passages that answer its tagger's codebook.

    Args:
        connection: to the study's database.
        study: an open study.
    """
    book = study.tagger.codebook
    codable = labels.codable(connection, study.tagger_fingerprint, languages=framed_languages(study))
    held = labels.holding(connection, codebook=book.name, version=book.version)
    by_id = {passage.passage: passage for passage in codable}
    of_passage: dict[str, list[Label]] = {}
    for label in held:
        if label.passage in by_id:
            of_passage.setdefault(label.passage, []).append(_label(label, book))
    thresholds = _thresholds(connection)
    threshold = coded_threshold(list(by_id), set(of_passage), thresholds)
    drawn = frozenset(passage for passage in by_id if lot(passage) <= threshold)
    furthest = max(thresholds, default=0.0)
    return StudyLabels(
        codebook=book,
        passages=[_coded(by_id[passage], given, book) for passage, given in of_passage.items()],
        random=drawn & set(of_passage),
        drawn=drawn,
        waiting=sum(lot(passage) <= furthest and passage not in of_passage for passage in by_id),
        coders=dict(Counter(label.coder for given in of_passage.values() for label in given).most_common()),
        strays=labels.strays(connection),
    )


def said_by_people(connection: Connection, study: Study) -> dict[str, Coded]:
    """What people coded each passage as, by its id; without loading the tagger where nobody has coded any.

    Args:
        connection: to the study's database.
        study: an open study.
    """
    if not labels.there_are_any(connection):
        return {}
    book = study.tagger.codebook
    of_passage: dict[str, list[Label]] = {}
    for label in labels.holding(connection, codebook=book.name, version=book.version):
        of_passage.setdefault(label.passage, []).append(_label(label, book))
    found = {}
    for passage, given in of_passage.items():
        by_people = Counter(book.derive(label.signals) for label in given if label.coder != ADJUDICATION)
        found[passage] = Coded(
            value=book.derive(settled(book, given)[0].signals),
            people=by_people.total(),
            others=tuple((value, number) for value, number in by_people.most_common()),
            settled=any(label.coder == ADJUDICATION for label in given),
        )
    return found


def hand_out(
    study: Study, out: Path, *, format: str = "csv", random: int = 40, uncertain: int = 40, disagreeing: int = 20
) -> Outcome:
    """Write the passages that people should code next into a file.

    Only passages that nobody has coded are taken, but for those on which coders disagree. A round that was not taken in
    is offered again.

    Args:
        study: an open study whose passages are tagged.
        out: the file to write; a tool's settings are written beside it.
        format: csv, label-studio, argilla or doccano.
        random: how many passages chance chooses, so that figures stay unbiased.
        uncertain: how many of those of which the tagger is least sure.
        disagreeing: how many of those on which coders disagree, or near to where label and tag differ.

    Raises:
        StudyError: nothing is tagged yet, there is no such format, or the file can't be written there.
    """
    work = Work("label", study.settings, section="frame")
    if format not in FORMATS:
        raise StudyError(f"'{format}' is no format for coding; there are {', '.join(FORMATS)}.")
    if not out.parent.is_dir():
        raise StudyError(f"{out.parent}: there is no such folder to write {out.name} into.")
    with study.database.one_run(), study.database.write() as connection:
        codable = labels.codable(connection, study.tagger_fingerprint, languages=framed_languages(study))
        if not codable:
            raise StudyError(f"{study.folder}: no passage is tagged yet; `leadtext run` the study first.")
        candidates = _candidates(connection, study, codable, near=disagreeing > 0)
        thresholds = _thresholds(connection)
        before = max(thresholds, default=0.0)
        found = draw(candidates, random=random, uncertain=uncertain, disagreeing=disagreeing, before=before)
        if not found.passages:
            raise StudyError("there is no passage left to code.")
        by_id = {passage.passage: passage for passage in codable}
        sheets = [_sheet(by_id[passage]) for passage in found.passages]
        files = round_files(study.tagger.codebook, sheets, out, format=format)
        for file in files:
            if file.exists():
                raise StudyError(f"{file}: there is such a file, and somebody's codes may be in it; name another.")
        if found.threshold > before:
            runs.set_state(connection, THRESHOLDS, json.dumps([*thresholds, found.threshold]))
        drawn = [passage for passage in by_id if lot(passage) <= found.threshold]
        labels.redraw(connection, drawn, found.threshold)
        did = {"drawn at random": len(found.random), "uncertain": len(found.uncertain)}
        did["disagreeing"] = len(found.disagreeing)
        work.record(connection, did, models={"tagger": study.tagger_fingerprint})
        for file, content in files.items():
            # Excel takes a table for one in the system's charset unless it begins with a byte order mark.
            file.write_text(content, encoding="utf-8-sig" if format == "csv" else "utf-8", newline="\n")
    return work.outcome(did, *_left_notes(found, random, uncertain, disagreeing))


def take_in(study: Study, file: Path, *, coder: str | None = None, replace: bool = False) -> Outcome:
    """Take a coded file into the study's database: all of it, or, if anything is wrong with it, nothing.

    Taking the same file in again changes nothing.

    Args:
        study: an open study.
        file: a file that `hand_out` wrote and people coded, or an export of the tool that they coded in.
        coder: who coded it, where the file doesn't say.
        replace: let labels in the file take the place of other ones by the same coder of the same passage.

    Raises:
        LabelError: a label can't be used: of a passage that the study doesn't have or that says something else, by
            another codebook, of no known value, or contradicting one by the same coder.
    """
    work = Work("label", study.settings, section="frame")
    book = study.tagger.codebook
    loaded = load_labels(file, book)
    given = [(passage, label) for passage in loaded.passages for label in passage.labels]
    if not given:
        raise LabelError(f"{file}: nobody has coded a passage in it; nothing was taken in.")
    if coder is not None:
        _only_coder(file, [label.coder for _, label in given], coder)
    with study.database.one_run(), study.database.write() as connection:
        keys = labels.passage_keys(connection, (passage.id for passage in loaded.passages))
        for passage in loaded.passages:
            _check_known(file, passage, keys)
        codable = labels.codable(connection, study.tagger_fingerprint, languages=framed_languages(study))
        threshold = max(_thresholds(connection), default=0.0)
        drawn = {passage.passage for passage in codable if lot(passage.passage) <= threshold}
        before = labels.of_passages(connection, keys, codebook=book.name, version=book.version)
        at, new, changed = now(), [], 0
        for passage, label in given:
            random = passage.id in drawn
            stored = StoredLabel(
                passage=passage.id,
                coder=label.coder if coder is None else coder,
                codebook=book.name,
                version=book.version,
                key=keys[passage.id],
                at=label.at,
                signals=tuple(name for name in book.signals if name in label.signals),
                themes=tuple(name for name in book.themes if name in label.themes),
                drawn="random" if random else "chosen",
                probability=threshold if random else None,
                taken_in=at,
            )
            earlier = before.get((stored.passage, stored.coder))
            if earlier is not None and earlier.key == stored.key:
                if (earlier.signals, earlier.themes) == (stored.signals, stored.themes):
                    continue
                if not replace:
                    raise LabelError(
                        f"{file}: '{stored.coder}' has coded the passage '{stored.passage}' before, and differently "
                        f"(here {_said(stored)}, in the study {_said(earlier)}); put it right in the file, or take it "
                        "in with --replace."
                    )
                changed += 1
            new.append(stored)
        labels.add(connection, new)
        did = {"labels": len(new) - changed, "labels replaced": changed}
        if new:
            work.record(connection, did, models={"tagger": study.tagger_fingerprint})
    same = len(given) - len(new)
    notes = [f"{counted(same, 'labels')} {'is' if same == 1 else 'are'} in the study already."] if same else []
    return work.outcome(did, *loaded.tie_notes(TIES_COUNT), *loaded.notes, *notes)


def _candidates(connection: Connection, study: Study, codable: Sequence[Codable], *, near: bool) -> list[Candidate]:
    book = study.tagger.codebook
    given: dict[str, list[Label]] = {}
    for label in labels.holding(connection, codebook=book.name, version=book.version):
        given.setdefault(label.passage, []).append(_label(label, book))
    wrong = [
        passage.passage
        for passage in codable
        if passage.passage in given and book.derive(settled(book, given[passage.passage])[0].signals) != passage.frame
    ]
    open_ = [passage.passage for passage in codable if passage.passage not in given]
    likeness = _likeness(connection, study.tagger.encoder, open_, wrong) if near else {}
    return [
        Candidate(
            passage.passage,
            passage.document,
            passage.confidence,
            coded=passage.passage in given,
            divided=_divided(given.get(passage.passage, [])),
            near=likeness.get(passage.passage, 0.0),
        )
        for passage in codable
    ]


def _likeness(connection: Connection, encoder: str, passages: Sequence[str], to: Sequence[str]) -> dict[str, float]:
    """The cosine of each passage to the nearest of some others; vectors have length 1."""
    if not to:
        return {}
    others = vectors.of(connection, encoder, to)
    found: dict[str, float] = {}
    for start in range(0, len(passages), BATCH):
        part = passages[start : start + BATCH]
        nearest = np.max(vectors.of(connection, encoder, part) @ others.T, axis=1)
        found.update(zip(part, map(float, nearest), strict=True))
    return found


def _divided(given: Sequence[Label]) -> bool:
    """Whether coders disagree, and nobody has settled it."""
    return len({label.signals for label in given}) > 1 and all(label.coder != ADJUDICATION for label in given)


def _label(label: StoredLabel, book: Codebook) -> Label:
    return Label(label.passage, label.coder, book.key, label.at, frozenset(label.signals), frozenset(label.themes))


def _coded(passage: Codable, given: Sequence[Label], book: Codebook) -> GoldPassage:
    label, tied = settled(book, given)
    return GoldPassage(
        id=passage.passage,
        document=passage.document,
        text=passage.text,
        title=passage.title,
        genre=passage.genre,
        voice="",
        year=0,
        writer="",
        hard=False,
        label=label,
        labels=tuple(given),
        tied=tied,
    )


def _sheet(passage: Codable) -> Sheet:
    answers = passage.answers
    shown = answers if len(answers) <= ANSWERS_SHOWN else answers[: ANSWERS_SHOWN - 1].rstrip() + "…"
    return Sheet(passage.passage, passage.text, passage.title, shown)


def _thresholds(connection: Connection) -> list[float]:
    """Where the rounds so far ended, by `lot`."""
    noted = runs.get_state(connection, THRESHOLDS)
    return [] if noted is None else [float(threshold) for threshold in json.loads(noted)]


def _left_notes(found: Round, random: int, uncertain: int, disagreeing: int) -> list[str]:
    parts = (
        (random, found.random, "to draw at random"),
        (uncertain, found.uncertain, "to choose as uncertain"),
        (disagreeing, found.disagreeing, "on which coders, or label and tag nearby, disagree"),
    )
    return [
        f"There are only {len(passages)} passages {what}, not {wanted}."
        for wanted, passages, what in parts
        if 0 < len(passages) < wanted
    ]


def _only_coder(file: Path, named: Sequence[str], coder: str) -> None:
    others = sorted(set(named) - {file.stem, coder, "annotator"})
    if others:
        raise LabelError(
            f"{file}: the file names its coders itself ({', '.join(others[:5])}); leave out --coder {coder}."
        )


def _check_known(file: Path, passage: GoldPassage, keys: Mapping[str, str]) -> None:
    if passage.id not in keys:
        shown = passage.text if len(passage.text) <= 60 else passage.text[:59].rstrip() + "…"
        if passage.id.startswith("text-"):
            raise LabelError(f"{file}: the ids are missing, as of '{shown}'; keep the column 'id' that was handed out.")
        raise LabelError(
            f"{file}: the study has no passage '{passage.id}' ('{shown}'); its ids are those that "
            "`leadtext label export` wrote."
        )
    if text_key(passage.text) != keys[passage.id]:
        raise LabelError(
            f"{file}: the passage '{passage.id}' says something else in the study; its text was changed in the file, "
            "or its source since it was handed out."
        )


def _said(label: StoredLabel) -> str:
    return ", ".join([*(label.signals or ("none",)), *label.themes])
