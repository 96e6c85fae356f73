"""Work done in slices so short that the window stays fluent between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from nndesigner.errors import NNDesignerError

Result = TypeVar("Result")
Begin = Callable[[], Iterator[Result | None]]
"""Begins the work: gives None or a result after each slice; the last result counts."""

BUDGET_S = 0.005
"""Slices go on for this long before the window has its turn: three pieces of work share a frame of 16 ms."""
REST_MS = 200
"""Least time between two results while training moves the weights."""
_REST_SHARE = 4
"""Work that takes long rests so many times as long: the rest of the window comes first."""


class Slices(QObject, Generic[Result]):
    """One piece of work at a time; what is asked for meanwhile comes after it, the latest only.

    Args:
        show: Is given the result; None where the user's network or data has none.
        parent: Its owner.
    """

    def __init__(self, show: Callable[[Result | None], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._work: Iterator[Result | None] | None = None
        self._next: Begin[Result] | None = None
        self._last: Result | None = None
        self._spent = 0.0
        self._slice, self._resting = QTimer(self), QTimer(self)
        self._slice.setSingleShot(True)
        self._slice.timeout.connect(self._advance)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return self._work is not None or self._next is not None

    def ask(self, begin: Begin[Result]) -> None:
        """Do this as soon as what is being done is finished; at once where it is short and nothing is."""
        self._next = begin
        if self._work is None and not self._resting.isActive():
            self._go_on()

    def stop(self) -> None:
        """Drop everything."""
        self._work = self._next = self._last = None
        self._slice.stop()
        self._resting.stop()

    def _go_on(self) -> None:
        if self._next is not None:
            self._work, self._next, self._last = self._next(), None, None
            self._spent = 0.0
            self._advance()

    def _advance(self) -> None:
        begun = time.monotonic()
        while self._work is not None:
            try:
                found = next(self._work)
            except StopIteration:
                self._finish(self._last, begun)
                return
            except NNDesignerError:  # said where it can be mended: in the problem bar
                self._finish(None, begun)
                return
            self._last = self._last if found is None else found
            if time.monotonic() > begun + BUDGET_S:
                self._spent += time.monotonic() - begun
                self._slice.start(0)
                return

    def _finish(self, result: Result | None, begun: float) -> None:
        self._work = self._last = None
        spent = self._spent + time.monotonic() - begun
        self._resting.start(max(REST_MS, round(1000 * _REST_SHARE * spent)))
        self._show(result)
