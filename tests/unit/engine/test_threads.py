"""The number of threads of the matrix products follows the size of the problem."""

from __future__ import annotations

import pytest
from threadpoolctl import threadpool_info

from nndesigner.engine.threads import blas_threads, threads_for
from tests.unit.engine.builders import chain

SMALL = chain([784, 30, 10], ["sigmoid", "sigmoid"])
LARGE = chain([784, 512, 512, 10], ["relu", "relu", "softmax"])


def blas() -> list[int]:
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_small_problems_get_one_thread_and_large_ones_all() -> None:
    assert threads_for(SMALL, 10) == 1
    assert threads_for(LARGE, 128) is None
    assert threads_for(SMALL, 10_000) is None


def test_the_setting_holds_inside_and_is_restored_outside() -> None:
    before = blas()
    with blas_threads(SMALL, 10):
        assert set(blas()) == {1}
    assert blas() == before


def test_what_is_computed_beside_a_training_takes_its_setting_as_it_is() -> None:
    before = blas()
    with blas_threads(SMALL, 10):
        with blas_threads(LARGE, 128):
            assert set(blas()) == {1}
        assert set(blas()) == {1}
    assert blas() == before


def test_an_error_inside_restores_the_setting_too() -> None:
    before = blas()
    with pytest.raises(KeyError), blas_threads(SMALL, 10):
        raise KeyError
    assert blas() == before
