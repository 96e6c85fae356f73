"""Weights scaled so that signals keep their variance from layer to layer."""

from __future__ import annotations

import math
from abc import abstractmethod

import numpy as np

from nndesigner.engine.initialisers.initialiser import Initialiser
from nndesigner.engine.parameters import FloatArray


class _Scaled(Initialiser):
    uniform: bool

    @abstractmethod
    def variance(self, inputs: int, outputs: int, /) -> float:
        """Variance of one weight."""

    def weights(
        self, random: np.random.Generator, shape: tuple[int, int], inputs: int, _activation: str, /
    ) -> FloatArray:
        deviation = math.sqrt(self.variance(inputs, shape[0]))
        if self.uniform:
            bound = math.sqrt(3.0) * deviation  # the uniform distribution on ±bound has this deviation
            return random.uniform(-bound, bound, shape)
        return random.standard_normal(shape) * deviation


class _He(_Scaled):
    """Variance 2 / n_in: half of a ReLU layer's inputs are zero (He et al. 2015)."""

    def variance(self, inputs: int, _outputs: int, /) -> float:
        return 2.0 / inputs


class _Glorot(_Scaled):
    """Variance 2 / (n_in + n_out): a compromise of the forward and backward pass (Glorot & Bengio 2010)."""

    def variance(self, inputs: int, outputs: int, /) -> float:
        return 2.0 / (inputs + outputs)


class _LeCun(_Scaled):
    """Variance 1 / n_in: z has the mean square of what comes in (LeCun et al. 1998)."""

    def variance(self, inputs: int, _outputs: int, /) -> float:
        return 1.0 / inputs


class HeNormal(_He):
    """He, normally distributed."""

    name, label, uniform = "he_normal", "He normal", False
    description = "Normal weights with variance 2/inputs, made for ReLU and its like; biases 0."


class HeUniform(_He):
    """He, uniformly distributed."""

    name, label, uniform = "he_uniform", "He uniform", True
    description = "Uniform weights with variance 2/inputs, made for ReLU and its like; biases 0."


class GlorotNormal(_Glorot):
    """Glorot, normally distributed."""

    name, label, uniform = "glorot_normal", "Glorot normal", False
    description = "Normal weights with variance 2/(inputs + neurons), made for tanh and sigmoid; biases 0."


class GlorotUniform(_Glorot):
    """Glorot, uniformly distributed."""

    name, label, uniform = "glorot_uniform", "Glorot uniform", True
    description = "Uniform weights with variance 2/(inputs + neurons), made for tanh and sigmoid; biases 0."


class LeCunNormal(_LeCun):
    """LeCun, normally distributed."""

    name, label, uniform = "lecun_normal", "LeCun normal", False
    description = "Normal weights with variance 1/inputs, made for SELU; biases 0."


class LeCunUniform(_LeCun):
    """LeCun, uniformly distributed."""

    name, label, uniform = "lecun_uniform", "LeCun uniform", True
    description = "Uniform weights with variance 1/inputs, made for SELU; biases 0."


HE_NORMAL = HeNormal()
HE_UNIFORM = HeUniform()
GLOROT_NORMAL = GlorotNormal()
GLOROT_UNIFORM = GlorotUniform()
LECUN_NORMAL = LeCunNormal()
LECUN_UNIFORM = LeCunUniform()
