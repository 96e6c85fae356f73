"""Which part of the canvas is painted again when the pointer comes to something, or leaves it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF

from nndesigner.ui.canvas.hits import Hit, Part
from nndesigner.ui.canvas.scene import Scene
from nndesigner.ui.canvas.viewport import Viewport

_AROUND = 16.0
"""Pixels around what is pointed at: rings, handles and borders reach so far at most."""


def marked_area(scene: Scene, viewport: Viewport, hit: Hit) -> QRect:
    """Where a thing is marked while the pointer is on it, in pixels of the screen; empty for nothing."""
    area = _on_link(scene, hit) if hit.part in (Part.WEIGHT, Part.CONNECTION) else _on_layer(scene, hit)
    if area.isEmpty():
        return QRect()
    around = QRectF(viewport.rect_to_screen(area)).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    return around.toAlignedRect()


def _on_layer(scene: Scene, hit: Hit) -> QRectF:
    column = scene.geometry.columns.get(hit.layer) if hit.layer is not None else None
    return column.outline.united(column.control) if column is not None else QRectF()


def _on_link(scene: Scene, hit: Hit) -> QRectF:
    link = next((link for link in scene.links if link.connection.id == hit.connection), None)
    if link is None:
        return QRectF()
    rows, columns = link.target.layer.index_by_neuron, link.source.layer.index_by_neuron
    row, column = rows.get(hit.neuron or 0), columns.get(hit.source or 0)
    if hit.part is Part.CONNECTION or row is None or column is None:
        return link.envelope().boundingRect()
    return link.curve(row, column).boundingRect()
