"""A real browser for tests: they say where it is missing, and fail where it is asked for."""

import os

import pytest

from deploy.pictures import CHROMIUM

_MISSING = "no Chromium on this machine: apt-get install chromium"


def need_chromium() -> None:
    """Skip without Chromium, aloud; fail where `CONCORD_REQUIRE_BROWSER` asks for it."""
    if CHROMIUM.exists():
        return
    if os.environ.get("CONCORD_REQUIRE_BROWSER"):
        pytest.fail(_MISSING)
    pytest.skip(_MISSING)
