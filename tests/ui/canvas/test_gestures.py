"""Mouse gestures on the canvas: each is one edit, none edits before it ends, Escape cancels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSpinBox

from nndesigner.document import edits
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.hits import Part
from tests.ui.canvas.hands import Hands, chain

ESCAPE = Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def loose(hands: Hands) -> None:
    """Three layers without connections."""
    document = chain(2, 3, 1)
    document = edits.remove(document, connections=[c.id for c in document.network.connections])
    hands.session.replace(document)


# -- selecting


def test_a_click_selects_what_is_clicked(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    layer = hands.layer("hidden 1")
    hands.click(hands.neuron("hidden 1", 1))
    assert hands.session.selection == Selection.of_neuron(layer.id, layer.neurons[1])
    hands.click(hands.header("hidden 1"))
    assert hands.session.selection == Selection.of_layer(layer.id)
    hands.click(QPointF(160, 250))
    assert not hands.session.selection


def test_a_click_on_a_line_selects_its_weight(hands: Hands) -> None:
    hands.session.replace(chain(2, 2))
    middle = (hands.neuron("input", 0) + hands.neuron("output", 0)) / 2
    hands.click(middle)
    source, target = hands.layer("input"), hands.layer("output")
    connection = hands.network.connections[0].id
    assert hands.session.selection == Selection.of_weight(connection, target.neurons[0], source.neurons[0])


def test_a_double_click_on_a_line_selects_the_connection(hands: Hands) -> None:
    hands.session.replace(chain(2, 2))
    hands.double_click((hands.neuron("input", 0) + hands.neuron("output", 0)) / 2)
    assert hands.session.selection == Selection.of_connection(hands.network.connections[0].id)


def test_among_very_many_lines_a_click_selects_the_connection(hands: Hands) -> None:
    hands.session.replace(chain(35, 35))
    hands.click((hands.neuron("input", 17) + hands.neuron("output", 17)) / 2)
    assert hands.session.selection == Selection.of_connection(hands.network.connections[0].id)


@pytest.mark.parametrize(("keys", "takes_away"), [(CONTROL, True), (SHIFT, False)])
def test_clicks_with_a_key_held_add_and_with_control_take_away(
    hands: Hands, keys: Qt.KeyboardModifier, takes_away: bool
) -> None:
    hands.session.replace(chain(2, 3, 1))
    first, second = hands.layer("input").id, hands.layer("output").id
    hands.click(hands.header("input"))
    hands.click(hands.header("output"), keys)
    assert hands.session.selection.layers == {first, second}
    hands.click(hands.header("input"), keys)
    assert hands.session.selection.layers == ({second} if takes_away else {first, second})


@pytest.mark.parametrize(("keys", "takes_away"), [(CONTROL, True), (SHIFT, False)])
def test_a_rubber_band_with_a_key_held_adds_and_with_control_takes_away(
    hands: Hands, keys: Qt.KeyboardModifier, takes_away: bool
) -> None:
    hands.session.replace(chain(2, 3, 1))
    first, second = hands.layer("input"), hands.layer("output")
    hands.click(hands.neuron("input", 0))
    hands.click(hands.header("output"), SHIFT)
    over = hands.neuron("input", 0)
    hands.drag(over - QPointF(150, 40), over + QPointF(30, 22), keys=keys)
    assert hands.session.selection.layers == {second.id}
    assert hands.session.selection.neurons == (set() if takes_away else {(first.id, first.neurons[0])})
    under = hands.neuron("input", 1)
    hands.drag(under + QPointF(-150, 40), under + QPointF(30, -22), keys=keys)
    assert (first.id, first.neurons[1]) in hands.session.selection.neurons
    assert hands.session.selection.layers == {second.id}


def test_a_rubber_band_selects_whole_layers_and_single_neurons(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hidden = hands.layer("hidden 1")
    corner = hands.column("input").body.topLeft() - QPointF(100, 20)
    end = QPointF(hands.column("hidden 1").center.x() + 40, hands.column("input").body.bottom() + 5)
    hands.drag(corner, end)
    assert hands.session.selection.layers == {hands.layer("input").id}
    assert hands.session.selection.neurons == {(hidden.id, hidden.neurons[0]), (hidden.id, hidden.neurons[1])}
    assert hands.session.undo_name is None


def test_escape_gives_the_selection_back_that_a_rubber_band_changed(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.click(hands.header("output"))
    before = hands.session.selection
    hands.press(QPointF(-80, -140))
    hands.move(QPointF(100, 0), QPointF(200, 140))
    assert hands.session.selection != before
    hands.key(ESCAPE)
    assert hands.session.selection == before


# -- moving


def test_dragging_a_header_moves_the_layer(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    before = hands.document
    hands.drag(hands.header("hidden 1"), hands.header("hidden 1") + QPointF(37, 80))
    assert hands.document.layout.positions[hands.layer("hidden 1").id] == pytest.approx((357, 80), abs=2)
    assert hands.document.parameters is before.parameters
    assert hands.session.undo_name == "Move hidden 1"
    hands.session.undo()
    assert hands.document is before


def test_selected_layers_move_together(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.select_all()
    before = {layer.id: hands.column(layer.name).center for layer in hands.network.layers}
    hands.drag(hands.header("input"), hands.header("input") + QPointF(-50, 60))
    for layer in hands.network.layers:
        way = hands.column(layer.name).center - before[layer.id]
        assert (way.x(), way.y()) == pytest.approx((-50, 60), abs=2)


def test_a_layer_dragged_nearly_into_line_is_in_line(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.drag(hands.header("hidden 1"), hands.header("hidden 1") + QPointF(60, 9))
    assert hands.column("hidden 1").center.y() == 0.0


def test_with_alt_it_stays_where_it_is_put(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.drag(hands.header("hidden 1"), hands.header("hidden 1") + QPointF(60, 9), keys=ALT)
    assert hands.column("hidden 1").center.y() == pytest.approx(9, abs=1)


def test_layers_nobody_has_placed_stay_where_they_are_seen(hands: Hands) -> None:
    document = chain(2, 3, 1)
    bare = edits.STARTS["xor"].build(document, (0.0, 0.0))
    hands.session.replace(bare)
    output = hands.column("output").center
    hands.drag(hands.header("hidden 1"), hands.header("hidden 1") + QPointF(0, 150))
    assert hands.column("output").center == output


def test_a_gesture_edits_nothing_before_it_ends(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    before = hands.document
    hands.press(hands.header("hidden 1"))
    hands.move(hands.header("hidden 1") + QPointF(30, 40), hands.header("hidden 1") + QPointF(60, 90))
    assert hands.document is before
    column = hands.view.display.scene.geometry.columns[hands.layer("hidden 1").id]
    assert column.center.y() == pytest.approx(90, abs=2)
    hands.key(ESCAPE)
    assert not hands.view.display.previewing
    hands.release(hands.header("hidden 1"))
    assert hands.document is before


# -- connecting


def test_dragging_from_the_handle_connects_layers(hands: Hands) -> None:
    loose(hands)
    hands.hover(hands.neuron("input", 0))
    hands.drag(hands.column("input").handle, hands.header("hidden 1"))
    assert hands.links() == {("input", "hidden 1")}
    assert hands.session.undo_name == "Connect input → hidden 1"


def test_dragging_from_a_neuron_to_a_neuron_connects_only_these(hands: Hands) -> None:
    loose(hands)
    hands.drag(hands.neuron("input", 1), hands.neuron("hidden 1", 2))
    connection = hands.network.connections[0]
    assert connection.mask is not None
    assert connection.mask.tolist() == [[False, False], [False, False], [False, True]]


def test_dragging_from_a_neuron_to_a_layer_connects_it_with_all(hands: Hands) -> None:
    loose(hands)
    hands.drag(hands.neuron("input", 0), hands.header("hidden 1"))
    connection = hands.network.connections[0]
    assert connection.mask is not None
    assert connection.mask.tolist() == [[True, False]] * 3
    hands.session.undo()
    assert not hands.network.connections


def test_a_removed_weight_comes_back_by_dragging(hands: Hands) -> None:
    document = chain(2, 2)
    source, target = document.network.layers
    connection = document.network.connections[0]
    hands.session.replace(
        edits.remove_weights(document, connection.id, [(target.neurons[0], source.neurons[0])])
    )
    hands.drag(hands.neuron("input", 0), hands.neuron("output", 0))
    assert hands.network.connections[0].mask is None


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("hidden 1", "input", "input layer"),
        ("output", "hidden 1", "ends the network"),
        ("input", "hidden 1", "already connected"),
    ],
)
def test_a_refused_connection_says_why_while_dragging(
    hands: Hands, start: str, end: str, words: str
) -> None:
    hands.session.replace(chain(2, 3, 1))
    before = hands.document
    hands.press(hands.neuron(start, 0))
    hands.move(hands.neuron(start, 0) + QPointF(20, 0), hands.neuron(end, 0))
    saying = hands.view.saying
    assert saying is not None
    assert saying.refused
    assert words in saying.words
    hands.release(hands.neuron(end, 0))
    assert hands.document is before


def test_a_line_let_go_over_nothing_connects_nothing(hands: Hands) -> None:
    loose(hands)
    before = hands.document
    hands.drag(hands.neuron("input", 0), QPointF(160, 260))
    assert hands.document is before


def test_escape_cancels_connecting(hands: Hands) -> None:
    loose(hands)
    before = hands.document
    hands.press(hands.neuron("input", 0))
    hands.move(hands.neuron("input", 0) + QPointF(30, 0), hands.neuron("hidden 1", 0))
    hands.key(ESCAPE)
    hands.release(hands.neuron("hidden 1", 0))
    assert hands.document is before


# -- resizing


def control(hands: Hands, name: str, share: float) -> QPointF:
    area = hands.column(name).control
    return QPointF(area.left() + area.width() * share, area.center().y())


def test_plus_and_minus_under_a_layer_change_its_size(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.click(hands.header("hidden 1"))
    hands.click(control(hands, "hidden 1", 0.9))
    assert hands.layer("hidden 1").size == 4
    hands.click(control(hands, "hidden 1", 0.1))
    hands.click(control(hands, "hidden 1", 0.1))
    assert hands.layer("hidden 1").size == 2


def test_the_last_neuron_stays(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.click(hands.header("output"))
    before = hands.document
    hands.click(control(hands, "output", 0.1))
    assert hands.document is before


def test_dragging_the_number_resizes_in_one_step(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.click(hands.header("hidden 1"))
    before = hands.document
    start = control(hands, "hidden 1", 0.5)
    hands.press(start)
    hands.move(start + QPointF(0, 20), start + QPointF(0, 64))
    assert hands.document is before
    assert hands.view.saying is not None
    assert hands.view.saying.words == "7 neurons"
    hands.release(start + QPointF(0, 64))
    assert hands.layer("hidden 1").size == 7
    hands.session.undo()
    assert hands.document is before


def test_a_number_of_neurons_can_be_typed(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.click(hands.header("hidden 1"))
    hands.click(control(hands, "hidden 1", 0.5))
    field = hands.view.findChild(QSpinBox, "inlineSize")
    assert isinstance(field, QSpinBox)
    field.setValue(12)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.layer("hidden 1").size == 12


# -- renaming


def test_a_double_click_on_a_header_renames_the_layer(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.double_click(hands.header("hidden 1"))
    field = hands.view.findChild(QLineEdit, "inlineName")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "features")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [layer.name for layer in hands.network.layers] == ["input", "features", "output"]
    assert hands.session.undo_name == "Rename hidden 1 to features"


def test_a_neuron_can_be_named(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.double_click(hands.neuron("hidden 1", 1))
    field = hands.view.findChild(QLineEdit, "inlineName")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "petal shape")
    QTest.keyClick(field, Qt.Key.Key_Return)
    layer = hands.layer("hidden 1")
    assert layer.neuron_name(layer.neurons[1]) == "petal shape"


@pytest.mark.parametrize("end", [ESCAPE, Qt.Key.Key_Return])
def test_a_name_not_changed_is_no_edit(hands: Hands, end: Qt.Key) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.double_click(hands.header("hidden 1"))
    field = hands.view.findChild(QLineEdit, "inlineName")
    assert isinstance(field, QLineEdit)
    if end == ESCAPE:
        QTest.keyClicks(field, "features")
    QTest.keyClick(field, end)
    assert hands.session.undo_name is None


def test_clicking_elsewhere_takes_the_name(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.double_click(hands.header("hidden 1"))
    field = hands.view.findChild(QLineEdit, "inlineName")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "features")
    hands.click(QPointF(160, 260))
    assert hands.network.layers[1].name == "features"


# -- the view


def test_the_middle_button_moves_the_view_and_nothing_else(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    before, view = hands.document, hands.view.stage.viewport
    start = hands.header("hidden 1")
    hands.drag(start, start + QPointF(50, 30), Qt.MouseButton.MiddleButton)
    way = hands.view.stage.viewport.offset - view.offset
    assert (way.x(), way.y()) == pytest.approx((50 * view.scale, 30 * view.scale), abs=2)
    assert hands.document is before


def test_space_and_dragging_moves_the_view(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    before, offset = hands.document, hands.view.stage.viewport.offset
    QTest.keyPress(hands.view, Qt.Key.Key_Space)
    hands.drag(hands.header("hidden 1"), hands.header("hidden 1") + QPointF(40, 40))
    QTest.keyRelease(hands.view, Qt.Key.Key_Space)
    assert hands.view.stage.viewport.offset != offset
    assert hands.document is before


def wheel(hands: Hands, at: QPoint, angle: int) -> None:
    where = QPointF(at)
    event = QWheelEvent(
        where,
        hands.view.mapToGlobal(where),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(hands.view, event)


def test_the_wheel_zooms_about_the_pointer(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    place = hands.screen(hands.header("input"))
    under, scale = hands.view.stage.viewport.to_canvas(QPointF(place)), hands.view.stage.viewport.scale
    wheel(hands, place, 240)
    view = hands.view.stage.viewport
    assert view.scale > scale
    assert (view.to_canvas(QPointF(place)) - under).manhattanLength() < 1e-6


def test_fit_shows_everything(hands: Hands) -> None:
    hands.session.replace(chain(2, 30, 3))
    hands.view.zoom_in()
    hands.view.zoom_in()
    assert not hands.view.stage.viewport.shows(hands.view.display.bounds(), hands.view.stage.screen)
    hands.view.fit()
    assert hands.view.stage.viewport.shows(hands.view.display.bounds(), hands.view.stage.screen)


def test_the_view_follows_a_network_that_grows_out_of_it(hands: Hands) -> None:
    hands.session.replace(chain(2, 1))
    for _ in range(6):
        hands.view.add_at_centre("layer:hidden")
    assert hands.view.stage.viewport.shows(hands.view.display.bounds(), hands.view.stage.screen)


def test_the_part_the_user_chose_is_kept(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.zoom_in()
    view = hands.view.stage.viewport
    hands.view.add_at_centre("neuron")
    assert hands.view.stage.viewport == view


# -- what is hovered


def test_controls_appear_where_the_pointer_is(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    handle = hands.column("input").handle
    assert hands.view.stage.hit(handle + QPointF(5, 0)).part is not Part.HANDLE
    hands.hover(hands.neuron("input", 0))
    assert hands.view.stage.hit(handle + QPointF(5, 0)).part is Part.HANDLE


def test_a_tooltip_says_the_digits_of_a_weight_and_the_readout_its_ends(hands: Hands) -> None:
    hands.session.replace(chain(2, 2))
    middle = (hands.neuron("input", 0) + hands.neuron("output", 0)) / 2
    hands.hover(middle)
    words = hands.view.tip_at(QPointF(hands.screen(middle)))
    weights = hands.document.parameters.weights[hands.network.connections[0].id]
    assert words.endswith(f" = {str(weights[0, 0]).replace('-', '−')}")
    said = hands.view.overlays.readout.reading
    assert said is not None
    assert said.name == "from “neuron 1 of input” to “neuron 1 of output”"




@pytest.mark.parametrize("role", [Role.INPUT, Role.OUTPUT])
def test_names_of_the_data_can_be_clicked(hands: Hands, role: Role, iris_bridge: object) -> None:
    layer = hands.network.with_role(role)[0]
    column = hands.view.stage.geometry.columns[layer.id]
    side = -1 if role is Role.INPUT else 1
    hands.click(QPointF(column.center.x() + side * 60, float(column.ys[1])))
    assert hands.session.selection == Selection.of_neuron(layer.id, layer.neurons[1])
