"""Icons by what they mean, drawn in the colours of the theme."""

from __future__ import annotations

from functools import cache

import qtawesome
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

from nndesigner.resource_files import resource_path
from nndesigner.ui.theme import Tokens

GLYPHS = {
    "new": "ph.file-plus",
    "open": "ph.folder-open",
    "save": "ph.floppy-disk",
    "save-as": "ph.floppy-disk-back",
    "undo": "ph.arrow-arc-left",
    "redo": "ph.arrow-arc-right",
    "delete": "ph.trash",
    "rename": "ph.pencil-simple",
    "select-all": "ph.selection-all",
    "data": "ph.table",
    "remove-data": "ph.x",
    "train": "ph.play-fill",
    "pause": "ph.pause-fill",
    "stop": "ph.stop-fill",
    "step": "ph.skip-forward",
    "reset": "ph.arrow-counter-clockwise",
    "fit": "ph.corners-out",
    "zoom-in": "ph.magnifying-glass-plus",
    "zoom-selection": "ph.frame-corners",
    "zoom-out": "ph.magnifying-glass-minus",
    "input-layer": "ph.arrow-line-right",
    "hidden-layer": "ph.stack",
    "output-layer": "ph.arrow-line-left",
    "neuron": "ph.circle-fill",
    "step-neuron": "ph.circle-half-fill",
    "settings": "ph.sliders-horizontal",
    "start": "ph.share-network",
    "connect": "ph.link-simple",
    "disconnect": "ph.link-simple-break",
    "insert": "ph.arrows-in-line-horizontal",
    "tidy": "ph.columns",
    "make-fit": "ph.magic-wand",
    "more": "ph.dots-three",
    "warning": "ph.warning",
    "note": "ph.check-circle",
    "info": "ph.info",
    "close": "ph.x",
    "light": "ph.sun",
    "dark": "ph.moon",
    "recent": "ph.clock-counter-clockwise",
    "previous": "ph.caret-left",
    "next": "ph.caret-right",
    "down": "ph.caret-down",
    "right": "ph.caret-right",
    "up": "ph.caret-up",
    "plus": "ph.plus",
    "minus": "ph.minus",
    "frozen": "ph.snowflake",
    "help": "ph.question",
    "keyboard": "ph.keyboard",
    "search": "ph.magnifying-glass",
    "copy": "ph.copy",
    "cut": "ph.scissors",
    "paste": "ph.clipboard-text",
    "duplicate": "ph.copy-simple",
    "drop": "ph.download-simple",
    "project": "ph.tree-structure",
}
"""Glyph by meaning. A view asks for a meaning, so that one line changes an icon everywhere."""


def icon(name: str, tokens: Tokens, color: str = "muted") -> QIcon:
    """An icon in the colours of a theme.

    Args:
        name: A meaning, a key of `GLYPHS`.
        tokens: The colours in force; ask again when the theme changes.
        color: Name of the token to draw it in.
    """
    return _drawn(GLYPHS[name], getattr(tokens, color), tokens.text if color == "muted" else "", tokens.faint)


def pixmap(name: str, tokens: Tokens, size: int = 16, color: str = "muted", ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of so many device-independent pixels, for painting."""
    return icon(name, tokens, color).pixmap(QSize(size, size), ratio)


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource_path("icons/nndesigner.svg")))


@cache
def _drawn(glyph: str, color: str, active: str, disabled: str) -> QIcon:
    made: QIcon = qtawesome.icon(
        glyph, color=color, color_active=active or color, color_disabled=_faded(disabled)
    )
    return made


def _faded(color: str) -> str:
    """A colour at half strength, as Qt reads it: #AARRGGBB."""
    return f"#80{color.removeprefix('#')}"
