"""The look of the window: every name is resolved, both themes can be read, the icons exist."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from nndesigner.resource_files import resource_path
from nndesigner.ui.fonts import FAMILY, font
from nndesigner.ui.icons import GLYPHS, app_icon, icon, pixmap
from nndesigner.ui.style import apply_style, derived, is_dark, mixed, palette, stylesheet
from nndesigner.ui.theme import DARK, LIGHT, Mode, Theme, Tokens

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    made = QColor(color)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@BOTH
def test_the_style_sheet_leaves_no_name_unresolved(tokens: Tokens) -> None:
    assert "@" not in stylesheet(tokens)


@BOTH
def test_every_picture_of_the_style_sheet_exists(tokens: Tokens) -> None:
    pictures = re.findall(r'url\("([^"]+)"\)', stylesheet(tokens))
    assert pictures
    for picture in pictures:
        assert resource_path(picture[picture.index("icons/") :]).is_file()


@BOTH
def test_text_can_be_read(tokens: Tokens) -> None:
    for ground in (tokens.surface, tokens.sunken, tokens.background):
        assert contrast(tokens.text, ground) >= 7.0
        assert contrast(tokens.muted, ground) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.text, tokens.accent_soft) >= 7.0


@BOTH
def test_arrows_are_drawn_in_the_muted_colour(tokens: Tokens) -> None:
    kind = "dark" if is_dark(tokens) else "light"
    for name in ("down", "up", "right", "close"):
        assert tokens.muted in resource_path(f"icons/{name}-{kind}.svg").read_text(encoding="utf-8")


@BOTH
def test_ticks_are_drawn_in_the_colour_that_shows_on_the_accent(tokens: Tokens) -> None:
    kind = "dark" if is_dark(tokens) else "light"
    for name in ("check", "dash", "dot"):
        assert tokens.on_accent in resource_path(f"icons/{name}-{kind}.svg").read_text(encoding="utf-8")


def test_a_mixture_lies_between_its_colours() -> None:
    assert mixed("#000000", "#FFFFFF", 0.0) == "#000000"
    assert mixed("#000000", "#FFFFFF", 1.0) == "#FFFFFF"
    assert mixed("#000000", "#FF0000", 0.5) == "#800000"


@BOTH
def test_what_the_pointer_is_over_differs_from_its_ground(tokens: Tokens) -> None:
    colors = derived(tokens)
    assert len({tokens.surface, colors["hover"], colors["pressed"]}) == 3


def test_widgets_follow_a_change_of_theme(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(Mode.LIGHT)
    apply_style(qapp, theme)
    label = QLabel("text")
    qtbot.addWidget(label)
    assert qapp.palette().window().color() == QColor(LIGHT.surface)
    theme.set_mode(Mode.DARK)
    assert qapp.palette().window().color() == QColor(DARK.surface)
    assert DARK.accent in qapp.styleSheet()
    assert LIGHT.accent not in qapp.styleSheet()


@BOTH
def test_the_palette_has_the_colours_of_the_theme(tokens: Tokens) -> None:
    made = palette(tokens)
    assert made.windowText().color() == QColor(tokens.text)
    assert made.highlight().color() == QColor(tokens.accent)


@pytest.mark.parametrize("name", sorted(GLYPHS))
def test_every_icon_draws_something(qapp: QApplication, name: str) -> None:
    image = pixmap(name, LIGHT, 24).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_the_same_icon_is_made_once(qapp: QApplication) -> None:
    assert icon("train", LIGHT) is icon("train", LIGHT)
    assert icon("train", LIGHT) is not icon("train", DARK)


def test_the_program_has_an_icon(qapp: QApplication) -> None:
    assert not app_icon().pixmap(64, 64).isNull()


def test_the_bundled_typeface_is_used(qapp: QApplication) -> None:
    assert QFontInfo(font()).family() == FAMILY


def test_figures_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(font())
    assert len({metrics.horizontalAdvance(figure * 8) for figure in "0123456789"}) == 1
    assert metrics.horizontalAdvance("−") == metrics.horizontalAdvance("+")
