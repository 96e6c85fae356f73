"""What training refuses beforehand, and what it notices afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nndesigner.engine.network import Network
from nndesigner.engine.trainer import Trainer
from nndesigner.errors import NetworkError
from tests.unit.engine.builders import chain, parameters_of, plain, rows
from tests.unit.engine.training import stepped, trainer


def test_divergence_is_noticed_without_a_warning() -> None:
    network = chain([3, 4, 2], ["relu", "linear"])
    made = trainer(network, learning_rate=1e6, ridge=0.0)
    assert made.finite()
    assert not stepped(made, 40).finite()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_bad_data_is_noticed(bad: float) -> None:
    network = chain([3, 4, 2], ["relu", "linear"])
    x, y = rows(network, 6)
    x[3, 1] = bad
    made = Trainer(network, parameters_of(network), x, y, cost="mse", batch_size=6, learning_rate=0.1)
    made.step()
    assert not made.finite()


def refusal(network: Network, **changes: Any) -> str:
    with pytest.raises(NetworkError) as caught:
        trainer(network, **changes)
    assert caught.value.remedy
    return str(caught.value)


def test_step_neurons_are_refused_with_the_reason() -> None:
    network = plain("step", "sigmoid")
    assert refusal(network) == (
        f"neuron 1 of {network.layers[1].name}: Step neurons have the derivative 0: "
        "gradient descent cannot teach them. Make them sigmoid."
    )


def test_step_outputs_of_a_single_layer_are_told_of_the_perceptron_rule() -> None:
    assert refusal(chain([3, 3], ["step"])).endswith(
        "gradient descent cannot teach them. Use the perceptron rule."
    )
    assert refusal(plain("tanh", "step")).endswith("Make them sigmoid.")


def test_the_perceptron_rule_teaches_a_single_layer_and_nothing_before_it() -> None:
    network = plain("tanh", "step")
    assert refusal(network, cost="perceptron") == (
        f"{network.layers[-1].name}: Perceptron rule teaches a single layer only: "
        "outputs that hear the inputs alone. "
        "Make the outputs sigmoid and choose cross-entropy, or remove the hidden layers."
    )
    assert "step outputs" in refusal(chain([3, 3], ["sigmoid"]), cost="perceptron")
    trainer(chain([3, 3], ["step"]), cost="perceptron").step()


def test_data_of_another_width_and_no_data_are_refused() -> None:
    network = plain("tanh", "sigmoid")
    other = chain([5, 4, 5, 3], ["tanh", "tanh", "sigmoid"])
    x, y = rows(other, 4)
    with pytest.raises(NetworkError, match="5 inputs, the layer 3 neurons"):
        Trainer(network, parameters_of(network), x, y, cost="mse", batch_size=1, learning_rate=0.1)
    assert "no rows" in refusal(network, count=0)


def test_desired_outputs_that_the_cost_cannot_reach_are_refused() -> None:
    network = plain("tanh", "softmax")
    x, y = rows(network, 4)
    with pytest.raises(NetworkError, match="1 in sum"):
        Trainer(
            network,
            parameters_of(network),
            x,
            2.0 * y,
            cost="softmax_cross_entropy",
            batch_size=1,
            learning_rate=0.1,
        )


def test_an_unfit_cost_is_refused() -> None:
    assert "needs softmax" in refusal(plain("tanh", "sigmoid"), cost="softmax_cross_entropy")
