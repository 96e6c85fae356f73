"""What the canvas says about layers, neurons and weights."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from nndesigner.data.model import ColumnRole, Kind, Scaling
from nndesigner.document.model import Document
from nndesigner.document.names import data_names, neuron_name, neuron_names
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Layer, Role
from nndesigner.session.session import Session
from nndesigner.ui.canvas.hits import LAYER_PARTS, Hit, Part
from nndesigner.ui.canvas.values import WORDS, Mode, Values
from nndesigner.ui.format import exact, number
from nndesigner.ui.naming import counted, layer_number

_SCALED = {Scaling.STANDARD: "standardised", Scaling.MINMAX: "scaled 0–1", Scaling.NONE: "as they are"}


def layer_detail(layer: Layer) -> str:
    """What a layer is: 8 · ReLU, or 28 × 28 for pixels."""
    size = f"{layer.size:,}" if layer.image_shape is None else " × ".join(map(str, layer.image_shape))
    if layer.role is Role.INPUT:
        return size
    own = sum(1 for override in layer.overrides.values() if override.activation)
    words = f"{size} · {ACTIVATIONS[layer.activation].label}"
    return f"{words} · {own} own" if own else words


def header_detail(session: Session, document: Document, layer: Layer) -> str:
    """The second line of a layer's header, in the session's document or a preview."""
    words = layer_detail(layer)
    if layer.role is Role.INPUT and _fits_inputs(document, layer):
        words = f"{words} · {_row(session)}" if layer.image_shape else f"{words} · {_scaling(document)}"
    return f"{words} · frozen" if layer.frozen else words


def side_labels(document: Document, layer: Layer) -> Sequence[str] | None:
    """Names written beside the neurons of a layer; empty for neurons without one, None if none has one."""
    if layer.role is Role.HIDDEN:
        return None
    if layer.role is Role.INPUT and not _fits_inputs(document, layer) and not layer.overrides:
        return None
    single = _second_class(document, layer)
    names = [single] if single else neuron_names(document, layer)
    plain = [f"neuron {place}" for place in range(1, layer.size + 1)]
    shown = ["" if name == default else name for name, default in zip(names, plain, strict=True)]
    return shown if any(shown) else None


def own_name(layer: Layer, neuron: int) -> str:
    """The name the user gave to a neuron, or nothing."""
    override = layer.overrides.get(neuron)
    return (override.name or "") if override is not None else ""


def full_name(document: Document, layer: Layer, neuron: int) -> str:
    """A neuron in a sentence: “petal length”, “neuron 2 of hidden 1”."""
    label = neuron_name(document, layer, neuron)
    named = layer.role is Role.INPUT and data_names(document, layer) is not None
    return label if named else f"{label} of {layer.name}"


def tooltip(session: Session, hit: Hit, values: Values, mode: Mode) -> str:
    """What is said about the thing under the pointer, as rich text; nothing for the empty canvas."""
    network = session.document.network
    if hit.part is Part.WEIGHT:
        return _weight_words(session, hit, values, mode)
    if hit.part is Part.CONNECTION and hit.connection is not None:
        connection = network.connection(hit.connection)
        ends = network.layer(connection.source).name, network.layer(connection.target).name
        return f"<b>{escape(ends[0])} → {escape(ends[1])}</b><br>" + counted(
            network.weight_count(connection), "weight"
        )
    if hit.layer is None:
        return ""
    layer = network.layer(hit.layer)
    if hit.part is Part.NEURON and hit.neuron is not None:
        return _neuron_words(session, layer, hit.neuron, values, mode)
    return _layer_words(session, layer, hit.part)


def _layer_words(session: Session, layer: Layer, part: Part) -> str:
    if part is Part.HANDLE:
        return f"Drag to another layer to connect {escape(layer.name)} to it"
    if part is Part.FEWER:
        return "One neuron fewer (−)" if layer.size > 1 else "A layer has at least one neuron"
    if part is Part.MORE:
        return "One neuron more (+)"
    if part is Part.NUMBER:
        return "Drag up or down, or click, to change the number of neurons (N)"
    wrong = [problem.message for problem in session.problems if problem.layer == layer.id]
    if wrong:
        return "<br>".join(escape(message) for message in wrong)
    if part in LAYER_PARTS and layer.overrides:
        return f"<b>{escape(layer.name)}</b><br>{escape(header_detail(session, session.document, layer))}"
    return ""


def _neuron_words(session: Session, layer: Layer, neuron: int, values: Values, mode: Mode) -> str:
    index = layer.index_by_neuron[neuron]
    title = f"<b>{escape(full_name(session.document, layer, neuron))}</b>"
    level = layer_number(session.document.network, layer.id)
    place = f"<sup>{level}</sup><sub>{index + 1}</sub>"
    lines = [title]
    activations = values.activations.get(layer.id)
    if activations is not None:
        lines.append(f"a{place} = {number(activations[index])}")
    if mode is Mode.ERRORS and layer.id in values.neurons:
        lines.append(f"δ{place} = {number(values.neurons[layer.id][index])}")
    biases = session.parameters.biases.get(layer.id)
    if biases is not None and index < len(biases):
        lines.append(f"b{place} = {number(biases[index])}")
    if layer.role is not Role.INPUT:
        own = ACTIVATIONS[layer.neuron_activation(neuron)].label
        override = layer.overrides.get(neuron)
        frozen = layer.frozen or (override is not None and override.frozen)
        lines.append(f"{own}, frozen" if frozen else own)
    return "<br>".join(lines)


def _weight_words(session: Session, hit: Hit, values: Values, mode: Mode) -> str:
    network = session.document.network
    if hit.connection is None or hit.neuron is None or hit.source is None:
        return ""
    connection = network.connection(hit.connection)
    source, target = network.layer(connection.source), network.layer(connection.target)
    row, column = target.index_by_neuron[hit.neuron], source.index_by_neuron[hit.source]
    gap = "," if max(row, column) > 8 else ""
    index = f"<sup>{layer_number(network, target.id)}</sup><sub>{row + 1}{gap}{column + 1}</sub>"
    weights = session.parameters.weights.get(connection.id)
    lines = []
    if weights is not None:
        value = float(weights[row, column])
        lines.append(f"<b>w{index} = {number(value)}</b>")
        if exact(value) != number(value):
            lines.append(exact(value))
    if mode is not Mode.WEIGHTS and connection.id in values.edges:
        lines.append(f"{WORDS[mode].edges} = {number(float(values.edges[connection.id][row, column]))}")
    ends = full_name(session.document, source, hit.source), full_name(session.document, target, hit.neuron)
    lines.append(f"{escape(ends[0])} → {escape(ends[1])}")
    return "<br>".join(lines)


def _fits_inputs(document: Document, layer: Layer) -> bool:
    return document.data is not None and len(document.data.prepared.input_names) == layer.size


def _second_class(document: Document, layer: Layer) -> str:
    """What one sigmoid neuron that tells two classes apart stands for."""
    if document.data is None or layer.size != 1 or len(document.data.prepared.classes) != 2:
        return ""
    prepared = document.data.prepared
    return f"{prepared.target_name} = {prepared.classes[1]}" if layer.role is Role.OUTPUT else ""


def _row(session: Session) -> str:
    data, sample = session.document.data, session.sample
    return f"row {int(data.prepared.rows[sample]) + 1:,}" if data is not None and sample is not None else ""


def _scaling(document: Document) -> str:
    if document.data is None:
        return ""
    plans = [plan for plan in document.data.recipe.columns if plan.role is ColumnRole.INPUT]
    used = {plan.scaling for plan in plans if plan.kind is Kind.NUMBER}
    return _SCALED[used.pop()] if len(used) == 1 else "inputs"
