"""The numbers that colour the canvas: one per neuron and one per weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from nndesigner.engine.inspect import Inspection
from nndesigner.engine.network import Connection, Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.session.session import Session
from nndesigner.ui.plots.color_scale import nice_limit, peak


class Mode(StrEnum):
    """What the canvas shows."""

    WEIGHTS = "weights"
    ACTIVATIONS = "activations"
    ERRORS = "errors"


@dataclass(frozen=True)
class Words:
    """How the numbers of a mode are called."""

    edges: str
    neurons: str
    symbol: str
    description: str


WORDS: Mapping[Mode, Words] = {
    Mode.WEIGHTS: Words(
        "w", "a", "Weights", "Lines show the weights w, neurons their activation a for the selected row"
    ),
    Mode.ACTIVATIONS: Words(
        "w·a",
        "a",
        "Activations",
        "Lines show what each neuron sends on for the selected row, its activation times the weight",
    ),
    Mode.ERRORS: Words(
        "∂C/∂w",
        "δ",
        "Errors δ",
        "Neurons show their error δ for the selected row, lines the derivative of the cost by the weight",
    ),
}


@dataclass(frozen=True, eq=False)
class Values:
    """Numbers by layer id, shape (n,), and by connection id, shape (n_target, n_source), with their ranges.

    Attributes:
        activations: a by layer id in every mode: the bars of the output need it.
    """

    neurons: Mapping[int, FloatArray] = field(default_factory=dict)
    edges: Mapping[int, FloatArray] = field(default_factory=dict)
    activations: Mapping[int, FloatArray] = field(default_factory=dict)
    neuron_limit: float = 1.0
    edge_limit: float = 1.0


def values_of(session: Session, mode: Mode) -> Values:
    """The numbers to show now; neurons have none where nothing can be computed."""
    network, parameters = session.document.network, session.parameters
    inspection = session.inspection
    activations = _first_rows(inspection.a) if inspection is not None else {}
    neurons = activations
    if mode is Mode.ERRORS:
        neurons = _first_rows(inspection.delta) if inspection is not None else {}
    edges = _edges(network, parameters, inspection, mode)
    return Values(
        neurons, edges, activations, _limit(neurons), nice_limit(peak(*edges.values())) if edges else 1.0
    )


def weights_of(network: Network, parameters: Parameters, limit: float) -> Values:
    """The weights of a network that is not the session's, as a preview shows them."""
    return Values(edges=_by_connection(network, lambda c: parameters.weights[c.id]), edge_limit=limit)


def _edges(
    network: Network, parameters: Parameters, inspection: Inspection | None, mode: Mode
) -> dict[int, FloatArray]:
    if mode is Mode.ERRORS:
        if inspection is None or not inspection.delta:
            return {}
        return _by_connection(network, lambda c: inspection.weight_gradient(c.id))
    if mode is Mode.ACTIVATIONS:
        if inspection is None:
            return {}
        return _by_connection(network, lambda c: parameters.weights[c.id] * inspection.a[c.source][0])
    return _by_connection(network, lambda c: parameters.weights[c.id])


def _by_connection(network: Network, number: Callable[[Connection], FloatArray]) -> dict[int, FloatArray]:
    return {connection.id: number(connection) for connection in network.connections}


def _first_rows(arrays: Mapping[int, FloatArray]) -> dict[int, FloatArray]:
    return {key: rows[0] for key, rows in arrays.items()}


def _limit(neurons: Mapping[int, FloatArray]) -> float:
    return nice_limit(peak(*(np.asarray(values) for values in neurons.values()))) if neurons else 1.0
