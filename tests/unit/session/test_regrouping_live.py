"""Neurons get other places while the network is being trained, and training goes on with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.session import Session
from nndesigner.session.training import State
from tests.unit.session.driving import finish, until_steps


def first_hidden(document: Document) -> tuple[int, tuple[int, ...]]:
    layer = document.network.with_role(Role.HIDDEN)[0]
    return layer.id, layer.neurons


def shifted(document: Document) -> Document:
    layer, neurons = first_hidden(document)
    return edits.shift_neurons(document, [(layer, neurons[2])], -1)


def split(document: Document) -> Document:
    layer, neurons = first_hidden(document)
    return edits.split_layer(document, layer, neurons[:3])


def split_and_moved(document: Document) -> Document:
    layer, neurons = first_hidden(document)
    other = document.network.next_id
    return edits.move_neurons(split(document), [(layer, neurons[4])], other, 0)


def merged_again(document: Document) -> Document:
    layer, _ = first_hidden(document)
    return edits.merge_layers(split(document), [layer, document.network.next_id])


def doubled(document: Document) -> Document:
    layer, neurons = first_hidden(document)
    return edits.duplicate_layers(edits.duplicate_neurons(document, [(layer, neurons[0])]), [layer])


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("edit", [shifted, split, split_and_moved, merged_again, doubled])
def test_training_goes_on_in_the_same_run(
    iris_session: Session, edit: Callable[[Document], Document], optimizer: str
) -> None:
    iris_session.apply("Set", lambda d: edits.set_training(d, epochs=100_000, optimizer=optimizer))
    neurons = sum(layer.size for layer in edit(iris_session.document).network.layers)
    iris_session.train()
    until_steps(iris_session, 60)
    iris_session.apply("Regroup", edit)
    assert iris_session.training.state is State.RUNNING
    began = iris_session.document.progress
    assert began.steps >= 60
    until_steps(iris_session, began.steps + 60)
    iris_session.stop()
    finish(iris_session)
    document = iris_session.document
    assert sum(layer.size for layer in document.network.layers) == neurons
    assert [run.id for run in document.runs] == [began.run]
    history = document.runs[0].history
    assert (history.epoch[1:] > history.epoch[:-1]).all()
    assert history.cost[-1] < history.cost[0]
    iris_session.undo()
    assert iris_session.undo_name == "Regroup"
