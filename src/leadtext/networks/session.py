"""How networks are run: the same for the encoder and for a tagger's layers."""

from __future__ import annotations

from typing import Any

__all__ = ["open_session"]


def open_session(network: str | bytes) -> Any:
    """An onnxruntime session for one text at a time.

    Args:
        network: an ONNX file's path or its bytes.

    Raises:
        Exception: onnxruntime's own, of many kinds, where it is no network.
    """
    # Takes a while to import; a run with nothing to encode shouldn't wait for it.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a text: faster here than one text over all cores, and the same sums in the same order.
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # The fused kernel took six times as long as the sum and the normalisation it stands for.
    return onnxruntime.InferenceSession(
        network, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
