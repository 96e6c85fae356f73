"""Sessions that train, as tests drive them."""

from __future__ import annotations

import time

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.session import Session
from nndesigner.session.training import State

PATIENCE = 30.0
"""Seconds after which a training that should have ended counts as hanging."""


def finish(session: Session) -> None:
    """Poll until training has ended."""
    deadline = time.monotonic() + PATIENCE
    while session.training.state is State.RUNNING:
        assert time.monotonic() < deadline, "training does not end"
        session.poll()
        time.sleep(0.002)


def until_steps(session: Session, steps: int) -> None:
    """Poll until a snapshot shows at least so many updates."""
    deadline = time.monotonic() + PATIENCE
    while session.training.live is not None and session.training.live.progress.steps < steps:
        assert time.monotonic() < deadline, "training does not go on"
        session.training.want_snapshot()
        session.poll()
        time.sleep(0.002)


def trained_for(document: Document, epochs: int) -> Document:
    """The document after so many epochs more."""
    session = Session(edits.set_training(document, epochs=epochs))
    session.train()
    finish(session)
    return session.document


def batches(session: Session, count: int) -> None:
    """Train so many batches, one at a time."""
    for _ in range(count):
        session.step_batch()
        finish(session)


def equal(left: Document, right: Document) -> bool:
    """Whether both stand at the same place of the same training, to the last bit."""
    return (
        left.parameters.equals(right.parameters)
        and left.memory.equals(right.memory)
        and left.progress == right.progress
        and (left.best is None) == (right.best is None)
        and (left.best is None or right.best is None or left.best.equals(right.best))
    )
