"""Training settings in few words, such as “Adam”, “ridge 0.1” or “dropout 0.2”."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from nndesigner.document.setting_effects import matters
from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.schedules import SCHEDULES

_USUAL = TrainingSettings()


def in_words(settings: TrainingSettings, names: Iterable[str] | None = None) -> tuple[str, ...]:
    """Settings that have an effect, with full precision; what is off is left out.

    Args:
        settings: Those of a document or a run.
        names: Which to tell, in this order; None for all beside epochs, η, batch, cost and seed.
    """
    wanted = SPOKEN if names is None else tuple(names)
    return tuple(
        _spoken(settings, name) for name in wanted if matters(settings, name) and _on(settings, name)
    )


def unusual(settings: TrainingSettings, names: Iterable[str] | None = None) -> tuple[str, ...]:
    """The same, but only what is other than in a new project."""
    wanted = SPOKEN if names is None else tuple(names)
    changed = [name for name in wanted if getattr(settings, name) != getattr(_USUAL, name)]
    return in_words(settings, changed)


def plain(value: float) -> str:
    """A number that reads back as the same value: 0.3, 2, 1e−05."""
    text = repr(value)
    return (text.removesuffix(".0") if "e" not in text else text).replace("-", "−")


def _spoken(settings: TrainingSettings, name: str) -> str:
    return _WORDS[name](getattr(settings, name))


def _on(settings: TrainingSettings, name: str) -> bool:
    return getattr(settings, name) is not None


def _after(words: str) -> Callable[[Any], str]:
    return lambda value: f"{words} {plain(value)}"


def _line_search(on: Any) -> str:
    return "line search" if on else "no line search"


_WORDS: dict[str, Callable[[Any], str]] = {
    "optimizer": lambda name: OPTIMISERS[name].label,
    "momentum": _after("μ"),
    "beta1": _after("β₁"),
    "beta2": _after("β₂"),
    "rho": _after("ρ"),
    "epsilon": _after("ε"),
    "memory": _after("memory"),
    "line_search": _line_search,
    "ridge": _after("ridge"),
    "l1": _after("L1"),
    "dropout": _after("dropout"),
    "schedule": lambda name: SCHEDULES[name].label,
    "schedule_factor": _after("factor"),
    "schedule_epochs": _after("schedule epochs"),
    "warmup": _after("warm-up"),
    "clip_norm": _after("clip length"),
    "clip_value": _after("clip entries"),
    "patience": _after("patience"),
    "class_weights": lambda name: f"{name} classes",
    "precision": str,
}

SPOKEN = tuple(_WORDS)
"""The settings that have words, in the order of the window."""
