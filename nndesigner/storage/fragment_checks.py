"""From the records of a copied part of a network to the part itself, with everything checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

import numpy as np

from nndesigner.document.fragment import Fragment, Piece, Strand
from nndesigner.document.settings import PRECISIONS
from nndesigner.engine.network import Layer, Override, Role
from nndesigner.engine.parameters import FloatArray, read_only
from nndesigner.storage.clipboard_schema import FragmentRecord, PieceRecord, StrandRecord
from nndesigner.storage.damage import DamageError
from nndesigner.storage.layer_checks import checked


def fragment_from(record: FragmentRecord) -> Fragment:
    """The fragment.

    Raises:
        DamageError: It is no part of a network of this program.
    """
    if record.precision not in PRECISIONS:
        raise DamageError(f"there is no precision “{record.precision}”")
    dtype = np.dtype(record.precision)
    _refuse_twice([piece.id for piece in record.layers])
    _refuse_twice([neuron for piece in record.layers for neuron in piece.neurons])
    pieces = {piece.id: _piece(piece, dtype) for piece in record.layers}
    strands = tuple(_strand(strand, pieces, dtype) for strand in record.connections)
    fragment = Fragment(record.project, tuple(pieces.values()), strands)
    _check_joints(fragment, pieces)
    return fragment


def _piece(record: PieceRecord, dtype: np.dtype[np.floating]) -> Piece:
    count = len(record.neurons)
    if record.size != count:
        raise DamageError(f"the layer “{record.name}” has {count:,} neurons")
    layer = checked(
        Layer(
            id=record.id,
            name=record.name,
            role=record.role,
            activation=record.activation,
            neurons=tuple(record.neurons),
            overrides={own.neuron: Override(own.activation, own.name, own.frozen) for own in record.own},
            initialiser=record.initialiser,
            image_shape=record.image,
            frozen=record.frozen,
        )
    )
    biases = None
    if record.role is not Role.INPUT:
        biases = _numbers([record.biases or []], (1, count), dtype)[0]
    kept = layer if record.whole else replace(layer, image_shape=None)
    return Piece(kept, record.whole, record.position, biases)


def _strand(record: StrandRecord, pieces: Mapping[int, Piece], dtype: np.dtype[np.floating]) -> Strand:
    senders = _ends(record.senders, record.source, pieces)
    receivers = _ends(record.receivers, record.target, pieces)
    values = _numbers(record.weights, (len(receivers), len(senders)), np.dtype(np.float64), holes=True)
    present = ~np.isnan(values)
    with np.errstate(over="ignore"):
        weights = np.where(present, values, 0.0).astype(dtype)
    if not np.isfinite(weights).all():
        raise DamageError(f"a weight is no number of {dtype} precision")
    present.flags.writeable = False
    return Strand(
        record.source,
        senders,
        record.target,
        receivers,
        read_only(weights),
        None if present.all() else present,
    )


def _ends(neurons: list[int] | None, layer: int, pieces: Mapping[int, Piece]) -> tuple[int, ...]:
    if neurons is not None:
        _refuse_twice(neurons)
        return tuple(neurons)
    if layer not in pieces:
        raise DamageError("a connection leads to a layer that does not exist")
    return pieces[layer].layer.neurons


def _numbers(
    rows: list[list[float | None]] | list[list[float]],
    shape: tuple[int, int],
    dtype: np.dtype[np.floating],
    *,
    holes: bool = False,
) -> FloatArray:
    """Rows as an array, not a number where there is a hole."""
    if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
        raise DamageError("the numbers of weights and neurons differ")
    found = np.array(rows, dtype=np.float64).reshape(shape)
    with np.errstate(over="ignore"):
        numbers = found.astype(dtype)
    if not holes and not np.isfinite(numbers).all():
        raise DamageError(f"a bias is no number of {dtype} precision")
    return read_only(numbers)


def _check_joints(fragment: Fragment, pieces: Mapping[int, Piece]) -> None:
    joints = fragment.inner_strands
    pairs = [(strand.source, strand.target) for strand in joints]
    _refuse_twice(pairs)
    if fragment.has_layers and len(joints) != len(fragment.strands):
        raise DamageError("a connection leads to a layer that does not exist")
    for strand in joints:
        source, target = pieces[strand.source].layer, pieces[strand.target].layer
        if strand.senders != source.neurons or strand.receivers != target.neurons:
            raise DamageError("a connection leads to a neuron that does not exist")
        if target.role is Role.INPUT or source.role is Role.OUTPUT:
            raise DamageError("a connection runs backwards")
    try:
        order: TopologicalSorter[int] = TopologicalSorter()
        for source_id, target_id in pairs:
            order.add(target_id, source_id)
        order.prepare()
    except CycleError as problem:
        raise DamageError("its connections form a cycle") from problem


def _refuse_twice(ids: list[int] | list[tuple[int, int]]) -> None:
    if len(set(ids)) != len(ids):
        raise DamageError("two of its parts are the same")
