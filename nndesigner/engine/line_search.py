"""How far to go along a direction: far enough to lower the cost, and to have flattened it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

_DECREASE, _FLATTEN = 1e-4, 0.9
"""c₁ and c₂ of the Wolfe conditions, as usual for quasi-Newton directions (Nocedal & Wright 2006, p. 62)."""

_MOST = 25
_GROWTH = 4.0


@dataclass(frozen=True)
class Point:
    """Cost and slope at the step t along the direction."""

    t: float
    cost: float
    slope: float


def strong_wolfe(measure: Callable[[float], Point], start: Point, first: float) -> Point:
    """Find a step that satisfies the strong Wolfe conditions (Nocedal & Wright 2006, algorithms 3.5 and 3.6).

    Args:
        measure: Cost and slope at a step t.
        start: Those at t = 0; the slope is negative.
        first: The step to try first.

    Returns:
        The step found; where rounding hides it, the lowest point seen, which is `start` if nothing was lower.
    """
    best, low, t = start, start, first
    for trial in range(_MOST):
        point = measure(t)
        if point.cost < best.cost:
            best = point
        if _too_high(point, start) or (trial and not point.cost < low.cost):
            return _between(measure, start, low, point, best, _MOST - trial)
        if abs(point.slope) <= -_FLATTEN * start.slope:
            return point
        if point.slope >= 0.0:
            return _between(measure, start, point, low, best, _MOST - trial)
        low, t = point, t * _GROWTH
    return best


def _between(
    measure: Callable[[float], Point], start: Point, low: Point, high: Point, best: Point, most: int
) -> Point:
    """Narrow down two steps that have a good one between them; `low` is the better one."""
    for _ in range(most):
        point = measure(_inner(low, high))
        if point.cost < best.cost:
            best = point
        if _too_high(point, start) or not point.cost < low.cost:
            high = point
        else:
            if abs(point.slope) <= -_FLATTEN * start.slope:
                return point
            if point.slope * (high.t - low.t) >= 0.0:
                high = low
            low = point
        if abs(high.t - low.t) <= 1e-9 * max(abs(low.t), abs(high.t)):
            break
    return best


def _too_high(point: Point, start: Point) -> bool:
    """Whether the cost fell by less than the slope promised, or is no number."""
    return not point.cost <= start.cost + _DECREASE * point.t * start.slope


def _inner(low: Point, high: Point) -> float:
    """The minimum of the cubic through two points and their slopes (eq. 3.59), kept away from both ends."""
    width = high.t - low.t
    guess = low.t + 0.5 * width
    if math.isfinite(high.cost) and math.isfinite(high.slope):
        d1 = low.slope + high.slope - 3.0 * (low.cost - high.cost) / (low.t - high.t)
        square = d1 * d1 - low.slope * high.slope
        if 0.0 <= square < math.inf:
            d2 = math.copysign(math.sqrt(square), width)
            bottom = high.slope - low.slope + 2.0 * d2
            if bottom:
                guess = high.t - width * (high.slope + d2 - d1) / bottom
    nearest, farthest = sorted((low.t + 0.1 * width, high.t - 0.1 * width))
    return min(max(guess, nearest), farthest)
