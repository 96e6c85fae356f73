"""Training samples per second on five networks, beside scikit-learn and PyTorch.

The same arithmetic on all sides: float32, plain SGD without momentum or decay, the same data, drawn in a new
order and gathered every epoch. Every peer runs with one thread and with all, and its better figure counts.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.cases import CASES, Case, trainer_of, training
from tests.benchmarks.peers import pytorch, scikit_learn
from tests.benchmarks.row import Row, row
from tests.benchmarks.timing import Contender, interleaved
from tests.benchmarks.wanted import Wanted

PEAK = "sgemm"


@dataclass(frozen=True)
class Target:
    """Ratios to PyTorch and scikit-learn, and the share of the sgemm peak."""

    pytorch: float
    scikit_learn: float
    peak: float | None = None


TARGETS: Mapping[tuple[int, ...], Target] = {
    (4, 8, 3): Target(20.0, 15.0),
    (784, 30, 10): Target(8.0, 4.5),
    (784, 100, 10): Target(3.0, 2.3),
    (784, 512, 512, 10): Target(1.15, 1.5, peak=0.75),
    (64, 2048, 2048, 10): Target(1.15, 1.3, peak=0.85),
}
"""By neurons per layer."""


def training_speed(wanted: Wanted, repeats: int, seconds: float) -> Iterator[Row]:
    """The rows of every case: speed, ratio to each peer, share of the peak."""
    for case in CASES:
        if any(wanted(f"{case.name}: {what}") for what in ("speed", "ratio", "share of peak")):
            yield from _rows(case, TARGETS[case.sizes], repeats, seconds)


def _rows(case: Case, target: Target, repeats: int, seconds: float) -> Iterator[Row]:
    rates = interleaved(_contenders(case), repeats, seconds)
    ours = rates["ours"]
    yield row(f"{case.name}: speed", ours, "samples/s")
    for peer, least in (("scikit-learn", target.scikit_learn), ("PyTorch", target.pytorch)):
        names = [name for name in rates if name.startswith(peer)]
        if names:
            best = max(names, key=lambda name: float(np.median(rates[name])))
            ratios = [mine / theirs for mine, theirs in zip(ours, rates[best], strict=True)]
            plural = "" if best.endswith(" 1") else "s"
            yield row(f"{case.name}: ratio", ratios, "×", at_least=least, peer=f"{best} thread{plural}")
    shares = [case.operations * mine / peak for mine, peak in zip(ours, rates[PEAK], strict=True)]
    yield row(f"{case.name}: share of peak", shares, "of 1", at_least=target.peak, peer=PEAK)


def _contenders(case: Case) -> dict[str, Contender]:
    x, labels = case.labelled()
    trainer = trainer_of(case, case.network(), x, case.one_hot(labels))
    found: dict[str, Contender] = {"ours": training(case, trainer, case.rows), PEAK: _peak()}
    for threads in sorted({1, os.cpu_count() or 1}):
        found[f"scikit-learn {threads}"] = scikit_learn(case, x, labels, threads)
        if importlib.util.find_spec("torch"):
            found[f"PyTorch {threads}"] = pytorch(case, x, labels, threads)
    return found


def _peak() -> Contender:
    size = 1024
    left, right = np.ones((2, size, size), np.float32)
    out = np.empty_like(left)

    def multiply() -> float:
        np.matmul(left, right, out)
        return 2.0 * size**3

    return multiply
