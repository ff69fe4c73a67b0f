"""A gateway to knock at: with accounts, tokens and a database of its own."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from gateway.accounts import Account, Accounts
from gateway.app import create_app
from services.liaison.partners import Partners, partners_on
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database, connect
from tests.gateway.liaison_behind import LiaisonBehind
from tests.gateway.processes import addresses, environment

PASSWORD = "correct horse battery staple"
AGENCY = {"agency_code": "11120101000000000E", "agency_name": "演示区司法局", "region": "120101"}


@dataclass
class Clock:
    """A clock that stands until it is set forward."""

    now: datetime

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


@dataclass(frozen=True)
class Office:
    """The settings of one gateway, whose accounts nobody else uses."""

    settings: Settings
    liaison: Settings | None = None

    @classmethod
    def opened(cls, database_url: str, secrets_dir: Path, **services: str) -> Office:
        """Return a new office in a database of its own."""
        variables = environment(
            "gateway",
            database_url,
            secrets_dir,
            database_name=f"gateway_{uuid.uuid4().hex[:12]}",
            services=addresses(**services),
        )
        return cls(Settings.from_environment(variables))

    @property
    def database(self) -> Database:
        """The gateway's database."""
        return connect(self.settings)

    @property
    def accounts(self) -> Accounts:
        """Its accounts."""
        return Accounts(self.database)

    @property
    def partners(self) -> Partners:
        """The courts that are registered with liaison behind it."""
        return partners_on(self.liaison_database, SecretFolder(self.settings.secrets_dir))

    @property
    def liaison_database(self) -> Database:
        """The database of that liaison."""
        assert self.liaison is not None
        return connect(self.liaison)

    def before(self, behind: LiaisonBehind) -> Office:
        """Return this office with a liaison that knows its partners."""
        return replace(self, liaison=behind.settings)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process of this office."""
        return environment(
            "gateway",
            self.settings.database_url,
            self.settings.secrets_dir,
            database_name=self.settings.database_name,
            services=self.settings.services,
        )

    def employ(self, role: str, username: str | None = None) -> str:
        """Add an officer with `PASSWORD` and return the username."""
        username = username or role
        account = Account(
            username=username,
            name=f"{role} 王五",
            role=role,
            agency_code=AGENCY["agency_code"],
            agency_name=AGENCY["agency_name"],
            region=AGENCY["region"],
        )
        self.accounts.add(account, PASSWORD)
        return username

    def application(self) -> Flask:
        """Return the gateway's application in this process."""
        return create_app(self.settings)


def sign_in(client: FlaskClient, username: str, password: str = PASSWORD) -> Any:
    """Return the answer to a sign-in."""
    body = {"username": username, "password": password}
    return client.post("/api/v1/auth/token", json=body)


def bearer(client: FlaskClient, username: str) -> dict[str, str]:
    """Return the header that proves `username`."""
    answer = sign_in(client, username)
    assert answer.status_code == 200, json.dumps(answer.json)
    return {"Authorization": f"Bearer {answer.json['access_token']}"}
