"""What nobody expected reaches the user as a report, and the program goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.document.runs import Outcome
from nndesigner.document.settings import Progress
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import NetworkError
from nndesigner.session.mailbox import Ended, Snapshot
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.hooks import CrashReporter
from nndesigner.ui.notices import Notices


@pytest.fixture
def reporter(bridge: Bridge, notices: Notices, qtbot: QtBot) -> Iterator[CrashReporter]:
    window = QWidget()
    qtbot.addWidget(window)
    made = CrashReporter(bridge, notices, window)
    before = sys.excepthook, threading.excepthook
    sys.excepthook = lambda *_: None
    made.install()
    yield made
    made.uninstall()
    sys.excepthook, threading.excepthook = before
    if made.dialog is not None:
        made.dialog.close()


def raised(error: BaseException) -> None:
    """Give an exception to the hook, as Qt does with one from a slot."""
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - stands for the event loop
        sys.excepthook(type(caught), caught, caught.__traceback__)


def test_an_unexpected_exception_is_shown_with_its_trace(reporter: CrashReporter) -> None:
    raised(ZeroDivisionError("a defect"))
    assert reporter.dialog is not None
    assert reporter.dialog.isVisible()
    assert not reporter.dialog.isModal()
    assert "ZeroDivisionError: a defect" in reporter.dialog.report
    assert "NN Designer" in reporter.dialog.report


def test_what_fails_again_and_again_is_said_once(reporter: CrashReporter) -> None:
    for _ in range(3):
        raised(ZeroDivisionError("at every painting"))
    assert reporter.dialog is not None
    assert reporter.dialog.report.count("at every painting") == 1


def test_a_second_one_joins_the_first_report(reporter: CrashReporter) -> None:
    raised(ZeroDivisionError("one"))
    raised(KeyError("two"))
    assert reporter.dialog is not None
    assert "one" in reporter.dialog.report
    assert "two" in reporter.dialog.report


def test_the_report_can_be_copied(reporter: CrashReporter) -> None:
    raised(ZeroDivisionError("a defect"))
    assert reporter.dialog is not None
    button = reporter.dialog.findChild(QPushButton, "crashCopy")
    assert isinstance(button, QPushButton)
    button.click()
    assert QGuiApplication.clipboard().text() == reporter.dialog.report


def test_an_error_meant_for_the_user_is_no_crash(reporter: CrashReporter, notices: Notices) -> None:
    said: list[tuple[str, str]] = []
    notices.message.connect(lambda what, remedy: said.append((what, remedy)))
    raised(NetworkError("It cannot be.", remedy="Do otherwise."))
    assert said == [("It cannot be.", "Do otherwise.")]
    assert reporter.dialog is None


def test_a_failing_thread_is_reported_on_the_screen(reporter: CrashReporter, qtbot: QtBot) -> None:
    def fail() -> None:
        raise RuntimeError("on a thread")

    with qtbot.waitSignal(reporter.failed):
        threading.Thread(target=fail, name="failing").start()
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    assert "on a thread" in reporter.dialog.report


def test_a_training_that_failed_inside_the_program_is_reported(
    reporter: CrashReporter, bridge: Bridge
) -> None:
    snapshot = Snapshot(Parameters(), Progress(), 0, 0.0)
    bridge.trainingEnded.emit(Ended(Outcome.FAILED, snapshot, "Training failed.", report="Traceback: x"))
    assert reporter.dialog is not None
    assert "Traceback: x" in reporter.dialog.report


def test_uninstalling_gives_python_its_hooks_back(bridge: Bridge, notices: Notices, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    before = sys.excepthook, threading.excepthook
    made = CrashReporter(bridge, notices, window)
    made.install()
    assert sys.excepthook is not before[0]
    made.uninstall()
    assert (sys.excepthook, threading.excepthook) == before
