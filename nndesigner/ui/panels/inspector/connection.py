"""All weights between two layers: their distribution, and how much the row looked at would change them."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QPushButton

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.initialisers import INITIALISERS
from nndesigner.engine.network import Connection, Layer
from nndesigner.session.selection import Selection
from nndesigner.ui.format import number
from nndesigner.ui.naming import counted, layer_number, row_words
from nndesigner.ui.panels.inspector import equations
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.notation import result, symbol
from nndesigner.ui.panels.inspector.subject import Subject, beside, initialiser_choices, set_words
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.panels.inspector.widgets.equation import EquationCard
from nndesigner.ui.panels.inspector.widgets.form import Form, section, small
from nndesigner.ui.panels.inspector.widgets.histogram import Histogram
from nndesigner.ui.panels.inspector.without import WithoutSection

EQUATION_TIP = "Equation 53 of the source text, for all weights of the connection together."


class ConnectionSubject(Subject):
    """One connection between layers."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._id = 0
        self._form = Form()
        self.initialiser = Chooser(
            "connection:initialiser", "First weights", "How the weights are drawn at a reset", self._set
        )
        self.description = small()
        self.redraw = _button("connection:redraw", "Draw anew", "Draw these weights anew from the seed")
        self.restore = _button(
            "connection:restore", "Restore removed weights", "Bring them back, starting from 0"
        )
        self.redraw.clicked.connect(self._redraw)
        self.restore.clicked.connect(self._restore)
        self.histogram = Histogram(context.theme, "connection:weights")
        self.summary = small()
        self.row = section("")
        self.card = EquationCard("connection:equation", "Gradient of this connection")
        self._form.add("First weights", self.initialiser)
        self._form.add_wide(self.description)
        self.add(self._form, beside(self.redraw), beside(self.restore))
        self.without = WithoutSection(context, "connection:without")
        self.add(section("Distribution of the weights"), self.histogram, self.summary, self.row, self.card)
        self.add(self.without)
        self.finish()

    def take(self, selection: Selection) -> None:
        """One connection is selected."""
        (self._id,) = selection.connections
        for card in (self.card, self.without.card):
            card.begin()
        self.without.forget()

    def refresh(self) -> None:
        """Everything."""
        network = self.context.document.network
        target, source = self._target, network.layer(self._connection.source)
        removed = source.size * target.size - network.weight_count(self._connection)
        self.title.setText(f"{source.name} → {target.name}")
        words = f"{counted(network.weight_count(self._connection), 'weight')} · {target.size} × {source.size}"
        self.subtitle.setText(words + (f" · {removed:,} removed" if removed else ""))
        self.initialiser.offer(initialiser_choices())
        self.initialiser.show_key(target.initialiser)
        self.initialiser.setAccessibleName(f"First weights of {target.name}")
        self.description.setText(INITIALISERS[target.initialiser].description)
        self.redraw.setToolTip(f"Draw the weights and biases into {target.name} anew from the seed")
        self.restore.setVisible(removed > 0)
        self.refresh_values()

    def refresh_values(self) -> None:
        """Distribution and gradient."""
        session, connection = self.context.session, self._connection
        weights = session.parameters.weights[self._id]
        there = weights if connection.mask is None else weights[connection.mask]
        self.summary.setText(self.histogram.show_values(there, "weights"))
        view = equations.View.of(session)
        errors = view.delta(connection.target) if view is not None else None
        self.card.setVisible(errors is not None)
        set_words(
            self.row, f"For {row_words(session.document, session.sample)}" if errors is not None else ""
        )
        if view is not None and errors is not None:
            a = view.a(connection.source)
            factors = float(np.linalg.norm(errors)), float(np.linalg.norm(a))
            if connection.mask is None:
                self._show_gradient(factors[0] * factors[1], factors)
            else:
                squares = np.square(errors) @ connection.mask @ np.square(a)
                self._show_gradient(float(np.sqrt(squares)), None)
        self.without.show_connection(connection.id)

    def _show_gradient(self, norm: float, factors: tuple[float, float] | None) -> None:
        network, connection = self.context.document.network, self._connection
        target = layer_number(network, connection.target)
        source = layer_number(network, connection.source)
        name = symbol("w", target)
        if factors is None:
            self.card.show_html(self.writer.lines(f"‖∂C/∂{name}‖ {result(norm)}"), EQUATION_TIP)
            return
        product = f"‖{symbol('δ', target)}‖ · ‖{symbol('a', source)}‖"
        filled = f"{number(factors[0])} · {number(factors[1])}"
        line = f"‖∂C/∂{name}‖ = {product} = {filled} {result(norm)}"
        self.card.show_html(self.writer.lines(line), EQUATION_TIP)

    @property
    def _connection(self) -> Connection:
        return self.context.document.network.connection(self._id)

    @property
    def _target(self) -> Layer:
        return self.context.document.network.layer(self._connection.target)

    def _set(self, key: str) -> None:
        layer = self._target.id
        if not self.context.apply("Set initialiser", lambda d: edits.set_initialiser(d, layer, key)):
            self.refresh()

    def _redraw(self) -> None:
        layer = self._target.id
        self.context.apply("Draw weights anew", lambda d: edits.reset_layer(d, layer))

    def _restore(self) -> None:
        self.context.apply("Restore weights", lambda d: restored(d, self._id))


def restored(document: Document, connection_id: int) -> Document:
    """Bring all removed weights of a connection back."""
    network = document.network
    connection = network.connection(connection_id)
    if connection.mask is None:
        return document
    rows, columns = network.layer(connection.target).neurons, network.layer(connection.source).neurons
    gone = [(rows[j], columns[k]) for j, k in zip(*np.nonzero(~connection.mask), strict=True)]
    return edits.restore_weights(document, connection_id, gone)


def _button(name: str, words: str, hint: str) -> QPushButton:
    made = QPushButton(words)
    made.setObjectName(name)
    made.setToolTip(hint)
    return made
