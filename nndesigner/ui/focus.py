"""Moving the keyboard focus from panel to panel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QWidget


def focus_next(places: Sequence[QWidget], step: int = 1) -> QWidget | None:
    """Move the focus to the place after the one that has it, or with -1 before it; round and round.

    Returns:
        The place that has it now; None if no place can have it.
    """
    focus = QApplication.focusWidget()
    here = -1 if step > 0 else 0
    for index, place in enumerate(places):
        if focus is not None and (place is focus or place.isAncestorOf(focus)):
            here = index
    for far in range(1, len(places) + 1):
        place = places[(here + step * far) % len(places)]
        target = _first_stop(place)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return place
    return None


def show_context_menu() -> None:
    """Open the context menu of whatever has the keyboard focus."""
    focus = QApplication.focusWidget()
    if focus is not None:
        place = focus.rect().center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, focus.mapToGlobal(place))
        QApplication.sendEvent(focus, asked)


def _first_stop(place: QWidget) -> QWidget | None:
    """The widget of a place that Tab would reach first."""
    for widget in (place, *place.findChildren(QWidget)):
        reachable = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if reachable and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            return widget
    return None
