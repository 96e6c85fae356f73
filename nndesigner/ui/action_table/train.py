"""Commands of the Train menu."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui import conditions
from nndesigner.ui.actions import Action


def train_words(session: Session) -> str:
    """What the train button does next."""
    return {State.RUNNING: "Pause", State.PAUSED: "Continue"}.get(session.training.state, "Train")


TRAIN: Mapping[str, Action] = {
    "train": Action(
        "Train",
        lambda window: window.toggle_training(),
        ("Ctrl+R",),
        "train",
        off=conditions.trainable,
        says=train_words,
    ),
    "step-batch": Action(
        "Step one batch",
        lambda window: window.session.step_batch(),
        ("Ctrl+B",),
        "step",
        "Train one mini-batch",
        off=conditions.trainable,
    ),
    "step-epoch": Action(
        "Step one epoch",
        lambda window: window.session.step_epoch(),
        ("Ctrl+E",),
        hint="Train to the end of the epoch",
        off=conditions.trainable,
    ),
    "stop": Action(
        "Stop",
        lambda window: window.session.stop(),
        ("Ctrl+.",),
        "stop",
        "End training, keeping what was learned",
        off=conditions.stoppable,
    ),
    "find-rate": Action(
        "Find a learning rate…",
        lambda window: window.find_rate(),
        ("Ctrl+Shift+E",),
        hint="Try many learning rates η, and look along the gradient",
        off=conditions.at_rest,
    ),
}
