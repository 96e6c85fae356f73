"""The records of a copied part of a network: exactly what may stand in its text."""

from __future__ import annotations

from typing import Annotated

import msgspec

from nndesigner.engine.network import Role
from nndesigner.storage.schema import MOST_CONNECTIONS, MOST_LAYERS, Id, Size

KIND = "clipboard"
VERSION = 1

Numbers = list[float]


class Header(msgspec.Struct):
    """How such a text begins, in every version."""

    nndesigner: str
    version: int


class OwnRecord(msgspec.Struct, omit_defaults=True):
    """Where one neuron differs from its layer."""

    neuron: Id
    name: str | None = None
    activation: str | None = None
    frozen: bool = False


class PieceRecord(msgspec.Struct, omit_defaults=True):
    """A layer, or (if not `whole`) some of its neurons; `size` repeats their number for human readers."""

    id: Id
    name: str
    role: Role
    size: Size
    activation: str
    neurons: list[Id]
    biases: Numbers | None
    position: tuple[float, float]
    whole: bool = True
    own: list[OwnRecord] = []
    initialiser: str = "automatic"
    image: tuple[Size, Size] | None = None
    frozen: bool = False


class StrandRecord(msgspec.Struct, omit_defaults=True, rename={"source": "from", "target": "to"}):
    """Weights from one layer into another: a row per receiving neuron, null where a weight is removed.

    Without senders or receivers it is between all neurons of the piece.
    """

    source: Id
    target: Id
    weights: list[list[float | None]]
    senders: list[Id] | None = None
    receivers: list[Id] | None = None


class FragmentRecord(msgspec.Struct):
    """The whole text."""

    nndesigner: str
    version: int
    project: str
    precision: str
    layers: Annotated[list[PieceRecord], msgspec.Meta(min_length=1, max_length=MOST_LAYERS)]
    connections: Annotated[list[StrandRecord], msgspec.Meta(max_length=2 * MOST_CONNECTIONS)]
