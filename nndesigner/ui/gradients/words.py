"""What a check of the gradients does and what it found, in sentences."""

from __future__ import annotations

from nndesigner.document.model import Document
from nndesigner.engine.gradient_check import GradientCheck
from nndesigner.session.gradient_checking import checked_rows
from nndesigner.ui.format import number
from nndesigner.ui.naming import counted

GAP = "\u00a0"

_ROUNDED = "of the differences only rounding is left"


def intro(document: Document) -> str:
    """What is compared, and on which cost."""
    settings = document.training
    terms = [
        words
        for words, there in (
            ("ridge", settings.cost_ridge > 0.0),
            ("L1", settings.l1 > 0.0),
            ("class weights", settings.class_weights != "equal"),
        )
        if there
    ]
    included = f" with {_listed(terms)}" if terms else ""
    without = " and without dropout" if settings.dropout else ""
    quotient = f"(C(p{GAP}+{GAP}h){GAP}−{GAP}C(p{GAP}−{GAP}h)){GAP}/{GAP}2h"
    return (
        f"Each gradient ∂C/∂p of backpropagation beside the difference {quotient}, where p is a weight or a "
        f"bias and h{GAP}={GAP}10⁻⁵. C is the cost of {counted(checked_rows(document), 'training row')}"
        f"{included}{without}, in double precision."
    )


def verdict(found: GradientCheck, planned: int, parameters: int) -> str:
    """Whether the two agree.

    Args:
        found: Up to now.
        planned: How many parameters were to be looked at.
        parameters: How many the network has.
    """
    checked, skipped = found.parameters_checked, found.parameters_skipped
    if not checked and not skipped:
        return "No parameter has been compared yet."
    kinks = (
        f" {skipped:,} {'sits' if skipped == 1 else 'sit'} at a kink of the cost, where a difference is no "
        "derivative, and cannot be compared."
        if skipped
        else ""
    )
    if not checked:
        return f"Nothing could be compared.{kinks}"
    every = checked + skipped == planned == parameters and not skipped
    which = f"all {counted(checked, 'parameter')}" if every else _some(checked, parameters)
    if found.parameters_apart:
        return (
            f"Backpropagation and the differences of the cost disagree in {found.parameters_apart:,} of "
            f"{counted(checked, 'parameter')}; largest relative error {number(found.max_relative_error)}, "
            f"more than rounding explains.{kinks}"
        )
    if found.parameters_too_small == checked:
        return f"The gradients of {which} are too small to compare: {_ROUNDED}.{kinks}"
    return (
        f"Backpropagation agrees with the differences of the cost in {which}; "
        f"largest relative error {number(found.max_relative_error)}.{_too_small(found)}{kinks}"
    )


def _too_small(found: GradientCheck) -> str:
    small = found.parameters_too_small
    if not small:
        return ""
    of = "gradient is" if small == 1 else "gradients are"
    return f" Of these, {small:,} {of} too small to compare: {_ROUNDED}."


def _listed(terms: list[str]) -> str:
    """One, one and two, or one, two and three."""
    return " and ".join(part for part in (", ".join(terms[:-1]), terms[-1]) if part)


def _some(checked: int, parameters: int) -> str:
    return f"{checked:,} of {counted(parameters, 'parameter')}"
