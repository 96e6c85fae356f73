"""Waiting for work on a thread: the window goes on painting, results and errors come back."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from nndesigner.errors import DataError
from nndesigner.ui.waiting import wait_for


def test_the_result_comes_back(qapp: QApplication) -> None:
    assert wait_for(lambda: 41 + 1) == 42


def test_the_work_is_done_on_another_thread(qapp: QApplication) -> None:
    assert wait_for(threading.current_thread) is not threading.current_thread()


def test_an_error_comes_back_as_it_was(qapp: QApplication) -> None:
    error = DataError("It is empty.")

    def fail() -> None:
        raise error

    with pytest.raises(DataError) as caught:
        wait_for(fail)
    assert caught.value is error
    assert QGuiApplication.overrideCursor() is None


def test_timers_go_on_meanwhile(qapp: QApplication) -> None:
    ticks: list[bool] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(QGuiApplication.overrideCursor() is not None))
    timer.start(5)
    ticked = threading.Event()
    QTimer.singleShot(40, ticked.set)
    assert wait_for(lambda: ticked.wait(5))
    timer.stop()
    assert ticks
    assert all(ticks)


def test_work_that_is_done_at_once_does_not_hang(qapp: QApplication) -> None:
    for number in range(50):
        assert wait_for(partial(int, number)) == number
