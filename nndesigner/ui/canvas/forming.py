"""Collapsing layers to tiles, and opening large ones so that each of their neurons is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF

from nndesigner.document import edits
from nndesigner.document.model import Document, Form
from nndesigner.engine.network import Layer
from nndesigner.session.session import Edit, Session
from nndesigner.ui.canvas.adding import chosen_layers
from nndesigner.ui.canvas.geometry import Column, geometry_of
from nndesigner.ui.canvas.gestures.gesture import Stage
from nndesigner.ui.canvas.hits import LAYER_PARTS, Hit, Part
from nndesigner.ui.canvas.placing import moved
from nndesigner.ui.canvas.shapes import LARGEST_BLOCK, LARGEST_COLUMN, Kind

Apply = Callable[[str, Edit], bool]

COLLAPSE, EXPAND = "Collapse layer", "Expand layer"
SHOW_NEURONS, SHOW_STRIP = "Show every neuron", "Show as a strip"
_BETWEEN = 110.0
"""Least room between an opened layer and its neighbours, for the lines."""


def collapse_refusal(session: Session) -> str | None:
    """Why no layer can be collapsed or expanded, in one sentence; None if one can."""
    if chosen_layers(session.selection):
        return None
    return "Select a layer to draw it as one tile, or neuron by neuron again."


def open_refusal(session: Session) -> str | None:
    """Why no layer can be opened or closed, in one sentence; None if one can."""
    document = session.document
    layers = [document.network.layer(key) for key in chosen_layers(session.selection)]
    if not layers:
        return f"Select a layer of more than {LARGEST_COLUMN} neurons to see each of them."
    reasons = [layer_open_refusal(document, layer) for layer in layers]
    return None if None in reasons else reasons[0]


def layer_open_refusal(document: Document, layer: Layer) -> str | None:
    """Why a layer cannot be opened or closed, in one sentence; None if it can."""
    if layer.size > LARGEST_BLOCK:
        return f"Up to {LARGEST_BLOCK:,} neurons can be drawn one by one; {layer.name} has {layer.size:,}."
    if layer.size > LARGEST_COLUMN and layer.image_shape is None:
        return None
    if document.layout.forms.get(layer.id) is Form.COLLAPSED:
        return f"{layer.name} is collapsed: expand it first."
    return f"Every neuron of {layer.name} is drawn already."


def toggle_collapsed(session: Session, apply: Apply) -> bool:
    """Collapse the selected layers, or expand them if they all are; whether it was done."""
    layers = chosen_layers(session.selection)
    form = None if are_collapsed(session) else Form.COLLAPSED
    return bool(layers) and apply(collapse_words(session), _formed(layers, form))


def toggle_open(session: Session, apply: Apply) -> bool:
    """Show every neuron of the selected layers, or their strips if all are open; whether it was done."""
    layers = _large_layers(session)
    form = None if are_open(session) else Form.OPEN
    return bool(layers) and apply(open_words(session), _formed(layers, form))


def expanded(stage: Stage, hit: Hit) -> bool:
    """Expand the tile, or open the strip, that was hit twice; whether it was either."""
    column = stage.geometry.columns.get(hit.layer) if hit.layer is not None else None
    if column is None:
        return False
    if column.shape.kind is Kind.TILE and hit.part in LAYER_PARTS:
        return stage.apply(EXPAND, _formed([column.layer.id], None))
    if column.shape.kind is not Kind.STRIP or hit.part is not Part.NEURON:
        return False
    inside = column.layer.index_by_neuron.get(hit.neuron or 0) not in column.shape.circles
    possible = layer_open_refusal(stage.session.document, column.layer) is None
    return inside and possible and stage.apply(SHOW_NEURONS, _formed([column.layer.id], Form.OPEN))


def are_collapsed(session: Session) -> bool:
    """Whether layers are selected, and all of them are collapsed."""
    return _all_have(session, chosen_layers(session.selection), Form.COLLAPSED)


def are_open(session: Session) -> bool:
    """Whether large layers are selected, and all of them are open."""
    return _all_have(session, _large_layers(session), Form.OPEN)


def collapse_words(session: Session) -> str:
    """What collapsing does next, such as “Collapse layers”."""
    words = EXPAND if are_collapsed(session) else COLLAPSE
    return f"{words}s" if len(chosen_layers(session.selection)) > 1 else words


def open_words(session: Session) -> str:
    """What opening does next."""
    return SHOW_STRIP if are_open(session) else SHOW_NEURONS


def _large_layers(session: Session) -> list[int]:
    """Those of the selected layers that can be opened or closed."""
    document = session.document
    return [
        key
        for key in chosen_layers(session.selection)
        if layer_open_refusal(document, document.network.layer(key)) is None
    ]


def _all_have(session: Session, layers: list[int], form: Form) -> bool:
    forms = session.document.layout.forms
    return bool(layers) and all(forms.get(layer) is form for layer in layers)


def _formed(layers: Iterable[int], form: Form | None) -> Edit:
    chosen = tuple(layers)

    def edit(document: Document) -> Document:
        before = geometry_of(document).columns
        document = edits.set_form(document, chosen, form)
        for layer in sorted(chosen, key=lambda key: before[key].center.x()):
            document = _with_room(document, before[layer])
        return document

    return edit


def _with_room(document: Document, before: Column) -> Document:
    """Move what an opened layer would cover to its sides, and what stands behind that."""
    columns = geometry_of(document).columns
    here = columns[before.layer.id]
    if here.body.width() <= before.body.width():
        return document
    for side in (-1, 1):
        beyond = [c for c in columns.values() if (c.center.x() - here.center.x()) * side > 0]
        level = [c for c in beyond if _beside(c.extent, here.extent)]
        free = min((abs(c.center.x() - here.center.x()) - c.body.width() / 2 for c in level), default=None)
        lacking = 0.0 if free is None else here.body.width() / 2 + _BETWEEN - free
        if lacking > 0:
            document = moved(frozenset(c.layer.id for c in beyond), side * lacking, 0.0)(document)
    return document


def _beside(one: QRectF, other: QRectF) -> bool:
    return one.top() < other.bottom() and other.top() < one.bottom()
