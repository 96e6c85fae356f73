"""What training does to a document: one edit like any other, so undo takes it back."""

from __future__ import annotations

from dataclasses import replace

from nndesigner.document.model import Document
from nndesigner.document.runs import Run
from nndesigner.document.settings import Progress
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import Parameters


def trained(
    document: Document,
    parameters: Parameters,
    progress: Progress,
    run: Run,
    *,
    memory: Memory | None = None,
    best: Parameters | None = None,
) -> Document:
    """Take over trained parameters, and add the run or extend the record of it that is there."""
    others = tuple(other for other in document.runs if other.id != run.id)
    return replace(
        document,
        parameters=parameters,
        progress=progress,
        memory=memory or Memory(),
        best=best,
        runs=(*others, run),
    )


def architecture(network: Network) -> str:
    """The layers in words, such as "4 – 8 ReLU – 3 softmax"."""
    words = []
    for layer in network.forward_order:
        plain = layer.role is Role.INPUT
        words.append(f"{layer.size}" if plain else f"{layer.size} {ACTIVATIONS[layer.activation].label}")
    return " – ".join(words)
