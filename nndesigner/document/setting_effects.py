"""Which training settings have an effect beside the others that are chosen."""

from __future__ import annotations

from nndesigner.document.model import Document
from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.schedules import SCHEDULES

_OF_OPTIMISERS = frozenset(name for optimiser in OPTIMISERS.values() for name in optimiser.uses)


def matters(settings: TrainingSettings, name: str) -> bool:
    """Whether the optimiser and the schedule chosen read a setting; others are for every one of them."""
    schedule = SCHEDULES[settings.schedule]
    if name == "schedule_factor":
        return schedule.uses_factor
    if name == "schedule_epochs":
        return schedule.uses_epochs
    return name not in _OF_OPTIMISERS or name in OPTIMISERS[settings.optimizer].uses


def idle_reason(document: Document, name: str) -> str:
    """One sentence why a setting that is always shown has no effect here; empty where it has."""
    optimiser = OPTIMISERS[document.training.optimizer]
    if name == "batch_size" and optimiser.whole_batch:
        return f"{optimiser.label} takes all training rows in every step."
    if name == "class_weights" and document.data is not None and not document.data.prepared.classes:
        return "The data has no classes: a number is predicted."
    return ""
