"""The end of a training that diverged: why, told for this document."""

from __future__ import annotations

import time
from collections.abc import Callable

from nndesigner.document.model import Document
from nndesigner.document.runs import Outcome
from nndesigner.engine.divergence import diagnose
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.trainer import Trainer
from nndesigner.session.divergence_words import message, remedy
from nndesigner.session.mailbox import Ended, Snapshot
from nndesigner.session.measuring import Arrays

_PATIENCE = 5.0
"""Seconds that the search for the cause may take."""


def diverged(
    good: Snapshot,
    again: Trainer,
    document: Document,
    arrays: Arrays,
    *,
    start: Parameters,
    steps: int,
    stopped: Callable[[], bool],
) -> Ended:
    """Look for the cause and tell it.

    Args:
        good: The last finite state.
        again: A fresh trainer that goes on from there.
        document: As it was there, with the settings as they are by now.
        arrays: The training rows.
        start: The parameters where this training began.
        steps: Steps made from the last finite state on.
        stopped: Whether the user no longer wants to wait.
    """
    deadline = time.monotonic() + _PATIENCE
    found = diagnose(
        again,
        arrays.x,
        arrays.y,
        cost=document.training.cost,
        start=start,
        steps=steps,
        halted=lambda: stopped() or time.monotonic() > deadline,
    )
    return Ended(Outcome.DIVERGED, good, message(document, found), remedy(document, found), diagnosis=found)
