"""The look of the window: every name is resolved, both themes can be read, the icons exist."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from nndesigner.resource_files import resource_path
from nndesigner.ui.fonts import FAMILY, font
from nndesigner.ui.icons import GLYPHS, app_icon, icon, pixmap
from nndesigner.ui.panels.inspector.notation import Writer
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
@pytest.mark.parametrize("ink", ["plus_text", "minus_text", "good_text", "warning_text"])
def test_coloured_words_can_be_read_wherever_they_stand(tokens: Tokens, ink: str) -> None:
    for ground in (tokens.surface, tokens.sunken, tokens.background, tokens.warning_soft, tokens.accent_soft):
        assert contrast(getattr(tokens, ink), ground) >= 4.5


@BOTH
def test_faint_words_can_be_read_on_every_plain_ground(tokens: Tokens) -> None:
    for ground in (tokens.surface, tokens.sunken, tokens.background):
        assert contrast(tokens.faint, ground) >= 4.5


def test_swapped_colours_swap_those_of_words_too(qapp: QApplication) -> None:
    plain, swapped = Theme(Mode.LIGHT).tokens, Theme(Mode.LIGHT, swapped=True).tokens
    assert (swapped.plus_text, swapped.minus_text) == (plain.minus_text, plain.plus_text)


@BOTH
def test_a_number_in_an_equation_has_the_colour_of_words(tokens: Tokens) -> None:
    assert tokens.minus_text in Writer(tokens).signed(-1.0)
    assert tokens.plus_text in Writer(tokens).signed(1.0)


def test_the_placeholder_of_a_field_can_be_read(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(Mode.LIGHT)
    apply_style(qapp, theme)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.ensurePolished()
    assert field.palette().color(QPalette.ColorRole.PlaceholderText) == theme.color("faint")


COLOR_BLIND = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""What becomes of linear red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1)."""


@BOTH
@pytest.mark.parametrize("kind", COLOR_BLIND)
def test_plus_minus_and_zero_are_told_apart_by_colour_blind_people(tokens: Tokens, kind: str) -> None:
    def seen(color: str) -> NDArray[np.float64]:
        made = QColor(color)
        parts = np.array([made.redF(), made.greenF(), made.blueF()])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return lab(np.clip(np.array(COLOR_BLIND[kind]) @ linear, 0.0, 1.0))

    plus, minus, zero = (seen(color) for color in (tokens.plus, tokens.minus, tokens.sunken))
    distances = [np.linalg.norm(a - b) for a, b in ((plus, minus), (plus, zero), (minus, zero))]
    assert min(distances) > 40.0  # 2 is just seen


def lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB of linear sRGB, white point D65."""
    to_xyz = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
    share = to_xyz @ linear / np.array([0.9505, 1.0, 1.0888])
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


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
