"""`nndesigner train`: the same training as in the window, without one."""

from __future__ import annotations

import argparse
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import FrameType

from nndesigner.commands.command import Command, say
from nndesigner.commands.options import add_project, add_training, training_changes
from nndesigner.commands.progress import LogFile, ProgressBar, duration, number, terminal
from nndesigner.document import edits
from nndesigner.document.runs import Outcome, Run
from nndesigner.errors import NetworkError, UsageError
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.storage.project import load_project

_LOOK_EVERY = 0.02
"""Seconds between two looks at what the training thread has left."""


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_training(parser)
    parser.add_argument(
        "--output", metavar="FILE.nnd", type=Path, help="save there instead of in the project itself"
    )
    parser.add_argument("--log", metavar="FILE.csv", type=Path, help="write every measurement to a table")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")


def _run(arguments: argparse.Namespace) -> int:
    output: Path = arguments.output or arguments.project
    if arguments.log is not None and _same_file(arguments.log, (arguments.project, output)):
        raise UsageError("The log would overwrite the project.", remedy="Give it another name.")
    session = Session(load_project(arguments.project), arguments.project)
    changes = training_changes(arguments)
    session.apply("Change training settings", lambda document: edits.set_training(document, **changes))
    stopped = _train(session, arguments.log, quiet=arguments.quiet)
    run = session.document.current_run
    if run is None or session.training.last is None:
        raise NetworkError("Training was stopped before its first step.", remedy="Nothing was saved.")
    session.save(output)
    if not arguments.quiet:
        _summary(session, run, output, stopped)
    return 0


def _train(session: Session, log: Path | None, *, quiet: bool) -> bool:
    """Train to the end; True if Ctrl-C ended it before.

    Raises:
        NetworkError: The network cannot be trained, or training diverged or failed.
    """
    session.train()
    bar = ProgressBar(terminal(), wanted=not quiet)
    with ExitStack() as finally_do:
        finally_do.callback(bar.clear)
        finally_do.callback(session.close)
        rows = None if log is None else finally_do.enter_context(closing(LogFile(log)))
        asked = finally_do.enter_context(_stopping(session.stop))
        while session.training.state is State.RUNNING:
            time.sleep(_LOOK_EVERY)
            session.poll()
            _report(session, bar, rows)
        if rows is not None:
            rows.update(session.run_history)
    ended = session.training.last
    if ended is not None and ended.outcome in (Outcome.DIVERGED, Outcome.FAILED):
        raise NetworkError(ended.message, remedy=f"{ended.remedy} The project was not changed.".strip())
    return asked.is_set()


def _report(session: Session, bar: ProgressBar, rows: LogFile | None) -> None:
    live = session.training.live
    if live is None:
        return
    session.training.want_snapshot()
    bar.show(live)
    if rows is not None:
        rows.update(live.history)


@contextmanager
def _stopping(stop: Callable[[], None]) -> Iterator[threading.Event]:
    """Turn Ctrl-C, and being asked to terminate, into a clean stop; a second Ctrl-C interrupts as usual."""
    asked = threading.Event()

    def handle(_signal: int, _frame: FrameType | None) -> None:
        asked.set()
        stop()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _same_file(path: Path, others: tuple[Path, ...]) -> bool:
    return any(path.resolve() == other.resolve() for other in others)


def _summary(session: Session, run: Run, output: Path, stopped: bool) -> None:
    progress, last = session.document.progress, run.history.last()
    epochs = "1 epoch" if progress.epoch == 1 else f"{progress.epoch:,} epochs"
    say(f"{'Stopped' if stopped else 'Trained'} after {epochs} ({duration(run.seconds)}).")
    ended = session.training.last
    if ended is not None and ended.message:
        say(f"{ended.message} {ended.remedy}".strip())
    if last is not None:
        data = session.document.data
        score = "accuracy" if data is not None and data.prepared.classes else "R²"
        say(f"Training:   cost {number(last.cost)}, {score} {number(last.score)}")
        if not math.isnan(last.validation_cost):
            say(f"Validation: cost {number(last.validation_cost)}, {score} {number(last.validation_score)}")
    say(f"Saved in {output}.")


COMMAND = Command(
    name="train",
    summary="train a project",
    description="Train a project for a number of epochs and save it. Ctrl-C stops, keeps and saves "
    "what was learned so far.",
    configure=_configure,
    run=_run,
)
