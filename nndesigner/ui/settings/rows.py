"""Training settings under each other, their labels in one column."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.settings.chooser import SettingChooser
from nndesigner.ui.settings.field import SettingField
from nndesigner.ui.settings.table import CHOICES, FIELDS, label_of

LABEL_WIDTH = 132
FIELD_WIDTH = 208


class SettingRows(QWidget):
    """A row for each of some settings. Those that have no effect may be left out."""

    def __init__(self, names: Iterable[str], bridge: Bridge, notices: Notices) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        for name in names:
            self._add(name, setting_widget(name, bridge, notices))

    @property
    def names(self) -> tuple[str, ...]:
        """The settings, whether or not they are shown."""
        return tuple(self._rows)

    def set_shown(self, name: str, shown: bool) -> None:
        """Show or hide a row."""
        for widget in self._rows[name]:
            widget.setVisible(shown)

    def set_label(self, name: str, label: str) -> None:
        """Word the label of a row."""
        self._rows[name][0].setText(label)

    def _add(self, name: str, widget: QWidget) -> None:
        label = QLabel(label_of(name))
        label.setProperty("role", "muted")
        label.setBuddy(widget)
        widget.setFixedWidth(FIELD_WIDTH)
        widget.setObjectName(f"popover:{widget.objectName()}")
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(widget, row, 1)
        self._rows[name] = label, widget


def setting_widget(name: str, bridge: Bridge, notices: Notices) -> SettingField | SettingChooser:
    """The widget that shows and changes one setting."""
    if name in FIELDS:
        return SettingField(FIELDS[name], bridge, notices)
    return SettingChooser(CHOICES[name], bridge, notices)
