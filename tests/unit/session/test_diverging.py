"""Diverged training is told by what was measured: where it broke, why, and what would have worked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nndesigner.data.model import Scaling
from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.runs import Outcome
from nndesigner.engine.broken import Kind
from nndesigner.engine.parameters import Parameters
from nndesigner.session.mailbox import Ended
from nndesigner.session.session import Session
from nndesigner.session.training import State

PATIENCE = 30.0


def ended(session: Session, document: Document) -> Ended:
    """How training this document ends."""
    session.replace(document)
    session.train()
    deadline = time.monotonic() + PATIENCE
    while session.training.state is State.RUNNING:
        assert time.monotonic() < deadline, "training does not end"
        session.poll()
        time.sleep(0.002)
    assert session.training.last is not None
    return session.training.last


def squared(document: Document, **changes: Any) -> Document:
    """The document with ReLU, linear outputs and mean squared error, which nothing keeps from growing."""
    relu = edits.set_activation(document, document.network.layers[1].id, "relu")
    linear = edits.set_activation(relu, relu.network.layers[-1].id, "linear")
    return edits.set_training(linear, cost="mse", epochs=50, **changes)


def prices(*more: str, scaling: Scaling = Scaling.NONE, target: Scaling = Scaling.STANDARD) -> DataSource:
    """Sizes up to 900,000 and their prices, every row for training."""
    lines = [f"{size},{size * 2.5 - 20}" for size in range(100_000, 900_001, 40_000)]
    data = source_from_bytes("\n".join(["size,price", *lines, *more]).encode(), "prices.csv")
    scalings = {"size": scaling, "price": target}
    columns = tuple(replace(plan, scaling=scalings[plan.name]) for plan in data.recipe.columns)
    split = replace(data.recipe.split, validation=0.0, test=0.0)
    return data.with_recipe(replace(data.recipe, columns=columns, split=split))


def made_for(data: DataSource, **changes: Any) -> Document:
    """One linear neuron with mean squared error."""
    document = edits.new_network(edits.set_data(Document.empty(), data), [])
    return edits.set_training(document, **{"epochs": 50, **changes})


def finite(parameters: Parameters) -> bool:
    return all(np.isfinite(a).all() for a in (*parameters.weights.values(), *parameters.biases.values()))


@pytest.fixture
def fresh() -> Iterator[Session]:
    made = Session()
    yield made
    made.close()


def test_a_learning_rate_that_is_too_large_is_told_beside_the_largest_that_would_do(
    fresh: Session, iris_document: Document
) -> None:
    document = squared(iris_document, learning_rate=30.0)
    told = ended(fresh, document)
    assert told.outcome is Outcome.DIVERGED
    assert told.diagnosis is not None
    limit = told.diagnosis.measured.limit
    assert limit is not None
    assert 99.0 < 30.0 / limit < 101.0
    assert "η = 30 is 100 times the largest that the curvature of the cost allows" in told.remedy
    advised = float(told.remedy.rstrip(".").rsplit(" ", 1)[1])
    assert limit / 4.0 <= advised <= limit / 2.0
    assert ended(fresh, edits.set_training(document, learning_rate=advised)).outcome is Outcome.FINISHED


def test_the_first_neuron_to_overflow_is_named(fresh: Session, iris_document: Document) -> None:
    told = ended(fresh, squared(iris_document, learning_rate=1e6))
    assert told.diagnosis is not None
    broken = told.diagnosis.broken
    assert broken is not None
    layer = fresh.document.network.layer(broken.layer)
    assert told.message.startswith("Training diverged: ")
    assert f"{layer.neuron_name(broken.neuron)} of {layer.name}" in told.message
    assert "The cost had risen from" in told.message


def test_the_last_finite_weights_are_kept(fresh: Session) -> None:
    """On a bowl, η three times too large makes the weights grow fivefold with every epoch and no faster."""
    data = prices(scaling=Scaling.STANDARD)
    document = made_for(data, learning_rate=6.0, batch_size=None)
    told = ended(fresh, document)
    assert told.outcome is Outcome.DIVERGED
    assert fresh.document.progress.epoch > 10
    assert finite(fresh.document.parameters)
    assert not fresh.document.parameters.equals(document.parameters)
    history = fresh.document.runs[0].history
    assert np.isfinite(history.cost).all()
    assert len(history.cost) == fresh.document.progress.epoch + 1
    by_hand = ended(fresh, edits.set_training(document, epochs=len(history.cost) - 1))
    assert by_hand.outcome is Outcome.FINISHED
    assert by_hand.snapshot.parameters.equals(told.snapshot.parameters)


def test_ridge_that_is_too_strong_is_told_with_the_strength_that_is_not(
    fresh: Session, iris_document: Document
) -> None:
    document = edits.set_training(iris_document, ridge=1e5, learning_rate=0.1, epochs=200)
    told = ended(fresh, document)
    m = 106  # of 150 rows
    assert told.outcome is Outcome.DIVERGED
    grows = f"{0.1 * 1e5 / m - 1.0:.2g}"
    assert f"λ = 100,000 makes every weight {grows} times as large in each step" in told.remedy
    assert told.remedy.endswith("choose λ below 1,060.")
    mended = edits.set_training(document, ridge=1000.0, epochs=5)
    assert ended(fresh, mended).outcome is Outcome.FINISHED


def test_inputs_that_were_not_scaled_are_named_with_their_size(fresh: Session) -> None:
    told = ended(fresh, made_for(prices(), learning_rate=0.01))
    assert told.outcome is Outcome.DIVERGED
    assert "“size” reaches 900,000: scale it, or try a learning rate as small as" in told.remedy
    scaled = made_for(prices(scaling=Scaling.STANDARD), learning_rate=0.01)
    assert ended(fresh, scaled).outcome is Outcome.FINISHED


def test_a_target_that_was_not_scaled_is_named_with_its_size(fresh: Session) -> None:
    data = prices(scaling=Scaling.STANDARD, target=Scaling.NONE)
    told = ended(fresh, made_for(data, learning_rate=3.0, batch_size=1))
    assert told.outcome is Outcome.DIVERGED
    assert "“price” reaches 2.2·10⁶: scale it, or try a learning rate as small as" in told.remedy


@pytest.mark.parametrize(
    ("row", "column", "kind"), [("1e39,5", "size", Kind.INPUT), ("5,-1e39", "price", Kind.TARGET)]
)
def test_a_number_too_large_for_single_precision_is_named_by_row_and_column(
    fresh: Session, row: str, column: str, kind: Kind
) -> None:
    document = made_for(prices(row, target=Scaling.NONE), learning_rate=1e-9)
    told = ended(fresh, document)
    assert told.outcome is Outcome.DIVERGED
    assert told.diagnosis is not None
    assert told.diagnosis.broken is not None
    assert told.diagnosis.broken.kind is kind
    number = "1·10³⁹" if kind is Kind.INPUT else "−1·10³⁹"
    assert told.message == f"Row 22 has {number} in “{column}”, too large for float32."
    assert fresh.document.progress.steps == 0


def test_weights_that_are_no_numbers_are_found_before_the_first_step(
    fresh: Session, iris_document: Document
) -> None:
    last = iris_document.network.layers[-1]
    biases = np.array(iris_document.parameters.biases[last.id])
    biases[1] = np.nan
    spoilt = Parameters(
        iris_document.parameters.weights, {**iris_document.parameters.biases, last.id: biases}
    )
    told = ended(fresh, replace(iris_document, parameters=spoilt))
    assert told.outcome is Outcome.DIVERGED
    assert told.message == (
        "A weight or the bias of neuron 2 of output was not a finite number when training began."
    )


def test_adaptive_steps_are_told_by_their_length(fresh: Session, iris_document: Document) -> None:
    told = ended(fresh, squared(iris_document, learning_rate=1e12, optimizer="adam"))
    assert told.outcome is Outcome.DIVERGED
    assert "made a step" in told.remedy
    assert "times as long as the weights" in told.remedy


def test_a_run_that_broke_in_its_first_epoch_is_recorded_and_can_be_undone(iris_session: Session) -> None:
    before = iris_session.document
    found = ended(iris_session, squared(before, learning_rate=1e6))
    assert found.outcome is Outcome.DIVERGED
    document = iris_session.document
    assert [run.outcome for run in document.runs] == [Outcome.DIVERGED]
    assert document.progress.steps == 0
    assert document.parameters is found.snapshot.parameters
    assert iris_session.undo_name == "Train until it diverged"
    iris_session.undo()
    assert iris_session.document.runs == ()
