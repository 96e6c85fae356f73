"""Every kind of edit, with arguments drawn by hypothesis from what the document has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from hypothesis import strategies as st

from nndesigner.data.bundled import load_bundled
from nndesigner.document import edits
from nndesigner.document.arrange import tidied
from nndesigner.document.model import Document
from nndesigner.document.validation import problems
from nndesigner.engine.costs import COSTS
from nndesigner.engine.initialisers import INITIALISERS
from nndesigner.engine.network import Role
from nndesigner.session.session import Edit
from tests.ui.machine.drawing import (
    ACTIVATIONS,
    ELEMENTWISE,
    NAMES,
    PLACES,
    SIZES,
    VALUES,
    Draw,
    Kind,
    MissingError,
    small_layer,
    some_connection,
    some_layer,
    some_layers,
    some_neurons,
    some_ref,
    some_weight,
)  # fmt: skip
from tests.ui.machine.structure_kinds import STRUCTURE
from tests.unit.document.builders import as_trained


def add_layer(draw: Draw, document: Document, role: Role) -> Edit:
    size, activation = draw(SIZES), draw(ACTIVATIONS)
    spot = draw(st.none() | st.tuples(PLACES, PLACES))
    senders = [layer.id for layer in document.network.layers if layer.role is not Role.OUTPUT]
    source = draw(st.sampled_from([None, *senders])) if role is not Role.INPUT else None
    return lambda d: edits.add_layer(d, role, size, activation=activation, position=spot, source=source)


def add_neurons(draw: Draw, document: Document) -> Edit:
    layer, count = small_layer(draw, document), draw(st.integers(1, 3))
    place, keep = draw(st.integers(0, layer.size)), draw(st.none() | st.booleans())
    return lambda d: edits.add_neurons(d, layer.id, count, index=place, keep_function=keep)


def insert_layer(draw: Draw, document: Document, keep: bool) -> Edit:
    connection, size, activation = some_connection(draw, document), draw(SIZES), draw(ACTIVATIONS)
    return lambda d: edits.insert_layer(
        d, connection.id, size, activation=activation, keep_function=keep
    )


def split_neurons(draw: Draw, document: Document) -> Edit:
    layer = small_layer(draw, document)
    chosen = some_neurons(draw, layer)
    return lambda d: edits.split_neurons(d, layer.id, chosen)


def connect(draw: Draw, document: Document) -> Edit:
    source, target = some_layer(draw, document), some_layer(draw, document)
    return lambda d: edits.connect(d, source.id, target.id)


def connect_neurons(draw: Draw, document: Document) -> Edit:
    source, target = some_ref(draw, document), some_ref(draw, document)
    return lambda d: edits.connect_neurons(d, source, target)


def remove_layers(draw: Draw, document: Document) -> Edit:
    gone = some_layers(draw, document)[:2]
    return lambda d: edits.remove(d, layers=gone)


def remove_neurons(draw: Draw, document: Document) -> Edit:
    refs = [some_ref(draw, document), some_ref(draw, document)]
    return lambda d: edits.remove(d, neurons=refs)


def remove_connection(draw: Draw, document: Document) -> Edit:
    connection = some_connection(draw, document)
    return lambda d: edits.remove(d, connections=[connection.id])


def remove_weight(draw: Draw, document: Document) -> Edit:
    connection, pair = some_weight(draw, document)
    return lambda d: edits.remove_weights(d, connection, [pair])


def restore_weight(draw: Draw, document: Document) -> Edit:
    masked = [c for c in document.network.connections if c.mask is not None]
    if not masked:
        raise MissingError
    connection, network = draw(st.sampled_from(masked)), document.network
    target, source = network.layer(connection.target), network.layer(connection.source)
    pairs = [
        (target.neurons[row], source.neurons[column])
        for row in range(target.size)
        for column in range(source.size)
        if connection.mask is not None and not connection.mask[row, column]
    ]
    pair = draw(st.sampled_from(pairs))
    return lambda d: edits.restore_weights(d, connection.id, [pair])


def resize(draw: Draw, document: Document) -> Edit:
    layer, size = some_layer(draw, document), draw(SIZES)
    return lambda d: edits.resize_layer(d, layer.id, size)


def rename_layer(draw: Draw, document: Document) -> Edit:
    layer, name = some_layer(draw, document), draw(NAMES)
    return lambda d: edits.rename_layer(d, layer.id, name)


def rename_neuron(draw: Draw, document: Document) -> Edit:
    ref, name = some_ref(draw, document), draw(NAMES)
    return lambda d: edits.rename_neuron(d, *ref, name)


def set_activation(draw: Draw, document: Document) -> Edit:
    layer, activation = some_layer(draw, document), draw(ACTIVATIONS)
    return lambda d: edits.set_activation(d, layer.id, activation)


def set_neuron_activation(draw: Draw, document: Document) -> Edit:
    ref, activation = some_ref(draw, document), draw(st.none() | ELEMENTWISE)
    return lambda d: edits.set_neuron_activation(d, *ref, activation)


def freeze_layer(draw: Draw, document: Document) -> Edit:
    layer = some_layer(draw, document)
    return lambda d: edits.set_layer_frozen(d, layer.id, not layer.frozen)


def freeze_neuron(draw: Draw, document: Document) -> Edit:
    ref, frozen = some_ref(draw, document), draw(st.booleans())
    return lambda d: edits.set_neuron_frozen(d, *ref, frozen)


def set_bias(draw: Draw, document: Document) -> Edit:
    ref, value = some_ref(draw, document), draw(VALUES)
    return lambda d: edits.set_bias(d, *ref, value)


def set_weight(draw: Draw, document: Document) -> Edit:
    (connection, pair), value = some_weight(draw, document), draw(VALUES)
    return lambda d: edits.set_weight(d, connection, pair, value)


def set_initialiser(draw: Draw, document: Document) -> Edit:
    layer, name = some_layer(draw, document), draw(st.sampled_from(sorted(INITIALISERS)))
    return lambda d: edits.set_initialiser(d, layer.id, name)


def set_image_shape(draw: Draw, document: Document) -> Edit:
    layer = some_layer(draw, document)
    rows = draw(st.sampled_from([n for n in range(1, layer.size + 1) if layer.size % n == 0]))
    shape = draw(st.sampled_from([None, (rows, layer.size // rows)]))
    return lambda d: edits.set_image_shape(d, layer.id, shape)


def move_layers(draw: Draw, document: Document) -> Edit:
    spots = {layer: (draw(PLACES), draw(PLACES)) for layer in some_layers(draw, document)}
    return lambda d: edits.move_layers(d, spots)


def tidy(_draw: Draw, document: Document) -> Edit:
    if not document.network.layers:
        raise MissingError
    return lambda d: edits.move_layers(d, tidied(d).positions)


def reset_layer(draw: Draw, document: Document) -> Edit:
    layer = some_layer(draw, document)
    return lambda d: edits.reset_layer(d, layer.id)


def setting(draw: Draw, name: str, values: st.SearchStrategy[object]) -> Edit:
    value = draw(values)
    assert value is None or isinstance(value, int | float | str)
    return lambda d: edits.set_training(d, **{name: value})


def start(draw: Draw, _document: Document) -> Edit:
    key, spot = draw(st.sampled_from(["neuron", "xor", "figure5"])), (draw(PLACES), draw(PLACES))
    return lambda d: edits.STARTS[key].build(d, spot)


def fit_network(_draw: Draw, document: Document) -> Edit:
    if document.data is None:
        raise MissingError
    return edits.fit_network


def new_network(draw: Draw, document: Document) -> Edit:
    if document.data is None:
        raise MissingError
    hidden = [edits.Hidden(draw(SIZES), draw(ELEMENTWISE)) for _ in range(draw(st.integers(0, 2)))]
    return lambda d: edits.new_network(d, hidden)


def set_data(draw: Draw, _document: Document) -> Edit:
    key = draw(st.sampled_from(["xor", "iris", "football"]))
    return lambda d: edits.set_data(d, load_bundled(key))


def train(_draw: Draw, document: Document) -> Edit:
    """Let the document count as trained: what is added then must not change the function."""
    if document.progress.steps:
        raise MissingError
    return as_trained


def remove_data(_draw: Draw, document: Document) -> Edit:
    if document.data is None:
        raise MissingError
    return lambda d: edits.set_data(d, None)


def mend(draw: Draw, document: Document) -> Edit:
    found = [problem.fix for problem in problems(document) if problem.fix is not None]
    if not found:
        raise MissingError
    return draw(st.sampled_from(found)).edit


KINDS: Mapping[str, Kind] = {
    **{f"add {role.value} layer": partial(add_layer, role=role) for role in Role},
    "add neurons": add_neurons,
    "insert layer": partial(insert_layer, keep=False),
    "insert layer keeping": partial(insert_layer, keep=True),
    "split neurons": split_neurons,
    "connect": connect,
    "connect neurons": connect_neurons,
    "remove layers": remove_layers,
    "remove neurons": remove_neurons,
    "remove connection": remove_connection,
    "remove weight": remove_weight,
    "restore weight": restore_weight,
    "resize": resize,
    "rename layer": rename_layer,
    "rename neuron": rename_neuron,
    "set activation": set_activation,
    "set neuron activation": set_neuron_activation,
    "freeze layer": freeze_layer,
    "freeze neuron": freeze_neuron,
    "set bias": set_bias,
    "set weight": set_weight,
    "set initialiser": set_initialiser,
    "set image shape": set_image_shape,
    "move layers": move_layers,
    "tidy": tidy,
    "reset": lambda _draw, _document: edits.reset,
    "reset layer": reset_layer,
    "set cost": lambda draw, _: setting(draw, "cost", st.sampled_from(sorted(COSTS))),
    "set rate": lambda draw, _: setting(draw, "learning_rate", st.floats(0.001, 10)),
    "set seed": lambda draw, _: setting(draw, "seed", st.integers(0, 100)),
    "set precision": lambda draw, _: setting(draw, "precision", st.sampled_from(["float32", "float64"])),
    "start": start,
    "fit network": fit_network,
    "new network": new_network,
    "set data": set_data,
    "remove data": remove_data,
    "train": train,
    "mend": mend,
    **STRUCTURE,
}
"""By what they do."""
