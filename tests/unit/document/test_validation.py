"""What is wrong is found, and its fix mends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.validation import blocking, problems
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
