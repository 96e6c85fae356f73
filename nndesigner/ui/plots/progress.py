"""The progress panel: cost and accuracy over the epochs, live."""

from __future__ import annotations

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nndesigner.document.runs import Run
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.plots.chart import Chart
from nndesigner.ui.plots.empty import EmptyState
from nndesigner.ui.plots.live_panel import LivePanel
from nndesigner.ui.plots.progress_plot import EARLIER_RUNS, WINDOWS, cost_plot, rate_plot, score_plot
from nndesigner.ui.theme import Theme

COST, SCORE, RATE = 0, 1, 2
"""The tabs."""


class ProgressPanel(LivePanel):
    """Lines for training and validation, of the run that the present weights belong to."""

    rest_ms = 100

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, notices, parent)
        self.setObjectName("progressPanel")
        self.tabs = QTabBar()
        self.log = QToolButton()
        self.earlier = QToolButton()
        self.smooth = QToolButton()
        self.whole = QToolButton()
        self._window = 1
        self.chart = Chart(theme)
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self._arrange()
        self.watch(
            bridge.liveChanged,
            bridge.runsChanged,
            bridge.dataChanged,
            bridge.networkChanged,
            bridge.settingsChanged,
        )
        self.refresh()

    def refresh(self) -> None:
        """Show the present measurements."""
        history = self.session.run_history
        self._follow_task()
        if not len(history):
            self._stack.setCurrentWidget(self.empty)
            return
        right = float(self.session.training.live.until_epoch) if self.session.training.live else 0.0
        earlier = self._earlier_runs() if self.earlier.isChecked() else ()
        window = self._window
        tab, log = self.tabs.currentIndex(), self.log.isChecked()
        if tab == COST:
            plot = cost_plot(history, right, log=log, window=window, earlier=earlier)
        elif tab == RATE:
            plot = rate_plot(history, right, log=log)
        else:
            plot = score_plot(history, right, window=window, earlier=earlier)
        self.chart.show_plot(plot)
        self._stack.setCurrentWidget(self.chart)

    def set_smoothing(self, window: int) -> None:
        """Show means of so many measurements; 1 shows every one as it is."""
        self._window = window
        self.smooth.setText("smooth" if window == 1 else f"smooth: mean of {window}")
        self.invalidate()

    # -- inside

    def _follow_task(self) -> None:
        data = self.session.document.data
        score = "R²" if data is not None and not data.prepared.classes else "Accuracy"
        self.tabs.setTabText(SCORE, score)
        tab = self.tabs.currentIndex()
        self.log.setVisible(tab != SCORE)
        self.smooth.setVisible(tab != RATE)
        self.earlier.setVisible(tab != RATE and bool(self._earlier_runs()))
        what = {COST: "cost", RATE: "learning rate"}.get(tab, score.replace("Acc", "acc"))
        self.empty.say("Nothing trained yet", f"The {what} of every epoch appears here once you press Train.")

    def _earlier_runs(self) -> tuple[Run, ...]:
        current = self.session.document.current_run
        return tuple(run for run in self.session.document.runs if run is not current)[-EARLIER_RUNS:]

    def _arrange(self) -> None:
        self._set_up_controls()
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 12, 0)
        head.setSpacing(8)
        head.addWidget(self.tabs)
        head.addStretch(1)
        for control in (self.whole, self.earlier, self.log, self.smooth):
            head.addWidget(control)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.chart)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _set_up_controls(self) -> None:
        self.tabs.setObjectName("progressTabs")
        self.tabs.setAccessibleName("Cost, accuracy or learning rate")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab("Cost")
        self.tabs.addTab("Accuracy")
        self.tabs.addTab("Learning rate")
        self.tabs.setTabToolTip(COST, "The cost that training minimises")
        self.tabs.setTabToolTip(SCORE, "How good the predictions are")
        self.tabs.setTabToolTip(RATE, "η in force, its schedule and warm-up included")
        self.tabs.currentChanged.connect(self.refresh)
        for button, name, words, tip in (
            (self.log, "log", "log", "Draw the values on a logarithmic axis"),
            (self.earlier, "earlier", "earlier runs", "Draw the runs before this one faintly behind it"),
        ):
            button.setObjectName(f"progress:{name}")
            button.setText(words)
            button.setAccessibleName(tip)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.toggled.connect(self.refresh)
        self.whole.setObjectName("progress:whole")
        self.whole.setText("show all")
        self.whole.setAccessibleName("Show all epochs")
        self.whole.setToolTip("Show all epochs again (or double-click the plot)")
        self.whole.clicked.connect(self.chart.show_all)
        self.whole.hide()
        self.chart.zoomChanged.connect(self.whole.setVisible)
        self._set_up_smoothing()

    def _set_up_smoothing(self) -> None:
        self.smooth.setObjectName("progress:smooth")
        self.smooth.setAccessibleName("Smoothing")
        self.smooth.setToolTip("Show each value as the mean of so many measurements up to it")
        self.smooth.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu, group = QMenu(self.smooth), QActionGroup(self.smooth)
        for window in WINDOWS:
            words = "Every value as it is" if window == 1 else f"Mean of {window} measurements"
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(window == 1)
            action.triggered.connect(lambda _checked=False, window=window: self.set_smoothing(window))
            group.addAction(action)
        self.smooth.setMenu(menu)
        self.set_smoothing(1)
