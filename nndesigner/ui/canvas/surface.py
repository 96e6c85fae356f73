"""What mouse, keyboard and drags do on the canvas: events are handed to gestures, keys and drops."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from nndesigner.session.session import Session
from nndesigner.ui.canvas.beside import beside
from nndesigner.ui.canvas.dropping import Dropping
from nndesigner.ui.canvas.forming import expanded
from nndesigner.ui.canvas.gestures.gesture import Saying
from nndesigner.ui.canvas.ground import Ground
from nndesigner.ui.canvas.hits import LAYER_PARTS, NOTHING, Hit, Part
from nndesigner.ui.canvas.hovering import marked_area
from nndesigner.ui.canvas.interaction import Interaction
from nndesigner.ui.canvas.keys import Keys
from nndesigner.ui.canvas.painting.foreground import Moment
from nndesigner.ui.canvas.picking import holds, picked
from nndesigner.ui.canvas.summons import asked_for
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme

_BY_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class Surface(Ground):
    """Events in; what they leave is painted by the ground."""

    addWanted = Signal(object, str)
    """Something is to be added: at a point of the canvas or None; what is searched for to begin with."""
    hoverChanged = Signal()
    """The pointer is on something else."""

    def __init__(self, session: Session, theme: Theme, notices: Notices, parent: QWidget | None) -> None:
        super().__init__(session, theme, notices, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self._pointer = Interaction(self.stage)
        self._dropping = Dropping(self.stage, self.stage.commands)
        self._notices = notices
        self._keys = Keys(self.stage, self.stage.commands, self.stage.structure, self)
        self._panned = False
        self._hovered = NOTHING

    # -- what the canvas itself says

    @abstractmethod
    def menu(self, at: QPointF) -> QMenu:
        """The context menu of the selection; `at` is a point of the canvas."""

    @abstractmethod
    def rename_selected(self) -> None:
        """Type a name for what is selected."""

    @abstractmethod
    def edit_selected_size(self) -> None:
        """Type a number of neurons for the layer that is selected."""

    @abstractmethod
    def show_hint(self) -> None:
        """Show or hide what an empty canvas says."""

    def ask_to_add(self, at: QPointF | None, typed: str = "") -> None:
        """Let the user find something to add, at a point of the canvas or where it most likely belongs."""
        self.addWanted.emit(at, typed)

    def cancel_gesture(self) -> bool:
        """Leave everything as it was before the gesture under way; whether there was one."""
        cancelled = self._pointer.cancel()
        self._follow_pointer()
        return cancelled

    def dismiss_notice(self) -> bool:
        """Close the message that is seen; whether there was one."""
        return self._notices.dismiss()

    @property
    def under_way(self) -> bool:
        """Whether a gesture or a nudge is under way."""
        return self._pointer.gesture is not None or self.display.previewing

    @property
    def bare(self) -> bool:
        """Whether there is no network yet."""
        return not self._session.document.network.layers

    @property
    def dragged_over(self) -> bool:
        """Whether a palette item is dragged over the canvas."""
        return self._dropping.active

    @property
    def hover(self) -> Hit:
        """What the pointer is on while no gesture is under way."""
        return self._pointer.hover if self._pointer.gesture is None else NOTHING

    @property
    def moment(self) -> Moment:
        """What is going on."""
        pointer, drop = self._pointer, self._dropping
        return Moment(
            pointer.hover,
            self.stage.controlled,
            pointer.gesture,
            drop.plan,
            self.saying,
            drop.at if drop.active else pointer.at,
        )

    @property
    def saying(self) -> Saying | None:
        """What is said beside the pointer."""
        return self._dropping.saying or self._pointer.saying

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A gesture begins."""
        self.stage.inline.finish()
        self._keys.settle()
        self._panned = self._pointer.space
        self._pointer.press(event)
        self._follow_pointer()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The gesture under way goes on; without one, what is pointed at is marked."""
        idle = self._pointer.gesture is None and not self._dropping.active
        before = self.hover if idle else None
        self._pointer.move(event)
        self._follow_pointer(before)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The gesture ends."""
        self._pointer.release(event)
        self._follow_pointer()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type a name; on empty ground, ask for something to add."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        hit = self._pointer.double_click(event)
        if hit.part is Part.NOTHING:
            self.ask_to_add(self.stage.viewport.to_canvas(event.position()))
        if hit.layer is None or expanded(self.stage, hit):
            return
        if hit.part in LAYER_PARTS:
            self.stage.edit_name(hit.layer)
        elif hit.part is Part.NEURON:
            self.stage.edit_name(hit.layer, hit.neuron)
        elif hit.part in (Part.FEWER, Part.MORE):
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        self.stage.inline.finish()
        self._pointer.wheel(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is no longer here."""
        self._pointer.leave()
        self._follow_pointer()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is under the pointer, or, by the keyboard, of the selection."""
        self.cancel_gesture()
        at, place = self.stage.middle, event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            place = self.mapToGlobal(beside(self.stage, self.rect()))
        else:
            at = self.stage.viewport.to_canvas(QPointF(event.pos()))
            wanted = picked(self.stage.hit(at))
            if not holds(self._session.selection, wanted):
                self._session.select(wanted)
        menu = self.menu(at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the canvas; Space and dragging moves the view; what asks for something to add."""
        wanted = asked_for(event, bare=self.bare)
        if wanted is not None:
            self.ask_to_add(None, wanted)
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self._pointer.space, self._panned = True, False
                self._follow_pointer()
        elif not self._keys.press(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks from layer to layer, and on to the next widget after the last of them."""
        # What lies on the canvas asks here, too.
        if self.hasFocus() and not self.under_way and self._keys.walk(1 if forward else -1):
            return True
        return super().focusNextPrevChild(forward)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A nudge settles; a Space that moved nothing is handed on to the window."""
        if event.key() == Qt.Key.Key_Space and self._pointer.space:
            if not event.isAutoRepeat():
                self._end_space(event)
            return
        self._keys.release(event)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by the keyboard sees where the focus is."""
        self._ringed = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is under way by the keyboard is settled."""
        self._ringed = False
        self._keys.settle()
        self._pointer.space = False
        super().focusOutEvent(event)

    def _end_space(self, event: QKeyEvent) -> None:
        self._pointer.space = False
        self._follow_pointer()
        if not self._panned and self.window() is not self:
            again = QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())
            QCoreApplication.sendEvent(self.window(), again)

    # -- drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Palette items are welcome; anything else is for the window."""
        if self._dropping.enter(event):
            event.acceptProposedAction()
            self.show_hint()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show what a drop here would do."""
        self._dropping.move(event)
        plan = self._dropping.plan
        event.setAccepted(plan is not None and plan.edit is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Everything is as before."""
        self._dropping.leave()
        self.show_hint()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Do it."""
        if self._dropping.drop(event):
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.show_hint()

    # -- the pointer

    def _follow_pointer(self, before: Hit | None = None) -> None:
        """Show what the pointer is on now.

        Args:
            before: What it was on, where nothing else can have changed: only the marks are painted again.
        """
        if self.hover != self._hovered:
            self._hovered = self.hover
            self.hoverChanged.emit()
        self.stage.pointed = self._pointer.hover.layer if self._pointer.gesture is None else None
        self.setCursor(self._pointer.cursor)
        if before is None:
            self.update()
        elif before != self.hover:
            scene, viewport = self.display.scene, self.display.viewport
            for hit in (before, self.hover):
                self.update(marked_area(scene, viewport, hit))
