"""What the table of runs says about a run."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass

from nndesigner.document.runs import Outcome, Run
from nndesigner.document.setting_words import SPOKEN, in_words, unusual
from nndesigner.engine.costs import COSTS
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.ui.format import duration, exact, number

_OUTCOMES = {
    Outcome.FINISHED: "finished",
    Outcome.STOPPED: "stopped",
    Outcome.DIVERGED: "diverged",
    Outcome.FAILED: "failed",
}


@dataclass(frozen=True)
class RunColumn:
    """One column.

    Attributes:
        name: Its heading; `regression_name` where numbers are predicted, if that differs.
        text: The cell of a run.
        numeric: Whether it is set at the right.
        tip: What the column means.
    """

    name: str
    text: Callable[[Run], str]
    numeric: bool = True
    tip: str = ""
    regression_name: str = ""


def _started(run: Run) -> str:
    moment = datetime.datetime.fromisoformat(run.started)
    return f"{moment.day} {moment:%b %H:%M:%S}"


def _last(name: str) -> Callable[[Run], str]:
    def text(run: Run) -> str:
        column = getattr(run.history, name)
        return number(float(column[-1])) if len(column) else number(math.nan)

    return text


def _epochs(run: Run) -> str:
    return f"{float(run.history.epoch[-1]):,.6g}" if len(run.history) else "0"


def _batch(run: Run) -> str:
    batch = run.settings.batch_in_force
    return "full" if batch is None else f"{batch:,}"


def _cost(run: Run) -> str:
    return COSTS[run.settings.cost].label


def _optimiser(run: Run) -> str:
    return OPTIMISERS[run.settings.optimizer].label


def _others(run: Run) -> str:
    """What else is other than usual, such as “ridge 0.1 · dropout 0.2”."""
    return " · ".join(unusual(run.settings, [name for name in SPOKEN if name != "optimizer"]))


COLUMNS = (
    RunColumn("#", lambda run: str(run.id), tip="Runs are numbered as they were started"),
    RunColumn("started", _started, numeric=False),
    RunColumn("network", lambda run: run.architecture, numeric=False, tip="Layer sizes and activations"),
    RunColumn("optimiser", _optimiser, numeric=False, tip="How a gradient became a step"),
    RunColumn("η", lambda run: number(run.settings.learning_rate), tip="Learning rate, as it was last"),
    RunColumn("batch", _batch, tip="Samples averaged for one step"),
    RunColumn("cost", _cost, numeric=False, tip="Which cost was minimised"),
    RunColumn("other settings", _others, numeric=False, tip="Settings that are other than in a new project"),
    RunColumn("epochs", _epochs, tip="Passes over the training rows"),
    RunColumn("final cost", _last("cost"), tip="Training cost at the end, the regulariser in it"),
    RunColumn("validation", _last("validation_cost"), tip="Cost of the validation rows at the end"),
    RunColumn(
        "accuracy",
        _last("validation_score"),
        tip="Share of validation rows predicted right (R² for numbers)",
        regression_name="R²",
    ),
    RunColumn("time", lambda run: duration(run.seconds), tip="Time spent computing"),
    RunColumn("ended", lambda run: _OUTCOMES[run.outcome], numeric=False, tip="How training last ended"),
)


def tooltip(run: Run) -> str:
    """All settings and the last results with full precision, a line each."""
    settings = run.settings
    lines = [
        f"Run {run.id}, started {run.started}",
        run.architecture,
        f"cost {COSTS[settings.cost].label} · η {exact(settings.learning_rate)} · batch {_batch(run)}",
        f"ridge λ {exact(settings.ridge)} · seed {settings.seed} · {settings.precision}",
        " · ".join(in_words(settings, [name for name in SPOKEN if name not in ("ridge", "precision")])),
        f"{run.samples:,} samples in {exact(run.seconds)} s",
    ]
    last = run.history.last()
    if last is not None:
        lines.append(f"training cost {exact(last.cost)}, validation cost {exact(last.validation_cost)}")
        lines.append(f"training score {exact(last.score)}, validation score {exact(last.validation_score)}")
    return "\n".join(lines)
