"""`nndesigner check`: are the gradients of backpropagation the slopes of the cost?"""

from __future__ import annotations

import argparse

import numpy as np

from nndesigner.commands.command import Command, say, say_json
from nndesigner.commands.options import add_json, add_project
from nndesigner.data.model import FloatArray, Part
from nndesigner.document.model import Document
from nndesigner.engine.gradient_check import GradientCheck, check_gradients
from nndesigner.errors import NetworkError, UsageError
from nndesigner.session.measuring import part_arrays
from nndesigner.storage.project import load_project

TOLERANCE = 1e-6
"""Largest relative error that rounding explains in double precision."""
_ROWS = 16
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
    x, y = _samples(document)
    settings = document.training
    result = check_gradients(
        document.network,
        document.parameters,
        settings.cost,
        x,
        y,
        ridge=settings.ridge,
        m=len(x),
        limit=arguments.parameters,
        seed=settings.seed,
    )
    if arguments.json:
        facts = {
            "max_relative_error": float(result.max_relative_error),
            "parameters_checked": result.parameters_checked,
        }
        say_json(facts)
    else:
        say(f"Parameters checked:     {result.parameters_checked:,}")
        say(f"Largest relative error: {result.max_relative_error:.2g}")
    _judge(result)
    return 0


def _judge(result: GradientCheck) -> None:
    if not result.max_relative_error <= TOLERANCE:
        raise NetworkError(
            f"Backpropagation and numerical gradients differ by {result.max_relative_error:.2g}, "
            f"more than rounding explains ({TOLERANCE:g}).",
            remedy="Please report this, with the project.",
        )


def _samples(document: Document) -> tuple[FloatArray, FloatArray]:
    """A few training rows; random numbers where there is no data."""
    first, last = document.network.input_layer, document.network.output_layer
    if first is None or last is None:
        raise NetworkError("The network needs one input and one output layer to be checked.")
    if document.data is not None:
        arrays = part_arrays(document, Part.TRAIN)
        if arrays.x.shape[1] != first.size:
            raise NetworkError(
                f"The data has {arrays.x.shape[1]} inputs, the input layer {first.size} neurons.",
                remedy="Make the network fit the data first.",
            )
        return arrays.x[:_ROWS].astype(np.float64), arrays.y[:_ROWS].astype(np.float64)
    random = np.random.default_rng(document.training.seed)
    targets = np.eye(last.size)[random.integers(last.size, size=_ROWS)]
    return random.normal(size=(_ROWS, first.size)), targets


COMMAND = Command(
    name="check",
    summary="compare backpropagation with numerical gradients",
    description="Compare the gradients of backpropagation with the slopes of the cost measured directly "
    "(central differences, in double precision) on a few training rows.",
    configure=_configure,
    run=_run,
)
