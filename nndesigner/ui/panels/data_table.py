"""The data panel: the table with the use and the prediction of every row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nndesigner.data.bundled import BUNDLED
from nndesigner.data.model import Part
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.data_model import DataModel
from nndesigner.ui.plots.caption import Caption
from nndesigner.ui.plots.empty import EmptyState
from nndesigner.ui.plots.live_panel import LivePanel
from nndesigner.ui.theme import Theme

_REST_MS = 500
_MEASURED_ROWS = 40
"""Rows whose widths are measured to size the columns."""
_FILTERS: tuple[tuple[str, Part | None], ...] = (
    ("all rows", None),
    ("training rows", Part.TRAIN),
    ("validation rows", Part.VALIDATION),
    ("test rows", Part.TEST),
)


class DataTablePanel(LivePanel):
    """A table; going to a row looks at it everywhere."""

    openDataRequested = Signal()
    bundledRequested = Signal(str)
    """A bundled data set was chosen, by its key."""
    rest_ms = _REST_MS

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, notices, parent)
        self.setObjectName("dataTablePanel")
        self.model = DataModel(self.session, theme, self)
        self.table = QTableView()
        self.filter = QComboBox()
        self.summary = Caption("dataSummary")
        self.empty = EmptyState(
            "No data yet", "Open a table of numbers and words, or drop one anywhere on the window."
        )
        self._stack = QStackedWidget()
        self._following = False
        self._arrange()
        self.watch(bridge.parametersChanged, bridge.settingsChanged, theme.changed)
        bridge.dataChanged.connect(self._replaced)
        bridge.networkChanged.connect(self._replaced)
        bridge.selectionChanged.connect(self._follow_sample)
        self.refresh()

    def refresh(self) -> None:
        """Show the present data and predictions."""
        data = self.session.document.data
        before = self.model.columns
        self.model.follow(_FILTERS[max(self.filter.currentIndex(), 0)][1])
        if self.model.columns is not before:
            self.table.resizeColumnsToContents()
        self._page.setVisible(data is not None)
        self._stack.setCurrentWidget(self._page if data is not None else self.empty)
        if data is not None:
            prepared = data.prepared
            counts = [f"{len(prepared.select(part)):,} {name}" for name, part in _parts()]
            left_out = data.table.rows - len(prepared.rows)
            words = f"{data.name} · {data.table.rows:,} rows: {', '.join(counts)}"
            self.summary.setText(words + (f", {left_out:,} left out" if left_out else ""))
        self._follow_sample()

    def _replaced(self) -> None:
        """Rows are other ones now: a click must not lead into the old table, so this does not rest."""
        if self.isVisible():
            self.refresh()
        else:
            self.invalidate()

    def _follow_sample(self) -> None:
        if self.model.source is not self.session.document.data:
            return
        sample = self.session.sample
        row = self.model.row_of(sample) if sample is not None else None
        if row is None:
            self.table.clearSelection()
        elif row != self.table.currentIndex().row():
            self._following = True
            self.table.selectRow(row)
            self._following = False

    def _row_changed(self, current: QModelIndex) -> None:
        sample = self.model.sample_at(current.row()) if current.isValid() else None
        if sample is not None and not self._following:
            self.session.look_at(sample)

    # -- building

    def _arrange(self) -> None:
        self._set_up_table()
        self._set_up_emptiness()
        self.filter.setObjectName("dataFilter")
        self.filter.setAccessibleName("Rows shown")
        self.filter.setToolTip("Which rows to show")
        self.filter.addItems([words for words, _ in _FILTERS])
        self.filter.currentIndexChanged.connect(self.refresh)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.addWidget(self.summary, 1)
        head.addWidget(self.filter)
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(self.table, 1)
        for widget in (self.empty, self._page):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.addWidget(self._stack)

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("dataTable")
        table.setAccessibleName("Data")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(26)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setResizeContentsPrecision(_MEASURED_ROWS)
        table.selectionModel().currentRowChanged.connect(self._row_changed)

    def _set_up_emptiness(self) -> None:
        opening = QPushButton("Open data…")
        opening.setObjectName("dataOpen")
        opening.setProperty("primary", True)
        opening.setToolTip("Open a table of comma- or tab-separated values")
        opening.clicked.connect(self.openDataRequested)
        bundled = QPushButton("Use a bundled data set")
        bundled.setObjectName("dataBundled")
        bundled.setToolTip("Data that comes with the program")
        menu = QMenu(bundled)
        for key, data in BUNDLED.items():
            menu.addAction(data.label).triggered.connect(
                lambda _checked=False, key=key: self.bundledRequested.emit(key)
            )
        bundled.setMenu(menu)
        self.empty.add_button(opening)
        self.empty.add_button(bundled)


def _parts() -> tuple[tuple[str, Part], ...]:
    return tuple((words.removesuffix(" rows"), part) for words, part in _FILTERS if part is not None)
