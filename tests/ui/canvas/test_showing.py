"""Which numbers the canvas shows, and which pictures of connections are drawn anew when they change."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from nndesigner.data.source import DataSource
from nndesigner.session.session import Session
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.values import Mode, values_of
from nndesigner.ui.plots.color_scale import nice_limit
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
        delta = inspection.delta[connection.target][0]
        w = trained.parameters.weights[connection.id]
        assert values.edges[connection.id] == pytest.approx(w * delta[:, np.newaxis])


def test_bounded_activations_have_a_range_of_their_own(trained: Session) -> None:
    values = values_of(trained, Mode.WEIGHTS)
    first, relu, sigmoid, softmax = (layer.id for layer in trained.document.network.layers)
    assert values.neuron_limits[sigmoid] == values.neuron_limits[softmax] == 1.0
    inputs, hidden = values.neurons[first], values.neurons[relu]
    for key, shown in ((first, inputs), (relu, hidden)):
        assert values.neuron_limits[key] == nice_limit(float(np.abs(shown).max()))


def test_without_data_only_parameters_have_numbers(session: Session) -> None:
    session.replace(chain(2, 3, 1))
    for mode in Mode:
        values = values_of(session, mode)
        assert bool(values.neurons) == (mode is Mode.BIASES)
        assert bool(values.edges) == (mode in (Mode.WEIGHTS, Mode.BIASES))


# -- pictures


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
