"""All training settings in a small window under their button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.settings.applied import AppliedLine
from nndesigner.ui.settings.rows import SettingRows
from nndesigner.ui.settings.section import WIDTH, FoldingSection
from nndesigner.ui.settings.table import BASIC, SECTIONS
from nndesigner.ui.theme import Theme

_MARGIN = 16
_GAP = 4
"""Pixels between the button and the popover, and between the popover and the edge of the screen."""
_SCROLL_BAR = 14
_INDENT = 22


class SettingsPopover(QFrame):
    """Closes when the user clicks elsewhere or presses Escape. Where the screen is too low it scrolls."""

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("settingsPopover")
        self.setAccessibleName("Training settings")
        self.setProperty("surface", "popover")
        self.setFixedWidth(_MARGIN + WIDTH + _SCROLL_BAR + 2)
        self.applied = AppliedLine(bridge)
        self.sections = {
            section.name: FoldingSection(section, bridge, theme, notices) for section in SECTIONS
        }
        self._basic = SettingRows(BASIC, bridge, notices)
        self._scroll = QScrollArea()
        self._inside = QWidget()
        self._column, self._rows = QVBoxLayout(self), QVBoxLayout(self._inside)
        self._room = 0
        self._arrange()
        for section in self.sections.values():
            section.toggled.connect(self._follow)

    def open_under(self, button: QWidget) -> None:
        """Show it with its right edge under the button's."""
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + _GAP))
        screen = button.screen().availableGeometry()
        self._room = screen.bottom() - corner.y() - _GAP
        self.ensurePolished()
        self._fit()
        self.move(max(screen.left(), corner.x() - self.width()), corner.y())
        self.show()
        self._fit()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _follow(self) -> None:
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        """Be as high as what is open, or as the room below the button."""
        self._rows.activate()
        wanted = self._rows.sizeHint().height()
        self._scroll.setFixedHeight(wanted)
        self._column.activate()
        excess = max(self.sizeHint().height() - self._room, 0)
        self._scroll.setFixedHeight(wanted - excess)
        self._column.activate()
        self.setFixedHeight(self.sizeHint().height())

    def _arrange(self) -> None:
        title = QLabel("Training settings")
        title.setProperty("role", "title")
        self._rows.setContentsMargins(0, 0, _SCROLL_BAR, 0)
        self._rows.setSpacing(2)
        self._basic.setContentsMargins(_INDENT, 0, 0, 6)
        self._rows.addWidget(self._basic)
        for section in self.sections.values():
            self._rows.addWidget(section)
        self._rows.addStretch(1)
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column.setContentsMargins(_MARGIN, 12, 0, 12)
        self._column.setSpacing(8)
        for widget in (title, self.applied, self._scroll):
            self._column.addWidget(widget)
