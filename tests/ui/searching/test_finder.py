"""Finding neurons: what fits is selected while one types, shown by Enter, and kept by Escape."""

from __future__ import annotations

import time
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.stage import CanvasStage
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.searching.finder import SELECT_MS, Finder
from nndesigner.ui.searching.neuron_rows import NeuronRows
from nndesigner.ui.searching.row_painter import HEIGHT
from nndesigner.ui.searching.sight import Mark, area_of, brought_into_sight
from tests.ui.canvas.hands import Hands, chain

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def finder(desk: MainWindow, iris_document: Document) -> Finder:
    """Open over iris: 4 inputs, 8 hidden neurons, 3 classes."""
    desk.session.replace(iris_document)
    QTest.keyClick(desk, Qt.Key.Key_F, CONTROL)
    found = desk.searches.finder
    assert QApplication.focusWidget() is found.popup.field
    return found


def search(finder: Finder, typed: str) -> None:
    QTest.keyClicks(finder.popup.field, typed)
    QTest.qWait(SELECT_MS + 30)


def enter(finder: Finder) -> None:
    QTest.keyClick(finder.popup.field, Qt.Key.Key_Return)


def mark_in(desk: MainWindow) -> Mark:
    found = desk.findChild(Mark)
    assert isinstance(found, Mark)
    return found


def shows(stage: CanvasStage, area: QRectF) -> bool:
    return stage.viewport.shows(area, stage.screen)


def surrounds(mark: Mark, stage: CanvasStage, area: QRectF) -> bool:
    away = QRectF(mark.geometry()).center() - stage.viewport.to_screen(area.center())
    return away.manhattanLength() < 6


def named(desk: MainWindow) -> list[str]:
    """The selected neurons, by layer and number."""
    network = desk.session.document.network
    chosen = sorted(
        (layer, network.layer(layer).index_by_neuron[n]) for layer, n in desk.session.selection.neurons
    )
    return [f"{network.layer(layer).name} {place + 1}" for layer, place in chosen]


def test_columns_are_selected_while_one_types(finder: Finder, desk: MainWindow) -> None:
    search(finder, "petal")
    assert named(desk) == ["input 3", "input 4"]
    search(finder, " w")
    assert named(desk) == ["input 4"]


def test_classes_and_numbers_are_found(finder: Finder, desk: MainWindow) -> None:
    search(finder, "versi")
    assert named(desk) == ["output 2"]
    finder.popup.field.selectAll()
    search(finder, "neuron 3 of hidden")
    assert named(desk) == ["hidden 1 3"]


def test_own_names_are_found_and_so_is_the_column(finder: Finder, desk: MainWindow) -> None:
    layer = desk.session.document.network.layers[0]
    desk.session.apply(
        "Rename", lambda d: edits.rename_neuron(d, layer.id, layer.neurons[0], "Length of green")
    )
    search(finder, "of GREEN")
    assert named(desk) == ["input 1"]
    finder.popup.field.selectAll()
    search(finder, "sepal length")
    assert named(desk) == ["input 1"]


def test_layers_are_found_with_all_of_their_neurons(finder: Finder, desk: MainWindow) -> None:
    search(finder, "hidden 1")
    hidden = desk.session.document.network.layers[1]
    assert desk.session.selection.layers == {hidden.id}
    assert len(desk.session.selection.neurons) == hidden.size
    assert finder.popup.foot.text().startswith("1 layer and 8 neurons selected.")


def test_what_is_called_exactly_so_comes_first(iris_document: Document) -> None:
    hidden = iris_document.network.layers[1]
    document = edits.resize_layer(iris_document, hidden.id, 12)
    document = edits.rename_neuron(
        document, hidden.id, document.network.layer(hidden.id).neurons[11], "petal"
    )
    rows = NeuronRows(document)
    assert [rows.row(place).words for place in rows.find("petal")] == ["petal", "petal length", "petal width"]


def test_escape_keeps_the_selection_and_gives_the_keyboard_back(finder: Finder, desk: MainWindow) -> None:
    search(finder, "petal")
    QTest.keyClick(finder.popup.field, Qt.Key.Key_Escape)
    assert not finder.popup.isVisible()
    assert desk.canvas.hasFocus()
    assert len(named(desk)) == 2


def test_escape_right_after_typing_does_not_lose_what_was_typed(finder: Finder, desk: MainWindow) -> None:
    QTest.keyClicks(finder.popup.field, "setosa")
    QTest.keyClick(finder.popup.field, Qt.Key.Key_Escape)
    assert named(desk) == ["output 1"]


def test_with_nothing_typed_the_selection_is_what_it_was(desk: MainWindow, iris_document: Document) -> None:
    desk.session.replace(iris_document)
    before = Selection.of_layer(iris_document.network.layers[2].id)
    desk.session.select(before)
    QTest.keyClick(desk, Qt.Key.Key_F, CONTROL)
    finder = desk.searches.finder
    search(finder, "p")
    assert desk.session.selection != before
    QTest.keyClick(finder.popup.field, Qt.Key.Key_Backspace)
    QTest.qWait(SELECT_MS + 30)
    assert desk.session.selection == before


def test_what_nothing_is_called_selects_nothing(finder: Finder, desk: MainWindow) -> None:
    search(finder, "qqq")
    assert not desk.session.selection
    assert finder.popup.foot.text() == "No layer or neuron is called so, has this activation or is “frozen”."
    enter(finder)
    assert mark_in(desk).isHidden()


def test_enter_brings_one_after_the_other_into_sight(finder: Finder, desk: MainWindow, qtbot: QtBot) -> None:
    desk.canvas.stage.viewport = Viewport(1.0, QPointF(5000, 5000))
    search(finder, "petal")
    stage = desk.canvas.stage
    layer = desk.session.document.network.layers[0]
    for place in (2, 3, 2):
        enter(finder)
        area = area_of(stage.geometry, layer.id, layer.neurons[place])
        qtbot.waitUntil(partial(shows, stage, area))
        assert mark_in(desk).isVisible()
        qtbot.waitUntil(partial(surrounds, mark_in(desk), stage, area))
    assert named(desk) == ["input 3", "input 4"]


def test_what_is_in_sight_is_not_moved(finder: Finder, desk: MainWindow) -> None:
    search(finder, "sepal")
    before = desk.canvas.stage.viewport
    enter(finder)
    assert desk.canvas.stage.viewport is before


def test_in_a_narrow_window_all_of_the_canvas_is_used(finder: Finder, desk: MainWindow, qtbot: QtBot) -> None:
    desk.resize(desk.minimumSize())
    search(finder, "petal")
    stage = desk.canvas.stage
    stage.viewport = Viewport(1.0, QPointF(5000, 5000))
    enter(finder)
    layer = desk.session.document.network.layers[0]
    qtbot.waitUntil(partial(shows, stage, area_of(stage.geometry, layer.id, layer.neurons[2])))
    assert stage.viewport.scale == 1.0


def test_a_click_shows_the_row_that_was_clicked(finder: Finder, desk: MainWindow) -> None:
    search(finder, "petal")
    view = finder.popup.list.viewport()
    spot = QPoint(50, HEIGHT + HEIGHT // 2)
    for _ in range(2):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        assert finder.popup.current is not None
        assert finder.popup.current.words == "petal width"
    assert finder.popup.isVisible()


def test_the_same_keys_close_it_and_from_elsewhere_take_the_keyboard(
    finder: Finder, desk: MainWindow
) -> None:
    desk.canvas.setFocus()
    QTest.keyClick(desk, Qt.Key.Key_F, CONTROL)
    assert QApplication.focusWidget() is finder.popup.field
    QTest.keyClick(desk, Qt.Key.Key_F, CONTROL)
    assert not finder.popup.isVisible()


def test_the_list_follows_the_network(finder: Finder, desk: MainWindow) -> None:
    search(finder, "of hidden 1")
    hidden = desk.session.document.network.layers[1]
    desk.session.apply("Resize layer", lambda d: edits.resize_layer(d, hidden.id, 11))
    assert len(finder.popup.list.found) == 11


def test_undo_works_while_it_is_open(finder: Finder, desk: MainWindow) -> None:
    hidden = desk.session.document.network.layers[1]
    desk.session.apply("Resize layer", lambda d: edits.resize_layer(d, hidden.id, 11))
    QTest.keyClick(finder.popup.field, Qt.Key.Key_Z, CONTROL)
    assert desk.session.document.network.layer(hidden.id).size == 8


def test_something_small_and_far_away_becomes_legible_in_the_middle() -> None:
    screen = QRectF(0, 0, 800, 600)
    area = QRectF(14_000, 2000, 30, 30)
    view = brought_into_sight(Viewport(0.1), area, screen)
    assert view.to_screen(area.center()) == screen.center()
    assert view.rect_to_screen(area).width() >= 17
    whole = brought_into_sight(Viewport(1.0), QRectF(0, 0, 3000, 400), screen)
    assert whole.shows(QRectF(0, 0, 3000, 400), screen)


def test_ten_thousand_neurons_are_searched_within_two_frames() -> None:
    rows = NeuronRows(chain(784, 4000, 4000, 1000, 10))
    assert len(rows.find("neuron")) > 9000
    took = []
    for typed in ("neuron 1", "neuron 12", "of hidden 2"):
        start = time.process_time()
        rows.selection(rows.find(typed))
        took.append(time.process_time() - start)
    assert min(took) < 0.033


def test_finding_needs_a_network(desk: MainWindow, canvas: Hands) -> None:
    assert not desk.action_set["find"].isEnabled()
    canvas.session.replace(chain(2, 1))
    assert desk.action_set["find"].isEnabled()
