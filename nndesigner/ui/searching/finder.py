"""Finding layers and neurons by part of a name: what fits is selected while one types."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QTimer
from PySide6.QtWidgets import QWidget

from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.naming import counted
from nndesigner.ui.searching.neuron_rows import NeuronRows, Thing
from nndesigner.ui.searching.places import area_in
from nndesigner.ui.searching.popup import Kind, SearchPopup
from nndesigner.ui.searching.sight import Mark, area_of, brought_into_sight
from nndesigner.ui.theme import Theme

SELECT_MS = 40
"""So long after the last letter the selection follows: nobody reads it while typing on."""
_KIND = Kind(
    name="finder",
    title="Find neurons",
    prompt="Find neurons by name, activation, “frozen”",
    nothing="No layer or neuron is called so, has this activation or is “frozen”.",
    width=360,
    lines=8,
    stays=True,
)
_LEAST_ROOM = 160
"""Pixels beside the list that are enough to show something in."""
_INVITATION = "Type, and everything with that name is selected: “hidden 1”, “neuron 3”, “petal”."


class Finder(QObject):
    """Escape closes it and keeps what is selected; with nothing typed, it is what it was before."""

    def __init__(self, window: QWidget, canvas: CanvasView, bridge: Bridge, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._canvas = window, canvas
        self._session: Session = bridge.session
        self.popup = SearchPopup(_KIND, theme, window)
        self._mark = Mark(theme, canvas)
        self._rows = NeuronRows(bridge.session.document)
        self._before = Selection()
        self._shown: Thing | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SELECT_MS)
        self._timer.timeout.connect(self._select)
        self.popup.typed.connect(self._typed)
        self.popup.entered.connect(self._go_on)
        self.popup.closed.connect(self._settle)
        self.popup.list.moved.connect(self._say)
        self.popup.list.picked.connect(lambda row: self._show(row.key))
        bridge.networkChanged.connect(self._network_changed)
        bridge.dataChanged.connect(self._network_changed)
        canvas.stage.viewportChanged.connect(self._follow_view)

    def open(self) -> None:
        """Open at the right of the canvas, or take the keyboard if it is open."""
        typed = self.popup.field.text() if self.popup.isVisible() else ""
        if not self.popup.isVisible():
            self._before, self._shown = self._session.selection, None
            self._rows = NeuronRows(self._session.document)
        self.popup.open_over(self._area, self._rows, typed)
        self.popup.field.selectAll()

    def _typed(self) -> None:
        self._forget_shown()
        self._timer.start()

    def _select(self) -> None:
        """Select all that was found."""
        self._timer.stop()
        found = self._rows.selection(self.popup.list.found)
        self._session.select(found if self.popup.field.text().strip() else self._before)

    def _go_on(self, thing: Thing) -> None:
        """Show the one that the list stands on; if that is shown already, the next one."""
        if self._timer.isActive():
            self._select()
        if thing == self._shown:
            self.popup.list.step(1)
        row = self.popup.current
        if row is not None:
            self._show(row.key)

    def _show(self, thing: Thing) -> None:
        self._shown = thing
        stage = self._canvas.stage
        area = area_of(stage.geometry, *thing)
        view = brought_into_sight(stage.viewport, area, self._free())
        if view is not stage.viewport:
            stage.fly_to(view)
        self._follow_view()

    def _follow_view(self) -> None:
        if self._shown is not None:
            stage = self._canvas.stage
            self._mark.surround(stage.viewport.rect_to_screen(area_of(stage.geometry, *self._shown)))

    def _forget_shown(self) -> None:
        self._shown = None
        self._mark.hide()

    def _network_changed(self) -> None:
        """Look through what there is now; the selection is the user's."""
        self._forget_shown()
        if self.popup.isVisible():
            self._rows = NeuronRows(self._session.document)
            self.popup.look_through(self._rows)

    def _settle(self) -> None:
        """Closed: what was typed last still counts."""
        if self._timer.isActive():
            self._select()
        self._forget_shown()

    def _say(self) -> None:
        place, found = self.popup.list.currentIndex().row(), len(self.popup.list.found)
        if not self.popup.field.text().strip():
            self.popup.say(_INVITATION)
        elif found:
            layers = self._rows.layers_among(self.popup.list.found)
            kinds = (layers, "layer"), (found - layers, "neuron")
            what = " and ".join(counted(number, noun) for number, noun in kinds if number)
            self.popup.say(
                f"{what} selected. {place + 1:,} of {found:,}: Enter goes to it, then to the next."
            )

    def _area(self) -> QRect:
        return area_in(self._window, self._canvas)

    def _free(self) -> QRectF:
        """The part of the canvas beside the list; all of it where that is too little."""
        beside = self.popup.x() - self._area().left()
        return QRectF(0, 0, beside if beside >= _LEAST_ROOM else self._canvas.width(), self._canvas.height())
