"""The numbers behind the picture: strengths, coverages, colours, and which pictures are drawn anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from nndesigner.document import edits
from nndesigner.document.arrange import FARTHEST
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.curves import descent
from nndesigner.ui.canvas.geometry import geometry_of
from nndesigner.ui.canvas.links import links_of
from nndesigner.ui.canvas.painting.colors import NumberColors, entries
from nndesigner.ui.canvas.painting.edges import MOST, LegPainter, choose
from nndesigner.ui.canvas.painting.glyphs import SHAPES
from nndesigner.ui.canvas.painting.mesh import Mesh
from nndesigner.ui.canvas.painting.sheet import whole_sheet
from nndesigner.ui.canvas.painting.strokes import (
    FAINTEST,
    STRONGEST,
    THICKEST,
    THINNEST,
    opacity,
    strength,
    width,
)
from nndesigner.ui.canvas.painting.weave import Strands, weave
from nndesigner.ui.theme import Theme
from tests.ui.canvas.hands import Hands, chain

HEIGHTS = st.floats(2, 90, width=32)
FAR_HEIGHTS = st.floats(2, 890, width=32)
NUMBERS = arrays(np.float64, st.integers(1, 30), elements=st.floats(-1e6, 1e6))


# -- signs


def test_every_activation_has_a_sign_of_its_own() -> None:
    assert set(SHAPES) == set(ACTIVATIONS)
    assert len(set(SHAPES.values())) == len(SHAPES)
    for points in SHAPES.values():
        assert points[0][0] == -1
        assert points[-1][0] <= 1
        assert all(max(abs(x), abs(y)) <= 1 for x, y in points)


# -- lines


@given(NUMBERS, st.floats(1e-3, 1e3))
def test_a_larger_weight_is_never_drawn_weaker(values: FloatArray, limit: float) -> None:
    share = strength(values, limit)
    order = np.argsort(np.abs(values))
    assert np.all((share >= 0) & (share <= 1))
    for drawn in (share, width(share), opacity(share)):
        assert np.all(np.diff(drawn[order]) >= 0)


def test_the_ends_of_the_range_have_the_ends_of_width_and_opacity() -> None:
    share = strength(np.array([0.0, 2.0, -2.0, 7.0, np.nan, np.inf]), 2.0)
    assert share.tolist() == [0, 1, 1, 1, 0, 1]
    assert width(share[:2]).tolist() == pytest.approx([THINNEST, THICKEST])
    assert opacity(share[:2]).tolist() == pytest.approx([FAINTEST, STRONGEST])


def down(columns: int) -> FloatArray:
    """Share of the way down at the borders of so many columns of pixels, from side to side."""
    return descent(np.linspace(0.0, 1.0, columns + 1))


def strands(y0: list[float], y1: list[float], thick: float = 2.0, alpha: float = 0.5) -> Strands:
    count = len(y0)
    return Strands(
        np.array(y0, np.float32),
        np.array(y1, np.float32),
        np.full(count, thick, np.float32),
        np.full(count, alpha, np.float32),
        np.arange(count) % 2 == 0,
    )


def test_a_level_line_covers_its_width() -> None:
    sums = weave(strands([20.0], [20.0], thick=4.0), down(30), 40)
    column = sums[0, :, 10]
    assert column[19] == pytest.approx(0.5, abs=1e-4)
    assert column.sum() == pytest.approx(4 * 0.5, abs=1e-3)
    assert sums[1].max() == pytest.approx(0, abs=1e-5)


@given(st.floats(5, 95), st.floats(5, 95), st.floats(0.5, 4))
def test_a_curve_is_as_thick_where_it_is_steep(y0: float, y1: float, thick: float) -> None:
    sums = weave(strands([y0], [y1], thick=thick), down(120), 100)
    slope = np.diff(y0 + (y1 - y0) * np.interp(np.linspace(0, 1, 121), *_across()))
    inside = slice(10, -10)
    expected = 0.5 * thick * np.hypot(1, slope)
    # In sum: single columns differ a little, because pixels are sampled in their middle.
    assert sums[0, :, inside].sum() == pytest.approx(expected[inside].sum(), rel=0.03)


def _across() -> tuple[FloatArray, FloatArray]:
    t = np.linspace(0, 1, 2001)
    return 1.5 * t * (1 - t) + t**3, 3 * t**2 - 2 * t**3


@given(st.lists(st.tuples(FAR_HEIGHTS, FAR_HEIGHTS), min_size=1, max_size=12))
def test_a_part_is_drawn_as_it_is_in_the_whole(ends: list[tuple[float, float]]) -> None:
    y0, y1 = (list(ys) for ys in zip(*ends, strict=True))
    rows, columns = slice(430, 475), slice(12, 47)
    part = down(60)[columns.start : columns.stop + 1]
    whole = weave(strands(y0, y1), down(60), 900)
    moved = weave(strands([y - rows.start for y in y0], [y - rows.start for y in y1]), part, 45)
    np.testing.assert_allclose(moved, whole[:, rows, columns], atol=2e-3)

    amounts, positive = np.linspace(0.1, 0.9, len(ends)), np.arange(len(ends)) % 2 == 0
    mesh = Mesh(np.array(y0), np.array(y1), down(60), 900).sums(amounts, positive)
    shifted = Mesh(np.array(y0) - rows.start, np.array(y1) - rows.start, part, 45, keep=False)
    np.testing.assert_allclose(shifted.sums(amounts, positive), mesh[:, rows, columns], atol=2e-3)


def test_signs_are_kept_apart() -> None:
    sums = weave(strands([10.0, 30.0], [10.0, 30.0]), down(20), 40)
    assert sums[0, 10, 5] > 0.4
    assert sums[0, 30, 5] == pytest.approx(0, abs=1e-4)
    assert sums[1, 30, 5] > 0.4


@given(st.lists(st.tuples(HEIGHTS, HEIGHTS), min_size=1, max_size=20))
def test_the_fast_drawing_covers_the_same_rows(ends: list[tuple[float, float]]) -> None:
    y0, y1 = np.array(ends).T
    amounts = np.linspace(0.1, 0.9, len(ends))
    sums = Mesh(y0, y1, down(60), 100).sums(amounts, np.ones(len(ends), np.bool_))
    assert sums.shape == (2, 100, 60)
    assert sums[1].max() == pytest.approx(0, abs=1e-5)
    assert sums[0].max() <= amounts.sum() + 1e-5
    assert np.all(sums[0, y0.astype(np.intp), 0] > 0.05)
    assert np.all(sums[0].sum(axis=0) >= amounts.sum() - 1e-4)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**31))
def test_the_strongest_lines_are_chosen(rows: int, columns: int, most: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(rows, columns))
    choice = choose(values, None, most)
    drawn = np.abs(values[choice.rows, choice.columns])
    assert len(drawn) == min(most, values.size)
    assert np.all(np.diff(drawn) <= 0)
    assert drawn[-1] == pytest.approx(np.sort(np.abs(values).ravel())[::-1][len(drawn) - 1])


def test_removed_lines_are_not_chosen() -> None:
    mask = np.array([[True, False], [False, True]])
    choice = choose(np.ones((2, 2)), mask)
    assert sorted(zip(choice.rows.tolist(), choice.columns.tolist(), strict=True)) == [(0, 0), (1, 1)]


def test_of_a_huge_connection_only_the_strongest_are_drawn() -> None:
    choice = choose(np.random.default_rng(1).normal(size=(512, 784)), None)
    assert len(choice.rows) == MOST


@pytest.mark.parametrize(("value", "token"), [(1.0, "plus"), (-1.0, "minus")])
def test_a_line_has_the_colour_of_its_sign(theme: Theme, value: float, token: str) -> None:
    link = links_of(geometry_of(chain(1, 1)))[0]
    painter = LegPainter(link.fan, None, whole_sheet(link.fan, 1.0))
    picture = painter.draw(np.array([[value]]), 1.0, NumberColors(theme), live=False)
    image = picture.image
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    wanted = theme.color(token)
    assert middle.alphaF() > 0.6
    assert middle.red() == pytest.approx(wanted.red(), abs=4)
    assert middle.green() == pytest.approx(wanted.green(), abs=4)
    assert middle.blue() == pytest.approx(wanted.blue(), abs=4)


def test_a_picture_lies_where_its_lines_run() -> None:
    link = links_of(geometry_of(chain(3, 5)))[0]
    area = whole_sheet(link.fan, 1.0).area
    assert area.contains(link.bounds.center())
    assert area.left() == pytest.approx(link.start)
    assert area.width() == pytest.approx(link.width, abs=1)


# -- neurons


def test_numbers_have_the_colours_of_the_diverging_map(theme: Theme) -> None:
    assert entries(np.array([-2.0, 0.0, 2.0, 9.0, np.nan]), 2.0).tolist() == [0, 128, 255, 255, 128]
    colors = NumberColors(theme)
    assert colors.fill(1.0, 1.0).name().upper() == theme.tokens.plus
    assert colors.fill(-1.0, 1.0).name().upper() == theme.tokens.minus


def test_text_is_readable_on_every_colour(theme: Theme) -> None:
    def brightness(color: QColor) -> float:
        return 0.299 * color.red() + 0.587 * color.green() + 0.114 * color.blue()

    for fill, text in NumberColors(theme).fills(np.linspace(-1, 1, 41), 1.0):
        assert abs(brightness(fill) - brightness(text)) > 90


@pytest.mark.parametrize("far", [1e5, 1e9, 1e300])
def test_layers_beyond_all_bounds_stand_at_the_border_of_the_canvas_and_can_be_seen(
    hands: Hands, far: float
) -> None:
    document = chain(4, 8, 3)
    ends = {1: (-far, 0.0), document.network.layers[-1].id: (far, far)}
    hands.session.replace(edits.move_layers(document, ends))
    hands.view.fit()
    picture = hands.view.grab().toImage()
    columns = hands.view.stage.geometry.columns
    assert columns[1].center == QPointF(-FARTHEST, 0.0)
    for column in columns.values():
        place = hands.screen(column.center)
        assert hands.view.rect().contains(place)
    assert not picture.isNull()
