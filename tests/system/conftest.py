"""The installation that the tests of this room share, and who works with it."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.embedded.stack import Stack
from tests.support.stack import (
    Officers,
    databases_of,
    officers_of,
    officers_of_another_agency,
    running,
)


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One embedded installation for the whole room: starting one takes its time."""
    with running(tmp_path_factory.mktemp("installation")) as stack:
        yield stack


@pytest.fixture(scope="package")
def officers(stack: Stack) -> Iterator[Officers]:
    with officers_of(stack) as officers:
        yield officers


@pytest.fixture(scope="package")
def strangers(stack: Stack) -> Iterator[Officers]:
    """Officers of another agency."""
    strangers = officers_of_another_agency(stack)
    yield strangers
    strangers.close()


@pytest.fixture(scope="package")
def databases(stack: Stack) -> Iterator[MongoClient[dict[str, Any]]]:
    with databases_of(stack) as client:
        yield client
