"""The costs. Closed: a project file names one of these and never brings its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.costs.cross_entropy import CROSS_ENTROPY
from nndesigner.engine.costs.mse import MSE
from nndesigner.engine.costs.softmax_cross_entropy import SOFTMAX_CROSS_ENTROPY

__all__ = ["COSTS", "Cost"]

COSTS: Mapping[str, Cost] = MappingProxyType(
    {cost.name: cost for cost in (MSE, CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY)}
)
"""By name, in the order of the menus."""
