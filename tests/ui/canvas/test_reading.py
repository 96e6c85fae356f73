"""Every number that the canvas shows, against one worked out by hand; and what is said about it."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.answers import labels_of
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.fitting import is_covered
from nndesigner.ui.canvas.hits import Hit, Part
from nndesigner.ui.canvas.hovering import marked_area
from nndesigner.ui.canvas.lettering import name_area
from nndesigner.ui.canvas.modes import WORDS, Mode, emptiness, words_now
from nndesigner.ui.canvas.overlay.legend import Range, unit_words
from nndesigner.ui.canvas.overlay.overlays import ranges_of
from nndesigner.ui.canvas.overlay.readout import Readout
from nndesigner.ui.canvas.painting.colors import NumberColors, contrast, luminance, rgb
from nndesigner.ui.canvas.painting.neurons import digits_in
from nndesigner.ui.canvas.reading import reading
from nndesigner.ui.canvas.values import values_of
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import exact, number
from nndesigner.ui.style import apply_style
from nndesigner.ui.theme import Mode as ThemeMode
from nndesigner.ui.theme import Theme
from tests.conftest import with_network
from tests.ui.canvas.hands import Hands, chain
from tests.unit.session.driving import finish

ROW = 77
READABLE = 4.5


@pytest.fixture
def trained(session: Session, iris_data: DataSource) -> Session:
    """Two epochs of 4-5-4-3, with a removed weight."""
    session.replace(with_network(iris_data, (5, "relu"), (4, "sigmoid")))
    first, second = session.document.network.layers[:2]
    removed = [(second.neurons[1], first.neurons[2])]
    key = session.document.network.connections[0].id
    session.apply("Remove", lambda d: edits.remove_weights(d, key, removed))
    for _ in range(2):
        session.step_epoch()
        finish(session)
    session.look_at(ROW)
    return session


class ByHand:
    """Forward and backward through a chain of layers in plain NumPy."""

    def __init__(self, session: Session) -> None:
        document = session.document
        assert document.data is not None
        prepared = document.data.prepared
        layers, connections = document.network.layers, document.network.connections
        w = [np.asarray(session.parameters.weights[c.id], np.float64) for c in connections]
        b = [np.asarray(session.parameters.biases[layer.id], np.float64) for layer in layers[1:]]
        a, slopes = [prepared.x[ROW]], []
        for place, (weights, biases) in enumerate(zip(w, b, strict=True)):
            z = weights @ a[-1] + biases
            if place == 0:
                out, slope = np.maximum(z, 0), (z > 0).astype(float)
            elif place == 1:
                out = 1 / (1 + np.exp(-z))
                slope = out * (1 - out)
            else:
                out, slope = np.exp(z) / np.exp(z).sum(), np.ones_like(z)
            a.append(out)
            slopes.append(slope)
        delta = [a[-1] - np.eye(3)[prepared.labels[ROW]]]
        for place in (1, 0):
            delta.insert(0, (w[place + 1].T @ delta[0]) * slopes[place])
        self.w, self.b, self.a, self.delta = w, b, a, delta


def lines(session: Session, mode: Mode) -> list[FloatArray]:
    edges = values_of(session, mode).edges
    return [np.asarray(edges[c.id]) for c in session.document.network.connections]


def circles(session: Session, mode: Mode) -> list[FloatArray | None]:
    neurons = values_of(session, mode).neurons
    return [neurons.get(layer.id) for layer in session.document.network.layers]


# -- the overlays


def test_weights_and_activations(trained: Session) -> None:
    hand = ByHand(trained)
    for shown, w in zip(lines(trained, Mode.WEIGHTS), hand.w, strict=True):
        assert shown == pytest.approx(w)
    for mode in (Mode.WEIGHTS, Mode.ACTIVATIONS):
        for found, a in zip(circles(trained, mode), hand.a, strict=True):
            assert found == pytest.approx(a, abs=1e-6)
    for signal, w, a in zip(lines(trained, Mode.ACTIVATIONS), hand.w, hand.a, strict=False):
        assert signal == pytest.approx(w * a, abs=1e-6)


def test_errors_and_what_each_weight_sends_back(trained: Session) -> None:
    hand = ByHand(trained)
    inputs, *others = circles(trained, Mode.ERRORS)
    assert inputs is None
    for found, delta in zip(others, hand.delta, strict=True):
        assert found == pytest.approx(delta, abs=1e-6)
    back = lines(trained, Mode.ERRORS)
    for shown, w, delta in zip(back, hand.w, hand.delta, strict=True):
        assert shown == pytest.approx(w * delta[:, np.newaxis], abs=1e-6)
    # Equation 43: what comes back to a neuron, times the slope of its activation, is its error.
    slope = hand.a[2] * (1 - hand.a[2])
    assert back[2].sum(axis=0) * slope == pytest.approx(others[1], abs=1e-6)


def test_gradients(trained: Session) -> None:
    hand = ByHand(trained)
    inputs, *others = circles(trained, Mode.GRADIENTS)
    assert inputs is None
    for found, delta in zip(others, hand.delta, strict=True):
        assert found == pytest.approx(delta, abs=1e-6)
    mask = trained.document.network.connections[0].mask
    assert mask is not None
    for place, shown in enumerate(lines(trained, Mode.GRADIENTS)):
        expected = np.outer(hand.delta[place], hand.a[place])
        assert shown == pytest.approx(np.where(mask, expected, 0) if place == 0 else expected, abs=1e-6)


def test_biases(trained: Session) -> None:
    hand = ByHand(trained)
    inputs, *others = circles(trained, Mode.BIASES)
    assert inputs is None
    for found, b in zip(others, hand.b, strict=True):
        assert found == pytest.approx(b)
    for shown, w in zip(lines(trained, Mode.BIASES), hand.w, strict=True):
        assert shown == pytest.approx(w)


def test_change_is_what_the_last_epoch_did(trained: Session) -> None:
    before = trained.parameters
    trained.step_epoch()
    finish(trained)
    after, values = trained.parameters, values_of(trained, Mode.CHANGE)
    assert not after.equals(before)
    for key, shown in values.edges.items():
        assert np.array_equal(shown, np.subtract(after.weights[key], before.weights[key], dtype=np.float64))
    for key, shown in values.neurons.items():
        assert np.array_equal(shown, np.subtract(after.biases[key], before.biases[key], dtype=np.float64))
    assert values.neurons.keys() == after.biases.keys()


def test_what_is_new_has_not_changed_from_anything(trained: Session) -> None:
    hidden = trained.document.network.layers[1].id
    trained.apply("Add neuron", lambda d: edits.add_neurons(d, hidden, 1))
    values = values_of(trained, Mode.CHANGE)
    assert np.isnan(values.neurons[hidden][-1])
    assert np.isfinite(values.neurons[hidden][:-1]).all()
    assert 0 < values.edge_limit < 1


def test_ranges_hold_every_number(trained: Session) -> None:
    for mode in Mode:
        values = values_of(trained, mode)
        assert values.edge_limit >= max(float(np.nanmax(np.abs(e))) for e in values.edges.values())
        for key, shown in values.neurons.items():
            assert values.neuron_limits[key] >= float(np.nanmax(np.abs(shown)))


# -- where there are none


def test_an_overlay_without_numbers_says_why(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    for mode in Mode:
        hands.view.show_mode(mode)
        values, legend = hands.view.display.values, hands.view.overlays.legend
        reason = emptiness(hands.session, mode)
        assert bool(reason) == (not values.edges and not values.neurons)
        assert legend.note == reason
        assert bool(legend.ranges) != bool(reason)
        assert not legend.isHidden()
        tab = hands.view.findChild(QWidget, f"canvasMode:{mode.value}")
        assert isinstance(tab, QWidget)
        assert reason in tab.toolTip()


def test_a_trained_network_has_numbers_in_every_overlay(trained: Session) -> None:
    assert [emptiness(trained, mode) for mode in Mode] == [""] * len(Mode)


def test_a_network_that_does_not_fit_says_so(trained: Session) -> None:
    last = trained.document.network.layers[-1].id
    trained.apply("Resize", lambda d: edits.resize_layer(d, last, 4))
    assert emptiness(trained, Mode.ERRORS) == trained.problems[0].message
    assert emptiness(trained, Mode.WEIGHTS) == ""


def test_the_change_is_shown_once_something_was_trained(
    hands: Hands, iris_bridge: Bridge, iris_document: Document
) -> None:
    hands.view.show_mode(Mode.CHANGE)
    assert hands.view.overlays.legend.note
    hands.session.step_batch()
    finish(hands.session)
    assert not hands.view.overlays.legend.note
    assert hands.view.overlays.legend.ranges
    hands.session.undo()
    assert hands.view.overlays.legend.note


def test_every_overlay_names_an_equation() -> None:
    assert all("equation" in words.description for words in WORDS.values())


# -- what is under the pointer


def neuron_hit(layer: Layer, place: int) -> Hit:
    return Hit(Part.NEURON, layer.id, layer.neurons[place])


@pytest.mark.parametrize("mode", list(Mode))
def test_a_weight_is_read_with_its_number_and_both_names(trained: Session, mode: Mode) -> None:
    network = trained.document.network
    first, second, connection = *network.layers[:2], network.connections[0]
    hit = Hit(Part.WEIGHT, None, second.neurons[3], connection.id, first.neurons[2])
    values = values_of(trained, mode)
    said = reading(trained, hit, values, mode)
    assert said is not None
    assert said.lead.endswith(f"²₄,₃ = {number(float(values.edges[connection.id][3, 2]))}")
    assert said.name == "from “petal length” to “neuron 4 of hidden 1”"
    w = float(trained.parameters.weights[connection.id][3, 2])
    assert exact(w) in {amount.exactly.rpartition(" = ")[2] for amount in said.amounts}
    assert said.tip == (said.amounts[0].exactly if said.amounts[0].value else "")


def test_a_tooltip_says_nothing_where_the_readout_has_all_digits(session: Session) -> None:
    session.replace(chain(2, 3, 1))
    layer = session.document.network.layers[1]
    said = reading(session, neuron_hit(layer, 0), values_of(session, Mode.BIASES), Mode.BIASES)
    assert said is not None
    assert said.lead == "b²₁ = 0"
    assert said.tip == ""


def test_a_removed_weight_has_no_number(trained: Session) -> None:
    network = trained.document.network
    first, second, connection = *network.layers[:2], network.connections[0]
    hit = Hit(Part.WEIGHT, None, second.neurons[1], connection.id, first.neurons[2])
    said = reading(trained, hit, values_of(trained, Mode.GRADIENTS), Mode.GRADIENTS)
    assert said is not None
    assert said.lead == "w²₂,₃: removed"


@pytest.mark.parametrize("mode", list(Mode))
def test_a_neuron_is_read_with_all_its_numbers(trained: Session, mode: Mode) -> None:
    hand, layer = ByHand(trained), trained.document.network.layers[2]
    said = reading(trained, neuron_hit(layer, 1), values_of(trained, mode), mode)
    assert said is not None
    shown = circles(trained, mode)[2]
    assert shown is not None
    assert said.amounts[0].value == pytest.approx(float(shown[1]))
    numbers = {amount.symbol: amount.value for amount in said.amounts}
    assert numbers["a³₂"] == pytest.approx(hand.a[2][1], abs=1e-6)
    assert numbers["b³₂"] == pytest.approx(hand.b[1][1])
    assert numbers["δ³₂"] == pytest.approx(hand.delta[1][1], abs=1e-6)
    assert numbers["z³₂"] == pytest.approx(np.log(hand.a[2][1] / (1 - hand.a[2][1])), abs=1e-5)


def test_an_output_is_read_with_what_it_should_be(trained: Session) -> None:
    layer = trained.document.network.layers[-1]
    assert trained.document.data is not None
    label = int(trained.document.data.prepared.labels[ROW])
    for place in range(3):
        said = reading(trained, neuron_hit(layer, place), values_of(trained, Mode.WEIGHTS), Mode.WEIGHTS)
        assert said is not None
        wanted = {amount.symbol[0]: amount.value for amount in said.amounts}["y"]
        assert wanted == float(place == label)


def test_a_connection_is_read_as_a_whole(trained: Session) -> None:
    connection = trained.document.network.connections[0]
    said = reading(
        trained,
        Hit(Part.CONNECTION, connection=connection.id),
        values_of(trained, Mode.WEIGHTS),
        Mode.WEIGHTS,
    )
    assert said is not None
    assert connection.mask is not None
    present = np.asarray(trained.parameters.weights[connection.id], np.float64)[connection.mask]
    mean, least, largest = (amount.value for amount in said.amounts)
    assert (mean, least, largest) == pytest.approx((present.mean(), present.min(), present.max()), rel=1e-6)
    assert said.name == "input → hidden 1 · 19 weights"


def test_what_is_gone_is_not_read(trained: Session) -> None:
    layer = trained.document.network.layers[1]
    hit = neuron_hit(layer, 0)
    trained.apply("Delete", lambda d: edits.remove(d, neurons=[(layer.id, layer.neurons[0])]))
    assert reading(trained, hit, values_of(trained, Mode.WEIGHTS), Mode.WEIGHTS) is None
    trained.replace(Document.empty())
    assert reading(trained, hit, values_of(trained, Mode.WEIGHTS), Mode.WEIGHTS) is None


def test_the_pointer_is_answered_at_once(hands: Hands, iris_bridge: Bridge) -> None:
    readout = hands.view.overlays.readout
    hands.hover(hands.neuron("hidden 1", 2))
    assert readout.isVisible()
    assert readout.reading is not None
    assert readout.reading.name == "neuron 3 of hidden 1"
    hands.hover(hands.neuron("input", 0))
    assert readout.reading.name == "sepal length"
    hands.hover(hands.header("input") - QPointF(0, 90))
    assert not readout.isVisible()


def test_the_reading_follows_the_overlay(hands: Hands, iris_bridge: Bridge) -> None:
    hands.hover(hands.neuron("hidden 1", 2))
    leads = set()
    for mode in Mode:
        hands.view.show_mode(mode)
        shown = hands.view.overlays.readout.reading
        assert shown is not None
        leads.add(shown.lead)
    assert len(leads) >= len(Mode) - 2  # weights and activations say the same; nothing has changed yet


def test_hovering_paints_nothing_of_the_network_anew(hands: Hands, iris_bridge: Bridge) -> None:
    hands.hover(hands.neuron("hidden 1", 1))
    hands.view.grab()
    scene, values = hands.view.display.scene, hands.view.display.values
    hands.hover(hands.neuron("hidden 1", 4))
    hands.view.grab()
    assert hands.view.display.scene is scene
    assert hands.view.display.values is values


class Paintings(QObject):
    """Gathers what of a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.areas: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas += [event.rect()]
        return False


def test_hovering_paints_only_what_is_marked(hands: Hands, iris_bridge: Bridge, qtbot: QtBot) -> None:
    view = hands.view
    hands.hover(hands.neuron("hidden 1", 1))
    view.repaint()
    paintings = Paintings(view)
    hands.hover(hands.neuron("hidden 1", 4))
    qtbot.waitUntil(lambda: bool(paintings.areas))
    layer = hands.layer("hidden 1")
    marked = marked_area(view.display.scene, view.stage.viewport, neuron_hit(layer, 4))
    whole = QRect()
    for area in paintings.areas:
        whole = whole.united(area)
    readout = view.overlays.readout.geometry()
    assert marked.united(readout).contains(whole)
    assert marked.contains(hands.screen(hands.neuron("hidden 1", 4)))
    assert marked.width() < view.width() / 3
    paintings.areas.clear()
    hands.hover(hands.neuron("hidden 1", 4) + QPointF(1, 0))
    qtbot.wait(20)
    assert not paintings.areas


def test_a_reading_takes_less_than_a_millisecond(session: Session, digits_data: DataSource) -> None:
    session.replace(with_network(digits_data, (512, "relu"), (512, "relu")))
    values = values_of(session, Mode.WEIGHTS)
    connection = session.document.network.connections[1]
    hits = [neuron_hit(session.document.network.layers[1], 5), Hit(Part.CONNECTION, connection=connection.id)]
    taken = []
    for hit in hits * 10:
        begun = time.perf_counter()
        reading(session, hit, values, Mode.WEIGHTS)
        taken.append(time.perf_counter() - begun)
    assert float(np.median(taken)) < 1e-3


# -- answers


def test_the_true_class_and_the_prediction_are_marked(trained: Session) -> None:
    assert trained.document.data is not None
    prepared = trained.document.data.prepared
    outcomes = set()
    for row in range(0, len(prepared.x), 7):
        trained.look_at(row)
        values = values_of(trained, Mode.WEIGHTS)
        last = trained.document.network.layers[-1]
        labels = labels_of(trained, trained.document, last, values)
        guess = int(np.argmax(values.activations[last.id]))
        assert labels.bold == guess
        label = int(prepared.labels[row])
        said = {place: (mark.sign, mark.word) for place, mark in labels.marks.items()}
        wrong = {guess: ("✗", "predicted"), label: ("✓", "actual")}
        assert said == ({label: ("✓", "correct")} if guess == label else wrong)
        outcomes.add(len(said))
    assert outcomes == {1, 2}


def test_one_neuron_for_two_classes_says_which_is_true(session: Session, xor_data: DataSource) -> None:
    session.replace(with_network(xor_data, (2, "sigmoid")))
    prepared, last = xor_data.prepared, session.document.network.layers[-1]
    for row in range(4):
        session.look_at(row)
        values = values_of(session, Mode.WEIGHTS)
        labels = labels_of(session, session.document, last, values)
        second = bool(values.activations[last.id][0] > 0.5)
        assert (labels.bold == 0) == second
        name = prepared.classes[int(prepared.labels[row])]
        right = second == bool(prepared.labels[row])
        assert labels.notes == [f"{'✓' if right else '✗'} actual: {name}"]


# -- colours


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
@pytest.mark.parametrize("swapped", [False, True])
def test_text_upon_every_number_has_enough_contrast(mode: ThemeMode, swapped: bool) -> None:
    theme = Theme(mode, swapped=swapped)
    for fill, ink in NumberColors(theme).fills(np.linspace(-1, 1, 512), 1.0):
        assert contrast(luminance(rgb(fill)), luminance(rgb(ink))) >= READABLE


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
def test_text_around_neurons_has_enough_contrast(mode: ThemeMode) -> None:
    theme = Theme(mode)
    for token in ("text", "muted"):
        for paper in ("sunken", "surface"):
            ratio = contrast(luminance(rgb(theme.color(token))), luminance(rgb(theme.color(paper))))
            assert ratio >= READABLE


def test_contrast_is_that_of_wcag() -> None:
    black, white, grey = (luminance(rgb(QColor(name))) for name in ("#000000", "#FFFFFF", "#777777"))
    assert contrast(black, white) == pytest.approx(21.0)
    assert contrast(grey, white) == pytest.approx(4.48, abs=0.005)


def test_the_legend_says_which_colour_is_which(hands: Hands, iris_bridge: Bridge, theme: Theme) -> None:
    legend = hands.view.overlays.legend
    assert legend.toolTip().startswith("Orange is minus, blue is plus")
    theme.swap(True)
    assert legend.toolTip().startswith("Blue is minus, orange is plus")


def test_the_ends_of_a_range_are_never_cut_off(hands: Hands, iris_bridge: Bridge) -> None:
    legend = hands.view.overlays.legend
    legend.show_ranges([Range("∂C/∂w", 0.4)])
    narrow = legend.sizeHint().width()
    legend.show_ranges([Range("∂C/∂w", 0.0025), Range("∂C/∂b", 8e-7)])
    ends = [end for shown in legend.ranges for end in shown.ends]
    assert ends == ["−0.0025", "+0.0025", "−8·10⁻⁷", "+8·10⁻⁷"]
    widest = max(QFontMetrics(font(SMALL)).horizontalAdvance(end) for end in ends)
    assert legend.sizeHint().width() - narrow >= 2 * (widest - 38)


# -- room


@pytest.mark.parametrize("size", [(780, 455), (640, 420), (1100, 600)])
@pytest.mark.parametrize("mode", [Mode.WEIGHTS, Mode.CHANGE])
def test_no_control_covers_the_network(
    hands: Hands, iris_data: DataSource, size: tuple[int, int], mode: Mode
) -> None:
    hands.view.show_mode(mode)
    hands.view.resize(*size)
    hands.session.replace(with_network(iris_data, (12, "relu"), (12, "relu"), (12, "relu")))
    stage, display = hands.view.stage, hands.view.display
    areas = display.areas(stage.viewport.scale)
    assert not is_covered(stage.viewport, areas, hands.view.overlays.areas())
    screen = QRectF(hands.view.rect())
    assert all(screen.contains(stage.viewport.rect_to_screen(area)) for area in areas)


@pytest.mark.parametrize("width", [400, 480, 640, 780])
@pytest.mark.parametrize("mode", [Mode.WEIGHTS, Mode.CHANGE])
def test_controls_have_room_beside_each_other(
    hands: Hands, iris_bridge: Bridge, qapp: QApplication, theme: Theme, width: int, mode: Mode
) -> None:
    apply_style(qapp, theme)
    hands.view.show_mode(mode)
    hands.view.resize(width, 455)
    areas = hands.view.overlays.areas()
    assert all(QRectF(hands.view.rect()).contains(area) for area in areas)
    assert not any(one.intersects(other) for one, other in combinations(areas, 2))


def test_the_brightness_of_pixels_is_theirs(session: Session, digits_data: DataSource, theme: Theme) -> None:
    session.replace(with_network(digits_data, (5, "sigmoid")))
    display = Display(session, theme)
    first = session.document.network.layers[0].id
    every = digits_data.prepared.x
    shown = display.scene.looks[first].brightness
    assert shown == pytest.approx((every[0] - every.min()) / (every.max() - every.min()))
    assert not display.scene.looks[first].quiet
    display.mode = Mode.BIASES
    look = display.scene.looks[first]
    assert look.quiet
    assert look.brightness == pytest.approx(shown)


def test_inputs_have_no_errors_and_biases_but_stay_to_be_seen(trained: Session, theme: Theme) -> None:
    display, layer = Display(trained, theme), trained.document.network.layers[0]
    for mode in (Mode.ERRORS, Mode.GRADIENTS, Mode.BIASES, Mode.CHANGE):
        display.mode = mode
        look = display.scene.looks[layer.id]
        assert look.quiet
        assert look.values == pytest.approx(ByHand(trained).a[0], abs=1e-6)
        said = reading(trained, neuron_hit(layer, 0), display.values, mode)
        assert said is not None
        assert said.note.startswith("inputs have no")


def test_quiet_greys_are_fainter_than_any_number_and_can_be_read(theme: Theme) -> None:
    colors = NumberColors(theme).quiet
    for fill, ink in colors.fills(np.linspace(-1, 1, 64), 1.0):
        assert contrast(luminance(rgb(fill)), luminance(rgb(ink))) >= READABLE
        assert fill.hsvSaturation() < 40


@pytest.mark.parametrize("radius", [10.0, 13.0, 21.0, 60.0])
def test_a_number_leaves_room_on_both_sides_of_its_circle(radius: float, qapp: QApplication) -> None:
    words = ["−9.9", ".41", "−.07", "≈0", "−999"]
    size, fitting = digits_in(radius, words)
    metrics = QFontMetrics(font(size))
    assert fitting
    assert all(metrics.horizontalAdvance(word) <= 2 * radius - 3 for word in fitting)


@pytest.mark.parametrize("scale", [0.3, 0.7, 1.0, 3.0])
def test_names_stand_outside_the_frame_of_a_layer(hands: Hands, scale: float) -> None:
    hands.session.replace(chain(3, 2, 3))
    for name in ("input", "output"):
        column = hands.column(name)
        for place in range(3):
            assert not name_area(column, place, scale).intersects(column.outline)


def test_the_legend_says_the_factor_of_small_numbers_once() -> None:
    small = Range("error δ", 0.005, written=True)
    assert small.ends == ("−5·10⁻³", "+5·10⁻³")
    change = Range("Δb in the last epoch", 0.05, written=True)
    assert unit_words([change]) == ("In circles: Δb in units of 10⁻²",)
    assert unit_words([Range("w·δ", 1e-5), small]) == ("In circles: error δ in units of 10⁻³",)


def test_inputs_come_before_activations_whichever_are_larger(trained: Session) -> None:
    for row in (0, ROW):
        trained.look_at(row)
        values = values_of(trained, Mode.WEIGHTS)
        titles = [shown.symbol for shown in ranges_of(trained, values, Mode.WEIGHTS)]
        assert titles == ["weight w", "input values", "activations a", "activations a, ReLU"]
        assert ranges_of(trained, values, Mode.WEIGHTS, lines=False)[0].symbol == "input values"


def test_a_change_is_called_that_of_the_epoch_it_is_of(trained: Session) -> None:
    assert words_now(trained, Mode.CHANGE).edges == "Δw in the last epoch"
    trained.step_batch()
    finish(trained)
    assert words_now(trained, Mode.CHANGE).edges == "Δw in this epoch so far"


def test_all_numbers_of_a_neuron_fit_into_a_narrow_readout(
    trained: Session, theme: Theme, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    readout = Readout(theme, parent)
    layer = trained.document.network.layers[-1]
    said = reading(trained, neuron_hit(layer, 0), values_of(trained, Mode.ERRORS), Mode.ERRORS)
    assert said is not None
    readout.show_reading(said)
    readout.fit_into(260)
    assert readout.width() <= 260
    assert "  ".join(filter(None, readout.rows)) == said.rest
    assert all(QFontMetrics(font(SMALL + 1)).horizontalAdvance(row) <= 241 for row in readout.rows)
