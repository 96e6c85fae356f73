"""Measuring several contenders turn by turn, so that a slow minute of the machine hits all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

Contender = Callable[[], float]
"""Does some work and returns how much (samples, floating-point operations)."""

_REST_SECONDS = 0.2
"""Between two contenders: the threads of some libraries go on spinning for a while after their work."""


def interleaved(
    contenders: Mapping[str, Contender], repeats: int, seconds: float
) -> dict[str, list[float]]:
    """Work per second of every contender, once per repeat; the first round only warms up."""
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for repeat in range(repeats + 1):
        for name, contender in contenders.items():
            time.sleep(_REST_SECONDS)
            rate = _rate(contender, seconds)
            if repeat:
                rates[name].append(rate)
    return rates


def _rate(contender: Contender, seconds: float) -> float:
    done, start = 0.0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        done += contender()
    return done / elapsed
