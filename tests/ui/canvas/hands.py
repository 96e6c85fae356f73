"""Hands for tests of the canvas: real mouse, key and drag events at places given on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Network, Role
from nndesigner.session.session import Session
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.items import packed
from nndesigner.ui.canvas.view import CanvasView

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Hands:
    """Moves the pointer over a canvas that is shown."""

    def __init__(self, view: CanvasView, session: Session) -> None:
        self.view, self.session = view, session

    # -- what is there

    @property
    def document(self) -> Document:
        return self.session.document

    @property
    def network(self) -> Network:
        return self.document.network

    def layer(self, name: str) -> Layer:
        return next(layer for layer in self.network.layers if layer.name == name)

    def column(self, name: str) -> Column:
        return self.view.stage.geometry.columns[self.layer(name).id]

    def neuron(self, name: str, place: int) -> QPointF:
        """Middle of a neuron, counted from 0."""
        column = self.column(name)
        return QPointF(column.center.x(), float(column.ys[place]))

    def header(self, name: str) -> QPointF:
        return self.column(name).header.center()

    def links(self) -> set[tuple[str, str]]:
        """Connections by the names of their ends."""
        network = self.network
        return {(network.layer(c.source).name, network.layer(c.target).name) for c in network.connections}

    # -- what hands do

    def screen(self, point: QPointF) -> QPoint:
        return self.view.stage.viewport.to_screen(point).toPoint()

    def hover(self, point: QPointF) -> None:
        QTest.mouseMove(self.view, self.screen(point) + QPoint(1, 1))
        QTest.mouseMove(self.view, self.screen(point))

    def click(self, point: QPointF, keys: Qt.KeyboardModifier = NONE) -> None:
        self.hover(point)
        QTest.mouseClick(self.view, LEFT, keys, self.screen(point))

    def double_click(self, point: QPointF) -> None:
        self.click(point)
        QTest.mouseDClick(self.view, LEFT, NONE, self.screen(point))

    def press(self, point: QPointF, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE) -> None:
        self.hover(point)
        QTest.mousePress(self.view, button, keys, self.screen(point))

    def move(self, *points: QPointF) -> None:
        for point in points:
            QTest.mouseMove(self.view, self.screen(point))

    def release(self, point: QPointF) -> None:
        QTest.mouseRelease(self.view, LEFT, NONE, self.screen(point))

    def drag(
        self,
        start: QPointF,
        end: QPointF,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Press, move in two steps, release."""
        target = self.screen(end)
        self.press(start, button, keys)
        QTest.mouseMove(self.view, (self.screen(start) + target) / 2)
        QTest.mouseMove(self.view, target)
        QTest.mouseRelease(self.view, button, keys, target)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view, key, keys)

    def carry(self, item: str, point: QPointF) -> bool:
        """Drag a palette item over a point; whether it could be dropped there."""
        self._data = packed(item)
        where, copy = self.screen(point), Qt.DropAction.CopyAction
        QApplication.sendEvent(self.view, QDragEnterEvent(where, copy, self._data, LEFT, NONE))
        over = QDragMoveEvent(where, copy, self._data, LEFT, NONE)
        QApplication.sendEvent(self.view, over)
        return over.isAccepted()

    def drop(self, item: str, point: QPointF) -> None:
        """Drag a palette item to a point and let it go."""
        self.carry(item, point)
        where = QPointF(self.screen(point))
        event = QDropEvent(where, Qt.DropAction.CopyAction, self._data, LEFT, NONE, QEvent.Type.Drop)
        QApplication.sendEvent(self.view, event)

    def carry_away(self) -> None:
        """Leave the canvas with a palette item."""
        QApplication.sendEvent(self.view, QDragLeaveEvent())


def chain(*sizes: int) -> Document:
    """Input, hidden and output layers beside each other, connected, placed 320 apart."""
    document = Document.empty()
    for place, size in enumerate(sizes):
        role = Role.INPUT if place == 0 else Role.OUTPUT if place == len(sizes) - 1 else Role.HIDDEN
        source = document.network.layers[-1].id if place else None
        document = edits.add_layer(document, role, size, position=(place * 320.0, 0.0), source=source)
    return document
