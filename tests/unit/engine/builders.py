"""Networks and data for tests of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from nndesigner.engine.initialisers import initialise
from nndesigner.engine.network import BoolArray, Connection, Layer, Network, Override, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only


class Builder:
    """Puts a network together, handing out ids."""

    def __init__(self) -> None:
        self._next = 1
        self._layers: list[Layer] = []
        self._connections: list[Connection] = []

    def layer(
        self,
        size: int,
        activation: str = "linear",
        role: Role = Role.HIDDEN,
        initialiser: str = "normal",
        frozen: bool = False,
        overrides: Mapping[int, Override] | None = None,
    ) -> int:
        """Add a layer; `overrides` are by place in the layer."""
        layer_id = self._id()
        neurons = tuple(self._id() for _ in range(size))
        by_id = {neurons[place]: override for place, override in (overrides or {}).items()}
        self._layers.append(
            Layer(layer_id, f"layer {layer_id}", role, activation, neurons, by_id, initialiser, None, frozen)
        )
        return layer_id

    def connect(self, source: int, target: int, mask: BoolArray | None = None) -> int:
        connection_id = self._id()
        self._connections.append(Connection(connection_id, source, target, mask))
        return connection_id

    def network(self) -> Network:
        return Network(tuple(self._layers), tuple(self._connections), self._next)

    def _id(self) -> int:
        self._next += 1
        return self._next - 1


def chain(sizes: Sequence[int], activations: Sequence[str], initialiser: str = "normal") -> Network:
    """A plain stack; `activations` are those of all layers but the first."""
    builder = Builder()
    before = builder.layer(sizes[0], role=Role.INPUT)
    for size, activation in zip(sizes[1:], activations, strict=True):
        layer = builder.layer(size, activation, initialiser=initialiser)
        builder.connect(before, layer)
        before = layer
    network = builder.network()
    last = replace(network.layers[-1], role=Role.OUTPUT)
    return replace(network, layers=(*network.layers[:-1], last))


def skipping(hidden: str, output: str) -> Network:
    """Input into both hidden layers and the output; the hidden layers into one another and the output."""
    builder = Builder()
    first = builder.layer(3, role=Role.INPUT)
    second = builder.layer(4, hidden, initialiser="normal")
    third = builder.layer(5, hidden)
    last = builder.layer(3, output, Role.OUTPUT)
    for source, target in ((second, third), (first, second), (first, third), (third, last), (second, last)):
        builder.connect(source, target)
    builder.connect(first, last)
    return builder.network()


def masked(hidden: str, output: str) -> Network:
    """A stack of 3-4-3 where some weights are removed, one neuron's all."""
    builder = Builder()
    first = builder.layer(3, role=Role.INPUT)
    second = builder.layer(4, hidden)
    last = builder.layer(3, output, Role.OUTPUT)
    builder.connect(first, second, np.array([[1, 0, 1], [0, 0, 0], [1, 1, 1], [0, 1, 0]], bool))
    builder.connect(second, last, np.array([[1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 1, 1]], bool))
    return builder.network()


def mixed(hidden: str, output: str) -> Network:
    """Hidden neurons of four activations, scattered; output neurons as given."""
    builder = Builder()
    first = builder.layer(3, role=Role.INPUT)
    overrides = {0: "tanh", 2: "sigmoid", 3: "sigmoid", 5: "tanh", 6: "relu"}
    second = builder.layer(7, hidden, overrides={k: Override(activation=v) for k, v in overrides.items()})
    last = builder.layer(3, output, Role.OUTPUT)
    builder.connect(first, second)
    builder.connect(second, last)
    return builder.network()


def joined(hidden: str, output: str) -> Network:
    """Two hidden layers side by side, both into a third; one more layer that nothing leads into or out of."""
    builder = Builder()
    first = builder.layer(3, role=Role.INPUT)
    left = builder.layer(2, hidden)
    right = builder.layer(4, hidden)
    both = builder.layer(3, hidden)
    last = builder.layer(3, output, Role.OUTPUT)
    for source, target in ((first, left), (first, right), (left, both), (right, both), (both, last)):
        builder.connect(source, target)
    lonely = builder.layer(2, hidden)
    builder.connect(lonely, last)
    builder.layer(2, hidden)
    return builder.network()


def plain(hidden: str, output: str) -> Network:
    """A stack of 3-4-5-3."""
    return chain([3, 4, 5, 3], [hidden, hidden, output])


TOPOLOGIES = {
    "chain": plain,
    "skip": skipping,
    "masked": masked,
    "mixed": mixed,
    "joined": joined,
}


def frozen_in_part() -> tuple[Network, int, int]:
    """3-4-4-2 with a frozen neuron in the second layer and the whole third one frozen; and their ids."""
    builder = Builder()
    first = builder.layer(3, role=Role.INPUT)
    second = builder.layer(4, "tanh", overrides={1: Override(frozen=True)})
    third = builder.layer(4, "tanh", frozen=True)
    last = builder.layer(2, "sigmoid", Role.OUTPUT)
    for source, target in ((first, second), (second, third), (third, last)):
        builder.connect(source, target)
    return builder.network(), second, third


def parameters_of(network: Network, seed: int = 3, scale: float = 0.7) -> Parameters:
    """Random weights and biases in float64."""
    drawn = initialise(network, seed, np.float64)
    return Parameters(
        {key: read_only(array * scale) for key, array in drawn.weights.items()},
        {key: read_only(array * scale) for key, array in drawn.biases.items()},
    )


def rows(network: Network, count: int, seed: int = 5, classes: bool = True) -> tuple[FloatArray, FloatArray]:
    """Random inputs and desired outputs in float64: one-hot rows, or numbers from 0 to 1."""
    random = np.random.default_rng(seed)
    first, last = network.input_layer, network.output_layer
    assert first is not None
    assert last is not None
    x = random.standard_normal((count, first.size))
    if classes and last.size > 1:
        return x, np.eye(last.size)[random.integers(0, last.size, count)]
    return x, random.random((count, last.size))
