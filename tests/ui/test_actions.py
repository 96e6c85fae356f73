"""The table of actions: complete, without clashes, and honest about what cannot be done now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui import conditions
from nndesigner.ui.action_set import tooltip
from nndesigner.ui.action_table import ACTIONS
from nndesigner.ui.actions import Page
from nndesigner.ui.icons import GLYPHS
from nndesigner.ui.menus import MENUS, RECENT, SEPARATOR, Menu


def keys_of(menu: Menu) -> Iterator[str]:
    for item in menu.items:
        if isinstance(item, Menu):
            yield from keys_of(item)
        elif item not in (SEPARATOR, RECENT):
            yield item


def test_every_action_is_in_a_menu_and_every_entry_is_an_action() -> None:
    shown = {key for menu in MENUS for key in keys_of(menu)}
    assert shown == set(ACTIONS)


def test_no_two_actions_share_a_shortcut() -> None:
    sequences = Counter(
        QKeySequence(shortcut).toString() for action in ACTIONS.values() for shortcut in action.shortcuts
    )
    assert [text for text, count in sequences.items() if count > 1] == []
    assert "" not in sequences


def test_the_menus_open_with_different_letters() -> None:
    letters = [menu.title[0] for menu in MENUS]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("key", sorted(ACTIONS))
def test_every_action_has_words_and_a_known_icon(key: str) -> None:
    action = ACTIONS[key]
    assert action.text
    assert action.text[0].isupper() or action.text[0].isdigit()
    assert not action.icon or action.icon in GLYPHS


@pytest.mark.parametrize("key", sorted(ACTIONS))
@pytest.mark.parametrize("page", list(Page))
def test_whatever_is_off_says_why_in_a_sentence(key: str, page: Page, session: Session) -> None:
    reason = ACTIONS[key].reason_off(session, page)
    assert reason is None or (reason.endswith(".") and reason[0] in reason[0].upper() + "“")


def test_a_tooltip_has_the_shortcut_and_the_reason(session: Session) -> None:
    undo = ACTIONS["undo"]
    assert tooltip(undo, "Undo", "There is nothing to undo.") == "Undo (Ctrl+Z)\nThere is nothing to undo."
    assert tooltip(undo, "Undo add layer", None) == "Undo add layer (Ctrl+Z)"


def test_undo_and_redo_name_the_edit(session: Session) -> None:
    undo, redo = ACTIONS["undo"], ACTIONS["redo"]
    assert undo.reason_off(session, Page.WORKSPACE) == "There is nothing to undo."
    session.apply("Add layer", lambda document: edits.add_layer(document, Role.HIDDEN, 3))
    assert undo.reason_off(session, Page.WORKSPACE) is None
    assert undo.words(session) == "Undo add layer"
    session.undo()
    assert redo.words(session) == "Redo add layer"
    assert undo.words(session) == "Undo"


def test_training_is_off_with_the_first_problem_as_the_reason(session: Session) -> None:
    assert conditions.trainable(session) == session.problems[0].message


def test_training_is_possible_with_data_and_a_network_that_fits(
    session: Session, iris_document: Document
) -> None:
    session.replace(iris_document)
    assert conditions.trainable(session) is None
    assert conditions.stoppable(session) == "Training is not running."


def test_the_train_action_says_what_it_does_next(session: Session, iris_document: Document) -> None:
    train = ACTIONS["train"]
    session.replace(edits.set_training(iris_document, epochs=1_000_000))
    assert train.words(session) == "Train"
    session.train()
    assert train.words(session) == "Pause"
    session.pause()
    while session.training.state == "running":
        session.poll()
    assert train.words(session) == "Continue"


def test_selection_decides_what_can_be_joined(session: Session, iris_document: Document) -> None:
    session.replace(iris_document)
    first, hidden, last = (layer.id for layer in session.document.network.layers)
    assert conditions.joint(session) is not None
    assert conditions.connected(session) is not None
    session.select(Selection(layers=frozenset({first, hidden})))
    assert conditions.joint(session) is None
    assert conditions.connected(session) is None
    assert conditions.connectable(session) == "These layers are already connected."
    session.select(Selection(layers=frozenset({first, last})))
    assert conditions.connectable(session) is None
    assert conditions.joint(session) is not None
    session.select(Selection.of_connection(session.document.network.connections[0].id))
    assert conditions.joint(session) is None
    assert conditions.connected(session) is None


def test_one_layer_or_neuron_can_be_renamed(session: Session, iris_document: Document) -> None:
    session.replace(iris_document)
    layer = session.document.network.layers[1]
    assert conditions.one_named(session) is not None
    session.select(Selection.of_layer(layer.id))
    assert conditions.one_named(session) is None
    session.select(Selection.of_neuron(layer.id, layer.neurons[0]))
    assert conditions.one_named(session) is None
    session.select(Selection(neurons=frozenset((layer.id, neuron) for neuron in layer.neurons)))
    assert conditions.one_named(session) is not None


def test_an_empty_project_need_not_be_saved(session: Session) -> None:
    assert conditions.content(session) == "There is nothing to save yet."
    session.apply("Add layer", lambda document: edits.add_layer(document, Role.HIDDEN, 3))
    assert conditions.content(session) is None
