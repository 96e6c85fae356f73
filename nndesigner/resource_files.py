"""Where the files under ``resources/`` are: in a checkout, an installed wheel and a frozen executable alike.

The wheel and the frozen program carry them inside the package as ``_resources``; a checkout has them
beside the package. There is no third place.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(relative: str) -> Path:
    """Return the path of one bundled file or folder.

    Args:
        relative: A path below ``resources/``, with forward slashes, such as ``"datasets/iris.csv"``.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    inside = _PACKAGE / "_resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    path = root / relative
    if not path.exists():
        raise FileNotFoundError(
            f"NN Designer is not completely installed: {path} is missing. Install it again."
        )
    return path
