"""The database and the bus of an installation: embedded ones, or others that are there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deploy.embedded.bus import BUS, broker_listens, bus_answers, bus_command, bus_url
from deploy.embedded.child import ProcessCommand
from deploy.embedded.database import (
    DATABASE,
    database_answers,
    database_command,
    database_url,
    hosts_of,
    make_account,
)
from deploy.embedded.database_folder import require_our_kind
from deploy.embedded.ports import Ports
from deploy.embedded.readiness import READY, Check, StartError
from deploy.embedded.supervisor import ProcessSupervisor
from deploy.secrets import BUS_FILE, DATABASE_FILE, replace
from shared.language import Text

ADDRESS_FILE = "database_url"


@dataclass(frozen=True, slots=True)
class Backing:
    """The two servers behind an installation; a given address is used as it is."""

    data: Path
    ports: Ports
    given_database: str | None
    given_broker: str | None

    @property
    def database_url(self) -> str:
        """The address of the database server, with its account."""
        return self.given_database or database_url(self.ports.database, self._secret(DATABASE_FILE))

    @property
    def broker_url(self) -> str:
        """The address of the bus, with its password."""
        return self.given_broker or bus_url(self.ports.bus, self._secret(BUS_FILE))

    def log(self, name: str) -> Path:
        """Return the log file of a process."""
        return self.data / "log" / f"{name}.log"

    def start(self, supervisor: ProcessSupervisor) -> dict[str, Check]:
        """
        Start what is embedded and return how to ask whether both answer.

        `StartError` when a given server does not, `OtherServerError` when the data is not ours.
        """
        checks: dict[str, Check] = {
            DATABASE: partial(database_answers, self.database_url),
            BUS: partial(bus_answers, self.broker_url),
        }
        environment = dict(os.environ)
        if self.given_broker:
            checks[BUS] = partial(broker_listens, self.broker_url)
            _require(checks[BUS], _no_broker())
        else:
            password = self._secret(BUS_FILE)
            log = self.log(BUS)
            supervisor.run(bus_command(self.data / BUS, self.ports.bus, password, environment, log))
        if self.given_database:
            _require(checks[DATABASE], _no_database(hosts_of(self.given_database)))
        else:
            supervisor.run(self._prepared_database(environment))
        # For the commands of the operator, in the form that containers have it.
        replace(self.data / "secrets" / ADDRESS_FILE, f"{self.database_url}\n".encode())
        return checks

    def _prepared_database(self, environment: Mapping[str, str]) -> ProcessCommand:
        folder, log = self.data / DATABASE, self.log(DATABASE)
        require_our_kind(folder)
        make_account(folder, self._secret(DATABASE_FILE), environment, log)
        return database_command(folder, self.ports.database, environment, log)

    def _secret(self, name: str) -> str:
        return (self.data / "secrets" / name).read_text().strip()


def _require(check: Check, otherwise: Text) -> None:
    if check() != READY:
        raise StartError(otherwise)


def _no_database(hosts: str) -> Text:
    return Text(
        f"DATABASE_URL 所指的 MongoDB（{hosts}）没有应答或拒绝了账户。"
        "请先启动它并核对地址与密码；去掉 DATABASE_URL 则使用内嵌数据库",
        f"the MongoDB of DATABASE_URL ({hosts}) does not answer or refuses the account. Start it "
        "and check address and password, or leave DATABASE_URL out to use the embedded database",
    )


def _no_broker() -> Text:
    return Text(
        "BROKER_URL 所指的消息服务器没有应答。请先启动它并核对地址；去掉 BROKER_URL 则使用内嵌总线",
        "the broker of BROKER_URL does not answer. Start it and check the address, or leave "
        "BROKER_URL out to use the embedded bus",
    )
