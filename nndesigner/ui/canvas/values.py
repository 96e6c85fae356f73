"""The numbers that colour the canvas: one per neuron and one per weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.inspect import Inspection
from nndesigner.engine.network import Connection, Layer, Network, Role
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
    """How a mode, and the numbers of its lines and neurons, are called."""

    title: str
    edges: str
    neurons: str
    description: str


WORDS: Mapping[Mode, Words] = {
    Mode.WEIGHTS: Words(
        "Weights",
        "weight w",
        "activation a",
        "Lines: weights w\nNeurons: activations a for the row looked at",
    ),
    Mode.ACTIVATIONS: Words(
        "Activations",
        "weight · activation",
        "activation a",
        "Lines: what each neuron sends on, weight times activation\n"
        "Neurons: activations a for the row looked at",
    ),
    Mode.ERRORS: Words(
        "Errors δ",
        "gradient ∂C/∂w",
        "error δ",
        "Lines: derivative of the cost by the weight\nNeurons: errors δ for the row looked at",
    ),
}


@dataclass(frozen=True, eq=False)
class Values:
    """Numbers by layer id, shape (n,), and by connection id, shape (n_target, n_source), with their ranges.

    Attributes:
        activations: a by layer id in every mode: the bars of the output need it.
        neuron_limits: End of the range by layer id: 1 for bounded activations, else one for all others.
    """

    neurons: Mapping[int, FloatArray] = field(default_factory=dict)
    edges: Mapping[int, FloatArray] = field(default_factory=dict)
    activations: Mapping[int, FloatArray] = field(default_factory=dict)
    neuron_limits: Mapping[int, float] = field(default_factory=dict)
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
    limits = _limits(network, neurons, mode)
    return Values(
        neurons, edges, activations, limits, nice_limit(peak(*edges.values())) if edges else 1.0
    )


def preview_values(shown: Values, before: Network, after: Network, parameters: Parameters) -> Values:
    """The numbers of a network that is not the session's, as a preview shows them.

    Args:
        shown: Those of the session's network; layers that stay as they are keep theirs.
        before: The session's network.
        after: The one to show.
        parameters: Of that network; its weights are shown in every mode, scaled as they are.
    """
    kept = [
        layer.id
        for layer in after.layers
        if before.has_layer(layer.id) and before.layer(layer.id).neurons == layer.neurons
    ]
    edges = _by_connection(after, lambda c: parameters.weights[c.id])
    return Values(
        {key: shown.neurons[key] for key in kept if key in shown.neurons},
        edges,
        {key: shown.activations[key] for key in kept if key in shown.activations},
        shown.neuron_limits,
        nice_limit(peak(*edges.values())) if edges else 1.0,
    )


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


def _limits(network: Network, neurons: Mapping[int, FloatArray], mode: Mode) -> dict[int, float]:
    bounded = {key for key in neurons if mode is not Mode.ERRORS and _is_bounded(network.layer(key))}
    others = [values for key, values in neurons.items() if key not in bounded]
    limit = nice_limit(peak(*others)) if others else 1.0
    return {key: 1.0 if key in bounded else limit for key in neurons}


def _is_bounded(layer: Layer) -> bool:
    """Whether no activation of a layer can be farther from 0 than 1."""
    if layer.role is Role.INPUT:
        return False
    used = {layer.activation, *(o.activation for o in layer.overrides.values() if o.activation)}
    return all(max(map(abs, ACTIVATIONS[name].range)) <= 1.0 for name in used)
