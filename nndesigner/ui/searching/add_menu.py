"""Everything that can be added to the network in one list that is searched."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtWidgets import QWidget

from nndesigner.session.session import Session
from nndesigner.ui.canvas.adding import plan_add
from nndesigner.ui.canvas.drops import Plan, Source, plan_behind, plan_drop
from nndesigner.ui.canvas.items import ITEMS, Item
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.searching.add_rows import add_rows
from nndesigner.ui.searching.places import area_in
from nndesigner.ui.searching.popup import Kind, SearchPopup
from nndesigner.ui.searching.rows import Rows
from nndesigner.ui.searching.used import Used
from nndesigner.ui.theme import Theme

_KIND = Kind(
    name="addMenu",
    title="Add to the network",
    prompt="What do you want to add?",
    nothing="There is nothing of this name to add.",
    width=420,
)


class AddMenu(QObject):
    """Adds at a point of the canvas, or, without one, where a thing most likely belongs."""

    def __init__(self, canvas: CanvasView, session: Session, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._canvas, self._session, self._window = canvas, session, window
        self._used = Used("added")
        self._at: QPointF | None = None
        self._source: Source | None = None
        self.popup = SearchPopup(_KIND, theme, window)
        self.popup.chosen.connect(self._add)

    def open(self, at: QPointF | None = None, typed: str = "", source: Source | None = None) -> None:
        """Open it.

        Args:
            at: The point of the canvas where something is to be added.
            typed: What is searched for to begin with.
            source: The layer or neuron that what is added at the point is connected with.
        """
        self._at, self._source = at, source
        rows = self._used.first(add_rows(self._plan))
        if source is not None:
            rows = [row for row in rows if not row.off]
        self.popup.open_over(self._place, Rows(rows), typed)

    def _plan(self, item: Item) -> Plan:
        document, stage = self._session.document, self._canvas.stage
        if self._at is not None and self._source is not None:
            return plan_behind(document, stage.geometry, item, self._at, self._source)
        if self._at is not None:
            return plan_drop(document, stage.geometry, item, self._at)
        return plan_add(document, self._session.selection, item, stage.middle)

    def _add(self, key: str) -> None:
        self._used.add(key)
        if self._at is None:
            self._canvas.add_at_centre(key)
        else:
            self._canvas.stage.commands.carry_out(self._plan(ITEMS[key]))

    def _place(self) -> QRect | QPoint:
        if self._at is None:
            return area_in(self._window, self._canvas)
        point = self._canvas.stage.viewport.to_screen(self._at).toPoint()
        return self._canvas.mapTo(self._window, point)
