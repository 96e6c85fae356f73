"""Carrying out requests on threads. The latest request counts; answers to earlier ones are dropped."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nndesigner.ui.import_page.work import Answer, Request, carry_out

POLL_MS = 15

Work = Callable[[Request, Callable[[float], None], Callable[[], bool]], Answer]


class _Job:
    """One request on one thread. It leaves its answer, or the exception that ended it, in a queue."""

    def __init__(self, request: Request, work: Work) -> None:
        self.request, self._work = request, work
        self.stop = threading.Event()
        self.share = 0.0
        self.done: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"import {request.id}", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait for the end."""
        self._thread.join()

    def _tell(self, share: float) -> None:
        self.share = share

    def _run(self) -> None:
        try:
            self.done.put(self._work(self.request, self._tell, self.stop.is_set))
        except BaseException as error:  # noqa: BLE001 - thread entry: raised again where it was asked for
            self.done.put(error)


class Reader(QObject):
    """Answers requests without keeping the window waiting."""

    answered = Signal(object)
    """The `Answer` to the latest request."""
    progressed = Signal(float)
    """Share of the latest request that is done, 0 to 1."""

    def __init__(self, work: Work = carry_out, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._job: _Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._job is not None

    def ask(self, request: Request) -> None:
        """Begin with a request; the one before, if it is still under way, is forgotten."""
        self.cancel()
        self._job = _Job(request, self._work)
        self._timer.start()

    def cancel(self) -> None:
        """Forget the request under way. Returns at once; its thread ends when it next looks."""
        if self._job is not None:
            self._job.stop.set()
        self._job = None
        self._timer.stop()

    def _poll(self) -> None:
        job = self._job
        if job is None:
            return
        self.progressed.emit(job.share)
        try:
            result = job.done.get_nowait()
        except queue.Empty:
            return
        self.cancel()
        job.join()
        if isinstance(result, BaseException):
            raise result
        self.answered.emit(result)
