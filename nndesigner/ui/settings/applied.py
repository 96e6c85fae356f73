"""The line that says what a change means for the training under way."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from nndesigner.document.settings import TrainingSettings
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.settings.table import CHOICES, FIELDS, label_of, value_words
from nndesigner.ui.style import set_look

_LATER = ("epochs",)
"""Where a training ends was fixed when it began."""


class AppliedLine(QLabel):
    """Shown while training runs: changes apply at once, and the latest one has."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._session = bridge.session
        self._known = bridge.session.document.training
        self.setObjectName("settingsApplied")
        self.setWordWrap(True)
        self.setProperty("role", "muted")
        bridge.settingsChanged.connect(self._changed)
        bridge.liveChanged.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Appear when training starts, and go when it ends."""
        running = self._session.training.state is State.RUNNING
        if running is self.isHidden():
            self._say("Training is running. Changes apply from the next batch on.", "muted")
            self.setVisible(running)

    def _changed(self) -> None:
        before, self._known = self._known, self._session.document.training
        changed = [name for name in (*FIELDS, *CHOICES) if _differ(before, self._known, name)]
        if changed and not self.isHidden():
            self._say(" ".join(_sentence(self._known, name) for name in changed), "good")

    def _say(self, words: str, role: str) -> None:
        self.setText(words)
        set_look(self, "role", role)


def _differ(before: TrainingSettings, after: TrainingSettings, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _sentence(settings: TrainingSettings, name: str) -> str:
    when = "counts for the next training" if name in _LATER else "applies from now on"
    return f"{label_of(name)} {value_words(settings, name)} {when}."
