"""The inspector: the page for what is selected, kept up to date."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.connection import ConnectionSubject
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.layer import LayerSubject
from nndesigner.ui.panels.inspector.network import NetworkSubject
from nndesigner.ui.panels.inspector.neuron import NeuronSubject
from nndesigner.ui.panels.inspector.several import SeveralSubject
from nndesigner.ui.panels.inspector.subject import Subject
from nndesigner.ui.panels.inspector.weight import WeightSubject
from nndesigner.ui.panels.inspector.widgets.scrolled import Scrolled
from nndesigner.ui.theme import Theme

MARGIN = 14

SUBJECTS: Mapping[str, type[Subject]] = MappingProxyType(
    {
        "network": NetworkSubject,
        "layer": LayerSubject,
        "neuron": NeuronSubject,
        "connection": ConnectionSubject,
        "weight": WeightSubject,
        "several": SeveralSubject,
    }
)
"""The page by kind of selection."""


def kind_of(selection: Selection) -> str:
    """Which page shows a selection."""
    if not selection:
        return "network"
    if len(selection) > 1:
        return "several"
    if selection.layers:
        return "layer"
    if selection.neurons:
        return "neuron"
    return "connection" if selection.connections else "weight"


class InspectorPanel(QScrollArea):
    """Shows and edits what is selected. Does nothing while it is hidden, and catches up when it is shown."""

    openDataRequested = Signal()
    bundledRequested = Signal(str)
    """A bundled data set was chosen, by its key."""

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self._context = Context(bridge, theme, notices)
        self._pages: dict[str, Subject] = {}
        self._shown: tuple[str, Selection] | None = None
        self._arrange()
        for signal in (
            bridge.networkChanged,
            bridge.dataChanged,
            bridge.settingsChanged,
            bridge.selectionChanged,
            bridge.historyChanged,
            theme.changed,
        ):
            signal.connect(self._refresh)
        bridge.parametersChanged.connect(self._refresh_values)
        bridge.liveChanged.connect(self._refresh_live)

    @property
    def subject(self) -> Subject:
        """The page in front."""
        kind = self._shown[0] if self._shown is not None else kind_of(self._context.session.selection)
        return self._page(kind)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._refresh()

    def _arrange(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = Scrolled(MARGIN)
        self.setWidget(self._inside)

    def _page(self, kind: str) -> Subject:
        page = self._pages.get(kind)
        if page is None:
            page = self._pages[kind] = SUBJECTS[kind](self._context)
            page.hide()
            if isinstance(page, NetworkSubject):
                page.problems.openDataRequested.connect(self.openDataRequested)
                page.problems.bundledRequested.connect(self.bundledRequested)
            self._inside.column.addWidget(page)
        return page

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        selection = self._context.session.selection
        wanted = kind_of(selection), selection
        if wanted == self._shown:
            self._page(wanted[0]).refresh()
            return
        page = self._page(wanted[0])
        for other in self._pages.values():
            other.setVisible(other is page)
        turned = self._shown is None or self._shown[0] != wanted[0]
        self._shown = wanted
        page.show_selection(selection)
        if turned:
            self.verticalScrollBar().setValue(0)

    def _refresh_values(self) -> None:
        """New numbers; if what is selected is gone already, its own signal will turn the page."""
        if self.isVisible() and self._is_current():
            self.subject.refresh_values()

    def _refresh_live(self) -> None:
        if self.isVisible() and self._is_current() and not self._context.session.selection:
            self.subject.refresh_values()

    def _is_current(self) -> bool:
        selection = self._context.session.selection
        return self._shown == (kind_of(selection), selection)
