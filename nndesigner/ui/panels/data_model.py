"""The table of the project's data for a view: part, target, prediction, and every column as in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nndesigner.data.model import ColumnPlan, ColumnRole, Kind, Part, Scaling
from nndesigner.data.source import DataSource
from nndesigner.document.model import Document
from nndesigner.engine.costs import COSTS
from nndesigner.session.session import Session
from nndesigner.ui.format import MINUS, exact, number
from nndesigner.ui.panels.predictions import Prediction, Predictions, samples_by_row
from nndesigner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
PART_WORDS = ("training", "validation", "test")
_LEFT_OUT = "left out"
_SCALINGS = {Scaling.NONE: "as it is", Scaling.STANDARD: "standardised", Scaling.MINMAX: "scaled 0 to 1"}


@dataclass(frozen=True)
class Column:
    """One column of the view.

    Attributes:
        name, role: Two lines of its heading.
        tip: Tooltip of the heading.
        text: Cell by row of the table.
        numeric: Whether it is set at the right.
        predicted: Whether it changes with the weights.
    """

    name: str
    role: str
    tip: str
    text: Callable[[int], str]
    numeric: bool = False
    predicted: bool = False


class DataModel(QAbstractTableModel):
    """Rows of the table, all or those of one part."""

    def __init__(self, session: Session, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._data: DataSource | None = None
        self._predictions: Predictions | None = None
        self._samples: NDArray[np.int64] = np.empty(0, np.int64)
        self._rows: NDArray[np.int64] = np.empty(0, np.int64)
        self._columns: tuple[Column, ...] = ()
        self._part: Part | None = None

    @property
    def source(self) -> DataSource | None:
        """Whose rows are shown."""
        return self._data

    @property
    def columns(self) -> tuple[Column, ...]:
        """What is shown."""
        return self._columns

    def follow(self, part: Part | None) -> None:
        """Show the session's present data, only the rows of a part if one is given."""
        document = self._session.document
        data = document.data
        if data is self._data and part is self._part and self._predicts_for(document):
            self._follow_parameters()
            return
        self.beginResetModel()
        self._data, self._part = data, part
        self._predictions = Predictions(document, data) if data is not None else None
        self._columns, self._rows = (), np.empty(0, np.int64)
        if data is not None and self._predictions is not None:
            self._predictions.use(self._session.parameters)
            self._samples = samples_by_row(data.prepared, data.table.rows)
            shown = data.prepared.rows[data.prepared.select(part)]
            self._rows = shown if part is not None else np.arange(data.table.rows)
            self._columns = self._all_columns(data, self._predictions)
        self.endResetModel()

    def _predicts_for(self, document: Document) -> bool:
        """Whether only the weights may have changed."""
        known = self._predictions
        if known is None:
            return False
        boundary = COSTS[document.training.cost].boundary
        return known.network is document.network and known.boundary == boundary

    def _follow_parameters(self) -> None:
        if self._predictions is None or not len(self._rows):
            return
        self._predictions.use(self._session.parameters)
        changing = [at for at, column in enumerate(self._columns) if column.predicted]
        if changing:
            self.dataChanged.emit(self.index(0, changing[0]), self.index(len(self._rows) - 1, changing[-1]))

    def sample_at(self, row: int) -> int | None:
        """Prepared row shown in a row of the view; None if it was left out."""
        sample = int(self._samples[self._rows[row]])
        return sample if sample >= 0 else None

    def row_of(self, sample: int) -> int | None:
        """Row of the view that shows a prepared row."""
        if self._data is None:
            return None
        wanted = int(self._data.prepared.rows[sample])
        place = int(np.searchsorted(self._rows, wanted))
        return place if place < len(self._rows) and self._rows[place] == wanted else None

    # -- Qt

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number of columns shown."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, alignment, colour and exact values."""
        column, row = self._columns[index.column()], int(self._rows[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.numeric)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(column, row)
        if role == Qt.ItemDataRole.ToolTipRole and column.predicted:
            found = self._prediction(row)
            return None if found is None else f"{found.words} · output {exact(found.output)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names and roles of columns; numbers of rows as in the file, from 1."""
        if orientation is Qt.Orientation.Vertical:
            return int(self._rows[section]) + 1 if role == Qt.ItemDataRole.DisplayRole else None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{column.name}\n{column.role}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip
        return _alignment(column.numeric) if role == Qt.ItemDataRole.TextAlignmentRole else None

    # -- columns

    def _all_columns(self, data: DataSource, predictions: Predictions) -> tuple[Column, ...]:
        planned = [self._file_column(data, plan) for plan in data.recipe.columns]
        wanted = [plan.role is ColumnRole.TARGET for plan in data.recipe.columns]
        target = [column for column, chosen in zip(planned, wanted, strict=True) if chosen]
        others = [column for column, chosen in zip(planned, wanted, strict=True) if not chosen]
        predicted = self._predicted_columns(data) if predictions.possible else []
        part = Column("used for", "", "Which part of the data the row belongs to", self._part_words)
        return (part, *target, *predicted, *others)

    def _predicted_columns(self, data: DataSource) -> list[Column]:
        regression = not data.prepared.classes
        words = Column(
            "predicted",
            "by the network",
            "What the network predicts with its present weights",
            lambda row: (
                ""
                if (found := self._prediction(row)) is None
                else found.words.replace("-", MINUS)
                if regression
                else found.words
            ),
            numeric=regression,
            predicted=True,
        )
        output = Column(
            "output a",
            "before scaling" if regression else "that decides",
            "Activation of the output neuron, in the scaled unit that the network learns"
            if regression
            else "Activation of the output neuron that decides: the highest, or the only one",
            lambda row: "" if (found := self._prediction(row)) is None else number(found.output),
            numeric=True,
            predicted=True,
        )
        return [words, output]

    def _file_column(self, data: DataSource, plan: ColumnPlan) -> Column:
        cells = data.table.column(plan.name).text
        numeric = plan.kind is Kind.NUMBER
        role = {ColumnRole.IGNORE: "ignored"}.get(plan.role, plan.role.value)
        scaled = numeric and plan.role is not ColumnRole.IGNORE
        tip = f"{plan.name}: {role}, {plan.kind.value}{', ' + _SCALINGS[plan.scaling] if scaled else ''}"
        if not numeric:
            return Column(plan.name, role, tip, lambda row: str(cells[row]))
        return Column(plan.name, role, tip, lambda row: str(cells[row]).replace("-", MINUS), numeric=True)

    def _part_words(self, row: int) -> str:
        sample = int(self._samples[row])
        if self._data is None or sample < 0:
            return _LEFT_OUT
        return PART_WORDS[self._data.prepared.parts[sample]]

    def _prediction(self, row: int) -> Prediction | None:
        sample = int(self._samples[row])
        return self._predictions.of(sample) if self._predictions is not None and sample >= 0 else None

    def _color(self, column: Column, row: int) -> object:
        if column.role == "ignored" or self._samples[row] < 0:
            return self._theme.color("faint")
        found = self._prediction(row) if column.predicted else None
        if found is None or found.right is None:
            return None
        return self._theme.color("good_text" if found.right else "warning_text")


def _alignment(numeric: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
