"""
A process that has loaded everything once and forks the Python processes of an installation.

Run as `python -m deploy.embedded.fork_server module… module:function…`, with a socket of the
launcher as standard input. Over it the launcher sends orders, and hears of every start and end.
It keeps one thread, opens nothing and reads no settings: what is forked finds only loaded modules.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import runpy
import selectors
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from deploy.lifeline import die_with_parent

FORK_SERVER = "fork-server"
MESSAGE_BYTES = 1024 * 1024
_PR_SET_NAME = 15
_NAME_LENGTH = 15


@dataclass(frozen=True, slots=True)
class ForkOrder:
    """What to become: as `python -m arguments…`, under which name, and where its output goes."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    folder: str
    log: str


def load(entries: Sequence[str]) -> None:
    """
    Import each module, and call each `module:function` whose answer is kept for good.

    One that fails is left out: the process that needs it fails by itself and says why.
    """
    for entry in entries:
        module, _, function = entry.partition(":")
        with suppress(Exception):
            loaded = importlib.import_module(module)
            if function:
                getattr(loaded, function)()


class ForkServer:
    """Forks what is ordered over `control` and tells there how it ended."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        # It needs no descriptor of its own.
        self._selector = selectors.PollSelector()
        self._selector.register(control, selectors.EVENT_READ)

    def serve(self) -> ForkOrder:
        """Return in each forked process, with its order; the server itself ends with the socket."""
        self._tell({"ready": os.getpid()})
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is not self._control:
                    self._bury(key.fd, key.data)
                    continue
                message = self._control.recv(MESSAGE_BYTES)
                if not message:
                    raise SystemExit(0)
                order = ForkOrder(**json.loads(message))
                if self._is_child(order):
                    return order

    def _is_child(self, order: ForkOrder) -> bool:
        server = os.getpid()
        try:
            log = os.open(order.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
            pid = os.fork()
        except OSError as error:
            self._tell({"refused": str(error)})
            return False
        if pid == 0:
            die_with_parent()
            if os.getppid() != server:
                raise SystemExit(1)  # it ended before the kernel was asked
            self._let_go(log)
            _settle(order)
            return True
        os.close(log)
        # The launcher signals the group as soon as it knows of it, so both sides make it.
        os.setpgid(pid, pid)
        self._selector.register(os.pidfd_open(pid), selectors.EVENT_READ, pid)
        self._tell({"started": pid})
        return False

    def _let_go(self, log: int) -> None:
        """Write to the log from now on and keep nothing that belongs to the server."""
        os.setpgid(0, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        for key in list(self._selector.get_map().values()):
            if key.fileobj is not self._control:
                os.close(key.fd)
        self._control.close()

    def _bury(self, descriptor: int, pid: int) -> None:
        self._selector.unregister(descriptor)
        os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        self._tell({"ended": pid, "code": os.waitstatus_to_exitcode(status)})

    def _tell(self, news: dict[str, Any]) -> None:
        self._control.send(json.dumps(news).encode())


def _settle(order: ForkOrder) -> None:
    """Take on the environment, folder and name that the order gives."""
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    os.chdir(order.folder)
    sys.path[0] = order.folder
    name_process(order.name)


def name_process(name: str) -> None:
    """Let `ps` and `top` show the name; of one too long the beginning and the last word."""
    if len(name) > _NAME_LENGTH:
        first, _, kind = name.rpartition("-")
        name = f"{first[: _NAME_LENGTH - 1 - len(kind)]}-{kind}"
    ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode(), 0, 0, 0)


def become(order: ForkOrder) -> None:
    """Run the module of the order as `python -m` does, in this process."""
    module = order.arguments[0]
    sys.argv = list(order.arguments)
    # A module that was imported before would be run under two names.
    if not hasattr(sys.modules.get(module), "__path__"):
        sys.modules.pop(module, None)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def main() -> None:
    """Load, serve, and end as whatever was ordered; how that ends is how the process ends."""
    name_process(FORK_SERVER)
    control = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    load(sys.argv[1:])
    # What is loaded stays shared: a collection would write into every page of it.
    gc.collect()
    gc.freeze()
    # Nothing here may catch what ends the forked process: it ends like any other.
    become(ForkServer(control).serve())


if __name__ == "__main__":
    main()
