"""The window in which a picture of the network is chosen, looked at and exported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nndesigner.errors import NNDesignerError
from nndesigner.session.session import Session
from nndesigner.ui.canvas.modes import emptiness
from nndesigner.ui.notices import Notices
from nndesigner.ui.pictures import choices
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.facts import Look, look_at
from nndesigner.ui.pictures.form import PictureForm
from nndesigner.ui.pictures.preview import Preview
from nndesigner.ui.pictures.studio import Studio
from nndesigner.ui.pictures.wishes import Format, Seen
from nndesigner.ui.pictures.writing import written
from nndesigner.ui.style import set_look
from nndesigner.ui.theme import Theme

_STEPS = 1000
_FORM_WIDTH = 264


class PictureDialog(QDialog):
    """Shows the picture as it will be; exporting it can be cancelled.

    Attributes:
        form: What is wished for.
        preview: How it will look.
        facts: How large it will be, and how many lines are drawn.
        export: Asks for a file; while one is written, cancels that.
        studio: Draws the preview, and the picture.
    """

    def __init__(
        self, session: Session, theme: Theme, notices: Notices, seen: Seen, name: str, parent: QWidget
    ) -> None:
        """`name` is suggested for the file, without its ending."""
        super().__init__(parent)
        self.setObjectName("pictureDialog")
        self.setWindowTitle("Export picture")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._notices, self._name = session, notices, name
        self._path: Path | None = None
        self.form = PictureForm(session, theme, seen)
        self.preview = Preview(theme)
        self.facts = QLabel()
        self.export, self._close, self._bar = QPushButton("Export…"), QPushButton("Close"), QProgressBar()
        self.studio = Studio(self)
        self._arrange()
        self._connect()

    def save_to(self, path: Path) -> None:
        """Draw the picture and write it, in the format that the name ends in, or else the one chosen."""
        kind = Format.of(path) or self.form.kind
        self._path = path
        self._say("", "muted")
        self.studio.ask(Composition(self._session, self.form.wishes), written(path, kind))
        self._show_busy()

    def done(self, result: int) -> None:
        """Close, and drop what is under way."""
        self.studio.close()
        super().done(result)

    # -- inside

    def _refresh(self) -> None:
        """Draw the preview of what is wished for."""
        if self._path is not None:
            return
        work = look_at(self.form.kind, self.preview.room, self.preview.devicePixelRatioF())
        self.studio.ask(Composition(self._session, self.form.wishes), work)

    def _clicked(self) -> None:
        if self._path is not None:
            self.studio.cancel()
            self._end("Cancelled. Nothing was written.", "muted")
            return
        path = self.ask_path()
        if path is not None:
            self.save_to(path)

    def ask_path(self) -> Path | None:
        """Let the user choose a file; None if they do not."""
        kind = self.form.kind
        filters = [f"{each.name} picture (*{each.suffix})" for each in Format]
        dialog = QFileDialog(self, "Export picture", str(choices.folder()), ";;".join(filters))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectNameFilter(filters[list(Format).index(kind)])
        dialog.setDefaultSuffix(kind.value)
        dialog.selectFile(f"{self._name}{kind.suffix}")
        chosen = dialog.selectedFiles() if dialog.exec() else []
        return Path(chosen[0]) if chosen else None

    def _made(self, result: object) -> None:
        if isinstance(result, Look):
            self.preview.show_image(result.image)
            empty = emptiness(self._session, self.form.wishes.shown)
            self._say(f"{result.words} {empty}".strip(), "muted")
        elif self._path is not None:
            choices.remember_folder(self._path.parent)
            self._notices.tell(f"Exported {self._path.name}.")
            self.accept()

    def _failed(self, error: NNDesignerError) -> None:
        self._end(str(error), "error")

    def _end(self, words: str, role: str) -> None:
        self._path = None
        self._show_busy()
        self._say(words, role)

    def _show_busy(self) -> None:
        busy = self._path is not None
        self._bar.setValue(0)
        self._bar.setVisible(busy)
        self.form.setEnabled(not busy)
        self.export.setText("Cancel" if busy else "Export…")
        set_look(self.export, "primary", not busy)
        self._close.setVisible(not busy)

    def _say(self, words: str, role: str) -> None:
        self.facts.setText(words)
        set_look(self.facts, "role", role)

    def _connect(self) -> None:
        self.form.changed.connect(self._refresh)
        self.preview.resized.connect(self._refresh)
        self.export.clicked.connect(self._clicked)
        self._close.clicked.connect(self.reject)
        self.studio.made.connect(self._made)
        self.studio.failed.connect(self._failed)
        self.studio.progressed.connect(lambda share: self._bar.setValue(round(share * _STEPS)))

    def _arrange(self) -> None:
        self.form.setFixedWidth(_FORM_WIDTH)
        self.facts.setObjectName("pictureFacts")
        self.facts.setWordWrap(True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Share of the picture that is drawn")
        self._bar.hide()
        self.export.setObjectName("pictureExport")
        self.export.setDefault(True)
        set_look(self.export, "primary", True)
        self._close.setObjectName("pictureClose")
        self._close.setToolTip("Close this window (Esc)")
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.form)
        side.addWidget(self.facts, 1)
        upper = QHBoxLayout()
        upper.setSpacing(20)
        upper.addWidget(self.preview, 1)
        upper.addLayout(side)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._bar, 1)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(upper, 1)
        column.addLayout(row)
