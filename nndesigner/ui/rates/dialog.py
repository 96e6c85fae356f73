"""The window that looks for a learning rate."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from nndesigner.document import edits
from nndesigner.engine.descent_curve import DescentCurve
from nndesigner.engine.range_test import RangeTest
from nndesigner.errors import NNDesignerError
from nndesigner.ui import conditions
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.rates.page import RatePage
from nndesigner.ui.rates.questions import GradientQuestion, RangeQuestion, eta
from nndesigner.ui.style import set_look
from nndesigner.ui.theme import Theme

_SIZE = QSize(760, 580)
_STEPS = 1000
_BAR_WIDTH = 160


class RateDialog(QDialog):
    """Two ways to look for η, and a button that uses what was found. It does not block the main window.

    Attributes:
        tabs: Which way is in front.
        work: Cancels what is under way, or begins again.
        use: Takes the η that was found or picked; Enter does so too, unless what was found has a caveat.
        state: Whether what is shown still holds.
    """

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rateDialog")
        self.setWindowTitle("Find a learning rate")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._notices = bridge.session, notices
        self.range_page: RatePage[RangeTest] = RatePage(RangeQuestion(), bridge, theme)
        self.gradient_page: RatePage[DescentCurve] = RatePage(GradientQuestion(), bridge, theme)
        self.tabs = QTabWidget()
        self.work, self.use = QPushButton(), QPushButton()
        self.state = QLabel()
        self._bar = QProgressBar()
        self._arrange()
        for signal in (
            self.range_page.changed,
            self.gradient_page.changed,
            bridge.historyChanged,
            bridge.liveChanged,
            self.tabs.currentChanged,
        ):
            signal.connect(self._refresh)
        self._refresh()
        self.resize(_SIZE)
        self.range_page.chart.setFocus()

    @property
    def page(self) -> RatePage[RangeTest] | RatePage[DescentCurve]:
        """The page in front."""
        return self.gradient_page if self.tabs.currentIndex() else self.range_page

    def done(self, result: int) -> None:
        """Close, and end what is under way."""
        self.range_page.cancel()
        self.gradient_page.cancel()
        super().done(result)

    # -- inside

    def _work_clicked(self) -> None:
        if self.page.busy:
            self.page.cancel()
        else:
            self.page.ask()

    def _use_chosen(self) -> None:
        rate = self.page.chosen
        if rate is None:
            return
        try:
            self._session.apply(
                "Set learning rate η", lambda document: edits.set_training(document, learning_rate=rate)
            )
        except NNDesignerError as error:
            self._notices.show_error(error)

    def _refresh(self) -> None:
        page = self.page
        self._bar.setVisible(page.busy)
        self._bar.setValue(round(page.share * _STEPS))
        self.state.setVisible(not page.busy)
        self.state.setText(_state_words(page))
        set_look(self.state, "role", "error" if page.stale else "muted")
        self._refresh_work(page)
        self._refresh_use(page)

    def _refresh_work(self, page: RatePage[RangeTest] | RatePage[DescentCurve]) -> None:
        reason = None if page.busy else conditions.at_rest(self._session)
        self.work.setText("Cancel" if page.busy else "Run again" if page.asked else "Run")
        self.work.setEnabled(reason is None)
        says = "Stop, and keep what was found" if page.busy else "Look again, with the project as it is"
        self.work.setToolTip(reason or says)

    def _refresh_use(self, page: RatePage[RangeTest] | RatePage[DescentCurve]) -> None:
        rate, present = page.chosen, self._session.document.training.learning_rate
        caveat, objection = page.caveat, page.objection
        self.use.setText("Use η" if rate is None else f"Use {eta(rate)}" + (f", {caveat}" if caveat else ""))
        self.use.setEnabled(rate is not None and rate != present)
        (self.work if caveat else self.use).setDefault(True)
        set_look(self.use, "primary", not caveat)
        if rate is None:
            says = objection or "Click a point of the curve to choose its η"
        elif rate == present:
            says = "η has this value already"
        else:
            says = "Train with this learning rate" + ("" if caveat else " (Enter)")
        self.use.setToolTip(says)

    def _arrange(self) -> None:
        self.tabs.setObjectName("rateTabs")
        self.tabs.setAccessibleName("How to look for a learning rate")
        self.tabs.addTab(self.range_page, RangeQuestion.title)
        self.tabs.addTab(self.gradient_page, GradientQuestion.title)
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setAccessibleName("Share of the work that is done")
        self.work.setObjectName("rateWork")
        self.work.clicked.connect(self._work_clicked)
        self.use.setObjectName("rateUse")
        self.use.clicked.connect(self._use_chosen)
        self.state.setObjectName("rateState")
        close = QPushButton("Close")
        close.setObjectName("rateClose")
        close.setToolTip("Close this window (Esc)")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        for widget in (self.work, self._bar, self.state):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 16)
        column.setSpacing(12)
        column.addWidget(self.tabs, 1)
        column.addLayout(row)


def show_rate_dialog(bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget) -> RateDialog:
    """Open the window, or bring the one that is open to the front."""
    dialog = parent.findChild(RateDialog)
    if not isinstance(dialog, RateDialog):
        dialog = RateDialog(bridge, theme, notices, parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def _state_words(page: RatePage[RangeTest] | RatePage[DescentCurve]) -> str:
    if page.stale:
        return "The project has changed since."
    return "Cancelled." if page.cancelled else ""
