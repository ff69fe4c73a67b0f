"""The embedded database: how it is run, its one account, and whether it answers."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import ConfigurationError, OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from deploy.embedded.child import ProcessCommand, lifeline_to
from deploy.embedded.database_cache import cache_megabytes
from deploy.embedded.database_folder import knows_account, write_mark
from deploy.embedded.ports import HOST
from deploy.embedded.readiness import READY, REFUSED, SILENT, StartError
from deploy.secrets import private_folder
from shared.language import Text

DATABASE = "database"
ACCOUNT = "concord"
_LISTENING = re.compile(rb"listening on [0-9.]+:(?P<port>[0-9]+)\n")
# WiredTiger reads this file in its folder, above what its program says (wiredtiger_open).
_ENGINE_FILE = "WiredTiger.config"
_ENGINE_SETTINGS = "checkpoint=(wait=10,log_size=64MB)\n"
# Its allocator (mimalloc) asks for huge pages, of which each connection then takes more than a
# megabyte where a fifteenth of that is used.
_SMALL_PAGES = {"MIMALLOC_ALLOW_THP": "0"}
_NO_ENTRY = "authentication failed"
_ALREADY_EXISTS = 51003  # MongoDB's code for a user that is there
_STOP_SECONDS, _LOOK_SECONDS = 60.0, 0.05


def server_arguments(data: Path, port: int, *more: str) -> tuple[str, ...]:
    """
    Lay the folder `data` out and return how the server is run on it; port 0: it chooses one.

    Every commit is synced: without it, acknowledged writes are lost when the process is killed.
    The server has no checkpoints of its own while it runs, so its log would grow for ever; the
    engine is told to make them. Not by `--data-nonlogged`: an index made since the last checkpoint
    then comes back from a kill without its options, a unique one lets duplicates in (decision 3).
    """
    private_folder(data)
    (data / _ENGINE_FILE).write_text(_ENGINE_SETTINGS)
    program = Path(sys.executable).with_name("secantusd-rs")
    return (
        *(sys.executable, str(program), "--host", HOST, "--port", str(port)),
        *("--storage-path", str(data), "--sync-on-commit"),
        *("--cache-size", f"{cache_megabytes()}M"),
        *("--log-file-max", "64MB"),
        *("--oplog-max-entries", "5000", "--oplog-retention-seconds", "30"),
        *more,
    )


def database_command(
    data: Path, port: int, environment: Mapping[str, str], log: Path
) -> ProcessCommand:
    """Return how the server is run for the installation: nobody without the password gets in."""
    arguments = server_arguments(data, port, "--auth", "--log-level", "WARNING")
    return ProcessCommand(DATABASE, arguments, {**environment, **_SMALL_PAGES}, data.parent, log)


def database_url(port: int, password: str | None = None) -> str:
    """
    Return the address of the embedded database.

    Without retryable writes, whose registry it prunes in linear time on every write; the
    idempotency keys of the commands answer what a retryable write would have answered. Clients
    poll its state: one that streams it waits for the stream when its process is to end.
    """
    options = "directConnection=true&retryWrites=false&serverMonitoringMode=poll"
    account = f"{ACCOUNT}:{password}@" if password else ""
    return f"mongodb://{account}{HOST}:{port}/?{options}"


def make_account(data: Path, password: str, environment: Mapping[str, str], log: Path) -> None:
    """
    See to it that the database has its account, and under this password.

    Accounts are made by a server that asks for none, which is therefore run for a moment on a
    port that nobody is told of. Repeated when it was interrupted or the password is another one.
    """
    if knows_account(data, password):
        return
    arguments = server_arguments(data, 0, "--log-level", "INFO")
    with open_server(arguments, environment, log) as url, _client(url) as client:
        roles = ["root"]
        try:
            client.admin.command("createUser", ACCOUNT, pwd=password, roles=roles)
        except OperationFailure as error:
            if error.code != _ALREADY_EXISTS:
                raise
            client.admin.command("updateUser", ACCOUNT, pwd=password)
    write_mark(data, password)


@contextmanager
def open_server(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path
) -> Iterator[str]:
    """
    Run a server that says on which port it listens until the block ends; yield its address.

    It has stopped in order, with all data on the disk, when this returns.
    """
    begin = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        process = subprocess.Popen(
            lifeline_to(arguments),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            process_group=0,
        )
    try:
        yield database_url(_reported_port(process, log, begin))
    finally:
        process.terminate()
        code = process.wait(_STOP_SECONDS)
    if code != 0:
        raise _unable(log)


def _reported_port(process: subprocess.Popen[bytes], log: Path, begin: int) -> int:
    """Return the port that the server says it listens on, which may take as long as it lives."""
    while process.poll() is None:
        said = _LISTENING.search(log.read_bytes()[begin:])
        if said:
            return int(said["port"])
        time.sleep(_LOOK_SECONDS)
    raise _unable(log)


def _unable(log: Path) -> StartError:
    text = Text(
        f"数据库不能启动或未能有序停止，日志 {log}",
        f"the database does not start, or did not stop in order; its log is {log}",
    )
    return StartError(text, log.read_text(errors="replace")[-2000:])


def database_answers(url: str) -> str:
    """Return whether the database at `url` accepts its account and a command now."""
    try:
        with _client(url) as client:
            client.admin.command("ping")
            return READY
    except PyMongoError as error:
        # Its server answers, and will not answer otherwise by waiting.
        return REFUSED if _NO_ENTRY in str(error).lower() else SILENT


def hosts_of(url: str) -> str:
    """
    Return the hosts of an address of MongoDB, without account and password.

    Raises `StartError` when it is no such address.
    """
    try:
        nodes = parse_uri(url)["nodelist"]
    except (PyMongoError, ConfigurationError, ValueError):
        # The error may hold the password.
        text = Text(
            "DATABASE_URL 不是 MongoDB 地址，应形如 mongodb://主机:27017/",
            "DATABASE_URL is no address of MongoDB; it looks like mongodb://host:27017/",
        )
        raise StartError(text) from None
    return ", ".join(f"{host}:{port}" for host, port in nodes)


def _client(url: str) -> MongoClient[dict[str, object]]:
    return MongoClient(url, serverSelectionTimeoutMS=2_000)
