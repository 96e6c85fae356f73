"""Every command of the window, as data. Menus and toolbar refer to them by their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from nndesigner.data.bundled import BUNDLED
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui import conditions
from nndesigner.ui.actions import DRAWING, EVERYWHERE, Action, Does, Page, Window
from nndesigner.ui.examples import EXAMPLES
from nndesigner.ui.theme import Mode

PANELS = {
    "palette": "Palette and outline",
    "inspector": "Inspector",
    "progress": "Cost and accuracy",
    "details": "Weights, errors, evaluation, data",
}
"""The panels that can be hidden."""


def _add(kind: str) -> Does:
    def does(window: Window) -> None:
        window.show_page(Page.WORKSPACE)
        window.canvas.add_at_centre(kind)

    return does


def _apply(name: str, edit: Callable[[Document], Document]) -> Does:
    return lambda window: window.session.apply(name, edit)


def _example(key: str) -> Does:
    return lambda window: window.start_example(key)


def _bundled(key: str) -> Does:
    return lambda window: window.use_bundled(key)


def _theme(mode: Mode) -> Does:
    return lambda window: window.set_theme(mode)


def _panel(panel: str) -> Does:
    return lambda window: window.toggle_panel(panel)


def _help(topic: str) -> Does:
    return lambda window: window.show_help(topic)


def _named(verb: str, name: Callable[[Session], str | None]) -> Callable[[Session], str]:
    return lambda session: f"{verb} {_lowered(name(session) or '')}".strip()


def _lowered(name: str) -> str:
    """An edit's name inside a sentence; words written in capitals stay."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def train_words(session: Session) -> str:
    """What the train button does next."""
    return {State.RUNNING: "Pause", State.PAUSED: "Continue"}.get(session.training.state, "Train")


FILE: Mapping[str, Action] = {
    "new": Action(
        "New", lambda window: window.files.new(), ("Ctrl+N",), "new", "New project", pages=EVERYWHERE
    ),
    "open": Action(
        "Open…",
        lambda window: window.files.open(),
        ("Ctrl+O",),
        "open",
        "Open a project or a table",
        pages=EVERYWHERE,
    ),
    "save": Action("Save", lambda window: window.files.save(), ("Ctrl+S",), "save", off=conditions.content),
    "save-as": Action(
        "Save as…", lambda window: window.files.save_as(), ("Ctrl+Shift+S",), off=conditions.content
    ),
    "start-page": Action(
        "Start page", lambda window: window.show_page(Page.START), hint="Examples and recent projects"
    ),
    "quit": Action("Quit", lambda window: window.close(), ("Ctrl+Q",), pages=EVERYWHERE),
}
EXAMPLE_ACTIONS: Mapping[str, Action] = {
    f"example-{key}": Action(example.label, _example(key), hint=example.description, pages=DRAWING)
    for key, example in EXAMPLES.items()
}
EDIT: Mapping[str, Action] = {
    "undo": Action(
        "Undo",
        lambda window: window.session.undo(),
        ("Ctrl+Z",),
        "undo",
        off=conditions.undo,
        says=_named("Undo", lambda session: session.undo_name),
    ),
    "redo": Action(
        "Redo",
        lambda window: window.session.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        off=conditions.redo,
        says=_named("Redo", lambda session: session.redo_name),
    ),
    "delete": Action(
        "Delete",
        lambda window: window.canvas.delete_selection(),
        ("Del",),
        "delete",
        off=conditions.selection,
    ),
    "select-all": Action(
        "Select all", lambda window: window.canvas.select_all(), ("Ctrl+A",), off=conditions.network
    ),
    "rename": Action(
        "Rename", lambda window: window.canvas.rename_selected(), ("F2",), off=conditions.one_named
    ),
}
VIEW: Mapping[str, Action] = {
    "fit": Action("Fit", lambda window: window.canvas.fit(), ("Ctrl+0",), "fit", "Show the whole network"),
    "zoom-in": Action("Zoom in", lambda window: window.canvas.zoom_in(), ("Ctrl++", "Ctrl+="), "zoom-in"),
    "zoom-out": Action("Zoom out", lambda window: window.canvas.zoom_out(), ("Ctrl+-",), "zoom-out"),
    "zoom-actual": Action(
        "100 %", lambda window: window.canvas.zoom_actual(), ("Ctrl+1",), hint="Actual size"
    ),
    "next-panel": Action("Next panel", lambda window: window.next_panel(), ("F6",), hint="Move the focus on"),
}
THEMES: Mapping[str, Action] = {
    f"theme-{mode.value}": Action(text, _theme(mode), pages=EVERYWHERE, checkable=True)
    for mode, text in ((Mode.SYSTEM, "As the system"), (Mode.LIGHT, "Light"), (Mode.DARK, "Dark"))
}
PANEL_ACTIONS: Mapping[str, Action] = {
    f"panel-{panel}": Action(text, _panel(panel), (f"Ctrl+Alt+{number}",), checkable=True)
    for number, (panel, text) in enumerate(PANELS.items(), start=1)
}
NETWORK: Mapping[str, Action] = {
    "add-input": Action(
        "Add input layer", _add("layer:input"), ("Ctrl+Shift+I",), "input-layer", pages=DRAWING
    ),
    "add-hidden": Action(
        "Add hidden layer", _add("layer:hidden"), ("Ctrl+Shift+H",), "hidden-layer", pages=DRAWING
    ),
    "add-output": Action(
        "Add output layer", _add("layer:output"), ("Ctrl+Shift+O",), "output-layer", pages=DRAWING
    ),
    "add-neuron": Action(
        "Add neuron", _add("neuron"), ("Ctrl+Shift+N",), "neuron", off=conditions.layer_for_neuron
    ),
    "insert": Action(
        "Insert layer",
        lambda window: window.canvas.insert_between(),
        ("Ctrl+I",),
        hint="Put a hidden layer into the selected connection",
        off=conditions.joint,
    ),
    "insert-keeping": Action(
        "Insert layer, keeping the function",
        lambda window: window.canvas.insert_keeping_function(),
        ("Ctrl+Shift+K",),
        hint="Put a hidden layer into the selected connection without changing what the network computes",
        off=conditions.joint,
    ),
    "split": Action(
        "Split neurons in two",
        lambda window: window.canvas.split_selected(),
        ("Ctrl+Shift+P",),
        hint="Give each selected neuron a twin without changing what the network computes",
        off=conditions.splittable,
    ),
    "connect": Action(
        "Connect",
        lambda window: window.canvas.connect_selected(),
        ("Ctrl+L",),
        "connect",
        off=conditions.connectable,
    ),
    "disconnect": Action(
        "Disconnect",
        lambda window: window.canvas.disconnect_selected(),
        ("Ctrl+Shift+L",),
        "disconnect",
        off=conditions.connected,
    ),
    "tidy": Action("Tidy", lambda window: window.canvas.tidy(), ("Ctrl+T",), "tidy", off=conditions.network),
    "fit-data": Action(
        "Make the network fit the data",
        _apply("Fit network to data", edits.fit_network),
        ("Ctrl+M",),
        "make-fit",
        "Give the input and output layer the sizes that the data needs",
        off=conditions.misfit,
    ),
    "new-network": Action(
        "New network from data",
        _apply("New network", edits.new_network),
        ("Ctrl+Shift+M",),
        hint="Replace the network by a sensible one for the data",
        off=conditions.data,
    ),
    "reset": Action(
        "Reset weights",
        lambda window: window.session.reset(),
        ("Ctrl+Shift+R",),
        "reset",
        "Draw all weights anew from the seed",
        off=conditions.weights,
    ),
    "check-gradients": Action(
        "Check gradients…",
        lambda window: window.check_gradients(),
        ("Ctrl+Shift+G",),
        hint="Compare backpropagation with differences of the cost",
        off=conditions.at_rest,
    ),
}
STARTS: Mapping[str, Action] = {
    f"start-{key}": Action(
        f"{start.label}  {start.shape}", _add(f"start:{key}"), hint=start.description, pages=DRAWING
    )
    for key, start in edits.STARTS.items()
}
DATA: Mapping[str, Action] = {
    "open-data": Action(
        "Open data…",
        lambda window: window.files.open_data(),
        ("Ctrl+D",),
        "data",
        "Open a table: CSV, TSV or text",
        pages=DRAWING,
    ),
    "edit-data": Action(
        "Edit data…",
        lambda window: window.edit_data(),
        ("Ctrl+Shift+D",),
        hint="Columns, scaling and held-out rows",
        off=conditions.data,
    ),
    "remove-data": Action(
        "Remove data", _apply("Remove data", partial(edits.set_data, data=None)), off=conditions.data
    ),
}
BUNDLED_ACTIONS: Mapping[str, Action] = {
    f"bundled-{key}": Action(bundled.label, _bundled(key), hint=bundled.description)
    for key, bundled in BUNDLED.items()
}
TRAIN: Mapping[str, Action] = {
    "train": Action(
        "Train",
        lambda window: window.toggle_training(),
        ("Ctrl+R",),
        "train",
        off=conditions.trainable,
        says=train_words,
    ),
    "step-batch": Action(
        "Step one batch",
        lambda window: window.session.step_batch(),
        ("Ctrl+B",),
        "step",
        "Train one mini-batch",
        off=conditions.trainable,
    ),
    "step-epoch": Action(
        "Step one epoch",
        lambda window: window.session.step_epoch(),
        ("Ctrl+E",),
        hint="Train to the end of the epoch",
        off=conditions.trainable,
    ),
    "stop": Action(
        "Stop",
        lambda window: window.session.stop(),
        ("Ctrl+.",),
        "stop",
        "End training, keeping what was learned",
        off=conditions.stoppable,
    ),
    "find-rate": Action(
        "Find a learning rate…",
        lambda window: window.find_rate(),
        ("Ctrl+Shift+E",),
        hint="Try many learning rates η, and look along the gradient",
        off=conditions.at_rest,
    ),
}
HELP: Mapping[str, Action] = {
    "getting-started": Action("Getting started", _help("getting-started"), ("F1",), pages=EVERYWHERE),
    "shortcuts": Action("Keyboard shortcuts", _help("shortcuts"), ("Ctrl+/",), pages=EVERYWHERE),
    "about": Action("About NN Designer", _help("about"), pages=EVERYWHERE),
}
ACTIONS: Mapping[str, Action] = {
    **FILE, **EXAMPLE_ACTIONS, **EDIT, **VIEW, **THEMES, **PANEL_ACTIONS, **NETWORK, **STARTS, **DATA,
    **BUNDLED_ACTIONS, **TRAIN, **HELP,
}  # fmt: skip
"""All of them by key."""
