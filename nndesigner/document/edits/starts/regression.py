"""A network that follows a curve."""

from __future__ import annotations

from nndesigner.document.edits.data import Hidden
from nndesigner.document.edits.starts.drawing import Stack, stacked
from nndesigner.document.edits.starts.start import Start

REGRESSION = Start(
    "Regression",
    "1-8-8-1",
    "Two tanh layers and a linear output, which learn to follow a wave through noise.",
    stacked(
        Stack(1, (Hidden(8, "tanh"), Hidden(8, "tanh")), Hidden(1, "linear")),
        {"cost": "mse", "learning_rate": 0.05, "batch_size": 10, "epochs": 500},
        "wave",
    ),
)
