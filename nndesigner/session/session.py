"""The session: everything the running program knows about the open project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from nndesigner.document import edits
from nndesigner.document.model import Changes, Document
from nndesigner.document.runs import History as RunHistory
from nndesigner.document.validation import Problem, problems
from nndesigner.engine.inspect import Inspection
from nndesigner.engine.parameters import Parameters
from nndesigner.session.history import History, Step
from nndesigner.session.inspecting import inspected
from nndesigner.session.notice import Notice
from nndesigner.session.selection import Selection
from nndesigner.session.training import Training, affects_training
from nndesigner.storage.project import load_project, save_project

Edit = Callable[[Document], Document]
Work = Callable[[], None]


class Session:
    """The present document, its history, the selection, the file and the training. Knows no screen.

    Every view reads from here and every change goes through here; listeners are told what changed.
    """

    def __init__(self, document: Document | None = None, path: Path | None = None) -> None:
        self._history = History(document or Document.empty())
        self._saved: Document = self._history.document
        self._told: Document = self._history.document
        self._listeners: list[Callable[[Notice], None]] = []
        self._selection = Selection()
        self._sample: int | None = None
        self._inspected: tuple[object, ...] = ()
        self._inspection: Inspection | None = None
        self._checked: tuple[Document, tuple[Problem, ...]] | None = None
        self.path = path
        self.training = Training(self)

    # -- reading

    @property
    def document(self) -> Document:
        """The present document."""
        return self._history.document

    @property
    def parameters(self) -> Parameters:
        """The parameters to show: the running training's latest, or the document's."""
        live = self.training.live
        return live.parameters if live is not None else self.document.parameters

    @property
    def since(self) -> Parameters | None:
        """The parameters where the present epoch began, or, at an epoch's end, where that one did.

        They have the shapes of the document's network; what was not there then is not a number. None if
        nothing has been trained that they would tell of.
        """
        live = self.training.live
        return live.since if live is not None else self.training.marks.of(self.document.parameters)

    @property
    def run_history(self) -> RunHistory:
        """The measurements to show: the running training's, or those of the run the parameters belong to."""
        live = self.training.live
        if live is not None:
            return live.history
        run = self.document.current_run
        return run.history if run is not None else RunHistory()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the present document."""
        if self._checked is None or self._checked[0] is not self.document:
            self._checked = self.document, problems(self.document)
        return self._checked[1]

    @property
    def modified(self) -> bool:
        """Whether the present document is another one than the one in the file."""
        return self.document is not self._saved

    @property
    def undo_name(self) -> str | None:
        """Name of what undo would take back."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str | None:
        """Name of what redo would make again."""
        return self._history.redo_name

    @property
    def steps(self) -> Sequence[Step]:
        """The history from the oldest step on, with those that were undone."""
        return self._history.steps

    @property
    def place(self) -> int:
        """Which of the `steps` is the present one."""
        return self._history.place

    @property
    def project(self) -> str:
        """Names the open project; ids of its parts mean the same as long as it is open."""
        return self._history.project

    @property
    def selection(self) -> Selection:
        """What is selected, as far as it exists."""
        return self._selection

    @property
    def sample(self) -> int | None:
        """Index (into the prepared rows) of the row looked at; None without data."""
        data = self.document.data
        if data is None or not len(data.prepared.x):
            return None
        return min(self._sample or 0, len(data.prepared.x) - 1)

    @property
    def inspection(self) -> Inspection | None:
        """z, a and δ of every neuron for the row looked at; None where they cannot be computed."""
        document, sample = self.document, self.sample
        key = (document.network, self.parameters, document.data, sample, document.training.cost)
        if key != self._inspected:
            self._inspected = key
            self._inspection = inspected(document, self.parameters, sample, self.problems)
        return self._inspection

    # -- changing

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """Call `listener` after every change."""
        self._listeners.append(listener)

    def apply(self, name: str, edit: Edit) -> None:
        """Make one undoable edit; training that it concerns settles first and goes on after.

        Args:
            name: What undo will call it, such as "Add neuron".
            edit: A pure function of the document.

        Raises:
            NNDesignerError: Whatever the edit refuses; nothing has changed then.
        """
        before = self.document
        after = edit(before)
        changes = Changes.between(before, after)
        if not changes:
            return
        target = self.training.settle() if affects_training(before, after) else None
        present = self.document
        made = after if present is before else edit(present)
        self.training.marks.follow(present, made)
        self.commit(name, made)
        if changes.training:
            self.training.settings_changed()
        if target is not None:
            self.training.resume_until(target)
            self._tell(live=True)

    def commit(self, name: str, document: Document) -> None:
        """Make a document the next undoable step."""
        self._history.push(name, document)
        self._tell()

    def undo(self) -> None:
        """Take back the latest edit; a training under way ends first and is the edit taken back."""
        self.training.settle()
        self.training.forget_pause()
        self._history.undo()
        self._tell()

    def redo(self) -> None:
        """Make the edit again that undo took back."""
        self.training.settle()
        self._history.redo()
        self._tell()

    def go_to(self, place: int) -> None:
        """Go to one of the `steps`, however far; a training under way ends first, as it does for undo.

        What was learned then is a step of its own, which forgets those that had been undone: where the one
        to go to was among them, that step is the present one.
        """
        wanted = self.steps[place]
        self.training.settle()
        kept = next((at for at, step in enumerate(self.steps) if step is wanted), None)
        if kept is not None and kept != self.place:
            self.training.forget_pause()
            self._history.go_to(kept)
        self._tell()

    def select(self, selection: Selection) -> None:
        """Select something else."""
        if selection != self._selection:
            self._selection = selection
            self._tell(selection=True)

    def look_at(self, sample: int) -> None:
        """Look at another row of the data (an index into the prepared rows)."""
        if sample != self._sample:
            self._sample = sample
            self._tell(selection=True)

    # -- training

    def train(self) -> None:
        """Start training or go on; NetworkError if the network cannot be trained."""
        self.training.train()
        self._tell(live=True)

    def pause(self) -> None:
        """Pause training after the present batch."""
        self.training.pause()
        self._tell(live=True)

    def stop(self) -> None:
        """Stop training after the present batch."""
        self.training.stop()
        self._tell(live=True)

    def step_batch(self) -> None:
        """Train one mini-batch; NetworkError if the network cannot be trained."""
        self.training.step_batch()
        self._tell(live=True)

    def step_epoch(self) -> None:
        """Train one epoch; NetworkError if the network cannot be trained."""
        self.training.step_epoch()
        self._tell(live=True)

    def reset(self) -> None:
        """Stop, and draw all weights anew from the seed."""
        self.training.settle()
        self.training.forget_pause()
        self.apply("Reset weights", edits.reset)

    def poll(self) -> None:
        """Take in what the training thread has left. Called at screen rate, and by commands in a loop."""
        if self.training.poll():
            self._tell(live=True)

    # -- file

    def open(self, path: Path) -> None:
        """Replace the session's project by the one in a file; ProjectError changes nothing."""
        document = load_project(path)
        self.close()
        self.replace(document, path)

    def replace(self, document: Document, path: Path | None = None) -> None:
        """Begin with another document and an empty history."""
        self.close()
        self._history = History(document, f"Opened {path.name}" if path is not None else "New")
        self._saved = document
        self._selection, self._sample, self.path = Selection(), None, path
        self._tell(selection=True, live=True, file=True)

    def save(
        self, path: Path, *, preview: bytes | None = None, work: Callable[[Work], None] = lambda job: job()
    ) -> None:
        """Write the project; training under way pauses for it and goes on. ProjectError changes nothing.

        Args:
            path: The file to make or replace.
            preview: A picture of the network as PNG, kept in the file.
            work: Does the writing, on another thread if it likes, and returns when it is done.
        """
        target = self.training.settle()
        document = self.document
        try:
            work(lambda: save_project(document, path, preview=preview))
            self.path, self._saved = path, document
        finally:
            self.training.resume_until(target)
            self._tell(live=target is not None, file=True)

    def close(self) -> None:
        """End training, keeping what it learned in the document; returns when the thread is gone."""
        self.training.settle()
        self.training.forget_pause()

    def _tell(self, *, selection: bool = False, live: bool = False, file: bool = False) -> None:
        changes = Changes.between(self._told, self.document)
        self._told = self.document
        kept = self._selection.within(self.document.network)
        narrowed, self._selection = kept is not self._selection, kept
        notice = Notice(changes, selection or narrowed, live, file or bool(changes))
        for listener in tuple(self._listeners):
            listener(notice)
