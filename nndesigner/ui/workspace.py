"""The page where networks are drawn and trained: toolbar, canvas, and the panels around them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from nndesigner.ui import preferences
from nndesigner.ui.action_set import ActionSet
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.focus import focus_next
from nndesigner.ui.notices import Notices
from nndesigner.ui.own_copy import OwnCopy
from nndesigner.ui.panel_ring import PanelRing
from nndesigner.ui.panels.data_table import DataTablePanel
from nndesigner.ui.panels.evaluation import EvaluationPanel
from nndesigner.ui.panels.inspector.panel import InspectorPanel
from nndesigner.ui.panels.outline import OutlinePanel
from nndesigner.ui.panels.palette import PalettePanel
from nndesigner.ui.panels.runs import RunsPanel
from nndesigner.ui.plots.errors import ErrorsPanel
from nndesigner.ui.plots.progress import ProgressPanel
from nndesigner.ui.plots.weights import WeightsPanel
from nndesigner.ui.theme import Theme
from nndesigner.ui.toolbar import Toolbar

_LEFT, _RIGHT = 212, 300
_UPPER, _LOWER = 580, 340
_PALETTE, _OUTLINE = 320, 180


class Workspace(QWidget):
    """Composes the panels; every one of them reads the session by itself."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        notices: Notices,
        actions: ActionSet,
        canvas: CanvasView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workspace")
        self.canvas = canvas
        self.toolbar = Toolbar(bridge, theme, notices, actions)
        self.palette_panel = PalettePanel(bridge, theme, notices)
        self.palette_panel.addRequested.connect(canvas.add_at_centre)
        self.outline = OutlinePanel(bridge, theme, notices, canvas=canvas)
        self.inspector = InspectorPanel(bridge, theme, notices)
        self.outline.inspectRequested.connect(lambda: focus_next([self.inspector]))
        self.progress = ProgressPanel(bridge, theme, notices)
        self.data_table = DataTablePanel(bridge, theme, notices)
        self.details = QTabWidget()
        self.details.setObjectName("detailTabs")
        self.details.setAccessibleName("Details")
        weights = WeightsPanel(bridge, theme, notices)
        for panel, words in (
            (weights, "Weights"),
            (ErrorsPanel(bridge, theme, notices), "Errors δ"),
            (EvaluationPanel(bridge, theme, notices), "Evaluation"),
            (self.data_table, "Data"),
            (RunsPanel(bridge, theme, notices), "Runs"),
        ):
            self.details.addTab(panel, words)
        self._put_in_corner(weights.chooser)
        self._left = _splitter(
            "left", Qt.Orientation.Vertical, _scrolled(self.palette_panel), _scrolled(self.outline)
        )
        self._splitters: Mapping[str, QSplitter] = {}
        self._arrange()
        OwnCopy(self)
        self.ring = PanelRing(theme, canvas, self)
        self.panels: Mapping[str, QWidget] = {
            "palette": self._left,
            "inspector": self.inspector,
            "progress": self.progress,
            "details": self.details,
        }
        """The panels that can be hidden, by the names of `action_table.PANELS`."""
        for name, shown in self.panels.items():
            shown.setVisible(preferences.shown(name))
        self._show_lower()

    def set_shown(self, panel: str, shown: bool) -> None:
        """Show or hide a panel, and remember it."""
        self.panels[panel].setVisible(shown)
        self._show_lower()
        preferences.remember_shown(panel, shown)

    def is_shown(self, panel: str) -> bool:
        """Whether the user wants to see a panel."""
        return not self.panels[panel].isHidden()

    def remember_sizes(self) -> None:
        """Keep where the splitters stand."""
        for name, splitter in self._splitters.items():
            preferences.remember_state(name, splitter.saveState())

    def focus_places(self) -> list[QWidget]:
        """Where F6 goes, in reading order."""
        left = (self._left.widget(0), self._left.widget(1))
        every = (self.toolbar, *left, self.canvas, self.inspector, self.progress, self.details)
        return [widget for widget in every if widget is not None and widget.isVisible()]

    def _arrange(self) -> None:
        upper = _splitter("upper", Qt.Orientation.Horizontal, self._left, self.canvas, self.inspector)
        lower = _splitter("lower", Qt.Orientation.Horizontal, self.progress, self.details)
        whole = _splitter("whole", Qt.Orientation.Vertical, upper, lower)
        left = self._left
        left.setStretchFactor(0, 1)
        left.setSizes([_PALETTE, _OUTLINE])
        upper.setStretchFactor(1, 1)
        lower.setStretchFactor(0, 1)
        lower.setStretchFactor(1, 1)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        upper.setSizes([_LEFT, 10_000, _RIGHT])
        lower.setSizes([1000, 1170])
        whole.setSizes([_UPPER, _LOWER])
        self._splitters = {"left": left, "upper": upper, "lower": lower, "whole": whole}
        for name, splitter in self._splitters.items():
            state = preferences.window_state(name)
            if state is not None:
                splitter.restoreState(state)
                splitter.setHandleWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(_line())
        column.addWidget(whole, 1)

    def _put_in_corner(self, chooser: QWidget) -> None:
        """The chooser of the first tab stands beside the tabs, where there is room anyway."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 4, 12, 0)
        row.addWidget(chooser)
        self.details.setCornerWidget(holder)
        self.details.currentChanged.connect(lambda index: holder.setVisible(index == 0))

    def _show_lower(self) -> None:
        wanted = self.is_shown("progress") or self.is_shown("details")
        self._splitters["lower"].setVisible(wanted)


def _splitter(name: str, orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setObjectName(f"splitter:{name}")
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter


def _scrolled(panel: QWidget) -> QScrollArea:
    """A panel that is scrolled up and down where there is no room for it."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(panel)
    column.addStretch(1)
    area = QScrollArea()
    area.setObjectName(f"scrolled:{panel.objectName()}")
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumSize(168, 96)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "horizontal")
    return line
