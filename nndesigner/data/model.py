"""The values that describe a data source: the table as read, and the recipe that turns it into arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nndesigner.errors import DataError

FloatArray = NDArray[np.floating[Any]]

_MOST_NAMES_TOLD = 12


class Kind(StrEnum):
    """How the cells of a column are understood."""

    NUMBER = "number"
    CATEGORY = "category"


class ColumnRole(StrEnum):
    """What a column is used for."""

    INPUT = "input"
    TARGET = "target"
    IGNORE = "ignore"


class Scaling(StrEnum):
    """How a number column is brought to a common size; constants come from training rows only.

    With MINMAX the pixels of a picture share one range, so that it stays the picture it is.
    """

    NONE = "none"
    STANDARD = "standard"
    MINMAX = "minmax"


class Part(StrEnum):
    """The use a row is put to."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class Task(StrEnum):
    """What is to be predicted."""

    REGRESSION = "regression"
    TWO_CLASSES = "two classes"
    CLASSES = "classes"


@dataclass(frozen=True)
class ReadOptions:
    """How the bytes of a text table become cells. Guessed by `sniff`, changed by the user in the preview."""

    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    header: bool = True
    skip_lines: int = 0
    missing: tuple[str, ...] = ("", "NA", "N/A", "n/a", "nan", "NaN", "null", "NULL", "?")


@dataclass(frozen=True)
class ColumnPlan:
    """What one column is and how it is prepared."""

    name: str
    kind: Kind
    role: ColumnRole
    scaling: Scaling = Scaling.STANDARD


@dataclass(frozen=True)
class SplitPlan:
    """Which share of the rows is held out. The rest is for training."""

    validation: float = 0.15
    test: float = 0.15
    stratify: bool = True
    seed: int = 1


@dataclass(frozen=True)
class Recipe:
    """Everything needed to do the same to another file with the same columns."""

    read: ReadOptions
    columns: tuple[ColumnPlan, ...]
    split: SplitPlan = SplitPlan()


@dataclass(frozen=True, eq=False)
class TableColumn:
    """One column as read. All arrays have one entry per row and are read-only.

    Attributes:
        text: The cells as they stand in the file, stripped (object array of str).
        numbers: float64; NaN where the cell is missing or not a number.
        missing: True where the cell holds one of the missing-value words.
    """

    name: str
    text: NDArray[np.object_]
    numbers: FloatArray
    missing: NDArray[np.bool_]

    @property
    def unconverted(self) -> NDArray[np.bool_]:
        """True where a cell is neither missing nor a number."""
        return np.isnan(self.numbers) & ~self.missing


@dataclass(frozen=True, eq=False)
class Table:
    """A table as read, before any preparation."""

    columns: tuple[TableColumn, ...]

    @property
    def rows(self) -> int:
        """Number of data rows."""
        return len(self.columns[0].text) if self.columns else 0

    def column(self, name: str) -> TableColumn:
        """The column of this name; DataError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise DataError(f"There is no column “{name}”.", remedy=self._suggestion(name))

    def _suggestion(self, name: str) -> str:
        """What to write instead of a name that no column has."""
        names = {column.name.casefold(): column.name for column in self.columns}
        close = get_close_matches(name.casefold(), names, n=1)
        if close:
            return f"Did you mean “{names[close[0]]}”?"
        first = [column.name for column in self.columns[:_MOST_NAMES_TOLD]]
        more = len(self.columns) - len(first)
        return f"The columns are {', '.join(first)}{f' and {more} more' if more else ''}."


class RowEncoding(Protocol):
    """Fitted constants that turn the input columns of a table into the network's inputs."""

    @property
    def input_names(self) -> tuple[str, ...]:
        """One per input."""

    def encode(self, table: Table) -> FloatArray:
        """Inputs of every row, shape (rows, inputs); DataError if the table lacks columns."""

    def unknown(self, table: Table) -> dict[str, int]:
        """Cells with a category never trained on, by column."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """Arrays ready for a network, for all usable rows of a table in file order.

    Attributes:
        x: Inputs, shape (rows, n_inputs), float64, scaled and encoded.
        labels: For classes, the class index per row (int64); empty for regression.
        targets: The scaled target, shape (rows, 1), float64; for classes one-hot, shape (rows, n_classes).
        rows: Row number in the table of each prepared row.
        parts: `Part` per row as int8: 0 train, 1 validation, 2 test.
        input_names: One per input, such as "petal length" or "colour = red".
        classes: Class names in order; empty for regression.
        target_name: Name of the target column.
        target_offset, target_scale: A prediction a of the network is a · scale + offset in the user's units.
        dropped: Rows left out, by reason.
        encoding: The constants, fitted on training rows, for use on other tables.
    """

    task: Task
    x: FloatArray
    labels: NDArray[np.int64]
    targets: FloatArray
    rows: NDArray[np.int64]
    parts: NDArray[np.int8]
    input_names: tuple[str, ...]
    classes: tuple[str, ...]
    target_name: str
    target_offset: float
    target_scale: float
    dropped: Mapping[str, int]
    encoding: RowEncoding

    @property
    def outputs(self) -> int:
        """Output neurons that fit: one for regression and for two classes, else one per class."""
        return len(self.classes) if self.task is Task.CLASSES else 1

    def y(self, outputs: int) -> FloatArray:
        """Desired outputs, shape (rows, outputs), for a network with that many output neurons.

        Two classes can be learnt by one neuron (0 or 1) or by two (one-hot).

        Raises:
            DataError: That many outputs cannot stand for this target.
        """
        if self.task is Task.TWO_CLASSES and outputs == 1:
            return self.labels[:, np.newaxis].astype(np.float64)
        if self.targets.shape[1] != outputs:
            raise DataError(
                f"“{self.target_name}” needs {self.outputs} output neurons, the network has {outputs}.",
                remedy="Use “Make the network fit the data”.",
            )
        return self.targets

    def select(self, part: Part | None) -> NDArray[np.int64]:
        """Indices of the prepared rows of one part; all rows for None."""
        if part is None:
            return np.arange(len(self.parts))
        return np.flatnonzero(self.parts == list(Part).index(part))
