"""What the canvas offers for removing many weights and bringing them back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from nndesigner.document import edits
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.stage import CanvasStage
from nndesigner.ui.notices import Notices
from nndesigner.ui.pruning.dialog import PruneDialog
from nndesigner.ui.pruning.scope import pruned_connections
from nndesigner.ui.theme import Theme

_MARGIN = 12


class Pruning:
    """Opens the window, or does without one."""

    def __init__(
        self, bridge: Bridge, theme: Theme, notices: Notices, stage: CanvasStage, canvas: QWidget
    ) -> None:
        self._bridge, self._theme, self._notices = bridge, theme, notices
        self._stage, self._canvas = stage, canvas

    def open(self) -> PruneDialog:
        """Open the window, or bring the one that is open to the front."""
        dialog = self._canvas.findChild(PruneDialog)
        if not isinstance(dialog, PruneDialog):
            dialog = PruneDialog(self._bridge, self._theme, self._notices, self._stage, self._canvas)
            self._place(dialog)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def restore(self) -> bool:
        """Bring back all removed weights of the connections that are meant; whether it was done."""
        ids = [connection.id for connection in pruned_connections(self._bridge.session)]
        return self._stage.apply("Restore removed weights", partial(edits.restore_all, connections=ids))

    def _place(self, dialog: PruneDialog) -> None:
        """In the lower right corner of the window, where it hides little of what the canvas shows."""
        window = self._canvas.window()
        dialog.adjustSize()
        corner = window.mapToGlobal(QPoint(window.width() - _MARGIN, window.height() - _MARGIN))
        dialog.move(max(0, corner.x() - dialog.width()), max(0, corner.y() - dialog.height()))
