"""Training that ends when the cost no longer falls, and the learning rate that falls on a plateau."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nndesigner.data.model import SplitPlan
from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.runs import Measurement, Outcome
from nndesigner.engine.memory import Memory
from nndesigner.session.measuring import Meter, training_arrays
from nndesigner.session.session import Session
from nndesigner.session.training import State
from tests.unit.session.driving import batches, equal, finish, trained_for

COSTS = [0.9, 0.5, 0.6, 0.4, 0.45, 0.4, 0.41, 0.42, 0.43, 0.44, 0.45, 0.46, 0.47]
"""By epoch, the one before training first: the lowest at epoch 3, and never again below."""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every validation cost is that of `COSTS`."""

    def measure(
        _meter: Meter, _parameters: Any, epoch: float, _settings: Any, rate: float, *_halted: Any
    ) -> Measurement:
        cost = COSTS[min(int(epoch), len(COSTS) - 1)]
        return Measurement(epoch, 2.0, 0.0, cost, 0.5, 0.5, rate)

    monkeypatch.setattr(Meter, "measure", measure)


def trained(document: Document, **changes: Any) -> Session:
    session = Session(edits.set_training(document, **changes))
    session.train()
    finish(session)
    return session


def go_on(session: Session, **changes: Any) -> None:
    if changes:
        session.apply("Change", lambda d: edits.set_training(d, **changes))
    session.train()
    finish(session)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("patience", [1, 2, 4, 7])
def test_training_ends_after_patience_epochs_without_a_better_cost(
    iris_document: Document, patience: int
) -> None:
    session = trained(iris_document, patience=patience, epochs=100)
    best = 1 if patience == 1 else 3
    document, ended = session.document, session.training.last
    assert document.progress.epoch == best + patience
    assert document.parameters.equals(trained_for(iris_document, best).parameters)
    assert ended is not None
    assert ended.outcome is document.runs[0].outcome is Outcome.FINISHED
    assert ended.message == (
        f"Training ended early: the cost has not fallen below {COSTS[best]:g} since epoch {best}."
    )
    assert ended.remedy == "The weights of that epoch were restored."
    # The last measurement is that of the weights that came back.
    assert document.runs[0].history.epoch.tolist() == [*range(best + patience + 1), best + patience]


def test_the_last_measurement_is_of_the_weights_that_came_back(iris_document: Document) -> None:
    session = trained(iris_document, patience=1, learning_rate=3.0, epochs=500)
    document, ended = session.document, session.training.last
    assert ended is not None
    assert "restored" in ended.remedy
    meter = Meter(document, training_arrays(document))
    measured = meter.measure(document.parameters, 0.0, document.training, 3.0)
    last = document.runs[0].history.last()
    assert measured is not None
    assert last is not None
    assert (last.cost, last.validation_cost) == (measured.cost, measured.validation_cost)


@pytest.mark.usefixtures("told")
def test_what_the_optimiser_remembered_of_other_weights_is_gone(iris_document: Document) -> None:
    document = trained(iris_document, patience=2, epochs=100, optimizer="adam").document
    assert document.memory.equals(Memory("adam"))


@pytest.mark.usefixtures("told")
def test_going_on_after_an_early_end_waits_again(iris_document: Document) -> None:
    session = trained(iris_document, patience=2, epochs=100)
    best = session.document.parameters
    go_on(session)
    assert session.document.progress.epoch == 7
    assert session.document.parameters.equals(best)
    assert len(session.document.runs) == 1
    session.step_epoch()
    finish(session)
    assert session.document.progress.epoch == 8
    assert not session.document.parameters.equals(best)


@pytest.mark.usefixtures("told")
def test_patience_that_has_run_out_already_brings_the_best_weights_back_at_once(
    iris_document: Document,
) -> None:
    session = trained(iris_document, patience=50, epochs=8)
    go_on(session, patience=4)
    assert session.document.progress.epoch == 8
    assert session.document.parameters.equals(trained_for(iris_document, 3).parameters)
    assert session.undo_name == "Restore the best weights"


@pytest.mark.usefixtures("told")
def test_patience_that_is_switched_on_later_counts_from_then(iris_document: Document) -> None:
    session = trained(iris_document, epochs=6)
    assert session.document.best is None
    go_on(session, patience=3, epochs=100)
    # The best from then on is that of epoch 7, not the lower one of epoch 3, whose weights nobody kept.
    assert session.document.progress.epoch == 10
    assert session.document.parameters.equals(trained_for(iris_document, 7).parameters)


@pytest.mark.usefixtures("told")
def test_without_patience_nothing_is_kept(iris_document: Document) -> None:
    session = trained(iris_document, patience=50, epochs=4)
    assert session.document.best is not None
    go_on(session, patience=None, epochs=1)
    assert session.document.best is None
    assert session.training.last is not None
    assert session.training.last.message == ""


@pytest.mark.usefixtures("told")
def test_pausing_within_an_epoch_changes_neither_the_end_nor_the_weights(iris_document: Document) -> None:
    whole = trained(iris_document, patience=4, epochs=100, optimizer="momentum", learning_rate=0.1)
    session = Session(whole.document)
    session.replace(
        edits.set_training(iris_document, patience=4, epochs=100, optimizer="momentum", learning_rate=0.1)
    )
    batches(session, 5 * 11 + 4)
    go_on(session)
    assert equal(session.document, whole.document)


def test_the_best_weights_are_those_with_the_lowest_validation_cost(iris_document: Document) -> None:
    session = trained(iris_document, patience=3, epochs=400, learning_rate=3.0, batch_size=5)
    document = session.document
    costs = document.runs[0].history.validation_cost
    best = int(np.argmin(costs[1:])) + 1
    assert document.progress.epoch == best + 3
    settings = {"learning_rate": 3.0, "batch_size": 5}
    assert document.parameters.equals(
        trained_for(edits.set_training(iris_document, **settings), best).parameters
    )


def test_without_validation_rows_the_training_cost_without_regulariser_decides(iris_data: DataSource) -> None:
    split = SplitPlan(validation=0.0, test=0.0, stratify=True, seed=1)
    data = iris_data.with_recipe(replace(iris_data.recipe, split=split))
    document = edits.new_network(edits.set_data(Document.empty(), data))
    session = trained(document, patience=2, epochs=200, learning_rate=1.0, ridge=30.0)
    history = session.document.runs[0].history
    assert np.isnan(history.validation_cost).all()
    data_cost = history.cost - history.penalty
    best = int(np.argmin(data_cost[1:])) + 1
    assert session.document.progress.epoch == best + 2
    assert session.document.progress.watch.best == pytest.approx(data_cost[best])


PLATEAU: dict[str, Any] = {
    "schedule": "plateau",
    "schedule_epochs": 2,
    "schedule_factor": 0.5,
    "learning_rate": 0.8,
}


@pytest.mark.usefixtures("told")
def test_the_learning_rate_is_cut_where_the_cost_stands(iris_document: Document) -> None:
    """The best is at epoch 3: two epochs later is the first cut, and from there on every two epochs."""
    document = trained(iris_document, epochs=10, **PLATEAU).document
    rates = document.runs[0].history.learning_rate.tolist()
    assert rates == [0.8] * 6 + [0.4] * 2 + [0.2] * 2 + [0.1]
    watch = document.progress.watch
    assert (watch.best, watch.best_epoch, watch.cuts, watch.last_cut) == (0.4, 3, 3, 9)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("cut", [4, 5, 6, 7])
def test_the_count_goes_on_after_a_stop(iris_document: Document, cut: int) -> None:
    whole = trained(iris_document, epochs=10, **PLATEAU).document
    session = trained(iris_document, epochs=cut, **PLATEAU)
    batches(session, 3)
    session.step_epoch()
    finish(session)
    go_on(session, epochs=10 - cut - 1)
    assert session.document.parameters.equals(whole.parameters)
    assert session.document.progress == whole.progress


@pytest.mark.usefixtures("told")
def test_a_plateau_and_patience_share_the_best(iris_document: Document) -> None:
    document = trained(iris_document, epochs=100, patience=5, **PLATEAU).document
    assert document.progress.epoch == 8
    assert document.progress.watch.cuts == 2
    assert document.progress.watch.best == 0.4


def test_an_edit_of_the_network_in_flight_begins_the_wait_anew(iris_session: Session) -> None:
    iris_session.apply("Set", lambda d: edits.set_training(d, epochs=3, patience=50, optimizer="adam"))
    iris_session.train()
    finish(iris_session)
    before = iris_session.document
    assert before.best is not None
    iris_session.apply("Add neuron", lambda d: edits.add_neurons(d, d.network.layers[1].id))
    assert iris_session.document.best is None
    assert iris_session.document.progress.watch.best == math.inf
    iris_session.undo()
    assert iris_session.document is before
    assert iris_session.training.state is State.IDLE
