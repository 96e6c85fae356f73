"""A neuron has one name, whoever asks."""

from __future__ import annotations

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.names import neuron_name, neuron_names
from tests.unit.document.builders import stack


def test_neurons_without_data_are_numbered() -> None:
    document = stack(2, 3, 1)
    assert neuron_names(document, document.network.layers[1]) == ("neuron 1", "neuron 2", "neuron 3")


def test_inputs_and_outputs_are_called_as_the_data_calls_them(iris_document: Document) -> None:
    first, last = iris_document.network.layers[0], iris_document.network.layers[-1]
    assert neuron_names(iris_document, first)[2] == "petal length"
    assert neuron_names(iris_document, last) == ("setosa", "versicolor", "virginica")


def test_a_single_output_for_two_classes_is_called_as_the_second(xor_document: Document) -> None:
    assert neuron_names(xor_document, xor_document.network.layers[-1]) == ("1",)


def test_a_name_that_the_user_gave_comes_first(iris_document: Document) -> None:
    last = iris_document.network.layers[-1]
    named = edits.rename_neuron(iris_document, last.id, last.neurons[1], "blue flag")
    assert neuron_names(named, named.network.layers[-1]) == ("setosa", "blue flag", "virginica")
    assert neuron_name(named, named.network.layers[-1], last.neurons[1]) == "blue flag"


def test_the_names_of_the_data_are_not_used_where_the_numbers_differ(iris_document: Document) -> None:
    last = iris_document.network.layers[-1]
    wider = edits.resize_layer(iris_document, last.id, 4)
    assert neuron_names(wider, wider.network.layers[-1])[0] == "neuron 1"
