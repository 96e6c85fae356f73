"""Ready-made networks are what they say, are valid, and can be trained at once where data comes with them."""

from __future__ import annotations

import time

import numpy as np
import pytest

from nndesigner.document.arrange import positions
from nndesigner.document.edits import STARTS
from nndesigner.document.model import Document
from nndesigner.document.validation import problems
from nndesigner.engine.network import Role
from nndesigner.session.session import Session
from nndesigner.session.training import State

READY = ("perceptron", "xor", "autoencoder", "deep", "regression", "skip")
"""Those that bring their data."""


def built(key: str) -> Document:
    return STARTS[key].build(Document.empty(), (100.0, 50.0))


@pytest.mark.parametrize("key", STARTS)
def test_every_start_is_the_network_it_says_about_the_place_it_was_put(key: str) -> None:
    document = built(key)
    order = document.network.forward_order
    assert "-".join(str(layer.size) for layer in order) == STARTS[key].shape
    assert (order[0].role, order[-1].role) == (Role.INPUT, Role.OUTPUT)
    xs = [x for x, _ in positions(document).values()]
    assert (min(xs) + max(xs)) / 2 == 100.0
    assert all(y == 50.0 for _, y in positions(document).values())


@pytest.mark.parametrize("key", STARTS)
def test_nothing_is_wrong_with_a_start_but_that_some_have_no_data(key: str) -> None:
    expected = [] if key in READY else ["no-data"]
    assert [problem.code for problem in problems(built(key))] == expected


@pytest.mark.parametrize("key", STARTS)
def test_a_start_leaves_data_that_is_there(key: str, iris_document: Document) -> None:
    document = STARTS[key].build(iris_document, (0.0, 0.0))
    assert document.data is iris_document.data
    assert document.progress.steps == 0


@pytest.mark.parametrize(
    ("key", "score"),
    [("xor", 1.0), ("autoencoder", 1.0), ("deep", 0.95), ("regression", 0.95), ("skip", 1.0)],
)
def test_a_start_with_data_learns_it_with_its_own_settings(key: str, score: float, session: Session) -> None:
    session.replace(built(key))
    session.train()
    while session.training.state is State.RUNNING:
        session.poll()
        time.sleep(0.002)
    session.poll()
    assert session.run_history.score[-1] >= score


def test_nielsens_network_is_set_up_as_in_his_first_chapter() -> None:
    document = built("nielsen")
    first, hidden, last = document.network.layers
    settings = document.training
    assert first.image_shape == (28, 28)
    assert (hidden.activation, last.activation) == ("sigmoid", "sigmoid")
    assert (settings.cost, settings.learning_rate, settings.batch_size, settings.epochs) == (
        "mse",
        3.0,
        10,
        30,
    )
    weights = document.parameters.weights[document.network.connections[0].id]
    assert abs(float(np.std(weights)) - 1.0) < 0.02
    assert abs(float(np.std(document.parameters.biases[hidden.id])) - 1.0) < 0.5


def test_the_skip_connection_leads_from_the_input_to_the_output() -> None:
    network = built("skip").network
    assert network.between(network.layers[0].id, network.layers[-1].id) is not None


def test_the_autoencoder_is_to_say_what_it_hears() -> None:
    data = built("autoencoder").data
    assert data is not None
    assert np.array_equal(data.prepared.x, data.prepared.y(8))


def test_drawing_a_start_again_and_again_reads_its_data_once() -> None:
    assert built("deep").data is built("deep").data


def test_undo_of_a_start_gives_back_what_was_there(session: Session, iris_document: Document) -> None:
    session.replace(iris_document)
    session.apply("Start", lambda document: STARTS["skip"].build(document, (0.0, 0.0)))
    assert len(session.document.network.layers) == 4
    session.undo()
    assert session.document is iris_document
