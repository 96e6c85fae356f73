"""What keys, menus and buttons do to the network: each is one undoable edit of what is selected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF

from nndesigner.document import edits
from nndesigner.document.arrange import tidied
from nndesigner.document.model import Document
from nndesigner.engine.network import Network
from nndesigner.errors import NetworkError, NNDesignerError
from nndesigner.session.selection import Selection
from nndesigner.session.session import Edit, Session
from nndesigner.ui import step_names
from nndesigner.ui.canvas.adding import chosen_connections, chosen_layers, plan_add
from nndesigner.ui.canvas.drops import Plan, plan_drop, plan_insert
from nndesigner.ui.canvas.geometry import geometry_of
from nndesigner.ui.canvas.items import ITEMS
from nndesigner.ui.canvas.joining import connect_neurons, ends_of
from nndesigner.ui.canvas.placing import moved
from nndesigner.ui.canvas.surgery import (
    chosen_neurons,
    plan_fuse,
    plan_insert_keeping,
    plan_silent_neuron,
    plan_split,
)
from nndesigner.ui.notices import Notices

BESIDE = (
    "The new layer stands beside the connection, silent at first: "
    "none of its kind could pass everything on unchanged."
)


class Commands:
    """Edits of the session; what an edit refuses is said politely."""

    def __init__(
        self, session: Session, notices: Notices, show_all: Callable[[], object] = lambda: None
    ) -> None:
        self._session, self._notices, self._show_all = session, notices, show_all

    def apply(self, name: str, edit: Edit) -> bool:
        """Make an edit; whether it was made."""
        try:
            self._session.apply(name, edit)
        except NNDesignerError as error:
            self._notices.show_error(error)
            return False
        return True

    def carry_out(self, plan: Plan) -> bool:
        """Make the edit of a plan and select what it added; whether it was made."""
        if plan.edit is None:
            return self._refuse(f"{plan.words}.")
        before = self._session.document
        if not self.apply(plan.name, plan.edit):
            return False
        self._session.select(plan.selects(before, self._session.document))
        if plan.whole:
            self._show_all()
        if plan.note:
            self._notices.tell(plan.note)
        return True

    def add(self, key: str, middle: QPointF) -> bool:
        """Add a palette item where it most likely belongs; `middle` is used for an empty canvas."""
        return self.carry_out(
            plan_add(self._session.document, self._session.selection, ITEMS[key], middle)
        )

    def add_at(self, key: str, point: QPointF) -> bool:
        """Add a palette item as if it were dropped at a point of the canvas."""
        document = self._session.document
        return self.carry_out(plan_drop(document, geometry_of(document), ITEMS[key], point))

    def insert(self, *, keep_function: bool = False) -> bool:
        """Put a hidden layer into the selected connection, or the one between the selected layers."""
        document = self._session.document
        found = chosen_connections(document, self._session.selection)
        if not found:
            return self._refuse("No connection is selected.", "Select the one to put a layer into.")
        if keep_function:
            done = self.carry_out(plan_insert_keeping(document, found[0].id))
            if done and self._session.document.network.has_connection(found[0].id):
                self._notices.tell(BESIDE)
            return done
        return self.carry_out(plan_insert(document, found[0].id, ITEMS["layer:hidden"]))

    def split(self) -> bool:
        """Split every selected neuron in two, or all of the selected layers."""
        document, chosen = self._session.document, self._session.selection
        if not chosen_neurons(document, chosen):
            return self._refuse("No neuron is selected.", "Select the neurons to split.")
        return self.carry_out(plan_split(document, chosen))

    def fuse(self) -> bool:
        """Make one neuron of the selected ones."""
        return self.carry_out(plan_fuse(self._session.document, self._session.selection))

    def add_silent_neuron(self) -> bool:
        """Add a neuron that does not yet change what the network computes."""
        plan = plan_silent_neuron(self._session.document, self._session.selection)
        if plan is None:
            return self._refuse("There is no layer yet.", "Add one first: a neuron belongs to a layer.")
        return self.carry_out(plan)

    def resize(self, layer: int, size: int) -> bool:
        """Give a layer another number of neurons."""
        name = step_names.resize(self._network, [layer], [size])
        return self.apply(name, partial(edits.resize_layer, layer_id=layer, size=size))

    def grow(self, by: int) -> bool:
        """Add neurons to every selected layer, or take some away from its end."""
        layers = chosen_layers(self._session.selection)
        sizes = [max(1, self._network.layer(layer).size + by) for layer in layers]

        def edit(document: Document) -> Document:
            for layer, size in zip(layers, sizes, strict=True):
                document = edits.resize_layer(document, layer, size)
            return document

        if not layers:
            return self._refuse("No layer is selected.", "Select the layer to change.")
        return self.apply(step_names.resize(self._network, layers, sizes), edit)

    def rename(self, layer: int, neuron: int | None, name: str) -> bool:
        """Name a layer, or one of its neurons."""
        step = step_names.rename(self._session.document, layer, neuron, name)
        if neuron is None:
            return self.apply(step, partial(edits.rename_layer, layer_id=layer, name=name))
        return self.apply(step, partial(edits.rename_neuron, layer_id=layer, neuron=neuron, name=name))

    def delete(self, verb: str = "Delete") -> bool:
        """Delete everything selected; `verb` begins the name of the step."""
        document, chosen = self._session.document, self._session.selection
        if not chosen:
            return self._refuse("Nothing is selected.", "Select what to delete.")
        neurons = [ref for ref in chosen.neurons if ref[0] not in chosen.layers]
        remove = partial(
            edits.remove, layers=chosen.layers, neurons=neurons, connections=chosen.connections
        )
        pairs = edits.bridged(
            document.network, layers=chosen.layers, neurons=neurons, connections=chosen.connections
        )
        gone, joined = step_names.what(document, chosen), step_names.bridge(document.network, pairs)
        name = f"{verb} {gone}, connect {joined}" if joined else f"{verb} {gone}"
        done = self.apply(name, lambda now: remove(_without_weights(now, chosen)))
        if done and joined:
            self._notices.tell(f"Connected {joined} in place of {gone}.")
        return done

    def disconnect(self) -> bool:
        """Remove the selected connections and weights, or the connections between the selected layers."""
        document, chosen = self._session.document, self._session.selection
        whole = chosen.connections
        if not whole and not chosen.weights:
            whole = frozenset(c.id for c in chosen_connections(document, chosen))
        if not whole and not chosen.weights:
            return self._refuse("No connection is selected.", "Select one, or two connected layers.")
        gone = step_names.what(document, Selection(connections=whole, weights=chosen.weights))
        return self.apply(
            f"Disconnect {gone}", lambda now: edits.remove(_without_weights(now, chosen), connections=whole)
        )

    def connect(self, *, keep_function: bool | None = None) -> bool:
        """Connect the two selected layers, or the selected neurons of two layers.

        Args:
            keep_function: Start from zero; None: where the network has been trained.
        """
        chosen = self._session.selection
        try:
            ends = ends_of(self._session.document, chosen_layers(chosen))
        except NetworkError as error:
            self._notices.show_error(error)
            return False
        if chosen.layers:
            edit = partial(edits.connect, source=ends[0], target=ends[1], keep_function=keep_function)
            return self.apply(f"Connect {step_names.way(self._network, *ends)}", edit)
        pairs = partial(connect_neurons, chosen=chosen, ends=ends, keep_function=keep_function)
        return self.apply(f"Connect neurons of {step_names.way(self._network, *ends)}", pairs)

    def move(self, dx: float, dy: float) -> bool:
        """Move the selected layers."""
        layers = self._session.selection.layers
        return bool(layers) and self.apply(step_names.move(self._network, layers), moved(layers, dx, dy))

    def tidy(self) -> bool:
        """Put every layer where it would stand if nobody had moved any."""
        return self.apply(
            "Tidy", lambda document: edits.move_layers(document, tidied(document).positions)
        )

    def set_frozen(self, frozen: bool) -> bool:
        """Keep the selected layers and neurons from learning, or let them learn again."""
        chosen = self._session.selection

        def edit(document: Document) -> Document:
            for layer in chosen.layers:
                document = edits.set_layer_frozen(document, layer, frozen)
            for layer, neuron in chosen.neurons:
                document = edits.set_neuron_frozen(document, layer, neuron, frozen)
            return document

        return self.apply(step_names.freeze(self._session.document, chosen, frozen), edit)

    def set_activation(self, activation: str | None) -> bool:
        """Give the selected layers and neurons an activation; None: neurons follow their layer again."""
        chosen = self._session.selection

        def edit(document: Document) -> Document:
            if activation is not None:
                for layer in chosen.layers:
                    document = edits.set_activation(document, layer, activation)
            for layer, neuron in chosen.neurons:
                document = edits.set_neuron_activation(document, layer, neuron, activation)
            return document

        return self.apply(step_names.activate(self._session.document, chosen, activation), edit)

    def select_all(self) -> None:
        """Select every layer."""
        layers = frozenset(layer.id for layer in self._session.document.network.layers)
        self._session.select(Selection(layers=layers))

    @property
    def _network(self) -> Network:
        return self._session.document.network

    def _refuse(self, what: str, remedy: str = "") -> bool:
        self._notices.show_error(NetworkError(what, remedy=remedy))
        return False


def _without_weights(document: Document, chosen: Selection) -> Document:
    pairs: dict[int, list[tuple[int, int]]] = {}
    for connection, target, source in sorted(chosen.weights):
        if connection not in chosen.connections:
            pairs.setdefault(connection, []).append((target, source))
    for connection, removed in pairs.items():
        document = edits.remove_weights(document, connection, removed)
    return document
