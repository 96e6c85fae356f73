"""Messages for the user: said quietly at the bottom of the window, never in a dialog to be answered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nndesigner.errors import NetworkError, NNDesignerError, UsageError


class Notices(QObject):
    """Where every part of the window sends what the user should know."""

    message = Signal(str, str)
    """What went wrong, and what the user can do about it (may be empty)."""
    note = Signal(str)
    """Something went well and is worth one sentence."""
    cleared = Signal()
    """The latest message no longer holds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.passing = False
        """Whether the latest message goes away by itself: something was refused, and nothing is lost."""
        self.showing = False
        """Whether a message can be seen now, as the bar says that shows it."""

    def show_error(self, error: NNDesignerError) -> None:
        """Show an error: what happened, where, and the remedy."""
        self.passing = isinstance(error, (NetworkError, UsageError))
        place = f"{error.where}: " if error.where else ""
        self.message.emit(f"{place}{error.what}", error.remedy)

    def show(self, what: str, remedy: str = "") -> None:
        """Show something that did not go as it should."""
        self.passing = False
        self.message.emit(what, remedy)

    def tell(self, what: str) -> None:
        """Say that something went well; it goes away by itself."""
        self.note.emit(what)

    def clear(self) -> None:
        """Take the latest message away, because it no longer holds."""
        self.cleared.emit()

    def dismiss(self) -> bool:
        """Close the message that is seen; whether there was one."""
        if not self.showing:
            return False
        self.cleared.emit()
        return True
