"""Where a menu opens that was asked for by the keyboard: beside what is selected."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect

from nndesigner.ui.canvas.bounds import selection_bounds
from nndesigner.ui.canvas.links import links_of
from nndesigner.ui.canvas.stage import CanvasStage

_GAP = 8
"""Pixels between what is selected and the menu."""


def beside(stage: CanvasStage, room: QRect) -> QPoint:
    """A point of the canvas widget right of what is selected; the middle if that is out of sight."""
    geometry = stage.geometry
    area = selection_bounds(geometry, links_of(geometry), stage.session.selection)
    seen = stage.viewport.rect_to_screen(area).toAlignedRect()
    if area.isEmpty() or not seen.intersects(room):
        return room.center()
    return seen.intersected(room).topRight() + QPoint(_GAP, 0)
