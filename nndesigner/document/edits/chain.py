"""Giving hidden layers of a chain another order."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import count

from nndesigner.document.edits._restructure import restructured
from nndesigner.document.model import Document
from nndesigner.engine.network import Connection, Network, Role
from nndesigner.errors import NetworkError


def neighbour_in_chain(network: Network, layer_id: int, step: int) -> int | None:
    """The only layer right before (step −1) or behind (+1) a layer; None where there is not exactly one."""
    if step < 0:
        found = [c.source for c in network.incoming(layer_id)]
    else:
        found = [c.target for c in network.outgoing(layer_id)]
    return found[0] if len(found) == 1 else None


def chain_refusal(network: Network, layer_id: int, step: int) -> str | None:
    """Why a layer cannot change places with the one before (step −1) or behind it (+1); None if it can."""
    layer = network.layer(layer_id)
    way = "earlier" if step < 0 else "later"
    if layer.role is not Role.HIDDEN:
        return f"The {layer.role} layer stands at the {'start' if layer.role is Role.INPUT else 'end'}."
    key = neighbour_in_chain(network, layer_id, step)
    beside = None if key is None else network.layer(key)
    if beside is not None and beside.role is not Role.HIDDEN:
        end = "first" if step < 0 else "last"
        return f"“{layer.name}” is the {end} hidden layer already."
    if beside is None or not all(_in_line(network, end.id) for end in (layer, beside)):
        return (
            f"“{layer.name}” cannot come {way}: it and the layer it would change places with "
            "need one connection in and one out each."
        )
    return None


def move_in_chain(document: Document, layer_id: int, step: int) -> Document:
    """Let a hidden layer change places with the one before (step −1) or behind it (+1).

    Both keep their neurons with biases, names and activations; the weights between them and on their two
    sides are drawn anew, because they would have to be between other neurons.

    Raises:
        NetworkError: See `chain_refusal`.
    """
    network = document.network
    reason = chain_refusal(network, layer_id, step)
    if reason is not None:
        raise NetworkError(reason)
    other = neighbour_in_chain(network, layer_id, step)
    assert other is not None  # else refused
    swap = {layer_id: other, other: layer_id}
    return restructured(
        document,
        layers=[network.layer(swap.get(layer.id, layer.id)) for layer in network.layers],
        connections=_swapped(network, swap),
        next_id=network.next_id + len(_around(network, swap)),
        keep_function=False,  # a layer with weights of zero on both sides could not learn
    )


def _in_line(network: Network, layer_id: int) -> bool:
    return len(network.incoming(layer_id)) == len(network.outgoing(layer_id)) == 1


def _around(network: Network, ends: Container[int]) -> list[Connection]:
    return [c for c in network.connections if c.source in ends or c.target in ends]


def _swapped(network: Network, swap: Mapping[int, int]) -> Iterator[Connection]:
    """All connections, new ones in the place of those around two layers that change places."""
    ids = count(network.next_id)
    for connection in network.connections:
        source, target = (swap.get(end, end) for end in (connection.source, connection.target))
        same = (source, target) == (connection.source, connection.target)
        yield connection if same else Connection(next(ids), source, target)
