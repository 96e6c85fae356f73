"""Checks a network and lays out what a program needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS, Cost
from nndesigner.engine.groups import Group, groups_of
from nndesigner.engine.network import Connection, Layer, Network
from nndesigner.errors import NetworkError


@dataclass(frozen=True, eq=False)
class Station:
    """A layer that computes, with its place in the program.

    Attributes:
        rows: Its place among all computing neurons of the network, which are numbered in forward order.
        incoming: Connections into it, the one from the input layer first.
        outgoing: Connections out of it.
    """

    layer: Layer
    rows: slice
    groups: tuple[Group, ...]
    incoming: tuple[Connection, ...]
    outgoing: tuple[Connection, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """A checked network in the order of computation.

    Attributes:
        stations: All layers but the input layer, in forward order.
        connections: In the order of their targets.
        neurons: Number of computing neurons.
        cost: None for a program that only runs forward.
    """

    network: Network
    input_layer: Layer
    output: Station
    stations: tuple[Station, ...]
    connections: tuple[Connection, ...]
    neurons: int
    cost: Cost | None

    @property
    def needed_cost(self) -> Cost:
        """The cost; ValueError for a program that only runs forward."""
        if self.cost is None:
            raise ValueError("a program without a cost runs forward only")
        return self.cost


def plan_of(network: Network, cost: str | None) -> Plan:
    """Check a network and plan its computation.

    Raises:
        NetworkError: It cannot be computed, or not with this cost.
    """
    first, last = _ends(network)
    try:
        order = network.forward_order
    except ValueError as error:
        raise NetworkError(
            "The connections form a cycle.", remedy="Remove one connection of the cycle."
        ) from error
    _check_layers(network)
    stations: list[Station] = []
    place = 0
    for layer in order:
        if layer is not first:
            stations.append(_station(network, layer, first, place))
            place += layer.size
    output = next(station for station in stations if station.layer is last)
    return Plan(
        network,
        first,
        output,
        tuple(stations),
        tuple(connection for station in stations for connection in station.incoming),
        place,
        None if cost is None else _cost(cost, output),
    )


def _station(network: Network, layer: Layer, first: Layer, place: int) -> Station:
    incoming = sorted(network.incoming(layer.id), key=lambda connection: connection.source != first.id)
    rows = slice(place, place + layer.size)
    return Station(layer, rows, groups_of(layer), tuple(incoming), network.outgoing(layer.id))


def _ends(network: Network) -> tuple[Layer, Layer]:
    first, last = network.input_layer, network.output_layer
    if first is None:
        raise NetworkError(
            "The network needs exactly one input layer.", remedy="Add the missing one or remove the others."
        )
    if last is None:
        raise NetworkError(
            "The network needs exactly one output layer.", remedy="Add the missing one or remove the others."
        )
    if network.incoming(first.id):
        raise NetworkError(
            "A connection leads into the input layer.", where=first.name, remedy="Remove that connection."
        )
    if network.outgoing(last.id):
        raise NetworkError(
            "A connection leads out of the output layer.", where=last.name, remedy="Remove that connection."
        )
    return first, last


def _check_layers(network: Network) -> None:
    for layer in network.layers:
        if not layer.size:
            raise NetworkError(
                "The layer has no neurons.", where=layer.name, remedy="Add a neuron or remove the layer."
            )
        used = [layer.activation, *(override.activation for override in layer.overrides.values())]
        unknown = [name for name in used if name is not None and name not in ACTIVATIONS]
        if unknown:
            raise NetworkError(
                f"There is no activation “{unknown[0]}”.",
                where=layer.name,
                remedy=f"Choose one of {', '.join(ACTIVATIONS)}.",
            )
        sources = [connection.source for connection in network.incoming(layer.id)]
        if len(sources) != len(set(sources)):
            raise NetworkError(
                "Two connections join the same two layers.", where=layer.name, remedy="Remove one of them."
            )


def _cost(name: str, output: Station) -> Cost:
    cost = COSTS.get(name)
    if cost is None:
        raise NetworkError(f"There is no cost “{name}”.", remedy=f"Choose one of {', '.join(COSTS)}.")
    for group in output.groups:
        reason = cost.refusal(group.activation.name)
        if reason is not None:
            raise NetworkError(
                reason, where=output.layer.name, remedy="Choose another cost or another output activation."
            )
    return cost
