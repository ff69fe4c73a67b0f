"""One data folder serves one installation at a time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.embedded.lock import FolderInUseError, FolderLock


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    lock = FolderLock(folder)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


def test_a_second_launcher_is_refused_and_told_who_has_the_folder(tmp_path: Path) -> None:
    with holding(tmp_path), pytest.raises(FolderInUseError) as refusal:
        FolderLock(tmp_path).acquire()

    for said in (refusal.value.text.zh, refusal.value.text.en):
        assert str(tmp_path) in said
        assert str(os.getpid()) in said


def test_a_released_folder_can_be_taken_again(tmp_path: Path) -> None:
    with holding(tmp_path):
        pass

    with holding(tmp_path):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_a_folder_is_free_again_after_its_owner_was_killed(tmp_path: Path) -> None:
    owning = (
        "import sys, pathlib; from deploy.embedded.lock import FolderLock;"
        "FolderLock(pathlib.Path(sys.argv[1])).acquire(); print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", owning, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        owner.stdout.readline()
        with pytest.raises(FolderInUseError):
            FolderLock(tmp_path).acquire()
        owner.kill()

    with holding(tmp_path):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"
