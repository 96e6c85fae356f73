"""Edits that give neurons, layers and weights another order, number or look."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.fragment import Fragment, fragment_of
from nndesigner.document.model import Document, Form
from nndesigner.engine.network import Role
from nndesigner.session.session import Edit
from nndesigner.ui.canvas.aligning import COLUMN, EVENLY, ROW, Arrangement
from tests.ui.machine.drawing import (
    SIZES,
    Draw,
    Kind,
    MissingError,
    NeuronRef,
    small_layer,
    some_connection,
    some_layer,
    some_layers,
    some_neurons,
    some_ref,
)

STEPS = st.sampled_from([-1, 1])
_MOST = 60
"""Neurons of a network up to which whole layers are added to it; more would only take time."""


def refuse_large(document: Document) -> None:
    if sum(layer.size for layer in document.network.layers) > _MOST:
        raise MissingError


def some_refs(draw: Draw, document: Document) -> list[NeuronRef]:
    return [some_ref(draw, document) for _ in range(draw(st.integers(1, 3)))]


def duplicate_neurons(draw: Draw, document: Document) -> Edit:
    layer = small_layer(draw, document)
    refs = [(layer.id, neuron) for neuron in some_neurons(draw, layer)]
    return lambda d: edits.duplicate_neurons(d, refs)


def duplicate_layers(draw: Draw, document: Document) -> Edit:
    refuse_large(document)
    layer = some_layer(draw, document, Role.HIDDEN)
    return lambda d: edits.duplicate_layers(d, [layer.id])


def shift_neurons(draw: Draw, document: Document) -> Edit:
    refs, step = some_refs(draw, document), draw(STEPS)
    return lambda d: edits.shift_neurons(d, refs, step)


def reorder_neurons(draw: Draw, document: Document) -> Edit:
    layer = some_layer(draw, document)
    refs = [(layer.id, neuron) for neuron in some_neurons(draw, layer)]
    place = draw(st.integers(0, layer.size))
    return lambda d: edits.move_neurons(d, refs, layer.id, place)


def move_neurons(draw: Draw, document: Document) -> Edit:
    refs, target = some_refs(draw, document), small_layer(draw, document)
    place = draw(st.integers(0, target.size))
    return lambda d: edits.move_neurons(d, refs, target.id, place)


def fuse_neurons(draw: Draw, document: Document) -> Edit:
    layer = some_layer(draw, document, Role.HIDDEN)
    if layer.size < 2:
        raise MissingError
    chosen = draw(st.lists(st.sampled_from(layer.neurons), min_size=2, max_size=3, unique=True))
    return lambda d: edits.fuse_neurons(d, layer.id, chosen)


def split_layer(draw: Draw, document: Document) -> Edit:
    layer = some_layer(draw, document, Role.HIDDEN)
    neurons = some_neurons(draw, layer)
    return lambda d: edits.split_layer(d, layer.id, neurons)


def merge_layers(draw: Draw, document: Document) -> Edit:
    network = document.network
    ids = [layer.id for layer in network.with_role(Role.HIDDEN)]
    pairs = [(a, b) for a in ids for b in ids if a < b and edits.merge_refusal(network, (a, b)) is None]
    if not pairs:
        raise MissingError
    pair = draw(st.sampled_from(pairs))
    return lambda d: edits.merge_layers(d, pair)


def move_in_chain(draw: Draw, document: Document) -> Edit:
    network = document.network
    steps = [(layer.id, step) for layer in network.layers for step in (-1, 1)]
    possible = [pair for pair in steps if edits.chain_refusal(network, *pair) is None]
    if not possible:
        raise MissingError
    layer, step = draw(st.sampled_from(possible))
    return lambda d: edits.move_in_chain(d, layer, step)


def resize_at_front(draw: Draw, document: Document) -> Edit:
    layer, size = some_layer(draw, document), draw(SIZES)
    return lambda d: edits.resize_layer(d, layer.id, size, front=True)


def set_form(draw: Draw, document: Document) -> Edit:
    layers, form = some_layers(draw, document), draw(st.sampled_from([None, *Form]))
    return lambda d: edits.set_form(d, layers, form)


def arrange(arrangement: Arrangement, draw: Draw, document: Document) -> Edit:
    layers = some_layers(draw, document, arrangement.least)
    return lambda d: arrangement.edited(d, layers)


def prune(rules: st.SearchStrategy[edits.Rule], draw: Draw, document: Document) -> Edit:
    connection, rule = some_connection(draw, document), draw(rules)
    return lambda d: edits.prune(d, [connection.id], rule)


def restore_all(draw: Draw, document: Document) -> Edit:
    masked = [c.id for c in document.network.connections if c.mask is not None]
    if not masked:
        raise MissingError
    return lambda d: edits.restore_all(d, masked)


def paste_layers(draw: Draw, document: Document) -> Edit:
    refuse_large(document)
    fragment = _copied(document, layers=some_layers(draw, document))
    return lambda d: edits.paste_layers(d, fragment, (40.0, 40.0))


def paste_neurons(draw: Draw, document: Document) -> Edit:
    target = small_layer(draw, document)
    fragment = _copied(document, neurons=some_refs(draw, document))
    homes = edits.homes_of(document.network, fragment, [target.id], at_home=True)
    assert homes is not None
    return lambda d: edits.paste_neurons(d, fragment, homes, at_home=True)


def _copied(
    document: Document, layers: list[int] | None = None, neurons: list[NeuronRef] | None = None
) -> Fragment:
    return fragment_of(document, document.parameters, "here", layers or [], neurons or [])


STRUCTURE: Mapping[str, Kind] = {
    "duplicate neurons": duplicate_neurons,
    "duplicate layers": duplicate_layers,
    "shift neurons": shift_neurons,
    "reorder neurons": reorder_neurons,
    "move neurons": move_neurons,
    "fuse neurons": fuse_neurons,
    "split layer": split_layer,
    "merge layers": merge_layers,
    "move in chain": move_in_chain,
    "resize at front": resize_at_front,
    "set form": set_form,
    "align in a row": partial(arrange, ROW),
    "align in a column": partial(arrange, COLUMN),
    "distribute": partial(arrange, EVENLY),
    "prune below": partial(prune, st.builds(edits.BelowThreshold, st.floats(0.1, 1))),
    "keep strongest": partial(
        prune, st.builds(edits.Strongest, st.integers(1, 2), st.sampled_from(edits.Side))
    ),
    "prune at random": partial(prune, st.builds(edits.RandomSparsity, st.floats(0.2, 0.8))),
    "restore all": restore_all,
    "paste layers": paste_layers,
    "paste neurons": paste_neurons,
}
"""By what they do."""
