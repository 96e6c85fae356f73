"""What a training thread leaves: every measurement, the latest snapshot, the one terminal event."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from nndesigner.document.runs import Measurement, Outcome
from nndesigner.document.settings import Progress
from nndesigner.engine.divergence import Diagnosis
from nndesigner.engine.memory import Memory
from nndesigner.engine.parameters import Parameters


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The parameters at one moment of a run.

    Attributes:
        samples, seconds: Training samples processed and time spent since this thread began.
        memory: What the optimiser remembers; None in a snapshot that is only to be looked at.
        best: The parameters that gave the best cost; None likewise, and where nobody asks for them.
        since: Where the present epoch began, or at an epoch's end that one; None if it is not known.
    """

    parameters: Parameters
    progress: Progress
    samples: int
    seconds: float
    memory: Memory | None = None
    best: Parameters | None = None
    since: Parameters | None = None


@dataclass(frozen=True, eq=False)
class Ended:
    """How a run ended; always the last thing a run says, and said exactly once.

    Attributes:
        message: For the user; empty where there is nothing to say.
        remedy: What the user can do about it.
        report: Details for a bug report where the program itself failed; else empty.
        diagnosis: What broke first, where training diverged.
    """

    outcome: Outcome
    snapshot: Snapshot
    message: str = ""
    remedy: str = ""
    report: str = ""
    diagnosis: Diagnosis | None = None


@dataclass(frozen=True, eq=False)
class Drained:
    """What was in the mailbox."""

    measurements: list[Measurement]
    snapshot: Snapshot | None
    ended: Ended | None


class Mailbox:
    """Written by one training thread, emptied by one reader. No call waits for work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._measurements: list[Measurement] = []
        self._snapshot: Snapshot | None = None
        self._ended: Ended | None = None
        self.snapshot_wanted = False
        """Set by the reader when it would draw one; copying what nobody looks at costs time."""

    def measured(self, measurement: Measurement) -> None:
        """Keep a measurement."""
        with self._lock:
            self._measurements.append(measurement)

    def show(self, snapshot: Snapshot) -> None:
        """Replace the latest snapshot."""
        with self._lock:
            self._snapshot = snapshot
            self.snapshot_wanted = False

    def end(self, ended: Ended) -> None:
        """Leave the terminal event."""
        with self._lock:
            self._ended = ended

    def drain(self) -> Drained:
        """Take everything out."""
        with self._lock:
            drained = Drained(self._measurements, self._snapshot, self._ended)
            self._measurements, self._snapshot, self._ended = [], None, None
            return drained
