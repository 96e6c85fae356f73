"""Merging neurons is the counterpart of splitting them: exact for twins, a mean for others."""

from __future__ import annotations

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.errors import NetworkError
from tests.unit.document.builders import as_trained, output, stack

X = np.random.default_rng(7).normal(size=(5, 3))


def hidden_of(document: Document) -> tuple[int, tuple[int, ...]]:
    layer = document.network.layers[1]
    return layer.id, layer.neurons


@pytest.mark.parametrize("trained", [False, True])
def test_merging_takes_back_a_split(trained: bool) -> None:
    document = as_trained(stack(3, 4, 2)) if trained else stack(3, 4, 2)
    layer, neurons = hidden_of(document)
    split = edits.split_neurons(document, layer, [neurons[1]])
    twins = split.network.layer(layer).neurons[1:3]
    assert edits.are_twins(split, layer, twins)
    merged = edits.fuse_neurons(split, layer, twins)
    assert merged.network.layer(layer).neurons == neurons
    for key, weights in document.parameters.weights.items():
        np.testing.assert_allclose(merged.parameters.weights[key], weights, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(output(merged, X), output(document, X), rtol=1e-6)


def test_neurons_that_differ_are_averaged_and_their_weights_out_summed() -> None:
    document = stack(3, 4, 2)
    layer, neurons = hidden_of(document)
    into, out = (document.parameters.weights[c.id] for c in document.network.connections)
    assert not edits.are_twins(document, layer, neurons[1:])
    merged = edits.fuse_neurons(document, layer, [neurons[3], neurons[1]])
    assert merged.network.layer(layer).neurons == neurons[:3]
    new_into, new_out = (merged.parameters.weights[c.id] for c in merged.network.connections)
    np.testing.assert_allclose(new_into[1], (into[1] + into[3]) / 2, rtol=1e-6)
    np.testing.assert_allclose(new_out[:, 1], out[:, 1] + out[:, 3], rtol=1e-6)
    np.testing.assert_array_equal(new_into[[0, 2]], into[[0, 2]])


def test_a_weight_that_one_of_them_has_is_kept() -> None:
    document = stack(3, 2, 1)
    layer, neurons = hidden_of(document)
    first, into = document.network.layers[0], document.network.connections[0]
    pairs = [(neurons[0], first.neurons[0]), (neurons[0], first.neurons[1]), (neurons[1], first.neurons[1])]
    merged = edits.fuse_neurons(edits.remove_weights(document, into.id, pairs), layer, neurons)
    mask = merged.network.connection(into.id).mask
    assert mask is not None
    assert mask.tolist() == [[True, False, True]]
    assert merged.parameters.weights[into.id][0, 1] == 0.0


def test_what_cannot_be_merged_says_why() -> None:
    document = stack(3, 4, 2)
    first, hidden, last = document.network.layers
    for layer, neurons, words in (
        (first, first.neurons, "Input neurons"),
        (last, last.neurons, "Output neurons"),
        (hidden, hidden.neurons[:1], "two or more"),
    ):
        with pytest.raises(NetworkError, match=words):
            edits.fuse_neurons(document, layer.id, neurons)
    mixed = edits.set_neuron_activation(document, hidden.id, hidden.neurons[0], "tanh")
    with pytest.raises(NetworkError, match="activations differ"):
        edits.fuse_neurons(mixed, hidden.id, hidden.neurons[:2])
    softmax = edits.set_activation(document, hidden.id, "softmax")
    with pytest.raises(NetworkError, match="Softmax neurons cannot be merged"):
        edits.fuse_neurons(softmax, hidden.id, hidden.neurons[:2])
