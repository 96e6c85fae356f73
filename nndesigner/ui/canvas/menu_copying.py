"""Entries of the context menus that copy; what cannot be done says why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from nndesigner.session.session import Session
from nndesigner.ui.canvas.copying import Copying
from nndesigner.ui.canvas.pasting import copy_refusal, duplicate_refusal
from nndesigner.ui.system_clipboard import paste_refusal

Add = Callable[..., QAction]
"""Adds an entry: to a menu, its words, what it does, its keys."""


def add_copying(menu: QMenu, add: Add, session: Session, copying: Copying, at: QPointF) -> None:
    """Cut, copy, paste and duplicate; nothing selected leaves paste, `at` a point of the canvas."""
    menu.addSeparator()
    if session.selection:
        _explain(add(menu, "Cut", copying.cut, "Ctrl+X"), copy_refusal(session))
        _explain(add(menu, "Copy", copying.copy, "Ctrl+C"), copy_refusal(session))
    _explain(add(menu, "Paste", partial(copying.paste, at), "Ctrl+V"), paste_refusal())
    if session.selection:
        _explain(add(menu, "Duplicate", copying.duplicate, "Ctrl+D"), duplicate_refusal(session))


def _explain(action: QAction, reason: str | None) -> None:
    action.setEnabled(reason is None)
    if reason is not None:
        action.setToolTip(reason)
