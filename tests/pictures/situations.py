"""The situations: each brings an open, empty window to where it is to be photographed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nndesigner.document import edits
from nndesigner.document.model import Document, Form
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.session.training import State
from nndesigner.ui.actions import Page
from nndesigner.ui.canvas.items import packed
from nndesigner.ui.canvas.values import Mode as Numbers
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.searching.popup import SearchPopup
from nndesigner.ui.searching.search import Search
from nndesigner.ui.theme import Mode
from tests.pictures.large import large_document

_PATIENCE_MS = 60_000
_POLL_MS = 20
_OPENING_MS = 300


@dataclass(frozen=True)
class Situation:
    """What is to be seen.

    Attributes:
        arrange: Brings the window there.
        theme: Of the window.
        scale: Of the screen.
    """

    arrange: Callable[[MainWindow], None]
    theme: Mode = Mode.LIGHT
    scale: float = 1.0


def empty(window: MainWindow) -> None:
    """Nothing has been drawn yet."""
    window.show_page(Page.WORKSPACE)


def start(key: str, window: MainWindow) -> None:
    """A ready-made network, as the palette adds it."""
    window.show_page(Page.WORKSPACE)
    window.canvas.add_at_centre(f"start:{key}")
    window.canvas.fit()


def trained(key: str, epochs: int, window: MainWindow) -> None:
    """An example after some training, with a hidden neuron selected."""
    window.start_example(key)
    session = window.session
    session.apply("Set epochs", lambda document: edits.set_training(document, epochs=epochs))
    window.toggle_training()
    _until(lambda: session.training.state is State.IDLE)
    hidden = session.document.network.layers[1]
    session.select(Selection.of_neuron(hidden.id, hidden.neurons[0]))
    window.canvas.fit()


def large(window: MainWindow) -> None:
    """668,160 weights."""
    window.session.replace(large_document(512, 512))
    window.show_page(Page.WORKSPACE)
    window.canvas.fit()


def dragging(window: MainWindow) -> None:
    """A hidden layer is carried over a connection, not yet let go."""
    trained("iris", 20, window)
    canvas, stage = window.canvas, window.canvas.stage
    columns = list(stage.geometry.columns.values())
    where = stage.viewport.to_screen((columns[0].center + columns[1].center) / 2).toPoint()
    _carry(canvas, "layer:hidden", where)


def _carry(canvas: QWidget, item: str, where: QPoint) -> None:
    data, copy = packed(item), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(canvas, QDragEnterEvent(where, copy, data, left, none))
    QApplication.sendEvent(canvas, QDragMoveEvent(where, copy, data, left, none))


def connecting(window: MainWindow) -> None:
    """A connection that would close a cycle is being drawn: the canvas says why it cannot be."""
    window.session.replace(_chain(3, 5, 4, 3))
    window.show_page(Page.WORKSPACE)
    window.canvas.fit()
    stage = window.canvas.stage
    columns = sorted(stage.geometry.columns.values(), key=lambda column: column.center.x())
    start, end = (stage.viewport.to_screen(p).toPoint() for p in (columns[2].handle, columns[1].center))
    QTest.mouseMove(window.canvas, stage.viewport.to_screen(columns[2].center).toPoint())
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(window.canvas, (start + end) / 2)
    QTest.mouseMove(window.canvas, end)


def invalid(window: MainWindow) -> None:
    """Three classes, but two outputs, and a layer that nothing leads to."""
    window.start_example("iris")
    session = window.session
    output = session.document.network.layers[-1]
    session.apply("Resize layer", lambda document: edits.resize_layer(document, output.id, 2))
    session.apply("Add layer", lambda d: edits.add_layer(d, Role.HIDDEN, 3, position=(330.0, 330.0)))
    window.canvas.fit()


def skip(window: MainWindow) -> None:
    """Connections that pass other layers."""
    document = _chain(3, 6, 5, 4, 2)
    ids = [layer.id for layer in document.network.layers]
    for source, target in ((0, 2), (0, 4), (1, 3)):
        document = edits.connect(document, ids[source], ids[target])
    window.session.replace(document)
    window.show_page(Page.WORKSPACE)
    window.canvas.fit()


def overlay(numbers: Numbers, window: MainWindow) -> None:
    """Other numbers than the weights."""
    trained("iris", 60, window)
    window.session.select(Selection())
    window.canvas.show_mode(numbers)


def close(scale: float, window: MainWindow) -> None:
    """The large network seen from near: where lines reach the strip of its last hidden layer."""
    large(window)
    stage = window.canvas.stage
    hidden = sorted(stage.geometry.columns.values(), key=lambda column: column.center.x())[2]
    place = stage.viewport.to_screen(QPointF(hidden.body.right() + 6.0, float(hidden.ys[256])))
    stage.viewport = stage.viewport.zoomed(scale / stage.viewport.scale, place)


def forms(window: MainWindow) -> None:
    """A collapsed layer beside one whose neurons are all shown."""
    large(window)
    first, second = (layer.id for layer in window.session.document.network.layers[1:3])
    window.session.apply("Collapse", lambda document: edits.set_form(document, [first], Form.COLLAPSED))
    window.session.select(Selection.of_layer(second))
    window.action_set["show-neurons"].trigger()
    window.canvas.fit()


def searching(search: Search, typed: str, window: MainWindow) -> None:
    """One of the lists that can be searched, with something typed."""
    trained("iris", 20, window)
    window.search(search)
    QTest.qWait(_OPENING_MS)
    popup = next(popup for popup in window.findChildren(SearchPopup) if popup.isVisible())
    QTest.keyClicks(popup.field, typed)


def focus(window: MainWindow) -> None:
    """The lines of one neuron; all else is dimmed."""
    trained("digits", 5, window)
    window.action_set["focus-mode"].trigger()


def several(window: MainWindow) -> None:
    """Neurons that differ, in the inspector at once."""
    trained("iris", 60, window)
    hidden, output = window.session.document.network.layers[1:]
    chosen = [(hidden.id, neuron) for neuron in hidden.neurons[:3]] + [(output.id, output.neurons[0])]
    window.session.select(Selection(neurons=frozenset(chosen)))


def pruning(window: MainWindow) -> None:
    """A rule that would remove weights, shown before it does."""
    trained("iris", 60, window)
    window.canvas.pruning.open()


def _chain(*sizes: int) -> Document:
    document = Document.empty()
    for place, size in enumerate(sizes):
        role = Role.INPUT if place == 0 else Role.OUTPUT if place == len(sizes) - 1 else Role.HIDDEN
        source = document.network.layers[-1].id if place else None
        document = edits.add_layer(document, role, size, source=source)
    return document


def _until(done: Callable[[], bool]) -> None:
    for _ in range(_PATIENCE_MS // _POLL_MS):
        if done():
            return
        QTest.qWait(_POLL_MS)
    raise TimeoutError("the window did not get there")


SITUATIONS: Mapping[str, Situation] = {
    "empty": Situation(empty),
    "empty-dark": Situation(empty, Mode.DARK),
    "xor": Situation(partial(start, "xor")),
    "figure5": Situation(partial(start, "figure5")),
    "iris": Situation(partial(trained, "iris", 100)),
    "digits": Situation(partial(trained, "digits", 5)),
    "digits-dark": Situation(partial(trained, "digits", 5), Mode.DARK),
    "large": Situation(large),
    "large-dark": Situation(large, Mode.DARK),
    "near": Situation(partial(close, 4.0)),
    "close": Situation(partial(close, 24.0)),
    "forms": Situation(forms),
    "commands": Situation(partial(searching, Search.COMMANDS, "weights")),
    "add-menu": Situation(partial(searching, Search.ADD, "re")),
    "find": Situation(partial(searching, Search.NEURONS, "petal")),
    "history": Situation(partial(searching, Search.HISTORY, "")),
    "focus": Situation(focus),
    "several": Situation(several),
    "pruning": Situation(pruning),
    "twice": Situation(partial(trained, "iris", 100), scale=2.0),
    "dragging": Situation(dragging),
    "connecting": Situation(connecting),
    "invalid": Situation(invalid),
    "skip": Situation(skip),
    **{f"overlay-{numbers.value}": Situation(partial(overlay, numbers)) for numbers in Numbers},
    "overlay-errors-dark": Situation(partial(overlay, Numbers.ERRORS), Mode.DARK),
}
"""By the name of the picture."""
