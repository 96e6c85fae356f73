"""The bridge tells each view what concerns it, and looks into the mailbox only while training runs."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.runs import Outcome
from nndesigner.engine.network import Role
from nndesigner.session.mailbox import Ended
from nndesigner.session.selection import Selection
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge

SIGNALS = (
    "networkChanged",
    "parametersChanged",
    "dataChanged",
    "settingsChanged",
    "runsChanged",
    "layoutChanged",
    "selectionChanged",
    "historyChanged",
    "fileChanged",
    "liveChanged",
)


def heard(bridge: Bridge) -> list[str]:
    """The names of the signals as they come."""
    names: list[str] = []
    for name in SIGNALS:
        getattr(bridge, name).connect(lambda name=name: names.append(name))
    return names


def test_adding_a_layer_is_told_as_network_and_parameters(bridge: Bridge) -> None:
    names = heard(bridge)
    bridge.session.apply("Add layer", lambda d: edits.add_layer(d, Role.INPUT, 3))
    assert sorted(names) == ["fileChanged", "historyChanged", "networkChanged", "parametersChanged"]


def test_moving_a_layer_is_told_as_layout_only(iris_bridge: Bridge) -> None:
    names = heard(iris_bridge)
    iris_bridge.session.apply(
        "Move layer", lambda d: edits.move_layers(d, {d.network.layers[0].id: (5.0, 5.0)})
    )
    assert sorted(names) == ["fileChanged", "historyChanged", "layoutChanged"]


def test_selecting_is_told_as_selection_only(iris_bridge: Bridge) -> None:
    names = heard(iris_bridge)
    iris_bridge.session.select(Selection.of_layer(iris_bridge.session.document.network.layers[0].id))
    assert names == ["selectionChanged"]


def test_training_is_followed_live_and_ends_with_one_event(iris_bridge: Bridge, qtbot: QtBot) -> None:
    session = iris_bridge.session
    session.apply("Set epochs", lambda d: edits.set_training(d, epochs=300))
    ends: list[Ended] = []
    iris_bridge.trainingEnded.connect(ends.append)
    names = heard(iris_bridge)
    session.train()
    qtbot.waitUntil(lambda: session.training.state is State.IDLE, timeout=30_000)
    assert [ended.outcome for ended in ends] == [Outcome.FINISHED]
    assert "parametersChanged" in names
    assert "liveChanged" in names
    assert "runsChanged" in names


def test_no_timer_runs_while_nothing_trains(iris_bridge: Bridge, qtbot: QtBot) -> None:
    timer = iris_bridge.findChild(QTimer)
    assert timer is not None
    assert not timer.isActive()
    iris_bridge.session.apply("Set epochs", lambda d: edits.set_training(d, epochs=100_000))
    iris_bridge.session.train()
    assert timer.isActive()
    iris_bridge.session.stop()
    qtbot.waitUntil(lambda: iris_bridge.session.training.state is State.IDLE, timeout=30_000)
    assert not timer.isActive()


def test_snapshots_arrive_while_training_runs(iris_bridge: Bridge, qtbot: QtBot) -> None:
    session = iris_bridge.session
    session.apply("Set epochs", lambda d: edits.set_training(d, epochs=1_000_000))
    first = session.document.parameters
    session.train()
    qtbot.waitUntil(lambda: not session.parameters.equals(first), timeout=30_000)
    assert session.document.parameters is first
    session.stop()
    qtbot.waitUntil(lambda: session.training.state is State.IDLE, timeout=30_000)
    assert session.document.parameters is session.parameters
