"""One training on a thread of its own. It captures a document and never touches anything else."""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from dataclasses import dataclass

from nndesigner.document.model import Document
from nndesigner.document.runs import Outcome
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.divergence import first_overflow
from nndesigner.engine.network import Network
from nndesigner.engine.threads import blas_threads
from nndesigner.engine.trainer import Trainer
from nndesigner.errors import NNDesignerError
from nndesigner.session.mailbox import Ended, Mailbox, Snapshot
from nndesigner.session.measuring import Meter, training_arrays

_CHECK_EVERY = 256
"""Batches between two looks at whether the numbers are still finite."""


@dataclass(frozen=True, eq=False)
class Request:
    """What to train, and until when.

    Attributes:
        document: Parameters, data and settings to start from.
        run: Id of the run it belongs to.
        until_epoch: Stop when so many epochs are complete.
        batches: Stop after so many batches, if given.
        measure_first: Whether to measure before the first step (a run's very beginning).
    """

    document: Document
    run: int
    until_epoch: int
    batches: int | None = None
    measure_first: bool = False


class TrainingRun:
    """Trains until the request is met, it is told to stop, or the numbers are no longer finite."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.mailbox = Mailbox()
        self._stop = threading.Event()
        self._settings: deque[TrainingSettings] = deque()
        self._thread = threading.Thread(target=self._entry, name="training", daemon=True)

    def start(self) -> None:
        """Begin on a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ask to end after the batch being computed."""
        self._stop.set()

    def change(self, settings: TrainingSettings) -> None:
        """Use other settings (η, λ, batch size) from the next batch on."""
        self._settings.append(settings)

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether the thread is still running."""
        return self._thread.is_alive()

    def _entry(self) -> None:
        """Thread entry: whatever happens, exactly one terminal event is left."""
        document = self.request.document
        unmoved = Snapshot(document.parameters, document.progress, 0, 0.0)
        ended = Ended(Outcome.FAILED, unmoved, "Training ended unexpectedly.")
        try:
            ended = _Loop(self.request, self.mailbox, self._stop, self._settings).run()
        except NNDesignerError as error:
            ended = Ended(Outcome.FAILED, unmoved, error.what, error.remedy)
        except MemoryError:
            ended = Ended(
                Outcome.FAILED,
                unmoved,
                "There is not enough memory to train this network.",
                "Make it smaller.",
            )
        except Exception:  # noqa: BLE001 - a thread entry is one of the two boundaries where everything is caught
            ended = Ended(
                Outcome.FAILED, unmoved, "Training failed inside the program.", report=traceback.format_exc()
            )
        finally:
            self.mailbox.end(ended)


class _Loop:
    """The work of one run, on its thread."""

    def __init__(
        self, request: Request, mailbox: Mailbox, stop: threading.Event, settings: deque[TrainingSettings]
    ) -> None:
        document = request.document
        self._request, self._mailbox, self._stop, self._pending = request, mailbox, stop, settings
        self._network = document.network
        self._settings = document.training
        arrays = training_arrays(document)
        self._x = arrays.x
        self._meter = Meter(document, arrays)
        self._trainer = Trainer(
            document.network,
            document.parameters,
            arrays.x,
            arrays.y,
            cost=self._settings.cost,
            batch_size=self._settings.batch_size,
            learning_rate=self._settings.learning_rate,
            ridge=self._settings.ridge,
            seed=self._settings.seed,
            dtype=self._settings.precision,
            epoch=document.progress.epoch,
            offset=document.progress.offset,
        )
        self._steps_before = document.progress.steps
        self._began = time.perf_counter()
        self._good = Snapshot(document.parameters, document.progress, 0, 0.0)

    def run(self) -> Ended:
        with blas_threads(self._network, self._settings.batch_size or len(self._x)):
            if self._request.measure_first:
                self._measure()
            outcome = self._descend()
            if outcome is Outcome.DIVERGED:
                return self._diverged()
            if self._trainer.offset:
                self._measure()
            return Ended(outcome, self._snapshot())

    def _descend(self) -> Outcome:
        """Step until the request is met. The body is what every batch pays, so it is short."""
        trainer, mailbox, stop, pending = self._trainer, self._mailbox, self._stop, self._pending
        last_step = float("inf") if self._request.batches is None else trainer.steps + self._request.batches
        next_check = trainer.steps + _CHECK_EVERY
        until = self._request.until_epoch
        while trainer.epoch < until and trainer.steps < last_step:
            if stop.is_set():
                return Outcome.STOPPED
            if pending:
                self._obey()
            trainer.step()
            if trainer.offset == 0 or trainer.steps >= next_check:
                next_check = trainer.steps + _CHECK_EVERY
                if not trainer.finite():
                    return Outcome.DIVERGED
                if trainer.offset == 0 and not self._measure():
                    return Outcome.DIVERGED
            if mailbox.snapshot_wanted:
                mailbox.show(self._snapshot())
        return Outcome.FINISHED if trainer.finite() else Outcome.DIVERGED

    def _obey(self) -> None:
        self._settings = self._pending.popleft()
        self._trainer.learning_rate = self._settings.learning_rate
        self._trainer.ridge = self._settings.ridge
        self._trainer.batch_size = self._settings.batch_size

    def _measure(self) -> bool:
        """Measure the whole training and validation set; False when the cost is not finite."""
        parameters = self._trainer.parameters()
        measurement = self._meter.measure(parameters, self._epochs(), self._settings)
        if measurement is None:
            return False
        self._good = self._snapshot()
        self._mailbox.measured(measurement)
        return True

    def _epochs(self) -> float:
        return self._trainer.epoch + self._trainer.offset / len(self._x)

    def _snapshot(self) -> Snapshot:
        trainer = self._trainer
        progress = Progress(
            trainer.epoch, trainer.offset, self._steps_before + trainer.steps, self._request.run
        )
        return Snapshot(trainer.parameters(), progress, trainer.samples, time.perf_counter() - self._began)

    def _diverged(self) -> Ended:
        place = first_overflow(self._network, self._trainer.parameters(), self._x[:_CHECK_EVERY])
        where = f" It began at {_name(self._network, *place)}." if place else ""
        rate = self._settings.learning_rate
        return Ended(
            Outcome.DIVERGED,
            self._good,
            f"The cost is no longer a finite number: training diverged.{where}",
            f"The last finite weights were kept. Try a smaller learning rate, for example {rate / 10:g}.",
        )


def _name(network: Network, layer_id: int, neuron: int) -> str:
    layer = network.layer(layer_id)
    return f"{layer.neuron_name(neuron)} of {layer.name}"
