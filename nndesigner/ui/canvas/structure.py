"""Commands that give the selected neurons and layers other places in the network."""

from __future__ import annotations

from nndesigner.document.model import Document
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui.canvas.commands import Commands
from nndesigner.ui.canvas.navigating import Way
from nndesigner.ui.canvas.restructuring import (
    plan_chain,
    plan_merge,
    plan_shift,
    plan_split_layer,
    plan_to_beside,
    plan_to_layer,
)
from nndesigner.ui.notices import Notices


class Structure:
    """Each is one undoable edit of what is selected; what it refuses is said politely."""

    def __init__(self, session: Session, commands: Commands, notices: Notices) -> None:
        self._session, self._commands, self._notices = session, commands, notices

    def move(self, way: Way) -> bool:
        """Move the selected neurons up or down, or to the layer beside; a selected layer along its chain."""
        right, down = way.value
        if down:
            return self.shift(down)
        return self.to_beside(right) if self._session.selection.neurons else self.along_chain(right)

    def shift(self, step: int) -> bool:
        """Move the selected neurons one place up (step −1) or down (+1) in their layers."""
        return self._commands.carry_out(plan_shift(*self._now, step))

    def to_beside(self, step: int) -> bool:
        """Move the selected neurons to the layer before (step −1) or after theirs (+1)."""
        return self._commands.carry_out(plan_to_beside(*self._now, step))

    def to_layer(self, layer: int) -> bool:
        """Move the selected neurons to a layer."""
        return self._commands.carry_out(plan_to_layer(*self._now, layer))

    def split_layer(self) -> bool:
        """Make the selected neurons a layer of their own; of a selected layer the lower half."""
        return self._commands.carry_out(plan_split_layer(*self._now))

    def merge_layers(self) -> bool:
        """Make the selected layers one."""
        return self._commands.carry_out(plan_merge(*self._now))

    def along_chain(self, step: int) -> bool:
        """Let the selected layer change places with the one before (step −1) or behind it (+1)."""
        done = self._commands.carry_out(plan_chain(*self._now, step))
        if done:
            self._notices.tell("The weights around the two layers were drawn anew.")
        return done

    @property
    def _now(self) -> tuple[Document, Selection]:
        return self._session.document, self._session.selection
