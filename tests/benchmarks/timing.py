"""Measuring several contenders turn by turn, so that a slow minute of the machine hits all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

Contender = Callable[[], float]
"""Does some work and returns how much (samples, floating-point operations)."""

_GLANCE_SECONDS = 0.02
_IDLE_SHARE = 0.1
_LONGEST_WAIT_SECONDS = 1.0


def interleaved(contenders: Mapping[str, Contender], repeats: int, seconds: float) -> dict[str, list[float]]:
    """Work per second of every contender, once per repeat; the first round only warms up.

    Every other round goes backwards, so that no contender always comes after the same one.
    """
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    turns = list(contenders.items())
    for repeat in range(repeats + 1):
        for name, contender in turns if repeat % 2 else reversed(turns):
            settle()
            rate = _rate(contender, seconds)
            if repeat:
                rates[name].append(rate)
    return rates


def settle() -> None:
    """Wait until the process uses no processor: threads of some libraries spin on after their work."""
    start = time.perf_counter()
    while time.perf_counter() - start < _LONGEST_WAIT_SECONDS:
        looked, used = time.perf_counter(), time.process_time()
        time.sleep(_GLANCE_SECONDS)
        if time.process_time() - used < _IDLE_SHARE * (time.perf_counter() - looked):
            return


def _rate(contender: Contender, seconds: float) -> float:
    done = elapsed = 0.0
    start = time.perf_counter()
    while not done or elapsed < seconds:
        done += contender()
        elapsed = time.perf_counter() - start
    return done / elapsed
