"""One weight: its value, what it adds to z, and its gradient."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from nndesigner.document import edits
from nndesigner.document.names import full_name
from nndesigner.engine.network import Connection
from nndesigner.engine.parameter_check import Place
from nndesigner.session.selection import Selection
from nndesigner.ui import step_names
from nndesigner.ui.naming import layer_number, row_words
from nndesigner.ui.panels.inspector import equations
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.differences import difference_html
from nndesigner.ui.panels.inspector.neuron import toggle_weight
from nndesigner.ui.panels.inspector.notation import symbol
from nndesigner.ui.panels.inspector.paths import PathsSection
from nndesigner.ui.panels.inspector.pushes import PushesSection
from nndesigner.ui.panels.inspector.subject import Subject, beside, set_words
from nndesigner.ui.panels.inspector.widgets.equation import EquationCard
from nndesigner.ui.panels.inspector.widgets.fields import NumberField
from nndesigner.ui.panels.inspector.widgets.form import Form, muted, section
from nndesigner.ui.panels.inspector.without import WithoutSection

EQUATION_TIP = (
    "Equations 12 (z) and 53 (∂C/∂w) of the source text. Last, the slope of the row's cost "
    "measured by moving the weight a little (h = 10⁻⁵)."
)


class WeightSubject(Subject):
    """One weight between two neurons."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ref = (0, 0, 0)
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self._form = Form()
        self.value = NumberField(
            "weight:value",
            "Weight",
            "How strongly one neuron listens to the other.",
            context.notices,
            self._set,
        )
        self.removed = muted("Removed: it is exactly 0 and stays so.")
        self.toggle = QPushButton()
        self.toggle.setObjectName("weight:toggle")
        self.toggle.clicked.connect(lambda: toggle_weight(self.context, self._ref[0], self._ref[1:]))
        self.from_button, self.to_button = QPushButton(), QPushButton()
        for button, name in ((self.from_button, "weight:sender"), (self.to_button, "weight:receiver")):
            button.setObjectName(name)
            button.setProperty("link", True)
        self.from_button.clicked.connect(lambda: self._go(self._connection.source, self._ref[2]))
        self.to_button.clicked.connect(lambda: self._go(self._connection.target, self._ref[1]))
        self.row = section("")
        self.card = EquationCard("weight:equation", "Equations of this weight")
        self.no_row = muted("Its gradient for a row of data appears here once the network fits the data.")
        self._form.add("From", self.from_button)
        self._form.add("To", self.to_button)
        self._form.add("Weight", self.value)
        self.paths, self.pushes = PathsSection(context), PushesSection(context)
        self.without = WithoutSection(context, "weight:without")
        self.add(self._form, self.removed, beside(self.toggle), self.row, self.card, self.no_row)
        self.add(self.paths, self.pushes, self.without)
        self.finish()

    def take(self, selection: Selection) -> None:
        """One weight is selected."""
        (self._ref,) = selection.weights
        for card in (self.card, self.paths.card, self.without.card):
            card.begin()
        for inside in (self.paths, self.pushes, self.without):
            inside.forget()

    def refresh(self) -> None:
        """Everything."""
        document, connection = self.context.document, self._connection
        network = document.network
        target, source = network.layer(connection.target), network.layer(connection.source)
        number = layer_number(network, target.id)
        j, k = self._places()
        self.title.setText(f"Weight {symbol('w', number, j + 1, k + 1)}")
        sender = full_name(document, source, self._ref[2])
        receiver = full_name(document, target, self._ref[1])
        self.subtitle.setText(f"from {sender} into {receiver}")
        for button, words in ((self.from_button, sender), (self.to_button, receiver)):
            button.setText(words)
            button.setToolTip(f"Show {words}")
            button.setAccessibleName(f"Show {words}")
        there = connection.mask is None or bool(connection.mask[j, k])
        self._form.set_shown(self.value, there)
        self.removed.setVisible(not there)
        self.toggle.setText("Remove this weight" if there else "Restore this weight")
        self.toggle.setToolTip(
            "Take the connection between these two neurons away"
            if there
            else "Bring it back, starting from 0"
        )
        self.refresh_values()

    def refresh_values(self) -> None:
        """The weight and the numbers of its equations."""
        session = self.context.session
        self.value.show_number(float(session.parameters.weights[self._ref[0]][self._places()]))
        view = equations.View.of(session)
        self.card.setVisible(view is not None)
        self.no_row.setVisible(view is None)
        set_words(
            self.row, f"For {row_words(session.document, session.sample)}" if view else "For a row of data"
        )
        if view is not None:
            html = equations.weight_html(view, self._connection, self._ref[1:], self.writer)
            place = Place(self._connection.id, *self._places())
            self.card.show_html(html + difference_html(view, place, "w", self.writer), EQUATION_TIP)
        self._look_inside()

    def _look_inside(self) -> None:
        connection, places = self._connection, self._places()
        there = connection.mask is None or bool(connection.mask[places])
        for inside in (self.paths, self.pushes, self.without):
            if there:
                inside.show_weight(connection.id, *places)
            else:
                inside.forget()

    @property
    def _connection(self) -> Connection:
        return self.context.document.network.connection(self._ref[0])

    def _places(self) -> tuple[int, int]:
        network, connection = self.context.document.network, self._connection
        target, source = network.layer(connection.target), network.layer(connection.source)
        return target.index_by_neuron[self._ref[1]], source.index_by_neuron[self._ref[2]]

    def _set(self, value: float) -> bool:
        connection, *pair = self._ref
        return self.context.apply(
            step_names.set_weight(self.context.document.network, self._ref, value),
            lambda d: edits.set_weight(d, connection, (pair[0], pair[1]), value),
        )

    def _go(self, layer: int, neuron: int) -> None:
        self.context.session.select(Selection.of_neuron(layer, neuron))
