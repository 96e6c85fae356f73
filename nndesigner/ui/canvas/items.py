"""What the palette offers: the things that can be dragged onto the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QMimeData

from nndesigner.document import edits
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Role

MIME = "application/x-nndesigner-item"


class ItemKind(Enum):
    """The kinds of palette items."""

    LAYER = "layer"
    NEURON = "neuron"
    START = "start"


@dataclass(frozen=True)
class Item:
    """One palette item.

    Attributes:
        role: Of a layer.
        activation: Of a layer, None for the usual one; of a neuron, None for one like its layer.
        start: Key of a ready-made network.
    """

    kind: ItemKind
    role: Role = Role.HIDDEN
    activation: str | None = None
    start: str = ""


HIDDEN_KINDS = tuple(
    name for name, kind in ACTIVATIONS.items() if kind.differentiable and not kind.output_only
)
"""Activations that hidden layers are offered with: those that gradient descent can teach."""
OUTPUT_KINDS = ("softmax", "sigmoid", "linear")
"""Activations that output layers are offered with: for classes, for two classes, for numbers."""
NEURON_KINDS = tuple(name for name, kind in ACTIVATIONS.items() if kind.elementwise)
"""Activations that a single neuron can have of its own."""

ITEMS: dict[str, Item] = {
    **{f"layer:{role.value}": Item(ItemKind.LAYER, role) for role in Role},
    **{f"layer:hidden:{name}": Item(ItemKind.LAYER, Role.HIDDEN, name) for name in HIDDEN_KINDS},
    **{f"layer:output:{name}": Item(ItemKind.LAYER, Role.OUTPUT, name) for name in OUTPUT_KINDS},
    "neuron": Item(ItemKind.NEURON),
    **{f"neuron:{name}": Item(ItemKind.NEURON, activation=name) for name in NEURON_KINDS},
    **{f"start:{key}": Item(ItemKind.START, start=key) for key in edits.STARTS},
}
"""By the text that stands for it in a drag."""


def packed(key: str) -> QMimeData:
    """An item as the data of a drag."""
    data = QMimeData()
    data.setData(MIME, key.encode())
    return data


def unpacked(data: QMimeData) -> Item | None:
    """The item that is dragged; None if it is something else."""
    if not data.hasFormat(MIME):
        return None
    return ITEMS.get(bytes(data.data(MIME).data()).decode(errors="replace"))
