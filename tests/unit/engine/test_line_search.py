"""The step along a direction satisfies the Wolfe conditions, however the cost runs along it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import rosen, rosen_der

from nndesigner.engine.line_search import Point, strong_wolfe

DECREASE, FLATTEN = 1e-4, 0.9
MOST_TRIALS = 26

Curve = Callable[[float], tuple[float, float]]
"""Cost and slope at t."""


def quadratic(t: float) -> tuple[float, float]:
    return (t - 3.0) ** 2, 2.0 * (t - 3.0)


def cubic_well(t: float) -> tuple[float, float]:
    """Bounded below by nothing, with a local minimum at t = 1."""
    return t**3 / 3.0 - t * t / 2.0 - (t if t < 0.0 else 0.0) - 0.5 * t, t * t - t - 0.5


def wavy(t: float) -> tuple[float, float]:
    return 0.1 * t * t - math.sin(5.0 * t), 0.2 * t - 5.0 * math.cos(5.0 * t)


def far_pole(t: float) -> tuple[float, float]:
    """The first function of Moré & Thuente 1994, with β = 2: concave far out."""
    return -t / (t * t + 2.0), (t * t - 2.0) / (t * t + 2.0) ** 2


def sharp_valley(t: float) -> tuple[float, float]:
    """Their second function, with β = 0.004: almost a kink at 1.6."""
    shifted = t + 0.004
    return shifted**5 - 2.0 * shifted**4, 5.0 * shifted**4 - 8.0 * shifted**3


def steep_wall(t: float) -> tuple[float, float]:
    """So steep that the square of a slope is no number."""
    return math.exp(min(t, 700.0)) - 3.0 * t, math.exp(min(t, 700.0)) - 3.0


def log_barrier(t: float) -> tuple[float, float]:
    """No number from 2 on."""
    if t >= 2.0:
        return math.nan, math.nan
    return -t - 0.1 * math.log(2.0 - t), -1.0 + 0.1 / (2.0 - t)


def infinite_wall(t: float) -> tuple[float, float]:
    return ((t - 1.0) ** 2, 2.0 * (t - 1.0)) if t < 1.5 else (math.inf, math.inf)


def rosenbrock(t: float) -> tuple[float, float]:
    """Along the steepest direction from the usual start."""
    start = np.array([-1.2, 1.0])
    direction = -rosen_der(start)
    point = start + t * direction
    return float(rosen(point)), float(rosen_der(point) @ direction)


CURVES: list[Curve] = [
    quadratic,
    cubic_well,
    wavy,
    far_pole,
    sharp_valley,
    steep_wall,
    log_barrier,
    infinite_wall,
    rosenbrock,
]


class Measured:
    """Counts what is asked for."""

    def __init__(self, curve: Curve) -> None:
        self._curve = curve
        self.seen: list[Point] = []

    def __call__(self, t: float) -> Point:
        point = Point(t, *self._curve(t))
        self.seen.append(point)
        return point


def search(curve: Curve, first: float) -> tuple[Point, Point, list[Point]]:
    """Where the search begins, what it returns, and what it measured on the way."""
    start = Point(0.0, *curve(0.0))
    assert start.slope < 0.0
    measured = Measured(curve)
    return start, strong_wolfe(measured, start, first), measured.seen


def satisfies_wolfe(start: Point, found: Point) -> bool:
    lower = found.cost <= start.cost + DECREASE * found.t * start.slope
    return lower and abs(found.slope) <= FLATTEN * abs(start.slope)


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("first", [1e-4, 1e-2, 1.0, 30.0, 1e3])
def test_the_step_found_satisfies_the_wolfe_conditions(curve: Curve, first: float) -> None:
    start, found, seen = search(curve, first)
    assert satisfies_wolfe(start, found)
    assert found in seen
    assert len(seen) <= MOST_TRIALS


@settings(deadline=None)
@given(
    centre=st.floats(0.01, 100.0),
    bend=st.floats(0.01, 100.0),
    first=st.floats(1e-3, 1e3),
    wave=st.floats(0.0, 1.0),
)
def test_so_it_does_for_any_wavy_bowl(centre: float, bend: float, first: float, wave: float) -> None:
    def curve(t: float) -> tuple[float, float]:
        cost = bend * (t - centre) ** 2 + wave * bend * centre * math.sin(t)
        return cost, 2.0 * bend * (t - centre) + wave * bend * centre * math.cos(t)

    start, found, seen = search(curve, first)
    assert satisfies_wolfe(start, found)
    assert len(seen) <= MOST_TRIALS


def test_a_good_first_step_is_taken_at_once() -> None:
    _, found, seen = search(quadratic, 2.5)
    assert found.t == 2.5
    assert len(seen) == 1


def test_downhill_without_end_it_goes_far_and_stops() -> None:
    _, found, seen = search(lambda t: (-t, -1.0), 1.0)
    assert found.t == max(point.t for point in seen) > 1e6
    assert len(seen) <= MOST_TRIALS


def test_where_nothing_is_lower_it_stays() -> None:
    """The slope promises a fall that rounding, or a kink, does not keep."""
    start, found, seen = search(lambda t: (abs(t), -1.0 if t <= 0.0 else 1.0), 1.0)
    assert found is start
    assert len(seen) <= MOST_TRIALS


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_where_nothing_is_a_number_it_stays(bad: float) -> None:
    start, found, _ = search(lambda t: (0.0, -1.0) if t == 0.0 else (bad, bad), 1.0)
    assert found is start


def test_without_a_step_that_satisfies_both_the_lowest_is_returned() -> None:
    """A kink: the slope is −1 up to it and 5 after, so it is nowhere flat enough."""
    start, found, seen = search(lambda t: (-t, -1.0) if t < 1.0 else (5.0 * t - 6.0, 5.0), 3.0)
    assert found.cost == min(point.cost for point in seen) < start.cost
    assert found.t == pytest.approx(1.0, abs=1e-3)
