"""The floating controls of the canvas, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QWidget

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Network, Role
from nndesigner.session.session import Session
from nndesigner.ui.canvas.modes import Mode, emptiness, words_now
from nndesigner.ui.canvas.overlay.chips import Chips
from nndesigner.ui.canvas.overlay.corners import least_covering
from nndesigner.ui.canvas.overlay.hint import Hint
from nndesigner.ui.canvas.overlay.legend import Legend, Range
from nndesigner.ui.canvas.overlay.mini_map import MiniMap
from nndesigner.ui.canvas.overlay.mode_tabs import ModeTabs
from nndesigner.ui.canvas.overlay.nothing import Nothing
from nndesigner.ui.canvas.overlay.problem_bar import ProblemBar
from nndesigner.ui.canvas.overlay.readout import LEAST, Readout
from nndesigner.ui.canvas.overlay.zoom_bar import ZoomBar
from nndesigner.ui.canvas.reading import Reading
from nndesigner.ui.canvas.values import Values, is_bounded
from nndesigner.ui.theme import Theme

_ACTIVATIONS = "activations a"
_MARGIN = 12
_GAP = 8
"""Between what stands below each other."""
_ROOM = 12
"""Least distance between the problem bar and its neighbours."""
_LEAST_BAR = 480
"""Room for the problem bar below which it stands above its neighbours."""


class Overlays:
    """Tabs at the upper left, zoom at the lower left, legend at the lower right, the problem in between."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self._parent = parent
        self.modes = ModeTabs(parent)
        self.zoom = ZoomBar(theme, parent)
        self.legend = Legend(theme, parent)
        self.problems = ProblemBar(theme, parent)
        self.hint = Hint(theme, parent)
        self.readout = Readout(theme, parent)
        self.map = MiniMap(theme, parent)
        self.chips = Chips(theme, parent)
        self.nothing = Nothing(parent)
        self._corner = 0
        """Where the map stands: at the upper right, or above the legend or the zoom."""
        self.chips.changed.connect(self.arrange)
        self.problems.changed.connect(self.arrange)

    def show_values(self, session: Session, values: Values, mode: Mode, *, lines: bool = True) -> bool:
        """Let legend and tabs say what the colours mean now, or why there are none.

        Args:
            session: Whose numbers they are.
            values: These numbers.
            mode: What they are.
            lines: Whether lines are drawn.

        Returns:
            Whether the controls stand elsewhere now.
        """
        reasons = {each: emptiness(session, each) for each in Mode}
        self.modes.explain(reasons.__getitem__)
        changed = self.legend.show_ranges(ranges_of(session, values, mode, lines=lines), reasons[mode])
        if changed:
            self.arrange()
        return changed

    def areas(self) -> list[QRectF]:
        """Where the controls are that are always there."""
        cards: tuple[QWidget, ...] = (self.modes, self.zoom, self.legend, self.problems)
        return [QRectF(card.geometry()) for card in cards if not card.isHidden()]

    def show_reading(self, reading: Reading | None) -> None:
        """Say what is under the pointer."""
        if self.readout.show_reading(reading):
            self._place_readout()

    def arrange(self) -> None:
        """Put everything in its place."""
        room = self._parent.size()
        self.modes.fit_into(room.width() - 2 * _MARGIN)
        for card in (self.zoom, self.hint):
            card.adjustSize()
        self.legend.fit_into(room.width() - self.zoom.width() - 2 * _MARGIN - _ROOM)
        self.modes.move(_MARGIN, _MARGIN)
        self._place_top(room)
        self.zoom.move(_MARGIN, room.height() - self.zoom.height() - _MARGIN)
        self.legend.move(
            room.width() - self.legend.width() - _MARGIN, room.height() - self.legend.height() - _MARGIN
        )
        self.hint.move(
            (room.width() - self.hint.width()) // 2, (room.height() - self.hint.height()) // 2
        )
        self._place_problems(room)
        self._place_readout()

    def _place_top(self, room: QSize) -> None:
        """The map at the right, below the tabs where there is no room beside them; the chips between both."""
        tabs = self.modes.geometry()
        self.map.adjustSize()
        self.map.move(self._map_places(room)[self._corner].topLeft().toPoint())
        beside = not self.map.isHidden() and self._corner == 0
        self.chips.arrange(tabs, self.map.geometry().left() - _ROOM if beside else room.width() - _MARGIN)

    def keep_map_clear(self, areas: Sequence[QRectF]) -> None:
        """Move the map to where it covers least of some areas of the screen, if it covers much of them."""
        corner = least_covering(self._map_places(self._parent.size()), areas, self._corner)
        if corner != self._corner:
            self._corner = corner
            self.arrange()

    def _map_places(self, room: QSize) -> list[QRectF]:
        tabs, size = self.modes.geometry(), self.map.size()
        left = room.width() - size.width() - _MARGIN
        top = _MARGIN if left > tabs.right() + _ROOM else tabs.bottom() + 1 + _GAP
        foot = room.height() - _MARGIN - _GAP - size.height()
        corners = (
            (left, top),
            (left, foot - (0 if self.legend.isHidden() else self.legend.height())),
            (_MARGIN, foot - self.zoom.height()),
        )
        return [QRectF(x, y, size.width(), size.height()) for x, y in corners]

    def _place_problems(self, room: QSize) -> None:
        """Between zoom and legend where there is room, else above them."""
        bar = self.problems
        left = self.zoom.geometry().right() + _ROOM
        right = (self.legend.geometry().left() if not self.legend.isHidden() else room.width()) - _ROOM
        above = right - left < _LEAST_BAR
        bar.fit_into(room.width() - 2 * _MARGIN if above else right - left)
        bottom = room.height() - bar.height() - _MARGIN
        x = (room.width() - bar.width()) // 2
        if above:
            bottom -= max(self.zoom.height(), self.legend.height()) + _MARGIN // 2
        elif x < left or x + bar.width() > right:
            x = (left + right - bar.width()) // 2
        bar.move(x, bottom)

    def _place_readout(self) -> None:
        """At the foot, right of the zoom; above it where there is no room or the problem stands there."""
        room, bar = self._parent.size(), self.readout
        left = self.zoom.geometry().right() + _ROOM
        right = (self.legend.geometry().left() if not self.legend.isHidden() else room.width()) - _ROOM
        bottom = room.height() - _MARGIN
        problems = self.problems
        taken = not problems.isHidden() and problems.geometry().bottom() >= self.zoom.geometry().top()
        if taken or right - left < LEAST:
            left, right = _MARGIN, max(right, _MARGIN + LEAST)
            bottom = self.zoom.geometry().top() - _MARGIN // 2
            if not problems.isHidden():
                bottom = min(bottom, problems.geometry().top() - _MARGIN // 2)
        bar.fit_into(right - left)
        bar.move(left, bottom - bar.height())
        bar.raise_()


def ranges_of(session: Session, values: Values, mode: Mode, *, lines: bool = True) -> list[Range]:
    """What a legend says: the range of the lines, of the inputs, and one or two of the other neurons."""
    words = words_now(session, mode)
    edges = [Range(words.edges, values.edge_limit)] if values.edges and lines else []
    network = session.document.network
    if mode.activates:
        return edges + _input_ranges(network, values) + _activation_ranges(network, values)
    return edges + [Range(words.neurons, limit, True) for limit in sorted(set(values.neuron_limits.values()))]


def _input_ranges(network: Network, values: Values) -> list[Range]:
    """That of the inputs; pictures are seen in their own greys."""
    inputs = [layer for layer in network.layers if layer.role is Role.INPUT and layer.image_shape is None]
    limits = {values.neuron_limits[layer.id] for layer in inputs if layer.id in values.neuron_limits}
    return [Range("input values", limit, True) for limit in sorted(limits)]


def _activation_ranges(network: Network, values: Values) -> list[Range]:
    """One range for all activations, or two: of the bounded ones, and of the others, which it names."""
    layers = [
        layer for layer in network.layers if layer.role is not Role.INPUT and layer.id in values.neuron_limits
    ]
    bounded = [layer for layer in layers if is_bounded(layer)]
    free = [layer for layer in layers if not is_bounded(layer)]
    found = [Range(_ACTIVATIONS, values.neuron_limits[bounded[0].id], True)] if bounded else []
    if free:
        names = dict.fromkeys(ACTIVATIONS[layer.activation].label for layer in free)
        title = f"{_ACTIVATIONS}, {', '.join(names)}" if bounded else _ACTIVATIONS
        found.append(Range(title, values.neuron_limits[free[0].id], True))
    return found
