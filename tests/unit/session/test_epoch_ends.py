"""What the change of an epoch is measured from: while training runs, after it, after edits and undo."""

from __future__ import annotations

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.parameters import Parameters
from nndesigner.session.mailbox import Mailbox
from nndesigner.session.measuring import training_arrays
from nndesigner.session.orders import Orders
from nndesigner.session.session import Session
from nndesigner.session.training_loop import Loop, Request, trainer_of
from tests.unit.session.driving import finish


@pytest.fixture
def session(iris_session: Session) -> Session:
    return iris_session


def epoch(session: Session) -> Parameters:
    session.step_epoch()
    finish(session)
    return session.parameters


def batch(session: Session) -> Parameters:
    session.step_batch()
    finish(session)
    return session.parameters


def after_epochs(document: Document, count: int) -> Parameters:
    """Where a trainer of its own comes to in so many epochs."""
    trainer = trainer_of(document, training_arrays(document))
    while trainer.epoch < count:
        trainer.step()
    return trainer.parameters()


def test_nothing_is_known_before_the_first_step(session: Session) -> None:
    assert session.since is None


def test_after_an_epoch_it_is_where_that_epoch_began(session: Session) -> None:
    first = session.parameters
    second = epoch(session)
    assert session.since is not None
    assert session.since.equals(first)
    epoch(session)
    assert session.since is not None
    assert session.since.equals(second)


def test_amid_an_epoch_it_is_where_this_one_began(session: Session) -> None:
    end = epoch(session)
    batch(session)
    batch(session)
    assert session.since is not None
    assert session.since.equals(end)
    epoch(session)
    assert session.document.progress.epoch == 2
    assert session.since.equals(end)


def test_a_long_training_ends_with_what_its_last_epoch_began_from(session: Session) -> None:
    document = session.document
    session.apply("Set epochs", lambda d: edits.set_training(d, epochs=4))
    session.train()
    finish(session)
    assert session.since is not None
    assert session.since.equals(after_epochs(document, 3))
    assert session.parameters.equals(after_epochs(document, 4))


def test_a_look_amid_an_epoch_tells_where_it_began(iris_document: Document) -> None:
    mailbox, orders = Mailbox(), Orders()
    mailbox.snapshot_wanted = True
    loop = Loop(Request(iris_document, 1, 3, batches=14), mailbox, orders)
    ended = loop.run()
    rows = len(training_arrays(iris_document).x)
    batches = -(-rows // (iris_document.training.batch_size or rows))
    assert ended.snapshot.progress.epoch == 14 // batches
    assert ended.snapshot.progress.offset > 0
    assert ended.snapshot.since is not None
    assert ended.snapshot.since.equals(after_epochs(iris_document, 14 // batches))


def test_undo_and_redo_bring_back_what_was_known(session: Session) -> None:
    epoch(session)
    known = session.since
    epoch(session)
    later = session.since
    session.undo()
    assert session.since is known
    session.undo()
    assert session.since is None
    session.redo()
    session.redo()
    assert session.since is later


def test_after_a_structural_edit_neurons_are_followed_by_id(session: Session) -> None:
    epoch(session)
    known, hidden = session.since, session.document.network.layers[1]
    assert known is not None
    gone = hidden.neurons[1]
    session.apply("Delete", lambda d: edits.remove(d, neurons=[(hidden.id, gone)]))
    session.apply("Add neuron", lambda d: edits.add_neurons(d, hidden.id, 1))
    moved = session.since
    assert moved is not None
    assert np.array_equal(moved.biases[hidden.id][:-1], np.delete(known.biases[hidden.id], 1))
    assert np.isnan(moved.biases[hidden.id][-1])
    for connection in session.document.network.connections:
        before, after = known.weights[connection.id], moved.weights[connection.id]
        axis = 0 if connection.target == hidden.id else 1
        assert after.shape == session.parameters.weights[connection.id].shape
        assert np.array_equal(np.delete(after, -1, axis), np.delete(before, 1, axis))
        assert np.isnan(np.take(after, -1, axis)).all()


def test_going_on_after_an_edit_starts_from_the_edited_network(session: Session) -> None:
    batch(session)
    hidden = session.document.network.layers[1].id
    session.apply("Add neuron", lambda d: edits.add_neurons(d, hidden, 1))
    batch(session)
    assert session.since is not None
    assert session.since.biases[hidden].shape == session.parameters.biases[hidden].shape


def test_fresh_weights_have_nothing_to_be_compared_with(session: Session) -> None:
    epoch(session)
    session.reset()
    assert session.since is None


def test_another_project_has_nothing_to_be_compared_with(session: Session) -> None:
    epoch(session)
    session.replace(Document.empty())
    assert session.since is None


def test_restored_weights_are_not_compared_with_a_later_epoch(session: Session) -> None:
    session.apply("Set", lambda d: edits.set_training(d, epochs=60, patience=1, learning_rate=5.0))
    session.train()
    finish(session)
    assert session.training.last is not None
    assert "ended early" in session.training.last.message
    assert session.since is None
