"""The inside of a scroll area whose labels wrap."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Scrolled(QWidget):
    """A column as high as its contents are at the width it has.

    A scroll area asks for a minimum size without naming a width; labels that wrap need more at this one, and
    would be squeezed into each other.
    """

    def __init__(self, margin: int, spacing: int = 0) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(spacing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Other contents need another height."""
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fit(self) -> None:
        if self.column.hasHeightForWidth():
            self.setMinimumHeight(self.column.totalHeightForWidth(self.width()))
