"""What the user is told when training ends."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nndesigner.document.runs import Outcome
from nndesigner.engine.broken import Broken, Kind
from nndesigner.session.divergence_words import prepared_row
from nndesigner.session.mailbox import Ended
from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices


class TrainingMessages(QObject):
    """Trouble is said in full; a training that simply finished needs no words: the toolbar shows it.

    One that ended early is said as news, not as trouble.
    """

    def __init__(self, bridge: Bridge, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notices = bridge.session, notices
        bridge.trainingEnded.connect(self._ended)

    def _ended(self, ended: Ended) -> None:
        if ended.message and ended.outcome in (Outcome.DIVERGED, Outcome.FAILED):
            self._notices.show(ended.message, ended.remedy)
        elif ended.message and ended.outcome is Outcome.FINISHED:
            self._notices.tell(f"{ended.message} {ended.remedy}".strip())
        if ended.diagnosis is not None and ended.diagnosis.broken is not None:
            self._show_place(ended.diagnosis.broken)

    def _show_place(self, broken: Broken) -> None:
        """Select the neuron that broke first, and look at the row whose data did."""
        session = self._session
        session.select(Selection.of_neuron(broken.layer, broken.neuron).within(session.document.network))
        data = session.document.data
        if broken.kind in (Kind.INPUT, Kind.TARGET) and broken.row is not None and data is not None:
            session.look_at(prepared_row(data.prepared, broken.row))
