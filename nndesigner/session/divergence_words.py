"""What a diagnosis of diverged training means for a document, in words that claim only what was measured."""

from __future__ import annotations

import math

from nndesigner.data.model import Part, Prepared, Scaling
from nndesigner.document.model import Document
from nndesigner.engine.broken import Broken, Kind
from nndesigner.engine.divergence import Diagnosis, Measured

_LARGE = 100.0
"""Scaled numbers are a few units large; from here on the size of inputs and targets is worth a word."""
_MINUS = "−"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_KEPT = "The last finite weights were kept."


def message(document: Document, diagnosis: Diagnosis) -> str:
    """What happened and where."""
    broken, measured = diagnosis.broken, diagnosis.measured
    if broken is None:
        return f"Training diverged: the numbers are no longer finite.{_rise(measured)}"
    if broken.kind in (Kind.INPUT, Kind.TARGET):
        return _bad_cell(document, broken)
    place = _place(document, broken)
    if broken.kind is Kind.PARAMETERS:
        return f"A weight or the bias of {place} was not a finite number when training began."
    when = f" in step {measured.steps} after the last finite cost" if measured.steps > 1 else ""
    first = {
        Kind.FORWARD: f"{place} was the first to overflow{when}",
        Kind.BACKWARD: f"the error δ of {place} was the first number to overflow{when}",
        Kind.STEP: f"a weight or the bias of {place} was the first number to overflow{when}",
        Kind.COST: f"the cost overflowed{when}, when {place} reached {_number(broken.size or 0.0)}",
    }
    return f"Training diverged: {first[broken.kind]}.{_rise(measured)}"


def remedy(document: Document, diagnosis: Diagnosis) -> str:
    """What to do about it, by the numbers."""
    kind = diagnosis.broken.kind if diagnosis.broken is not None else None
    if kind in (Kind.INPUT, Kind.TARGET):
        return "Scale this column, choose float64, or leave the row out."
    if kind is Kind.PARAMETERS:
        return "Reset the weights, or set it to a finite number."
    return f"{_KEPT} {_advice(document, diagnosis.measured)}"


def _advice(document: Document, measured: Measured) -> str:
    settings = document.training
    rate, limit, ratio = measured.rate, measured.limit, measured.ratio
    if measured.decay > 2.0 and settings.optimizer in ("sgd", "adamw"):
        most = settings.ridge / measured.decay
        return (
            f"With η = {_number(rate)}, λ = {_number(settings.ridge)} makes every weight "
            f"{_number(measured.decay - 1.0)} times as large in each step; choose λ below {_number(most)}."
        )
    if measured.input >= _LARGE or measured.target >= _LARGE:
        return _unscaled(document, measured)
    if limit is not None and rate > limit:
        return (
            f"The learning rate η = {_number(rate)} is {_number(rate / limit)} times the largest that the "
            f"curvature of the cost allows; try {_rounded_down(limit / 2.0)}."
        )
    if ratio is not None and ratio > 1.0:
        return (
            f"The learning rate η = {_number(rate)} made a step {_number(ratio)} times as long as the "
            f"weights; try {_rounded_down(rate / (10.0 * ratio))}."
        )
    clip = ", or clip the gradient" if settings.clip_norm is None and settings.clip_value is None else ""
    return f"Try a smaller learning rate, for example {_rounded_down(rate / 10.0)}{clip}."


def _unscaled(document: Document, measured: Measured) -> str:
    """Advice on numbers that are large; also a learning rate that would do for them, where it is known."""
    data = document.data
    assert data is not None
    inputs = measured.input >= _LARGE
    name = data.prepared.input_names[measured.input_column] if inputs else data.prepared.target_name
    plan = next((column for column in data.recipe.columns if column.name == name), None)
    large = f"“{name}” reaches {_number(measured.input if inputs else measured.target)}"
    if plan is not None and plan.scaling is not Scaling.NONE:
        large += " even though it is scaled: look for outliers"
    else:
        large += ": scale it"
    if measured.limit is None or measured.rate <= measured.limit:
        return f"{large}, or try a smaller learning rate."
    return f"{large}, or try a learning rate as small as {_rounded_down(measured.limit / 2.0)}."


def _bad_cell(document: Document, broken: Broken) -> str:
    data, row, column = document.data, broken.row, broken.column
    assert data is not None
    assert row is not None
    assert column is not None
    prepared = data.prepared
    place = prepared_row(prepared, row)
    inputs = broken.kind is Kind.INPUT
    name = prepared.input_names[column] if inputs else prepared.target_name
    value = float(prepared.x[place, column] if inputs else prepared.targets[place, column])
    number = f"Row {int(prepared.rows[place]) + 1}"
    if math.isfinite(value):
        return f"{number} has {_number(value)} in “{name}”, too large for {document.training.precision}."
    return f"{number} holds no finite number in “{name}”."


def prepared_row(prepared: Prepared, row: int) -> int:
    """The index among all prepared rows of a training row."""
    return int(prepared.select(Part.TRAIN)[row])


def _place(document: Document, broken: Broken) -> str:
    layer = document.network.layer(broken.layer)
    return f"{layer.neuron_name(broken.neuron)} of {layer.name}"


def _rise(measured: Measured) -> str:
    before, after = measured.cost_before, measured.cost_after
    if not (math.isfinite(before) and after > before):
        return ""
    return f" The cost had risen from {_number(before)} to {_number(after)}."


def _rounded_down(value: float) -> str:
    """One digit, for a number to be tried."""
    if not value > 0.0:
        return "0"
    size = 10.0 ** math.floor(math.log10(value))
    return _number(math.floor(value / size + 1e-9) * size, 1)


def _number(value: float, digits: int = 2) -> str:
    """A few digits and a true minus sign; powers of ten as people write them: 1.5·10⁴⁰."""
    text = f"{value:.{digits}g}"
    mantissa, exponential, exponent = text.partition("e")
    power = int(exponent) if exponential else 0
    if 0 < power < 6:
        text = f"{value:,.0f}"
    elif power:
        text = f"{mantissa}·10{str(power).translate(_RAISED)}"
    return text.replace("-", _MINUS)
