"""The history as rows: every step by its name, and which one is the present."""

from __future__ import annotations

from collections.abc import Sequence

from nndesigner.session.history import Step
from nndesigner.ui.naming import counted
from nndesigner.ui.searching.rows import Row


def step_rows(steps: Sequence[Step], present: int) -> list[Row]:
    """One row per step, from the oldest on; its key is its place."""
    return [_row(place, step.name, place - present) for place, step in enumerate(steps)]


def _row(place: int, name: str, ahead: int) -> Row:
    if ahead == 0:
        return Row(place, name, note="now", icon="right", hint="This is the present state.")
    if ahead > 0:
        hint = f"Enter makes {counted(ahead, 'step')} again."
        return Row(place, name, note="undone", icon="redo", hint=hint, faint=True)
    return Row(place, name, hint=f"Enter takes back {counted(-ahead, 'step')}.")
