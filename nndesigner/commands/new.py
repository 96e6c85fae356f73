"""`nndesigner new`: a project from a table, with a network that fits it."""

from __future__ import annotations

import argparse
from pathlib import Path

from nndesigner.commands.command import Command, say
from nndesigner.commands.options import add_training, names, training_changes
from nndesigner.commands.tables import adjusted, open_source
from nndesigner.data.bundled import BUNDLED
from nndesigner.data.model import Part, Prepared
from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.edits.trained import architecture
from nndesigner.document.hidden_layers import NONE, read_hidden
from nndesigner.document.model import Document
from nndesigner.document.validation import blocking
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.costs.perceptron import PERCEPTRON
from nndesigner.errors import NetworkError, ProjectError
from nndesigner.storage.project import save_project


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("output", metavar="OUT.nnd", type=Path, help="the project file to make")
    parser.add_argument(
        "--data",
        metavar="FILE",
        required=True,
        help=f"a table (CSV or TSV), or bundled data, such as bundled:iris: {', '.join(BUNDLED)}",
    )
    parser.add_argument("--target", metavar="COLUMN", help="the column to predict (default: guessed)")
    parser.add_argument(
        "--layers",
        metavar="LAYERS",
        help=f"hidden layers, such as 30:sigmoid,10:relu, or {NONE}; "
        f"activations: {', '.join(_hidden_activations())} (default: one that suits the data)",
    )
    parser.add_argument("--force", action="store_true", help="replace OUT.nnd if it is there")
    add_training(parser)
    columns = parser.add_argument_group("columns and rows", "names are separated by commas")
    columns.add_argument("--numbers", metavar="COLUMNS", help="columns to take as numbers")
    columns.add_argument("--categories", metavar="COLUMNS", help="columns to take as categories")
    columns.add_argument("--ignore", metavar="COLUMNS", help="columns to leave out")
    columns.add_argument("--validation", metavar="SHARE", type=float, help="share of rows for validation")
    columns.add_argument("--test", metavar="SHARE", type=float, help="share of rows for the final test")


def _hidden_activations() -> list[str]:
    """Those that a hidden layer can learn with."""
    return [name for name, kind in ACTIVATIONS.items() if kind.differentiable and not kind.output_only]


def _run(arguments: argparse.Namespace) -> int:
    output: Path = arguments.output
    if output.exists() and not arguments.force:
        raise ProjectError(
            "There is already a file of this name.",
            where=str(output),
            remedy="Choose another name, or add --force to replace it.",
        )
    document = _document(_source(arguments), arguments)
    save_project(document, output)
    _summary(document, output)
    return 0


def _source(arguments: argparse.Namespace) -> DataSource:
    source = open_source(arguments.data, arguments.target)
    recipe = adjusted(
        source.table,
        source.recipe,
        numbers=names(arguments.numbers),
        categories=names(arguments.categories),
        ignored=names(arguments.ignore),
        validation=arguments.validation,
        test=arguments.test,
    )
    return source if recipe == source.recipe else source.with_recipe(recipe)


def _document(source: DataSource, arguments: argparse.Namespace) -> Document:
    changes = training_changes(arguments)
    hidden = None if arguments.layers is None else read_hidden(arguments.layers)
    if changes.get("cost") == PERCEPTRON.name:
        hidden = hidden or ()
        changes = {"batch_size": 1, **changes}  # the rule learns from one row after another
    # The first weights depend on seed and precision, so those are set before the network is made; the
    # others after it, because the network brings a cost and a learning rate of its own.
    document = edits.set_training(Document.empty(), **changes)
    document = edits.new_network(edits.set_data(document, source), hidden)
    document = _ended(edits.set_training(document, **changes))
    for problem in blocking(document):
        raise NetworkError(problem.message)
    return document


def _ended(document: Document) -> Document:
    """The document with outputs that suit the cost asked for, where what suits the task does not."""
    last, cost = document.network.output_layer, COSTS[document.training.cost]
    if last is None or cost.refusal(last.activation) is None:
        return document
    suited = next((name for name in ("linear", "step") if cost.refusal(name) is None), None)
    return document if suited is None else edits.set_activation(document, last.id, suited)


def _summary(document: Document, output: Path) -> None:
    if document.data is None:
        return
    prepared = document.data.prepared
    say(f"Made {output}.")
    say(f"Data:     {document.data.name}: {_data_words(prepared)}")
    say(f"Rows:     {_row_words(prepared)}")
    say(f"Network:  {architecture(document.network)}, {document.network.parameter_count:,} parameters")


def _data_words(prepared: Prepared) -> str:
    inputs = f"{prepared.x.shape[1]:,} input{'s' if prepared.x.shape[1] != 1 else ''}"
    if prepared.classes:
        return f"{inputs}, {len(prepared.classes)} classes of {prepared.target_name}"
    return f"{inputs}, predicting {prepared.target_name}"


def _row_words(prepared: Prepared) -> str:
    counts = {part: len(prepared.select(part)) for part in Part}
    words = (
        f"{counts[Part.TRAIN]:,} for training, {counts[Part.VALIDATION]:,} for validation, "
        f"{counts[Part.TEST]:,} for the test"
    )
    left_out = "; ".join(f"{count:,} left out: {reason}" for reason, count in prepared.dropped.items())
    return f"{words}; {left_out}" if left_out else words


COMMAND = Command(
    name="new",
    summary="make a project from a table",
    description="Make a project from a table: read it, hold out rows for validation and test, and build a "
    "network that fits. Input and output layer follow from the data.",
    configure=_configure,
    run=_run,
)
