"""The records of a project file, format 1: exactly what may stand in its JSON entries.

These are apart from the program's own classes, so that renaming a field in the code cannot change the file
format unnoticed. Fields that a later minor version adds are ignored by an earlier one; what cannot be ignored
is announced under `needs` in the manifest.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from nndesigner.data.model import ColumnRole, Kind, Scaling
from nndesigner.document.model import Form
from nndesigner.document.runs import Outcome
from nndesigner.engine.network import Role

FORMAT = "1.2"
FEATURES: frozenset[str] = frozenset()
"""Features beyond the format's first version that this program knows."""

MOST_LAYERS = 1_000
MOST_CONNECTIONS = 10_000
MOST_PAIRS = 100
MOST_CUTS = 10_000
_LARGEST = 2**63 - 1

Id = Annotated[int, msgspec.Meta(ge=1, le=_LARGEST)]
Count = Annotated[int, msgspec.Meta(ge=0, le=_LARGEST)]
Size = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Slot = Annotated[str, msgspec.Meta(pattern="^[a-z0-9 ]{1,40}$")]
Version = Annotated[str, msgspec.Meta(pattern="^[0-9]{1,4}\\.[0-9]{1,4}$")]


class EntryRecord(msgspec.Struct):
    """One entry of the archive."""

    size: Count
    sha256: Sha256


class ManifestVersion(msgspec.Struct):
    """The part of a manifest that every version shares."""

    format: Version


class Manifest(ManifestVersion):
    """The list of contents."""

    needs: list[str]
    program: str
    entries: dict[str, EntryRecord]


class OverrideRecord(msgspec.Struct):
    """Where one neuron differs from its layer."""

    neuron: Id
    activation: str | None
    name: str | None
    frozen: bool


class LayerRecord(msgspec.Struct):
    """A layer; neurons are ids in order."""

    id: Id
    name: str
    role: Role
    activation: str
    neurons: list[Id]
    overrides: list[OverrideRecord]
    initialiser: str
    image_shape: tuple[Size, Size] | None
    frozen: bool


class ConnectionRecord(msgspec.Struct):
    """A connection; `masked` says that parameters.safetensors holds its mask."""

    id: Id
    source: Id
    target: Id
    masked: bool


class NetworkRecord(msgspec.Struct):
    """network.json."""

    layers: Annotated[list[LayerRecord], msgspec.Meta(max_length=MOST_LAYERS)]
    connections: Annotated[list[ConnectionRecord], msgspec.Meta(max_length=MOST_CONNECTIONS)]
    next_id: Id


class PositionRecord(msgspec.Struct):
    """Where a layer stands."""

    layer: Id
    x: float
    y: float


class FormRecord(msgspec.Struct):
    """How a layer is drawn, where the user has chosen it."""

    layer: Id
    form: Form


class LayoutRecord(msgspec.Struct):
    """layout.json."""

    positions: list[PositionRecord]
    forms: Annotated[list[FormRecord], msgspec.Meta(max_length=MOST_LAYERS)]


class ReadRecord(msgspec.Struct):
    """How bytes become cells, within what the parser can be asked for without harm."""

    encoding: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_.-]{1,40}$")]
    delimiter: Annotated[str, msgspec.Meta(pattern="^[\\t !#-/:-@\\[-`{-~]$", max_length=1)]
    decimal: Literal[".", ","]
    header: bool
    skip_lines: Annotated[int, msgspec.Meta(ge=0, le=100_000)]
    missing: list[str]


class ColumnRecord(msgspec.Struct):
    """One column of the recipe."""

    name: str
    kind: Kind
    role: ColumnRole
    scaling: Scaling


class SplitRecord(msgspec.Struct):
    """Which rows are held out."""

    validation: Annotated[float, msgspec.Meta(ge=0, le=1)]
    test: Annotated[float, msgspec.Meta(ge=0, le=1)]
    stratify: bool
    seed: Count


class RecipeRecord(msgspec.Struct):
    """How the data is read and prepared."""

    read: ReadRecord
    columns: list[ColumnRecord]
    split: SplitRecord


class SourceRecord(msgspec.Struct):
    """Where the data is: an entry of this archive, or a file beside the project."""

    name: str
    entry: str | None
    path: str | None
    size: Count
    sha256: Sha256


class DataRecord(msgspec.Struct):
    """data.json; absent from a project without data."""

    source: SourceRecord
    recipe: RecipeRecord


class SettingsRecord(msgspec.Struct):
    """Training settings; their ranges are checked by `TrainingSettings`."""

    epochs: Count
    batch_size: Count | None
    learning_rate: float
    cost: str
    ridge: float
    seed: Count
    precision: str
    class_weights: str
    patience: Count | None
    optimizer: str
    momentum: float
    beta1: float
    beta2: float
    rho: float
    epsilon: float
    memory: Annotated[int, msgspec.Meta(ge=1, le=MOST_PAIRS)]
    line_search: bool
    l1: float
    clip_norm: float | None
    clip_value: float | None
    dropout: float
    schedule: str
    schedule_factor: float
    schedule_epochs: Count
    warmup: float


class WatchRecord(msgspec.Struct):
    """What the measurements have shown; `best` is None before the first."""

    best: float | None
    best_epoch: Count
    cuts: Annotated[int, msgspec.Meta(ge=0, le=MOST_CUTS)]
    last_cut: Count


class ProgressRecord(msgspec.Struct):
    """How far the parameters have been trained."""

    epoch: Count
    offset: Count
    steps: Count
    run: Id | None
    watch: WatchRecord


class MemoryRecord(msgspec.Struct):
    """What the optimiser remembers; the vectors of slot NAME are in memory.safetensors under NAME/."""

    optimizer: str
    steps: Count
    slots: Annotated[list[Slot], msgspec.Meta(max_length=1_000)]


class TrainingRecord(msgspec.Struct):
    """training.json; with `best`, best.safetensors holds the parameters that gave the best cost."""

    settings: SettingsRecord
    progress: ProgressRecord
    memory: MemoryRecord
    best: bool


class RunRecord(msgspec.Struct):
    """One run; its history is in runs/ID.safetensors."""

    id: Id
    started: str
    settings: SettingsRecord
    outcome: Outcome
    seconds: float
    samples: Count
    architecture: str


class RunsRecord(msgspec.Struct):
    """runs.json, oldest first."""

    runs: list[RunRecord]
