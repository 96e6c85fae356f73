"""The equations of a neuron and of a weight with the numbers of the row looked at filled in.

Every number comes from `session.inspection`, which is the engine's own pass; nothing is computed apart
from the single factors of the terms that are written out. Equation numbers are those of the source text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.inspect import Inspection
from nndesigner.engine.network import BoolArray, Connection, Layer, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.session.session import Session
from nndesigner.ui.naming import layer_number
from nndesigner.ui.panels.inspector.activation_words import activation_words, slope_words
from nndesigner.ui.panels.inspector.cost_slopes import WRITTEN, cost_slope, difference_words
from nndesigner.ui.panels.inspector.notation import Writer, plain, result, symbol

MOST_TERMS = 4
"""Longer sums show their largest terms only."""
SHOWN_TERMS = 3
FUSED = {("cross_entropy", "sigmoid"), ("softmax_cross_entropy", "softmax"), ("perceptron", "step")}
"""(cost, activation) whose output error is a − y, free of σ′: eq. 69 and its like."""


@dataclass(frozen=True, eq=False)
class View:
    """What equations are written from: one document, its shown parameters, and its numbers for one row."""

    document: Document
    parameters: Parameters
    inspection: Inspection
    sample: int

    @classmethod
    def of(cls, session: Session) -> View | None:
        """What the session shows now; None where there are no numbers."""
        inspection, sample = session.inspection, session.sample
        if inspection is None or sample is None:
            return None
        return cls(session.document, session.parameters, inspection, sample)

    def a(self, layer_id: int) -> FloatArray:
        """Activations of a layer, shape (n,)."""
        a: FloatArray = self.inspection.a[layer_id][0]
        return a

    def z(self, layer_id: int) -> FloatArray:
        """Weighted inputs of a layer, shape (n,)."""
        z: FloatArray = self.inspection.z[layer_id][0]
        return z

    def delta(self, layer_id: int) -> FloatArray | None:
        """Errors of a layer, shape (n,); None where there are none (input layer, no desired output)."""
        if layer_id not in self.inspection.delta:
            return None
        errors: FloatArray = self.inspection.delta[layer_id][0]
        return errors

    def desired(self) -> FloatArray | None:
        """Desired outputs of the row, shape (n_out,); None where there are none."""
        last, data = self.document.network.output_layer, self.document.data
        if last is None or data is None or not self.inspection.delta:
            return None
        y: FloatArray = data.prepared.y(last.size)[self.sample]
        return y


@dataclass(frozen=True)
class Term:
    """w·a, one term of z."""

    link: str
    weight: float
    a: float


def neuron_html(view: View, layer: Layer, neuron: int, writer: Writer) -> str:
    """z, a, δ and ∂C/∂b of a neuron (eq. 12, 13, 29 or 39, 49)."""
    place = layer.index_by_neuron[neuron]
    if layer.role is Role.INPUT:
        return writer.lines(f"a = x {result(float(view.a(layer.id)[place]))}")
    z, a = float(view.z(layer.id)[place]), float(view.a(layer.id)[place])
    return writer.lines(
        _weighted_input(view, layer, place, z, writer),
        activation_words(layer.neuron_activation(neuron), z, a),
        *_error(view, layer, neuron, writer),
    )


def terms(view: View, layer: Layer, place: int) -> list[Term]:
    """The terms of z of one neuron over all connections that are not removed, in the order of the senders."""
    return [
        Term(f"weight:{c.id}:{layer.neurons[place]}:{sender}", float(weight), float(a))
        for c, sender, weight, a in _senders(view, layer, place)
    ]


def weight_html(view: View, connection: Connection, pair: tuple[int, int], writer: Writer) -> str:
    """The contribution of a weight to z, and its gradient ∂C/∂w = δ a (eq. 12, 53).

    `pair` is (receiving neuron, sending neuron).
    """
    network = view.document.network
    target, source = network.layer(connection.target), network.layer(connection.source)
    j, k = target.index_by_neuron[pair[0]], source.index_by_neuron[pair[1]]
    here, before = layer_number(network, target.id), layer_number(network, source.id)
    w = float(view.parameters.weights[connection.id][j, k])
    a = float(view.a(source.id)[k])
    name = symbol("w", here, j + 1, k + 1)
    product = f"{writer.signed(w, first=True)} · {plain(a)}"
    share = f"{name} {symbol('a', before, k + 1)} = {product} {result(w * a)}"
    errors = view.delta(target.id)
    if errors is None:
        return writer.lines(share)
    delta = float(errors[j])
    gradient = delta * a
    slope = (
        f"∂C/∂{name} = {symbol('δ', here, j + 1)} {symbol('a', before, k + 1)} "
        f"= {plain(delta)} · {plain(a)} {result(gradient)}"
    )
    return writer.lines(share, slope)


def output_sum(view: View, layer: Layer, place: int) -> float:
    """Σ w δ of a hidden neuron over everything it feeds: ∂C/∂a (inner sum of eq. 39)."""
    total = 0.0
    for connection in view.document.network.outgoing(layer.id):
        errors = view.delta(connection.target)
        if errors is not None:
            total += float(view.parameters.weights[connection.id][:, place].astype(np.float64) @ errors)
    return total


def slope(activation: str, z: float) -> float:
    """σ′(z) of an elementwise activation, by the engine's own function."""
    here: FloatArray = np.array([[z]])
    a, out = np.empty_like(here), np.empty_like(here)
    ACTIVATIONS[activation].value(here, a)
    ACTIVATIONS[activation].derivative(here, a, out)
    return float(out[0, 0])


def _senders(view: View, layer: Layer, place: int) -> Iterator[tuple[Connection, int, float, float]]:
    for connection in view.document.network.incoming(layer.id):
        source = view.document.network.layer(connection.source)
        row = view.parameters.weights[connection.id][place]
        there = np.ones(source.size, np.bool_) if connection.mask is None else connection.mask[place]
        a = view.a(source.id)
        for k in _largest(row, a, there):
            yield connection, source.neurons[k], float(row[k]), float(a[k])


def _largest(row: FloatArray, a: FloatArray, there: BoolArray) -> list[int]:
    """Places of the terms that can be among those shown, so that a wide layer does not become thousands."""
    places = np.flatnonzero(there)
    if len(places) <= MOST_TERMS:
        return [int(k) for k in places]
    size = np.abs(row[places] * a[places])
    strongest = np.argsort(-size, kind="stable")[: MOST_TERMS + 1]
    return [int(k) for k in np.sort(places[strongest])]


def _count(view: View, layer: Layer, place: int) -> int:
    network = view.document.network
    return sum(
        network.layer(c.source).size if c.mask is None else int(np.count_nonzero(c.mask[place]))
        for c in network.incoming(layer.id)
    )


def _weighted_input(view: View, layer: Layer, place: int, z: float, writer: Writer) -> str:
    count, found = _count(view, layer, place), terms(view, layer, place)
    whole = count <= MOST_TERMS
    if not whole:
        found = sorted(found, key=lambda term: -abs(term.weight * term.a))[:SHOWN_TERMS]
    parts = [
        f"{writer.signed(term.weight, first=index == 0, link=term.link)}·{plain(term.a)}"
        for index, term in enumerate(found)
    ]
    bias = float(view.parameters.biases[layer.id][place])
    parts += [] if whole else ["+ …"]
    parts.append(writer.signed(bias, first=not found))
    note = "" if whole else writer.faint(f" (the {SHOWN_TERMS} largest of {count:,} terms)")
    return f"z = Σ w a + b = {' '.join(parts)} {result(z)}{note}"


def _error(view: View, layer: Layer, neuron: int, writer: Writer) -> list[str]:
    errors = view.delta(layer.id)
    if errors is None:
        return []
    place = layer.index_by_neuron[neuron]
    delta = float(errors[place])
    activation, note = layer.neuron_activation(neuron), ""
    if layer.role is Role.OUTPUT:
        factors, note = _output_factors(view, layer, place, activation)
    elif ACTIVATIONS[activation].elementwise:
        factors = _hidden_factors(view, layer, place, activation)
    else:
        factors = "∂C/∂z"
    beside = writer.faint(f" ({note})") if note else ""
    return [f"δ = {factors} {result(delta)}{beside}", f"∂C/∂b = δ {result(delta)}"]


def _hidden_factors(view: View, layer: Layer, place: int, activation: str) -> str:
    """What δ of a hidden neuron is the product of (eq. 39)."""
    written = slope_words(activation)
    if not written:
        return "Σ<sub>k</sub> w<sub>k</sub> δ<sub>k</sub>"
    there = slope(activation, float(view.z(layer.id)[place]))
    product = f"{plain(output_sum(view, layer, place))} · {plain(there)}"
    return f"(Σ<sub>k</sub> w<sub>k</sub> δ<sub>k</sub>) · {written} = {product}"


def _output_factors(view: View, layer: Layer, place: int, activation: str) -> tuple[str, str]:
    """What δ of an output neuron is the product of, and a note on it."""
    desired = view.desired()
    if desired is None:
        return "∂C/∂z", ""
    a, y = float(view.a(layer.id)[place]), float(desired[place])
    cost = view.document.training.cost
    if (cost, activation) in FUSED:
        numbers, note = difference_words(a, y)
        return _chain("a − y", numbers), note
    if cost not in WRITTEN or not ACTIVATIONS[activation].elementwise:
        return "∂C/∂z", ""
    by_a = cost_slope(cost, a, y)
    written = slope_words(activation)
    if not written:
        return _chain(by_a.symbols, by_a.numbers), by_a.note
    there = slope(activation, float(view.z(layer.id)[place]))
    first = f"({by_a.symbols})" if " " in by_a.symbols and "(" not in by_a.symbols else by_a.symbols
    return f"{first} · {written} = {plain(by_a.value)} · {plain(there)}", by_a.note


def _chain(*parts: str) -> str:
    return " = ".join(part for part in parts if part)
