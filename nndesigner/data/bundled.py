"""The data sets that come with the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nndesigner.data.source import DataSource, source_from_bytes
from nndesigner.errors import DataError
from nndesigner.resource_files import resource_path


@dataclass(frozen=True)
class BundledData:
    """One data set under resources/datasets.

    Attributes:
        description: One sentence.
        target: The column to predict.
    """

    label: str
    description: str
    file: str
    target: str
    licence: str
    source: str
    citation: str


BUNDLED: Mapping[str, BundledData] = MappingProxyType(
    {
        "xor": BundledData(
            "XOR",
            "The four rows of exclusive or: the smallest problem that needs a hidden layer.",
            "xor.csv",
            "output",
            "MIT",
            "Made for NN Designer",
            "The truth table of exclusive or.",
        ),
        "football": BundledData(
            "Football game",
            "Whether to go to a game, for each answer to three questions: one neuron is enough.",
            "football.csv",
            "go",
            "MIT",
            "Made for NN Designer",
            "Weights 3, 1 and 5 against a threshold of 3.",
        ),
        "eight": BundledData(
            "One of eight",
            "Eight rows with one input on each, and the output of the same number to be found.",
            "eight.csv",
            "code",
            "MIT",
            "Made for NN Designer",
            "The eight patterns of the encoder problem.",
        ),
        "wave": BundledData(
            "Wave",
            "160 points near a wave on a slope: a number to be predicted from another one.",
            "wave.csv",
            "y",
            "MIT",
            "Made for NN Designer",
            "sin 1.5x + 0.3x with normal noise of 0.1.",
        ),
        "iris": BundledData(
            "Iris",
            "150 flowers of three species, told apart by the size of their sepals and petals.",
            "iris.csv",
            "species",
            "CC BY 4.0",
            "UCI Machine Learning Repository, Iris",
            "Fisher, R. (1936). Iris [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C56C76",
        ),
        "digits": BundledData(
            "Digits",
            "1,797 handwritten digits as pictures of 8 × 8 pixels.",
            "digits.csv",
            "digit",
            "CC BY 4.0",
            "UCI Machine Learning Repository, Optical Recognition of Handwritten Digits (test set)",
            "Alpaydin, E. & Kaynak, C. (1998). Optical Recognition of Handwritten Digits [Dataset]. "
            "UCI Machine Learning Repository. https://doi.org/10.24432/C50P49",
        ),
    }
)


def load_bundled(key: str) -> DataSource:
    """Open a bundled data set.

    Raises:
        DataError: There is none of that name.
    """
    if key not in BUNDLED:
        raise DataError(f"There is no bundled data set “{key}”.", remedy=f"There are {', '.join(BUNDLED)}.")
    entry = BUNDLED[key]
    raw = resource_path(f"datasets/{entry.file}").read_bytes()
    return source_from_bytes(raw, entry.file, target=entry.target)
