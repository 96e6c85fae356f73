"""Looking for a learning rate on a thread of its own: captures a document and never touches anything else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from nndesigner.data.model import Part
from nndesigner.document.model import Document
from nndesigner.engine.descent_curve import DescentCurve, descent_curve_so_far
from nndesigner.engine.feed import order_of
from nndesigner.engine.range_test import RangeTest, range_test_so_far
from nndesigner.engine.threads import blas_threads
from nndesigner.errors import NetworkError, NNDesignerError
from nndesigner.session.measuring import training_arrays

LOWEST, HIGHEST = 1e-5, 100.0
"""The learning rates that the range test tries."""
THREAD = "finding a learning rate"
"""Name of the thread."""
_STEPS, _POINTS = 141, 181
"""Twenty and thirty learning rates for each power of ten."""

Result = TypeVar("Result")
Begin = Callable[[Document], Iterator[Result]]
"""Begins the work on a document; gives the result up to now after each step."""


@dataclass(frozen=True)
class NextBatch:
    """Which training rows the next step of training takes.

    Attributes:
        epoch: Completed epochs.
        first: Place of the first row in the order of the epoch, from 0.
        stop: Place after the last one.
        of: Number of training rows.
    """

    epoch: int
    first: int
    stop: int
    of: int

    @property
    def whole(self) -> bool:
        """Whether it is all of them, which are not shuffled then."""
        return self.stop - self.first == self.of


@dataclass(frozen=True, eq=False)
class Look(Generic[Result]):
    """What has become of the work when one looked.

    Attributes:
        result: Up to now; None before the first step.
        ended: Whether nothing more will come.
        refusal: Why the document has no answer.
        defect: What went wrong inside the program; to be raised by the one who looks.
    """

    result: Result | None
    ended: bool
    refusal: NNDesignerError | None = None
    defect: Exception | None = None


class RateFinding(Generic[Result]):
    """One piece of work on one document. Told to stop, the thread ends with the step being computed.

    Args:
        document: Parameters, data and settings to start from.
        begin: What to do.
    """

    def __init__(self, document: Document, begin: Begin[Result]) -> None:
        self.document = document
        self._begin = begin
        self._stop = threading.Event()
        self._look: Look[Result] = Look(None, ended=False)
        self._thread = threading.Thread(target=self._entry, name=THREAD, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask to end after the step being computed; returns at once."""
        self._stop.set()

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether the thread is still running."""
        return self._thread.is_alive()

    def look(self) -> Look[Result]:
        """What there is up to now; never waits."""
        return self._look

    def _entry(self) -> None:
        """Thread entry: whatever happens, the last look says that it has ended."""
        refusal: NNDesignerError | None = None
        defect: Exception | None = None
        try:
            self._work()
        except NNDesignerError as error:
            refusal = error
        except MemoryError:
            refusal = NetworkError(
                "There is not enough memory to try learning rates.", remedy="Make the network smaller."
            )
        except Exception as error:  # noqa: BLE001 - thread entry: carried over to the one who looks
            defect = error
        finally:
            self._look = Look(self._look.result, True, refusal, defect)

    def _work(self) -> None:
        document = self.document
        with blas_threads(document.network, _rows_at_once(document)):
            for result in self._begin(document):
                self._look = Look(result, ended=False)
                if self._stop.is_set():
                    return


def range_test_of(document: Document) -> Iterator[RangeTest]:
    """Train with a growing learning rate from where the document stands.

    Raises:
        NetworkError: The network cannot be trained.
    """
    settings, arrays = document.training, training_arrays(document)
    yield from range_test_so_far(
        document.network,
        document.parameters,
        arrays.x,
        arrays.y,
        cost=settings.cost,
        batch_size=settings.batch_size,
        ridge=settings.ridge,
        cost_ridge=settings.cost_ridge,
        seed=settings.seed,
        dtype=settings.precision,
        rules=settings,
        row_weights=arrays.weights,
        low=LOWEST,
        high=HIGHEST,
        steps=_STEPS,
    )


def descent_curve_of(document: Document) -> Iterator[DescentCurve]:
    """Compute the cost along the gradient of the mini-batch that training takes next.

    Raises:
        NetworkError: The network cannot be trained.
    """
    settings, arrays, batch = document.training, training_arrays(document), next_batch(document)
    x, y, weights = arrays.x, arrays.y, arrays.weights
    if not batch.whole:
        rows = order_of(settings.seed, batch.epoch, batch.of)[batch.first : batch.stop]
        x, y, weights = x[rows], y[rows], None if weights is None else weights[rows]
    yield from descent_curve_so_far(
        document.network,
        document.parameters,
        settings.cost,
        x,
        y,
        ridge=settings.cost_ridge,
        l1=settings.l1,
        weights=weights,
        m=batch.of,
        high=HIGHEST,
        points=_POINTS,
    )


def next_batch(document: Document) -> NextBatch:
    """Which rows training takes next. There has to be data.

    Raises:
        NetworkError: There is none.
    """
    if document.data is None:
        raise NetworkError("There is no data yet.", remedy="Open a table or a bundled data set.")
    rows = len(document.data.prepared.select(Part.TRAIN))
    size, progress = document.training.batch_in_force, document.progress
    if size is None or size >= rows:
        return NextBatch(progress.epoch, 0, rows, rows)
    first = progress.offset if progress.offset < rows else 0
    return NextBatch(progress.epoch, first, min(first + size, rows), rows)


def same_answer(before: Document, now: Document) -> bool:
    """Whether what was found for one document holds for another; η itself and the epochs play no part."""
    return (
        before.network is now.network
        and before.parameters is now.parameters
        and before.data is now.data
        and before.progress == now.progress
        and replace(before.training, learning_rate=1.0, epochs=1)
        == replace(now.training, learning_rate=1.0, epochs=1)
    )


def _rows_at_once(document: Document) -> int:
    batch = next_batch(document)
    return batch.stop - batch.first
