"""One installation for the pages, and a real browser in front of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from deploy.embedded.stack import Stack
from tests.pages.workbench import Workbench
from tests.support.stack import Officers, officers_of, running

CHROMIUM = Path("/usr/bin/chromium")
# Without these, Chromium asks hosts of its maker, which a closed network refuses.
_CALM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("workbench")) as stack:
        yield stack


@pytest.fixture(scope="package")
def officers(stack: Stack) -> Iterator[Officers]:
    with officers_of(stack) as officers:
        yield officers


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CONCORD_REQUIRE_BROWSER"):
            pytest.fail("Chromium is needed here: apt-get install chromium")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(_CALM))
        yield browser
        browser.close()


@pytest.fixture
def workbench(stack: Stack, browser: Browser) -> Iterator[Workbench]:
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts) as workbench:
        yield workbench
        workbench.nothing_went_wrong()
