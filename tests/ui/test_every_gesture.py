"""Mouse and keyboard in any order, in the real window."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from pytestqt.qtbot import QtBot

from nndesigner.ui.main_window import MainWindow
from tests.ui.driving import activate
from tests.ui.machine.hands_machine import EveryGesture

LEAST_CHANGES, LEAST_KINDS = 60, 12
"""A run in which the hands changed less than this would show little."""


def test_after_any_gestures_canvas_outline_and_document_agree_and_undo_leads_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    activate(window, qtbot)
    EveryGesture.window = window
    EveryGesture.done.clear()
    run_state_machine_as_test(
        EveryGesture, settings=settings(max_examples=25, stateful_step_count=40, deadline=None)
    )
    assert EveryGesture.done.total() >= LEAST_CHANGES
    assert len(EveryGesture.done) >= LEAST_KINDS
