"""A tagger's own layers: a network that goes on from the states of the encoder's lower layers and gives scores.

A gate spares them the texts that are none of their business.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadtext.errors import ModelError

__all__ = ["Gate", "Layers"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Gate:
    """Tells from a text's vector alone whether a tagger need read it.

    Attributes:
        weights: of a logistic regression on the vector, shape (width,).
        intercept: of the same.
        below: the log-odds of anything holding of a text, under which it is spared.
    """

    weights: npt.NDArray[np.float64]
    intercept: float
    below: float

    def spares(self, vectors: Floats) -> npt.NDArray[np.bool_]:
        """Which texts need not be read, shape (texts,); ``vectors`` has shape (texts, width).

        Vectors are rounded to float16 first, as a study keeps them, so that a text is spared there and elsewhere alike.
        """
        rounded = vectors.astype(np.float16).astype(np.float64)
        # A sum of its own for each text: a product of matrices may differ in the last place with the number of texts.
        return np.array([float(np.dot(row, self.weights)) + self.intercept < self.below for row in rounded], dtype=bool)


class Layers:
    """Layers from the bytes of an ONNX file: input ``states``, output ``scores``.

    Args:
        network: the file's content.
        gate: tells which texts they are spared; None where they read all.

    Attributes:
        width: how many scores they give.

    Raises:
        ModelError: it is no such network.
    """

    def __init__(self, network: bytes, gate: Gate | None = None) -> None:
        # Takes a while to import; a run with nothing to encode shouldn't wait for it.
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # one thread a text, as the encoder
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises bare exceptions of its own
            raise ModelError(f"the tagger's layers can't be loaded: {error}") from error
        self.gate = gate
        self.width = int(self._session.get_outputs()[0].shape[-1])

    def scores(self, states: Floats) -> Floats:
        """The scores of one text.

        Args:
            states: what the encoder's lower layers made of it, shape (tokens, width of the encoder).

        Returns:
            Shape (scores,).
        """
        scores: Floats = self._session.run(["scores"], {"states": states[None]})[0][0]
        return scores
