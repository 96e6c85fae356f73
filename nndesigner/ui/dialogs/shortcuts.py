"""Every shortcut and gesture on one page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nndesigner.ui.action_table import ACTIONS
from nndesigner.ui.dialogs.plain import PlainDialog, reading
from nndesigner.ui.menus import MENUS, Menu

_WIDTH = 620
_WIDE, _AROUND, _LOWEST = 1100, 220, 320
"""Pixels: a window so wide has room for two columns; kept free above and below; height at least."""
_HEADING_ROWS = 2
"""A heading takes as much height as so many lines."""
_GESTURES = (
    ("Drag from the palette", "Add a layer, a neuron or a ready-made network"),
    ("Drop on a connection", "Insert a layer there"),
    ("Drop a kind of layer on one that is there", "Give it this activation"),
    ("Drag from a layer's or neuron's handle", "Connect"),
    ("Drag from a handle to empty ground", "Add a layer there and connect it"),
    ("Drag a layer", "Move it; the selected ones move together"),
    ("Alt and drag a neuron", "Move it in its layer or to another; selected ones come along"),
    ("Drag the upper or lower edge of a layer", "Add or remove neurons at that end"),
    ("Double click on a tile", "Expand a collapsed layer"),
    ("Double click on a strip", "Show every neuron of a large layer"),
    ("Drag on the empty canvas", "Select what is inside"),
    ("Shift with a click or a drag", "Select more"),
    ("Ctrl with a click or a drag", "Select more, or let go of what was selected"),
    ("A, or double click on empty ground", "Find something to add; on an empty canvas any letter, or Space"),
    ("Double click on a name", "Rename"),
    ("Mouse wheel", "Zoom at the pointer"),
    ("Middle button, or Space and drag", "Move the canvas"),
    ("Tab, Shift+Tab", "Select the next layer, or the one before; after the last, on to the next panel"),
    ("Enter", "Go from a layer to its neurons; name a neuron"),
    ("Arrow keys", "Move the selected layers; go from neuron to neuron; with nothing selected, begin"),
    ("Alt with an arrow key", "Go to the layer or neuron beside"),
    ("Ctrl and Up or Down", "Move the selected neurons up or down in their layer"),
    ("Ctrl and Left or Right", "Move the selected neurons to the layer beside, or a layer along its chain"),
    ("1, then 2", "Mark what is selected as the source, then connect it to what is selected next"),
    ("F", "Focus mode: dim all but what is selected"),
    ("W", "Hide the weights, or show them again"),
    ("M", "Mini-map on or off"),
    ("Escape", "Cancel a gesture, close a message, then let go of the selection"),
    ("Space", "Train, pause, continue"),
)


class ShortcutsDialog(PlainDialog):
    """Made from the table of actions, so that it is never out of date; searched by typing.

    The keys that scroll work while the cursor is in the field.
    """

    def __init__(self, parent: QWidget) -> None:
        self.field = QLineEdit()
        self.sheet = Sheet(2 if parent.width() >= _WIDE else 1)
        largest = QSize(2 * _WIDTH, max(parent.height() - _AROUND, _LOWEST))
        super().__init__("shortcutsDialog", "Keyboard shortcuts", self.sheet, parent, self.field, largest)
        self.field.setObjectName("shortcutsField")
        self.field.setAccessibleName("Find a shortcut")
        self.field.setPlaceholderText("Find by what it does or by its key")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that scroll are for the sheet."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and not event.modifiers() and self.area.turn(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _find(self, typed: str) -> None:
        self.sheet.show_fitting(typed)
        self.area.verticalScrollBar().setValue(0)


class Sheet(QWidget):
    """The groups of shortcuts in one column or two of about the same height."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self._columns = [reading("", _WIDTH // columns + _WIDTH // 6 * (columns - 1)) for _ in range(columns)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for column in self._columns:
            row.addWidget(column, 0, Qt.AlignmentFlag.AlignTop)
        self.show_fitting("")

    @property
    def text(self) -> str:
        """All that is shown, as rich text."""
        return "".join(column.text() for column in self._columns)

    def show_fitting(self, typed: str) -> None:
        """Show the shortcuts in whose keys or words all that was typed stands."""
        found = [(title, rows) for title, every in groups() if (rows := fitting(every, typed))]
        half = sum(len(rows) + _HEADING_ROWS for _, rows in found) / len(self._columns)
        texts, taken = ["" for _ in self._columns], 0
        for title, rows in found:
            texts[min(int(taken / half), len(texts) - 1)] += _table(title, rows)
            taken += len(rows) + _HEADING_ROWS
        if not found:
            texts[0] = "<p>No shortcut fits.</p>"
        for column, text in zip(self._columns, texts, strict=True):
            column.setText(text)


Line = tuple[str, str]
"""Keys, and what they do."""


def groups() -> list[tuple[str, list[Line]]]:
    """Every menu with its shortcuts, and the gestures."""
    return [*((menu.title, _rows(menu)) for menu in MENUS), ("On the canvas", list(_GESTURES))]


def fitting(rows: list[Line], typed: str) -> list[Line]:
    """The lines in which every word that was typed stands."""
    words = typed.casefold().split()
    return [row for row in rows if all(word in " ".join(row).casefold() for word in words)]


def _rows(menu: Menu) -> list[tuple[str, str]]:
    return [(_native(keys), text) for keys, text in _shortcuts(menu)]


def _shortcuts(menu: Menu) -> Iterator[tuple[tuple[str, ...], str]]:
    for item in menu.items:
        if isinstance(item, Menu):
            yield from _shortcuts(item)
        elif item in ACTIONS and ACTIONS[item].shortcuts:
            yield ACTIONS[item].shortcuts, ACTIONS[item].text.removesuffix("…")


def _native(keys: tuple[str, ...]) -> str:
    return " or ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def _table(title: str, rows: list[Line]) -> str:
    cells = "".join(
        f'<tr><td width="200" style="padding:2px 16px 2px 0"><b>{escape(keys)}</b></td>'
        f'<td style="padding:2px 0">{escape(text)}</td></tr>'
        for keys, text in rows
    )
    heading = f'<p style="font-size:15px; font-weight:600">{escape(title)}</p>'
    return f'{heading}<table cellspacing="0">{cells}</table>'
