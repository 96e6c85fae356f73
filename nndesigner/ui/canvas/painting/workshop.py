"""Draws on another thread, so that the window stays fluent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

_NAME = "drawing"

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Done(Generic[T]):
    """What a job came to: a result, or an error."""

    result: T | None = None
    error: BaseException | None = None


class Workshop(Generic[T]):
    """One job at a time, each on a thread of its own: nothing runs while there is nothing to do."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._done: Done[T] | None = None

    @property
    def busy(self) -> bool:
        """Whether there is a job whose result has not been taken."""
        return self._thread is not None

    @property
    def running(self) -> bool:
        """Whether a job is under way."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, job: Callable[[], T]) -> None:
        """Begin a job; only while not busy."""

        def run() -> None:
            try:
                self._done = Done(job())
            except BaseException as error:  # noqa: BLE001 - thread entry: raised again where it is taken
                self._done = Done(error=error)

        self._thread = threading.Thread(target=run, name=_NAME, daemon=True)
        self._thread.start()

    def take(self) -> T | None:
        """The result of the job, if it has just been done; what went wrong in it is raised here."""
        done, self._done = self._done, None
        if done is None:
            return None
        self._thread = None
        if done.error is not None:
            raise done.error
        return done.result
