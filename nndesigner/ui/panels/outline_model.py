"""The network as a tree of rows, worked out when they are asked for: ten thousand neurons cost nothing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from nndesigner.document.names import neuron_names
from nndesigner.engine.network import Connection, Layer
from nndesigner.session.session import Session
from nndesigner.ui.panels.outline_rows import (
    GROUP,
    Kind,
    Row,
    connection_name,
    described,
    group_name,
    grouped,
    layer_note,
    neuron_note,
    spoken,
)

NOTE = Qt.ItemDataRole.UserRole
"""The role of what stands faintly at the right of a row."""
_SHIFT = 20
"""An index keeps the row of its layer, from 1, in the upper bits and its group, from 1, in the lower ones."""
_GROUPS = (1 << _SHIFT) - 1
_HEADING = "Connections"

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class OutlineModel(QAbstractItemModel):
    """Layers in forward order with their neurons; then the connections, in the order they were made."""

    renamed = Signal(object, str)
    """The user typed a name; carries the `Row` and the name."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._layers: tuple[Layer, ...] = ()
        self._connections: tuple[Connection, ...] = ()
        self._places: dict[int, int] = {}
        self._names: dict[int, tuple[str, ...]] = {}

    def reload(self) -> None:
        """Show the present network."""
        self.beginResetModel()
        network = self._session.document.network
        self._layers, self._connections = network.forward_order, network.connections
        self._places = {layer.id: place for place, layer in enumerate(self._layers)}
        self._names = {}
        self.endResetModel()

    # -- rows and indexes

    def row_at(self, index: Index) -> Row:
        """What an index stands for."""
        place, owner = index.row(), index.internalId()
        if owner == 0:
            if place == len(self._layers):
                return Row(Kind.CONNECTIONS)
            return Row(Kind.LAYER, self._layers[place].id)
        above, group = (owner >> _SHIFT) - 1, owner & _GROUPS
        if above == len(self._layers):
            return Row(Kind.CONNECTION, connection=self._connections[place].id)
        layer = self._layers[above]
        if group == 0 and grouped(layer):
            return Row(Kind.GROUP, layer.id, group=place)
        first = (group - 1) * GROUP if group else 0
        return Row(Kind.NEURON, layer.id, layer.neurons[first + place])

    def index_of(self, row: Row) -> QModelIndex:
        """Where a row stands; an invalid index where it does not exist."""
        if row.kind is Kind.CONNECTIONS:
            return self.index(len(self._layers), 0)
        if row.kind is Kind.CONNECTION:
            ids = [connection.id for connection in self._connections]
            heading = self.index(len(self._layers), 0)
            return self.index(ids.index(row.connection), 0, heading) if row.connection in ids else _NOWHERE
        if row.layer not in self._places:
            return _NOWHERE
        top = self.index(self._places[row.layer], 0)
        layer = self._layers[top.row()]
        if row.kind is Kind.LAYER:
            return top
        if row.kind is Kind.GROUP and row.group is not None:
            return self.index(row.group, 0, top) if grouped(layer) else _NOWHERE
        place = layer.index_by_neuron.get(row.neuron) if row.neuron is not None else None
        if place is None:
            return _NOWHERE
        if not grouped(layer):
            return self.index(place, 0, top)
        return self.index(place % GROUP, 0, self.index(place // GROUP, 0, top))

    def below(self, parent: Index = _NOWHERE) -> Iterator[QModelIndex]:
        """The indexes below one."""
        return (self.index(place, 0, parent) for place in range(self.rowCount(parent)))

    def trail(self, index: Index) -> list[tuple[Row, int]]:
        """A row and those above it, each with its place below the next: a way back after a change."""
        found = []
        while index.isValid():
            found.append((self.row_at(index), index.row()))
            index = self.parent(index)
        return found

    def end_of(self, trail: list[tuple[Row, int]]) -> QModelIndex:
        """Where a trail leads now: to its row, or to what has taken the place of that."""
        gone: int | None = None
        for row, place in trail:
            index = self.index_of(row)
            if index.isValid():
                return index if gone is None else self._nearest(gone, index)
            gone = place
        return self._nearest(gone, _NOWHERE) if gone is not None else QModelIndex()

    def _nearest(self, place: int, parent: QModelIndex) -> QModelIndex:
        rows = self.rowCount(parent)
        return self.index(min(place, rows - 1), 0, parent) if rows else parent

    # -- Qt

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """The index of a row below another one."""
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, 0)
        owner = parent.internalId()
        if owner == 0:
            return self.createIndex(row, 0, (parent.row() + 1) << _SHIFT)
        return self.createIndex(row, 0, owner + parent.row() + 1)

    # Qt has two functions of this name, that of QObject without an argument; one cannot override both.
    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """The index above one."""
        owner = index.internalId() if index.isValid() else 0
        if owner == 0:
            return QModelIndex()
        above, group = (owner >> _SHIFT) - 1, owner & _GROUPS
        if group == 0:
            return self.createIndex(above, 0, 0)
        return self.createIndex(group - 1, 0, (above + 1) << _SHIFT)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of rows below an index."""
        if not parent.isValid():
            return len(self._layers) + bool(self._connections)
        row = self.row_at(parent)
        if row.kind is Kind.CONNECTIONS:
            return len(self._connections)
        if row.layer is None or row.kind is Kind.NEURON:
            return 0
        layer = self._layers[self._places[row.layer]]
        if row.kind is Kind.GROUP and row.group is not None:
            return min(GROUP, layer.size - row.group * GROUP)
        return -(-layer.size // GROUP) if grouped(layer) else layer.size

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        """One column; notes have a role of their own."""
        return 1

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The header is hidden, but screen readers tell it."""
        return "Name" if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Layers and neurons have names that can be changed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.row_at(index).kind in (Kind.LAYER, Kind.NEURON):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, note, and both in words with the present numbers."""
        if not index.isValid():
            return None
        row = self.row_at(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._name(row)
        if role == NOTE:
            return self._note(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self._session.document.network, row, self._name(row), self._note(row))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return described(self._session, row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, described(self._session, row))
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand a typed name on; the row changes when the document does."""
        if role == Qt.ItemDataRole.EditRole and index.isValid() and str(value) != self.data(index):
            self.renamed.emit(self.row_at(index), str(value))
        return False

    def _layer(self, row: Row) -> Layer | None:
        return self._layers[self._places[row.layer]] if row.layer is not None else None

    def _name(self, row: Row) -> str:
        network, layer = self._session.document.network, self._layer(row)
        if row.connection is not None:
            return connection_name(network, network.connection(row.connection))
        if layer is None:
            return _HEADING
        if row.kind is Kind.GROUP and row.group is not None:
            return group_name(layer, row.group)
        if row.neuron is None:
            return layer.name
        if layer.id not in self._names:
            self._names[layer.id] = neuron_names(self._session.document, layer)
        return self._names[layer.id][layer.index_by_neuron[row.neuron]]

    def _note(self, row: Row) -> str:
        network, layer = self._session.document.network, self._layer(row)
        if row.connection is not None:
            return f"{network.weight_count(network.connection(row.connection)):,}"
        if layer is None:
            return f"{len(self._connections):,}"
        if row.neuron is not None:
            return neuron_note(layer, row.neuron)
        return layer_note(layer) if row.kind is Kind.LAYER else ""


def _tip(row: Row, words: str) -> str:
    can = {Kind.LAYER: " F2 renames, Delete removes.", Kind.NEURON: " F2 renames, Delete removes."}
    can[Kind.CONNECTION] = " Delete removes."
    return f"{words}.{can.get(row.kind, '')}"
