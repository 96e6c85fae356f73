"""Waiting for work that takes more than a moment, while the window keeps painting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

Result = TypeVar("Result")


def wait_for(work: Callable[[], Result]) -> Result:
    """Do work on a thread and return its result; the window repaints meanwhile and takes no input.

    Args:
        work: Must not touch Qt nor the session.

    Raises:
        BaseException: Whatever the work raises.
    """
    task = _Task(work)
    loop = QEventLoop()
    task.done.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
    try:
        task.start()
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    finally:
        QGuiApplication.restoreOverrideCursor()
    return task.result()


class _Task(QObject, Generic[Result]):
    """One piece of work on one thread."""

    done = Signal()

    def __init__(self, work: Callable[[], Result]) -> None:
        super().__init__()
        self._work = work
        self._results: list[Result] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="work", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def result(self) -> Result:
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that asked, and raised there
            self._error = error
        finally:
            self.done.emit()
