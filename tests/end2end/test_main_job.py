"""The whole main job in the real main window, with mouse and keyboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nndesigner.data.model import Part
from nndesigner.document.validation import blocking
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.metrics import accuracy
from nndesigner.engine.network import Role
from nndesigner.resource_files import resource_path
from nndesigner.session.session import Session
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.settings.field import SettingField
from tests.end2end.hands import answer_file_dialog, click, drag_and_drop, type_into
from tests.ui.driving import activate

TRAINING_TIME = 60_000
_MOST_STEPS = 40


@pytest.fixture
def own_dialogs(qapp: QApplication) -> None:
    """File dialogs of Qt's own, which tests can type into."""
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def drag_from_palette(window: MainWindow, words: str, end: QPoint) -> None:
    rows = window.workspace.palette_panel.rows
    item = rows.findItems(words, Qt.MatchFlag.MatchExactly)[0]
    drag_and_drop(rows.viewport(), rows.visualItemRect(item).center(), window.canvas, end)


def sizes(window: MainWindow) -> list[tuple[Role, int]]:
    return [(layer.role, layer.size) for layer in window.session.document.network.forward_order]


def held_out_accuracy(session: Session) -> float:
    """Over validation and test rows together, computed apart from what the window shows."""
    document = session.document
    assert document.data is not None
    prepared = document.data.prepared
    rows = np.concatenate([prepared.select(Part.VALIDATION), prepared.select(Part.TEST)])
    outputs = Evaluator(document.network, None).outputs(document.parameters, prepared.x[rows])
    return float(accuracy(outputs, prepared.targets[rows]))


def test_from_an_empty_window_to_a_trained_network_and_back(
    window: MainWindow, qtbot: QtBot, own_dialogs: None, tmp_path: Path
) -> None:
    session, canvas = window.session, window.canvas
    empty = session.document
    table = tmp_path / "iris.csv"
    shutil.copy(resource_path("datasets/iris.csv"), table)
    activate(window, qtbot)

    click(window, "emptyNetwork")
    height, width = canvas.height() // 2, canvas.width()
    drag_from_palette(window, "Input", QPoint(width // 4, height))
    drag_from_palette(window, "Hidden", QPoint(width // 2, height))
    drag_from_palette(window, "Output", QPoint(width * 3 // 4, height))
    network = session.document.network
    assert [role for role, _ in sizes(window)] == [Role.INPUT, Role.HIDDEN, Role.OUTPUT]
    assert len(network.connections) == 2
    assert session.undo_name is not None

    answer_file_dialog(window, qtbot, lambda: window.action_set["open-data"].trigger(), table)
    qtbot.waitUntil(lambda: _enabled(window, "importOnly"), timeout=20_000)
    click(window, "importOnly")
    qtbot.waitUntil(lambda: session.document.data is not None)
    for _ in range(5):
        if not blocking(session.document):
            break
        click(window, "problemFix")
    assert blocking(session.document) == ()
    assert sizes(window)[0] == (Role.INPUT, 4)
    assert sizes(window)[-1] == (Role.OUTPUT, 3)

    learning_rate = window.findChild(SettingField, "setting:learning_rate")
    assert isinstance(learning_rate, SettingField)
    type_into(learning_rate, "0.3")
    assert session.document.training.learning_rate == 0.3
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    epochs = session.document.training.epochs
    qtbot.waitUntil(lambda: session.document.progress.epoch == epochs, timeout=TRAINING_TIME)
    assert held_out_accuracy(session) >= 0.93

    project = tmp_path / "flowers.nnd"
    answer_file_dialog(window, qtbot, lambda: window.action_set["save"].trigger(), project)
    qtbot.waitUntil(lambda: not session.modified)
    trained = session.document

    for _ in range(_MOST_STEPS):
        if session.undo_name is None:
            break
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.document is empty
    for _ in range(_MOST_STEPS):
        if session.redo_name is None:
            break
        QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert session.document is trained

    answer_file_dialog(window, qtbot, lambda: window.action_set["open"].trigger(), project)
    qtbot.waitUntil(lambda: session.document is not trained, timeout=20_000)
    assert session.document.parameters.equals(trained.parameters)
    assert held_out_accuracy(session) >= 0.93


def _enabled(window: MainWindow, name: str) -> bool:
    button = window.findChild(QPushButton, name)
    return button is not None and button.isVisible() and button.isEnabled()
