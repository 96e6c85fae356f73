"""What the window does with pictures of the network: export one, copy one."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from nndesigner.session.session import Session
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.notices import Notices
from nndesigner.ui.pictures.choices import remembered
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.dialog import PictureDialog
from nndesigner.ui.pictures.studio import Studio
from nndesigner.ui.pictures.wishes import Seen
from nndesigner.ui.pictures.writing import Copied, every_format, mime_data
from nndesigner.ui.theme import Theme

_UNNAMED = "network"
_SLOW = 3000
"""Lines from which on copying is announced, because it takes more than a moment."""


class Pictures(QObject):
    """Export and copy. What they show is what the canvas shows."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        notices: Notices,
        canvas: Display,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._theme, self._notices = session, theme, notices
        self._canvas, self._window = canvas, window
        self.studio = Studio(self)
        self.studio.made.connect(self._copied)
        self.studio.failed.connect(notices.show_error)

    def export(self) -> PictureDialog:
        """Open the window that exports a picture, or bring the one that is open to the front."""
        dialog = self._window.findChild(PictureDialog)
        if not isinstance(dialog, PictureDialog):
            path = self._session.path
            name = path.stem if path is not None else _UNNAMED
            dialog = PictureDialog(self._session, self._theme, self._notices, self._seen, name, self._window)
        dialog.open()
        return dialog

    def copy(self) -> None:
        """Put a picture on the clipboard, drawn as the last one exported."""
        wishes = remembered().wishes(self._theme, self._seen)
        composition = Composition(self._session, wishes)
        if composition.lines > _SLOW:
            self._notices.tell("Drawing the picture…")
        self.studio.ask(composition, every_format)

    def close(self) -> None:
        """Drop what is under way; no thread is left."""
        self.studio.close()

    @property
    def _seen(self) -> Seen:
        return Seen(self._canvas.mode, not self._canvas.lines_hidden)

    def _copied(self, made: object) -> None:
        if isinstance(made, Copied):
            QGuiApplication.clipboard().setMimeData(mime_data(made))
            self._notices.tell("Copied the picture of the network.")
