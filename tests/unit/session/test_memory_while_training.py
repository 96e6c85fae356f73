"""Editing the structure while training runs: weights and memory of all that stays are carried over."""

from __future__ import annotations

import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.session import Session
from nndesigner.session.training import State
from tests.unit.document.test_memory import STRUCTURAL, by_ids
from tests.unit.session.driving import finish, until_steps

EDITS = {name: STRUCTURAL[name] for name in ("add neurons", "split", "insert", "connect", "remove a weight")}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_in_flight_keeps_memory_and_undo_brings_all_of_it_back(
    iris_session: Session, iris_document: Document, name: str
) -> None:
    def prepared(document: Document) -> Document:
        middle = document.network.connections[-1]
        deeper = edits.insert_layer(document, middle.id, 4)
        return edits.set_training(deeper, optimizer="adam", learning_rate=0.001, epochs=1_000_000)

    iris_session.apply("Prepare", prepared)
    iris_session.train()
    until_steps(iris_session, 20)
    iris_session.apply(name, EDITS[name])
    edited = iris_session.document
    assert iris_session.training.state is State.RUNNING
    until_steps(iris_session, edited.progress.steps + 5)
    iris_session.stop()
    finish(iris_session)
    assert iris_session.document.memory.steps == iris_session.document.progress.steps

    iris_session.undo()
    assert iris_session.document is edited
    iris_session.undo()
    before = iris_session.document
    assert before.memory.steps == before.progress.steps >= 20
    for slot in ("mean", "square"):
        old = by_ids(before.network, before.memory.slots[slot])
        new = by_ids(edited.network, edited.memory.slots[slot])
        assert any(old[key] for key in old.keys() & new.keys())
        changed = {key for key in old.keys() & new.keys() if old[key] != new[key]}
        assert len(changed) <= (1 if name == "remove a weight" else 0)
        assert not any(new[key] for key in new.keys() - old.keys())
    iris_session.redo()
    assert iris_session.document is edited


def test_a_step_of_a_network_that_was_edited_uses_the_memory_that_was_carried(iris_session: Session) -> None:
    """A weight whose gradient is 0 moves by its velocity alone, and only if that has been kept."""
    iris_session.apply("Set", lambda d: edits.set_training(d, optimizer="momentum", learning_rate=0.1))
    iris_session.step_epoch()
    finish(iris_session)
    iris_session.apply("Add", lambda d: edits.add_neurons(d, d.network.layers[1].id))
    document = iris_session.document
    carried = document.memory.slots["velocity"].biases
    assert all(array.any() for array in carried.values())
    still = Session(document)
    still.apply("Clip", lambda d: edits.set_training(d, clip_value=1e-30))
    still.step_batch()
    finish(still)
    for key, velocity in carried.items():
        expected = document.parameters.biases[key] - 0.1 * (0.9 * velocity)
        assert still.document.parameters.biases[key] == pytest.approx(expected, rel=1e-5, abs=1e-7)
