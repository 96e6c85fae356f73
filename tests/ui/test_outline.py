"""The outline is the canvas in words: the same layers, neurons and connections, selection and edits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.actions import Page
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.outline import OutlinePanel
from nndesigner.ui.panels.outline_model import NOTE
from nndesigner.ui.panels.outline_rows import Kind, Row
from nndesigner.ui.theme import Theme

CLEAR = QItemSelectionModel.SelectionFlag.ClearAndSelect


@pytest.fixture
def outline(iris_bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot) -> OutlinePanel:
    panel = OutlinePanel(iris_bridge, theme, notices)
    qtbot.addWidget(panel)
    panel.resize(220, 400)
    panel.show()
    return panel


@pytest.fixture
def at_work(window: MainWindow, iris_document: Document) -> MainWindow:
    """The window with iris, the keyboard in the outline."""
    window.session.replace(iris_document)
    window.show_page(Page.WORKSPACE)
    window.activateWindow()
    window.workspace.outline.tree.setFocus()
    return window


def index_of(outline: OutlinePanel, layer: int, neuron: int | None = None) -> QModelIndex:
    """Of the layer at a place, or of one of its neurons."""
    found = outline.model.index(layer, 0)
    assert found.isValid()
    return found if neuron is None else outline.model.index(neuron, 0, found)


def texts(outline: OutlinePanel, parent: QModelIndex | None = None) -> list[tuple[str, str]]:
    """Names and notes of the rows below an index."""
    below = outline.model.below(parent if parent is not None else QModelIndex())
    return [(index.data(), index.data(NOTE)) for index in below]


def assert_equals_the_document(outline: OutlinePanel, document: Document) -> None:
    network = document.network
    assert outline.listed() == [(layer.id, layer.neurons) for layer in network.forward_order]
    assert outline.listed_connections() == [connection.id for connection in network.connections]


def large(*sizes: int) -> Document:
    document = Document.empty()
    for place, size in enumerate(sizes):
        document = edits.add_layer(document, Role.INPUT if place == 0 else Role.HIDDEN, size)
    return document


def test_it_lists_layers_neurons_and_connections(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    assert texts(outline) == [
        ("input", "4"),
        ("hidden 1", "8 · Sigmoid"),
        ("output", "3 · Softmax"),
        ("Connections", "2"),
    ]
    assert texts(outline, index_of(outline, 2)) == [("setosa", ""), ("versicolor", ""), ("virginica", "")]
    assert texts(outline, index_of(outline, 3)) == [
        ("input → hidden 1", "32"),
        ("hidden 1 → output", "24"),
    ]
    assert_equals_the_document(outline, iris_bridge.session.document)


def test_its_model_keeps_the_rules_of_models(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    QAbstractItemModelTester(outline.model, QAbstractItemModelTester.FailureReportingMode.Fatal, outline)
    iris_bridge.session.replace(large(3, 450))
    assert texts(outline, index_of(outline, 1)) == [
        ("neurons 1–100", ""),
        ("neurons 101–200", ""),
        ("neurons 201–300", ""),
        ("neurons 301–400", ""),
        ("neurons 401–450", ""),
    ]
    last = outline.model.index(4, 0, index_of(outline, 1))
    assert [name for name, _ in texts(outline, last)][-1] == "neuron 450"
    assert outline.model.parent(outline.model.index(49, 0, last)) == last
    assert_equals_the_document(outline, iris_bridge.session.document)


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: edits.add_neurons(d, d.network.layers[1].id),
        lambda d: edits.remove(d, neurons=[(d.network.layers[1].id, d.network.layers[1].neurons[3])]),
        lambda d: edits.remove(d, layers=[d.network.layers[1].id]),
        lambda d: edits.remove(d, connections=[d.network.connections[0].id]),
        lambda d: edits.connect(d, d.network.layers[0].id, d.network.layers[2].id),
        lambda d: edits.insert_layer(d, d.network.connections[0].id, 250),
    ],
)
def test_after_every_edit_it_equals_the_document(
    outline: OutlinePanel, iris_bridge: Bridge, edit: object
) -> None:
    session = iris_bridge.session
    session.apply("Edit", edit)  # type: ignore[arg-type]
    assert_equals_the_document(outline, session.document)
    session.undo()
    assert_equals_the_document(outline, session.document)


def test_selecting_in_the_outline_selects_in_the_session(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    network = iris_bridge.session.document.network
    hidden = network.layers[1]
    outline.tree.setCurrentIndex(index_of(outline, 1))
    assert iris_bridge.session.selection == Selection.of_layer(hidden.id)
    outline.tree.setExpanded(index_of(outline, 1), True)
    outline.tree.setCurrentIndex(index_of(outline, 1, 2))
    assert iris_bridge.session.selection == Selection.of_neuron(hidden.id, hidden.neurons[2])
    outline.tree.setCurrentIndex(index_of(outline, 3, 1))
    assert iris_bridge.session.selection == Selection.of_connection(network.connections[1].id)


def test_arrow_keys_select_row_by_row(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    hidden = iris_bridge.session.document.network.layers[1]
    outline.tree.setCurrentIndex(index_of(outline, 0))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(outline.tree, key)
    assert iris_bridge.session.selection == Selection.of_neuron(hidden.id, hidden.neurons[0])
    QTest.keyClick(outline.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(iris_bridge.session.selection.neurons) == 2


def test_it_follows_the_selection(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    network = iris_bridge.session.document.network
    last = network.layers[2]
    iris_bridge.session.select(
        Selection(
            frozenset({network.layers[0].id}),
            frozenset({(last.id, last.neurons[1]), (last.id, last.neurons[2])}),
            frozenset({network.connections[0].id}),
        )
    )
    rows = outline.tree.selectionModel().selectedIndexes()
    assert {index.data() for index in rows} == {"input", "versicolor", "virginica", "input → hidden 1"}


def test_a_weight_on_the_canvas_is_no_row_and_stays_selected(
    outline: OutlinePanel, iris_bridge: Bridge
) -> None:
    network = iris_bridge.session.document.network
    first, second = network.layers[:2]
    chosen = Selection.of_weight(network.connections[0].id, second.neurons[0], first.neurons[0])
    iris_bridge.session.select(chosen)
    assert outline.tree.selectionModel().selectedIndexes() == []
    assert iris_bridge.session.selection == chosen


def test_delete_removes_what_is_selected_as_one_step(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    session = iris_bridge.session
    hidden = session.document.network.layers[1]
    before = session.document
    session.select(Selection(neurons=frozenset((hidden.id, hidden.neurons[place]) for place in (0, 5))))
    QTest.keyClick(outline.tree, Qt.Key.Key_Delete)
    assert session.document.network.layer(hidden.id).size == 6
    session.undo()
    assert session.document is before


def test_a_connection_can_be_selected_and_deleted_by_keys(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    session = iris_bridge.session
    before = session.document.network.connections
    outline.tree.setCurrentIndex(index_of(outline, 3))
    QTest.keyClick(outline.tree, Qt.Key.Key_Right)
    QTest.keyClick(outline.tree, Qt.Key.Key_Down)
    QTest.keyClick(outline.tree, Qt.Key.Key_Delete)
    assert session.document.network.connections == before[1:]
    assert_equals_the_document(outline, session.document)


def test_f2_renames_in_place(outline: OutlinePanel, iris_bridge: Bridge, qtbot: QtBot) -> None:
    outline.tree.setFocus()
    outline.tree.setCurrentIndex(index_of(outline, 1))
    QTest.keyClick(outline.tree, Qt.Key.Key_F2)
    editor = outline.tree.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "petals")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: iris_bridge.session.document.network.layers[1].name == "petals")
    assert iris_bridge.session.undo_name == "Rename hidden 1 to petals"


def test_an_empty_name_is_refused_and_the_old_one_stays(
    outline: OutlinePanel, iris_bridge: Bridge, notices: Notices, qtbot: QtBot
) -> None:
    said: list[str] = []
    notices.message.connect(lambda what, _: said.append(what))
    outline.model.setData(index_of(outline, 1), "  ")
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["A layer needs a name."]
    assert index_of(outline, 1).data() == "hidden 1"


def test_the_outline_follows_edits_and_keeps_what_is_open(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    session = iris_bridge.session
    hidden = session.document.network.layers[1]
    outline.tree.setExpanded(index_of(outline, 1), True)
    outline.tree.setCurrentIndex(index_of(outline, 1, 2))
    session.apply("Add neuron", lambda d: edits.add_neurons(d, d.network.layers[1].id))
    assert outline.tree.isExpanded(index_of(outline, 1))
    assert outline.model.rowCount(index_of(outline, 1)) == 9
    assert index_of(outline, 1).data(NOTE) == "9 · Sigmoid"
    assert outline.tree.currentIndex() == index_of(outline, 1, 2)
    session.apply("Add layer", lambda d: edits.insert_layer(d, d.network.connections[0].id, 3))
    assert outline.tree.isExpanded(outline.model.index_of(Row(Kind.LAYER, hidden.id)))


def test_what_takes_the_place_of_a_deleted_row_gets_the_keyboard(
    outline: OutlinePanel, iris_bridge: Bridge
) -> None:
    outline.tree.setFocus()
    outline.tree.setExpanded(index_of(outline, 1), True)
    outline.tree.setCurrentIndex(index_of(outline, 1, 7))
    QTest.keyClick(outline.tree, Qt.Key.Key_Delete)
    assert outline.tree.currentIndex() == index_of(outline, 1, 6)
    outline.tree.setCurrentIndex(index_of(outline, 1))
    QTest.keyClick(outline.tree, Qt.Key.Key_Delete)
    assert outline.tree.currentIndex() == index_of(outline, 1)
    assert outline.tree.currentIndex().data() == "output"


def test_what_an_edit_selects_gets_the_keyboard(outline: OutlinePanel, iris_bridge: Bridge) -> None:
    first, hidden = iris_bridge.session.document.network.layers[:2]
    outline.tree.setFocus()
    outline.tree.setCurrentIndex(index_of(outline, 0))
    iris_bridge.session.select(Selection.of_layer(hidden.id))
    assert outline.tree.currentIndex() == index_of(outline, 1)
    iris_bridge.session.select(Selection(layers=frozenset({first.id, hidden.id})))
    assert outline.tree.currentIndex() == index_of(outline, 1)


def test_it_is_as_tall_as_what_is_open(outline: OutlinePanel) -> None:
    closed = outline.tree.height()
    outline.tree.expand(index_of(outline, 1))
    assert outline.tree.height() - closed == 8 * outline.tree.rowHeight(index_of(outline, 1))
    outline.tree.collapse(index_of(outline, 1))
    assert outline.tree.height() == closed


def test_ten_thousand_selected_neurons_are_a_few_ranges_and_stay_selected(
    outline: OutlinePanel, iris_bridge: Bridge
) -> None:
    session = iris_bridge.session
    session.replace(large(10_000))
    layer = session.document.network.layers[0]
    outline.tree.expand(index_of(outline, 0))
    outline.tree.expand(outline.model.index(0, 0, index_of(outline, 0)))
    session.select(Selection(neurons=frozenset((layer.id, neuron) for neuron in layer.neurons)))
    model = outline.tree.selectionModel()
    assert len(model.selectedIndexes()) == 10_000
    assert model.selection().count() == 100
    session.apply("Rename", lambda d: edits.rename_layer(d, layer.id, "pixels"))
    assert len(session.selection.neurons) == 10_000


def give_up_typing() -> None:
    """Escape in the field that has the focus."""
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    QTest.keyClick(focus, Qt.Key.Key_Escape)


class TestForScreenReaders:
    def described(self, outline: OutlinePanel, index: QModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole))

    def test_a_neuron_is_told_with_its_present_numbers(
        self, outline: OutlinePanel, iris_bridge: Bridge
    ) -> None:
        session = iris_bridge.session
        hidden = session.document.network.layers[1]
        session.apply("Bias", lambda d: edits.set_bias(d, hidden.id, hidden.neurons[2], 0.125))
        inspection = session.inspection
        assert inspection is not None
        a = inspection.a[hidden.id][0, 2]
        said = self.described(outline, index_of(outline, 1, 2))
        assert said.startswith("neuron 3 of hidden 1, bias 0.125, activation ")
        assert float(said.rsplit(" ", 1)[1]) == pytest.approx(a, rel=0.01)

    def test_layers_and_connections_are_told_too(self, outline: OutlinePanel) -> None:
        told = index_of(outline, 3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert told == "input → hidden 1, 32 weights"
        assert self.described(outline, index_of(outline, 1)) == "hidden layer “hidden 1”, 8 · Sigmoid"
        words = "connection from input to hidden 1, 32 weights"
        assert self.described(outline, index_of(outline, 3, 0)) == words

    def test_the_tree_answers_as_a_tree(self, outline: OutlinePanel, qapp: QApplication) -> None:
        found = QAccessible.queryAccessibleInterface(outline.tree)
        assert found is not None
        assert found.role() is QAccessible.Role.Tree
        assert found.text(QAccessible.Text.Name) == "Outline of layers, neurons and connections"
        assert found.child(0).text(QAccessible.Text.Name) == "Name"
        first = found.child(1)
        assert first.role() is QAccessible.Role.TreeItem
        assert first.text(QAccessible.Text.Name) == "input, 4"


class TestInTheWindow:
    def select(self, window: MainWindow, layer: int, neuron: int | None = None) -> QModelIndex:
        outline = window.workspace.outline
        index = index_of(outline, layer, neuron)
        outline.tree.setExpanded(index_of(outline, layer), True)
        outline.tree.setCurrentIndex(index)
        return index

    def test_f2_edits_the_row_and_not_the_canvas(self, at_work: MainWindow) -> None:
        self.select(at_work, 1)
        QTest.keyClick(at_work.workspace.outline.tree, Qt.Key.Key_F2)
        assert at_work.workspace.outline.tree.findChild(QLineEdit) is not None
        assert at_work.canvas.findChild(QLineEdit) is None or not any(
            editor.isVisible() for editor in at_work.canvas.findChildren(QLineEdit)
        )
        give_up_typing()

    def test_enter_moves_the_focus_to_the_inspector(self, at_work: MainWindow) -> None:
        self.select(at_work, 1, 2)
        QTest.keyClick(at_work.workspace.outline.tree, Qt.Key.Key_Return)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QWidget)
        assert at_work.workspace.inspector.isAncestorOf(focus)

    def test_shift_f10_opens_the_menu_of_the_canvas(self, at_work: MainWindow) -> None:
        self.select(at_work, 1, 2)
        tree = at_work.workspace.outline.tree
        wanted = [action.text() for action in at_work.canvas.menu(at_work.canvas.stage.middle).actions()]
        QTest.keyClick(tree, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [action.text() for action in menu.actions()] == wanted
        menu.close()

    def test_rename_in_the_menu_types_in_the_row(self, at_work: MainWindow) -> None:
        self.select(at_work, 1)
        tree = at_work.workspace.outline.tree
        QTest.keyClick(tree, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(action for action in menu.actions() if action.text().startswith("Rename")).trigger()
        menu.close()
        assert tree.findChild(QLineEdit) is not None
        give_up_typing()

    def test_control_and_arrows_move_neurons(self, at_work: MainWindow) -> None:
        hidden = at_work.session.document.network.layers[1]
        self.select(at_work, 1, 2)
        tree = at_work.workspace.outline.tree
        QTest.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        moved = at_work.session.document.network.layer(hidden.id).neurons
        assert moved.index(hidden.neurons[2]) == 3
        assert at_work.session.selection == Selection.of_neuron(hidden.id, hidden.neurons[2])
        assert tree.currentIndex() == index_of(at_work.workspace.outline, 1, 3)
        assert_equals_the_document(at_work.workspace.outline, at_work.session.document)

    def test_one_and_two_connect(self, at_work: MainWindow) -> None:
        session, tree = at_work.session, at_work.workspace.outline.tree
        ids = [layer.id for layer in session.document.network.layers]
        self.select(at_work, 0)
        QTest.keyClick(tree, Qt.Key.Key_1)
        self.select(at_work, 2, 1)
        QTest.keyClick(tree, Qt.Key.Key_2)
        made = session.document.network.between(ids[0], ids[2])
        assert made is not None
        assert session.document.network.weight_count(made) == 4
