"""Surgery leaves what the network computes alone, and the new parts learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.inspect import Inspection, inspect_sample
from nndesigner.engine.network import Layer, Network, Override, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.errors import NetworkError
from nndesigner.session.session import Session
from tests.unit.document.builders import as_trained, output, stack
from tests.unit.document.test_edit_sequences import assert_sound
from tests.unit.engine.builders import TOPOLOGIES, Builder, chain, frozen_in_part, parameters_of, rows

Edit = Callable[[Document], Document]

ROUNDING = {"float64": 1e-12, "float32": 1e-5}


def document_of(network: Network, precision: str = "float64", cost: str = "mse") -> Document:
    """A trained document with this network and random weights."""
    drawn = parameters_of(network)
    parameters = Parameters(
        {key: read_only(value.astype(precision)) for key, value in drawn.weights.items()},
        {key: read_only(value.astype(precision)) for key, value in drawn.biases.items()},
    )
    training = TrainingSettings(cost=cost, precision=precision)
    return as_trained(Document(network=network, parameters=parameters, training=training))


def hidden(document: Document, number: int = 0) -> Layer:
    return document.network.with_role(Role.HIDDEN)[number]


def split_all(document: Document) -> Document:
    """Split every hidden neuron but the first of each layer."""
    for layer in document.network.with_role(Role.HIDDEN):
        document = edits.split_neurons(document, layer.id, layer.neurons[1:])
    return document


def grow_all(document: Document) -> Document:
    """Give every layer but the last another neuron at its beginning and two at its end."""
    for layer in document.network.layers:
        if layer.role is not Role.OUTPUT:
            document = edits.add_neurons(document, layer.id, index=0, keep_function=True)
            document = edits.add_neurons(document, layer.id, 2, keep_function=True)
    return document


def insert_everywhere(document: Document, size: int | None = None, activation: str = "tanh") -> Document:
    """Put a layer into every connection; of the size of its source if none is given."""
    for connection in document.network.connections:
        many = size or document.network.layer(connection.source).size
        document = edits.insert_layer(
            document, connection.id, many, activation=activation, keep_function=True
        )
    return document


def connect_all(document: Document) -> Document:
    """Make every connection that is possible."""
    layers = document.network.layers
    for source, target in ((a.id, b.id) for a in layers for b in layers):
        if edits.refusal(document.network, source, target) is None:
            document = edits.connect(document, source, target, keep_function=True)
    return document


SURGERY: dict[str, Edit] = {
    "split": split_all,
    "grow": grow_all,
    "insert beside": partial(insert_everywhere, size=3),
    "insert linear": partial(insert_everywhere, activation="linear"),
    "insert ReLU": partial(insert_everywhere, activation="relu"),
    "connect": connect_all,
}


def old_inputs(document: Document, after: Document, x: FloatArray) -> FloatArray:
    """The same rows for a network with more inputs; the new ones get some numbers."""
    first, now = document.network.input_layer, after.network.input_layer
    assert first is not None
    assert now is not None
    wider: FloatArray = np.random.default_rng(1).standard_normal((len(x), now.size))
    wider[:, [now.index_by_neuron[neuron] for neuron in first.neurons]] = x
    return wider


def assert_same_function(before: Document, after: Document) -> None:
    x, _ = rows(before.network, 20)
    wanted = computed(before, x)
    assert np.ptp(wanted) > 0.01
    got, rounding = computed(after, old_inputs(before, after, x)), ROUNDING[before.training.precision]
    np.testing.assert_allclose(got, wanted, rtol=rounding, atol=rounding)
    assert_sound(after)


def computed(document: Document, x: FloatArray) -> FloatArray:
    """Outputs as training and evaluation compute them, in the document's precision."""
    return Evaluator(document.network, None, document.training.precision).outputs(document.parameters, x)


# -- what is computed stays


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("ends", [("tanh", "softmax"), ("relu", "sigmoid"), ("sigmoid", "linear")])
@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("surgery", SURGERY)
def test_surgery_keeps_the_function(
    surgery: str, topology: str, ends: tuple[str, str], precision: str
) -> None:
    document = document_of(TOPOLOGIES[topology](*ends), precision)
    after = SURGERY[surgery](document)
    full = surgery == "connect" and topology == "skip"  # every connection is there already
    assert (after is document) == full
    assert_same_function(document, after)


SMOOTH = sorted(name for name, known in ACTIVATIONS.items() if known.elementwise and known.differentiable)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Input, up to four hidden layers and output, joined at random, with masks and overrides."""
    builder = Builder()
    names, sizes = st.sampled_from(SMOOTH), st.integers(1, 5)
    inputs = draw(sizes)
    made = [(builder.layer(inputs, role=Role.INPUT), inputs)]
    roles = [Role.HIDDEN] * draw(st.integers(1, 4)) + [Role.OUTPUT]
    for role in roles:
        size = draw(sizes)
        places = st.dictionaries(
            st.integers(0, size - 1), st.builds(Override, names, st.none(), st.booleans())
        )
        overrides = {} if role is Role.OUTPUT else draw(places)
        layer = builder.layer(size, draw(names), role, overrides=overrides)
        sources = draw(st.lists(st.sampled_from(made), min_size=1, max_size=3, unique=True))
        for source, width in sources:
            present = draw(st.none() | st.lists(st.booleans(), min_size=size * width, max_size=size * width))
            mask = None if present is None else np.array(present, bool).reshape(size, width)
            builder.connect(source, layer, mask)
        made.append((layer, size))
    return builder.network()


@settings(max_examples=60, deadline=None)
@given(networks(), st.lists(st.sampled_from(sorted(SURGERY)), min_size=1, max_size=2))
def test_surgery_on_any_network_keeps_its_function(network: Network, operations: list[str]) -> None:
    document = document_of(network)
    after = document
    for operation in operations:
        after = SURGERY[operation](after)
    x, _ = rows(network, 6)
    wanted = output(document, x)
    # ReLU and its like let numbers grow from layer to layer, and rounding with them.
    scale = max(1.0, float(np.abs(wanted).max()))
    np.testing.assert_allclose(
        output(after, old_inputs(document, after, x)), wanted, rtol=1e-12, atol=1e-12 * scale
    )
    assert_sound(after)


@pytest.mark.parametrize("surgery", SURGERY)
def test_undo_gives_back_the_very_document(surgery: str) -> None:
    document = document_of(TOPOLOGIES["chain"]("relu", "softmax"))
    session = Session(document)
    session.apply("Operate", SURGERY[surgery])
    assert session.document is not document
    session.undo()
    assert session.document is document
    session.close()


@pytest.mark.parametrize("surgery", SURGERY)
@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_other_weights_keep_every_bit(topology: str, surgery: str) -> None:
    document = document_of(TOPOLOGIES[topology]("tanh", "softmax"))
    after = SURGERY[surgery](document)
    network = document.network
    for connection in network.connections:
        if not after.network.has_connection(connection.id):
            continue  # a layer was put in line
        now = after.network.connection(connection.id)
        ends = [(network.layer(end), after.network.layer(end)) for end in (now.target, now.source)]
        places = np.ix_(*([new.index_by_neuron[neuron] for neuron in old.neurons] for old, new in ends))
        kept = after.parameters.weights[connection.id][places]
        unsplit = slice(0, 1) if surgery == "split" and ends[1][0].role is Role.HIDDEN else slice(None)
        expected = document.parameters.weights[connection.id]
        assert kept[:, unsplit].tobytes() == expected[:, unsplit].tobytes()


# -- what is new learns


def inspected(document: Document, count: int = 12) -> Inspection:
    x, y = rows(document.network, count)
    return inspect_sample(document.network, document.parameters, document.training.cost, x, y)


def stepped(document: Document, rate: float = 0.5) -> Document:
    """One step of gradient descent."""
    seen, old = inspected(document), document.parameters
    weights = {}
    for connection in document.network.connections:
        gradient = seen.weight_gradient(connection.id)
        if connection.mask is not None:
            gradient = gradient * connection.mask
        weights[connection.id] = read_only(old.weights[connection.id] - rate * gradient)
    biases = {key: read_only(value - rate * seen.bias_gradient(key)) for key, value in old.biases.items()}
    return replace(document, parameters=Parameters(weights, biases))


@pytest.mark.parametrize("initialiser", ["automatic", "zeros"])
def test_a_new_neuron_learns_its_weights_out_at_once_and_those_in_after_a_step(initialiser: str) -> None:
    document = document_of(chain([3, 4, 3], ["relu", "softmax"], initialiser), cost="softmax_cross_entropy")
    document = replace(document, parameters=parameters_of(chain([3, 4, 3], ["relu", "softmax"])))
    after = edits.add_neurons(document, hidden(document).id, index=2)
    into, out = (connection.id for connection in after.network.connections)
    assert np.all(after.parameters.weights[out][:, 2] == 0.0)
    assert np.all(inspected(after).weight_gradient(out)[:, 2] != 0.0)
    assert np.all(inspected(after).weight_gradient(into)[2] == 0.0)
    assert np.all(inspected(stepped(after)).weight_gradient(into)[2] != 0.0)


def test_a_new_neuron_learns_into_every_layer_that_it_speaks_to() -> None:
    document = document_of(TOPOLOGIES["skip"]("tanh", "softmax"), cost="softmax_cross_entropy")
    layer = hidden(document)
    after = edits.add_neurons(document, layer.id)
    outgoing = after.network.outgoing(layer.id)
    assert len(outgoing) == 2
    for connection in outgoing:
        assert np.all(inspected(after).weight_gradient(connection.id)[:, -1] != 0.0)


def test_neurons_added_at_the_same_place_one_after_the_other_are_not_doubles() -> None:
    document = document_of(chain([3, 4, 3], ["relu", "softmax"]))
    layer, into = hidden(document).id, document.network.connections[0].id
    for _ in range(3):
        document = edits.add_neurons(document, layer, index=0)
    weights = document.parameters.weights[into][:3]
    assert len(np.unique(weights, axis=0)) == 3


def test_a_neuron_added_to_a_fresh_network_is_no_double_of_one_that_moved_up() -> None:
    document = stack(3, 4, 2, activation="relu")
    layer = hidden(document)
    fewer = edits.remove(document, neurons=[(layer.id, layer.neurons[0])])
    again = edits.add_neurons(fewer, layer.id)
    weights = again.parameters.weights[document.network.connections[0].id]
    assert len(np.unique(weights, axis=0)) == 4


@pytest.mark.parametrize("topology", ["chain", "skip", "joined"])
def test_a_layer_beside_learns_its_weights_out_at_once_and_those_in_after_a_step(topology: str) -> None:
    document = document_of(TOPOLOGIES[topology]("tanh", "softmax"), cost="softmax_cross_entropy")
    old = document.network.connections[0]
    after = edits.insert_layer(document, old.id, 3, activation="sigmoid")
    new = document.network.next_id
    into, out = after.network.incoming(new)[0].id, after.network.outgoing(new)[0].id
    assert after.network.connection(old.id) is old
    assert np.all(inspected(after).weight_gradient(out) != 0.0)
    assert np.all(inspected(after).weight_gradient(into) == 0.0)
    assert np.all(inspected(stepped(after)).weight_gradient(into) != 0.0)


@pytest.mark.parametrize(("source", "activation"), [("sigmoid", "relu"), ("tanh", "linear")])
def test_a_layer_in_line_learns_at_once(source: str, activation: str) -> None:
    document = document_of(TOPOLOGIES["chain"](source, "softmax"), cost="softmax_cross_entropy")
    old = document.network.connections[1]
    after = edits.insert_layer(document, old.id, hidden(document).size, activation=activation)
    new = document.network.next_id
    into, out = after.network.incoming(new)[0].id, after.network.outgoing(new)[0].id
    assert not after.network.has_connection(old.id)
    np.testing.assert_array_equal(after.parameters.weights[into], np.eye(4))
    assert after.parameters.weights[out] is document.parameters.weights[old.id]
    for connection in (into, out):
        assert np.all(inspected(after).weight_gradient(connection) != 0.0)


def test_a_skip_connection_learns_at_once() -> None:
    document = document_of(TOPOLOGIES["chain"]("tanh", "softmax"), cost="softmax_cross_entropy")
    first, last = document.network.layers[0], document.network.layers[-1]
    after = edits.connect(document, first.id, last.id)
    made = after.network.connections[-1].id
    assert not after.parameters.weights[made].any()
    assert np.all(inspected(after).weight_gradient(made) != 0.0)


def twins(document: Document, after: Document) -> tuple[FloatArray, FloatArray]:
    """Weights into the second neuron of the hidden layer and into its twin."""
    into = document.network.connections[0].id
    return after.parameters.weights[into][1], after.parameters.weights[into][2]


def taught(document: Document, steps: int = 10) -> Document:
    for _ in range(steps):
        document = stepped(document)
    return document


def test_twins_become_different_which_equal_halves_would_not() -> None:
    document = document_of(chain([3, 4, 3], ["tanh", "softmax"]), cost="softmax_cross_entropy")
    layer = hidden(document)
    after = edits.split_neuron(document, layer.id, layer.neurons[1])
    np.testing.assert_array_equal(*twins(document, after))
    one, other = twins(document, taught(after))
    assert np.abs(one - other).min() > 1e-3

    out = after.network.connections[1].id
    halves = np.array(after.parameters.weights[out])
    halves[:, 1:3] = halves[:, 1:3].mean(axis=1, keepdims=True)
    equal = Parameters({**after.parameters.weights, out: read_only(halves)}, after.parameters.biases)
    one, other = twins(document, taught(replace(after, parameters=equal)))
    np.testing.assert_allclose(one, other, atol=1e-14)


def test_twins_of_a_neuron_that_does_not_speak_yet_become_different() -> None:
    document = document_of(chain([3, 4, 3], ["tanh", "softmax"]), cost="softmax_cross_entropy")
    layer, out = hidden(document), document.network.connections[1].id
    quiet = np.array(document.parameters.weights[out])
    quiet[:, 1] = 0.0
    weights = {**document.parameters.weights, out: read_only(quiet)}
    document = replace(document, parameters=Parameters(weights, document.parameters.biases))
    after = edits.split_neuron(document, layer.id, layer.neurons[1])
    assert_same_function(document, after)
    one, other = twins(document, taught(after))
    assert np.abs(one - other).min() > 1e-3


# -- what is copied


def test_a_twin_has_its_neurons_activation_name_and_freezing() -> None:
    document = document_of(chain([3, 4, 3], ["tanh", "softmax"]))
    layer = hidden(document)
    chosen = layer.neurons[2]
    document = edits.rename_neuron(document, layer.id, chosen, "edge")
    document = edits.set_neuron_activation(document, layer.id, chosen, "relu")
    document = edits.set_neuron_frozen(document, layer.id, chosen, True)
    after = edits.split_neuron(document, layer.id, chosen)
    wider = hidden(after)
    assert wider.neurons[2] == chosen
    assert wider.neurons[3] == document.network.next_id
    assert wider.overrides[wider.neurons[3]] == Override("relu", "edge", True)
    assert wider.overrides.keys() == set(wider.neurons[2:4])
    assert_same_function(document, after)


def test_a_twin_has_its_neurons_removed_weights() -> None:
    document = document_of(TOPOLOGIES["masked"]("tanh", "softmax"))
    layer = hidden(document)
    after = edits.split_neurons(document, layer.id, [layer.neurons[0], layer.neurons[3]])
    origin = [0, 0, 1, 2, 3, 3]
    for before, now in zip(document.network.connections, after.network.connections, strict=True):
        assert before.mask is not None
        assert now.mask is not None
        wanted = before.mask[origin] if now.target == layer.id else before.mask[:, origin]
        np.testing.assert_array_equal(now.mask, wanted)


@pytest.mark.parametrize("size", [3, 4])
def test_an_inserted_layer_joins_no_neurons_that_were_not_joined(size: int) -> None:
    builder = Builder()
    first, middle = builder.layer(2, role=Role.INPUT), builder.layer(4, "sigmoid")
    last = builder.layer(3, "linear", Role.OUTPUT)
    builder.connect(first, middle)
    mask = np.array([[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 1, 0]], bool)
    old = builder.connect(middle, last, mask)
    document = document_of(builder.network())
    after = edits.insert_layer(document, old, size, activation="relu")
    new = document.network.next_id
    into, out = after.network.incoming(new)[0].mask, after.network.outgoing(new)[0].mask
    assert into is not None
    assert out is not None
    assert into.tolist() == [[True, True, True, False]] * size
    assert out.tolist() == (mask.tolist() if size == 4 else [[True] * 3, [False] * 3, [True] * 3])
    assert_same_function(document, after)


def test_surgery_leaves_freezing_alone() -> None:
    network, second, third = frozen_in_part()
    document = document_of(network)
    for edit in (split_all, grow_all, insert_everywhere):
        after = edit(document)
        assert after.network.layer(third).frozen
        frozen = network.layer(second).neurons[1]
        assert after.network.layer(second).overrides[frozen].frozen


# -- what is chosen


def test_an_untrained_network_is_changed_at_random_unless_told_otherwise() -> None:
    document = stack(3, 5, 2)
    layer, (first, _, last) = hidden(document), document.network.layers
    out, skip = document.network.connections[1].id, document.network.next_id
    connection = document.network.connections[1].id
    assert edits.add_neurons(document, layer.id).parameters.weights[out][:, 5].all()
    assert edits.connect(document, first.id, last.id).parameters.weights[skip].all()
    assert not edits.insert_layer(document, connection, 4).network.has_connection(connection)

    keep = edits.add_neurons(document, layer.id, keep_function=True)
    assert not keep.parameters.weights[out][:, 5].any()
    pair = (first.id, first.neurons[0]), (last.id, last.neurons[0])
    for joined in (
        edits.connect(document, first.id, last.id, keep_function=True),
        edits.connect_neurons(document, *pair, keep_function=True),
    ):
        assert not joined.parameters.weights[skip].any()
    assert edits.insert_layer(document, connection, 4, keep_function=True).network.has_connection(connection)


def test_a_trained_network_can_be_told_to_change() -> None:
    document = as_trained(stack(3, 5, 2))
    layer, out = hidden(document), document.network.connections[1].id
    after = edits.add_neurons(document, layer.id, keep_function=False)
    assert after.parameters.weights[out][:, 5].all()
    assert not edits.insert_layer(document, out, 4, keep_function=False).network.has_connection(out)


@pytest.mark.parametrize(
    ("source", "activation", "expected"),
    [
        ("sigmoid", "relu", True),
        ("relu", "relu", True),
        ("tanh", "relu", False),
        ("tanh", "linear", True),
        ("sigmoid", "sigmoid", False),
        ("relu", "step", False),
        ("sigmoid", "softmax", False),
        ("softplus", "relu", True),
        ("relu", "leaky_relu", True),
        ("leaky_relu", "leaky_relu", False),
        ("gelu", "relu", False),  # it is never below −0.17, but negative it is
        ("silu", "relu", False),
        ("elu", "elu", False),
    ],
)
def test_what_passes_on_numbers_as_they_are(source: str, activation: str, expected: bool) -> None:
    network = chain([3, 4, 3], [source, "softmax"])
    assert edits.passes_on(network.layers[1], activation) is expected


def test_one_neuron_that_can_be_negative_is_enough_to_need_a_layer_beside() -> None:
    document = document_of(chain([3, 4, 3], ["relu", "softmax"]))
    layer = hidden(document)
    document = edits.set_neuron_activation(document, layer.id, layer.neurons[3], "tanh")
    assert not edits.passes_on(hidden(document), "relu")
    assert not edits.passes_on(document.network.layers[0], "relu")
    assert edits.passes_on(document.network.layers[0], "linear")


def test_splitting_nothing_changes_nothing() -> None:
    document = document_of(chain([3, 4, 3], ["tanh", "softmax"]))
    assert edits.split_neurons(document, hidden(document).id, []) is document


# -- what is refused


@pytest.mark.parametrize(("place", "words"), [(0, "one column of the data"), (2, "just these outputs")])
def test_inputs_and_outputs_cannot_be_split(place: int, words: str) -> None:
    document = document_of(chain([3, 4, 3], ["tanh", "softmax"]))
    layer = document.network.layers[place]
    with pytest.raises(NetworkError, match=words):
        edits.split_neuron(document, layer.id, layer.neurons[0])


def test_what_needs_a_whole_layer_is_neither_split_nor_joined_silently() -> None:
    document = document_of(chain([3, 4, 3], ["softmax", "softmax"]))
    layer = hidden(document)
    with pytest.raises(NetworkError, match="take from all others"):
        edits.split_neuron(document, layer.id, layer.neurons[0])
    with pytest.raises(NetworkError, match="changes all others"):
        edits.add_neurons(document, layer.id, keep_function=True)
    with pytest.raises(NetworkError, match="changes what the network answers"):
        edits.add_neurons(document, document.network.layers[2].id, keep_function=True)


def test_a_layer_does_not_grow_beyond_the_largest_by_splitting() -> None:
    document = stack(1, edits.LARGEST_LAYER, 1)
    layer = hidden(document)
    with pytest.raises(NetworkError, match="100001 neurons"):
        edits.split_neuron(document, layer.id, layer.neurons[0])
