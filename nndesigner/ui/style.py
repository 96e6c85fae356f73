"""How standard widgets look: one style sheet and one palette made from the colours of the theme."""

from __future__ import annotations

import re
from functools import cache

import pyqtgraph
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QStyleFactory, QWidget

from nndesigner.resource_files import resource_path
from nndesigner.ui.fonts import font, load_fonts
from nndesigner.ui.theme import Theme, Tokens

_HALF_LIGHT = 128
_INDENT = 8
_NAME = re.compile(r"@([a-z_]+)")


def apply_style(application: QApplication, theme: Theme) -> None:
    """Give the whole application the look of the theme, now and whenever it changes."""
    load_fonts()
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(font())

    def follow() -> None:
        tokens = theme.tokens
        application.setPalette(palette(tokens))
        application.setStyleSheet(stylesheet(tokens))
        configure_plots(tokens)

    theme.changed.connect(follow)
    follow()


def stylesheet(tokens: Tokens) -> str:
    """The style sheet of all standard widgets.

    Widgets choose among its looks by properties: QPushButton `primary`, `quiet`, `danger`; QToolButton
    `boxed`; QLabel `role` = title, section, muted, faint, error; QWidget/QFrame `surface` = background,
    panel, sunken, card, sunken-card, warning; fields `invalid`. The rules are in resources/style.qss.
    """
    values = {**vars(tokens), **derived(tokens), **_pictures(tokens)}
    return _NAME.sub(lambda found: values[found[1]], _rules())


def set_look(widget: QWidget, name: str, value: bool | str) -> None:
    """Choose another of the looks of the style sheet for a widget that is already on the screen."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def indent(box: QAbstractSpinBox) -> None:
    """Give the number its distance from the left edge, which style sheets cannot when there are buttons."""
    box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)


def derived(tokens: Tokens) -> dict[str, str]:
    """Colours that follow from the tokens: what the pointer is over, what is pressed, what is faded."""
    return {
        "hover": mixed(tokens.surface, tokens.text, 0.06),
        "pressed": mixed(tokens.surface, tokens.text, 0.11),
        "outline": mixed(tokens.line, tokens.text, 0.18),
        "faded": mixed(tokens.surface, tokens.faint, 0.75),
        "accent_hover": mixed(tokens.accent, tokens.text, 0.12),
        "accent_pressed": mixed(tokens.accent, tokens.text, 0.22),
        "track": mixed(tokens.surface, tokens.text, 0.09),
    }


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two: `share` 0 is the first, 1 the second."""
    a, b = QColor(first), QColor(second)
    parts = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in parts)


def palette(tokens: Tokens) -> QPalette:
    """What widgets that paint themselves take their colours from."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, token in (
        (role.Window, tokens.surface),
        (role.Base, tokens.sunken),
        (role.AlternateBase, tokens.surface),
        (role.Button, tokens.surface),
        (role.WindowText, tokens.text),
        (role.Text, tokens.text),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.on_accent),
        (role.PlaceholderText, tokens.faint),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.ToolTipBase, tokens.text),
        (role.ToolTipText, tokens.surface),
        (role.Mid, tokens.line),
        (role.Dark, tokens.line),
        (role.Light, tokens.surface),
        (role.Accent, tokens.accent),
    ):
        made.setColor(which, QColor(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(derived(tokens)["faded"]))
    return made


def configure_plots(tokens: Tokens) -> None:
    """Tell pyqtgraph the colours for plots made from now on, and that images are row-major (3× faster)."""
    pyqtgraph.setConfigOptions(
        background=tokens.surface, foreground=tokens.muted, antialias=True, imageAxisOrder="row-major"
    )


def is_dark(tokens: Tokens) -> bool:
    """Whether these are colours for a dark window."""
    return QColor(tokens.surface).lightness() < _HALF_LIGHT


def _pictures(tokens: Tokens) -> dict[str, str]:
    kind = "dark" if is_dark(tokens) else "light"
    names = ("down", "up", "right", "close", "check", "dot", "dash")
    paths = {name: resource_path(f"icons/{name}-{kind}.svg").as_posix() for name in names}
    return {f"{name}_icon": f'url("{path}")' for name, path in paths.items()}


@cache
def _rules() -> str:
    return resource_path("style.qss").read_text(encoding="utf-8")
