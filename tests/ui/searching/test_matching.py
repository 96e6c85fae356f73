"""What is found by what is typed, and in which order."""

from __future__ import annotations

import time

import pytest

from nndesigner.ui.searching.matching import best_first, folded, holding

COMMANDS = [
    "insert layer",
    "insert layer, keeping the function",
    "add input layer",
    "undo add neuron",
    "split neurons in two",
    "tidy",
]


def found(typed: str, texts: list[str] = COMMANDS) -> list[str]:
    return [texts[place] for place in best_first(typed, texts)]


def test_nothing_typed_finds_everything_in_order() -> None:
    assert found("  ") == COMMANDS


def test_beginnings_come_before_what_is_inside() -> None:
    texts = ["undo add", "add undo", "sundown", "undo", "do undo"]
    assert found("undo", texts) == ["undo", "undo add", "add undo", "do undo", "sundown"]


def test_every_word_has_to_fit_in_any_order() -> None:
    assert found("layer ins")[0] == "insert layer"
    assert found("layer neuron") == []


def test_words_beside_each_other_come_first() -> None:
    texts = ["hidden 10 of 1", "hidden 1", "1 hidden"]
    assert found("hidden 1", texts)[0] == "hidden 1"


@pytest.mark.parametrize(
    ("typed", "first"), [("ail", "add input layer"), ("il", "insert layer"), ("spnr", "split neurons in two")]
)
def test_initials_and_letters_in_order_are_enough(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_further_words_count_less_than_the_name() -> None:
    texts, asides = ["zoom in", "fit", "show map"], ["view", "view show the whole network", "view"]
    assert best_first("show", texts, asides) == [2, 1]


def test_what_is_of_no_use_comes_after_what_fits_nearly_as_well() -> None:
    texts = ["iris", "iris flowers", "ripe figs"]
    assert best_first("iris", texts, useless={0}) == [1, 0]
    assert best_first("ri", ["rims", "red ink pad i", "crib"], useless={0})[0] == 1
    assert best_first("split", ["split neurons", "swap plus in tabs"], useless={0}) == [0, 1]


def test_case_and_spaces_make_no_difference() -> None:
    assert folded("  ReLU   Layer ") == "relu layer"
    assert holding("RELU  l", [folded("ReLU layer"), "tanh layer"]) == [0]


def test_parts_of_names_are_found_as_they_stand() -> None:
    assert holding("n 1", ["neuron 1", "neuron 2", "neuron 11"]) == [0, 2]
    assert holding("", ["neuron 1"]) == []


def test_twenty_thousand_texts_take_less_than_two_frames() -> None:
    texts = [f"neuron {place % 200} of hidden {place // 200}" for place in range(20_000)]
    took = []
    for _ in range(3):
        start = time.process_time()
        assert len(best_first("neuron 12", texts)) > 1000
        took.append(time.process_time() - start)
    assert min(took) < 0.033
