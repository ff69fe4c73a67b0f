"""What the tests of the gateway share: a database server, secrets, a service behind."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.processes import application_of
from deploy.secrets import make_secrets
from gateway.accounts import Account
from shared.http.settings import Settings
from shared.storage.database import connect
from tests.gateway.court_hall import OTHER_AGENCY, Hall
from tests.gateway.court_messages import COURT_NAME, SECRET, SigningCourt
from tests.gateway.office import PASSWORD, Office
from tests.gateway.processes import WebProcess, environment
from tests.support.servers import EmbeddedDatabase


@pytest.fixture(scope="session")
def database_server() -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase() as server:
        yield server
        # The applications of this process share one client for the server's address.
        settings = Settings(service="gateway", database_url=server.url, secrets_dir=Path())
        connect(settings).client.close()


@pytest.fixture(scope="session")
def secrets_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    make_secrets(folder)
    return folder


@pytest.fixture(scope="session")
def petitions(database_server: EmbeddedDatabase, secrets_dir: Path) -> Iterator[WebProcess]:
    variables = environment("petitions", database_server.url, secrets_dir)
    with WebProcess("tests.gateway.service_behind:create_app()", variables) as process:
        yield process


@pytest.fixture
def office(database_server: EmbeddedDatabase, secrets_dir: Path, petitions: WebProcess) -> Office:
    """An office with petitions behind it; nobody listens where the other services should be."""
    return Office.opened(database_server.url, secrets_dir, petitions=petitions.url)


@pytest.fixture(scope="session")
def staffed_office(
    database_server: EmbeddedDatabase, secrets_dir: Path, petitions: WebProcess
) -> Office:
    """An office with one officer of each role, for tests that change nothing."""
    office = Office.opened(database_server.url, secrets_dir, petitions=petitions.url)
    for role in (
        "mediator",
        "petition_officer",
        "reconsideration_officer",
        "litigation_officer",
        "supervisor",
        "admin",
    ):
        office.employ(role)
    return office


@pytest.fixture(scope="session")
def gateway(staffed_office: Office) -> Iterator[WebProcess]:
    """The gateway of the staffed office, with two workers."""
    with WebProcess("gateway.app:create_app()", staffed_office.environment, workers=2) as process:
        yield process


@pytest.fixture(scope="module")
def court_office(database_server: EmbeddedDatabase, secrets_dir: Path) -> Iterator[Office]:
    """An office with both tracks behind it, two agencies, and a court."""

    def track(service: str) -> WebProcess:
        name = f"{service}_{uuid.uuid4().hex[:8]}"
        variables = environment(service, database_server.url, secrets_dir, database_name=name)
        return WebProcess(application_of(service), variables)

    with track("litigation") as litigation, track("mediation") as mediation:
        office = Office.opened(
            database_server.url, secrets_dir, litigation=litigation.url, mediation=mediation.url
        )
        office.employ("litigation_officer")
        office.employ("mediator")
        other = Account(
            "other", "李四", "supervisor", OTHER_AGENCY["code"], OTHER_AGENCY["name"], "310101"
        )
        office.accounts.add(other, PASSWORD)
        office.partners.add_first("court-1", COURT_NAME, SECRET)
        yield office


@pytest.fixture
def hall(court_office: Office) -> Hall:
    client = court_office.application().test_client()
    return Hall(SigningCourt(client), client)
