"""A session driven through all kinds of edits, with the canvas and the outline looking on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtWidgets import QWidget

from nndesigner.data.bundled import load_bundled
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.errors import NNDesignerError
from nndesigner.session.session import Session
from nndesigner.storage.project import load_project
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.outline import OutlinePanel
from nndesigner.ui.theme import Mode, Theme
from tests.ui.machine.drawing import Draw, MissingError
from tests.ui.machine.kinds import KINDS
from tests.ui.machine.looking import (
    assert_canvas_shows,
    assert_circles_are_found,
    assert_outline_lists,
)
from tests.unit.document.test_edit_sequences import assert_sound
from tests.unit.storage.documents import same


class EveryEdit(RuleBasedStateMachine):
    """After every step the document is sound, and canvas and outline show just what is in it.

    Attributes:
        made: How often each kind of edit was made, over all runs.
        folder: Where projects are saved.
    """

    made: ClassVar[Counter[str]] = Counter()
    folder = Path()

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.bridge = Bridge(self.session)
        theme, notices = Theme(Mode.LIGHT), Notices()
        self.holder = QWidget()
        self.canvas = CanvasView(self.bridge, theme, notices, self.holder)
        self.outline = OutlinePanel(self.bridge, theme, notices, self.holder)
        self.canvas.resize(600, 400)
        self.first = self.session.document

    @initialize(key=st.sampled_from(["", "xor", "iris"]))
    def begin(self, key: str) -> None:
        if key:
            self.session.apply("use data", lambda document: with_data(document, key))

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @rule()
    def save_and_reload(self) -> None:
        path = self.folder / "project.nnd"
        saved = self.session.document
        self.session.save(path)
        assert not self.session.modified
        loaded = load_project(path)
        assert same(saved, loaded)
        self.session.open(path)
        self.first = self.session.document

    @invariant()
    def document_is_sound(self) -> None:
        assert_sound(self.session.document)

    @invariant()
    def canvas_shows_the_document(self) -> None:
        assert_canvas_shows(self.canvas, self.session.document.network)
        assert_circles_are_found(self.canvas.stage.geometry)

    @invariant()
    def outline_lists_the_document(self) -> None:
        assert_outline_lists(self.outline, self.session.document.network)

    def attempt(self, kind: str, draw: Draw) -> None:
        """Make an edit of a kind; one that is refused must change nothing."""
        before = self.session.document
        try:
            self.session.apply(kind, KINDS[kind](draw, before))
        except MissingError:
            return
        except NNDesignerError:
            assert self.session.document is before
            return
        if self.session.document is not before:
            self.made[kind] += 1

    def teardown(self) -> None:
        while self.session.undo_name is not None:
            self.session.undo()
        assert self.session.document is self.first
        self.session.close()
        self.bridge.close()
        self.holder.deleteLater()


def with_data(document: Document, key: str) -> Document:
    """A network that fits bundled data."""
    return edits.new_network(edits.set_data(document, load_bundled(key)))


def _rule_for(kind: str) -> Callable[[EveryEdit, st.DataObject], None]:
    def make(machine: EveryEdit, data: st.DataObject) -> None:
        machine.attempt(kind, data.draw)

    make.__name__ = kind.replace(" ", "_")
    return make


for kind in KINDS:
    # A rule for each kind, so that hypothesis tries them in many proportions and names them where it fails.
    setattr(EveryEdit, kind.replace(" ", "_"), rule(data=st.data())(_rule_for(kind)))
