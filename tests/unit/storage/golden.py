"""The documents in the golden files, which were written once and are never written again.

A new format version gets a golden file of its own:

    python -m tests.unit.storage.golden v1.3
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from nndesigner.data.bundled import load_bundled
from nndesigner.document import edits
from nndesigner.document.model import Document, Form
from nndesigner.document.runs import HISTORY_COLUMNS, History, Outcome, Run
from nndesigner.document.settings import Progress
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.engine.watch import Watch
from nndesigner.storage.project import save_project

FOLDER = Path(__file__).resolve().parents[2] / "data" / "projects"


def golden_document() -> Document:
    """One of everything that a project can hold."""
    document = edits.set_data(Document.empty(), load_bundled("xor"))
    document = edits.set_training(document, seed=42, batch_size=None, ridge=0.01, learning_rate=0.1)
    document = _with_network(document)
    document = edits.move_layers(document, {1: (-220.0, 0.5), 9: (220.0, 0.0)})
    history = History(**{name: np.array([0.7, 0.6, 0.5, 0.4]) for name in HISTORY_COLUMNS})
    nothing = np.full(4, np.nan)
    run = Run(
        id=1,
        started="2026-01-02T03:04:05+00:00",
        settings=document.training,
        outcome=Outcome.STOPPED,
        history=replace(history, validation_cost=nothing, validation_score=nothing),
        seconds=0.25,
        samples=12,
        architecture="2 – 3 Tanh – 1 Sigmoid",
    )
    return replace(document, runs=(run,), progress=Progress(epoch=3, steps=3, run=1))


def descending_document() -> Document:
    """What format 1.1 has beside: an optimiser with a memory, and the best weights so far."""
    document = golden_document()
    document = edits.set_training(
        document,
        optimizer="adamw",
        beta1=0.8,
        l1=0.25,
        clip_norm=1.5,
        dropout=0.125,
        schedule="plateau",
        schedule_epochs=4,
        warmup=0.5,
        patience=7,
        class_weights="balanced",
    )
    slots = {
        name: Parameters(
            {key: read_only(w * factor) for key, w in document.parameters.weights.items()},
            {key: read_only(b * factor) for key, b in document.parameters.biases.items()},
        )
        for name, factor in (("mean", np.float32(0.5)), ("square", np.float32(0.25)))
    }
    return replace(
        document,
        progress=replace(document.progress, watch=Watch(0.40625, 2, 1, 3)),
        memory=Memory("adamw", 3, slots),
        best=slots["mean"],
    )


def formed_document() -> Document:
    """What format 1.2 has beside: layers drawn as the user has chosen."""
    document = edits.set_form(descending_document(), [4], Form.COLLAPSED)
    return edits.set_form(document, [1], Form.OPEN)


def _with_network(document: Document) -> Document:
    document = edits.add_layer(document, Role.INPUT, 2)
    document = edits.add_layer(document, Role.HIDDEN, 3, activation="tanh", source=1)
    document = edits.add_layer(document, Role.OUTPUT, 1, source=4)
    document = edits.connect(document, 1, 9)
    document = edits.set_image_shape(document, 1, (1, 2))
    hidden = document.network.layer(4)
    document = edits.rename_neuron(document, 4, hidden.neurons[2], "gate")
    document = edits.set_neuron_activation(document, 4, hidden.neurons[2], "relu")
    document = edits.set_neuron_frozen(document, 4, hidden.neurons[0], True)
    first = document.network.connections[0]
    document = edits.remove_weights(
        document, first.id, [(hidden.neurons[1], document.network.layers[0].neurons[0])]
    )
    weights = dict(document.parameters.weights)
    weights[first.id] = _float32([[0.5, -0.25], [0.0, 1.5], [3.0000001e-08, -7.0]])
    biases = {**document.parameters.biases, 4: _float32([0.125, -2.0, 0.75])}
    return replace(document, parameters=Parameters(weights, biases))


def _float32(values: list[float] | list[list[float]]) -> FloatArray:
    return read_only(np.array(values, dtype=np.float32))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    save_project(formed_document(), FOLDER / f"{sys.argv[1]}.nnd")
