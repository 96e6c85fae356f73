"""Which pictures of connections are drawn anew, when, and what is shown meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.session.session import Session
from nndesigner.ui.canvas.curves import descent
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.geometry import geometry_of
from nndesigner.ui.canvas.links import links_of
from nndesigner.ui.canvas.painting.colors import NumberColors
from nndesigner.ui.canvas.painting.edges import resolution
from nndesigner.ui.canvas.painting.gallery import Gallery
from nndesigner.ui.canvas.painting.picture import Picture, bent
from nndesigner.ui.canvas.painting.sheet import whole_sheet
from nndesigner.ui.canvas.painting.views import View
from nndesigner.ui.canvas.painting.workshop import Workshop
from nndesigner.ui.canvas.scene import Emphasis, Scene
from nndesigner.ui.canvas.viewport import LARGEST, Viewport
from nndesigner.ui.theme import Theme
from tests.ui.canvas.hands import Hands, chain

EVERYTHING = QRectF(-2000, -2000, 4000, 4000)
CALM, MOVING = View(1.0, EVERYTHING), View(1.0, EVERYTHING, hurry=True)


@pytest.fixture
def colors(theme: Theme) -> NumberColors:
    return NumberColors(theme)


@pytest.fixture
def gallery() -> Iterator[Gallery]:
    made = Gallery()
    yield made
    settle(made)


def settle(gallery: Gallery) -> None:
    """Wait for what is being drawn."""
    end = time.monotonic() + 20
    while gallery.drawing and time.monotonic() < end:
        time.sleep(0.002)


def until_complete(gallery: Gallery, scene: Scene, colors: NumberColors, view: View = CALM) -> None:
    end = time.monotonic() + 20
    while not gallery.update(scene, colors, view):
        assert time.monotonic() < end
        time.sleep(0.002)


def pixels(picture: Picture | None) -> FloatArray:
    """Opacities."""
    assert picture is not None
    image = picture.image
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return raw[..., 3].astype(np.float64) / 255


def scene_of(session: Session, theme: Theme) -> Scene:
    return Display(session, theme).scene


def with_other_weights(session: Session, factor: float) -> None:
    now = session.document.parameters
    weights = {key: np.asarray(value) * factor for key, value in now.weights.items()}
    session.replace(Document(network=session.document.network, parameters=Parameters(weights, now.biases)))


def test_small_connections_are_drawn_at_once(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(3, 4, 4, 2))
    scene = scene_of(session, theme)
    assert gallery.update(scene, colors, CALM)
    assert all(gallery.picture(link) is not None for link in scene.links)


def test_of_a_huge_connection_a_ribbon_is_shown_until_its_lines_are_drawn(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(300, 300))
    scene = scene_of(session, theme)
    (link,) = scene.links
    assert not gallery.update(scene, colors, CALM)
    ribbon = gallery.picture(link)
    assert ribbon is not None
    until_complete(gallery, scene, colors)
    drawn = gallery.picture(link)
    assert drawn is not None
    assert drawn.image.height() > 1.5 * ribbon.image.height()


def test_every_picture_shows_new_numbers_in_the_end(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(200, 200, 200, 2))
    scene = scene_of(session, theme)
    until_complete(gallery, scene, colors)
    before = [gallery.picture(link) for link in scene.links]
    with_other_weights(session, 0.5)
    later = scene_of(session, theme)
    until_complete(gallery, later, colors)
    after = [gallery.picture(link) for link in later.links]
    assert all(one is not other for one, other in zip(before, after, strict=True))


def test_what_has_not_changed_is_not_drawn_anew(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(3, 4, 2))
    display = Display(session, theme)
    gallery.update(display.scene, colors, CALM)
    before = {link.connection.id: gallery.picture(link) for link in display.scene.links}
    last = session.document.network.layers[2].id
    session.apply("Move", lambda document: edits.move_layers(document, {last: (700.0, 50.0)}))
    gallery.update(display.scene, colors, CALM)
    same = [gallery.picture(link) is before[link.connection.id] for link in display.scene.links]
    assert sorted(same) == [False, True]


def test_a_renamed_neuron_leaves_the_lines_alone(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(3, 4, 2))
    display = Display(session, theme)
    gallery.update(display.scene, colors, CALM)
    before = {link.connection.id: gallery.picture(link) for link in display.scene.links}
    hidden = session.document.network.layers[1]
    session.apply("Name", lambda d: edits.rename_neuron(d, hidden.id, hidden.neurons[0], "edge"))
    gallery.update(display.scene, colors, CALM)
    assert all(gallery.picture(link) is before[link.connection.id] for link in display.scene.links)


def test_a_huge_connection_that_moves_is_bent_not_drawn(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(200, 200))
    display = Display(session, theme)
    until_complete(gallery, display.scene, colors)
    target = session.document.network.layers[1].id
    session.apply("Move", lambda document: edits.move_layers(document, {target: (360.0, 90.0)}))
    assert gallery.update(display.scene, colors, MOVING)
    assert not gallery.drawing
    (link,) = display.scene.links
    picture = gallery.picture(link)
    assert picture is not None
    assert picture.area.right() == pytest.approx(link.start + link.width, abs=2)
    assert picture.area.bottom() == pytest.approx(link.bounds.bottom(), abs=10)


def test_a_bent_picture_shows_what_drawing_anew_would(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(6, 5))
    display = Display(session, theme)
    gallery.update(display.scene, colors, CALM)
    before = gallery.picture(display.scene.links[0])
    assert before is not None
    target = session.document.network.layers[1].id
    session.apply("Move", lambda document: edits.move_layers(document, {target: (320.0, 60.0)}))
    gallery.update(display.scene, colors, CALM)
    (link,) = display.scene.links
    anew, moved = gallery.picture(link), bent(before, link.fan.frame)
    assert anew is not None
    assert moved.area.top() == pytest.approx(anew.area.top(), abs=3)
    found, wanted = pixels(moved), pixels(anew)
    rows = min(len(found), len(wanted))
    shift = round(anew.area.top() - moved.area.top())
    found = np.roll(found, -shift, axis=0)[:rows, : wanted.shape[1]]
    # Lines are as thick across in both, so steeper ones differ a little seen straight down.
    assert np.corrcoef(found.ravel(), wanted[:rows].ravel())[0, 1] > 0.8


def test_from_near_every_line_in_sight_is_drawn(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(100, 90))
    scene = scene_of(session, theme)
    (link,) = scene.links
    window = QRectF(link.bounds.center().x() - 20, -15, 40, 30)
    view = View(20.0, window)
    until_complete(gallery, scene, colors, view)
    painter = gallery.lines(link, full=False)
    assert painter is not None
    choice = painter.choice
    assert choice is not None
    y0, y1 = link.source.ys[np.newaxis, :], link.target.ys[:, np.newaxis]
    seen = np.zeros((90, 100), np.bool_)
    for x in np.linspace(window.left(), window.right(), 60):
        down = float(descent((x - link.start) / link.width))
        height = y0 * (1 - down) + y1 * down
        seen |= (height >= window.top()) & (height <= window.bottom())
    drawn = np.zeros_like(seen)
    drawn[choice.rows, choice.columns] = True
    assert np.all(drawn[seen])
    assert drawn.mean() < 0.9
    near = gallery.picture(link, near=True)
    assert near is not None
    assert near.area.contains(window)
    assert near.image.width() == pytest.approx(near.area.width() * 20.0)


def test_a_part_that_is_being_drawn_is_finished_while_the_view_moves_on(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(100, 90))
    scene = scene_of(session, theme)
    (link,) = scene.links
    until_complete(gallery, scene, colors)
    middle = link.bounds.center()
    for step in range(60):
        window = QRectF(middle.x() - 20, middle.y() - 15 + 12 * (step % 3), 40, 30)
        gallery.update(scene, colors, View(20.0, window, hurry=True))
        if gallery.picture(link, near=True) is not None:
            break
        time.sleep(0.02)
    assert gallery.picture(link, near=True) is not None


def test_the_picture_of_another_project_is_never_shown(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(300, 300))
    until_complete(gallery, scene_of(session, theme), colors)
    session.replace(chain(300, 300))
    scene = scene_of(session, theme)
    (link,) = scene.links
    before = gallery.picture(link)
    gallery.update(scene, colors, MOVING)
    after = gallery.picture(link)
    assert before is not None
    assert after is not None
    assert after.image.height() < before.image.height()


def test_the_lines_of_a_neuron_in_focus_have_a_picture_of_their_own(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(3, 4, 2))
    display = Display(session, theme)
    hidden = session.document.network.layers[1]
    display.emphasis = Emphasis(frozenset({(hidden.id, hidden.neurons[0])}))
    gallery.update(display.scene, colors, CALM)
    for link in display.scene.links:
        full, every = gallery.picture(link, full=True), gallery.picture(link)
        assert pixels(full).sum() < 0.6 * pixels(every).sum()
    display.emphasis = None
    gallery.update(display.scene, colors, CALM)
    assert gallery.picture(display.scene.links[0], full=True) is None


def test_the_ribbon_of_a_huge_connection_is_bounded_and_never_opaque(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(500, 400))
    scene = scene_of(session, theme)
    (link,) = scene.links
    until_complete(gallery, scene, colors, View(0.1, EVERYTHING))
    picture = gallery.picture(link)
    opacity = pixels(picture)
    assert 0.02 < opacity.max() < 0.9
    sheet = whole_sheet(link.fan, resolution(link.fan, 0.1))
    middle = opacity[:, opacity.shape[1] // 2]
    top, bottom = (float(sheet.pixels(np.array(y))) for y in link.fan.span(0.5))
    assert middle[: int(top) - 2].max(initial=0) == 0
    assert middle[int(bottom) + 3 :].max(initial=0) == 0
    assert middle[int(top) + 2 : int(bottom) - 1].min() > 0


def test_a_huge_network_is_completed_without_being_asked(hands: Hands, qtbot: QtBot) -> None:
    hands.session.replace(chain(300, 300, 10))
    view = hands.view
    qtbot.waitUntil(lambda: view.display.is_complete(view.size(), view.devicePixelRatioF()), timeout=20_000)
    assert not view.display.drawing


def test_one_can_zoom_in_until_the_neurons_of_a_huge_layer_are_told_apart() -> None:
    (link,) = links_of(geometry_of(chain(784, 512)))
    for column in (link.source, link.target):
        assert float(np.diff(column.ys).min()) * LARGEST > 15
    assert Viewport().zoomed(1e9, QPointF()).scale == LARGEST


def test_an_error_on_the_drawing_thread_is_raised_where_its_result_is_taken() -> None:
    workshop: Workshop[int] = Workshop()

    def fail() -> int:
        raise ValueError("no paper")

    workshop.begin(fail)
    while workshop.running:
        time.sleep(0.001)
    with pytest.raises(ValueError, match="no paper"):
        workshop.take()
    assert not workshop.busy


@pytest.mark.parametrize("size", [2, 9])
def test_a_layer_that_changes_its_size_while_the_view_moves_is_drawn_with_its_own_lines(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors, size: int
) -> None:
    """Its connections stay the same objects where no weight is removed."""
    session.replace(chain(60, 50, 3))
    gallery.update(scene_of(session, theme), colors, MOVING)
    layer = session.document.network.layers[-1].id
    session.apply("Resize", lambda document: edits.resize_layer(document, layer, size))
    scene = scene_of(session, theme)
    gallery.update(scene, colors, MOVING)
    settle(gallery)
    gallery.update(scene, colors, MOVING)
    until_complete(gallery, scene, colors)


def test_a_part_seen_from_near_is_not_shown_again_once_the_whole_is(
    session: Session, theme: Theme, gallery: Gallery, colors: NumberColors
) -> None:
    session.replace(chain(3, 4))
    scene = scene_of(session, theme)
    (link,) = scene.links
    until_complete(gallery, scene, colors, View(2.5, link.bounds))
    assert gallery.picture(link, near=True) is not None
    until_complete(gallery, scene, colors)
    assert gallery.picture(link, near=True) is None
