"""Saving a document as a project file (.nnd) and opening it again, to the last bit the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from nndesigner.data.model import Part
from nndesigner.document.model import Document
from nndesigner.errors import ProjectError
from nndesigner.storage.archive import write_archive
from nndesigner.storage.arrays import pack, unpack
from nndesigner.storage.atomic import write_atomically
from nndesigner.storage.damage import DamageError
from nndesigner.storage.data_part import data_from, data_record
from nndesigner.storage.memory_part import memory_arrays, memory_from
from nndesigner.storage.migrations import Plain, migrated
from nndesigner.storage.network_part import (
    layout_from,
    layout_record,
    network_from,
    network_record,
    parameter_arrays,
    parameters_from,
)
from nndesigner.storage.schema import (
    DataRecord,
    LayoutRecord,
    NetworkRecord,
    RunsRecord,
    TrainingRecord,
)
from nndesigner.storage.training_part import (
    history_arrays,
    progress_from,
    runs_from,
    runs_record,
    settings_from,
    training_record,
)
from nndesigner.storage.unpacking import naming, read_archive, read_manifest

_RecordT = TypeVar("_RecordT")
_PARAMETERS = "parameters.safetensors"
_MEMORY = "memory.safetensors"
_BEST = "best.safetensors"


def save_project(document: Document, path: Path, *, preview: bytes | None = None) -> None:
    """Write a project so that at every instant either the old file or the whole new one is there.

    Args:
        document: The project.
        path: The file to make or replace.
        preview: A PNG picture of the network, for file managers and the start page.

    Raises:
        ProjectError: The folder or the disk refuses, or what was written does not read back the same. The
            old file is untouched then.
    """
    entries = _entries(document, path, preview)

    def verify(written: Path) -> None:
        _verify(written, document, entries)

    write_atomically(path, lambda file: write_archive(file, entries), verify=verify)


def load_project(path: Path) -> Document:
    """Open a project file.

    Raises:
        ProjectError: It is missing, not a project, incomplete, damaged or from a newer version, or its data
            file is not there.
    """
    manifest, entries = read_archive(path)
    with naming(path):
        return _document(_parts(manifest.format, entries), entries, path)


def project_format(path: Path) -> str:
    """The format version a project file was written in, such as "1.0"; ProjectError as `load_project`."""
    return read_manifest(path).format


@dataclass(frozen=True)
class _Parts:
    """The JSON of a project as validated records."""

    network: NetworkRecord
    layout: LayoutRecord
    training: TrainingRecord
    runs: RunsRecord
    data: DataRecord | None


def _entries(document: Document, path: Path, preview: bytes | None) -> dict[str, bytes]:
    records: dict[str, msgspec.Struct] = {
        "network.json": network_record(document.network),
        "layout.json": layout_record(document.layout),
        "training.json": training_record(document),
        "runs.json": runs_record(document.runs),
    }
    raw: dict[str, bytes] = {}
    if document.data is not None:
        records["data.json"], raw = data_record(document.data, path)
    entries = {name: msgspec.json.encode(record, order="sorted") for name, record in records.items()}
    entries[_PARAMETERS] = pack(parameter_arrays(document.network, document.parameters))
    entries |= _memory_entries(document)
    entries |= {_history_entry(run.id): pack(history_arrays(run.history)) for run in document.runs}
    if preview is not None:
        entries["preview.png"] = preview
    return entries | raw


def _verify(written: Path, document: Document, entries: Mapping[str, bytes]) -> None:
    """Read everything back but the table itself, whose bytes are compared instead of parsed again."""
    try:
        manifest, contents = read_archive(written)
        parts = _parts(manifest.format, contents)
        bare = _document(
            _Parts(parts.network, parts.layout, parts.training, parts.runs, None), contents, written
        )
        same = contents == entries and bare.parameters.equals(document.parameters)
    except (ProjectError, DamageError) as problem:
        raise _not_the_same(str(problem)) from problem
    if not same:
        raise _not_the_same("Its content differs.")


def _not_the_same(reason: str) -> ProjectError:
    return ProjectError(
        f"The project was not saved: what was written does not read back the same. {reason}",
        remedy="Save to another folder, and please report this.",
    )


def _parts(version: str, entries: Mapping[str, bytes]) -> _Parts:
    plain: Plain = {name: _json(name, raw) for name, raw in entries.items() if name.endswith(".json")}
    plain = migrated(plain, version)
    return _Parts(
        network=_record(plain, "network.json", NetworkRecord),
        layout=_record(plain, "layout.json", LayoutRecord),
        training=_record(plain, "training.json", TrainingRecord),
        runs=_record(plain, "runs.json", RunsRecord),
        data=_record(plain, "data.json", DataRecord) if "data.json" in plain else None,
    )


def _json(name: str, raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
        raise DamageError(f"“{name}” cannot be read") from problem


def _record(plain: Plain, name: str, kind: type[_RecordT]) -> _RecordT:
    if name not in plain:
        raise DamageError(f"“{name}” is missing")
    try:
        return msgspec.convert(plain[name], kind)
    except msgspec.ValidationError as problem:
        raise DamageError(f"“{name}” is not as it should be ({problem})") from problem


def _document(parts: _Parts, entries: Mapping[str, bytes], path: Path) -> Document:
    arrays = unpack(_entry(entries, _PARAMETERS))
    network = network_from(parts.network, arrays)
    memory = parts.training.memory
    histories = {run.id: unpack(_entry(entries, _history_entry(run.id))) for run in parts.runs.runs}
    data = None if parts.data is None else data_from(parts.data, entries, path)
    progress = progress_from(parts.training.progress)
    if data is not None and progress.offset and progress.offset >= len(data.prepared.select(Part.TRAIN)):
        raise DamageError("it stands in the middle of an epoch of more rows than there are")
    return Document(
        network=network,
        parameters=parameters_from(network, arrays),
        data=data,
        training=settings_from(parts.training.settings),
        progress=progress,
        memory=memory_from(memory, network, unpack(_entry(entries, _MEMORY)) if memory.slots else {}),
        best=parameters_from(network, unpack(_entry(entries, _BEST))) if parts.training.best else None,
        runs=runs_from(parts.runs, histories),
        layout=layout_from(parts.layout, network),
    )


def _memory_entries(document: Document) -> dict[str, bytes]:
    """What most projects have nothing of has no entry."""
    found: dict[str, bytes] = {}
    if document.memory.slots:
        found[_MEMORY] = pack(memory_arrays(document.memory))
    if document.best is not None:
        found[_BEST] = pack(parameter_arrays(document.network, document.best))
    return found


def _entry(entries: Mapping[str, bytes], name: str) -> bytes:
    if name not in entries:
        raise DamageError(f"“{name}” is missing")
    return entries[name]


def _history_entry(run: int) -> str:
    return f"runs/{run}.safetensors"
