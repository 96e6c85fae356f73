"""`nndesigner evaluate`: how good the network is on rows it was not trained on."""

from __future__ import annotations

import argparse
from pathlib import Path

from nndesigner.commands.command import Command, note, say, say_json
from nndesigner.commands.options import add_json, add_project
from nndesigner.commands.other_rows import desired, open_rows
from nndesigner.commands.progress import number
from nndesigner.commands.scoring import Score, ends, score
from nndesigner.data.model import Part
from nndesigner.document.model import Document
from nndesigner.errors import DataError, UsageError
from nndesigner.session.measuring import part_arrays
from nndesigner.session.scores import LABELS
from nndesigner.storage.project import load_project

_ALL, _OTHER = "all", "file"


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--data", metavar="FILE", type=Path, help="evaluate on this table instead")
    parser.add_argument(
        "--split",
        choices=[*(part.value for part in Part), _ALL],
        help="which rows of the project's data (default: test, or validation, or train)",
    )
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.data is not None and arguments.split is not None:
        raise UsageError("Another table has no split.", remedy="Give either --data or --split, not both.")
    document = load_project(arguments.project)
    if arguments.data is not None:
        split, found = _OTHER, _score_file(document, arguments.data)
    else:
        split = arguments.split or _default_split(document)
        found = _score_split(document, split)
    if arguments.json:
        say_json({"split": split, "rows": found.rows, "cost": found.cost, "metrics": found.metrics})
    else:
        _tell(split, found)
    return 0


def _default_split(document: Document) -> str:
    """The rows that say most about new ones."""
    prepared, _ = ends(document)
    held_out = [part for part in (Part.TEST, Part.VALIDATION) if len(prepared.select(part))]
    return (held_out[0] if held_out else Part.TRAIN).value


def _score_split(document: Document, split: str) -> Score:
    ends(document)
    arrays = part_arrays(document, None if split == _ALL else Part(split))
    if not len(arrays.x):
        raise DataError(
            f"The data has no {split} rows.", remedy="Choose another --split, or hold out some rows."
        )
    return score(document, arrays.x, arrays.y)


def _score_file(document: Document, path: Path) -> Score:
    prepared, last = ends(document)
    if document.data is None:
        raise DataError("The project has no data.")
    rows = open_rows(document.data, path)
    try:
        known, y = desired(document.data, rows, last.size)
    except DataError as error:
        raise DataError(error.what, where=str(path), remedy=error.remedy) from error
    for sentence in rows.notes:
        note(sentence)
    left_out = rows.table.rows - len(known)
    if left_out:
        note(f"{left_out:,} rows without a known value of “{prepared.target_name}” are left out.")
    return score(document, rows.x[known], y)


def _tell(split: str, found: Score) -> None:
    rows = "1 row" if found.rows == 1 else f"{found.rows:,} rows"
    say(f"{'Rows':<24}{rows} ({split})")
    say(f"{'Cost':<24}{number(found.cost)}")
    for name, value in found.metrics.items():
        say(f"{LABELS[name]:<24}{number(value)}")


COMMAND = Command(
    name="evaluate",
    summary="measure how good the network is",
    description="Measure cost and metrics on the held-out rows of the project, or on another table.",
    configure=_configure,
    run=_run,
)
