"""The costs. Closed: a project file names one of these and never brings its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.costs.cross_entropy import CROSS_ENTROPY
from nndesigner.engine.costs.hinge import HINGE
from nndesigner.engine.costs.huber import HUBER
from nndesigner.engine.costs.mae import MAE
from nndesigner.engine.costs.mse import MSE
from nndesigner.engine.costs.perceptron import PERCEPTRON
from nndesigner.engine.costs.softmax_cross_entropy import SOFTMAX_CROSS_ENTROPY

__all__ = ["COSTS", "Cost"]

COSTS: Mapping[str, Cost] = MappingProxyType(
    {
        cost.name: cost
        for cost in (MSE, MAE, HUBER, CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY, HINGE, PERCEPTRON)
    }
)
"""By name, in the order of the menus."""
