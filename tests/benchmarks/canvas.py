"""How fluent the canvas is: frame times of moving, zooming and refreshing, and what opening costs.

Everything is painted offscreen by the software rasteriser, at thirty frames per second: after each frame the
event loop runs until the next one is due, as it does in the window, so that other threads have their turn.
The time of a frame is what the UI thread needs for it; that of a repaint is what the canvas needs of that
after a change that has been made and told to everybody.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QWidget

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import Parameters
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui.app import make_application
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.placing import moved
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.fonts import load_fonts
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notices import Notices
from nndesigner.ui.style import apply_style
from nndesigner.ui.theme import Mode, Theme
from tests.benchmarks.row import Row, row
from tests.benchmarks.wanted import Wanted
from tests.pictures.large import large_document

SIZE = 1100, 700
WINDOW = 1440, 900
FRAMES = 90
FRAME_SECONDS = 1 / 30
P95_MS, CHANGE_MS, USABLE_MS = 33.0, 16.0, 66.0
OPEN_SECONDS, MOST_MEGABYTES = 1.0, 150.0
_PATIENCE_SECONDS = 20.0
_ZOOMED = 4.0

Frame = Callable[[int], None]


class Bench:
    """A widget that shows a session's canvas, and a clock."""

    def __init__(self, document: Document, *, window: bool = False) -> None:
        make = QApplication.instance() or make_application()
        assert isinstance(make, QApplication)
        load_fonts()
        theme = Theme(Mode.LIGHT)
        apply_style(make, theme)
        self._app, self.session, self._document = make, Session(), document
        bridge = Bridge(self.session)
        if window:
            main = MainWindow(bridge, theme, Notices())
            self._widget, self.canvas = QWidget.window(main), main.canvas
            main.resize(*WINDOW)
        else:
            self._widget = self.canvas = CanvasView(bridge, theme, Notices())
            self._widget.resize(*SIZE)
        self._widget.show()
        self._settle()

    def open(self) -> float:
        """Seconds until the whole document is seen."""
        begun = time.perf_counter()
        self.session.replace(self._document)
        self.canvas.fit()
        while True:
            self._app.processEvents()
            self.canvas.repaint()
            if self.complete or time.perf_counter() - begun > _PATIENCE_SECONDS:
                return time.perf_counter() - begun

    def frames(self, frame: Frame, count: int = FRAMES, *, repaint_only: bool = False) -> list[float]:
        """Milliseconds of the UI thread for each of so many frames."""
        taken = []
        for turn in range(count):
            begun = time.perf_counter()
            frame(turn)
            if repaint_only:
                begun = time.perf_counter()
            self.canvas.repaint()
            taken.append(1000 * (time.perf_counter() - begun))
            self._settle(begun + FRAME_SECONDS)
        return taken

    def rest(self) -> None:
        """Wait until everything is painted sharply."""
        self._settle(time.perf_counter() + 0.3)
        end = time.perf_counter() + _PATIENCE_SECONDS
        while not self.complete and time.perf_counter() < end:
            self._settle(time.perf_counter() + FRAME_SECONDS)

    @property
    def complete(self) -> bool:
        """Whether the canvas shows the present numbers sharply."""
        size, ratio = self.canvas.size(), self.canvas.devicePixelRatioF()
        return self.canvas.display.is_complete(size, ratio) and not self.canvas.stage.hurried

    def close(self) -> None:
        self.session.close()
        self.session.replace(Document.empty())
        self._widget.close()
        self._widget.deleteLater()
        self._settle()

    def _settle(self, until: float = 0.0) -> None:
        self._app.processEvents()
        while time.perf_counter() < until:
            time.sleep(0.001)
            self._app.processEvents()


def canvas(wanted: Wanted, repeats: int, _seconds: float) -> Iterator[Row]:
    """Opening, moving, zooming, refreshing, and changing one thing."""
    name = "784-512-512-10"
    if wanted(name):
        yield from _opening(f"canvas, {name}", large_document(512, 512), repeats)
        yield from _moving(f"canvas, {name}", Bench(large_document(512, 512)), P95_MS, CHANGE_MS)
    name = f"window, {name}"
    if wanted(name):
        yield from _moving(name, Bench(large_document(512, 512), window=True), P95_MS, None)
    name = "10,000 neurons in 4 layers"
    if wanted(name):
        yield from _moving(f"canvas, {name}", Bench(_wide()), USABLE_MS, CHANGE_MS)


def _opening(name: str, document: Document, repeats: int) -> Iterator[Row]:
    seconds, megabytes = [], []
    for _ in range(max(3, repeats // 2)):
        bench = Bench(document)
        before = _resident()
        seconds.append(bench.open())
        megabytes.append(_resident() - before)
        bench.close()
    yield row(f"{name}: opened", seconds, "s", at_most=OPEN_SECONDS)
    yield row(f"{name}: memory added, first time", megabytes[:1], "MB", at_most=MOST_MEGABYTES)


def _moving(name: str, bench: Bench, most: float, most_of_changes: float | None) -> Iterator[Row]:
    """Frames of motions and, where there is a target for them, of changes to one thing."""
    bench.open()
    bench.rest()
    for what, frame in _motions(bench).items():
        yield from _frame_rows(f"{name}: {what}", bench.frames(frame), most)
        bench.rest()
    for what, frame in _changes(bench).items() if most_of_changes is not None else ():
        taken = bench.frames(frame, FRAMES // 3, repaint_only=True)
        yield from _frame_rows(f"{name}: {what}", taken, most_of_changes)
        bench.canvas.stage.preview(None)
        bench.rest()
    stage = bench.canvas.stage
    stage.viewport = stage.viewport.zoomed(_ZOOMED, stage.screen.center())
    bench.rest()
    yield from _frame_rows(f"{name}: pan near", bench.frames(_motions(bench)["pan"]), most)
    bench.close()


def _motions(bench: Bench) -> dict[str, Frame]:
    stage, session = bench.canvas.stage, bench.session
    middle = stage.screen.center()

    def pan(turn: int) -> None:
        way = 7.0 if turn // 20 % 2 else -7.0
        stage.viewport = stage.viewport.moved(QPointF(way, way / 2))

    def zoom(turn: int) -> None:
        stage.viewport = stage.viewport.zoomed(1.07 if turn // 30 % 2 == 0 else 1 / 1.07, middle)

    old = session.document.parameters
    other = Parameters({key: w * np.float32(1.01) for key, w in old.weights.items()}, old.biases)

    def refresh(turn: int) -> None:
        # A value of its own every time, as a running training leaves them.
        fresh = replace(old if turn % 2 else other)
        session.apply("Train", lambda document: replace(document, parameters=fresh))

    return {"pan": pan, "zoom": zoom, "live refresh": refresh}


def _changes(bench: Bench) -> dict[str, Frame]:
    session, stage = bench.session, bench.canvas.stage
    layer = session.document.network.layers[1]

    def drag(turn: int) -> None:
        stage.preview(moved(frozenset({layer.id}), 3.0 * (turn % 10), 2.0 * turn))

    def select(turn: int) -> None:
        session.select(Selection.of_neuron(layer.id, layer.neurons[turn]))

    def rename(turn: int) -> None:
        session.apply("Rename", lambda d: edits.rename_neuron(d, layer.id, layer.neurons[0], f"name {turn}"))

    def shift(turn: int) -> None:
        step = 1 if turn % 2 else -1
        session.apply("Move neuron", lambda d: edits.shift_neurons(d, [(layer.id, layer.neurons[5])], step))

    return {
        "repaint while a layer is dragged": drag,
        "repaint with a neuron selected": select,
        "repaint with a neuron renamed": rename,
        "repaint with a neuron moved in its layer": shift,
    }


def _frame_rows(name: str, taken: list[float], most: float | None) -> Iterator[Row]:
    yield row(f"{name}, median frame", taken, "ms", at_most=most)
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    yield row(f"{name}, p95 frame", [p95], "ms", at_most=most)


def _wide() -> Document:
    document = Document.empty()
    for place, size in enumerate((2500, 2500, 2500, 2500)):
        role = Role.INPUT if place == 0 else Role.OUTPUT if place == 3 else Role.HIDDEN
        source = document.network.layers[-1].id if place else None
        document = edits.add_layer(document, role, size, source=source)
    return document


def _resident() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
