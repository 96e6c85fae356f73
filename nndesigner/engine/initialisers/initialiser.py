"""What an initialiser is: two distributions, one for the weights into a layer and one for its biases."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from nndesigner.engine.parameters import FloatArray


class Initialiser(ABC):
    """How the first weights and biases of a layer are drawn.

    Attributes:
        name: Key in the registry and in project files.
        label: For people.
        description: One sentence for people.
    """

    name: str
    label: str
    description: str

    @abstractmethod
    def weights(
        self, random: np.random.Generator, shape: tuple[int, int], inputs: int, activation: str, /
    ) -> FloatArray:
        """Draw a weight matrix.

        Args:
            random: The stream of this matrix alone.
            shape: (n_target, n_source).
            inputs: How many neurons feed one neuron of the target, over all connections into it.
            activation: The target layer's.
        """

    def biases(self, _random: np.random.Generator, size: int, /) -> FloatArray:
        """Draw the biases of a layer; zeros unless the initialiser says otherwise."""
        return np.zeros(size)
