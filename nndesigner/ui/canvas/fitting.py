"""Showing the whole network so that no floating control covers any of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QMarginsF, QRectF

from nndesigner.ui.canvas.viewport import MARGINS, Viewport, fitted

_GAP = 10.0
"""Between the network and the controls over it."""


@dataclass(frozen=True)
class Frame:
    """What a view was made for: ids of the layers, and bounds around everything in canvas units."""

    layers: frozenset[int] = frozenset()
    bounds: QRectF = field(default_factory=QRectF)

    def smaller_than(self, other: Frame) -> bool:
        """Whether less of the canvas is taken up."""
        mine, others = self.bounds, other.bounds
        return mine.width() < others.width() - 1 or mine.height() < others.height() - 1


def is_covered(viewport: Viewport, areas: Sequence[QRectF], cards: Sequence[QRectF]) -> bool:
    """Whether a floating control covers some of the areas.

    Args:
        viewport: How the canvas is seen.
        areas: What must be seen, in canvas units.
        cards: Where floating controls are on the screen.
    """
    shown = [viewport.rect_to_screen(area) for area in areas]
    return any(card.intersects(area) for card in cards for area in shown)


def clear_view(bounds: QRectF, screen: QRectF, areas: Sequence[QRectF], cards: Sequence[QRectF]) -> Viewport:
    """The view of all of some bounds and areas, smaller only where a control would else cover an area."""
    for area in areas:
        bounds = bounds.united(area)
    viewport = fitted(bounds, screen)
    if not is_covered(viewport, areas, cards):
        return viewport
    return fitted(bounds, screen, margins=_between(screen, cards))


def free_view(bounds: QRectF, screen: QRectF, cards: Sequence[QRectF], largest: float) -> Viewport:
    """The view of some bounds between the rows of controls, up to a scale."""
    return fitted(bounds, screen, largest=largest, margins=_between(screen, cards))


def _between(screen: QRectF, cards: Sequence[QRectF]) -> QMarginsF:
    """Margins that leave out the rows of controls at the top and at the foot."""
    middle = screen.center().y()
    top = max((card.bottom() for card in cards if card.center().y() < middle), default=screen.top())
    foot = min((card.top() for card in cards if card.center().y() >= middle), default=screen.bottom())
    return QMarginsF(
        MARGINS.left(), top - screen.top() + _GAP, MARGINS.right(), screen.bottom() - foot + _GAP
    )
