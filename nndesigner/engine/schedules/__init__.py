"""How the learning rate changes. Closed: a project file names one of these and never brings its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nndesigner.engine.schedules.constant import CONSTANT
from nndesigner.engine.schedules.cosine import COSINE
from nndesigner.engine.schedules.exponential import EXPONENTIAL
from nndesigner.engine.schedules.plateau import PLATEAU
from nndesigner.engine.schedules.schedule import Schedule, warming
from nndesigner.engine.schedules.step import STEP

__all__ = ["SCHEDULES", "Schedule", "warming"]

SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {schedule.name: schedule for schedule in (CONSTANT, STEP, EXPONENTIAL, COSINE, PLATEAU)}
)
"""By name, in the order of the menus."""
