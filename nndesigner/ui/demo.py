"""The main job without anybody at the screen: the real window trains an example and is photographed."""

from __future__ import annotations

import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer

from nndesigner.document import edits
from nndesigner.errors import NNDesignerError, ProjectError
from nndesigner.session.selection import Selection
from nndesigner.session.training import State
from nndesigner.ui import preferences
from nndesigner.ui.app import DEMO_EXAMPLE, main_window, make_application
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.theme import Mode

SIZE = QSize(1600, 1000)
EPOCHS = 30
_VIEWS = ("weights", "errors", "evaluation")
"""The first tabs of the details, in their order."""
_SETTLE_MS = 400
_INTERRUPTED = threading.Event()
"""Somebody pressed Ctrl+C."""


def run_offscreen_demo(folder: Path, *, seconds: float = 40.0) -> list[Path]:
    """Train the digits example in the window, and leave pictures of it and the trained project.

    Args:
        folder: Where the files go; made if it is missing.
        seconds: Training is stopped after so long, whatever it has reached.

    Returns:
        The files written: pictures first, the project last.

    Raises:
        ProjectError: The folder or a file in it cannot be written.
    """
    _make(folder)
    application = make_application()
    with tempfile.TemporaryDirectory() as forgotten:
        preferences.keep_in(Path(forgotten))
        with main_window(application, Mode.LIGHT) as window, _interruptible():
            return _demonstrate(window, folder, seconds)


def _demonstrate(window: MainWindow, folder: Path, seconds: float) -> list[Path]:
    window.resize(SIZE)
    window.show()
    window.start_example(DEMO_EXAMPLE)
    window.session.apply("Set epochs", lambda document: edits.set_training(document, epochs=EPOCHS))
    window.canvas.fit()
    _train(window, seconds)
    files = [path for mode in (Mode.LIGHT, Mode.DARK) for path in _photograph(window, mode, folder)]
    project = folder / f"{DEMO_EXAMPLE}.nnd"
    window.session.save(project)
    window.close()
    return [*files, project]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            "The folder cannot be made.",
            where=str(folder),
            remedy=f"Choose another one ({error.strerror}).",
        ) from error


def _train(window: MainWindow, seconds: float) -> None:
    """Train with the event loop running, as a user would see it."""
    session = window.session
    deadline = time.monotonic() + seconds
    window.toggle_training()
    _wait(lambda: session.training.state is not State.RUNNING or time.monotonic() > deadline)
    session.stop()
    _wait(lambda: session.training.state is not State.RUNNING)
    ended = session.training.last
    if ended is not None and ended.message:
        raise NNDesignerError(ended.message, remedy=ended.remedy)


def _photograph(window: MainWindow, mode: Mode, folder: Path) -> list[Path]:
    session = window.session
    window.set_theme(mode)
    files = []
    for index, view in enumerate(_VIEWS):
        window.workspace.details.setCurrentIndex(index)
        hidden = session.document.network.layers[1]
        session.select(Selection.of_neuron(hidden.id, hidden.neurons[index]))
        _pause(_SETTLE_MS)
        path = folder / f"{DEMO_EXAMPLE}-{view}-{mode.value}.png"
        if not window.grab().save(str(path)):
            raise ProjectError(
                "The picture cannot be written.", where=str(path), remedy="Choose another folder."
            )
        files.append(path)
    return files


def _wait(done: Callable[[], bool]) -> None:
    while not done():
        _pause(20)


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    if _INTERRUPTED.is_set():
        raise KeyboardInterrupt


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl+C end the demonstration; inside an event loop Python's own exception would not get out."""
    _INTERRUPTED.clear()
    before = signal.signal(signal.SIGINT, lambda *_: _INTERRUPTED.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
