"""Starting, pausing and ending training, and turning what it learned into one undoable step.

Pausing and stopping both end the thread: where training stands is part of the document, and going on
from there is bit-identical to never having stopped. So a paused project can be saved, edited and undone
like any other.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from nndesigner.document.edits.trained import architecture, trained
from nndesigner.document.model import Changes, Document
from nndesigner.document.runs import History, Outcome, Run
from nndesigner.document.settings import Progress
from nndesigner.document.validation import blocking
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import NetworkError
from nndesigner.session.epoch_ends import Marks
from nndesigner.session.live_history import GrowingHistory
from nndesigner.session.mailbox import Ended, Snapshot
from nndesigner.session.training_loop import Request, unmoved_from
from nndesigner.session.training_run import TrainingRun


class State(StrEnum):
    """What training is doing."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"


@dataclass(frozen=True, eq=False)
class Live:
    """A running training as seen from outside.

    Attributes:
        history: The whole run so far, what came before this start included.
        until_epoch: Where it will end.
        speed: Training samples per second; 0 until known.
        seconds_left: Estimate; None until known.
        fraction: Share of this training that is done, 0 to 1.
        since: What the change of the parameters is measured from; None if it is not known.
    """

    parameters: Parameters
    progress: Progress
    history: History
    until_epoch: int
    epochs: float
    speed: float
    seconds_left: float | None
    fraction: float
    since: Parameters | None = None


class Owner(Protocol):
    """What training needs of the session it belongs to."""

    @property
    def document(self) -> Document:
        """The present document."""

    def commit(self, name: str, document: Document) -> None:
        """Make a document the next undoable step."""


class Training:
    """The training control of a session. Not thread-safe: called by one thread, the UI's or the command's."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._run: TrainingRun | None = None
        self._history = GrowingHistory(History())
        self._target: int | None = None
        self._paused = False
        self.live: Live | None = None
        self.last: Ended | None = None
        """How the latest training ended."""
        self.marks = Marks()
        """What the change of parameters that training made is measured from."""

    @property
    def state(self) -> State:
        """What training is doing now."""
        if self._run is not None:
            return State.RUNNING
        return State.PAUSED if self._paused else State.IDLE

    @property
    def target_epoch(self) -> int:
        """The epoch at which the training under way, or the next one, ends."""
        return self._target if self._target is not None else _target_for(self._owner.document)

    def train(self) -> None:
        """Train for the number of epochs in the settings; after a pause, go on to where it was to end.

        Raises:
            NetworkError: A blocking problem stands; the message is the first one's.
        """
        if self._run is not None:
            return
        target = self.target_epoch
        self._start(target, None)
        self._target = target

    def resume_until(self, target: int | None) -> None:
        """Go on after `settle` to where training was to end, if that is ahead and nothing is in the way."""
        document = self._owner.document
        if target is not None and target > document.progress.epoch and not blocking(document):
            self._start(target, None)
            self._target = target

    def step_batch(self) -> None:
        """Train one mini-batch."""
        self._single(batches=1)

    def step_epoch(self) -> None:
        """Train to the end of the epoch that has begun, or for one whole epoch."""
        self._single(batches=None)

    def pause(self) -> None:
        """End the thread after the present batch, remembering where training was to end."""
        if self._run is not None:
            self._paused = True
            self._run.stop()

    def stop(self) -> None:
        """End training after the present batch; the next one has its full number of epochs again."""
        self._paused = False
        if self._run is not None:
            self._run.stop()
        else:
            self._target = None

    def settle(self) -> int | None:
        """Stop, wait and commit what was learned.

        Returns:
            The epoch at which training was to end, for `resume_until`; None if it ends here anyway.
        """
        run = self._run
        if run is None:
            return None
        resumable = run.request.batches is None and not run.stopping
        run.stop()
        run.join()
        self.poll()
        stopped = self.last is not None and self.last.outcome is Outcome.STOPPED
        return run.request.until_epoch if resumable and stopped else None

    def forget_pause(self) -> None:
        """Drop the remembered end of a paused training (another project, or fresh weights)."""
        self._paused = False
        self._target = None

    def settings_changed(self) -> None:
        """Hand the document's present settings to the running training."""
        if self._run is not None:
            self._run.change(self._owner.document.training)

    def want_snapshot(self) -> None:
        """Ask for the parameters as they are; they come with one of the next polls."""
        if self._run is not None:
            self._run.want_snapshot()

    def poll(self) -> bool:
        """Take in what the thread has left; True if anything is new."""
        run = self._run
        if run is None:
            return False
        drained = run.mailbox.drain()
        self._history.extend(drained.measurements)
        if drained.snapshot is not None:
            self.live = self._live_from(drained.snapshot, run.request)
        if drained.ended is not None:
            run.join()
            self._finish(run, drained.ended)
        return bool(drained.measurements or drained.snapshot or drained.ended)

    def _single(self, batches: int | None) -> None:
        self.settle()
        self._start(self._owner.document.progress.epoch + 1, batches)

    def _start(self, until_epoch: int, batches: int | None) -> None:
        document = self._owner.document
        found = blocking(document)
        if found:
            raise NetworkError(found[0].message, remedy=f"Fix: {found[0].fix.label}." if found[0].fix else "")
        current = document.current_run
        run_id = current.id if current else max((run.id for run in document.runs), default=0) + 1
        self._history = GrowingHistory(current.history if current else History())
        request = Request(
            document,
            run_id,
            until_epoch,
            batches,
            measure_first=current is None,
            since=self.marks.of(document.parameters),
        )
        self.live = self._live_from(unmoved_from(request), request)
        self.last = None
        self._paused = False
        self._run = TrainingRun(request)
        self._run.start()

    def _finish(self, run: TrainingRun, ended: Ended) -> None:
        self._run, self.live, self.last = None, None, ended
        if ended.outcome is not Outcome.STOPPED or not self._paused:
            self._paused = False
            self._target = None
        document = self._owner.document
        snapshot, start = ended.snapshot, run.request.document
        moved = snapshot.progress.steps != start.progress.steps
        diverged = ended.outcome is Outcome.DIVERGED
        if not moved and not diverged and snapshot.parameters.equals(start.parameters):
            return
        record = _record(document, run.request, ended, self._history.view())
        self.marks.put(snapshot.parameters, snapshot.since)
        self._owner.commit(
            "Train until it diverged" if diverged else _name(run.request, snapshot.progress),
            trained(
                document,
                snapshot.parameters,
                snapshot.progress,
                record,
                memory=snapshot.memory,
                best=snapshot.best,
            ),
        )

    def _live_from(self, snapshot: Snapshot, request: Request) -> Live:
        samples = _training_rows(request.document)
        epochs = snapshot.progress.epochs_with(samples)
        start = request.document.progress.epochs_with(samples)
        whole = max(request.until_epoch - start, 1e-9)
        speed = snapshot.samples / snapshot.seconds if snapshot.seconds > 0 else 0.0
        left = (request.until_epoch - epochs) * samples / speed if speed > 0 else None
        fraction = min(max((epochs - start) / whole, 0.0), 1.0)
        return Live(
            snapshot.parameters,
            snapshot.progress,
            self._history.view(),
            request.until_epoch,
            epochs,
            speed,
            left,
            fraction,
            snapshot.since,
        )


def affects_training(before: Document, after: Document) -> bool:
    """Whether an edit changes something that a running training has captured and cannot change."""
    changes = Changes.between(before, after)
    if changes.network or changes.parameters or changes.data or changes.progress:
        return True
    return any(getattr(before.training, name) != getattr(after.training, name) for name in _CAPTURED)


_CAPTURED = ("seed", "cost", "class_weights", "precision")
"""Settings of which a training that has begun is made; all others may change from batch to batch."""


def _target_for(document: Document) -> int:
    return document.progress.epoch + document.training.epochs


def _training_rows(document: Document) -> int:
    data = document.data
    return int((data.prepared.parts == 0).sum()) if data is not None else 0


def _name(request: Request, after: Progress) -> str:
    before = request.document.progress
    epochs = after.epoch - before.epoch
    if epochs and not after.offset:
        return "Train 1 epoch" if epochs == 1 else f"Train {epochs} epochs"
    steps = after.steps - before.steps
    if not steps:
        return "Restore the best weights"
    return "Train 1 batch" if steps == 1 else f"Train {steps:,} batches"


def _record(document: Document, request: Request, ended: Ended, history: History) -> Run:
    earlier = next((run for run in document.runs if run.id == request.run), None)
    fresh = Run(
        id=request.run,
        started=datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        settings=document.training,
        outcome=ended.outcome,
        history=history,
        seconds=ended.snapshot.seconds,
        samples=ended.snapshot.samples,
        architecture=architecture(document.network),
    )
    if earlier is None:
        return fresh
    return replace(
        fresh,
        started=earlier.started,
        seconds=earlier.seconds + fresh.seconds,
        samples=earlier.samples + fresh.samples,
    )
