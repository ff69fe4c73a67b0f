"""One whole installation on this machine: database, bus, five services, the gateway."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.embedded import backing
from deploy.embedded.child import Command
from deploy.embedded.ports import HOST, Ports, private_ports
from deploy.embedded.readiness import Check, StartError, await_ready, http_ready
from deploy.embedded.supervisor import Announce, Supervisor
from deploy.processes import GATEWAY, PROCESSES, Process
from deploy.secrets import BUS_FILE, make_secrets, private_folder
from shared.language import Text

ROOT = Path(__file__).resolve().parents[2]
# Set by whoever calls the launcher, these would change what its processes are.
_NOT_INHERITED = ("BIND_HOST", "DATABASE_NAME", "GUNICORN_CMD_ARGS", "PORT")
_BACKING_SECONDS, _SERVICES_SECONDS = 30.0, 60.0
# Together under the ten seconds in which an installation is to have stopped; each above what the
# processes allow themselves to finish: gunicorn 2 s, a worker's threads 4 s.
_GATEWAY_GRACE, _SERVICES_GRACE, _BACKING_GRACE = 2.3, 4.4, 3.0


def _silent(_: Text) -> None:
    """Say nothing."""


class Stack:
    """
    The processes of one installation, their addresses, and the power over their lives.

    Names are those of `deploy.processes` (`petitions-web`, `petitions-worker`, …, `gateway`) and
    `database` and `bus`. A process that ends is restarted, unless it was halted. With
    `broker_url` that broker is used and no bus is started. The caller sees to it that nobody else
    uses the data folder. As a context manager it is started on entry and stopped on exit.
    """

    def __init__(
        self,
        data_folder: Path,
        ports: Ports | None = None,
        broker_url: str | None = None,
        *,
        announce: Announce = _silent,
        environment: Mapping[str, str] | None = None,
        processes: Sequence[Process] = PROCESSES,
    ) -> None:
        self.data_folder = data_folder.resolve()
        self.ports = ports or private_ports()
        self._given_broker = broker_url
        self._announce = announce
        self._environment = dict(environment or {})
        self._processes = tuple(processes)
        self._supervisor: Supervisor | None = None

    @property
    def address(self) -> str:
        """The address of the gateway."""
        return f"http://{HOST}:{self.ports.gateway}"

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
        """The address of the database server."""
        return backing.database_url(self.ports.database)

    @property
    def broker_url(self) -> str:
        """The address of the bus, with its password."""
        if self._given_broker is not None:
            return self._given_broker
        password = (self.secrets / BUS_FILE).read_text().strip()
        return backing.bus_url(self.ports.bus, password)

    def service_url(self, service: str) -> str:
        """Return the internal address of a service."""
        return f"http://{HOST}:{self.ports.services[service]}"

    def log(self, name: str) -> Path:
        """Return the log file of a process."""
        return self.data_folder / "log" / f"{name}.log"

    def start(self) -> None:
        """Start everything and return when it answers and the first accounts exist.

        Raises `StartError` when a part does not come up; what runs by then is stopped.
        """
        private_folder(self.data_folder / "log")
        make_secrets(self.secrets)
        self._supervisor = Supervisor(self._announce)
        try:
            self._start_backing(self._supervisor)
            self._start_processes(self._supervisor)
            self._create_first_accounts()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End everything in order within ten seconds: gateway, services, then bus and database."""
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is None:
            return
        services = [process.name for process in self._processes if process.service != GATEWAY]
        supervisor.halt([GATEWAY], _GATEWAY_GRACE)
        supervisor.halt(services, _SERVICES_GRACE)
        supervisor.close(_BACKING_GRACE)

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

    def await_ready(self, timeout_seconds: float = _SERVICES_SECONDS) -> None:
        """Return when every web process says that it can do its work."""
        checks = {
            process.name: partial(http_ready, self._port(process.service))
            for process in self._processes
            if process.kind == "web"
        }
        await_ready(checks, self._running, self._announce, timeout_seconds)

    def environment(self, service: str) -> dict[str, str]:
        """Return the environment in which the processes of one service run."""
        inherited = {k: v for k, v in os.environ.items() if k not in _NOT_INHERITED}
        settings = {
            "CONCORD_SERVICE": service,
            "DATABASE_URL": self.database_url,
            "BROKER_URL": self.broker_url,
            "SERVICES": ",".join(
                f"{name}={self.service_url(name)}" for name in self.ports.services
            ),
            "SECRETS_DIR": str(self.secrets),
            "PYTHONUNBUFFERED": "1",
        }
        return inherited | settings | self._environment

    @property
    def _running(self) -> Supervisor:
        if self._supervisor is None:
            raise RuntimeError("the stack is not running")
        return self._supervisor

    def _port(self, member: str) -> int:
        return self.ports.gateway if member == GATEWAY else self.ports.services[member]

    def _start_backing(self, supervisor: Supervisor) -> None:
        # Not our code: measuring its coverage would only slow it down.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
        database = backing.database_command(
            self.data_folder / "database",
            self.ports.database,
            environment,
            self.log(backing.DATABASE),
        )
        supervisor.run(database)
        if self._given_broker is None:
            supervisor.run(self._bus_command(environment))
        answers = backing.broker_listens if self._given_broker else backing.bus_answers
        checks: dict[str, Check] = {
            backing.DATABASE: partial(backing.database_answers, self.database_url),
            backing.BUS: partial(answers, self.broker_url),
        }
        await_ready(checks, supervisor, self._announce, _BACKING_SECONDS)

    def _bus_command(self, environment: Mapping[str, str]) -> Command:
        password = (self.secrets / BUS_FILE).read_text().strip()
        folder = self.data_folder / "bus"
        return backing.bus_command(
            folder, self.ports.bus, password, environment, self.log(backing.BUS)
        )

    def _start_processes(self, supervisor: Supervisor) -> None:
        for process in self._processes:
            supervisor.run(self._command(process))
        self.await_ready()

    def _command(self, process: Process) -> Command:
        environment = self.environment(process.service)
        if process.kind == "web":
            environment["PORT"] = str(self._port(process.service))
        arguments = (sys.executable, *process.arguments)
        return Command(process.name, arguments, environment, ROOT, self.log(process.name))

    def _create_first_accounts(self) -> None:
        if GATEWAY not in {process.name for process in self._processes}:
            return
        command = [sys.executable, "-m", "gateway.accounts", "bootstrap", str(self.credentials)]
        done = subprocess.run(
            command,
            env=self.environment(GATEWAY),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode != 0:
            text = Text("无法建立初始账户", "the first accounts could not be made")
            raise StartError(text, done.stderr[-2000:])

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
        "services": {service: stack.service_url(service) for service in stack.ports.services},
        "processes": stack.pids(),
    }
    return json.dumps(facts, indent=1)
