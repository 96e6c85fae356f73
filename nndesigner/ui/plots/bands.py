"""Whole rows and columns of a matrix that are marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Bands:
    """Marked rows and columns, counted from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def runs(places: Iterable[int], length: int) -> list[tuple[int, int]]:
    """First and last of each run of neighbours among places below a length."""
    found: list[tuple[int, int]] = []
    for place in sorted(place for place in places if place < length):
        if found and found[-1][1] == place - 1:
            found[-1] = found[-1][0], place
        else:
            found.append((place, place))
    return found
