"""
`python -m deploy.embedded.move`: bring a database over from the server that was used before.

Both servers run for the time of the move, the data goes from one to the other by what clients see
of it, and is compared afterwards. The old folder is kept under another name.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient
from pymongo.collection import Collection

from deploy.embedded.child import lifeline_to
from deploy.embedded.database import (
    DATABASE,
    database_answers,
    database_url,
    open_server,
    server_arguments,
)
from deploy.embedded.database_folder import is_of_another_server, kept_aside
from deploy.embedded.lock import FolderLock
from deploy.embedded.ports import HOST, private_port
from deploy.embedded.readiness import READY, StartError
from deploy.refusal import RefusalError
from deploy.secrets import private_folder
from shared.language import Text

Raw: TypeAlias = Collection[RawBSONDocument]
PREFIX = "concord_"
_BATCH = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Move the database below a data folder; 0 when it is, or was already, of the new server."""
    options = _options(arguments)
    data: Path = options.data.resolve()
    folder = data / DATABASE
    lock = FolderLock(data)
    try:
        lock.acquire()
        if not _needs_move(folder):
            print("无需迁移 · nothing to move")
            return 0
        private_folder(data / "log")
        move(folder, options.old_server / "bin", data / "log" / "move.log")
    except RefusalError as error:
        error.tell()
        return 1
    finally:
        lock.release()
    aside = kept_aside(folder)
    print(f"迁移完成，原文件夹保留在 {aside} · moved; the former folder is kept as {aside}")
    return 0


def move(folder: Path, old_programs: Path, log: Path) -> None:
    """
    Put a folder of the new server with the same documents in the place of `folder`.

    Indexes are not carried over: every service makes its own when it starts. Interrupted at any
    moment, it is repeated from the beginning, or finished. `StartError` when a server does not
    run or the copy differs.
    """
    aside, fresh = kept_aside(folder), folder.with_name(f"{folder.name}.new")
    if folder.exists():
        shutil.rmtree(fresh, ignore_errors=True)
        _copy(folder, fresh, old_programs, log)
        folder.rename(aside)
    fresh.rename(folder)


def _needs_move(folder: Path) -> bool:
    return is_of_another_server(folder) or (kept_aside(folder).exists() and not folder.exists())


def _copy(folder: Path, fresh: Path, old_programs: Path, log: Path) -> None:
    arguments = server_arguments(fresh, 0, "--log-level", "INFO")
    with (
        former_server(folder, old_programs, log) as old_url,
        open_server(arguments, os.environ, log) as new_url,
        MongoClient(old_url, document_class=RawBSONDocument) as old,
        MongoClient(new_url, document_class=RawBSONDocument) as new,
    ):
        for name in sorted(old.list_database_names()):
            if not name.startswith(PREFIX):
                continue
            source, target = old[name], new[name]
            for collection in sorted(source.list_collection_names()):
                _copy_collection(source[collection], target[collection])


def _copy_collection(source: Raw, target: Raw) -> None:
    count = 0
    for batch in _batches(source):
        target.insert_many(batch)
        count += len(batch)
    print(f"{source.full_name}: {count}", flush=True)
    if _digests(source) != _digests(target):
        text = Text(
            f"{source.full_name} 迁移后与原数据不一致，原文件夹未改动",
            f"{source.full_name} differs after the move; the old folder is unchanged",
        )
        raise StartError(text)


def _batches(source: Raw) -> Iterator[list[RawBSONDocument]]:
    batch: list[RawBSONDocument] = []
    for document in source.find({}, batch_size=_BATCH):
        batch.append(document)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _digests(documents: Raw) -> set[bytes]:
    return {hashlib.sha256(each.raw).digest() for each in documents.find({}, batch_size=_BATCH)}


@contextmanager
def former_server(folder: Path, programs: Path, log: Path) -> Iterator[str]:
    """Run the server that wrote the folder until the block ends; yield its address."""
    port = private_port()
    arguments = (
        *(str(programs / "python"), str(programs / "secantusd-py"), "--host", HOST),
        *("--port", str(port.number), "--storage-path", str(folder), "--sync-on-commit"),
        *("--cache-size", "256M", "--log-level", "WARNING"),
    )
    with log.open("ab") as output:
        process = subprocess.Popen(
            lifeline_to(arguments), stdout=output, stderr=output, process_group=0
        )
    url = database_url(port.number)
    answers = partial(database_answers, url)
    try:
        while answers() != READY:
            if process.poll() is not None:
                text = Text(
                    f"原服务器无法启动，日志 {log}", f"the former server does not start, see {log}"
                )
                raise StartError(text, log.read_text(errors="replace")[-2000:])
        yield url
    finally:
        process.terminate()
        process.wait()
        port.release()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.embedded.move", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("var"), help="folder of all data")
    parser.add_argument(
        "--old-server", type=Path, required=True, help="environment that has the former server"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
