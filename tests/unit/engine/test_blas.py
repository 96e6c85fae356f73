"""Products in place are NumPy's own products, added."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nndesigner.engine import blas
from nndesigner.engine.blas import Operand, accumulation, has_products_in_place
from nndesigner.engine.parameters import FloatArray

SIZES = [(1, 1, 1), (1, 4, 3), (5, 1, 3), (5, 4, 1), (7, 8, 9), (33, 65, 40)]
DTYPES = [np.float32, np.float64]

needs_blas = pytest.mark.skipif(
    not has_products_in_place(np.dtype(np.float64)), reason="NumPy's library cannot be asked directly here"
)


@pytest.fixture(autouse=True)
def forgotten() -> Any:
    """What was found out about the library is found out anew, before and after."""
    blas._gemm.cache_clear()
    yield
    blas._gemm.cache_clear()


def matrix(rows: int, columns: int, order: str, dtype: Any, seed: int) -> FloatArray:
    drawn = np.random.default_rng(seed).standard_normal((rows, columns))
    return np.array(drawn, dtype, order="F" if order == "F" else "C")


@needs_blas
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("m", "n", "k"), SIZES)
@pytest.mark.parametrize("orders", ["CC", "CF", "FC", "FF"])
def test_the_product_is_added(m: int, n: int, k: int, orders: str, dtype: Any) -> None:
    a, b = matrix(m, k, orders[0], dtype, 1), matrix(k, n, orders[1], dtype, 2)
    c = matrix(m, n, "C", dtype, 3)
    expected = c.astype(np.float64) - 0.5 * a.astype(np.float64) @ b.astype(np.float64)
    accumulation(Operand(a), Operand(b), c, -0.5)()
    np.testing.assert_allclose(c, expected, rtol=0.0, atol=200.0 * np.finfo(dtype).eps)


@needs_blas
def test_a_call_adds_again_each_time() -> None:
    a, b, c = np.ones((2, 3)), np.ones((3, 2)), np.zeros((2, 2))
    call = accumulation(Operand(a), Operand(b), c, 1.0)
    call()
    call()
    assert (c == 6.0).all()


@needs_blas
def test_an_operand_may_be_pointed_at_another_matrix() -> None:
    a, b, c = np.ones((2, 3)), np.ones((3, 2)), np.zeros((2, 2))
    operand = Operand(a)
    call = accumulation(operand, Operand(b), c, 1.0)
    call()
    other = np.full((2, 3), 10.0)
    operand.point_at(other.ctypes.data)
    call()
    assert (c == 33.0).all()


@needs_blas
def test_changes_in_an_operand_are_seen() -> None:
    a, b, c = np.ones((2, 3)), np.ones((3, 2)), np.zeros((2, 2))
    call = accumulation(Operand(a), Operand(b), c, 1.0)
    a[...] = 5.0
    call()
    assert (c == 15.0).all()


@needs_blas
def test_a_view_within_a_larger_array_is_changed_and_nothing_around_it() -> None:
    flat = np.zeros(10)
    block = flat[2:8].reshape(2, 3)
    accumulation(Operand(np.ones((2, 1))), Operand(np.ones((1, 3))), block, 1.0)()
    assert flat.tolist() == [0.0, 0.0, *[1.0] * 6, 0.0, 0.0]


@needs_blas
def test_strided_matrices_are_refused() -> None:
    strided = np.ones((4, 6))[:, ::2]
    with pytest.raises(ValueError, match="contiguous"):
        accumulation(Operand(strided), Operand(np.ones((3, 2))), np.zeros((4, 2)), 1.0)


def test_without_a_library_there_is_no_product_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blas, "_libraries", lambda: iter(()))
    assert not has_products_in_place(np.dtype(np.float32))
    with pytest.raises(LookupError):
        accumulation(Operand(np.ones((1, 1))), Operand(np.ones((1, 1))), np.zeros((1, 1)), 1.0)


def pools(monkeypatch: pytest.MonkeyPatch, *found: tuple[str, str]) -> list[str]:
    """Which of the libraries found (interface, path) are opened."""

    class Controller:
        def info(self) -> list[dict[str, str]]:
            return [{"internal_api": api, "filepath": path} for api, path in found]

    monkeypatch.setattr(blas, "ThreadpoolController", Controller)
    monkeypatch.setattr("ctypes.CDLL", str)
    return [str(library) for library in blas._libraries()]


def test_only_numpys_own_library_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another's pool of threads and NumPy's would wait for each other."""
    own, other = "/x/numpy.libs/libopenblas.so", "/x/scipy.libs/libopenblas.so"
    assert pools(monkeypatch, ("openblas", other), ("openblas", own)) == [own]


def test_the_only_library_there_is_must_be_numpys(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pools(monkeypatch, ("openblas", "/usr/lib/libopenblas.so.0")) == ["/usr/lib/libopenblas.so.0"]


def test_of_two_strange_libraries_none_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not pools(monkeypatch, ("openblas", "/a/libopenblas.so"), ("openblas", "/b/libopenblas.so"))


def test_other_kinds_of_libraries_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not pools(monkeypatch, ("mkl", "/x/numpy/libmkl_rt.so"), ("openmp", "/x/numpy/libgomp.so"))


def test_a_library_that_cannot_be_opened_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> object:
        raise OSError(path)

    class Controller:
        def info(self) -> list[dict[str, str]]:
            return [{"internal_api": "openblas", "filepath": "/x/numpy.libs/libopenblas.so"}]

    monkeypatch.setattr(blas, "ThreadpoolController", Controller)
    monkeypatch.setattr("ctypes.CDLL", refuse)
    assert not list(blas._libraries())
