"""A hall with terminals whose page is opened in a real browser, and whose line can be cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from deploy.pictures import opened_browser
from deploy.secrets import make_secrets
from tests.gateway.processes import WebProcess
from tests.gateway.terminal_hall import TerminalHall, opened_hall
from tests.support.browser import need_chromium
from tests.support.servers import EmbeddedDatabase
from tests.terminal.machine import Kiosk, Machine


@pytest.fixture(scope="package")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TerminalHall]:
    need_chromium()
    secrets = tmp_path_factory.mktemp("secrets")
    make_secrets(secrets)
    with EmbeddedDatabase() as database, opened_hall(database.url, secrets) as hall:
        yield hall


@pytest.fixture(scope="package")
def gateway(hall: TerminalHall) -> Iterator[WebProcess]:
    with WebProcess("gateway.app:create_app()", hall.office.environment) as process:
        yield process


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    need_chromium()
    with opened_browser() as browser:
        yield browser


@pytest.fixture
def machine(hall: TerminalHall, gateway: WebProcess, browser: Browser) -> Iterator[Machine]:
    with Machine.set_up(hall, gateway.url, browser) as machine:
        yield machine
        machine.nothing_went_wrong()


@pytest.fixture
def kiosk(browser: Browser, tmp_path: Path) -> Kiosk:
    return Kiosk(browser, tmp_path / "profile")
