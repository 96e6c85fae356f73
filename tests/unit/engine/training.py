"""Trainers for tests, with settings that differ from the defaults."""

from __future__ import annotations

from typing import Any

import numpy as np

from nndesigner.engine.network import Network
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import parameters_of, rows

ROWS = 23


def trainer(network: Network, start: Parameters | None = None, count: int = ROWS, **changes: Any) -> Trainer:
    x, y = rows(network, count)
    options: dict[str, Any] = {
        "cost": "mse",
        "batch_size": 5,
        "learning_rate": 0.4,
        "ridge": 0.1,
        "seed": 11,
        **changes,
    }
    return Trainer(network, start or parameters_of(network), x, y, **options)


def stepped(made: Trainer, steps: int) -> Trainer:
    for _ in range(steps):
        made.step()
    return made


def assert_close(found: Parameters, expected: Parameters) -> None:
    """The same to rounding in double precision."""
    for mine, theirs in ((found.weights, expected.weights), (found.biases, expected.biases)):
        for key in theirs:
            np.testing.assert_allclose(mine[key], theirs[key], rtol=1e-9, atol=1e-12)
