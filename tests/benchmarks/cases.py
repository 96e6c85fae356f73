"""The networks that are measured, data for them, and how ours trains them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.feed import has_ones, with_ones
from nndesigner.engine.initialisers import initialise
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.rules import Rules
from nndesigner.engine.threads import blas_threads
from nndesigner.engine.trainer import Trainer
from tests.benchmarks.timing import Contender
from tests.unit.engine.builders import chain

RATE = 0.05


@dataclass(frozen=True)
class Case:
    """A network and how it is trained.

    Attributes:
        sizes: Neurons per layer.
        hidden: "sigmoid", with sigmoid outputs and cross-entropy; or "relu", with softmax and its own.
        batch: Rows per step.
        rows: Rows of data.
    """

    sizes: tuple[int, ...]
    hidden: str
    batch: int
    rows: int

    @property
    def name(self) -> str:
        words = "sigmoid" if self.hidden == "sigmoid" else "ReLU + softmax"
        return f"{'-'.join(map(str, self.sizes))} {words}, batch {self.batch}"

    @property
    def output(self) -> str:
        """Activation of the last layer."""
        return "sigmoid" if self.hidden == "sigmoid" else "softmax"

    @property
    def cost(self) -> str:
        """Registry name."""
        return "cross_entropy" if self.hidden == "sigmoid" else "softmax_cross_entropy"

    @property
    def operations(self) -> int:
        """Floating-point operations of the matrix products per sample: forward, gradient, error."""
        products = [first * second for first, second in zip(self.sizes, self.sizes[1:], strict=False)]
        return 6 * sum(products) - 2 * products[0]

    def network(self) -> Network:
        """A plain stack."""
        return chain(self.sizes, [self.hidden] * (len(self.sizes) - 2) + [self.output], "automatic")

    def labelled(self) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Random inputs from 0 to 1, shape (rows, n_in), and random labels."""
        random = np.random.default_rng(0)
        x = random.random((self.rows, self.sizes[0]), np.float32)
        return x, random.integers(0, self.sizes[-1], self.rows)

    def one_hot(self, labels: NDArray[np.int64]) -> NDArray[np.float32]:
        """Desired outputs, shape (rows, n_out)."""
        return np.eye(self.sizes[-1], dtype=np.float32)[labels]


CASES = (
    Case((4, 8, 3), "sigmoid", 10, 10_000),
    Case((784, 30, 10), "sigmoid", 10, 10_000),
    Case((784, 100, 10), "relu", 32, 10_000),
    Case((784, 512, 512, 10), "relu", 128, 4_096),
    Case((64, 2048, 2048, 10), "relu", 256, 2_048),
)


@dataclass(frozen=True)
class Setting:
    """How a network is trained, where it is not by plain SGD."""

    rules: Rules = field(default_factory=Rules)
    ridge: float = 0.0
    rate: float = RATE


PLAIN = Setting()
ADAM = Setting(Rules(optimizer="adam"), rate=0.001)


def trainer_of(
    case: Case, network: Network, x: FloatArray, y: FloatArray, setting: Setting = PLAIN
) -> Trainer:
    """A trainer at its first step, its rows ready to be gathered as the program makes them."""
    return Trainer(
        network,
        initialise(network, 1),
        x if has_ones(x) else with_ones(x, x.dtype),
        y,
        cost=case.cost,
        batch_size=case.batch,
        learning_rate=setting.rate,
        ridge=setting.ridge,
        rules=setting.rules,
    )


def training(case: Case, trainer: Trainer, steps: int) -> Contender:
    """Makes so many steps each time, less where the epoch ends; counts samples."""

    def train() -> float:
        before = trainer.samples
        with blas_threads(trainer.network, case.batch):
            trainer.run(steps)
        return float(trainer.samples - before)

    return train
