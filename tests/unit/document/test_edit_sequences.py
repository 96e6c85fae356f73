"""Any sequence of edits leaves a sound document, and undo gives back the first one."""

from __future__ import annotations

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.validation import problems
from nndesigner.engine.network import Layer, Network, Role
from nndesigner.errors import NNDesignerError
from nndesigner.session.session import Edit, Session

ROLES = st.sampled_from(list(Role))
SIZES = st.integers(1, 5)
ACTIVATIONS = st.sampled_from(["step", "sigmoid", "tanh", "relu", "linear", "softmax"])
PICK = st.integers(0, 10_000)
VALUES = st.floats(-5, 5, width=32)


class Editing(RuleBasedStateMachine):
    """Drives a session through edits, undo and redo."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.first = self.session.document

    @property
    def network(self) -> Network:
        return self.session.document.network

    def layer(self, pick: int) -> Layer:
        return self.network.layers[pick % len(self.network.layers)]

    def attempt(self, edit: Edit) -> None:
        """Apply an edit; a refusal must change nothing."""
        before = self.session.document
        try:
            self.session.apply("Edit", edit)
        except NNDesignerError:
            assert self.session.document is before

    @rule(role=ROLES, size=SIZES, activation=ACTIVATIONS)
    def add_layer(self, role: Role, size: int, activation: str) -> None:
        self.attempt(lambda d: edits.add_layer(d, role, size, activation=activation))

    @precondition(lambda self: self.network.layers)
    @rule(start=PICK, end=PICK)
    def connect(self, start: int, end: int) -> None:
        pair = self.layer(start).id, self.layer(end).id
        self.attempt(lambda d: edits.connect(d, *pair))

    @precondition(lambda self: self.network.layers)
    @rule(start=PICK, end=PICK, neuron=PICK)
    def connect_neurons(self, start: int, end: int, neuron: int) -> None:
        ends = [
            (layer.id, layer.neurons[neuron % layer.size]) for layer in (self.layer(start), self.layer(end))
        ]
        self.attempt(lambda d: edits.connect_neurons(d, ends[0], ends[1]))

    @precondition(lambda self: self.network.connections)
    @rule(pick=PICK, size=SIZES, activation=ACTIVATIONS, keep=st.booleans())
    def insert(self, pick: int, size: int, activation: str, keep: bool) -> None:
        connection = self.network.connections[pick % len(self.network.connections)]
        self.attempt(
            lambda d: edits.insert_layer(d, connection.id, size, activation=activation, keep_function=keep)
        )

    @precondition(lambda self: self.network.layers)
    @rule(pick=PICK, chosen=st.sets(PICK, max_size=3))
    def split(self, pick: int, chosen: set[int]) -> None:
        layer = self.layer(pick)
        if layer.size < 20:
            neurons = {layer.neurons[number % layer.size] for number in chosen}
            self.attempt(lambda d: edits.split_neurons(d, layer.id, neurons))

    @precondition(lambda self: self.network.connections)
    @rule(pick=PICK, row=PICK, column=PICK, value=VALUES)
    def set_weight(self, pick: int, row: int, column: int, value: float) -> None:
        connection, pair = self.weight(pick, row, column)
        self.attempt(lambda d: edits.set_weight(d, connection, pair, value))

    @precondition(lambda self: self.network.connections)
    @rule(pick=PICK, row=PICK, column=PICK)
    def remove_weight(self, pick: int, row: int, column: int) -> None:
        connection, pair = self.weight(pick, row, column)
        self.attempt(lambda d: edits.remove_weights(d, connection, [pair]))

    def weight(self, pick: int, row: int, column: int) -> tuple[int, tuple[int, int]]:
        connection = self.network.connections[pick % len(self.network.connections)]
        target, source = self.network.layer(connection.target), self.network.layer(connection.source)
        return connection.id, (target.neurons[row % target.size], source.neurons[column % source.size])

    @precondition(lambda self: self.network.layers)
    @rule(pick=PICK, size=SIZES)
    def resize(self, pick: int, size: int) -> None:
        layer = self.layer(pick)
        self.attempt(lambda d: edits.resize_layer(d, layer.id, size))

    @precondition(lambda self: self.network.layers)
    @rule(pick=PICK, neuron=PICK, activation=st.none() | ACTIVATIONS, frozen=st.booleans())
    def override(self, pick: int, neuron: int, activation: str | None, frozen: bool) -> None:
        layer = self.layer(pick)
        which = layer.neurons[neuron % layer.size]
        self.attempt(lambda d: edits.set_neuron_activation(d, layer.id, which, activation))
        self.attempt(lambda d: edits.set_neuron_frozen(d, layer.id, which, frozen))

    @precondition(lambda self: self.network.layers)
    @rule(pick=PICK, neuron=PICK, whole=st.booleans())
    def remove(self, pick: int, neuron: int, whole: bool) -> None:
        layer = self.layer(pick)
        if whole:
            self.attempt(lambda d: edits.remove(d, layers=[layer.id]))
        else:
            self.attempt(lambda d: edits.remove(d, neurons=[(layer.id, layer.neurons[neuron % layer.size])]))

    def some_neurons(self, picks: set[int]) -> list[tuple[int, int]]:
        every = [(layer.id, neuron) for layer in self.network.layers for neuron in layer.neurons]
        return sorted({every[pick % len(every)] for pick in picks})

    @property
    def small(self) -> bool:
        """Whether the network may be doubled in part."""
        return 0 < sum(layer.size for layer in self.network.layers) < 60

    @precondition(lambda self: self.small)
    @rule(picks=st.sets(PICK, max_size=3))
    def duplicate_neurons(self, picks: set[int]) -> None:
        refs = self.some_neurons(picks)
        self.attempt(lambda d: edits.duplicate_neurons(d, refs))

    @precondition(lambda self: self.small)
    @rule(picks=st.sets(PICK, min_size=1, max_size=2))
    def duplicate_layers(self, picks: set[int]) -> None:
        layers = {self.layer(pick).id for pick in picks}
        self.attempt(lambda d: edits.duplicate_layers(d, layers))

    @precondition(lambda self: self.network.layers)
    @rule(picks=st.sets(PICK, min_size=1, max_size=3), pick=PICK, index=st.integers(0, 6))
    def move_neurons(self, picks: set[int], pick: int, index: int) -> None:
        refs, layer = self.some_neurons(picks), self.layer(pick).id
        refused = edits.move_refusal(self.session.document, refs, layer) is not None
        before = self.session.document
        self.attempt(lambda d: edits.move_neurons(d, refs, layer, index))
        assert not refused or self.session.document is before

    @precondition(lambda self: self.network.layers)
    @rule(picks=st.sets(PICK, max_size=3), step=st.sampled_from([-1, 1]))
    def shift_neurons(self, picks: set[int], step: int) -> None:
        refs = self.some_neurons(picks)
        refused = edits.shift_refusal(self.session.document, refs, step) is not None
        before = self.session.document
        self.attempt(lambda d: edits.shift_neurons(d, refs, step))
        assert refused == (self.session.document is before)

    @precondition(lambda self: self.network.layers)
    @rule(pick=PICK, chosen=st.sets(PICK, min_size=1, max_size=3))
    def split_layer(self, pick: int, chosen: set[int]) -> None:
        layer = self.layer(pick)
        neurons = {layer.neurons[number % layer.size] for number in chosen}
        refused = edits.split_layer_refusal(self.network, layer.id) is not None
        before = self.session.document
        self.attempt(lambda d: edits.split_layer(d, layer.id, neurons))
        assert refused == (self.session.document is before)

    @precondition(lambda self: self.network.layers)
    @rule(picks=st.sets(PICK, min_size=1, max_size=3))
    def merge_layers(self, picks: set[int]) -> None:
        layers = {self.layer(pick).id for pick in picks}
        refused = edits.merge_refusal(self.network, layers) is not None
        before = self.session.document
        self.attempt(lambda d: edits.merge_layers(d, layers))
        assert refused == (self.session.document is before)

    @precondition(lambda self: self.network.layers)
    @rule(pick=PICK, step=st.sampled_from([-1, 1]))
    def move_in_chain(self, pick: int, step: int) -> None:
        layer = self.layer(pick)
        refused = edits.chain_refusal(self.network, layer.id, step) is not None
        before = self.session.document
        self.attempt(lambda d: edits.move_in_chain(d, layer.id, step))
        assert refused == (self.session.document is before)

    @precondition(lambda self: self.network.layers)
    @rule(pick=PICK, activation=ACTIVATIONS, x=VALUES)
    def change_layer(self, pick: int, activation: str, x: float) -> None:
        layer = self.layer(pick)
        self.attempt(lambda d: edits.set_activation(d, layer.id, activation))
        self.attempt(lambda d: edits.move_layers(d, {layer.id: (x, x)}))

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @rule()
    def mend(self) -> None:
        for problem in problems(self.session.document)[:1]:
            if problem.fix is not None:
                self.attempt(problem.fix.edit)

    @invariant()
    def ids_are_unique(self) -> None:
        network = self.network
        ids = [layer.id for layer in network.layers] + [c.id for c in network.connections]
        ids += [neuron for layer in network.layers for neuron in layer.neurons]
        assert len(ids) == len(set(ids))
        assert all(number < network.next_id for number in ids)

    @invariant()
    def parameters_fit_the_network(self) -> None:
        assert_sound(self.session.document)

    def teardown(self) -> None:
        while self.session.undo_name is not None:
            self.session.undo()
        assert self.session.document is self.first


def assert_sound(document: Document) -> None:
    """Every layer and connection has its arrays of the right shape, and removed weights are exactly zero."""
    network, parameters = document.network, document.parameters
    assert len(network.forward_order) == len(network.layers)
    assert parameters.weights.keys() == {connection.id for connection in network.connections}
    assert parameters.biases.keys() == {layer.id for layer in network.layers if layer.role is not Role.INPUT}
    for connection in network.connections:
        weights = parameters.weights[connection.id]
        assert weights.shape == (network.layer(connection.target).size, network.layer(connection.source).size)
        assert not weights.flags.writeable
        if connection.mask is not None:
            assert np.all(weights[~connection.mask] == 0.0)
    for layer in network.layers:
        assert layer.size >= 1
        assert layer.overrides.keys() <= set(layer.neurons)
        assert layer.role is Role.INPUT or parameters.biases[layer.id].shape == (layer.size,)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
