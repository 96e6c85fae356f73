"""Entries of the context menus for how layers are drawn, where they stand, and which weights they keep."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from nndesigner.session.session import Edit, Session
from nndesigner.ui.canvas import forming
from nndesigner.ui.canvas.aligning import COLUMN, EVENLY, ROW
from nndesigner.ui.pruning import conditions
from nndesigner.ui.pruning.pruning import Pruning

Add = Callable[..., object]
"""Adds an entry: to a menu, its words, what it does, its keys."""
_ARRANGE = ((ROW, "Ctrl+Alt+H"), (COLUMN, "Ctrl+Alt+V"), (EVENLY, "Ctrl+Alt+E"))


def add_forms(menu: QMenu, add: Add, session: Session, apply: Callable[[str, Edit], bool]) -> None:
    """What can be done to the selected layers as drawings."""
    if forming.collapse_refusal(session) is None:
        collapse = partial(forming.toggle_collapsed, session, apply)
        add(menu, forming.collapse_words(session), collapse, "Ctrl+Alt+C")
    if forming.open_refusal(session) is None:
        add(menu, forming.open_words(session), partial(forming.toggle_open, session, apply), "Ctrl+Alt+N")
    possible = [(one, keys) for one, keys in _ARRANGE if one.refusal(session) is None]
    if possible:
        submenu = menu.addMenu("Arrange")
        for arrangement, keys in possible:
            add(submenu, arrangement.name, partial(arrangement.carry_out, session, apply), keys)


def add_pruning(menu: QMenu, add: Add, session: Session, pruning: Pruning) -> None:
    """What can be done to many weights at once."""
    if conditions.prunable(session) is None:
        add(menu, "Prune…", pruning.open, "Ctrl+Shift+X")
    if conditions.restorable(session) is None:
        add(menu, "Restore removed weights", pruning.restore)
