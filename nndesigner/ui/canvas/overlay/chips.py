"""Quiet words at the top of the canvas, for what makes it look unusual; each can be put away."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from nndesigner.ui.canvas.overlay.card import Card
from nndesigner.ui.icons import icon
from nndesigner.ui.theme import Theme

_ICON = 12
_GAP = 8
"""Between chips, and between them and what they stand beside."""


class Chip(Card):
    """One sentence and a cross."""

    closed = Signal()

    def __init__(self, name: str, theme: Theme, tip: str, parent: QWidget) -> None:
        super().__init__(f"chip:{name}", parent)
        self._theme = theme
        self._words = QLabel()
        self._words.setObjectName(f"chipWords:{name}")
        self._words.setProperty("role", "muted")
        self._cross = QToolButton()
        self._cross.setObjectName(f"chipClose:{name}")
        self._cross.setToolTip(tip)
        self._cross.setAccessibleName(tip)
        self._cross.setIconSize(QSize(_ICON, _ICON))
        self._cross.clicked.connect(self.closed)
        self.row.setContentsMargins(10, 1, 2, 1)
        self.row.setSpacing(4)
        self.row.addWidget(self._words, 1)
        self.row.addWidget(self._cross)
        theme.changed.connect(self._paint)
        self._paint()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Say something else, also to who cannot see it."""
        self._words.setText(words)
        self.setAccessibleName(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def fit_into(self, width: int) -> None:
        """Take no more width than there is, on several lines where it must."""
        self._words.setWordWrap(False)
        self.adjustSize()
        if self.width() > width:
            self._words.setWordWrap(True)
            self.resize(width, self.heightForWidth(width))

    def _paint(self) -> None:
        self._cross.setIcon(icon("close", self._theme.tokens))


class Chips(QObject):
    """The chips that are shown: beside the tabs where there is room, else below them."""

    closed = Signal(str)
    """The cross of a chip was pressed; carries its name."""
    changed = Signal()
    """Other chips are shown, or they have another size."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._parent = theme, parent
        self._chips: dict[str, Chip] = {}

    @property
    def shown(self) -> list[Chip]:
        """The chips that are shown."""
        return [chip for chip in self._chips.values() if not chip.isHidden()]

    def chip(self, name: str) -> Chip | None:
        """The chip of that name, if it is shown."""
        found = self._chips.get(name)
        return found if found is not None and not found.isHidden() else None

    def say(self, name: str, words: str, tip: str) -> None:
        """Show a chip, or no longer where there are no words.

        Args:
            name: Of the chip.
            words: What it says.
            tip: What its cross does.
        """
        shown = self.chip(name)
        if words == (shown.words if shown is not None else ""):
            return
        chip = self._chips.get(name) or self._made(name, tip)
        if words:
            chip.say(words)
        chip.setVisible(bool(words))
        self.changed.emit()

    def arrange(self, tabs: QRect, right: int) -> None:
        """Put them in their places.

        Args:
            tabs: What they stand beside, or below.
            right: Where they have to end.
        """
        x, y, below = tabs.right() + 1 + _GAP, tabs.top(), tabs.bottom() + 1 + _GAP
        for chip in self.shown:
            chip.fit_into(right - tabs.left())
            if x + chip.width() > right and x > tabs.left():
                x, y = tabs.left(), below
            beside = y == tabs.top()
            chip.move(x, y + (tabs.height() - chip.height()) // 2 if beside else y)
            x += chip.width() + _GAP
            below = max(below, chip.geometry().bottom() + 1 + _GAP)

    def _made(self, name: str, tip: str) -> Chip:
        chip = self._chips[name] = Chip(name, self._theme, tip, self._parent)
        chip.closed.connect(lambda: self.closed.emit(name))
        return chip
