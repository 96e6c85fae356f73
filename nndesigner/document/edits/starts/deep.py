"""A deep network that tells classes apart, as they are built today."""

from __future__ import annotations

from nndesigner.document.edits.data import Hidden
from nndesigner.document.edits.starts.drawing import Stack, stacked
from nndesigner.document.edits.starts.start import Start

DEEP = Start(
    "Deep ReLU",
    "4-16-16-8-3",
    "Three ReLU layers and softmax outputs, which tell three species of iris apart.",
    stacked(
        Stack(4, (Hidden(16, "relu"), Hidden(16, "relu"), Hidden(8, "relu")), Hidden(3, "softmax")),
        {"cost": "softmax_cross_entropy", "learning_rate": 0.05, "batch_size": 10, "epochs": 100},
        "iris",
    ),
)
