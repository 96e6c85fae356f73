"""The cost with its regulariser, and the rule by which descent lowers it, as equations with their numbers."""

from __future__ import annotations

from nndesigner.document.setting_words import plain
from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.costs import COSTS
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.ui.format import number
from nndesigner.ui.panels.inspector.notation import GAP

_SYMBOLS = {"momentum": "μ", "beta1": "β₁", "beta2": "β₂", "rho": "ρ", "epsilon": "ε"}


def cost_lines(settings: TrainingSettings) -> list[str]:
    """C, regularised as in eq. 19 where a regulariser is on; L1 beside ridge."""
    equation, terms, numbers = COSTS[settings.cost].equation, [], []
    for strength, term, symbol in (
        (settings.cost_ridge, "(λ/2m) Σ w²", "λ"),
        (settings.l1, "(λ₁/m) Σ |w|", "λ₁"),
    ):
        if strength:
            terms.append(term)
            numbers.append(_value(symbol, strength))
    if not terms:
        return [equation]
    return [equation.replace("C =", "C₀ =", 1), f"C = C₀ + {' + '.join(terms)}", ", ".join(numbers)]


def update_lines(settings: TrainingSettings, rate: float) -> list[str]:
    """The step of the optimiser, the gradient it goes by, and the numbers in force.

    Args:
        settings: Of the document.
        rate: η in force.
    """
    optimiser = OPTIMISERS[settings.optimizer]
    scheduled = rate != settings.learning_rate
    numbers = [f"η{GAP}={GAP}{number(rate)}{GAP}now" if scheduled else _value("η", rate)]
    numbers += [
        _value(_SYMBOLS[name], getattr(settings, name)) for name in optimiser.uses if name in _SYMBOLS
    ]
    if settings.ridge != settings.cost_ridge:
        numbers.append(_value("λ", settings.ridge))
    lines = [*optimiser.equation.split(",  "), f"g = {gradient_words(settings)}", ", ".join(numbers)]
    if settings.dropout:
        lines.append(f"{100 * settings.dropout:.3g}{GAP}% of the hidden neurons are silent in a step")
    return lines


def gradient_words(settings: TrainingSettings) -> str:
    """What the optimiser goes by: the data's gradient, clipped, and the regularisers' (eq. 20)."""
    added = [
        term
        for strength, term in ((settings.cost_ridge, f"(λ/m){GAP}w"), (settings.l1, f"(λ₁/m){GAP}sgn{GAP}w"))
        if strength
    ]
    limits = []
    if settings.clip_value is not None:
        limits.append(f"entries at most {plain(settings.clip_value)}")
    if settings.clip_norm is not None:
        limits.append(f"length at most {plain(settings.clip_norm)}")
    slope = "∂C₀/∂w" if added else "∂C/∂w"
    return " + ".join([f"{slope} ({', '.join(limits)})" if limits else slope, *added])


def _value(symbol: str, value: float) -> str:
    """A symbol and its number, which no line end parts."""
    return f"{symbol}{GAP}={GAP}{plain(value)}"
