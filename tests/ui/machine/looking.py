"""What must be true of canvas and outline whatever was done."""

from __future__ import annotations

from nndesigner.engine.network import Network
from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.hits import Hit, Part, hit_test
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.panels.outline import OutlinePanel


def assert_canvas_shows(canvas: CanvasView, network: Network) -> None:
    """Columns are the layers, links the connections, and all of it can be painted."""
    scene = canvas.display.scene
    columns = scene.geometry.columns
    assert list(columns) == [layer.id for layer in network.layers]
    assert all(columns[layer.id].layer is layer for layer in network.layers)
    assert all(columns[layer.id].shape.size == layer.size for layer in network.layers)
    assert {link.connection for link in scene.links} == set(network.connections)
    for link in scene.links:
        ends = link.source.layer.id, link.target.layer.id
        assert ends == (link.connection.source, link.connection.target)
    canvas.grab()


def assert_circles_are_found(geometry: Geometry) -> None:
    """Every neuron drawn as a circle can be pointed at, where no other layer lies over it."""
    for column in geometry.columns.values():
        others = [other for other in geometry.columns.values() if other is not column]
        for place in column.shape.circles:
            middle = column.neuron_rect(place).center()
            if any(other.extent.contains(middle) for other in others):
                continue
            found = Hit(Part.NEURON, column.layer.id, column.layer.neurons[place])
            assert hit_test(geometry, middle) == found


def assert_outline_lists(outline: OutlinePanel, network: Network) -> None:
    """Layers in forward order, each with its neurons."""
    assert outline.listed() == [(layer.id, layer.neurons) for layer in network.forward_order]
    assert set(outline.listed_connections()) == {connection.id for connection in network.connections}
