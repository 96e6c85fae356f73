"""Commands that find: commands, things to add, neurons, steps of the history, more of what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nndesigner.engine.network import Network
from nndesigner.session import similar
from nndesigner.session.selection import Selection
from nndesigner.ui import conditions
from nndesigner.ui.actions import DRAWING, EVERYWHERE, Action, Does
from nndesigner.ui.searching.search import Search


def _open(search: Search) -> Does:
    return lambda window: window.search(search)


def _select(more: Callable[[Network, Selection], Selection]) -> Does:
    return lambda window: window.session.select(
        more(window.session.document.network, window.session.selection)
    )


SEARCHES: Mapping[str, Action] = {
    "command-palette": Action(
        "Command palette…",
        _open(Search.COMMANDS),
        ("Ctrl+Shift+P",),
        "search",
        "Find any command by its name and run it",
        pages=EVERYWHERE,
    ),
    "add-anything": Action(
        "Add…",
        _open(Search.ADD),
        ("Ctrl+Shift+Space",),
        "plus",
        "Find something to add to the network (A on the canvas)",
        pages=DRAWING,
    ),
    "find": Action(
        "Find neurons…",
        _open(Search.NEURONS),
        ("Ctrl+F",),
        "search",
        "Select layers and neurons by part of their name",
        off=conditions.network,
    ),
    "history": Action(
        "History…",
        _open(Search.HISTORY),
        ("Ctrl+Alt+Z",),
        "recent",
        "See all steps, and go back or forward to any of them",
    ),
}
SELECTING: Mapping[str, Action] = {
    "select-layer": Action(
        "Select all neurons of the layer",
        _select(similar.same_layer),
        ("Ctrl+Shift+A",),
        hint="Select all neurons of every layer that is selected or of which a neuron is",
        off=conditions.neurons,
    ),
    "select-activation": Action(
        "Select all neurons of this activation",
        _select(similar.same_activation),
        ("Ctrl+Alt+A",),
        hint="Select all neurons with the activation of the selected ones",
        off=conditions.activation,
    ),
    "select-others": Action(
        "Select the others instead",
        _select(similar.inverted),
        hint="Select the other neurons of these layers, or the other layers",
        off=conditions.neurons,
    ),
}
