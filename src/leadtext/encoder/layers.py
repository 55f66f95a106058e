"""A tagger's own layers: a network that goes on from the states of the encoder's lower layers and gives scores.

A gate spares them the texts that are none of their business.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from leadtext.errors import ModelError
from leadtext.networks import open_session

__all__ = ["Layers", "Spares"]

Floats = npt.NDArray[np.float32]
Spares = Callable[[Floats], npt.NDArray[np.bool_]]
"""Tells of vectors, shape (texts, width), which texts layers need not read, shape (texts,)."""


class Layers:
    """Layers from the bytes of an ONNX file: input ``states``, output ``scores``.

    Args:
        network: the file's content.
        spares: tells which texts they are spared, the same of a vector in any company; None where they read all.

    Attributes:
        width: how many scores they give.

    Raises:
        ModelError: it is no such network.
    """

    def __init__(self, network: bytes, spares: Spares | None = None) -> None:
        try:
            self._session = open_session(network)
        except Exception as error:  # onnxruntime raises bare exceptions of its own
            raise ModelError(f"the tagger's layers can't be loaded: {error}") from error
        self.spares = spares
        self.width = int(self._session.get_outputs()[0].shape[-1])

    def scores(self, states: Floats) -> Floats:
        """The scores of one text.

        Args:
            states: what the encoder's lower layers made of it, shape (tokens, width of the encoder).

        Returns:
            Shape (scores,).
        """
        scores: Floats = self._session.run(["scores"], {"states": states})[0]
        return scores
