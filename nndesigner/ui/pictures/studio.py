"""Making pictures on a thread. The latest request counts; what earlier ones would have made is dropped."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nndesigner.errors import NNDesignerError
from nndesigner.ui.canvas.painting.vector import Tick
from nndesigner.ui.pictures.composition import Composition

_POLL_MS = 15

Work = Callable[[Composition, Tick], object]


class _StoppedError(Exception):
    """Nobody wants the picture any more."""


class _Job:
    """One picture on one thread. It leaves what it made, or the exception that ended it, in a queue."""

    def __init__(self, composition: Composition, work: Work) -> None:
        # The composition has to outlive the thread: its colours belong to the thread of the window.
        self._composition, self._work = composition, work
        self._stop = threading.Event()
        self._painted = 0
        self.done: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="picture", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether its thread is gone."""
        return not self._thread.is_alive()

    @property
    def share(self) -> float:
        """How much of it is painted, 0 to 1."""
        # Before the first line is painted nobody has counted them, and the window must not.
        return min(1.0, self._painted / self._composition.lines_drawn) if self._painted else 0.0

    def stop(self) -> None:
        """Let it end when it next looks."""
        self._stop.set()

    def join(self) -> None:
        """Wait for the end."""
        self._thread.join()

    def _tick(self) -> None:
        self._painted += 1
        if self._stop.is_set():
            raise _StoppedError

    def _run(self) -> None:
        try:
            self.done.put(self._work(self._composition, self._tick))
        except BaseException as error:  # noqa: BLE001 - thread entry: told or raised where it was asked for
            self.done.put(error)


class Studio(QObject):
    """Makes one picture at a time without keeping the window waiting."""

    made = Signal(object)
    """What the work returned."""
    failed = Signal(NNDesignerError)
    progressed = Signal(float)
    """Share of the picture that is painted, 0 to 1."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: _Job | None = None
        self._dropped: list[_Job] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def busy(self) -> bool:
        """Whether a picture is being made that somebody waits for."""
        return self._job is not None

    def ask(self, composition: Composition, work: Work) -> None:
        """Begin with a picture; the one before, if it is not finished, is dropped."""
        self.cancel()
        self._job = _Job(composition, work)
        self._timer.start()

    def cancel(self) -> None:
        """Drop the picture under way. Returns at once."""
        if self._job is not None:
            self._job.stop()
            self._dropped.append(self._job)
        self._job = None

    def close(self) -> None:
        """Drop the picture under way, and return when no thread is left."""
        self.cancel()
        for job in self._dropped:
            job.join()
        self._dropped.clear()
        self._timer.stop()

    def _poll(self) -> None:
        self._dropped = [job for job in self._dropped if not job.ended]
        job = self._job
        if job is None:
            if not self._dropped:
                self._timer.stop()
            return
        self.progressed.emit(job.share)
        try:
            result = job.done.get_nowait()
        except queue.Empty:
            return
        job.join()
        self._job = None
        self._hand_over(result)

    def _hand_over(self, result: object) -> None:
        if isinstance(result, NNDesignerError):
            self.failed.emit(result)
        elif isinstance(result, BaseException):
            raise result
        else:
            self.made.emit(result)
