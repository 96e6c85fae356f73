"""A document that has something for every kind of edit to change."""

from __future__ import annotations

from functools import cache

from nndesigner.data.bundled import load_bundled
from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from tests.unit.document.builders import as_trained


def rich_document(*, trained: bool, mended: bool) -> Document:
    """Iris, and a network with a skip connection, removed weights and two layers beside each other.

    Args:
        trained: Whether it counts as trained.
        mended: Whether its output layer fits the data.
    """
    document = edits.set_data(Document.empty(), _iris())
    document = edits.new_network(document, [edits.Hidden(4, "tanh"), edits.Hidden(3, "sigmoid")])
    first, hidden, other, last = document.network.layers
    document = edits.connect(document, first.id, last.id)
    document = edits.add_layer(document, Role.HIDDEN, 2, source=first.id, target=last.id, activation="tanh")
    connection = document.network.connections[0]
    removed = [(hidden.neurons[0], first.neurons[1]), (hidden.neurons[2], first.neurons[0])]
    document = edits.remove_weights(document, connection.id, removed)
    document = edits.rename_neuron(document, other.id, other.neurons[1], "gate")
    if not mended:
        document = edits.resize_layer(document, last.id, 2)
    return as_trained(document) if trained else document


@cache
def _iris() -> DataSource:
    return load_bundled("iris")
