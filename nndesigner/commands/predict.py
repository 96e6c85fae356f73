"""`nndesigner predict`: the user's table with the network's predictions beside it."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from nndesigner.commands.command import Command, note
from nndesigner.commands.options import add_project
from nndesigner.commands.other_rows import OtherRows, open_rows
from nndesigner.commands.scoring import ends
from nndesigner.data.model import FloatArray
from nndesigner.document.model import Document
from nndesigner.engine.costs import COSTS
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.metrics import predicted_classes
from nndesigner.errors import DataError, UsageError
from nndesigner.session.scores import gives_probabilities, in_units
from nndesigner.storage.atomic import write_atomically
from nndesigner.storage.project import load_project


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("data", metavar="DATA", type=Path, help="a table with the project's input columns")
    parser.add_argument(
        "--output", metavar="FILE.csv", type=Path, help="write there (default: to standard output)"
    )


def _run(arguments: argparse.Namespace) -> int:
    output: Path | None = arguments.output
    if output is not None:
        for path in (arguments.data, arguments.project):
            if output.resolve() == path.resolve():
                raise UsageError(
                    f"The predictions would overwrite “{path}”.", remedy="Give --output another name."
                )
    document = load_project(arguments.project)
    ends(document)
    if document.data is None:
        raise DataError("The project has no data.")
    rows = open_rows(document.data, arguments.data)
    text = _table(rows, predictions(document, rows.x))
    for sentence in rows.notes:
        note(sentence)
    if output is None:
        sys.stdout.write(text)
    else:
        write_atomically(output, lambda file: _write(file, text), error=DataError)
    return 0


def _write(file: BinaryIO, text: str) -> None:
    file.write(text.encode("utf-8"))


class Column(NamedTuple):
    """A column to write.

    Attributes:
        cells: One text per row; numbers with a point.
        numbers: Whether the cells are numbers made here, which follow the decimal sign of the user's table.
    """

    name: str
    cells: Sequence[str]
    numbers: bool


def predictions(document: Document, x: FloatArray) -> list[Column]:
    """Columns of predictions: the class or the number, then one column per class.

    Args:
        document: A project that can predict.
        x: Encoded inputs, shape (rows, n_in).
    """
    prepared, last = ends(document)
    a = Evaluator(document.network, None, document.training.precision).outputs(document.parameters, x)
    if not prepared.classes:
        return [_number_column("prediction", in_units(prepared, a)[:, 0])]
    boundary = COSTS[document.training.cost].boundary
    chosen = [prepared.classes[index] for index in predicted_classes(a, boundary)]
    # One output speaks for the second class; what it says of the first is as far on the other side.
    shares = np.hstack([2 * boundary - a, a]) if a.shape[1] == 1 else a
    # A tanh or linear output is no probability, and must not be called one.
    kind = "probability" if gives_probabilities(last) else "activation"
    per_class = [
        _number_column(f"{kind}_{name}", shares[:, index]) for index, name in enumerate(prepared.classes)
    ]
    return [Column("prediction", chosen, numbers=False), *per_class]


def _number_column(name: str, values: FloatArray) -> Column:
    """Every number with as many digits as it needs to be read back exactly."""
    return Column(name, [str(value) for value in values], numbers=True)


def _table(rows: OtherRows, added: Iterable[Column]) -> str:
    """The user's columns and the added ones, with the delimiter and decimal sign of the user's table."""
    columns = {column.name: list(column.text) for column in rows.table.columns}
    for column in added:
        cells = list(column.cells)
        if column.numbers and rows.read.decimal != ".":
            cells = [cell.replace(".", rows.read.decimal) for cell in cells]
        columns[_free(column.name, columns)] = cells
    file = io.StringIO()
    writer = csv.writer(file, delimiter=rows.read.delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return file.getvalue()


def _free(name: str, taken: Container[str]) -> str:
    """A name that the user's table does not have yet."""
    free, count = name, 2
    while free in taken:
        free, count = f"{name} ({count})", count + 1
    return free


COMMAND = Command(
    name="predict",
    summary="predict the rows of a table",
    description="Write a table again with the network's prediction for every row and, for classes, the "
    "probability of each.",
    configure=_configure,
    run=_run,
)
