"""One whole installation on this machine: database, bus, services, the gateway."""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.door import Door
from deploy.embedded.backing import Backing
from deploy.embedded.child import ProcessCommand
from deploy.embedded.first_accounts import (
    ACCOUNTS,
    FIRST_CALLERS,
    create_first_accounts,
    first_accounts_command,
    first_callers_command,
)
from deploy.embedded.fork_server import FORK_SERVER
from deploy.embedded.forking import ForkServer, loaded_for
from deploy.embedded.ports import HOST, Ports, private_ports
from deploy.embedded.readiness import Check, Wait, http_ready
from deploy.embedded.supervisor import Announce, ProcessSupervisor
from deploy.embedded.written_with import require_same_keys
from deploy.processes import GATEWAY, PROCESSES, Process
from deploy.secrets import make_secrets, private_folder
from shared.house import LIAISON
from shared.language import Text

ROOT = Path(__file__).resolve().parents[2]
# Set by whoever calls the launcher, these would change what its processes are.
_NOT_INHERITED = (
    "BIND_HOST",
    "DATABASE_NAME",
    "GUNICORN_CMD_ARGS",
    "PORT",
    "TLS_BY_PROXY",
    "TLS_CERTIFICATE",
    "TLS_KEY",
)
PATIENCE_SECONDS = 60.0
"""How long a start waits without any progress."""
# Together under the ten seconds in which an installation is to have stopped; each above what the
# processes allow themselves to finish: gunicorn 2 s, a worker's threads 4 s.
_GATEWAY_GRACE, _SERVICES_GRACE, _BACKING_GRACE = 2.3, 4.4, 3.0


def _silent(_: Text) -> None:
    """Say nothing."""


class Stack:
    """
    The processes of one installation, their addresses, and the power over their lives.

    Names are those of `deploy.processes` (`petitions-web`, `petitions-worker`, …, `gateway`) and
    `database`, `bus` and `fork-server`. A process that ends is restarted, unless it was halted.
    With `database_url` or `broker_url` that server is used and none is started. The gateway
    listens at `door`; all others on the loopback address. The caller sees to it that nobody else
    uses the data folder. As a context manager it is started on entry and stopped on exit. The
    ports are held from the beginning until it stops, and again from the next start.
    """

    def __init__(
        self,
        data_folder: Path,
        ports: Ports | None = None,
        broker_url: str | None = None,
        *,
        door: Door | None = None,
        database_url: str | None = None,
        announce: Announce = _silent,
        environment: Mapping[str, str] | None = None,
        processes: Sequence[Process] = PROCESSES,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.data_folder = data_folder.resolve()
        self.ports = ports or private_ports()
        self._backing = Backing(self.data_folder, self.ports, database_url, broker_url)
        self.door = door or Door()
        self._announce = announce
        self._environment = dict(environment or {})
        self._processes = tuple(processes)
        self._patience_seconds = patience_seconds
        self._supervisor: ProcessSupervisor | None = None
        self._fork_server: ForkServer | None = None
        self._starting = False
        # Its processes show it, so that the answers of others are not taken for theirs.
        self._installation = secrets.token_hex(16)

    @property
    def address(self) -> str:
        """The address of the gateway."""
        return self.door.address(self.ports.gateway)

    @property
    def secrets(self) -> Path:
        """The folder of secrets."""
        return self.data_folder / "secrets"

    @property
    def credentials(self) -> Path:
        """The file of the first accounts."""
        return self.data_folder / "credentials.json"

    @property
    def database_url(self) -> str:
        """The address of the database server, with its account."""
        return self._backing.database_url

    @property
    def broker_url(self) -> str:
        """The address of the bus, with its password."""
        return self._backing.broker_url

    def service_url(self, service: str) -> str:
        """Return the internal address of a service."""
        return f"http://{HOST}:{self.ports.services[service]}"

    def log(self, name: str) -> Path:
        """Return the log file of a process."""
        return self._backing.log(name)

    def start(self) -> None:
        """
        Start everything and return when it answers and the first accounts exist.

        The gateway comes last: when it answers, all is there. Raises `StartError` when a part does
        not come up or the data was written with other keys, `PortTakenError` when a port was taken
        since the last stop, `OtherServerError` when the data is another server's; what runs by then
        is stopped.
        """
        self.ports.hold()
        self._starting = True
        self._supervisor = ProcessSupervisor(self._tell)
        try:
            private_folder(self.data_folder / "log")
            make_secrets(self.secrets)
            self.door = self.door.equipped(self.secrets)
            fork_server = self._start_fork_server()
            self._await(self._backing.start(self._supervisor) | fork_server)
            require_same_keys(self.database_url, self.secrets)
            services = [each for each in self._processes if each.service != GATEWAY]
            gateway = [each for each in self._processes if each.service == GATEWAY]
            self._run_processes(services)
            if gateway:
                self._create_first_accounts()
            self._await(self._checks(services))
            self._run_processes(gateway)
            self._await(self._checks(gateway))
        except BaseException:
            self.stop()
            raise
        self._starting = False

    def stop(self) -> None:
        """End everything in order within ten seconds: gateway, services, then bus and database."""
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is None:
            self.ports.release()
            return
        services = [process.name for process in self._processes if process.service != GATEWAY]
        supervisor.halt([GATEWAY], _GATEWAY_GRACE)
        supervisor.halt(services, _SERVICES_GRACE)
        supervisor.close(_BACKING_GRACE)
        if self._fork_server is not None:
            self._fork_server.close()
        self.ports.release()

    def pid(self, name: str) -> int:
        """Return the number of a process, waiting while it is being restarted."""
        return self._running.pid(name)

    def pids(self) -> dict[str, int]:
        """Return the numbers of all processes that run now, by name."""
        return self._running.pids()

    def restarts(self, name: str) -> int:
        """Return how often a process has been restarted because it had ended."""
        children = {child.command.name: child for child in self._running.children()}
        return children[name].restarts

    def kill(self, name: str) -> None:
        """End a process as a power failure would; it is restarted."""
        self._running.kill(name)

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a process and its own children, for example to freeze them."""
        self._running.signal(name, number)

    def halt(self, name: str) -> None:
        """Stop one process and leave it stopped."""
        self._running.halt([name], _SERVICES_GRACE)

    def resume(self, name: str) -> None:
        """Start a process that was halted."""
        self._running.resume(name)

    def restart(self, name: str) -> None:
        """Stop one process in order and start it again."""
        self.halt(name)
        self.resume(name)

    def await_ready(self, patience_seconds: float | None = None) -> None:
        """Return when every process says that it can do its work."""
        self._await(self._checks(self._processes), patience_seconds)

    def environment(self, service: str) -> dict[str, str]:
        """Return the environment in which the processes of one service run."""
        settings = {
            "CONCORD_SERVICE": service,
            "DATABASE_URL": self.database_url,
            "BROKER_URL": self.broker_url,
            "SERVICES": ",".join(
                f"{name}={self.service_url(name)}" for name in self.ports.services
            ),
            "SECRETS_DIR": str(self.secrets),
            "CONCORD_INSTALLATION": self._installation,
            "PYTHONUNBUFFERED": "1",
        }
        return self._inherited() | settings | self._environment

    def _inherited(self) -> dict[str, str]:
        return {k: v for k, v in os.environ.items() if k not in _NOT_INHERITED}

    @property
    def _running(self) -> ProcessSupervisor:
        if self._supervisor is None:
            raise RuntimeError("the stack is not running")
        return self._supervisor

    @property
    def _forks(self) -> ForkServer:
        if self._fork_server is None:
            raise RuntimeError("the stack is not running")
        return self._fork_server

    def _tell(self, text: Text) -> None:
        # What does not come up is told once, by the error that ends the start.
        if not self._starting:
            self._announce(text)

    def _await(self, checks: Mapping[str, Check], patience_seconds: float | None = None) -> None:
        patience = patience_seconds or self._patience_seconds
        Wait(checks, self._running, self._announce, patience).run()

    def _checks(self, processes: Sequence[Process]) -> dict[str, Check]:
        return {process.name: self._check(process) for process in processes}

    def _check(self, process: Process) -> Check:
        check = partial(http_ready, self._port(process), self._installation)
        if process.service != GATEWAY:
            return check
        return partial(check, host=self.door.near_host, encrypted=self.door.is_encrypted)

    def _port(self, process: Process) -> int:
        if process.service == GATEWAY:
            return self.ports.gateway
        ports = self.ports.workers if process.kind == "worker" else self.ports.services
        return ports[process.service]

    def _start_fork_server(self) -> dict[str, Check]:
        if not self._processes:
            return {}
        environment = self._inherited() | {"PYTHONUNBUFFERED": "1"} | self._environment
        log = self.log(FORK_SERVER)
        self._fork_server = ForkServer(loaded_for(self._processes), environment, ROOT, log)
        self._running.run(self._fork_server.command, self._fork_server.start)
        return {FORK_SERVER: self._fork_server.answers}

    def _run_processes(self, processes: Sequence[Process]) -> None:
        for process in processes:
            self._running.run(self._command(process), self._forks.fork)

    def _create_first_accounts(self) -> None:
        environment, log = self.environment(GATEWAY), self.log(ACCOUNTS)
        command = first_accounts_command(self.credentials, environment, ROOT, log)
        create_first_accounts(self._forks, command, self._patience_seconds)
        environment, log = self.environment(LIAISON), self.log(FIRST_CALLERS)
        command = first_callers_command(self.credentials, environment, ROOT, log)
        create_first_accounts(self._forks, command, self._patience_seconds)

    def _command(self, process: Process) -> ProcessCommand:
        environment = self.environment(process.service)
        variable = "PORT" if process.kind == "web" else "WORKER_PORT"
        environment[variable] = str(self._port(process))
        environment |= self.door.environment() if process.service == GATEWAY else {}
        arguments = (sys.executable, *process.arguments)
        return ProcessCommand(process.name, arguments, environment, ROOT, self.log(process.name))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def describe(stack: Stack) -> str:
    """Return the address, files and process numbers of a running stack as JSON, no secrets."""
    facts = {
        "launcher": os.getpid(),
        "address": stack.address,
        "credentials": str(stack.credentials),
        "certificate": str(stack.door.certificate) if stack.door.certificate else None,
        "services": {service: stack.service_url(service) for service in stack.ports.services},
        "processes": stack.pids(),
        "restarts": {name: stack.restarts(name) for name in stack.pids()},
    }
    return json.dumps(facts, indent=1)
