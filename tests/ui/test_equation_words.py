"""Equations read true: differences have the digits they need, and each function has its own words."""

from __future__ import annotations

import math
import re

import pytest

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.ui.panels.inspector.activation_words import activation_words, slope_words
from nndesigner.ui.panels.inspector.cost_slopes import cost_slope
from nndesigner.ui.panels.inspector.notation import difference


def plain(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("a", "y", "text"),
    [
        (0.00224, 0.0, "0.00224 − 0"),
        (1.0, 1.0, "1.00 − 1.00"),
        (0.7, 1.0, "0.700 − 1.00"),
        (0.99997, 1.0, "0.99997 − 1"),
        (1.0 - 2.72e-5, 1.0, "0.999973 − 1"),
        (1.0 - 3e-6, 1.0, "0.999997 − 1"),
        (-0.99997, -1.0, "(−0.99997) − (−1)"),
        (1234.4, 1230.2, "1,234 − 1,230"),
        (1234.4, 1234.1, "1,234.4 − 1,234.1"),
        (12.3456, 12.3451, "12.3456 − 12.3451"),
        (1e-9, 0.0, "1.00·10⁻⁹ − 0"),
    ],
)
def test_a_difference_has_as_many_digits_as_it_takes_to_see_it(a: float, y: float, text: str) -> None:
    assert difference(a, y) == text


@pytest.mark.parametrize(("a", "y"), [(1.0 - 4e-8, 1.0), (1.23456789e-5, 1.23456780e-5), (3e9 + 1.0, 3e9)])
def test_a_difference_that_seven_digits_do_not_show_is_not_written(a: float, y: float) -> None:
    assert difference(a, y) == ""


@pytest.mark.parametrize("a", [math.nan, math.inf])
def test_what_is_no_number_is_written_all_the_same(a: float) -> None:
    assert difference(a, 1.0).endswith(" − 1.00")


@pytest.mark.parametrize(("cost", "symbols"), [("mse", "a − y"), ("huber", "a − y"), ("mae", "sgn(a − y)")])
def test_two_numbers_too_close_to_tell_apart_are_called_so(cost: str, symbols: str) -> None:
    close = cost_slope(cost, 1.0 - 4e-8, 1.0)
    assert (close.symbols, close.numbers) == (symbols, "")
    assert close.note.replace("\u00a0", " ").endswith("a ≈ y")
    assert close.value < 0.0
    assert "≈" not in cost_slope(cost, 0.9, 1.0).note


@pytest.mark.parametrize(
    ("activation", "z", "a", "text"),
    [
        ("step", 0.0, 0.0, "a = 0, because z ≤ 0"),
        ("step", 0.2, 1.0, "a = 1.00, because z > 0"),
        ("step", math.nan, math.nan, "a = step(z) = –"),
        ("relu", -3.0, 0.0, "a = max(0, z) = 0"),
        ("silu", 1.0, 0.7311, "a = SiLU(z) = 0.731"),
        ("softmax", 1.0, 0.5, "a = ez / Σk ezk = 0.500"),
    ],
)
def test_a_neuron_is_explained_by_its_own_function(activation: str, z: float, a: float, text: str) -> None:
    assert plain(activation_words(activation, z, a)) == text


def test_only_the_sigmoid_is_called_sigma() -> None:
    assert slope_words("sigmoid") == "σ′(z)"
    others = [name for name in ACTIVATIONS if name != "sigmoid"]
    words = [activation_words(name, 0.5, 0.5) + slope_words(name) for name in others]
    assert not any("σ" in text for text in words)
