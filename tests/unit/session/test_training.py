"""Training is a step of the history, may be interrupted without changing its result, and ends once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.runs import Outcome
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import NetworkError
from nndesigner.session.notice import Notice
from nndesigner.session.session import Session
from nndesigner.session.training import State
from tests.unit.session.driving import finish, trained_for, until_steps


def test_a_training_is_one_undoable_step_with_a_run(iris_session: Session) -> None:
    before = iris_session.document
    iris_session.apply("Set epochs", lambda d: edits.set_training(d, epochs=5))
    iris_session.train()
    finish(iris_session)
    document = iris_session.document
    assert iris_session.undo_name == "Train 5 epochs"
    assert document.progress.epoch == 5
    assert not document.parameters.equals(before.parameters)
    assert [run.outcome for run in document.runs] == [Outcome.FINISHED]
    assert document.runs[0].history.epoch.tolist() == [0, 1, 2, 3, 4, 5]
    iris_session.undo()
    assert iris_session.document.parameters is before.parameters


def test_the_cost_goes_down_on_iris(iris_document: Document) -> None:
    history = trained_for(iris_document, 30).runs[0].history
    assert history.cost[-1] < 0.5 * history.cost[0]
    assert history.score[-1] > 0.9


def test_stopping_and_going_on_gives_the_same_weights_as_not_stopping(iris_document: Document) -> None:
    session = Session(edits.set_training(iris_document, epochs=100_000))
    session.train()
    until_steps(session, 15)
    session.pause()
    finish(session)
    assert session.training.state is State.PAUSED
    for _ in range(3):
        session.step_batch()
        finish(session)
    session.step_epoch()
    finish(session)
    progress = session.document.progress
    assert progress.offset == 0
    whole = trained_for(iris_document, progress.epoch)
    assert session.document.parameters.equals(whole.parameters)
    assert whole.progress.steps == progress.steps


def test_training_goes_on_after_a_pause_to_where_it_was_to_end(iris_document: Document) -> None:
    session = Session(edits.set_training(iris_document, epochs=3000))
    session.train()
    until_steps(session, 15)
    session.pause()
    finish(session)
    assert session.training.target_epoch == 3000
    session.train()
    finish(session)
    assert session.document.progress.epoch == 3000


def test_saving_and_reopening_in_the_middle_changes_no_bit(iris_document: Document, tmp_path: Path) -> None:
    whole = trained_for(iris_document, 10)
    part = trained_for(iris_document, 4)
    session = Session(part)
    session.save(tmp_path / "part.nnd")
    reopened = Session()
    reopened.open(tmp_path / "part.nnd")
    assert reopened.document.parameters.equals(part.parameters)
    resumed = trained_for(reopened.document, 6)
    assert resumed.parameters.equals(whole.parameters)
    np.testing.assert_array_equal(resumed.runs[0].history.cost, whole.runs[0].history.cost)


def test_one_batch_and_one_epoch_are_exactly_that(iris_session: Session) -> None:
    iris_session.step_batch()
    finish(iris_session)
    assert iris_session.document.progress.steps == 1
    assert iris_session.document.progress.offset == 10
    assert iris_session.undo_name == "Train 1 batch"
    iris_session.step_epoch()
    finish(iris_session)
    assert iris_session.document.progress.epoch == 1
    assert iris_session.document.progress.offset == 0
    assert len(iris_session.document.runs) == 1


def test_an_edit_during_training_keeps_the_other_weights_and_training_goes_on(iris_session: Session) -> None:
    iris_session.apply("Set epochs", lambda d: edits.set_training(d, epochs=100_000))
    hidden = iris_session.document.network.layers[1]
    iris_session.train()
    until_steps(iris_session, 30)
    iris_session.apply("Add neuron", lambda d: edits.add_neurons(d, hidden.id))
    assert iris_session.training.state is State.RUNNING
    steps = iris_session.document.progress.steps
    assert steps >= 30
    until_steps(iris_session, steps + 30)
    iris_session.stop()
    finish(iris_session)
    assert iris_session.document.network.layer(hidden.id).size == 9
    assert iris_session.undo_name is not None
    assert iris_session.undo_name.startswith("Train")
    iris_session.undo()
    assert iris_session.undo_name == "Add neuron"


def test_an_edit_that_breaks_the_network_ends_training(iris_session: Session) -> None:
    iris_session.apply("Set epochs", lambda d: edits.set_training(d, epochs=100_000))
    iris_session.train()
    until_steps(iris_session, 5)
    iris_session.apply("Delete", lambda d: edits.remove(d, layers=[d.network.layers[-1].id]))
    assert iris_session.training.state is State.IDLE


def test_the_learning_rate_can_change_while_training_runs(iris_session: Session) -> None:
    iris_session.apply("Set epochs", lambda d: edits.set_training(d, epochs=100_000))
    iris_session.train()
    until_steps(iris_session, 5)
    iris_session.apply("Set η", lambda d: edits.set_training(d, learning_rate=0.01))
    assert iris_session.training.state is State.RUNNING
    live = iris_session.training.live
    assert live is not None
    until_steps(iris_session, live.progress.steps + 200)
    iris_session.stop()
    finish(iris_session)
    assert iris_session.document.runs[0].history.learning_rate[-1] == 0.01


def test_training_that_diverges_says_so_and_keeps_finite_weights(iris_session: Session) -> None:
    def spoilt(document: Document) -> Document:
        relu = edits.set_activation(document, document.network.layers[1].id, "relu")
        linear = edits.set_activation(relu, document.network.layers[-1].id, "linear")
        return edits.set_training(linear, cost="mse", learning_rate=1e6, epochs=50)

    iris_session.apply("Spoil", spoilt)
    iris_session.train()
    finish(iris_session)
    ended = iris_session.training.last
    assert ended is not None
    assert ended.outcome is Outcome.DIVERGED
    assert "diverged" in ended.message
    assert "learning rate" in ended.remedy
    assert all(np.isfinite(value).all() for value in values(iris_session.document.parameters))


def values(parameters: Parameters) -> list[np.ndarray[tuple[int, ...], np.dtype[np.floating]]]:
    return [*parameters.weights.values(), *parameters.biases.values()]


def test_every_training_ends_with_exactly_one_terminal_event(iris_session: Session) -> None:
    ends: list[object] = []

    def listen(notice: Notice) -> None:
        last = iris_session.training.last
        if last is not None and last not in ends:
            ends.append(last)

    iris_session.listen(listen)
    iris_session.apply("Set epochs", lambda d: edits.set_training(d, epochs=3))
    iris_session.train()
    finish(iris_session)
    iris_session.poll()
    assert len(ends) == 1


def test_a_network_with_a_problem_is_not_trained_and_the_reason_is_given(session: Session) -> None:
    with pytest.raises(NetworkError, match="There is no network yet"):
        session.train()
    assert session.training.state is State.IDLE


def test_reset_gives_the_first_weights_again_and_begins_a_new_run(iris_session: Session) -> None:
    first = iris_session.document.parameters
    for _ in range(2):
        iris_session.step_epoch()
        finish(iris_session)
        iris_session.reset()
        assert iris_session.document.parameters.equals(first)
        assert iris_session.document.progress.steps == 0
    assert [run.id for run in iris_session.document.runs] == [1, 2]


def test_closing_while_training_ends_the_thread_and_keeps_what_was_learned(iris_session: Session) -> None:
    iris_session.apply("Set epochs", lambda d: edits.set_training(d, epochs=100_000))
    iris_session.train()
    until_steps(iris_session, 5)
    iris_session.close()
    assert iris_session.training.state is State.IDLE
    assert iris_session.document.progress.steps >= 5
