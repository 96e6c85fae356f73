"""Documents made by random edits, and what it means that two are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.model import Document, Form
from nndesigner.document.runs import HISTORY_COLUMNS, History, Outcome, Run
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Connection, Layer, Role
from nndesigner.engine.optimisers import OPTIMISERS, Elementwise
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.schedules import SCHEDULES
from nndesigner.engine.watch import Watch
from nndesigner.errors import NNDesignerError

Draw = Callable[[st.SearchStrategy[int]], int]

NAMES = st.text(max_size=20)
FINITE = st.floats(allow_nan=False, allow_infinity=False, width=32)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document that edits can make, half-built ones included."""
    document = edits.set_training(
        Document.empty(),
        seed=draw(st.integers(0, 2**63 - 1)),
        precision=draw(st.sampled_from(["float32", "float64"])),
        learning_rate=draw(st.floats(1e-300, 1e300)),
        ridge=draw(st.floats(0, 1e300)),
        batch_size=draw(st.none() | st.integers(1, 10**9)),
        epochs=draw(st.integers(1, 10**9)),
        optimizer=draw(st.sampled_from(sorted(OPTIMISERS))),
        momentum=draw(st.floats(0, 1, exclude_max=True)),
        clip_norm=draw(st.none() | st.floats(1e-300, 1e300)),
        dropout=draw(st.floats(0, 1, exclude_max=True)),
        schedule=draw(st.sampled_from(sorted(SCHEDULES))),
        warmup=draw(st.floats(0, 1e300)),
        patience=draw(st.none() | st.integers(1, 10**9)),
        class_weights=draw(st.sampled_from(["equal", "balanced"])),
    )
    for _ in range(draw(st.integers(0, 14))):
        edit = draw(st.sampled_from(_EDITS))
        try:
            document = edit(draw, document)
        except NNDesignerError:
            continue  # a refused edit changes nothing, which is as good a document as any
    return replace(
        document,
        runs=draw(_runs()),
        progress=draw(_progress()),
        memory=draw(_memory(document.parameters)),
        best=draw(st.sampled_from([None, document.parameters])),
    )


def same(left: Document, right: Document) -> bool:
    """Whether two documents without data are the same to the last bit."""
    return (
        left.parameters.equals(right.parameters)
        and left.network.next_id == right.network.next_id
        and list(map(_layer_facts, left.network.layers)) == list(map(_layer_facts, right.network.layers))
        and list(map(_connection_facts, left.network.connections))
        == list(map(_connection_facts, right.network.connections))
        and left.training == right.training
        and left.progress == right.progress
        and left.memory.equals(right.memory)
        and _same_best(left.best, right.best)
        and list(map(_run_facts, left.runs)) == list(map(_run_facts, right.runs))
        and dict(left.layout.positions) == dict(right.layout.positions)
        and dict(left.layout.forms) == dict(right.layout.forms)
    )


def _same_best(left: Parameters | None, right: Parameters | None) -> bool:
    return left is right if left is None or right is None else left.equals(right)


def _layer_facts(layer: Layer) -> dict[str, object]:
    return vars(layer) | {"overrides": dict(layer.overrides), "index_by_neuron": None}


def _connection_facts(connection: Connection) -> tuple[object, ...]:
    mask = connection.mask
    facts = None if mask is None else (mask.dtype, mask.tolist())
    return connection.id, connection.source, connection.target, facts


def _run_facts(run: Run) -> dict[str, object]:
    columns = {name: getattr(run.history, name).tobytes() for name in HISTORY_COLUMNS}
    return vars(run) | {"history": columns}


def _some_layer(draw: st.DrawFn, document: Document) -> Layer:
    if not document.network.layers:
        raise NNDesignerError("There is no layer yet.")
    return draw(st.sampled_from(document.network.layers))


def _some_connection(draw: st.DrawFn, document: Document) -> Connection:
    if not document.network.connections:
        raise NNDesignerError("There is no connection yet.")
    return draw(st.sampled_from(document.network.connections))


def _add(draw: st.DrawFn, document: Document) -> Document:
    return edits.add_layer(
        document,
        draw(st.sampled_from(list(Role))),
        draw(st.integers(1, 5)),
        activation=draw(st.sampled_from(["step", "sigmoid", "tanh", "relu", "linear", "softmax"])),
        name=draw(NAMES),
        position=(draw(FINITE), draw(FINITE)) if draw(st.booleans()) else None,
    )


def _connect(draw: st.DrawFn, document: Document) -> Document:
    return edits.connect(document, _some_layer(draw, document).id, _some_layer(draw, document).id)


def _connect_neurons(draw: st.DrawFn, document: Document) -> Document:
    source, target = _some_layer(draw, document), _some_layer(draw, document)
    return edits.connect_neurons(document, (source.id, source.neurons[0]), (target.id, target.neurons[-1]))


def _insert(draw: st.DrawFn, document: Document) -> Document:
    return edits.insert_layer(document, _some_connection(draw, document).id, draw(st.integers(1, 3)))


def _remove_weight(draw: st.DrawFn, document: Document) -> Document:
    connection = _some_connection(draw, document)
    target = document.network.layer(connection.target).neurons
    source = document.network.layer(connection.source).neurons
    pair = draw(st.sampled_from(target)), draw(st.sampled_from(source))
    return edits.remove_weights(document, connection.id, [pair])


def _set_weight(draw: st.DrawFn, document: Document) -> Document:
    connection = _some_connection(draw, document)
    pair = (
        document.network.layer(connection.target).neurons[0],
        document.network.layer(connection.source).neurons[0],
    )
    return edits.set_weight(document, connection.id, pair, draw(FINITE))


def _resize(draw: st.DrawFn, document: Document) -> Document:
    return edits.resize_layer(document, _some_layer(draw, document).id, draw(st.integers(1, 6)))


def _remove(draw: st.DrawFn, document: Document) -> Document:
    return edits.remove(document, layers=[_some_layer(draw, document).id])


def _change_neuron(draw: st.DrawFn, document: Document) -> Document:
    layer = _some_layer(draw, document)
    neuron = draw(st.sampled_from(layer.neurons))
    document = edits.rename_neuron(document, layer.id, neuron, draw(NAMES))
    document = edits.set_neuron_frozen(document, layer.id, neuron, draw(st.booleans()))
    return edits.set_neuron_activation(document, layer.id, neuron, draw(st.sampled_from(["tanh", None])))


def _change_layer(draw: st.DrawFn, document: Document) -> Document:
    layer = _some_layer(draw, document)
    document = edits.set_layer_frozen(document, layer.id, draw(st.booleans()))
    document = edits.set_initialiser(document, layer.id, draw(st.sampled_from(["nielsen", "zeros"])))
    return edits.set_image_shape(document, layer.id, draw(st.sampled_from([None, (1, layer.size)])))


def _form(draw: st.DrawFn, document: Document) -> Document:
    form = draw(st.sampled_from([None, *Form]))
    return edits.set_form(document, [_some_layer(draw, document).id], form)


_EDITS = (
    _add,
    _add,
    _connect,
    _connect,
    _connect_neurons,
    _insert,
    _remove_weight,
    _remove_weight,
    _set_weight,
    _resize,
    _remove,
    _change_neuron,
    _change_layer,
    _form,
)


@st.composite
def _runs(draw: st.DrawFn) -> tuple[Run, ...]:
    ids = draw(st.lists(st.integers(1, 2**40), max_size=3, unique=True))
    return tuple(draw(_run(run_id)) for run_id in ids)


@st.composite
def _run(draw: st.DrawFn, run_id: int) -> Run:
    length = draw(st.integers(0, 5))
    values = st.lists(st.floats(), min_size=length, max_size=length)  # NaN and infinity included
    columns = {name: np.array(draw(values), dtype=np.float64) for name in HISTORY_COLUMNS}
    return Run(
        id=run_id,
        started=draw(NAMES),
        settings=TrainingSettings(seed=draw(st.integers(0, 2**63 - 1))),
        outcome=draw(st.sampled_from(list(Outcome))),
        history=History(**columns),
        seconds=draw(st.floats(0, 1e9)),
        samples=draw(st.integers(0, 2**50)),
        architecture=draw(NAMES),
    )


@st.composite
def _progress(draw: st.DrawFn) -> Progress:
    counts = st.integers(0, 2**50)
    watch = Watch(
        draw(st.floats(allow_nan=False, allow_infinity=False) | st.just(np.inf)),
        draw(counts),
        draw(st.integers(0, 10_000)),
        draw(counts),
    )
    run = draw(st.none() | st.integers(1, 2**40))
    return Progress(draw(counts), draw(counts), draw(counts), run, watch)


@st.composite
def _memory(draw: st.DrawFn, parameters: Parameters) -> Memory:
    """Any optimiser's, its vectors having nothing of some layers, as those of new ones do."""
    optimizer = draw(st.sampled_from(sorted(OPTIMISERS)))
    optimiser = OPTIMISERS[optimizer]
    curvature = ("gradient", "move", "step 0", "change 0")
    names = optimiser.slots if isinstance(optimiser, Elementwise) else curvature
    there = sorted([*parameters.weights, *parameters.biases])
    kept = set(draw(st.lists(st.sampled_from(there)))) if there else set()
    slot = Parameters(
        {key: array for key, array in parameters.weights.items() if key in kept},
        {key: array for key, array in parameters.biases.items() if key in kept},
    )
    slots = dict.fromkeys(names, slot) if draw(st.booleans()) else {}
    return Memory(optimizer, draw(st.integers(0, 2**50)), slots)
