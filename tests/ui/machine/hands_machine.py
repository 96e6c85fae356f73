"""The real window driven by mouse and keyboard alone, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nndesigner.document.model import Document
from nndesigner.ui.actions import Page
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.main_window import MainWindow
from tests.ui.canvas.hands import Hands
from tests.ui.machine.looking import (
    assert_canvas_shows,
    assert_circles_are_found,
    assert_outline_lists,
)
from tests.unit.document.test_edit_sequences import assert_sound

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
PICK = st.integers(0, 1000)
FEW = 14
"""Neurons of the whole network up to which the hands add more."""

KEYS: dict[str, tuple[Qt.Key, Qt.KeyboardModifier]] = {
    "one neuron more": (Qt.Key.Key_Plus, NONE),
    "one neuron fewer": (Qt.Key.Key_Minus, NONE),
    "delete": (Qt.Key.Key_Delete, NONE),
    "select all": (Qt.Key.Key_A, CTRL),
    "tidy": (Qt.Key.Key_T, CTRL),
    "connect": (Qt.Key.Key_L, CTRL),
    "disconnect": (Qt.Key.Key_L, CTRL | SHIFT),
    "insert layer": (Qt.Key.Key_I, CTRL),
    "reset": (Qt.Key.Key_R, CTRL | SHIFT),
    "add neuron": (Qt.Key.Key_N, CTRL | SHIFT),
    "to the right": (Qt.Key.Key_Right, NONE),
    "to the neuron below": (Qt.Key.Key_Down, ALT),
    "undo": (Qt.Key.Key_Z, CTRL),
    "redo": (Qt.Key.Key_Z, CTRL | SHIFT),
    "escape": (Qt.Key.Key_Escape, NONE),
    "duplicate": (Qt.Key.Key_D, CTRL),
    "copy": (Qt.Key.Key_C, CTRL),
    "cut": (Qt.Key.Key_X, CTRL),
    "paste": (Qt.Key.Key_V, CTRL),
    "neuron up": (Qt.Key.Key_Up, CTRL),
    "neuron to the next layer": (Qt.Key.Key_Right, CTRL),
    "split layer": (Qt.Key.Key_S, CTRL | ALT),
    "merge layers": (Qt.Key.Key_M, CTRL | ALT),
    "split neurons": (Qt.Key.Key_T, CTRL | SHIFT),
    "collapse": (Qt.Key.Key_C, CTRL | ALT),
    "align in a row": (Qt.Key.Key_H, CTRL | ALT),
    "mark as source": (Qt.Key.Key_1, NONE),
    "connect to": (Qt.Key.Key_2, NONE),
    "hide the weights": (Qt.Key.Key_W, NONE),
    "focus": (Qt.Key.Key_F, NONE),
    "zoom to the selection": (Qt.Key.Key_2, CTRL),
    "fit": (Qt.Key.Key_0, CTRL),
}
GROWING = {"one neuron more", "insert layer", "add neuron", "duplicate", "paste", "split neurons"}
ITEMS = ("layer:input", "layer:hidden", "layer:output", "neuron", "start:xor")


class EveryGesture(RuleBasedStateMachine):
    """Clicks, drags and keys; whatever they do, canvas, outline and document agree, and undo leads back.

    Attributes:
        window: The open window; made once, emptied for every run.
        done: How often each gesture changed the document, over all runs.
    """

    window: MainWindow
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.session = self.window.session
        self.session.replace(Document.empty())
        self.window.show_page(Page.WORKSPACE)
        self.canvas = self.window.canvas
        self.hands = Hands(self.canvas, self.session)
        self.first = self.session.document

    def count(self, name: str, gesture: Callable[[], None]) -> None:
        """Make a gesture, and count it where it changed something."""
        before = self.session.document
        self.canvas.setFocus()
        gesture()
        assert QApplication.activeModalWidget() is None
        if self.session.document is not before:
            self.done[name] += 1

    @initialize(item=st.sampled_from(["start:xor", "start:neuron", "layer:hidden"]))
    def begin(self, item: str) -> None:
        self.hands.drop(item, self.canvas.stage.middle)

    @rule(item=st.sampled_from(ITEMS), x=st.integers(80, 500), y=st.integers(80, 300))
    def drop(self, item: str, x: int, y: int) -> None:
        if self._size <= FEW:
            spot = self.canvas.stage.viewport.to_canvas(QPointF(x, y))
            self.count(f"drop {item}", lambda: self.hands.drop(item, spot))

    @rule(pick=PICK, neuron=PICK, held=st.sampled_from([NONE, CTRL, SHIFT]))
    def click_neuron(self, pick: int, neuron: int, held: Qt.KeyboardModifier) -> None:
        found = self._neuron(pick, neuron)
        if found is not None:
            self.count("click", lambda: self.hands.click(found, held))

    @rule(pick=PICK, held=st.sampled_from([NONE, CTRL]))
    def click_layer(self, pick: int, held: Qt.KeyboardModifier) -> None:
        column = self._column(pick)
        if column is not None:
            self.count("click", lambda: self.hands.click(column.header.center(), held))

    @rule(pick=PICK, other=PICK)
    def drag_from_handle(self, pick: int, other: int) -> None:
        source, target = self._column(pick), self._column(other)
        if source is not None and target is not None:
            self.hands.hover(source.center)
            self.count("connect layers", lambda: self.hands.drag(source.handle, target.center))

    @rule(pick=PICK, neuron=PICK, other=PICK, end=PICK)
    def drag_between_neurons(self, pick: int, neuron: int, other: int, end: int) -> None:
        start, target = self._neuron(pick, neuron), self._neuron(other, end)
        if start is not None and target is not None:
            self.hands.key(Qt.Key.Key_Escape)
            self.count("connect neurons", lambda: self.hands.drag(start, target))

    @rule(pick=PICK, x=st.integers(-120, 120), y=st.integers(-80, 80))
    def drag_layer(self, pick: int, x: int, y: int) -> None:
        column = self._column(pick)
        if column is not None:
            start = column.header.center()
            self.count("move layer", lambda: self.hands.drag(start, start + QPointF(x, y)))

    @rule(pick=PICK, neuron=PICK, other=PICK, end=PICK)
    def carry_neuron(self, pick: int, neuron: int, other: int, end: int) -> None:
        start, target = self._neuron(pick, neuron), self._neuron(other, end)
        if start is not None and target is not None:
            self.hands.key(Qt.Key.Key_Escape)
            self.count("carry neuron", lambda: self.hands.drag(start, target, keys=ALT))

    @rule(pick=PICK, by=st.integers(-60, 60))
    def drag_edge(self, pick: int, by: int) -> None:
        column = self._column(pick)
        if column is not None:
            edge = QPointF(column.center.x() - 12.0, column.outline.bottom())
            self.count("drag edge", lambda: self.hands.drag(edge, edge + QPointF(0.0, by)))

    @rule(pick=PICK, size=st.integers(1, 5))
    def type_a_size(self, pick: int, size: int) -> None:
        column = self._column(pick)
        if column is not None:
            self.hands.click(column.header.center())
            self.count("type a size", lambda: self._type(Qt.Key.Key_N, str(size)))

    @rule(pick=PICK, neuron=PICK, name=st.sampled_from(["gate", "eye"]))
    def type_a_name(self, pick: int, neuron: int, name: str) -> None:
        found = self._neuron(pick, neuron)
        if found is not None:
            self.hands.click(found)
            self.count("type a name", lambda: self._type(Qt.Key.Key_F2, name))

    @rule(x=st.integers(0, 500), y=st.integers(60, 300))
    def rubber_band(self, x: int, y: int) -> None:
        viewport = self.canvas.stage.viewport
        start, end = viewport.to_canvas(QPointF(6, 66)), viewport.to_canvas(QPointF(x, y))
        self.count("rubber band", lambda: self.hands.drag(start, end))

    @invariant()
    def everything_agrees(self) -> None:
        network = self.session.document.network
        assert_sound(self.session.document)
        assert_canvas_shows(self.canvas, network)
        assert_circles_are_found(self.canvas.stage.geometry)
        assert_outline_lists(self.window.workspace.outline, network)

    def press(self, name: str) -> None:
        """Press a key on the canvas."""
        key, held = KEYS[name]
        if self._size <= FEW or name not in GROWING:
            self.count(name, lambda: QTest.keyClick(self.canvas, key, held))

    def teardown(self) -> None:
        for _ in range(10_000):
            if self.session.undo_name is None:
                break
            QTest.keyClick(self.canvas, Qt.Key.Key_Z, CTRL)
        assert self.session.document is self.first

    @property
    def _size(self) -> int:
        return sum(layer.size for layer in self.session.document.network.layers)

    def _column(self, pick: int) -> Column | None:
        """A layer that is in sight."""
        area = self.canvas.rect().adjusted(20, 70, -20, -20)
        viewport = self.canvas.stage.viewport
        shown = [
            column
            for column in self.canvas.stage.geometry.columns.values()
            if area.contains(viewport.to_screen(column.header.center()).toPoint())
        ]
        return shown[pick % len(shown)] if shown else None

    def _neuron(self, pick: int, neuron: int) -> QPointF | None:
        column = self._column(pick)
        if column is None or not column.shape.circles:
            return None
        place = column.shape.circles[neuron % len(column.shape.circles)]
        return column.neuron_rect(place).center()

    def _type(self, key: Qt.Key, text: str) -> None:
        QTest.keyClick(self.canvas, key)
        field = QApplication.focusWidget()
        if field is not None and field is not self.canvas:
            QTest.keyClicks(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)


def _rule_for(name: str) -> Callable[[EveryGesture], None]:
    def press(machine: EveryGesture) -> None:
        machine.press(name)

    press.__name__ = name.replace(" ", "_")
    return press


for name in KEYS:
    setattr(EveryGesture, name.replace(" ", "_"), rule()(_rule_for(name)))
