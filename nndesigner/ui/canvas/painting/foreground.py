"""What lies over the content of the canvas: marks, the gesture under way, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from nndesigner.session.session import Session
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.drops import Plan
from nndesigner.ui.canvas.gestures.gesture import Gesture, Saying
from nndesigner.ui.canvas.hits import Hit
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.marks import (
    paint_controls,
    paint_hover,
    paint_problem,
    paint_saying,
    paint_selection,
    paint_target,
)
from nndesigner.ui.canvas.painting.numbers import paint_card
from nndesigner.ui.canvas.painting.sources import paint_source, paint_way

_BESIDE = QPointF(16, 18)
"""From the pointer to the words beside it."""


@dataclass(frozen=True, eq=False)
class Moment:
    """What is going on.

    Attributes:
        controlled: Ids of the layers that show their controls.
        at: Where the pointer is on the screen.
    """

    hover: Hit
    controlled: frozenset[int]
    gesture: Gesture | None
    plan: Plan | None
    saying: Saying | None
    at: QPointF


def paint_foreground(painter: QPainter, session: Session, display: Display, moment: Moment) -> None:
    """Paint everything over the content."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brushes = display.brushes(painter)
    scene = display.scene
    columns = scene.geometry.columns
    for layer in {problem.layer for problem in session.problems} & columns.keys():
        if layer is not None:
            paint_problem(brushes, columns[layer])
    idle = moment.gesture is None and moment.plan is None
    if idle:
        paint_hover(brushes, scene, moment.hover)
    paint_selection(brushes, scene, session.selection)
    for label in display.numbers:
        if label.weight in session.selection.weights:
            paint_card(brushes, label)
    paint_way(brushes, scene.geometry, scene.links, display.marked.closes)
    paint_source(brushes, scene.geometry, display.marked.source)
    if idle and not display.previewing:
        for layer in moment.controlled & columns.keys():
            paint_controls(brushes, columns[layer], moment.hover)
    if moment.plan is not None:
        plan = moment.plan
        paint_target(brushes, display.geometry, scene.links, plan.into, plan.link)
    if moment.gesture is not None:
        moment.gesture.paint(brushes)
    if moment.saying is not None:
        _paint_saying(brushes, moment.at, moment.saying)


def _paint_saying(brushes: Brushes, at: QPointF, saying: Saying) -> None:
    if saying.refused:
        ink, paper, line = "text", "warning_soft", "warning"
    else:
        ink, paper, line = "text", "surface", "accent"
    colors = brushes.color(ink), brushes.color(paper), brushes.color(line)
    paint_saying(brushes.painter, at + _BESIDE, saying.words, *colors)
