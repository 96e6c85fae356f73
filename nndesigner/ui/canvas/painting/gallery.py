"""Keeps the pictures of connections, and draws anew those that no longer show what is so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from nndesigner.engine.network import Connection, Network
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.legs import Leg
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.painting.colors import NumberColors
from nndesigner.ui.canvas.painting.edges import SHARPEST, LegPainter, Mask, effort
from nndesigner.ui.canvas.painting.picture import Picture, bent
from nndesigner.ui.canvas.painting.sheet import whole_sheet
from nndesigner.ui.canvas.painting.views import (
    COARSE,
    QUICK,
    Spot,
    View,
    fits,
    keeps_up,
    same_place,
    sheet_for,
)
from nndesigner.ui.canvas.painting.workshop import Workshop
from nndesigner.ui.canvas.scene import Emphasis, Scene, edge_values

LIVE_REST = 5.0
"""While training runs, drawing one connection is followed by a rest so many times as long as it took."""
_SKETCHED = 0.5
"""Sharpness of the ribbon that stands for a leg until its lines have been drawn."""


@dataclass(frozen=True, eq=False)
class _Prepared:
    """A painter and what it was made for."""

    painter: LegPainter
    connection: Connection
    emphasis: Emphasis | None


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A picture, what it was drawn from, and when (counted in drawings).

    Attributes:
        live: Whether its lines may have been chosen by earlier numbers.
    """

    painter: LegPainter
    values: FloatArray
    limit: float
    picture: Picture
    turn: int
    live: bool = False


@dataclass(frozen=True, eq=False)
class _Wanted:
    """A picture that is to be shown."""

    spot: Spot
    painter: LegPainter
    values: FloatArray
    limit: float


@dataclass(frozen=True, eq=False)
class _Finished:
    wanted: _Wanted
    picture: Picture
    seconds: float
    colors: NumberColors
    live: bool


class Gallery:
    """Pictures of every leg: of the whole, and from near of the part in sight.

    What is quickly drawn is drawn at once. The rest is drawn on another thread, one picture after the other,
    the one that has been shown longest first; meanwhile the last one is shown, bent to where the leg runs
    now, or a ribbon where there is none yet. While training runs there is a rest after every drawing, which
    leaves the time to training.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._prepared: dict[Spot, _Prepared] = {}
        self._drawn: dict[Spot, _Drawn] = {}
        self._bent: dict[Spot, tuple[Picture, Leg, Picture]] = {}
        self._workshop: Workshop[_Finished] = Workshop()
        self._under_way: Spot | None = None
        self._network: Network | None = None
        self._late: frozenset[Spot] = frozenset()
        """Those that do not show the part yet that they should."""
        self._turn = 0
        self._scale = 1.0
        self._rest_until = 0.0

    @property
    def drawing(self) -> bool:
        """Whether something is being drawn on the other thread."""
        return self._workshop.running

    def forget(self) -> None:
        """Draw everything anew next time, such as in other colours."""
        self._drawn.clear()
        self._bent.clear()

    def update(self, scene: Scene, colors: NumberColors, view: View, *, at_once: bool = False) -> bool:
        """Bring the pictures up to date.

        Args:
            scene: What they show.
            colors: Of the theme.
            view: Which of them are needed, and how sharp.
            at_once: Whether to draw all of them here and now.

        Returns:
            Whether all of them are up to date, or as far as they are to be while it is moving or live.
        """
        self._scale = view.scale
        self._take(colors)
        self._drop_gone(scene)
        self._drop_others(scene.geometry.network)
        if view.scale <= SHARPEST:
            # They are not drawn anew from here: what they show would soon no longer be so.
            self._drop(lambda spot: spot.near)
        waiting = []
        for item in self._stale(scene, view):
            if at_once or effort(item.painter.leg, item.painter.sheet) <= QUICK:
                picture = item.painter.draw(item.values, item.limit, colors, live=scene.live)
                self._keep(item, picture, scene.live)
            else:
                self._sketch(item, colors)
                waiting.append(item)
        self._late = frozenset(item.spot for item in waiting if not self._only_numbers(item))
        if not waiting:
            return True
        resting = scene.live and self._clock() < self._rest_until
        waiting = [item for item in waiting if not (resting and self._only_numbers(item))]
        if waiting and not self._workshop.busy:
            item = min(waiting, key=self._age)
            self._under_way = item.spot
            self._workshop.begin(lambda: self._finish(item, colors, scene.live))
        return view.hurry or not waiting

    def picture(self, link: Link, leg: int = 0, *, full: bool = False, near: bool = False) -> Picture | None:
        """The picture of a leg, bent to where it runs now; None if there is none."""
        spot, now = Spot(link.connection.id, leg, full, near), link.legs[leg]
        drawn = self._drawn.get(spot)
        if drawn is None or same_place(drawn.painter.leg, now):
            return drawn.picture if drawn is not None else None
        if near:
            return None
        known = self._bent.get(spot)
        if known is None or known[0] is not drawn.picture or known[1] is not now:
            known = self._bent[spot] = drawn.picture, now, bent(drawn.picture, now.frame)
        return known[2]

    def lines(self, link: Link, *, full: bool) -> LegPainter | None:
        """The painter of the part seen from near of the leg that fans out, if its picture is up to date."""
        spot = Spot(link.connection.id, len(link.legs) - 1, full, near=True)
        drawn = self._drawn.get(spot) if spot not in self._late else None
        if drawn is None or not same_place(drawn.painter.leg, link.fan):
            return None
        return drawn.painter if self._scale < COARSE * drawn.painter.sheet.sharpness else None

    # -- which

    def _stale(self, scene: Scene, view: View) -> Iterator[_Wanted]:
        if scene.lines_hidden:
            return
        for link in scene.links:
            shape = link.target.shape.size, link.source.shape.size
            values = edge_values(scene.values, link.connection, shape)
            if values is None or not link.drawable:
                self._drop_link(link.connection.id)
                continue
            for spot, painter in self._painters(scene, link, view):
                item = _Wanted(spot, painter, values, scene.values.edge_limit)
                if not self._is_right(item, live=scene.live):
                    yield item

    def _is_right(self, item: _Wanted, *, live: bool) -> bool:
        drawn = self._drawn.get(item.spot)
        if drawn is None or drawn.painter is not item.painter or (drawn.live and not live):
            return False
        return drawn.values is item.values and drawn.limit == item.limit

    def _painters(self, scene: Scene, link: Link, view: View) -> Iterator[tuple[Spot, LegPainter]]:
        for place, leg in enumerate(link.legs):
            if not leg.bounds.intersects(view.window) or abs(leg.width) < 1.0:
                continue
            for full in (False, True) if scene.emphasis is not None else (False,):
                emphasis = scene.emphasis if full else None
                for near in (False, True) if view.scale > SHARPEST else (False,):
                    spot = Spot(link.connection.id, place, full, near)
                    yield spot, self._painter(spot, link, leg, emphasis, view)

    def _painter(self, spot: Spot, link: Link, leg: Leg, emphasis: Emphasis | None, view: View) -> LegPainter:
        known = self._prepared.get(spot)
        if known is not None and _is_for(known, link.connection, emphasis, leg):
            painter = known.painter
            if fits(painter, leg, spot, view):
                return painter
            # Who is interrupted all the time never finishes.
            if view.hurry and (spot == self._under_way or not keeps_up(painter, leg, spot, view)):
                return painter
        if known is not None and not _shows_nearly(known, emphasis, leg):
            self._drop(lambda other: other == spot)
        made = LegPainter(leg, _mask(link, emphasis), sheet_for(leg, spot, view))
        self._prepared[spot] = _Prepared(made, link.connection, emphasis)
        return made

    # -- drawing

    def _sketch(self, item: _Wanted, colors: NumberColors) -> None:
        """Show a ribbon where there is nothing yet."""
        if item.spot in self._drawn or item.spot.near or item.spot.full:
            return
        sheet = whole_sheet(item.painter.leg, min(_SKETCHED, item.painter.sheet.sharpness))
        quick = LegPainter(item.painter.leg, item.painter.mask, sheet, sketch=True)
        picture = quick.draw(item.values, item.limit, colors, live=False)
        self._drawn[item.spot] = _Drawn(quick, item.values, item.limit, picture, 0)

    def _finish(self, item: _Wanted, colors: NumberColors, live: bool) -> _Finished:
        begun = self._clock()
        picture = item.painter.draw(item.values, item.limit, colors, live=live)
        return _Finished(item, picture, self._clock() - begun, colors, live)

    def _take(self, colors: NumberColors) -> None:
        finished = self._workshop.take()
        if finished is None:
            return
        self._under_way = None
        self._rest_until = self._clock() + LIVE_REST * finished.seconds
        prepared = self._prepared.get(finished.wanted.spot)
        if finished.colors is colors and prepared is not None and prepared.painter is finished.wanted.painter:
            self._keep(finished.wanted, finished.picture, finished.live)

    def _keep(self, item: _Wanted, picture: Picture, live: bool) -> None:
        self._turn += 1
        self._drawn[item.spot] = _Drawn(item.painter, item.values, item.limit, picture, self._turn, live)

    def _only_numbers(self, item: _Wanted) -> bool:
        """Whether the picture shown is right but for its numbers."""
        known = self._drawn.get(item.spot)
        return known is not None and known.painter is item.painter

    def _age(self, item: _Wanted) -> tuple[bool, int]:
        """Pictures that are missing or at a wrong place first, then the oldest."""
        return self._only_numbers(item), self._drawn[item.spot].turn if item.spot in self._drawn else 0

    def _drop_gone(self, scene: Scene) -> None:
        legs = {link.connection.id: len(link.legs) for link in scene.links}
        plain = scene.emphasis is None
        self._drop(lambda spot: spot.leg >= legs.get(spot.connection, 0) or (spot.full and plain))

    def _drop_others(self, network: Network) -> None:
        """Drop the pictures of another project: its connections have the same ids, but nothing is shared."""
        before, self._network = self._network, network
        if before is not None and before is not network and not set(before.layers) & set(network.layers):
            self._drop(lambda _: True)

    def _drop_link(self, connection: int) -> None:
        self._drop(lambda spot: spot.connection == connection)

    def _drop(self, gone: Callable[[Spot], bool]) -> None:
        for kept in (self._prepared, self._drawn, self._bent):
            for spot in [spot for spot in kept if gone(spot)]:
                del kept[spot]


def _is_for(known: _Prepared, connection: Connection, emphasis: Emphasis | None, leg: Leg) -> bool:
    """Whether a painter draws these lines, be it at another place.

    Where no weight is removed, a connection stays the same object when a layer at its end changes its size.
    """
    drawn = known.painter.leg
    same = known.connection is connection and (len(drawn.y0), len(drawn.y1)) == (len(leg.y0), len(leg.y1))
    return same and _shows_nearly(known, emphasis, leg)


def _shows_nearly(known: _Prepared, emphasis: Emphasis | None, leg: Leg) -> bool:
    """Whether an old picture may stand for a new one for a moment."""
    return known.emphasis is emphasis and known.painter.leg.fans == leg.fans


def _mask(link: Link, emphasis: Emphasis | None) -> Mask | None:
    """Which weights are drawn; None for all."""
    mask = link.connection.mask
    if emphasis is None:
        return mask
    full = emphasis.lines(link.connection, link.source.layer, link.target.layer)
    return full if mask is None else full & mask
