"""What the tests of the gateway share: a database server, secrets, a service behind."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from deploy.processes import application_of
from gateway.accounts import Account
from tests.gateway.court_hall import OTHER_AGENCY, Hall
from tests.gateway.court_messages import COURT_NAME, SECRET, SigningCourt
from tests.gateway.liaison_behind import LiaisonBehind, liaison_behind
from tests.gateway.office import PASSWORD, Office
from tests.gateway.processes import WebProcess, environment
from tests.support.servers import EmbeddedDatabase


@pytest.fixture(scope="session")
def petitions(server: EmbeddedDatabase, secrets: Path) -> Iterator[WebProcess]:
    variables = environment("petitions", server.url, secrets)
    with WebProcess("tests.gateway.service_behind:create_app()", variables) as process:
        yield process


@pytest.fixture(scope="session")
def liaison(server: EmbeddedDatabase, secrets: Path) -> Iterator[LiaisonBehind]:
    """Liaison behind one office after the other; nobody listens behind it."""
    with liaison_behind(server.url, secrets) as behind:
        yield behind


@pytest.fixture
def office(
    server: EmbeddedDatabase, secrets: Path, petitions: WebProcess, liaison: LiaisonBehind
) -> Office:
    """An office with petitions and liaison behind it; nobody listens where others should be."""
    liaison.forget_partners()
    opened = Office.opened(server.url, secrets, petitions=petitions.url, liaison=liaison.url)
    return opened.before(liaison)


@pytest.fixture(scope="session")
def staffed_office(server: EmbeddedDatabase, secrets: Path, petitions: WebProcess) -> Office:
    """An office with one officer of each role, for tests that change nothing."""
    office = Office.opened(server.url, secrets, petitions=petitions.url)
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
def court_office(server: EmbeddedDatabase, secrets: Path) -> Iterator[Office]:
    """An office with liaison and two tracks behind it, two agencies, and a court."""

    def track(service: str) -> WebProcess:
        name = f"{service}_{uuid.uuid4().hex[:8]}"
        variables = environment(service, server.url, secrets, database_name=name)
        return WebProcess(application_of(service), variables)

    with ExitStack() as running:
        behind = {
            name: running.enter_context(track(name)).url for name in ("litigation", "mediation")
        }
        liaison = running.enter_context(liaison_behind(server.url, secrets, **behind))
        opened = Office.opened(server.url, secrets, liaison=liaison.url, **behind)
        office = opened.before(liaison)
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
