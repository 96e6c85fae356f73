"""Arrays as safetensors: bit-exact, and never more of them than the file holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
from numpy.typing import NDArray

from nndesigner.storage.damage import DamageError

Array = NDArray[Any]
_DTYPES = (np.dtype(np.float32), np.dtype(np.float64), np.dtype(np.bool_))


def pack(arrays: Mapping[str, Array]) -> bytes:
    """Arrays of float32, float64 or bool by name as one safetensors file."""
    return safetensors.numpy.save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def unpack(raw: bytes) -> dict[str, Array]:
    """Read-only arrays by name.

    Raises:
        DamageError: The bytes are not safetensors, or hold an array of another kind.
    """
    try:
        found = safetensors.numpy.load(raw)
    except (safetensors.SafetensorError, KeyError) as problem:  # KeyError: a type that NumPy does not have
        raise DamageError("its arrays cannot be read") from problem
    return {name: _checked(name, array) for name, array in found.items()}


def take(arrays: Mapping[str, Array], name: str, shape: tuple[int, ...], kind: str) -> Array:
    """One array, of the shape and kind that it must have.

    Args:
        arrays: What `unpack` returned.
        name: Its name.
        shape: The shape it must have.
        kind: "f" for floating point, "b" for bool.

    Raises:
        DamageError: It is missing or different.
    """
    array = arrays.get(name)
    if array is None:
        raise DamageError(f"the array “{name}” is missing")
    if array.shape != shape or array.dtype.kind != kind:
        raise DamageError(f"the array “{name}” does not fit the network")
    return array


def _checked(name: str, array: Array) -> Array:
    if array.dtype not in _DTYPES:
        raise DamageError(f"the array “{name}” has an unknown type")
    if array.dtype.kind == "b":
        # A byte other than 0 and 1 would be a bool that equals neither.
        array = array.view(np.uint8) != 0
    array.flags.writeable = False
    return array
