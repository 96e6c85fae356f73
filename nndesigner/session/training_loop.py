"""What a training thread does: batch after batch, looking up at its orders, and measuring every epoch."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property

from nndesigner.document.model import Document
from nndesigner.document.runs import Measurement, Outcome
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.evaluate import Halted, never
from nndesigner.engine.memory import Memory
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.schedules import SCHEDULES
from nndesigner.engine.threads import blas_threads
from nndesigner.engine.trainer import Trainer
from nndesigner.session.diverging import diverged
from nndesigner.session.epoch_ends import EpochEnds
from nndesigner.session.mailbox import Ended, Mailbox, Snapshot
from nndesigner.session.measuring import Arrays, Meter, training_arrays
from nndesigner.session.orders import Orders

_CHECK_EVERY = 256
"""Batches between two looks at whether the numbers are still finite."""

_WAITED_FOR = 1_000_000_000
"""Weights times rows up to which who stops within an epoch gets a measurement: it takes less than 100 ms."""


@dataclass(frozen=True, eq=False)
class Request:
    """What to train, and until when.

    Attributes:
        document: Parameters, data and settings to start from.
        run: Id of the run it belongs to.
        until_epoch: Stop when so many epochs are complete.
        batches: Stop after so many batches, if given.
        measure_first: Whether to measure before the first step (a run's very beginning).
        since: What the document's own change is measured from, if known.
    """

    document: Document
    run: int
    until_epoch: int
    batches: int | None = None
    measure_first: bool = False
    since: Parameters | None = None


def unmoved_from(request: Request) -> Snapshot:
    """Where training starts."""
    document = request.document
    return Snapshot(
        document.parameters, document.progress, 0, 0.0, document.memory, document.best, request.since
    )


def trainer_of(document: Document, arrays: Arrays) -> Trainer:
    """A trainer that goes on where the document stands.

    Raises:
        NetworkError: The network cannot be trained with this data and cost.
    """
    settings, progress = document.training, document.progress
    return Trainer(
        document.network,
        document.parameters,
        arrays.x,
        arrays.y,
        cost=settings.cost,
        batch_size=settings.batch_size,
        learning_rate=settings.learning_rate,
        ridge=settings.ridge,
        seed=settings.seed,
        dtype=settings.precision,
        epoch=progress.epoch,
        offset=progress.offset,
        rules=settings.rules,
        memory=document.memory,
        row_weights=arrays.weights,
        cuts=progress.watch.cuts,
    )


class Loop:
    """The work of one run, on its thread."""

    def __init__(self, request: Request, mailbox: Mailbox, orders: Orders) -> None:
        document = request.document
        self._request, self._mailbox, self._orders = request, mailbox, orders
        self._network = document.network
        self._settings = document.training
        self._arrays = arrays = training_arrays(document)
        self._x = arrays.x
        self._meter = Meter(document, arrays)
        self._trainer = trainer_of(document, arrays)
        self._steps_before = document.progress.steps
        self._watch, self._best = document.progress.watch, document.best
        self._began = time.perf_counter()
        self._ends = EpochEnds(document, request.since)
        self._good = unmoved_from(request)
        self._begin_watching()

    @property
    def good(self) -> Snapshot:
        """The latest state whose cost was measured and finite."""
        return self._good

    def run(self) -> Ended:
        """Train until the request is met, something is told to stop it, or numbers are no longer finite."""
        with ExitStack() as self._threads:
            self._choose_threads()
            try:
                outcome = self._begin()
            except Halted:
                # The measurement is made up for when training goes on.
                return Ended(Outcome.STOPPED, self._snapshot(whole=True))
            if outcome is Outcome.DIVERGED or not self._measured_within_epoch(outcome):
                return self._diverged()
            if outcome is Outcome.FINISHED and self._waited_out():
                return self._ended_early()
            return Ended(outcome, self._snapshot(whole=True))

    def _begin(self) -> Outcome:
        if self._request.measure_first:
            self._measure(self._halting())
        elif self._owes_measurement() and not self._measure_epoch():
            return Outcome.DIVERGED
        return self._descend()

    def _owes_measurement(self) -> bool:
        """Whether the last epoch was left before its cost was measured."""
        document = self._request.document
        run, progress = document.current_run, document.progress
        last = run.history.last() if run is not None else None
        return last is not None and not progress.offset and last.epoch < progress.epoch

    def _halting(self) -> Callable[[], bool]:
        """What gives a measurement up: the order to stop, where measuring takes long."""
        return (lambda: self._orders.stopped) if self._takes_long else never

    @cached_property
    def _takes_long(self) -> bool:
        weights = sum(array.size for array in self._request.document.parameters.weights.values())
        return weights * len(self._x) > _WAITED_FOR

    def _choose_threads(self) -> None:
        """Use as many threads as suit the size of the batches."""
        self._threads.close()
        rows = self._settings.batch_in_force or len(self._x)
        self._threads.enter_context(blas_threads(self._network, rows))

    def _descend(self) -> Outcome:
        """Step until the request is met. What every batch pays is one look at the orders."""
        trainer, orders, until = self._trainer, self._orders, self._request.until_epoch
        last_step = math.inf if self._request.batches is None else trainer.steps + self._request.batches
        checked = trainer.steps

        def met() -> bool:
            return trainer.epoch >= until or trainer.steps >= last_step or self._waited_out()

        while not met():
            epoch = trainer.epoch
            trainer.run(int(min(_CHECK_EVERY, last_step - trainer.steps)), orders)
            done = trainer.epoch > epoch
            if done or trainer.steps >= checked + _CHECK_EVERY:
                checked = trainer.steps
                if not trainer.finite() or (done and not self._measure_epoch()):
                    return Outcome.DIVERGED
            if orders.given and self._attend():
                break
        if not trainer.finite():
            return Outcome.DIVERGED
        return Outcome.FINISHED if met() else Outcome.STOPPED

    def _attend(self) -> bool:
        """Do what the orders ask for; True if they ask to stop."""
        orders = self._orders
        orders.given = False
        if orders.stopped:
            return True
        while orders.settings:
            self._obey(orders.settings.popleft())
        if self._mailbox.snapshot_wanted:
            self._mailbox.show(self._snapshot())
        return False

    def _obey(self, settings: TrainingSettings) -> None:
        trainer, before, self._settings = self._trainer, self._settings, settings
        if settings.batch_in_force != before.batch_in_force:
            self._choose_threads()
        trainer.learning_rate, trainer.ridge = settings.learning_rate, settings.ridge
        trainer.batch_size, trainer.rules = settings.batch_size, settings.rules
        self._begin_watching()

    def _measure(self, halted: Callable[[], bool] = never) -> Measurement | None:
        """Measure the whole training and validation set; None when the cost is not finite."""
        trainer = self._trainer
        snapshot = self._snapshot(whole=True)
        measurement = self._meter.measure(
            snapshot.parameters, self._epochs(), self._settings, trainer.rate, halted
        )
        if measurement is not None:
            self._good = snapshot
            self._mailbox.measured(measurement)
        return measurement

    def _measured_within_epoch(self, outcome: Outcome) -> bool:
        """Measure within an epoch that was left, if there is time; False when the cost is not finite."""
        hurried = outcome is Outcome.STOPPED and self._takes_long
        return hurried or not self._trainer.offset or self._measure() is not None

    def _measure_epoch(self) -> bool:
        """Measure after a whole epoch, and see whether the cost still falls; False when it is not finite."""
        measurement = self._measure(self._halting())
        if measurement is None:
            return False
        cost = measurement.validation_cost
        if math.isnan(cost):
            cost = measurement.cost - measurement.penalty
        settings, epoch = self._settings, self._trainer.epoch
        reduces = SCHEDULES[settings.schedule].watches
        seen = self._watch.seeing(epoch, cost, settings.schedule_epochs if reduces else None)
        if settings.patience is not None and seen.best < self._watch.best:
            self._best = self._good.parameters
        self._watch, self._trainer.cuts = seen, seen.cuts
        self._good = replace(self._good, progress=replace(self._good.progress, watch=seen), best=self._best)
        return True

    def _begin_watching(self) -> None:
        """Where the best weights are wanted but were not kept so far, the best cost begins anew."""
        if self._settings.patience is None:
            self._best = None
        elif self._best is None:
            self._watch = replace(self._watch, best=math.inf, best_epoch=self._trainer.epoch)

    def _waited_out(self) -> bool:
        patience = self._settings.patience
        return patience is not None and self._watch.waited(self._trainer.epoch) >= patience

    def _epochs(self) -> float:
        return self._trainer.epoch + self._trainer.offset / len(self._x)

    def _snapshot(self, *, whole: bool = False) -> Snapshot:
        """The present state; only a whole one can be gone on from."""
        trainer = self._trainer
        progress = Progress(
            trainer.epoch,
            trainer.offset,
            self._steps_before + trainer.steps,
            self._request.run,
            self._watch,
        )
        seconds, parameters = time.perf_counter() - self._began, trainer.parameters()
        memory, best = (trainer.memory(), self._best) if whole else (None, None)
        since = self._ends.since(progress.epoch, progress.steps, parameters)
        return Snapshot(parameters, progress, trainer.samples, seconds, memory, best, since)

    def _ended_early(self) -> Ended:
        """The best weights come back, measured; what the optimiser remembers of others is dropped.

        Whoever goes on from there waits for a better cost from then on.
        """
        last, best = self._snapshot(), self._best or self._trainer.parameters()
        watch = self._watch
        measurement = self._meter.measure(best, self._epochs(), self._settings, self._trainer.rate)
        if measurement is not None:
            self._mailbox.measured(measurement)
        kept = replace(
            last,
            parameters=best,
            progress=replace(last.progress, watch=replace(watch, best_epoch=last.progress.epoch)),
            memory=Memory(self._settings.optimizer),
            best=best,
            since=None,
        )
        return Ended(
            Outcome.FINISHED,
            kept,
            f"Training ended early: the cost has not fallen below {watch.best:.4g} "
            f"since epoch {watch.best_epoch:,}.",
            "The weights of that epoch were restored.",
        )

    def _diverged(self) -> Ended:
        good, document = self._good, self._request.document
        stood = replace(
            document,
            parameters=good.parameters,
            progress=good.progress,
            memory=good.memory or document.memory,
            training=self._settings,
        )
        return diverged(
            good,
            trainer_of(stood, self._arrays),
            stood,
            self._arrays,
            start=document.parameters,
            steps=self._steps_before + self._trainer.steps - good.progress.steps,
            stopped=lambda: self._orders.stopped,
        )
