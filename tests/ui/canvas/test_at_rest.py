"""Whatever the canvas has shown before: once it rests, it shows what a fresh canvas would."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import Parameters
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas import stage
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.modes import Mode
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Mode as Light
from nndesigner.ui.theme import Theme
from tests.conftest import with_network

SIZE = QSize(800, 560)
LONGEST = 20.0
"""Seconds after which a canvas must be at rest."""
ROUNDED = 2
"""Levels of 255 by which a pixel may differ: sums of another part of a leg are rounded otherwise."""
SCALES = (0.3, 0.8, 1.0, 1.6, 2.1, 2.5, 3.0, 4.0, 9.0, 30.0)
NETWORKS = ("small", "skip", "crowd")
places = st.tuples(st.integers(0, SIZE.width()), st.integers(0, SIZE.height()))
distances = st.tuples(st.integers(-200, 200), st.integers(-200, 200))


def pixels(display: Display) -> NDArray[np.int16]:
    """What a display paints when nothing moves, shape (rows, columns, 4)."""
    image = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    end = time.monotonic() + LONGEST
    complete = False
    while not complete:
        assert time.monotonic() < end
        image.fill(0)
        with QPainter(image) as painter:
            complete = display.paint(painter, SIZE, 1.0)
        if not complete:
            time.sleep(0.002)
    raw = np.frombuffer(image.constBits(), np.uint8)
    return raw.reshape(SIZE.height(), SIZE.width(), 4).astype(np.int16)


def fresh(display: Display, session: Session, theme: Theme) -> Display:
    """A display that has never shown anything, to show the same."""
    made = Display(session, theme)
    made.viewport, made.mode = display.viewport, display.mode
    made.emphasis, made.lines_hidden = display.emphasis, display.lines_hidden
    made.cards = display.cards
    return made


class AnyLooking(RuleBasedStateMachine):
    """Zooming, moving, choosing, editing in any order, with or without a rest in between."""

    iris: ClassVar[DataSource]

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.bridge = Bridge(self.session)
        self.theme = Theme(Light.LIGHT)
        self.view = CanvasView(self.bridge, self.theme, Notices())
        self.view.resize(SIZE)
        self.view.show()

    @initialize(network=st.sampled_from(NETWORKS))
    def begin(self, network: str) -> None:
        self.session.replace(self.document(network))

    @rule(network=st.sampled_from(NETWORKS))
    def open_another(self, network: str) -> None:
        self.session.replace(self.document(network))

    @rule(notches=st.integers(-8, 14), at=places, one_by_one=st.booleans())
    def zoom(self, notches: int, at: tuple[int, int], one_by_one: bool) -> None:
        steps = abs(notches) if one_by_one else 1
        factor = 1.25 ** (notches / max(steps, 1))
        for _ in range(steps):
            self.view.stage.viewport = self.view.stage.viewport.zoomed(factor, QPointF(*at))
            QApplication.processEvents()

    @rule(by=distances)
    def pan(self, by: tuple[int, int]) -> None:
        self.view.stage.viewport = self.view.stage.viewport.moved(QPointF(*by))

    @rule(data=st.data(), scale=st.sampled_from(SCALES), and_back=st.booleans())
    def look_closely(self, data: st.DataObject, scale: float, and_back: bool) -> None:
        column = data.draw(st.sampled_from(list(self.view.stage.geometry.columns.values())))
        self.look_at(column.middle(data.draw(st.integers(0, column.layer.size - 1))), scale)
        self.rest()
        if and_back:
            self.view.fit()

    @rule()
    def fit(self) -> None:
        self.view.fit()

    @rule(mode=st.sampled_from(Mode))
    def show(self, mode: Mode) -> None:
        self.view.show_mode(mode)

    @rule(data=st.data())
    def select_a_neuron(self, data: st.DataObject) -> None:
        layer = data.draw(st.sampled_from(self.session.document.network.layers))
        neuron = data.draw(st.sampled_from(layer.neurons))
        self.session.select(Selection(neurons=frozenset({(layer.id, neuron)})))

    @rule()
    def focus(self) -> None:
        self.view.looking.aids.toggle_focus()

    @rule()
    def hide_lines(self) -> None:
        self.view.looking.aids.toggle_lines()

    @rule(data=st.data(), by=distances)
    def move_a_layer(self, data: st.DataObject, by: tuple[int, int]) -> None:
        layer = data.draw(st.sampled_from(self.session.document.network.layers))
        middle = self.view.stage.geometry.columns[layer.id].center
        self.session.apply(
            "Move", lambda d: edits.move_layers(d, {layer.id: (middle.x() + by[0], middle.y() + by[1])})
        )

    @rule(factor=st.sampled_from([-1.0, 0.5, 0.0]))
    def learn(self, factor: float) -> None:
        def learnt(document: Document) -> Document:
            now = document.parameters
            weights = {key: np.asarray(w) * np.float32(factor) for key, w in now.weights.items()}
            return replace(document, parameters=Parameters(weights, now.biases))

        self.session.apply("Learn", learnt)

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule(light=st.sampled_from([Light.LIGHT, Light.DARK]), swapped=st.booleans())
    def change_colours(self, light: Light, swapped: bool) -> None:
        self.theme.set_mode(light)
        self.theme.swap(swapped)

    @rule()
    def pause(self) -> None:
        self.rest()

    @rule(milliseconds=st.integers(1, 60))
    def go_on_soon(self, milliseconds: int) -> None:
        end = time.monotonic() + milliseconds / 1000
        while time.monotonic() < end:
            QApplication.processEvents()

    @invariant()
    def at_rest_it_shows_what_a_fresh_one_would(self) -> None:
        QApplication.processEvents()
        if self.view.stage.hurried or not self.view.display.is_complete(SIZE, 1.0):
            return
        self.compare()

    def look_at(self, point: QPointF, scale: float) -> None:
        """Zoom, as the wheel does: what is under the pointer stays there."""
        view = self.view.stage.viewport
        self.view.stage.viewport = view.zoomed(scale / view.scale, view.to_screen(point))

    def rest(self) -> None:
        view, end = self.view, time.monotonic() + LONGEST
        while view.stage.hurried or not view.display.is_complete(SIZE, 1.0):
            assert time.monotonic() < end
            QApplication.processEvents()
            time.sleep(0.001)

    def compare(self) -> None:
        display = self.view.display
        shown, wanted = pixels(display), pixels(fresh(display, self.session, self.theme))
        wrong = np.abs(shown - wanted).max(axis=2) > ROUNDED
        assert not wrong.any(), f"{int(wrong.sum())} pixels of {wrong.size} show something else"

    def document(self, network: str) -> Document:
        if network == "crowd":
            return with_network(self.iris, (45, "tanh"), (30, "sigmoid"))
        if network == "small":
            return with_network(self.iris, (8, "sigmoid"))
        document = with_network(self.iris, (5, "tanh"), (4, "sigmoid"))
        first, *_, last = document.network.layers
        assert (first.role, last.role) == (Role.INPUT, Role.OUTPUT)
        return edits.connect(document, first.id, last.id)

    def teardown(self) -> None:
        self.rest()
        self.compare()
        self.view.close()
        self.view.deleteLater()
        self.bridge.close()
        self.session.close()


def test_after_any_looking_the_canvas_shows_what_a_fresh_one_would(
    iris_data: DataSource, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "_LEISURE_MS", 1)
    AnyLooking.iris = iris_data
    run_state_machine_as_test(
        AnyLooking,
        settings=settings(
            max_examples=30, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
