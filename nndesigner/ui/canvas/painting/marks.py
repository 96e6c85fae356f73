"""What is painted over the content: selection, problems, the controls of a layer, what is pointed at."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.geometry import CONTROL_WIDTH, HANDLE_RADIUS, Column, Geometry
from nndesigner.ui.canvas.hits import EDGES, Hit, Part
from nndesigner.ui.canvas.lettering import header_words
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.glyphs import paint_warning
from nndesigner.ui.canvas.painting.rings import paint_rings
from nndesigner.ui.canvas.scene import Scene, edge_values
from nndesigner.ui.canvas.shapes import Kind
from nndesigner.ui.fonts import SMALL, font

_CORNER = 10.0
_BADGE, _BADGE_GAP = 8.0, 6.0
"""Radius of a warning, and its distance from the heading that it stands before."""
_EDGE = 3.0
_BORDERED, _HALO, _INNER = 7.0, 5.0, 3.0
"""Widths of the border, the gap and the line of a weight that is pointed at or selected."""


def paint_selection(brushes: Brushes, scene: Scene, chosen: Selection) -> None:
    """Mark what is selected."""
    painter, geometry = brushes.painter, scene.geometry
    for link in scene.links:
        if link.connection.id in chosen.connections:
            _paint_bundle(brushes, link, 0.14)
    for link in scene.links:
        for connection, target, source in chosen.weights:
            if connection == link.connection.id:
                _paint_curve(brushes, scene, link, (target, source), brushes.color("text"))
    for layer in chosen.layers & geometry.columns.keys():
        painter.setPen(QPen(brushes.color("accent"), 1.5))
        painter.setBrush(brushes.color("accent", 0.07))
        painter.drawRoundedRect(brushes.rect(geometry.columns[layer].outline), _CORNER, _CORNER)
    for layer, neurons in chosen.neurons_by_layer.items():
        column = geometry.columns.get(layer)
        if column is not None:
            index = column.layer.index_by_neuron
            paint_rings(brushes, column, [index[neuron] for neuron in neurons if neuron in index])


def paint_hover(brushes: Brushes, scene: Scene, hit: Hit) -> None:
    """Show quietly what a click would take hold of."""
    if hit.part in (Part.WEIGHT, Part.CONNECTION):
        for link in scene.links:
            if link.connection.id == hit.connection and hit.part is Part.CONNECTION:
                _paint_bundle(brushes, link, 0.07)
            elif link.connection.id == hit.connection and hit.neuron is not None and hit.source is not None:
                _paint_curve(brushes, scene, link, (hit.neuron, hit.source), brushes.color("faint"))
        return
    column = scene.geometry.columns.get(hit.layer) if hit.layer is not None else None
    if column is None:
        return
    brushes.painter.setPen(QPen(brushes.color("faint", 0.55), 1.0))
    brushes.painter.setBrush(Qt.BrushStyle.NoBrush)
    brushes.painter.drawRoundedRect(brushes.rect(column.outline), _CORNER, _CORNER)
    if hit.part in EDGES:
        _paint_edge(brushes, column, hit.part)
    index = column.layer.index_by_neuron.get(hit.neuron or 0) if hit.part is Part.NEURON else None
    if index is not None:
        _paint_ring(brushes, column, index, brushes.color("accent", 0.5))
        if column.layer.role is not Role.OUTPUT and column.shape.kind is not Kind.PICTURE:
            _paint_port(brushes, QPointF(column.out_x, float(column.ys[index])))


def paint_controls(brushes: Brushes, column: Column, hit: Hit) -> None:
    """Paint the handle that connections are drawn from, and the control for the number of neurons."""
    if column.layer.role is not Role.OUTPUT:
        _paint_handle(brushes, column, hit == Hit(Part.HANDLE, column.layer.id))
    _paint_control(brushes, column, hit)


def paint_problem(brushes: Brushes, column: Column) -> None:
    """Mark a layer that something is wrong with."""
    painter = brushes.painter
    painter.setPen(QPen(brushes.color("warning"), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outline = brushes.rect(column.outline)
    painter.drawRoundedRect(outline, _CORNER, _CORNER)
    heading = brushes.rect(header_words(column, brushes.viewport.scale))
    middle = QPointF(heading.left() - _BADGE - _BADGE_GAP, heading.center().y())
    badge = QRectF(middle.x() - _BADGE, middle.y() - _BADGE, 2 * _BADGE, 2 * _BADGE)
    paint_warning(painter, badge, brushes.color("warning"), brushes.color("warning_soft"))


def paint_target(
    brushes: Brushes, geometry: Geometry, links: Iterable[Link], into: int | None, link: int | None
) -> None:
    """Show the layer or the connection that a drop would go into."""
    for found in links:
        if found.connection.id == link:
            _paint_bundle(brushes, found, 0.16)
    column = geometry.columns.get(into) if into is not None else None
    if column is not None:
        brushes.painter.setPen(QPen(brushes.color("accent"), 2.0))
        brushes.painter.setBrush(brushes.color("accent", 0.08))
        brushes.painter.drawRoundedRect(brushes.rect(column.outline), _CORNER, _CORNER)


def paint_saying(
    painter: QPainter, at: QPointF, words: str, ink: QColor, paper: QColor, line: QColor
) -> None:
    """Write a few words on a small card."""
    made = font(SMALL + 1)
    painter.setFont(made)
    width = painter.fontMetrics().horizontalAdvance(words) + 16
    card = QRectF(at.x(), at.y(), width, 24)
    inside = QRectF(painter.viewport()).adjusted(4, 4, -4, -4)
    card.moveLeft(max(inside.left(), min(card.left(), inside.right() - width)))
    card.moveTop(max(inside.top(), min(card.top(), inside.bottom() - card.height())))
    painter.setPen(QPen(line, 1.0))
    painter.setBrush(paper)
    painter.drawRoundedRect(card, 6, 6)
    painter.setPen(ink)
    painter.drawText(card, Qt.AlignmentFlag.AlignCenter, words)


def _paint_edge(brushes: Brushes, column: Column, edge: Part) -> None:
    """Show the edge that can be dragged."""
    area = brushes.rect(column.outline)
    y = area.top() if edge is Part.TOP else area.bottom()
    pen = QPen(brushes.color("accent"), _EDGE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    brushes.painter.setPen(pen)
    brushes.painter.drawLine(QPointF(area.left() + _CORNER, y), QPointF(area.right() - _CORNER, y))


def _paint_ring(brushes: Brushes, column: Column, index: int, color: QColor) -> None:
    area = brushes.rect(column.neuron_rect(index))
    painter = brushes.painter
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 2.0))
    if index in column.shape.circles:
        painter.drawEllipse(area.adjusted(-4, -4, 4, 4))
    else:
        painter.drawRect(area.adjusted(-2, -2, 2, 2))


def _paint_bundle(brushes: Brushes, link: Link, alpha: float) -> None:
    path = brushes.viewport.transform.map(link.envelope())
    brushes.painter.setPen(QPen(brushes.color("accent", min(1.0, alpha * 4)), 1.0))
    brushes.painter.setBrush(brushes.color("accent", alpha))
    brushes.painter.drawPath(path)


def _paint_curve(
    brushes: Brushes, scene: Scene, link: Link, ends: tuple[int, int], border: QColor
) -> None:
    """Paint the curve of one weight, between (receiving, sending) neurons, in its colour with a border."""
    rows, columns = link.target.layer.index_by_neuron, link.source.layer.index_by_neuron
    if ends[0] not in rows or ends[1] not in columns:
        return
    place = rows[ends[0]], columns[ends[1]]
    values = edge_values(scene.values, link.connection, (link.target.shape.size, link.source.shape.size))
    minus = values is not None and values[place] < 0
    path: QPainterPath = brushes.viewport.transform.map(link.curve(*place))
    brushes.painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = brushes.color("minus" if minus else "plus")
    for color, width in ((border, _BORDERED), (brushes.color("sunken"), _HALO), (inner, _INNER)):
        brushes.painter.setPen(QPen(color, width))
        brushes.painter.drawPath(path)


def _paint_port(brushes: Brushes, point: QPointF) -> None:
    brushes.painter.setPen(QPen(brushes.color("surface"), 1.0))
    brushes.painter.setBrush(brushes.color("accent"))
    brushes.painter.drawEllipse(brushes.point(point), 3.5, 3.5)


def _paint_handle(brushes: Brushes, column: Column, hovered: bool) -> None:
    painter, middle = brushes.painter, brushes.point(column.handle)
    radius = max(5.0, HANDLE_RADIUS * brushes.viewport.scale)
    painter.setPen(QPen(brushes.color("accent"), 1.5))
    painter.setBrush(brushes.color("accent" if hovered else "surface"))
    painter.drawEllipse(middle, radius, radius)
    pen = QPen(brushes.color("on_accent" if hovered else "accent"), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    arm = radius * 0.42
    painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
    painter.drawLine(middle + QPointF(arm, 0), middle + QPointF(arm * 0.1, -arm * 0.8))
    painter.drawLine(middle + QPointF(arm, 0), middle + QPointF(arm * 0.1, arm * 0.8))


def _paint_control(brushes: Brushes, column: Column, hit: Hit) -> None:
    painter, area = brushes.painter, brushes.rect(column.control)
    if area.height() < 10:
        return
    painter.setPen(QPen(brushes.color("line"), 1.0))
    painter.setBrush(brushes.color("surface"))
    painter.drawRoundedRect(area, 6, 6)
    third = area.width() * 0.32
    size = f"{column.layer.size:,}"
    places = (
        (Part.FEWER, "−", QRectF(area.left(), area.top(), third, area.height())),
        (Part.NUMBER, size, area.adjusted(third, 0, -third, 0)),
        (Part.MORE, "+", QRectF(area.right() - third, area.top(), third, area.height())),
    )
    painter.setFont(font(max(7, round(13 * min(1.0, area.width() / CONTROL_WIDTH)))))
    for part, words, place in places:
        lit = hit == Hit(part, column.layer.id)
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brushes.color("accent_soft"))
            painter.drawRoundedRect(place.adjusted(2, 2, -2, -2), 4, 4)
        faded = part is Part.FEWER and column.layer.size == 1
        token = "faint" if faded else "accent" if lit else "text" if part is Part.NUMBER else "muted"
        painter.setPen(brushes.color(token))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
