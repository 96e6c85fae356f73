"""What the optimiser remembers, and the best parameters so far, as records and arrays, and back."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Network, Role
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.parameters import Parameters
from nndesigner.storage.arrays import Array, take
from nndesigner.storage.damage import DamageError
from nndesigner.storage.schema import MemoryRecord


def memory_record(memory: Memory) -> MemoryRecord:
    """Everything but the vectors."""
    return MemoryRecord(optimizer=memory.optimizer, steps=memory.steps, slots=sorted(memory.slots))


def memory_arrays(memory: Memory) -> dict[str, Array]:
    """The vectors by the names they have in memory.safetensors."""
    arrays: dict[str, Array] = {}
    for name, slot in memory.slots.items():
        arrays |= {f"{name}/weights/{key}": value for key, value in slot.weights.items()}
        arrays |= {f"{name}/biases/{key}": value for key, value in slot.biases.items()}
    return arrays


def memory_from(record: MemoryRecord, network: Network, arrays: Mapping[str, Array]) -> Memory:
    """What the optimiser remembers, to the last bit.

    A vector that a layer or connection has none of is zero there, as for one that was just made.

    Raises:
        DamageError: There is no such optimiser, it has no such vectors, or an array does not fit the network.
    """
    if record.optimizer not in OPTIMISERS:
        raise DamageError(f"there is no optimizer “{record.optimizer}”")
    if not OPTIMISERS[record.optimizer].remembers(record.slots):
        raise DamageError(f"what its optimizer remembers is not what “{record.optimizer}” does")
    slots = {name: _slot(name, network, arrays) for name in record.slots}
    return Memory(record.optimizer, record.steps, slots)


def _slot(name: str, network: Network, arrays: Mapping[str, Array]) -> Parameters:
    weights, biases = {}, {}
    for connection in network.connections:
        key = f"{name}/weights/{connection.id}"
        if key in arrays:
            shape = network.layer(connection.target).size, network.layer(connection.source).size
            weights[connection.id] = take(arrays, key, shape, "f")
    for layer in network.layers:
        key = f"{name}/biases/{layer.id}"
        if key in arrays and layer.role is not Role.INPUT:
            biases[layer.id] = take(arrays, key, (layer.size,), "f")
    return Parameters(weights, biases)
