"""What is wrong is found, and its fix mends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.validation import blocking, problems
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.network import Role
from tests.unit.document.builders import stack


def codes(document: Document) -> list[str]:
    return [problem.code for problem in problems(document)]


def test_a_network_made_for_the_data_has_no_problem(iris_document: Document) -> None:
    assert problems(iris_document) == ()


def test_an_empty_document_says_how_to_begin() -> None:
    assert codes(Document.empty()) == ["empty"]


def test_a_network_without_data_says_so() -> None:
    assert codes(stack(3, 4, 1)) == ["no-data"]


def wrong_outputs(document: Document) -> Document:
    last = document.network.output_layer
    assert last is not None
    return edits.resize_layer(document, last.id, 2)


def wrong_inputs(document: Document) -> Document:
    first = document.network.input_layer
    assert first is not None
    return edits.resize_layer(document, first.id, 7)


def no_output(document: Document) -> Document:
    return edits.remove(document, layers=[document.network.layers[-1].id])


def no_input(document: Document) -> Document:
    return edits.remove(document, layers=[document.network.layers[0].id])


def second_output(document: Document) -> Document:
    return edits.add_layer(
        document, Role.OUTPUT, 3, activation="softmax", source=document.network.layers[1].id
    )


def disconnected(document: Document) -> Document:
    return edits.remove(document, connections=[document.network.connections[-1].id])


def step_layer(document: Document) -> Document:
    return edits.set_activation(document, document.network.layers[1].id, "step")


def hidden_softmax(document: Document) -> Document:
    return edits.set_activation(document, document.network.layers[1].id, "softmax")


def wrong_cost(document: Document) -> Document:
    return edits.set_activation(document, document.network.layers[-1].id, "relu")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (wrong_outputs, "outputs"),
        (wrong_inputs, "inputs"),
        (no_output, "no-output"),
        (no_input, "no-input"),
        (second_output, "second-output"),
        (disconnected, "no-incoming"),
        (step_layer, "step"),
        (hidden_softmax, "output-only"),
        (wrong_cost, "cost"),
    ],
)
def test_a_fault_is_found_and_its_fixes_make_the_network_trainable(
    iris_document: Document, spoil: Callable[[Document], Document], code: str
) -> None:
    document = spoil(iris_document)
    assert code in codes(document)
    for _ in range(6):
        found = blocking(document)
        if not found:
            break
        assert found[0].fix is not None
        document = found[0].fix.edit(document)
    assert blocking(document) == ()


def test_the_problem_of_wrong_outputs_says_both_numbers(iris_document: Document) -> None:
    found = next(problem for problem in problems(wrong_outputs(iris_document)) if problem.code == "outputs")
    assert found.message == "The data has 3 classes of species, the output layer has 2 neurons."


def test_two_classes_may_have_one_output_or_two(xor_data: DataSource) -> None:
    document = edits.new_network(edits.set_data(Document.empty(), xor_data))
    last = document.network.output_layer
    assert last is not None
    assert "outputs" not in codes(document)
    assert "outputs" not in codes(edits.resize_layer(document, last.id, 2))
    assert "outputs" in codes(edits.resize_layer(document, last.id, 3))


def test_a_cost_that_cannot_learn_the_target_is_found_before_training() -> None:
    rows = "\n".join(f"{row},{row * 2.5 - 20}" for row in range(30))
    prices = source_from_bytes(f"size,price\n{rows}\n".encode(), "prices.csv")
    document = edits.new_network(edits.set_data(Document.empty(), prices))
    last = document.network.output_layer
    assert last is not None
    spoilt = edits.set_training(edits.set_activation(document, last.id, "sigmoid"), cost="cross_entropy")
    found = next(problem for problem in problems(spoilt) if problem.code == "targets")
    assert found.message == "Cross-entropy needs desired outputs from 0 to 1."
    assert found.fix is not None
    assert blocking(found.fix.edit(spoilt)) == ()


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("own", [False, True])
def test_the_fix_of_a_cost_that_does_not_suit_the_outputs_ends_with_one_that_does(
    iris_document: Document, cost: str, activation: str, own: bool
) -> None:
    last = iris_document.network.layers[-1]
    document = edits.set_activation(iris_document, last.id, activation)
    if own:
        document = edits.set_neuron_activation(document, last.id, last.neurons[0], "relu")
    document = edits.set_training(document, cost=cost)
    found = [problem for problem in problems(document) if problem.code in ("cost", "targets")]
    for problem in found:
        assert problem.fix is not None
        assert not {"cost", "targets"} & set(codes(problem.fix.edit(document)))
    used = {activation, "relu"} if own else {activation}
    used.discard("step")  # a problem of its own
    assert bool(found) is any(COSTS[cost].refusal(name) is not None for name in used)


def single_layer(data: DataSource, cost: str = "cross_entropy") -> Document:
    """Inputs and step outputs, nothing between."""
    document = edits.new_network(edits.set_data(Document.empty(), data), [])
    stepped = edits.set_activation(document, document.network.layers[-1].id, "step")
    return edits.set_training(stepped, cost=cost)


@pytest.mark.parametrize("cost", [cost for cost in COSTS if cost != "perceptron"])
def test_a_single_layer_of_step_neurons_is_offered_the_perceptron_rule(
    iris_data: DataSource, cost: str
) -> None:
    document = single_layer(iris_data, cost)
    found = blocking(document)[0]
    assert found.message == (
        "“output” has step neurons: their derivative is 0; only the perceptron rule teaches them."
    )
    assert found.fix is not None
    assert found.fix.label == "Use the perceptron rule"
    assert problems(found.fix.edit(document)) == ()


def test_step_outputs_behind_hidden_layers_are_to_become_sigmoid(iris_document: Document) -> None:
    last = iris_document.network.layers[-1]
    document = edits.set_training(edits.set_activation(iris_document, last.id, "step"), cost="perceptron")
    (found,) = problems(document)
    assert found.message.endswith("and the perceptron rule needs outputs that hear the inputs alone.")
    assert found.fix is not None
    assert found.fix.label == "Make it sigmoid"
    mended = found.fix.edit(document)
    (cost,) = problems(mended)
    assert cost.fix is not None
    assert problems(cost.fix.edit(mended)) == ()


@pytest.mark.parametrize(
    ("cost", "label"),
    [("perceptron", "Make it step"), ("mse", "Make it sigmoid"), ("hinge", "Make it sigmoid")],
)
def test_step_outputs_among_others_are_made_alike(iris_data: DataSource, cost: str, label: str) -> None:
    document = single_layer(iris_data, cost)
    last = document.network.layers[-1]
    mixed = edits.set_neuron_activation(document, last.id, last.neurons[1], "tanh")
    found = blocking(mixed)[0]
    assert found.fix is not None
    assert found.fix.label == label
    for _ in range(2):
        fixes = [problem.fix for problem in blocking(mixed)]
        mixed = mixed if not fixes or fixes[0] is None else fixes[0].edit(mixed)
    assert blocking(mixed) == ()


def test_a_perceptron_cannot_learn_numbers() -> None:
    rows = "\n".join(f"{row},{row * 2.5 - 20}" for row in range(30))
    prices = source_from_bytes(f"size,price\n{rows}\n".encode(), "prices.csv")
    for cost in ("mse", "perceptron"):
        document = single_layer(prices, cost)
        found = blocking(document)[0]
        assert found.code == {"mse": "step", "perceptron": "targets"}[cost]
        assert found.fix is not None
        assert problems(found.fix.edit(document)) == ()


def test_making_a_perceptron_fit_the_data_keeps_it_one(iris_data: DataSource) -> None:
    start = edits.set_data(edits.STARTS["perceptron"].build(Document.empty(), (0.0, 0.0)), iris_data)
    fitted = edits.fit_network(start)
    assert problems(fitted) == ()
    assert [layer.size for layer in fitted.network.layers] == [4, 3]
    assert (fitted.network.layers[-1].activation, fitted.training.cost) == ("step", "perceptron")


def test_hinge_with_linear_outputs_tells_classes_apart_and_needs_no_advice(iris_document: Document) -> None:
    last = iris_document.network.layers[-1]
    document = edits.set_activation(iris_document, last.id, "linear")
    assert "class-outputs" in codes(edits.set_training(document, cost="mse"))
    assert codes(edits.set_training(document, cost="hinge")) == []


def test_hinge_cannot_learn_numbers() -> None:
    rows = "\n".join(f"{row},{row * 2.5 - 20}" for row in range(30))
    prices = source_from_bytes(f"size,price\n{rows}\n".encode(), "prices.csv")
    document = edits.new_network(edits.set_data(Document.empty(), prices))
    found = next(p for p in problems(edits.set_training(document, cost="hinge")) if p.code == "targets")
    assert found.message == "Hinge tells classes apart: it needs desired outputs that are 0 or 1."
    assert found.fix is not None
    assert blocking(found.fix.edit(document)) == ()
