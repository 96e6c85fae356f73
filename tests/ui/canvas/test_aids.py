"""Zoom to the selection, focus mode, hidden lines, the mini-map and swapped colours."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.session.selection import Selection
from nndesigner.ui import preferences
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas import flight
from nndesigner.ui.canvas.bounds import selection_bounds
from nndesigner.ui.canvas.flight import Flight, between
from nndesigner.ui.canvas.focusing import emphasis_of
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.canvas.viewport import Viewport, fitted
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme
from tests.ui.canvas.hands import LEFT, NONE, Hands, chain

F, W, M = Qt.Key.Key_F, Qt.Key.Key_W, Qt.Key.Key_M


@pytest.fixture
def drawn(hands: Hands) -> Hands:
    """A canvas with a chain of four layers."""
    hands.session.replace(chain(3, 4, 5, 2))
    return hands


def kinds(hands: Hands) -> dict[str, Selection]:
    """One of everything that can be selected."""
    first, second = hands.network.layers[:2]
    joint = hands.network.connections[0]
    return {
        "layer": Selection.of_layer(first.id),
        "neuron": Selection.of_neuron(second.id, second.neurons[1]),
        "connection": Selection.of_connection(joint.id),
        "weight": Selection.of_weight(joint.id, second.neurons[0], first.neurons[2]),
    }


class TestZoomToSelection:
    @pytest.mark.parametrize("kind", ["layer", "neuron", "connection", "weight"])
    def test_all_of_it_is_in_sight_and_larger_than_before(self, drawn: Hands, kind: str) -> None:
        view = drawn.view
        view.zoom_out()
        view.zoom_out()
        before = view.stage.viewport.scale
        drawn.session.select(kinds(drawn)[kind])
        view.looking.zoom_to_selection()
        scene = view.display.scene
        bounds = selection_bounds(scene.geometry, scene.links, drawn.session.selection)
        assert view.stage.viewport.shows(bounds, view.stage.screen)
        assert view.stage.viewport.scale > before
        assert (view.stage.viewport.to_screen(bounds.center()) - view.stage.screen.center()).x() < 40

    def test_nothing_selected_changes_nothing(self, drawn: Hands) -> None:
        before = drawn.view.stage.viewport
        drawn.view.looking.zoom_to_selection()
        assert drawn.view.stage.viewport == before

    def test_an_edit_afterwards_does_not_fit_the_whole_again(self, drawn: Hands) -> None:
        drawn.session.select(kinds(drawn)["neuron"])
        drawn.view.looking.zoom_to_selection()
        before = drawn.view.stage.viewport
        drawn.session.apply("Add", lambda d: edits.add_neurons(d, d.network.layers[1].id))
        assert drawn.view.stage.viewport == before


    def test_it_lies_between_the_controls_and_closer_than_the_whole(self, drawn: Hands) -> None:
        view = drawn.view
        view.fit()
        whole = view.stage.viewport.scale
        drawn.session.select(kinds(drawn)["neuron"])
        view.looking.zoom_to_selection()
        scene = view.display.scene
        bounds = selection_bounds(scene.geometry, scene.links, drawn.session.selection)
        shown = view.stage.viewport.rect_to_screen(bounds)
        assert not any(card.intersects(shown) for card in view.overlays.areas())
        assert view.stage.viewport.scale > 1.5 * whole


class TestFlight:
    def test_it_zooms_evenly_about_one_point(self) -> None:
        start, end = Viewport(1.0, QPointF(10, 20)), Viewport(4.0, QPointF(-290, -280))
        fixed = QPointF(100, 100)
        assert start.to_screen(fixed) == end.to_screen(fixed)
        half = between(start, end, 0.5)
        assert half.scale == pytest.approx(2.0)
        assert (half.to_screen(fixed) - start.to_screen(fixed)).manhattanLength() < 1e-9

    def test_at_the_same_scale_it_moves_straight(self) -> None:
        half = between(Viewport(1.0, QPointF(0, 0)), Viewport(1.0, QPointF(100, 40)), 0.5)
        assert half == Viewport(1.0, QPointF(50, 20))

    def test_it_ends_where_it_should_and_anything_else_ends_it(
        self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
        monkeypatch.setattr(flight, "DURATION_MS", 30)
        seen: list[Viewport] = []
        owner = QObject()
        made = Flight(seen.append, owner)
        end = Viewport(2.0, QPointF(5, 5))
        made.begin(Viewport(), end)
        qtbot.waitUntil(lambda: bool(seen) and seen[-1] == end)
        made.begin(end, Viewport())
        made.stop()
        count = len(seen)
        qtbot.wait(60)
        assert len(seen) == count


class TestFocus:
    def test_only_lines_of_the_selected_neuron_are_in_full(self, drawn: Hands) -> None:
        drawn.key(F)
        drawn.session.select(kinds(drawn)["neuron"])
        emphasis = drawn.view.display.scene.emphasis
        assert emphasis is not None
        network = drawn.network
        first, second, third, last = network.layers
        into, out, beyond = (
            emphasis.lines(c, network.layer(c.source), network.layer(c.target)) for c in network.connections
        )
        assert (into == (np.arange(4) == 1)[:, np.newaxis]).all()
        assert (out == (np.arange(4) == 1)[np.newaxis, :]).all()
        assert not beyond.any()
        assert [list(emphasis.places(found)) for found in (first, second, third, last)] == [
            [0, 1, 2], [1], [0, 1, 2, 3, 4], [],
        ]  # fmt: skip

    @pytest.mark.parametrize(("kind", "lines"), [("layer", 12), ("connection", 12), ("weight", 1)])
    def test_so_many_lines_of_a_selection_are_in_full(self, drawn: Hands, kind: str, lines: int) -> None:
        network = drawn.network
        emphasis = emphasis_of(network, kinds(drawn)[kind])
        assert emphasis is not None
        found = (
            emphasis.lines(c, network.layer(c.source), network.layer(c.target)) for c in network.connections
        )
        assert sum(int(full.sum()) for full in found) == lines

    def test_a_removed_weight_does_not_light_up_its_other_end(self, drawn: Hands) -> None:
        first, second = drawn.network.layers[:2]
        pair = second.neurons[1], first.neurons[0]
        document = edits.remove_weights(drawn.document, drawn.network.connections[0].id, [pair])
        emphasis = emphasis_of(document.network, Selection.of_neuron(second.id, second.neurons[1]))
        assert emphasis is not None
        assert list(emphasis.places(document.network.layer(first.id))) == [1, 2]

    def test_nothing_selected_shows_everything_and_a_chip_says_so(self, drawn: Hands) -> None:
        drawn.key(F)
        assert drawn.view.display.scene.emphasis is None
        chip = drawn.view.overlays.chips.chip("focus")
        assert chip is not None
        drawn.key(F)
        assert drawn.view.overlays.chips.chip("focus") is None

    def test_it_follows_the_selection(self, drawn: Hands) -> None:
        drawn.key(F)
        found = kinds(drawn)
        drawn.session.select(found["neuron"])
        before = drawn.view.display.scene.emphasis
        drawn.session.select(found["layer"])
        after = drawn.view.display.scene.emphasis
        assert before is not None
        assert after is not None
        assert before.neurons != after.neurons
        drawn.session.select(Selection())
        assert drawn.view.display.scene.emphasis is None

    def test_faded_neurons_are_paler_on_the_screen(self, drawn: Hands) -> None:
        at = drawn.screen(drawn.neuron("hidden 1", 3))
        drawn.session.select(kinds(drawn)["neuron"])
        rim = QPoint(at.x(), round(at.y() - 15 * drawn.view.stage.viewport.scale))
        full = drawn.view.grab().toImage().pixelColor(rim).lightness()
        drawn.key(F)
        assert drawn.view.grab().toImage().pixelColor(rim).lightness() > full


class TestHiddenLines:
    def test_no_lines_are_drawn_and_none_is_hit(self, drawn: Hands) -> None:
        link = drawn.view.display.scene.links[0]
        on_line = link.curve(0, 0).pointAtPercent(0.5)
        assert drawn.view.stage.hit(on_line).connection is not None
        drawn.key(W)
        assert drawn.view.display.scene.lines_hidden
        assert drawn.view.stage.hit(on_line).connection is None
        drawn.key(W)
        assert drawn.view.stage.hit(on_line).connection is not None

    def test_a_chip_says_so_and_its_cross_shows_them_again(self, drawn: Hands) -> None:
        drawn.key(W)
        chip = drawn.view.overlays.chips.chip("lines")
        assert chip is not None
        assert chip.words == "Weights hidden (W)"
        cross = chip.findChild(QToolButton)
        assert isinstance(cross, QToolButton)
        QTest.mouseClick(cross, LEFT)
        assert not drawn.view.display.scene.lines_hidden
        assert drawn.view.overlays.chips.chip("lines") is None

    def test_on_an_empty_canvas_the_keys_mean_nothing(self, hands: Hands) -> None:
        for key in (F, W, M):
            hands.key(key)
        aids = hands.view.looking.aids
        assert (aids.focus, aids.lines_hidden, aids.map_wanted) == (False, False, True)

    def test_not_while_a_gesture_is_under_way(self, drawn: Hands) -> None:
        drawn.press(drawn.header("hidden 1"))
        drawn.move(drawn.header("hidden 1") + QPointF(40, 40))
        drawn.key(W)
        assert not drawn.view.looking.aids.lines_hidden
        drawn.key(Qt.Key.Key_Escape)


class TestMiniMap:
    def zoomed(self, hands: Hands) -> None:
        for _ in range(4):
            hands.view.zoom_in()
        while hands.view.overlays.map.isHidden():
            hands.view.zoom_in()

    def test_it_is_shown_only_while_much_of_the_network_is_out_of_sight(self, drawn: Hands) -> None:
        map_ = drawn.view.overlays.map
        assert map_.isHidden()
        drawn.view.zoom_in()
        assert map_.isHidden()
        self.zoomed(drawn)
        assert map_.isVisible()
        drawn.view.fit()
        assert map_.isHidden()

    def test_it_frames_what_is_seen(self, drawn: Hands) -> None:
        self.zoomed(drawn)
        picture, stage = drawn.view.overlays.map.picture, drawn.view.stage
        seen = stage.viewport.rect_to_canvas(stage.screen)
        bounds = stage.geometry.bounds
        share = seen.intersected(bounds).width() / bounds.width()
        framed = picture.frame.width() / picture.viewport.rect_to_screen(bounds).width()
        assert framed == pytest.approx(share, abs=0.05)

    def test_a_click_brings_that_place_into_the_middle(self, drawn: Hands) -> None:
        self.zoomed(drawn)
        picture, stage = drawn.view.overlays.map.picture, drawn.view.stage
        at = QPoint(6, picture.height() // 2)
        wanted = picture.viewport.to_canvas(QPointF(at))
        QTest.mouseClick(picture, LEFT, NONE, at)
        assert (stage.middle - wanted).manhattanLength() < 2.0

    def test_the_frame_can_be_dragged(self, drawn: Hands) -> None:
        self.zoomed(drawn)
        picture, stage = drawn.view.overlays.map.picture, drawn.view.stage
        start = picture.frame.center().toPoint()
        before = stage.middle
        QTest.mousePress(picture, LEFT, NONE, start)
        QTest.mouseMove(picture, start + QPoint(8, 0))
        QTest.mouseRelease(picture, LEFT, NONE, start + QPoint(8, 0))
        assert (stage.middle - before).x() == pytest.approx(8 / picture.viewport.scale, rel=0.02)

    def test_arrow_keys_move_the_view(self, drawn: Hands) -> None:
        self.zoomed(drawn)
        before = drawn.view.stage.middle
        QTest.keyClick(drawn.view.overlays.map.picture, Qt.Key.Key_Right)
        moved = drawn.view.stage.middle - before
        assert moved.x() > 0
        assert moved.y() == pytest.approx(0)

    def test_whoever_does_not_want_it_does_not_see_it_next_time_either(
        self, drawn: Hands, bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
    ) -> None:
        self.zoomed(drawn)
        drawn.key(M)
        assert drawn.view.overlays.map.isHidden()
        again = CanvasView(bridge, theme, notices)
        qtbot.addWidget(again)
        assert not again.looking.aids.map_wanted
        assert not preferences.switched("mini-map", otherwise=True)

    @pytest.mark.parametrize(("width", "height"), [(1100, 600), (780, 450), (520, 420)])
    def test_nothing_that_floats_lies_over_anything_else(self, drawn: Hands, width: int, height: int) -> None:
        view = drawn.view
        view.resize(width, height)
        self.zoomed(drawn)
        drawn.key(W)
        drawn.key(F)
        drawn.session.select(kinds(drawn)["layer"])
        drawn.key(Qt.Key.Key_1)
        overlays = view.overlays
        cards = [overlays.map, overlays.modes, overlays.zoom, overlays.legend, *overlays.chips.shown]
        areas = [QRectF(card.geometry()) for card in cards if not card.isHidden()]
        assert len(areas) >= 6
        for place, area in enumerate(areas):
            assert QRectF(view.rect()).contains(area)
            assert not any(area.intersects(other) for other in areas[:place])


class TestSwappedColours:
    def test_the_ends_of_the_map_change_places_and_zero_stays(self, theme: Theme) -> None:
        before = theme.diverging()
        words = theme.sign_words()
        theme.swap(True)
        after = theme.diverging()
        assert (after[0] == before[-1]).all()
        assert (after[-1] == before[0]).all()
        assert np.abs(after[128].astype(int) - before[127].astype(int)).max() <= 1
        assert theme.sign_words() == (words.plus, words.minus)

    def test_lines_on_the_canvas_follow_at_once(self, drawn: Hands, theme: Theme) -> None:
        joint = drawn.network.connections[0]
        second, first = drawn.network.layers[1], drawn.network.layers[0]
        pair = second.neurons[0], first.neurons[0]
        drawn.session.apply("Set weight", lambda d: edits.set_weight(d, joint.id, pair, 9.0))
        column = drawn.column("input")
        at = drawn.screen(QPointF(column.out_x + 8, float(column.ys[0])))
        drawn.view.grab()
        drawn.view.stage.changed.emit()
        blue = drawn.view.grab().toImage().pixelColor(at)
        assert blue.blue() > blue.red()
        theme.swap(True)
        orange = drawn.view.grab().toImage().pixelColor(at)
        assert orange.red() > orange.blue()


def test_the_picture_of_the_project_shows_all_whatever_is_dimmed_or_hidden(drawn: Hands) -> None:
    drawn.session.select(kinds(drawn)["neuron"])
    whole = drawn.view.grab_image()
    drawn.view.looking.aids.toggle_focus()
    drawn.view.looking.aids.toggle_lines()
    assert drawn.view.display.lines_hidden
    assert drawn.view.display.emphasis is not None
    assert drawn.view.grab_image() == whole


def test_a_small_network_grows_with_a_large_screen_but_not_beyond_measure() -> None:
    bounds = QRectF(0, 0, 200, 100)
    scales = [fitted(bounds, QRectF(0, 0, *size)).scale for size in ((900, 600), (1800, 900), (5000, 4000))]
    assert scales[0] == 1.25
    assert 1.25 < scales[1] < 2.0
    assert scales[2] == 2.0
