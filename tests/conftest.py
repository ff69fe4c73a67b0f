"""What holds for every test run."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pymongo import MongoClient
from xdist.scheduler import LoadScopeScheduling

from deploy.secrets import make_secrets
from shared.storage.database import Database, Document, disconnect
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

# A busy machine is no finding: how long an example takes is measured in benchmarks alone.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

_TESTS = Path(__file__).parent
# Whatever starts whole installations comes first, so that no core waits for the other at the end.
_LONG = ("system", "pages", "terminal", "deploy", "scenarios", "events", "docs", "gateway")
# Rooms whose files share an installation, except those that have their own.
_SHARING: dict[str, frozenset[str]] = {
    "system": frozenset({"test_faults.py", "test_rabbitmq.py"}),
    "scenarios": frozenset(),
    "pages": frozenset(),
}


class ByInstallation(LoadScopeScheduling):
    """Keeps a file on one process, and with it the others that share its installation."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        room, name = Path(file).parts[1], Path(file).name
        return room if room in _SHARING and name not in _SHARING[room] else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Let a parallel run be dealt out so."""
    return ByInstallation(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Put the long rooms first and keep folders together, so that each opens what it shares once.

    pytest-randomly has shuffled before; files, and the tests of a file, stay in its order.
    """
    places = {room: place for place, room in enumerate(_LONG)}
    items.sort(key=lambda item: (places.get(_room(item), len(_LONG)), item.path.parent))


def _room(item: pytest.Item) -> str:
    return item.path.relative_to(_TESTS).parts[0]


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedDatabase]:
    """One database server for each process of tests: many that idle together cost much."""
    with EmbeddedDatabase() as running:
        yield running
        disconnect()


@pytest.fixture(scope="session")
def databases(server: EmbeddedDatabase) -> Iterator[MongoClient[Document]]:
    """All databases of that server."""
    with connected(server.url) as client:
        yield client


@pytest.fixture
def database(databases: MongoClient[Document]) -> Database:
    """A database of the test's own."""
    return databases[f"test_{uuid.uuid4().hex}"]


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of an installation, which no test changes."""
    folder = tmp_path_factory.mktemp("secrets")
    make_secrets(folder)
    return folder


def pytest_sessionfinish() -> None:
    """Close what applications opened inside the test process."""
    disconnect()
