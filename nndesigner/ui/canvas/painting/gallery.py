"""Keeps the pictures of connections, and draws anew those that no longer show what is so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.painting.colors import NumberColors
from nndesigner.ui.canvas.painting.edges import HURRIED, MOST, LinkPainter, Picture, resolution
from nndesigner.ui.canvas.scene import Scene, edge_values

BUDGET = 0.008
"""Seconds that one painting may spend on connections of which only the numbers have changed."""

LIVE_REST = 5.0
"""While training runs, drawing one connection is followed by a rest so many times as long as it took."""

Place = tuple[object, ...]


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A picture, what it was drawn from, and when (counted in drawings)."""

    painter: LinkPainter
    values: FloatArray
    limit: float
    picture: Picture
    turn: int


@dataclass(frozen=True, eq=False)
class _Wanted:
    """A picture that is to be shown."""

    link: Link
    painter: LinkPainter
    values: FloatArray


class Gallery:
    """One picture per connection.

    While training runs, the numbers change faster than thousands of lines can be drawn: then the pictures
    that have been shown longest go first, and the others have their turn in a later painting. Between two
    drawings there is a rest, which leaves the time to training and to the rest of the window.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._painters: dict[int, tuple[Place, float, LinkPainter]] = {}
        self._drawn: dict[int, _Drawn] = {}
        self._turn = 0
        self._rest_until = 0.0

    def forget(self) -> None:
        """Draw everything anew next time, such as in other colours."""
        self._drawn.clear()

    def update(self, scene: Scene, colors: NumberColors, scale: float, *, hurry: bool, budget: float) -> bool:
        """Bring the pictures up to date.

        Args:
            scene: What they show.
            colors: Of the theme.
            scale: Pixels of the screen per canvas unit.
            hurry: Rather soon than sharp.
            budget: Seconds for pictures that are right but for their numbers.

        Returns:
            Whether all of them are up to date, or as far as they are to be while training runs.
        """
        self._drop_gone(scene)
        end, limit = self._clock() + budget, scene.values.edge_limit
        wanted = sorted(self._stale(scene, scale, hurry), key=self._age)
        for done, item in enumerate(wanted):
            known = self._drawn.get(item.link.connection.id)
            can_wait = known is not None and known.painter is item.painter
            if can_wait and scene.live and self._clock() < self._rest_until:
                return True
            if can_wait and done and self._clock() > end:
                return False
            self._draw(item, limit, colors, scene.live)
        return True

    def _draw(self, item: _Wanted, limit: float, colors: NumberColors, live: bool) -> None:
        begun = self._clock()
        picture = item.painter.draw(item.values, limit, colors, live=live)
        self._turn += 1
        drawn = _Drawn(item.painter, item.values, limit, picture, self._turn)
        self._drawn[item.link.connection.id] = drawn
        now = self._clock()
        self._rest_until = now + LIVE_REST * (now - begun)

    def picture(self, link: Link) -> Picture | None:
        """The picture of a connection, if it has one."""
        drawn = self._drawn.get(link.connection.id)
        return drawn.picture if drawn is not None else None

    def _stale(self, scene: Scene, scale: float, hurry: bool) -> Iterator[_Wanted]:
        for link in scene.links:
            key, shape = link.connection.id, (link.target.shape.size, link.source.shape.size)
            values = edge_values(scene.values, link.connection, shape)
            if values is None or abs(link.width) < 1.0:
                self._drawn.pop(key, None)
                continue
            painter, drawn = self._painter(link, scale, hurry), self._drawn.get(key)
            right = drawn is not None and drawn.painter is painter and drawn.values is values
            if drawn is None or not right or drawn.limit != scene.values.edge_limit:
                yield _Wanted(link, painter, values)

    def _age(self, item: _Wanted) -> tuple[bool, int]:
        """Pictures that are missing or at a wrong place first, then the oldest."""
        known = self._drawn.get(item.link.connection.id)
        if known is None or known.painter is not item.painter:
            return False, 0
        return True, known.turn

    def _painter(self, link: Link, scale: float, hurry: bool) -> LinkPainter:
        sharpness = resolution(link, scale)
        place: Place = (
            link.connection,
            *(part for column in (link.source, link.target) for part in (column.shape, _spot(column))),
        )
        known = self._painters.get(link.connection.id)
        if known is not None and known[0] == place and (hurry or known[1] == sharpness):
            return known[2]
        # What is drawn in a hurry is drawn again at leisure: its sharpness is never the one asked for.
        made = place, 0.0 if hurry else sharpness, LinkPainter(link, sharpness, HURRIED if hurry else MOST)
        self._painters[link.connection.id] = made
        return made[2]

    def _drop_gone(self, scene: Scene) -> None:
        present = {link.connection.id for link in scene.links}
        for key in self._painters.keys() - present:
            del self._painters[key]
            self._drawn.pop(key, None)


def _spot(column: Column) -> tuple[float, float]:
    return column.center.x(), column.center.y()
