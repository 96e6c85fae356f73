"""How ready-made networks are drawn: layers in a row, and the data they are for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from nndesigner.data.bundled import load_bundled
from nndesigner.data.source import DataSource
from nndesigner.document.arrange import COLUMN_SPACING
from nndesigner.document.edits.data import Hidden, set_data
from nndesigner.document.edits.layers import add_layer, set_image_shape, set_initialiser
from nndesigner.document.edits.neurons import rename_neuron
from nndesigner.document.edits.training import reset, set_training
from nndesigner.document.model import Document, Layout, Point
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import Parameters

Build = Callable[[Document, Point], Document]
Settings = dict[str, int | float | str | None]


@dataclass(frozen=True)
class Stack:
    """Layers in a row.

    Attributes:
        hidden: From left to right.
        outputs: How many, and their activation.
        names: Of the first input neurons.
        picture: Height and width, where the inputs are pixels.
        initialiser: Of all weights.
        spacing: Between the columns, in canvas units.
    """

    inputs: int
    hidden: Sequence[Hidden]
    outputs: Hidden
    names: Iterable[str] = ()
    picture: tuple[int, int] | None = None
    initialiser: str | None = None
    spacing: float = COLUMN_SPACING

    def drawn(self, document: Document, middle: Point) -> Document:
        """The document with this network in place of its own, untrained, its middle at a point."""
        made = reset(replace(document, network=Network(), parameters=Parameters(), layout=Layout()))
        count = len(self.hidden) + 2
        spots = [(middle[0] + (place - (count - 1) / 2) * self.spacing, middle[1]) for place in range(count)]
        made = add_layer(made, Role.INPUT, self.inputs, position=spots[0])
        for spot, hidden in zip(spots[1:-1], self.hidden, strict=True):
            made = _followed(made, Role.HIDDEN, hidden, spot)
        made = _followed(made, Role.OUTPUT, self.outputs, spots[-1])
        first, *others = made.network.layers
        for neuron, name in zip(first.neurons, self.names, strict=False):
            made = rename_neuron(made, first.id, neuron, name)
        if self.picture is not None:
            made = set_image_shape(made, first.id, self.picture)
        if self.initialiser is not None:
            for layer in others:
                made = set_initialiser(made, layer.id, self.initialiser)
        return made


def _followed(document: Document, role: Role, layer: Hidden, spot: Point) -> Document:
    return add_layer(
        document,
        role,
        layer.size,
        activation=layer.activation,
        position=spot,
        source=document.network.layers[-1].id,
    )


def stacked(stack: Stack, settings: Settings, data: str | None = None) -> Build:
    """The edit that draws a stack and chooses how it is trained.

    Args:
        stack: The layers.
        settings: Training settings to change.
        data: The bundled data it is for, used where the document has none yet.
    """

    def build(document: Document, middle: Point) -> Document:
        return with_data(set_training(stack.drawn(document, middle), **settings), data)

    return build


def with_data(document: Document, data: str | None) -> Document:
    """The document with bundled data, unless it has its own or needs none."""
    return document if data is None or document.data is not None else set_data(document, _bundled(data))


@cache
def _bundled(key: str) -> DataSource:
    """Read once: while a start is dragged over the canvas, it is built for every movement."""
    return load_bundled(key)
