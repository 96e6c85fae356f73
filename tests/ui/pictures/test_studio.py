"""Pictures are made beside the window: the latest request counts, and no thread is left."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from nndesigner.errors import NNDesignerError
from nndesigner.session.session import Session
from nndesigner.ui.canvas.painting.vector import Tick
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.studio import Studio
from nndesigner.ui.pictures.wishes import Wishes
from nndesigner.ui.pictures.writing import Copied, every_format


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    made = Studio()
    yield made
    made.close()


@pytest.fixture
def composition(iris: Session) -> Composition:
    return Composition(iris, Wishes())


def test_what_was_made_is_handed_over(studio: Studio, composition: Composition, qtbot: QtBot) -> None:
    threads = []

    def work(composition: Composition, tick: Tick) -> object:
        threads.append(threading.current_thread())
        return every_format(composition, tick)

    shares: list[float] = []
    studio.progressed.connect(shares.append)
    with qtbot.waitSignal(studio.made, timeout=20_000) as found:
        studio.ask(composition, work)
        assert studio.busy
    assert found.args is not None
    assert isinstance(found.args[0], Copied)
    assert not studio.busy
    assert threads[0] is not threading.main_thread()
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares)


def test_only_the_latest_request_is_answered(studio: Studio, composition: Composition, qtbot: QtBot) -> None:
    go_on = threading.Event()
    ticked: list[str] = []
    answers: list[object] = []
    studio.made.connect(answers.append)

    def slow(_: Composition, tick: Tick) -> object:
        go_on.wait(20)
        tick()
        ticked.append("went on")
        return "slow"

    studio.ask(composition, slow)
    with qtbot.waitSignal(studio.made, timeout=20_000):
        studio.ask(composition, lambda *_: "quick")
    go_on.set()
    studio.close()
    assert answers == ["quick"]
    assert ticked == []


def test_closing_ends_the_thread(studio: Studio, composition: Composition) -> None:
    seen: list[threading.Thread] = []
    begun = threading.Event()

    def endless(_: Composition, tick: Tick) -> object:
        seen.append(threading.current_thread())
        begun.set()
        while True:
            tick()

    studio.ask(composition, endless)
    assert begun.wait(20)
    studio.close()
    assert not seen[0].is_alive()


def test_a_refusal_is_told(studio: Studio, composition: Composition, qtbot: QtBot) -> None:
    def refuse(*_: object) -> object:
        raise NNDesignerError("It is too large.", remedy="Make it smaller.")

    with qtbot.waitSignal(studio.failed, timeout=20_000) as found:
        studio.ask(composition, refuse)
    assert found.args is not None
    assert found.args[0].what == "It is too large."
    assert not studio.busy
