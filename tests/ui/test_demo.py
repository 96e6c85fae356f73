"""The demonstration without a display: pictures worth looking at and a trained project."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from nndesigner.document.model import Document
from nndesigner.errors import ProjectError
from nndesigner.storage.project import load_project
from nndesigner.ui import preferences
from nndesigner.ui.app import main_window
from nndesigner.ui.demo import EPOCHS, SIZE, run_offscreen_demo
from nndesigner.ui.theme import DARK, LIGHT, Mode


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> list[Path]:
    return run_offscreen_demo(tmp_path_factory.mktemp("demo") / "new folder")


def test_it_leaves_pictures_in_both_themes_and_the_project(made: list[Path]) -> None:
    assert [path.name for path in made] == [
        "digits-weights-light.png",
        "digits-errors-light.png",
        "digits-evaluation-light.png",
        "digits-weights-dark.png",
        "digits-errors-dark.png",
        "digits-evaluation-dark.png",
        "digits.nnd",
    ]
    assert all(path.is_file() for path in made)


def test_the_pictures_show_a_whole_window(made: list[Path]) -> None:
    for path in made[:-1]:
        image = QImage(str(path))
        assert image.deviceIndependentSize().toSize() == SIZE
        colors = {
            image.pixelColor(x, y).name()
            for x in range(0, SIZE.width(), 7)
            for y in range(0, SIZE.height(), 7)
        }
        assert len(colors) > 50
        ground = DARK if "dark" in path.name else LIGHT
        assert ground.surface.lower() in colors


def test_the_project_is_trained(made: list[Path]) -> None:
    document = load_project(made[-1])
    assert document.progress.epoch == EPOCHS
    last = document.runs[-1].history.last()
    assert last is not None
    assert last.validation_score > 0.9


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, qapp: QApplication) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ProjectError, match="The folder cannot be made"):
        run_offscreen_demo(tmp_path / "file" / "folder")


def test_ctrl_c_ends_it(tmp_path: Path, qapp: QApplication) -> None:
    handler = signal.getsignal(signal.SIGINT)
    QTimer.singleShot(700, lambda: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        run_offscreen_demo(tmp_path)
    assert signal.getsignal(signal.SIGINT) is handler
    assert not list(tmp_path.glob("*.nnd"))


def test_what_the_user_chose_stays_as_it_was(made: list[Path]) -> None:
    assert preferences.theme_mode() is Mode.SYSTEM
    assert preferences.window_state("geometry") is None


def test_a_window_gives_everything_back_when_it_goes(qapp: QApplication) -> None:
    hook = sys.excepthook
    with main_window(qapp, Mode.LIGHT) as window:
        assert sys.excepthook is not hook
        window.show()
        window.session.replace(Document.empty())
        window.close()
    assert sys.excepthook is hook
