"""One installation that takes petitions in browsers, and a citizen with a telephone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page

from deploy.embedded.stack import Stack
from deploy.processes import Process
from tests.support.browser import phone
from tests.support.online_hall import Post, online_hall, reception_of
from tests.support.stack import Officers, officers_of


@pytest.fixture(scope="package")
def post() -> Iterator[Post]:
    with Post.running() as server:
        yield server


@pytest.fixture(scope="package")
def hall(
    tmp_path_factory: pytest.TempPathFactory, post: Post, processes: Sequence[Process]
) -> Iterator[Stack]:
    with online_hall(tmp_path_factory.mktemp("online"), post, processes) as stack:
        yield stack


@pytest.fixture(scope="package")
def staff(hall: Stack) -> Iterator[Officers]:
    with officers_of(hall) as officers:
        yield officers


@pytest.fixture(scope="package")
def reception(staff: Officers) -> str:
    """The id under which the agency takes petitions in browsers."""
    return reception_of(staff)


@pytest.fixture
def citizen(browser: Browser, hall: Stack, reception: str) -> Iterator[Page]:
    """A phone on which no script runs."""
    del reception
    with phone(browser, hall.address) as page:
        yield page
