"""The colours of the window, light and dark, and the diverging map of weights and errors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication

SWAPPED = "swapped colours"
"""Under which it is remembered whether the colours of plus and minus are exchanged."""


class Mode(StrEnum):
    """Which theme to use."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Tokens:
    """Named colours, as #RRGGBB.

    Those that end in `_text` are for words and numbers, which need more contrast than lines and bars do.
    """

    background: str
    surface: str
    sunken: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    plus: str
    minus: str
    plus_text: str
    minus_text: str
    validation: str
    good: str
    good_text: str
    warning: str
    warning_text: str
    warning_soft: str


LIGHT = Tokens(
    background="#F4F5F7", surface="#FFFFFF", sunken="#FAFBFC", line="#E1E4E9",
    text="#1B2027", muted="#5C6573", faint="#656E7B",
    accent="#2F6BDB", accent_soft="#E6EEFC", on_accent="#FFFFFF", plus="#2F6BDB", minus="#E07B28",
    plus_text="#2760CC", minus_text="#A8520F",
    validation="#8A63D2", good="#2E8B57", good_text="#237A4A",
    warning="#B7791F", warning_text="#8F5A0F", warning_soft="#FFF6E5",
)  # fmt: skip
DARK = Tokens(
    background="#14171C", surface="#1B1F26", sunken="#171B21", line="#2A3038",
    text="#E7EAEF", muted="#9AA4B2", faint="#8590A0",
    accent="#6EA0FF", accent_soft="#1F2C46", on_accent="#10141A", plus="#6EA0FF", minus="#F0984A",
    plus_text="#6EA0FF", minus_text="#F0984A",
    validation="#B394F0", good="#5CC28D", good_text="#5CC28D",
    warning="#E2B04A", warning_text="#E2B04A", warning_soft="#33291A",
)  # fmt: skip


class SignWords(NamedTuple):
    """What the colours of minus and plus are called."""

    minus: str
    plus: str


class Theme(QObject):
    """The theme in force. Views repaint on `changed`.

    Blue and orange are told apart by colour-blind people too, whichever of them is plus.
    """

    changed = Signal()

    def __init__(
        self, mode: Mode = Mode.SYSTEM, parent: QObject | None = None, *, swapped: bool = False
    ) -> None:
        super().__init__(parent)
        self._mode, self._swapped = mode, swapped
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> Mode:
        """What the user chose."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in force."""
        if self._mode is Mode.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._mode is Mode.DARK

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        tokens = DARK if self.dark else LIGHT
        return _swapped(tokens) if self._swapped else tokens

    def set_mode(self, mode: Mode) -> None:
        """Choose another theme."""
        if mode is not self._mode:
            self._mode = mode
            self.changed.emit()

    @property
    def swapped(self) -> bool:
        """Whether orange is plus and blue is minus."""
        return self._swapped

    def swap(self, swapped: bool) -> None:
        """Exchange the colours of plus and minus, or put them back."""
        if swapped != self._swapped:
            self._swapped = swapped
            self.changed.emit()

    def sign_words(self) -> SignWords:
        """What the colours of minus and plus are called, in lower case."""
        return SignWords("blue", "orange") if self._swapped else SignWords("orange", "blue")

    def color(self, token: str) -> QColor:
        """A token as a colour for painting."""
        return QColor(getattr(self.tokens, token))

    def diverging(self) -> NDArray[np.uint8]:
        """256 RGBA colours from minus over the canvas colour (zero) to plus; shape (256, 4)."""
        tokens = self.tokens
        low, zero, high = (_rgb(token) for token in (tokens.minus, tokens.sunken, tokens.plus))
        position = np.linspace(-1.0, 1.0, 256)[:, np.newaxis]
        ends = np.where(position < 0, low, high)
        mixed = zero + (ends - zero) * np.abs(position)
        return np.concatenate([mixed.round().astype(np.uint8), np.full((256, 1), 255, np.uint8)], axis=1)

    def _system_changed(self) -> None:
        if self._mode is Mode.SYSTEM:
            self.changed.emit()


def _swapped(tokens: Tokens) -> Tokens:
    return replace(
        tokens,
        plus=tokens.minus,
        minus=tokens.plus,
        plus_text=tokens.minus_text,
        minus_text=tokens.plus_text,
    )


def _rgb(token: str) -> NDArray[np.float64]:
    color = QColor(token)
    return np.array([color.red(), color.green(), color.blue()], dtype=np.float64)
