"""The event loop's boundary: an exception that nothing expected becomes a report, and the program goes on."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nndesigner import __version__
from nndesigner.errors import NNDesignerError
from nndesigner.session.mailbox import Ended
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.dialogs.crash import CrashDialog
from nndesigner.ui.notices import Notices


class CrashReporter(QObject):
    """Receives failures from any thread and shows them on the UI thread."""

    failed = Signal(str)
    """A report for the user to copy."""
    _refused = Signal(NNDesignerError)

    def __init__(self, bridge: Bridge, notices: Notices, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: CrashDialog | None = None
        """The dialog, once there was something to report."""
        self._previous = sys.excepthook, threading.excepthook
        self.failed.connect(self._show)
        self._refused.connect(notices.show_error)
        bridge.trainingEnded.connect(self._training_ended)

    def install(self) -> None:
        """Take over from Python's own hooks."""
        self._previous = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught
        threading.excepthook = self._caught_on_thread

    def uninstall(self) -> None:
        """Give Python's hooks back."""
        sys.excepthook, threading.excepthook = self._previous

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._previous[0](kind, error, trace)
        elif isinstance(error, NNDesignerError):
            self._refused.emit(error)
        else:
            self._previous[0](kind, error, trace)
            self.failed.emit(report("".join(traceback.format_exception(kind, error, trace))))

    def _caught_on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _training_ended(self, ended: Ended) -> None:
        if ended.report:
            self.failed.emit(report(ended.report))

    def _show(self, text: str) -> None:
        if self.dialog is None:
            self.dialog = CrashDialog(self._window)
        self.dialog.add(text)


def report(trace: str) -> str:
    """What a developer needs to know besides the trace."""
    return (
        f"NN Designer {__version__}, Python {platform.python_version()}, PySide6 {PySide6.__version__}, "
        f"{platform.platform()}\n\n{trace.strip()}"
    )
