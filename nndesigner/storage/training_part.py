"""Training settings, progress and runs as records and arrays, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from nndesigner.document.model import Document
from nndesigner.document.runs import HISTORY_COLUMNS, History, Run
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.costs import COSTS
from nndesigner.engine.watch import Watch
from nndesigner.errors import UsageError
from nndesigner.storage.arrays import Array
from nndesigner.storage.damage import DamageError
from nndesigner.storage.memory_part import memory_record
from nndesigner.storage.schema import (
    ProgressRecord,
    RunRecord,
    RunsRecord,
    SettingsRecord,
    TrainingRecord,
    WatchRecord,
)


def training_record(document: Document) -> TrainingRecord:
    """Settings, progress, and what the optimiser remembers without its vectors."""
    return TrainingRecord(
        settings=_settings_record(document.training),
        progress=_progress_record(document.progress),
        memory=memory_record(document.memory),
        best=document.best is not None,
    )


def runs_record(runs: Sequence[Run]) -> RunsRecord:
    """All runs without their histories."""
    return RunsRecord(
        runs=[
            RunRecord(
                id=run.id,
                started=run.started,
                settings=_settings_record(run.settings),
                outcome=run.outcome,
                seconds=run.seconds,
                samples=run.samples,
                architecture=run.architecture,
            )
            for run in runs
        ]
    )


def history_arrays(history: History) -> dict[str, Array]:
    """The columns of a history by name."""
    return {name: getattr(history, name) for name in HISTORY_COLUMNS}


def settings_from(record: SettingsRecord) -> TrainingSettings:
    """Training settings in their ranges.

    Raises:
        DamageError: A value is out of its range or names an unknown cost.
    """
    if record.cost not in COSTS:
        raise DamageError(f"there is no cost “{record.cost}”")
    try:
        return TrainingSettings(**msgspec.structs.asdict(record))
    except UsageError as problem:
        reason = problem.what[:1].lower() + problem.what[1:].rstrip(".")
        raise DamageError(f"of its training settings, {reason}") from problem


def progress_from(record: ProgressRecord) -> Progress:
    """How far the parameters have been trained."""
    seen = record.watch
    watch = Watch(
        best=math.inf if seen.best is None else seen.best,
        best_epoch=seen.best_epoch,
        cuts=seen.cuts,
        last_cut=seen.last_cut,
    )
    return Progress(record.epoch, record.offset, record.steps, record.run, watch)


def runs_from(record: RunsRecord, histories: Mapping[int, Mapping[str, Array]]) -> tuple[Run, ...]:
    """All runs, oldest first.

    Args:
        record: The runs.
        histories: The arrays of each by its id.

    Raises:
        DamageError: They are not as any program would have saved them.
    """
    ids = [run.id for run in record.runs]
    if len(set(ids)) != len(ids):
        raise DamageError("two of its runs have the same number")
    return tuple(
        Run(
            id=run.id,
            started=run.started,
            settings=settings_from(run.settings),
            outcome=run.outcome,
            history=_history(histories[run.id]),
            seconds=run.seconds,
            samples=run.samples,
            architecture=run.architecture,
        )
        for run in record.runs
    )


def _progress_record(progress: Progress) -> ProgressRecord:
    watch = progress.watch
    return ProgressRecord(
        epoch=progress.epoch,
        offset=progress.offset,
        steps=progress.steps,
        run=progress.run,
        watch=WatchRecord(
            best=watch.best if math.isfinite(watch.best) else None,
            best_epoch=watch.best_epoch,
            cuts=watch.cuts,
            last_cut=watch.last_cut,
        ),
    )


def _settings_record(settings: TrainingSettings) -> SettingsRecord:
    return SettingsRecord(**vars(settings))


def _history(arrays: Mapping[str, Array]) -> History:
    missing = [name for name in HISTORY_COLUMNS if name not in arrays]
    if missing:
        raise DamageError(f"the measurements “{missing[0]}” of a run are missing")
    columns = {name: arrays[name] for name in HISTORY_COLUMNS}
    lengths = {column.shape for column in columns.values()}
    if len(lengths) != 1 or any(c.ndim != 1 or c.dtype != np.float64 for c in columns.values()):
        raise DamageError("the measurements of a run do not fit together")
    return History(**columns)
