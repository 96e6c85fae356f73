"""Which of some places for a card covers least."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

_STAYS = 0.1
"""Share of the card that may cover something before it goes elsewhere: a card that jumps about is worse."""


def least_covering(places: Sequence[QRectF], areas: Sequence[QRectF], at: int) -> int:
    """The place that covers least, by its position.

    Args:
        places: Where the card can stand, the best first.
        areas: What is not to be covered.
        at: The place where it stands.
    """
    covered = [sum(_size(place.intersected(area)) for area in areas) for place in places]
    if covered[at] <= _STAYS * _size(places[at]):
        return at
    return covered.index(min(covered))


def _size(area: QRectF) -> float:
    return max(area.width(), 0.0) * max(area.height(), 0.0)
