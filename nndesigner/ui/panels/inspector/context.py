"""What every part of the inspector is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nndesigner.document.model import Document
from nndesigner.errors import NNDesignerError
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme


@dataclass(frozen=True, eq=False)
class Context:
    """The surroundings of a subject."""

    bridge: Bridge
    theme: Theme
    notices: Notices

    @property
    def session(self) -> Session:
        """The session."""
        return self.bridge.session

    @property
    def document(self) -> Document:
        """The present document."""
        return self.bridge.session.document

    def apply(self, name: str, edit: Callable[[Document], Document]) -> bool:
        """Make an edit; what it refuses is said in a notice. Returns whether it was made."""
        try:
            self.session.apply(name, edit)
        except NNDesignerError as error:
            self.notices.show_error(error)
            return False
        return True
