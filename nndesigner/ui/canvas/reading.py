"""What is under the pointer in words: its numbers and its name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nndesigner.document.names import full_name
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Connection, Layer, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.session import Session
from nndesigner.ui.canvas.hits import Hit, Part
from nndesigner.ui.canvas.modes import WORDS, Mode
from nndesigner.ui.canvas.values import Values
from nndesigner.ui.format import FULL_DIGITS, exact, number
from nndesigner.ui.naming import counted
from nndesigner.ui.plots.notation import layer_number, neuron_symbol, superscript, weight_symbol

_SINGLE_DIGITS = 9
"""Significant digits that tell any two numbers of float32 apart."""


@dataclass(frozen=True)
class Amount:
    """A number and its symbol, such as w³₂,₁; no number where a weight is removed.

    Attributes:
        brief: How it is said beside others of the same neuron, `{}` standing for the number.
        digits: Significant digits that it has.
    """

    symbol: str
    value: float | None
    brief: str = ""
    digits: int = FULL_DIGITS

    @property
    def words(self) -> str:
        """With three digits."""
        return f"{self.symbol}: removed" if self.value is None else f"{self.symbol} = {number(self.value)}"

    @property
    def exactly(self) -> str:
        """With the digits that its precision has."""
        return self.words if self.value is None else f"{self.symbol} = {exact(self.value, self.digits)}"


@dataclass(frozen=True)
class Reading:
    """What is under the pointer.

    Attributes:
        amounts: Numbers, that of the overlay first.
        name: Whose they are.
        note: What else there is to say.
    """

    amounts: tuple[Amount, ...]
    name: str
    note: str = ""

    @property
    def lead(self) -> str:
        """The number that gives it its colour."""
        return self.amounts[0].words if self.amounts else ""

    @property
    def rest(self) -> str:
        """The other numbers."""
        return "  ".join(self.others)

    @property
    def others(self) -> tuple[str, ...]:
        """The other numbers one by one."""
        return tuple(amount.brief.format(number(amount.value or 0.0)) for amount in self.amounts[1:])

    @property
    def whose(self) -> str:
        """The name and the note."""
        return f"{self.name} · {self.note}" if self.note else self.name

    @property
    def tip(self) -> str:
        """What the readout does not say: the digits of the number that gives it its colour; or nothing."""
        lead = self.amounts[0] if self.amounts else None
        if lead is None or len(lead.exactly.removesuffix(".0")) <= len(lead.words):
            return ""
        return lead.exactly


def reading(session: Session, hit: Hit, values: Values, mode: Mode) -> Reading | None:
    """What is said about a neuron, a weight or a connection; None for anything else."""
    network = session.document.network
    if hit.connection is not None and network.has_connection(hit.connection):
        connection = network.connection(hit.connection)
        if hit.part is Part.CONNECTION:
            return _of_connection(session, connection, values, mode)
        if hit.neuron is not None and hit.source is not None:
            return _of_weight(session, connection, (hit.neuron, hit.source), values, mode)
    if hit.part is Part.NEURON and hit.layer is not None and network.has_layer(hit.layer):
        layer = network.layer(hit.layer)
        if hit.neuron is not None and hit.neuron in layer.index_by_neuron:
            return _of_neuron(session, layer, hit.neuron, values, mode)
    return None


def _of_neuron(session: Session, layer: Layer, neuron: int, values: Values, mode: Mode) -> Reading:
    network, index = session.document.network, layer.index_by_neuron[neuron]
    shown = WORDS[mode].neuron
    found = {shown: values.neurons.get(layer.id), "a{}": values.activations.get(layer.id)}
    inspection = session.inspection
    if inspection is not None:
        found["z{}"] = inspection.z.get(layer.id)
        found["δ{}"] = inspection.delta.get(layer.id)
    found["b{}"] = session.parameters.biases.get(layer.id)
    found["y{}"] = _wanted(session, layer)
    place, digits = neuron_symbol("", network, layer.id, index), _digits(session)
    amounts = [
        Amount(
            symbol.format(place), float(np.ravel(numbers[..., index])[0]), symbol.format("") + " = {}", digits
        )
        for symbol, numbers in found.items()
        if numbers is not None and index < numbers.shape[-1]
    ]
    note = _kind(layer, neuron) if layer.role is not Role.INPUT else _LACKING.get(mode, "")
    return Reading(tuple(amounts), full_name(session.document, layer, neuron), note)


_LACKING = {
    Mode.ERRORS: "inputs have no δ",
    Mode.GRADIENTS: "inputs have no bias",
    Mode.BIASES: "inputs have no bias",
    Mode.CHANGE: "inputs have no bias",
}
"""Why an input has no number in a mode."""


def _digits(session: Session) -> int:
    """Significant digits of what is computed."""
    return _SINGLE_DIGITS if session.document.training.precision == "float32" else FULL_DIGITS


def _wanted(session: Session, layer: Layer) -> FloatArray | None:
    """Desired outputs of the output layer for the row looked at; None elsewhere, and where there are none."""
    data, sample = session.document.data, session.sample
    if layer.role is not Role.OUTPUT or data is None or sample is None or _misfits(session):
        return None
    wanted: FloatArray = data.prepared.y(layer.size)[sample]
    return wanted


def _misfits(session: Session) -> bool:
    return any(problem.code == "outputs" for problem in session.problems)


def _kind(layer: Layer, neuron: int) -> str:
    own = layer.overrides.get(neuron)
    frozen = layer.frozen or (own is not None and own.frozen)
    label = ACTIVATIONS[layer.neuron_activation(neuron)].label
    return f"{label}, frozen" if frozen else label


def _of_weight(
    session: Session, connection: Connection, ends: tuple[int, int], values: Values, mode: Mode
) -> Reading | None:
    """About the weight between (receiving, sending) neurons."""
    network = session.document.network
    target, source = network.layer(connection.target), network.layer(connection.source)
    if ends[0] not in target.index_by_neuron or ends[1] not in source.index_by_neuron:
        return None
    at = target.index_by_neuron[ends[0]], source.index_by_neuron[ends[1]]
    place = weight_symbol(network, connection, *at).removeprefix("w")
    names = (full_name(session.document, source, ends[1]), full_name(session.document, target, ends[0]))
    words = f"from “{names[0]}” to “{names[1]}”"
    if connection.mask is not None and not connection.mask[at]:
        return Reading((Amount(f"w{place}", None),), words)
    weights, digits = session.parameters.weights.get(connection.id), _digits(session)
    found = {WORDS[mode].line: values.edges.get(connection.id), "w{}": weights}
    amounts = [
        Amount(symbol.format(place), float(numbers[at]), symbol.format("") + " = {}", digits)
        for symbol, numbers in found.items()
        if numbers is not None and numbers.shape == (target.size, source.size)
    ]
    return Reading(tuple(amounts), words)


def _of_connection(session: Session, connection: Connection, values: Values, mode: Mode) -> Reading:
    network = session.document.network
    ends = network.layer(connection.source).name, network.layer(connection.target).name
    symbol = WORDS[mode].line.format(superscript(layer_number(network, connection.target)))
    count = counted(network.weight_count(connection), "weight")
    amounts = tuple(_summary(symbol, values.edges.get(connection.id), connection))
    return Reading(amounts, f"{ends[0]} → {ends[1]} · {count}")


def _summary(symbol: str, numbers: FloatArray | None, connection: Connection) -> Iterator[Amount]:
    """Mean and range of the numbers of a connection, removed weights left out."""
    if numbers is None or not numbers.size:
        return
    present = numbers if connection.mask is None else numbers[connection.mask]
    if not present.size:
        return
    least, largest = float(present.min()), float(present.max())
    if math.isfinite(least) and math.isfinite(largest):
        yield Amount(f"mean {symbol}", float(present.mean(dtype=np.float64)))
        yield Amount(f"least {symbol}", least, "from {}")
        yield Amount(f"largest {symbol}", largest, "to {}")
