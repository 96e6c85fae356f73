"""New, open, save: projects as files, and no change lost without asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from nndesigner.data.reading import READERS
from nndesigner.document.model import Document
from nndesigner.errors import NNDesignerError
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.storage.project import load_project
from nndesigner.ui.dialogs.unsaved import Choice, ask_about_changes
from nndesigner.ui.examples import example_document
from nndesigner.ui.notices import Notices
from nndesigner.ui.recent import RecentFiles
from nndesigner.ui.waiting import wait_for

SUFFIX = ".nnd"
_PROJECTS = f"NN Designer projects (*{SUFFIX})"
_UNTITLED = "untitled"


class Files(QObject):
    """What the File menu does. Everything that asks the user for a path ends in a method that takes one."""

    opened = Signal()
    """The session holds another project."""
    tableChosen = Signal(Path)
    """A table is to be imported."""

    def __init__(
        self,
        session: Session,
        notices: Notices,
        recent: RecentFiles,
        window: QWidget,
        preview: Callable[[], bytes | None],
    ) -> None:
        """`preview` draws the picture that a saved project carries, as PNG."""
        super().__init__(window)
        self._preview = preview
        self._session = session
        self._notices = notices
        self._window = window
        self.recent = recent

    @property
    def name(self) -> str:
        """The project's file name, as the title shows it."""
        path = self._session.path
        return path.name if path is not None else _UNTITLED

    @property
    def unsaved(self) -> bool:
        """Whether closing now would lose something: an edit, or what a running training has learned."""
        return self._session.modified or self._session.training.state is State.RUNNING

    def new(self) -> bool:
        """Begin an empty project; False if the user keeps the present one."""
        return self.may_lose_changes() and self._show(Document.empty(), None)

    def start_example(self, key: str) -> bool:
        """Begin with an example; False if the user keeps the present project."""
        if not self.may_lose_changes():
            return False
        return self._show(wait_for(lambda: example_document(key)), None)

    def open(self) -> bool:
        """Ask for a file and open it."""
        tables = " ".join(f"*{suffix}" for suffix in READERS)
        filters = f"Projects and tables (*{SUFFIX} {tables});;{_PROJECTS};;Tables ({tables})"
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open", str(self._folder()), filters)
        return bool(chosen) and self.open_path(Path(chosen))

    def open_data(self) -> bool:
        """Ask for a table and show it on the import page."""
        filters = f"Tables ({' '.join(f'*{suffix}' for suffix in READERS)});;All files (*)"
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open data", str(self._folder()), filters)
        if chosen:
            self.tableChosen.emit(Path(chosen))
        return bool(chosen)

    def open_path(self, path: Path) -> bool:
        """Open a project, or any other file as a table on the import page.

        Returns:
            Whether it was possible, and wanted; if it was not possible, the user has been told why.
        """
        if path.is_dir():
            self._notices.show(f"{path.name} is a folder.", "Choose a project or a table in it.")
            return False
        if path.suffix.lower() == SUFFIX:
            return self._open_project(path)
        self.tableChosen.emit(path)
        return True

    def save(self) -> bool:
        """Save where the project is, or ask where."""
        path = self._session.path
        return self.save_to(path) if path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask where to save, and save there."""
        dialog = QFileDialog(self._window, "Save as", str(self._folder()), _PROJECTS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(self._suggested_name())
        chosen = dialog.selectedFiles() if dialog.exec() else []
        return bool(chosen) and self.save_to(Path(chosen[0]))

    def save_to(self, path: Path) -> bool:
        """Save in a file; False if that failed (the user has been told why)."""
        try:
            self._session.save(path, preview=self._preview(), work=wait_for)
        except NNDesignerError as error:
            self._notices.show_error(error)
            return False
        self.recent.add(path)
        self._notices.tell(f"Saved {path.name}.")
        return True

    def may_lose_changes(self) -> bool:
        """Whether the present project may go: it is saved, has been saved just now, or is given up."""
        if not self.unsaved:
            return True
        choice = ask_about_changes(self._window, self.name)
        return choice is Choice.DISCARD or (choice is Choice.SAVE and self.save())

    def _open_project(self, path: Path) -> bool:
        if not self.may_lose_changes():
            return False
        try:
            document = wait_for(lambda: load_project(path))
        except NNDesignerError as error:
            self._tell_why(path, error)
            return False
        self.recent.add(path)
        return self._show(document, path)

    def _tell_why(self, path: Path, error: NNDesignerError) -> None:
        if not path.exists() and path.resolve() in self.recent.paths():
            self.recent.remove(path)
            self._notices.show(
                f"{path.name} is no longer in {path.parent}.", "It was taken off the list of recent projects."
            )
        else:
            self._notices.show_error(error)

    def _show(self, document: Document, path: Path | None) -> bool:
        self._session.replace(document, path)
        self._notices.clear()
        self.opened.emit()
        return True

    def _folder(self) -> Path:
        """Where a dialog begins: beside the project, beside the latest one, or among the documents."""
        paths = [self._session.path, *self.recent.paths()]
        for path in paths:
            if path is not None and path.parent.is_dir():
                return path.parent
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    def _suggested_name(self) -> str:
        if self._session.path is not None:
            return self._session.path.name
        data = self._session.document.data
        return f"{Path(data.name).stem if data is not None else _UNTITLED}{SUFFIX}"
