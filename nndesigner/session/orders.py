"""What a training thread is told while it trains."""

from __future__ import annotations

from collections import deque

from nndesigner.document.settings import TrainingSettings


class Orders:
    """Written by one thread, read by the training thread before every batch: so reading is one attribute.

    Attributes:
        given: Whether there is anything to attend to.
        stopped: Whether training is to end.
        settings: Settings to change to, the oldest first.
    """

    def __init__(self) -> None:
        self.given = False
        self.stopped = False
        self.settings: deque[TrainingSettings] = deque()

    def __call__(self) -> bool:
        return self.given

    def stop(self) -> None:
        """Ask to end training."""
        self.stopped = True
        self.given = True

    def change(self, settings: TrainingSettings) -> None:
        """Ask for other settings."""
        self.settings.append(settings)
        self.given = True
