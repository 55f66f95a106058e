"""A tagger's files: what a folder must hold to be one, whether it may be used or written over; without loading it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from leadtext.errors import ModelError
from leadtext.framing.codebook import Codebook

__all__ = [
    "CARD_FILE",
    "FACTS_FILE",
    "LAYERS_FILE",
    "MODEL_FILE",
    "VOCABULARY_FILE",
    "canonical",
    "check_tagger",
    "check_target",
    "damaged",
    "default_folder",
    "fingerprint",
    "layers_fingerprint",
    "read_parts",
]

MODEL_FILE = "model.skops"
VOCABULARY_FILE = "vocabulary.json"
LAYERS_FILE = "layers.onnx"
FACTS_FILE = "model.json"
CARD_FILE = "README.md"
# skops names parts by their objects' addresses in memory.
ADDRESS = re.compile(r"(?<=\"__id__\": )\d{10,}|\b\d{10,}(?=\.npy)")


def read_parts(folder: Path) -> tuple[dict[str, Any], bytes, bytes, bytes | None]:
    """A tagger's facts, and its files as they were trained: model, vocabulary and, where it has some, layers.

    Raises:
        ModelError: a file is missing, damaged, or isn't what was trained.
    """
    for name in (MODEL_FILE, VOCABULARY_FILE):
        if not (folder / name).is_file():
            raise ModelError(f"{folder}: this is no tagger: it holds no {name}; `leadtext train` makes one.")
    dumped, listed = (folder / MODEL_FILE).read_bytes(), (folder / VOCABULARY_FILE).read_bytes()
    try:
        facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
        if hashlib.sha256(dumped + listed).hexdigest() != facts["sha256"]:
            raise ModelError(
                f"{folder}: {MODEL_FILE} or {VOCABULARY_FILE} isn't what was trained (the checksum differs from "
                f"{FACTS_FILE}'s); fetch the model again or train anew."
            )
        layers = (folder / LAYERS_FILE).read_bytes() if (folder / LAYERS_FILE).is_file() else None
        if facts.get("layers") != (None if layers is None else hashlib.sha256(layers).hexdigest()):
            raise ModelError(
                f"{folder}: {LAYERS_FILE} isn't what was trained, or is missing (its checksum differs from "
                f"{FACTS_FILE}'s); fetch the model again or train anew."
            )
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(folder, error) from error
    return facts, dumped, listed, layers


def damaged(folder: Path, error: Exception) -> ModelError:
    """What to raise for a tagger whose files say what none does."""
    return ModelError(f"{folder}: the tagger is damaged: {error}; fetch it again or train anew.")


def check_tagger(folder: Path, encoder: str) -> None:
    """See that a tagger can tag a study, without the second that loading it takes.

    Args:
        folder: the tagger's folder.
        encoder: the fingerprint of the study's encoder.

    Raises:
        ModelError: it is missing or damaged, was trained with another encoder, or nothing follows from its codebook's
            signals, so that a study had nothing to count.
    """
    fingerprint(folder)
    facts, *_ = read_parts(folder)
    try:
        made_with, codebook = str(facts["encoder"]), Codebook.of_facts(facts["codebook"])
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(folder, error) from error
    if made_with != encoder:
        raise ModelError(
            f"{folder}: this tagger was trained with the encoder {made_with}, the study uses {encoder}; train it anew, "
            "or name its encoder as encode.model."
        )
    if codebook.derived is None:
        raise ModelError(
            f"{folder}: nothing follows from the signals of the codebook '{codebook.key}', so that a study has nothing "
            "to count; give the codebook [derived] and train anew, or use `leadtext tag`."
        )


def check_target(folder: Path, *, replace: bool) -> None:
    """Refuse to write a tagger over one that stands, unless it may be replaced, or among other files.

    Raises:
        ModelError: something is in its place.
    """
    if folder.is_file():
        raise ModelError(f"{folder}: this is a file, and a tagger is a folder; name another.")
    if (folder / FACTS_FILE).is_file():
        if not replace:
            raise ModelError(f"{folder}: a tagger stands there already; name another folder, or train with --replace.")
    elif folder.is_dir() and any(folder.iterdir()):
        raise ModelError(f"{folder}: the folder holds files that are no tagger; name another, or an empty one.")


def fingerprint(folder: Path) -> str:
    """An id of a tagger: equal for equal files, since its facts hold the others' checksum.

    Raises:
        ModelError: the folder holds no tagger.
    """
    if not folder.exists():
        raise ModelError(f"{folder}: there is no such folder; name a tagger's, which `leadtext train` makes.")
    if not (folder / FACTS_FILE).is_file():
        raise ModelError(f"{folder}: this is no tagger: it holds no {FACTS_FILE}; `leadtext train` makes one.")
    return hashlib.sha256((folder / FACTS_FILE).read_bytes()).hexdigest()[:16]


def layers_fingerprint(folder: Path, encoder: str) -> str | None:
    """An id of what a tagger's own layers and its gate make of texts, without loading it.

    Args:
        folder: the tagger's folder.
        encoder: the fingerprint of the encoder that they would go on from.

    Returns:
        None where the tagger has no layers, was made for another encoder, or can't be read; loading it says which.
    """
    try:
        facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
        fits = facts["encoder"] == encoder and facts.get("layers") is not None
        made_by = json.dumps([facts.get("layers"), facts.get("entrance")])
        return hashlib.sha256(made_by.encode()).hexdigest()[:16] if fits else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def default_folder(models: Path) -> Path:
    """Where the tagger that ships stands among the models."""
    return models / "framing"


def canonical(dumped: bytes) -> bytes:
    """The same skops file without what differs from one process to the next: objects' addresses, the time."""
    with zipfile.ZipFile(io.BytesIO(dumped)) as archive:
        contents = {info.filename: archive.read(info) for info in archive.infolist()}
    text = contents.pop("schema.json").decode()
    order = {address: str(at) for at, address in enumerate(dict.fromkeys(ADDRESS.findall(text)), start=1)}
    text = ADDRESS.sub(lambda match: order[match.group()], text)
    renamed = {ADDRESS.sub(lambda match: order[match.group()], name): content for name, content in contents.items()}
    renamed["schema.json"] = text.encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(renamed):
            archive.writestr(zipfile.ZipInfo(name), renamed[name], zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()
