"""The arrows between the parts of the program, and proof that breaking one is noticed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nndesigner"

LEAVES = frozenset({"errors", "resource_files"})
"""Modules without arrows of their own, open to everyone."""

ALLOWED: dict[str, frozenset[str]] = {
    "engine": frozenset(),
    "data": frozenset(),
    "document": frozenset({"data", "engine"}),
    "storage": frozenset({"document", "data", "engine"}),
    "session": frozenset({"storage", "document", "data", "engine"}),
    "commands": frozenset({"session", "storage", "document", "data", "engine"}),
    "ui": frozenset({"session", "storage", "document", "data", "engine"}),
    "cli": frozenset({"commands"}),
    "__main__": frozenset({"cli"}),
}
QT = frozenset({"PySide6", "shiboken6", "pyqtgraph", "qtawesome"})
NUMBERS_ONLY = {"engine": frozenset({"numpy", "threadpoolctl"}), "data": frozenset({"numpy", "pandas"})}
WINDOW_ONLY_WHEN_WANTED = frozenset({"commands", "cli", "__main__"})
"""These reach `ui`, but only inside functions: a command without a window must not load Qt."""


def part_of(path: Path, package: Path) -> str:
    return path.relative_to(package).parts[0].removesuffix(".py")


def imports_of(tree: ast.Module) -> list[tuple[str, int, bool]]:
    """(module, line, inside a function) of every import, relative ones included as written."""
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    found: list[tuple[str, int, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno, id(node) in inside) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(("." * node.level + (node.module or ""), node.lineno, id(node) in inside))
    return found


def violations(package: Path) -> list[str]:
    found: list[str] = []
    for path in sorted(package.rglob("*.py")):
        part = part_of(path, package)
        if part in LEAVES or part in ("__init__", "_resources"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for module, line, lazy in imports_of(tree):
            reason = refused(part, module, lazy)
            if reason:
                found.append(f"{path.relative_to(package.parent)}:{line}: {reason}")
    return found


def refused(part: str, module: str, lazy: bool) -> str | None:
    """Why one import is not allowed; None if it is."""
    top, _, rest = module.partition(".")
    if module.startswith("."):
        return "relative imports hide the arrows"
    if top in QT and part != "ui":
        return f"{top} outside ui"
    if top == PACKAGE.name:
        target = rest.partition(".")[0]
        if target in LEAVES or target in ("", part) or target in ALLOWED[part]:
            return None
        if target == "ui" and part in WINDOW_ONLY_WHEN_WANTED and lazy:
            return None
        return f"{part} imports {target}"
    libraries = NUMBERS_ONLY.get(part)
    if libraries is not None and top not in libraries and not is_standard(top):
        return f"{part} imports {top}"
    return None


def is_standard(top: str) -> bool:
    import sys

    return top in sys.stdlib_module_names


def test_every_import_follows_the_arrows() -> None:
    assert violations(PACKAGE) == []


def test_every_part_of_the_package_has_its_arrows_written_down() -> None:
    parts = {part_of(path, PACKAGE) for path in PACKAGE.rglob("*.py")}
    assert parts - LEAVES - {"__init__"} == set(ALLOWED)


@pytest.mark.parametrize(
    ("part", "source", "expected"),
    [
        ("engine", "from nndesigner.document import model\n", "engine imports document"),
        ("engine", "import pandas\n", "engine imports pandas"),
        ("data", "def f():\n    import nndesigner.engine.network\n", "data imports engine"),
        ("document", "from nndesigner.storage.project import load_project\n", "document imports storage"),
        ("storage", "import nndesigner.session.session\n", "storage imports session"),
        ("session", "from PySide6.QtCore import QObject\n", "PySide6 outside ui"),
        ("session", "from nndesigner.ui import bridge\n", "session imports ui"),
        ("commands", "from nndesigner.ui.app import run\n", "commands imports ui"),
        ("ui", "from nndesigner.commands import train\n", "ui imports commands"),
        ("ui", "from . import theme\n", "relative imports hide the arrows"),
    ],
)
def test_a_planted_violation_is_caught(tmp_path: Path, part: str, source: str, expected: str) -> None:
    package = tmp_path / "nndesigner"
    (package / part).mkdir(parents=True)
    (package / part / "planted.py").write_text(source, encoding="utf-8")
    found = violations(package)
    assert len(found) == 1
    assert found[0].endswith(expected)


def test_a_window_may_be_imported_by_a_command_only_when_it_is_wanted(tmp_path: Path) -> None:
    package = tmp_path / "nndesigner"
    (package / "commands").mkdir(parents=True)
    lazy = "def f():\n    from nndesigner.ui.app import run\n    run()\n"
    (package / "commands" / "demo.py").write_text(lazy, encoding="utf-8")
    assert violations(package) == []
