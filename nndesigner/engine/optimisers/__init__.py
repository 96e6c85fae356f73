"""The optimisers. Closed: a project file names one of these and never brings its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nndesigner.engine.optimisers.adam import ADAM, ADAMW
from nndesigner.engine.optimisers.lbfgs import L_BFGS
from nndesigner.engine.optimisers.momentum import MOMENTUM, NESTEROV
from nndesigner.engine.optimisers.optimiser import Elementwise, Optimiser
from nndesigner.engine.optimisers.rmsprop import RMSPROP
from nndesigner.engine.optimisers.sgd import SGD_PLAIN

__all__ = ["OPTIMISERS", "SGD_PLAIN", "Elementwise", "Optimiser"]

OPTIMISERS: Mapping[str, Optimiser] = MappingProxyType(
    {known.name: known for known in (SGD_PLAIN, MOMENTUM, NESTEROV, RMSPROP, ADAM, ADAMW, L_BFGS)}
)
"""By name, in the order of the menus."""
