"""Numbers on screen: three significant digits and a true minus sign."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nndesigner.ui import format as formatted


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.4821, "0.482"),
        (-1.857, "−1.86"),
        (1230.4, "1,230"),
        (0.0, "0"),
        (-0.0, "0"),
        (-12.34, "−12.3"),
        (1.2e-7, "1.20·10⁻⁷"),
        (math.nan, "–"),
        (-math.inf, "−∞"),
        (0.9999, "1.00"),
        (9.999, "10.0"),
    ],
)
def test_a_number_has_three_significant_digits(value: float, text: str) -> None:
    assert formatted.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.41, ".41"), (-0.07, "−.07"), (1.23, "1.2"), (14.2, "14"), (0.999, "1.0"), (-0.0, "0"), (1e-6, "≈0")],
)
def test_a_neurons_number_is_short(value: float, text: str) -> None:
    assert formatted.short(value) == text


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        (0.0412, 0.05, "4.1"),
        (-0.0412, 0.05, "−4.1"),
        (0.00001, 0.05, "≈0"),
        (-0.00001, 0.05, "≈0"),
        (0.00041, 0.005, ".41"),
        (-2e-9, 1e-8, "−.20"),
        (0.0, 0.005, "0"),
        (12_345.0, 20_000.0, "1.2"),
        (0.0412, 0.1, ".04"),
    ],
)
def test_small_and_large_numbers_are_written_in_units_of_a_power_of_ten(
    value: float, limit: float, text: str
) -> None:
    assert formatted.short(value, limit) == text


@pytest.mark.parametrize(
    ("limit", "exponent"),
    [(1.0, 0), (0.1, 0), (0.05, -2), (1e-3, -3), (1e-7, -7), (800.0, 0), (1e3, 3), (0.0, 0)],
)
def test_the_unit_of_a_range_leaves_one_digit_before_the_point(limit: float, exponent: int) -> None:
    assert formatted.unit_exponent(limit) == exponent


@pytest.mark.parametrize(
    ("value", "text"),
    [(float(np.float32(0.1)), "0.1"), (0.1, "0.1"), (-1.25e-7, "−1.25·10⁻⁷"), (1 / 3, str(1 / 3))],
)
def test_an_exact_number_has_the_digits_of_its_precision(value: float, text: str) -> None:
    assert formatted.exact(value) == text


def test_a_number_is_exact_to_so_many_digits() -> None:
    assert formatted.exact(-0.004982233500726241, 9) == "−0.0049822335"
    assert formatted.exact(float(np.float32(-0.015558507)), 9) == "−0.015558507"
    assert formatted.exact(math.nan, 9) == "–"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.42, "0.4 s"), (12.3, "12 s"), (185, "3 min 05 s"), (4800, "1 h 20 min")]
)
def test_a_duration_is_in_words(seconds: float, text: str) -> None:
    assert formatted.duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "text"), [(812, "812"), (812_000, "812 k"), (1_234_000, "1.2 M"), (9_000, "9,000")]
)
def test_a_rate_is_short(value: float, text: str) -> None:
    assert formatted.rate(value) == text
