"""The small networks that everybody meets first."""

from __future__ import annotations

from nndesigner.document.edits.data import Hidden
from nndesigner.document.edits.starts.drawing import Settings, Stack, stacked
from nndesigner.document.edits.starts.start import Start

_ONE: Settings = {"cost": "cross_entropy", "learning_rate": 2.0}
_SEVERAL: Settings = {"cost": "cross_entropy", "learning_rate": 0.5}
_QUESTIONS = ("friends", "chance of winning", "price")

NEURON = Start(
    "Single neuron",
    "3-1",
    "One sigmoid neuron with three inputs.",
    stacked(Stack(3, (), Hidden(1, "sigmoid"), names=_QUESTIONS), _ONE),
)
XOR = Start(
    "XOR",
    "2-2-1",
    "The smallest network that learns exclusive or.",
    stacked(
        Stack(2, (Hidden(2, "sigmoid"),), Hidden(1, "sigmoid")),
        {**_ONE, "batch_size": None, "epochs": 2000},
        "xor",
    ),
)
FIGURE5 = Start(
    "Figure 5",
    "3-5-3-3",
    "Two hidden layers and three classes: the network of Figures 5 and 6.",
    stacked(Stack(3, (Hidden(5, "sigmoid"), Hidden(3, "sigmoid")), Hidden(3, "sigmoid")), _SEVERAL),
)
