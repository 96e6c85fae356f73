"""The canvas among other widgets: focus, keys it leaves to the window, and what changes under a gesture."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.values import Mode
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Mode as ThemeMode
from nndesigner.ui.theme import Theme
from tests.conftest import with_network
from tests.ui.canvas.hands import Hands, chain
from tests.unit.session.driving import finish


class Window(QWidget):
    """Remembers the keys that the canvas leaves to it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__()
        self.keys: list[int] = []
        QVBoxLayout(self).addWidget(view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())


def leave(field: QWidget, reason: Qt.FocusReason) -> None:
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, reason))


@pytest.fixture
def window(hands: Hands, qtbot: QtBot) -> Window:
    made = Window(hands.view)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    hands.view.setFocus()
    hands.session.replace(chain(2, 3, 1))
    return made


def test_a_space_that_moves_nothing_is_for_the_window(hands: Hands, window: Window) -> None:
    hands.key(Qt.Key.Key_Space)
    assert window.keys == [Qt.Key.Key_Space]


def test_a_space_that_moved_the_view_is_not(hands: Hands, window: Window) -> None:
    QTest.keyPress(hands.view, Qt.Key.Key_Space)
    hands.drag(QPointF(160, 200), QPointF(200, 220))
    QTest.keyRelease(hands.view, Qt.Key.Key_Space)
    assert window.keys == []


def test_escape_without_anything_to_cancel_is_for_the_window(hands: Hands, window: Window) -> None:
    hands.key(Qt.Key.Key_Escape)
    assert window.keys == [Qt.Key.Key_Escape]


def test_what_is_typed_is_forgotten_when_the_network_changes(hands: Hands) -> None:
    hands.view.add_at_centre("layer:input")
    hands.view.edit_selected_size()
    assert hands.view.findChild(QSpinBox, "inlineSize") is not None
    hands.session.undo()
    assert not hands.view.stage.inline.active
    assert not hands.network.layers


def test_leaving_the_field_takes_what_was_typed(hands: Hands, window: Window) -> None:
    hands.click(hands.header("output"))
    hands.view.rename_selected()
    field = hands.view.findChild(QLineEdit, "inlineName")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "answer")
    # Its own menu opens, which is not leaving it; then the focus goes elsewhere.
    leave(field, Qt.FocusReason.PopupFocusReason)
    assert hands.network.layers[2].name == "output"
    leave(field, Qt.FocusReason.TabFocusReason)
    assert hands.network.layers[2].name == "answer"


def test_a_gesture_ends_when_the_network_changes_under_it(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.press(hands.header("hidden 1"))
    hands.move(hands.header("hidden 1") + QPointF(40, 60), hands.header("hidden 1") + QPointF(60, 60))
    hidden = hands.layer("hidden 1").id
    hands.session.apply("Delete layer", lambda document: edits.remove(document, layers=[hidden]))
    after = hands.document
    hands.release(QPointF(300, 100))
    assert not hands.view.display.previewing
    assert hands.document is after


def test_dragging_a_picture_moves_its_layer(hands: Hands, digits_data: DataSource) -> None:
    hands.session.replace(with_network(digits_data, (5, "sigmoid")))
    before = hands.column("input").center
    hands.drag(before, before + QPointF(-80, 70))
    way = hands.column("input").center - before
    assert (way.x(), way.y()) == pytest.approx((-80, 70), abs=3)
    assert len(hands.network.connections) == 2


def test_a_large_network_can_be_changed_like_a_small_one(hands: Hands) -> None:
    hands.session.replace(chain(784, 512, 10))
    hands.drop("layer:hidden", QPointF(480, 0))
    assert hands.links() == {("input", "hidden 1"), ("hidden 1", "hidden 2"), ("hidden 2", "output")}
    hands.view.grab()


@pytest.mark.parametrize("mode", list(Mode))
def test_every_mode_says_what_its_colours_mean(hands: Hands, iris_bridge: Bridge, mode: Mode) -> None:
    hands.session.step_batch()
    finish(hands.session)
    hands.view.show_mode(mode)
    values = hands.view.display.values
    limits = [shown.limit for shown in hands.view.overlays.legend.ranges]
    assert limits[0] == values.edge_limit
    assert set(limits[1:]) == set(values.neuron_limits.values())


def test_the_mode_is_chosen_with_its_button(hands: Hands, iris_bridge: Bridge) -> None:
    button = hands.view.findChild(QWidget, f"canvasMode:{Mode.ERRORS.value}")
    assert isinstance(button, QWidget)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert hands.view.display.mode is Mode.ERRORS


def test_the_canvas_follows_training(hands: Hands, iris_bridge: Bridge, qtbot: QtBot) -> None:
    before = dict(hands.view.display.values.edges)
    hands.session.apply("Set epochs", lambda document: edits.set_training(document, epochs=3))
    with qtbot.waitSignal(iris_bridge.trainingEnded, timeout=20_000):
        hands.session.train()
    after = hands.view.display.values.edges
    assert all(after[key] is hands.session.parameters.weights[key] for key in before)
    assert any(after[key] is not before[key] for key in before)


def test_another_theme_is_painted_in_its_colours(hands: Hands, theme: Theme) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.grab()
    theme.set_mode(ThemeMode.DARK)
    image = hands.view.grab().toImage()
    assert image.pixelColor(image.width() // 2, 4).name().upper() == theme.tokens.sunken


def test_every_control_can_be_found_and_is_explained(hands: Hands, iris_bridge: Bridge) -> None:
    for name in ("canvasZoomOut", "canvasZoomIn", "canvasZoomLevel", "canvasFit"):
        control = hands.view.findChild(QWidget, name)
        assert isinstance(control, QWidget), name
        assert control.toolTip()
        assert control.accessibleName()


def test_a_hidden_canvas_does_no_work(
    bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot, iris_document: Document, session: Session
) -> None:
    view = CanvasView(bridge, theme, notices)
    qtbot.addWidget(view)
    session.replace(iris_document)
    assert not view.overlays.legend.ranges
    view.show()
    assert view.overlays.legend.ranges
