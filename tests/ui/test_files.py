"""Opening and saving projects; nothing is lost without a question, nothing on disk changes by mistake."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.files import Files
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notices import Notices
from nndesigner.ui.recent import LENGTH, RecentFiles

Button = QMessageBox.StandardButton


class Said:
    """What the user was told."""

    def __init__(self, notices: Notices) -> None:
        self.messages: list[tuple[str, str]] = []
        self.notes: list[str] = []
        notices.message.connect(lambda what, remedy: self.messages.append((what, remedy)))
        notices.note.connect(self.notes.append)


@pytest.fixture
def said(notices: Notices) -> Said:
    return Said(notices)


@pytest.fixture
def files(session: Session, notices: Notices, said: Said, qtbot: QtBot) -> Iterator[Files]:
    window = QWidget()
    qtbot.addWidget(window)
    yield Files(session, notices, RecentFiles(), window, lambda: None)
    if session.training.state is State.RUNNING:
        session.close()


def add_layer(document: Document) -> Document:
    return edits.add_layer(document, Role.HIDDEN, 3)


def answer(button: Button, asked: list[str] | None = None) -> None:
    """Press a button of the question that is about to come."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        if asked is not None:
            asked.append(box.text())
        box.button(button).click()

    QTimer.singleShot(0, press)


def test_a_saved_project_opens_as_it_was(files: Files, iris_document: Document, tmp_path: Path) -> None:
    files._session.replace(iris_document)
    path = tmp_path / "iris.nnd"
    assert files.save_to(path)
    files.new()
    assert files.open_path(path)
    opened = files._session.document
    assert opened.parameters.equals(iris_document.parameters)
    assert files._session.path == path
    assert not files._session.modified
    assert files.name == "iris.nnd"


def test_saving_says_so_and_remembers_the_project(files: Files, said: Said, tmp_path: Path) -> None:
    assert files.save_to(tmp_path / "a.nnd")
    assert said.notes == ["Saved a.nnd."]
    assert files.recent.paths() == [tmp_path / "a.nnd"]


def test_nothing_is_asked_where_nothing_would_be_lost(files: Files) -> None:
    assert files.new()


def test_cancelling_the_question_keeps_the_project(files: Files) -> None:
    files._session.apply("Add layer", add_layer)
    document = files._session.document
    asked: list[str] = []
    answer(Button.Cancel, asked)
    assert not files.new()
    assert files._session.document is document
    assert asked == ["Save the changes to untitled?"]


def test_discarding_gives_the_project_up(files: Files) -> None:
    files._session.apply("Add layer", add_layer)
    answer(Button.Discard)
    assert files.new()
    assert not files._session.document.network.layers


def test_saving_from_the_question_writes_the_file_first(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "kept.nnd"
    files.save_to(path)
    files._session.apply("Add layer", add_layer)
    answer(Button.Save)
    assert files.new()
    assert files.open_path(path)
    assert len(files._session.document.network.layers) == 1


def test_a_failed_save_keeps_the_project(files: Files, said: Said, tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("not a folder", encoding="utf-8")
    files._session.apply("Add layer", add_layer)
    files._session.path = blocker / "x.nnd"
    document = files._session.document
    answer(Button.Save)
    assert not files.new()
    assert files._session.document is document
    assert files._session.modified
    assert len(said.messages) == 1


def test_a_running_training_counts_as_unsaved(files: Files, iris_document: Document, tmp_path: Path) -> None:
    session = files._session
    session.replace(edits.set_training(iris_document, epochs=1_000_000))
    assert not files.unsaved
    session.train()
    assert files.unsaved
    session.close()


def test_opening_what_is_not_there_changes_nothing(files: Files, said: Said, tmp_path: Path) -> None:
    files._session.apply("Add layer", add_layer)
    files.save_to(tmp_path / "mine.nnd")
    document = files._session.document
    assert not files.open_path(tmp_path / "gone.nnd")
    assert files._session.document is document
    assert files._session.path == tmp_path / "mine.nnd"
    assert len(said.messages) == 1


def test_a_missing_recent_project_is_taken_off_the_list(files: Files, said: Said, tmp_path: Path) -> None:
    gone = tmp_path / "gone.nnd"
    files.recent.add(gone)
    assert not files.open_path(gone)
    assert files.recent.paths() == []
    what, remedy = said.messages[-1]
    assert what == f"gone.nnd is no longer in {tmp_path}."
    assert remedy == "It was taken off the list of recent projects."


def test_a_damaged_project_is_refused_and_stays_untouched(files: Files, said: Said, tmp_path: Path) -> None:
    path = tmp_path / "damaged.nnd"
    path.write_bytes(b"PK\x03\x04 not really")
    assert not files.open_path(path)
    assert path.read_bytes() == b"PK\x03\x04 not really"
    assert len(said.messages) == 1


def test_a_folder_cannot_be_opened(files: Files, said: Said, tmp_path: Path) -> None:
    assert not files.open_path(tmp_path)
    assert said.messages == [(f"{tmp_path.name} is a folder.", "Choose a project or a table in it.")]


@pytest.mark.parametrize("name", ["iris.csv", "iris.TSV", "iris.txt", "iris.data"])
def test_another_file_goes_to_the_import_page(files: Files, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    with qtbot.waitSignal(files.tableChosen) as caught:
        files.open_path(tmp_path / name)
    assert caught.args == [tmp_path / name]


def test_save_as_adds_the_suffix(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def accept(dialog: QFileDialog) -> int:
        assert dialog.defaultSuffix() == "nnd"
        return 1

    monkeypatch.setattr(QFileDialog, "exec", accept)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(tmp_path / "named.nnd")])
    assert files.save_as()
    assert (tmp_path / "named.nnd").is_file()


def test_a_dialog_that_is_cancelled_changes_nothing(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 0)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    assert not files.save_as()
    assert not files.open()
    assert not files.open_data()


@pytest.mark.parametrize(("key", "inputs", "outputs"), [("xor", 2, 1), ("iris", 4, 3), ("digits", 64, 10)])
def test_an_example_can_be_trained_at_once(files: Files, key: str, inputs: int, outputs: int) -> None:
    assert files.start_example(key)
    document, session = files._session.document, files._session
    first, last = document.network.input_layer, document.network.output_layer
    assert first is not None
    assert last is not None
    assert (first.size, last.size) == (inputs, outputs)
    assert not [problem for problem in session.problems if problem.blocking]
    assert not session.modified


def test_the_latest_project_is_first_and_the_list_ends(tmp_path: Path) -> None:
    recent = RecentFiles()
    paths = [tmp_path / f"{k}.nnd" for k in range(LENGTH + 3)]
    for path in paths:
        recent.add(path)
    assert recent.paths() == paths[: -LENGTH - 1 : -1]
    recent.add(paths[-3])
    assert recent.paths()[0] == paths[-3]
    assert len(recent.paths()) == LENGTH
    assert RecentFiles().paths() == recent.paths()


def test_one_recent_project_survives_the_settings_file(tmp_path: Path) -> None:
    RecentFiles().add(tmp_path / "one.nnd")
    assert RecentFiles().paths() == [tmp_path / "one.nnd"]
    RecentFiles().clear()
    assert RecentFiles().paths() == []


def test_a_saved_project_carries_a_picture_of_its_network(window: MainWindow, tmp_path: Path) -> None:
    window.use_bundled("xor")
    path = tmp_path / "xor.nnd"
    assert window.files.save_to(path)
    with zipfile.ZipFile(path) as archive:
        picture = QImage.fromData(archive.read("preview.png"))
    assert max(picture.width(), picture.height()) == 512
