"""Exporting and copying in the window, with its real actions and dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from nndesigner.document.model import Document
from nndesigner.ui.canvas.modes import Mode as Shown
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.network_sketch import stack_document
from nndesigner.ui.pictures.choices import Choices, Colors, folder, remembered
from nndesigner.ui.pictures.dialog import PictureDialog
from nndesigner.ui.pictures.wishes import Format, Seen
from nndesigner.ui.theme import Mode, Theme
from tests.ui.driving import activate, notice

PATIENCE = 20_000


@pytest.fixture
def drawn(window: MainWindow, iris_document: Document) -> MainWindow:
    """A window with a network."""
    window.session.replace(iris_document)
    return window


@pytest.fixture
def dialog(drawn: MainWindow, qtbot: QtBot) -> PictureDialog:
    """The dialog, its preview painted."""
    drawn.action_set["export-picture"].trigger()
    found = drawn.findChild(PictureDialog)
    assert isinstance(found, PictureDialog)
    settled(found, qtbot)
    return found


def settled(dialog: PictureDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.studio.busy, timeout=PATIENCE)


def pick(dialog: PictureDialog, name: str, words: str, qtbot: QtBot) -> None:
    """Choose as the keyboard does."""
    box = dialog.findChild(QComboBox, name)
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText() == words:
            break
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == words
    settled(dialog, qtbot)


def press(dialog: PictureDialog, name: str) -> None:
    found = dialog.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def shown(dialog: PictureDialog) -> bytes:
    assert dialog.preview.image is not None
    return bytes(dialog.preview.image.constBits())


@pytest.mark.parametrize("key", ["export-picture", "copy-picture"])
def test_without_a_network_there_is_no_picture(window: MainWindow, key: str) -> None:
    window.session.replace(Document.empty())
    window.start_page.emptyRequested.emit()
    action = window.action_set[key]
    assert not action.isEnabled()
    assert "There is no network yet." in action.toolTip()


def test_the_preview_shows_what_is_chosen(dialog: PictureDialog, qtbot: QtBot) -> None:
    seen = [shown(dialog)]
    for name, words in (
        ("pictureColors", "Dark"),
        ("pictureGround", "Transparent"),
        ("pictureShown", "Activations"),
    ):
        pick(dialog, name, words, qtbot)
        seen.append(shown(dialog))
    legend, title = dialog.findChild(QCheckBox, "pictureLegend"), dialog.findChild(QLineEdit, "pictureTitle")
    lines = dialog.findChild(QCheckBox, "pictureLines")
    assert isinstance(legend, QCheckBox)
    assert isinstance(lines, QCheckBox)
    assert isinstance(title, QLineEdit)
    for box in (legend, lines):
        box.click()
        settled(dialog, qtbot)
        seen.append(shown(dialog))
    QTest.keyClicks(title, "Iris")
    settled(dialog, qtbot)
    seen.append(shown(dialog))
    assert len(set(seen)) == len(seen)


def test_it_begins_with_what_the_canvas_shows(drawn: MainWindow, qtbot: QtBot) -> None:
    drawn.canvas.show_mode(Shown.BIASES)
    dialog = drawn.pictures.export()
    assert dialog.form.wishes.shown is Shown.BIASES
    assert dialog.form.wishes.lines
    settled(dialog, qtbot)


def test_lines_that_the_canvas_hides_are_not_in_the_picture(drawn: MainWindow, qtbot: QtBot) -> None:
    drawn.action_set["hide-weights"].trigger()
    dialog = drawn.pictures.export()
    settled(dialog, qtbot)
    assert not dialog.form.wishes.lines
    assert "lines" not in dialog.facts.text()


def test_only_pixels_have_a_scale(dialog: PictureDialog, qtbot: QtBot) -> None:
    scale = dialog.findChild(QComboBox, "pictureScale")
    assert isinstance(scale, QComboBox)
    assert scale.isEnabled()
    assert "pixels" in dialog.facts.text()
    pick(dialog, "pictureFormat", "SVG, lines", qtbot)
    assert not scale.isEnabled()
    assert "no pixels" in scale.toolTip()
    assert "mm" in dialog.facts.text()


@pytest.mark.parametrize("kind", list(Format))
def test_a_file_is_written_in_the_format_of_its_name(
    dialog: PictureDialog, drawn: MainWindow, qtbot: QtBot, tmp_path: Path, kind: Format
) -> None:
    path = tmp_path / f"net{kind.suffix}"
    with qtbot.waitSignal(dialog.accepted, timeout=PATIENCE):
        dialog.save_to(path)
    starts = {Format.PNG: b"\x89PNG", Format.SVG: b"<?xml", Format.PDF: b"%PDF"}
    assert path.read_bytes().startswith(starts[kind])
    assert notice(drawn) == f"Exported net{kind.suffix}."
    assert folder() == tmp_path


def test_the_button_asks_for_a_file(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(dialog, "pictureFormat", "PDF, lines", qtbot)
    suggested: list[str] = []

    def answer(asked: QFileDialog) -> int:
        suggested.extend(asked.selectedFiles())
        asked.setDirectory(str(tmp_path))
        asked.selectFile("mine")
        return 1

    monkeypatch.setattr(QFileDialog, "exec", answer)
    with qtbot.waitSignal(dialog.accepted, timeout=PATIENCE):
        press(dialog, "pictureExport")
    assert Path(suggested[0]).name == "network.pdf"
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF")


def test_what_cannot_be_written_is_said_and_the_window_stays(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(dialog.studio.failed, timeout=PATIENCE):
        dialog.save_to(tmp_path / "gone" / "net.svg")
    assert dialog.isVisible()
    assert "There is no folder" in dialog.facts.text()
    assert dialog.form.isEnabled()
    assert dialog.export.text() == "Export…"


def test_exporting_can_be_cancelled(drawn: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drawn.session.replace(stack_document(300, [], 100))
    dialog = drawn.pictures.export()
    dialog.save_to(tmp_path / "net.png")
    assert dialog.export.text() == "Cancel"
    assert not dialog.form.isEnabled()
    press(dialog, "pictureExport")
    assert "Nothing was written" in dialog.facts.text()
    assert dialog.isVisible()
    dialog.reject()
    assert list(tmp_path.iterdir()) == []


def test_the_choices_are_remembered(dialog: PictureDialog, qtbot: QtBot) -> None:
    assert remembered() == Choices()
    pick(dialog, "pictureScale", "4 ×", qtbot)
    pick(dialog, "pictureFormat", "PDF, lines", qtbot)
    pick(dialog, "pictureColors", "Dark", qtbot)
    pick(dialog, "pictureGround", "Transparent", qtbot)
    legend = dialog.findChild(QCheckBox, "pictureLegend")
    assert isinstance(legend, QCheckBox)
    legend.click()
    assert remembered() == Choices(Format.PDF, Colors.DARK, 4, transparent=True, legend=False)


@pytest.mark.usefixtures("qapp")
def test_colours_as_the_window_follow_it() -> None:
    for mode in (Mode.LIGHT, Mode.DARK):
        wishes = Choices().wishes(Theme(mode, swapped=True), Seen())
        assert wishes.dark is (mode is Mode.DARK)
        assert wishes.swapped


def test_closing_the_dialog_while_it_draws_leaves_nothing(drawn: MainWindow) -> None:
    dialog = drawn.pictures.export()
    assert dialog.studio.busy
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.studio.busy
    assert not dialog.isVisible()


# -- the clipboard


def test_a_picture_is_copied_in_every_format(drawn: MainWindow, qtbot: QtBot) -> None:
    activate(drawn, qtbot)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    drawn.canvas.setFocus()
    with qtbot.waitSignal(drawn.pictures.studio.made, timeout=PATIENCE):
        QTest.keyClick(drawn.canvas, Qt.Key.Key_C, modifiers)
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("image/svg+xml").data()).startswith(b"<?xml")
    assert bytes(data.data("application/pdf").data()).startswith(b"%PDF")
    image = data.imageData()
    assert isinstance(image, QImage)
    assert image.size() == QImage.fromData(bytes(data.data("image/png").data())).size()
    assert notice(drawn) == "Copied the picture of the network."
