"""The order in which people expect names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from nndesigner.data.cells import to_number

_DIGITS = re.compile(r"([0-9]+)")


def natural_order(names: Iterable[str]) -> tuple[str, ...]:
    """Sort by value if all names are numbers, with point or with comma; else “c2” comes before “c10”."""
    distinct = set(names)
    for decimal in (".", ","):
        values = {name: to_number(name, decimal) for name in distinct}
        if not any(map(math.isnan, values.values())):
            return tuple(sorted(distinct, key=lambda name: (values[name], name)))
    return tuple(sorted(distinct, key=lambda name: (_pieces(name), name)))


def _pieces(name: str) -> list[tuple[int, str]]:
    """Words and digits by turns. Digits without leading zeros compare by length first, like their values."""
    pieces = _DIGITS.split(name.casefold())
    trimmed = [piece.lstrip("0") if index % 2 else piece for index, piece in enumerate(pieces)]
    return [(len(piece) if index % 2 else 0, piece) for index, piece in enumerate(trimmed)]
