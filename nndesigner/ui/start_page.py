"""What the window shows before there is anything to show: ways to begin."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nndesigner.ui.action_set import ActionSet
from nndesigner.ui.example_card import ExampleCard
from nndesigner.ui.examples import EXAMPLES
from nndesigner.ui.icons import app_icon, icon
from nndesigner.ui.recent import RecentFiles
from nndesigner.ui.theme import Theme

_WIDTH = 792
_LOGO = 48
_SHOWN = 5
"""Recent projects listed; the menu has all."""


class StartPage(QScrollArea):
    """Examples, recent projects, new ones."""

    emptyRequested = Signal()
    exampleRequested = Signal(str)
    projectRequested = Signal(Path)

    def __init__(
        self, theme: Theme, actions: ActionSet, recent: RecentFiles, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.setAccessibleName("Start page")
        self._theme, self._actions, self._recent = theme, actions, recent
        self._list = QWidget()
        self._column = QVBoxLayout()
        self._page = QWidget()
        self._page.setProperty("surface", "background")
        self._page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "background")
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self._arrange()
        recent.changed.connect(self._fill_recent)
        theme.changed.connect(self._fill_recent)
        self._fill_recent()

    def _arrange(self) -> None:
        column = self._column
        column.setSpacing(0)
        column.addLayout(self._heading())
        column.addSpacing(24)
        column.addLayout(self._beginnings())
        column.addSpacing(32)
        column.addWidget(_section("Examples"))
        column.addSpacing(8)
        column.addLayout(self._cards())
        column.addSpacing(28)
        column.addWidget(self._list)
        hint = QLabel("Or drop a table (CSV, TSV) or a project anywhere in this window.")
        hint.setProperty("role", "faint")
        column.addWidget(hint)
        box = QWidget()
        box.setLayout(column)
        box.setFixedWidth(_WIDTH)
        outer = QVBoxLayout(self._page)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(2)
        outer.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def _heading(self) -> QHBoxLayout:
        logo = QLabel()
        logo.setPixmap(app_icon().pixmap(_LOGO, _LOGO))
        name, words = QLabel("NN Designer"), QLabel("Draw a network, watch it think, see it learn.")
        name.setProperty("role", "hero")
        words.setProperty("role", "muted")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(name)
        texts.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(logo)
        row.addLayout(texts, 1)
        return row

    def _beginnings(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, text, hint, clicked in (
            ("newFromData", "New from data…", "Open a table and get a network that fits it", self._from_data),
            ("emptyNetwork", "Empty network", "Draw a network on an empty canvas", self.emptyRequested.emit),
            ("openProject", "Open…", "Open a project or a table", self._actions["open"].trigger),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setToolTip(hint)
            button.setAccessibleDescription(hint)
            button.setMinimumHeight(34)
            button.setProperty("primary", name == "newFromData")
            button.clicked.connect(clicked)
            row.addWidget(button)
        row.addStretch(1)
        first_steps = QPushButton("Getting started")
        first_steps.setObjectName("gettingStarted")
        first_steps.setToolTip(self._actions["getting-started"].toolTip())
        first_steps.setProperty("quiet", True)
        first_steps.clicked.connect(self._actions["getting-started"].trigger)
        row.addWidget(first_steps)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard focus."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def _from_data(self) -> None:
        self._actions["open-data"].trigger()

    def _cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for key, example in EXAMPLES.items():
            card = ExampleCard(example, self._theme)
            card.clicked.connect(partial(self.exampleRequested.emit, key))
            row.addWidget(card)
        return row

    def _fill_recent(self) -> None:
        """Make the list anew in a box of its own."""
        old, self._list = self._list, QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 20)
        column.setSpacing(2)
        paths = self._recent.paths()[:_SHOWN]
        column.addWidget(_section("Recent projects"))
        column.addSpacing(6)
        for path in paths:
            column.addWidget(self._recent_row(path))
        self._column.replaceWidget(old, self._list)
        self._list.setVisible(bool(paths))
        old.deleteLater()

    def _recent_row(self, path: Path) -> QWidget:
        row = QFrame()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(path.name)
        button.setObjectName(f"recent:{path.name}")
        button.setProperty("row", True)
        button.setIcon(icon("project", self._theme.tokens))
        button.setToolTip(str(path))
        button.setAccessibleName(f"Open {path.name}")
        button.clicked.connect(partial(self._open, str(path)))
        folder = QLabel(_short(path.parent))
        folder.setProperty("role", "faint")
        line.addWidget(button)
        line.addWidget(folder)
        line.addStretch(1)
        return row

    def _open(self, path: str, _checked: bool = False) -> None:
        self.projectRequested.emit(Path(path))


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "section")
    return label


def _short(folder: Path) -> str:
    """A folder as people say it: below the home folder from “~”."""
    home = Path.home()
    return f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
