"""Connecting without a mouse: one selection is marked as the source, another one becomes the target."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nndesigner.document.names import full_name
from nndesigner.errors import NetworkError
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui.canvas.commands import Commands
from nndesigner.ui.canvas.joining import Joint
from nndesigner.ui.canvas.joining_many import joint_between
from nndesigner.ui.notices import Notices


class Linking(QObject):
    """Remembers the source and connects it with what is selected."""

    changed = Signal()

    def __init__(self, session: Session, commands: Commands, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._commands, self._notices = session, commands, notices
        self._source = Selection()

    @property
    def source(self) -> Selection:
        """Layers and neurons marked as the source, as far as they exist."""
        return self._source.within(self._session.document.network)

    @property
    def joint(self) -> Joint | None:
        """What connecting would do now, or why it is refused; None without a source and a target."""
        source, target = self.source, _ends(self._session.selection)
        if not source or not target or source == target:
            return None
        return joint_between(self._session.document, source, target)

    @property
    def name(self) -> str:
        """The source in words."""
        source, document = self.source, self._session.document
        parts = [document.network.layer(key).name for key in sorted(source.layers)]
        if len(source.neurons) > 1:
            parts.append(f"{len(source.neurons)} neurons")
        for layer, neuron in source.neurons if len(source.neurons) == 1 else ():
            parts.append(full_name(document, document.network.layer(layer), neuron))
        return ", ".join(parts)

    def mark(self) -> bool:
        """Make what is selected the source; whether it can be one."""
        chosen = _ends(self._session.selection)
        if not chosen:
            return self._refuse("Nothing is selected that could be a source.", "Select a layer or neurons.")
        self._source = chosen
        self.changed.emit()
        return True

    def connect_marked(self) -> bool:
        """Connect the source with what is selected, as one step; whether it was done."""
        if not self.source:
            return self._refuse("There is no source yet.", "Select it and press 1; then the target, and 2.")
        joint = self.joint
        if joint is None:
            return self._refuse("There is no target yet.", "Select the layer or neurons to connect to.")
        if joint.edit is None:
            return False  # the chip on the canvas says why already
        return self._commands.apply(joint.name, joint.edit) and self.forget()

    def forget(self) -> bool:
        """No longer have a source; whether there was one."""
        if not self._source:
            return False
        self._source = Selection()
        self.changed.emit()
        return True

    def _refuse(self, what: str, remedy: str = "") -> bool:
        self._notices.show_error(NetworkError(what, remedy=remedy))
        return False


def _ends(chosen: Selection) -> Selection:
    """What of a selection a connection can begin or end at."""
    return Selection(layers=chosen.layers, neurons=chosen.neurons)
