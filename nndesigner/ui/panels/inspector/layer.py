"""A layer: name, size, activation, first weights, and how its weights, biases and activations are spread."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QCheckBox

from nndesigner.document import edits
from nndesigner.document.names import neuron_names
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.initialisers import INITIALISERS
from nndesigner.engine.network import Layer, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import Selection
from nndesigner.ui import step_names
from nndesigner.ui.naming import counted, layer_number, row_words
from nndesigner.ui.panels.inspector import equations
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.image_shape import ShapeField
from nndesigner.ui.panels.inspector.ranking import RankingSection
from nndesigner.ui.panels.inspector.subject import (
    Subject,
    activation_choices,
    initialiser_choices,
    set_words,
)
from nndesigner.ui.panels.inspector.widgets.bars import BarsSection, BarsView
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.panels.inspector.widgets.equation import EquationCard
from nndesigner.ui.panels.inspector.widgets.fields import LineField, WholeField
from nndesigner.ui.panels.inspector.widgets.form import Form, section, small
from nndesigner.ui.panels.inspector.widgets.function_plot import FunctionPlot
from nndesigner.ui.panels.inspector.widgets.histogram import Histogram

_ROLE_WORDS = {Role.INPUT: "input layer", Role.HIDDEN: "hidden layer", Role.OUTPUT: "output layer"}


class LayerSubject(Subject):
    """One layer."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._id = 0
        self._form = Form()
        self._make_fields()
        self.note = small()
        self.description = small()
        self.plot = FunctionPlot(context.theme)
        self.card = EquationCard("layer:equation", "Activation of this layer")
        self.curve_head = section("What each neuron makes of z")
        self.weights = Histogram(context.theme, "layer:weights")
        self.weights_head, self.weights_words = section("Incoming weights"), small()
        self.biases = Histogram(context.theme, "layer:biases")
        self.biases_head, self.biases_words = section("Biases"), small()
        self.values = BarsView("layer:activations", "Activations", context.theme, context.notices)
        self.values.words = ("Show this neuron", "", "")
        self.values.rows.hint = "Double-click to see the neuron"
        self.values.opened.connect(self._open)
        self._values = BarsSection(self.values)
        self.ranking = RankingSection(context)
        self._arrange()

    def take(self, selection: Selection) -> None:
        """One layer is selected."""
        (self._id,) = selection.layers
        self._values.begin()
        self.card.begin()
        self.ranking.begin()

    def refresh(self) -> None:
        """Everything."""
        document, layer = self.context.document, self._layer
        network = document.network
        number, count = layer_number(network, layer.id), len(network.layers)
        self.title.setText(layer.name)
        self.subtitle.setText(f"{_ROLE_WORDS[layer.role]}, l = {number} of {count} · {self._wiring(layer)}")
        self.name.show_text(layer.name)
        self.size_field.show_number(layer.size)
        self.shape.show_layer(layer)
        self._show_parts(layer)
        self.activation.show_key(None if _mixed(layer) else layer.activation)
        self.activation.setToolTip(ACTIVATIONS[layer.activation].equation)
        set_words(self.note, _mixed_words(layer))
        self.initialiser.show_key(layer.initialiser)
        self.description.setText(INITIALISERS[layer.initialiser].description)
        self.frozen.setChecked(layer.frozen)
        if layer.role is not Role.INPUT:
            self.plot.show_activation(layer.activation)
            self.card.show_html(self.writer.lines(ACTIVATIONS[layer.activation].equation))
        self._show_rows(layer)
        self.refresh_values()

    def refresh_values(self) -> None:
        """Distributions, and the activations for the row."""
        session, layer = self.context.session, self._layer
        if layer.role is not Role.INPUT:
            self.weights_words.setText(self.weights.show_values(self._incoming_weights(), "weights"))
            self.biases_words.setText(self.biases.show_values(session.parameters.biases[layer.id], "biases"))
        view = equations.View.of(session)
        if view is not None:
            self.values.rows.set_values(view.a(layer.id))
        self.ranking.show_layer(layer.id)

    def _show_rows(self, layer: Layer) -> None:
        session = self.context.session
        names = neuron_names(session.document, layer) if equations.View.of(session) is not None else ()
        words = "Inputs" if layer.role is Role.INPUT else "Activations"
        self._values.show_rows(f"{words} for {row_words(session.document, session.sample)}", names)

    @property
    def _layer(self) -> Layer:
        return self.context.document.network.layer(self._id)

    def _make_fields(self) -> None:
        notices = self.context.notices
        self.name = LineField("layer:name", "Name", "Enter commits, Esc restores.", self._rename)
        self.size_field = WholeField(
            "layer:size", "Neurons", "Neurons are added and removed at the end.", notices, self._resize
        )
        self.activation = Chooser("layer:activation", "Activation", "", self._set_activation)
        self.activation.offer(activation_choices())
        self.initialiser = Chooser(
            "layer:initialiser",
            "First weights",
            "How weights and biases are drawn at a reset",
            self._set_initialiser,
        )
        self.initialiser.offer(initialiser_choices())
        self.shape = ShapeField(notices, self._set_shape)
        self.frozen = QCheckBox("Frozen")
        self.frozen.setObjectName("layer:frozen")
        self.frozen.setToolTip("Training leaves its biases and its incoming weights as they are.")
        self.frozen.clicked.connect(self._freeze)

    def _arrange(self) -> None:
        self._form.add("Name", self.name)
        self._form.add("Neurons", self.size_field)
        self._form.add("Activation", self.activation)
        self._form.add_wide(self.note)
        self._form.add("First weights", self.initialiser)
        self._form.add_wide(self.description)
        self._form.add("Image shape", self.shape)
        self._form.add_wide(self.frozen)
        self.add(self._form, self.curve_head, self.card, self.plot, self._values, self.ranking)
        self.add(self.weights_head, self.weights, self.weights_words)
        self.add(self.biases_head, self.biases, self.biases_words)
        self.finish()

    def _show_parts(self, layer: Layer) -> None:
        computes = layer.role is not Role.INPUT
        for field in (self.activation, self.initialiser):
            self._form.set_shown(field, computes)
        learnt = (self.frozen, self.description, self.curve_head, self.card, self.plot)
        spread = (self.biases_head, self.biases, self.biases_words)
        for widget in (*learnt, *spread):
            widget.setVisible(computes)
        fed = computes and bool(self.context.document.network.incoming(layer.id))
        for widget in (self.weights_head, self.weights, self.weights_words):
            widget.setVisible(fed)

    def _wiring(self, layer: Layer) -> str:
        network = self.context.document.network
        into = sum(network.weight_count(c) for c in network.incoming(layer.id))
        out = sum(network.weight_count(c) for c in network.outgoing(layer.id))
        return f"{counted(into, 'weight')} in, {out:,} out" if into else f"{counted(out, 'weight')} out"

    def _incoming_weights(self) -> FloatArray:
        session = self.context.session
        parts = []
        for connection in session.document.network.incoming(self._id):
            weights = session.parameters.weights[connection.id]
            parts.append(weights.reshape(-1) if connection.mask is None else weights[connection.mask])
        return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.empty(0)

    def _open(self, place: int) -> None:
        self.context.session.select(Selection.of_neuron(self._id, self._layer.neurons[place]))

    def _rename(self, text: str) -> bool:
        return self.context.apply(
            step_names.rename(self.context.document, self._id, None, text),
            lambda d: edits.rename_layer(d, self._id, text),
        )

    def _resize(self, size: int) -> bool:
        return self.context.apply(
            step_names.resize(self.context.document.network, [self._id], [size]),
            lambda d: edits.resize_layer(d, self._id, size),
        )

    def _set_activation(self, key: str) -> None:
        name = step_names.activate(self.context.document, Selection.of_layer(self._id), key)
        if not self.context.apply(name, lambda d: edits.set_activation(d, self._id, key)):
            self.refresh()

    def _set_initialiser(self, key: str) -> None:
        if not self.context.apply("Set initialiser", lambda d: edits.set_initialiser(d, self._id, key)):
            self.refresh()

    def _freeze(self, frozen: bool) -> None:
        name = step_names.freeze(self.context.document, Selection.of_layer(self._id), frozen)
        self.context.apply(name, lambda d: edits.set_layer_frozen(d, self._id, frozen))

    def _set_shape(self, shape: tuple[int, int] | None) -> bool:
        return self.context.apply("Set image shape", lambda d: edits.set_image_shape(d, self._id, shape))


def _mixed(layer: Layer) -> int:
    """How many neurons have an activation of their own."""
    return sum(override.activation is not None for override in layer.overrides.values())


def _mixed_words(layer: Layer) -> str:
    own = _mixed(layer)
    if not own or layer.role is Role.INPUT:
        return ""
    label = ACTIVATIONS[layer.activation].label
    return f"{label}, but {own:,} {'neuron has its' if own == 1 else 'neurons have their'} own."
