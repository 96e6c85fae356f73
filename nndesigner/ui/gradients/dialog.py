"""The window that checks the gradients of the whole network."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nndesigner.document.model import Document
from nndesigner.engine.gradient_check import GradientCheck, GradientChecking
from nndesigner.errors import NNDesignerError
from nndesigner.session.gradient_checking import gradient_checking
from nndesigner.session.rate_finding import same_answer
from nndesigner.ui import conditions
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.gradients import words
from nndesigner.ui.gradients.rows import Rows, selection
from nndesigner.ui.gradients.table import ERROR, WHERE, GradientTable
from nndesigner.ui.panels.inspector.slices import Slices
from nndesigner.ui.plots.empty import EmptyState
from nndesigner.ui.style import set_look
from nndesigner.ui.theme import Theme

MOST = 20_000
"""Of larger networks so many parameters are drawn: each costs two passes."""

_SIZE = QSize(700, 520)
_STEPS = 1000
_BAR_WIDTH = 160
_ROW = 26
_LINES = 2
_NUMBER_WIDTH = 112
_SYMBOL_WIDTH = 80


class GradientDialog(QDialog):
    """Compares all parameters when it is opened, in slices, so that the main window stays usable.

    Attributes:
        table: All parameters with both gradients; going to one selects it on the canvas.
        verdict: Whether the gradients agree.
        work: Cancels the check, or begins it again.
        state: Whether what is shown still holds.
    """

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gradientDialog")
        self.setWindowTitle("Check gradients")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = bridge.session
        self._slices: Slices[GradientCheck] = Slices(self._finish, self)
        self._document: Document | None = None
        self._checking: GradientChecking | None = None
        self._cancelled = False
        self.model = GradientTable(theme, self)
        self.table, self.empty, self._stack = QTableView(), EmptyState(), QStackedWidget()
        self.intro, self.verdict, self.state = QLabel(), QLabel(), QLabel()
        self.work, self._bar = QPushButton(), QProgressBar()
        self._arrange()
        for signal in (bridge.historyChanged, bridge.liveChanged):
            signal.connect(self._refresh)
        self.resize(_SIZE)
        self.ask()

    @property
    def busy(self) -> bool:
        """Whether the check is under way."""
        return self._slices.busy

    def ask(self) -> None:
        """Check the present document; a check under way is dropped."""
        self._slices.stop()
        self._document, self._cancelled = self._session.document, False
        self.intro.setText(words.intro(self._document))
        self.model.show_rows(None, None)
        self.verdict.setText("")
        self.empty.say("Comparing…", "")
        self._stack.setCurrentWidget(self.empty)
        try:
            self._checking = gradient_checking(self._document, self._session.parameters, MOST)
        except NNDesignerError as error:
            self._checking = None
            self.empty.say(error.what, error.remedy)
        else:
            self._slices.ask(self._compare)
        self._refresh()

    def cancel(self) -> None:
        """End at once, keeping what was compared up to now."""
        if self.busy and self._checking is not None:
            self._slices.stop()
            self._cancelled = True
            self._finish(self._checking.result())

    def done(self, result: int) -> None:
        """Close, and end what is under way."""
        self._slices.stop()
        super().done(result)

    # -- inside

    def _compare(self) -> Iterator[GradientCheck | None]:
        checking = self._checking
        if checking is None:
            return
        for _ in checking:
            self._bar.setValue(_STEPS * checking.done // checking.planned)
            yield None
        yield checking.result()

    def _finish(self, found: GradientCheck | None) -> None:
        if found is not None and self._checking is not None and self._document is not None:
            network = self._document.network
            self.model.show_rows(self._document, Rows.of(network, found.comparison))
            self._stack.setCurrentWidget(self.table)
            said = words.verdict(found, self._checking.planned, network.parameter_count)
            self.verdict.setText(said)
            set_look(self.verdict, "role", "error" if found.parameters_apart else "strong")
        self._refresh()

    def _refresh(self) -> None:
        busy, stale = self.busy, self._stale()
        self._bar.setVisible(busy)
        self.state.setVisible(not busy)
        self.state.setText(
            "The project has changed since." if stale else "Cancelled." if self._cancelled else ""
        )
        set_look(self.state, "role", "error" if stale else "muted")
        reason = None if busy else conditions.at_rest(self._session)
        self.work.setText("Cancel" if busy else "Run again")
        self.work.setEnabled(reason is None)
        says = "Stop, and keep what was compared" if busy else "Compare again, with the project as it is"
        self.work.setToolTip(reason or says)

    def _stale(self) -> bool:
        return self._document is not None and not same_answer(self._document, self._session.document)

    def _work_clicked(self) -> None:
        if self.busy:
            self.cancel()
        else:
            self.ask()

    def _go(self, current: QModelIndex) -> None:
        """Select what a row is about, where it still exists."""
        place = self.model.place(current.row()) if current.isValid() else None
        if place is not None and self._document is not None:
            chosen = selection(self._document.network, place).within(self._session.document.network)
            if chosen:
                self._session.select(chosen)

    # -- building

    def _arrange(self) -> None:
        self._set_up_words()
        self._set_up_table()
        self._set_up_work()
        close = QPushButton("Close")
        close.setObjectName("gradientClose")
        close.setToolTip("Close this window (Esc)")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.work, self._bar, self.state):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(close)
        for button in (self.work, close):
            button.setAutoDefault(False)  # Enter belongs to the table
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.intro)
        column.addWidget(self.verdict)
        column.addWidget(self._stack, 1)
        column.addLayout(row)

    def _set_up_words(self) -> None:
        self.intro.setProperty("role", "muted")
        self.intro.setObjectName("gradientIntro")
        self.verdict.setObjectName("gradientVerdict")
        self.verdict.setAccessibleName("Whether the gradients agree")
        self.state.setObjectName("gradientState")
        for label in (self.intro, self.verdict):
            label.setWordWrap(True)
        # Room for the sentence that follows, so that nothing jumps.
        self.verdict.setMinimumHeight(_LINES * self.verdict.fontMetrics().lineSpacing())

    def _set_up_work(self) -> None:
        self.work.setObjectName("gradientWork")
        self.work.clicked.connect(self._work_clicked)
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setAccessibleName("Share of the parameters that are compared")

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("gradientTable")
        table.setAccessibleName("Both gradients of every parameter")
        table.setToolTip("Click a row to select the weight or the neuron on the canvas")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(ERROR, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        header.setSortIndicatorShown(False)
        for column in range(self.model.columnCount()):
            table.setColumnWidth(column, _NUMBER_WIDTH)
        table.setColumnWidth(0, _SYMBOL_WIDTH)
        header.setSectionResizeMode(WHERE, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(self._go)
        for widget in (self.empty, table):
            self._stack.addWidget(widget)


def show_gradient_dialog(bridge: Bridge, theme: Theme, parent: QWidget) -> GradientDialog:
    """Open the window, or bring the one that is open to the front."""
    dialog = parent.findChild(GradientDialog)
    if not isinstance(dialog, GradientDialog):
        dialog = GradientDialog(bridge, theme, parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog
