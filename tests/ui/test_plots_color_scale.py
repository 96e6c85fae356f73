"""Numbers to colours, and cells to pixels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from nndesigner.ui.plots.color_scale import (
    MIDDLE,
    REMOVED,
    color_table,
    indices,
    nice_limit,
    peak,
    picture,
    spread,
    strongest,
)
from nndesigner.ui.plots.grid import Grid
from nndesigner.ui.plots.painting import short_number
from nndesigner.ui.theme import Mode, Theme

_GRIDS = st.builds(
    Grid,
    rows=st.integers(1, 40),
    columns=st.integers(2, 40),
    area=st.builds(
        QRectF, st.integers(0, 50), st.integers(0, 50), st.integers(60, 200), st.integers(10, 120)
    ),
    last_apart=st.booleans(),
    ratio=st.sampled_from([1.0, 1.5, 2.0]),
)


def test_zero_is_the_middle_of_the_scale_and_the_limits_are_its_ends() -> None:
    found = indices(np.array([0.0, 2.0, -2.0, 5.0, -5.0, np.nan]), 2.0)
    assert found.tolist() == [MIDDLE, 255, 1, 255, 1, MIDDLE]


@given(st.floats(1e-6, 1e6), st.floats(-1.0, 1.0))
def test_opposite_numbers_are_equally_far_from_the_middle(limit: float, share: float) -> None:
    plus, minus = indices(np.array([share * limit, -share * limit]), limit).astype(int)
    assert plus - MIDDLE == MIDDLE - minus


def test_removed_cells_have_an_index_of_their_own_that_no_number_has() -> None:
    removed = np.array([True, False])
    assert indices(np.array([-9.0, -9.0]), 1.0, removed).tolist() == [REMOVED, 1]


def test_the_colours_run_from_minus_over_the_canvas_to_plus(theme: Theme) -> None:
    for mode in (Mode.LIGHT, Mode.DARK):
        theme.set_mode(mode)
        table = color_table(theme)
        tokens = theme.tokens
        for index, token in ((1, tokens.minus), (MIDDLE, tokens.sunken), (255, tokens.plus)):
            wanted = int(token[1:], 16)
            for shift in (16, 8, 0):
                assert abs((int(table[index]) >> shift & 255) - (wanted >> shift & 255)) <= 1
        assert table[REMOVED] == 0


def test_the_picture_has_the_colour_of_each_index(theme: Theme) -> None:
    table = color_table(theme)
    image = picture(np.array([[1, 128, 255]], np.uint8), table)
    assert [image.pixel(x, 0) for x in range(3)] == [int(table[index]) for index in (1, 128, 255)]


@given(st.floats(1e-9, 1e9))
def test_a_nice_limit_is_not_below_and_not_far_above(largest: float) -> None:
    limit = nice_limit(largest)
    assert largest <= limit <= largest * 1.51


def test_the_largest_size_ignores_what_is_not_finite() -> None:
    assert peak(np.array([1.0, -3.0]), np.array([2.0])) == 3.0
    assert peak(np.array([1.0, np.inf, np.nan])) == 1.0
    assert peak(np.empty(0)) == 0.0
    assert nice_limit(0.0) == 1.0


def test_a_strong_weight_among_hundreds_is_still_seen_in_few_pixels() -> None:
    cells = np.full((300, 784), MIDDLE, np.uint8)
    cells[123, 456] = 2
    pixels = spread(cells, _edges(300, 100), _edges(784, 90))
    assert pixels.shape == (100, 90)
    assert np.count_nonzero(pixels != MIDDLE) == 1
    assert pixels.min() == 2


@given(_GRIDS, st.data())
def test_the_pixel_of_every_cell_leads_back_to_it(grid: Grid, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, grid.rows - 1))
    column = data.draw(st.integers(0, grid.columns - 1))
    found = grid.cells_at(grid.rect((row, column)).center())
    assert found is not None
    assert row in found[0]
    assert column in found[1]


@given(_GRIDS, st.data())
def test_a_pixel_shows_the_strongest_of_the_cells_that_share_it(grid: Grid, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    cells = rng.integers(1, 256, (grid.rows, grid.matrix_columns)).astype(np.uint8)
    pixels = spread(cells, grid.row_edges, grid.column_edges)
    y = data.draw(st.integers(0, pixels.shape[0] - 1))
    x = data.draw(st.integers(0, pixels.shape[1] - 1))
    place = QPointF((x + 0.5) / grid.ratio, (y + 0.5) / grid.ratio) + grid.area.topLeft()
    found = grid.cells_at(place)
    assert found is not None
    block = cells[found[0].start : found[0].stop, found[1].start : found[1].stop]
    distance = np.abs(block.astype(int) - MIDDLE)
    assert abs(int(pixels[y, x]) - MIDDLE) == distance.max()
    assert distance.ravel()[strongest(block)] == distance.max()


def test_positions_outside_the_cells_have_none() -> None:
    grid = Grid(3, 4, QRectF(10, 10, 80, 30), last_apart=True)
    assert grid.cells_at(QPointF(5, 20)) is None
    assert grid.cells_at(QPointF(50, 45)) is None
    assert grid.apart_area is not None
    assert grid.cells_at(QPointF(grid.apart_area.left() - 3, 20)) is None
    assert math.isclose(grid.apart_area.right(), 90)


def _edges(cells: int, pixels: int) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    return np.rint(np.linspace(0, pixels, cells + 1)).astype(np.intp)


@pytest.mark.parametrize(
    ("value", "text"), [(1e-5, "1·10⁻⁵"), (2.5e-6, "2.5·10⁻⁶"), (1.6, "1.6"), (100.0, "100"), (1e7, "1·10⁷")]
)
def test_the_ends_of_a_scale_have_no_trailing_zeros(value: float, text: str) -> None:
    assert short_number(value) == text
