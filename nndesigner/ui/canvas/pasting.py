"""What pasting and duplicating do: copies of layers stand under what is there, those of neurons beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF

from nndesigner.document import edits
from nndesigner.document.fragment import Fragment
from nndesigner.document.model import Document
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui import step_names
from nndesigner.ui.canvas.adding import chosen_layers
from nndesigner.ui.canvas.drops import Plan, added_neuron
from nndesigner.ui.canvas.geometry import geometry_of
from nndesigner.ui.canvas.placing import moved

_GAP = 50.0
"""Between a copied layer and what stands above it: room for its name and the stepper of the one above."""


@dataclass(frozen=True)
class Where:
    """What the user looks at, and the point that was pointed at, if any."""

    seen: QRectF
    at: QPointF | None = None


def copy_refusal(session: Session) -> str | None:
    """Why nothing can be copied, in one sentence; None if something can."""
    chosen = session.selection
    if chosen.layers or chosen.neurons:
        return None
    return "Select layers or neurons: the connections among them are copied with them."


def duplicate_refusal(session: Session) -> str | None:
    """Why nothing can be duplicated, in one sentence; None if something can."""
    if not (session.selection.layers or session.selection.neurons):
        return "Select layers or neurons to duplicate."
    return edits.duplicate_refusal(session.document.network, session.selection.layers)


def plan_paste(session: Session, fragment: Fragment, where: Where) -> Plan:
    """Neurons go into the layer that is selected or that they came from; layers become new ones."""
    at_home = fragment.project == session.project
    name = f"Paste {fragment.words}"
    if not fragment.has_layers:
        network = session.document.network
        homes = edits.homes_of(network, fragment, chosen_layers(session.selection), at_home=at_home)
        if homes is not None:
            edit = partial(edits.paste_neurons, fragment=fragment, homes=homes, at_home=at_home)
            return Plan(name, name, edit, selects=added_neuron)

    def pasted(document: Document) -> Document:
        bare = edits.paste_layers(document, fragment)
        shift = _shift(document, bare, where)
        return edits.paste_layers(document, fragment, (shift.x(), shift.y()))

    return Plan(name, name, pasted, selects=added)


def plan_duplicate(session: Session) -> Plan:
    """A double of everything selected: layers under their originals, neurons behind theirs."""
    chosen = session.selection
    layers = chosen.layers
    neurons = [ref for ref in sorted(chosen.neurons) if ref[0] not in layers]

    def doubled(document: Document) -> Document:
        if layers:
            document = _with_double_layers(document, layers)
        return edits.duplicate_neurons(document, neurons)

    name = f"Duplicate {step_names.what(session.document, Selection(layers, frozenset(neurons)))}"
    return Plan(name, name, doubled, selects=added)


def added(before: Document, after: Document) -> Selection:
    """The layers and neurons that an edit added."""
    return Selection(_new(before, after), added_neuron(before, after).neurons)


def _new(before: Document, after: Document) -> frozenset[int]:
    return frozenset(x.id for x in after.network.layers if not before.network.has_layer(x.id))


def _with_double_layers(document: Document, layers: Collection[int]) -> Document:
    doubled = edits.duplicate_layers(document, layers)
    new, columns = _new(document, doubled), geometry_of(document).columns
    spots, original = {}, 0
    for layer in doubled.network.layers:  # a double follows its original
        if layer.id in new:
            center = columns[original].center
            spots[layer.id] = center.x(), center.y()
        original = layer.id
    # Places that were automatic would change with the new layers: what is seen stays.
    stays = {key: (column.center.x(), column.center.y()) for key, column in columns.items()}
    stacked = edits.move_layers(doubled, {**stays, **spots})
    down = _down(stacked, new, QPointF())
    return moved(new, down.x(), down.y())(stacked)


def _shift(document: Document, pasted: Document, where: Where) -> QPointF:
    """How far pasted layers move from where their originals stood."""
    new = _new(document, pasted)
    area = _area(pasted, new)
    shift = QPointF()
    if where.at is not None:
        shift = where.at - area.center()
    elif not where.seen.intersects(area) or len(new) == len(pasted.network.layers):
        shift = where.seen.center() - area.center()
    return _down(pasted, new, shift)


def _down(document: Document, layers: Collection[int], shift: QPointF) -> QPointF:
    """The shift, and so much further down that the layers cover no other one."""
    area = _area(document, layers).translated(shift)
    columns = geometry_of(document).columns
    others = [columns[key].extent for key in columns if key not in layers]
    for other in sorted(others, key=QRectF.top):
        if other.adjusted(0, -_GAP, 0, _GAP).intersects(area):
            area.moveTop(other.bottom() + _GAP)
    return QPointF(shift.x(), area.top() - _area(document, layers).top())


def _area(document: Document, layers: Collection[int]) -> QRectF:
    whole = QRectF()
    columns = geometry_of(document).columns
    for key in layers:
        whole = whole.united(columns[key].extent)
    return whole
