"""The examples of the start page: bundled data with a network that fits, ready to be trained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nndesigner.data.bundled import load_bundled
from nndesigner.document import edits
from nndesigner.document.model import Document


@dataclass(frozen=True)
class Example:
    """One example.

    Attributes:
        key: Of the bundled data.
        shape: Layer sizes in words.
        description: One sentence for its card.
        hidden: The hidden layers of its network.
    """

    key: str
    label: str
    shape: str
    description: str
    hidden: tuple[edits.Hidden, ...]
    epochs: int
    learning_rate: float
    batch_size: int | None


EXAMPLES: Mapping[str, Example] = {
    example.key: example
    for example in (
        Example(
            "digits",
            "Handwritten digits",
            "64-30-10",
            "Tell 0 to 9 apart in pictures of 8 × 8 pixels.",
            (edits.Hidden(30, "sigmoid"),),
            epochs=150,
            learning_rate=0.5,
            batch_size=10,
        ),
        Example(
            "iris",
            "Iris flowers",
            "4-8-3",
            "Name the species from four measurements.",
            (edits.Hidden(8, "sigmoid"),),
            epochs=200,
            learning_rate=0.3,
            batch_size=10,
        ),
        Example(
            "xor",
            "Exclusive or",
            "2-2-1",
            "The smallest problem that needs a hidden layer.",
            (edits.Hidden(2, "sigmoid"),),
            epochs=2000,
            learning_rate=2.0,
            batch_size=None,
        ),
    )
}


def example_document(key: str) -> Document:
    """A new, untrained project for an example. Reads files; takes up to a second."""
    example = EXAMPLES[key]
    document = edits.set_data(Document.empty(), load_bundled(example.key))
    document = edits.new_network(document, example.hidden)
    return edits.set_training(
        document,
        epochs=example.epochs,
        learning_rate=example.learning_rate,
        batch_size=example.batch_size,
    )
