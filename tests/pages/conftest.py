"""One installation for the pages, and a real browser in front of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from deploy.embedded.stack import Stack
from deploy.pictures import opened_browser
from tests.pages.workbench import WIDE, Workbench
from tests.support.browser import need_chromium
from tests.support.stack import Officers, officers_of, running


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
    need_chromium()
    with opened_browser() as browser:
        yield browser


@pytest.fixture(scope="package")
def window(browser: Browser) -> Iterator[BrowserContext]:
    width, height = WIDE
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def workbench(stack: Stack, window: BrowserContext) -> Iterator[Workbench]:
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.opened_in(window, stack.address, accounts) as workbench:
        yield workbench
        workbench.nothing_went_wrong()


@pytest.fixture
def bare(stack: Stack, browser: Browser) -> Iterator[Workbench]:
    """A browser that runs no script."""
    accounts = json.loads(stack.credentials.read_text())["officers"]
    with Workbench.open(browser, stack.address, accounts, script=False) as bench:
        yield bench
        bench.nothing_went_wrong()
