"""Ready-made networks to start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from nndesigner.data.bundled import load_bundled
from nndesigner.document.arrange import COLUMN_SPACING
from nndesigner.document.edits.connections import set_weight
from nndesigner.document.edits.data import Hidden, set_data
from nndesigner.document.edits.layers import add_layer, set_activation
from nndesigner.document.edits.neurons import rename_neuron, set_bias
from nndesigner.document.edits.training import reset, set_training
from nndesigner.document.model import Document, Layout, Point
from nndesigner.engine.costs.perceptron import PERCEPTRON
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import Parameters

_GAME = {"friends": 3.0, "likely win": 1.0, "low price": 5.0}
"""The questions that decide about a football game, and their weights (Fig. 1)."""
_THRESHOLD = 3.0


@dataclass(frozen=True)
class Start:
    """A network in the palette.

    Attributes:
        label: As the palette names it.
        shape: Its layer sizes in words.
        description: One sentence.
        build: Replaces the document's network by this one, its middle at a canvas position.
    """

    label: str
    shape: str
    description: str
    build: Callable[[Document, Point], Document]


def _stack(
    inputs: int, hidden: tuple[Hidden, ...], outputs: int, names: tuple[str, ...] = ()
) -> Callable[[Document, Point], Document]:
    def build(document: Document, middle: Point) -> Document:
        fresh = reset(replace(document, network=Network(), parameters=Parameters(), layout=Layout()))
        count = len(hidden) + 2
        spots = [
            (middle[0] + (index - (count - 1) / 2) * COLUMN_SPACING, middle[1]) for index in range(count)
        ]
        fresh = add_layer(fresh, Role.INPUT, inputs, position=spots[0])
        for spot, (size, activation) in zip(spots[1:-1], hidden, strict=True):
            fresh = add_layer(
                fresh,
                Role.HIDDEN,
                size,
                activation=activation,
                position=spot,
                source=fresh.network.layers[-1].id,
            )
        fresh = add_layer(fresh, Role.OUTPUT, outputs, position=spots[-1], source=fresh.network.layers[-1].id)
        fresh = _named(fresh, names)
        return set_training(fresh, cost="cross_entropy", learning_rate=2.0 if outputs == 1 else 0.5)

    return build


def _named(document: Document, names: tuple[str, ...]) -> Document:
    first = document.network.layers[0]
    for neuron, name in zip(first.neurons, names, strict=False):
        document = rename_neuron(document, first.id, neuron, name)
    return document


def _football(document: Document, middle: Point) -> Document:
    """The perceptron of the text with its very weights; with its eight cases where there is no data yet."""
    drawn = _stack(3, (), 1, tuple(_GAME))(document, middle)
    (first, last), (connection,) = drawn.network.layers, drawn.network.connections
    (output,) = last.neurons
    for neuron, weight in zip(first.neurons, _GAME.values(), strict=True):
        drawn = set_weight(drawn, connection.id, (output, neuron), weight)
    drawn = set_bias(drawn, last.id, output, -_THRESHOLD)
    drawn = set_activation(drawn, last.id, "step")
    drawn = set_training(drawn, cost=PERCEPTRON.name, learning_rate=1.0, batch_size=1)
    return drawn if drawn.data is not None else set_data(drawn, load_bundled("football"))


STARTS: Mapping[str, Start] = {
    "perceptron": Start(
        "Football game",
        "3-1",
        "One step neuron that decides whether to go to a football game, as in Figure 1.",
        _football,
    ),
    "neuron": Start(
        "Single neuron",
        "3-1",
        "One sigmoid neuron with three inputs.",
        _stack(3, (), 1, ("friends", "chance of winning", "price")),
    ),
    "xor": Start(
        "XOR",
        "2-2-1",
        "The smallest network that learns exclusive or.",
        _stack(2, (Hidden(2, "sigmoid"),), 1),
    ),
    "figure5": Start(
        "Figure 5",
        "3-5-3-3",
        "Two hidden layers and three classes: the network of Figures 5 and 6.",
        _stack(3, (Hidden(5, "sigmoid"), Hidden(3, "sigmoid")), 3),
    ),
}
