"""The runs panel: every training that the project remembers, newest first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QVBoxLayout, QWidget

from nndesigner.document.runs import Run
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.run_columns import COLUMNS, tooltip
from nndesigner.ui.plots.empty import EmptyState
from nndesigner.ui.plots.live_panel import LivePanel
from nndesigner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RunsModel(QAbstractTableModel):
    """Runs as rows; columns are those of `COLUMNS`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._runs: tuple[Run, ...] = ()
        self._regression = False
        self._current: int | None = None

    def show_runs(self, runs: tuple[Run, ...], current: int | None, regression: bool) -> None:
        """Show these, given oldest first."""
        self.beginResetModel()
        self._runs, self._current, self._regression = tuple(reversed(runs)), current, regression
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of runs."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tooltip and alignment of a cell."""
        run, column = self._runs[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(run)
        if role == Qt.ItemDataRole.ToolTipRole:
            mark = "The present weights are of this run.\n" if run.id == self._current else ""
            return mark + tooltip(run)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.regression_name if self._regression and column.regression_name else column.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class RunsPanel(LivePanel):
    """A table of runs. Each begins with fresh weights and ends with a reset."""

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, notices, parent)
        self.setObjectName("runsPanel")
        self.table = QTableView()
        self.model = RunsModel(self)
        self.empty = EmptyState(
            "No runs yet", "Each training from fresh weights is kept here with its settings and results."
        )
        self._stack = QStackedWidget()
        self._arrange()
        self.watch(bridge.runsChanged, bridge.dataChanged)
        self.refresh()

    def refresh(self) -> None:
        """Show the document's runs."""
        document = self.session.document
        regression = document.data is not None and not document.data.prepared.classes
        self.model.show_runs(document.runs, document.progress.run, regression)
        self.table.resizeColumnsToContents()
        self._stack.setCurrentWidget(self.table if document.runs else self.empty)

    def _arrange(self) -> None:
        table = self.table
        table.setObjectName("runsTable")
        table.setAccessibleName("Runs, newest first")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setStretchLastSection(True)
        for page in (self.empty, table):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 4)
        column.addWidget(self._stack)
