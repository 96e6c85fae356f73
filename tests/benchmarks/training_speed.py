"""Training samples per second on five networks, beside scikit-learn and PyTorch.

The same arithmetic on all sides: float32, plain SGD without momentum or decay, the same data, reshuffled
every epoch. Every peer runs with one thread and with all, and its better figure counts.
"""

from __future__ import annotations

import importlib.util
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from nndesigner.engine.initialisers import initialise
from nndesigner.engine.threads import blas_threads
from nndesigner.engine.trainer import Trainer
from tests.benchmarks.row import Row, row
from tests.benchmarks.timing import Contender, interleaved
from tests.unit.engine.builders import chain

RATE = 0.05
PEAK = "sgemm"


@dataclass(frozen=True)
class Case:
    """A network and what is asked of it: ratios to PyTorch and scikit-learn, share of the sgemm peak."""

    sizes: tuple[int, ...]
    hidden: str
    batch: int
    rows: int
    torch: float
    sklearn: float
    peak: float | None = None

    @property
    def name(self) -> str:
        words = "sigmoid" if self.hidden == "sigmoid" else "ReLU + softmax"
        return f"{'-'.join(map(str, self.sizes))} {words}, batch {self.batch}"

    @property
    def operations(self) -> int:
        """Floating-point operations of the matrix products per sample: forward, gradient, error."""
        products = [first * second for first, second in zip(self.sizes, self.sizes[1:], strict=False)]
        return 6 * sum(products) - 2 * products[0]


CASES = (
    Case((4, 8, 3), "sigmoid", 10, 10_000, torch=20.0, sklearn=15.0),
    Case((784, 30, 10), "sigmoid", 10, 10_000, torch=8.0, sklearn=4.5),
    Case((784, 100, 10), "relu", 32, 10_000, torch=3.0, sklearn=2.3),
    Case((784, 512, 512, 10), "relu", 128, 4_096, torch=1.15, sklearn=1.5, peak=0.75),
    Case((64, 2048, 2048, 10), "relu", 256, 2_048, torch=1.15, sklearn=1.3, peak=0.85),
)


def training_speed(only: str | None, repeats: int, seconds: float) -> Iterator[Row]:
    """The rows of every case whose name contains `only`."""
    for case in CASES:
        if only is None or only in case.name:
            yield from _rows(case, repeats, seconds)


def _rows(case: Case, repeats: int, seconds: float) -> Iterator[Row]:
    random = np.random.default_rng(0)
    x = random.random((case.rows, case.sizes[0]), np.float32)
    labels = random.integers(0, case.sizes[-1], case.rows)
    contenders: dict[str, Contender] = {"ours": _ours(case, x, labels), PEAK: _peak()}
    for threads in sorted({1, os.cpu_count() or 1}):
        contenders[f"scikit-learn {threads}"] = _sklearn(case, x, labels, threads)
        if importlib.util.find_spec("torch"):
            contenders[f"PyTorch {threads}"] = _torch(case, x, labels, threads)
    rates = interleaved(contenders, repeats, seconds)
    ours = rates["ours"]
    yield row(f"{case.name}: speed", ours, "samples/s")
    for peer, target in (("scikit-learn", case.sklearn), ("PyTorch", case.torch)):
        names = [name for name in rates if name.startswith(peer)]
        if names:
            best = max(names, key=lambda name: float(np.median(rates[name])))
            ratios = [mine / theirs for mine, theirs in zip(ours, rates[best], strict=True)]
            plural = "" if best.endswith(" 1") else "s"
            yield row(f"{case.name}: ratio", ratios, "×", target=target, peer=f"{best} thread{plural}")
    shares = [case.operations * mine / peak for mine, peak in zip(ours, rates[PEAK], strict=True)]
    yield row(f"{case.name}: share of peak", shares, "of 1", target=case.peak, peer=PEAK)


def _ours(case: Case, x: NDArray[np.float32], labels: NDArray[np.int64]) -> Contender:
    last = "sigmoid" if case.hidden == "sigmoid" else "softmax"
    network = chain(case.sizes, [case.hidden] * (len(case.sizes) - 2) + [last], "automatic")
    trainer = Trainer(
        network,
        initialise(network, 1),
        x,
        np.eye(case.sizes[-1], dtype=np.float32)[labels],
        cost="cross_entropy" if last == "sigmoid" else "softmax_cross_entropy",
        batch_size=case.batch,
        learning_rate=RATE,
    )

    def epoch() -> float:
        until = trainer.epoch + 1
        with blas_threads(network, case.batch):
            while trainer.epoch < until:
                trainer.step()
        return float(case.rows)

    return epoch


def _peak() -> Contender:
    size = 1024
    left, right = np.ones((2, size, size), np.float32)
    out = np.empty_like(left)

    def multiply() -> float:
        np.matmul(left, right, out)
        return 2.0 * size**3

    return multiply


def _sklearn(case: Case, x: NDArray[np.float32], labels: NDArray[np.int64], threads: int) -> Contender:
    from sklearn.neural_network import MLPClassifier

    sigmoid = case.hidden == "sigmoid"
    model = MLPClassifier(
        case.sizes[1:-1],
        activation="logistic" if sigmoid else "relu",
        solver="sgd",
        alpha=0.0,
        batch_size=case.batch,
        learning_rate_init=RATE,
        momentum=0.0,
        nesterovs_momentum=False,
        random_state=1,
    )
    # As indicators the classes get sigmoid outputs and cross-entropy, as labels softmax.
    y = np.eye(case.sizes[-1], dtype=np.int64)[labels] if sigmoid else labels
    controller = ThreadpoolController()
    classes = list(range(case.sizes[-1]))

    def epoch() -> float:
        with controller.limit(limits=threads, user_api="blas"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.partial_fit(x, y, classes=classes)
        return float(case.rows)

    return epoch


def _torch(case: Case, x: NDArray[np.float32], labels: NDArray[np.int64], threads: int) -> Contender:
    import torch

    sigmoid = case.hidden == "sigmoid"
    layers: list[Any] = []
    for first, second in zip(case.sizes, case.sizes[1:], strict=False):
        layers += [torch.nn.Linear(first, second), torch.nn.Sigmoid() if sigmoid else torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE)
    inputs = torch.from_numpy(x)
    targets = torch.from_numpy(np.eye(case.sizes[-1], dtype=np.float32)[labels] if sigmoid else labels)
    one_label, each_output = torch.nn.CrossEntropyLoss(), torch.nn.BCEWithLogitsLoss(reduction="sum")

    def loss(z: Any, y: Any) -> Any:
        return each_output(z, y) / len(y) if sigmoid else one_label(z, y)

    def epoch() -> float:
        torch.set_num_threads(threads)
        order = torch.randperm(case.rows)
        shuffled, wanted = inputs[order], targets[order]
        for start in range(0, case.rows, case.batch):
            optimiser.zero_grad(set_to_none=True)
            part = slice(start, start + case.batch)
            loss(model(shuffled[part]), wanted[part]).backward()
            optimiser.step()
        return float(case.rows)

    return epoch
