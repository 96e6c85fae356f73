"""A neuron: name, activation, bias, what it computes for a row, and its weights in and out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtWidgets import QCheckBox

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.names import full_name, neuron_name, neuron_names
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import BoolArray, Layer, Network, Role
from nndesigner.engine.parameter_check import Place
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.session.selection import Selection, WeightRef
from nndesigner.ui import step_names
from nndesigner.ui.naming import (
    counted,
    layer_number,
    row_words,
)
from nndesigner.ui.panels.inspector import equations
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.differences import difference_html
from nndesigner.ui.panels.inspector.notation import symbol
from nndesigner.ui.panels.inspector.subject import Subject, activation_choices, set_words
from nndesigner.ui.panels.inspector.widgets.bars import BarsSection, BarsView
from nndesigner.ui.panels.inspector.widgets.chooser import Chooser
from nndesigner.ui.panels.inspector.widgets.equation import EquationCard
from nndesigner.ui.panels.inspector.widgets.fields import LineField, NumberField
from nndesigner.ui.panels.inspector.widgets.form import Form, muted, section
from nndesigner.ui.panels.inspector.widgets.function_plot import FunctionPlot
from nndesigner.ui.panels.inspector.without import WithoutSection

AS_LAYER = "as layer"
EQUATION_TIP = (
    "Equations 12 (z), 13 (a), 29 or 39 (δ) and 49 (∂C/∂b) of the source text. Last, the slope of the row's "
    "cost measured by moving the bias a little (h = 10⁻⁵). Click a weight to see it."
)
_SIDES = ("Incoming weights", "Outgoing weights")
_HINT = "Enter edits, Delete removes or restores, Ctrl+Enter shows the weight"


@dataclass(frozen=True, eq=False)
class Wires:
    """All weights on one side of a neuron, over all its connections there.

    Attributes:
        names: Of the neurons at the other end.
        removed: Shape (rows,); None when none is.
    """

    refs: tuple[WeightRef, ...]
    names: tuple[str, ...]
    removed: BoolArray | None


class NeuronSubject(Subject):
    """One neuron."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ref = (0, 0)
        self._in = self._out = Wires((), (), None)
        self._form = Form()
        self.name = LineField("neuron:name", "Name", "Enter commits, Esc restores.", self._rename)
        self.activation = Chooser("neuron:activation", "Activation", "What this neuron makes of z", self._set)
        self.bias = NumberField(
            "neuron:bias", "Bias", "The bias b is added to Σ w a.", context.notices, self._set_bias
        )
        self.frozen = QCheckBox("Frozen")
        self.frozen.setObjectName("neuron:frozen")
        self.frozen.setToolTip("Training leaves its bias and its incoming weights as they are.")
        self.frozen.clicked.connect(self._freeze)
        self.row = section("")
        self.card = EquationCard("neuron:equation", "Equations of this neuron")
        self.no_row = muted("Numbers for a row of data appear here once the network fits the data.")
        self.plot = FunctionPlot(context.theme)
        self.without = WithoutSection(context, "neuron:without")
        self.incoming = self._bars("neuron:incoming", "Incoming weights")
        self.outgoing = self._bars("neuron:outgoing", "Outgoing weights")
        self._sections = BarsSection(self.incoming), BarsSection(self.outgoing)
        self.incoming.set_commit(lambda place, value: self._set_weight(self._in.refs[place], value), _HINT)
        self.outgoing.set_commit(lambda place, value: self._set_weight(self._out.refs[place], value), _HINT)
        self._arrange()

    def take(self, selection: Selection) -> None:
        """One neuron is selected."""
        (self._ref,) = selection.neurons
        for shown in self._sections:
            shown.begin()
        for card in (self.card, self.without.card):
            card.begin()
        self.without.forget()

    def refresh(self) -> None:
        """Everything."""
        document, layer = self.context.document, self._layer
        network, neuron = document.network, self._ref[1]
        place = layer.index_by_neuron[neuron] + 1
        own = layer.overrides.get(neuron)
        named = neuron_name(document, layer, neuron)
        self._in = wires_in(document, network, layer, place - 1)
        self._out = wires_out(document, network, layer, place - 1)
        whole = full_name(document, layer, neuron)
        unnamed = named == f"neuron {place}"
        self.title.setText(whole[:1].upper() + whole[1:] if unnamed else whole)
        self.subtitle.setText(f"{counted(len(self._in.refs), 'weight')} in · {len(self._out.refs):,} out")
        self.name.setPlaceholderText(named)
        self.name.show_text(own.name if own is not None and own.name else "")
        computes = layer.role is not Role.INPUT
        for field in (self.activation, self.bias):
            self._form.set_shown(field, computes)
        self.frozen.setVisible(computes)
        self.frozen.setChecked(bool(own and own.frozen) or layer.frozen)
        self.frozen.setEnabled(not layer.frozen)
        self.frozen.setToolTip(
            "The whole layer is frozen."
            if layer.frozen
            else "Training leaves its bias and its incoming weights as they are."
        )
        self._refresh_activation(layer, own.activation if own is not None else None)
        number = layer_number(network, layer.id)
        self._form.set_label(self.bias, f"Bias {symbol('b', number, place)}")
        for shown, wires, words in zip(self._sections, (self._in, self._out), _SIDES, strict=True):
            shown.show_rows(_heading(words, wires), wires.names, wires.removed)
        self.refresh_values()

    def refresh_values(self) -> None:
        """Bias, weights, and the numbers in the equations."""
        session, layer = self.context.session, self._layer
        parameters, place = session.parameters, layer.index_by_neuron[self._ref[1]]
        biases = parameters.biases.get(layer.id)
        self.bias.show_number(float(biases[place]) if biases is not None else None)
        self.incoming.rows.set_values(weights_in(session.document.network, parameters, layer, place))
        self.outgoing.rows.set_values(weights_out(session.document.network, parameters, layer, place))
        view = equations.View.of(session)
        self.card.setVisible(view is not None)
        self.no_row.setVisible(view is None)
        set_words(
            self.row, f"For {row_words(session.document, session.sample)}" if view else "For a row of data"
        )
        z = None
        if view is not None:
            html = equations.neuron_html(view, layer, self._ref[1], self.writer)
            if layer.role is not Role.INPUT:
                z = float(view.z(layer.id)[place])
                html += difference_html(view, Place(layer.id, place, None), "b", self.writer)
            self.card.show_html(html, EQUATION_TIP)
        if layer.role is Role.INPUT:
            self.plot.hide()
        else:
            self.plot.show_activation(layer.neuron_activation(self._ref[1]), z)
        if layer.role is Role.OUTPUT:
            self.without.forget()
        else:
            self.without.show_neuron(layer.id, place)

    @property
    def _layer(self) -> Layer:
        return self.context.document.network.layer(self._ref[0])

    def _arrange(self) -> None:
        self._form.add("Name", self.name)
        self._form.add("Activation", self.activation)
        self._form.add("Bias", self.bias)
        self._form.add_wide(self.frozen)
        self.card.followed.connect(self.follow)
        incoming, outgoing = self._sections
        self.add(self._form, self.row, self.card, self.no_row, self.without, incoming, self.plot, outgoing)
        self.finish()

    def _bars(self, name: str, label: str) -> BarsView:
        made = BarsView(name, label, self.context.theme, self.context.notices)
        made.removable = True
        made.words = ("Show this weight", "Remove this weight", "Restore this weight")
        side = name.rsplit(":", 1)[1]
        made.opened.connect(lambda place: self._open(self._side(side).refs[place]))
        made.toggled.connect(lambda place: self._toggle(self._side(side), place))
        return made

    def _side(self, side: str) -> Wires:
        return self._in if side == "incoming" else self._out

    def _refresh_activation(self, layer: Layer, own: str | None) -> None:
        as_layer = f"{ACTIVATIONS[layer.activation].label} (as layer)"
        choices = [(AS_LAYER, as_layer), *activation_choices(elementwise_only=True)]
        self.activation.offer(choice for choice in choices if choice[0] != layer.activation)
        self.activation.show_key(own or AS_LAYER)
        self.activation.setToolTip(ACTIVATIONS[own or layer.activation].equation)

    def _rename(self, text: str) -> bool:
        layer, neuron = self._ref
        return self.context.apply(
            step_names.rename(self.context.document, layer, neuron, text),
            lambda d: edits.rename_neuron(d, layer, neuron, text),
        )

    def _set(self, key: str) -> None:
        layer, neuron = self._ref
        activation = None if key == AS_LAYER else key
        chosen = Selection.of_neuron(layer, neuron)
        made = self.context.apply(
            step_names.activate(self.context.document, chosen, activation),
            lambda d: edits.set_neuron_activation(d, layer, neuron, activation),
        )
        if not made:
            self.refresh()

    def _set_bias(self, value: float) -> bool:
        layer, neuron = self._ref
        return self.context.apply(
            step_names.set_bias(self.context.document.network, self._ref, value),
            lambda d: edits.set_bias(d, layer, neuron, value),
        )

    def _freeze(self, frozen: bool) -> None:
        layer, neuron = self._ref
        name = step_names.freeze(self.context.document, Selection.of_neuron(layer, neuron), frozen)
        self.context.apply(name, lambda d: edits.set_neuron_frozen(d, layer, neuron, frozen))

    def _set_weight(self, ref: WeightRef, value: float) -> bool:
        return self.context.apply(
            step_names.set_weight(self.context.document.network, ref, value),
            lambda d: edits.set_weight(d, ref[0], ref[1:], value),
        )

    def _open(self, ref: WeightRef) -> None:
        self.context.session.select(Selection.of_weight(*ref))

    def _toggle(self, wires: Wires, place: int) -> None:
        connection, *pair = wires.refs[place]
        toggle_weight(self.context, connection, (pair[0], pair[1]))


def toggle_weight(context: Context, connection: int, pair: tuple[int, int]) -> None:
    """Remove a weight, or restore it where it is removed; pair is (target neuron, source neuron)."""
    network = context.document.network
    found = network.connection(connection)
    j = network.layer(found.target).index_by_neuron[pair[0]]
    k = network.layer(found.source).index_by_neuron[pair[1]]
    name = step_names.weight(network, (connection, *pair))
    if found.mask is None or found.mask[j, k]:
        context.apply(f"Remove {name}", lambda d: edits.remove_weights(d, connection, [pair]))
    else:
        context.apply(f"Restore {name}", lambda d: edits.restore_weights(d, connection, [pair]))


def wires_in(document: Document, network: Network, layer: Layer, place: int) -> Wires:
    """The weights into a neuron, sender by sender."""
    parts = []
    neuron, several = layer.neurons[place], len(network.incoming(layer.id)) > 1
    for connection in network.incoming(layer.id):
        source = network.layer(connection.source)
        names = _named(document, source, several)
        refs = tuple((connection.id, neuron, sender) for sender in source.neurons)
        parts.append(Wires(refs, names, None if connection.mask is None else ~connection.mask[place]))
    return _joined(parts)


def wires_out(document: Document, network: Network, layer: Layer, place: int) -> Wires:
    """The weights out of a neuron, receiver by receiver."""
    parts = []
    neuron, several = layer.neurons[place], len(network.outgoing(layer.id)) > 1
    for connection in network.outgoing(layer.id):
        target = network.layer(connection.target)
        names = _named(document, target, several)
        refs = tuple((connection.id, receiver, neuron) for receiver in target.neurons)
        parts.append(Wires(refs, names, None if connection.mask is None else ~connection.mask[:, place]))
    return _joined(parts)


def weights_in(network: Network, parameters: Parameters, layer: Layer, place: int) -> FloatArray:
    """Values in the order of `wires_in`, shape (rows,)."""
    return _stacked([parameters.weights[c.id][place] for c in network.incoming(layer.id)])


def weights_out(network: Network, parameters: Parameters, layer: Layer, place: int) -> FloatArray:
    """Values in the order of `wires_out`, shape (rows,)."""
    return _stacked([parameters.weights[c.id][:, place] for c in network.outgoing(layer.id)])


def _heading(words: str, wires: Wires) -> str:
    removed = 0 if wires.removed is None else int(np.count_nonzero(wires.removed))
    return f"{words}, {removed:,} removed" if removed else words


def _stacked(parts: list[FloatArray]) -> FloatArray:
    return np.concatenate(parts) if parts else np.empty(0)


def _named(document: Document, layer: Layer, several: bool) -> tuple[str, ...]:
    labels = neuron_names(document, layer)
    return tuple(f"{layer.name} · {label}" for label in labels) if several else tuple(labels)


def _joined(parts: list[Wires]) -> Wires:
    refs = tuple(ref for part in parts for ref in part.refs)
    names = tuple(name for part in parts for name in part.names)
    if all(part.removed is None for part in parts):
        return Wires(refs, names, None)
    filled = [replace(p, removed=np.zeros(len(p.refs), np.bool_)) if p.removed is None else p for p in parts]
    return Wires(refs, names, np.concatenate([part.removed for part in filled if part.removed is not None]))
