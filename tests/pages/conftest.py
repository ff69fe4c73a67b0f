"""One installation for the pages, and a real browser in front of it."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence

import pytest
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Error as BrowserError

from deploy.embedded.stack import Stack
from deploy.pictures import opened_browser
from deploy.processes import PROCESSES, Process
from tests.pages.workbench import WIDE, Workbench
from tests.support.browser import need_chromium
from tests.support.counting import PLUGIN
from tests.support.measured import COUNTED
from tests.support.stack import Officers, officers_of, running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the page that a failed test was looking at: what it missed tells little without it."""
    report = yield
    bench = item.funcargs.get("workbench", item.funcargs.get("bare"))
    if report.when == "call" and report.failed and isinstance(bench, Workbench):
        try:
            shown = f"{bench.page.url}\n{bench.page.inner_text('body', timeout=2000)[:4000]}"
        except BrowserError as error:
            shown = str(error)
        report.sections.append(("the page", shown))
    return report


@pytest.fixture(scope="package")
def processes(pytestconfig: pytest.Config) -> Sequence[Process]:
    """What an installation runs; the gateway is counted where the tests are."""
    return COUNTED if pytestconfig.pluginmanager.hasplugin(PLUGIN) else PROCESSES


@pytest.fixture(scope="package")
def stack(
    tmp_path_factory: pytest.TempPathFactory, processes: Sequence[Process]
) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("workbench"), processes=processes) as stack:
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
