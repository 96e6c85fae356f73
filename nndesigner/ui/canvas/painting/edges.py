"""The lines between neurons, drawn into one picture per leg of a connection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.curves import descent
from nndesigner.ui.canvas.legs import Leg
from nndesigner.ui.canvas.painting.colors import NumberColors, packed
from nndesigner.ui.canvas.painting.mesh import Mesh
from nndesigner.ui.canvas.painting.picture import Picture
from nndesigner.ui.canvas.painting.ribbon import ribbon
from nndesigner.ui.canvas.painting.sheet import Sheet
from nndesigner.ui.canvas.painting.strokes import opacity, strength, width
from nndesigner.ui.canvas.painting.weave import Strands, weave

FINE = 420
"""Lines of a connection that are drawn with their width; the others are thin."""
BOLD = 80
"""Of a connection with more lines, so many of the strongest are drawn with their width."""
MOST = 3000
"""Lines drawn of a connection that is seen as a whole: the strongest."""
_FINE_PIXELS, _MOST_PIXELS = 1_000_000, 12_000_000
"""Of a part seen from near: lines times columns of pixels up to which they have their width; are drawn."""
_CROWD = 160
"""Lines from which on each is drawn fainter and thinner, so that thousands do not become one patch."""
_FADING, _THINNING = 0.85, 0.35
"""How fast they do, as powers of their number."""
_USUAL_ROWS = 420
"""Height in pixels of a picture that so many lines are a crowd in."""
_RIBBON_BEGINS, _LINES_END = 20.0, 60.0
"""Lines per pixel of a bundle's height up to which only lines are seen, and from which on only the ribbon."""
_DENSEST, _NARROWEST = 0.6, 16.0
"""Opacity that thousands of lines have in sum over the height of a bundle; and height in pixels, at least."""
_BLENDING = 0.15
"""Effort of colouring a pixel, in pixels of lines."""
_SKETCHED = 200
"""Neurons at either end that a sketch looks at, at most."""
_WIDEST = 2.5
"""Scale up to which lines grow wider."""
SHARPEST = 2.0
"""Pixels per canvas unit of the pictures that show a whole connection; from nearer, a part is drawn."""
_COARSEST = 0.1
_MOST_PIXELS = 4_000_000
"""Of a whole leg's picture; one that is longer than any screen is less sharp."""
_STEP = 1.35
"""Resolutions of large connections are powers of this, so that zooming seldom draws them anew."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Choice:
    """The lines of a connection that are drawn, the strongest first: their rows and columns, shape (n,)."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]


def choose(values: FloatArray, mask: Mask | None, most: int = MOST) -> Choice:
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


def resolution(leg: Leg, scale: float) -> float:
    """Pixels per canvas unit of a whole leg's picture at a scale of the screen."""
    if leg.fans and leg.count > FINE:
        scale = _STEP ** float(np.ceil(np.log(scale) / np.log(_STEP) - 1e-9))
    area = max(leg.bounds.width() * leg.bounds.height(), 1.0)
    # Rounded, because an end may be moved by fractions of a unit.
    most = round(float(np.sqrt(_MOST_PIXELS / area)), 3)
    return min(max(scale, _COARSEST), SHARPEST, most)


def effort(leg: Leg, sheet: Sheet) -> float:
    """How long a leg takes to draw, in pixels of lines."""
    return min(leg.count, MOST) * sheet.columns + sheet.columns * sheet.rows * _BLENDING


class LegPainter:
    """Draws one leg, and keeps what does not change while only the numbers do."""

    def __init__(self, leg: Leg, mask: Mask | None, sheet: Sheet, *, sketch: bool = False) -> None:
        """Prepare to draw.

        Args:
            leg: What is drawn.
            mask: Which weights are, shape (n_target, n_source); None for all.
            sheet: Where to.
            sketch: Whether a ribbon is enough.
        """
        self.leg, self.mask, self.sheet = leg, mask, sheet
        self._sketch = sketch
        self._choice: Choice | None = None
        self._mesh: Mesh | None = None

    @property
    def choice(self) -> Choice | None:
        """The lines that have been drawn."""
        return self._choice

    def draw(self, values: FloatArray, limit: float, colors: NumberColors, *, live: bool) -> Picture:
        """Draw it.

        Args:
            values: One number per weight, shape (n_target, n_source).
            limit: End of the range.
            colors: Of the theme.
            live: Whether numbers change quickly: which lines are drawn is then decided only once.
        """
        if self._sketch:
            return self._sketched(values, limit, colors)
        numbers, mask = (values, self.mask) if self.leg.fans else _gathered(values, self.mask)
        far = self._farness()
        if far.min() == 1.0:
            sums = ribbon(self.leg, numbers, mask, limit, self.sheet)
        else:
            sums = self._lines(numbers, mask, limit, live)
            if far.max() > 0.0:
                sums = sums * (1 - far) + ribbon(self.leg, numbers, mask, limit, self.sheet) * far
        sums *= self.sheet.cover(self.leg)
        return Picture(_composed(sums, colors), self.sheet.area, self.leg.frame)

    def _sketched(self, values: FloatArray, limit: float, colors: NumberColors) -> Picture:
        """The ribbon of some of the weights."""
        leg = self.leg
        rows, columns = (
            np.linspace(0, size - 1, min(size, _SKETCHED)).round().astype(np.intp) for size in values.shape
        )
        some = np.ix_(rows, columns)
        y0, y1 = leg.y0[columns], leg.y1[rows if leg.fans else columns]
        sketched = Leg(leg.start, leg.width, y0, y1, leg.fans)
        numbers, mask = values[some], None if self.mask is None else self.mask[some]
        if not leg.fans:
            numbers, mask = _gathered(numbers, mask)
        sums = ribbon(sketched, numbers, mask, limit, self.sheet) * self.sheet.cover(leg)
        return Picture(_composed(sums, colors), self.sheet.area, leg.frame)

    def _farness(self) -> FloatArray:
        """For every column of pixels, 0 where lines can be told apart, 1 where only their sum can be seen."""
        if self.leg.count <= FINE or not self.sheet.whole:
            return np.zeros(self.sheet.columns, np.float32)
        top, bottom = self.leg.frame.span(self.sheet.across(self.leg)[:-1])
        crowd = min(self.leg.count, MOST) / np.maximum((bottom - top) * self.sheet.sharpness, 1.0)
        share = (crowd - _RIBBON_BEGINS) / (_LINES_END - _RIBBON_BEGINS)
        return np.clip(share, 0.0, 1.0).astype(np.float32)

    def _lines(self, numbers: FloatArray, mask: Mask | None, limit: float, live: bool) -> FloatArray:
        if self._choice is None or not live:
            self._choice, self._mesh = self._chosen(numbers, mask), None
        choice = self._choice
        chosen = numbers[choice.rows, choice.columns]
        share, count = strength(chosen, limit), len(chosen)
        fine = FINE if self.sheet.whole else max(FINE, _FINE_PIXELS // self.sheet.columns)
        strands = self._strands(choice, chosen, share, count if count <= fine else BOLD)
        sums = weave(strands, self.sheet.down(self.leg), self.sheet.rows)
        if count <= _CROWD and not self.leg.narrow:
            return sums
        if count <= fine:
            return sums * self._thinned(strands.opacity * strands.width, strands.y1 - strands.y0)
        mesh = self._coarse(choice)
        faint = opacity(share) * self._crowded(count, _FADING)
        thinned = self._thinned(faint, mesh.drop)
        return sums * np.sqrt(thinned) + mesh.sums(faint, chosen >= 0) * thinned

    def _thinned(self, amounts: FloatArray, drop: FloatArray) -> FloatArray:
        """By how much lines are fainter at every column of pixels, so that where they gather is no patch.

        Args:
            amounts: Opacity times width of every line.
            drop: By how many pixels it falls in all.
        """
        across = self.sheet.across(self.leg)
        top, bottom = self.leg.frame.span((across[1:] + across[:-1]) / 2)
        height = np.clip((bottom - top) * self.sheet.sharpness, _NARROWEST, self.sheet.rows)
        steep = np.abs(np.diff(self.sheet.down(self.leg)))
        covered = float(amounts.sum()) + float((amounts * np.abs(drop)).sum()) * steep
        return np.minimum(1.0, _DENSEST * height / np.maximum(covered, 1e-9)).astype(np.float32)

    def _chosen(self, numbers: FloatArray, mask: Mask | None) -> Choice:
        if self.sheet.whole:
            return choose(numbers, mask)
        seen = self._seen()
        most = max(MOST, _MOST_PIXELS // self.sheet.columns)
        return choose(numbers, seen if mask is None else seen & mask, most)

    def _seen(self) -> Mask:
        """Which lines run through the sheet: curves rise or fall steadily."""
        area = self.sheet.area
        edges = descent((np.array([area.left(), area.right()]) - self.leg.start) / self.leg.width)
        y0 = self.leg.y0.astype(np.float32)
        y1 = self.leg.y1.astype(np.float32)[:, np.newaxis] if self.leg.fans else self.leg.y1[np.newaxis, :]
        left, right = (y0 * np.float32(1 - down) + y1 * np.float32(down) for down in edges)
        low, high = np.float32(area.top()), np.float32(area.bottom())
        return np.asarray((np.maximum(left, right) >= low) & (np.minimum(left, right) <= high))

    def _strands(self, choice: Choice, chosen: FloatArray, share: FloatArray, count: int) -> Strands:
        """So many of the lines with their width."""
        y0, y1 = self._ends(choice, count)
        thinner = self._crowded(len(chosen), _THINNING)
        fainter = self._crowded(len(chosen), _THINNING if len(chosen) <= count else _FADING / 2)
        scale = min(max(self.sheet.sharpness, 0.5), _WIDEST)
        return Strands(
            y0,
            y1,
            (width(share[:count]) * (thinner * scale)).astype(np.float32),
            (opacity(share[:count]) * fainter).astype(np.float32),
            chosen[:count] >= 0,
        )

    def _coarse(self, choice: Choice) -> Mesh:
        if self._mesh is None:
            y0, y1 = self._ends(choice, len(choice.rows))
            down = self.sheet.down(self.leg)
            self._mesh = Mesh(y0, y1, down, self.sheet.rows, keep=self.sheet.whole)
        return self._mesh

    def _ends(self, choice: Choice, count: int) -> tuple[FloatArray, FloatArray]:
        leg, sheet = self.leg, self.sheet
        ends = choice.rows if leg.fans else choice.columns
        return sheet.pixels(leg.y0[choice.columns[:count]]), sheet.pixels(leg.y1[ends[:count]])

    def _crowded(self, count: int, power: float) -> float:
        """By how much a line is fainter or thinner among so many."""
        if not self.sheet.whole:
            count = round(count * _USUAL_ROWS / self.sheet.rows)
        return float(min(1.0, _CROWD / max(count, 1)) ** power)


def _gathered(values: FloatArray, mask: Mask | None) -> tuple[FloatArray, Mask | None]:
    """One number per sending neuron, shape (1, n): root mean square of its weights, sign of their sum."""
    shown = np.nan_to_num(values if mask is None else np.where(mask, values, 0.0))
    count = np.full(values.shape[1], len(values)) if mask is None else np.count_nonzero(mask, axis=0)
    mean = np.sqrt(np.square(shown).sum(axis=0) / np.maximum(count, 1))
    numbers = np.where(shown.sum(axis=0) >= 0, mean, -mean)[np.newaxis, :]
    return numbers, None if mask is None else (count > 0)[np.newaxis, :]


def _composed(sums: FloatArray, colors: NumberColors) -> QImage:
    """Opacities of positive and negative lines, shape (2, rows, columns), as an image.

    Where lines cross, the sum x of their opacities levels off at 1, as x / (1 + x⁴)^¼; colours are mixed.
    """
    plus, minus = np.ascontiguousarray(sums, np.float32)
    alpha = plus + minus
    level = np.square(alpha)
    np.square(level, out=level)
    level += 1
    np.sqrt(np.sqrt(level, out=level), out=level)
    pixels = np.empty((*alpha.shape, 4), np.uint8)
    for place, (of_plus, of_minus) in enumerate(reversed(_channels(colors))):
        pixels[..., place] = (plus * of_plus + minus * of_minus) / level
    pixels[..., 3] = alpha * np.float32(255) / level
    return packed(pixels)


def _channels(colors: NumberColors) -> list[tuple[np.float32, np.float32]]:
    """Red, green and blue of positive and of negative lines."""
    pairs = zip(colors.plus, colors.minus, strict=True)
    return [(np.float32(plus), np.float32(minus)) for plus, minus in pairs]
