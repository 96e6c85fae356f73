"""One training on a thread of its own. It captures a document and never touches anything else."""

from __future__ import annotations

import threading
import traceback

from nndesigner.document.runs import Outcome
from nndesigner.document.settings import TrainingSettings
from nndesigner.errors import NNDesignerError
from nndesigner.session.mailbox import Ended, Mailbox, Snapshot
from nndesigner.session.orders import Orders
from nndesigner.session.training_loop import Loop, Request, unmoved_from

__all__ = ["Request", "TrainingRun"]


class TrainingRun:
    """Trains until the request is met, it is told to stop, or the numbers are no longer finite."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.mailbox = Mailbox()
        self._orders = Orders()
        self._thread = threading.Thread(target=self._entry, name="training", daemon=True)

    def start(self) -> None:
        """Begin on a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ask to end after the batch being computed."""
        self._orders.stop()

    @property
    def stopping(self) -> bool:
        """Whether it has been asked to end."""
        return self._orders.stopped

    def change(self, settings: TrainingSettings) -> None:
        """Use other settings from the next batch on."""
        self._orders.change(settings)

    def want_snapshot(self) -> None:
        """Ask for the parameters as they are after the batch being computed."""
        self.mailbox.snapshot_wanted = True
        self._orders.given = True

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether the thread is still running."""
        return self._thread.is_alive()

    def _entry(self) -> None:
        """Thread entry: whatever happens, exactly one terminal event is left."""
        loop: Loop | None = None
        unmoved = unmoved_from(self.request)
        ended = Ended(Outcome.FAILED, unmoved, "Training ended unexpectedly.")

        def kept() -> Snapshot:
            return unmoved if loop is None else loop.good

        try:
            loop = Loop(self.request, self.mailbox, self._orders)
            ended = loop.run()
        except NNDesignerError as error:
            ended = Ended(Outcome.FAILED, kept(), error.what, error.remedy)
        except MemoryError:
            ended = Ended(
                Outcome.FAILED,
                kept(),
                "There is not enough memory to train this network.",
                "Make it smaller.",
            )
        except Exception:  # noqa: BLE001 - a thread entry is one of the two boundaries where everything is caught
            ended = Ended(
                Outcome.FAILED, kept(), "Training failed inside the program.", report=traceback.format_exc()
            )
        finally:
            self.mailbox.end(ended)
