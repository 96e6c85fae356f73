"""Numbers on screen: three significant digits and a true minus sign."""

from __future__ import annotations

import math

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
    [(0.41, ".41"), (-0.07, "−.07"), (1.23, "1.2"), (14.2, "14"), (0.999, "1.0"), (-0.0, ".00")],
)
def test_a_neurons_number_is_short(value: float, text: str) -> None:
    assert formatted.short(value) == text


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        (0.0412, 0.05, ".041"),
        (-0.0412, 0.05, "−.041"),
        (0.0001, 0.05, ".000"),
        (-0.0001, 0.05, ".000"),
        (0.00041, 0.005, "4e−4"),
        (-2e-9, 1e-8, "−2e−9"),
        (0.0, 0.005, ".00"),
        (0.0412, 0.1, ".04"),
    ],
)
def test_where_all_numbers_are_small_they_are_not_shown_as_zeros(
    value: float, limit: float, text: str
) -> None:
    assert formatted.short(value, limit) == text


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
