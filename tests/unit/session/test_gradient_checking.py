"""What a check of a document's gradients is made on: the cost that training minimises, on a few rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nndesigner.data.model import Part
from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.gradient_check import Comparison, GradientCheck
from nndesigner.engine.inspect import inspect_sample
from nndesigner.engine.network import Role
from nndesigner.engine.parameter_check import ParameterCheck, Place, check_parameter
from nndesigner.errors import NetworkError
from nndesigner.session.gradient_checking import ROWS, checked_rows, gradient_checking
from nndesigner.session.measuring import part_arrays
from tests.unit.session.driving import trained_for


def checked(document: Document, **settings: float | str) -> GradientCheck:
    changed = edits.set_training(document, **settings)
    checking = gradient_checking(changed, changed.parameters)
    assert sum(1 for _ in checking) == checking.planned
    return checking.result()


def compared(document: Document, **settings: float | str) -> Comparison:
    return checked(document, **settings).comparison


def test_all_terms_of_the_cost_agree(iris_document: Document) -> None:
    found = checked(iris_document, ridge=0.5, l1=0.2, class_weights="balanced")
    assert found.parameters_apart == 0
    assert found.parameters_checked == iris_document.network.parameter_count


@pytest.mark.parametrize(("name", "form"), [("ridge", np.positive), ("l1", np.sign)])
def test_a_regulariser_is_divided_by_all_training_rows(
    iris_document: Document, name: str, form: np.ufunc
) -> None:
    assert iris_document.data is not None
    m = len(iris_document.data.prepared.select(Part.TRAIN))
    plain, regularised = compared(iris_document), compared(iris_document, **{name: 3.0})
    for key, w in iris_document.parameters.weights.items():
        added = regularised.backprop.weights[key] - plain.backprop.weights[key]
        np.testing.assert_allclose(added, 3.0 / m * form(w.astype(np.float64)), atol=1e-12)
    for key in iris_document.parameters.biases:
        np.testing.assert_array_equal(regularised.backprop.biases[key], plain.backprop.biases[key])


def test_ridge_that_only_shrinks_weights_beside_the_gradient_is_no_part_of_it(
    iris_document: Document,
) -> None:
    plain = compared(iris_document, optimizer="adamw")
    shrinking = compared(iris_document, optimizer="adamw", ridge=3.0)
    for key, gradient in plain.backprop.weights.items():
        np.testing.assert_array_equal(shrinking.backprop.weights[key], gradient)


def test_the_rows_are_spread_over_the_training_rows(iris_document: Document) -> None:
    document = edits.set_training(iris_document, cost="softmax_cross_entropy")
    last = document.network.with_role(Role.OUTPUT)[0]
    gradient = compared(document).backprop.biases[last.id]
    arrays = part_arrays(document, Part.TRAIN)
    rows = np.linspace(0, len(arrays.x) - 1, ROWS).round().astype(int)
    assert checked_rows(document) == ROWS
    assert (arrays.y[rows].sum(axis=0) > 0).all()
    found = inspect_sample(
        document.network, document.parameters, "softmax_cross_entropy", arrays.x[rows], arrays.y[rows]
    )
    np.testing.assert_allclose(gradient, found.bias_gradient(last.id), atol=1e-12)


def test_without_data_random_rows_serve(iris_document: Document) -> None:
    bare = edits.set_data(iris_document, None)
    found = checked(bare)
    assert found.parameters_apart == 0
    assert found.parameters_checked == bare.network.parameter_count
    assert checked_rows(bare) == 0


def test_data_that_does_not_fit_is_refused(iris_document: Document) -> None:
    first = iris_document.network.with_role(Role.INPUT)[0]
    with pytest.raises(NetworkError, match="4 inputs, the input layer 5"):
        checked(edits.add_neurons(iris_document, first.id, 1))


def test_a_network_without_ends_is_refused(iris_data: DataSource) -> None:
    with pytest.raises(NetworkError, match="one input and one output layer"):
        checked(edits.set_data(Document.empty(), iris_data))


class TestAfterTraining:
    """Where C is next to nothing and is computed from numbers that are not."""

    @pytest.fixture
    def fitted(self, iris_document: Document) -> Document:
        return trained_for(edits.set_training(iris_document, learning_rate=1.0), 400)

    @pytest.fixture
    def perfect(self, iris_document: Document) -> Document:
        return trained_for(edits.set_training(iris_document, optimizer="lbfgs", learning_rate=1.0), 40)

    def test_at_the_minimum_of_lbfgs_nothing_disagrees(self, perfect: Document) -> None:
        found = checked(perfect)
        assert 0.0 < largest(found.comparison) < 1e-12
        assert found.parameters_apart == 0
        assert found.parameters_too_small > 0

    def test_single_rows_that_are_fitted_agree_to_the_digits_that_can_be_told(self, fitted: Document) -> None:
        every = [found for row in range(0, 100, 10) for found in of_row(fitted, row)]
        small = [found for found in every if 0.0 < abs(found.backprop) < 1e-7]
        assert len(small) > 30
        assert all(found.agrees for found in every)
        assert all(found.too_small == (found.digits == 0) for found in every)

    @pytest.mark.parametrize("cost", ["mse", "cross_entropy"])
    def test_other_costs_agree_too(self, iris_document: Document, cost: str) -> None:
        document = edits.set_training(iris_document, optimizer="lbfgs", learning_rate=1.0, cost=cost)
        found = checked(trained_for(document, 40))
        assert found.parameters_apart == 0

    def test_a_wrong_gradient_is_still_found(self, fitted: Document, monkeypatch: pytest.MonkeyPatch) -> None:
        assert checked(fitted).parameters_apart == 0
        sigmoid: Any = type(ACTIVATIONS["sigmoid"])
        right = sigmoid.derivative_calls
        monkeypatch.setattr(
            sigmoid,
            "derivative_calls",
            lambda self, z, a, out: [*right(self, z, a, out), lambda: np.multiply(out, 1.001, out)],
        )
        assert checked(fitted).parameters_apart == 8 * 4 + 8


def largest(comparison: Comparison) -> float:
    arrays = *comparison.backprop.weights.values(), *comparison.backprop.biases.values()
    return max(float(np.abs(array).max()) for array in arrays)


def of_row(document: Document, row: int) -> list[ParameterCheck]:
    """The weights into the output layer, for one training row, as the inspector shows them."""
    connection, arrays = document.network.connections[-1], part_arrays(document, Part.TRAIN)
    x, y = arrays.x[row : row + 1], arrays.y[row : row + 1]
    return [
        check_parameter(
            document.network, document.parameters, document.training.cost, x, y, Place(connection.id, j, k)
        )
        for j, k in np.ndindex(document.parameters.weights[connection.id].shape)
    ]
