"""tag: a file of passages gets its tags, without a study."""

from __future__ import annotations

import functools
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from leadtext.encoder import Layers, OnnxEncoder, default_folder, models_folder
from leadtext.errors import ModelError, SourceError
from leadtext.framing import Explanation, Tag, Tagger, explain
from leadtext.framing.base_rates import FEWEST, adjusted, estimated_rates, rarer
from leadtext.passages import sentence_spans
from leadtext.reading.language import ENGLISH, language_of
from leadtext.settings import BaseRates
from leadtext.stages.encode import encode_for, read_by
from leadtext.stages.study import layers_of
from leadtext.stages.work import Outcome, Progress, unheard

__all__ = ["Explained", "explain_passage", "tag_file"]

BATCH = 1000
WORDS_TOLD = 10
"""The words that a line tells of each signal; further ones push little."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A passage of the file with its tag and what pushed it."""

    id: str | int
    text: str
    tag: Tag
    why: tuple[Explanation, ...]


def tag_file(
    source: Path,
    out: Path,
    *,
    model: Path | None = None,
    base_rates: BaseRates = "source",
    all_languages: bool = False,
    why: bool = False,
    heard: Callable[[Explained], None] = lambda _explained: None,
    progress: Progress = unheard,
) -> Outcome:
    """Tag the passages in a JSON-lines file.

    The file is one source: where a hundred texts or more show that signals are rarer in it than in the corpus that the
    tagger was trained on, tags follow that (`framing.base_rates`). As in a study, texts in other languages than
    English, which the models don't know, get no frame unless that is asked for.

    Args:
        source: lines with ``id``, ``text`` and, optional, ``title`` and ``language`` (a BCP 47 tag such as "en-GB").
        out: gets lines with ``id``, ``language`` (null where it can't be told), ``frame`` (null where the codebook has
            no rule, and in other languages), ``signals`` (probabilities), ``holds``, ``confidence`` and ``abstained``;
            it is there whole or not at all.
        model: the tagger's folder; the one that ships by default.
        base_rates: "corpus" tags each passage for itself, by the rates of the tagger's own corpus.
        all_languages: tag texts in other languages too.
        why: whether lines also tell, as ``why``, what pushed each signal: every sentence and the strongest words.
        heard: hears of each passage that is explained.
        progress: hears how many passages are tagged.

    Raises:
        SourceError: a line is no JSON object with an id and a text; the message names it.
        ModelError: the tagger can't be used.
    """
    clock = time.monotonic()
    if out.exists() and source.exists() and out.samefile(source):
        raise SourceError(f"{out}: the tags would be written over the passages; name another file for them.")
    rows = list(_rows(source))
    tagger = Tagger.load(model if model is not None else models_folder() / "framing")
    encoder = OnnxEncoder(default_folder())
    layers = layers_of(tagger)
    if tagger.encoder != encoder.fingerprint:
        raise ModelError(
            f"{model}: this tagger was trained with the encoder {tagger.encoder}, not with {encoder.fingerprint}."
        )
    part = out.with_name(out.name + ".part")
    known = [row for row in rows if all_languages or row.language in {None, ENGLISH}]
    found = [np.zeros((0, len(tagger.codebook.signals)))]
    for start in range(0, len(known), BATCH):
        texts = [row.text for row in known[start : start + BATCH]]
        found.append(tagger.probabilities(texts, *encode_for(encoder, layers, texts)))
        progress(start + len(texts), len(known))
    followed, notes = _followed(tagger, np.concatenate(found), base_rates)
    tags = dict(zip((row.number for row in known), tagger.decided(followed), strict=True))
    with part.open("w", encoding="utf-8") as lines:
        for row in rows:
            tag = tags.get(row.number)
            told = _line(row, tag)
            if why and tag is not None:
                reasons = _explained(tagger, encoder, layers, row.text)
                told["why"] = {found.signal: _told(found) for found in reasons}
                heard(Explained(row.id, row.text, tag, reasons))
            lines.write(json.dumps(told, ensure_ascii=False) + "\n")
    os.replace(part, out)
    others = Counter(str(row.language) for row in rows if row.number not in tags)
    did = {"passages": len(tags), "abstained": sum(tag.abstained for tag in tags.values())}
    did["in other languages"] = others.total()
    return Outcome("tag", did, (*notes, *_other_notes(others)), time.monotonic() - clock)


def _line(row: _Row, tag: Tag | None) -> dict[str, Any]:
    """What the file says of a passage; of one in a language that isn't tagged, that there is nothing to say."""
    if tag is None:
        said: dict[str, Any] = {"frame": None, "signals": {}, "holds": [], "confidence": None, "abstained": False}
    else:
        said = {
            "frame": tag.frame if tag.frame else None,
            "signals": tag.signals,
            "holds": list(tag.holds),
            "confidence": tag.confidence,
            "abstained": tag.abstained,
        }
    return {"id": row.id, "language": row.language, **said}


def _other_notes(others: Mapping[str, int]) -> list[str]:
    if not others:
        return []
    by_language = ", ".join(f"{language} {number:,}" for language, number in others.items())
    lines = "1 line in another language" if sum(others.values()) == 1 else "Lines in other languages"
    return [f"{lines} than English ({by_language}) got no frame; --all-languages tags all."]


def _followed(
    tagger: Tagger, probabilities: npt.NDArray[np.float64], base_rates: BaseRates
) -> tuple[npt.NDArray[np.float64], tuple[str, ...]]:
    """Probabilities by the base rates that are wanted, and what a person should know of these."""
    if tagger.rates is None or base_rates == "corpus" or len(probabilities) < FEWEST:
        return probabilities, ()
    rates = estimated_rates(probabilities, tagger.rates)
    words = rarer(tagger.codebook.signals, tagger.rates, rates)
    note = (
        f"Signals are rarer here than in the corpus that the tagger learnt from, and tags follow that ({words}); "
        "--base-rates corpus keeps the corpus's rates."
    )
    return adjusted(probabilities, tagger.rates, rates), (note,) if words else ()


def explain_passage(tagger: Tagger, encoder: OnnxEncoder, text: str) -> tuple[Explanation, ...]:
    """What pushed each signal up or down on a passage, sentence by sentence and word by word.

    Args:
        tagger: the tagger whose tag is explained.
        encoder: the encoder that it was trained with.
        text: the passage.
    """
    return _explained(tagger, encoder, None if tagger.layers is None else _loaded(tagger.layers), text)


@functools.lru_cache(maxsize=2)
def _loaded(network: bytes) -> Layers:
    """A tagger's layers, ready; a page that explains passage after passage shouldn't load them each time."""
    return Layers(network)


def _explained(tagger: Tagger, encoder: OnnxEncoder, layers: Layers | None, text: str) -> tuple[Explanation, ...]:
    return explain(
        tagger,
        text,
        encode=lambda texts: encode_for(encoder, None, texts)[0],
        read=None if layers is None else lambda texts: read_by(encoder, layers, texts),
        leave=None if layers is None else lambda spans: encoder.scores_without(text, spans, layers),
        sentences=sentence_spans(text),
    )


def _told(found: Explanation) -> dict[str, Any]:
    return {
        "read": not found.spared,
        "sentences": [asdict(sentence) for sentence in found.sentences],
        "words": [asdict(word) for word in found.strongest(WORDS_TOLD)],
    }


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    id: str | int
    text: str
    language: str | None


def _rows(source: Path) -> Iterator[_Row]:
    if not source.is_file():
        raise SourceError(f"{source}: there is no such file.")
    with source.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise SourceError(f"{source}, line {number}: this is no JSON object: {error}.") from error
            if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                raise SourceError(f"{source}, line {number}: 'text' is missing; each line needs an id and a text.")
            if not isinstance(row.get("id"), str | int):
                raise SourceError(f"{source}, line {number}: 'id' is missing; each line needs an id and a text.")
            declared = row.get("language") if isinstance(row.get("language"), str) else None
            language = language_of(row["text"], declared=declared)
            yield _Row(number, row["id"], row["text"], language)
