"""Training a tagger as a flow."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from leadtext.encoder import OnnxEncoder, default_folder
from leadtext.stages import train as train_tagger


@task(name="train", cache_policy=NO_CACHE, persist_result=False)
def train_task(labels: Path, out: Path, *, layers: bool, replace: bool) -> str:
    """Train a tagger; returns its card."""
    logger = get_run_logger()
    trained = train_tagger(
        labels,
        out,
        encoder=OnnxEncoder(default_folder()),
        layers=layers,
        replace=replace,
        progress=lambda done, total: logger.info("%d of %d fits done", done, total),
    )
    logger.info("macro-F1 on held-out passages: %s", trained.evaluation.macro_f1)
    return (out / "README.md").read_text(encoding="utf-8")


@flow(name="train", flow_run_name="train {labels}", persist_result=False)
def train(labels: Path, out: Path, layers: bool = False, replace: bool = False) -> str:
    """Train a tagger on labelled passages; its card, with the figures on held-out passages, is the artifact.

    Args:
        labels: A folder with codebook.toml, passages.jsonl and labels.jsonl.
        out: The folder for the tagger and its card.
        layers: Whether to fine-tune layers of its own too; needs the optional set "train" and takes long.
        replace: Whether a tagger that stands in the folder may be overwritten; else the run fails, and says so.
    """
    card = train_task(labels, out, layers=layers, replace=replace)
    create_markdown_artifact(card, key="leadtext-tagger", description=f"The tagger in {out}")
    return card
