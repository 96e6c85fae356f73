"""The data source as a record and, where it is small, its original bytes; and back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from nndesigner.data.model import ColumnPlan, ReadOptions, Recipe, SplitPlan
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.errors import DataError, ProjectError
from nndesigner.storage.archive import data_entry, digest
from nndesigner.storage.damage import DamageError, plain
from nndesigner.storage.schema import (
    ColumnRecord,
    DataRecord,
    ReadRecord,
    RecipeRecord,
    SourceRecord,
    SplitRecord,
)

LARGEST_EMBEDDED = 25 * 1024**2
"""Bytes of a data file up to which it becomes part of the project."""


def data_record(data: DataSource, project: Path) -> tuple[DataRecord, dict[str, bytes]]:
    """The record of a data source, and the entry with its bytes if the project is to hold them.

    A large file is only referred to, relative to the project, provided that it still is where it was read
    from and unchanged; otherwise the project keeps the bytes, since nobody else has them.
    """
    reference = _reference(data, project)
    entry = None if reference is not None else data_entry(data.name)
    source = SourceRecord(
        name=plain(data.name), entry=entry, path=reference, size=len(data.raw), sha256=digest(data.raw)
    )
    return DataRecord(source=source, recipe=recipe_record(data.recipe)), (
        {} if entry is None else {entry: data.raw}
    )


def data_from(record: DataRecord, entries: Mapping[str, bytes], project: Path) -> DataSource:
    """Read the table again and prepare it as the recipe says.

    Raises:
        DamageError: The project does not hold what it says it holds.
        ProjectError: The data file is not there, has changed, or can no longer be used.
    """
    source = record.source
    raw = _embedded(source, entries) if source.entry is not None else _referred(source, project)
    path = None if source.path is None else str(_place(source.path, project))
    try:
        data = source_from_bytes(raw, source.name, recipe=recipe_from(record.recipe), path=path)
        # Everything that can go wrong with the data does so here, while nothing is open yet.
        _ = data.prepared
    except UnicodeError as problem:
        raise DamageError(f"its data is no text in the encoding {record.recipe.read.encoding}") from problem
    except DataError as problem:
        raise ProjectError(
            f"The data of the project cannot be used: {problem.what}", remedy=problem.remedy
        ) from problem
    return data


def recipe_record(recipe: Recipe) -> RecipeRecord:
    """How the data is read and prepared."""
    return RecipeRecord(
        read=ReadRecord(**{**vars(recipe.read), "missing": list(recipe.read.missing)}),
        columns=[ColumnRecord(**vars(column)) for column in recipe.columns],
        split=SplitRecord(**vars(recipe.split)),
    )


def recipe_from(record: RecipeRecord) -> Recipe:
    """The recipe of a record."""
    read = msgspec.structs.asdict(record.read)
    return Recipe(
        read=ReadOptions(**{**read, "missing": tuple(record.read.missing)}),
        columns=tuple(ColumnPlan(**msgspec.structs.asdict(column)) for column in record.columns),
        split=SplitPlan(**msgspec.structs.asdict(record.split)),
    )


def _reference(data: DataSource, project: Path) -> str | None:
    """How to refer to a large data file from the project's folder; None where its bytes must be kept."""
    if len(data.raw) <= LARGEST_EMBEDDED or data.path is None:
        return None
    path = Path(data.path)
    if plain(data.path) != data.path or not _unchanged(path, len(data.raw), digest(data.raw)):
        return None
    try:
        return Path(os.path.relpath(path, project.parent)).as_posix()
    except ValueError:  # another drive: there is no relative way
        return path.absolute().as_posix()


def _unchanged(path: Path, size: int, sha256: str) -> bool:
    try:
        # The size first: a device or a pipe must not be read to its end.
        return path.is_file() and path.stat().st_size == size and digest(path.read_bytes()) == sha256
    except OSError:
        return False


def _embedded(source: SourceRecord, entries: Mapping[str, bytes]) -> bytes:
    raw = entries.get(source.entry or "")
    if raw is None:
        raise DamageError("its data is missing")
    if digest(raw) != source.sha256:
        raise DamageError("its data is not what was saved")
    return raw


def _place(reference: str, project: Path) -> Path:
    return Path(os.path.normpath(project.parent / reference))


def _referred(source: SourceRecord, project: Path) -> bytes:
    if source.path is None:
        raise DamageError("it does not say where its data is")
    expected = _place(source.path, project)
    beside = project.parent / Path(source.path).name
    found = [path for path in dict.fromkeys((expected, beside)) if path.is_file()]
    for path in found:
        if _unchanged(path, source.size, source.sha256):
            return path.read_bytes()
    if found:
        raise ProjectError(
            f"The data file “{found[0]}” has changed since the project was saved.",
            remedy="Put the earlier version back, or make a new project from the changed data.",
        )
    raise ProjectError(
        f"The data file “{expected}” is not there; it is too large to be part of the project.",
        remedy=f"Put “{expected.name}” back there, or into the folder of the project.",
    )
