"""The floating controls of the canvas, and where they stand."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Network, Role
from nndesigner.ui.canvas.overlay.hint import Hint
from nndesigner.ui.canvas.overlay.legend import Legend, Range
from nndesigner.ui.canvas.overlay.mode_tabs import ModeTabs
from nndesigner.ui.canvas.overlay.problem_bar import ProblemBar
from nndesigner.ui.canvas.overlay.zoom_bar import ZoomBar
from nndesigner.ui.canvas.values import WORDS, Mode, Values
from nndesigner.ui.theme import Theme

_MARGIN = 12
_ROOM = 12
"""Least distance between the problem bar and its neighbours."""
_LEAST_BAR = 320
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
        self.problems.changed.connect(self.arrange)

    def show_values(self, network: Network, values: Values, mode: Mode) -> None:
        """Let the legend say what the colours mean now."""
        words, ranges = WORDS[mode], []
        if values.edges:
            ranges.append(Range(words.edges, values.edge_limit))
        ranges += _neuron_ranges(network, values, words.neurons)
        if tuple(ranges) != tuple(self.legend.ranges) or self.legend.isHidden() == bool(ranges):
            self.legend.show_ranges(ranges)
            self.arrange()

    def arrange(self) -> None:
        """Put everything in its place."""
        room = self._parent.size()
        for card in (self.modes, self.zoom, self.legend, self.hint):
            card.adjustSize()
        self.modes.move(_MARGIN, _MARGIN)
        self.zoom.move(_MARGIN, room.height() - self.zoom.height() - _MARGIN)
        self.legend.move(
            room.width() - self.legend.width() - _MARGIN, room.height() - self.legend.height() - _MARGIN
        )
        self.hint.move(
            (room.width() - self.hint.width()) // 2, (room.height() - self.hint.height()) // 2
        )
        self._place_problems(room)

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


def _neuron_ranges(network: Network, values: Values, symbol: str) -> list[Range]:
    """One range for all neurons, or two: of bounded activations, and of the others, which it names."""
    limits = sorted(set(values.neuron_limits.values()))
    if len(limits) < 2:
        return [Range(symbol, limit) for limit in limits]
    wide = [layer for layer in network.layers if values.neuron_limits.get(layer.id) == max(limits)]
    names = ["input" if layer.role is Role.INPUT else ACTIVATIONS[layer.activation].label for layer in wide]
    return [Range(symbol, min(limits)), Range(f"{symbol} · {', '.join(dict.fromkeys(names))}", max(limits))]
