"""What the canvas can show: the overlays, how they and their numbers are called, and why one may be empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from nndesigner.session.session import Session


class Mode(StrEnum):
    """What the canvas shows."""

    WEIGHTS = "weights"
    ACTIVATIONS = "activations"
    ERRORS = "errors"
    GRADIENTS = "gradients"
    BIASES = "biases"
    CHANGE = "change"

    @property
    def of_row(self) -> bool:
        """Whether its numbers are those of the row of data looked at."""
        return self in (Mode.ACTIVATIONS, Mode.ERRORS, Mode.GRADIENTS)

    @property
    def activates(self) -> bool:
        """Whether neurons show their activations."""
        return self in (Mode.WEIGHTS, Mode.ACTIVATIONS)


@dataclass(frozen=True)
class Words:
    """How a mode, and the numbers of its lines and neurons, are called.

    Attributes:
        title: On its tab.
        symbol: On its tab where there is little room.
        edges, neurons: In the legend.
        line, neuron: As symbols, `{}` standing for the indices.
        description: What the numbers are, with the equations of the source text.
    """

    title: str
    symbol: str
    edges: str
    neurons: str
    line: str
    neuron: str
    description: str


WORDS: Mapping[Mode, Words] = {
    Mode.WEIGHTS: Words(
        "Weights",
        "w",
        "weight w",
        "activation a",
        "w{}",
        "a{}",
        "Lines: weights w\nNeurons: activations a for the row looked at (equation 13)",
    ),
    Mode.ACTIVATIONS: Words(
        "Activations",
        "w·a",
        "w·a sent on",
        "activation a",
        "w·a{}",
        "a{}",
        "Lines: what each weight adds to z, w·a (the terms of equation 12)\n"
        "Neurons: activations a for the row looked at (equation 13)",
    ),
    Mode.ERRORS: Words(
        "Errors δ",
        "δ",
        "w·δ sent back",
        "error δ",
        "w·δ{}",
        "δ{}",
        "Lines: what each weight sends back, w·δ of the receiving neuron (the terms of equation 43)\n"
        "Neurons: errors δ for the row looked at (equation 24)",
    ),
    Mode.GRADIENTS: Words(
        "Gradients",
        "∂C",
        "∂C/∂w",
        "∂C/∂b",
        "∂C/∂w{}",
        "∂C/∂b{}",
        "Lines: ∂C/∂w = a·δ, how the cost of the row looked at rises with each weight (equation 53)\n"
        "Neurons: ∂C/∂b = δ, how it rises with each bias (equation 49)",
    ),
    Mode.BIASES: Words(
        "Biases",
        "b",
        "weight w",
        "bias b",
        "w{}",
        "b{}",
        "Lines: weights w\nNeurons: biases b, which are added to Σ w·a (equation 12)",
    ),
    Mode.CHANGE: Words(
        "Change",
        "Δ",
        "Δw",
        "Δb",
        "Δw{}",
        "Δb{}",
        "Lines: Δw, how far each weight has come since the last epoch (equation 54)\n"
        "Neurons: Δb, the same for each bias (equation 55)\n"
        "At the end of an epoch it is what that epoch did; within one, what it has done so far.",
    ),
}


def words_now(session: Session, mode: Mode) -> Words:
    """How a mode and its numbers are called: a change is that of the last epoch or of the present one."""
    words = WORDS[mode]
    if mode is not Mode.CHANGE:
        return words
    live = session.training.live
    progress = live.progress if live is not None else session.document.progress
    when = "in this epoch so far" if progress.offset else "in the last epoch"
    return replace(words, edges=f"{words.edges} {when}", neurons=f"{words.neurons} {when}")


def emptiness(session: Session, mode: Mode) -> str:
    """Why a mode has no numbers at all, in one sentence that says what to do; nothing where it has some."""
    network = session.document.network
    if mode is Mode.CHANGE:
        return "" if session.since is not None else "Nothing has changed yet: train a batch or an epoch."
    if not mode.of_row:
        joined = network.connections or not network.layers
        return "" if joined else "There are no connections yet: connect two layers."
    inspection = session.inspection
    if inspection is not None and (mode is Mode.ACTIVATIONS or inspection.delta):
        return ""
    if session.document.data is None:
        return "These are numbers of a row of data: open a table first."
    if session.problems:
        return session.problems[0].message
    return "This network cannot be computed for the row looked at."
