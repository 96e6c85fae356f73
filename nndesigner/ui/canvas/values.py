"""The numbers that colour the canvas: one per neuron and one per weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.inspect import Inspection
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.session.session import Session
from nndesigner.ui.canvas.modes import Mode
from nndesigner.ui.plots.color_scale import nice_limit, peak

__all__ = ["Mode", "Values", "preview_values", "values_of"]


@dataclass(frozen=True, eq=False)
class Values:
    """Numbers by layer id, shape (n,), and by connection id, shape (n_target, n_source), with their ranges.

    Attributes:
        activations: a by layer id in every mode: the bars of the output need it.
        neuron_limits: End of the range by layer id: 1 for bounded activations, one for inputs, one
            for all others.
    """

    neurons: Mapping[int, FloatArray] = field(default_factory=dict)
    edges: Mapping[int, FloatArray] = field(default_factory=dict)
    activations: Mapping[int, FloatArray] = field(default_factory=dict)
    neuron_limits: Mapping[int, float] = field(default_factory=dict)
    edge_limit: float = 1.0


def values_of(session: Session, mode: Mode) -> Values:
    """The numbers to show now; neurons and lines have none where nothing can be computed."""
    network, inspection = session.document.network, session.inspection
    activations = _first_rows(inspection.a) if inspection is not None else {}
    neurons = activations if mode.activates else _NEURONS[mode](session)
    edges = _LINES[mode](session)
    limits = _limits(network, neurons, bounded=mode.activates)
    return Values(neurons, edges, activations, limits, _limit(edges.values()))


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
    edges = {connection.id: parameters.weights[connection.id] for connection in after.connections}
    return Values(
        {key: shown.neurons[key] for key in kept if key in shown.neurons},
        edges,
        {key: shown.activations[key] for key in kept if key in shown.activations},
        shown.neuron_limits,
        _limit(edges.values()),
    )


Numbers = dict[int, FloatArray]
"""By layer or connection id."""


def _weights(session: Session) -> Numbers:
    """w."""
    weights = session.parameters.weights
    return _by_connection(session, lambda c: weights[c.id])


def _signals(session: Session) -> Numbers:
    """w·a: what each weight adds to z (eq. 12)."""
    inspection, weights = session.inspection, session.parameters.weights
    if inspection is None:
        return {}
    return _by_connection(session, lambda c: weights[c.id] * inspection.a[c.source][0])


def _sent_back(session: Session) -> Numbers:
    """w·δ: what each weight adds to the error of the neuron before it (eq. 43)."""
    inspection, weights = _with_errors(session), session.parameters.weights
    if inspection is None:
        return {}
    return _by_connection(session, lambda c: weights[c.id] * inspection.delta[c.target][0][:, np.newaxis])


def _slopes(session: Session) -> Numbers:
    """∂C/∂w = a·δ (eq. 53)."""
    inspection = _with_errors(session)
    if inspection is None:
        return {}
    return _by_connection(session, lambda c: _present(c, inspection.weight_gradient(c.id)))


def _weight_changes(session: Session) -> Numbers:
    """Δw."""
    since, now = session.since, session.parameters.weights
    if since is None:
        return {}
    return _by_connection(session, lambda c: _present(c, _difference(now[c.id], since.weights.get(c.id))))


def _errors(session: Session) -> Numbers:
    """δ."""
    inspection = _with_errors(session)
    return {} if inspection is None else _first_rows(inspection.delta)


def _bias_slopes(session: Session) -> Numbers:
    """∂C/∂b = δ (eq. 49), of neurons that have a bias."""
    inspection = _with_errors(session)
    if inspection is None:
        return {}
    biases = session.parameters.biases
    return {key: inspection.bias_gradient(key) for key in inspection.delta if key in biases}


def _biases(session: Session) -> Numbers:
    """b."""
    return dict(session.parameters.biases)


def _bias_changes(session: Session) -> Numbers:
    """Δb."""
    since, now = session.since, session.parameters.biases
    if since is None:
        return {}
    return {key: _difference(bias, since.biases.get(key)) for key, bias in now.items()}


_LINES: Mapping[Mode, Callable[[Session], Numbers]] = {
    Mode.WEIGHTS: _weights,
    Mode.ACTIVATIONS: _signals,
    Mode.ERRORS: _sent_back,
    Mode.GRADIENTS: _slopes,
    Mode.BIASES: _weights,
    Mode.CHANGE: _weight_changes,
}
_NEURONS: Mapping[Mode, Callable[[Session], Numbers]] = {
    Mode.ERRORS: _errors,
    Mode.GRADIENTS: _bias_slopes,
    Mode.BIASES: _biases,
    Mode.CHANGE: _bias_changes,
}


def _by_connection(session: Session, number: Callable[[Connection], FloatArray]) -> Numbers:
    return {connection.id: number(connection) for connection in session.document.network.connections}


def _first_rows(arrays: Mapping[int, FloatArray]) -> Numbers:
    return {key: rows[0] for key, rows in arrays.items()}


def _with_errors(session: Session) -> Inspection | None:
    inspection = session.inspection
    return inspection if inspection is not None and inspection.delta else None


def _present(connection: Connection, numbers: FloatArray) -> FloatArray:
    """The numbers of a connection, 0 where a weight is removed."""
    return numbers if connection.mask is None else np.where(connection.mask, numbers, 0.0)


def _difference(now: FloatArray, since: FloatArray | None) -> FloatArray:
    """now − since, in float64 so that it is exact; no number where there was none."""
    if since is None:
        return np.full(now.shape, np.nan)
    result: FloatArray = np.subtract(now, since, dtype=np.float64)
    return result


def _limit(arrays: Iterable[FloatArray]) -> float:
    """End of a range that holds all of some numbers."""
    return nice_limit(peak(*arrays))


def _limits(network: Network, neurons: Mapping[int, FloatArray], *, bounded: bool) -> dict[int, float]:
    """End of the range by layer id.

    Args:
        network: Whose layers they are.
        neurons: Numbers by layer id.
        bounded: Whether layers whose activations cannot leave −1 to 1 have that as their range.
    """
    inputs = {key for key in neurons if bounded and network.layer(key).role is Role.INPUT}
    apart = {key for key in neurons if bounded and is_bounded(network.layer(key))}
    entering = _limit(neurons[key] for key in inputs)
    limit = _limit(values for key, values in neurons.items() if key not in apart | inputs)
    return {key: 1.0 if key in apart else entering if key in inputs else limit for key in neurons}


def is_bounded(layer: Layer) -> bool:
    """Whether no activation of a layer can be farther from 0 than 1."""
    if layer.role is Role.INPUT:
        return False
    used = {layer.activation, *(o.activation for o in layer.overrides.values() if o.activation)}
    return all(max(map(abs, ACTIVATIONS[name].range)) <= 1.0 for name in used)
