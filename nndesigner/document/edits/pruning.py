"""Removing many weights at once by a rule, and bringing removed ones back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from nndesigner.document.edits._restructure import restructured
from nndesigner.document.model import Document
from nndesigner.engine.network import BoolArray, Connection, Layer, Network
from nndesigner.engine.parameters import FloatArray
from nndesigner.errors import NetworkError


class Side(Enum):
    """The weights of a neuron that compete with each other."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class BelowThreshold:
    """Removes every weight with |w| < `threshold`."""

    threshold: float


@dataclass(frozen=True)
class Strongest:
    """Keeps the `count` weights of largest |w| into (or out of) every neuron; of equal ones the first."""

    count: int
    side: Side = Side.IN


@dataclass(frozen=True)
class RandomSparsity:
    """Removes a share of the weights of each connection; the same ones for the same seed."""

    share: float
    seed: int = 0


Rule = BelowThreshold | Strongest | RandomSparsity


@dataclass(frozen=True)
class Pruning:
    """What a rule would do.

    Attributes:
        present: Weights that the connections have now.
        removed: How many of them would go.
        cut_off: Neurons of the network that would lose their last weight in, or their last weight out.
    """

    present: int
    removed: int
    cut_off: int


def prune(document: Document, connections: Iterable[int], rule: Rule) -> Document:
    """Remove the weights that a rule does not keep; they stay exactly zero until restored.

    Raises:
        NetworkError: The rule keeps all of them.
    """
    return keep_only(document, kept(document, connections, rule))


def keep_only(document: Document, masks: Mapping[int, BoolArray]) -> Document:
    """Remove all weights but those that `kept` names.

    Raises:
        NetworkError: That is all of them.
    """
    changed = {key: mask for key, mask in masks.items() if _fewer(document.network, key, mask)}
    if not changed:
        raise NetworkError("The rule keeps every weight.", remedy="Choose one that removes some.")
    return _masked(document, changed)


def restore_all(document: Document, connections: Iterable[int]) -> Document:
    """Bring all removed weights of some connections back, starting from zero.

    Raises:
        NetworkError: None of them was removed.
    """
    full = {key: None for key in connections if document.network.connection(key).mask is not None}
    if not full:
        raise NetworkError("No weight of these connections was removed.")
    return _masked(document, full)


def pruning_of(network: Network, masks: Mapping[int, BoolArray]) -> Pruning:
    """Count what would happen if only these weights were kept."""
    present = sum(network.weight_count(network.connection(key)) for key in masks)
    remaining = sum(int(np.count_nonzero(mask)) for mask in masks.values())
    return Pruning(present, present - remaining, _cut_off(network, masks))


def kept(document: Document, connections: Iterable[int], rule: Rule) -> Mapping[int, BoolArray]:
    """The weights that stay, by connection id; shape (n_target, n_source). Removed ones are never among them.

    Args:
        document: The document; its weights count, not those of a training under way.
        connections: Ids of the connections that the rule is for.
        rule: What stays.
    """
    network = document.network
    chosen = [network.connection(key) for key in dict.fromkeys(connections)]
    masks = {c.id: present_mask(network, c) for c in chosen}
    sizes = {c.id: np.abs(document.parameters.weights[c.id]) for c in chosen}
    if isinstance(rule, BelowThreshold):
        return {key: mask & (sizes[key] >= rule.threshold) for key, mask in masks.items()}
    if isinstance(rule, RandomSparsity):
        return {key: _thinned(mask, rule.share, [rule.seed, key]) for key, mask in masks.items()}
    return _strongest(chosen, masks, sizes, rule)


def present_mask(network: Network, connection: Connection) -> BoolArray:
    """Which weights of a connection are not removed; shape (n_target, n_source), a copy."""
    if connection.mask is not None:
        return np.array(connection.mask)
    return np.ones((network.layer(connection.target).size, network.layer(connection.source).size), np.bool_)


def _thinned(mask: BoolArray, share: float, seed: list[int]) -> BoolArray:
    present = np.flatnonzero(mask)
    count = round(share * len(present))
    lots = np.random.default_rng(seed).random(len(present), np.float32)
    gone = np.argpartition(lots, count)[:count] if count < len(present) else slice(None)
    mask.flat[present[gone]] = False
    return mask


def _strongest(
    chosen: list[Connection],
    masks: Mapping[int, BoolArray],
    sizes: Mapping[int, FloatArray],
    rule: Strongest,
) -> Mapping[int, BoolArray]:
    """Weights from (or to) several layers compete for the places of the same neuron."""
    inwards = rule.side is Side.IN
    groups: dict[int, list[int]] = {}
    for connection in chosen:
        groups.setdefault(connection.target if inwards else connection.source, []).append(connection.id)
    result: dict[int, BoolArray] = {}
    for ids in groups.values():
        weighed = [np.where(masks[key], sizes[key], -1.0) for key in ids]
        rows = [part if inwards else part.T for part in weighed]
        best = _largest(np.concatenate(rows, axis=1), rule.count)
        ends = np.cumsum([part.shape[1] for part in rows])[:-1]
        for key, part in zip(ids, np.split(best, ends, axis=1), strict=True):
            result[key] = masks[key] & (part if inwards else part.T)
    return result


def _largest(sizes: FloatArray, count: int) -> BoolArray:
    """The `count` largest of every row, of equal ones the first."""
    length = sizes.shape[1]
    if not 0 < count < length:
        return np.full(sizes.shape, count > 0)
    least = np.partition(sizes, length - count, axis=1)[:, length - count, np.newaxis]
    best, equal = sizes > least, sizes == least
    missing = count - np.count_nonzero(best, axis=1)[:, np.newaxis]
    result: BoolArray = best | (equal & (np.cumsum(equal, axis=1, dtype=np.int32) <= missing))
    return result


def _masked(document: Document, masks: Mapping[int, BoolArray | None]) -> Document:
    for mask in masks.values():
        if mask is not None:
            mask.flags.writeable = False
    return restructured(
        document,
        connections=(
            replace(connection, mask=masks[connection.id]) if connection.id in masks else connection
            for connection in document.network.connections
        ),
    )


def _fewer(network: Network, key: int, mask: BoolArray) -> bool:
    return int(np.count_nonzero(mask)) < network.weight_count(network.connection(key))


def _cut_off(network: Network, masks: Mapping[int, BoolArray]) -> int:
    """Neurons that have weights in (or out) now, and would have none."""
    lost = 0
    for layer in network.layers:
        gone = np.zeros(layer.size, np.bool_)
        for side in Side:
            gone |= _fed(network, layer, side, {}) & ~_fed(network, layer, side, masks)
        lost += int(np.count_nonzero(gone))
    return lost


def _fed(network: Network, layer: Layer, side: Side, masks: Mapping[int, BoolArray]) -> BoolArray:
    """Which neurons of a layer have a weight in, or out; shape (n,)."""
    found = np.zeros(layer.size, np.bool_)
    joined = network.incoming(layer.id) if side is Side.IN else network.outgoing(layer.id)
    for connection in joined:
        mask = masks.get(connection.id, connection.mask)
        found |= True if mask is None else mask.any(axis=1 if side is Side.IN else 0)
    return found
