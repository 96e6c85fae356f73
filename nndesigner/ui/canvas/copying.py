"""Copy, cut, paste and duplicate what is selected on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QPointF, QRectF

from nndesigner.document.fragment import fragment_of
from nndesigner.errors import NetworkError, NNDesignerError
from nndesigner.session.session import Session
from nndesigner.storage.clipboard import fragment_from_text, fragment_text
from nndesigner.ui import step_names
from nndesigner.ui.canvas.commands import Commands
from nndesigner.ui.canvas.pasting import (
    Where,
    copy_refusal,
    duplicate_refusal,
    plan_duplicate,
    plan_paste,
)
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.notices import Notices
from nndesigner.ui.system_clipboard import network_text, put_network
from nndesigner.ui.waiting import wait_for

_SOON_NUMBERS, _SOON_CHARACTERS = 5_000, 100_000
"""Up to so many numbers are written, and so many characters read, in less time than a frame has."""
_Result = TypeVar("_Result")


class Stage(Protocol):
    """What copies are put on."""

    @property
    def viewport(self) -> Viewport:
        """The part of the canvas that is seen."""

    @property
    def screen(self) -> QRectF:
        """Where it is seen."""


class Copying:
    """The clipboard of the canvas. What is too large or not ours is refused politely."""

    def __init__(self, session: Session, commands: Commands, notices: Notices, stage: Stage) -> None:
        self._session, self._commands, self._notices, self._stage = session, commands, notices, stage

    def copy(self) -> bool:
        """Put the selected layers and neurons on the clipboard; whether it was possible."""
        if not self._put():
            return False
        self._notices.tell(f"Copied {step_names.what(self._session.document, self._session.selection)}.")
        return True

    def cut(self) -> bool:
        """Put what is selected on the clipboard and delete it, as one step."""
        return self._put() and self._commands.delete("Cut")

    def paste(self, at: QPointF | None = None) -> bool:
        """Add what is on the clipboard, `at` a point of the canvas if one was pointed at."""
        try:
            text = network_text()
            fragment = _done(partial(fragment_from_text, text), quick=len(text) <= _SOON_CHARACTERS)
        except NNDesignerError as error:
            return self._refuse(error)
        seen = self._stage.viewport.rect_to_canvas(self._stage.screen)
        return self._commands.carry_out(plan_paste(self._session, fragment, Where(seen, at)))

    def duplicate(self) -> bool:
        """Add a double of what is selected; the clipboard stays as it is."""
        reason = duplicate_refusal(self._session)
        if reason is not None:
            return self._refuse(NetworkError(reason))
        return self._commands.carry_out(plan_duplicate(self._session))

    def _put(self) -> bool:
        session, chosen = self._session, self._session.selection
        reason = copy_refusal(session)
        if reason is not None:
            return self._refuse(NetworkError(reason))
        fragment = fragment_of(
            session.document, session.parameters, session.project, chosen.layers, chosen.neurons
        )
        try:
            quick = fragment.number_count <= _SOON_NUMBERS
            put_network(_done(partial(fragment_text, fragment), quick=quick))
        except NNDesignerError as error:
            return self._refuse(error)
        return True

    def _refuse(self, error: NNDesignerError) -> bool:
        self._notices.show_error(error)
        return False


def _done(work: Callable[[], _Result], *, quick: bool) -> _Result:
    return work() if quick else wait_for(work)
