"""Writing a file so that at every instant either the old one or the whole new one is there."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from nndesigner.errors import NNDesignerError, ProjectError

_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def write_atomically(
    path: Path,
    write: Callable[[BinaryIO], None],
    *,
    verify: Callable[[Path], None] | None = None,
    error: type[NNDesignerError] = ProjectError,
) -> None:
    """Write a file beside its final place and move it there when it is complete and safely on the disk.

    Args:
        path: The file to make or replace. A symbolic link is followed, not replaced.
        write: Puts the content into the open file.
        verify: Re-reads the finished file before it takes the old one's place; raises if it is not right.
        error: The class to raise when the folder or the disk refuses.

    Raises:
        NNDesignerError: Nothing could be written. The old file is untouched and nothing is left beside it.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".nndesigner-{secrets.token_hex(6)}.tmp")
    try:
        _write_and_move(target, temporary, write, verify)
    except OSError as problem:
        raise _explained(problem, path, error) from problem


def _write_and_move(
    target: Path, temporary: Path, write: Callable[[BinaryIO], None], verify: Callable[[Path], None] | None
) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    try:
        with temporary.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if verify is not None:
            verify(temporary)
        _keep_permissions(target, temporary)
        os.replace(temporary, target)
    except BaseException:  # also Ctrl-C: no half-written file may stay behind; the exception goes on
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _keep_permissions(target: Path, temporary: Path) -> None:
    if target.exists():
        # A file that its owner made read-only is replaced only where that was meant to be possible.
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the move itself last through a power cut; only POSIX systems can (and need to) do this."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _explained(problem: OSError, path: Path, error: type[NNDesignerError]) -> NNDesignerError:
    folder = path.parent
    if problem.errno in _REFUSED:
        if path.exists() and os.access(folder, os.W_OK) and not os.access(path, os.W_OK):
            what, remedy = "This file is write-protected.", "Save under another name."
        else:
            what, remedy = f"Nothing can be written in the folder “{folder}”.", "Choose another folder."
    elif problem.errno == errno.ENOENT:
        what, remedy = f"There is no folder “{folder}”.", "Make it first, or choose another."
    elif problem.errno == errno.ENOTDIR:
        what, remedy = f"“{folder}” is not a folder.", "Choose a folder to write in."
    elif problem.errno == errno.EISDIR:
        what, remedy = "This is a folder, not a file.", "Choose another name."
    elif problem.errno in _FULL:
        what, remedy = "There is no room left on the disk.", "Make room, or choose another place."
    elif problem.errno == errno.ENAMETOOLONG:
        what, remedy = "This name is too long.", "Choose a shorter one."
    else:
        what, remedy = (
            f"The file could not be written ({problem.strerror}).",
            "Try again, or choose another folder.",
        )
    return error(what, where=str(path), remedy=remedy)
