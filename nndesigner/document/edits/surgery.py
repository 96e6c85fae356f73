"""Splitting neurons in two while the network goes on computing what it computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nndesigner.document.edits._restructure import restructured
from nndesigner.document.edits.neurons import refuse_too_many
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.errors import NetworkError

_LEAST_LEAN, _MOST_LEAN = 0.1, 0.25
"""How far from one half the share of a twin is; near one half they would learn alike for long."""


def split_refusal(network: Network, layer_id: int) -> str | None:
    """Why the neurons of a layer cannot be split, in one sentence; None if they can."""
    layer = network.layer(layer_id)
    if layer.role is Role.INPUT:
        return "An input neuron cannot be split: it passes on one column of the data."
    if layer.role is Role.OUTPUT:
        return "An output neuron cannot be split: the data asks for just these outputs."
    activation = ACTIVATIONS[layer.activation]
    if not activation.elementwise:
        return f"A {activation.label} neuron cannot be split: it would take from all others of its layer."
    return None


def split_neuron(document: Document, layer_id: int, neuron: int) -> Document:
    """Split one hidden neuron in two; see `split_neurons`."""
    return split_neurons(document, layer_id, [neuron])


def split_neurons(document: Document, layer_id: int, neurons: Iterable[int]) -> Document:
    """Put a twin behind each of some hidden neurons of a layer, keeping the function (to rounding).

    A twin has the weights in, bias, activation, name and freezing of its neuron, so both always compute the
    same to begin with (Chen et al. 2016, Net2WiderNet). Each weight out is shared between them, unequally and
    by chance: with equal halves both would get the same error δ for ever and never become different. A neuron
    whose weights out are all zero has nothing to share; its twins get opposite small ones instead.

    Raises:
        NetworkError: See `split_refusal`; or the layer would become too large.
    """
    network = document.network
    layer = network.layer(layer_id)
    reason = split_refusal(network, layer_id)
    if reason is not None:
        raise NetworkError(reason, where=layer.name)
    chosen = frozenset(neurons)
    if not chosen:
        return document
    refuse_too_many(layer.size + len(chosen))
    twins = _Twins.of(layer, chosen)
    wider = _with_twins(layer, twins, network.next_id)
    grown = restructured(
        document,
        layers=(wider if other.id == layer_id else other for other in network.layers),
        connections=(_widened(connection, layer_id, twins) for connection in network.connections),
        next_id=network.next_id + len(twins.second),
    )
    return replace(grown, parameters=_shared(document, grown, layer_id, twins))


@dataclass(frozen=True, eq=False)
class _Twins:
    """Where everything goes.

    Attributes:
        origin: By place afterwards, the place before.
        first: Places afterwards of the neurons that were split; each twin is one place further.
    """

    origin: NDArray[np.intp]
    first: NDArray[np.intp]

    @classmethod
    def of(cls, layer: Layer, neurons: Iterable[int]) -> _Twins:
        chosen = np.zeros(layer.size, dtype=np.intp)
        chosen[[layer.index_by_neuron[neuron] for neuron in neurons]] = 1
        origin = np.repeat(np.arange(layer.size), 1 + chosen)
        return cls(origin, np.flatnonzero(np.diff(origin, append=layer.size) == 0))

    @property
    def second(self) -> NDArray[np.intp]:
        return self.first + 1


def _with_twins(layer: Layer, twins: _Twins, first_id: int) -> Layer:
    neurons = [layer.neurons[place] for place in twins.origin]
    overrides = dict(layer.overrides)
    for number, place in enumerate(twins.second):
        override = layer.overrides.get(neurons[place])
        neurons[place] = first_id + number
        if override is not None:
            overrides[neurons[place]] = override
    return replace(layer, neurons=tuple(neurons), overrides=overrides, image_shape=None)


def _widened(connection: Connection, layer_id: int, twins: _Twins) -> Connection:
    if connection.mask is None or layer_id not in (connection.source, connection.target):
        return connection
    into = connection.target == layer_id
    mask = connection.mask[twins.origin] if into else connection.mask[:, twins.origin]
    mask.flags.writeable = False
    return replace(connection, mask=mask)


def _shared(document: Document, grown: Document, layer_id: int, twins: _Twins) -> Parameters:
    network, before, seed = document.network, document.parameters, document.training.seed
    weights = {c.id: read_only(before.weights[c.id][twins.origin]) for c in network.incoming(layer_id)}
    speaking = np.zeros(network.layer(layer_id).size, dtype=np.bool_)
    for connection in network.outgoing(layer_id):
        speaking |= before.weights[connection.id].any(axis=0)
    silent = ~speaking[twins.origin[twins.first]]
    for connection in network.outgoing(layer_id):
        random = np.random.default_rng([seed, connection.id, network.next_id])
        out = _divided(before.weights[connection.id], twins, silent, random)
        mask = grown.network.connection(connection.id).mask
        weights[connection.id] = read_only(out if mask is None else out * mask)
    biases = {layer_id: read_only(before.biases[layer_id][twins.origin])}
    return Parameters({**grown.parameters.weights, **weights}, {**grown.parameters.biases, **biases})


def _divided(
    weights: FloatArray, twins: _Twins, silent: NDArray[np.bool_], random: np.random.Generator
) -> FloatArray:
    """Weights out after the split, from those before, shape (n_target, n before)."""
    result: FloatArray = weights[:, twins.origin]
    whole = result[:, twins.first]
    lean = random.uniform(_LEAST_LEAN, _MOST_LEAN, whole.shape) * random.choice([-1.0, 1.0], whole.shape)
    opposite = np.where(silent, lean / np.sqrt(weights.shape[1]), 0.0)
    part = (whole * (0.5 + lean) + opposite).astype(weights.dtype)
    result[:, twins.first] = part
    result[:, twins.second] = whole - part
    return result
