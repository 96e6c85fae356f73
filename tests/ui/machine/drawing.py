"""Drawing parts of a document that an edit could change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from hypothesis import strategies as st

from nndesigner.document.model import Document
from nndesigner.engine.network import Connection, Layer, Role
from nndesigner.session.session import Edit

T = TypeVar("T")
NeuronRef = tuple[int, int]

LARGEST = 9
"""Neurons up to which layers are made larger; more would only take time."""
FEW = 40
"""Neurons of the whole network up to which parts of it are doubled."""
SIZES = st.integers(1, 5)
VALUES = st.floats(-5, 5, width=32)
PLACES = st.floats(-900, 900)
NAMES = st.sampled_from(["gate", "left eye", "Größe", "x"])
ELEMENTWISE = st.sampled_from(["step", "sigmoid", "tanh", "relu", "linear"])
ACTIVATIONS = st.one_of(ELEMENTWISE, st.just("softmax"))


class Draw(Protocol):
    """Draws an example of a strategy."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T:
        """Draw one."""


class MissingError(Exception):
    """The document has nothing that this kind of edit could change."""


Kind = Callable[[Draw, Document], Edit]


def some_layer(draw: Draw, document: Document, role: Role | None = None) -> Layer:
    found = [layer for layer in document.network.layers if role in (None, layer.role)]
    if not found:
        raise MissingError
    return draw(st.sampled_from(found))


def small_layer(draw: Draw, document: Document) -> Layer:
    layer = some_layer(draw, document)
    if layer.size > LARGEST:
        raise MissingError
    return layer


def some_layers(draw: Draw, document: Document, least: int = 1) -> list[int]:
    ids = [layer.id for layer in document.network.layers]
    if len(ids) < least:
        raise MissingError
    return draw(st.lists(st.sampled_from(ids), min_size=least, max_size=4, unique=True))


def some_neurons(draw: Draw, layer: Layer) -> list[int]:
    return draw(st.lists(st.sampled_from(layer.neurons), min_size=1, max_size=3, unique=True))


def some_ref(draw: Draw, document: Document) -> NeuronRef:
    layer = some_layer(draw, document)
    return layer.id, draw(st.sampled_from(layer.neurons))


def some_connection(draw: Draw, document: Document) -> Connection:
    if not document.network.connections:
        raise MissingError
    return draw(st.sampled_from(document.network.connections))


def some_weight(draw: Draw, document: Document) -> tuple[int, tuple[int, int]]:
    connection, network = some_connection(draw, document), document.network
    target, source = network.layer(connection.target), network.layer(connection.source)
    return connection.id, (draw(st.sampled_from(target.neurons)), draw(st.sampled_from(source.neurons)))
