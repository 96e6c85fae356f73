"""A part of the popover that opens and closes under its heading."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nndesigner.document.setting_effects import matters
from nndesigner.document.setting_words import unusual
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.icons import pixmap
from nndesigner.ui.notices import Notices
from nndesigner.ui.settings.notes import NOTES
from nndesigner.ui.settings.rows import FIELD_WIDTH, LABEL_WIDTH, SettingRows
from nndesigner.ui.settings.table import Section, row_label
from nndesigner.ui.theme import Theme

_HEADING_HEIGHT = 30
_ARROW = 14
_INDENT = 22
WIDTH = _INDENT + LABEL_WIDTH + 12 + FIELD_WIDTH


class FoldingSection(QWidget):
    """The settings of one section. Folded, its heading says what is other than usual in it."""

    toggled = Signal()
    """It was opened or closed, or what is shown in it changed."""

    def __init__(self, section: Section, bridge: Bridge, theme: Theme, notices: Notices) -> None:
        super().__init__()
        self._section, self._session, self._theme = section, bridge.session, theme
        self.heading = _Heading(section.title)
        self.heading.setObjectName(f"section:{section.name}")
        self.rows = SettingRows(section.settings, bridge, notices)
        self._note = QLabel()
        self._body = QWidget()
        self._open = False
        self._arrange()
        self.heading.clicked.connect(lambda: self.set_open(not self._open))
        theme.changed.connect(self.refresh)
        bridge.settingsChanged.connect(self.refresh)
        self.refresh()

    @property
    def is_open(self) -> bool:
        """Whether its settings are in sight."""
        return self._open

    @property
    def summary(self) -> str:
        """What the heading says is other than usual: “ridge 0.1 · dropout 0.2”."""
        return " · ".join(unusual(self._session.document.training, self._section.settings))

    def set_open(self, is_open: bool) -> None:
        """Open or close it."""
        self._open = is_open
        self.refresh()

    def refresh(self) -> None:
        """Show the settings that have an effect, and the summary of a closed section."""
        settings = self._session.document.training
        for name in self.rows.names:
            self.rows.set_shown(name, matters(settings, name))
            self.rows.set_label(name, row_label(settings, name))
        note = NOTES[self._section.name](settings) if self._section.name in NOTES else ""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._body.setVisible(self._open)
        tokens = self._theme.tokens
        self.heading.show_state(self._open, "" if self._open else self.summary)
        self.heading.arrow.setPixmap(
            pixmap("down" if self._open else "right", tokens, _ARROW, "muted", self.devicePixelRatioF())
        )
        self._settle()
        self.toggled.emit()

    def _settle(self) -> None:
        """Know the new size at once: by itself Qt passes it outwards one event later for each layout."""
        for widget in (self.rows, self._body, self):
            layout = widget.layout()
            if layout is not None:
                layout.activate()

    def _arrange(self) -> None:
        self._note.setObjectName(f"note:{self._section.name}")
        self._note.setProperty("role", "small")
        self._note.setWordWrap(True)
        self._note.setFixedWidth(LABEL_WIDTH + 12 + FIELD_WIDTH)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(_INDENT, 2, 0, 10)
        body.setSpacing(8)
        body.addWidget(self.rows)
        body.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self._body)


class _Heading(QPushButton):
    """Title and summary; a click, Space or Enter opens and closes."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.arrow, self.summary = QLabel(), QLabel()
        self.setProperty("row", True)
        self.setFixedHeight(_HEADING_HEIGHT)
        words = QLabel(title)
        words.setProperty("role", "strong")
        self.summary.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(self.arrow)
        row.addWidget(words)
        row.addStretch(1)
        row.addWidget(self.summary)
        for label in (self.arrow, words, self.summary):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_state(self, is_open: bool, summary: str) -> None:
        """Follow the section."""
        room = WIDTH - self.fontMetrics().horizontalAdvance(self._title) - 60
        self.summary.setText(self.fontMetrics().elidedText(summary, Qt.TextElideMode.ElideRight, room))
        self.setToolTip(summary or ("Close this section" if is_open else "Open this section"))
        self.setAccessibleName(f"{self._title}: {summary}" if summary else self._title)
        self.setAccessibleDescription("Open; Space closes" if is_open else "Closed; Space opens")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
