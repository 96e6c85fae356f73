"""How layers are drawn belongs to the layout: it touches no weight, and goes with its layer."""

from __future__ import annotations

from nndesigner.document import edits
from nndesigner.document.arrange import positions, tidied
from nndesigner.document.model import Changes, Form
from tests.unit.document.builders import stack


def test_choosing_a_form_changes_nothing_but_the_layout() -> None:
    document = stack(3, 50, 2)
    after = edits.set_form(document, [document.network.layers[1].id], Form.OPEN)
    changes = Changes.between(document, after)
    assert [name for name, changed in vars(changes).items() if changed] == ["layout"]
    assert dict(after.layout.forms) == {document.network.layers[1].id: Form.OPEN}


def test_no_form_is_the_automatic_one_and_setting_it_again_is_no_edit() -> None:
    document = stack(3, 50, 2)
    ids = [layer.id for layer in document.network.layers]
    after = edits.set_form(document, ids[:2], Form.COLLAPSED)
    assert edits.set_form(after, ids[:1], Form.COLLAPSED) is after
    assert dict(edits.set_form(after, ids, None).layout.forms) == {}


def test_a_layer_that_goes_takes_its_form_with_it_and_the_others_keep_theirs() -> None:
    document = stack(3, 50, 60, 2)
    first, second = (layer.id for layer in document.network.layers[1:3])
    document = edits.set_form(document, [first, second], Form.COLLAPSED)
    assert dict(edits.remove(document, layers=[first]).layout.forms) == {second: Form.COLLAPSED}


def test_moving_and_growing_layers_and_tidying_keep_forms() -> None:
    document = stack(3, 50, 2)
    layer = document.network.layers[1].id
    formed = edits.set_form(document, [layer], Form.OPEN)
    moved = edits.move_layers(formed, {layer: (5.0, 6.0)})
    grown = edits.resize_layer(moved, layer, 70)
    assert grown.layout.forms == tidied(grown).forms == {layer: Form.OPEN}


def test_an_open_layer_that_nobody_has_placed_gets_more_room() -> None:
    document = stack(3, 50, 2)
    before, hidden, after = (layer.id for layer in document.network.layers)
    opened = positions(edits.set_form(document, [hidden], Form.OPEN))
    plain = positions(document)
    assert opened[hidden][0] - opened[before][0] > plain[hidden][0] - plain[before][0]
    assert opened[after][0] - opened[hidden][0] > plain[after][0] - plain[hidden][0]
