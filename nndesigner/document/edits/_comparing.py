"""What an edit makes meaningless although the parameters stay: costs of before, and how they curved."""

from __future__ import annotations

import math
from dataclasses import replace

from nndesigner.document.model import Document
from nndesigner.engine.memory import Memory
from nndesigner.engine.optimisers import OPTIMISERS


def with_other_cost(document: Document) -> Document:
    """The document once its parameters have another cost than they had: what does not compare is forgotten.

    That is the best cost with its parameters, and how the gradient turned along earlier steps (L-BFGS). A
    velocity or a mean of squares stays: it fades by itself.
    """
    progress = document.progress
    if progress.steps:
        progress = replace(progress, watch=replace(progress.watch, best=math.inf))
    return replace(document, progress=progress, memory=without_curvature(document.memory), best=None)


def without_curvature(memory: Memory) -> Memory:
    """The memory without steps that belong to another cost or other parameters."""
    return Memory() if OPTIMISERS[memory.optimizer].whole_batch else memory
