"""How η changes with the epochs."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.engine.rules import Rules
from nndesigner.engine.schedules import SCHEDULES, warming
from nndesigner.engine.watch import Watch
from tests.unit.engine.builders import chain
from tests.unit.engine.training import ROWS, stepped, trainer

NETWORK = chain([3, 2, 2], ["tanh", "sigmoid"])
ETA = 0.8


def rate(epoch: int, offset: int = 0, cuts: int = 0, **rules: Any) -> float:
    made = trainer(NETWORK, learning_rate=ETA, epoch=epoch, offset=offset, cuts=cuts, rules=Rules(**rules))
    return made.rate


def torch_rates(scheduler: str, epochs: int, **options: Any) -> list[float]:
    """The learning rates of PyTorch at the beginning of every epoch."""
    torch: Any = pytest.importorskip("torch")
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=ETA)
    made = getattr(torch.optim.lr_scheduler, scheduler)(optimiser, **options)
    rates = []
    for _ in range(epochs):
        rates.append(float(optimiser.param_groups[0]["lr"]))
        optimiser.step()
        made.step()
    return rates


@pytest.mark.parity
@pytest.mark.parametrize(("factor", "period"), [(0.5, 3), (0.9, 1), (1.0, 4)])
def test_steps_are_those_of_pytorch(factor: float, period: int) -> None:
    found = [rate(e, schedule="step", schedule_factor=factor, schedule_epochs=period) for e in range(20)]
    assert found == pytest.approx(torch_rates("StepLR", 20, step_size=period, gamma=factor), rel=1e-12)


@pytest.mark.parity
def test_the_exponential_fall_is_that_of_pytorch() -> None:
    found = [rate(e, schedule="exponential", schedule_factor=0.93) for e in range(20)]
    assert found == pytest.approx(torch_rates("ExponentialLR", 20, gamma=0.93), rel=1e-12)


@pytest.mark.parity
def test_the_cosine_is_that_of_pytorch_until_it_ends() -> None:
    """PyTorch's rises again after T_max epochs; this one stays at its end, a ten-thousandth of η."""
    found = [rate(e, schedule="cosine", schedule_epochs=15) for e in range(15)]
    assert found == pytest.approx(torch_rates("CosineAnnealingLR", 15, T_max=15), rel=1e-12)


@pytest.mark.parity
@settings(deadline=None)
@given(
    costs=st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, math.nan, math.inf]), max_size=40),
    patience=st.integers(1, 5),
)
def test_cuts_at_a_plateau_are_those_of_pytorch(costs: list[float], patience: int) -> None:
    """PyTorch cuts when more than `patience` epochs in a row are no better, this one when so many are.

    Better means lower by anything: PyTorch's threshold is set to 0, its smallest cut likewise.
    """
    torch: Any = pytest.importorskip("torch")
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=ETA)
    theirs = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimiser, factor=0.5, patience=patience - 1, threshold=0.0, eps=0.0
    )
    watch = Watch()
    for epoch, cost in enumerate(costs, start=1):
        theirs.step(cost)
        watch = watch.seeing(epoch, cost, patience)
        found = rate(
            epoch, cuts=watch.cuts, schedule="plateau", schedule_factor=0.5, schedule_epochs=patience
        )
        assert found == pytest.approx(float(optimiser.param_groups[0]["lr"]), rel=1e-12)


def test_without_a_schedule_it_is_what_it_is_set_to() -> None:
    made = trainer(NETWORK, learning_rate=ETA, epoch=50, cuts=3)
    assert made.rate == ETA
    made.learning_rate = 0.1
    assert made.rate == 0.1


def test_a_step_waits_for_the_end_of_the_epoch() -> None:
    last = rate(2, ROWS - 1, schedule="step", schedule_factor=0.5, schedule_epochs=3)
    first = rate(3, 0, schedule="step", schedule_factor=0.5, schedule_epochs=3)
    assert (last, first) == (ETA, ETA / 2.0)


@pytest.mark.parametrize("schedule", ["exponential", "cosine"])
def test_smooth_falls_go_on_within_an_epoch(schedule: str) -> None:
    places = [(epoch, offset) for epoch in range(4) for offset in range(0, ROWS, 5)]
    rates = [rate(*place, schedule=schedule, schedule_factor=0.5, schedule_epochs=6) for place in places]
    assert all(later < earlier for earlier, later in pairwise(rates))


def test_half_way_the_cosine_leaves_half() -> None:
    assert rate(5, schedule="cosine", schedule_epochs=10) == pytest.approx(ETA / 2.0)


@pytest.mark.parametrize("epoch", [10, 11, 500])
def test_after_its_fall_the_cosine_leaves_a_ten_thousandth(epoch: int) -> None:
    assert rate(epoch, schedule="cosine", schedule_epochs=10) == pytest.approx(ETA * 1e-4)


def test_only_a_plateau_heeds_the_cuts() -> None:
    for name, schedule in SCHEDULES.items():
        assert schedule.watches == (rate(1, cuts=2, schedule=name) != rate(1, cuts=0, schedule=name))
    assert rate(7, cuts=2, schedule="plateau", schedule_factor=0.3) == pytest.approx(ETA * 0.09)


def test_warming_up_rises_evenly_and_then_is_over() -> None:
    assert [warming(epochs, 4.0) for epochs in (1.0, 2.0, 3.0, 4.0, 9.0)] == [0.25, 0.5, 0.75, 1.0, 1.0]
    assert warming(0.0, 0.0) == 1.0


def test_warming_up_begins_with_a_hundredth() -> None:
    assert rate(0, warmup=2.0) == pytest.approx(ETA / 100.0)


def test_warming_up_and_a_schedule_multiply() -> None:
    both = rate(1, 10, warmup=4.0, schedule="exponential", schedule_factor=0.5)
    epochs = 1.0 + 10.0 / ROWS
    assert both == pytest.approx(ETA * 0.5**epochs * epochs / 4.0)


def test_the_rate_of_a_step_is_the_one_it_begins_with() -> None:
    """Plain descent with a schedule: each step is η of its own place times the gradient."""
    rules = Rules(schedule="exponential", schedule_factor=0.5)
    made = trainer(NETWORK, learning_rate=ETA, ridge=0.0, rules=rules, dtype="float64")
    for _ in range(7):
        before = made.parameters()
        plain = trainer(
            NETWORK,
            before,
            learning_rate=made.rate,
            ridge=0.0,
            epoch=made.epoch,
            offset=made.offset,
            dtype="float64",
        )
        made.step()
        assert stepped(plain, 1).parameters().equals(made.parameters())
