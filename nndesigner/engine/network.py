"""What a network is: a directed acyclic graph of layers joined by connections.

Structure only. The numbers that learning changes are in `Parameters`; the two are tied by ids, which are
never used twice within one network, so weights, positions and history follow a neuron when its neighbours go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]


class Role(StrEnum):
    """What a layer is for. Data enters at the input layer and predictions leave at the output layer."""

    INPUT = "input"
    HIDDEN = "hidden"
    OUTPUT = "output"


@dataclass(frozen=True)
class Override:
    """Where one neuron differs from its layer. `None` means: as the layer."""

    activation: str | None = None
    name: str | None = None
    frozen: bool = False


@dataclass(frozen=True, eq=False)
class Layer:
    """A column of neurons.

    Attributes:
        id: Unique in the network, never reused.
        neurons: The ids of its neurons in order; unique in the network, never reused.
        activation: Registry name of σ; meaningless (and "linear") for the input layer.
        initialiser: Registry name; "automatic" picks by activation.
        overrides: By neuron id; neurons without one are as the layer.
        image_shape: (height, width) where the layer is known to be a picture.
        frozen: No weight or bias into this layer is ever updated.
    """

    id: int
    name: str
    role: Role
    activation: str
    neurons: tuple[int, ...]
    overrides: Mapping[int, Override] = field(default_factory=dict)
    initialiser: str = "automatic"
    image_shape: tuple[int, int] | None = None
    frozen: bool = False

    @property
    def size(self) -> int:
        """Number of neurons."""
        return len(self.neurons)

    @cached_property
    def index_by_neuron(self) -> Mapping[int, int]:
        """Position in the layer by neuron id."""
        return {neuron: index for index, neuron in enumerate(self.neurons)}

    def neuron_activation(self, neuron: int) -> str:
        """Registry name of the activation that this neuron applies."""
        override = self.overrides.get(neuron)
        return override.activation if override and override.activation else self.activation

    def neuron_name(self, neuron: int) -> str:
        """The neuron's own name, or "neuron k" counted from 1."""
        override = self.overrides.get(neuron)
        return override.name if override and override.name else f"neuron {self.index_by_neuron[neuron] + 1}"


@dataclass(frozen=True, eq=False)
class Connection:
    """All weights from one layer into a later one.

    Attributes:
        mask: Shape (n_target, n_source), read-only; False where a weight is removed and stays exactly
            zero. `None` when none is removed.
    """

    id: int
    source: int
    target: int
    mask: BoolArray | None = None


@dataclass(frozen=True, eq=False)
class Network:
    """Layers and connections. `next_id` is the next unused id of any kind."""

    layers: tuple[Layer, ...] = ()
    connections: tuple[Connection, ...] = ()
    next_id: int = 1

    @cached_property
    def _layers_by_id(self) -> Mapping[int, Layer]:
        return {layer.id: layer for layer in self.layers}

    @cached_property
    def _connections_by_id(self) -> Mapping[int, Connection]:
        return {connection.id: connection for connection in self.connections}

    def layer(self, layer_id: int) -> Layer:
        """The layer with this id; KeyError if there is none."""
        return self._layers_by_id[layer_id]

    def has_layer(self, layer_id: int) -> bool:
        """Whether a layer with this id exists."""
        return layer_id in self._layers_by_id

    def connection(self, connection_id: int) -> Connection:
        """The connection with this id; KeyError if there is none."""
        return self._connections_by_id[connection_id]

    def has_connection(self, connection_id: int) -> bool:
        """Whether a connection with this id exists."""
        return connection_id in self._connections_by_id

    def between(self, source: int, target: int) -> Connection | None:
        """The connection from one layer to another, if there is one."""
        return next((c for c in self.connections if c.source == source and c.target == target), None)

    def incoming(self, layer_id: int) -> tuple[Connection, ...]:
        """Connections into a layer, in the order they were made."""
        return tuple(c for c in self.connections if c.target == layer_id)

    def outgoing(self, layer_id: int) -> tuple[Connection, ...]:
        """Connections out of a layer, in the order they were made."""
        return tuple(c for c in self.connections if c.source == layer_id)

    def with_role(self, role: Role) -> tuple[Layer, ...]:
        """All layers that have this role."""
        return tuple(layer for layer in self.layers if layer.role is role)

    @property
    def input_layer(self) -> Layer | None:
        """The only input layer, or None if there is none or more than one."""
        found = self.with_role(Role.INPUT)
        return found[0] if len(found) == 1 else None

    @property
    def output_layer(self) -> Layer | None:
        """The only output layer, or None if there is none or more than one."""
        found = self.with_role(Role.OUTPUT)
        return found[0] if len(found) == 1 else None

    def descendants(self, layer_id: int) -> frozenset[int]:
        """Ids of all layers that can be reached from this one (itself not included)."""
        reached: set[int] = set()
        waiting = [layer_id]
        while waiting:
            for connection in self.outgoing(waiting.pop()):
                if connection.target not in reached:
                    reached.add(connection.target)
                    waiting.append(connection.target)
        return frozenset(reached)

    @cached_property
    def forward_order(self) -> tuple[Layer, ...]:
        """Layers so that every connection runs forward; ties keep the order of `layers`.

        Raises:
            ValueError: The connections form a cycle (edits never make one).
        """
        missing = {layer.id: len(self.incoming(layer.id)) for layer in self.layers}
        order: list[Layer] = []
        ready = [layer for layer in self.layers if missing[layer.id] == 0]
        while ready:
            layer = ready.pop(0)
            order.append(layer)
            for connection in self.outgoing(layer.id):
                missing[connection.target] -= 1
                if missing[connection.target] == 0:
                    ready.append(self.layer(connection.target))
        if len(order) != len(self.layers):
            raise ValueError("the connections form a cycle")
        return tuple(order)

    def weight_count(self, connection: Connection) -> int:
        """Number of weights of a connection that are not removed."""
        full = self.layer(connection.target).size * self.layer(connection.source).size
        return full if connection.mask is None else int(np.count_nonzero(connection.mask))

    @property
    def parameter_count(self) -> int:
        """Weights that are not removed, plus one bias per neuron outside input layers."""
        weights = sum(self.weight_count(connection) for connection in self.connections)
        return weights + sum(layer.size for layer in self.layers if layer.role is not Role.INPUT)
