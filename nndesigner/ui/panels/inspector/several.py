"""Several things at once: what they have in common can be set for all of them in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import NeuronRef, Selection, WeightRef
from nndesigner.ui import step_names
from nndesigner.ui.format import number
from nndesigner.ui.naming import counted
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.several_rows import KINDS, MOST_ROWS, numbers_line, rows_of
from nndesigner.ui.panels.inspector.subject import (
    Subject,
    activation_choices,
    initialiser_choices,
    set_words,
)
from nndesigner.ui.panels.inspector.widgets.chooser import MIXED, Chooser
from nndesigner.ui.panels.inspector.widgets.fields import NumberField
from nndesigner.ui.panels.inspector.widgets.form import Form, section, small
from nndesigner.ui.panels.inspector.widgets.histogram import Histogram
from nndesigner.ui.panels.inspector.widgets.things import ThingsView

T = TypeVar("T")


class SeveralSubject(Subject):
    """More than one thing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._selection = Selection()
        self._sorted: list[NeuronRef] = []
        self._form = Form()
        notices = context.notices
        self.activation = Chooser(
            "several:activation",
            "Activation",
            "Of all selected layers and neurons; … where they differ",
            self._set_activation,
        )
        self.initialiser = Chooser(
            "several:initialiser",
            "First weights",
            "Of all selected layers; … where they differ",
            self._set_initialiser,
        )
        self.initialiser.offer(initialiser_choices())
        self.bias = NumberField(
            "several:bias", "Bias", "Of all selected neurons; … where they differ.", notices, self._set_bias
        )
        self.weight = NumberField(
            "several:weight",
            "Weight",
            "Of all selected weights; … where they differ.",
            notices,
            self._set_weight,
        )
        for field in (self.bias, self.weight):
            field.setPlaceholderText(MIXED)
        self.frozen = QCheckBox("Frozen")
        self.frozen.setObjectName("several:frozen")
        self.frozen.setToolTip("Training leaves biases and incoming weights as they are.")
        self.frozen.clicked.connect(self._freeze)
        self.head, self.words = section("Selected weights"), small()
        self.histogram = Histogram(context.theme, "several:weights")
        self._form.add("Activation", self.activation)
        self._form.add("First weights", self.initialiser)
        self._form.add("Bias", self.bias)
        self._form.add("Weight", self.weight)
        self._form.add_wide(self.frozen)
        self.tables = {kind: ThingsView(kind) for kind in KINDS}
        for table in self.tables.values():
            table.chosen.connect(context.session.select)
        self.biases, self.rest = small(), small()
        self.add(self._form, self.biases, *self.tables.values(), self.rest)
        self.add(self.head, self.histogram, self.words)
        self.finish()

    def take(self, selection: Selection) -> None:
        """Anything of more than one part."""
        self._selection = selection
        self._sorted = sorted(selection.neurons)

    def refresh(self) -> None:
        """Everything."""
        chosen = self._selection
        self.title.setText(f"{len(chosen):,} selected")
        kinds = (
            (len(chosen.layers), "layer"),
            (len(chosen.neurons), "neuron"),
            (len(chosen.connections), "connection"),
            (len(chosen.weights), "weight"),
        )
        self.subtitle.setText(" · ".join(counted(number, noun) for number, noun in kinds if number))
        layers, neurons = self._layers(), self._neurons()
        self.activation.offer(activation_choices(elementwise_only=bool(neurons)))
        self.activation.show_key(_common(self._activations()))
        self.initialiser.show_key(_common(layer.initialiser for layer in layers))
        self._form.set_shown(self.activation, bool(layers or neurons))
        self._form.set_shown(self.initialiser, bool(layers))
        self._form.set_shown(self.bias, bool(neurons))
        self._form.set_shown(self.weight, bool(chosen.weights))
        self.frozen.setVisible(bool(layers or neurons))
        self._show_frozen()
        for kind, table in self.tables.items():
            table.show_rows(rows_of(self.context.session, chosen, kind))
        more = max(len(chosen.neurons), len(chosen.weights)) > MOST_ROWS
        set_words(self.rest, f"The first {MOST_ROWS} of a kind are listed." if more else "")
        self._refresh_numbers()

    def refresh_values(self) -> None:
        """Common numbers and the distribution."""
        for table in self.tables.values():
            table.things.renew()
        self._refresh_numbers()

    def _refresh_numbers(self) -> None:
        biases = self._biases()
        self.bias.show_number(_common(float(value) for part in biases for value in part))
        set_words(self.biases, numbers_line("Biases", biases))
        weights = self._weights()
        self.weight.show_number(_common(float(value) for value in weights) if len(weights) < 1000 else None)
        shown = bool(self._selection.weights or self._selection.connections)
        self.head.setVisible(shown)
        self.histogram.setVisible(shown)
        set_words(self.words, self.histogram.show_values(weights, "weights") if shown else "")

    def _layers(self) -> list[Layer]:
        network = self.context.document.network
        found = (network.layer(layer) for layer in sorted(self._selection.layers))
        return [layer for layer in found if layer.role is not Role.INPUT]

    def _neurons(self) -> list[NeuronRef]:
        network = self.context.document.network
        inputs = {layer.id for layer in network.layers if layer.role is Role.INPUT}
        return [ref for ref in self._sorted if ref[0] not in inputs]

    def _biases(self) -> list[FloatArray]:
        parameters, network = self.context.session.parameters, self.context.document.network
        found = []
        for layer_id, neurons in self._selection.neurons_by_layer.items():
            places, biases = network.layer(layer_id).index_by_neuron, parameters.biases.get(layer_id)
            if biases is not None:
                found.append(biases[[places[neuron] for neuron in neurons]])
        return found

    def _activations(self) -> Iterable[str]:
        network = self.context.document.network
        for layer in self._layers():
            yield from {layer.neuron_activation(neuron) for neuron in layer.neurons}
        for layer_id, neuron in self._neurons():
            yield network.layer(layer_id).neuron_activation(neuron)

    def _weights(self) -> FloatArray:
        session = self.context.session
        parts: list[FloatArray] = []
        for connection_id in sorted(self._selection.connections):
            mask = session.document.network.connection(connection_id).mask
            weights = session.parameters.weights[connection_id]
            parts.append(weights.reshape(-1) if mask is None else weights[mask])
        single = [session.parameters.weights[ref[0]][self._place(ref)] for ref in self._selection.weights]
        return np.concatenate([*parts, np.array(single, np.float64)])

    def _place(self, ref: WeightRef) -> tuple[int, int]:
        network = self.context.document.network
        connection = network.connection(ref[0])
        target, source = network.layer(connection.target), network.layer(connection.source)
        return target.index_by_neuron[ref[1]], source.index_by_neuron[ref[2]]

    def _show_frozen(self) -> None:
        network = self.context.document.network
        states = [layer.frozen for layer in self._layers()]
        for layer_id, neuron in self._neurons():
            layer = network.layer(layer_id)
            override = layer.overrides.get(neuron)
            states.append(layer.frozen or bool(override and override.frozen))
        common = _common(states)
        self.frozen.setTristate(common is None)
        state = Qt.CheckState.Checked if common else Qt.CheckState.Unchecked
        self.frozen.setCheckState(Qt.CheckState.PartiallyChecked if common is None else state)

    def _set_activation(self, key: str) -> None:
        self._for_all(
            step_names.activate(self.context.document, self._selection, key),
            lambda d, layer: edits.set_activation(d, layer, key),
            lambda d, layer, neurons: edits.set_neuron_activations(d, layer, neurons, key),
        )

    def _set_initialiser(self, key: str) -> None:
        self._for_all("Set initialisers", lambda d, layer: edits.set_initialiser(d, layer, key), None)

    def _freeze(self) -> None:
        frozen = self.frozen.checkState() is not Qt.CheckState.Unchecked
        self._for_all(
            step_names.freeze(self.context.document, self._selection, frozen),
            lambda d, layer: edits.set_layer_frozen(d, layer, frozen),
            lambda d, layer, neurons: edits.set_neurons_frozen(d, layer, neurons, frozen),
        )

    def _set_bias(self, value: float) -> bool:
        whose = counted(len(self._selection.neurons), "neuron")
        return self._for_all(
            f"Set the biases of {whose} to {number(value)}",
            None,
            lambda d, layer, neurons: edits.set_biases(d, layer, neurons, value),
        )

    def _set_weight(self, value: float) -> bool:
        refs = sorted(self._selection.weights)

        def edit(document: Document) -> Document:
            for connection, target, source in refs:
                document = edits.set_weight(document, connection, (target, source), value)
            return document

        return self.context.apply(f"Set {counted(len(refs), 'weight')} to {number(value)}", edit)

    def _for_all(
        self,
        name: str,
        of_layer: Callable[[Document, int], Document] | None,
        of_neurons: Callable[[Document, int, Sequence[int]], Document] | None,
    ) -> bool:
        layers = [layer.id for layer in self._layers()] if of_layer is not None else []
        inputs = {layer.id for layer in self.context.document.network.layers if layer.role is Role.INPUT}
        chosen = {key: ids for key, ids in self._selection.neurons_by_layer.items() if key not in inputs}

        def edit(document: Document) -> Document:
            for layer in layers:
                if of_layer is not None:
                    document = of_layer(document, layer)
            for layer, neurons in sorted(chosen.items()):
                if of_neurons is not None:
                    document = of_neurons(document, layer, neurons)
            return document

        made = self.context.apply(name, edit)
        if not made:
            self.refresh()
        return made


def _common(values: Iterable[T]) -> T | None:
    """The value that all share; None where they differ, or where there is none."""
    rest = iter(values)
    first = next(rest, None)
    return first if all(value == first for value in rest) else None
