"""A real browser for tests: they say where it is missing, and fail where it is asked for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.pictures import chromium

_MISSING = "no Chromium on this machine: apt-get install chromium-headless-shell"

PATIENCE_MILLISECONDS = 60_000
"""How long a browser waits for a page or a part of it: long, because the machine may be busy."""
# What a test expects of a page is a bound of its own in Playwright, five seconds where none is set.
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@contextmanager
def phone(browser: Browser, address: str, language: str = "zh-CN") -> Iterator[Page]:
    """Lend the phone of a citizen, on which no script runs."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        locale=language,
        java_script_enabled=False,
        base_url=address,
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    yield context.new_page()
    context.close()


def need_chromium() -> None:
    """
    Skip without Chromium, aloud: `make test` installs no programs, and all else can be tested.

    Where a change is taken `CONCORD_REQUIRE_BROWSER` is set (`.ci/run`): there it fails.
    """
    if chromium() is not None:
        return
    if os.environ.get("CONCORD_REQUIRE_BROWSER"):
        pytest.fail(_MISSING)
    pytest.skip(_MISSING)


def follow(page: Page, selector: str) -> None:
    """Click on what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        page.click(selector)
