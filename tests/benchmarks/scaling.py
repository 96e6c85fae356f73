"""Whether an epoch costs as much per sample with a million rows as with ten thousand.

The order of the rows is random, so beyond the caches every row is fetched from main memory: a price that no
arithmetic hides on networks as small as these. A factor of 1.5 leaves room for it, and for the fixed cost of
beginning an epoch of only a thousand rows, but not for anything that grows faster than the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.cases import Case, trainer_of, training
from tests.benchmarks.row import Row, row
from tests.benchmarks.timing import Contender, interleaved
from tests.benchmarks.wanted import Wanted

MOST = 1.5
REFERENCE = 10_000
ROWS = (1_000, 100_000, 1_000_000)

CASES = (
    Case((20, 16, 3), "relu", 32, REFERENCE),
    Case((4, 8, 3), "sigmoid", 10, REFERENCE),
)


def scaling(wanted: Wanted, repeats: int, seconds: float) -> Iterator[Row]:
    """Time per sample of whole epochs over that with 10,000 rows."""
    for case in CASES:
        names = {rows: f"{case.name}: time per sample with {rows:,} rows" for rows in ROWS}
        chosen = [rows for rows in ROWS if wanted(names[rows])]
        if chosen:
            contenders = {str(rows): _epoch(replace(case, rows=rows)) for rows in (REFERENCE, *chosen)}
            rates = interleaved(contenders, repeats, seconds)
            for rows in chosen:
                pairs = zip(rates[str(REFERENCE)], rates[str(rows)], strict=True)
                costs = [usual / other for usual, other in pairs]
                yield row(names[rows], costs, "×", at_most=MOST, peer=f"{REFERENCE:,} rows")


def _epoch(case: Case) -> Contender:
    x, labels = case.labelled()
    return training(case, trainer_of(case, case.network(), x, case.one_hot(labels)), case.rows)
