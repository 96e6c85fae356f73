"""What an action is, and what it may use of the window. The actions themselves are in `action_table`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from nndesigner.session.session import Session
from nndesigner.ui import conditions
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.files import Files
from nndesigner.ui.pictures.pictures import Pictures
from nndesigner.ui.searching.search import Search
from nndesigner.ui.theme import Mode, Theme


class Page(StrEnum):
    """The pages of the window."""

    START = "start"
    WORKSPACE = "workspace"
    IMPORT = "import"


EVERYWHERE = frozenset(Page)
WORKSPACE = frozenset({Page.WORKSPACE})
DRAWING = frozenset({Page.WORKSPACE, Page.START})


class Window(Protocol):
    """What actions need of the main window."""

    @property
    def session(self) -> Session:
        """The session."""

    @property
    def files(self) -> Files:
        """Opening and saving."""

    @property
    def pictures(self) -> Pictures:
        """Pictures of the network."""

    @property
    def theme(self) -> Theme:
        """The colours."""

    @property
    def canvas(self) -> CanvasView:
        """The canvas."""

    def close(self) -> bool:
        """Close, unless the user wants to keep something."""

    def show_page(self, page: Page) -> None:
        """Turn to a page."""

    def start_example(self, key: str, *, train: bool = False) -> bool:
        """Begin with an example."""

    def use_bundled(self, key: str) -> None:
        """Give the present network bundled data."""

    def edit_data(self) -> None:
        """Turn to the import page with the present data."""

    def toggle_training(self) -> None:
        """Train, pause or go on."""

    def find_rate(self) -> None:
        """Open the window that looks for a learning rate."""

    def check_gradients(self) -> None:
        """Open the window that checks the gradients."""

    def is_checked(self, action: str) -> bool:
        """Whether a checkable action is on."""

    def set_theme(self, mode: Mode) -> None:
        """Choose a theme."""

    def toggle_panel(self, panel: str) -> None:
        """Show or hide a panel."""

    def search(self, search: Search) -> None:
        """Open a list that is searched: commands, things to add, neurons, steps of the history."""

    def next_panel(self, step: int = 1) -> None:
        """Move the keyboard focus to the next panel, or with -1 to the one before."""

    def show_help(self, topic: str) -> None:
        """Open a help window."""


Does = Callable[[Window], object]


@dataclass(frozen=True)
class Action:
    """One command.

    Attributes:
        text: As menus show it; an ellipsis where it asks something first.
        does: What it does.
        shortcuts: The first one is shown.
        icon: A key of `icons.GLYPHS`, or empty.
        hint: More words for the tooltip than `text` has; empty where it says all.
        off: Why it cannot be used now, in one sentence; None when it can.
        says: Words that follow the session, instead of `text`.
        pages: Where it can be used.
        checkable: Whether it is on or off; `on` or else the window says which.
        on: Whether it is on.
    """

    text: str
    does: Does
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    hint: str = ""
    off: Callable[[Session], str | None] = conditions.always
    says: Callable[[Session], str] | None = None
    pages: frozenset[Page] = WORKSPACE
    checkable: bool = False
    on: Callable[[Window], bool] | None = None

    def reason_off(self, session: Session, page: Page) -> str | None:
        """Why it cannot be used on this page in this state; None when it can."""
        if page not in self.pages:
            if page is Page.IMPORT:
                return "Finish or cancel the import first."
            return "Begin or open a project first."
        return self.off(session)

    def words(self, session: Session) -> str:
        """Its text in this state."""
        return self.says(session) if self.says is not None else self.text
