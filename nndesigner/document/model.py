"""The document: everything a project is, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from nndesigner.data.source import DataSource
from nndesigner.document.runs import Run
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import Parameters

Point = tuple[float, float]


class Form(StrEnum):
    """How a layer is drawn where the user decides; else its size does."""

    COLLAPSED = "collapsed"
    OPEN = "open"


@dataclass(frozen=True, eq=False)
class Layout:
    """Where layers stand on the canvas, beside the network so that moving a box cannot touch a weight.

    Attributes:
        positions: Centre of a layer's column by layer id, in canvas units (pixels at 100 %). Layers without
            one are placed automatically (`nndesigner.document.arrange`).
        forms: By layer id, of those whose form the user has chosen.
    """

    positions: Mapping[int, Point] = field(default_factory=dict)
    forms: Mapping[int, Form] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Document:
    """A project. Equality is identity: undo goes back to the very same object.

    Attributes:
        progress: How far `parameters` have been trained.
        memory: What the optimiser remembers of getting there.
        best: The parameters that gave the best cost; None where training does not end early.
        runs: Oldest first.
    """

    network: Network = field(default_factory=Network)
    parameters: Parameters = field(default_factory=Parameters)
    data: DataSource | None = None
    training: TrainingSettings = field(default_factory=TrainingSettings)
    progress: Progress = field(default_factory=Progress)
    memory: Memory = field(default_factory=Memory)
    best: Parameters | None = None
    runs: tuple[Run, ...] = ()
    layout: Layout = field(default_factory=Layout)

    @classmethod
    def empty(cls) -> Self:
        """A project with nothing in it."""
        return cls()

    @property
    def current_run(self) -> Run | None:
        """The run that the present parameters belong to, if any step was made."""
        return next((run for run in reversed(self.runs) if run.id == self.progress.run), None)


@dataclass(frozen=True)
class Changes:
    """What differs between two documents, derived by identity, so that no notification can be forgotten."""

    network: bool
    parameters: bool
    data: bool
    training: bool
    progress: bool
    runs: bool
    layout: bool

    @classmethod
    def between(cls, old: Document, new: Document) -> Self:
        """Compare two documents part by part."""
        return cls(
            network=old.network is not new.network,
            parameters=old.parameters is not new.parameters,
            data=old.data is not new.data,
            training=old.training is not new.training,
            progress=old.progress is not new.progress,
            runs=old.runs is not new.runs,
            layout=old.layout is not new.layout,
        )

    def __bool__(self) -> bool:
        return any(vars(self).values())
