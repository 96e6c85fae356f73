"""What the user is told when training ends."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nndesigner.document.runs import Outcome
from nndesigner.session.mailbox import Ended
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices


class TrainingMessages(QObject):
    """Trouble is said in full; a training that simply finished needs no words: the toolbar shows it."""

    def __init__(self, bridge: Bridge, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        bridge.trainingEnded.connect(self._ended)

    def _ended(self, ended: Ended) -> None:
        if ended.message and ended.outcome in (Outcome.DIVERGED, Outcome.FAILED):
            self._notices.show(ended.message, ended.remedy)
