"""A data source: a file's bytes, the table read from them, and the recipe that makes arrays of it."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from nndesigner.data.guess import guess_recipe
from nndesigner.data.model import Prepared, Recipe, Table
from nndesigner.data.prepare import prepare
from nndesigner.data.reading import Cancelled, Progress, read_table, sniff
from nndesigner.errors import DataError

LARGEST_FILE = 2_000_000_000
"""Bytes; the cells of a larger table would not fit into the memory of an ordinary computer."""


@dataclass(frozen=True, eq=False)
class DataSource:
    """Immutable.

    Attributes:
        name: File name, for people.
        path: Where it was read from; None for bundled or pasted data.
        raw: The original bytes, unchanged.
    """

    name: str
    table: Table
    recipe: Recipe
    path: str | None
    raw: bytes

    @cached_property
    def prepared(self) -> Prepared:
        """The arrays, made when first asked for; DataError if the recipe cannot be carried out."""
        try:
            return prepare(self.table, self.recipe)
        except DataError as error:
            raise DataError(error.what, where=error.where or self.name, remedy=error.remedy) from error

    @cached_property
    def sha256(self) -> str:
        """Hash of the original bytes, as hexadecimal text."""
        return hashlib.sha256(self.raw).hexdigest()

    def with_recipe(self, recipe: Recipe) -> DataSource:
        """The same file prepared in another way; read again only where the reading differs."""
        if recipe.read == self.recipe.read:
            return replace(self, recipe=recipe)
        return replace(self, recipe=recipe, table=read_table(self.raw, recipe.read, self.name))


def source_from_bytes(
    raw: bytes,
    name: str,
    *,
    path: str | None = None,
    target: str | None = None,
    recipe: Recipe | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> DataSource:
    """Make a source of a file's bytes, guessing what the recipe does not say.

    Raises:
        DataError: The table cannot be read, or has not at least one input and a target.
    """
    read = recipe.read if recipe is not None else sniff(raw, name)
    table = read_table(raw, read, name, progress=progress, cancelled=cancelled)
    try:
        chosen = recipe if recipe is not None else guess_recipe(table, read, target)
    except DataError as error:
        raise DataError(error.what, where=error.where or name, remedy=error.remedy) from error
    return DataSource(name, table, chosen, path, raw)


def load_source(
    path: Path,
    *,
    target: str | None = None,
    recipe: Recipe | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> DataSource:
    """Read a file; nothing on disk is changed.

    Whether it can be prepared is only seen when `prepared` is asked for: until then the guesses may be
    corrected with `with_recipe`.

    Raises:
        DataError: The file is missing or cannot be read, or see `source_from_bytes`.
    """
    return source_from_bytes(
        read_bytes(path),
        path.name,
        path=str(path),
        target=target,
        recipe=recipe,
        progress=progress,
        cancelled=cancelled,
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a data file.

    Raises:
        DataError: It is missing, a folder or a device, too large, or not to be read.
    """
    try:
        facts = path.stat()
        # A pipe or a device may never end.
        if not stat.S_ISREG(facts.st_mode) and not stat.S_ISDIR(facts.st_mode):
            raise DataError(
                "This is not an ordinary file.", where=str(path), remedy="Choose a CSV or TSV file."
            )
        if facts.st_size > LARGEST_FILE:
            raise DataError(
                f"The file is too large: {facts.st_size / 1e9:.1f} GB, where {LARGEST_FILE / 1e9:.0f} GB "
                "can be read.",
                where=str(path),
                remedy="Choose a part of its rows.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(
            "There is no such file.", where=str(path), remedy="Check the name and the folder."
        ) from error
    except IsADirectoryError as error:
        raise DataError(
            "This is a folder, not a file.", where=str(path), remedy="Choose a CSV or TSV file."
        ) from error
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.", where=str(path), remedy="Check who may read it."
        ) from error
