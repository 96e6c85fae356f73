"""The numbers of a list of bars: names, values, and which of them are removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from nndesigner.engine.network import BoolArray
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.format import exact, number

NAME, BAR, VALUE = range(3)

Index = QModelIndex | QPersistentModelIndex


class BarsModel(QAbstractTableModel):
    """Names and numbers. A number that is not there (a removed weight) is shown as such."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._order = np.empty(0, np.int64)
        self._values: FloatArray = np.empty(0)
        self._removed: BoolArray | None = None
        self.scale = 1.0
        """Value of a full bar."""
        self.strongest_first = False
        """Whether rows are in the order of their size."""
        self._sort_due = False
        self.editable = False
        self.hint = ""
        """Last line of the tooltips."""

    def set_rows(self, names: Sequence[str], removed: BoolArray | None = None) -> None:
        """Show another list; its values follow."""
        same = self._removed is removed or (
            self._removed is not None and removed is not None and np.array_equal(self._removed, removed)
        )
        if same and names == self._names:
            return
        self.beginResetModel()
        self._names, self._removed = names, removed
        self._order, self._values = np.arange(len(names)), np.zeros(len(names))
        self._sort_due = self.strongest_first
        self.endResetModel()

    def set_values(self, values: FloatArray) -> None:
        """Show new numbers in the same list, shape (rows,). The order stays until it is asked for."""
        if self._sort_due:
            self.beginResetModel()
            self._order = np.argsort(-np.abs(values), kind="stable")
            self._sort_due = False
            self._take(values)
            self.endResetModel()
            return
        self._take(values)
        if len(self._names):
            self.dataChanged.emit(self.index(0, BAR), self.index(self.rowCount() - 1, VALUE))

    def order(self, strongest_first: bool) -> None:
        """Order by size as it is now, or as the neurons stand."""
        self.beginResetModel()
        self.strongest_first = strongest_first
        sizes = -np.abs(self._values)
        self._order = np.argsort(sizes, kind="stable") if strongest_first else np.arange(len(sizes))
        self.endResetModel()

    def begin(self) -> None:
        """Take the next values as those of another subject."""
        self._sort_due = self.strongest_first

    def place(self, row: int) -> int:
        """Place in the list as given of a row as shown."""
        return int(self._order[row])

    def value(self, row: int) -> float | None:
        """The number of a row as shown; None for one that is removed."""
        place = self._order[row]
        if self._removed is not None and self._removed[place]:
            return None
        return float(self._values[place])

    def name(self, row: int) -> str:
        """The name of a row as shown."""
        return self._names[self.place(row)]

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, bar, value."""
        return 0 if parent is not None and parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Values can be edited, removed ones not."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.editable and index.column() == VALUE and self.value(index.row()) is not None:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts for painting, tooltips, the editor and the screen reader."""
        value = self.value(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == NAME:
                return self.name(index.row())
            return ("removed" if value is None else number(value)) if index.column() == VALUE else None
        if role == Qt.ItemDataRole.EditRole:
            return exact(value) if value is not None else ""
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            said = "removed: stays exactly 0" if value is None else exact(value)
            return f"{self.name(index.row())}: {said}" + (f"\n{self.hint}" if self.hint else "")
        return None

    def _take(self, values: FloatArray) -> None:
        self._values = values
        largest = float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))
        self.scale = largest or 1.0
