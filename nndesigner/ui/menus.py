"""Which action stands in which menu."""

from __future__ import annotations

from dataclasses import dataclass

from nndesigner.ui import action_table as table

SEPARATOR = "-"
RECENT = "recent projects"
"""Stands for the list of recent projects, which changes."""


@dataclass(frozen=True)
class Menu:
    """A menu: keys of actions, separators, submenus. Alt and the first letter open those of the bar."""

    title: str
    items: tuple[str | Menu, ...]


MENUS = (
    Menu(
        "File",
        (
            "new",
            "open",
            Menu("Open recent", (RECENT,)),
            Menu("Examples", tuple(table.EXAMPLE_ACTIONS)),
            "start-page",
            SEPARATOR,
            "save",
            "save-as",
            "export-picture",
            SEPARATOR,
            "quit",
        ),
    ),
    Menu(
        "Edit",
        (
            "undo",
            "redo",
            "history",
            SEPARATOR,
            "cut",
            "copy",
            "copy-picture",
            "paste",
            "duplicate",
            "delete",
            SEPARATOR,
            "rename",
            SEPARATOR,
            "find",
            Menu("Select", ("select-all", *table.SELECTING)),
        ),
    ),
    Menu(
        "View",
        (
            "command-palette",
            SEPARATOR,
            "fit",
            "zoom-in",
            "zoom-out",
            "zoom-actual",
            "zoom-selection",
            SEPARATOR,
            "focus-mode",
            "hide-weights",
            "mini-map",
            SEPARATOR,
            Menu("Show", tuple(table.SHOWN)),
            Menu("Theme", tuple(table.THEMES)),
            "swap-colors",
            Menu("Panels", tuple(table.PANEL_ACTIONS)),
            "next-panel",
            "previous-panel",
            "context-menu",
        ),
    ),
    Menu(
        "Network",
        (
            "add-anything",
            "add-input",
            "add-hidden",
            "add-output",
            "add-neuron",
            "insert",
            "insert-keeping",
            "split",
            "merge-neurons",
            Menu("Neurons", tuple(table.NEURONS)),
            Menu("Layers", tuple(table.LAYERS)),
            SEPARATOR,
            "connect",
            "mark-source",
            "connect-marked",
            "disconnect",
            "prune",
            "restore-weights",
            SEPARATOR,
            Menu("Ready-made", tuple(table.STARTS)),
            "fit-data",
            "new-network",
            SEPARATOR,
            "tidy",
            Menu("Arrange", (*table.ARRANGE, SEPARATOR, "collapse", "show-neurons")),
            "reset",
            SEPARATOR,
            "check-gradients",
        ),
    ),
    Menu(
        "Data",
        (
            "open-data",
            Menu("Bundled data", tuple(table.BUNDLED_ACTIONS)),
            SEPARATOR,
            "edit-data",
            "remove-data",
        ),
    ),
    Menu("Train", ("train", "step-batch", "step-epoch", "stop", SEPARATOR, "find-rate")),
    Menu("Help", ("getting-started", "shortcuts", SEPARATOR, "about")),
)
