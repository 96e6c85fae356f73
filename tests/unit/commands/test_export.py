"""`nndesigner export`: the same picture as the window makes, without one."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

from nndesigner.commands.export import ENDINGS, SHOWN
from nndesigner.document.model import Document
from nndesigner.session.session import Session
from nndesigner.storage.project import load_project, save_project
from nndesigner.ui.canvas.modes import Mode
from nndesigner.ui.pictures.composition import Composition
from nndesigner.ui.pictures.formats import encoded
from nndesigner.ui.pictures.wishes import Format, Wishes
from tests.unit.commands.running import Runner, process, refused

ARIA = "aria-label"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stands in for drawing: what it was asked for."""
    calls: list[dict[str, Any]] = []

    def export_picture(session: Session, path: Path, show: str, **wishes: Any) -> str:
        calls.append({"sample": session.sample, "path": path, "show": show, **wishes})
        return "All 56 lines."

    module = ModuleType("nndesigner.ui.pictures.headless")
    monkeypatch.setattr(module, "export_picture", export_picture, raising=False)
    monkeypatch.setitem(sys.modules, "nndesigner.ui.pictures.headless", module)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return calls


def test_an_svg_needs_no_display_and_says_what_is_in_it(trained: Path) -> None:
    done = process("export", trained, "net.svg", DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Made net.svg. ")
    assert done.stdout.endswith("All 56 lines.\n")
    words = {group.get(ARIA) for group in ElementTree.parse("net.svg").iter()}
    assert {"petal width", "hidden 1", "virginica"} <= words


def test_every_format_is_made_whatever_is_shown(trained: Path) -> None:
    starts = {".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG"}
    for ending, show in zip(ENDINGS, ("activations", "errors", "gradients"), strict=True):
        path = Path(f"net{ending}")
        done = process("export", trained, path, "--show", show, "--theme", "dark", "--title", "Iris")
        assert (done.returncode, done.stderr) == (0, "")
        assert path.read_bytes().startswith(starts[ending])


@pytest.mark.usefixtures("qapp")
def test_it_is_the_picture_that_the_window_makes(trained: Path) -> None:
    from nndesigner.ui.fonts import load_fonts

    load_fonts()
    assert process("export", trained, "net.svg", "--show", "biases").returncode == 0
    composition = Composition(Session(load_project(trained)), Wishes(shown=Mode.BIASES))
    assert Path("net.svg").read_bytes() == encoded(composition, Format.SVG, lambda: None)


def test_the_wishes_are_passed_on(run: Runner, project: Path, asked: list[dict[str, Any]]) -> None:
    run.done("export", project, "net.png", "--theme", "dark", "--scale", 4, "--no-legend", "--transparent")
    assert asked == [
        {
            "sample": 0,
            "path": Path("net.png"),
            "show": "weights",
            "dark": True,
            "scale": 4,
            "title": "",
            "transparent": True,
            "lines": True,
            "legend": False,
        }
    ]


def test_a_row_is_chosen_as_the_table_counts_them(
    run: Runner, project: Path, asked: list[dict[str, Any]]
) -> None:
    run.done("export", project, "net.svg", "--row", 51)
    data = load_project(project).data
    assert data is not None
    assert data.prepared.rows[asked[0]["sample"]] == 50


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("iris.nnd", "net.gif"),
            "“net.gif” does not end in a kind of picture. Choose one of .svg, .pdf, .png.",
        ),
        (("iris.nnd", "net"), "“net” does not end in a kind of picture. Choose one of .svg, .pdf, .png."),
        (("iris.nnd", "net.svg", "--scale", "2"), "A .svg picture has no scale. It is sharp at any size."),
        (("iris.nnd", "net.png", "--scale", "0"), "0 is not a scale. Choose 1 to 8."),
        (
            ("iris.nnd", "net.svg", "--row", "999"),
            "The data has no row 999 that is used. Choose another --row.",
        ),
        (
            ("iris.nnd",),
            "The following arguments are required: OUT. See: nndesigner export --help",
        ),
    ],
)
def test_bad_words_are_told_in_one_line(
    run: Runner, project: Path, elsewhere: Path, words: tuple[str, ...], message: str
) -> None:
    assert refused(run, elsewhere, "export", *words, code=2) == message


def test_a_project_is_not_overwritten(run: Runner, project: Path, elsewhere: Path) -> None:
    odd = project.rename("iris.png")
    words = "The picture would overwrite “iris.png”. Give it another name."
    assert refused(run, elsewhere, "export", odd, "iris.png", code=2) == words


def test_a_project_that_is_not_there_is_one_line(run: Runner, elsewhere: Path) -> None:
    words = "none.nnd: There is no such file. Check the name and the folder."
    assert refused(run, elsewhere, "export", "none.nnd", "net.svg") == words


def test_an_empty_project_has_no_picture(elsewhere: Path) -> None:
    save_project(Document.empty(), Path("empty.nnd"))
    done = process("export", "empty.nnd", "net.svg")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nndesigner: The project has no network yet. Draw one in the window first.\n"
    assert not Path("net.svg").exists()


def test_it_can_show_everything_that_is_known_without_a_window() -> None:
    assert set(SHOWN) == {mode.value for mode in Mode} - {Mode.CHANGE.value}
    assert set(ENDINGS) == {kind.suffix for kind in Format}


def test_the_change_is_refused_with_the_reason(trained: Path) -> None:
    done = process("export", trained, "net.svg", "--show", "change")
    assert done.returncode == 2
    assert "known only to the window" in done.stderr
    assert not Path("net.svg").exists()
