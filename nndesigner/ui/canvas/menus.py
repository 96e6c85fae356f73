"""Context menus of the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from nndesigner.document import edits
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Role
from nndesigner.session import similar
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui.canvas.adding import chosen_connections, chosen_layers
from nndesigner.ui.canvas.commands import Commands
from nndesigner.ui.canvas.copying import Copying
from nndesigner.ui.canvas.looking import Looking
from nndesigner.ui.canvas.menu_copying import add_copying
from nndesigner.ui.canvas.menu_linking import add_linking
from nndesigner.ui.canvas.menu_shapes import add_forms, add_pruning
from nndesigner.ui.canvas.menu_structure import add_moving, add_structure
from nndesigner.ui.canvas.structure import Structure
from nndesigner.ui.canvas.surgery import fuse_reason
from nndesigner.ui.pruning.pruning import Pruning

Does = Callable[[], object]

RENAME = "rename"
"""Name of the action that lets the user type a name, for those who offer another place to type it."""

_ZOOM = "Zoom to selection"
_INSERT_KEEPING, _INSERT_KEYS = "Insert layer, keeping the function", "Ctrl+Shift+K"


class Owner(Protocol):
    """What menus ask of the canvas besides edits."""

    def rename_selected(self) -> None:
        """Type a name."""

    def edit_selected_size(self) -> None:
        """Type a number of neurons."""

    def select_all(self) -> None:
        """Select every layer."""

    def fit(self) -> None:
        """Show the whole network."""

    def zoom_actual(self) -> None:
        """Show it at 100 %."""

    def ask_to_add(self, at: QPointF | None) -> None:
        """Let the user find something to add."""

    @property
    def copying(self) -> Copying:
        """The clipboard."""

    @property
    def looking(self) -> Looking:
        """Zoom to the selection, and connecting without a mouse."""

    @property
    def pruning(self) -> Pruning:
        """Removing many weights, and bringing them back."""

    @property
    def structure(self) -> Structure:
        """Giving neurons and layers other places."""


class Menus:
    """Builds the menu for what is selected."""

    def __init__(self, session: Session, commands: Commands, owner: Owner, parent: QWidget) -> None:
        self._session, self._commands = session, commands
        self._owner, self._parent = owner, parent

    def menu(self, at: QPointF) -> QMenu:
        """The menu for the selection; `at` is the point of the canvas where something new goes."""
        menu = QMenu(self._parent)
        menu.setObjectName("canvasMenu")
        menu.setToolTipsVisible(True)
        chosen = self._session.selection
        if chosen.layers or chosen.neurons:
            self._fill_for_neurons(menu, chosen)
        elif chosen:
            self._fill_for_connections(menu, chosen)
        else:
            self._fill_for_nothing(menu, at)
        add_copying(menu, _add, self._session, self._owner.copying, at)
        if chosen.layers or chosen.neurons:
            _add(menu, "Delete", self._commands.delete, "Del")
        return menu

    def _fill_for_neurons(self, menu: QMenu, chosen: Selection) -> None:
        network, commands = self._session.document.network, self._commands
        layers = chosen_layers(chosen)
        teachable = any(network.layer(key).role is not Role.INPUT for key in layers)
        if len(chosen.layers) + len(chosen.neurons) == 1:
            _add(menu, "Rename", self._owner.rename_selected, "F2").setObjectName(RENAME)
        if teachable:
            self._add_activations(menu, chosen)
            frozen = self._all_frozen(chosen)
            words = "Let learn" if frozen else "Freeze"
            _add(menu, words, lambda: commands.set_frozen(not frozen))
        menu.addSeparator()
        neurons = _submenu(menu, "Neurons")
        if chosen.layers:
            if len(layers) == 1:
                _add(neurons, "Number of neurons…", self._owner.edit_selected_size, "N")
            _add(neurons, "One neuron more", lambda: commands.grow(1), "+")
            _add(neurons, "One neuron fewer", lambda: commands.grow(-1), "-")
        else:
            _add(neurons, "Add neuron", lambda: commands.add("neuron", QPointF()), "Ctrl+Shift+N")
        self._add_surgery(neurons, chosen, layers)
        if chosen.layers:
            layer_menu = _submenu(menu, "Layer")
            add_structure(layer_menu, _add, self._session, self._owner.structure)
            add_forms(layer_menu, _add, self._session, commands.apply)
        else:
            add_moving(neurons, _add, self._session, self._owner.structure)
        self._add_linking(_submenu(menu, "Connections"), chosen, layers)
        self._add_selecting(menu, chosen, layers)

    def _add_linking(self, menu: QMenu, chosen: Selection, layers: list[int]) -> None:
        """What can be done to the connections of what is selected."""
        commands = self._commands
        if len(layers) == 2:
            _add(menu, "Connect", commands.connect, "Ctrl+L")
            if self._untrained:
                _add(menu, "Connect, keeping the function", lambda: commands.connect(keep_function=True))
        if chosen_connections(self._session.document, chosen):
            _add(menu, "Insert layer between", commands.insert, "Ctrl+I")
            _add(menu, _INSERT_KEEPING, self._insert_keeping, _INSERT_KEYS)
            _add(menu, "Disconnect", commands.disconnect, "Ctrl+Shift+L")
        add_linking(menu, _add, self._owner.looking.linking)
        if chosen.layers:
            add_pruning(menu, _add, self._session, self._owner.pruning)

    def _fill_for_connections(self, menu: QMenu, chosen: Selection) -> None:
        commands = self._commands
        if chosen.weights and not chosen.connections:
            whole = frozenset(ref[0] for ref in chosen.weights)
            _add(
                menu,
                "Select the whole connection",
                lambda: self._session.select(Selection(connections=whole)),
            )
        if len(chosen_connections(self._session.document, chosen)) == 1:
            _add(menu, "Insert layer", commands.insert, "Ctrl+I")
            _add(menu, _INSERT_KEEPING, self._insert_keeping, _INSERT_KEYS)
        add_pruning(menu, _add, self._session, self._owner.pruning)
        words = "Disconnect" if chosen.connections else "Remove weight"
        _add(menu, words, commands.delete, "Del")
        _add(menu, _ZOOM, self._owner.looking.zoom_to_selection, "Ctrl+2")

    def _fill_for_nothing(self, menu: QMenu, at: QPointF) -> None:
        commands = self._commands
        _add(menu, "Add…", lambda: self._owner.ask_to_add(at), "Ctrl+Shift+Space")
        for role, keys in ((Role.INPUT, "I"), (Role.HIDDEN, "H"), (Role.OUTPUT, "O")):
            does = _adder(commands, f"layer:{role.value}", at)
            _add(menu, f"Add {role.value} layer", does, f"Ctrl+Shift+{keys}")
        starts = menu.addMenu("Start with")
        for key, start in edits.STARTS.items():
            _add(starts, f"{start.label}  {start.shape}", _adder(commands, f"start:{key}", at))
        menu.addSeparator()
        if self._session.document.network.layers:
            _add(menu, "Select all", self._owner.select_all, "Ctrl+A")
            _add(menu, "Tidy", commands.tidy, "Ctrl+T")
        _add(menu, "Fit", self._owner.fit, "Ctrl+0")
        _add(menu, "Actual size", self._owner.zoom_actual, "Ctrl+1")

    def _add_selecting(self, menu: QMenu, chosen: Selection, layers: list[int]) -> None:
        """More of what is selected, its connections, and where it is."""
        network, select = self._session.document.network, self._session.select
        submenu = _submenu(menu, "Select")
        layer, others = similar.same_layer(network, chosen), similar.inverted(network, chosen)
        _add(submenu, "All neurons of the layer", lambda: select(layer), "Ctrl+Shift+A")
        alike = _add(
            submenu,
            "All neurons of this activation",
            lambda: select(similar.same_activation(network, chosen)),
            "Ctrl+Alt+A",
        )
        if not similar.activations(network, chosen):
            alike.setEnabled(False)
            alike.setToolTip("Input neurons pass the data on: they have no activation.")
        _add(submenu, "The others instead", lambda: select(others))
        self._add_connections(submenu, layers)
        submenu.addSeparator()
        _add(submenu, _ZOOM, self._owner.looking.zoom_to_selection, "Ctrl+2")

    def _add_surgery(self, menu: QMenu, chosen: Selection, layers: list[int]) -> None:
        network, commands = self._session.document.network, self._commands
        if self._untrained and len(layers) == 1 and edits.silent_refusal(network.layer(layers[0])) is None:
            _add(menu, "Add neuron, keeping the function", commands.add_silent_neuron)
        if all(edits.split_refusal(network, layer) is None for layer in layers):
            one = "Split in two" if len(chosen.neurons) == 1 else "Split selected neurons"
            _add(menu, "Split every neuron" if chosen.layers else one, commands.split, "Ctrl+Shift+T")
        if len(chosen.neurons) > 1 and fuse_reason(self._session.document, chosen) is None:
            _add(menu, "Merge neurons", commands.fuse)

    def _insert_keeping(self) -> None:
        self._commands.insert(keep_function=True)

    @property
    def _untrained(self) -> bool:
        """In a trained network, what is added keeps the function anyway."""
        return self._session.document.progress.steps == 0

    def _add_activations(self, menu: QMenu, chosen: Selection) -> None:
        network = self._session.document.network
        used = {network.layer(key).activation for key in chosen.layers}
        own = [network.layer(key).overrides.get(neuron) for key, neuron in chosen.neurons]
        given = {None if found is None else found.activation for found in own}
        submenu = menu.addMenu("Activation")
        for name, activation in ACTIVATIONS.items():
            if chosen.neurons and not activation.elementwise:
                continue
            action = _add(submenu, activation.label, _setter(self._commands, name))
            action.setCheckable(True)
            action.setChecked(used | given == {name})
        if chosen.neurons and not chosen.layers:
            submenu.addSeparator()
            labels = {ACTIVATIONS[network.layer(key).activation].label for key, _ in chosen.neurons}
            words = f"As its layer ({labels.pop()})" if len(labels) == 1 else "As its layer"
            following = _add(submenu, words, lambda: self._commands.set_activation(None))
            following.setCheckable(True)
            following.setChecked(given == {None})

    def _add_connections(self, menu: QMenu, layers: list[int]) -> None:
        network = self._session.document.network
        found = [c for c in network.connections if c.source in layers or c.target in layers]
        if not found:
            return
        submenu = menu.addMenu("Connection")
        for connection in found:
            ends = network.layer(connection.source).name, network.layer(connection.target).name
            _add(submenu, " → ".join(ends), _selector(self._session, connection.id))

    def _all_frozen(self, chosen: Selection) -> bool:
        network = self._session.document.network
        states = [network.layer(key).frozen for key in chosen.layers]
        for key, neuron in chosen.neurons:
            override = network.layer(key).overrides.get(neuron)
            states.append(override is not None and override.frozen)
        return all(states)


def _add(menu: QMenu, words: str, does: Does, keys: str = "") -> QAction:
    action = menu.addAction(words)
    if keys:
        # Shown only: the window's own actions listen to these keys.
        action.setText(f"{words}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")
    action.triggered.connect(lambda _checked=False: does())
    return action


def _submenu(menu: QMenu, words: str) -> QMenu:
    submenu = menu.addMenu(words)
    submenu.setToolTipsVisible(True)
    return submenu


def _adder(commands: Commands, key: str, at: QPointF) -> Does:
    return lambda: commands.add_at(key, at)


def _setter(commands: Commands, activation: str) -> Does:
    return lambda: commands.set_activation(activation)


def _selector(session: Session, connection: int) -> Does:
    return lambda: session.select(Selection.of_connection(connection))
