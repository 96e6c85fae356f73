"""A growing history keeps every measurement, and what it has shown stays as it was."""

from __future__ import annotations

from nndesigner.document.runs import History, Measurement
from nndesigner.session.live_history import GrowingHistory


def at(epoch: float) -> Measurement:
    return Measurement(epoch, 1.0 / (epoch + 1), 0.0, 2.0, 0.5, 0.4, 0.1)


def test_growth_beyond_its_room_keeps_every_measurement() -> None:
    growing = GrowingHistory(History().extended([at(0.0)]))
    for start in range(1, 5001, 100):
        growing.extend([at(float(epoch)) for epoch in range(start, start + 100)])
    assert growing.view().epoch.tolist() == [float(epoch) for epoch in range(5001)]


def test_what_was_shown_does_not_change_when_it_grows() -> None:
    growing = GrowingHistory(History())
    growing.extend([at(0.0), at(1.0)])
    shown = growing.view()
    growing.extend([at(2.0)])
    assert shown.epoch.tolist() == [0.0, 1.0]
    assert not shown.epoch.flags.writeable
