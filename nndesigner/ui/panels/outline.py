"""The accessible twin of the canvas: layers, neurons, connections as a tree; same selection, same edits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QKeyCombination, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.commands import Commands
from nndesigner.ui.canvas.keys import ARROWS
from nndesigner.ui.canvas.menus import RENAME
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.outline_model import OutlineModel
from nndesigner.ui.panels.outline_rows import Kind, Row
from nndesigner.ui.panels.outline_selection import selected, selection_of
from nndesigner.ui.panels.outline_tree import OutlineTree
from nndesigner.ui.theme import Theme


class OutlinePanel(QWidget):
    """The outline tree: what is selected, renamed or deleted here is so on the canvas, and vice versa.

    Args of the constructor as for every panel; the canvas lends its context menu, its keys 1 and 2 and
    those that move neurons.
    """

    inspectRequested = Signal()
    """Enter was pressed: the user wants to see and change what is selected."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        notices: Notices,
        parent: QWidget | None = None,
        canvas: CanvasView | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self._session, self._canvas = bridge.session, canvas
        self._commands = Commands(bridge.session, notices)
        self._following = False
        self.model = OutlineModel(bridge.session, self)
        self.tree = OutlineTree(self.model, theme, self._keys(), self)
        self.tree.menuRequested.connect(self._show_menu)
        self.tree.selectionModel().selectionChanged.connect(self._select)
        # A rename makes the rows anew: only once the field it was typed into has given the focus back.
        self.model.renamed.connect(self._rename, Qt.ConnectionType.QueuedConnection)
        self._build()
        bridge.networkChanged.connect(self._rebuild)
        bridge.dataChanged.connect(self._rebuild)
        bridge.selectionChanged.connect(self._follow)
        self._rebuild()

    def delete_selected(self) -> None:
        """Delete what is selected, as one step."""
        if self._session.selection:
            self._commands.delete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape forgets the source, as on the canvas."""
        linking = self._canvas.looking.linking if self._canvas is not None else None
        if event.key() != Qt.Key.Key_Escape or linking is None or not linking.forget():
            super().keyPressEvent(event)

    def listed(self) -> list[tuple[int, tuple[int, ...]]]:
        """What the tree shows, read row by row: every layer with its neurons, by their ids."""
        return [(key, tuple(self._neurons_below(Row(Kind.LAYER, key)))) for key in self._listed_layers()]

    def listed_connections(self) -> list[int]:
        """Ids of the connections that the tree shows."""
        heading = self.model.index_of(Row(Kind.CONNECTIONS))
        if not heading.isValid():
            return []
        rows = (self.model.row_at(index) for index in self.model.below(heading))
        return [row.connection for row in rows if row.connection is not None]

    def _listed_layers(self) -> list[int]:
        rows = (self.model.row_at(index) for index in self.model.below())
        return [row.layer for row in rows if row.layer is not None]

    def _neurons_below(self, above: Row) -> list[int]:
        found: list[int] = []
        for index in self.model.below(self.model.index_of(above)):
            row = self.model.row_at(index)
            found += self._neurons_below(row) if row.kind is Kind.GROUP else []
            found += [row.neuron] if row.neuron is not None else []
        return found

    def _build(self) -> None:
        heading = QLabel("Outline")
        heading.setProperty("role", "section")
        heading.setContentsMargins(4, 10, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 8)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.tree)
        self.setFocusProxy(self.tree)

    def _keys(self) -> dict[int, Callable[[], object]]:
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Delete: self.delete_selected,
            Qt.Key.Key_Backspace: self.delete_selected,
            Qt.Key.Key_Return: self.inspectRequested.emit,
            Qt.Key.Key_Enter: self.inspectRequested.emit,
        }
        if self._canvas is not None:
            linking = self._canvas.looking.linking
            keys |= {Qt.Key.Key_1: linking.mark, Qt.Key.Key_2: linking.connect_marked}
            for key, way in ARROWS.items():
                held = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key(key))
                keys[held.toCombined()] = partial(self._canvas.structure.move, way)
        return keys

    def _rebuild(self) -> None:
        """Show the present network, keeping what is open and where the keyboard is."""
        self._following = True
        tree, model = self.tree, self.model
        opened = [model.row_at(index) for index in tree.opened()]
        trail = model.trail(tree.currentIndex())
        model.reload()
        for row in opened:
            tree.setExpanded(model.index_of(row), True)
        tree.move_to(model.end_of(trail))
        tree.fit_height()
        self._following = False
        self._follow()

    def _select(self, _chosen: QItemSelection, _let_go: QItemSelection) -> None:
        """The tree's selection becomes the session's; single weights are not in the tree and are let go."""
        if not self._following:
            self._following = True
            self._session.select(selected(self.model, self.tree.selectionModel().selection()))
            self._following = False

    def _follow(self) -> None:
        """The session's selection becomes the tree's, and takes the keyboard along."""
        if self._following:
            return
        self._following = True
        session = self._session
        chosen = selection_of(self.model, session.document.network, session.selection)
        self.tree.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if not chosen.isEmpty() and not chosen.contains(self.tree.currentIndex()):
            self.tree.move_to(chosen.at(0).topLeft())
        self._following = False

    def _rename(self, row: Row, name: str) -> None:
        if row.layer is not None:
            self._commands.rename(row.layer, row.neuron, name)

    def _show_menu(self, at: QPoint) -> None:
        """The menu of the canvas; only names are typed here, where the keyboard is."""
        if self._canvas is None:
            return
        menu: QMenu = self._canvas.menu(self._canvas.stage.middle)
        for action in menu.actions():
            if action.objectName() == RENAME:
                action.triggered.disconnect()
                action.triggered.connect(self.tree.rename)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
