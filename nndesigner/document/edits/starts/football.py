"""The perceptron of the text with its very weights."""

from __future__ import annotations

from nndesigner.document.edits.connections import set_weight
from nndesigner.document.edits.data import Hidden
from nndesigner.document.edits.neurons import set_bias
from nndesigner.document.edits.starts.drawing import Stack, with_data
from nndesigner.document.edits.starts.start import Start
from nndesigner.document.edits.training import set_training
from nndesigner.document.model import Document, Point
from nndesigner.engine.costs.perceptron import PERCEPTRON

_GAME = {"friends": 3.0, "likely win": 1.0, "low price": 5.0}
"""The questions that decide about a football game, and their weights (Fig. 1)."""
_THRESHOLD = 3.0
_STACK = Stack(len(_GAME), (), Hidden(1, "step"), names=_GAME)


def _build(document: Document, middle: Point) -> Document:
    """With its eight cases where there is no data yet."""
    drawn = _STACK.drawn(document, middle)
    (first, last), (connection,) = drawn.network.layers, drawn.network.connections
    (output,) = last.neurons
    for neuron, weight in zip(first.neurons, _GAME.values(), strict=True):
        drawn = set_weight(drawn, connection.id, (output, neuron), weight)
    drawn = set_bias(drawn, last.id, output, -_THRESHOLD)
    drawn = set_training(drawn, cost=PERCEPTRON.name, learning_rate=1.0, batch_size=1)
    return with_data(drawn, "football")


FOOTBALL = Start(
    "Football game",
    "3-1",
    "One step neuron that decides whether to go to a football game, as in Figure 1.",
    _build,
)
