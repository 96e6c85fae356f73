"""The things selected, one to a row: what the table of several things shows. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from nndesigner.document.names import full_name, neuron_name
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Layer, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui.format import number

MOST_ROWS = 200
"""More rows than this are not read."""

Numbers = Callable[[], tuple[float | None, ...]]


@dataclass(frozen=True, eq=False)
class ThingRow:
    """One thing.

    Attributes:
        words: Its name, and for a layer or neuron its activation, which a kind without a column for it says
            in the tooltip of the name.
        numbers: Reads its present numbers, None where there is none.
        selection: Just this thing.
    """

    words: tuple[str, ...]
    numbers: Numbers
    selection: Selection


@dataclass(frozen=True)
class Kind:
    """A kind of things, the headings of their words and numbers, and whether the numbers are counts."""

    name: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    counts: bool = False


LAYERS = Kind("layers", ("Layer", "Activation"), ("Size",), counts=True)
NEURONS = Kind("neurons", ("Neuron",), ("a", "b", "δ"))
CONNECTIONS = Kind("connections", ("Connection",), ("Weights",), counts=True)
WEIGHTS = Kind("weights", ("Weight",), ("w",))
KINDS = (LAYERS, NEURONS, CONNECTIONS, WEIGHTS)


def rows_of(session: Session, selection: Selection, kind: Kind) -> list[ThingRow]:
    """The first of the things of one kind, in the order of the network."""
    makers = {LAYERS: _layers, NEURONS: _neurons, CONNECTIONS: _connections, WEIGHTS: _weights}
    return list(islice(makers[kind](session, selection), MOST_ROWS))


def _layers(session: Session, selection: Selection) -> Iterable[ThingRow]:
    for layer in session.document.network.forward_order:
        if layer.id in selection.layers:
            size, words = float(layer.size), "" if layer.role is Role.INPUT else _label(layer.activation)
            yield ThingRow((layer.name, words), _fixed(size), Selection.of_layer(layer.id))


def _neurons(session: Session, selection: Selection) -> Iterable[ThingRow]:
    document, chosen = session.document, selection.neurons_by_layer
    several = len(chosen) > 1
    for layer in document.network.forward_order:
        wanted = set(chosen.get(layer.id, ()))
        for place, neuron in enumerate(layer.neurons if wanted else ()):
            if neuron in wanted:
                name = neuron_name(document, layer, neuron)
                if several and name == f"neuron {place + 1}":
                    name = f"{layer.name} · {place + 1}"  # short: the panel is narrow
                own = "" if layer.role is Role.INPUT else _label(layer.neuron_activation(neuron))
                numbers = _numbers_of(session, layer, place)
                yield ThingRow((name, own), numbers, Selection.of_neuron(layer.id, neuron))


def _numbers_of(session: Session, layer: Layer, place: int) -> Numbers:
    def numbers() -> tuple[float | None, ...]:
        seen, biases = session.inspection, session.parameters.biases.get(layer.id)
        return (
            _at(None if seen is None else seen.a.get(layer.id), place),
            None if biases is None else float(biases[place]),
            _at(None if seen is None else seen.delta.get(layer.id), place),
        )

    return numbers


def _connections(session: Session, selection: Selection) -> Iterable[ThingRow]:
    network = session.document.network
    for connection in network.connections:
        if connection.id in selection.connections:
            target, source = network.layer(connection.target), network.layer(connection.source)
            mask = connection.mask
            count = float(target.size * source.size if mask is None else mask.sum())
            words = (f"{source.name} → {target.name}",)
            yield ThingRow(words, _fixed(count), Selection.of_connection(connection.id))


def _weights(session: Session, selection: Selection) -> Iterable[ThingRow]:
    document, network = session.document, session.document.network
    for ref in sorted(selection.weights):
        connection = network.connection(ref[0])
        target, source = network.layer(connection.target), network.layer(connection.source)
        at = target.index_by_neuron[ref[1]], source.index_by_neuron[ref[2]]
        there = connection.mask is None or bool(connection.mask[at])
        words = f"{full_name(document, source, ref[2])} → {full_name(document, target, ref[1])}"
        numbers = _weight_of(session, ref[0], at) if there else _fixed(None)
        yield ThingRow((words,), numbers, Selection.of_weight(*ref))


def _fixed(value: float | None) -> Numbers:
    return lambda: (value,)


def _weight_of(session: Session, connection: int, at: tuple[int, int]) -> Numbers:
    return lambda: (float(session.parameters.weights[connection][at]),)


def numbers_line(letter: str, parts: Iterable[FloatArray]) -> str:
    """Mean, least and greatest of numbers: empty where there are fewer than two."""
    arrays = [part for part in parts if part.size]
    count = sum(part.size for part in arrays)
    if count < 2:
        return ""
    mean = sum(float(part.sum()) for part in arrays) / count
    least, most = min(float(part.min()) for part in arrays), max(float(part.max()) for part in arrays)
    return f"{letter}: mean {number(mean)}, from {number(least)} to {number(most)}"


def _at(values: FloatArray | None, place: int) -> float | None:
    return None if values is None else float(values[0, place])


def _label(activation: str) -> str:
    return ACTIVATIONS[activation].label
