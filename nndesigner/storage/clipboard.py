"""A copied part of a network as text, and back. Text from a clipboard is read as hostile."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec
import numpy as np

from nndesigner.document.fragment import Fragment, Piece, Strand
from nndesigner.engine.network import Layer, Override
from nndesigner.engine.parameters import FloatArray
from nndesigner.errors import NetworkError
from nndesigner.storage.clipboard_schema import (
    KIND,
    VERSION,
    FragmentRecord,
    Header,
    OwnRecord,
    PieceRecord,
    StrandRecord,
)
from nndesigner.storage.damage import DamageError, plain
from nndesigner.storage.fragment_checks import fragment_from
from nndesigner.storage.readable_json import readable_json

_RecordT = TypeVar("_RecordT", bound=msgspec.Struct)

MOST_NUMBERS = 1_500_000
"""Weights and biases that are copied at most: about 20 MB of text."""
LONGEST_TEXT = 48_000_000
"""Characters that are read at most; so many numbers in full precision have fewer."""
_AT_ONCE = 4_096
"""Numbers made text in one call, which keeps the window from painting for so long."""
_MARK = '"nndesigner"'
_REMEDY = "Copy layers or neurons in NN Designer first."


def fragment_text(fragment: Fragment) -> str:
    """The text that stands for a fragment.

    Raises:
        NetworkError: It is too large for a clipboard, or holds numbers that are none.
    """
    if fragment.number_count > MOST_NUMBERS:
        raise NetworkError(
            f"{fragment.number_count:,} weights and biases are too many for the clipboard.",
            remedy=f"Copy less at once, up to {MOST_NUMBERS:,}, or save the project under another name.",
        )
    arrays = [piece.biases for piece in fragment.pieces if piece.biases is not None]
    arrays += [strand.weights for strand in fragment.strands]
    if not all(np.isfinite(array).all() for array in arrays):
        raise NetworkError(
            "Some of these weights are no longer finite numbers.", remedy="Reset the weights, then copy."
        )
    record = FragmentRecord(
        nndesigner=KIND,
        version=VERSION,
        project=fragment.project,
        precision=str(arrays[0].dtype) if arrays else "float32",
        layers=[_piece_record(piece) for piece in fragment.pieces],
        connections=[_strand_record(strand, fragment) for strand in fragment.strands],
    )
    return readable_json(msgspec.to_builtins(record)) + "\n"


def fragment_from_text(text: str) -> Fragment:
    """The fragment that a text stands for; words around it, as in a mail, do no harm.

    Raises:
        NetworkError: The text is something else, from a newer version, too large or damaged.
    """
    if _MARK not in text:
        raise NetworkError("The clipboard holds text, but no part of a network.", remedy=_REMEDY)
    if len(text) > LONGEST_TEXT:
        raise NetworkError("The text on the clipboard is too long to be read.", remedy="Copy less at once.")
    raw = plain(text[text.find("{") : text.rfind("}") + 1])
    try:
        header = _decoded(raw, Header)
        if header.nndesigner == KIND and header.version > VERSION:
            raise NetworkError(
                "The clipboard holds a part of a network from a newer version of NN Designer.",
                remedy="Update this one to paste it.",
            )
        if header.nndesigner != KIND or header.version < VERSION:
            raise DamageError("it is of no kind that is known")
        return fragment_from(_decoded(raw, FragmentRecord))
    except DamageError as problem:
        raise NetworkError(
            f"The part of a network on the clipboard cannot be read: {problem}.", remedy="Copy it again."
        ) from problem


def _decoded(raw: str, kind: type[_RecordT]) -> _RecordT:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as problem:
        raise DamageError(f"its text is not as it should be ({problem})") from problem


def _piece_record(piece: Piece) -> PieceRecord:
    layer, (x, y) = piece.layer, piece.position
    return PieceRecord(
        id=layer.id,
        name=plain(layer.name),
        role=layer.role,
        size=layer.size,
        activation=layer.activation,
        neurons=list(layer.neurons),
        biases=None if piece.biases is None else _short(piece.biases).tolist(),
        position=(float(x), float(y)) if math.isfinite(x) and math.isfinite(y) else (0.0, 0.0),
        whole=piece.whole,
        own=list(_own_records(layer)),
        initialiser=layer.initialiser,
        image=layer.image_shape,
        frozen=layer.frozen,
    )


def _own_records(layer: Layer) -> Iterable[OwnRecord]:
    for neuron in layer.neurons:
        own = layer.overrides.get(neuron, Override())
        if own != Override():
            name = None if own.name is None else plain(own.name)
            yield OwnRecord(neuron, name, own.activation, own.frozen)


def _strand_record(strand: Strand, fragment: Fragment) -> StrandRecord:
    whole = {piece.layer.id: piece.layer.neurons for piece in fragment.pieces}
    rows: list[list[Any]] = _short(strand.weights).tolist()
    if strand.present is not None:
        for row, column in np.argwhere(~strand.present).tolist():
            rows[row][column] = None
    return StrandRecord(
        source=strand.source,
        target=strand.target,
        weights=rows,
        senders=None if whole.get(strand.source) == strand.senders else list(strand.senders),
        receivers=None if whole.get(strand.target) == strand.receivers else list(strand.receivers),
    )


def _short(array: FloatArray) -> FloatArray:
    """The numbers in double precision with the fewest digits that give back the same ones.

    0.1 in single precision is 0.10000000149011612, and that is how its double would be written.
    """
    doubles = np.array(array, dtype=np.float64)
    if array.dtype == np.float64:
        return doubles
    flat, written = array.reshape(-1), doubles.reshape(-1)
    for start in range(0, flat.size, _AT_ONCE):
        some = flat[start : start + _AT_ONCE]
        short = some.astype(str).astype(np.float64)
        exact = short.astype(array.dtype) == some
        np.copyto(written[start : start + _AT_ONCE], short, where=exact)
    return doubles
