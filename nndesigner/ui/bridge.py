"""The one place where changes of the session become Qt signals."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from nndesigner.session.notice import Notice
from nndesigner.session.session import Session
from nndesigner.session.training import State

REFRESH_MS = 100
"""Time between two looks into the mailbox: ten per second is fluent, and leaves training its speed."""


class Bridge(QObject):
    """Turns session notices into signals, and drains the training mailbox at screen rate.

    Signals name what changed; a view refreshes on its own ones and reads what it needs from `session`.
    """

    networkChanged = Signal()
    """Structure: layers, connections, names, activations."""
    parametersChanged = Signal()
    """Weights and biases to be shown (`session.parameters`), also while training runs."""
    dataChanged = Signal()
    settingsChanged = Signal()
    """Training settings."""
    runsChanged = Signal()
    layoutChanged = Signal()
    selectionChanged = Signal()
    """The selection or the row of data looked at."""
    historyChanged = Signal()
    """Undo and redo, the problems, and whether there is something to save."""
    fileChanged = Signal()
    """The path, or a save."""
    liveChanged = Signal()
    """Training: new measurements, progress, or another state."""
    trainingEnded = Signal(object)
    """A training ended; carries its `Ended`."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._shown = session.parameters
        self._ended = session.training.last
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._poll)
        session.listen(self._on_notice)

    def close(self) -> None:
        """Stop looking; the session is closed by whoever owns it."""
        self._timer.stop()

    def _poll(self) -> None:
        self.session.poll()
        self.session.training.want_snapshot()

    def _on_notice(self, notice: Notice) -> None:
        self._follow_training()
        document = notice.document
        for changed, signal in (
            (document.data, self.dataChanged),
            (document.network, self.networkChanged),
            (document.layout, self.layoutChanged),
            (document.training, self.settingsChanged),
            (document.runs, self.runsChanged),
            (self._parameters_moved(), self.parametersChanged),
            (notice.live or document.progress, self.liveChanged),
            (notice.selection, self.selectionChanged),
            (bool(document), self.historyChanged),
            (notice.file, self.fileChanged),
        ):
            if changed:
                signal.emit()
        ended = self.session.training.last
        if ended is not None and ended is not self._ended:
            self._ended = ended
            self.trainingEnded.emit(ended)

    def _follow_training(self) -> None:
        running = self.session.training.state is State.RUNNING
        if running and not self._timer.isActive():
            self.session.training.want_snapshot()
            self._timer.start()
        elif not running:
            self._timer.stop()

    def _parameters_moved(self) -> bool:
        moved = self.session.parameters is not self._shown
        self._shown = self.session.parameters
        return moved
