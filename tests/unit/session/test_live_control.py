"""What is changed while training runs holds from the next batch on; what it is made of starts it anew."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.edits.trained import trained
from nndesigner.document.model import Document
from nndesigner.document.runs import History, Measurement, Outcome, Run
from nndesigner.engine.trainer import Trainer
from nndesigner.session.mailbox import Mailbox
from nndesigner.session.measuring import Meter
from nndesigner.session.orders import Orders
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.session.training_loop import Loop, Request
from tests.unit.session.driving import finish, trained_for, until_steps

LONG = 1_000_000
"""Epochs that no test waits for."""
AT_ONCE: list[dict[str, Any]] = [
    {"learning_rate": 0.01},
    {"ridge": 0.5},
    {"l1": 0.5},
    {"optimizer": "momentum", "momentum": 0.5},
    {"batch_size": 7},
    {"batch_size": None},
    {"clip_norm": 0.01},
    {"clip_value": 0.001},
    {"schedule": "exponential", "schedule_factor": 0.5},
    {"warmup": 100.0},
    {"optimizer": "adam", "learning_rate": 0.01},
    {"optimizer": "lbfgs"},
    {"dropout": 0.5},
]
ANEW: list[dict[str, Any]] = [
    {"cost": "cross_entropy"},
    {"seed": 7},
    {"class_weights": "balanced"},
    {"precision": "float64"},
]


def training_long(session: Session) -> None:
    session.apply("Set epochs", lambda d: edits.set_training(d, epochs=LONG))
    session.train()
    until_steps(session, 15)


def change(session: Session, changes: dict[str, Any]) -> None:
    session.apply("Change", lambda d: edits.set_training(d, **changes))


@pytest.mark.parametrize("changes", AT_ONCE, ids=str)
def test_a_setting_changes_without_a_new_thread(iris_session: Session, changes: dict[str, Any]) -> None:
    training_long(iris_session)
    run = iris_session.training._run
    change(iris_session, changes)
    assert iris_session.training._run is run
    live = iris_session.training.live
    assert live is not None
    until_steps(iris_session, live.progress.steps + 30)
    iris_session.stop()
    finish(iris_session)
    assert iris_session.document.training == edits.set_training(iris_session.document, **changes).training
    assert len(iris_session.document.runs) == 1


@pytest.mark.parametrize("changes", ANEW, ids=str)
def test_what_training_is_made_of_starts_it_anew_where_it_stood(
    iris_session: Session, changes: dict[str, Any]
) -> None:
    training_long(iris_session)
    run = iris_session.training._run
    change(iris_session, changes)
    assert iris_session.training.state is State.RUNNING
    assert iris_session.training._run is not run
    assert iris_session.training.target_epoch == LONG
    assert iris_session.document.progress.steps >= 15
    iris_session.stop()
    finish(iris_session)
    assert len(iris_session.document.runs) == 1


class Script:
    """Orders that are given after so many batches, and count those begun from then on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.begun = 0
        self.orders = Orders()
        self.act: Any = None
        look = Orders.__call__

        def looking(orders: Orders) -> bool:
            """The look before every batch: the last moment of the one before."""
            if self.begun == after and self.act is not None:
                act, self.act = self.act, None
                act(orders)
            halted = look(orders)
            self.begun += not halted
            return halted

        monkeypatch.setattr(Orders, "__call__", looking)

    def run(self, document: Document, epochs: int) -> Any:
        request = Request(document, 1, epochs, measure_first=True)
        mailbox = Mailbox()
        return Loop(request, mailbox, self.orders).run(), mailbox


@pytest.mark.parametrize("after", [1, 4, 11, 12])
def test_no_batch_begins_after_the_order_to_stop(
    iris_document: Document, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    script = Script(monkeypatch, after)
    script.act = lambda orders: orders.stop()
    ended, _ = script.run(iris_document, LONG)
    assert script.begun == after
    assert ended.outcome is Outcome.STOPPED
    assert ended.snapshot.progress.steps == after


@pytest.mark.parametrize("changes", AT_ONCE, ids=str)
def test_the_very_next_batch_obeys(
    iris_document: Document, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    """Changing in flight is the same, bit by bit, as stopping there, changing and going on."""
    changed = edits.set_training(iris_document, **changes)
    script = Script(monkeypatch, after=4)
    script.act = lambda orders: orders.change(changed.training)
    flying, _ = script.run(iris_document, 2)

    session = Session(iris_document)
    session.training._start(LONG, batches=4)
    finish(session)
    landed = trained_for(edits.set_training(session.document, **changes), 2 - session.document.progress.epoch)
    assert flying.snapshot.parameters.equals(landed.parameters)
    assert flying.snapshot.memory.equals(landed.memory)


def test_an_order_that_stops_the_last_batch_is_no_stop(
    iris_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a paused training would stand at its very end, and going on would do nothing."""
    script = Script(monkeypatch, after=11)
    script.act = lambda orders: orders.stop()
    ended, _ = script.run(iris_document, 1)
    assert ended.snapshot.progress.epoch == 1
    assert ended.outcome is Outcome.FINISHED


@pytest.mark.parametrize("waited_for", [10**9, 1])
def test_stopping_where_numbers_have_overflowed_keeps_the_last_finite_weights(
    iris_document: Document, monkeypatch: pytest.MonkeyPatch, waited_for: int
) -> None:
    monkeypatch.setattr("nndesigner.session.training_loop._WAITED_FOR", waited_for)
    relu = edits.set_activation(iris_document, iris_document.network.layers[1].id, "relu")
    linear = edits.set_activation(relu, relu.network.layers[-1].id, "linear")
    document = edits.set_training(linear, cost="mse", learning_rate=1e30)
    script = Script(monkeypatch, after=5)
    script.act = lambda orders: orders.stop()
    ended, _ = script.run(document, LONG)
    assert ended.outcome is Outcome.DIVERGED
    assert ended.snapshot.parameters.equals(document.parameters)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"learning_rate": 0.25}, [0.25] * 4),
        (
            {"learning_rate": 0.5, "schedule": "exponential", "schedule_factor": 0.5},
            [0.5, 0.25, 0.125, 0.0625],
        ),
        (
            {"learning_rate": 0.5, "schedule": "step", "schedule_factor": 0.1, "schedule_epochs": 2},
            [0.5, 0.5, 0.05, 0.05],
        ),
        ({"learning_rate": 1.0, "warmup": 2.0}, [0.01, 0.5, 1.0, 1.0]),
        ({"learning_rate": 1.0, "schedule": "cosine", "schedule_epochs": 3}, [1.0, 0.75, 0.25, 1e-4]),
    ],
)
def test_the_history_records_the_learning_rate_in_force(
    iris_document: Document, changes: dict[str, Any], expected: list[float]
) -> None:
    history = trained_for(edits.set_training(iris_document, **changes), 3).runs[0].history
    np.testing.assert_allclose(history.learning_rate, expected, rtol=1e-12)


def test_a_learning_rate_changed_in_flight_is_in_the_history_from_there_on(
    iris_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = edits.set_training(iris_document, learning_rate=0.01).training
    script = Script(monkeypatch, after=13)
    script.act = lambda orders: orders.change(changed)
    _, mailbox = script.run(iris_document, 3)
    rates = [measurement.learning_rate for measurement in mailbox.drain().measurements]
    assert rates == [iris_document.training.learning_rate] * 2 + [0.01] * 2


def test_a_change_of_the_learning_rate_alone_compiles_nothing(
    iris_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Trainer] = []
    set_up = Trainer._set_up

    def counted(trainer: Trainer, *arguments: Any) -> None:
        made.append(trainer)
        set_up(trainer, *arguments)

    monkeypatch.setattr(Trainer, "_set_up", counted)
    orders = Orders()
    orders.change(edits.set_training(iris_document, learning_rate=0.01, ridge=1.0, epochs=7).training)
    Loop(Request(iris_document, 1, 1), Mailbox(), orders).run()
    assert len(made) == 1


@pytest.mark.parametrize(("waited_for", "expected"), [(10**9, [0.0, 4 / 10.6]), (1, [0.0])])
def test_who_stops_within_an_epoch_does_not_wait_for_a_long_measurement(
    iris_document: Document, monkeypatch: pytest.MonkeyPatch, waited_for: int, expected: list[float]
) -> None:
    monkeypatch.setattr("nndesigner.session.training_loop._WAITED_FOR", waited_for)
    script = Script(monkeypatch, after=4)
    script.act = lambda orders: orders.stop()
    ended, mailbox = script.run(iris_document, LONG)
    assert [found.epoch for found in mailbox.drain().measurements] == pytest.approx(expected)
    assert (ended.outcome, ended.snapshot.progress.offset) == (Outcome.STOPPED, 40)


def test_who_stops_while_an_epoch_is_measured_waits_for_no_measurement_and_loses_none(
    iris_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nndesigner.session.training_loop._WAITED_FOR", 1)
    straight = Mailbox()
    Loop(Request(iris_document, 1, 3, measure_first=True), straight, Orders()).run()
    expected = straight.drain().measurements
    measure, orders = Meter.measure, Orders()
    calls: list[None] = []

    def stopping(meter: Meter, *arguments: Any) -> Measurement | None:
        calls.append(None)
        if len(calls) == 2:  # the first epoch has just ended
            orders.stop()
        return measure(meter, *arguments)

    monkeypatch.setattr(Meter, "measure", stopping)
    begun = Mailbox()
    ended = Loop(Request(iris_document, 1, 3, measure_first=True), begun, orders).run()
    first = begun.drain().measurements
    assert ended.outcome is Outcome.STOPPED
    assert (ended.snapshot.progress.epoch, ended.snapshot.progress.offset) == (1, 0)
    assert first == expected[:1]
    run = Run(1, "", iris_document.training, Outcome.STOPPED, History().extended(first), 0.0, 0, "")
    kept = ended.snapshot
    document = trained(iris_document, kept.parameters, kept.progress, run, memory=kept.memory)
    later = Mailbox()
    assert Loop(Request(document, 1, 3), later, Orders()).run().outcome is Outcome.FINISHED
    assert later.drain().measurements == expected[1:]


def test_stopping_answers_within_a_second(iris_session: Session) -> None:
    training_long(iris_session)
    began = time.monotonic()
    iris_session.stop()
    finish(iris_session)
    assert time.monotonic() - began < 1.0
    assert not any(thread.name == "training" for thread in threading.enumerate())


@pytest.mark.parametrize("command", ["stop", "pause"])
def test_an_edit_right_after_stopping_does_not_start_training_again(
    iris_session: Session, command: str
) -> None:
    training_long(iris_session)
    getattr(iris_session, command)()
    iris_session.apply("Add neuron", lambda d: edits.add_neurons(d, d.network.layers[1].id))
    assert iris_session.training.state is (State.IDLE if command == "stop" else State.PAUSED)


def test_saving_at_the_moment_of_an_early_end_does_not_start_training_again(
    iris_session: Session, tmp_path: Any
) -> None:
    change(iris_session, {"epochs": LONG, "patience": 1, "learning_rate": 50.0})
    iris_session.train()
    run = iris_session.training._run
    assert run is not None
    run.join()
    iris_session.save(tmp_path / "iris.nnd")
    assert iris_session.training.state is State.IDLE
    assert iris_session.training.last is not None
    assert "ended early" in iris_session.training.last.message


def test_a_failure_inside_the_program_keeps_what_was_learned_before(
    iris_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_orders: Orders) -> None:
        raise RuntimeError("planted")

    script = Script(monkeypatch, after=25)
    script.act = fail
    change(iris_session, {"epochs": 9})
    iris_session.train()
    finish(iris_session)
    assert iris_session.training.last is not None
    assert iris_session.training.last.outcome is Outcome.FAILED
    assert "planted" in iris_session.training.last.report
    assert iris_session.document.progress.epoch == 2
    assert iris_session.document.runs[0].history.epoch.tolist() == [0, 1, 2]


def test_an_optimiser_that_needs_all_rows_begins_the_epoch_again(iris_session: Session) -> None:
    iris_session.step_batch()
    finish(iris_session)
    change(iris_session, {"optimizer": "lbfgs"})
    iris_session.step_batch()
    finish(iris_session)
    document = iris_session.document
    assert document.data is not None
    assert (document.progress.epoch, document.progress.offset, document.progress.steps) == (1, 0, 2)
    assert document.runs[0].samples == 10 + int((document.data.prepared.parts == 0).sum())
