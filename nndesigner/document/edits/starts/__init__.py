"""Ready-made networks to start from."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.document.edits.starts.autoencoder import AUTOENCODER
from nndesigner.document.edits.starts.classics import FIGURE5, NEURON, XOR
from nndesigner.document.edits.starts.deep import DEEP
from nndesigner.document.edits.starts.football import FOOTBALL
from nndesigner.document.edits.starts.nielsen import NIELSEN
from nndesigner.document.edits.starts.regression import REGRESSION
from nndesigner.document.edits.starts.skip import SKIP
from nndesigner.document.edits.starts.start import Start

__all__ = ["STARTS", "Start"]

STARTS: Mapping[str, Start] = {
    "perceptron": FOOTBALL,
    "neuron": NEURON,
    "xor": XOR,
    "figure5": FIGURE5,
    "nielsen": NIELSEN,
    "autoencoder": AUTOENCODER,
    "deep": DEEP,
    "regression": REGRESSION,
    "skip": SKIP,
}
"""By key, in the order of the palette: from the simplest on."""
