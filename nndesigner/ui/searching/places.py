"""Where in the window a list opens."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget


def area_in(window: QWidget, widget: QWidget) -> QRect:
    """The area of a widget in the coordinates of its window."""
    return QRect(widget.mapTo(window, QPoint()), widget.size())
