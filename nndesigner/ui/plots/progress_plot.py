"""From the measurements of a run to lines and markers. Knows no widget."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesigner.document.runs import History, Run
from nndesigner.ui.format import number
from nndesigner.ui.plots.envelope import Floats
from nndesigner.ui.plots.painting import short_number
from nndesigner.ui.plots.series import Marker, Plot, Series

WINDOWS = (1, 5, 25, 100)
"""Measurements averaged; 1 shows every one as it is."""
_GLIDE = 3
"""So many changes of η in a row are a schedule's."""
EARLIER_RUNS = 5
"""So many of the runs before the present one are shown faintly."""


def cost_plot(
    history: History, right: float, *, log: bool = False, window: int = 1, earlier: tuple[Run, ...] = ()
) -> Plot:
    """Cost over epochs: training, the regulariser in it; validation; and the regulariser's share apart."""
    # With a regulariser the two are not the same cost, and their names are those of eq. 19.
    regularised = bool((history.penalty > 0.0).any())
    whole, data = ("training C", "validation C₀") if regularised else ("training", "validation")
    series = [
        *(_faint(run, run.history.cost, "training") for run in earlier),
        Series("training", whole, history.epoch, smoothed(history.cost, window), "accent"),
    ]
    if np.isfinite(history.validation_cost).any():
        validation = smoothed(history.validation_cost, window)
        series.append(Series("validation", data, history.epoch, validation, "validation"))
    if regularised:
        series.append(Series("penalty", "regulariser", history.epoch, history.penalty, "faint"))
    return Plot(
        tuple(series),
        (*rate_markers(history), *restored_markers(history)),
        right=_right(history, right),
        log=log,
        floor=0.0,
    )


def score_plot(history: History, right: float, *, window: int = 1, earlier: tuple[Run, ...] = ()) -> Plot:
    """Accuracy or R² over epochs, for training and validation."""
    series = [
        *(_faint(run, run.history.score, "training") for run in earlier),
        Series("training", "training", history.epoch, smoothed(history.score, window), "accent"),
    ]
    if np.isfinite(history.validation_score).any():
        validation = smoothed(history.validation_score, window)
        series.append(Series("validation", "validation", history.epoch, validation, "validation"))
    least = min(
        (float(np.nanmin(line.y)) for line in series if np.isfinite(line.y).any()),
        default=0.0,
    )
    floor = 0.0 if least >= 0.0 else None
    markers = (*rate_markers(history), *restored_markers(history))
    return Plot(tuple(series), markers, right=_right(history, right), floor=floor, ceiling=1.0)


def rate_plot(history: History, right: float, *, log: bool = False) -> Plot:
    """η in force over epochs, its schedule and warm-up included."""
    rates = Series("rate", "η", history.epoch, history.learning_rate, "accent")
    return Plot((rates,), right=_right(history, right), log=log, floor=0.0)


def rate_markers(history: History) -> tuple[Marker, ...]:
    """A marker where η is another than at the measurement before: “η 0.5 → 0.3”.

    Where it changes from measurement to measurement a schedule is at work, and markers would cover the plot.
    """
    rates = history.learning_rate
    moves = rates[1:] != rates[:-1]
    runs = np.split(np.arange(len(moves)), np.flatnonzero(moves[1:] != moves[:-1]) + 1)
    changed = [int(at) for run in runs if len(run) and moves[run[0]] and len(run) < _GLIDE for at in run]
    return tuple(
        Marker(float(history.epoch[at]), f"η {_rate(rates[at])} → {_rate(rates[at + 1])}") for at in changed
    )


def restored_markers(history: History) -> tuple[Marker, ...]:
    """A marker where training ended early and earlier weights came back: its epoch is measured twice."""
    found = []
    for at in (np.flatnonzero(np.diff(history.epoch) == 0.0) + 1).tolist():
        same = history.cost[:at] == history.cost[at]
        if same.any():
            epoch = float(history.epoch[int(same.argmax())])
            found.append(Marker(float(history.epoch[at]), f"weights of epoch {epoch:g} restored"))
    return tuple(found)


def smoothed(values: Floats, window: int) -> Floats:
    """Mean of each value and up to `window` − 1 before it; where there is no value there is no mean."""
    if window <= 1 or len(values) == 0:
        return values
    there = np.isfinite(values)
    mean: Floats = _windowed(np.where(there, values, 0.0), window) / np.maximum(_windowed(there, window), 1)
    mean[~there] = np.nan
    return mean


def _windowed(values: NDArray[Any], window: int) -> Floats:
    """Sum of each value and up to `window` − 1 before it."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    stop = np.arange(1, len(values) + 1)
    windowed: Floats = sums[stop] - sums[np.maximum(stop - window, 0)]
    return windowed


def _faint(run: Run, values: Floats, name: str) -> Series:
    return Series(f"run {run.id}", f"{name}, run {run.id}", run.history.epoch, values, "faint", subdued=True)


def _rate(value: float) -> str:
    return short_number(float(value)) if value < 1e6 else number(float(value))


def _right(history: History, right: float) -> float:
    reached = float(history.epoch[-1]) if len(history) else 0.0
    return max(right, reached) or 1.0  # a run that broke in its first epoch has one measurement, at 0
