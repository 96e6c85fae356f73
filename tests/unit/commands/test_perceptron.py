"""A perceptron from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from nndesigner.storage.project import load_project
from tests.unit.commands.running import Runner, refused


def test_the_perceptron_rule_brings_step_outputs_and_no_hidden_layer(run: Runner, elsewhere: Path) -> None:
    run.done("new", "game.nnd", "--data", "bundled:football", "--cost", "perceptron")
    document = load_project(Path("game.nnd"))
    assert [layer.size for layer in document.network.layers] == [3, 1]
    assert document.network.layers[-1].activation == "step"
    assert document.training.batch_size == 1
    run.done("train", "game.nnd", "--epochs", 20, "--quiet")
    metrics = run.done("evaluate", "game.nnd", "--json").json["metrics"]
    assert metrics["accuracy"] == 1
    assert "log_loss" not in metrics  # a step is no probability


def test_exclusive_or_is_not_reported_as_learned(run: Runner, elsewhere: Path) -> None:
    run.done("new", "xor.nnd", "--data", "bundled:xor", "--cost", "perceptron")
    run.done("train", "xor.nnd", "--epochs", 200, "--quiet")
    assert run.done("evaluate", "xor.nnd", "--json").json["metrics"]["accuracy"] <= 0.75


def test_the_batch_size_asked_for_is_kept(run: Runner, elsewhere: Path) -> None:
    run.done("new", "game.nnd", "--data", "bundled:football", "--cost", "perceptron", "--batch-size", "full")
    assert load_project(Path("game.nnd")).training.batch_size is None


@pytest.mark.parametrize("layers", ["4:relu", "2:step"])
def test_hidden_layers_are_refused_with_the_reason(run: Runner, elsewhere: Path, layers: str) -> None:
    words = ("new", "game.nnd", "--data", "bundled:football", "--cost", "perceptron", "--layers", layers)
    assert "has step neurons: their derivative is 0" in refused(run, elsewhere, *words)
