"""When the cost counts as no longer falling."""

from __future__ import annotations

import math

from nndesigner.engine.watch import Watch


def seen(costs: list[float], patience: int | None, watch: Watch | None = None, start: int = 0) -> Watch:
    """The watch after these costs at the ends of the epochs that follow `start`."""
    watch = watch or Watch()
    for epoch, cost in enumerate(costs, start=start + 1):
        watch = watch.seeing(epoch, cost, patience)
    return watch


def test_the_best_is_the_lowest_and_keeps_its_epoch() -> None:
    watch = seen([3.0, 1.0, 2.0, 1.0], None)
    assert (watch.best, watch.best_epoch) == (1.0, 2)
    assert watch.waited(4) == 2


def test_an_equal_cost_is_no_better() -> None:
    assert seen([1.0, 1.0, 1.0], 2).cuts == 1


def test_it_cuts_after_so_many_epochs_without_a_better_one() -> None:
    costs = [5.0, 6.0, 6.0, 6.0]
    assert [seen(costs[:count], 3).cuts for count in range(5)] == [0, 0, 0, 0, 1]


def test_after_a_cut_it_waits_as_long_again() -> None:
    costs = [5.0, *[6.0] * 8]
    assert [seen(costs[:count], 3).cuts for count in range(10)] == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_better_cost_starts_the_waiting_anew() -> None:
    assert seen([5.0, 6.0, 6.0, 4.0, 6.0, 6.0], 3).cuts == 0


def test_without_patience_it_never_cuts() -> None:
    assert seen([1.0] * 50, None).cuts == 0


def test_costs_that_are_no_numbers_are_not_better() -> None:
    watch = seen([2.0, math.nan, math.inf, math.nan], 3)
    assert (watch.best, watch.cuts) == (2.0, 1)


def test_going_on_with_a_watch_is_the_same_as_not_stopping() -> None:
    costs = [5.0, 6.0, 4.0, 6.0, 6.0, 6.0, 3.0, 3.0, 3.0, 3.0]
    for stop in range(len(costs) + 1):
        assert seen(costs[stop:], 2, seen(costs[:stop], 2), stop) == seen(costs, 2)
