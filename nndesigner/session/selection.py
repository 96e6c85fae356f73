"""What the user has selected, and the row of data being looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from nndesigner.document.edits import neuron_in
from nndesigner.engine.network import Network

NeuronRef = tuple[int, int]
"""(layer id, neuron id)"""

WeightRef = tuple[int, int, int]
"""(connection id, receiving neuron id, sending neuron id)"""


@dataclass(frozen=True)
class Selection:
    """Everything selected; the parts may be mixed."""

    layers: frozenset[int] = frozenset()
    neurons: frozenset[NeuronRef] = frozenset()
    connections: frozenset[int] = frozenset()
    weights: frozenset[WeightRef] = frozenset()

    @classmethod
    def of_layer(cls, layer: int) -> Self:
        """One layer."""
        return cls(layers=frozenset({layer}))

    @classmethod
    def of_neuron(cls, layer: int, neuron: int) -> Self:
        """One neuron."""
        return cls(neurons=frozenset({(layer, neuron)}))

    @classmethod
    def of_connection(cls, connection: int) -> Self:
        """One connection between layers."""
        return cls(connections=frozenset({connection}))

    @classmethod
    def of_weight(cls, connection: int, target: int, source: int) -> Self:
        """One weight."""
        return cls(weights=frozenset({(connection, target, source)}))

    @cached_property
    def neurons_by_layer(self) -> Mapping[int, Sequence[int]]:
        """Ids of the selected neurons by that of their layer."""
        found: dict[int, list[int]] = {}
        for layer, neuron in self.neurons:
            found.setdefault(layer, []).append(neuron)
        return found

    def __bool__(self) -> bool:
        return bool(self.layers or self.neurons or self.connections or self.weights)

    def __len__(self) -> int:
        return len(self.layers) + len(self.neurons) + len(self.connections) + len(self.weights)

    def within(self, network: Network) -> Selection:
        """The part of the selection that still exists in a network; the same object if that is all of it."""
        kept = replace(
            self,
            layers=frozenset(layer for layer in self.layers if network.has_layer(layer)),
            neurons=frozenset(ref for ref in self.neurons if neuron_in(network, *ref)),
            connections=frozenset(c for c in self.connections if network.has_connection(c)),
            weights=frozenset(ref for ref in self.weights if _weight_in(network, ref)),
        )
        return self if kept == self else kept


def _weight_in(network: Network, ref: WeightRef) -> bool:
    if not network.has_connection(ref[0]):
        return False
    connection = network.connection(ref[0])
    return neuron_in(network, connection.target, ref[1]) and neuron_in(network, connection.source, ref[2])
