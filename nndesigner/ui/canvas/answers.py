"""What the output layer answers for the row looked at, beside what would be right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nndesigner.data.model import Prepared
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.metrics import predicted_classes
from nndesigner.engine.network import Layer, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.session import Session
from nndesigner.ui.canvas.labels import header_detail, side_labels
from nndesigner.ui.canvas.painting.columns import Labels, Mark
from nndesigner.ui.canvas.values import Values
from nndesigner.ui.format import number

_RIGHT, _WRONG = "✓", "✗"


def labels_of(session: Session, document: Document, layer: Layer, values: Values) -> Labels:
    """What is written at a layer; at the output layer also its answer.

    Args:
        session: For the row looked at.
        document: The one shown.
        layer: Of that document.
        values: The numbers shown.
    """
    bare = Labels(header_detail(session, document, layer), side_labels(document, layer))
    a = values.activations.get(layer.id) if layer.role is Role.OUTPUT else None
    data, sample = document.data, session.sample
    if a is None or len(a) != layer.size or bare.names is None or data is None or sample is None:
        return bare
    prepared, bounded = data.prepared, ACTIVATIONS[layer.activation].range == (0.0, 1.0)
    barred = replace(bare, outputs=a if bounded else None)
    if not prepared.classes:
        return replace(bare, notes=[_in_units(prepared, a, sample)]) if layer.size == 1 else bare
    label = int(prepared.labels[sample])
    guess = int(predicted_classes(a[np.newaxis], COSTS[document.training.cost].boundary)[0])
    if layer.size == len(prepared.classes):
        return replace(barred, bold=guess, marks=_marks(guess, label))
    if layer.size == 1:
        return replace(barred, bold=0 if guess else None, notes=[_of_two(prepared, guess, label)])
    return barred


def _marks(guess: int, label: int) -> dict[int, Mark]:
    """Which class is predicted and which is true, by position; one mark where they are the same."""
    if guess == label:
        return {label: Mark(_RIGHT, "correct", "good_text")}
    return {guess: Mark(_WRONG, "predicted", "warning_text"), label: Mark(_RIGHT, "actual", "good_text")}


def _in_units(prepared: Prepared, a: FloatArray, sample: int) -> str:
    """A prediction in the user's units, and what it should be."""
    scale, offset = prepared.target_scale, prepared.target_offset
    value, wanted = (float(x) * scale + offset for x in (a[0], prepared.targets[sample, 0]))
    return f"{number(value)}, actual: {number(wanted)}"


def _of_two(prepared: Prepared, guess: int, label: int) -> str:
    """Which of two classes the row is of, and whether a single neuron is right about it."""
    return f"{_RIGHT if guess == label else _WRONG} actual: {prepared.classes[label]}"
