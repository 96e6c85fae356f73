"""Several things at once: what they have in common can be set for all of them in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import NeuronRef, Selection, WeightRef
from nndesigner.ui.naming import counted
from nndesigner.ui.panels.inspector.context import Context
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

T = TypeVar("T")


class SeveralSubject(Subject):
    """More than one thing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._selection = Selection()
        self._form = Form()
        notices = context.notices
        self.activation = Chooser(
            "several:activation", "Activation", "Of all selected layers and neurons", self._set_activation
        )
        self.initialiser = Chooser(
            "several:initialiser", "First weights", "Of all selected layers", self._set_initialiser
        )
        self.initialiser.offer(initialiser_choices())
        self.bias = NumberField("several:bias", "Bias", "Of all selected neurons.", notices, self._set_bias)
        self.weight = NumberField(
            "several:weight", "Weight", "Of all selected weights.", notices, self._set_weight
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
        self.add(self._form, self.head, self.histogram, self.words)
        self.finish()

    def take(self, selection: Selection) -> None:
        """Anything of more than one part."""
        self._selection = selection

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
        self.refresh_values()

    def refresh_values(self) -> None:
        """Common numbers and the distribution."""
        parameters, network = self.context.session.parameters, self.context.document.network
        self.bias.show_number(
            _common(
                float(parameters.biases[layer][network.layer(layer).index_by_neuron[neuron]])
                for layer, neuron in self._neurons()
            )
        )
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
        return [r for r in sorted(self._selection.neurons) if network.layer(r[0]).role is not Role.INPUT]

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
            "Set activations",
            lambda d, layer: edits.set_activation(d, layer, key),
            lambda d, ref: edits.set_neuron_activation(d, *ref, key),
        )

    def _set_initialiser(self, key: str) -> None:
        self._for_all("Set initialisers", lambda d, layer: edits.set_initialiser(d, layer, key), None)

    def _freeze(self) -> None:
        frozen = self.frozen.checkState() is not Qt.CheckState.Unchecked
        self._for_all(
            "Freeze" if frozen else "Unfreeze",
            lambda d, layer: edits.set_layer_frozen(d, layer, frozen),
            lambda d, ref: edits.set_neuron_frozen(d, *ref, frozen),
        )

    def _set_bias(self, value: float) -> bool:
        return self._for_all("Set biases", None, lambda d, ref: edits.set_bias(d, *ref, value))

    def _set_weight(self, value: float) -> bool:
        refs = sorted(self._selection.weights)

        def edit(document: Document) -> Document:
            for connection, target, source in refs:
                document = edits.set_weight(document, connection, (target, source), value)
            return document

        return self.context.apply("Set weights", edit)

    def _for_all(
        self,
        name: str,
        of_layer: Callable[[Document, int], Document] | None,
        of_neuron: Callable[[Document, NeuronRef], Document] | None,
    ) -> bool:
        layers = [layer.id for layer in self._layers()] if of_layer is not None else []
        neurons = self._neurons() if of_neuron is not None else []

        def edit(document: Document) -> Document:
            for layer in layers:
                if of_layer is not None:
                    document = of_layer(document, layer)
            for ref in neurons:
                if of_neuron is not None:
                    document = of_neuron(document, ref)
            return document

        made = self.context.apply(name, edit)
        if not made:
            self.refresh()
        return made


def _common(values: Iterable[T]) -> T | None:
    """The value that all share; None where they differ, or where there is none."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None
