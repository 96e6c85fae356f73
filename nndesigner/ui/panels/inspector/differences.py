"""The slope of a row's cost in one parameter, measured by moving it: beside ∂C/∂w and ∂C/∂b."""

from __future__ import annotations

import math

from nndesigner.engine.parameter_check import ParameterCheck, Place, check_parameter
from nndesigner.ui.naming import counted
from nndesigner.ui.panels.inspector.equations import View
from nndesigner.ui.panels.inspector.notation import GAP, Writer, result


def difference_html(view: View, place: Place, letter: str, writer: Writer) -> str:
    """(C(w + h) − C(w − h)) / 2h for the row looked at, and how well it agrees; empty where there is none.

    Args:
        view: Parameters and row.
        place: The parameter.
        letter: What it is called: w or b.
        writer: Writes in the colours of the theme.
    """
    network, desired = view.document.network, view.desired()
    first = network.input_layer
    if desired is None or first is None:
        return ""
    found = check_parameter(
        network,
        view.parameters,
        view.document.training.cost,
        view.inspection.a[first.id],
        desired[None],
        place,
    )
    if found.difference is None:
        lines = f"{letter}{GAP}−{GAP}h and {letter}{GAP}+{GAP}h"
        words = f"C has a kink between {lines}: the difference of the two costs is no derivative there."
        return writer.lines(writer.faint(words))
    if not math.isfinite(found.difference):
        return ""
    quotient = f"(C({letter}{GAP}+{GAP}h) − C({letter}{GAP}−{GAP}h)) / 2h"
    return writer.lines(f"{quotient} {result(found.difference)}, {writer.faint(_agreement(found))}")


def _agreement(found: ParameterCheck) -> str:
    digits = found.digits
    if found.difference == found.backprop:
        return "exactly the same"
    if found.too_small:
        return "both too small to compare"
    digits_words = counted(digits or 0, "digit")
    return f"agrees to {digits_words} in float64" if found.agrees else "which does not agree"
