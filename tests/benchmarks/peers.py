"""The same training by scikit-learn and by PyTorch, written as their users would who care for speed."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from tests.benchmarks.cases import RATE, Case
from tests.benchmarks.timing import Contender


def scikit_learn(case: Case, x: NDArray[np.float32], labels: NDArray[np.int64], threads: int) -> Contender:
    """An epoch of MLPClassifier."""
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


def pytorch(case: Case, x: NDArray[np.float32], labels: NDArray[np.int64], threads: int) -> Contender:
    """An epoch in eager mode."""
    import torch

    sigmoid = case.hidden == "sigmoid"
    layers: list[Any] = []
    for first, second in zip(case.sizes, case.sizes[1:], strict=False):
        layers += [torch.nn.Linear(first, second), torch.nn.Sigmoid() if sigmoid else torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE)
    inputs: Any = torch.from_numpy(x)
    targets: Any = torch.from_numpy(case.one_hot(labels) if sigmoid else labels)
    one_label, each_output = torch.nn.CrossEntropyLoss(), torch.nn.BCEWithLogitsLoss(reduction="sum")

    def loss(z: Any, y: Any) -> Any:
        return each_output(z, y) / len(y) if sigmoid else one_label(z, y)

    def epoch() -> float:
        torch.set_num_threads(threads)
        order = torch.randperm(case.rows)
        # Gathered once and split is 3 % faster on small networks than slicing or gathering every batch.
        batches = zip(inputs[order].split(case.batch), targets[order].split(case.batch), strict=True)
        for some, wanted in batches:
            optimiser.zero_grad(set_to_none=True)
            loss(model(some), wanted).backward()
            optimiser.step()
        return float(case.rows)

    return epoch
