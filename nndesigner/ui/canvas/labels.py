"""What the canvas says about layers, neurons and weights."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from nndesigner.data.model import ColumnRole, Kind, Scaling
from nndesigner.document.model import Document, Form
from nndesigner.document.names import neuron_names
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Layer, Role
from nndesigner.session.session import Session
from nndesigner.ui.canvas.hits import EDGES, LAYER_PARTS, Hit, Part
from nndesigner.ui.canvas.modes import Mode
from nndesigner.ui.canvas.reading import reading
from nndesigner.ui.canvas.values import Values

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


def tooltip(session: Session, hit: Hit, values: Values, mode: Mode) -> str:
    """What is said about the thing under the pointer, as rich text; nothing for the empty canvas."""
    found = reading(session, hit, values, mode)
    if found is not None:
        return found.tip
    network = session.document.network
    if hit.layer is None or not network.has_layer(hit.layer):
        return ""
    return _layer_words(session, network.layer(hit.layer), hit.part)


def _layer_words(session: Session, layer: Layer, part: Part) -> str:
    if part is Part.HANDLE:
        return f"Drag to another layer to connect {escape(layer.name)} to it"
    if part is Part.FEWER:
        return "One neuron fewer (−)" if layer.size > 1 else "A layer has at least one neuron"
    if part is Part.MORE:
        return "One neuron more (+)"
    if part in EDGES:
        end = "front" if part is Part.TOP else "end"
        return f"Drag to add neurons at the {end} of {escape(layer.name)}, or to remove some there"
    if part is Part.NUMBER:
        return "Drag up or down, or click, to change the number of neurons (N)"
    wrong = [problem.message for problem in session.problems if problem.layer == layer.id]
    if wrong:
        return "<br>".join(escape(message) for message in wrong)
    if part in LAYER_PARTS and session.document.layout.forms.get(layer.id) is Form.COLLAPSED:
        return f"<b>{escape(layer.name)}</b><br>Double-click to see its neurons"
    if part in LAYER_PARTS and layer.overrides:
        return f"<b>{escape(layer.name)}</b><br>{escape(header_detail(session, session.document, layer))}"
    return ""


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
