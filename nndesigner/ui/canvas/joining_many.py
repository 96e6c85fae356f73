"""Connecting whole selections: every layer and neuron of one with every one of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.names import full_name
from nndesigner.engine.network import Connection, Network
from nndesigner.errors import NetworkError
from nndesigner.session.selection import Selection
from nndesigner.ui import step_names
from nndesigner.ui.canvas.joining import Joint, fan_joint, layer_joint, neuron_joint


@dataclass(frozen=True)
class Block:
    """Neurons of one layer that are an end of connections; None of them stands for all."""

    layer: int
    neurons: tuple[int, ...] | None = None


def joint_between(document: Document, source: Selection, target: Selection) -> Joint:
    """All of one selection to all of another; what is impossible is left out.

    Where nothing is possible, the words are those for the first of them.
    """
    joints = [_joint(document, a, b) for a in _blocks(source) for b in _blocks(target)]
    possible = [joint for joint in joints if joint.edit is not None]
    if len(joints) == 1 or not possible:
        return joints[0]
    words = f"Connect {_counted(source)} → {_counted(target)}"
    return replace(possible[0], name=words, edit=partial(_make_all, joints=possible), words=words)


def _blocks(chosen: Selection) -> Iterator[Block]:
    yield from (Block(layer) for layer in sorted(chosen.layers))
    others = sorted(ref for ref in chosen.neurons if ref[0] not in chosen.layers)
    for layer in dict.fromkeys(layer for layer, _ in others):
        yield Block(layer, tuple(neuron for owner, neuron in others if owner == layer))


def _joint(document: Document, source: Block, target: Block) -> Joint:
    if source.neurons is None and target.neurons is None:
        return layer_joint(document.network, source.layer, target.layer)
    if source.neurons is not None and len(source.neurons) == 1:
        start = source.layer, source.neurons[0]
        if target.neurons is None:
            return fan_joint(document, start, target.layer)
        if len(target.neurons) == 1:
            return neuron_joint(document, start, (target.layer, target.neurons[0]))
    return _mesh_joint(document, source, target)


def _mesh_joint(document: Document, source: Block, target: Block) -> Joint:
    """Every neuron of one block to every one of another that it is not connected with yet."""
    network = document.network
    whole = layer_joint(network, source.layer, target.layer)
    found = network.between(source.layer, target.layer)
    if found is None and whole.edit is None:
        return whole
    if found is not None and _joined(network, found, source, target):
        return replace(whole, words="These neurons are already connected.")
    edit = partial(
        edits.connect_groups,
        source=source.layer,
        target=target.layer,
        senders=_neurons(network, source),
        receivers=_neurons(network, target),
    )
    words = f"Connect {_said(document, source)} → {_said(document, target)}"
    name = f"Connect neurons of {step_names.way(network, source.layer, target.layer)}"
    return Joint(name, edit, words, target.layer)


def _joined(network: Network, connection: Connection, source: Block, target: Block) -> bool:
    """Whether every weight between two blocks is there already."""
    if connection.mask is None:
        return True
    rows, columns = (_places(network, block) for block in (target, source))
    return bool(connection.mask[np.ix_(rows, columns)].all())


def _places(network: Network, block: Block) -> list[int]:
    index = network.layer(block.layer).index_by_neuron
    return [index[neuron] for neuron in _neurons(network, block)]


def _neurons(network: Network, block: Block) -> tuple[int, ...]:
    return network.layer(block.layer).neurons if block.neurons is None else block.neurons


def _said(document: Document, block: Block) -> str:
    layer = document.network.layer(block.layer)
    if block.neurons is None:
        return f"all of {layer.name}"
    if len(block.neurons) == 1:
        return full_name(document, layer, block.neurons[0])
    return f"{len(block.neurons)} neurons of {layer.name}"


def _counted(chosen: Selection) -> str:
    kinds = ((len(chosen.layers), "layer"), (len(chosen.neurons), "neuron"))
    return " and ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in kinds if count)


def _make_all(document: Document, joints: list[Joint]) -> Document:
    """Make several connections, but for those that one made before them has made impossible."""
    for joint in joints:
        if joint.edit is not None:
            try:
                document = joint.edit(document)
            except NetworkError:
                continue
    return document
