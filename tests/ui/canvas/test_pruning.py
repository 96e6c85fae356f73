"""The window that prunes: it counts, shows, and removes what it said, in one step."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nndesigner.document import edits
from nndesigner.document.edits import BelowThreshold, RandomSparsity, Side, Strongest
from nndesigner.session.selection import Selection
from nndesigner.ui.pruning import conditions
from nndesigner.ui.pruning.dialog import PruneDialog
from nndesigner.ui.pruning.scope import pruned_connections
from tests.ui.canvas.hands import Hands, chain


@pytest.fixture
def dialog(hands: Hands, qtbot: QtBot) -> Iterator[PruneDialog]:
    hands.session.replace(chain(6, 5, 3))
    dialog = hands.view.pruning.open()
    qtbot.waitExposed(dialog)
    yield dialog
    if isValid(dialog):
        dialog.close()


def settle(dialog: PruneDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog._soon.isActive())


def type_threshold(dialog: PruneDialog, text: str) -> None:
    field = dialog.findChild(QLineEdit, "pruneThreshold")
    assert field is not None
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)


def weights_of(hands: Hands) -> np.ndarray:
    parameters = hands.session.parameters
    return np.concatenate([np.abs(parameters.weights[c.id]).ravel() for c in hands.network.connections])


def test_a_typed_threshold_is_counted_shown_and_removed_in_one_step(
    hands: Hands, dialog: PruneDialog, qtbot: QtBot
) -> None:
    before = hands.document
    expected = int((weights_of(hands) < 0.3).sum())
    assert 0 < expected < 45
    type_threshold(dialog, "0.3")
    settle(dialog, qtbot)
    assert dialog.rules.rule == BelowThreshold(0.3)
    assert (dialog.pruning.present, dialog.pruning.removed) == (45, expected)
    shown = hands.view.display.scene.geometry.network
    assert sum(shown.weight_count(c) for c in shown.connections) == 45 - expected
    assert hands.document is before
    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert sum(hands.network.weight_count(c) for c in hands.network.connections) == 45 - expected
    assert not hands.view.display.previewing
    assert hands.session.undo_name == "Prune weights"
    hands.session.undo()
    assert hands.document is before


def test_cancel_changes_nothing(
    hands: Hands, dialog: PruneDialog, qtbot: QtBot
) -> None:
    before = hands.document
    type_threshold(dialog, "0.1")
    settle(dialog, qtbot)
    assert hands.view.display.previewing
    cancel = dialog.findChild(QPushButton, "pruneCancel")
    assert cancel is not None
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert hands.document is before
    assert not hands.view.display.previewing


def test_the_slider_reaches_from_none_to_all_but_the_largest(
    hands: Hands, dialog: PruneDialog, qtbot: QtBot
) -> None:
    dialog.rules.slider.setValue(0)
    settle(dialog, qtbot)
    assert dialog.pruning.removed == 0
    assert not dialog.remove.isEnabled()
    assert "keeps every weight" in dialog.remove.toolTip()
    assert not hands.view.display.previewing
    dialog.rules.slider.setValue(dialog.rules.slider.maximum())
    settle(dialog, qtbot)
    assert dialog.rules.threshold == pytest.approx(weights_of(hands).max())
    assert dialog.pruning.removed == 44


@pytest.mark.parametrize(
    ("words", "rule", "removed"),
    [("strongest", Strongest(3, Side.IN), 45 - 5 * 3 - 3 * 3), ("random", RandomSparsity(0.5), 15 + 8)],
)
def test_the_other_rules_are_chosen_by_a_click(
    dialog: PruneDialog, qtbot: QtBot, words: str, rule: edits.Rule, removed: int
) -> None:
    radio = next(button for button in dialog.findChildren(QRadioButton) if words in button.text())
    radio.click()
    settle(dialog, qtbot)
    assert dialog.rules.rule == rule
    assert dialog.pruning.removed == removed
    assert not dialog.rules.slider.isEnabled()


def test_neurons_that_would_be_cut_off_are_counted_before(dialog: PruneDialog, qtbot: QtBot) -> None:
    dialog.rules.choose(2)
    dialog.rules.percent.setValue(100)
    settle(dialog, qtbot)
    assert dialog.pruning.cut_off == 14
    assert "14 neurons" in dialog.warning.text()


def test_it_follows_the_selection(hands: Hands, dialog: PruneDialog, qtbot: QtBot) -> None:
    first, second = hands.network.connections
    hands.session.select(Selection.of_connection(second.id))
    settle(dialog, qtbot)
    assert dialog.pruning.present == 15
    dialog.rules.choose(2)
    settle(dialog, qtbot)
    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert hands.network.connection(first.id).mask is None
    assert hands.network.connection(second.id).mask is not None


def test_it_goes_on_after_the_network_has_become_another(
    hands: Hands, dialog: PruneDialog, qtbot: QtBot
) -> None:
    hands.session.apply("Resize", lambda d: edits.resize_layer(d, hands.layer("hidden 1").id, 7))
    settle(dialog, qtbot)
    assert dialog.pruning.present == 6 * 7 + 7 * 3
    assert hands.view.display.previewing
    ids = [connection.id for connection in hands.network.connections]
    hands.session.apply("Disconnect", lambda d: edits.remove(d, connections=ids))
    settle(dialog, qtbot)
    assert not dialog.remove.isEnabled()
    assert not hands.view.display.previewing


def test_there_is_only_one_such_window(hands: Hands, dialog: PruneDialog) -> None:
    assert hands.view.pruning.open() is dialog


def test_removed_weights_are_restored_in_one_step(hands: Hands) -> None:
    document = chain(6, 5, 3)
    keys = [connection.id for connection in document.network.connections]
    hands.session.replace(edits.prune(document, keys, RandomSparsity(0.5)))
    assert conditions.restorable(hands.session) is None
    assert hands.view.pruning.restore()
    assert all(connection.mask is None for connection in hands.network.connections)
    assert hands.session.undo_name == "Restore removed weights"
    assert conditions.restorable(hands.session) == "No weight was removed."


def test_the_rule_is_for_the_selection_or_for_all(hands: Hands) -> None:
    hands.session.replace(chain(6, 5, 4, 3))
    first, second, third = hands.network.connections
    ids = [layer.id for layer in hands.network.layers]
    ends = hands.layer("hidden 2").neurons[0], hands.layer("hidden 1").neurons[0]
    for chosen, expected in (
        (Selection(), [first, second, third]),
        (Selection.of_layer(ids[1]), [first, second]),
        (Selection(layers=frozenset(ids[1:3])), [second]),
        (Selection.of_connection(third.id), [third]),
        (Selection.of_weight(second.id, *ends), [second]),
    ):
        hands.session.select(chosen)
        assert pruned_connections(hands.session) == expected


def test_why_nothing_can_be_pruned_is_said(hands: Hands) -> None:
    assert "connect two layers" in (conditions.prunable(hands.session) or "")
    document = chain(3, 2)
    keys = [connection.id for connection in document.network.connections]
    hands.session.replace(edits.prune(document, keys, RandomSparsity(1.0)))
    assert conditions.prunable(hands.session) == "All weights here are removed already."
