"""The toolbar: files, undo, data, training, its settings and progress. It gives way when it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.action_button import HEIGHT as BUTTON_HEIGHT
from nndesigner.ui.action_button import ActionButton
from nndesigner.ui.action_set import ActionSet
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.icons import icon
from nndesigner.ui.notices import Notices
from nndesigner.ui.settings.chooser import SettingChooser
from nndesigner.ui.settings.field import SettingField
from nndesigner.ui.settings.popover import SettingsPopover
from nndesigner.ui.settings.table import CHOICES, FIELDS, Field
from nndesigner.ui.theme import Theme
from nndesigner.ui.training_status import Room, TrainingStatus

HEIGHT = 52
_NARROWEST = 480
_COMPACT = ("epochs", "learning_rate", "batch_size")
_TIGHTEST = 5
"""Levels of giving way: 1 without cost and λ, 2 with short words, 3 with a short status, 4 without fields,
5 with nothing but the epoch."""
_LONGEST_NAME = 28


def data_words(session: Session, *, short: bool = False) -> str:
    """The data button: “Data: iris · 150 rows”, or “iris” where there is little room."""
    data = session.document.data
    if data is None:
        return "Open data…"
    head, dot, _ = data.name.rpartition(".")
    name = head if dot else data.name
    longest = _LONGEST_NAME // 2 if short else _LONGEST_NAME
    if len(name) > longest:
        name = f"{name[: longest - 1]}…"
    return name if short else f"Data: {name} · {data.table.rows:,} rows"


class Toolbar(QWidget):
    """One row. What has no room is in the popover at its settings button, which always has all of it."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        notices: Notices,
        actions: ActionSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setFixedHeight(HEIGHT)
        self._session, self._theme, self._actions = bridge.session, theme, actions
        self.train = QPushButton()
        self._data = QPushButton()
        self._short = [ActionButton(actions["stop"], "Stop"), ActionButton(actions["reset"], "Reset")]
        self._fields = [_Labelled(FIELDS[name], bridge, notices) for name in _COMPACT]
        self._extra: list[QWidget] = [
            _cost_chooser(bridge, notices),
            _Labelled(FIELDS["ridge"], bridge, notices),
        ]
        self._settings = QToolButton()
        self._popover = SettingsPopover(bridge, theme, notices, self)
        self.status = TrainingStatus(bridge)
        self._arrange()
        bridge.dataChanged.connect(self._data_changed)
        for key in ("train", "open-data", "edit-data"):
            actions[key].changed.connect(self._follow_actions)
        theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Follow the session and the theme."""
        tokens = self._theme.tokens
        self._data.setIcon(icon("data", tokens))
        self._settings.setIcon(icon("settings", tokens))
        self._follow_actions()
        self._data_changed()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure with the style in force: before its first showing a widget does not know its size."""
        super().showEvent(event)
        for child in self.findChildren(QWidget):
            child.ensurePolished()
            child.updateGeometry()
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._give_way()

    def minimumSizeHint(self) -> QSize:
        """Narrow windows are allowed."""
        return QSize(_NARROWEST, HEIGHT)

    def _follow_actions(self) -> None:
        action = self._actions["train"]
        running = self._session.training.state is State.RUNNING
        on = action.isEnabled()
        self.train.setIcon(
            icon("pause" if running else "train", self._theme.tokens, "on_accent" if on else "faint")
        )
        self.train.setText(action.text())
        self.train.setEnabled(on)
        self.train.setToolTip(action.toolTip().replace(")", " or Space)", 1))
        self._data.setToolTip(self._data_action().toolTip())

    def _data_changed(self) -> None:
        self._give_way()

    def _data_action(self) -> QAction:
        return self._actions["open-data" if self._session.document.data is None else "edit-data"]

    def _give_way(self) -> None:
        """Take the first level that fits."""
        for level in range(_TIGHTEST + 1):
            self._set_level(level)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return

    def _set_level(self, level: int) -> None:
        for widget in self._extra:
            widget.setVisible(level < 1)
        self._data.setText(data_words(self._session, short=level >= 3))
        self._row.setSpacing(4 if level >= 3 else 6)
        for button in self._short:
            button.set_compact(level >= 2)
        for field in self._fields:
            field.set_short(level >= 2)
            field.setVisible(level < 4)
        self.status.set_room(Room.WIDE if level < 3 else Room.SHORT if level < 5 else Room.TINY)

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 16, 0)
        self._row.setSpacing(6)
        self._add_icons("new", "open", "save")
        self._add_line()
        self._add_icons("undo", "redo")
        self._add_line()
        self._row.addWidget(self._data)
        self._add_line()
        self._row.addWidget(self.train)
        self._row.addWidget(self._step_button())
        for button in self._short:
            self._row.addWidget(button)
        self._add_line()
        for widget in (*self._fields, *self._extra, self._settings):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.status)
        self._set_up_buttons()

    def _set_up_buttons(self) -> None:
        for button, name, spoken in ((self.train, "train", "Train"), (self._data, "data", "Data")):
            button.setObjectName(f"button:{name}")
            button.setAccessibleName(spoken)
            button.setFixedHeight(BUTTON_HEIGHT)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setIconSize(QSize(22, 16))
        self.train.setProperty("primary", True)
        self.train.setMinimumWidth(96)
        self.train.clicked.connect(lambda: self._actions["train"].trigger())
        self._data.clicked.connect(lambda: self._data_action().trigger())
        self._settings.setObjectName("button:settings")
        self._settings.setAccessibleName("All training settings")
        self._settings.setToolTip("All training settings: optimiser, regularisation, schedule and more")
        self._settings.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._settings.setFixedSize(BUTTON_HEIGHT + 2, BUTTON_HEIGHT)
        self._settings.setIconSize(QSize(18, 18))
        self._settings.clicked.connect(lambda: self._popover.open_under(self._settings))

    def _step_button(self) -> QWidget:
        button = ActionButton(self._actions["step-batch"], "Step")
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.addAction(self._actions["step-batch"])
        menu.addAction(self._actions["step-epoch"])
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        return button

    def _add_icons(self, *keys: str) -> None:
        for key in keys:
            self._row.addWidget(ActionButton(self._actions[key]))

    def _add_line(self) -> None:
        line = QFrame()
        line.setProperty("line", "vertical")
        line.setFixedHeight(24)
        self._row.addSpacing(4)
        self._row.addWidget(line)
        self._row.addSpacing(4)


def _cost_chooser(bridge: Bridge, notices: Notices) -> SettingChooser:
    made = SettingChooser(CHOICES["cost"], bridge, notices)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
    return made


class _Labelled(QWidget):
    """A field with its words before it."""

    def __init__(self, field: Field, bridge: Bridge, notices: Notices) -> None:
        super().__init__()
        self._words = field
        self._label = QLabel(field.label)
        self._label.setProperty("role", "muted")
        edit = SettingField(field, bridge, notices)
        edit.setFixedHeight(BUTTON_HEIGHT)
        self._label.setBuddy(edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(edit)

    def set_short(self, short: bool) -> None:
        """Use the short words."""
        self._label.setText(self._words.short if short else self._words.label)
        self.updateGeometry()
