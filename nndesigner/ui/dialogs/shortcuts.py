"""Every shortcut and gesture on one page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from nndesigner.ui.action_table import ACTIONS
from nndesigner.ui.dialogs.plain import PlainDialog, reading
from nndesigner.ui.menus import MENUS, Menu

_WIDTH = 620
_GESTURES = (
    ("Drag from the palette", "Add a layer, a neuron or a ready-made network"),
    ("Drop on a connection", "Insert a layer there"),
    ("Drop a kind of layer on one that is there", "Give it this activation"),
    ("Drag from a layer's or neuron's handle", "Connect"),
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
    ("Arrow keys", "Move the selected layers"),
    ("Ctrl and Up or Down", "Move the selected neurons up or down in their layer"),
    ("Ctrl and Left or Right", "Move the selected neurons to the layer beside, or a layer along its chain"),
    ("1, then 2", "Mark what is selected as the source, then connect it to what is selected next"),
    ("F", "Focus mode: dim all but what is selected"),
    ("W", "Hide the weights, or show them again"),
    ("M", "Mini-map on or off"),
    ("Escape", "Cancel a gesture, or give up an entry"),
    ("Space", "Train, pause, continue"),
)


class ShortcutsDialog(PlainDialog):
    """Made from the table of actions, so that it is never out of date."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("shortcutsDialog", "Keyboard shortcuts", reading(shortcuts_text(), _WIDTH), parent)


def shortcuts_text() -> str:
    """The text as rich text."""
    parts = [_table(menu.title, _rows(menu)) for menu in MENUS]
    return "".join([*parts, _table("On the canvas", _GESTURES)])


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


def _table(title: str, rows: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    cells = "".join(
        f'<tr><td width="270" style="padding:2px 16px 2px 0"><b>{escape(keys)}</b></td>'
        f'<td style="padding:2px 0">{escape(text)}</td></tr>'
        for keys, text in rows
    )
    heading = f'<p style="font-size:15px; font-weight:600">{escape(title)}</p>'
    return f'{heading}<table cellspacing="0">{cells}</table>'
