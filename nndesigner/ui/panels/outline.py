"""The accessible twin of the canvas: layers and neurons as a tree, same selection, same edits."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QVBoxLayout,
    QWidget,
)

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.names import neuron_names
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Layer, Role
from nndesigner.errors import NNDesignerError
from nndesigner.session.selection import Selection
from nndesigner.session.session import Edit
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme

_LAYER = Qt.ItemDataRole.UserRole
_NEURON = Qt.ItemDataRole.UserRole + 1
_MOST_NEURONS = 200
"""Neurons of larger layers are not listed one by one."""
_ROW = 26


class OutlinePanel(QWidget):
    """The outline tree: what is selected, renamed or deleted here is so on the canvas, and vice versa."""

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self._session, self._notices, self._theme = bridge.session, notices, theme
        self._following = False
        self.tree = _Tree(self)
        self.tree.itemSelectionChanged.connect(self._select)
        self.tree.itemChanged.connect(self._rename)
        self.tree.itemExpanded.connect(lambda _: self._fit_height())
        self.tree.itemCollapsed.connect(lambda _: self._fit_height())
        heading = QLabel("Outline")
        heading.setProperty("role", "section")
        heading.setContentsMargins(4, 10, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 8)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.tree)
        self.setFocusProxy(self.tree)
        bridge.networkChanged.connect(self._rebuild)
        bridge.dataChanged.connect(self._rebuild)
        bridge.selectionChanged.connect(self._follow)
        theme.changed.connect(self._rebuild)
        self._rebuild()

    def delete_selected(self) -> None:
        """Delete what is selected, as one step."""
        chosen = self._session.selection
        if chosen.layers or chosen.neurons:
            self._apply("Delete", lambda d: edits.remove(d, layers=chosen.layers, neurons=chosen.neurons))

    def _rebuild(self) -> None:
        """Show the present network, keeping what is open."""
        self._following = True
        opened = {item.data(0, _LAYER) for item in self._items() if item.isExpanded()}
        self.tree.clear()
        document = self._session.document
        for layer in document.network.forward_order:
            item = self._layer_item(document, layer)
            self.tree.addTopLevelItem(item)
            item.setExpanded(layer.id in opened)
            self._span(item)
        self._following = False
        self._fit_height()
        self._follow()

    def _layer_item(self, document: Document, layer: Layer) -> QTreeWidgetItem:
        item = QTreeWidgetItem([layer.name, _note(layer)])
        item.setData(0, _LAYER, layer.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setForeground(1, self._theme.color("faint"))
        item.setFont(1, font(SMALL))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        described = f"{layer.role} layer “{layer.name}”, {_note(layer)}"
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, described)
        item.setToolTip(0, f"{described}. F2 renames, Delete removes.")
        names = neuron_names(document, layer) if layer.size <= _MOST_NEURONS else ()
        for neuron, name in zip(layer.neurons, names, strict=False):
            child = QTreeWidgetItem([name, _own(layer, neuron)])
            child.setData(0, _LAYER, layer.id)
            child.setData(0, _NEURON, neuron)
            child.setFlags(child.flags() | Qt.ItemFlag.ItemIsEditable)
            child.setForeground(1, self._theme.color("faint"))
            child.setFont(1, font(SMALL))
            child.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            child.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name} of {layer.name}")
            item.addChild(child)
        return item

    def _span(self, layer: QTreeWidgetItem) -> None:
        """Give the names of neurons the whole width where no note stands beside them."""
        index = self.tree.indexFromItem(layer)
        for place, child in enumerate(_children(layer)):
            self.tree.setFirstColumnSpanned(place, index, not child.text(1))

    def _select(self) -> None:
        """The tree's selection becomes the session's; connections are not in the tree and are let go."""
        if self._following:
            return
        chosen = self.tree.selectedItems()
        layers = frozenset(item.data(0, _LAYER) for item in chosen if item.data(0, _NEURON) is None)
        neurons = frozenset(
            (item.data(0, _LAYER), item.data(0, _NEURON))
            for item in chosen
            if item.data(0, _NEURON) is not None
        )
        self._session.select(Selection(layers, neurons))

    def _follow(self) -> None:
        """The session's selection becomes the tree's."""
        selection, current = self._session.selection, None
        self._following = True
        self.tree.clearSelection()
        for item in self._items():
            layer, neuron = item.data(0, _LAYER), item.data(0, _NEURON)
            chosen = layer in selection.layers if neuron is None else (layer, neuron) in selection.neurons
            if chosen:
                item.setSelected(True)
                parent = item.parent()
                if parent is None or parent.isExpanded():  # making it current would open its layer
                    current = item
        if current is not None and not self.tree.hasFocus():
            index = self.tree.indexFromItem(current)
            self.tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._following = False

    def _rename(self, item: QTreeWidgetItem) -> None:
        if self._following:
            return
        layer, neuron, name = item.data(0, _LAYER), item.data(0, _NEURON), item.text(0)
        if neuron is None:
            self._apply("Rename layer", lambda d: edits.rename_layer(d, layer, name))
        else:
            self._apply("Rename neuron", lambda d: edits.rename_neuron(d, layer, neuron, name))

    def _apply(self, name: str, edit: Edit) -> None:
        try:
            self._session.apply(name, edit)
        except NNDesignerError as error:
            self._notices.show_error(error)
            self._rebuild()

    def _items(self) -> list[QTreeWidgetItem]:
        iterator, found = QTreeWidgetItemIterator(self.tree), []
        while iterator.value() is not None:
            found.append(iterator.value())
            iterator += 1
        return found

    def _fit_height(self) -> None:
        """As tall as its rows: the column around it scrolls, not the tree."""
        rows = sum(
            1 + item.childCount() * item.isExpanded() for item in self._items() if item.parent() is None
        )
        self.tree.setFixedHeight(max(rows, 1) * _ROW + 4)


class _Tree(QTreeWidget):
    def __init__(self, panel: OutlinePanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self.setObjectName("outlineTree")
        self.setAccessibleName("Outline of layers and neurons")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # Only the first column, the name, can be edited; so editing is begun by hand.
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.itemDoubleClicked.connect(lambda item: self.editItem(item, 0))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        header.setSectionResizeMode(1, header.ResizeMode.ResizeToContents)

    def sizeHintForRow(self, _row: int, /) -> int:
        return _ROW

    def sizeHint(self) -> QSize:
        return QSize(160, self.maximumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._panel.delete_selected()
            return
        item = self.currentItem()
        if event.key() == Qt.Key.Key_F2 and item is not None:
            self.editItem(item, 0)
            return
        super().keyPressEvent(event)


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(place) for place in range(item.childCount()))
    return [child for child in found if child is not None]


def _note(layer: Layer) -> str:
    if layer.image_shape is not None:
        return f"{layer.image_shape[0]} × {layer.image_shape[1]}"
    if layer.role is Role.INPUT:
        return f"{layer.size:,}"
    return f"{layer.size:,} · {ACTIVATIONS[layer.activation].label}"


def _own(layer: Layer, neuron: int) -> str:
    override = layer.overrides.get(neuron)
    return ACTIVATIONS[override.activation].label if override is not None and override.activation else ""
