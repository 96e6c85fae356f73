"""Whether the cost still falls: what reducing η on a plateau and stopping early go by."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

MOST_CUTS = 10_000
"""How often η is reduced at most: project files hold no larger count, and a number so often reduced is 0."""


@dataclass(frozen=True)
class Watch:
    """What the measurements at the ends of the epochs have shown so far.

    Attributes:
        best: The lowest cost measured.
        best_epoch: When.
        cuts: How often η was reduced.
        last_cut: When last, or when the watch began.
    """

    best: float = math.inf
    best_epoch: int = 0
    cuts: int = 0
    last_cut: int = 0

    def seeing(self, epoch: int, cost: float, patience: int | None) -> Watch:
        """The watch after one more measurement.

        Args:
            epoch: Completed epochs.
            cost: Of the validation rows; of the training rows where there are none.
            patience: Epochs without a new best after which η is reduced; None to leave it alone.
        """
        if cost < self.best:
            return replace(self, best=cost, best_epoch=epoch)
        waited = epoch - max(self.best_epoch, self.last_cut)
        if patience is not None and waited >= patience and self.cuts < MOST_CUTS:
            return replace(self, cuts=self.cuts + 1, last_cut=epoch)
        return self

    def waited(self, epoch: int) -> int:
        """Epochs since the best."""
        return epoch - self.best_epoch
