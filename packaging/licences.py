"""The licences of everything that the standalone program carries, in a folder beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")
_QT = {"pyside6", "pyside6-essentials", "pyside6_essentials", "shiboken6"}
_SYSTEM_FOLDERS = ("/usr/lib", "/lib")


def write_licences(
    program: Path,
    root: Path,
    modules: Iterable[tuple[str, str, str]],
    binaries: Iterable[tuple[str, str, str]],
) -> None:
    """Write ``LICENSES`` into the folder of the program, with an index of what is in it under which licence.

    Args:
        program: The folder PyInstaller has made.
        root: The checkout.
        modules: Name, file and kind of every Python module in it.
        binaries: Place, origin and kind of every library in it.

    Raises:
        FileNotFoundError: Something is carried whose licence cannot be found, so it must not be given away.
    """
    folder = program / "LICENSES"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(root / "LICENSE", folder / "NN Designer.txt")
    shutil.copytree(root / "packaging" / "licences", folder / "Qt")
    binaries = list(binaries)
    parts = [name for name, _, _ in modules] + [place.replace("/", ".") for place, _, _ in binaries]
    lines = [*_python(folder), *_distributions(folder, parts), *_system_packages(folder, binaries)]
    heading = "This program contains, each under the licence in the file or folder of its name:\n\n"
    own = "Inter (fonts): see _internal/nndesigner/_resources/fonts/OFL.txt\n"
    own += "Data sets: see _internal/nndesigner/_resources/datasets/DATASETS.md\n"
    index = heading + "".join(f"{line}\n" for line in lines) + own
    (folder / "README.txt").write_text(index, encoding="utf-8")


def _python(folder: Path) -> list[str]:
    """Python itself, which every build carries."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    known = (
        Path(sys.base_prefix) / "lib" / f"python{version}" / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{version}/copyright"),
        Path(f"/usr/share/doc/libpython{version}-minimal/copyright"),
    )
    text = next((path for path in known if path.exists()), None)
    if text is None:
        raise FileNotFoundError(f"Python's licence is in none of: {', '.join(map(str, known))}")
    shutil.copy(text, folder / "Python.txt")
    return [f"Python {sys.version.split()[0]}"]


def _distributions(folder: Path, parts: Sequence[str]) -> list[str]:
    """Every package with a module in the program, and PyInstaller, whose loader starts it."""
    packages: Mapping[str, Sequence[str]] = metadata.packages_distributions()
    carried = {name for part in parts for name in packages.get(part.split(".")[0], ())} | {"pyinstaller"}
    lines = []
    for name in sorted(carried - {"nndesigner"}, key=str.lower):
        distribution = metadata.distribution(name)
        if name.lower() not in _QT:
            _copy_texts(distribution, folder / name)
        licence = _short_licence(distribution)
        where = "Qt" if name.lower() in _QT else name
        lines.append(f"{name} {distribution.version}{f', {licence}' if licence else ''}: {where}")
    return lines


def _short_licence(distribution: metadata.Distribution) -> str:
    """A licence's name, where it says one; some packages put the whole text there."""
    known = distribution.metadata.json
    stated = known.get("license_expression") or known.get("license") or ""
    licence = str(stated).strip()
    return "" if "\n" in licence else licence


def _copy_texts(distribution: metadata.Distribution, folder: Path) -> None:
    texts = [file for file in distribution.files or () if _is_licence(file.as_posix())]
    for text in texts:
        parts = [part for part in text.parts if not part.endswith(".dist-info") and part != "licenses"]
        target = folder.joinpath(*[part for part in parts if part != ".."])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(str(text.locate()), target)
    if not texts:
        raise FileNotFoundError(f"{distribution.metadata['Name']} has no licence text in its installation.")


def _is_licence(path: str) -> bool:
    name = path.rpartition("/")[2].upper()
    in_metadata = ".dist-info/" in path
    return name.startswith(_NAMES) and in_metadata and not name.endswith((".PY", ".PYC"))


def _system_packages(folder: Path, binaries: Iterable[tuple[str, str, str]]) -> list[str]:
    """The system's libraries that were taken along, by the Debian package that has their licence."""
    origins = {Path(origin).resolve() for _, origin, _ in binaries if origin.startswith(_SYSTEM_FOLDERS)}
    if not origins or shutil.which("dpkg-query") is None:
        return [f"{path.name}, from the system that this was built on" for path in sorted(origins)]
    patterns = [f"*/{path.name}" for path in sorted(origins)]
    answer = subprocess.run(["dpkg-query", "-S", *patterns], capture_output=True, text=True, check=False)
    known = {str(path).removeprefix("/usr") for path in origins}
    owners = [line.split(": ", 1) for line in answer.stdout.splitlines() if ": " in line]
    found = (owner for owner, path in owners if path.removeprefix("/usr") in known)
    packages = {owner.split(",")[0].split(":")[0] for owner in found}
    (folder / "system").mkdir()
    for package in packages:
        shutil.copy(f"/usr/share/doc/{package}/copyright", folder / "system" / f"{package}.txt")
    return [f"{package} (system library): system/{package}.txt" for package in sorted(packages)]
