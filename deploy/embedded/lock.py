"""The lock that keeps two launchers off one data folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from deploy.refusal import RefusalError
from shared.language import Text


class FolderInUseError(RefusalError):
    """Another launcher runs on the same data folder."""

    def __init__(self, folder: Path, owner: str) -> None:
        text = Text(
            f"数据文件夹 {folder} 正由另一个实例使用（进程 {owner}）。"
            "请先停止它，或用 --data 另选文件夹",
            f"data folder {folder} is in use by another instance (pid {owner}). "
            "Stop it first, or choose another folder with --data",
        )
        super().__init__(text)


class FolderLock:
    """Holds a data folder for this process; the kernel lets go of it however the process ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the folder or raise `FolderInUseError` naming the process that has it."""
        path = self._folder / "lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, 20).decode().strip()
            os.close(descriptor)
            raise FolderInUseError(self._folder, owner) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go of the folder. The file stays: removing it would let two hold it by one name."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
