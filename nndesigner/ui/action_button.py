"""A tool button that follows an action but may have words of its own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from nndesigner.ui.style import set_look

HEIGHT = 30
_ICON = 18
_SQUARE = 34
_ANY = 16_777_215
"""Qt's word for no limit."""


class ActionButton(QToolButton):
    """Shows an action's icon, or `words`; availability and tooltip are the action's.

    Args:
        words: Shown instead of the icon; empty for an icon alone.
    """

    def __init__(self, action: QAction, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._words = words
        self.setObjectName(f"button:{action.objectName()}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFixedHeight(HEIGHT)
        self.setProperty("boxed", bool(words))
        self.set_compact(False)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def set_compact(self, compact: bool) -> None:
        """Show the icon although there are words."""
        iconic = compact or not self._words
        set_look(self, "compact", iconic)
        styles = Qt.ToolButtonStyle
        self.setToolButtonStyle(styles.ToolButtonIconOnly if iconic else styles.ToolButtonTextOnly)
        self.setMaximumWidth(_SQUARE if iconic else _ANY)

    def _follow(self) -> None:
        action = self._action
        self.setText(self._words)
        self.setIcon(action.icon())
        self.setEnabled(action.isEnabled())
        self.setToolTip(action.toolTip())
        self.setAccessibleName(self._words or action.text())
        self.setAccessibleDescription(action.toolTip())
