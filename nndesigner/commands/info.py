"""`nndesigner info`: what is in a project."""

from __future__ import annotations

import argparse
import dataclasses
import math
from typing import Any

from nndesigner.commands.command import Command, say, say_json
from nndesigner.commands.options import add_json, add_project
from nndesigner.commands.progress import number
from nndesigner.data.describe import describe_column, split_counts
from nndesigner.data.model import ColumnPlan, ColumnRole, Kind
from nndesigner.data.source import DataSource
from nndesigner.document.model import Document
from nndesigner.document.runs import Run
from nndesigner.document.setting_words import SPOKEN, plain, unusual
from nndesigner.document.settings import TrainingSettings
from nndesigner.document.validation import blocking
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.network import Connection, Network, Role
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.storage.project import load_project, project_format


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    document = load_project(arguments.project)
    facts = project_facts(document, project_format(arguments.project))
    if arguments.json:
        say_json(facts)
    else:
        _tell(document, facts)
    return 0


def project_facts(document: Document, format_version: str) -> dict[str, Any]:
    """What `info --json` writes; the keys are for programs and do not change within a format version."""
    network = document.network
    return {
        "format_version": format_version,
        "layers": [
            {"name": layer.name, "size": layer.size, "activation": layer.activation}
            for layer in network.forward_order
        ],
        "connections": [_connection_facts(network, connection) for connection in network.connections],
        "parameters": network.parameter_count,
        "cost": document.training.cost,
        "training": dataclasses.asdict(document.training),
        "data": None if document.data is None else _data_facts(document.data),
        "runs": [_run_facts(run) for run in document.runs],
    }


def _connection_facts(network: Network, connection: Connection) -> dict[str, Any]:
    source, target = network.layer(connection.source), network.layer(connection.target)
    weights = network.weight_count(connection)
    return {
        "from": source.name,
        "to": target.name,
        "weights": weights,
        "removed": source.size * target.size - weights,
    }


def _data_facts(data: DataSource) -> dict[str, Any]:
    numbers = [plan for plan in data.recipe.columns if _used(plan) and plan.kind is Kind.NUMBER]
    return {
        "rows": data.table.rows,
        "columns": [_column_facts(data, plan) for plan in data.recipe.columns],
        "unconverted": sum(int(data.table.column(plan.name).unconverted.sum()) for plan in numbers),
        "split": {part.value: count for part, count in split_counts(data.prepared).items()},
    }


def _used(plan: ColumnPlan) -> bool:
    return plan.role is not ColumnRole.IGNORE


def _column_facts(data: DataSource, plan: ColumnPlan) -> dict[str, Any]:
    described = describe_column(data.table.column(plan.name), plan.kind)
    facts: dict[str, Any] = {
        "name": plan.name,
        "kind": plan.kind.value,
        "role": plan.role.value,
        "missing": described.missing,
    }
    if plan.kind is Kind.CATEGORY:
        facts["values"] = [name for name, _ in described.categories]
    return facts


def _run_facts(run: Run) -> dict[str, Any]:
    last = run.history.last()
    return {
        "id": run.id,
        "started": run.started,
        "outcome": run.outcome.value,
        "architecture": run.architecture,
        "epochs": 0.0 if last is None else last.epoch,
        "seconds": run.seconds,
        "samples": run.samples,
        "cost": None if last is None else last.cost,
        "validation_cost": None if last is None else last.validation_cost,
        "score": None if last is None else last.score,
        "validation_score": None if last is None else last.validation_score,
    }


def _tell(document: Document, facts: dict[str, Any]) -> None:
    say(f"Format       {facts['format_version']}")
    for layer in document.network.forward_order:
        activation = "" if layer.role is Role.INPUT else f", {ACTIVATIONS[layer.activation].label}"
        say(f"Layer        {layer.name}: {_count(layer.size, 'neuron')}{activation}")
    for connection in facts["connections"]:
        removed = f", {connection['removed']:,} removed" if connection["removed"] else ""
        weights = _count(connection["weights"], "weight")
        say(f"Connection   {connection['from']} → {connection['to']}: {weights}{removed}")
    say(f"Parameters   {facts['parameters']:,}")
    say(f"Cost         {COSTS[document.training.cost].label}")
    say(f"Training     {_training_words(document.training)}")
    if document.data is not None:
        _tell_data(document.data, facts["data"])
    for run in document.runs:
        _tell_run(run)
    for problem in blocking(document):
        say(f"Problem      {problem.message}")


def _training_words(settings: TrainingSettings) -> str:
    """The settings that every training has, then what else is other than usual."""
    batch = settings.batch_in_force
    words = (
        OPTIMISERS[settings.optimizer].label,
        f"η {plain(settings.learning_rate)}",
        "full batch" if batch is None else f"batch {batch:,}",
        _count(settings.epochs, "epoch"),
        f"seed {settings.seed}",
        *unusual(settings, [name for name in SPOKEN if name != "optimizer"]),
    )
    return ", ".join(words)


def _tell_data(data: DataSource, facts: dict[str, Any]) -> None:
    split = ", ".join(f"{name} {count:,}" for name, count in facts["split"].items() if count)
    unconverted = facts["unconverted"]
    text = f", {_count(unconverted, 'cell')} not a number" if unconverted else ""
    say(f"Data         {data.name}: {_count(facts['rows'], 'row')} ({split}){text}")
    for column in facts["columns"]:
        missing = f", {column['missing']:,} missing" if column["missing"] else ""
        values = f", {_count(len(column['values']), 'value')}" if "values" in column else ""
        say(f"Column       {column['name']}: {column['role']}, {column['kind']}{values}{missing}")


def _tell_run(run: Run) -> None:
    last = run.history.last()
    words = f"{run.id}: {run.outcome.value}"
    if last is not None:
        words += f" after {_count(math.floor(last.epoch), 'epoch')}, cost {number(last.cost)}"
    say(f"Run          {words} ({run.architecture}, started {run.started})")


def _count(amount: int, noun: str) -> str:
    return f"{amount:,} {noun}" if amount == 1 else f"{amount:,} {noun}s"


COMMAND = Command(
    name="info",
    summary="say what is in a project",
    description="Say what is in a project: layers, connections, data and training runs.",
    configure=_configure,
    run=_run,
)
