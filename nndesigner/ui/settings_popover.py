"""All training settings in a small window under their button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.training_fields import FIELDS, CostChooser, SettingField

_FIELD_WIDTH = 208


class SettingsPopover(QFrame):
    """Closes when the user clicks elsewhere or presses Escape."""

    def __init__(self, bridge: Bridge, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("settingsPopover")
        self.setAccessibleName("Training settings")
        self.setProperty("surface", "popover")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        title = QLabel("Training settings")
        title.setProperty("role", "title")
        grid.addWidget(title, 0, 0, 1, 2)
        widgets: list[tuple[str, QWidget]] = [
            (field.label, SettingField(field, bridge, notices)) for field in FIELDS.values()
        ]
        widgets.insert(3, ("Cost", CostChooser(bridge, notices)))
        for row, (words, widget) in enumerate(widgets, start=1):
            label = QLabel(words)
            label.setProperty("role", "muted")
            label.setBuddy(widget)
            widget.setFixedWidth(_FIELD_WIDTH)
            widget.setObjectName(f"popover:{widget.objectName()}")
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)

    def open_under(self, button: QWidget) -> None:
        """Show it with its right edge under the button's."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        room = button.screen().availableGeometry()
        self.move(max(room.left(), corner.x() - self.width()), corner.y())
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
