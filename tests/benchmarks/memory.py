"""What training takes from the memory: at its peak, and with every step. NumPy's arrays are counted.

Allocations are counted here and no time is taken, so repeats would only repeat the same figures.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace

from nndesigner.engine.feed import with_ones
from nndesigner.engine.threads import blas_threads
from nndesigner.engine.trainer import Trainer
from tests.benchmarks.cases import ADAM, CASES, PLAIN, Case, trainer_of, training
from tests.benchmarks.row import Row, row
from tests.benchmarks.wanted import Wanted

SETTINGS = {"SGD": PLAIN, "Adam": ADAM}

PEAK_CASES = {
    "many parameters": Case((64, 2048, 2048, 10), "relu", 256, 2_048),
    "many rows": Case((20, 16, 3), "relu", 32, 1_000_000),
}
CHUNK_BYTES = 1 << 20
"""Shuffled rows that may be held ready, where the data is so large."""

PARAMETER_COPIES = 6
"""Those to start from, those that change, their gradient, Adam's two means, and room for activations."""

EPOCHS = 2
"""The second one draws its order of the rows while that of the first still exists."""

STEP_CASES = CASES[:3]
STEPS = 1_000
STRETCHES = 3
REFILL = 100
"""Collecting garbage empties Python's and NumPy's lists of free blocks; so many steps fill them again."""

MOST_BYTES, MOST_BLOCKS = 1_000, 10
"""By which memory may seem to grow in all these steps: the interpreter's own small change."""

MOST_TEMPORARY = 8_192
"""Bytes of small objects that come and go; a buffer for the hidden layer of the third network has 12,800."""


@dataclass(frozen=True)
class Use:
    """Bytes and blocks by which memory has grown, and bytes that were taken for a while besides."""

    bytes: int
    blocks: int
    temporary: int


def memory(wanted: Wanted, _repeats: int, _seconds: float) -> Iterator[Row]:
    """Peak of training over what it is allowed; growth and temporaries of a thousand steps."""
    for words, case in PEAK_CASES.items():
        for rule in SETTINGS:
            name = f"{case.name}, {rule}, {words}: peak of data, parameters, activations, order of the rows"
            if wanted(name):
                allowed = f"data + chunk + {PARAMETER_COPIES} × parameters"
                yield row(name, [peak_share(case, rule)], "of 1", at_most=1.0, peer=allowed)
    for case in STEP_CASES:
        for rule in SETTINGS:
            yield from _of_steps(case, rule, wanted)


def _of_steps(case: Case, rule: str, wanted: Wanted) -> Iterator[Row]:
    names = [
        f"{case.name}, {rule}: {what}"
        for what in (
            f"growth in {STEPS:,} steps",
            f"more blocks after {STEPS:,} steps",
            "temporaries of a step",
        )
    ]
    if any(map(wanted, names)):
        use = _use(case, rule)
        yield row(names[0], [float(use.bytes)], "bytes", at_most=MOST_BYTES)
        yield row(names[1], [float(use.blocks)], "blocks", at_most=MOST_BLOCKS)
        yield row(names[2], [float(use.temporary)], "bytes", at_most=MOST_TEMPORARY)


def peak_share(case: Case, rule: str) -> float:
    """Most memory held at a time while some epochs are trained, data included, over what is allowed."""
    with traced():
        plain, labels = case.labelled()
        x, y = with_ones(plain, plain.dtype), case.one_hot(labels)
        del plain, labels
        tracemalloc.reset_peak()
        network = case.network()
        trainer = trainer_of(case, network, x, y, SETTINGS[rule])
        epoch = training(case, trainer, case.rows)
        for _ in range(EPOCHS):
            epoch()
        peak = tracemalloc.get_traced_memory()[1]
    data = x.nbytes + x.itemsize * len(x) + y.nbytes  # the rows as they are made: with a column of ones
    parameters = network.parameter_count * x.itemsize
    return peak / (data + min(CHUNK_BYTES, data) + PARAMETER_COPIES * parameters)


def _use(case: Case, rule: str) -> Use:
    """The least of several epochs of a thousand steps: what grows with the steps grows in every one of them.

    One more before them warms up, and the measuring itself with it.
    """
    longer = replace(case, rows=STEPS * case.batch)
    x, labels = longer.labelled()
    trainer = trainer_of(longer, longer.network(), x, longer.one_hot(labels), SETTINGS[rule])
    with traced(), blas_threads(trainer.network, case.batch):
        _, *uses = [use_of_epoch(trainer) for _ in range(STRETCHES + 1)]
    return Use(*(min(values) for values in zip(*(astuple(use) for use in uses), strict=True)))


def use_of_epoch(trainer: Trainer) -> Use:
    """What the next thousand steps take."""
    size, blocks = _held()
    trainer.run(REFILL)
    tracemalloc.reset_peak()
    level = tracemalloc.get_traced_memory()[0]
    trainer.run(STEPS - REFILL)
    temporary = tracemalloc.get_traced_memory()[1] - level
    size_after, blocks_after = _held()
    return Use(size_after - size, blocks_after - blocks, temporary)


def _held() -> tuple[int, int]:
    """Bytes and blocks that exist now, without those of the measuring."""
    gc.collect()
    own = tracemalloc.Filter(inclusive=False, filename_pattern=tracemalloc.__file__)
    traces = tracemalloc.take_snapshot().filter_traces([own]).traces
    return sum(trace.size for trace in traces), len(traces)


@contextmanager
def traced() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()
