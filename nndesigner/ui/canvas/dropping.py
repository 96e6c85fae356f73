"""Dragging from the palette over the canvas, and dropping."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QDropEvent

from nndesigner.errors import NNDesignerError
from nndesigner.ui.canvas.commands import Commands
from nndesigner.ui.canvas.drops import Plan, plan_drop
from nndesigner.ui.canvas.gestures.gesture import Saying, Stage
from nndesigner.ui.canvas.items import Item, unpacked


class Dropping:
    """A drag over the canvas: shows what a drop would do, and does it."""

    def __init__(self, stage: Stage, commands: Commands) -> None:
        self._stage, self._commands = stage, commands
        self._item: Item | None = None
        self.plan: Plan | None = None
        """What a drop here would do."""
        self.at = QPointF()
        """Where the pointer is on the screen."""

    @property
    def active(self) -> bool:
        """Whether something is dragged over the canvas."""
        return self._item is not None

    @property
    def saying(self) -> Saying | None:
        """Said beside the pointer."""
        plan = self.plan
        return None if plan is None else Saying(plan.words, refused=plan.edit is None)

    def enter(self, event: QDropEvent) -> bool:
        """A drag comes in; whether it is one for the canvas."""
        self._item = unpacked(event.mimeData())
        if self._item is not None:
            self.move(event)
        return self.active

    def move(self, event: QDropEvent) -> None:
        """The drag is somewhere else."""
        if self._item is None:
            return
        self.at = event.position()
        point = self._stage.viewport.to_canvas(self.at)
        plan = plan_drop(self._stage.session.document, self._stage.geometry, self._item, point)
        self.plan = plan
        try:
            self._stage.preview(plan.edit)
        except NNDesignerError as error:
            self.plan = Plan(plan.name, error.what.rstrip("."))
            self._stage.preview(None)

    def leave(self) -> None:
        """The drag is gone: everything is as before."""
        self._item = self.plan = None
        self._stage.preview(None)

    def drop(self, event: QDropEvent) -> bool:
        """Make the edit; whether it was made."""
        self.move(event)
        plan = self.plan
        self.leave()
        return plan is not None and self._commands.carry_out(plan)
