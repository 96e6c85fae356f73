"""Putting copied layers into a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import numpy as np

from nndesigner.document.arrange import within_reach
from nndesigner.document.edits._restructure import restructured
from nndesigner.document.edits.layers import free_name
from nndesigner.document.fragment import Fragment, Piece, Strand
from nndesigner.document.model import Document, Point
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.errors import NetworkError


def paste_layers(document: Document, fragment: Fragment, offset: Point = (0.0, 0.0)) -> Document:
    """Add every piece of a fragment as a layer of new ids, and the connections among them.

    Nothing that was there is connected with them. A second input or output layer becomes a hidden one with
    the same neurons and activation; names that are taken are continued.

    Args:
        document: The document before.
        fragment: What was copied.
        offset: How far from where they stood the layers are placed.

    Raises:
        NetworkError: A number is too large for the precision of the document.
    """
    ids, network = count(document.network.next_id), document.network
    made: dict[int, Layer] = {}
    for piece in fragment.pieces:
        layer = _fresh(piece, network, ids)
        made[piece.layer.id] = layer
        network = replace(network, layers=(*network.layers, layer))
    strands = {next(ids): strand for strand in fragment.inner_strands}
    joints = (
        Connection(key, made[strand.source].id, made[strand.target].id, strand.present)
        for key, strand in strands.items()
    )
    grown = restructured(
        document,
        layers=network.layers,
        connections=(*network.connections, *joints),
        next_id=next(ids),
        placed={made[piece.layer.id].id: _moved(piece.position, offset) for piece in fragment.pieces},
    )
    return replace(grown, parameters=_numbers(grown, fragment, made, strands))


def fitting(values: FloatArray, dtype: np.dtype[np.floating]) -> FloatArray:
    """The numbers in the precision of a document.

    Raises:
        NetworkError: One is too large for it.
    """
    with np.errstate(over="ignore"):
        numbers: FloatArray = values.astype(dtype)
    if not np.isfinite(numbers).all():
        raise NetworkError(
            f"A copied weight or bias is too large for {dtype} precision.",
            remedy="Choose float64 among the training settings, then paste.",
        )
    return read_only(numbers)


def _fresh(piece: Piece, network: Network, ids: Iterator[int]) -> Layer:
    """The layer of a piece with new ids, and a role and a name that are free."""
    role = piece.layer.role
    if role is not Role.HIDDEN and network.with_role(role):
        role = Role.HIDDEN
    key = next(ids)
    neurons = tuple(next(ids) for _ in piece.layer.neurons)
    overrides = {
        new: piece.layer.overrides[old]
        for old, new in zip(piece.layer.neurons, neurons, strict=True)
        if old in piece.layer.overrides
    }
    name = piece.layer.name
    if any(layer.name == name for layer in network.layers):
        name = _continued(name, network, role)
    return replace(piece.layer, id=key, role=role, name=name, neurons=neurons, overrides=overrides)


def _continued(name: str, network: Network, role: Role) -> str:
    """Another name than a taken one: “hidden 3” after “hidden 2”, “petals 2” after “petals”."""
    stem = name.rstrip("0123456789").rstrip()
    if stem in tuple(Role) or not stem:
        return free_name(network, role)
    taken = {layer.name for layer in network.layers}
    return next(f"{stem} {number}" for number in count(2) if f"{stem} {number}" not in taken)


def _moved(position: Point, offset: Point) -> Point:
    return within_reach((position[0] + offset[0], position[1] + offset[1]))


def _numbers(
    document: Document, fragment: Fragment, made: dict[int, Layer], strands: dict[int, Strand]
) -> Parameters:
    dtype, parameters = np.dtype(document.training.precision), document.parameters
    weights = {key: fitting(strand.weights, dtype) for key, strand in strands.items()}
    biases = {
        made[piece.layer.id].id: fitting(piece.biases, dtype)
        for piece in fragment.pieces
        if piece.biases is not None
    }
    return Parameters({**parameters.weights, **weights}, {**parameters.biases, **biases})
