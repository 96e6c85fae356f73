"""Which numbers the canvas shows, and which pictures of connections are drawn anew when they change."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.parameters import Parameters
from nndesigner.session.session import Session
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.painting.colors import NumberColors
from nndesigner.ui.canvas.painting.gallery import Gallery
from nndesigner.ui.canvas.scene import Scene
from nndesigner.ui.canvas.values import Mode, values_of
from nndesigner.ui.theme import Theme
from tests.conftest import with_network
from tests.ui.canvas.hands import Hands, chain

# -- values


@pytest.fixture
def trained(session: Session, iris_data: DataSource) -> Session:
    session.replace(with_network(iris_data, (5, "relu"), (4, "sigmoid")))
    return session


def test_weights_are_shown_as_they_are(trained: Session) -> None:
    values = values_of(trained, Mode.WEIGHTS)
    for connection in trained.document.network.connections:
        assert values.edges[connection.id] is trained.parameters.weights[connection.id]
    assert values.edge_limit >= max(float(np.abs(w).max()) for w in values.edges.values())


def test_signals_are_weight_times_activation(trained: Session) -> None:
    values = values_of(trained, Mode.ACTIVATIONS)
    inspection = trained.inspection
    assert inspection is not None
    for connection in trained.document.network.connections:
        a, w = inspection.a[connection.source][0], trained.parameters.weights[connection.id]
        assert values.edges[connection.id] == pytest.approx(w * a)


def test_errors_are_those_of_the_row_looked_at(trained: Session) -> None:
    trained.look_at(77)
    values = values_of(trained, Mode.ERRORS)
    inspection = trained.inspection
    assert inspection is not None
    for layer, delta in values.neurons.items():
        assert delta == pytest.approx(inspection.delta[layer][0])
    for connection in trained.document.network.connections:
        assert values.edges[connection.id] == pytest.approx(inspection.weight_gradient(connection.id))


def test_bounded_activations_have_a_range_of_their_own(trained: Session) -> None:
    values = values_of(trained, Mode.WEIGHTS)
    first, relu, sigmoid, softmax = (layer.id for layer in trained.document.network.layers)
    assert values.neuron_limits[sigmoid] == values.neuron_limits[softmax] == 1.0
    assert values.neuron_limits[first] == values.neuron_limits[relu]


def test_without_data_neurons_have_no_numbers(session: Session) -> None:
    session.replace(chain(2, 3, 1))
    for mode in Mode:
        values = values_of(session, mode)
        assert not values.neurons
        assert bool(values.edges) == (mode is Mode.WEIGHTS)


# -- what is drawn anew


class Clock:
    """Time that passes by one second at every look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def scenes(session: Session, theme: Theme, count: int) -> list[Scene]:
    """The same network with other weights, one after the other."""
    display, made = Display(session, theme), []
    for step in range(count):
        document = session.document
        now = document.parameters
        weights = {key: np.asarray(value) * (1 + 0.01 * step) for key, value in now.weights.items()}
        session.replace(Document(network=document.network, parameters=Parameters(weights, now.biases)))
        made.append(display.scene)
    return made


def test_in_haste_every_connection_has_its_turn(session: Session, theme: Theme) -> None:
    session.replace(chain(3, 4, 4, 2))
    first, *later = scenes(session, theme, 4)
    gallery, colors = Gallery(Clock()), NumberColors(theme)
    assert gallery.update(first, colors, 1.0, hurry=False, budget=0.5)
    by_id = {link.connection.id: link for link in first.links}
    before = {key: gallery.picture(link) for key, link in by_id.items()}
    renewed: set[int] = set()
    for scene in later:
        gallery.update(scene, colors, 1.0, hurry=False, budget=0.5)
        renewed |= {key for key, link in by_id.items() if gallery.picture(link) is not before[key]}
    assert renewed == before.keys()


def test_missing_pictures_are_drawn_whatever_time_it_takes(session: Session, theme: Theme) -> None:
    session.replace(chain(3, 4, 4, 2))
    scene = Display(session, theme).scene
    gallery = Gallery(Clock())
    assert gallery.update(scene, NumberColors(theme), 1.0, hurry=False, budget=0.0)
    assert all(gallery.picture(link) is not None for link in scene.links)


def test_what_has_not_changed_is_not_drawn_anew(session: Session, theme: Theme) -> None:
    session.replace(chain(3, 4, 2))
    display, gallery, colors = Display(session, theme), Gallery(), NumberColors(theme)
    first = display.scene
    gallery.update(first, colors, 1.0, hurry=False, budget=9)
    before = {link.connection.id: gallery.picture(link) for link in first.links}
    last = session.document.network.layers[2].id
    session.apply("Move", lambda document: edits.move_layers(document, {last: (700.0, 50.0)}))
    gallery.update(display.scene, colors, 1.0, hurry=False, budget=9)
    same = [gallery.picture(link) is before[link.connection.id] for link in display.scene.links]
    assert sorted(same) == [False, True]


def test_the_picture_of_the_network_shows_all_of_it(session: Session, theme: Theme) -> None:
    session.replace(chain(3, 4, 2))
    display = Display(session, theme)
    image = display.picture()
    paper = QColor(theme.tokens.sunken)
    column = next(iter(display.geometry.columns.values()))
    assert image.width() >= display.bounds().width()
    assert image.pixelColor(0, 0) == paper
    where = (QPointF(column.out_x, float(column.ys[0])) - display.bounds().topLeft() + QPointF(24, 24)) * 2
    assert image.pixelColor(where.toPoint()) != paper


def test_the_pixels_of_a_picture_are_sharp_at_any_zoom(hands: Hands, digits_data: DataSource) -> None:
    hands.session.replace(with_network(digits_data, (30, "sigmoid")))
    view, first = hands.view, hands.session.document.network.layers[0]
    view.stage.zoom(0.7)
    view.grab()  # the first painting draws the connections, whose pictures may be scaled smoothly
    shown = view.grab().toImage()
    area = view.stage.viewport.rect_to_screen(view.stage.geometry.columns[first.id].body).toRect()
    greys = {
        shown.pixelColor(x, y).name()
        for x in range(area.left() + 4, area.right() - 4)
        for y in range(area.top() + 4, area.bottom() - 4)
    }
    levels = len(np.unique(digits_data.prepared.x[0]))
    assert len(greys) <= levels + 4  # and the grid, blended where it crosses
