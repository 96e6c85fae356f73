"""The inspector: every subject shows the engine's numbers, and every field reaches the document."""

from __future__ import annotations

import math
import re
from html import unescape

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Connection, Layer, Role
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import MINUS, number
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.equations import View, output_sum, slope, terms
from nndesigner.ui.panels.inspector.layer import LayerSubject
from nndesigner.ui.panels.inspector.network import NetworkSubject
from nndesigner.ui.panels.inspector.neuron import NeuronSubject
from nndesigner.ui.panels.inspector.panel import SUBJECTS, InspectorPanel
from nndesigner.ui.panels.inspector.several import SeveralSubject
from nndesigner.ui.panels.inspector.weight import WeightSubject
from nndesigner.ui.panels.inspector.widgets.bars import BarsView
from nndesigner.ui.panels.inspector.widgets.bars_model import VALUE
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.panels.inspector.widgets.fields import LineField
from nndesigner.ui.panels.inspector.widgets.histogram import HALF, distribution
from nndesigner.ui.theme import Mode, Theme


@pytest.fixture
def panel(qtbot: QtBot, iris_bridge: Bridge, theme: Theme, notices: Notices) -> InspectorPanel:
    made = InspectorPanel(iris_bridge, theme, notices)
    qtbot.addWidget(made)
    made.resize(290, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def iris(iris_bridge: Bridge) -> Session:
    return iris_bridge.session


def layer_of(session: Session, role: Role) -> Layer:
    return session.document.network.with_role(role)[0]


def first_connection(session: Session) -> Connection:
    return session.document.network.connections[0]


def find(panel: QWidget, name: str) -> LineField:
    found = panel.findChild(LineField, name)
    assert found is not None
    return found


def chooser(panel: QWidget, name: str) -> Chooser:
    found = panel.findChild(Chooser, name)
    assert found is not None
    return found


def bars(panel: QWidget, name: str) -> BarsView:
    found = panel.findChild(BarsView, name)
    assert found is not None
    return found


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def pick(box: Chooser, key: str) -> None:
    index = box.findData(key)
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html)).replace("\u00a0", " ")


def results(html: str) -> list[float]:
    """What the equations come to: the numbers in bold."""
    found = re.findall(r"<b>([^<]*)</b>", html)
    return [read(text) for text in found]


def read(text: str) -> float:
    """A number as `nndesigner.ui.format.number` writes it."""
    plain = text.replace(MINUS, "-").replace(",", "").replace("·10", "e")
    return float(plain.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


def every_selection(session: Session) -> dict[str, Selection]:
    hidden, connection = layer_of(session, Role.HIDDEN), first_connection(session)
    source = session.document.network.layer(connection.source)
    weight = Selection.of_weight(connection.id, hidden.neurons[2], source.neurons[1])
    return {
        "network": Selection(),
        "layer": Selection.of_layer(hidden.id),
        "neuron": Selection.of_neuron(hidden.id, hidden.neurons[2]),
        "connection": Selection.of_connection(connection.id),
        "weight": weight,
        "several": Selection(layers=frozenset({hidden.id}), weights=weight.weights),
    }


class TestSubjects:
    @pytest.mark.parametrize("kind", list(SUBJECTS))
    @pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
    def test_every_kind_of_selection_has_its_page(
        self, panel: InspectorPanel, iris: Session, theme: Theme, kind: str, mode: Mode
    ) -> None:
        theme.set_mode(mode)
        iris.select(every_selection(iris)[kind])
        assert type(panel.subject) is SUBJECTS[kind]
        assert panel.subject.isVisible()
        assert panel.subject.title.text()
        assert not panel.grab().isNull()

    def test_every_page_works_without_data_and_without_a_network(
        self, panel: InspectorPanel, iris: Session, iris_document: Document
    ) -> None:
        iris.replace(edits.set_data(iris_document, None))
        for kind, selection in every_selection(iris).items():
            iris.select(selection)
            assert type(panel.subject) is SUBJECTS[kind]
        iris.replace(Document.empty())
        assert isinstance(panel.subject, NetworkSubject)

    def test_every_layer_and_neuron_of_a_network_with_images_can_be_shown(
        self, panel: InspectorPanel, iris: Session, digits_data: DataSource
    ) -> None:
        document = edits.set_data(Document.empty(), digits_data)
        iris.replace(edits.new_network(document, [edits.Hidden(30, "relu")]))
        for layer in iris.document.network.layers:
            iris.select(Selection.of_layer(layer.id))
            iris.select(Selection.of_neuron(layer.id, layer.neurons[-1]))
            assert isinstance(panel.subject, NeuronSubject)
        iris.select(Selection.of_layer(iris.document.network.layers[0].id))
        assert find(panel, "layer:imageShape").text() == "8 × 8"

    def test_the_page_follows_undo_to_what_still_exists(self, panel: InspectorPanel, iris: Session) -> None:
        hidden = layer_of(iris, Role.HIDDEN)
        iris.apply("Add neuron", lambda d: edits.add_neurons(d, hidden.id))
        added = iris.document.network.layer(hidden.id).neurons[-1]
        iris.select(Selection.of_neuron(hidden.id, added))
        assert isinstance(panel.subject, NeuronSubject)
        iris.undo()
        assert isinstance(panel.subject, NetworkSubject)

    def test_a_hidden_panel_does_nothing_and_catches_up_when_shown(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        iris.select(every_selection(iris)["neuron"])
        panel.hide()
        before = panel.subject.title.text()
        iris.select(every_selection(iris)["layer"])
        assert panel.subject.title.text() == before
        panel.show()
        assert isinstance(panel.subject, LayerSubject)


class TestEquations:
    def test_a_hidden_neuron_shows_z_a_and_delta_of_the_inspection(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        iris.look_at(57)
        iris.select(every_selection(iris)["neuron"])
        subject, hidden, inspection = panel.subject, layer_of(iris, Role.HIDDEN), iris.inspection
        assert isinstance(subject, NeuronSubject)
        assert inspection is not None
        z, a = inspection.z[hidden.id][0, 2], inspection.a[hidden.id][0, 2]
        delta = inspection.delta[hidden.id][0, 2]
        assert results(subject.card.html) == pytest.approx([z, a, delta, delta, delta], rel=6e-3)
        assert "row 58" in subject.row.text()

    def test_the_factors_of_a_hidden_error_make_the_engines_error(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        view, hidden = View.of(iris), layer_of(iris, Role.HIDDEN)
        assert view is not None
        errors = view.delta(hidden.id)
        assert errors is not None
        for place in range(hidden.size):
            product = output_sum(view, hidden, place) * slope("sigmoid", float(view.z(hidden.id)[place]))
            assert product == pytest.approx(errors[place], rel=1e-9)

    def test_the_terms_and_the_bias_sum_to_z(self, panel: InspectorPanel, iris: Session) -> None:
        view, hidden = View.of(iris), layer_of(iris, Role.HIDDEN)
        assert view is not None
        for place in range(hidden.size):
            total = sum(term.weight * term.a for term in terms(view, hidden, place))
            bias = float(iris.parameters.biases[hidden.id][place])
            assert total + bias == pytest.approx(view.z(hidden.id)[place], rel=1e-9)

    @pytest.mark.parametrize(
        ("activation", "cost", "words"),
        [
            ("softmax", "softmax_cross_entropy", "δ = a − y ="),
            ("sigmoid", "cross_entropy", "δ = a − y ="),
            ("linear", "mse", "δ = a − y ="),
            ("sigmoid", "mse", "δ = (a − y) · σ′(z) ="),
            ("softmax", "mse", "δ = ∂C/∂z ="),
            ("linear", "mae", "δ = sgn(a − y) = sgn("),
            ("gelu", "mae", "δ = sgn(a − y) · GELU′(z) ="),
            ("sigmoid", "huber", "δ = (a − y) · σ′(z) ="),
            ("linear", "hinge", "δ = "),
            ("tanh", "hinge", "t · tanh′(z) ="),
        ],
    )
    def test_an_output_error_is_written_as_its_cost_makes_it(
        self, panel: InspectorPanel, iris: Session, activation: str, cost: str, words: str
    ) -> None:
        last = layer_of(iris, Role.OUTPUT)
        iris.apply(
            "Set", lambda d: edits.set_training(edits.set_activation(d, last.id, activation), cost=cost)
        )
        iris.select(Selection.of_neuron(last.id, last.neurons[1]))
        subject, inspection = panel.subject, iris.inspection
        assert isinstance(subject, NeuronSubject)
        assert inspection is not None
        assert words in plain(subject.card.html)
        assert results(subject.card.html)[2] == pytest.approx(inspection.delta[last.id][0, 1], rel=6e-3)

    @pytest.mark.parametrize(
        ("activation", "own", "slope"),
        [
            ("step", "a = ", "step′(z)"),
            ("sigmoid", "a = σ(z) = ", "σ′(z)"),
            ("tanh", "a = tanh(z) = ", "tanh′(z)"),
            ("relu", "a = max(0, z) = ", "ReLU′(z)"),
            ("leaky_relu", "a = max(0.01 z, z) = ", "Leaky ReLU′(z)"),
            ("gelu", "a = GELU(z) = ", "GELU′(z)"),
            ("linear", "a = z = ", ""),
        ],
    )
    def test_a_hidden_neuron_is_written_with_its_own_function_and_the_slope_of_it(
        self, panel: InspectorPanel, iris: Session, activation: str, own: str, slope: str
    ) -> None:
        hidden = layer_of(iris, Role.HIDDEN)
        iris.apply("Set", lambda d: edits.set_activation(d, hidden.id, activation))
        iris.select(every_selection(iris)["neuron"])
        subject, inspection = panel.subject, iris.inspection
        assert isinstance(subject, NeuronSubject)
        assert inspection is not None
        words = plain(subject.card.html)
        a, delta = inspection.a[hidden.id][0, 2], inspection.delta[hidden.id][0, 2]
        assert f"{own}{number(a)}" in words
        assert (f"(Σk wk δk) · {slope} = " if slope else "δ = Σk wk δk = ") in words
        assert results(subject.card.html)[2] == pytest.approx(delta, rel=6e-3)
        assert ("σ" in words) is (activation == "sigmoid")

    @pytest.mark.parametrize(
        ("bias", "words"), [(50.0, "a = 1.00, because z > 0"), (-50.0, "a = 0, because z ≤ 0")]
    )
    def test_a_step_says_why_it_is_0_or_1(
        self, panel: InspectorPanel, iris: Session, bias: float, words: str
    ) -> None:
        hidden = layer_of(iris, Role.HIDDEN)
        iris.apply("Set", lambda d: edits.set_activation(d, hidden.id, "step"))
        iris.apply("Set", lambda d: edits.set_bias(d, hidden.id, hidden.neurons[2], bias))
        iris.select(every_selection(iris)["neuron"])
        subject = panel.subject
        assert isinstance(subject, NeuronSubject)
        assert words in plain(subject.card.html)

    @pytest.mark.parametrize(("activation", "cost"), [("sigmoid", "cross_entropy"), ("linear", "mse")])
    @pytest.mark.parametrize("apart", [-0.3, -2.72e-5, 4e-6])
    def test_an_error_reads_true_however_close_the_output_is(
        self, panel: InspectorPanel, iris: Session, activation: str, cost: str, apart: float
    ) -> None:
        """The difference of the numbers that are written is the error that is written."""
        first, last = layer_of(iris, Role.HIDDEN), layer_of(iris, Role.OUTPUT)
        place = 0 if apart < 0 else 1  # row 1 desires 1, 0, 0
        a = float(place == 0) + apart
        bias = math.log(a / (1.0 - a)) if activation == "sigmoid" else a
        weights = [(last.neurons[place], k) for k in first.neurons]

        def alone(d: Document) -> Document:
            made = edits.set_training(edits.set_activation(d, last.id, activation), cost=cost)
            made = edits.remove_weights(made, made.network.connections[-1].id, weights)
            return edits.set_bias(made, last.id, last.neurons[place], bias)

        iris.look_at(0)
        iris.apply("Set", alone)
        iris.select(Selection.of_neuron(last.id, last.neurons[place]))
        subject = panel.subject
        assert isinstance(subject, NeuronSubject)
        written = re.search(r"δ = a − y = (\S+) − (\S+) = (\S+?)∂C/∂b", plain(subject.card.html))
        assert written is not None
        shown_a, shown_y, delta = (read(text) for text in written.groups())
        assert delta == pytest.approx(apart, rel=6e-3)
        assert shown_a - shown_y == pytest.approx(delta, rel=0.06)

    def test_a_weights_gradient_is_that_of_the_engine(self, panel: InspectorPanel, iris: Session) -> None:
        connection = first_connection(iris)
        iris.select(every_selection(iris)["weight"])
        subject, inspection = panel.subject, iris.inspection
        assert isinstance(subject, WeightSubject)
        assert inspection is not None
        gradient = inspection.weight_gradient(connection.id)[2, 1]
        assert results(subject.card.html)[1] == pytest.approx(gradient, rel=6e-3)
        assert subject.title.text() == "Weight w<sup>2</sup><sub>3,2</sub>"

    def test_a_number_in_the_equation_leads_to_its_weight(self, panel: InspectorPanel, iris: Session) -> None:
        iris.select(every_selection(iris)["neuron"])
        subject = panel.subject
        assert isinstance(subject, NeuronSubject)
        link = re.search(r'href="(weight:[0-9:]+)"', subject.card.html)
        assert link is not None
        subject.card.followed.emit(link[1])
        assert isinstance(panel.subject, WeightSubject)
        assert len(iris.selection.weights) == 1

    def test_a_removed_weight_is_no_term(self, panel: InspectorPanel, iris: Session) -> None:
        hidden, connection = layer_of(iris, Role.HIDDEN), first_connection(iris)
        pairs = [(hidden.neurons[0], k) for k in iris.document.network.layer(connection.source).neurons[1:]]
        iris.apply("Remove", lambda d: edits.remove_weights(d, connection.id, pairs))
        view = View.of(iris)
        assert view is not None
        assert len(terms(view, iris.document.network.layer(hidden.id), 0)) == 1

    def test_a_skip_connection_brings_its_own_terms(self, panel: InspectorPanel, iris: Session) -> None:
        first, last = layer_of(iris, Role.INPUT), layer_of(iris, Role.OUTPUT)
        iris.apply("Connect", lambda d: edits.connect(d, first.id, last.id))
        iris.select(Selection.of_neuron(last.id, last.neurons[0]))
        shown = bars(panel, "neuron:incoming").rows
        assert shown.rowCount() == 12
        assert shown.name(8) == "input · sepal length"

    def test_without_data_the_values_stay_editable_and_the_equations_go(
        self, panel: InspectorPanel, iris: Session, iris_document: Document
    ) -> None:
        iris.replace(edits.set_data(iris_document, None))
        iris.select(every_selection(iris)["neuron"])
        subject = panel.subject
        assert isinstance(subject, NeuronSubject)
        assert not subject.card.isVisible()
        assert subject.no_row.isVisible()
        type_into(subject.bias, "0.25")
        hidden = layer_of(iris, Role.HIDDEN)
        assert iris.document.parameters.biases[hidden.id][2] == 0.25


class TestEdits:
    def test_a_bias_is_set_by_typing_and_enter(self, panel: InspectorPanel, iris: Session) -> None:
        hidden = layer_of(iris, Role.HIDDEN)
        iris.select(every_selection(iris)["neuron"])
        type_into(find(panel, "neuron:bias"), "-0.5")
        assert iris.document.parameters.biases[hidden.id][2] == -0.5
        assert iris.undo_name == "Set b²₃ to −0.500"
        assert find(panel, "neuron:bias").text() == "−0.5"

    def test_leaving_a_field_commits_it(self, panel: InspectorPanel, iris: Session) -> None:
        iris.select(every_selection(iris)["layer"])
        name = find(panel, "layer:name")
        name.setFocus()
        name.selectAll()
        QTest.keyClicks(name, "middle")
        find(panel, "layer:size").setFocus()
        assert layer_of(iris, Role.HIDDEN).name == "middle"

    def test_leaving_a_field_without_typing_changes_nothing(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        iris.select(every_selection(iris)["neuron"])
        before = iris.document
        find(panel, "neuron:bias").setFocus()
        find(panel, "neuron:name").setFocus()
        assert iris.document is before

    def test_escape_restores_the_value(self, panel: InspectorPanel, iris: Session) -> None:
        iris.select(every_selection(iris)["neuron"])
        before, field = iris.document, find(panel, "neuron:bias")
        field.setFocus()
        shown = field.text()
        QTest.keyClicks(field, "7")
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert field.text() == shown
        find(panel, "neuron:name").setFocus()
        assert iris.document is before

    @pytest.mark.parametrize(("text", "said"), [("abc", "“abc” is not a number."), ("inf", "A bias must be")])
    def test_a_refused_bias_is_said_and_restored(
        self, panel: InspectorPanel, iris: Session, notices: Notices, qtbot: QtBot, text: str, said: str
    ) -> None:
        iris.select(every_selection(iris)["neuron"])
        before, field = iris.document, find(panel, "neuron:bias")
        with qtbot.waitSignal(notices.message) as told:
            type_into(field, text)
        assert said in told.args[0]
        assert iris.document is before
        assert float(field.text()) == 0.0

    def test_a_layer_is_resized_and_a_wrong_size_is_refused(
        self, panel: InspectorPanel, iris: Session, notices: Notices, qtbot: QtBot
    ) -> None:
        iris.select(every_selection(iris)["layer"])
        type_into(find(panel, "layer:size"), "5")
        assert layer_of(iris, Role.HIDDEN).size == 5
        with qtbot.waitSignal(notices.message):
            type_into(find(panel, "layer:size"), "0")
        assert layer_of(iris, Role.HIDDEN).size == 5
        assert find(panel, "layer:size").text() == "5"

    def test_activation_initialiser_and_freezing_of_a_layer(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        iris.select(every_selection(iris)["layer"])
        pick(chooser(panel, "layer:activation"), "tanh")
        pick(chooser(panel, "layer:initialiser"), "nielsen")
        frozen = panel.findChild(QCheckBox, "layer:frozen")
        assert frozen is not None
        frozen.click()
        hidden = layer_of(iris, Role.HIDDEN)
        assert (hidden.activation, hidden.initialiser, hidden.frozen) == ("tanh", "nielsen", True)

    def test_an_image_shape_is_read_and_a_wrong_one_refused(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        iris.select(every_selection(iris)["layer"])
        type_into(find(panel, "layer:imageShape"), "2x4")
        assert layer_of(iris, Role.HIDDEN).image_shape == (2, 4)
        for wrong in ("3 × 3", "square"):
            type_into(find(panel, "layer:imageShape"), wrong)
            refusal = panel.findChild(QLabel, "layer:imageShapeRefusal")
            assert refusal is not None
            assert refusal.isVisible()
        assert layer_of(iris, Role.HIDDEN).image_shape == (2, 4)
        type_into(find(panel, "layer:imageShape"), " ")
        assert layer_of(iris, Role.HIDDEN).image_shape is None

    def test_a_neuron_takes_an_activation_of_its_own_and_gives_it_back(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        hidden = layer_of(iris, Role.HIDDEN)
        iris.select(every_selection(iris)["neuron"])
        box = chooser(panel, "neuron:activation")
        assert box.findData("softmax") == -1
        pick(box, "relu")
        assert iris.document.network.layer(hidden.id).neuron_activation(hidden.neurons[2]) == "relu"
        pick(box, "as layer")
        assert iris.document.network.layer(hidden.id).overrides == {}

    def test_a_neuron_is_named_and_frozen(self, panel: InspectorPanel, iris: Session) -> None:
        hidden = layer_of(iris, Role.HIDDEN)
        iris.select(every_selection(iris)["neuron"])
        type_into(find(panel, "neuron:name"), "petal shape")
        frozen = panel.findChild(QCheckBox, "neuron:frozen")
        assert frozen is not None
        frozen.click()
        override = iris.document.network.layer(hidden.id).overrides[hidden.neurons[2]]
        assert (override.name, override.frozen) == ("petal shape", True)

    def test_a_weight_is_typed_removed_and_restored(self, panel: InspectorPanel, iris: Session) -> None:
        connection = first_connection(iris)
        iris.select(every_selection(iris)["weight"])
        type_into(find(panel, "weight:value"), "1.5")
        assert iris.document.parameters.weights[connection.id][2, 1] == 1.5
        toggle = panel.findChild(QPushButton, "weight:toggle")
        assert toggle is not None
        toggle.click()
        mask = first_connection(iris).mask
        assert mask is not None
        assert not mask[2, 1]
        assert not find(panel, "weight:value").isVisible()
        toggle.click()
        assert first_connection(iris).mask is None

    def test_typing_that_was_not_committed_does_not_go_to_the_next_neuron(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        hidden = layer_of(iris, Role.HIDDEN)
        iris.select(every_selection(iris)["neuron"])
        before, field = iris.document, find(panel, "neuron:bias")
        field.setFocus()
        QTest.keyClicks(field, "9")
        iris.select(Selection.of_neuron(hidden.id, hidden.neurons[3]))
        find(panel, "neuron:name").setFocus()
        assert iris.document is before

    def test_removed_weights_of_a_connection_all_come_back(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        hidden, connection = layer_of(iris, Role.HIDDEN), first_connection(iris)
        source = iris.document.network.layer(connection.source)
        pairs = [(hidden.neurons[j], source.neurons[j]) for j in range(3)]
        iris.apply("Remove", lambda d: edits.remove_weights(d, connection.id, pairs))
        iris.select(Selection.of_connection(connection.id))
        restore = panel.findChild(QPushButton, "connection:restore")
        assert restore is not None
        restore.click()
        assert first_connection(iris).mask is None

    def test_a_problem_is_mended_by_its_button(self, panel: InspectorPanel, iris: Session) -> None:
        last = layer_of(iris, Role.OUTPUT)
        iris.apply("Resize", lambda d: edits.resize_layer(d, last.id, 2))
        fix = panel.findChild(QPushButton, "network:fix:outputs")
        assert fix is not None
        fix.click()
        assert layer_of(iris, Role.OUTPUT).size == 3
        assert not [problem for problem in iris.problems if problem.blocking]

    def test_training_settings_are_edited_where_nothing_is_selected(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        rate = panel.findChild(QLineEdit, "network:learning_rate")
        assert rate is not None
        type_into(rate, "0.25")
        pick(chooser(panel, "network:precision"), "float64")
        pick(chooser(panel, "network:initialiser"), "zeros")
        assert iris.document.training.learning_rate == 0.25
        assert iris.document.training.precision == "float64"
        weights = iris.document.parameters.weights.values()
        assert {layer.initialiser for layer in iris.document.network.layers[1:]} == {"zeros"}
        assert all(w.dtype == np.float64 and not w.any() for w in weights)


def several(panel: InspectorPanel) -> SeveralSubject:
    assert isinstance(panel.subject, SeveralSubject)
    return panel.subject


class TestSeveral:
    def test_all_activations_are_set_in_one_step(self, panel: InspectorPanel, iris: Session) -> None:
        hidden, last = layer_of(iris, Role.HIDDEN), layer_of(iris, Role.OUTPUT)
        before = iris.document
        iris.select(
            Selection(
                neurons=frozenset((hidden.id, n) for n in hidden.neurons[:3]), layers=frozenset({last.id})
            )
        )
        box = chooser(panel, "several:activation")
        assert box.currentIndex() == -1
        pick(box, "relu")
        network = iris.document.network
        assert [network.layer(hidden.id).neuron_activation(n) for n in hidden.neurons[:4]] == [
            *["relu"] * 3,
            "sigmoid",
        ]
        assert network.layer(last.id).activation == "relu"
        iris.undo()
        assert iris.document is before

    def test_what_is_selected_is_listed_and_a_click_selects_one_alone(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        hidden, connection = layer_of(iris, Role.HIDDEN), first_connection(iris)
        source = iris.document.network.layer(connection.source)
        iris.apply("Set bias", lambda d: edits.set_bias(d, hidden.id, hidden.neurons[1], 0.25))
        iris.select(
            Selection(
                layers=frozenset({source.id}),
                neurons=frozenset((hidden.id, n) for n in hidden.neurons[:3]),
                connections=frozenset({connection.id}),
                weights=frozenset({(connection.id, hidden.neurons[0], source.neurons[1])}),
            )
        )
        tables = {kind.name: table for kind, table in several(panel).tables.items()}
        assert {name: table.things.rowCount() for name, table in tables.items()} == {
            "layers": 1,
            "neurons": 3,
            "connections": 1,
            "weights": 1,
        }
        things = tables["neurons"].things
        assert things.index(1, 2).data() == number(0.25)
        assert iris.inspection is not None
        assert things.index(1, 1).data() == number(float(iris.inspection.a[hidden.id][0, 1]))
        tables["neurons"].clicked.emit(things.index(1, 0))
        assert iris.selection == Selection.of_neuron(hidden.id, hidden.neurons[1])

    def test_biases_and_weights_are_shown_where_they_agree(
        self, panel: InspectorPanel, iris: Session
    ) -> None:
        hidden, connection = layer_of(iris, Role.HIDDEN), first_connection(iris)
        source = iris.document.network.layer(connection.source)
        refs = frozenset((connection.id, hidden.neurons[j], source.neurons[0]) for j in range(2))
        iris.select(Selection(neurons=frozenset((hidden.id, n) for n in hidden.neurons[:2]), weights=refs))
        assert find(panel, "several:bias").text() == number(0.0)
        assert find(panel, "several:weight").text() == ""
        type_into(find(panel, "several:weight"), "0.5")
        assert iris.document.parameters.weights[connection.id][:2, 0] == pytest.approx([0.5, 0.5])
        assert float(find(panel, "several:weight").text()) == 0.5

    def test_freezing_is_half_checked_where_it_differs(self, panel: InspectorPanel, iris: Session) -> None:
        hidden = layer_of(iris, Role.HIDDEN)
        iris.apply("Freeze", lambda d: edits.set_neuron_frozen(d, hidden.id, hidden.neurons[0], True))
        iris.select(Selection(neurons=frozenset((hidden.id, n) for n in hidden.neurons[:2])))
        frozen = panel.findChild(QCheckBox, "several:frozen")
        assert frozen is not None
        assert frozen.checkState() is Qt.CheckState.PartiallyChecked
        frozen.click()
        layer = iris.document.network.layer(hidden.id)
        assert all(layer.overrides[n].frozen for n in hidden.neurons[:2])


class TestBars:
    def test_a_weight_is_edited_in_the_list(self, panel: InspectorPanel, iris: Session, qtbot: QtBot) -> None:
        connection = first_connection(iris)
        iris.select(every_selection(iris)["neuron"])
        view = bars(panel, "neuron:incoming")
        view.setFocus()
        view.setCurrentIndex(view.rows.index(1, VALUE))
        QTest.keyClick(view, Qt.Key.Key_Return)
        editor = view.findChild(QLineEdit, "barEditor")
        assert editor is not None
        QTest.keyClicks(editor, "-1.25")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: iris.undo_name == "Set w²₃,₂ to −1.25")
        assert iris.document.parameters.weights[connection.id][2, 1] == -1.25
        assert view.rows.value(1) == -1.25

    def test_delete_removes_the_weight_and_brings_it_back(self, panel: InspectorPanel, iris: Session) -> None:
        iris.select(every_selection(iris)["neuron"])
        view = bars(panel, "neuron:incoming")
        view.setFocus()
        view.setCurrentIndex(view.rows.index(1, VALUE))
        QTest.keyClick(view, Qt.Key.Key_Delete)
        mask = first_connection(iris).mask
        assert mask is not None
        assert not mask[2, 1]
        assert view.rows.value(1) is None
        assert view.currentIndex().row() == 1
        QTest.keyClick(view, Qt.Key.Key_Delete)
        assert first_connection(iris).mask is None

    def test_ctrl_enter_goes_to_the_weight(self, panel: InspectorPanel, iris: Session) -> None:
        iris.select(every_selection(iris)["neuron"])
        view = bars(panel, "neuron:outgoing")
        view.setFocus()
        view.setCurrentIndex(view.rows.index(2, VALUE))
        QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hidden, last = layer_of(iris, Role.HIDDEN), layer_of(iris, Role.OUTPUT)
        (ref,) = iris.selection.weights
        assert ref[1:] == (last.neurons[2], hidden.neurons[2])

    def test_a_long_list_can_be_ordered_by_size(
        self, panel: InspectorPanel, iris: Session, digits_data: DataSource
    ) -> None:
        iris.replace(
            edits.new_network(edits.set_data(Document.empty(), digits_data), [edits.Hidden(6, "relu")])
        )
        hidden, connection = layer_of(iris, Role.HIDDEN), first_connection(iris)
        iris.select(Selection.of_neuron(hidden.id, hidden.neurons[0]))
        order = panel.findChild(QPushButton, "neuron:incoming:order")
        assert order is not None
        order.click()
        rows = bars(panel, "neuron:incoming").rows
        sizes = [abs(rows.value(row) or 0.0) for row in range(rows.rowCount())]
        assert sizes == sorted(sizes, reverse=True)
        weights = iris.parameters.weights[connection.id][0]
        assert rows.place(0) == int(np.argmax(np.abs(weights)))
        iris.select(Selection.of_neuron(hidden.id, hidden.neurons[1]))
        assert abs(rows.value(0) or 0.0) == pytest.approx(
            float(np.abs(iris.parameters.weights[connection.id][1]).max())
        )


class TestLive:
    def test_values_follow_training_without_new_widgets(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        iris.apply("Set epochs", lambda d: edits.set_training(d, epochs=1_000_000))
        iris.select(every_selection(iris)["neuron"])
        subject = panel.subject
        assert isinstance(subject, NeuronSubject)
        before, widgets = subject.card.html, set(map(id, subject.findChildren(QWidget)))
        iris.train()
        qtbot.waitUntil(lambda: subject.card.html != before)
        later = subject.card.html
        qtbot.waitUntil(lambda: subject.card.html != later)
        iris.stop()
        qtbot.waitUntil(lambda: iris.training.live is None)
        inspection, hidden = iris.inspection, layer_of(iris, Role.HIDDEN)
        assert inspection is not None
        assert results(subject.card.html)[0] == pytest.approx(inspection.z[hidden.id][0, 2], rel=6e-3)
        assert set(map(id, subject.findChildren(QWidget))) == widgets

    def test_a_bias_being_typed_stays_while_training_moves_it(
        self, panel: InspectorPanel, iris: Session, qtbot: QtBot
    ) -> None:
        iris.apply("Set epochs", lambda d: edits.set_training(d, epochs=1_000_000))
        iris.select(every_selection(iris)["neuron"])
        subject = panel.subject
        assert isinstance(subject, NeuronSubject)
        subject.bias.setFocus()
        subject.bias.selectAll()
        QTest.keyClicks(subject.bias, "0.12")
        iris.train()
        before = subject.card.html
        qtbot.waitUntil(lambda: subject.card.html != before)
        assert subject.bias.text() == "0.12"

    def test_the_latest_cost_is_shown(self, panel: InspectorPanel, iris: Session, qtbot: QtBot) -> None:
        iris.step_epoch()
        qtbot.waitUntil(lambda: iris.training.live is None)
        last, subject = iris.run_history.last(), panel.subject
        assert last is not None
        assert isinstance(subject, NetworkSubject)
        assert results(subject.card.html) == pytest.approx([last.cost, last.validation_cost], rel=6e-3)


class TestDistribution:
    def test_zero_lies_between_two_bars(self) -> None:
        found = distribution(np.array([-1.0, -0.01, 0.01, 1.0]))
        assert found is not None
        assert found.counts[HALF - 1] == found.counts[HALF] == found.counts[0] == found.counts[-1] == 1

    def test_equal_weights_and_none_at_all(self) -> None:
        found = distribution(np.zeros((3, 3)))
        assert found is not None
        assert found.counts.sum() == 9
        assert distribution(np.empty(0)) is None
        assert distribution(np.array([math.nan, math.inf])) is None

    def test_a_large_matrix_is_counted_in_a_sample(self) -> None:
        found = distribution(np.random.default_rng(1).standard_normal((2048, 1024)))
        assert found is not None
        assert found.counted < found.total == 2048 * 1024
        assert found.mean == pytest.approx(0.0, abs=0.01)
