"""C ← C + αAB in place, through the very BLAS that NumPy computes its products with.

NumPy has no product that adds to what is there. For gradient descent that is worth having: a weight matrix is
read and written once per step instead of four times. Only NumPy's own library will do: a second one has a
second pool of threads, and two pools that wait for each other's cores are a hundred times slower.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from nndesigner.engine.parameters import FloatArray

_ROW_MAJOR, _AS_IS, _TRANSPOSED = 101, 111, 112
"""Of the C interface that all BLAS libraries share."""

_NAMES = (
    ("scipy_cblas_{}gemm64_", ctypes.c_int64),
    ("cblas_{}gemm64_", ctypes.c_int64),
    ("scipy_cblas_{}gemm", ctypes.c_int32),
    ("cblas_{}gemm", ctypes.c_int32),
)
"""What builds of OpenBLAS call it, and the type of its sizes: NumPy's wheels, distributions, conda."""

_SCALARS: dict[str, tuple[str, Any]] = {"float32": ("s", ctypes.c_float), "float64": ("d", ctypes.c_double)}


class Operand:
    """A matrix that a prepared product reads at every call; `point_at` exchanges it for another."""

    def __init__(self, array: FloatArray) -> None:
        self.array = array
        self.pointer = ctypes.c_void_p(array.ctypes.data)

    def point_at(self, address: int) -> None:
        """Read another matrix of the same shape and order, which the caller keeps, from the next call on."""
        self.pointer.value = address


def accumulation(a: Operand, b: Operand, c: FloatArray, alpha: float) -> Callable[[], object]:
    """Prepare C ← C + αAB, as a call without arguments.

    Args:
        a: Shape (m, k), C- or Fortran-contiguous.
        b: Shape (k, n), likewise.
        c: Shape (m, n), C-contiguous; written in place. All of one precision.
        alpha: α.

    Raises:
        LookupError: NumPy's library cannot be asked directly.
    """
    found = _gemm(c.dtype.name)
    if found is None:
        raise LookupError("no product in place")
    function, size = found
    number = _SCALARS[c.dtype.name][1]
    (m, n), k = c.shape, a.array.shape[1]
    turned_a, stride_a = _order(a.array)
    turned_b, stride_b = _order(b.array)
    prepared = partial(
        function,
        ctypes.c_int(_ROW_MAJOR),
        ctypes.c_int(turned_a),
        ctypes.c_int(turned_b),
        size(m),
        size(n),
        size(k),
        number(alpha),
        a.pointer,
        size(stride_a),
        b.pointer,
        size(stride_b),
        number(1.0),
        ctypes.c_void_p(c.ctypes.data),
        size(n),
    )
    # The library sees addresses only: the arrays have to live as long as the call.
    prepared.__dict__["arrays"] = (a, b, c)
    return prepared


def has_products_in_place(dtype: np.dtype[np.floating]) -> bool:
    """Whether `accumulation` can prepare products of this precision here."""
    return _gemm(dtype.name) is not None


def _order(array: FloatArray) -> tuple[int, int]:
    """How a matrix lies in memory, and the distance of its rows (or columns) there."""
    rows, columns = array.shape
    if array.flags.c_contiguous:
        return _AS_IS, max(columns, 1)
    if not array.flags.f_contiguous:
        raise ValueError("a product in place needs contiguous matrices")
    return _TRANSPOSED, max(rows, 1)


@cache
def _gemm(dtype: str) -> tuple[Any, Any] | None:
    """The function and the type of its sizes; None where no library has it."""
    letter, _ = _SCALARS[dtype]
    for library in _libraries():
        for name, size in _NAMES:
            function = getattr(library, name.format(letter), None)
            if function is not None:
                function.restype = None
                return function, size
    return None


def _libraries() -> Iterator[ctypes.CDLL]:
    """NumPy's own OpenBLAS: the one that lies with it, or the only one there is."""
    paths = [
        Path(library["filepath"])
        for library in ThreadpoolController().info()
        if library.get("internal_api") == "openblas"
    ]
    own = [path for path in paths if any("numpy" in part.lower() for part in path.parts[-4:])]
    for path in own or (paths if len(paths) == 1 else []):
        try:
            yield ctypes.CDLL(str(path))
        except OSError:
            continue
