"""Weights changed by the product that computes their gradient: the same steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nndesigner.engine import blas
from nndesigner.engine.rules import Rules
from tests.unit.engine.builders import TOPOLOGIES, chain, plain
from tests.unit.engine.training import ROWS, assert_close, stepped, trainer

WORTH_IT = "nndesigner.engine.bound._WORTH_IT"

needs_blas = pytest.mark.skipif(
    not blas.has_products_in_place(np.dtype(np.float64)),
    reason="NumPy's library cannot be asked directly here",
)


@needs_blas
@pytest.mark.parametrize("topology", ["chain", "skip", "mixed", "joined"])
@pytest.mark.parametrize("settings", [{}, {"dropout": 0.4}], ids=["plain", "dropout"])
@pytest.mark.parametrize("ridge", [0.0, 0.5])
@pytest.mark.parametrize("weighted", [False, True])
def test_steps_in_place_are_the_steps_by_gradient(
    monkeypatch: pytest.MonkeyPatch, topology: str, settings: dict[str, float], ridge: float, weighted: bool
) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    options: dict[str, Any] = {
        "ridge": ridge,
        "dtype": np.float64,
        "rules": Rules(**settings),  # type: ignore[arg-type]
        "row_weights": np.linspace(0.0, 2.0, ROWS) if weighted else None,
    }
    by_gradient = stepped(trainer(network, **options), 14).parameters()
    prepared = counted(monkeypatch)
    monkeypatch.setattr(WORTH_IT, 0)
    in_place = stepped(trainer(network, **options), 14).parameters()
    assert prepared
    assert_close(in_place, by_gradient)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_without_products_in_place_the_gradient_does_it(
    monkeypatch: pytest.MonkeyPatch, dtype: type[np.floating[Any]]
) -> None:
    """Where NumPy's library cannot be asked directly, the numbers are those of small networks everywhere."""
    network = plain("tanh", "sigmoid")
    small = stepped(trainer(network, dtype=dtype), 14).parameters()
    prepared = counted(monkeypatch)
    monkeypatch.setattr(WORTH_IT, 0)
    monkeypatch.setattr(blas, "_gemm", lambda dtype: None)
    assert stepped(trainer(network, dtype=dtype), 14).parameters().equals(small)
    assert not prepared


@needs_blas
def test_a_large_network_takes_its_steps_in_place_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    network = chain([80, 150, 2], ["tanh", "sigmoid"])
    prepared = counted(monkeypatch)
    in_place = stepped(trainer(network, dtype=np.float64), 6).parameters()
    assert prepared
    monkeypatch.setattr(WORTH_IT, 1 << 60)
    assert_close(in_place, stepped(trainer(network, dtype=np.float64), 6).parameters())


def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows with every product in place that is prepared."""
    prepared: list[object] = []
    real = blas.accumulation

    def noting(*arguments: Any) -> Any:
        prepared.append(arguments)
        return real(*arguments)

    monkeypatch.setattr("nndesigner.engine.products.accumulation", noting)
    return prepared
