"""Precision, recall and F1 of each class as a table."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nndesigner.engine.metrics import ClassScores
from nndesigner.ui.format import exact, number

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADINGS = (
    ("class", ""),
    ("precision", "Of the rows predicted as the class, the share that is of it"),
    ("recall", "Of the rows of the class, the share that is predicted as it"),
    ("F1", "Harmonic mean of precision and recall"),
    ("rows", "Rows of the class"),
)


class ClassScoresModel(QAbstractTableModel):
    """One row per class."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._scores: ClassScores | None = None

    def show_scores(self, names: tuple[str, ...], scores: ClassScores) -> None:
        """Show other scores; the view keeps its place if the classes are the same."""
        if names == self._names:
            self._scores = scores
            self.dataChanged.emit(self.index(0, 0), self.index(len(names) - 1, len(_HEADINGS) - 1))
            return
        self.beginResetModel()
        self._names, self._scores = names, scores
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of classes."""
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, exact value and alignment."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if self._scores is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        scores, row = self._scores, index.row()
        if index.column() == 0:
            return self._names[row]
        if index.column() == len(_HEADINGS) - 1:
            return f"{int(scores.rows[row]):,}"
        value = float((scores.precision, scores.recall, scores.f1)[index.column() - 1][row])
        return number(value) if role == Qt.ItemDataRole.DisplayRole else exact(value)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column names and what they mean."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section][0]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _HEADINGS[section][1]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
