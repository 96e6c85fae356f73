"""What a person's hands do: dragging, clicking and typing in the real window, event by event."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.driving import activate

LEFT = Qt.MouseButton.LeftButton
_STEPS = 8
_PAUSE_MS = 15


def drag_and_drop(source: QWidget, start: QPoint, target: QWidget, end: QPoint) -> None:
    """Drag with the mouse from a point of one widget to a point of another, and let go.

    Qt runs a drag in an event loop of its own, so what the hand does after pressing comes from a timer.
    """
    window = source.window()
    here, there = source.mapTo(window, start), target.mapTo(window, end)
    points = [here + (there - here) * (step / _STEPS) for step in range(1, _STEPS + 1)]
    hand = QTimer(window)

    def move() -> None:
        if points:
            _move(window, points.pop(0))
        else:
            hand.stop()
            QTest.mouseRelease(window.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, there)

    hand.timeout.connect(move)
    QTest.mousePress(window.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, here)
    hand.start(_PAUSE_MS)
    _move(window, here + QPoint(QApplication.startDragDistance() + 1, 0))
    while hand.isActive():
        QTest.qWait(_PAUSE_MS)
    hand.deleteLater()


def drag(target: QWidget, start: QPointF, end: QPointF) -> None:
    """Press, move and release within one widget."""
    points = [start + (end - start) * (step / _STEPS) for step in range(1, _STEPS + 1)]
    QTest.mousePress(target, LEFT, Qt.KeyboardModifier.NoModifier, start.toPoint())
    for point in points:
        QTest.mouseMove(target, point.toPoint())
        QTest.qWait(_PAUSE_MS)
    QTest.mouseRelease(target, LEFT, Qt.KeyboardModifier.NoModifier, end.toPoint())


def click(window: QWidget, name: str) -> None:
    """Click the visible button of this object name."""
    found = [button for button in window.findChildren(QWidget, name) if button.isVisible()]
    assert len(found) == 1, f"{len(found)} visible widgets are called {name}"
    assert found[0].isEnabled(), f"{name} is disabled: {found[0].toolTip()}"
    QTest.mouseClick(found[0], LEFT)


def type_into(field: QLineEdit, text: str) -> None:
    """Replace what a field holds by typing, and press Enter."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def answer_file_dialog(window: QWidget, qtbot: QtBot, opening: Callable[[], None], path: Path) -> None:
    """Do what opens a file dialog, then type a path into it and press its button.

    The window is made the active one again, as a window manager would do; a bare display has none.
    """
    hand = QTimer(window)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            _answer(dialog, path)

    hand.timeout.connect(answer)
    hand.start(_DIALOG_MS)
    opening()
    hand.stop()
    hand.deleteLater()
    activate(window, qtbot)


def _answer(dialog: QFileDialog, path: Path) -> None:
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    box = dialog.findChild(QDialogButtonBox)
    assert name is not None
    assert box is not None
    if name.text() != str(path):
        name.selectAll()
        QTest.keyClicks(name, str(path))
    completer = name.completer()
    popup = completer.popup() if completer is not None else None
    if popup is not None:
        popup.hide()  # it would swallow the click
    accept = next(button for button in box.buttons() if box.buttonRole(button) is _ACCEPT)
    QTest.mouseClick(accept, LEFT)


_DIALOG_MS = 200
_ACCEPT = QDialogButtonBox.ButtonRole.AcceptRole


def _move(window: QWidget, point: QPoint) -> None:
    QTest.mouseMove(window.windowHandle(), point)
