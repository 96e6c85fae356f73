"""Pruning removes exactly the weights that its rule names: counted again here with plain NumPy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.edits import BelowThreshold, RandomSparsity, Rule, Side, Strongest
from nndesigner.document.model import Document
from nndesigner.document.validation import problems
from nndesigner.engine.parameters import Parameters, read_only
from nndesigner.errors import NetworkError
from tests.unit.document.builders import as_trained, output, stack

SIZES = st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(1, 4))
RULES = st.one_of(
    st.builds(BelowThreshold, st.floats(0, 3)),
    st.builds(Strongest, st.integers(0, 8), st.sampled_from(Side)),
    st.builds(RandomSparsity, st.floats(0, 1), st.integers(0, 5)),
)


def ids(document: Document) -> list[int]:
    return [connection.id for connection in document.network.connections]


def drawn(sizes: tuple[int, ...], seed: int, removed: float = 0.0) -> Document:
    """A stack with normal weights of which some have been removed by hand."""
    document, rng = stack(*sizes), np.random.default_rng(seed)
    weights = {key: read_only(rng.normal(size=w.shape)) for key, w in document.parameters.weights.items()}
    document = replace(document, parameters=Parameters(weights, document.parameters.biases))
    for connection in document.network.connections:
        target = document.network.layer(connection.target).neurons
        source = document.network.layer(connection.source).neurons
        gone = [(a, b) for a in target for b in source if rng.random() < removed]
        document = edits.remove_weights(document, connection.id, gone)
    return document


def present(document: Document, key: int) -> np.ndarray:
    mask = document.network.connection(key).mask
    return np.ones(document.parameters.weights[key].shape, bool) if mask is None else np.array(mask)


def pruned(document: Document, chosen: list[int], rule: Rule) -> Document:
    """The document after pruning, or the same where the rule keeps everything."""
    try:
        return edits.prune(document, chosen, rule)
    except NetworkError:
        return document


@given(SIZES, st.integers(0, 99), st.floats(0, 0.6), st.floats(0, 3))
def test_a_threshold_removes_what_is_smaller(
    sizes: tuple[int, ...], seed: int, removed: float, threshold: float
) -> None:
    document = drawn(sizes, seed, removed)
    after = pruned(document, ids(document), BelowThreshold(threshold))
    for key in ids(document):
        expected = present(document, key) & (np.abs(document.parameters.weights[key]) >= threshold)
        np.testing.assert_array_equal(present(after, key), expected)


@given(SIZES, st.integers(0, 99), st.floats(0, 0.6), st.integers(0, 8), st.sampled_from(Side))
def test_every_neuron_keeps_its_strongest_weights(
    sizes: tuple[int, ...], seed: int, removed: float, count: int, side: Side
) -> None:
    document = drawn(sizes, seed, removed)
    after = pruned(document, ids(document), Strongest(count, side))
    for key in ids(document):
        was, now = present(document, key), present(after, key)
        size = np.abs(document.parameters.weights[key])
        if side is Side.OUT:
            was, now, size = was.T, now.T, size.T
        for row in range(len(was)):
            strongest = np.sort(size[row][was[row]])[::-1][:count]
            np.testing.assert_array_equal(np.sort(size[row][now[row]])[::-1], strongest)


def test_weights_from_two_layers_compete_for_the_same_neuron() -> None:
    document = stack(2, 2, 1)
    first, _, last = (layer.id for layer in document.network.layers)
    document = edits.connect(document, first, last)
    straight, skip = (c.id for c in document.network.incoming(last))
    weights = {
        **document.parameters.weights, straight: read_only(np.array([[0.1, 0.9]])),
        skip: read_only(np.array([[-0.8, 0.2]])),
    }  # fmt: skip
    document = replace(document, parameters=Parameters(weights, document.parameters.biases))
    after = edits.prune(document, [straight, skip], Strongest(2))
    assert present(after, straight).tolist() == [[False, True]]
    assert present(after, skip).tolist() == [[True, False]]


def test_of_equal_weights_the_first_are_kept() -> None:
    document = stack(4, 1)
    (key,) = ids(document)
    equal = Parameters({key: read_only(np.full((1, 4), -0.5))}, document.parameters.biases)
    after = edits.prune(replace(document, parameters=equal), [key], Strongest(2))
    assert present(after, key).tolist() == [[True, True, False, False]]


@given(SIZES, st.integers(0, 9), st.floats(0, 0.6), st.floats(0, 1), st.integers(0, 9))
def test_a_share_of_each_connection_goes_at_random(
    sizes: tuple[int, ...], seed: int, removed: float, share: float, luck: int
) -> None:
    document = drawn(sizes, seed, removed)
    after = pruned(document, ids(document), RandomSparsity(share, luck))
    for key in ids(document):
        was, now = present(document, key), present(after, key)
        assert now.sum() == was.sum() - round(share * was.sum())
        assert not (now & ~was).any()


def test_the_same_seed_removes_the_same_weights_and_another_one_others() -> None:
    document = drawn((20, 20, 5), 1)
    one, again, other = (
        edits.prune(document, ids(document), RandomSparsity(0.5, seed)) for seed in (3, 3, 4)
    )
    for key in ids(document):
        np.testing.assert_array_equal(present(one, key), present(again, key))
        assert (present(one, key) != present(other, key)).any()


@given(SIZES, st.integers(0, 99), st.floats(0, 0.6), RULES)
def test_the_counts_said_beforehand_are_those_found_afterwards(
    sizes: tuple[int, ...], seed: int, removed: float, rule: Rule
) -> None:
    document = drawn(sizes, seed, removed)
    said = edits.pruning_of(document.network, edits.kept(document, ids(document), rule))
    after = pruned(document, ids(document), rule)
    before, left = (sum(int(present(d, key).sum()) for key in ids(d)) for d in (document, after))
    assert (said.present, said.removed) == (before, before - left)
    assert said.cut_off == len({place[:2] for place in ended(after) - ended(document)})


def ended(document: Document) -> set[tuple[int, int, int]]:
    """(layer, place, axis) of neurons that have no weight left on a side where their layer is connected."""
    found = set()
    for connection in document.network.connections:
        mask = present(document, connection.id)
        for layer, axis in ((connection.target, 1), (connection.source, 0)):
            found |= {(layer, int(place), axis) for place in np.flatnonzero(~mask.any(axis=axis))}
    return found


@given(SIZES, st.integers(0, 99), RULES)
def test_a_pruned_network_is_whole_and_its_removed_weights_are_zero(
    sizes: tuple[int, ...], seed: int, rule: Rule
) -> None:
    document = as_trained(drawn(sizes, seed))
    after = pruned(document, ids(document), rule)
    for key in ids(after):
        weights, kept = after.parameters.weights[key], present(after, key)
        assert not weights[~kept].any()
        np.testing.assert_array_equal(weights[kept], document.parameters.weights[key][kept])
    assert not any(problem.blocking for problem in problems(after) if problem.code not in NO_DATA)
    assert np.isfinite(output(after, np.ones((2, sizes[0])))).all()


NO_DATA = {problem.code for problem in problems(stack(3, 2, 1))}
"""What is wrong with a network only because there is no data."""


def test_only_the_chosen_connections_lose_weights() -> None:
    document = drawn((4, 4, 4), 7)
    first, second = ids(document)
    after = edits.prune(document, [second], RandomSparsity(0.5))
    assert after.network.connection(first) is document.network.connection(first)
    assert present(after, second).sum() == 8


def test_a_rule_that_keeps_everything_is_refused() -> None:
    document = drawn((3, 3, 2), 1)
    for rule in (BelowThreshold(0.0), Strongest(9), RandomSparsity(0.0)):
        with pytest.raises(NetworkError, match="keeps every weight"):
            edits.prune(document, ids(document), rule)


def test_a_network_without_any_weight_left_answers_from_its_biases_alone() -> None:
    document = drawn((3, 3, 2), 1)
    everything = RandomSparsity(1.0)
    masks = edits.kept(document, ids(document), everything)
    assert edits.pruning_of(document.network, masks).cut_off == 8
    answers = output(edits.prune(document, ids(document), everything), np.eye(3))
    np.testing.assert_array_equal(answers, np.full((3, 2), 0.5))


def test_restoring_brings_removed_weights_back_at_zero() -> None:
    document = as_trained(drawn((3, 4, 2), 1))
    after = edits.prune(document, ids(document), RandomSparsity(0.5))
    back = edits.restore_all(after, ids(after))
    assert all(connection.mask is None for connection in back.network.connections)
    for key in ids(back):
        np.testing.assert_array_equal(back.parameters.weights[key], after.parameters.weights[key])
    with pytest.raises(NetworkError, match="was removed"):
        edits.restore_all(back, ids(back))
