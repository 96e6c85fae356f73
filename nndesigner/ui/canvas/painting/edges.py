"""The lines between neurons, drawn into one picture per connection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.painting.colors import NumberColors, premultiplied
from nndesigner.ui.canvas.painting.mesh import Mesh
from nndesigner.ui.canvas.painting.strokes import opacity, strength, width
from nndesigner.ui.canvas.painting.weave import Strands, weave

FINE = 420
"""Lines of a connection that are drawn with their width; the others are thin."""
BOLD = 80
"""Of a connection with more lines, so many of the strongest are drawn with their width."""
MOST, HURRIED = 3000, 150
"""Lines drawn of one connection: the strongest; and while its ends are being moved."""
_CROWD = 160
"""Lines from which on each is drawn fainter and thinner, so that thousands do not become one patch."""
_FADING, _THINNING = 0.85, 0.35
"""How fast they do, as powers of their number."""
_PAD = 6
"""Pixels around the curves, for their width."""
_SHARPEST, _COARSEST = 2.0, 0.3
_STEP = 1.35
"""Resolutions of large connections are powers of this, so that zooming seldom draws them anew."""


@dataclass(frozen=True, eq=False)
class Choice:
    """The lines of a connection that are drawn, the strongest first: their rows and columns, shape (n,)."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawn connection and where on the canvas it belongs."""

    image: QImage
    area: QRectF


def choose(values: FloatArray, mask: NDArray[np.bool_] | None, most: int = MOST) -> Choice:
    """The strongest lines of a connection, removed ones left out."""
    size = np.abs(values).ravel()
    if mask is None and size.size <= most:
        order = np.argsort(-size, kind="stable")
    else:
        present = np.arange(size.size) if mask is None else np.flatnonzero(mask)
        if len(present) > most:
            present = present[np.argpartition(-size[present], most)[:most]]
        order = present[np.argsort(-size[present], kind="stable")]
    rows, columns = np.divmod(order, values.shape[1])
    return Choice(rows, columns)


def resolution(link: Link, scale: float) -> float:
    """Pixels per canvas unit of a connection's picture at a scale of the screen."""
    if link.source.shape.size * link.target.shape.size > FINE:
        scale = _STEP ** float(np.ceil(np.log(scale) / np.log(_STEP) - 1e-9))
    return min(max(scale, _COARSEST), _SHARPEST)


class LinkPainter:
    """Draws one connection, and keeps what does not change while only the numbers do."""

    def __init__(self, link: Link, sharpness: float, most: int = MOST) -> None:
        self._link, self._sharpness, self._most = link, sharpness, most
        left, right = sorted((link.start, link.start + link.width))
        self._columns = max(2, round((right - left) * sharpness))
        bounds = link.bounds
        self._top = bounds.top() - _PAD / sharpness
        self._rows = round(bounds.height() * sharpness) + 2 * _PAD
        self.area = QRectF(left, self._top, self._columns / sharpness, self._rows / sharpness)
        self._choice: Choice | None = None
        self._mesh: Mesh | None = None

    def draw(self, values: FloatArray, limit: float, colors: NumberColors, *, live: bool) -> Picture:
        """Draw it.

        Args:
            values: One number per line, shape (n_target, n_source).
            limit: End of the range.
            colors: Of the theme.
            live: Whether numbers change quickly: which lines are drawn is then decided only once.
        """
        if self._choice is None or not live:
            self._choice, self._mesh = choose(values, self._link.connection.mask, self._most), None
        choice = self._choice
        chosen = values[choice.rows, choice.columns]
        share, count = strength(chosen, limit), len(chosen)
        sums = self._fine(choice, chosen, share, count if count <= FINE else BOLD)
        if count > FINE:
            faint = opacity(share) * _crowded(count, _FADING)
            sums = np.add(sums, self._coarse(choice).sums(faint, chosen >= 0))
        return Picture(_composed(sums, colors), self.area)

    def _fine(self, choice: Choice, chosen: FloatArray, share: FloatArray, count: int) -> FloatArray:
        y0, y1 = self._ends(choice, count)
        thinner = _crowded(len(chosen), _THINNING)
        fainter = _crowded(len(chosen), _THINNING if len(chosen) <= FINE else _FADING / 2)
        strands = Strands(
            y0,
            y1,
            (width(share[:count]) * (thinner * max(self._sharpness, 0.5))).astype(np.float32),
            (opacity(share[:count]) * fainter).astype(np.float32),
            chosen[:count] >= 0,
        )
        return weave(strands, self._columns, self._rows)

    def _coarse(self, choice: Choice) -> Mesh:
        if self._mesh is None:
            y0, y1 = self._ends(choice, len(choice.rows))
            self._mesh = Mesh(y0, y1, self._columns, self._rows)
        return self._mesh

    def _ends(self, choice: Choice, count: int) -> tuple[FloatArray, FloatArray]:
        source = (self._link.source.ys[choice.columns[:count]] - self._top) * self._sharpness
        target = (self._link.target.ys[choice.rows[:count]] - self._top) * self._sharpness
        ends = (source, target) if self._link.width >= 0 else (target, source)
        return ends[0].astype(np.float32), ends[1].astype(np.float32)


def _crowded(count: int, power: float) -> float:
    return float(min(1.0, _CROWD / max(count, 1)) ** power)


def _composed(sums: FloatArray, colors: NumberColors) -> QImage:
    """Opacities of positive and negative lines, shape (2, rows, columns), as an image.

    Where lines cross, the sum x of their opacities levels off at 1, as x / (1 + x⁴)^¼; colours are mixed.
    """
    parts = np.ascontiguousarray(sums, np.float32)
    square = np.square(parts[0] + parts[1])
    parts *= 1.0 / np.sqrt(np.sqrt(1.0 + square * square))
    mixed = np.stack([plus * parts[0] + minus * parts[1] for plus, minus in _channels(colors)], axis=-1)
    return premultiplied(mixed, parts[0] + parts[1])


def _channels(colors: NumberColors) -> list[tuple[float, float]]:
    """Red, green and blue of positive and of negative lines."""
    return [(float(plus), float(minus)) for plus, minus in zip(colors.plus, colors.minus, strict=True)]
