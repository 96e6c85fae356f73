"""A network that says again what it is told, through a layer too narrow for it."""

from __future__ import annotations

from nndesigner.document.edits.data import Hidden
from nndesigner.document.edits.starts.drawing import Stack, stacked
from nndesigner.document.edits.starts.start import Start

AUTOENCODER = Start(
    "Autoencoder",
    "8-3-8",
    "One of eight inputs is on, and the same output shall be: three hidden neurons find a code for it.",
    stacked(
        Stack(8, (Hidden(3, "sigmoid"),), Hidden(8, "sigmoid")),
        {"cost": "mse", "learning_rate": 10.0, "batch_size": None, "epochs": 3000},
        "eight",
    ),
)
