"""Edits of the training settings, and starting afresh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nndesigner.document.edits._comparing import with_other_cost
from nndesigner.document.model import Document
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.costs import COSTS
from nndesigner.engine.initialisers import initial_biases, initial_weights, initialise
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.errors import UsageError


def set_training(document: Document, **changes: int | float | str | None) -> Document:
    """Change training settings; the names are the fields of `TrainingSettings`.

    Another seed gives an untrained network its own first weights at once; another precision converts the
    parameters.

    Raises:
        UsageError: A value is out of its range.
    """
    settings = _changed(document.training, changes)
    if settings.cost not in COSTS:
        raise UsageError(f"There is no cost “{settings.cost}”.", remedy=f"Choose one of {', '.join(COSTS)}.")
    if settings == document.training:
        return document
    changed = replace(document, training=settings)
    if any(getattr(settings, name) != getattr(document.training, name) for name in _OF_THE_COST):
        changed = with_other_cost(changed)
    if settings.seed != document.training.seed and not document.progress.steps:
        return reset(changed)
    if settings.precision != document.training.precision:
        best = None if changed.best is None else _converted(changed.best, settings.precision)
        return replace(changed, parameters=_converted(document.parameters, settings.precision), best=best)
    return changed


_OF_THE_COST = ("cost", "class_weights")


def reset(document: Document) -> Document:
    """Draw all weights and biases anew from the seed; the next training begins a new run."""
    parameters = initialise(document.network, document.training.seed, np.dtype(document.training.precision))
    return replace(document, parameters=parameters, progress=Progress(), memory=Memory(), best=None)


def reset_layer(document: Document, layer_id: int) -> Document:
    """Draw the weights and biases into one layer anew from the seed; nothing of the old ones comes back."""
    network, seed = document.network, document.training.seed
    layer, dtype = network.layer(layer_id), np.dtype(document.training.precision)
    if layer.role is Role.INPUT:
        return document
    weights = {c.id: initial_weights(network, c, seed, dtype) for c in network.incoming(layer_id)}
    biases = {layer_id: initial_biases(layer, seed, dtype)}
    old = document.parameters
    redrawn = replace(document, parameters=Parameters({**old.weights, **weights}, {**old.biases, **biases}))
    forgotten = with_other_cost(redrawn)
    slots = {
        name: Parameters(
            {key: value for key, value in slot.weights.items() if key not in weights},
            {key: value for key, value in slot.biases.items() if key not in biases},
        )
        for name, slot in forgotten.memory.slots.items()
    }
    return replace(forgotten, memory=replace(forgotten.memory, slots=slots))


def _changed(settings: TrainingSettings, changes: dict[str, int | float | str | None]) -> TrainingSettings:
    unknown = changes.keys() - vars(settings).keys()
    if unknown:
        raise UsageError(f"There is no training setting “{min(unknown)}”.")
    return TrainingSettings(**{**vars(settings), **changes})


def _converted(parameters: Parameters, precision: str) -> Parameters:
    def convert(array: FloatArray) -> FloatArray:
        return read_only(array.astype(precision))

    return Parameters(
        {key: convert(value) for key, value in parameters.weights.items()},
        {key: convert(value) for key, value in parameters.biases.items()},
    )
