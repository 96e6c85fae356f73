"""Stopping anywhere, and changing anything between two steps, is the same as a trainer that begins there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.rules import Rules
from nndesigner.engine.schedules import SCHEDULES
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import TOPOLOGIES, frozen_in_part, plain
from tests.unit.engine.training import ROWS, stepped, trainer

EVERY = pytest.mark.parametrize("optimiser", OPTIMISERS)
NETWORKS = {name: make("tanh", "sigmoid") for name, make in TOPOLOGIES.items()} | {
    "frozen": frozen_in_part()[0]
}
SHARES = st.sampled_from([0.0, 0.3, 0.7])

RULES = st.builds(
    Rules,
    optimizer=st.sampled_from(sorted(OPTIMISERS)),
    momentum=SHARES,
    beta1=SHARES,
    beta2=SHARES,
    rho=SHARES,
    memory=st.integers(1, 4),
    line_search=st.booleans(),
    l1=st.sampled_from([0.0, 0.05]),
    clip_norm=st.sampled_from([None, 0.1]),
    clip_value=st.sampled_from([None, 0.05]),
    dropout=st.sampled_from([0.0, 0.4]),
    schedule=st.sampled_from(sorted(SCHEDULES)),
    schedule_factor=st.sampled_from([0.5, 0.9]),
    schedule_epochs=st.integers(1, 3),
    warmup=st.sampled_from([0.0, 1.5]),
)


def again(made: Trainer, start: Trainer | None = None, **settings: Any) -> Trainer:
    """A new trainer from the state that another one is in."""
    start = start or made
    return trainer(
        made.network,
        start.parameters(),
        epoch=start.epoch,
        offset=start.offset,
        memory=start.memory(),
        cuts=start.cuts,
        **settings,
    )


def assert_same_state(found: Trainer, expected: Trainer) -> None:
    assert found.parameters().equals(expected.parameters())
    assert found.memory().equals(expected.memory())
    assert (found.epoch, found.offset, found.cuts) == (expected.epoch, expected.offset, expected.cuts)
    assert found.rate == expected.rate


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rules=RULES,
    stop=st.integers(0, 14),
    more=st.integers(1, 8),
    batch_size=st.one_of(st.none(), st.integers(1, 30)),
    network=st.sampled_from(sorted(NETWORKS)),
    weighted=st.booleans(),
    cuts=st.integers(0, 2),
)
def test_going_on_from_anywhere_gives_the_same_bits_as_not_stopping(
    rules: Rules,
    stop: int,
    more: int,
    batch_size: int | None,
    network: str,
    weighted: bool,
    cuts: int,
) -> None:
    options: dict[str, Any] = {
        "rules": rules,
        "batch_size": batch_size,
        "learning_rate": 0.05,
        "row_weights": np.linspace(0.5, 2.0, ROWS) if weighted else None,
    }
    whole = stepped(trainer(NETWORKS[network], cuts=cuts, **options), stop)
    resumed = again(whole, **options)
    assert_same_state(resumed, whole)
    assert_same_state(stepped(resumed, more), stepped(whole, more))


@EVERY
def test_memory_is_needed_to_go_on_where_there_is_any(optimiser: str) -> None:
    """What the test above would not notice if memories were never read."""
    rules = Rules(optimizer=optimiser)
    whole = stepped(trainer(plain("tanh", "sigmoid"), rules=rules, learning_rate=0.05), 7)
    forgetful = trainer(
        whole.network,
        whole.parameters(),
        epoch=whole.epoch,
        offset=whole.offset,
        rules=rules,
        learning_rate=0.05,
    )
    same = stepped(forgetful, 5).parameters().equals(stepped(whole, 5).parameters())
    assert same == (optimiser == "sgd")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    first=RULES,
    second=RULES,
    same_optimiser=st.booleans(),
    steps=st.integers(0, 7),
    sizes=st.tuples(*[st.one_of(st.none(), st.integers(1, 30))] * 2),
    rates=st.tuples(*[st.sampled_from([0.02, 0.1])] * 2),
    ridges=st.tuples(*[st.sampled_from([0.0, 0.5])] * 2),
)
def test_changing_anything_between_steps_is_a_new_trainer_from_there(
    first: Rules,
    second: Rules,
    same_optimiser: bool,
    steps: int,
    sizes: tuple[int | None, int | None],
    rates: tuple[float, float],
    ridges: tuple[float, float],
) -> None:
    if same_optimiser:
        second = replace(second, optimizer=first.optimizer)
    network = NETWORKS["skip"]
    made = stepped(
        trainer(network, rules=first, batch_size=sizes[0], learning_rate=rates[0], ridge=ridges[0]), steps
    )
    fresh = again(made, rules=second, batch_size=sizes[1], learning_rate=rates[1], ridge=ridges[1])
    made.rules, made.batch_size, made.learning_rate, made.ridge = second, sizes[1], rates[1], ridges[1]
    assert_same_state(stepped(made, 4), stepped(fresh, 4))


def test_the_order_of_changes_does_not_matter() -> None:
    adam = Rules(optimizer="adam", dropout=0.2)

    def changed(*names: str) -> Parameters:
        made = stepped(trainer(plain("tanh", "sigmoid"), rules=Rules(optimizer="adam")), 4)
        values = {"rules": adam, "batch_size": 7, "learning_rate": 0.03, "ridge": 1.5}
        for name in names:
            setattr(made, name, values[name])
        return stepped(made, 5).parameters()

    names = ["rules", "batch_size", "learning_rate", "ridge"]
    assert changed(*names).equals(changed(*reversed(names)))


def test_a_run_ends_with_the_epoch_and_where_it_is_halted() -> None:
    made = trainer(plain("tanh", "sigmoid"))
    made.run(3)
    assert (made.steps, made.offset) == (3, 15)
    made.run(100)
    assert (made.steps, made.epoch, made.offset) == (5, 1, 0)
    asked = iter([False, False, True])
    made.run(100, lambda: next(asked))
    assert (made.steps, made.epoch, made.offset) == (7, 1, 10)


@EVERY
def test_steps_in_one_run_are_the_steps_one_by_one(optimiser: str) -> None:
    rules = Rules(optimizer=optimiser, dropout=0.2, schedule="exponential")
    one_by_one = stepped(trainer(plain("tanh", "sigmoid"), rules=rules, learning_rate=0.05), 5)
    at_once = trainer(plain("tanh", "sigmoid"), rules=rules, learning_rate=0.05)
    while at_once.steps < 5:
        at_once.run(5 - at_once.steps)
    assert_same_state(at_once, one_by_one)
