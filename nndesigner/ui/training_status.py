"""Where training stands: epoch, progress, speed and time left, at the right of the toolbar."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from nndesigner.document.runs import Outcome
from nndesigner.session.session import Session
from nndesigner.session.training import Live, State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import duration, rate

_STEPS = 1000
_FIGURE_SPACE, _COMMA_SPACE = "\u2007", "\u2008"
"""As wide as a figure and a comma."""


class Room(Enum):
    """How much it shows; the width is the same whether or not training runs, so that nothing moves.

    The value is (least width, width of the bar, space between the parts), in pixels.
    """

    WIDE = (440, 96, 12)
    SHORT = (236, 48, 8)
    TINY = (140, 0, 0)


_PAST = {Outcome.FINISHED: "Finished", Outcome.STOPPED: "Stopped", Outcome.DIVERGED: "Diverged"}


def status_text(session: Session) -> str:
    """One short sentence about the training: “Epoch 124 of 200”, “Finished at epoch 200”, “2 problems”."""
    training, document = session.training, session.document
    if training.live is not None:
        return f"Epoch {int(training.live.epochs):,} of {training.live.until_epoch:,}"
    epoch = document.progress.epoch
    if training.state is State.PAUSED:
        return f"Paused at epoch {epoch:,} of {training.target_epoch:,}"
    if not document.network.layers:
        return "No network yet"
    blocking = sum(problem.blocking for problem in session.problems)
    if blocking:
        return "1 thing to mend" if blocking == 1 else f"{blocking} things to mend"
    last = training.last
    if last and last.outcome is Outcome.DIVERGED and last.snapshot.parameters is document.parameters:
        return "Diverged, taken back"
    run = document.current_run
    if run is None or not document.progress.steps:
        return "Ready to train"
    return f"{_PAST.get(run.outcome, 'Trained')} at epoch {epoch:,}"


class TrainingStatus(QWidget):
    """Follows the session; keeps its width while numbers change."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingStatus")
        self._session = bridge.session
        self._text = ""
        self._epoch = QLabel()
        self._bar = QProgressBar()
        self._speed = QLabel()
        self._left = QLabel()
        self._room = Room.WIDE
        self._arrange()
        self.set_room(Room.WIDE)
        for signal in (bridge.liveChanged, bridge.historyChanged, bridge.settingsChanged):
            signal.connect(self.refresh)

    @property
    def text(self) -> str:
        """What it says about the epoch."""
        return self._text

    def set_room(self, room: Room) -> None:
        """Show as much as there is room for."""
        self._room = room
        width, bar, space = room.value
        self._bar.setFixedWidth(bar)
        self._row.setSpacing(space)
        self.setMinimumWidth(width)
        self.refresh()

    def refresh(self) -> None:
        """Show the present state."""
        live = self._session.training.live
        self._text = status_text(self._session)
        self._epoch.setText(self._text if live is None else _steady(self._text, live))
        running = live is not None
        if not running:
            self._speed.setMinimumWidth(0)
            self._left.setMinimumWidth(0)
        self._bar.setVisible(running and self._room is not Room.TINY)
        self._speed.setVisible(running and self._room is Room.WIDE)
        self._left.setVisible(running and self._room is not Room.TINY)
        self.setAccessibleName(f"Training: {self._text}")
        if live is not None:
            self._show_live(live)
        else:
            self.setToolTip(self._text)

    def _show_live(self, live: Live) -> None:
        self._bar.setValue(round(live.fraction * _STEPS))
        speed = f"{rate(live.speed)} samples/s" if live.speed else ""
        left = f"{duration(live.seconds_left)} left" if live.seconds_left is not None else ""
        _widen(self._speed, speed)
        _widen(self._left, left)
        self.setToolTip(", ".join(part for part in (self._text, speed, left) if part))

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setObjectName("trainingProgress")
        self._bar.setAccessibleName("Share of this training that is done")
        for label, name in (
            (self._epoch, "statusEpoch"),
            (self._speed, "statusSpeed"),
            (self._left, "statusLeft"),
        ):
            label.setObjectName(name)
            label.setProperty("role", "muted")
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self._epoch, self._bar, self._speed, self._left):
            self._row.addWidget(widget)


def _steady(text: str, live: Live) -> str:
    """The text as wide as at the last epoch: room for figures that are still to come."""
    last, now = f"{live.until_epoch:,}", f"{int(live.epochs):,}"
    missing = last[: max(0, len(last) - len(now))]
    spaces = "".join(_COMMA_SPACE if sign == "," else _FIGURE_SPACE for sign in missing)
    return text.replace(now, spaces + now, 1)


def _widen(label: QLabel, text: str) -> None:
    """Set the text of a label that never gets narrower while training runs, so that nothing jitters."""
    label.setText(text)
    label.setMinimumWidth(max(label.minimumWidth(), label.sizeHint().width()))
