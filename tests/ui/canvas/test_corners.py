"""Where a card stands that is to cover little."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from nndesigner.ui.canvas.overlay.corners import least_covering

PLACES = [QRectF(100, 0, 20, 10), QRectF(100, 90, 20, 10), QRectF(0, 90, 20, 10)]


def test_a_card_stays_where_it_covers_next_to_nothing() -> None:
    assert least_covering(PLACES, [QRectF(119, 0, 20, 10)], 0) == 0
    assert least_covering(PLACES, [], 2) == 2


def test_a_card_goes_where_it_covers_least() -> None:
    everywhere = [QRectF(100, 0, 20, 10), QRectF(100, 90, 15, 10), QRectF(0, 90, 5, 10)]
    assert least_covering(PLACES, everywhere, 0) == 2
    assert least_covering(PLACES, everywhere[:1], 0) == 1
