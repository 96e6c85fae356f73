"""`nndesigner check`: are the gradients of backpropagation the slopes of the cost?"""

from __future__ import annotations

import argparse
from collections import deque

from nndesigner.commands.command import Command, say, say_json
from nndesigner.commands.options import add_json, add_project
from nndesigner.document.model import Document
from nndesigner.document.names import full_name
from nndesigner.engine.gradient_check import GradientCheck
from nndesigner.engine.parameter_check import TOLERANCE, Place
from nndesigner.errors import NetworkError, UsageError
from nndesigner.session.gradient_checking import gradient_checking
from nndesigner.storage.project import load_project

_LIMIT = 2_000


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_json(parser)
    parser.add_argument(
        "--parameters",
        metavar="N",
        type=int,
        default=_LIMIT,
        help=f"check so many parameters, chosen at random (default {_LIMIT:,})",
    )


def _run(arguments: argparse.Namespace) -> int:
    if arguments.parameters < 1:
        raise UsageError(f"{arguments.parameters} is not a number of parameters.", remedy="Choose 1 or more.")
    document = load_project(arguments.project)
    checking = gradient_checking(document, document.parameters, arguments.parameters)
    deque(checking, maxlen=0)
    result = checking.result()
    worst = None if result.worst is None else _words(document, result.worst)
    if arguments.json:
        facts = {
            "max_relative_error": float(result.max_relative_error),
            "parameters_checked": result.parameters_checked,
            "parameters_skipped": result.parameters_skipped,
            "parameters_too_small": result.parameters_too_small,
            "worst": worst,
        }
        say_json(facts)
    else:
        say(f"Parameters checked:     {result.parameters_checked:,}")
        if result.parameters_skipped:
            say(f"Skipped at a kink:      {result.parameters_skipped:,}")
        if result.parameters_too_small:
            say(f"Too small to compare:   {result.parameters_too_small:,}")
        say(f"Largest relative error: {result.max_relative_error:.2g}")
        if worst is not None:
            say(f"Found at:               {worst}")
    _judge(result)
    return 0


def _judge(result: GradientCheck) -> None:
    if not result.max_relative_error <= TOLERANCE:
        raise NetworkError(
            f"Backpropagation and numerical gradients differ by {result.max_relative_error:.2g}, "
            f"more than rounding explains ({TOLERANCE:g}).",
            remedy="Please report this, with the project.",
        )


def _words(document: Document, place: Place) -> str:
    """Such as “weight from petal width into neuron 3 of Hidden 1”."""
    network = document.network
    if place.k is None:
        layer = network.layer(place.id)
        return f"bias of {full_name(document, layer, layer.neurons[place.j])}"
    connection = network.connection(place.id)
    source, target = network.layer(connection.source), network.layer(connection.target)
    sender = full_name(document, source, source.neurons[place.k])
    receiver = full_name(document, target, target.neurons[place.j])
    return f"weight from {sender} into {receiver}"


COMMAND = Command(
    name="check",
    summary="compare backpropagation with numerical gradients",
    description="Compare the gradients of backpropagation with the slopes of the cost measured directly "
    "(central differences, in double precision) on a few training rows. The cost is the one that training "
    "minimises, with ridge, L1 and class weights.",
    configure=_configure,
    run=_run,
)
