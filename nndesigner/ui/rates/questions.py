"""The two ways to look for a learning rate: what each computes, shows and says. Knows no widget."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

import numpy as np

from nndesigner.document.model import Document
from nndesigner.engine.descent_curve import DescentCurve
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.range_test import RangeTest
from nndesigner.session.rate_finding import (
    HIGHEST,
    LOWEST,
    descent_curve_of,
    next_batch,
    range_test_of,
)
from nndesigner.ui.format import number
from nndesigner.ui.plots.painting import short_number
from nndesigner.ui.rates.picture import Line, Mark, Picture, Zone, cost_range

Result = TypeVar("Result", RangeTest, DescentCurve)

_WIDTH, _WIDEST = 3.0, 8.0
"""The axis along the gradient ends at least at so many times the best η, and at most at so many times."""
_BEYOND = 1.25
"""It goes so far beyond the present η, and beyond where a step makes the cost higher."""
_FLAT = "The gradient is 0 here: no step changes the cost."
_NEARLY_FLAT = "The gradient is so small here that no step changes the cost."


class Question(ABC, Generic[Result]):
    """One way to look for η.

    Attributes:
        key: Stable name.
        title: As its tab says it.
        intro: What is done, and how to read it.
        caveat: Said beside the η that is suggested, where it is not to be taken without a thought.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    intro: ClassVar[str]
    caveat: ClassVar[str] = ""

    @abstractmethod
    def begin(self, document: Document) -> Iterator[Result]:
        """Start the work."""

    @abstractmethod
    def suggestion(self, result: Result) -> float | None:
        """The η that the result speaks for, if any."""

    @abstractmethod
    def picture(self, result: Result, rate: float, picked: float | None) -> Picture:
        """The result with the present η and the one that the user picked."""

    @abstractmethod
    def words(self, result: Result) -> str:
        """What the result says."""

    def about(self, _document: Document) -> str:
        """What it was found for, where the introduction does not say it."""
        return ""

    def objection(self, _result: Result) -> str:
        """Why the result speaks for no η, where that can be said."""
        return ""

    def bar(self, _document: Document) -> str:
        """Why no η can be used with this document at all, if so."""
        return ""


class RangeQuestion(Question[RangeTest]):
    """Train a little with every η."""

    key = "range"
    title = "Range test"
    intro = (
        "A copy of the network is trained while η grows with every mini-batch; your weights stay as they "
        "are. A good η to begin with lies where the cost falls fastest."
    )

    def begin(self, document: Document) -> Iterator[RangeTest]:
        """Start the test."""
        return range_test_of(document)

    def suggestion(self, result: RangeTest) -> float | None:
        """Where the cost falls fastest."""
        found = result.suggestion
        return None if found is None else two_digits(found)

    def picture(self, result: RangeTest, rate: float, picked: float | None) -> Picture:
        """Raw costs faintly, the smoothed ones over them."""
        smoothed = result.smoothed
        start = float(smoothed[0])
        low, high = cost_range(start, smoothed)
        return Picture(
            Line(result.rates, smoothed, "accent"),
            LOWEST,
            HIGHEST,
            low,
            high,
            lines=(Line(result.rates, result.costs, "accent", faint=True),),
            marks=_marks(rate, self.suggestion(result) if result.finished else None, "falls fastest", picked),
            log=True,
        )

    def words(self, result: RangeTest) -> str:
        """Where it falls fastest, and where it explodes."""
        found = self.suggestion(result)
        end = f" At {eta(two_digits(float(result.rates[-1])))} it exploded and the test ended."
        ended = end if result.exploded else ""
        if found is None:
            return (
                "No η lowered the cost by more than chance: the network may be trained already, or its "
                f"neurons saturated.{ended}"
            )
        return f"The cost falls fastest at {eta(found)}.{ended}"


class GradientQuestion(Question[DescentCurve]):
    """One step of every length along one gradient."""

    key = "gradient"
    title = "Along the gradient"
    intro = (
        "The cost of the next mini-batch after one step w − η∇C, for every η. Descent knows only the slope "
        "at η = 0, the dashed line; a step that is too long overshoots the valley."
    )
    caveat = "lowest for this batch alone"

    def begin(self, document: Document) -> Iterator[DescentCurve]:
        """Start computing the curve."""
        return descent_curve_of(document)

    def suggestion(self, result: DescentCurve) -> float | None:
        """Where the cost is lowest, if it rises again beyond."""
        return None if self.objection(result) else two_digits(result.best_rate)

    def objection(self, result: DescentCurve) -> str:
        """There is no fall, or no end of it."""
        if result.flat:
            return _NEARLY_FLAT if result.slope else _FLAT
        if result.best_rate <= 0.0:
            return "No step along the gradient lowers the cost."
        if result.still_falls:
            largest = short_number(result.best_rate)
            return f"The cost still falls at the largest η tried, {largest}, so no η is suggested."
        return ""

    def picture(self, result: DescentCurve, rate: float, picked: float | None) -> Picture:
        """The curve, its tangent at 0, and where it is higher than at 0."""
        start, right = float(result.costs[0]), _right(result, rate)
        low, high = cost_range(start, result.costs)
        worse = _worse_from(result)
        slope = f"slope −|∇C|² = {number(result.slope)}"
        end = min(right, (start - low) / -result.slope) if result.slope < 0.0 else right
        tangent: FloatArray = np.array([0.0, end])
        finished = len(result.rates) == result.planned
        return Picture(
            Line(result.rates, result.costs, "accent"),
            0.0,
            right,
            low,
            high,
            lines=(Line(tangent, start + result.slope * tangent, "text", dashed=True, words=slope),),
            marks=_marks(rate, self.suggestion(result) if finished else None, self.caveat, picked),
            zone=None if worse is None or worse >= right else Zone(worse, "too far"),
            level=start,
        )

    def words(self, result: DescentCurve) -> str:
        """Where the cost is lowest, and from where on a step makes it worse."""
        start, best, worse = number(float(result.costs[0])), self.suggestion(result), _worse_from(result)
        if best is None:
            return self.objection(result)
        lowest = number(float(np.nanmin(result.costs)))
        end = "" if worse is None else f"; from {eta(two_digits(worse))} on it is higher than before"
        return f"The cost falls from {start} to {lowest} at {eta(best)}, {self.caveat}{end}."

    def about(self, document: Document) -> str:
        """Which rows the mini-batch has."""
        batch, optimiser = next_batch(document), document.training.optimizer
        other = "" if optimiser == "sgd" else f" Plain descent is shown, not {OPTIMISERS[optimiser].label}."
        if reason := self.bar(document):
            other = f" This is plain descent. {reason}"
        if batch.whole:
            return f"The full batch: all {batch.of:,} training rows.{other}"
        return (
            f"{batch.stop - batch.first:,} of {batch.of:,} training rows: those at {batch.first + 1:,} to "
            f"{batch.stop:,} in the order of epoch {batch.epoch + 1:,}.{other}"
        )

    def bar(self, document: Document) -> str:
        """With a line search η plays no part."""
        optimiser = OPTIMISERS[document.training.optimizer]
        if not (optimiser.whole_batch and document.training.line_search):
            return ""
        return f"{optimiser.label} finds the length of its steps itself: there is no η to look for."


def eta(rate: float) -> str:
    """“η = 0.3”, in which no line breaks."""
    return f"η\u00a0=\u00a0{short_number(rate)}"


def two_digits(rate: float) -> float:
    """η as one would type it: nobody needs more than two digits of it."""
    return float(f"{rate:.1e}")


def _marks(rate: float, found: float | None, words: str, picked: float | None) -> tuple[Mark, ...]:
    marks = [Mark(rate, f"now {eta(rate)}", "muted", dashed=True)]
    if found is not None:
        marks.append(Mark(found, f"{words}, {eta(found)}", "good"))
    if picked is not None:
        marks.append(Mark(picked, f"picked {eta(picked)}", "accent"))
    return tuple(marks)


def _right(result: DescentCurve, rate: float) -> float:
    """Where the axis ends: it shows the valley well, and the present η where that is possible."""
    best = result.best_rate
    if best <= 0.0 or result.flat:
        return min(2.0 * rate, HIGHEST)
    wanted = _BEYOND * max(rate, _worse_from(result) or 0.0)
    return min(max(_WIDTH * best, min(wanted, _WIDEST * best)), HIGHEST)


def _worse_from(result: DescentCurve) -> float | None:
    """η beyond the best one from which on the cost is above that at η = 0; between two points if need be."""
    if result.flat:
        return None
    costs = np.nan_to_num(result.costs, nan=math.inf, posinf=math.inf)
    beyond = np.flatnonzero((result.rates > result.best_rate) & (costs >= costs[0]))
    if not len(beyond):
        return None
    after = int(beyond[0])
    (x0, x1), (y0, y1) = result.rates[after - 1 : after + 1], costs[after - 1 : after + 1]
    share = (costs[0] - y0) / (y1 - y0) if math.isfinite(y1) and y1 > y0 else 1.0
    return float(x0 + share * (x1 - x0))
