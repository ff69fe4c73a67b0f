"""A real browser for tests: they say where it is missing, and fail where it is asked for."""

import os

import pytest
from playwright.sync_api import Page

from deploy.pictures import chromium

_MISSING = "no Chromium on this machine: apt-get install chromium-headless-shell"


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
