"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NoReturn

import pytest

from nndesigner.errors import DataError, ProjectError
from nndesigner.storage.atomic import write_atomically

OLD, NEW = b"the old content", b"the new content"


def put_new(file: BinaryIO) -> None:
    file.write(NEW)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "project.nnd"
    path.write_bytes(OLD)
    return path


def only_the_old_is_there(path: Path) -> bool:
    return path.read_bytes() == OLD and [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_the_new_content_takes_the_old_ones_place(old: Path) -> None:
    write_atomically(old, put_new)
    assert old.read_bytes() == NEW
    assert [entry.name for entry in old.parent.iterdir()] == [old.name]


def test_writing_that_fails_halfway_leaves_the_old_file_and_nothing_else(old: Path) -> None:
    def fail(file: BinaryIO) -> NoReturn:
        file.write(NEW[:5])
        raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        write_atomically(old, fail)
    assert only_the_old_is_there(old)


def test_ctrl_c_halfway_leaves_the_old_file_and_nothing_else(old: Path) -> None:
    def interrupt(file: BinaryIO) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(old, interrupt)
    assert only_the_old_is_there(old)


def test_a_full_disk_is_named_and_changes_nothing(old: Path) -> None:
    def full(file: BinaryIO) -> NoReturn:
        file.write(NEW[:5])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(ProjectError) as caught:
        write_atomically(old, full)
    assert caught.value.what == "There is no room left on the disk."
    assert only_the_old_is_there(old)


def test_what_does_not_verify_does_not_replace_the_old_file(old: Path) -> None:
    def refuse(written: Path) -> NoReturn:
        assert written.read_bytes() == NEW
        raise ProjectError("It reads back differently.")

    with pytest.raises(ProjectError, match="differently"):
        write_atomically(old, put_new, verify=refuse)
    assert only_the_old_is_there(old)


def test_the_old_file_is_in_place_until_the_new_one_is_complete(old: Path) -> None:
    def look(written: Path) -> None:
        assert old.read_bytes() == OLD

    write_atomically(old, put_new, verify=look)
    assert old.read_bytes() == NEW


def test_a_process_killed_while_writing_leaves_the_old_file(old: Path) -> None:
    script = """
import os, signal, sys
from pathlib import Path
from nndesigner.storage.atomic import write_atomically

def write(file):
    file.write(b"half of the new")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)

write_atomically(Path(sys.argv[1]), write)
"""
    ended = subprocess.run([sys.executable, "-c", script, str(old)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert old.read_bytes() == OLD


def test_a_folder_that_refuses_is_named(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Permission bits do not stop the superuser, who may run the tests; a read-only file system does, and it
    # answers with this error at the same place.
    def refuse(self: Path, *_arguments: object, **_options: object) -> NoReturn:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ProjectError) as caught:
        write_atomically(old, put_new)
    monkeypatch.undo()
    assert str(caught.value) == (
        f"{old}: Nothing can be written in the folder “{old.parent}”. Choose another folder."
    )
    assert only_the_old_is_there(old)


@pytest.fixture
def refusing(tmp_path: Path) -> Iterator[Path]:
    """A folder in which this very user can write nothing: the superuser is stopped by no permission bits,
    but by the kernel's own file system."""
    if os.name != "posix" or (os.geteuid() == 0 and not Path("/sys/kernel").is_dir()):
        pytest.skip("no folder refuses this user here")
    if os.geteuid() == 0:
        yield Path("/sys/kernel")
        return
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o500)
    yield folder
    folder.chmod(0o700)


def test_a_folder_that_really_refuses_is_named(refusing: Path) -> None:
    before = sorted(refusing.iterdir())
    with pytest.raises(ProjectError) as caught:
        write_atomically(refusing / "x.nnd", put_new)
    assert caught.value.what == f"Nothing can be written in the folder “{refusing}”."
    assert sorted(refusing.iterdir()) == before


def test_a_folder_below_a_file_is_no_folder(old: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        write_atomically(old / "deeper.nnd", put_new)
    assert caught.value.what == f"“{old}” is not a folder."
    assert only_the_old_is_there(old)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        write_atomically(tmp_path / "none" / "x.nnd", put_new)
    assert caught.value.what == f"There is no folder “{tmp_path / 'none'}”."


def test_a_folder_in_the_files_place_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="This is a folder, not a file"):
        write_atomically(tmp_path, put_new)
    assert tmp_path.is_dir()


def test_a_name_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="This name is too long"):
        write_atomically(tmp_path / ("x" * 300), put_new)


def test_the_caller_chooses_the_class_of_the_error(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        write_atomically(tmp_path / "none" / "x.csv", put_new, error=DataError)


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_permissions_stay_as_they_were(old: Path) -> None:
    old.chmod(0o640)
    write_atomically(old, put_new)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need a privilege elsewhere")
def test_a_symbolic_link_stays_a_link(old: Path) -> None:
    link = old.with_name("link.nnd")
    link.symlink_to(old)
    write_atomically(link, put_new)
    assert link.is_symlink()
    assert old.read_bytes() == NEW
